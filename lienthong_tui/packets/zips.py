"""One ZIP file for one set of entries: the canonical form that packets are written in.

Entries sorted by name, stored without compression (deflate differs between zlib builds), dated
1980-01-01, regular files of mode 644, flag for UTF-8 names, no extra field, no comment, nothing
before, between or behind. Written here rather than with `zipfile`, whose headers differ between
Python versions. Layout: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import struct
import zlib
from collections.abc import Mapping

from lienthong_tui.problems import Problem

MAX_SIZE = 300_000_000
MAX_ENTRIES = 500

_VERSION = 20
_MADE_ON_UNIX = 3 << 8 | _VERSION
_UTF8_NAMES = 0x0800
_ENCRYPTED = 0x0001
_MIDNIGHT, _FIRST_OF_JANUARY_1980 = 0, 1 << 5 | 1
_REGULAR_FILE_644 = 0o100644 << 16

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LONGEST_END = _END.size + 0xFFFF
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def write_zip(entries: Mapping[str, bytes]) -> bytes:
    """The canonical ZIP of `entries` (name → content, any order). Checks no name.

    Raises `packet-too-many` (count, limit) and `packet-too-large` (size, limit).
    """
    check_entries(len(entries))
    contents: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, content in sorted(entries.items()):
        encoded = name.encode()
        shared = (
            *(_VERSION, _UTF8_NAMES, 0, _MIDNIGHT, _FIRST_OF_JANUARY_1980),
            *(zlib.crc32(content), len(content), len(content), len(encoded), 0),
        )
        contents += _LOCAL.pack(_LOCAL_MARK, *shared), encoded, content
        directory += (
            _CENTRAL.pack(*(_CENTRAL_MARK, _MADE_ON_UNIX, *shared, 0, 0, 0, _REGULAR_FILE_644, at)),
            encoded,
        )
        at += _LOCAL.size + len(encoded) + len(content)
    listing = b"".join(directory)
    check_size(at + len(listing) + _END.size)
    count = len(entries)
    end = _END.pack(_END_MARK, 0, 0, count, count, len(listing), at, 0)
    return b"".join((*contents, listing, end))


def read_zip(data: bytes) -> dict[str, bytes]:
    """The entries of a stored ZIP, as its directory lists them.

    Reads only what it needs to find the contents: the caller compares `write_zip` of the result
    with `data` to know that nothing else was there. Raises `packet-not-zip`,
    `packet-not-canonical`, `packet-name-unsafe` (name not UTF-8), `packet-file-extra` (name listed
    twice), `packet-too-many`, `packet-too-large`.
    """
    check_size(len(data))
    # A copy that was cut short has lost its end mark: it is no longer a ZIP either.
    if not data.startswith(_LOCAL_MARK) or _END_MARK not in data[-_LONGEST_END:]:
        raise Problem("packet-not-zip")
    end_at = len(data) - _END.size
    if end_at < 0 or not data.startswith(_END_MARK, end_at):
        raise Problem("packet-not-canonical")
    _, _, _, _, count, _, at, _ = _END.unpack_from(data, end_at)
    check_entries(count)

    entries: dict[str, bytes] = {}
    total = 0
    for _ in range(count):
        if at + _CENTRAL.size > end_at:
            raise Problem("packet-not-canonical")
        # fmt: off
        (mark, _, _, flags, method, _, _, _, packed, size, name_length, extra_length,
         comment_length, _, _, _, local_at) = _CENTRAL.unpack_from(data, at)
        # fmt: on
        name_at = at + _CENTRAL.size
        at = name_at + name_length + extra_length + comment_length
        if mark != _CENTRAL_MARK or at > end_at:
            raise Problem("packet-not-canonical")
        name = _decoded(data[name_at : name_at + name_length])
        if name in entries:
            raise Problem("packet-file-extra", name=name)
        if method or flags & _ENCRYPTED or packed != size:
            raise Problem("packet-not-canonical")
        total += size
        check_size(total)  # entries that share bytes could add up to far more than the file
        entries[name] = _content(data, local_at, size, end_at)
    return entries


def check_size(size: int) -> None:
    """Raise `packet-too-large` (size, limit in bytes)."""
    if size > MAX_SIZE:
        raise Problem("packet-too-large", size=size, limit=MAX_SIZE)


def check_entries(count: int) -> None:
    """Raise `packet-too-many` (count, limit)."""
    if count > MAX_ENTRIES:
        raise Problem("packet-too-many", count=count, limit=MAX_ENTRIES)


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        raise Problem("packet-name-unsafe", name=ascii(name)[2:-1]) from None


def _content(data: bytes, local_at: int, size: int, end_at: int) -> bytes:
    if local_at + _LOCAL.size > end_at:
        raise Problem("packet-not-canonical")
    name_length, extra_length = _LOCAL.unpack_from(data, local_at)[-2:]
    start = local_at + _LOCAL.size + name_length + extra_length
    if start + size > end_at:
        raise Problem("packet-not-canonical")
    return data[start : start + size]
