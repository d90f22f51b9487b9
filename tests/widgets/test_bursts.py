"""A burst of keys leaves the fields as a plain model of two fields says it must."""

import asyncio
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Input

from lienthong_tui.terminal.safe_app import SafeApp

NAMED = ["backspace", "delete", "left", "right", "home", "end", "tab", "enter"]
BURSTS = st.lists(
    st.sampled_from([*"abcêưđễ ", *NAMED, "backspace", "backspace", "tab", "enter"]), max_size=60
)


@dataclass
class Model:
    """Two fields, the cursor in each, and what was submitted."""

    texts: list[str] = field(default_factory=lambda: ["", ""])
    cursors: list[int] = field(default_factory=lambda: [0, 0])
    focus: int = 0
    submitted: list[tuple[str, str]] = field(default_factory=list)

    def press(self, key: str) -> None:
        text, cursor = self.texts[self.focus], self.cursors[self.focus]
        match key:
            case "tab":
                self.focus = 1 - self.focus
                return
            case "enter":
                self.submitted.append(("ab"[self.focus], text))
                self.texts[self.focus], self.cursors[self.focus] = "", 0
                self.focus = 1 - self.focus
                return
            case "backspace" if cursor:
                text, cursor = text[: cursor - 1] + text[cursor:], cursor - 1
            case "delete":
                text = text[:cursor] + text[cursor + 1 :]
            case "left":
                cursor = max(0, cursor - 1)
            case "right":
                cursor = min(len(text), cursor + 1)
            case "home":
                cursor = 0
            case "end":
                cursor = len(text)
            case letter if len(letter) == 1:
                text, cursor = text[:cursor] + letter + text[cursor:], cursor + 1
        self.texts[self.focus], self.cursors[self.focus] = text, cursor


class TwoFields(SafeApp[None]):
    """Enter submits a field, empties it and goes to the other one."""

    def __init__(self) -> None:
        super().__init__()
        self.submitted: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield Input(id="a", select_on_focus=False)
        yield Input(id="b", select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.submitted.append((event.input.id or "", event.value))
        event.input.clear()
        self.query_one("#b" if event.input.id == "a" else "#a").focus()


async def burst(keys: list[str]) -> Model:
    """What the application made of keys that came all at once."""
    app = TwoFields()
    async with app.run_test() as pilot:
        for key in keys:
            app.post_message(Key(key, None))
        while not app.keys_settled or app.message_queue_size:
            await asyncio.sleep(0.001)
        await pilot.pause(0)
        fields = list(app.query(Input))
        return Model(
            [each.value for each in fields],
            [each.cursor_position for each in fields],
            fields.index(app.focused) if isinstance(app.focused, Input) else -1,
            app.submitted,
        )


@settings(max_examples=50, deadline=None)
@given(BURSTS)
def test_burst_equals_model(keys: list[str]) -> None:
    model = Model()
    for key in keys:
        model.press(key)
    assert asyncio.run(asyncio.wait_for(burst(keys), 30)) == model
