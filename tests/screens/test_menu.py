"""The keys below a list are those of its lines."""

import pytest

from lienthong_tui.screens.menu import Item, Menu, span
from lienthong_tui.screens.page import Hints


@pytest.mark.parametrize(
    ("keys", "told"),
    [("", ""), ("3", "3"), ("123", "1-3"), ("1245", "1-2, 4-5"), ("2", "2"), ("1357", "1-9")],
)
def test_keys_in_a_few_characters(keys: str, told: str) -> None:
    assert span(keys, "1-9") == told


def page(own: Hints, keys: str, *, disabled: str = "") -> Menu:
    class Listed(Menu):
        hints = own

    menu = Listed()
    menu.shown = [Item(key, key, "", disabled=key in disabled) for key in keys]
    return menu


@pytest.mark.parametrize(
    ("own", "keys", "disabled", "told"),
    [
        (("1-9",), "123", "", ["1-3"]),
        (("1-9",), "123", "3", ["1-2"]),
        (("1-9",), "12ab", "", ["1-2, a-b"]),
        (("1-9", "a-z"), "12ab", "", ["1-2", "a-b"]),
        (("a-z", "2"), "2abc", "", ["a-c", "2"]),
        (("1-9", "k"), "123k", "", ["1-3", "k"]),
        (("1-9", "5"), "12345", "", ["1-4", "5"]),
        (("1", "2-9", "a-u"), "1234ab", "", ["1", "2-4", "a-b"]),
        (("a-z", "Esc"), "", "", ["", "Esc"]),
        (("1-9",), "0123", "", ["0-3"]),
    ],
)
def test_a_range_is_what_chooses_a_line(
    own: tuple[str, ...], keys: str, disabled: str, told: list[str]
) -> None:
    menu = page([(key, "") for key in own], keys, disabled=disabled)
    assert [menu.key_shown(key) for key in own] == told
