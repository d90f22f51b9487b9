"""What is tapped at the kiosk: every key that is shown is a button as well."""

from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from lienthong_tui.kiosk_turns.turn import Turn


class Tap(Static):
    """A line that acts when it is tapped, as its key does when it is pressed."""

    class Tapped(Message):
        """`key` is the key that would do the same, `turn` what was shown then."""

        def __init__(self, key: str, turn: Turn) -> None:
            super().__init__()
            self.key = key
            self.turn = turn

    def __init__(self, key: str, text: str, classes: str, turn: Turn) -> None:
        super().__init__(text, markup=False, classes=classes)
        self.key = key
        self.turn = turn

    def on_click(self, event: Click) -> None:
        """Tell that it was tapped."""
        event.stop()
        self.post_message(self.Tapped(self.key, self.turn))
