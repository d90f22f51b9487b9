"""A filing that was first written on a blank form: its number, and when the paper was taken."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import allotting
from lienthong_tui.screens.asking import Asking, typed_moment
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_

_KEYS = "123456789"


class OnPaperFirst(FilingPage, Asking):
    """The numbers given out and not used; then the hour, from which deadlines count."""

    hints: ClassVar[Hints] = (("1-9", N_("chọn số")), ("Enter", N_("ghi")), ("Esc", N_("lùi")))

    def place(self) -> str:
        """What is asked."""
        return self.tr(N_("Số in ở chân biểu mẫu trống"))

    async def items(self) -> Sequence[Item]:
        """A line for each number; the one this filing bears comes with its hour, to be mended."""
        draft = self.keeper.draft
        numbers = await self.ours.at_desk(allotting.open_to, self.ours.at, draft)
        return [
            Item(a.reference, key, a.reference, self._taken(a.reference))
            for key, a in keyed(_KEYS, numbers)
        ]

    def _taken(self, reference: str) -> str:
        if reference != self.keeper.draft.filing.allotted:
            return ""
        return self.tr(N_("hồ sơ đang mang số này, nhận lúc {time}"), time=self.received)

    async def choose(self, item: Item) -> None:
        """Ask when the paper was taken."""
        self.number = item.id
        text = N_("Nhận giấy lúc mấy giờ, ví dụ 09:40 hoặc 09:40 28/11/2026? (Enter để ghi)")
        self.ask(self.tr(text), self._received)

    async def _received(self, text: str) -> None:
        received = typed_moment(text, self.ours.clock())
        await self.keeper.do(allotting.take, self.number, received)
        self.say(self.tr(N_("Hồ sơ mang số {number}."), number=self.number))
        self.app.pop_screen()
