"""Declarations as PDF: what a sheet says, typeset by one generic Typst layout.

The bytes depend only on the sheet, the instant given and the pinned Typst version: they are
compared, hashed and kept. PDF/A-2a keeps them readable for the archive, PDF/UA-1 for a screen
reader.
"""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from lienthong_tui.packets.glyphs import font_folder, missing_letters
from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path

if TYPE_CHECKING:
    import typst


class Row(msgspec.Struct, frozen=True):
    """One answer. An empty value prints a line to write on, or a box left open.

    A `tick` is ticked by any value that is not empty; the value itself is not printed.
    """

    label: str
    value: str = ""
    kind: Literal["text", "tick"] = "text"


class Section(msgspec.Struct, frozen=True):
    """Answers under one numbered heading."""

    title: str
    rows: tuple[Row, ...]


class Sheet(msgspec.Struct, frozen=True):
    """Everything one declaration says. Text may hold line breaks; an empty part is left out.

    `letterhead` prints quốc hiệu and tiêu ngữ, which only statutory papers may carry. Each
    signature is the caption over the place to sign.
    """

    title: str
    subtitle: str = ""
    addressed_to: str = ""
    intro: str = ""
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    watermark: str = ""
    footer: str = ""
    letterhead: bool = False
    language: Literal["vi", "en"] = "vi"


def render(sheet: Sheet, *, at: datetime) -> bytes:
    """The sheet as a tagged PDF/A-2a and PDF/UA-1 file, dated `at` (aware).

    Raises `letter-missing` (character, field) for a character that cannot be printed; `field` is
    the label of the row, or the part of the sheet.
    """
    pdf, _ = typeset(sheet, at=at)
    return pdf


def typeset(sheet: Sheet, *, at: datetime) -> tuple[bytes, tuple[str, ...]]:
    """As `render`, with what the typesetter warns of: a correct template gives no warning."""
    for field, text in _texts(sheet):
        if missing := missing_letters(unicodedata.normalize("NFC", text)):
            raise Problem("letter-missing", character=missing[0], field=field)

    import typst  # 34 MB of native code: loaded by the first sheet, not by the sign-in screen

    forms = data_path("forms")
    pdf, warnings = typst.compile_with_warnings(
        forms / "generic.typ",
        root=forms,
        font_paths=_fonts(),
        sys_inputs={"data": unicodedata.normalize("NFC", msgspec.json.encode(sheet).decode())},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(at.timestamp()),
    )
    return pdf, tuple(warning.message for warning in warnings)


def _texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for field in ("title", "subtitle", "addressed_to", "intro", "watermark", "footer"):
        yield field, getattr(sheet, field)
    for section in sheet.sections:
        yield section.title, section.title
        for row in section.rows:
            yield row.label, row.label + row.value
    for field in ("notes", "signatures"):
        yield field, "".join(getattr(sheet, field))


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()]
    )
