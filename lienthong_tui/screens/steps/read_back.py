"""What was declared, read back to the citizen: large, one fact below another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lienthong_tui.desk import printing
from lienthong_tui.desk.exporting import Put
from lienthong_tui.packets.typesetting import render
from lienthong_tui.papers.read_back import LargeSheet, file_name, read_back
from lienthong_tui.screens.bringing_out import FilingOut
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_

_SAID = "    "  # before what was said, and nothing else


class ReadBack(FilingOut):
    """The facts, with room around each. Numbers are masked until they are asked for."""

    hints: ClassVar[Hints] = (
        ("c", N_("che hoặc hiện số")),
        ("PgUp/PgDn", N_("cuộn")),
        ("1-3", N_("in chữ lớn")),
        ("Esc", N_("lùi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "mask", show=False)]

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        # The screen is turned to the citizen with others standing behind.
        self.masked = True

    def place(self) -> str:
        """What it is, and whether numbers show."""
        masked = N_("Đọc lại cho người dân · số đã che")
        return self.tr(masked if self.masked else N_("Đọc lại cho người dân"))

    async def items(self) -> Sequence[Item]:
        """The acts, and below them the facts."""
        self.query_one(".told", Static).update(_large(self.wrapped(_apart(self._sheet()))))
        return self.ways()

    async def action_mask(self) -> None:
        """Mask what is sensitive, or show it."""
        self.masked = not self.masked
        await self.reload()

    async def bring(self, put: Put) -> None:
        """In large letters, masked as it is shown."""
        sheet, now = self._sheet(), self.ours.clock()
        pdf = await self.ours.at_desk(lambda: render(sheet, at=now))
        files = {file_name(self.keeper.draft.filing.id): pdf}
        await self.keeper.do(printing.print_files, "read-back", files, put)

    def _sheet(self) -> LargeSheet:
        return read_back(
            self.keeper.draft.outlined,
            self.subject(),
            masked=self.masked,
            demo=self.ours.at.demo,
            language=self.language,
        )


def _large(lines: Iterable[str]) -> Content:
    """The lines with what was said in bold: a terminal has no larger letters."""
    parts = ((f"{line}\n", "bold" if line.startswith(_SAID) else "") for line in lines)
    return Content.assemble(*parts)


def _apart(sheet: LargeSheet) -> Iterator[str]:
    """The facts as lines: what is asked, what was said, and a line of nothing."""
    for section in sheet.sections:
        yield f"── {section.title.upper()} ──"
        yield ""
        for row in section.rows:
            yield row.label
            yield f"{_SAID}{row.value}"
            yield ""
