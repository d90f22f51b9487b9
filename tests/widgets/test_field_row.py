"""A question with choices: what Enter takes is what the mark points at."""

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult

from lienthong_tui.sentences.choices import Choice, Find
from lienthong_tui.widgets.field_row import FieldRow

CHOICES = tuple(Choice(value, label) for value, label in (("n", "Nam"), ("b", "Bắc"), ("t", "Tây")))


def find(typed: str) -> Sequence[Choice]:
    return [c for c in CHOICES if c.label.lower().startswith(typed.lower())]


class OneQuestion(App[None]):
    def __init__(self, kept: str, find: Find = find) -> None:
        super().__init__()
        self.kept = kept
        self.find = find
        self.told: list[object] = []

    def compose(self) -> ComposeResult:
        yield FieldRow("side", "Hướng", self.kept, required=True, find=self.find)

    def on_field_row_answered(self, event: FieldRow.Answered) -> None:
        self.told.append(event.given)

    def on_field_row_confirmed(self) -> None:
        self.told.append("confirmed")


@pytest.mark.parametrize(
    ("kept", "keys", "pointed", "told"),
    [
        ("", [], None, []),
        ("", ["enter"], None, ["confirmed"]),
        ("", ["down"], 0, []),
        ("", ["down", "enter"], 0, ["n"]),
        ("", ["down", "down", "enter"], 1, ["b"]),
        ("", ["up", "enter"], 2, ["t"]),
        ("Bắc", [], 1, []),
        ("Bắc", ["enter"], 1, ["confirmed"]),
        ("Bắc", ["down", "enter"], 2, ["t"]),
        ("Bắc", ["down", "down", "down", "enter"], 1, ["b"]),
        ("Bắc", ["up", "enter"], 0, ["n"]),
        ("Bắc", ["3"], 1, ["t"]),
        ("", ["t", "enter"], 0, ["t"]),
        ("Bắc", ["backspace", "enter"], None, [""]),
        ("Bắc", ["delete", "enter"], None, [""]),
        ("Bắc", ["ctrl+u", "enter"], None, [""]),
        ("Bắc", ["backspace", "t", "enter"], 0, ["t"]),
        ("Bắc", ["end", "backspace"], 0, []),
    ],
)
@pytest.mark.asyncio
async def test_enter_takes_what_is_pointed_at(
    kept: str, keys: list[str], pointed: int | None, told: list[object]
) -> None:
    app = OneQuestion(kept)
    async with app.run_test() as pilot:
        app.query_one(FieldRow).field.focus()
        await pilot.press(*keys)
        await pilot.pause()
        row = app.query_one(FieldRow)
        assert row.pointed == pointed
        assert app.told == told


@pytest.mark.asyncio
async def test_of_a_list_too_long_to_draw_the_kept_answer_comes_first() -> None:
    many = [Choice(name, name) for name in "ABCDEFGHIJ"]
    app = OneQuestion("H", lambda typed: [c for c in many if c.label.startswith(typed)])
    async with app.run_test() as pilot:
        app.query_one(FieldRow).field.focus()
        await pilot.pause()
        row = app.query_one(FieldRow)
        assert [choice.label for choice in row.choices][:3] == ["H", "A", "B"]
        assert row.pointed == 0
        await pilot.press("3")
        assert app.told == ["B"]


@pytest.mark.asyncio
async def test_what_named_no_choice_is_mended_from_its_end() -> None:
    app = OneQuestion("")
    async with app.run_test() as pilot:
        row = app.query_one(FieldRow)
        row.keep("Tâyy", wrong=True)
        row.field.focus()
        await pilot.press("backspace", "enter")
        assert app.told == ["t"]
