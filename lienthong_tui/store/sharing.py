"""In `desk.db`: what sharing the journal needs here: the keys of the contents, how far the hub has
what was recorded here, which contents are still to come, and what could not be taken."""

from collections.abc import Iterable

import msgspec

from lienthong_tui.store.meta import meta, set_meta
from lienthong_tui.store.sqlcipher import Database, one, rows, writing

_TABLES = (
    """CREATE TABLE epoch (  -- in the order in which they came: the last is written with
        number INTEGER NOT NULL UNIQUE,
        secret TEXT NOT NULL) STRICT""",
    """CREATE TABLE shared_head (  -- of the streams sent from here: the hub has them up to seq
        stream TEXT PRIMARY KEY,
        seq INTEGER NOT NULL) STRICT""",
    """CREATE TABLE awaited_content (
        sha256 TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (sha256, epoch)) STRICT""",
    "CREATE TABLE unerased (filing TEXT PRIMARY KEY) STRICT",  # purged, still to be erased there
    "CREATE TABLE untold (filing TEXT PRIMARY KEY) STRICT",  # where it stands now
    """CREATE TABLE quarantine (
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        problem TEXT NOT NULL,
        PRIMARY KEY (stream, seq, problem)) STRICT""",
)

JOINED = "hub"
"""The key of `meta` under which stands how the desk shares."""
_STATE = "hub-state"


class Told(msgspec.Struct, frozen=True, order=True):
    """A problem that was told, as it is kept."""

    code: str
    params: dict[str, str | int]


class State(msgspec.Struct, frozen=True):
    """How sharing stands: when a round was `done` last (ISO 8601), and what was `wrong` then."""

    done: str | None = None
    wrong: tuple[Told, ...] = ()


class Quarantined(msgspec.Struct, frozen=True):
    """An event that the hub, or this desk, could not take as it is; `problem` is why, as a code."""

    stream: str
    seq: int
    at: str
    problem: str


def create_tables(db: Database) -> None:
    """Make the tables of this module; part of a migration of the store."""
    for statement in _TABLES:
        db.execute(statement)


def is_joined(db: Database) -> bool:
    """Whether the desk shares."""
    return meta(db, JOINED) is not None


def prefix(stream: str) -> str:
    """What the names of all streams of the desk begin with that writes this one."""
    return stream.rpartition("_")[0] + "_"


def state(db: Database) -> State:
    """How sharing stood after the last round."""
    text = meta(db, _STATE)
    return msgspec.json.decode(text, type=State) if text else State()


def note_state(db: Database, now: State) -> None:
    """Note how sharing stands."""
    set_meta(db, _STATE, msgspec.json.encode(now).decode())


def keep_epoch(db: Database, number: int, secret: str) -> None:
    """Keep the key of an epoch; one that is there stays."""
    with writing(db):
        db.execute("INSERT INTO epoch VALUES (?, ?) ON CONFLICT DO NOTHING", [number, secret])


def epochs(db: Database) -> list[tuple[int, str]]:
    """The keys by number, the newest last."""
    return [(n, s) for n, s in rows(db, "SELECT number, secret FROM epoch ORDER BY rowid")]


def sent_up_to(db: Database) -> dict[str, int]:
    """How far the hub is known to have the streams that are sent from here."""
    return dict(rows(db, "SELECT stream, seq FROM shared_head"))


def note_sent(db: Database, stream: str, seq: int) -> None:
    """The hub has a stream up to `seq`: less than before where it was set back."""
    with writing(db):
        db.execute(
            """INSERT INTO shared_head VALUES (?, ?)
               ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq""",
            [stream, seq],
        )


def await_content(db: Database, sha256: str, epoch: int) -> None:
    """A content that an event of `epoch` names is still to come, where it is not here."""
    with writing(db):
        db.execute(
            """INSERT INTO awaited_content (sha256, epoch) SELECT :sha256, :epoch
               WHERE NOT EXISTS (SELECT 1 FROM content WHERE sha256 = :sha256)
               ON CONFLICT DO NOTHING""",
            {"sha256": sha256, "epoch": epoch},
        )


def awaited(db: Database) -> list[tuple[str, int]]:
    """Contents that are still to come, with the epoch each is sealed in; those that were asked for
    least often first."""
    found = rows(db, "SELECT sha256, epoch FROM awaited_content ORDER BY tries, rowid")
    return [(sha256, epoch) for sha256, epoch in found]


def asked_for(db: Database, sha256: str, epoch: int) -> None:
    """A content was asked for, and may not have been there."""
    with writing(db):
        db.execute(
            "UPDATE awaited_content SET tries = tries + 1 WHERE sha256 = ? AND epoch = ?",
            [sha256, epoch],
        )


def no_longer_awaited(db: Database, sha256: str) -> None:
    """It came, or nothing names it any more."""
    with writing(db):
        db.execute("DELETE FROM awaited_content WHERE sha256 = ?", [sha256])


def erase_later(db: Database, filings: Iterable[str]) -> None:
    """What this desk sent of these filings is to be erased where it was sent."""
    with writing(db):
        for filing in filings:
            db.execute("INSERT INTO unerased VALUES (?) ON CONFLICT DO NOTHING", [filing])


def unerased(db: Database) -> list[str]:
    """The filings of `erase_later`."""
    return [filing for (filing,) in rows(db, "SELECT filing FROM unerased")]


def erased_there(db: Database, filings: Iterable[str]) -> None:
    """That is done."""
    with writing(db):
        for filing in filings:
            db.execute("DELETE FROM unerased WHERE filing = ?", [filing])


def tell_later(db: Database, filings: Iterable[str]) -> None:
    """Where these filings stand is to be told to other communes."""
    with writing(db):
        for filing in filings:
            db.execute("INSERT INTO untold VALUES (?) ON CONFLICT DO NOTHING", [filing])


def untold(db: Database, limit: int) -> list[str]:
    """Some of the filings of `tell_later`."""
    return [filing for (filing,) in rows(db, "SELECT filing FROM untold LIMIT ?", [limit])]


def told(db: Database, filing: str) -> None:
    """That is done."""
    with writing(db):
        db.execute("DELETE FROM untold WHERE filing = ?", [filing])


def read_at_last(db: Database, stream: str, seq: int, problem: str) -> None:
    """What had been noted of an event holds no more."""
    with writing(db):
        db.execute(
            "DELETE FROM quarantine WHERE stream = ? AND seq = ? AND problem = ?",
            [stream, seq, problem],
        )


def quarantine(db: Database, stream: str, seq: int, at: str, problem: str) -> None:
    """Note an event that could not be taken as it is."""
    with writing(db):
        db.execute(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [stream, seq, at, problem],
        )


def quarantined(db: Database) -> list[Quarantined]:
    """What was noted, the oldest first."""
    found = rows(db, "SELECT stream, seq, at, problem FROM quarantine ORDER BY at, stream, seq")
    return [Quarantined(*row) for row in found]


def unsent(db: Database, prefix: str) -> tuple[int, str | None]:
    """How many events of the streams whose names begin with `prefix` the hub has not, and when the
    oldest of them was recorded (`time_text`)."""
    found = one(
        db,
        """SELECT count(*), min(at) FROM event LEFT JOIN shared_head USING (stream)
           WHERE stream >= :prefix AND stream < :prefix || char(0x10ffff)
             AND event.seq > coalesce(shared_head.seq, 0)""",
        {"prefix": prefix},
    )
    return found or (0, None)
