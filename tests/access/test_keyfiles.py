import base64
import os
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from lienthong_tui.access import slots
from lienthong_tui.access.keyfiles import (
    check_place,
    read_key_file,
    read_signing_key,
    write_key_file,
    write_recovery_sheet,
)
from lienthong_tui.problems import Problem

IDENTITY = slots.recovery_slot(datetime(2026, 11, 23, tzinfo=UTC))[1]
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        read_key_file(path)
    return caught.value


def private(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def test_a_key_file_reads_back_and_states_its_purpose(tmp_path: Path) -> None:
    path = tmp_path / "night.key"
    write_key_file(path, IDENTITY, purpose="night backup\nof the desk")
    assert str(read_key_file(path)) == str(IDENTITY)
    assert path.read_text().splitlines()[0] == "# purpose: night backup of the desk"


def test_the_recovery_sheet_reads_back_and_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    write_recovery_sheet(path, IDENTITY, "Xã Nam\nCửa Việt")
    text = path.read_text("utf-8")
    assert str(read_key_file(path)) == str(IDENTITY)
    assert "GIẤY KHÔI PHỤC – Xã Nam Cửa Việt" in text
    assert "phong bì" in text
    # What the key opens in this version, and nothing that does not exist yet.
    for way in ("F9", "officer reset", "officer phone", "officer list", "journal verify"):
        assert way in text
    assert "rebuild" in text
    assert "age -d -i sheet.txt store-key.age" in text
    assert "bản chương trình\n# sau" not in text
    key_lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert key_lines == [str(IDENTITY).upper()]
    assert max(map(len, text.splitlines())) <= 80


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_it_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_key_file(tmp_path / "a.key", IDENTITY, purpose="x")
        write_recovery_sheet(tmp_path / "sheet.txt", IDENTITY, "x")
    finally:
        os.umask(before)
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("desk/a.key", "key-inside-desk"),
        ("desk/more/a.key", "key-inside-desk"),
        ("there.key", "file-exists"),
        ("loose.key", "file-exists"),
        ("none/a.key", "folder-missing"),
    ],
)
def test_a_place_for_no_key_is_told_before_one_is_made(
    tmp_path: Path, place: str, code: str
) -> None:
    (tmp_path / "there.key").touch()
    (tmp_path / "loose.key").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Problem) as caught:
        check_place(tmp_path / place, tmp_path / "desk")
    assert (caught.value.code, caught.value.params) == (code, {"path": f"{tmp_path / place}"})
    check_place(tmp_path / "desk-2.key", tmp_path / "desk")
    check_place(tmp_path / "a.key", None)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = private(tmp_path / "a.key", b"precious")
    with pytest.raises(Problem) as caught:
        write_key_file(path, IDENTITY, purpose="x")
    assert (caught.value.code, caught.value.params) == ("file-exists", {"path": str(path)})
    assert path.read_bytes() == b"precious"


@posix
def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Problem) as caught:
        write_key_file(path, IDENTITY, purpose="x")
    assert caught.value.code == "file-exists"
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        write_key_file(tmp_path / "none" / "a.key", IDENTITY, purpose="x")
    assert caught.value.code == "folder-missing"


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.key"
    write_key_file(path, IDENTITY, purpose="x")
    path.chmod(mode)
    problem = refused(path)
    assert problem.code == "key-file-mode"
    assert problem.params == {"path": str(path), "mode": f"0{mode:o}"}
    path.chmod(0o400)
    assert str(read_key_file(path)) == str(IDENTITY)


@posix
def test_links_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    write_key_file(tmp_path / "a.key", IDENTITY, purpose="x")
    (tmp_path / "link").symlink_to(tmp_path / "a.key")
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    found = {name: refused(tmp_path / name).code for name in ("link", "pipe", "folder", "none")}
    assert found == {
        "link": "key-file-link",
        "pipe": "key-file-malformed",
        "folder": "key-file-unreadable",
        "none": "key-file-missing",
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "key-file-malformed"),
        (b"# only a remark\n", "key-file-malformed"),
        (b"hello\n", "key-file-malformed"),
        (b"\xff\xfe\x00", "key-file-malformed"),
        (b"#" * 20_000, "key-file-malformed"),
        (f"{IDENTITY}\n{IDENTITY}\n".encode(), "key-file-malformed"),
        (str(IDENTITY.to_public()).encode(), "key-file-malformed"),
        (str(IDENTITY)[:-1].encode(), "key-mistyped"),
        (b"AGE-SECRET-KEY-1QQQQ\n", "key-mistyped"),
    ],
    ids=range(9),  # the contents are random, and parallel workers compare the names
)
def test_a_malformed_or_mistyped_file_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(private(tmp_path / "a.key", content)).code == code


def test_a_sheet_typed_in_lower_case_on_windows_is_read(tmp_path: Path) -> None:
    typed = b"\xef\xbb\xbf# typed\r\n\r\n" + str(IDENTITY).lower().encode() + b"  \r\n"
    assert str(read_key_file(private(tmp_path / "a.key", typed))) == str(IDENTITY)


@pytest.mark.parametrize(
    "point",
    [b"\x02" + bytes(32), b"\x05" + bytes(64), b""],
    ids=["compressed", "of no form", "none"],
)
def test_a_key_of_another_kind_that_is_damaged_is_told(tmp_path: Path, point: bytes) -> None:
    """The library that reads it says of a point it does not know that this is not implemented."""
    curve = generate_private_key(SECP256R1())
    whole = curve.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    point_as_it_was = curve.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    lines = whole.strip().split(b"\n")
    blob = base64.b64decode(b"".join(lines[1:-1]))
    before, after = (struct.pack(">L", len(p)) + p for p in (point_as_it_was, point))
    damaged = base64.b64encode(blob.replace(before, after))
    path = private(tmp_path / "a.key", b"\n".join((lines[0], damaged, lines[-1], b"")))
    with pytest.raises(Problem) as caught:
        read_signing_key(path)
    assert caught.value.code == "key-file-malformed"
