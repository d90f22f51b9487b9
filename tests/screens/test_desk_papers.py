"""The register, blank forms and letters by keyboard."""

from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.filing.filing import Filing
from lienthong_tui.screens.accounts.password import Proof
from lienthong_tui.screens.desk_papers import BlanksOut, DeskPapers, RegisterOut
from lienthong_tui.screens.letters import LetterOut, Letters
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.store import journal

from .test_after_completion import after_completion, filing, kinds
from .walk import NOW, Officer, signed_in


def desk_kinds(someone: Officer) -> list[str]:
    return [r.envelope.kind for r in journal.desk_events(someone.app.at.db, "desk.")]


async def into_folder(someone: Officer, out: Path) -> list[str]:
    """Write what the page brings out into `out`; the names of the files."""
    out.mkdir(exist_ok=True)
    await someone.press("2")
    await someone.type(str(out))
    await someone.press("enter")
    return sorted(path.name for path in out.iterdir())


@pytest.mark.asyncio
async def test_the_register_of_today_is_everyday_work(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        reference = str(filing(someone).reference)
        await someone.press("ctrl+o", "7")
        assert isinstance(someone.app.screen, DeskPapers)
        await someone.press("1")
        assert isinstance(someone.app.screen, RegisterOut)
        await someone.press("escape", "3")
        await someone.type("01/11/2026 - 30/11/2026")
        await someone.press("enter")
        if isinstance(someone.app.screen, Proof):
            await someone.unlock()
        assert isinstance(someone.app.screen, RegisterOut)
        assert reference in someone.screen_text()
        written = await into_folder(someone, tmp_path / "so")
        assert written == [
            "so-theo-doi-2026-11-01-2026-11-30.pdf",
            "so-theo-doi-2026-11-01-2026-11-30.xlsx",
        ]
        assert "desk.register_made" in desk_kinds(someone)


@pytest.mark.asyncio
async def test_days_that_cannot_be_meant_are_told(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("7", "3")
        await someone.type("30/11/2026 - 01/11/2026")
        await someone.press("enter")
        assert "ngày đầu sau ngày cuối" in someone.screen_text()


@pytest.mark.asyncio
async def test_paper_first_then_typed_under_its_number(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("7", "4")
        await someone.type("999")
        await someone.press("enter")
        assert "In được từ 1 đến" in someone.screen_text()
        await someone.press("backspace", "backspace", "backspace")
        await someone.type("2")
        await someone.press("enter")
        assert isinstance(someone.app.screen, BlanksOut)
        first, second = (a.reference for a in someone.app.screen.allotted)
        written = await into_folder(someone, tmp_path / "trong")
        assert {name.partition("-birth")[0][:21] for name in written} == {first, second}
        assert any(name.endswith("birth-declaration.pdf") for name in written)
        assert any(name.endswith("phieu-huong-dan.pdf") for name in written)

        assert "desk.blanks_made" in desk_kinds(someone)
        await someone.press("escape", "4")
        await someone.type("x")
        await someone.press("enter")
        assert "còn mang số “x”" in someone.screen_text()
        await someone.press("backspace")
        await someone.type(second[-6:])
        await someone.press("enter")
        assert [a.reference for a in someone.app.screen.allotted] == [second]
        assert someone.app.screen.allotted[0].printed, "the slip says that it is a reprint"

        await someone.press("escape", "escape", "1", "escape")
        assert isinstance(someone.app.screen, TaskList)
        await someone.press("8", "2")
        await someone.type("25:99")
        await someone.press("enter")
        assert "Chưa đọc được giờ" in someone.screen_text()
        for _ in range(5):
            await someone.press("backspace")
        await someone.type("09:30")
        await someone.press("enter")
        taken: Filing = filing(someone)
        assert taken.allotted == second
        assert taken.started.received == f"{NOW + timedelta(hours=7):%Y-%m-%d}T09:30:00+07:00"
        assert second in someone.screen_text()


@pytest.mark.asyncio
async def test_a_letter_is_typed_kept_and_printed_as_a_draft(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("9")
        assert isinstance(someone.app.screen, Letters)
        assert "dự thảo" in someone.screen_text()
        await someone.press("2")
        assert isinstance(someone.app.screen, LetterOut)
        await someone.press("2")
        await someone.type(str(tmp_path))
        await someone.press("enter")
        assert "filing.printed" not in kinds(someone), "what is required is missing"
        await someone.press("escape", "a")
        await someone.type("Bản chụp rõ hơn")
        await someone.press("enter")
        await someone.type("1")
        await someone.press("enter", "escape")
        typed = filing(someone).letters["02"]["items"]
        assert typed[0] == "Bản chụp rõ hơn"
        assert len(typed) == 2
        for key in "bcdefgh":  # whatever else the letter requires
            if "*" in someone.screen_text().split(f" {key}  ")[-1].split("\n")[0]:
                await someone.press(key)
                await someone.type("Ghi thử")
                await someone.press("enter", "escape")
        written = await into_folder(someone, tmp_path / "giay")
        assert len(written) == 1
        assert written[0].startswith("mau-02-")
        assert kinds(someone).count("filing.printed") == 1


@pytest.mark.asyncio
async def test_a_letter_whose_days_do_not_fit_is_told_and_mended(tmp_path: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("9", "4", "b")
        await someone.type("30/11/2026")
        await someone.press("enter", "c")
        await someone.type("Chờ xác minh")
        await someone.press("enter", "escape", "d")
        await someone.type("29/11/2026")
        await someone.press("enter", "escape", "4")
        assert "phải sau ngày 30/11/2026" in " ".join(someone.screen_text().split())
        await someone.press("d")
        await someone.type("01/12/2026")
        await someone.press("enter")
        assert "phải sau ngày" not in someone.screen_text()
