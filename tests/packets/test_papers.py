import contextlib
import hashlib
import os
import socket
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.packets.media import MAX_PIXELS, recognise
from lienthong_tui.packets.names import is_safe_name
from lienthong_tui.packets.papers import Paper, read_paper, safe_name
from lienthong_tui.problems import Problem

LIMIT = 10_000


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">L", len(content)) + checked + struct.pack(">L", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2, frame: int = 0xC0) -> bytes:
    segment = b"\xff\xe0\x00\x10JFIF\0" + bytes(9)
    tables = b"\xff\xc4\x00\x04xx"
    start = b"\xff\xff" + bytes([frame]) + struct.pack(">HB2HB", 11, 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + segment + tables + start + b"\xff\xda\x00\x02scan\xff\xd9"


MANY_CHUNKS = png()[:33] + (bytes(4) + b"tEXt" + bytes(4)) * 60_000 + png()[33:]
PDF = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def refused(path: Path | str, root: Path, limit: int = LIMIT) -> Problem:
    with pytest.raises(Problem) as caught:
        read_paper(Path(path), root=root, limit=limit)
    return caught.value


def test_a_paper(tmp_path: Path) -> None:
    (tmp_path / "quét").mkdir()
    (tmp_path / "quét" / "Giấy chứng sinh.PDF").write_bytes(PDF)
    paper = read_paper(Path("quét/Giấy chứng sinh.PDF"), root=tmp_path, limit=len(PDF))
    assert paper == Paper(
        "giay-chung-sinh.pdf", "application/pdf", PDF, hashlib.sha256(PDF).hexdigest()
    )


@pytest.mark.parametrize(
    ("data", "media_type", "name"),
    [
        (PDF, "application/pdf", "scan.pdf"),
        (PDF + b"PK\x05\x06 trailing directory", "application/pdf", "scan.pdf"),
        (PDF + bytes(1000), "application/pdf", "scan.pdf"),
        # There may be pages among objects that are packed away, and an outline may count none.
        (PDF.replace(b"/Catalog", b"/ObjStm/Count 0"), "application/pdf", "scan.pdf"),
        (PDF.replace(b"/Catalog", b"/Page/Count 0"), "application/pdf", "scan.pdf"),
        (PDF.replace(b"Root", b"X(/Encrypted /Encryption) /Root"), "application/pdf", "scan.pdf"),
        (jpeg(), "image/jpeg", "scan.jpg"),
        (jpeg(frame=0xC2), "image/jpeg", "scan.jpg"),
        (jpeg() + b"\0\0\xff\n", "image/jpeg", "scan.jpg"),
        (jpeg(10_000, 6_000), "image/jpeg", "scan.jpg"),
        (png(), "image/png", "scan.png"),
        (png(10_000, 6_000), "image/png", "scan.png"),
    ],
)
def test_content_decides_and_corrects_the_extension(
    data: bytes, media_type: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "Scan.pdf").write_bytes(data)
    paper = read_paper(Path("Scan.pdf"), root=tmp_path, limit=LIMIT)
    assert (paper.name, paper.media_type, paper.data) == (name, media_type, data)


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (b"MZ\x90\0", "paper-type", {"seems": "program"}),
        (b"\x7fELF\x02", "paper-type", {"seems": "program"}),
        (b"#!/bin/sh\n", "paper-type", {"seems": "program"}),
        (b"PK\x03\x04....[Content_Types].xml word/document.xml", "paper-type", {"seems": "office"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "paper-type", {"seems": "office"}),
        (b"{\\rtf1", "paper-type", {"seems": "office"}),
        (b"PK\x03\x04....a.txt", "paper-type", {"seems": "archive"}),
        (b"Rar!\x1a\x07", "paper-type", {"seems": "archive"}),
        (b"GIF89a", "paper-type", {"seems": "image"}),
        (b"II*\0", "paper-type", {"seems": "image"}),
        (b"\n <!DOCTYPE html><title>x", "paper-type", {"seems": "web"}),
        (b"\xef\xbb\xbf<html>", "paper-type", {"seems": "web"}),
        (b'<svg xmlns="x">', "paper-type", {"seems": "web"}),
        ("Giấy chứng sinh\r\n".encode(), "paper-type", {"seems": "text"}),
        (b" %PDF-1.7 %%EOF", "paper-type", {"seems": "text"}),
        (b"\x00\x01\x02", "paper-type", {"seems": "unknown"}),
        (b"\xff\xfe\x00\x01", "paper-type", {"seems": "unknown"}),
        (b"\0\0\0\x18ftypheic\0\0", "paper-heic", {}),
        (b"\0\0\0\x18ftypmif1\0\0", "paper-heic", {}),
        (b"\0\0\0\x18ftypmp42\0\0", "paper-type", {"seems": "unknown"}),
        (PDF[:40], "paper-pdf-truncated", {}),
        (PDF + bytes(3000), "paper-pdf-truncated", {}),
        (PDF.replace(b"/Catalog>>", b"/Pages/Kids[]/Count 0>>"), "paper-pdf-blank", {}),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "paper-pdf-password", {}),
        (PDF.replace(b"/Root", b"/Encrypt<</V 4>>/Root"), "paper-pdf-password", {}),
        (jpeg()[:-4], "paper-image-truncated", {}),
        (jpeg() + b"<?php ?>", "paper-image-truncated", {}),
        (b"\xff\xd8\xff\xd9", "paper-image-truncated", {}),
        (jpeg(10_001, 6_000), "paper-image-huge", {"width": 10_001, "height": 6_000}),
        (png()[:-6], "paper-image-truncated", {}),
        # Of so many parts that looking through them all takes minutes.
        (jpeg()[:2] + b"\xff" * 60_000 + jpeg()[2:], "paper-image-truncated", {}),
        (jpeg()[:2] + b"\xff\xfe\0\2" * 60_000 + jpeg()[2:], "paper-image-truncated", {}),
        (MANY_CHUNKS, "paper-image-truncated", {}),
        (png()[:8] + b"IEND\xaeB`\x82", "paper-image-truncated", {}),
        (png(40_000, 40_000), "paper-image-huge", {"width": 40_000, "height": 40_000}),
    ],
)
def test_content_that_is_refused(data: bytes, code: str, params: dict[str, Any]) -> None:
    if code == "paper-image-huge":
        params = {**params, "limit": MAX_PIXELS}
    with pytest.raises(Problem) as caught:
        recognise(data, "scan.pdf")
    assert caught.value == Problem(code, name="scan.pdf", **params)


@given(
    st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftyp"]),
    st.binary(max_size=60),
    st.sampled_from([b"", b"%%EOF", b"\xff\xd9", b"IEND\xaeB`\x82"]),
)
@settings(max_examples=200)
def test_any_bytes_are_recognised_or_refused(start: bytes, middle: bytes, end: bytes) -> None:
    with contextlib.suppress(Problem):
        recognise(start + middle + end, "x")


@pytest.mark.parametrize("cut", [PDF, jpeg(), png()])
def test_every_cut_is_noticed(cut: bytes) -> None:
    for length in range(len(cut) - 5):
        with pytest.raises(Problem):
            recognise(cut[:length], "x")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../scan.pdf", "a/../scan.pdf", "link.pdf", "to/x"]
)
def test_nothing_outside_the_folder(path: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    for file in (tmp_path / "scan.pdf", root / "scan.pdf"):
        file.write_bytes(PDF)
    (root / "link.pdf").symlink_to("../scan.pdf")
    (root / "to").symlink_to(tmp_path)
    assert refused(path, root) == Problem("paper-outside", name=Path(path).name)


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    root = tmp_path / "also-a-link"
    (tmp_path / "real").mkdir()
    root.symlink_to("real")
    (root / "scan.pdf").write_bytes(PDF)
    (root / "newest.pdf").symlink_to("scan.pdf")
    assert read_paper(Path("newest.pdf"), root=root, limit=LIMIT).data == PDF


@pytest.mark.parametrize("path", ["none.pdf", "scan.pdf/x", "dangling", "loop", "nul\0.pdf"])
def test_missing(path: str, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(PDF)
    (tmp_path / "dangling").symlink_to("gone.pdf")
    (tmp_path / "loop").symlink_to("loop")
    assert refused(path, tmp_path).code == "paper-missing"


def test_directory_and_special_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        assert refused("folder", tmp_path).code == "paper-directory"
        assert refused(".", tmp_path).code == "paper-directory"
        assert refused("pipe", tmp_path).code == "paper-special"
        assert refused("socket", tmp_path).code == "paper-special"
    assert refused("null", Path("/dev")).code == "paper-special"


def test_a_file_that_another_takes_the_place_of_meanwhile_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at it and its opening: gone, a way out of the folder, a pipe without end."""
    path, secret = tmp_path / "scan.pdf", tmp_path.with_name("secret.pdf")
    secret.write_bytes(PDF)
    replaced: list[Callable[[], Any]] = [
        lambda: None,
        lambda: path.symlink_to(secret),
        lambda: os.mkfifo(path),
    ]
    found: list[str] = []
    open_file = os.open

    def opened(*arguments: Any) -> int:
        path.unlink()
        replaced[len(found)]()
        return open_file(*arguments)

    monkeypatch.setattr(os, "open", opened)
    for _ in replaced:
        path.unlink(missing_ok=True)
        path.write_bytes(PDF)
        found.append(refused("scan.pdf", tmp_path).code)
    assert found == ["paper-missing", "paper-unreadable", "paper-special"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_a_disk_that_fails_while_it_is_read() -> None:
    # What this answers to a reading is what a stick pulled out answers: EIO.
    assert refused("self/mem", Path("/proc")) == Problem("paper-unreadable", name="mem")


def test_a_name_too_long_for_the_disk(tmp_path: Path) -> None:
    assert refused("a" * 300, tmp_path).code == "paper-unreadable"


def test_empty_and_large(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    assert refused("empty.pdf", tmp_path) == Problem("paper-empty", name="empty.pdf")
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(1 << 40)  # sparse: reading it whole would not end
    assert refused("large.pdf", tmp_path) == Problem(
        "paper-large", name="large.pdf", size=1 << 40, limit=LIMIT
    )
    (tmp_path / "fits.pdf").write_bytes(PDF)
    assert refused("fits.pdf", tmp_path, len(PDF) - 1).code == "paper-large"


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs Linux's /proc")
def test_a_file_that_tells_no_size_is_read_no_further_than_the_limit() -> None:
    # Everything under /proc says 0 bytes.
    assert refused("version", Path("/proc"), 10) == Problem(
        "paper-large", name="version", size=11, limit=10
    )


def test_problems_show_no_escape_codes(tmp_path: Path) -> None:
    assert refused("a\x1b[2J\u202e.pdf", tmp_path).params["name"] == "a?[2J?.pdf"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Giấy chứng sinh bé Đặng Thị Huyền.PDF", "giay-chung-sinh-be-dang-thi-huyen.pdf"),
        ("anh.jpeg", "anh.pdf"),
        ("CT01 (bản 2).v3.docx", "ct01-ban-2-v3.pdf"),
        ("IMG_0001", "img-0001.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("...", "tep.pdf"),
        ("王.pdf", "tep.pdf"),
        ("CON.pdf", "tep-con.pdf"),
        ("com1", "tep-com1.pdf"),
        ("a" * 300, "a" * 60 + ".pdf"),
    ],
)
def test_safe_names(name: str, expected: str) -> None:
    assert safe_name(name, ".pdf") == expected


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_safe_names_are_safe(name: str) -> None:
    assert is_safe_name(safe_name(name, ".jpg"))
