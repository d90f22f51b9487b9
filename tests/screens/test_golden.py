"""The main screens as text, at three sizes and in both languages: what a change of layout or words
does is read in a diff.

`pytest tests/screens --regolden` writes them anew.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import completion, drafting, reading
from lienthong_tui.desk.demo import COMMUNE, OFFICER_ID, DemoAccount, samples
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.events import Answered
from lienthong_tui.screens import sign_in
from lienthong_tui.sentences import LANGUAGES, Language

from .walk import NOW, Officer, make_desk, signed_in

GOLDEN = Path(__file__).parent / "golden"
SIZES = [(60, 20), (80, 24), (120, 40)]


class Golden:
    """Compares the screens of one run with those kept, and tells all that differ."""

    def __init__(self, size: tuple[int, int], language: Language, *, write: bool) -> None:
        self.size = size
        self.mark = "" if language == "vi" else f"-{language}"
        self.write = write
        self.differing: list[str] = []

    def see(self, name: str, someone: Officer) -> None:
        """Compare what is on the screen now."""
        columns, rows = self.size
        path = GOLDEN / f"{name}{self.mark}.{columns}x{rows}.txt"
        shown = someone.screen_text().rstrip() + "\n"
        if self.write:
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(shown, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != shown:
            self.differing.append(f"{path.name}:\n{shown}")

    def judge(self) -> None:
        """Fail with the screens as they are now."""
        assert not self.differing, "\n".join(self.differing)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    write = bool(request.config.getoption("--regolden", default=False))
    size, language = (request.getfixturevalue(name) for name in ("size", "language"))
    return Golden(size, language, write=write)


def draft_and_completed(app: LienthongApp) -> Draft:
    """Two filings at the desk: one completed, one with its answers given and nothing else."""
    path, other = samples()[0], samples()[1]
    completion.file_case(app.at, reading.read_case(other, now=NOW, commune=COMMUNE))
    case = reading.read_case(path, now=NOW, commune=COMMUNE).case
    draft = drafting.start(app.at, "birth")
    answers: dict[str, Any] = {
        name: value for name, value in case.answers.items() if value is not None
    }
    return drafting.record(app.at, draft, Answered(answers=answers, origin="typed"))


@asynccontextmanager
async def at_home(
    root: Path, size: tuple[int, int], language: Language = "vi"
) -> AsyncIterator[Officer]:
    """An officer on the home page, in this language."""
    async with signed_in(root, size) as someone:
        someone.app.language = language
        await someone.app.begin_again()
        await someone.settle()
        yield someone


@asynccontextmanager
async def with_filings(
    root: Path, size: tuple[int, int], language: Language = "vi"
) -> AsyncIterator[Officer]:
    """An officer on the home page, with those two filings."""
    async with at_home(root, size, language) as someone:
        await someone.app.at_desk(draft_and_completed, someone.app)
        await someone.press("f3", "escape")  # whoever comes back sees what is new
        yield someone


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio
async def test_sign_in(
    tmp_path: Path,
    golden: Golden,
    size: tuple[int, int],
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sign_in, "__version__", "1.2.3")  # else every version is another picture
    make_desk(tmp_path)
    # An account that is only shown: its code is the same in every run.
    shown = DemoAccount(OFFICER_ID, "bốn từ dễ nhớ", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    app = LienthongApp(tmp_path / "desk", clock=lambda: NOW, demo=shown, language=language)
    async with app.run_test(size=size) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        golden.see("sign-in", someone)
        await someone.press("1")
        golden.see("sign-in-chosen", someone)
        await someone.press("f7")
        golden.see("portal", someone)
    golden.judge()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio
async def test_an_empty_filing(
    tmp_path: Path, golden: Golden, size: tuple[int, int], language: Language
) -> None:
    async with at_home(tmp_path, size, language) as someone:
        golden.see("home-empty", someone)
        await someone.press("1")
        golden.see("step-1-empty", someone)
        await someone.press("escape")
        golden.see("steps-empty", someone)
        await someone.press("f9")
        golden.see("mistakes", someone)
    golden.judge()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio
async def test_the_settings(
    tmp_path: Path, golden: Golden, size: tuple[int, int], language: Language
) -> None:
    async with at_home(tmp_path, size, language) as someone:
        await someone.press("8", "3")
        golden.see("settings", someone)
        await someone.press("4")
        golden.see("settings-fees", someone)
        await someone.press("escape", "6", "0")
        golden.see("settings-facility", someone)
    golden.judge()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio
async def test_a_filing(
    tmp_path: Path, golden: Golden, size: tuple[int, int], language: Language
) -> None:
    async with with_filings(tmp_path, size, language) as someone:
        golden.see("home", someone)
        await someone.press("a")
        golden.see("steps", someone)
        for step in (1, 2, 3, 4, 5, 6):
            await someone.press(str(step))
            golden.see(f"step-{step}", someone)
            if step == 1:
                await someone.press("pagedown", "pagedown", "pagedown")
                golden.see("agencies", someone)
            if step == 6:
                await someone.press("2")
                golden.see("notice", someone)
                await someone.press("escape")
            await someone.press("escape")
        await someone.press("escape")

        await someone.press("f3")
        await someone.type("mau")
        golden.see("look-up", someone)
        await someone.press("f7", "1", "1")
        golden.see("narrowing", someone)
        await someone.press("escape", "escape")
    golden.judge()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio
async def test_a_completed_filing(
    tmp_path: Path, golden: Golden, size: tuple[int, int], language: Language
) -> None:
    async with with_filings(tmp_path, size, language) as someone:
        await someone.press("b")
        golden.see("done", someone)
        await someone.press("escape", "escape", "f3")
        await someone.type("bao an")
        await someone.press("enter")
        golden.see("record", someone)
        await someone.press("end")
        golden.see("record-timeline", someone)
        await someone.press("3", "home")
        golden.see("record-revealed", someone)
        await someone.press("4", "1", "1")
        golden.see("citizen", someone)
    golden.judge()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.asyncio
async def test_what_agencies_say(
    tmp_path: Path, golden: Golden, size: tuple[int, int], language: Language
) -> None:
    async with with_filings(tmp_path, size, language) as someone:
        await someone.press("b", "k", "1", "4")
        golden.see("telling", someone)
        await someone.type("099326001234")
        await someone.press("enter", "1", "2", "2")
        golden.see("about", someone)
        await someone.press("1")
        await someone.type("thiếu chữ ký")
        await someone.press("enter", "escape", "1")
        golden.see("outcomes", someone)
        await someone.press("2")
        golden.see("outcomes-of-one", someone)
        await someone.press("escape", "escape", "b")
        golden.see("supplement", someone)
        await someone.press("escape")
        golden.see("done-answered", someone)
    golden.judge()


WHOLE = [path for path in sorted(GOLDEN.glob("*.txt")) if "60x20" not in path.name]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_nothing_around_a_page_is_cut(path: Path) -> None:
    """Title, state and keys are whole from 80 columns on; a long answer is whole when one goes
    there."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    around = (*lines[:2], lines[-1])
    assert not [line for line in around if "…" in line.replace("vì…", "").replace("because…", "")]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.60x20.txt")), ids=lambda path: path.stem)
def test_sixty_columns_are_enough_for_the_keys(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert len(lines) <= 20
    assert max(map(cell_len, lines)) <= 60
    assert "…" not in lines[-1].replace("vì…", "").replace("because…", "")
