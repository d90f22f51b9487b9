"""The one door to Typst: a paper is a template of `data/forms` and the data it is given.

The bytes depend only on the template, the data, the instant given and the pinned Typst version:
they are compared, hashed and kept. PDF/A-2a keeps them readable for the archive, PDF/UA-1 for a
screen reader. Nothing of the machine is used: no font of its own, no network.
"""

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path
from lienthong_tui.text.glyphs import font_folder, printable

if TYPE_CHECKING:
    import typst

log = logging.getLogger(__name__)


class Printout(Struct, frozen=True, kw_only=True):
    """What a paper says: a kind of paper adds its own parts and names its template.

    Text may hold line breaks. `watermark` lies across the page, `footer` stands below it.
    """

    title: str
    watermark: str = ""
    footer: str = ""
    language: Literal["vi", "en"] = "vi"

    @property
    def template(self) -> str:
        """The template's name: a file of `data/forms` without its ending."""
        raise NotImplementedError

    def texts(self) -> Iterator[tuple[str, str]]:
        """Everything that is printed, by what a person would call its place."""
        for name in self.__struct_fields__:
            for text in _strings(msgspec.to_builtins(getattr(self, name))):
                yield name, text


class Said(Struct, frozen=True):
    """One line of a form as it prints; `text` is None for a heading, `field` what it comes from."""

    label: str
    text: str | None
    field: str | None


def render(paper: Printout, *, at: datetime) -> bytes:
    """The paper as a tagged PDF/A-2a and PDF/UA-1 file, dated `at` (aware).

    Raises `letter-missing` (character, field) for a character that cannot be printed; `field` is
    the place as `Printout.texts` names it. Raises `paper-unprintable` (title) for a defect of the
    template.
    """
    pdf, _ = typeset(paper, at=at)
    return pdf


def typeset(paper: Printout, *, at: datetime) -> tuple[bytes, tuple[str, ...]]:
    """As `render`, with what the typesetter warns of: a correct template gives no warning."""
    for field, text in paper.texts():
        printable(unicodedata.normalize("NFC", text), field)

    import typst  # 34 MB of native code: loaded by the first paper, not by the sign-in screen

    with _template_of(paper):
        pdf, warnings = typst.compile_with_warnings(
            **_source(paper), pdf_standards=["a-2a", "ua-1"], timestamp=int(at.timestamp())
        )
    return pdf, tuple(warning.message for warning in warnings)


def said(paper: Printout) -> tuple[Said, ...]:
    """The lines of a form in the order it prints them: its template says them (`<said>`).

    Raises `paper-unprintable` (title).
    """
    import typst

    with _template_of(paper):
        found = typst.query(**_source(paper), selector="<said>", field="value")
    return msgspec.json.decode(found, type=tuple[Said, ...])


@contextmanager
def _template_of(paper: Printout) -> Iterator[None]:
    """A defect of the template is no reason to lose the work on the screen.

    What Typst says of it can repeat a person's data: the log holds only which paper it was.
    """
    import typst

    try:
        yield
    except (typst.TypstError, RuntimeError):  # `query` knows the second alone
        log.error("not typeset: %s", paper.template)
        raise Problem("paper-unprintable", title=paper.title) from None


def _source(paper: Printout) -> dict[str, Any]:
    """What Typst is given: the data are one string, and never evaluated."""
    forms = data_path("forms")
    data = msgspec.json.encode(paper).decode()
    return {
        "input": forms / f"{paper.template}.typ",
        "root": forms,
        "font_paths": _fonts(),
        "sys_inputs": {"data": unicodedata.normalize("NFC", data)},
    }


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


@cache
def _fonts() -> "typst.Fonts":
    import typst

    folder: Path = font_folder()
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
