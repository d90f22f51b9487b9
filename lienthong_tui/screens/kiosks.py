"""The kiosks of the desk, for the supervisor: paired by a file, ended by a key."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from lienthong_tui.desk import kiosks
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences.marking import N_
from lienthong_tui.store.kiosks import Paired

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SURE = "0"
_OWN = "-"


class Kiosks(TellingActs):
    """One line to pair another, then each that is paired."""

    hints: ClassVar[Hints] = (("1", N_("ghép")), ("a-z", N_("bỏ")), ("Esc", N_("lùi")))

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("MÁY TỰ KÊ KHAI Ở SẢNH"))

    async def items(self) -> Sequence[Item]:
        """Pairing, and each kiosk with where it lays its files."""
        found = await self.ours.at_desk(kiosks.paired, self.ours.at)
        self.machines = {kiosk.id: kiosk for kiosk in found}
        own = self.tr(N_("thư mục nhận của quầy"))
        return [
            Item("pair", "1", self.tr(N_("Ghép thêm một máy"))),
            *(
                Item(kiosk.id, key, kiosk.name, str(kiosk.folder) if kiosk.folder else own)
                for key, kiosk in keyed(_LETTERS, found)
            ),
        ]

    async def choose(self, item: Item) -> None:
        """Ask for a name, or whether a kiosk is to end."""
        if item.id == "pair":
            self.ask(self.tr(N_("Tên máy, ví dụ Máy sảnh 1 (Enter):")), self._named)
        else:
            kiosk = self.machines[item.id]
            text = N_("Không nhận gì từ “{name}” nữa? Gõ 0 rồi Enter; Esc để giữ.")
            self.ask(self.tr(text, name=kiosk.name), partial(self._end, kiosk))

    async def _named(self, name: str) -> None:
        text = N_("Ghi tệp ghép ra tệp nào, ví dụ /media/usb/may-1.ghep (Enter):")
        self.ask(self.tr(text), partial(self._filed, name))

    async def _filed(self, name: str, path: str) -> None:
        text = N_("Máy để hồ sơ vào thư mục nào, theo tên ở máy này? - : thư mục nhận của quầy")
        self.ask(self.tr(text), partial(self._pair, name, typed_path(path)), _OWN)

    async def _pair(self, name: str, out: Path, folder: str) -> None:
        where = None if folder == _OWN else typed_path(folder)
        await self.ours.at_desk(kiosks.pair_into, self.ours.at, name, out, where)
        lines = [
            self.tr(
                N_("Đã ghép “{name}”. Mang tệp {path} sang máy ấy rồi chạy:"), name=name, path=out
            ),
            f"  lienthong kiosk set-up --kiosk … --pairing {out.name} --outbox …",
            self.tr(N_("Ai có tệp thì gửi được hồ sơ nhân danh máy: dùng xong tệp tự xóa.")),
        ]
        self.show_text(self.wrapped(lines))

    async def _end(self, kiosk: Paired, text: str) -> None:
        if text == _SURE:
            await self.ours.at_desk(kiosks.end, self.ours.at, kiosk.id)
            self.say(self.tr(N_("Đã bỏ máy “{name}”."), name=kiosk.name))
