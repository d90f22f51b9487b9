"""What is the same on every page: looks, languages, the palette, the keys, the tour."""

import json
from pathlib import Path

import platformdirs
import pytest
from textual.color import Color
from textual.command import CommandPalette

from lienthong_tui import looks, preferences
from lienthong_tui.app import LienthongApp
from lienthong_tui.preferences import Preferences
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.screens.commands import commands
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.key_map import KeyMap
from lienthong_tui.screens.look_up import LookUp
from lienthong_tui.screens.queue import Queue
from lienthong_tui.screens.sign_in import SignIn
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.tour import PAGES, Tour
from lienthong_tui.widgets.chrome import Panel

from .walk import NOW, Officer, signed_in


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [value / 255 for value in Color.parse(colour).rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", looks.LOOKS)
@pytest.mark.parametrize("pair", looks.PAIRS, ids="-on-".join)
def test_every_text_stands_out_from_its_ground(look: looks.Look, pair: tuple[str, str]) -> None:
    of = looks.colours(look)
    ground, text = pair
    assert contrast(of[ground], of[text]) >= (7 if look == "contrast" else 4.5)


def test_a_look_has_every_colour() -> None:
    assert len({tuple(looks.colours(look)) for look in looks.LOOKS}) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("look", looks.LOOKS)
async def test_a_look_is_kept_for_the_next_time(tmp_path: Path, look: looks.Look) -> None:
    async with signed_in(tmp_path) as someone:
        someone.app.demo = None  # as at a desk of an office
        await someone.app.run_action(f"look('{look}')")
        await someone.settle()
        ground = Color.parse(looks.colours(look)["ground"])
        assert someone.app.screen.styles.background == ground
    assert preferences.read().look == look


@pytest.mark.asyncio
async def test_what_is_tried_at_the_sample_desk_is_not_kept(tmp_path: Path) -> None:
    preferences.place().unlink(missing_ok=True)
    async with signed_in(tmp_path) as someone:
        await someone.app.run_action("look('light')")
        await someone.app.run_action("speak('en')")
        await someone.settle()
        assert "New birth filing" in someone.screen_text()
    assert preferences.read() == Preferences()


def test_what_cannot_be_read_is_as_it_was_at_first() -> None:
    preferences.place().parent.mkdir(parents=True, exist_ok=True)
    for text in ("", "{}", "[]", '{"look":"pink"}', '{"look":[1],"language":2}', "[" * 10_000):
        preferences.place().write_text(text)
        assert preferences.read() == Preferences()


def test_what_cannot_be_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "file")
    with pytest.raises(DeskUnavailable) as caught:
        preferences.write(Preferences(look="light"))
    assert caught.value.code == "preferences-unwritable"


@pytest.mark.asyncio
async def test_the_language_changes_while_it_runs(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        someone.app.demo = None  # as at a desk of an office
        await someone.press("1")
        before = someone.screen_text()
        await someone.app.run_action("speak('en')")
        await someone.settle()
        assert isinstance(someone.app.screen, Home)
        assert "New birth filing" in someone.screen_text()
        assert "Hồ sơ khai sinh mới" not in someone.screen_text()
        await someone.app.run_action("speak('vi')")
        await someone.settle()
        assert "Hồ sơ khai sinh mới" in someone.screen_text()
        await someone.press("1")
        assert someone.screen_text() == before
    assert json.loads(preferences.place().read_bytes())["language"] == "vi"


@pytest.mark.asyncio
async def test_the_language_changes_before_anybody_signs_in(tmp_path: Path) -> None:
    async with signed_in(tmp_path):
        pass
    app = LienthongApp(tmp_path / "desk", clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        await app.run_action("speak('en')")
        await someone.settle()
        assert isinstance(app.screen, SignIn)
        assert "sign-in" in someone.screen_text().lower()


async def palette(someone: Officer, text: str) -> None:
    await someone.press("ctrl+p")
    await someone.settle()
    assert isinstance(someone.app.screen, CommandPalette)
    for character in text:
        await someone.pilot.press("space" if character == " " else character)
    for _ in range(100):
        await someone.pilot.pause(0.01)
    await someone.pilot.press("enter")
    for _ in range(60):
        await someone.pilot.pause(0.01)
        if not isinstance(someone.app.screen, CommandPalette):
            break
    await someone.settle()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("viec can", Queue),
        ("what is to be", Queue),
        ("tra cuu", LookUp),
        ("cac phim", KeyMap),
        ("lam quen", Tour),
        ("huong dan su dung", Tour),
        ("tour", Tour),
    ],
)
async def test_an_act_is_found_by_its_name(tmp_path: Path, text: str, page: type) -> None:
    async with signed_in(tmp_path) as someone:
        await palette(someone, text)
        assert isinstance(someone.app.screen, page), someone.screen_text()


@pytest.mark.asyncio
async def test_what_nothing_is_called_is_told(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("ctrl+p")
        for letter in "zzq":
            await someone.pilot.press(letter)
        for _ in range(80):
            await someone.pilot.pause(0.01)
        assert "Không có việc nào tên như vậy" in someone.screen_text()
        await someone.pilot.press("enter")
        await someone.settle()
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_the_palette_has_every_act_of_the_page_and_names_nobody(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1")
        await someone.type("Sùng")
        await someone.press("enter", "escape", "escape")
        home = someone.app.screen
        assert isinstance(home, Home)
        offered = [command.name["vi"] for command in commands(someone.app, home)]
        for item in home.shown:
            if not item.disabled and len(item.id) < 36:
                assert item.name in offered
        assert not any("S." in name or "Sùng" in name for name in offered)
        assert {"Mời số tiếp theo", "Giao diện sáng", "Khám quầy và máy"} <= set(offered)
        assert len(set(offered)) == len(offered), "each once"
        await someone.app.run_action("blank")
        await someone.settle()
        await someone.press("ctrl+p")
        assert not isinstance(someone.app.screen, CommandPalette), "none behind the lock"


@pytest.mark.asyncio
async def test_f1_tells_the_keys_and_the_second_one_while_declaring(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("f1")
        assert isinstance(someone.app.screen, KeyMap)
        text = someone.screen_text()
        assert "hồ sơ mới" in text
        assert "Ctrl+P" in text
        await someone.press("escape", "1")
        await someone.press("enter")
        assert isinstance(someone.app.screen, Questions)
        await someone.press("f1")
        assert isinstance(someone.app.screen, Questions)
        await someone.press("f1")
        assert isinstance(someone.app.screen, KeyMap)
        await someone.press("f1")
        assert isinstance(someone.app.screen, Questions)
        await someone.press("f1")
        assert isinstance(someone.app.screen, Questions), "again about the field"
        assert "Theo: " in someone.screen_text()
        await someone.press("escape")
        assert isinstance(someone.app.screen, Questions), "the help alone is closed"
        assert "Theo: " not in someone.screen_text()


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_tour_has_five_pages_and_ends(tmp_path: Path, size: tuple[int, int]) -> None:
    assert len(PAGES) == 5
    async with signed_in(tmp_path, size) as someone:
        await someone.app.run_action("tour")
        await someone.settle()
        for number in range(1, 6):
            assert f"Trang {number}/5" in someone.screen_text()
            await someone.press("enter")
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
async def test_whoever_set_the_desk_up_is_shown_round_once(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        someone.app.newcomer = True
        await someone.app.begin_again()
        await someone.settle()
        assert isinstance(someone.app.screen, Tour)
        await someone.press("escape")
        await someone.app.begin_again()
        await someone.settle()
        assert isinstance(someone.app.screen, Home)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("size", "wide"), [((119, 40), False), ((120, 24), True), ((200, 50), True)]
)
async def test_a_wide_screen_has_form_and_law_side_by_side(
    tmp_path: Path, size: tuple[int, int], wide: bool
) -> None:
    async with signed_in(tmp_path, size) as someone:
        await someone.press("1", "enter")
        page = someone.app.screen
        form, panel = page.query_one(".body").region, page.query_one(Panel).region
        assert (panel.x >= form.right) == wide
        assert ("Theo: " in someone.screen_text()) == wide
        assert panel.bottom <= size[1]
