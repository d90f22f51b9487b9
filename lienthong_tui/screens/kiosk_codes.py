"""The code that admits a relative to the kiosk in the hall (mã kê khai)."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from lienthong_tui.desk import kiosks
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.packets.sheets import Sheet
from lienthong_tui.papers import kiosk_slips
from lienthong_tui.papers.slips import Place
from lienthong_tui.people.id_card import read_card
from lienthong_tui.procedures import loading
from lienthong_tui.screens.bringing_out import SheetOut
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.text.mask import mask

_KEYS = "123456789"
_SLIP = "#slip"


class KioskCodes(TellingActs):
    """A digit for what is declared and where, the ID number of who sits there, then the code."""

    hints: ClassVar[Hints] = (("1-9", N_("chọn")), ("p", N_("in phiếu")), ("Esc", N_("lùi")))

    def heading(self) -> str:
        """What is handed out."""
        return self.tr(N_("MÃ KÊ KHAI CHO MÁY TỰ KÊ KHAI"))

    slip: Sheet | None = None  # of the code that was handed out last

    async def items(self) -> Sequence[Item]:
        """Each group at each kiosk; then the slip of the code on the page."""
        today = local_day(self.ours.clock())
        self.machines = await self.ours.at_desk(kiosks.paired, self.ours.at)
        groups = [g.definition for g in loading.shipped() if g.definition.in_force(today)]
        pairs = [(kiosk, group) for kiosk in self.machines for group in groups]
        lines = [
            Item(f"{kiosk.id}:{group.group}", key, pick(group.short, self.language), kiosk.name)
            for key, (kiosk, group) in keyed(_KEYS, pairs)
        ]
        printed = Item(_SLIP, "p", self.tr(N_("In phiếu mã vừa cấp")))
        return [*lines, printed] if self.slip else lines

    async def choose(self, item: Item) -> None:
        """Ask who will sit there, or print the slip."""
        if item.id == _SLIP and self.slip is not None:
            self.ours.hold_keys()
            title = self.tr(N_("PHIẾU MÃ KÊ KHAI"))
            self.app.push_screen(SheetOut(title, self.slip, kiosk_slips.FILE_NAMES))
            return
        machine, _, group = item.id.partition(":")
        kiosk = next(kiosk for kiosk in self.machines if kiosk.id == machine)
        self.show_text(())
        question = N_("Số định danh của người sẽ ngồi máy (gõ hoặc quét thẻ, Enter):")
        self.ask(self.tr(question), partial(self._hand_out, kiosk, group))

    def _short(self, name: str) -> str:
        groups = (g.definition for g in loading.shipped() if g.definition.group == name)
        return pick(next(groups).short, self.language)

    async def card_typed(self, begun: str) -> None:
        """A card scanned into the question gives its number."""
        card = read_card(begun, today=local_day(self.ours.clock()))
        if self._then is None:
            await self.card_out_of_place()
        else:
            await self._then(card.number)
            self.stop_asking()

    async def _hand_out(self, kiosk: Paired, group: str, number: str) -> None:
        code = await self.ours.at_desk(kiosks.code, self.ours.at, kiosk.id, number, group)
        until = code.until.astimezone(VIETNAM)
        desk = self.ours.at
        self.slip = kiosk_slips.sheet(
            code.code,
            code.until,
            kiosk=kiosk.name,
            group=self._short(group),
            number=number,
            place=Place(desk.commune, desk.number, desk.demo),
            language=self.language,
        )
        text = N_("Chỉ dùng một lần, đến {time}, tại {kiosk}, cho người có số {number}.")
        lines = [
            "",
            f"    {code.code[:3]} {code.code[3:]}",
            "",
            self.tr(text, time=f"{until:%H:%M}", kiosk=kiosk.name, number=mask(number)),
            self.tr(N_("Họ quay lại khai tiếp cũng cần mã mới, cấp ở đây.")),
        ]
        self.show_text(self.wrapped(lines))
