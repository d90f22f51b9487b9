"""The portal's address for a citizen's phone: whoever would rather file alone needs no officer."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from lienthong_tui.reports import qr_text
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_

PORTAL = "https://dichvucong.gov.vn"
"""The national portal's front page; there the citizen signs in with an account of their own."""

_OTHER_ROWS = 6  # title, state, keys; below the code its address and two rows of words


class Portal(Page):
    """The address as a QR code and as text. Nothing is sent there from here, and the page says so.

    A code that is cut cannot be scanned: where it does not fit the address stands alone.
    """

    hints: ClassVar[Hints] = (("Esc", N_("lùi")), ("Ctrl+L", N_("che màn hình")))
    CSS = """
    Portal .qr { width: auto; height: auto; color: #ffffff; background: #000000; }
    Portal .address { text-style: bold; }
    """

    def heading(self) -> str:
        """Whom it is for."""
        return self.tr(N_("Người dân tự nộp trên Cổng (mã QR)"))

    def body(self) -> ComposeResult:
        """The code, the address, what it is not."""
        told = N_(
            "Người dân đăng nhập VNeID của mình và tự nộp. Chương trình này chưa kết nối với"
            " Cổng: không gửi gì lên, không nhận gì về."
        )
        with Vertical(classes="body"):
            yield Static(qr_text(PORTAL), classes="qr", markup=False)
            yield Static(PORTAL, classes="address", markup=False)
            yield Static(self.tr(told), markup=False)

    async def on_mount(self) -> None:
        """Draw the code, if there is room."""
        await super().on_mount()
        await self.refit()

    async def refit(self) -> None:
        """Draw the code whole or not at all."""
        code, size = self.query_one(".qr", Static), self.ours.size
        lines = qr_text(PORTAL).split("\n")
        room = size.height >= len(lines) + _OTHER_ROWS and size.width > len(lines[0])
        code.set_class(not room, "hidden")
