"""What is drawn anew when an officer types: the field and the panel, never the whole page."""

from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from lienthong_tui.filing.outline import Outline
from lienthong_tui.problems import Problem
from lienthong_tui.screens.steps.questions import Questions

from .walk import Officer, signed_in


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[Screen[object]]:
    """The pages that were laid out, once for each time."""
    found: list[Screen[object]] = []
    lay_out = Screen._refresh_layout

    def counted(self: Screen[object], *arguments: object, **named: object) -> None:
        if self.is_current and self._layout_required:
            found.append(self)
        lay_out(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Screen, "_refresh_layout", counted)
    return found


async def at_a_name(someone: Officer) -> None:
    await someone.press("1", "escape", "2")
    assert "Họ, chữ đệm, tên người yêu cầu" in someone.screen_text()
    await someone.type("Ng")


@pytest.mark.asyncio
async def test_a_letter_does_not_lay_the_page_out(
    tmp_path: Path, layouts: list[Screen[object]]
) -> None:
    async with signed_in(tmp_path) as someone:
        await at_a_name(someone)
        assert layouts
        layouts.clear()
        await someone.type("uyễn Thị Mẫu")
        assert "Nguyễn Thị Mẫu" in someone.screen_text()
        assert layouts == []


@pytest.mark.asyncio
async def test_the_list_of_communes_follows_without_it(
    tmp_path: Path, layouts: list[Screen[object]]
) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "1")
        assert "Phường/Xã đăng ký khai sinh" in someone.screen_text()
        await someone.type("n")
        layouts.clear()
        await someone.type("am cua v")
        assert "Xã Nam Cửa Việt" in someone.screen_text()
        assert layouts == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("size", "classes"),
    [
        ((80, 24), {"-normal", "-tall"}),
        ((60, 16), {"-narrow", "-short"}),
        ((120, 40), {"-wide", "-tall"}),
    ],
)
async def test_a_page_is_styled_for_its_size_from_the_first(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    classes: set[str],
) -> None:
    seen: list[set[str]] = []
    body = Questions.body

    def looked(self: Questions) -> ComposeResult:
        seen.append(set(self.classes))
        return body(self)

    monkeypatch.setattr(Questions, "body", looked)
    async with signed_in(tmp_path, size) as someone:
        await someone.press("1")
    assert seen
    assert all(classes <= each for each in seen)


@pytest.mark.asyncio
async def test_a_page_that_cannot_be_made_whole_is_told_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Problem("expression-failed", expression="1 / 0")

    monkeypatch.setattr(Outline, "proposal", broken)
    async with signed_in(tmp_path) as someone:
        await someone.press("1")
        assert isinstance(someone.app.screen, Questions)
        assert someone.app._notifications
        await someone.press("escape")
        assert "1-6 mở bước" in someone.screen_text()
