"""Check boxes and choices that tell their state in letters: `[x]`, `(x)`, never by colour alone.

Textual's own draw the same mark, on or off, and change only its colour. Labels are plain text,
never markup; each box or choice is one row high; the one the keyboard is on is underlined.
"""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Focus
from textual.widgets import Checkbox, RadioButton, RadioSet


class Tick(Checkbox):
    """A check box: `[ ]` or `[x]`."""

    DEFAULT_CSS = """
    Tick.-textual-compact {
        & > .toggle--button { color: $foreground; background: transparent; }
        &.-on > .toggle--button { color: $foreground; background: transparent; }
        &:focus > .toggle--label { text-style: bold underline; }
    }
    """

    def __init__(
        self,
        label: str,
        value: bool = False,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            Content(label),
            value,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=True,
        )

    @property
    def _button(self) -> Content:
        mark = "[x]" if self.value else "[ ]"
        return Content.styled(mark, self.get_visual_style("toggle--button"))


class RadioChoice(RadioButton):
    """One choice of a `Radio`: `( ) 2 label` or `(x) 2 label`; past the ninth without a digit."""

    def __init__(self, key: str, label: str, number: int, value: bool = False) -> None:
        digit = str(number) if number <= 9 else " "
        super().__init__(Content(f"{digit} {label}"), value, compact=True)
        self.key = key

    @property
    def _button(self) -> Content:
        mark = "(x)" if self.value else "( )"
        return Content.styled(mark, self.get_visual_style("toggle--button"))


class Radio(RadioSet):
    """One of several choices, `(key, label)` each; digits 1 to 9 choose when it has the focus.

    A choice posts `RadioSet.Changed`, whose `radio_set.chosen` is the key.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"choose({number})", show=False) for number in range(1, 10)
    ]

    DEFAULT_CSS = """
    Radio.-textual-compact {
        & > RadioChoice > .toggle--button { color: $foreground; background: transparent; }
        & > RadioChoice.-on > .toggle--button { color: $foreground; background: transparent; }
        &:focus > RadioChoice.-selected > .toggle--label { text-style: bold underline; }
    }
    """

    def __init__(
        self,
        *choices: tuple[str, str],
        chosen: str | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            *(
                RadioChoice(key, label, number, value=key == chosen)
                for number, (key, label) in enumerate(choices, start=1)
            ),
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            compact=True,
        )

    @property
    def chosen(self) -> str | None:
        """The key of the choice made, None before one is."""
        choice = self.pressed_button
        return choice.key if isinstance(choice, RadioChoice) else None

    def action_choose(self, number: int) -> None:
        """Make the choice with this digit; a digit without a choice does nothing."""
        choices = list(self.query(RadioChoice))
        if number <= len(choices) and not choices[number - 1].disabled:
            choices[number - 1].value = True

    def _on_focus(self, event: Focus) -> None:  # noqa: ARG002
        if self.pressed_index >= 0:
            self._selected = self.pressed_index
