"""What a file really is, told by its content alone, and whether it arrived whole.

Nothing is decoded: marks and sizes stand at fixed places. PDF: ISO 32000-1, 7.5; JPEG: ITU-T
T.81, B.1; PNG: ISO/IEC 15948, 5; HEIC: ISO/IEC 23008-12, 10.2.
"""

import re
import struct
from collections.abc import Iterator

from lienthong_tui.problems import Problem

MAX_PIXELS = 60_000_000
# Segments or chunks: a picture of 60 megapixels has some thousands. To read millions one by one, as
# Pillow does, takes minutes.
_MOST_PARTS = 50_000
_PDF_TAIL = 2048  # bytes in which readers look for the end mark; scanners append padding

# The trailer's entry is never compressed, neither as a table nor as a stream.
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
# A tree of no pages, in a file that packs no objects away in which there could be some. 7.7.3.2
_NO_PAGES, _PAGE = re.compile(rb"/Count\s+0\b"), re.compile(rb"/Type\s*/Page(?!s)")
_PNG_MARK, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG_MARK, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

_OTHERS = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"PK\x03\x04", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"RIFF", "image"),
)
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
_WEB = re.compile(rb"\s*<(?:!doctype html|html|head|body|script|\?xml|svg)", re.IGNORECASE)


def recognise(data: bytes, name: str) -> str:
    """The media type of a PDF, JPEG or PNG file; `name` is only passed on to the problems.

    Raises `paper-type` (seems: one of program, archive, office, image, web, text, unknown),
    `paper-heic`, `paper-pdf-password`, `paper-pdf-truncated`, `paper-pdf-blank` (no page),
    `paper-image-truncated`, `paper-image-huge` (width, height in pixels, limit in pixels).
    """
    if data.startswith(b"%PDF-"):
        _check_pdf(data, name)
        return "application/pdf"
    if data.startswith(_JPEG_MARK):
        # Scanners pad the file; anything else behind the end is not the picture's.
        whole = data.rstrip(b"\0\xff \r\n").endswith(_JPEG_END)
        _check_image(_jpeg_size(data) if whole else None, name)
        return "image/jpeg"
    if data.startswith(_PNG_MARK):
        whole = _PNG_END in data and data[12:16] == b"IHDR" and _has_few_chunks(data)
        _check_image(struct.unpack_from(">2L", data, 16) if whole else None, name)
        return "image/png"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise Problem("paper-heic", name=name)
    raise Problem("paper-type", name=name, seems=_seems(data))


def _check_pdf(data: bytes, name: str) -> None:
    if b"%%EOF" not in data[-_PDF_TAIL:]:
        raise Problem("paper-pdf-truncated", name=name)
    if _ENCRYPTED.search(data):
        raise Problem("paper-pdf-password", name=name)
    if _NO_PAGES.search(data) and not _PAGE.search(data) and b"/ObjStm" not in data:
        raise Problem("paper-pdf-blank", name=name)


def _check_image(size: tuple[int, int] | None, name: str) -> None:
    if size is None:
        raise Problem("paper-image-truncated", name=name)
    width, height = size
    if width * height > MAX_PIXELS:
        raise Problem("paper-image-huge", name=name, width=width, height=height, limit=MAX_PIXELS)


def _has_few_chunks(data: bytes) -> bool:
    at = len(_PNG_MARK)
    for _ in range(_MOST_PARTS):
        if data[at + 4 : at + 8] in (b"IEND", b""):
            return True
        at += 12 + int.from_bytes(data[at : at + 4])
    return False


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    for marker, at in _jpeg_segments(data):
        # Start of frame: C0 to CF without the tables C4, C8 and CC.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">2H", data, at + 3)
            return width, height
    return None


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Marker and place of its length field, for each segment before the picture's own data."""
    at = 2
    for _ in range(_MOST_PARTS):
        if at + 9 > len(data) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker == 0xDA:
            return
        yield marker, at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4])


def _seems(data: bytes) -> str:
    if data.startswith(b"PK") and any(part in data for part in _OFFICE_PARTS):
        return "office"
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            return kind
    if _WEB.match(data.removeprefix(b"\xef\xbb\xbf")):
        return "web"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "unknown"
    return "text" if all(c.isprintable() or c in "\t\r\n\f\ufeff" for c in text) else "unknown"
