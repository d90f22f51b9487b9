"""Sign-in to the desk: officer, password, six digits. It is not VNeID, and says so."""

from typing import ClassVar

import pyotp
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from lienthong_tui.problems import Problem
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences import sentence
from lienthong_tui.sentences.marking import N_
from lienthong_tui.widgets.viet_input import VietInput


class SignIn(Page):
    """Three fields; `Enter` goes on, from the last one it signs in."""

    hints: ClassVar[Hints] = (("Enter", N_("tiếp")), ("Tab", N_("ô sau")), ("Ctrl+Q", N_("thoát")))
    BINDINGS: ClassVar[list[BindingType]] = []

    def heading(self) -> str:
        """What one signs in to."""
        return self.tr(N_("ĐĂNG NHẬP QUẦY – không phải VNeID"))

    def body(self) -> ComposeResult:
        """The fields, and on a sample desk what to type."""
        with Vertical(classes="body"):
            yield Static("", classes="quiet lead", markup=False)
            for name, label, password in (
                ("officer", N_("Số định danh hoặc tên"), False),
                ("password", N_("Mật khẩu"), True),
                ("code", N_("Mã xác nhận 6 chữ số"), False),
            ):
                with Horizontal(classes="field"):
                    yield Label(self.tr(label), markup=False)
                    yield VietInput(id=name, password=password)
            yield Static("", classes="verdict", markup=False)
            yield Static("", classes="quiet sample", markup=False)

    async def on_mount(self) -> None:
        """Tell what this is; on a sample desk keep the present code on show."""
        await super().on_mount()
        lead = N_("Tài khoản của quầy này. Không hỏi, không ghi mật khẩu hay mã của VNeID.")
        self.query_one(".lead", Static).update(self.tr(lead))
        if self.ours.demo is not None:
            self.set_interval(1, self._show_sample)
            self._show_sample()
        self.query_one("#officer", VietInput).focus()

    def _show_sample(self) -> None:
        demo = self.ours.demo
        if demo is None:
            return
        text = N_("Quầy mẫu: số định danh {id} · mật khẩu {password} · mã lúc này {code}")
        code = pyotp.TOTP(demo.secret).at(self.ours.clock())
        self.query_one(".sample", Static).update(
            self.tr(text, id=demo.officer_id, password=demo.password, code=code)
        )

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        order = ("officer", "password", "code")
        empty = next((n for n in order if not self.query_one(f"#{n}", VietInput).value), None)
        here = order.index(event.input.id or "officer")
        if event.input.id != "code" or empty is not None:
            target = empty if event.input.id == "code" and empty else order[min(here + 1, 2)]
            self.query_one(f"#{target}", VietInput).focus()
            return
        self.ours.hold_keys()
        self.run_worker(self._sign_in(), exclusive=True)

    async def _sign_in(self) -> None:
        said = self.query_one(".verdict", Static)
        said.update(self.tr(N_("Đang mở quầy…")))
        fields = [self.query_one(f"#{n}", VietInput) for n in ("officer", "password", "code")]
        try:
            await self.ours.sign_in(*(field.value.strip() for field in fields))
        except Problem as problem:
            said.update(sentence(problem, self.language))
            for field in fields[1:]:
                field.value = ""
            fields[1].focus()
            self.ours.release_keys()
            return
        from lienthong_tui.screens.home import Home

        for field in fields:
            field.value = ""
        said.update("")
        self.app.push_screen(Home())

    async def action_back(self) -> None:
        """There is nothing behind the sign-in."""
