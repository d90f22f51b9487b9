"""Step 4: files are attached, taken away again, or there is a reason why there are none."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting, equipment
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.resources import data_path
from lienthong_tui.screens.steps.papers import Papers
from lienthong_tui.widgets.viet_input import VietInput
from screens.walk import NOW, Officer, signed_in

PROOF = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"
OTHER = data_path("samples") / "papers" / "giay-chung-sinh-03.pdf"


@asynccontextmanager
async def at_papers(root: Path, *papers: Path) -> AsyncIterator[Officer]:
    """An officer at step 4 of a draft with these files for the birth proof."""

    def prepare() -> None:
        draft = drafting.start(app.at, "birth")
        draft = drafting.answer(app.at, draft, "child.birth_proof", "paper")
        for paper in papers:
            draft = drafting.attach_file(app.at, draft, "birth-certificate", paper)

    async with signed_in(root) as someone:
        app = someone.app
        await app.at_desk(prepare)
        await someone.press("f3", "escape", "a", "4")
        assert isinstance(app.screen, Papers), someone.screen_text()
        ids = [item.id for item in app.screen.shown]
        await someone.press(*["down"] * ids.index("birth-certificate"))
        yield someone


def names(someone: Officer) -> list[str]:
    screen = someone.app.screen
    assert isinstance(screen, Papers)
    found, _ = someone.app.at.filing(screen.keeper.draft.filing.id)
    return [attachment.name for attachment in found.attachments]


def originals(someone: Officer) -> frozenset[str]:
    screen = someone.app.screen
    assert isinstance(screen, Papers)
    return screen.keeper.draft.filing.originals_seen


@pytest.mark.asyncio
async def test_a_file_is_typed_in_and_taken_away(tmp_path: Path) -> None:
    async with at_papers(tmp_path) as someone:
        await someone.press("delete")  # nothing to take away
        await someone.press("enter")
        await someone.type(str(PROOF))
        await someone.press("enter")
        assert names(someone) == [PROOF.name]
        await someone.press("delete")
        assert names(someone) == []
        await someone.press("k")
        await someone.type("mất")
        await someone.press("enter")
        assert "không có: mất" in someone.screen_text()


@pytest.mark.asyncio
async def test_a_paper_in_a_database_is_taken_for_a_reason(tmp_path: Path) -> None:
    async with at_papers(tmp_path) as someone:
        app = someone.app
        assert isinstance(app.screen, Papers)
        ids = [item.id for item in app.screen.shown]
        await someone.press(*["down"] * (ids.index("id-copies") - ids.index("birth-certificate")))
        await someone.press("k")
        said = [notice.message for notice in app._notifications]
        assert said[-1].startswith("Giấy này không yêu cầu nộp")
        assert app.screen._then is None, "nothing is asked"
        await someone.press("enter")
        assert "1 Không lấy được từ cơ sở dữ liệu" in someone.screen_text()
        await someone.press("2", "enter")
        await someone.type(str(PROOF))
        await someone.press("enter", "enter")  # a second file has the same reason
        await someone.type(str(OTHER))
        await someone.press("enter")
        given = app.screen.keeper.draft.filing.attachments
        why = "Dữ liệu còn thiếu: đã hướng dẫn đề nghị bổ sung"
        assert "vì: Dữ liệu còn thiếu" in " ".join(someone.screen_text().split())
        assert [(a.name, a.reason) for a in given] == [(PROOF.name, why), (OTHER.name, why)]
        await someone.press("delete", "2", "delete", "enter")
        await someone.type("Gia đình đã mang theo")
        await someone.press("enter")
        await someone.type(str(PROOF))
        await someone.press("enter")
        assert app.screen.keeper.draft.filing.attachments[0].reason == "Gia đình đã mang theo"


@pytest.mark.asyncio
async def test_of_several_files_a_digit_chooses(tmp_path: Path) -> None:
    async with at_papers(tmp_path, PROOF, OTHER, PROOF) as someone:
        assert names(someone) == [PROOF.name, OTHER.name, "giay-chung-sinh-02-2.pdf"]
        await someone.press("delete")
        assert f"2 {OTHER.name}" in someone.screen_text()
        assert len(names(someone)) == 3
        await someone.press("4")  # no such file
        assert len(names(someone)) == 3
        await someone.press("escape", "2")  # thought better of it
        assert isinstance(someone.app.screen, Papers)
        assert len(names(someone)) == 3
        await someone.press("delete", "2")
        assert names(someone) == [PROOF.name, "giay-chung-sinh-02-2.pdf"]
        await someone.press("delete", "1")
        assert names(someone) == [PROOF.name]


@pytest.mark.asyncio
async def test_the_original_was_seen_until_the_files_change(tmp_path: Path) -> None:
    async with at_papers(tmp_path) as someone:
        await someone.press("b")  # nothing attached that could be compared
        assert "· đã đối chiếu" not in someone.screen_text().rpartition("Enter đính kèm")[0]
        assert originals(someone) == frozenset()
        await someone.press("enter")
        await someone.type(str(PROOF))
        await someone.press("enter")
        assert "bản sao" in someone.screen_text()
        await someone.press("b")
        assert "MB · đã đối chiếu" in someone.screen_text()
        await someone.press("b")
        assert "MB · bản sao" in someone.screen_text()
        await someone.press("b", "enter")
        await someone.type(str(OTHER))
        await someone.press("enter")
        assert "2 tệp" in someone.screen_text()
        assert "· bản sao" in someone.screen_text()


# The scanner's folder


def drop(folder: Path, name: str, minutes: float, source: Path = PROOF) -> None:
    """A scanner writes a file so many minutes after the filing was opened."""
    (folder / name).write_bytes(source.read_bytes())
    when = (NOW + timedelta(minutes=minutes)).timestamp()
    os.utime(folder / name, (when, when))


@asynccontextmanager
async def with_scanner(root: Path) -> AsyncIterator[tuple[Officer, Path]]:
    folder = root / "quet"
    folder.mkdir()
    async with at_papers(root) as someone:
        what = Equipped(scanner_folder=str(folder))
        await someone.app.at_desk(equipment.equip, someone.app.at, what)
        yield someone, folder


@pytest.mark.asyncio
async def test_f4_takes_the_newest_scan(tmp_path: Path) -> None:
    async with with_scanner(tmp_path) as (someone, folder):
        drop(folder, "scan0001.pdf", 1)
        await someone.press("f4")
        assert "scan0001.pdf" in someone.screen_text()
        assert "Enter: đính kèm vào “" in someone.screen_text()
        assert names(someone) == []
        await someone.press("enter")
        assert names(someone) == ["scan0001.pdf"]
        await someone.press("f4")  # nothing came since
        assert names(someone) == ["scan0001.pdf"]
        assert "Enter: đính kèm vào" not in someone.screen_text()


@pytest.mark.asyncio
async def test_f4_again_adds_a_page_and_esc_lets_go(tmp_path: Path) -> None:
    async with with_scanner(tmp_path) as (someone, folder):
        drop(folder, "a.pdf", 1)
        drop(folder, "b.pdf", 2, OTHER)
        await someone.press("f4", "f4")
        assert "a.pdf, b.pdf" in someone.screen_text()
        await someone.press("escape")
        assert "a.pdf, b.pdf" not in someone.screen_text()
        assert isinstance(someone.app.screen, Papers)
        await someone.press("f4", "f4", "enter")
        assert names(someone) == ["a.pdf"]  # one paper of both


@pytest.mark.asyncio
async def test_a_scan_of_before_the_filing_is_told(tmp_path: Path) -> None:
    async with with_scanner(tmp_path) as (someone, folder):
        drop(folder, "nguoi-truoc.pdf", -30)
        await someone.press("f4")
        assert "có thể là giấy của người khác" in someone.screen_text()


@pytest.mark.asyncio
async def test_the_folder_is_set_on_the_settings_page(tmp_path: Path) -> None:
    folder = tmp_path / "quet"
    folder.mkdir()
    async with signed_in(tmp_path) as someone:
        await someone.press("8", "3", "m")
        await someone.type(str(tmp_path / "khong-co"))
        await someone.press("enter")
        assert "không phải thư mục mở được" in someone.screen_text()
        field = someone.app.screen.query_one("#given", VietInput)
        field.value = ""
        await someone.type(str(folder))
        await someone.press("enter")
        found = await someone.app.at_desk(equipment.equipment, someone.app.at)
        assert found.scanner_folder == str(folder)
        assert "quet" in someone.screen_text()


@pytest.mark.asyncio
async def test_a_declaration_is_printed_signed_and_scanned_back(tmp_path: Path) -> None:
    async with with_scanner(tmp_path) as (someone, folder):
        out = tmp_path / "in"
        out.mkdir()
        await someone.press("escape", "3", "i")
        assert "CT01" in someone.screen_text()
        assert "bản xem trước" in someone.screen_text()
        await someone.press("0", "2")
        await someone.type(str(out))
        await someone.press("enter")
        written = sorted(path.name for path in out.iterdir())
        ct01 = next(name for name in written if "ct01" in name)
        assert not any("mau-so-01" in name for name in written), "a preview is nothing to sign"
        assert all((out / name).read_bytes().startswith(b"%PDF-") for name in written)
        drop(folder, "ky.pdf", 3, out / ct01)
        await someone.press("escape", "escape", "escape", "4", "f4", "enter")
        assert names(someone) == ["ky.pdf"]
