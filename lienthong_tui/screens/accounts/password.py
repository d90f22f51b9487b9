"""Pages that ask for the password of whoever has the desk open: to unlock it, to prove oneself."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from lienthong_tui.access.permits import Act
from lienthong_tui.problems import Problem, Refused
from lienthong_tui.screens.guarded import LOCKED
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible
from lienthong_tui.widgets.viet_input import VietInput


class PasswordPage(Page):
    """One password, told whether it is right. Argon2id takes half a second: keys wait meanwhile."""

    def lead(self) -> str:
        """What the password is asked for."""
        return ""

    async def given(self, password: str) -> None:
        """Act on it. Errors: told below the field, which is emptied."""

    def body(self) -> ComposeResult:
        """Whose password, the field, what was wrong."""
        with Vertical(classes="body"):
            yield Static(self.lead(), classes="lead", markup=False)
            with Horizontal(classes="field"):
                yield Label(self.tr(N_("Mật khẩu")), markup=False)
                yield VietInput(id="password", password=True)
            yield Static("", classes="verdict", markup=False)
            yield Static(self._sample(), classes="quiet sample", markup=False)

    def _sample(self) -> str:
        demo = self.ours.demo
        return self.tr(N_("Quầy mẫu: mật khẩu {password}"), password=demo.password) if demo else ""

    @on(Input.Submitted, "#password")
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        password = event.value.strip()
        if not password:
            return
        said = self.query_one(".verdict", Static)
        said.update(self.tr(N_("Đang kiểm tra…")))
        self.ours.hold_keys()
        try:
            await self.given(password)
        except Problem as problem:
            self.ours.release_keys()
            event.input.value = ""
            said.update(sentence(problem, self.language))


class Proof(PasswordPage):
    """The password again, before a page on which something grave is done."""

    hints: ClassVar[Hints] = (("Enter", N_("tiếp")), ("Esc", N_("lùi")))

    def __init__(self, then: Callable[[], Screen[None]]) -> None:
        super().__init__()
        self.then = then

    def heading(self) -> str:
        """What is asked."""
        return self.tr(N_("NHẬP LẠI MẬT KHẨU"))

    def lead(self) -> str:
        """Why."""
        return self.tr(
            N_("Trang sau đổi được tài khoản, thiết lập hoặc dữ liệu của nhiều hồ sơ. {name}:"),
            name=visible(self.ours.officer_name),
        )

    async def given(self, password: str) -> None:
        """Go on to the page."""
        self.ours.desk = await self.ours.at_desk(self.ours.at.proved, password)
        self.app.switch_screen(self.then())


async def open_proved(at: Page, act: Act, page: Callable[[], Screen[None]]) -> None:
    """Open `page`, after the password where that was given too long ago.

    Errors: Refused("not-permitted").
    """
    at.ours.hold_keys()
    try:
        await at.ours.at_desk(at.ours.at.require, act)
    except Refused as problem:
        if problem.code != "proof-needed":
            raise
        at.app.push_screen(Proof(page))
        return
    at.app.push_screen(page())


class Locked(PasswordPage):
    """Covers everything until the officer is back. What was half typed is stored behind it."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("mở lại")),
        ("F9", N_("người khác đăng nhập")),
        ("Ctrl+Q", N_("thoát")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "another", show=False)]
    landmark = LOCKED

    def heading(self) -> str:
        """That the screen is covered."""
        return self.tr(N_("MÀN HÌNH ĐANG KHÓA"))

    def lead(self) -> str:
        """Who may open it, and that nothing is lost."""
        text = N_("{name}: gõ mật khẩu để làm tiếp. Việc đang làm vẫn nguyên.")
        return self.tr(text, name=visible(self.ours.officer_name))

    async def given(self, password: str) -> None:
        """Uncover what is behind, or open the desk again where it was closed meanwhile."""
        try:
            if self.ours.desk is not None:
                self.ours.desk = await self.ours.at_desk(self.ours.at.proved, password)
                self.ours.unlock()
                return
            await self.ours.open_again(password)
            self.ours.unlock()
        except Refused as problem:
            if problem.code != "shift-over":
                raise
            await self._sign_out(problem)
            return
        from lienthong_tui.screens.accounts.first_steps import next_step

        self.app.push_screen(await self.ours.at_desk(next_step, self.ours.at))

    async def action_back(self) -> None:
        """Only the password uncovers what is behind."""

    async def action_another(self) -> None:
        """Let somebody else sign in; what was typed is stored."""
        await self._sign_out(None)

    async def _sign_out(self, why: Problem | None) -> None:
        await self.ours.leave_desk()
        if why is not None:
            self.complain(why)
