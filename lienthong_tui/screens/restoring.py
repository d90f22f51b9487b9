"""A desk made again from a backup, before anybody has signed in: what it is, what is lost, then."""

from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.continuity_reports import done_text, prepared_text
from lienthong_tui.desk import backup_file, greeting, restoring, vault
from lienthong_tui.desk.before_change import BACKUPS
from lienthong_tui.desk.restoring import Prepared, Restored
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.problems import Problem, Refused
from lienthong_tui.screens.apart import apart
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.widgets.viet_input import VietInput

_FIELDS = (
    ("file", N_("Tệp hoặc thư mục sao lưu"), False),
    ("officer", N_("Số định danh hoặc tên"), False),
    ("password", N_("Mật khẩu"), True),
    ("code", N_("Mã xác nhận 6 chữ số"), False),
)
_KEY = "AGE-SECRET-KEY-"
_WRONG = N_(
    "Không mở được bản sao lưu: số định danh hoặc tên, mật khẩu hay mã xác nhận không phải của lúc"
    " sao lưu. Gõ lại; hoặc gõ dòng khóa của giấy khôi phục vào ô thứ hai."
)
_REPLACE = "THAY"
"""What is typed to put a backup in the place of a desk: no Enter too many does it."""


class Restoring(Page):
    """Which file and who; then what was found, and one more Enter."""

    hints: ClassVar[Hints] = (("Enter", N_("tiếp")), ("Esc", N_("lùi, không thay gì")))
    AUTO_FOCUS = "#file"
    CSS = """
    Restoring .field { margin: 0; }
    Restoring .sure { display: none; }
    Restoring .sure > Label { width: auto; margin: 0 1 0 0; }
    Restoring.read .field, Restoring.read .lead { display: none; }
    Restoring.read .sure { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.prepared: Prepared | None = None
        self.reading = False

    def heading(self) -> str:
        """What is done."""
        return self.tr(N_("KHÔI PHỤC QUẦY TỪ BẢN SAO LƯU"))

    def state(self) -> tuple[str, str]:
        """Where the desk will stand."""
        return self.tr(N_("Thư mục của quầy: {folder}"), folder=self.ours.folder), ""

    def body(self) -> ComposeResult:
        """The fields; what was found; the last word."""
        lead = N_(
            "Ai mở được quầy lúc sao lưu thì mở được bản ấy. Không ai đăng nhập được thì gõ dòng"
            " khóa của giấy khôi phục (AGE-SECRET-KEY-1…) vào ô thứ hai. Chưa thay gì cho tới bước"
            " sau."
        )
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(self.tr(lead), classes="quiet lead", markup=False)
            for name, label, password in _FIELDS:
                with Horizontal(classes="field"):
                    yield Label(self.tr(label), markup=False)
                    yield VietInput(id=name, password=password, max_length=400)
            yield Static("", classes="told", markup=False)
            with Horizontal(classes="sure"):
                yield Label("", id="asked", markup=False)
                yield VietInput(id="sure")
            yield Static("", classes="verdict", markup=False)

    async def on_mount(self) -> None:
        """Offer the newest backup in the desk's own folder."""
        await super().on_mount()
        newest = await self.ours.at_desk(backup_file.newest, self.ours.folder / BACKUPS)
        file = self.query_one("#file", VietInput)
        file.value = str(newest or "")
        file.select_all()  # typing another one takes its place

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "sure":
            await self._sure(event.value.strip())
            return
        texts = {name: self.query_one(f"#{name}", VietInput).value.strip() for name, *_ in _FIELDS}
        by_key = texts["officer"].upper().startswith(_KEY)
        wanted = ("file", "officer") if by_key else tuple(name for name, *_ in _FIELDS)
        empty = next((name for name in wanted if not texts[name]), None)
        if empty is not None:
            self.query_one(f"#{empty}", VietInput).focus()
        elif not self.reading:
            self.reading = True
            self.run_worker(self._read(texts, by_key=by_key), exit_on_error=False)

    async def _read(self, texts: dict[str, str], *, by_key: bool) -> None:
        """Unpack the backup, open it, and tell what it is."""
        said = self.query_one(".verdict", Static)
        clock = self.ours.clock

        def unlock(copy: Path) -> Unlocked:
            if by_key:
                identity = identity_from_text(texts["officer"])
                source = self.tr(N_("giấy khôi phục"))
                return vault.open_with_identity(copy, identity, source, clock())
            return vault.open_with_password(
                copy, texts["officer"], texts["password"], texts["code"], clock()
            )

        def tell(done: int, whole: int) -> bool:
            if not self.is_attached:
                return False
            percent = 100 * done // max(whole, 1)
            text = self.tr(N_("Đang đọc bản sao lưu"))
            self.app.call_from_thread(said.update, f"{text}… {percent} %")
            return True

        def prepare() -> Prepared:
            path = backup_file.at(typed_path(texts["file"]))
            closing = ExitStack()
            preparing = restoring.preparing(path, self.ours.folder, unlock, tell)
            prepared = closing.enter_context(preparing)
            if self.is_attached:
                self.closing = closing
            else:
                closing.close()  # whoever waited has left
            return prepared

        try:
            self.prepared = await apart(prepare)
        except Problem as problem:
            wrong = problem.code == "sign-in"
            said.update(self.tr(_WRONG) if wrong else sentence(problem, self.language))
            for name in ("password", "code"):
                self.query_one(f"#{name}", VietInput).value = ""
            if isinstance(problem, Refused) or problem.code == "key-mistyped":
                again = "officer" if by_key else "password"
            else:
                again = "file"
            self.query_one(f"#{again}", VietInput).focus()
            return
        finally:
            self.reading = False
        said.update("")
        self._show(self.prepared)

    def _show(self, prepared: Prepared) -> None:
        lines = prepared_text(prepared, self.language)
        self.query_one(".told", Static).update("\n".join(lines))
        asked = (
            N_("Enter để khôi phục")
            if prepared.lost is None
            else N_("Gõ THAY rồi Enter để thay quầy đang có")
        )
        self.query_one("#asked", Label).update(self.tr(asked))
        self.add_class("read")
        self.query_one("#sure", VietInput).focus()

    async def _sure(self, text: str) -> None:
        prepared = self.prepared
        if prepared is None:
            return
        if prepared.lost is not None and text.upper() != _REPLACE:
            told = N_("Chưa thay gì: gõ đúng chữ THAY rồi Enter, hoặc Esc để thôi.")
            self.query_one(".verdict", Static).update(self.tr(told))
            return
        now = self.ours.clock()
        try:
            done = await apart(lambda: restoring.finish(prepared, now, replace=True))
        except Problem as problem:
            self._start_over(sentence(problem, self.language))
            return
        self.app.switch_screen(WasRestored(done))

    def _start_over(self, said: str) -> None:
        """Back to the fields: what was unpacked serves once."""
        self.prepared = None
        self.closing.close()
        self.closing = ExitStack()
        self.remove_class("read")
        for name in ("sure", "password", "code"):
            self.query_one(f"#{name}", VietInput).value = ""
        self.query_one(".told", Static).update("")
        self.query_one(".verdict", Static).update(said)
        self.query_one("#file", VietInput).focus()

    async def on_unmount(self) -> None:
        """Nothing of what was unpacked stays."""
        self.closing.close()


class WasRestored(Page):
    """What was done, and the way to the sign-in."""

    hints: ClassVar[Hints] = (("Enter", N_("đăng nhập")),)
    BINDINGS: ClassVar = [("enter", "back")]

    def __init__(self, done: Restored) -> None:
        super().__init__()
        self.done = done

    def heading(self) -> str:
        """What was done."""
        return self.tr(N_("ĐÃ KHÔI PHỤC QUẦY"))

    def body(self) -> ComposeResult:
        """What became of what was there."""
        lines = done_text(self.done, self.ours.folder, self.language)
        with VerticalScroll(classes="body"):
            yield Static("\n".join(lines), classes="told", markup=False)

    async def action_back(self) -> None:
        """To the sign-in, as for a desk that was always there."""
        from lienthong_tui.screens.sign_in import SignIn

        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        self.app.switch_screen(SignIn(greeting.at_a_glance(self.ours.folder)))
