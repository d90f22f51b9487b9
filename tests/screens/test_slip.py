"""The slip on the screen, and written where the officer says."""

from pathlib import Path

import pytest

from lienthong_tui.screens.slip import Slip

from .test_after_completion import after_completion, filing, kinds


@pytest.mark.asyncio
async def test_the_slip_is_read_and_written(tmp_path: Path) -> None:
    out = tmp_path / "in"
    async with after_completion(tmp_path) as someone:
        await someone.press("5")
        assert isinstance(someone.app.screen, Slip)
        assert "PHIẾU HƯỚNG DẪN" in someone.screen_text()
        assert "filing.printed" not in kinds(someone)
        await someone.press("2")
        await someone.type(str(out))
        await someone.press("enter", "enter")
        reference = str(filing(someone).reference)
        text = (out / f"{reference}-phieu-huong-dan.txt").read_text(encoding="utf-8")
        assert reference in text
        assert "BẢN IN LẠI" not in text
        assert (out / f"{reference}-phieu-huong-dan.pdf").read_bytes().startswith(b"%PDF")
        assert kinds(someone).count("filing.printed") == 1
        assert "đã in 1 lần" in someone.screen_text()

        await someone.press("2")
        await someone.type(str(out))
        await someone.press("enter")
        assert "BẢN IN LẠI" not in (out / f"{reference}-phieu-huong-dan.txt").read_text("utf-8")
        again = (out / f"{reference}-phieu-huong-dan-in-lai-1.txt").read_text(encoding="utf-8")
        assert "BẢN IN LẠI" in again
        assert sorted(path.suffix for path in out.iterdir()) == [".pdf"] * 2 + [".txt"] * 2


@pytest.mark.asyncio
async def test_a_folder_that_cannot_be_written_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    async with after_completion(tmp_path) as someone:
        await someone.press("5", "2")
        await someone.type(str(tmp_path / "file"))
        await someone.press("enter")
        assert "Không ghi được" in someone.screen_text()
        assert "filing.printed" not in kinds(someone)
