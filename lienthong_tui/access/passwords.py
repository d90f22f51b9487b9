"""Passwords: what is asked of them, and the key Argon2id makes of one."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import DeskUnavailable, Unusable
from lienthong_tui.text.fold import fold

LEAST_CHARACTERS = 10
FILE_BYTES = 4096
KEY_BYTES = 32

_FEWEST_CHARACTERS = 5
_ROWS = tuple(2 * row for row in ("0123456789", "abcdefghijklmnopqrstuvwxyz"))
_ROWS += ("qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p")


class Cost(msgspec.Struct, frozen=True):
    """What one Argon2id derivation spends: memory in KiB, passes over it, parallel lanes."""

    memory_kib: int
    iterations: int
    lanes: int


STANDARD = Cost(131072, 3, 1)  # about 0.5 s on a desk PC
FLOOR = Cost(19456, 2, 1)  # OWASP Password Storage Cheat Sheet: the least for Argon2id
CEILING = Cost(1048576, 16, 16)  # beyond it a stored cost is damage that would hang the desk


def derive(password: str, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte Argon2id key (RFC 9106) of a password, as NFC so that every keyboard agrees.

    Raises DeskUnavailable: `slot-weak-cost` below FLOOR (a weakened slot must not be used, it would
    make guessing cheap), `slot-damaged` above CEILING or with a salt of less than 8 bytes.
    """
    if cost.memory_kib < FLOOR.memory_kib or cost.iterations < FLOOR.iterations or cost.lanes < 1:
        raise DeskUnavailable("slot-weak-cost")
    if (
        cost.memory_kib > CEILING.memory_kib
        or cost.iterations > CEILING.iterations
        or cost.lanes > CEILING.lanes
        or len(salt) < 8
    ):
        raise DeskUnavailable("slot-damaged")
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(unicodedata.normalize("NFC", password).encode())


def check_strength(password: str, about: Sequence[str] = ()) -> None:
    """Refuse a password that is short, or that a guesser tries first.

    Length and a list of common ones, as NIST SP 800-63B advises: forced digits and signs end up on
    a note at the screen. `about` is what is known of its owner: name, ID number.

    Raises Unusable `password-short` (`least`) below 10 characters; `password-common`: nothing but
    digits, the same few characters, a row of the keyboard, or common words (of
    `data/reference/common_passwords.csv`) and `about` with digits and signs around them.
    """
    if len(unicodedata.normalize("NFC", password)) < LEAST_CHARACTERS:
        raise Unusable("password-short", least=LEAST_CHARACTERS)
    plain = "".join(fold(password).split())
    known = {"".join(fold(text).split()) for text in about} | {
        word for text in about for word in fold(text).split()
    }
    left = "".join(character for character in plain if character.isalpha())
    words = "|".join(map(re.escape, sorted(_common() | known, key=len, reverse=True)))
    in_a_row = any(plain in row or plain[::-1] in row for row in _ROWS)
    few = len(set(plain)) < _FEWEST_CHARACTERS
    # Four words are a good choice, whatever words they are; a stray letter or two hides none.
    if in_a_row or few or re.fullmatch(f"(?:{words}){{0,3}}.{{0,2}}", left):
        raise Unusable("password-common")


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("common_passwords"))


def read_password_file(path: Path) -> str:
    """The first line of a UTF-8 file (or pipe), without its line end or a byte-order mark.

    Raises Unusable, each with `path`: `password-file-missing`, `password-file-unreadable` (no
    permission, a directory, not UTF-8), `password-file-empty`, `password-file-large` (no line end
    within 4096 bytes).
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            # A regular file may be as long as it likes after its first line; /dev/zero has none.
            line = file.readline(FILE_BYTES + 1)
    except FileNotFoundError:
        raise Unusable("password-file-missing", path=name) from None
    except OSError:
        raise Unusable("password-file-unreadable", path=name) from None
    if len(line) > FILE_BYTES:
        raise Unusable("password-file-large", path=name, most=FILE_BYTES)
    try:
        password = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unusable("password-file-unreadable", path=name) from None
    if not password:
        raise Unusable("password-file-empty", path=name)
    return password


def id_number_in(file: Path) -> str:
    """An ID number in the first line of a file, where no other user of the PC sees it.

    Raises Unusable("id-number-file") with `path`.
    """
    try:
        return read_password_file(file)
    except Unusable:
        raise Unusable("id-number-file", path=str(file)) from None
