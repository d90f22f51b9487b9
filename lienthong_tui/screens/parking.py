"""Put a filing aside (F6): why by one digit, for whom, under which queue number."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import parking
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.procedures import parking as reasons
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_

_KEYS = "123456789"


class Parking(FilingPage, Asking):
    """A digit puts it aside at once and ends with this citizen; what is beside it comes before."""

    hints: ClassVar[Hints] = (
        ("1-5", N_("gác vì…")),
        ("a-c", N_("ghi kèm")),
        ("Esc", N_("không gác")),
    )

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.note = self.queue_number = ""
        self.to: str | None = None

    def place(self) -> str:
        """What is done here."""
        return self.tr(N_("Tạm gác hồ sơ: vì sao?"))

    async def items(self) -> Sequence[Item]:
        """The reasons, then what may be said beside them."""
        self.others = await self.ours.at_desk(parking.others, self.ours.at)
        found = [
            Item(f"why:{reason.id}", key, pick(reason.text, self.language))
            for key, reason in keyed(_KEYS, reasons.shipped())
        ]
        found += [
            Item("queue", "a", self.tr(N_("Số thứ tự của người dân")), self.queue_number),
            Item("note", "b", self.tr(N_("Ghi chú cho người làm tiếp")), self.note),
        ]
        if self.others:
            anybody = self.tr(N_("bất kỳ ai ở quầy"))
            to = self.others[self.to] if self.to else anybody
            found.append(Item("to", "c", self.tr(N_("Bàn giao cho")), to))
        return found

    async def choose(self, item: Item) -> None:
        """Put it aside, or say more."""
        kind, _, reason = item.id.partition(":")
        match kind:
            case "why":
                await self.keeper.do(self._park, reason)
                await self.ours.next_citizen()
                said = N_("Đã tạm gác. Làm tiếp: ở trang đầu, hoặc phím 4.")
                self.ours.notify(self.tr(said), markup=False, timeout=8)
            case "queue":
                self.ask(self.tr(N_("Số thứ tự (Enter):")), self._queue, self.queue_number)
            case "note":
                question = self.tr(N_("Ghi chú, không ghi tên và số định danh (Enter):"))
                self.ask(question, self._note, self.note)
            case "to":
                slots = [None, *self.others]
                self.to = slots[(slots.index(self.to) + 1) % len(slots)]
                await self.reload()

    def _park(self, desk: Desk, draft: Draft, reason: str) -> Draft:
        return parking.park(
            desk, draft, reason, note=self.note, queue_number=self.queue_number, to=self.to
        )

    async def _queue(self, text: str) -> None:
        self.queue_number = text

    async def _note(self, text: str) -> None:
        self.note = text
