"""The recovery key: a new one for the envelope, and using it when nobody can sign in."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from lienthong_tui.access.accounts import Account
from lienthong_tui.access.slots import Slot, identity_from_text
from lienthong_tui.desk import officers, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.session import session
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.screens.accounts.paper import Handed
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.screens.set_up_keys import RETYPED, grouped
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible
from lienthong_tui.widgets.viet_input import VietInput


class NewRecovery(Page):
    """A new key, shown once; it counts when its end has been typed back from the paper."""

    hints: ClassVar[Hints] = (("Enter", N_("tiếp")), ("Esc", N_("lùi, giữ giấy cũ")))
    CSS = """
    .key { height: auto; width: auto; padding: 1 3; margin: 1 0;
           color: #000000; background: #ffffff; text-style: bold; }
    """

    def __init__(self, slot: Slot, key: str) -> None:
        super().__init__()
        self.slot = slot
        self.key = key

    def heading(self) -> str:
        """What is shown."""
        return self.tr(N_("THAY GIẤY KHÔI PHỤC"))

    def body(self) -> ComposeResult:
        """What to do, the key, its end."""
        lead = N_(
            "Chép khóa này ra giấy, niêm phong, cất trong két của cơ quan, hủy giấy cũ. Khóa không"
            " lưu trong máy. Gõ lại nhóm cuối thì giấy cũ hết giá trị và khóa kho được thay."
        )
        with Vertical(classes="body"):
            yield Static(self.tr(lead), classes="lead", markup=False)
            yield Static(grouped(self.key), classes="key", markup=False)
            with Horizontal(classes="field"):
                yield Label(self.tr(N_("8 ký tự cuối, gõ từ giấy")), markup=False)
                yield VietInput(id="end")
            yield Static("", classes="verdict", markup=False)

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        said = self.query_one(".verdict", Static)
        if "".join(event.value.split()).upper() != self.key[-RETYPED:]:
            text = N_("Chưa khớp với nhóm cuối của khóa. So lại tờ giấy với màn hình rồi gõ lại.")
            said.update(self.tr(text))
            return
        said.update(self.tr(N_("Đang thay khóa kho, đừng tắt máy…")))
        self.ours.hold_keys()
        try:
            await self.ours.at_desk(officers.replace_recovery, self.ours.at, self.slot)
        except Problem as problem:
            self.ours.release_keys()
            said.update(sentence(problem, self.language))
            return
        self.say(self.tr(N_("Giấy khôi phục mới đã có hiệu lực; hủy giấy cũ.")))
        self.app.pop_screen()


class Lost(Page):
    """Before the sign-in: what to do without password or phone, and the recovery key at the end."""

    hints: ClassVar[Hints] = (("Enter", N_("mở bằng khóa khôi phục")), ("Esc", N_("lùi")))

    def heading(self) -> str:
        """What was lost."""
        return self.tr(N_("QUÊN MẬT KHẨU HOẶC MẤT ĐIỆN THOẠI"))

    def body(self) -> ComposeResult:
        """The three ways, then the field for the key."""
        ways = (
            N_("Mất điện thoại: ở ô mã xác nhận gõ một mã trên giấy đã chép khi đăng ký."),
            N_(
                "Quên mật khẩu, hết mã: nhờ người phụ trách quầy đăng nhập, mở phím 8, mục Người"
                " tiếp nhận, cấp mật khẩu tạm hoặc mã tạm."
            ),
            N_(
                "Không ai vào được nữa: lấy giấy khôi phục trong phong bì niêm phong, gõ cả"
                " dòng khóa vào ô dưới. Chữ nào chưa khớp thì máy báo, không tính là đăng"
                " nhập sai."
            ),
        )
        with Vertical(classes="body"):
            for number, way in enumerate(ways, 1):
                yield Static(f"{number}. {self.tr(way)}", classes="lead", markup=False)
            yield Label(self.tr(N_("Dòng khóa AGE-SECRET-KEY-1…")), markup=False)
            yield VietInput(id="key", max_length=200)
            yield Static("", classes="verdict", markup=False)

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            return
        self.ours.hold_keys()
        folder, clock = self.ours.folder, self.ours.clock
        closing = ExitStack()

        def opened() -> Desk:
            source = self.tr(N_("giấy khôi phục"))
            identity = identity_from_text(event.value)
            unlocked = vault.open_with_identity(folder, identity, source, clock())
            return closing.enter_context(session(unlocked, clock))

        try:
            desk = await self.ours.at_desk(opened)
        except Problem as problem:
            self.ours.release_keys()
            self.query_one(".verdict", Static).update(sentence(problem, self.language))
            return
        event.input.value = ""
        self.app.switch_screen(Recovering(desk, closing))


class Recovering(Asking):
    """With the recovery key: whom to let in again. Nothing else of the desk can be reached."""

    def __init__(self, desk: Desk, closing: ExitStack) -> None:
        super().__init__()
        self.desk = desk
        self.closing = closing
        self.accounts: list[Account] = []

    def heading(self) -> str:
        """What is done."""
        return self.tr(N_("KHÔI PHỤC · cho ai đăng nhập lại?"))

    def state(self) -> tuple[str, str]:
        """What the officer gets."""
        text = N_("Người được chọn nhận mật khẩu tạm và mã tạm; điện thoại cũ hết giá trị.")
        return self.tr(text), ""

    async def items(self) -> Sequence[Item]:
        """The officers, closed ones too: of those the number is asked."""
        found = await self.ours.at_desk(lambda: self.desk.accounts)
        self.accounts = list(found.values())
        return [
            Item(
                account.slot,
                key,
                visible(account.name),
                self.tr(N_("ĐÃ KHÓA")) if account.closed else "",
            )
            for key, account in keyed("123456789", self.accounts)
        ]

    async def choose(self, item: Item) -> None:
        """Let this officer in again."""
        account = next(account for account in self.accounts if account.slot == item.id)

        async def numbered(number: str) -> None:
            await self._let_in(account, number)

        try:
            await self._let_in(account, None)
        except Unusable as problem:
            if problem.code != "officer-number-needed":
                raise
            self.ask(self.tr(N_("Số định danh của người ấy, 12 chữ số (Enter):")), numbered)

    async def _let_in(self, account: Account, number: str | None) -> None:
        def given() -> Handed:
            handed = officers.reset_password(self.desk, account.slot, number)
            code = officers.reset_phone(self.desk, account.slot)
            return Handed(account.name, handed.password, code, recovered=True)

        page = await self.ours.at_desk(given)
        await self.ours.at_desk(self.closing.close)
        self.app.switch_screen(page)

    async def on_unmount(self) -> None:
        """Whoever leaves here leaves the desk closed."""
        await self.ours.at_desk(self.closing.close)
