"""The tables of `desk.db`, and making and opening it.

The journal (`event`, `payload`) is the truth. `content` holds the bytes it names by hash. The
projections (`filing`, `procedure`, `person`, `number`) can be thrown away and rebuilt from it.
"""

from collections.abc import Callable
from pathlib import Path

from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import codes, kiosks, projections, signing_keys, slots
from lienthong_tui.store import sharing as sharing_tables
from lienthong_tui.store.sqlcipher import (
    Database,
    Migrations,
    connect,
    connect_again,
    engine_problems,
    forbid_reshaping,
    one,
    rows,
    writing,
)

APPLICATION_ID = 0x4C54_4451  # "LTDQ"

CACHE_KIB = 16_384

migrations = Migrations("desk")

# Envelopes are immutable and in order; a payload can only be erased. BEFORE INSERT also tells
# INSERT OR REPLACE apart, whose silent delete fires no trigger while recursive_triggers is off.
_FIRST_TRIGGERS = {
    "event_no_update": """CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'journal: an event is never changed'); END""",
    "event_no_delete": """CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'journal: an event is never deleted'); END""",
    "event_in_order": """CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN NEW.seq IS NOT coalesce(
        (SELECT max(seq) FROM event WHERE stream = NEW.stream), 0) + 1
    OR NEW.previous IS NOT coalesce(
        (SELECT hash FROM event WHERE stream = NEW.stream ORDER BY seq DESC LIMIT 1),
        zeroblob(32))
    OR EXISTS (SELECT 1 FROM event
        WHERE event_id = NEW.event_id OR position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'journal: an event follows the last one'); END""",
    "payload_no_update": """CREATE TRIGGER payload_no_update BEFORE UPDATE ON payload
BEGIN SELECT RAISE(ABORT, 'journal: a payload is never changed'); END""",
    "payload_no_replace": """CREATE TRIGGER payload_no_replace BEFORE INSERT ON payload
WHEN EXISTS (SELECT 1 FROM payload WHERE stream = NEW.stream AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'journal: a payload is never changed'); END""",
    "person_indexed": """CREATE TRIGGER person_indexed AFTER INSERT ON person
BEGIN INSERT INTO person_fts (rowid, name_folded) VALUES (NEW.id, NEW.name_folded); END""",
    "person_unindexed": """CREATE TRIGGER person_unindexed AFTER DELETE ON person
BEGIN INSERT INTO person_fts (person_fts, rowid, name_folded)
VALUES ('delete', OLD.id, OLD.name_folded); END""",
}

_OF_PHONES = {
    "phone_indexed": """CREATE TRIGGER phone_indexed AFTER INSERT ON person
WHEN NEW.phone IS NOT NULL
BEGIN INSERT INTO phone_fts (rowid, phone) VALUES (NEW.id, NEW.phone); END""",
    "phone_unindexed": """CREATE TRIGGER phone_unindexed AFTER DELETE ON person
WHEN OLD.phone IS NOT NULL
BEGIN INSERT INTO phone_fts (phone_fts, rowid, phone)
VALUES ('delete', OLD.id, OLD.phone); END""",
}

TRIGGERS = _FIRST_TRIGGERS | _OF_PHONES

_TABLES = (
    """CREATE TABLE event (
        position INTEGER PRIMARY KEY,  -- order of arrival at this desk; no part of the chain
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        event_id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        at TEXT NOT NULL,
        officer TEXT NOT NULL,
        kind TEXT NOT NULL,
        filing TEXT,
        commitment BLOB NOT NULL,
        previous BLOB NOT NULL,
        hash BLOB NOT NULL,
        UNIQUE (stream, seq)) STRICT""",
    "CREATE INDEX event_filing ON event (filing, position)",
    """CREATE TABLE payload (
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        salt BLOB NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (stream, seq),
        FOREIGN KEY (stream, seq) REFERENCES event (stream, seq)) STRICT""",
    """CREATE TABLE content (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        data BLOB NOT NULL) STRICT""",
    """CREATE TABLE counter (
        scope TEXT NOT NULL,
        day TEXT NOT NULL,
        value INTEGER NOT NULL,
        PRIMARY KEY (scope, day)) STRICT""",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE filing (
        id TEXT PRIMARY KEY,
        started INTEGER NOT NULL UNIQUE,  -- position of its first event
        position INTEGER NOT NULL,        -- position of its last event
        updated TEXT NOT NULL,            -- time of its last event
        reference TEXT UNIQUE,
        group_id TEXT NOT NULL,
        state TEXT NOT NULL,
        received TEXT,
        label TEXT NOT NULL,
        summary BLOB NOT NULL) STRICT""",
    """CREATE TABLE procedure (
        filing TEXT NOT NULL REFERENCES filing (id),
        ordinal INTEGER NOT NULL,  -- the order in which they are decided
        id TEXT NOT NULL,
        agency TEXT NOT NULL,
        status TEXT NOT NULL,
        expected TEXT,
        verified INTEGER NOT NULL,
        PRIMARY KEY (filing, ordinal)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY,  -- grows with filing.started, so newest first needs no sorting
        filing TEXT NOT NULL REFERENCES filing (id),
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        id_number TEXT,
        phone TEXT,
        birth TEXT) STRICT""",
    "CREATE INDEX person_filing ON person (filing)",
    "CREATE INDEX person_id_number ON person (id_number)",
    "CREATE INDEX person_phone ON person (phone)",
    """CREATE TABLE number (
        filing TEXT NOT NULL REFERENCES filing (id),
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        forwards TEXT NOT NULL,   -- letters and digits only, folded: beginnings are found here
        backwards TEXT NOT NULL,  -- the same reversed: endings are found here
        PRIMARY KEY (filing, kind, value)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX number_forwards ON number (forwards)",
    "CREATE INDEX number_backwards ON number (backwards)",
    # SQLite's own remove_diacritics leaves the letter đ alone; names come folded already.
    """CREATE VIRTUAL TABLE person_fts USING fts5 (name_folded,
        content='person', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3')""",
)


@migrations()
def first_tables(db: Database) -> None:
    """The journal, the tables of the look-up, codes and slots."""
    for statement in (*_TABLES, *_FIRST_TRIGGERS.values()):
        db.execute(statement)
    codes.create_tables(db)
    slots.create_tables(db)


@migrations()
def accounts(db: Database) -> None:
    """Codes on paper, slots that were struck, and events found by their kind."""
    codes.create_paper_codes(db)
    slots.create_struck(db)
    db.execute("CREATE INDEX event_kind ON event (kind, position)")
    # What is deleted from the index is not to lie on in its segments until they are merged.
    db.execute("INSERT INTO person_fts (person_fts, rank) VALUES ('secure-delete', 1)")


@migrations()
def signing(db: Database) -> None:
    """The keys that packets are signed with."""
    signing_keys.create_table(db)


@migrations()
def queue(db: Database) -> None:
    """Where each filing stands among what there is to do; filled in by `journal.rebuild`."""
    db.execute("ALTER TABLE filing ADD COLUMN place TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE filing ADD COLUMN due TEXT")  # the first date expected
    db.execute("ALTER TABLE filing ADD COLUMN closed TEXT")  # when the last result came
    db.execute("CREATE INDEX filing_place ON filing (place, due)")


@migrations()
def alike(db: Database) -> None:
    """People found by their day of birth."""
    db.execute("CREATE INDEX person_birth ON person (role, birth)")


OF_SEARCH = (
    # Any three digits in a row are a word of this index: a fragment is found wherever it stands.
    """CREATE VIRTUAL TABLE phone_fts USING fts5 (phone,
        content='person', content_rowid='id', tokenize='trigram', columnsize=0)""",
    *_OF_PHONES.values(),
    # What is deleted from it is not to lie on in its segments.
    "INSERT INTO phone_fts (phone_fts, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO phone_fts (rowid, phone) SELECT id, phone FROM person WHERE phone IS NOT NULL",
    "CREATE INDEX person_born ON person (birth)",
    "CREATE INDEX procedure_agency ON procedure (agency, status)",
    "CREATE INDEX procedure_status ON procedure (status)",
    # Each with the order of a list, so that the newest of many are found without sorting.
    "CREATE INDEX filing_group ON filing (group_id, started)",
    "CREATE INDEX filing_standing ON filing (place, started)",
    "CREATE INDEX filing_received ON filing (received, started)",
    """CREATE INDEX filing_holder
        ON filing (json_extract(CAST(summary AS TEXT), '$.holder'), started)""",
)


@migrations()
def search(db: Database) -> None:
    """What the look-up needs to find fragments of phone numbers, dates, and what a filter asks."""
    for statement in OF_SEARCH:
        db.execute(statement)


@migrations()
def pairing(db: Database) -> None:
    """The kiosks that are paired."""
    kiosks.create_table(db)


OF_SHARING = (
    # Two copies of a desk may have given a reference out twice: both filings are to be found.
    """CREATE TABLE filing (
        id TEXT PRIMARY KEY,
        started INTEGER NOT NULL UNIQUE,  -- position of its first event
        position INTEGER NOT NULL,        -- position of its last event
        updated TEXT NOT NULL,            -- time of its last event
        reference TEXT,
        group_id TEXT NOT NULL,
        state TEXT NOT NULL,
        received TEXT,
        label TEXT NOT NULL,
        summary BLOB NOT NULL,
        place TEXT NOT NULL DEFAULT '',   -- where it stands among what there is to do
        due TEXT,                         -- the first date expected
        closed TEXT,                      -- when the last result came
        elsewhere INTEGER,                -- the other desk that has it
        late INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX filing_reference ON filing (reference)",
    "CREATE INDEX filing_place ON filing (place, due)",
    "CREATE INDEX filing_group ON filing (group_id, started)",
    "CREATE INDEX filing_standing ON filing (place, started)",
    "CREATE INDEX filing_received ON filing (received, started)",
    """CREATE INDEX filing_holder
        ON filing (json_extract(CAST(summary AS TEXT), '$.holder'), started)""",
)


@migrations()
def sharing(db: Database) -> None:
    """Filings that other desks have, what they send, and the keys of that. `journal.rebuild` fills
    the tables in again."""
    projections.clear(db)
    db.execute("DROP TABLE filing")
    for statement in OF_SHARING:
        db.execute(statement)
    sharing_tables.create_tables(db)


def create(path: Path, key: bytes) -> Database:
    """Make a new, empty desk.db, encrypted with the raw 32-byte `key`.

    Raises as `sqlcipher.connect` does with `create=True`.
    """
    db = connect(path, key, create=True)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    return _ready(db)


def open(path: Path, key: bytes, before: Callable[[], object] = lambda: None) -> Database:
    """Open an existing desk.db and bring its tables up to date, losing nothing; `before` that is
    done, where it is to be done.

    Raises as `sqlcipher.connect` does, and DeskUnavailable: `store-foreign` (a database of another
    program), `store-newer` (written by a newer version of this one), `store-altered` (the triggers
    that guard the journal are not as they were made).
    """
    db = _opened(path, key, before)
    keep_sound(db, path, key)
    return db


def keep_sound(db: Database, path: Path, key: bytes) -> None:
    """Let `db` go on with a new connection after a damaged page, opened with this key."""
    connect_again(db, lambda: _opened(path, key))


def _opened(path: Path, key: bytes, before: Callable[[], object] = lambda: None) -> Database:
    db = connect(path, key)
    try:
        if one(db, "PRAGMA application_id") != (APPLICATION_ID,):
            raise DeskUnavailable("store-foreign", path=str(path))
        with engine_problems("store-unreadable", path=str(path)):
            return _ready(db, before)
    except BaseException:
        db.close()
        raise


def steady(db: Database) -> None:
    """Have this connection lose nothing in a power cut and leave nothing of what is deleted."""
    # WAL with FULL is the one pair that loses no acknowledged commit in a power cut and still lets
    # a reader read while another writes.
    rows(db, "PRAGMA journal_mode=WAL")
    rows(db, "PRAGMA synchronous=FULL")
    # Whoever gets the key later must not find in free pages what was purged.
    rows(db, "PRAGMA secure_delete=ON")
    # The 2 MB of SQLite hold not even the upper pages of the indexes of a large desk, and every
    # page that is not there is decrypted again. Packets and papers pass through it, too: 64 MB fill
    # with them, and found nothing faster among 100,000 filings with their people.
    rows(db, f"PRAGMA cache_size=-{CACHE_KIB}")


def _ready(db: Database, before: Callable[[], object] = lambda: None) -> Database:
    steady(db)
    _check_not_newer(db)
    if migrations.pending(db):
        before()
        # Not `apply` alone: its own transactions are deferred, and two programs that start
        # together would fail each other.
        with writing(db):
            migrations.apply(db)
    _check_triggers(db)
    forbid_reshaping(db)
    return db


def _check_not_newer(db: Database) -> None:
    # `Migrations` itself ignores applied names it does not know.
    known = {migration.name for migration in migrations._migrations}
    unknown = sorted({migration.name for migration in migrations.applied(db)} - known)
    if unknown:
        raise DeskUnavailable("store-newer", unknown=unknown)


def _check_triggers(db: Database) -> None:
    # A migration that rebuilds a table (`transform`) silently drops every trigger on it.
    found = dict(rows(db, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    if found != TRIGGERS:
        changed = sorted(
            name for name in found.keys() | TRIGGERS if found.get(name) != TRIGGERS.get(name)
        )
        raise DeskUnavailable("store-altered", triggers=changed)
