"""The officers of the desk and its keys, for the supervisor."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.access.accounts import Account
from lienthong_tui.desk import officers
from lienthong_tui.filing.desk_events import Role
from lienthong_tui.problems import Unusable
from lienthong_tui.screens.accounts.paper import Handed
from lienthong_tui.screens.accounts.recovery import NewRecovery
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_desk_events import ROLES
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.text.clean import visible

_DIGITS, _LETTERS = "123456789", "abcdefgh"
_NUMBER = N_("Số định danh của người ấy, 12 chữ số (Enter):")


class People(Asking):
    """A line for each officer and each key; `n` and `k` add one."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("chọn")),
        ("n", N_("thêm người")),
        ("a-h, k", N_("tệp khóa")),
        ("r", N_("giấy khôi phục")),
        ("Esc", N_("lùi")),
    )

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("NGƯỜI TIẾP NHẬN VÀ KHÓA CỦA QUẦY"))

    def state(self) -> tuple[str, str]:
        """What shutting somebody out does."""
        text = N_("Khóa một người hay bỏ một khóa thì khóa kho được thay cho mọi người khác.")
        return self.tr(text), ""

    async def items(self) -> Sequence[Item]:
        """Officers, key files, then what can be added."""
        desk = self.ours.at
        self.accounts = await self.ours.at_desk(lambda: desk.accounts)
        self.listed = {
            key.id: key
            for key in await self.ours.at_desk(officers.keys, desk)
            if key.kind == "unattended"
        }
        people = [
            Item(account.slot, key, visible(account.name), self._standing(account))
            for key, account in keyed(_DIGITS, self.accounts.values())
        ]
        files = [
            Item(key.id, letter, visible(key.label), self.tr(N_("tệp khóa")))
            for letter, key in keyed(_LETTERS, self.listed.values())
        ]
        return [
            *people,
            Item("add", "n", self.tr(N_("Thêm người tiếp nhận"))),
            *files,
            Item("key", "k", self.tr(N_("Thêm tệp khóa cho việc chạy không người"))),
            Item("recovery", "r", self.tr(N_("Thay giấy khôi phục"))),
        ]

    def _standing(self, account: Account) -> str:
        told = [self.tr(ROLES[account.role])]
        if account.closed:
            told = [self.tr(N_("ĐÃ KHÓA"))]
        elif account.password_due or account.phone_due:
            told.append(self.tr(N_("chờ đăng nhập lần đầu")))
        if account.slot == self.ours.at.unlocked.officer:
            told.append(self.tr(N_("là tôi")))
        return " · ".join(told)

    async def choose(self, item: Item) -> None:
        """Open an officer, end a key, or begin to add."""
        if item.id == "add":
            self.ask(self.tr(N_("Họ tên người tiếp nhận mới (Enter):")), self._named)
        elif item.id == "key":
            text = N_("Tệp khóa dùng để làm gì, ví dụ: sao lưu hằng đêm (Enter):")
            self.ask(self.tr(text), self._purpose)
        elif item.id == "recovery":
            self.ours.hold_keys()
            slot, key = await self.ours.at_desk(officers.new_recovery, self.ours.at)
            self.app.push_screen(NewRecovery(slot, key))
        elif item.id in self.listed:
            await self._ask_to_end(self.listed[item.id])
        else:
            self.ours.hold_keys()
            self.app.push_screen(Person(self.accounts[item.id]))

    async def _named(self, name: str) -> None:
        async def as_what(text: str) -> None:
            roles: dict[str, Role] = {"1": "officer", "2": "supervisor"}
            if text not in roles:
                raise Unusable("role-unknown")

            async def numbered(number: str) -> None:
                handed = await self.ours.at_desk(
                    officers.add, self.ours.at, name, number, roles[text]
                )
                self.stop_asking()
                self.app.push_screen(Handed.over(name, handed))

            self.ask(self.tr(_NUMBER), numbered)

        text = N_("1 người tiếp nhận, 2 người phụ trách quầy (gõ 1 hoặc 2, Enter):")
        self.ask(self.tr(text), as_what)

    async def _purpose(self, purpose: str) -> None:
        async def written(path: str) -> None:
            await self.ours.at_desk(officers.add_key, self.ours.at, purpose, typed_path(path))
            text = N_("Đã ghi tệp khóa. Ai có tệp này và ổ đĩa của quầy đọc được mọi hồ sơ.")
            self.say(self.tr(text))

        text = N_("Ghi ra tệp nào, nên là USB cất trong tủ, ví dụ /media/usb/quay.key (Enter):")
        self.ask(self.tr(text), written)

    async def _ask_to_end(self, key: ListedSlot) -> None:
        async def sure(text: str) -> None:
            if text == "0":
                await self.ours.at_desk(officers.remove_key, self.ours.at, key.id)
                self.say(self.tr(N_("Đã bỏ tệp khóa; nó không mở được gì nữa.")))

        text = N_("Bỏ tệp khóa “{name}”? Gõ 0 rồi Enter; Esc để giữ.")
        self.ask(self.tr(text, name=visible(key.label)), sure)


class Person(Asking):
    """What a supervisor does for one officer."""

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account

    def heading(self) -> str:
        """Whose account."""
        return self.tr(N_("TÀI KHOẢN · {name}"), name=visible(self.account.name))

    def state(self) -> tuple[str, str]:
        """The role, or that the account is closed."""
        closed = self.tr(N_("ĐÃ KHÓA"))
        return closed if self.account.closed else self.tr(ROLES[self.account.role]), ""

    async def items(self) -> Sequence[Item]:
        """What can be done as the account stands."""
        found = await self.ours.at_desk(lambda: self.ours.at.accounts)
        self.account = found[self.account.slot]
        own = self.account.slot == self.ours.at.unlocked.officer
        if self.account.closed:
            return [Item("reset", "1", self.tr(N_("Mở lại tài khoản")))]
        other = self._other_role()
        role = self.tr(N_("Đổi thành {role}"), role=self.tr(ROLES[other]))
        mine = self.tr(N_("nhờ người phụ trách khác")) if own else ""
        return [
            Item("reset", "1", self.tr(N_("Quên mật khẩu: cấp mật khẩu tạm")), mine, disabled=own),
            Item("phone", "2", self.tr(N_("Mất điện thoại: cấp mã tạm"))),
            Item("role", "3", role, mine, disabled=own),
            Item("close", "9", self.tr(N_("Khóa tài khoản")), mine, disabled=own),
        ]

    def _other_role(self) -> Role:
        return "officer" if self.account.role == "supervisor" else "supervisor"

    async def choose(self, item: Item) -> None:
        """Ask before anything that ends what counted so far."""
        if item.id == "role":
            slot, role = self.account.slot, self._other_role()
            await self.ours.at_desk(officers.set_role, self.ours.at, slot, role)
            await self.reload()
            return
        questions = {
            "reset": (N_("Cấp mật khẩu tạm, mật khẩu cũ hết giá trị?"), self._reset_now),
            "phone": (N_("Cấp mã tạm, điện thoại cũ hết giá trị?"), self._phone),
            "close": (N_("Khóa tài khoản và thay khóa kho?"), self._close),
        }
        question, act = questions[item.id]
        sure = self.tr(N_("Gõ 0 rồi Enter; Esc để giữ."))

        async def answered(text: str) -> None:
            if text == "0":
                await act()

        self.ask(f"{self.tr(question)} {sure}", answered)

    async def _reset_now(self) -> None:
        try:
            await self._reset(None)
        except Unusable as problem:
            if problem.code != "officer-number-needed":
                raise
            self.ask(self.tr(_NUMBER), self._reopen)

    async def _phone(self) -> None:
        code = await self.ours.at_desk(officers.reset_phone, self.ours.at, self.account.slot)
        self.stop_asking()
        self.app.push_screen(Handed(self.account.name, None, code))

    async def _reopen(self, number: str) -> None:
        await self._reset(number)

    async def _reset(self, number: str | None) -> None:
        handed = await self.ours.at_desk(
            officers.reset_password, self.ours.at, self.account.slot, number
        )
        self.stop_asking()
        self.app.push_screen(Handed.over(self.account.name, handed))

    async def _close(self) -> None:
        self.tell(self.tr(N_("Đang thay khóa kho, đừng tắt máy…")))
        await self.ours.at_desk(officers.close, self.ours.at, self.account.slot)
        self.say(self.tr(N_("Đã khóa tài khoản; khóa kho đã thay.")))
