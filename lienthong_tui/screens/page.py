"""What every screen of the application shares: top lines, body, keys; words in the language set."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.message import Message

from lienthong_tui.problems import Problem
from lienthong_tui.screens.host import DeskClosedError, Host
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.terminal.safe_app import SafeScreen
from lienthong_tui.widgets.chrome import KeyHints, TopLine
from lienthong_tui.widgets.viet_input import VietInput

Hints = Sequence[tuple[str, str]]


class Page(SafeScreen):
    """A screen with a title line, a state line, a body and its keys.

    `hints` are (key, msgid of what it does); `Esc` goes back one level and never loses anything.
    """

    hints: ClassVar[Hints] = ()
    landmark: ClassVar[str] = ""  # of the few that the application comes back to (`host`)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f1", "app.key_map", show=False),
    ]
    AUTO_FOCUS = "AnswerInput, VietInput, OptionList, ListView, Button"

    @property
    def ours(self) -> Host:
        """The application, by its own type."""
        return cast(Host, self.app)

    @property
    def language(self) -> Language:
        """The language of the sentences."""
        return self.ours.language

    def tr(self, text: str, **params: Any) -> str:
        """A msgid in the language set, filled in."""
        return tr(text, self.language).format(**params)

    def compose(self) -> ComposeResult:
        """Title, state, body, keys."""
        self._fit(self.app.size, update=False)
        yield TopLine(classes="title")
        yield TopLine(classes="state")
        yield from self.body()
        yield KeyHints()

    def _fit(self, size: Size, *, update: bool) -> None:
        """Be of the classes of this size before anything is styled, or laid out, by them. Textual
        gives them at the end of a resize: at the first one it would style all of a page twice."""
        self._fitted = size
        classes: dict[str, bool] = {}
        for at, points in (
            (size.width, self.app.HORIZONTAL_BREAKPOINTS or []),
            (size.height, self.app.VERTICAL_BREAKPOINTS or []),
        ):
            now = self._get_breakpoint_classes(at, points)
            classes |= {name: name in now for _, name in points}
        self.update_classes(classes, update=update, animate=False)

    _fitted = Size()

    async def on_resize(self, event: Resize) -> None:
        """The window is of another size than the page was laid out for."""
        if event.size != self._fitted:
            self._fit(event.size, update=True)
            # As a message behind this one: the page has its size by then, and what goes wrong is
            # told as of any other message.
            self.call_later(self._refit)

    async def _refit(self) -> None:
        self.refresh_chrome()
        await self.refit()

    async def refit(self) -> None:
        """Lay out the body anew where it depends on the room there is."""

    def body(self) -> ComposeResult:
        """The widgets between the top lines and the keys."""
        yield from ()

    async def on_mount(self) -> None:
        """Fill the lines around the body."""
        self.refresh_chrome()

    async def on_screen_resume(self) -> None:
        """Keys that waited for this screen go on, and what had to wait until it was uncovered."""
        self.ours.release_keys()
        if self._waiting_act is not None:
            act, self._waiting_act = self._waiting_act, None
            act()

    _waiting_act: Callable[[], object] | None = None

    def when_on_top(self, act: Callable[[], object]) -> None:
        """Show another screen instead of this one: now, or once what covers this one has gone.

        For work that ends while the officer may have covered the screen.
        """
        if self.app.screen is self:
            act()
        else:
            self._waiting_act = act

    def refresh_chrome(self) -> None:
        """Show title, state and keys as they are now."""
        marks = [self.tr(N_("đang làm…"))] if self.ours.long_calls else []
        marks += [f"[{self.ours.typing.upper()}]"] if self.ours.typing else []
        marks += [self.ours.share.line(self.language)] if self.ours.share else []
        marks += [self.tr(N_("DỮ LIỆU MẪU"))] if self.ours.is_demo else []
        self.query_one(".title", TopLine).show(self.heading(), "  ".join(filter(None, marks)))
        self.query_one(".state", TopLine).show(*self.state())
        self.query_one(KeyHints).show(self.hints_shown())

    def keys(self) -> Hints:
        """The keys that act now."""
        return self.hints

    def key_shown(self, key: str) -> str:
        """How a key of `keys` is written; "" where it does nothing now."""
        return key

    def hints_shown(self) -> Hints:
        """The keys as they are written, each with what it does in the language set."""
        named = ((self.key_shown(key), self.tr(name)) for key, name in self.keys())
        return [(key, name) for key, name in named if key]

    async def _dispatch_message(self, message: Message) -> None:
        """Tell a Problem that a handler let through: a full disk must not end the program."""
        if isinstance(message, ScreenResume) and self.app.screen is not self:
            return  # it was uncovered only on the way to another
        try:
            await super()._dispatch_message(message)
        except NoMatches:
            # What a handler waited for came when the page was gone; on one that is there, a defect.
            if self in self.app.screen_stack:
                raise
        except Problem as problem:
            self.complain(problem)
            self.ours.release_keys()
        except DeskClosedError:
            # A list that was still to be filled when the officer signed out or left the program.
            if self.ours.desk is not None:
                raise

    def heading(self) -> str:
        """The title line."""
        return self.tr(N_("Hồ sơ liên thông"))

    def state(self) -> tuple[str, str]:
        """The two ends of the state line."""
        return "", ""

    def say(self, text: str) -> None:
        """Tell one sentence in a corner, gone after a while."""
        self.notify(text, markup=False, timeout=8)

    def complain(self, problem: Problem) -> None:
        """Tell what went wrong and how to mend it."""
        self.ours.complain(problem)

    async def card_out_of_place(self) -> None:
        """A card was scanned where none is asked for: nothing of it may act or stay."""
        await self.ours.drop_burst()
        self.say(
            self.tr(N_("Thẻ vừa quét không nhận ở đây. Quét ở trang đầu, hoặc bấm F2 ở bước 2."))
        )

    @on(VietInput.CardTyped)
    async def _card_typed(self, event: VietInput.CardTyped) -> None:
        event.stop()
        await self.card_typed(event.begun)

    async def card_typed(self, begun: str) -> None:  # noqa: ARG002
        """A scanner types into a field of this page; `begun` is what came so far."""
        await self.card_out_of_place()

    async def action_back(self) -> None:
        """Back one level."""
        self.app.pop_screen()
