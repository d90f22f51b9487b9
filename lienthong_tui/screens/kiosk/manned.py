"""What the kiosk's page asks of its application."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from lienthong_tui.kiosk_turns.turn import Turn
from lienthong_tui.sentences import Language
from lienthong_tui.text.telex import Method

T = TypeVar("T")


class Manned(Protocol):
    """The application of a kiosk."""

    turn: Turn
    language: Language
    typing: Method | None

    @property
    def is_demo(self) -> bool:
        """Whether every page says that its data are samples."""

    def tr(self, text: str, **params: object) -> str:
        """A msgid in the language, filled in."""

    def title_said(self) -> str:
        """The title line."""

    async def at_desk(self, call: Callable[..., T], /, *arguments: object) -> T:
        """Run `call` in the one thread that touches the disk."""

    def hold_keys(self) -> None:
        """Let keys wait."""

    def release_keys(self) -> None:
        """Let them go on."""

    async def next_typing(self) -> None:
        """Another way to type marks."""

    def cover(self) -> None:
        """Cover the screen."""
