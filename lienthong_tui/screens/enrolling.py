"""A QR code for a phone beside what to do: the body of the pages that enrol one."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Label, Static

from lienthong_tui.reports import qr_text
from lienthong_tui.screens.page import Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.widgets.viet_input import VietInput


class Enrolling(Page):
    """`uri` is drawn, `secret` (base32) stands beside it as text; a code comes into `#code`."""

    # No name of a class in front: the rules count for whichever page this is the body of.
    CSS = """
    .body { padding: 0; }
    .qr { width: auto; height: auto; color: #ffffff; background: #000000; }
    .secret { text-style: bold; margin: 1 0 0 0; }
    .beside { padding: 0 1; height: auto; }
    .field { height: 2; layout: vertical; margin: 1 0 0 0; }
    .field > Label { width: 100%; }
    .verdict { margin: 1 0 0 0; }
    """

    uri: str
    secret: str

    def asked(self) -> str:
        """What is typed back."""
        return self.tr(N_("6 chữ số điện thoại đang hiện:"))

    def body(self) -> ComposeResult:
        """The QR code beside what to do; the secret also as text."""
        with Horizontal(classes="body"):
            yield Static(qr_text(self.uri), classes="qr", markup=False)
            with Vertical(classes="beside"):
                yield Static(
                    self.tr(
                        N_(
                            "Mở ứng dụng tạo mã (TOTP) trên điện thoại của người tiếp nhận và"
                            " quét mã bên trái, hoặc gõ khóa này:"
                        )
                    ),
                    markup=False,
                )
                yield Static(fours(self.secret), classes="secret", markup=False)
                with Vertical(classes="field"):
                    yield Label(self.asked(), markup=False)
                    yield VietInput(id="code")
                yield Static("", classes="verdict", markup=False)

    async def on_mount(self) -> None:
        """Draw the code, if there is room."""
        await super().on_mount()
        await self.refit()

    async def refit(self) -> None:
        """A QR code that is cut cannot be scanned: then only the secret as text."""
        code, size = self.query_one(".qr", Static), self.ours.size
        lines = qr_text(self.uri).split("\n")
        room = size.height >= len(lines) + 3 and size.width >= len(lines[0]) + 36
        code.set_class(not room, "hidden")

    def tell(self, verdict: str) -> None:
        """Say what is wrong with a code."""
        self.query_one(".verdict", Static).update(verdict)


def fours(secret: str) -> str:
    """Base32 in groups of four, four groups a line."""
    groups = [secret[n : n + 4] for n in range(0, len(secret), 4)]
    return "\n".join(" ".join(groups[n : n + 4]) for n in range(0, len(groups), 4))
