"""An officer's own account: password, phone, codes on paper."""

from collections.abc import Sequence

from lienthong_tui.desk import officers
from lienthong_tui.screens.accounts.new_password import NewPassword
from lienthong_tui.screens.accounts.new_phone import NewPhone
from lienthong_tui.screens.accounts.paper import PaperCodes
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.menu import Item
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_desk_events import ROLES
from lienthong_tui.text.clean import visible


class OwnAccount(Asking):
    """Three things to renew."""

    def heading(self) -> str:
        """Whose account."""
        return self.tr(N_("TÀI KHOẢN CỦA TÔI · {name}"), name=visible(self.ours.officer_name))

    async def items(self) -> Sequence[Item]:
        """What can be renewed, and how many codes are left."""
        account = await self.ours.at_desk(lambda: self.ours.at.account)
        left = await self.ours.at_desk(officers.paper_codes_left, self.ours.at)
        self.role = self.tr(ROLES[account.role]) if account else ""
        return [
            Item("password", "1", self.tr(N_("Đổi mật khẩu"))),
            Item("phone", "2", self.tr(N_("Dùng điện thoại khác để tạo mã"))),
            Item(
                "paper",
                "3",
                self.tr(N_("Lấy bộ mã trên giấy mới")),
                self.tr(N_("còn {count} mã"), count=left),
            ),
        ]

    role = ""

    def state(self) -> tuple[str, str]:
        """What the officer may do here."""
        return self.tr(N_("Quyền: {role}"), role=self.role), ""

    async def choose(self, item: Item) -> None:
        """Open the page that renews it."""
        if item.id == "password":
            self.ours.hold_keys()
            self.app.push_screen(NewPassword())
        elif item.id == "phone":
            self.ours.hold_keys()
            self.app.push_screen(NewPhone(self.ours.at))
        else:
            text = N_("Lấy bộ mã mới, mã cũ hết giá trị? Gõ 0 rồi Enter; Esc để giữ.")
            self.ask(self.tr(text), self._renew)

    async def _renew(self, text: str) -> None:
        if text == "0":
            made = await self.ours.at_desk(officers.renew_paper_codes, self.ours.at)
            self.stop_asking()
            self.app.push_screen(PaperCodes(made))
