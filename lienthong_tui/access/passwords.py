"""Passwords: what is asked of them, and the key Argon2id makes of one."""

import unicodedata
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lienthong_tui.problems import DeskUnavailable, Unusable

LEAST_CHARACTERS = 10
FILE_BYTES = 4096
KEY_BYTES = 32


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


def check_strength(password: str) -> None:
    """Raises Unusable `password-short` below 10 characters; nothing else is prescribed.

    Length only, as NIST SP 800-63B advises: forced digits and signs end up on a note at the screen.
    """
    if len(unicodedata.normalize("NFC", password)) < LEAST_CHARACTERS:
        raise Unusable("password-short", least=LEAST_CHARACTERS)


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
