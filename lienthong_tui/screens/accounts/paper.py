"""What is shown once and written down: codes on paper, what a supervisor hands over."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from lienthong_tui.desk.officers import HandedOver
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_handing_over import handing_over
from lienthong_tui.text.clean import visible


class ShownOnce(Page):
    """A page to be copied by hand; `Enter` says that it was."""

    hints: ClassVar[Hints] = (("Enter", N_("đã chép ra giấy")),)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "copied", show=False)]
    CSS = """
    .shown { height: auto; width: auto; padding: 1 3; margin: 1 0; color: #000000;
             background: #ffffff; text-style: bold; }
    """

    def lead(self) -> str:
        """What to do with it."""
        return ""

    def shown(self) -> str:
        """What is copied."""
        return ""

    def body(self) -> ComposeResult:
        """What to do, and what to copy in black on white."""
        with VerticalScroll(classes="body"):
            yield Static(self.lead(), classes="lead", markup=False)
            yield Static(self.shown(), classes="shown", markup=False)

    async def action_copied(self) -> None:
        """Go on: it is never shown again."""
        self.app.pop_screen()

    async def action_back(self) -> None:
        """By mistake it would be lost: `Enter` alone ends it."""
        self.say(self.tr(N_("Chỉ hiện một lần này: chép xong bấm Enter.")))


class PaperCodes(ShownOnce):
    """The officer's new codes on paper, each for one sign-in without the phone.

    `then` makes the screen that follows; without it the page goes back to where it was opened.
    """

    def __init__(
        self,
        codes: Sequence[str],
        heading: str = N_("MÃ TRÊN GIẤY"),
        then: Callable[[], Screen[None]] | None = None,
    ) -> None:
        super().__init__()
        self.codes = codes
        self.title_text = heading
        self.then = then

    def heading(self) -> str:
        """What is shown."""
        return self.tr(self.title_text)

    def lead(self) -> str:
        """What the codes are for."""
        return self.tr(
            N_(
                "Mất điện thoại thì gõ một mã này thay 6 chữ số, mỗi mã dùng một lần. Chép ra giấy"
                " cất riêng, đừng dán ở máy. Máy không giữ bản đọc được; mã trên giấy có trước đây"
                " (nếu có) không dùng được nữa."
            )
        )

    def shown(self) -> str:
        """Two columns."""
        half = (len(self.codes) + 1) // 2
        pairs = zip(self.codes[:half], [*self.codes[half:], ""], strict=False)
        return "\n".join(f"{left}    {right}".rstrip() for left, right in pairs)

    async def action_copied(self) -> None:
        """Go on, or back."""
        if self.then is None:
            self.app.pop_screen()
        else:
            self.ours.hold_keys()
            self.app.switch_screen(self.then())


class Handed(ShownOnce):
    """What a supervisor gives an officer, who signs in with it until they have their own."""

    def __init__(
        self, name: str, password: str | None, code: str | None, *, recovered: bool = False
    ) -> None:
        super().__init__()
        self.recovered = recovered
        self.name_of_officer = name
        self.password = password
        self.code = code

    @classmethod
    def over(cls, name: str, handed: HandedOver) -> "Handed":
        """The page of what was made for an officer."""
        return cls(name, handed.password, handed.code)

    def heading(self) -> str:
        """For whom."""
        return self.tr(N_("GIAO CHO {name}"), name=visible(self.name_of_officer))

    def lead(self) -> str:
        """What the officer does with it."""
        told = [*handing_over(password=self.password is not None, code=self.code is not None)]
        if self.recovered:
            told.append(
                N_("Phong bì đã mở: vào được rồi thì thay giấy khôi phục (phím 8, mục 2, phím r).")
            )
        return " ".join(map(self.tr, told))

    def shown(self) -> str:
        """Password and code, as they are typed."""
        rows = ((N_("Mật khẩu"), self.password), (N_("Mã xác nhận"), self.code))
        return "\n".join(f"{self.tr(label):<12} {value}" for label, value in rows if value)
