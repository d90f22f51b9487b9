"""First run, the keys: the recovery key written down, the officer's codes proved, then sign-in."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from lienthong_tui.access import codes
from lienthong_tui.desk.set_up import Prepared
from lienthong_tui.problems import Problem, Refused
from lienthong_tui.screens.accounts.paper import PaperCodes
from lienthong_tui.screens.enrolling import Enrolling
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.widgets.viet_input import VietInput

RETYPED = 8
"""How many characters of the key's end are typed back."""

_LEAVE: Hints = (("Enter", N_("tiếp")), ("Ctrl+Q", N_("thoát, bỏ quầy này")))


class _Proof(Page):
    """A page that asks for something back before the desk is in use."""

    hints: ClassVar[Hints] = _LEAVE

    def __init__(self, prepared: Prepared) -> None:
        super().__init__()
        self.prepared = prepared
        self.proved = False

    def on_unmount(self) -> None:
        """Who leaves here leaves nothing behind."""
        if not self.proved:
            self.prepared.discard()

    def state(self) -> tuple[str, str]:
        """That nothing is in use yet."""
        return self.tr(N_("Quầy CHƯA dùng được. Thoát bây giờ thì lần sau lập lại từ đầu.")), ""

    async def action_back(self) -> None:
        """The key and the code belong to this desk: going back would make another."""
        text = N_("Khóa và mã này chỉ hiện một lần: làm tiếp, hoặc Ctrl+Q để bỏ và lập lại.")
        self.say(self.tr(text))


class RecoveryKey(_Proof):
    """The recovery key, shown once and on no disk; its end is typed back from the paper."""

    CSS = """
    RecoveryKey .key {
        height: auto; width: auto; padding: 1 3; margin: 1 0;
        color: #000000; background: #ffffff; text-style: bold;
    }
    """

    def heading(self) -> str:
        """What is shown."""
        return self.tr(N_("LẬP QUẦY MỚI · 3/4 khóa khôi phục"))

    def body(self) -> ComposeResult:
        """What to do, the key, its end."""
        with Vertical(classes="body"):
            yield Static(
                self.tr(
                    N_(
                        "Chép khóa này ra giấy, bỏ phong bì, niêm phong, cất trong két của cơ quan."
                        " Quên mật khẩu hoặc mất điện thoại thì chỉ còn khóa này mở được quầy."
                        " Ai có khóa và ổ đĩa đọc được mọi hồ sơ. Khóa không lưu trong máy."
                    )
                ),
                classes="lead",
                markup=False,
            )
            yield Static(grouped(self.prepared.created.recovery_key), classes="key", markup=False)
            with Horizontal(classes="field"):
                label = self.tr(N_("8 ký tự cuối, gõ từ giấy"))
                yield Label(label, markup=False)
                yield VietInput(id="end")
            yield Static("", classes="verdict", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = "".join(event.value.split()).upper()
        if typed != self.prepared.created.recovery_key[-RETYPED:]:
            said = N_("Chưa khớp với nhóm cuối của khóa. So lại tờ giấy với màn hình rồi gõ lại.")
            self.query_one(".verdict", Static).update(self.tr(said))
            return
        self.proved = True
        self.ours.hold_keys()
        self.app.switch_screen(Enrolment(self.prepared))


class Enrolment(_Proof, Enrolling):
    """The QR code for the officer's phone, and a code back from it; then the desk is in use."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.uri, self.secret = prepared.created.otp_uri, prepared.secret

    def heading(self) -> str:
        """What is shown."""
        return self.tr(N_("LẬP QUẦY MỚI · 4/4 mã xác nhận trên điện thoại"))

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        now = self.ours.clock()
        try:
            if codes.matching_step(self.prepared.secret, event.value, now) is None:
                minutes = codes.skew(self.prepared.secret, event.value, now)
                if minutes:
                    raise Refused("code-skew", minutes=minutes)
                said = N_("Mã chưa đúng. Chờ mã mới trên điện thoại rồi gõ đủ 6 chữ số.")
                self.tell(self.tr(said))
                return
            self.ours.hold_keys()
            await self.ours.at_desk(self.prepared.put_in_place)
            self.proved = True
        except Problem as problem:
            self.ours.release_keys()
            self.tell(sentence(problem, self.language))
            return
        from lienthong_tui.screens.sign_in import SignIn

        self.say(self.tr(N_("Quầy đã lập xong. Đăng nhập bằng tài khoản vừa tạo.")))
        made = self.prepared.created.paper_codes
        self.ours.newcomer = True
        self.app.switch_screen(PaperCodes(made, N_("LẬP QUẦY MỚI · mã trên giấy"), SignIn))


def grouped(key: str) -> str:
    """The key in groups of eight from its end, which is the group that is typed back."""
    head = len(key) % RETYPED + 2 * RETYPED
    groups = [key[n : n + RETYPED] for n in range(head, len(key), RETYPED)]
    lines = [key[:head], "   ".join(groups[:4]), "   ".join(groups[4:])]
    return "\n\n".join(lines)
