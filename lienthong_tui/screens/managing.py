"""What is not a filing: one's own account, the officers, the office's settings."""

from collections.abc import Callable, Sequence

from textual.screen import Screen

from lienthong_tui.access.permits import Act
from lienthong_tui.screens.accounts.own import OwnAccount
from lienthong_tui.screens.accounts.password import open_proved
from lienthong_tui.screens.accounts.people import People
from lienthong_tui.screens.backups import Backups
from lienthong_tui.screens.doctor import Doctor
from lienthong_tui.screens.keys import Keys
from lienthong_tui.screens.kiosks import Kiosks
from lienthong_tui.screens.menu import Item, Menu, keyed
from lienthong_tui.screens.privacy import AccessPage, Citizen, Purging
from lienthong_tui.screens.settings.overview import Settings
from lienthong_tui.sentences.marking import N_

PAGES: dict[str, tuple[Act, str, Callable[[], Screen[None]]]] = {
    "own": ("own-account", N_("Tài khoản của tôi: mật khẩu, điện thoại, mã trên giấy"), OwnAccount),
    "people": ("accounts", N_("Người tiếp nhận và khóa của quầy"), People),
    "settings": ("settings", N_("Thiết lập của cơ quan"), Settings),
    "due": ("erase", N_("Dữ liệu hết hạn lưu"), Purging),
    "citizen": ("erase", N_("Dữ liệu của một người dân: giao, xóa"), Citizen),
    "access": ("access-log", N_("Nhật ký truy cập"), AccessPage),
    "keys": ("settings", N_("Khóa ký của quầy, khóa của các cơ quan"), Keys),
    "kiosks": ("settings", N_("Máy tự kê khai ở sảnh: ghép, bỏ"), Kiosks),
    "backups": ("back-up", N_("Sao lưu quầy"), Backups),
    "doctor": ("verify", N_("Khám quầy và máy"), Doctor),
}
"""By name: what it takes to open a page, its title, the page."""
_KEYS = "1234567890"


class Managing(Menu):
    """A line for each; what is a supervisor's is told to everybody else as such."""

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("TÀI KHOẢN VÀ THIẾT LẬP"))

    async def items(self) -> Sequence[Item]:
        """The pages; those the officer may not open are out of reach."""
        desk, lines = self.ours.at, []
        for key, (name, (act, title, _)) in keyed(_KEYS, PAGES.items()):
            barred = not await self.ours.at_desk(desk.may, act)
            note = self.tr(N_("chỉ người phụ trách quầy")) if barred else ""
            lines.append(Item(name, key, self.tr(title), note, disabled=barred))
        return lines

    async def choose(self, item: Item) -> None:
        """Open a page, after the password where that was given too long ago."""
        act, _, page = PAGES[item.id]
        await open_proved(self, act, page)
