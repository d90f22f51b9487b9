"""A small desk at the lowest password cost, and the shipped cases filed on it; nobody is real."""

import copy
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

import pyotp

from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.desk import founding, vault
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import Reading, read_case
from lienthong_tui.desk.session import session
from lienthong_tui.filing.filing import Filing
from lienthong_tui.resources import data_path
from lienthong_tui.store import sqlcipher
from lienthong_tui.store.sqlcipher import one, rows

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
COMMUNE = "19639"
OFFICER_ID, OFFICER_NAME, PASSWORD = "099190000017", "Nguyễn Thị Mẫu", "mưa rơi trên mái"
PATIENCE = 100  # seconds; on a PC under load another program may hold the lock for long
SAMPLES = sorted(data_path("samples").glob("*.toml"))
MARRIED = SAMPLES[0]  # no papers attached
DEATHS = [path for path in SAMPLES if path.name[:2] in ("08", "09", "10")]
LATE = SAMPLES[4]  # one paper, and one warning with its reason
Made = TypeVar("Made")


def create(place: Path, **changed: Any) -> founding.Created:
    """A desk at `place/desk`, its key file `desk.key` and its recovery sheet `sheet.txt`.

    With nothing `changed` it is a copy of one that all such tests share: two would be twins.
    """
    return create_anew(place, **changed) if changed else copied(create_anew, place)


def create_anew(place: Path, **changed: Any) -> founding.Created:
    """As `create`, with keys and a stream that no other has."""
    arguments: dict[str, Any] = {
        "commune": COMMUNE,
        "number": 1,
        "officer_id": OFFICER_ID,
        "officer_name": OFFICER_NAME,
        "password": PASSWORD,
        "recovery_file": place / "sheet.txt",
        "key_file": place / "desk.key",
        "cost": FLOOR,
        "now": NOW,
    }
    return founding.create(place / "desk", **(arguments | changed))


def copied(make: Callable[[Path], Made], place: Path) -> Made:
    """What `make` makes in a folder, made once and copied to `place`: to found a desk takes a tenth
    of a second, mostly on purpose."""
    folder, made = once_made(make)
    shutil.copytree(folder.name, place, dirs_exist_ok=True)
    return cast(Made, copy.deepcopy(made))


@cache
def once_made(make: Callable[[Path], object]) -> tuple[TemporaryDirectory[str], object]:
    """What is copied: made before any test, which may alter what makes it (`conftest`)."""
    folder = TemporaryDirectory(prefix="lienthong-made-")
    return folder, make(Path(folder.name))


@contextmanager
def opened(place: Path, now: datetime = NOW) -> Iterator[Desk]:
    unlocked = vault.open_with_key_file(place / "desk", place / "desk.key", NOW)
    with session(unlocked, lambda: now) as desk:
        yield desk


@contextmanager
def signed_in(place: Path, created: founding.Created, now: datetime = NOW) -> Iterator[Desk]:
    """The desk as its officer has it: what a key file may not do, the officer may."""
    code = pyotp.TOTP(pyotp.parse_uri(created.otp_uri).secret).at(now)
    unlocked = vault.open_with_password(place / "desk", OFFICER_ID, PASSWORD, code, now)
    with session(unlocked, lambda: now) as desk:
        yield desk


def read(path: Path = MARRIED) -> Reading:
    return read_case(path, now=NOW, commune=COMMUNE)


def file(desk: Desk, path: Path = MARRIED) -> Filing:
    return file_case(desk, read(path))


def counts(desk: Desk) -> dict[str, Any]:
    """How much the store holds, and the head of its journal: equal when nothing was stored."""
    tables = ("event", "payload", "content", "filing", "person", "number", "procedure")
    found: dict[str, Any] = {
        table: one(desk.db, f"SELECT count(*) FROM {table}") for table in tables
    }
    return found | {"head": desk.head(), "counter": rows(desk.db, "SELECT * FROM counter")}


def file_for_ever(place: str) -> None:
    """File the first sample until killed, and tell each reference once it is stored.

    The main function of a program of its own, which says when it is ready and waits for a line.
    """
    sqlcipher.BUSY_SECONDS = PATIENCE
    with opened(Path(place)) as desk:
        os.write(1, b"ready\n")
        sys.stdin.readline()
        while True:
            os.write(1, f"{file(desk).reference}\n".encode())
