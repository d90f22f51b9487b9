"""Sign-in to the desk: officer, password, six digits. It is not VNeID, and says so."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key, Paste
from textual.widgets import Input, Label, OptionList, Static

from lienthong_tui import __version__
from lienthong_tui.problems import Problem
from lienthong_tui.screens.guarded import SIGN_IN
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_
from lienthong_tui.terminal import garbage
from lienthong_tui.text.clean import visible
from lienthong_tui.widgets.chrome import KeyHints
from lienthong_tui.widgets.viet_input import VietInput

if TYPE_CHECKING:
    from lienthong_tui.desk.new_version import NewVersion

_OTHER = "#other"
_FIELDS = (
    ("officer", N_("Số định danh hoặc tên"), False),
    ("password", N_("Mật khẩu"), True),
    ("code", N_("Mã xác nhận 6 chữ số"), False),
)
_DIGITS = "123456789"
_PAINTED = 0.3  # seconds: what is imported behind the page is not to hold up its first keys


def _officers(folder: Path) -> list[str]:
    """As `vault.officers`, imported in the thread of the desk: the page is painted meanwhile."""
    from lienthong_tui.desk import vault

    return vault.officers(folder)


def _newer_version(folder: Path) -> "NewVersion | None":
    """What is said of a version newer than this one; what is wrong with that, `doctor` tells."""
    from lienthong_tui.desk import new_version

    return new_version.told(new_version.places(folder)).newest


def _import_ahead() -> None:
    """What the next page needs, imported while somebody types a password."""
    from lienthong_tui.desk import doctor
    from lienthong_tui.screens.accounts import first_steps

    _ = doctor, first_steps


class SignIn(Menu):
    """The desk's officers to choose from, then three fields; from the last one `Enter` signs in.

    A digit from 1 to 9 chooses an officer. Anything else that is typed at the list goes into the
    field for ID number or name: ID numbers begin with 0, so that a number typed straight away
    arrives whole.
    """

    hints: ClassVar[Hints] = (
        ("1-9", N_("chọn")),
        ("F7", N_("QR Cổng")),
        ("F8", N_("khôi phục")),
        ("F9", N_("quên, mất")),
        ("Ctrl+Q", N_("thoát")),
    )
    field_hints: ClassVar[Hints] = (
        ("Esc", N_("người khác")),
        ("F7", N_("QR Cổng")),
        ("F9", N_("quên, mất")),
        ("Ctrl+Q", N_("thoát")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "portal", show=False),
        Binding("f8", "restore", show=False),
        Binding("f9", "lost", show=False),
    ]
    AUTO_FOCUS = "OptionList"
    landmark = SIGN_IN
    CSS = """
    SignIn .lead { margin: 0; }
    SignIn .verdict { margin: 0 0 1 0; }
    SignIn OptionList { max-height: 10; margin: 1 0; }
    SignIn .fields { height: auto; margin: 1 0; display: none; }
    SignIn .field { margin: 0; }
    SignIn .newer { margin: 1 0 0 0; display: none; }
    SignIn.-tall .lead { margin: 1 0 0 0; }
    SignIn.-tall .field { margin: 0 0 1 0; }
    """

    def __init__(self, officers: Sequence[str] = ()) -> None:
        super().__init__()
        self.officers = list(officers)
        """Whom it offers: at first what was seen at a glance (`desk.greeting`), then checked."""
        self.asked = False
        self.listing = True
        self.opening = False

    def heading(self) -> str:
        """What one signs in to."""
        return self.tr(N_("ĐĂNG NHẬP QUẦY – không phải VNeID"))

    def state(self) -> tuple[str, str]:
        """Which version this is."""
        return "", f"lienthong-tui {__version__}"

    def body(self) -> ComposeResult:
        """The officers or the fields, and on a sample desk what to type."""
        lead = N_("Tài khoản của quầy này. Không hỏi, không ghi mật khẩu hay mã của VNeID.")
        with Vertical(classes="body"):
            yield Static(self.tr(lead), classes="quiet lead", markup=False)
            yield OptionList(markup=False)
            with Vertical(classes="fields"):
                for name, label, password in _FIELDS:
                    with Horizontal(classes="field"):
                        yield Label(self.tr(label), markup=False)
                        yield VietInput(id=name, password=password)
            yield Static("", classes="verdict", markup=False)
            yield Static("", classes="quiet sample", markup=False)
            yield Static("", classes="quiet newer", markup=False)

    async def on_mount(self) -> None:
        """On a sample desk keep the present code on show."""
        if self.ours.demo is not None:
            self.set_interval(1, self._show_sample)
            self._show_sample()

    async def on_screen_resume(self) -> None:
        """Who may sign in is read anew, as what is said of a newer version: both change while
        somebody is signed in."""
        again = self.asked
        if not again:
            self.set_timer(_PAINTED, self._get_ready)
        if again or not self.officers:
            await self._read_officers()
        if self.listing and not self.officers:
            self._ask("", "officer")
        if again:
            await self._look_for_newer()

    async def _get_ready(self) -> None:
        if not self.asked:
            await self._read_officers()
        await self._look_for_newer()
        await self.ours.at_desk(_import_ahead)
        garbage.begin()

    async def _read_officers(self) -> None:
        """Read and check them; what is wrong with the desk is told here."""
        self.asked = True
        try:
            officers = await self.ours.at_desk(_officers, self.ours.folder)
        except Problem as problem:
            self._tell(problem)
            return
        if officers != self.officers:
            self.officers = officers
            await self.reload()  # also behind the fields: Esc goes back to the list
            if self.listing and not officers:
                self._ask("", "officer")

    def refresh_chrome(self) -> None:
        """The keys are those of the list or of the fields."""
        super().refresh_chrome()
        if not self.listing:
            told = [(key, self.tr(name)) for key, name in self.field_hints]
            self.query_one(KeyHints).show(told)

    async def items(self) -> Sequence[Item]:
        """The officers by name, and whoever else has an account."""
        numbered = enumerate(self.officers, 1)
        listed = [Item(str(n), str(n) if n <= 9 else "", visible(name)) for n, name in numbered]
        other = self.tr(N_("Tài khoản khác: gõ số định danh hoặc tên"))
        return [*listed, Item(_OTHER, "", other)]

    async def choose(self, item: Item) -> None:
        """An officer goes on to the password, anybody else to the first field."""
        if item.id == _OTHER:
            self._ask("", "officer")
        else:
            self._ask(self.officers[int(item.id) - 1], "password")

    async def on_key(self, event: Key) -> None:
        """What is typed at the list and chooses nobody belongs into the first field."""
        if not self.listing:
            event.prevent_default()  # the list's own keys mean nothing here
            return
        typed = event.character if event.is_printable else None
        if typed and typed.strip() and typed not in _DIGITS:
            event.stop()
            event.prevent_default()
            self._ask(typed, "officer")

    def on_paste(self, event: Paste) -> None:
        """A number pasted at the list is one that is typed."""
        if self.listing:
            event.stop()
            self._ask("", "officer")
            self.query_one("#officer", VietInput).post_message(Paste(event.text))

    def _ask(self, officer: str, field: str) -> None:
        """Show the fields, the first one holding `officer`, and go to `field`."""
        self._show(listing=False)
        named = self.query_one("#officer", VietInput)
        named.value = officer
        named.action_end()
        self.set_focus(self.query_one(f"#{field}"))

    def start_over(self) -> None:
        """Show the officers again, all fields empty: nobody finds half a password there."""
        for box in self.query(VietInput):
            box.value = ""
        self.query_one(".verdict", Static).update("")
        if self.officers:
            self._show(listing=True)
            self.set_focus(self.query_one(OptionList))
        else:
            self._ask("", "officer")

    def _show(self, *, listing: bool) -> None:
        self.listing = listing
        self.query_one(OptionList).display = listing
        self.query_one(".fields").display = not listing
        self.refresh_chrome()

    def _tell(self, problem: Problem) -> None:
        from lienthong_tui.sentences.wording import sentence

        self.query_one(".verdict", Static).update(sentence(problem, self.language))

    async def _look_for_newer(self) -> None:
        new = await self.ours.at_desk(_newer_version, self.ours.folder)
        line = self.query_one(".newer", Static)
        line.display = new is not None
        if new is not None:
            told = N_("Đã có bản {version} từ ngày {day}: {what}. Lấy ở: {where}")
            about = {"what": new.what, "where": new.where, "day": f"{new.day:%d/%m/%Y}"}
            line.update(self.tr(told, version=new.version, **about))

    def _show_sample(self) -> None:
        demo = self.ours.demo
        if demo is None:
            return
        text = N_(
            "Quầy mẫu, ai cũng thử được:\n"
            "số định danh {id}\nmật khẩu     {password}\nmã lúc này   {code}"
        )
        import pyotp

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
        if not event.value:
            return  # else what is typed next, the password, would stand in a field that shows it
        if event.input.id != "code" or empty is not None:
            target = empty if event.input.id == "code" and empty else order[min(here + 1, 2)]
            self.query_one(f"#{target}", VietInput).focus()
            return
        if self.opening:
            return  # a second Enter must not spend the code again
        self.opening = True
        self.ours.hold_keys()
        self.run_worker(self._sign_in())

    async def _sign_in(self) -> None:
        said = self.query_one(".verdict", Static)
        said.update(self.tr(N_("Đang mở quầy…")))
        fields = [self.query_one(f"#{name}", VietInput) for name, *_ in _FIELDS]
        try:
            await self.ours.sign_in(*(field.value.strip() for field in fields))
        except Problem as problem:
            self._tell(problem)
            for field in fields[1:]:
                field.value = ""
            fields[1].focus()
            self.ours.release_keys()
            return
        finally:
            self.opening = False
        from lienthong_tui.screens.accounts.first_steps import next_step

        step = await self.ours.at_desk(next_step, self.ours.at)
        self.start_over()
        self.when_on_top(lambda: self.app.push_screen(step))

    def action_portal(self) -> None:
        """Show citizens who file themselves the way to the portal."""
        from lienthong_tui.screens.portal import Portal

        self.app.push_screen(Portal())

    def action_restore(self) -> None:
        """Make the desk again from a backup."""
        from lienthong_tui.screens.restoring import Restoring

        self.app.push_screen(Restoring())

    def action_lost(self) -> None:
        """Tell what to do without password or phone."""
        from lienthong_tui.screens.accounts.recovery import Lost

        self.app.push_screen(Lost())

    async def action_back(self) -> None:
        """From the fields to the officers; there is nothing behind those."""
        if not self.listing:
            self.start_over()
