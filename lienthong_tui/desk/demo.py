"""A desk to try things on: thrown away afterwards, with fictional people only."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from lienthong_tui.access.passwords import STANDARD, Cost
from lienthong_tui.desk import completion, founding, reading, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import Reading
from lienthong_tui.desk.session import session
from lienthong_tui.desk.workplace import Clock
from lienthong_tui.filing.filing import Filing
from lienthong_tui.resources import data_path

COMMUNE = "19639"  # xã Nam Cửa Việt, tỉnh Quảng Trị
OFFICER_ID = "099188000017"
OFFICER_NAME = "Trần Thị Mẫu"


def samples() -> list[Path]:
    """The shipped sample cases, in order."""
    return sorted(data_path("samples").glob("*.toml"))


@dataclass(frozen=True)
class DemoAccount:
    """How to sign in to a sample desk: its own sign-in screen shows it. `secret` makes codes."""

    officer_id: str
    password: str
    secret: str


def make_demo(
    root: Path, now: datetime, *, office: bytes | None = None, cost: Cost = STANDARD
) -> DemoAccount:
    """A sample desk at `root/desk`, its key file at `root/desk.key`.

    `office` is the overlay it begins with, the shipped one when None.
    """
    password = secrets.token_urlsafe(9)
    created = founding.create(
        root / "desk",
        commune=COMMUNE,
        number=1,
        officer_id=OFFICER_ID,
        officer_name=OFFICER_NAME,
        password=password,
        recovery_file=root / "recovery.txt",
        key_file=root / "desk.key",
        office=office,
        demo=True,
        cost=cost,
        now=now,
    )
    secret = parse_qs(urlsplit(created.otp_uri).query)["secret"][0]
    return DemoAccount(OFFICER_ID, password, secret)


@dataclass(frozen=True)
class Filed:
    """A sample case that was filed."""

    path: Path
    reading: Reading
    filing: Filing


def file_samples(desk: Desk) -> Iterator[Filed]:
    """File the shipped cases one by one: completed here, none of them lodged."""
    for path in samples():
        read = reading.read_case(path, now=desk.clock(), commune=desk.commune)
        yield Filed(path, read, completion.file_case(desk, read))


@contextmanager
def demo_desk(clock: Clock) -> Iterator[Desk]:
    """A desk in a temporary folder, opened by its key file, deleted at the end of the block."""
    with _thrown_away(clock()) as (root, _), _opened(root, clock) as desk:
        yield desk


@contextmanager
def _thrown_away(now: datetime) -> Iterator[tuple[Path, DemoAccount]]:
    with tempfile.TemporaryDirectory(prefix="lienthong-demo-") as folder:
        yield Path(folder), make_demo(Path(folder), now)


@contextmanager
def _opened(root: Path, clock: Clock) -> Iterator[Desk]:
    unlocked = vault.open_with_key_file(root / "desk", root / "desk.key", clock())
    with session(unlocked, clock) as desk:
        yield desk
