import pytest
from textual.app import App, ComposeResult
from textual.widgets import RadioSet

from lienthong_tui.terminal.safe_app import SafeApp
from lienthong_tui.widgets.ticks import Radio, RadioChoice, Tick


class Choices(SafeApp[None]):
    def __init__(self, *widgets: Tick | Radio) -> None:
        super().__init__()
        self.widgets = widgets
        self.changes: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        assert isinstance(event.radio_set, Radio)
        self.changes.append(event.radio_set.chosen)


def rows(app: App[None], count: int) -> list[str]:
    """The first rows of the screen, as letters without any colour."""
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips[:count]]


@pytest.mark.asyncio
async def test_tick_says_its_state_in_letters() -> None:
    tick = Tick("Đã nhận [b]bản giấy[/]")
    async with Choices(tick).run_test() as pilot:
        assert rows(pilot.app, 2) == ["[ ] Đã nhận [b]bản giấy[/]", ""]
        await pilot.press("space")
        assert rows(pilot.app, 1) == ["[x] Đã nhận [b]bản giấy[/]"]
        assert tick.value


@pytest.mark.asyncio
async def test_radio_by_digits_and_arrows() -> None:
    radio = Radio(("nam", "Nam"), ("nu", "Nữ"), ("khac", "[Khác]"))
    async with (app := Choices(radio)).run_test() as pilot:
        assert radio.chosen is None
        assert rows(app, 4) == ["( ) 1 Nam", "( ) 2 Nữ", "( ) 3 [Khác]", ""]
        await pilot.press("2")
        assert rows(app, 3) == ["( ) 1 Nam", "(x) 2 Nữ", "( ) 3 [Khác]"]
        await pilot.press("down", "space", "9", "2", "1")
        assert app.changes == ["nu", "khac", "nu", "nam"]
        await pilot.press("1")
        assert radio.chosen == "nam"


@pytest.mark.asyncio
async def test_focus_stands_on_the_choice_made() -> None:
    radio = Radio(*((str(number), f"Số {number}") for number in range(1, 12)), chosen="10")
    async with (app := Choices(Tick("Trước"), radio)).run_test() as pilot:
        assert rows(app, 12)[9:] == ["( ) 9 Số 9", "(x)   Số 10", "( )   Số 11"]
        await pilot.press("tab", "down", "space")
        assert radio.chosen == "11"


@pytest.mark.asyncio
async def test_focus_is_seen_without_colour() -> None:
    """Underlined: in one colour, and on a screen of sixteen, it can still be found."""
    radio = Radio(("nam", "Nam"), ("nu", "Nữ"), chosen="nu")
    tick = Tick("Đã nhận")
    async with (app := Choices(tick, radio)).run_test() as pilot:

        def underlined() -> list[int]:
            strips = app.screen._compositor.render_strips()[:3]
            return [
                row
                for row, strip in enumerate(strips)
                if any(segment.style and segment.style.underline for segment in strip)
            ]

        assert underlined() == [0]
        await pilot.press("tab")
        assert underlined() == [2]
        assert all(not choice.has_focus for choice in app.query(RadioChoice))
