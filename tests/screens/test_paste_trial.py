"""Once per sign-in a harmless word is copied and asked back, before any value of a filing is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Paste

from lienthong_tui.desk import completion
from lienthong_tui.desk.demo import COMMUNE, samples
from lienthong_tui.desk.reading import read_case
from lienthong_tui.screens import clipboard
from lienthong_tui.screens.hand_off import HandOff, spaced
from lienthong_tui.screens.paste_trial import PasteTrial
from lienthong_tui.widgets.chrome import Panel

from .walk import NOW, Officer, signed_in

LATER = NOW.replace(day=28)  # the samples were received before this
SMALL = (60, 16)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the terminal's clipboard; the computer's own is left alone."""
    found: list[str] = []
    monkeypatch.setattr(clipboard, "system_program", lambda _: None)
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: found.append(text))
    return found


@asynccontextmanager
async def at_the_test(root: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Officer]:
    """An officer who opens the hand-off for the first time."""
    async with signed_in(root, size) as someone:
        read = read_case(samples()[0], now=LATER, commune=COMMUNE)
        await someone.app.at_desk(completion.file_case, someone.app.at, read)
        await someone.press("f3", "escape", "a")
        someone.app.pastes = None
        await someone.press("1")
        assert isinstance(someone.app.screen, PasteTrial), someone.screen_text()
        yield someone


async def paste(someone: Officer, text: str) -> None:
    someone.app.post_message(Paste(text))
    await someone.settle()


def told(someone: Officer) -> str:
    """The screen as one line."""
    return " ".join(someone.screen_text().split())


def word(someone: Officer) -> str:
    assert isinstance(someone.app.screen, PasteTrial)
    return someone.app.screen.word


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), SMALL])
async def test_the_word_pasted_back_goes_on_to_the_hand_off(
    tmp_path: Path, copied: list[str], size: tuple[int, int]
) -> None:
    async with at_the_test(tmp_path, size) as someone:
        shown = someone.screen_text()
        assert "THỬ SAO CHÉP" in shown
        assert "Ctrl+Shift+V hoặc chuột phải" in shown
        assert copied == [word(someone)]
        assert word(someone) in shown
        await paste(someone, f"{word(someone)}\n")
        assert someone.app.pastes is True
        assert isinstance(someone.app.screen, HandOff)
        assert "KHÔNG tới máy này" not in told(someone)
        await someone.press("escape", "1")
        assert isinstance(someone.app.screen, HandOff)  # tried once


@pytest.mark.asyncio
@pytest.mark.parametrize("given", ["enter", "escape", "Nguyễn Văn A"])
async def test_anything_else_shows_every_value_large(
    tmp_path: Path, copied: list[str], given: str
) -> None:
    async with at_the_test(tmp_path) as someone:
        await (paste(someone, given) if " " in given else someone.press(given))
        page = someone.app.screen
        assert isinstance(page, HandOff)
        assert someone.app.pastes is False
        assert "KHÔNG tới máy này" in told(someone)
        assert given not in someone.screen_text()
        for _ in range(12):
            await someone.press("enter")
        row = [row for row in page.rows.values() if row.act != "account"][12]
        shown = [line.strip() for line in someone.screen_text().split("\n")]
        assert set(spaced(row.value, 78)) <= set(shown)
        assert "Người dân tự nhập mật khẩu" in told(someone)
        assert len(copied) > 1


@pytest.mark.asyncio
async def test_the_word_typed_by_hand_is_no_paste(tmp_path: Path, copied: list[str]) -> None:
    async with at_the_test(tmp_path) as someone:
        await someone.burst(*word(someone))
        assert someone.app.pastes is None
        await someone.press("enter")
        assert someone.app.pastes is False
        # It can be tried again, and the panel is then as it was.
        await someone.press("f7")
        await paste(someone, word(someone))
        assert someone.app.pastes is True
        assert "KHÔNG tới máy này" not in told(someone)
        assert len(copied) == 2


@pytest.mark.asyncio
async def test_every_sign_in_tries_anew_and_nothing_stays_to_paste(
    tmp_path: Path, copied: list[str]
) -> None:
    async with at_the_test(tmp_path) as someone:
        await paste(someone, word(someone))
        await someone.app.sign_out()
        assert someone.app.pastes is None
        assert copied[-1] == ""


@pytest.mark.asyncio
async def test_a_long_value_is_whole_in_a_small_window(tmp_path: Path, copied: list[str]) -> None:
    async with at_the_test(tmp_path, SMALL) as someone:
        await someone.press("escape")
        page = someone.app.screen
        assert isinstance(page, HandOff)
        panel = page.query_one(Panel)
        for row in page.rows.values():
            if row.act not in ("paste", "choose"):
                continue
            page._show(row)
            await someone.settle()
            shown = someone.screen_text()
            assert all(line in shown for line in spaced(row.value, 58)), shown
            assert "tiếp nhận không hỏi, không ghi" in told(someone)
            assert panel.region.y >= 3
    assert copied


@pytest.mark.parametrize(
    ("value", "width", "rows"),
    [
        ("Trần Thị Mẫu", 40, ["T r ầ n   T h ị   M ẫ u"]),
        ("Trần Thị Mẫu", 15, ["T r ầ n   T h ị", "M ẫ u"]),
        ("099188000017", 12, ["0 9 9 1 8 8", "0 0 0 0 1 7"]),
        ("", 12, [""]),
    ],
)
def test_letter_by_letter(value: str, width: int, rows: list[str]) -> None:
    assert spaced(value, width) == rows
    assert all(len(row) <= width for row in rows)
