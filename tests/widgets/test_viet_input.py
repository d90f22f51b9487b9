import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.events import Paste
from textual.geometry import Size

from lienthong_tui.terminal.safe_app import SafeApp
from lienthong_tui.text.clean import clean
from lienthong_tui.widgets.viet_input import VietInput

NAME = "Nguyễn Thị Ngọc Ánh"
DECOMPOSED = unicodedata.normalize("NFD", NAME)


class OneField(SafeApp[None]):
    def __init__(self, value: str, restrict: str | None = None, max_length: int = 300) -> None:
        super().__init__()
        self.value, self.restrict, self.max_length = value, restrict, max_length

    def compose(self) -> ComposeResult:
        yield VietInput(self.value, restrict=self.restrict, max_length=self.max_length)

    @property
    def field(self) -> VietInput:
        return self.query_one(VietInput)


@pytest.mark.asyncio
async def test_every_way_in_composes_and_sifts() -> None:
    async with (app := OneField(DECOMPOSED)).run_test() as pilot:
        field = app.field
        assert field.value == NAME
        assert field.size == Size(80, 1)
        field.value = "A\u200bn\x1b[31m\u202e\u00a0B\u3000C\tD\n"
        assert field.value == "An[31m B C D "
        field.clear()
        for letter in DECOMPOSED:
            field.insert_text_at_cursor(letter)
        assert field.value == NAME
        assert field.cursor_position == len(NAME)
        await pilot.press("backspace")
        assert field.value == NAME[:-1]


@pytest.mark.asyncio
async def test_a_mark_joins_the_letter_left_of_the_cursor() -> None:
    async with (app := OneField("Nguyen A")).run_test():
        field = app.field
        field.cursor_position = 5
        field.insert_text_at_cursor("\u0302")
        assert (field.value, field.cursor_position) == ("Nguyên A", 5)
        field.insert_text_at_cursor("\u0303")
        assert (field.value, field.cursor_position) == ("Nguyễn A", 5)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("\nabc", "[abc]"),
        (" \r\n\u200b\r\nhai\r\nba", "[hai]"),
        ("hai dòng\u2028sau", "[hai dòng]"),
        (DECOMPOSED, f"[{NAME}]"),
        ("An\tBình", "[An Bình]"),
        ("\n\n", "[]"),
        ("", "[]"),
        ("x" * 299, "[]"),
        ("x" * 298, "[" + "x" * 298 + "]"),
        ("e\u0302\u0303" * 298, "[" + "ễ" * 298 + "]"),
    ],
)
async def test_paste(pasted: str, value: str) -> None:
    async with (app := OneField("[]")).run_test() as pilot:
        field = app.field
        field.cursor_position = 1
        pilot.app.post_message(Paste(pasted))
        await pilot.pause()
        assert field.value == value
        assert field.cursor_position == len(value) - 1


@pytest.mark.asyncio
async def test_restrict_refuses_without_changing() -> None:
    async with (app := OneField("12", restrict=r"[0-9]*", max_length=4)).run_test() as pilot:
        field = app.field
        await pilot.press("a", "3", "4", "5")
        assert field.value == "1234"


@pytest.mark.asyncio
async def test_focus_selects_nothing() -> None:
    """Else the first letter typed would wipe the answer given before."""
    async with (app := OneField("An")).run_test() as pilot:
        field = app.field
        await pilot.press("h")
        assert field.value == "Anh"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.text(max_size=10), st.integers(0, 40))
def test_what_it_holds_is_clean(first: str, then: str, place: int) -> None:
    """The gate never refuses a field's text, and setting a value twice changes nothing."""
    field = VietInput()
    once = field.validate_value(first[:place] + then + first[place:])
    clean(once)
    assert field.validate_value(once) == once


@pytest.mark.asyncio
async def test_a_password_may_look_like_a_card() -> None:
    async with (app := OneField("")).run_test() as pilot:
        field = app.field
        field.password = True
        await pilot.press(*"099093000101", "|", "x")
        assert field.value == "099093000101|x"
        pilot.app.post_message(Paste("099093000102|y"))
        await pilot.pause()
        assert field.value == "099093000101|x099093000102|y"
