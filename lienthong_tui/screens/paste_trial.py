"""Whether what is copied here arrives where the officer pastes: tried with a harmless word."""

import secrets
import unicodedata
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Paste
from textual.widgets import Static

from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_


class PasteTrial(Page):
    """Puts a random word on the clipboard and waits for it to be pasted back.

    The answer is kept in `Host.pastes`. Only what comes by paste counts, since the word could be
    typed off the screen. What arrives instead is not shown: it is whatever somebody copied before.
    """

    hints: ClassVar[Hints] = (
        ("Ctrl+Shift+V", N_("dán")),
        ("Enter/Esc", N_("không dán được")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]
    CSS = """
    PasteTrial .body > Static { height: auto; margin: 1 0 0 0; }
    PasteTrial .body > .asked { padding: 0; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        # A letter with two marks: a clipboard that spoils Vietnamese does not pass.
        self.word = f"thử-{1000 + secrets.randbelow(9000)}"

    def heading(self) -> str:
        """What is tried."""
        return self.tr(N_("THỬ SAO CHÉP · một lần mỗi phiên đăng nhập"))

    def body(self) -> ComposeResult:
        """The word, what to do with it, what happens otherwise."""
        told = (
            (N_("Từ thử {word} vừa được chép vào bộ nhớ tạm (clipboard)."), "told"),
            (N_("Dán vào đây (Ctrl+Shift+V hoặc chuột phải)."), "asked"),
            (
                N_(
                    "Dán ra đúng từ này thì từng giá trị của hồ sơ dán được vào Cổng. Không dán"
                    " được thì bấm Enter: mỗi giá trị sẽ hiện chữ lớn để gõ theo."
                ),
                "quiet",
            ),
        )
        with Vertical(classes="body"):
            for text, kind in told:
                yield Static(self.tr(text, word=self.word), classes=kind, markup=False)

    async def on_mount(self) -> None:
        """Copy the word."""
        await self.ours.pasteboard.put(self.word)

    def on_paste(self, event: Paste) -> None:
        """The word came back, or something else did."""
        event.stop()
        self._end(works=unicodedata.normalize("NFC", event.text).strip() == self.word)

    async def action_back(self) -> None:
        """Nothing could be pasted."""
        self._end(works=False)

    def _end(self, *, works: bool) -> None:
        self.ours.pastes = works
        self.ours.hold_keys()
        self.app.pop_screen()
