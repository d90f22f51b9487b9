"""Packets leave the desk whole, all together, and the journal says so."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import exporting, office
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import export
from lienthong_tui.filing.agency_events import Delivered, Exported
from lienthong_tui.filing.delivery import delivery
from lienthong_tui.filing.kinds import from_plain
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.packets import packet
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.store import chain, content, journal

from .sample import LATE, NOW, counts, create, file, opened

AGENCIES = ["civil-status", "residence-police", "social-insurance"]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pristine")
    create(place)
    with opened(place) as desk:
        file(desk, LATE)
    return place


@pytest.fixture
def desk(pristine: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path) as desk:
        yield desk


@pytest.fixture
def reference(desk: Desk) -> str:
    return str(desk.lookup("LT19639")[0].reference)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def refused(desk: Desk, reference: str, out: Path) -> Problem:
    before = counts(desk)
    with pytest.raises(Problem) as caught:
        export(desk, reference, out)
    assert counts(desk) == before
    return caught.value


def test_each_agency_gets_its_packet(desk: Desk, reference: str, stick: Path) -> None:
    paths = export(desk, reference, stick / "2026/hồ sơ")
    assert list(paths) == AGENCIES
    names = sorted(path.name for path in (stick / "2026/hồ sơ").iterdir())
    assert names == [f"{reference}-{agency}.zip" for agency in AGENCIES]
    for agency, path in paths.items():
        contents = packet.read(path.read_bytes()).contents
        assert (contents.agency, contents.reference) == (agency, reference)


def test_what_leaves_is_what_was_sealed(desk: Desk, reference: str, stick: Path) -> None:
    paths = export(desk, reference, stick)
    filing, _ = desk.filing(desk.lookup(reference)[0].filing)
    assert filing.completed is not None
    for sealed in filing.completed.packets:
        assert paths[sealed.agency].read_bytes() == content.get(desk.db, sealed.content)


def test_twice_gives_the_same_bytes(desk: Desk, reference: str, stick: Path) -> None:
    first = {path.name: path.read_bytes() for path in export(desk, reference, stick).values()}
    second = {path.name: path.read_bytes() for path in export(desk, reference, stick).values()}
    other = export(desk, reference.lower(), stick / "other")
    assert first == second == {path.name: path.read_bytes() for path in other.values()}


def test_the_journal_says_that_they_left(desk: Desk, reference: str, stick: Path) -> None:
    filing_id = desk.lookup(reference)[0].filing
    assert desk.filing(filing_id)[0].exported == frozenset()
    export(desk, reference, stick)
    filing, _ = desk.filing(filing_id)
    assert filing.completed is not None
    contents = tuple(sealed.content for sealed in filing.completed.packets)
    assert filing.exported == filing.delivered == set(contents)
    assert [delivery(filing, sealed) for sealed in filing.packets] == ["delivered"] * 3
    left, arrived = journal.events_of(desk.db, filing_id)[-2:]
    assert from_plain(left.envelope.kind, left.payload) == Exported(packets=contents)
    assert from_plain(arrived.envelope.kind, arrived.payload) == Delivered(packets=contents)
    assert left.envelope.officer == desk.unlocked.officer
    chain.verify_journal(desk.db)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (make_reference("19639", NOW.date(), 1, 2), "reference-unknown"),
        ("LT19639-261122-1001-0", "reference-check"),
        ("G22.99.01", "reference-form"),
        ("../../etc/passwd", "reference-form"),
        ("", "reference-form"),
    ],
)
def test_only_a_reference_of_this_desk_is_exported(
    desk: Desk, stick: Path, text: str, code: str
) -> None:
    problem = refused(desk, text, stick)
    assert isinstance(problem, Unusable)
    assert problem.code == code
    assert not stick.exists()


def test_a_folder_that_is_a_file_is_told(desk: Desk, reference: str, stick: Path) -> None:
    stick.write_text("a file")
    problem = refused(desk, reference, stick)
    assert problem == DeskUnavailable("export-unwritable", path=str(stick))
    assert stick.read_text() == "a file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(desk: Desk, reference: str, stick: Path) -> None:
    stick.mkdir(mode=0o500)
    assert refused(desk, reference, stick).code == "export-unwritable"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, "export-full"),
        (errno.EDQUOT, "export-full"),
        (errno.EROFS, "export-unwritable"),
        (errno.EIO, "export-unwritable"),
    ],
)
@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_stick_that_fails_part_way_is_gone_on_with(
    desk: Desk,
    reference: str,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: int,
    code: str,
    written: int,
) -> None:
    stick.mkdir()
    (stick / f"{reference}-civil-status.zip").write_text("an older copy")
    flush = os.fsync
    synced: list[int] = []

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            return
        if len(synced) == written:
            raise OSError(error, os.strerror(error))
        synced.append(descriptor)
        flush(descriptor)

    filing_id = desk.lookup(reference)[0].filing
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(DeskUnavailable) as caught:
            export(desk, reference, stick)
    assert caught.value == DeskUnavailable(code, path=str(stick))
    filing, _ = desk.filing(filing_id)
    whole = {sealed.file_name: data for sealed, data in desk.packets(filing)}
    there = {path.name: path.read_bytes() for path in stick.iterdir()}
    if written == 0:
        assert there == {f"{reference}-civil-status.zip": b"an older copy"}
    else:
        assert there == {name: whole[name] for name in there}
        assert len(there) == written
    states = ["delivered"] * written + (["leaving"] if written else ["kept"]) * (3 - written)
    assert [delivery(filing, sealed) for sealed in filing.packets] == states
    # The next call brings the rest, and only that.
    assert list(export(desk, reference, stick)) == AGENCIES[written:]
    assert {path.name: path.read_bytes() for path in stick.iterdir()} == whole
    assert desk.filing(filing_id)[0].delivered == {s.content for s in filing.packets}


def test_a_stick_exchanged_in_the_middle_gets_what_it_has_not(
    desk: Desk, reference: str, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulled between writing and naming, and another one put in: nothing of it was delivered."""
    append = Desk.append

    def exchanged(desk: Desk, *arguments: Any, **named: Any) -> Any:
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir()
        return append(desk, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "append", exchanged)
        with pytest.raises(DeskUnavailable) as caught:
            export(desk, reference, stick)
    assert caught.value == DeskUnavailable("export-unwritable", path=str(stick))
    filing_id = desk.lookup(reference)[0].filing
    assert desk.filing(filing_id)[0].delivered == frozenset()
    assert len(export(desk, reference, stick)) == len(AGENCIES)


def test_what_lies_there_already_is_not_written_again(
    desk: Desk, reference: str, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = export(desk, reference, stick)
    written = {agency: path.stat().st_mtime_ns for agency, path in paths.items()}
    paths["civil-status"].write_bytes(b"damaged meanwhile")
    export(desk, reference, stick)
    again = {agency: path.stat().st_mtime_ns for agency, path in paths.items()}
    assert {agency for agency in paths if written[agency] != again[agency]} == {"civil-status"}


def test_drafts_of_a_killed_export_are_removed(desk: Desk, reference: str, stick: Path) -> None:
    stick.mkdir()
    for name in (
        ".LT19639-261101-1007-X-civil-status.zip.lienthong.tmp",
        ".du-lieu-ca-nhan.json.lienthong.tmp",
    ):
        (stick / name).write_text("half a packet")
    for name in (".mine.zip.tmp", "LT.zip.tmp", "photo.jpg"):
        (stick / name).write_text("somebody's")
    (stick / ".LT-folder.zip.lienthong.tmp").mkdir()
    paths = export(desk, reference, stick)
    assert {path.name for path in stick.iterdir()} == {
        *(path.name for path in paths.values()),
        *(".mine.zip.tmp", "LT.zip.tmp", "photo.jpg", ".LT-folder.zip.lienthong.tmp"),
    }


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_an_export_killed_part_way_leaves_nothing_that_the_next_does_not_clear(
    desk: Desk, reference: str, stick: Path, tmp_path: Path
) -> None:
    whole = {path.name: path.read_bytes() for path in export(desk, reference, stick).values()}
    shutil.rmtree(stick)
    killed = f"""
import os
from pathlib import Path
from desk.sample import opened
from lienthong_tui.desk.exporting import export
flush, done = os.fsync, []
def fsync(descriptor):
    done.append(flush(descriptor))
    if len(done) == 3:  # the first packet, the folder it lies in, the second
        os.kill(os.getpid(), 9)
with opened(Path({str(tmp_path)!r})) as desk:
    os.fsync = fsync
    export(desk, {reference!r}, Path({str(stick)!r}))
"""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", killed], env=env, check=False).returncode == -9
    left = [path.name for path in stick.iterdir()]
    assert len(left) == 2
    assert len(whole.keys() & set(left)) == 1  # the first is whole, the second a draft
    export(desk, reference, stick)
    assert {path.name: path.read_bytes() for path in stick.iterdir()} == whole


def test_a_damaged_packet_stops_its_export_and_no_other(
    desk: Desk, reference: str, stick: Path
) -> None:
    other = str(file(desk, LATE).reference)
    sealed, data = desk.packets(desk.filing(desk.lookup(reference)[0].filing)[0])[1]
    flipped = bytes([data[0] ^ 1]) + data[1:]
    for spoil, code in (
        ("UPDATE content SET data = :data WHERE sha256 = :sha256", "content-damaged"),
        ("DELETE FROM content WHERE sha256 = :sha256", "content-missing"),
    ):
        desk.db.execute(spoil, {"data": flipped, "sha256": sealed.content})
        problem = refused(desk, reference, stick)
        assert problem == DeskUnavailable(code, sha256=sealed.content)
        assert not stick.exists()
    assert len(export(desk, other, stick)) == 3


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_a_link_on_the_stick_is_not_written_through(
    desk: Desk, reference: str, stick: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    stick.mkdir()
    names = [f"{reference}-civil-status.zip", office.file_name(desk)]
    for name in [*names, *(f".{name}.lienthong.tmp" for name in names)]:
        (stick / name).symlink_to(precious)
    export(desk, reference, stick)
    office.write_file(desk, stick)
    assert precious.read_text() == "precious"
    assert [path for path in stick.iterdir() if path.is_symlink()] == []


def test_a_stick_that_keeps_other_bytes_is_found_out(
    desk: Desk, reference: str, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_back = exporting._read_back

    def rotten(path: Path) -> bytes:
        data = read_back(path)
        return data[:-1] + b"!" if path.name.endswith("police.zip.lienthong.tmp") else data

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "_read_back", rotten)
        with pytest.raises(DeskUnavailable) as caught:
            export(desk, reference, stick)
    assert caught.value.code == "export-differs"
    assert str(caught.value.params["path"]).endswith("residence-police.zip")
    assert [path.name for path in stick.iterdir()] == [f"{reference}-civil-status.zip"]


def test_what_the_journal_cannot_record_does_not_leave(
    desk: Desk, reference: str, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any, **_named: Any) -> Any:
        raise DeskUnavailable("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(journal, "append", full)
        assert refused(desk, reference, stick).code == "disk-full"
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("stuck", AGENCIES)
def test_nothing_leaves_that_is_not_recorded(
    desk: Desk, reference: str, stick: Path, stuck: str
) -> None:
    """Whichever move fails: what arrived before it is in the journal, and nothing is half there."""
    way = stick / f"{reference}-{stuck}.zip/in the way"
    way.mkdir(parents=True)
    with pytest.raises(DeskUnavailable) as caught:
        export(desk, reference, stick)
    assert caught.value == DeskUnavailable("export-unwritable", path=str(stick))
    left = {path.name for path in stick.iterdir()}
    arrived = AGENCIES[: AGENCIES.index(stuck) + 1]
    assert left == {f"{reference}-{agency}.zip" for agency in arrived}
    filing, _ = desk.filing(desk.lookup(reference)[0].filing)
    recorded = {sealed.content for sealed, _ in desk.packets(filing)}
    assert filing.exported == recorded
    for sealed, data in desk.packets(filing):
        assert (sealed.content in filing.delivered) == (sealed.agency in arrived[:-1])
        if sealed.agency in arrived[:-1]:
            assert (stick / sealed.file_name).read_bytes() == data
    way.rmdir()
    way.parent.rmdir()
    assert list(export(desk, reference, stick)) == AGENCIES[AGENCIES.index(stuck) :]
