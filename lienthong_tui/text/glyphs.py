"""Which characters the vendored fonts can print.

PDF/A refuses a character without a glyph, and the refusal names no field: it is found here first.
Only the part of the `cmap` table that Liberation Serif 2.1.5 has is read: formats 4 and 12
(ISO/IEC 14496-22).
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path

# Control, invisible and direction characters change what a reader sees; line breaks are laid out.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def printable(text: str, field: str) -> str:
    """`text`, every letter of which can be printed.

    Raises Problem("letter-missing") with the first that cannot, and `field`, what its place is
    called.
    """
    if missing := missing_letters(text):
        raise Problem("letter-missing", character=missing[0], field=field)
    return text


def missing_letters(text: str) -> list[str]:
    """The characters of `text` that cannot be printed, each once, in order of appearance."""
    printable = _printable()
    return [letter for letter in dict.fromkeys(text) if letter != "\n" and letter not in printable]


@cache
def _printable() -> frozenset[str]:
    faces = [_characters(path.read_bytes()) for path in sorted(font_folder().glob("*.ttf"))]
    common = frozenset.intersection(*faces)
    return frozenset(c for c in map(chr, common) if unicodedata.category(c) not in _UNPRINTABLE)


def font_folder() -> Path:
    """The folder of the only fonts that are ever used."""
    return data_path("fonts")


def _characters(font: bytes) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    found: set[int] = set()
    for n in range(count):
        platform, _, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * n)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if platform in (0, 3) and form == 4:
            found |= _segments(font, cmap + offset)
        elif platform in (0, 3) and form == 12:
            found |= _groups(font, cmap + offset)
    return frozenset(found)


def _segments(font: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    layout = f">{twice // 2}H"
    ends = struct.unpack_from(layout, font, at + 14)
    starts = struct.unpack_from(layout, font, at + 16 + twice)
    deltas = struct.unpack_from(layout, font, at + 16 + 2 * twice)
    ranges_at = at + 16 + 3 * twice
    ranges = struct.unpack_from(layout, font, ranges_at)
    found = set()
    for n, (start, end, delta, jump) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if jump:
                (glyph,) = struct.unpack_from(
                    ">H", font, ranges_at + 2 * n + jump + 2 * (code - start)
                )
            if glyph and code != 0xFFFF and (glyph + delta) & 0xFFFF:
                found.add(code)
    return found


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">L", font, at + 12)
    groups = (struct.unpack_from(">LLL", font, at + 16 + 12 * n) for n in range(count))
    return {
        code
        for start, end, glyph in groups
        for code in range(start, end + 1)
        if glyph + code - start
    }
