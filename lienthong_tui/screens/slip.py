"""The slip as it will print, in two copies; and how it leaves the screen."""

from collections.abc import Sequence
from pathlib import Path

from lienthong_tui.desk import printing
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.fees import charges
from lienthong_tui.packets.typesetting import render
from lienthong_tui.papers import slips
from lienthong_tui.papers.slips import Place, as_text, file_names
from lienthong_tui.screens.bringing_out import FilingOut
from lienthong_tui.screens.menu import Item
from lienthong_tui.sentences.marking import N_


class Slip(FilingOut):
    """The acts, and below them the text."""

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    def place(self) -> str:
        """What it is."""
        return self.tr(N_("Phiếu hướng dẫn"))

    async def items(self) -> Sequence[Item]:
        """The acts, with how often it was brought out."""
        self.show_text(as_text(self._slip()).splitlines())
        return self.ways()

    def note(self) -> str:
        """The next one is a reprint."""
        times = self.keeper.draft.filing.slips
        return self.tr(N_("đã in {times} lần"), times=times) if times else self.tr(N_("2 liên"))

    def written(self, folder: Path) -> str:
        """Where it lies."""
        said = N_("Đã ghi phiếu ra {folder}, đủ hai liên: liên 1 cho người dân, liên 2 quầy giữ.")
        return self.tr(said, folder=folder)

    async def bring(self, put: Put) -> None:
        """As text and as PDF, which holds both copies."""
        slip, now = self._slip(), self.ours.clock()
        filing = self.keeper.draft.filing
        text_name, pdf_name = file_names(filing.reference or "", before=filing.slips)
        pdf = await self.ours.at_desk(lambda: render(slip, at=now))
        files = {text_name: as_text(slip).encode(), pdf_name: pdf}
        await self.keeper.do(printing.print_files, "slip", files, put)

    def _slip(self) -> slips.Slip:
        draft, desk = self.keeper.draft, self.ours.at
        place = Place(
            draft.filing.started.commune,
            desk.number,
            desk.demo,
            desk.office.contact or "",
            shares=self.ours.share is not None,
        )
        fees = charges(draft.outlined, draft.office)
        return slips.slip(draft.filing, draft.group, self.subject(), place, fees, self.language)
