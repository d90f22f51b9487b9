"""Telex and VNI of our own: off until asked for, marked, and the same as an input method's text."""

from pathlib import Path

import pytest

from lienthong_tui.screens.steps.questions import Questions

from .walk import Officer, signed_in

pytestmark = pytest.mark.asyncio


async def at_name(someone: Officer) -> None:
    """The page of the requester, in the field of the name."""
    await someone.press("1", "enter", "1", "1", "1")
    for _ in range(3):
        await someone.press("pagedown")


def typed(someone: Officer) -> str:
    page = someone.app.screen
    assert isinstance(page, Questions)
    return str(page.focused.value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("presses", "keys", "text"),
    [
        (0, "Nguyeenx Thij Ngocj", "Nguyeenx Thij Ngocj"),
        (1, "Nguyeenx Thij Ngocj Anhs", "Nguyễn Thị Ngọc Ánh"),
        (1, "K'Brooih", "K'Brôih"),
        (1, "H'Hen Niee", "H'Hen Niê"),
        (1, "Y-Moan EEnuool", "Y-Moan Ênuôl"),
        (2, "Nguye6n4 Thi5 Phu7o7ng5", "Nguyễn Thị Phượng"),
        (3, "Nguyeenx", "Nguyeenx"),
    ],
)
async def test_a_name_is_composed(tmp_path: Path, presses: int, keys: str, text: str) -> None:
    async with signed_in(tmp_path) as someone:
        await at_name(someone)
        for _ in range(presses):
            await someone.press("ctrl+g")
        await someone.type(keys)
        assert typed(someone) == text


async def test_the_method_is_marked_on_every_page(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        assert "[TELEX]" not in someone.screen_text()
        await someone.press("ctrl+g")
        assert "[TELEX]" in someone.screen_text()
        await someone.press("1")
        assert "[TELEX]" in someone.screen_text()
        await someone.press("ctrl+g")
        assert "[VNI]" in someone.screen_text()


async def test_a_backspace_takes_a_letter_and_typing_goes_on(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await at_name(someone)
        await someone.press("ctrl+g")
        await someone.type("Phuongw")
        await someone.press("backspace", "backspace")
        await someone.type("ngj")
        assert typed(someone) == "Phượng"


async def test_in_the_middle_of_a_word(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await at_name(someone)
        await someone.press("ctrl+g")
        await someone.type("Trn Lan")
        await someone.press("home", "right", "right")
        await someone.type("aaf")
        assert typed(someone) == "Trần Lan"


async def test_codes_are_typed_as_they_are(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await at_name(someone)
        await someone.press("ctrl+g", "ctrl+g", "tab")
        await someone.type("099A1")
        assert typed(someone) == "099A1"


async def test_a_password_is_never_composed(tmp_path: Path) -> None:
    from lienthong_tui.widgets.viet_input import VietInput

    assert not VietInput(password=True).composes
    assert VietInput().composes
