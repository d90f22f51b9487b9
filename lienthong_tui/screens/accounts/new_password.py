"""Another password: one's own choice, typed twice."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from lienthong_tui.desk import officers
from lienthong_tui.problems import Problem
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.widgets.viet_input import VietInput

_FIELDS = (("password", N_("Mật khẩu mới")), ("again", N_("Nhập lại mật khẩu mới")))


class NewPassword(Page):
    """`first` is a sign-in with a password that somebody handed over: then it is a duty."""

    hints: ClassVar[Hints] = (("Enter", N_("tiếp")), ("Esc", N_("lùi, giữ mật khẩu cũ")))

    def __init__(self, *, first: bool = False) -> None:
        super().__init__()
        self.first = first

    def keys(self) -> Hints:
        """At the first sign-in leaving is signing out."""
        return (("Enter", N_("tiếp")), ("Esc", N_("đăng xuất"))) if self.first else self.hints

    def heading(self) -> str:
        """What is done, and how far it is."""
        text = N_("ĐĂNG NHẬP LẦN ĐẦU · 1/3 mật khẩu") if self.first else N_("ĐỔI MẬT KHẨU")
        return self.tr(text)

    def body(self) -> ComposeResult:
        """What a good password is, the two fields."""
        lead = N_(
            "Ghép bốn từ dễ nhớ không liên quan nhau, ít nhất 10 ký tự. Không dùng lại mật khẩu"
            " VNeID. Mật khẩu này chỉ mình biết: người phụ trách cũng không xem được."
        )
        with Vertical(classes="body"):
            yield Static(self.tr(lead), classes="lead", markup=False)
            for name, label in _FIELDS:
                with Horizontal(classes="field"):
                    yield Label(self.tr(label), markup=False)
                    yield VietInput(id=name, password=True)
            yield Static("", classes="verdict", markup=False)

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        password, again = (self.query_one(f"#{name}", VietInput) for name, _ in _FIELDS)
        if event.input is password:
            again.focus()
            return
        if password.value != again.value:
            self._refuse(self.tr(N_("Hai lần nhập khác nhau. Gõ lại cả hai ô.")))
            return
        self.ours.hold_keys()
        try:
            chosen = password.value.strip()
            await self.ours.at_desk(officers.change_password, self.ours.at, chosen)
        except Problem as problem:
            self.ours.release_keys()
            self._refuse(sentence(problem, self.language))
            return
        await self._go_on()

    def _refuse(self, said: str) -> None:
        self.query_one(".verdict", Static).update(said)
        for name, _ in _FIELDS:
            self.query_one(f"#{name}", VietInput).value = ""
        self.query_one("#password").focus()

    async def _go_on(self) -> None:
        from lienthong_tui.screens.accounts.first_steps import next_step

        if self.first:
            self.app.switch_screen(await self.ours.at_desk(next_step, self.ours.at))
            return
        self.say(self.tr(N_("Đã đổi mật khẩu.")))
        self.app.pop_screen()

    async def action_back(self) -> None:
        """Leave the password as it is; at the first sign-in there is no other way but out."""
        if self.first:
            await self.ours.leave_desk()
        else:
            self.app.pop_screen()
