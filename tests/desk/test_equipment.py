"""The scanner's folder: said once, remembered by the desk, and what lies newest in it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.desk.equipment import equip, equipment, scanned
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path

from .sample import NOW, create, opened, signed_in

PDF = (data_path("samples") / "papers" / "giay-chung-sinh-02.pdf").read_bytes()


def drop(folder: Path, name: str, minutes: float) -> None:
    """A scanner writes a file so many minutes after the filing was opened."""
    path = folder / name
    path.write_bytes(PDF)
    when = (NOW + timedelta(minutes=minutes)).timestamp()
    os.utime(path, (when, when))


def test_the_desk_remembers_its_scanner(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        assert equipment(desk) == Equipped()
        equip(desk, Equipped(scanner_folder="/quet"))
        events = desk.verify().events
        equip(desk, Equipped(scanner_folder="/quet"))
        assert desk.verify().events == events
    with opened(tmp_path) as desk:
        assert equipment(desk).scanner_folder == "/quet"


def test_the_newest_file_then_one_page_more(tmp_path: Path) -> None:
    created = create(tmp_path)
    folder = tmp_path / "quet"
    folder.mkdir()
    with signed_in(tmp_path, created) as desk:
        draft = drafting.start(desk, "birth")
        with pytest.raises(Problem, match="scanner-unset"):
            scanned(desk, draft, ())
        equip(desk, Equipped(scanner_folder=str(folder)))
        with pytest.raises(Problem, match="scans-none"):
            scanned(desk, draft, ())
        drop(folder, "trang1.pdf", 1)
        drop(folder, "trang2.pdf", 2)
        first = scanned(desk, draft, ())
        assert [file.path.name for file in first.files] == ["trang2.pdf"]
        assert not first.before
        both = scanned(desk, draft, first.files)
        assert [file.path.name for file in both.files] == ["trang1.pdf", "trang2.pdf"]
        drop(folder, "trang3.pdf", 3)
        three = scanned(desk, draft, both.files)
        assert [file.path.name for file in three.files][-1] == "trang3.pdf"
        draft = drafting.attach(desk, draft, "birth-certificate", three.scan.paper)
        (attached,) = draft.filing.attachments
        assert attached.name == "trang1.pdf"
        with pytest.raises(Problem, match="scans-none"):
            scanned(desk, draft, (), taken={file.mark for file in three.files})


def test_a_file_of_before_the_filing_is_told(tmp_path: Path) -> None:
    created = create(tmp_path)
    folder = tmp_path / "quet"
    folder.mkdir()
    drop(folder, "nguoi-truoc.pdf", -5)
    with signed_in(tmp_path, created) as desk:
        equip(desk, Equipped(scanner_folder=str(folder)))
        assert scanned(desk, drafting.start(desk, "birth"), ()).before


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        equip(desk, Equipped(scanner_folder=str(tmp_path / "usb")))
        with pytest.raises(Problem, match="scans-gone"):
            scanned(desk, drafting.start(desk, "birth"), ())


def test_a_further_page_is_never_one_of_before_the_filing(tmp_path: Path) -> None:
    created = create(tmp_path)
    folder = tmp_path / "quet"
    folder.mkdir()
    drop(folder, "nguoi-truoc.pdf", -5)
    drop(folder, "nay.pdf", 1)
    with signed_in(tmp_path, created) as desk:
        equip(desk, Equipped(scanner_folder=str(folder)))
        draft = drafting.start(desk, "birth")
        first = scanned(desk, draft, ())
        assert [file.path.name for file in first.files] == ["nay.pdf"]
        with pytest.raises(Problem, match="scans-none"):
            scanned(desk, draft, first.files)


def test_what_was_shown_is_attached_whatever_lies_there_by_now(tmp_path: Path) -> None:
    created = create(tmp_path)
    folder = tmp_path / "quet"
    folder.mkdir()
    drop(folder, "scan.pdf", 1)
    with signed_in(tmp_path, created) as desk:
        equip(desk, Equipped(scanner_folder=str(folder)))
        draft = drafting.start(desk, "birth")
        shown = scanned(desk, draft, ())
        (folder / "scan.pdf").write_bytes(b"%PDF-1.4 other")
        draft = drafting.attach(desk, draft, "birth-certificate", shown.scan.paper)
        assert draft.filing.attachments[0].content == shown.scan.paper.sha256
