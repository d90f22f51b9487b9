"""The slip as it will print; `Enter` writes it, as text and as PDF, where the officer says."""

from typing import ClassVar

from lienthong_tui.desk import exporting
from lienthong_tui.filing.fees import charges
from lienthong_tui.packets.sheets import Sheet
from lienthong_tui.packets.typesetting import render
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences.marking import N_
from lienthong_tui.slips import Place, as_text, file_names, slip


class Slip(FilingPage, TellingActs):
    """One act, and below it the text."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("ghi ra tệp để in")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    def place(self) -> str:
        """What it is."""
        return self.tr(N_("Phiếu hướng dẫn"))

    async def items(self) -> tuple[Item, ...]:
        """Writing it out, with how often that was done."""
        self.show_text(as_text(self._sheet()).splitlines())
        times = self.keeper.draft.filing.slips
        told = self.tr(N_("đã ghi {times} lần"), times=times) if times else ""
        return (Item("write", "1", self.tr(N_("Ghi ra tệp để in")), told),)

    async def choose(self, item: Item) -> None:  # noqa: ARG002
        """Ask where to."""
        question = N_("Ghi phiếu ra thư mục nào (Enter để ghi):")
        self.ask(self.tr(question), self._write)

    async def _write(self, text: str) -> None:
        out = await self.sure_of(typed_path(text))
        sheet, now = self._sheet(), self.ours.clock()
        text_name, pdf_name = file_names(self.keeper.draft.filing.reference or "")
        pdf = await self.ours.at_desk(lambda: render(sheet, at=now))
        files = {text_name: as_text(sheet).encode(), pdf_name: pdf}
        await self.keeper.do(exporting.print_slip, files, out)
        self.say(
            self.tr(N_("Đã ghi phiếu ra {folder}: in hai bản, một cho người dân."), folder=out)
        )

    def _sheet(self) -> Sheet:
        draft, desk = self.keeper.draft, self.ours.at
        place = Place(draft.filing.started.commune, desk.number, desk.demo)
        fees = charges(draft.outlined, draft.office)
        return slip(draft.filing, draft.group, self.subject(), place, fees, self.language)
