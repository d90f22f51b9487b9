"""The line to the hub: how it is reached, what is waited for, and what a failure means.

Needs psycopg, of the extra `hub`: nothing but this room and who asks for it imports it.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
import psycopg
from psycopg import conninfo, errors

from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused
from lienthong_tui.store.disk import write_whole

Hub = psycopg.Connection[tuple[object, ...]]
T = TypeVar("T", bound=msgspec.Struct)

CONNECT_SECONDS = 5
STATEMENT_MS, LOCK_MS, IDLE_MS = 10_000, 5_000, 15_000
SILENT_MS = 15_000
"""How long what was sent may stay unanswered before the line counts as dead."""
_FILES = ("authority", "certificate", "key")

# Its warnings go to stderr, which is the screen.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the hub is and who comes: `host` may name several machines, with commas, of which the
    one that takes writes is meant."""

    host: str
    port: int
    database: str
    role: str


class Papers(msgspec.Struct, frozen=True):
    """What a mutual TLS line is made of, as PEM; `password` unlocks the key."""

    authority: str
    certificate: str
    key: str
    password: str

    def __repr__(self) -> str:
        return "Papers(…)"


def connect(place: Place, papers: Papers, folder: Path) -> Hub:
    """A line to the hub; whoever opened it closes it. libpq takes the papers as files only: they
    lie in `folder`, which is made where it is not there.

    Raises Busy("hub-away"); Refused("hub-certificate") where either side is not who it says, and
    ("hub-shut") where the desk is let in no more.
    """
    files = {name: _laid(folder / f"{name}.pem", getattr(papers, name)) for name in _FILES}
    with answering():
        return psycopg.connect(
            conninfo.make_conninfo(
                host=place.host,
                port=place.port,
                dbname=place.database,
                user=place.role,
                sslmode="verify-full",
                sslrootcert=files["authority"],
                sslcert=files["certificate"],
                sslkey=files["key"],
                sslpassword=papers.password,
                gssencmode="disable",
                target_session_attrs="read-write",
                connect_timeout=CONNECT_SECONDS,
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=SILENT_MS,
                application_name="lienthong",
                options=(
                    f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}"
                    f" -c idle_in_transaction_session_timeout={IDLE_MS}"
                ),
            ),
            autocommit=True,
        )


def _laid(path: Path, text: str) -> str:
    """The path of a file with this text; another window may be reading it."""
    try:
        if not path.is_file() or path.read_text() != text:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(path, text.encode())
    except OSError:
        raise DeskUnavailable("line-unwritable", path=str(path.parent)) from None
    return str(path)


@contextmanager
def answering() -> Iterator[None]:
    """What the hub's failures mean.

    Busy: try again later ("hub-away", "hub-slow", "hub-full"). Refused: somebody has to act
    ("hub-certificate", "hub-entry", "hub-shut", "hub-forbidden"). Problem: these very rows are not
    taken ("hub-taken" with `what`, the constraint; "hub-rejected" with `state`, the SQLSTATE).
    """
    try:
        yield
    except psycopg.Error as error:
        raise _meant(error) from error


def read(kind: type[T], row: Sequence[object]) -> T:
    """A row as a struct of just these fields. Raises Problem("hub-unreadable")."""
    try:
        return msgspec.convert(dict(zip(kind.__struct_fields__, row, strict=True)), kind)
    except (msgspec.ValidationError, ValueError):
        raise Problem("hub-unreadable") from None


def _meant(error: psycopg.Error) -> Problem:
    state = error.sqlstate or ""
    match error:
        case errors.UniqueViolation():
            return Problem("hub-taken", what=error.diag.constraint_name or "")
        case errors.InsufficientPrivilege():
            return Refused("hub-forbidden")
        case errors.ReadOnlySqlTransaction():
            return Busy("hub-away")
    if state[:2] == "53":
        return Busy("hub-full")
    if state[:2] in ("40", "55") or state == "57014":
        return Busy("hub-slow")
    if state[:2] in ("22", "23", "42"):
        return Problem("hub-rejected", state=state)
    return _unconnected(str(error)) if state[:2] in ("", "28") else Busy("hub-away")


def _unconnected(said: str) -> Problem:
    """What libpq says where there is no SQLSTATE yet."""
    if "not permitted to log in" in said or "does not exist" in said:
        return Refused("hub-shut")
    # A line that is cut in the middle of the handshake is an "SSL error", too, and no such thing.
    if any(words in said for words in ("certificate", "unknown ca", "pg_hba.conf")):
        return Refused("hub-certificate")
    if "password" in said:  # a line of pg_hba.conf that is not ours comes first
        return Refused("hub-entry")
    return Busy("hub-away")
