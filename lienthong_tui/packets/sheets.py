"""A sheet: headed sections of answers, one below another. What has no layout of its own is one."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from lienthong_tui.packets.typesetting import Printout


class Row(Struct, frozen=True):
    """One answer. An empty value prints a line to write on, or a box left open.

    A `tick` is ticked by any value that is not empty; the value itself is not printed. `field` is
    the question it answers.
    """

    label: str
    value: str = ""
    kind: Literal["text", "tick"] = "text"
    field: str | None = None


class Section(Struct, frozen=True):
    """Answers under one numbered heading."""

    title: str
    rows: tuple[Row, ...]


class Sheet(Printout, frozen=True, kw_only=True):
    """Everything one sheet says. An empty part is left out.

    `letterhead` prints quốc hiệu and tiêu ngữ, which only statutory papers may carry. Each
    signature is the caption over the place to sign.
    """

    subtitle: str = ""
    addressed_to: str = ""
    intro: str = ""
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    letterhead: bool = False

    @property
    def template(self) -> str:
        """One layout for all of them."""
        return "generic"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Rows by their label, everything else by the part it is."""
        for field in ("title", "subtitle", "addressed_to", "intro", "watermark", "footer"):
            yield field, getattr(self, field)
        for section in self.sections:
            yield section.title, section.title
            for row in section.rows:
                yield row.label, row.label + row.value
        for field in ("notes", "signatures"):
            yield field, "".join(getattr(self, field))
