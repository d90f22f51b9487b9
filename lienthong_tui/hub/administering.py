"""The hub as its administrator sees it: its tables made, desks let in and shut out."""

import re
import secrets
from datetime import datetime

import msgspec
import psycopg
from psycopg import sql

from lienthong_tui.hub.line import Hub, answering, read
from lienthong_tui.problems import DeskUnavailable, Problem, Unusable
from lienthong_tui.resources import data_path
from lienthong_tui.store.purging import KEPT

VERSION = 1
"""Of the tables: raised by every file of `data/hub` that a release adds."""
_TABLES = ("1-tables.sql", "2-rights.sql", "3-asking.sql")
_CITUS = "9-citus.sql"
_AUTHORITY = "authority"
_GROUPS = ("hub_desk", "hub_agency")
_ROLE = re.compile(r"(d_[0-9]{5}_[1-9]|a_[a-z][a-z0-9-]{0,30}_[0-9]{2})_[0-9a-f]{8}")
WANTED = (
    ("ssl", "on"),
    ("synchronous_commit", "on"),
    ("fsync", "on"),
    ("full_page_writes", "on"),
)
"""What a server has to be set to: an acknowledged event is on its disk, and nobody reads the line.
"""
_LINES = 4  # of one desk at a time: two windows, and what an old line has not let go


class Member(msgspec.Struct, frozen=True):
    """A desk that was let in. `card` is as `hub_keys.write_card` writes it."""

    role: str
    desk: int
    card: bytes
    revoked: bool

    @property
    def commune(self) -> str:
        """The code of its commune, which its role is named after."""
        return self.role.split("_")[1]


class LastHeard(msgspec.Struct, frozen=True):
    """What came from a desk: how many events, the last one `at`."""

    commune: str
    desk: int
    events: int
    at: datetime


class Survey(msgspec.Struct, frozen=True):
    """What a hub holds. `settings` are those of `WANTED` as they are, `unguarded` the tables whose
    rows anybody may see who may see the table. `lets_in`: pg_hba.conf has a line by which desks
    come in, by TLS and certificate; None where that is not told. `listens` is where it can be
    reached."""

    members: tuple[Member, ...]
    heard: tuple[LastHeard, ...]
    agencies: tuple[str, ...]
    streams: int
    events: int
    parts: int
    settings: dict[str, str]
    unguarded: tuple[str, ...]
    lets_in: bool | None
    listens: str


def admin(conninfo: str) -> Hub:
    """A line of the administrator, as libpq's connection string says.

    Raises Unusable: "hub-conninfo" for a string that is none, "hub-admin-refused" (`why`: what
    libpq says).
    """
    try:
        psycopg.conninfo.conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError:
        raise Unusable("hub-conninfo") from None
    try:
        return psycopg.connect(conninfo, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        # For whoever set the server up, its own words say most.
        why = " ".join(str(error).split())
        raise Unusable("hub-admin-refused", why=why) from None


def is_made(hub: Hub) -> bool:
    """Whether the database has the tables of a hub."""
    with answering():
        found = hub.execute("SELECT to_regclass('hub_meta') IS NOT NULL").fetchone()
    return bool(found and found[0])


def make(hub: Hub, *, citus: bool = False) -> None:
    """Make the tables and their rights in a database that has none.

    Raises Unusable("hub-made") where it has; as `line.answering`.
    """
    if is_made(hub):
        raise Unusable("hub-made")
    scripts = [data_path("hub", name).read_text() for name in _TABLES]
    with answering(), hub.transaction():
        database = sql.Identifier(hub.info.dbname)
        hub.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        for role in _GROUPS:
            if hub.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                # Another database of the same server is a hub, too: its role serves both.
                scripts = [text.replace(f"CREATE ROLE {role} NOLOGIN;", "") for text in scripts]
        for text in scripts:
            hub.execute(text.encode())
        for role in _GROUPS:
            hub.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role))
            )
        for key in ("version", "min_client"):
            hub.execute("INSERT INTO hub_meta VALUES ('*', %s, %s)", [key, str(VERSION)])
    if citus:
        with answering():
            hub.execute(data_path("hub", _CITUS).read_text().encode())


def note_authority(hub: Hub, mark: str) -> None:
    """Note there which authority the server trusts (`certificates.key_mark`)."""
    with answering():
        hub.execute("INSERT INTO hub_meta VALUES ('*', %s, %s)", [_AUTHORITY, mark])


def check_authority(hub: Hub, mark: str) -> None:
    """Raises Unusable("hub-authority-other") where the server trusts another one: whom that signs
    for is not let in."""
    with answering():
        found = hub.execute(
            "SELECT value FROM hub_meta WHERE commune = '*' AND key = %s", [_AUTHORITY]
        ).fetchone()
    if found is not None and found[0] != mark:
        raise Unusable("hub-authority-other")


def members(hub: Hub, commune: str) -> list[Member]:
    """The desks of a commune that were ever let in."""
    with answering():
        found = hub.execute(
            """SELECT role, desk, card, revoked FROM hub_member
               WHERE commune = %s ORDER BY desk, role""",
            [commune],
        ).fetchall()
    return [read(Member, row) for row in found]


def enrol_agency(hub: Hub, agency: str, province: str) -> str:
    """Let an agency in, to send; the role it comes as. One that it had is shut out."""
    prefix = f"a_{agency}_{province}_"
    role = prefix + secrets.token_hex(4)
    with answering(), hub.transaction():
        before = hub.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [prefix]
        ).fetchall()
        for (name,) in before:
            hub.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(str(name))))
        hub.execute(
            sql.SQL("CREATE ROLE {} LOGIN IN ROLE hub_agency CONNECTION LIMIT {}").format(
                sql.Identifier(role), sql.Literal(_LINES)
            )
        )
    return role


def renewing(hub: Hub, commune: str, desk: int, card: bytes) -> str:
    """The role of a desk that is let in with this very card, which needs another certificate.

    Raises Problem("hub-card-other") where none is.
    """
    for member in members(hub, commune):
        if member.desk == desk and not member.revoked and member.card == card:
            return member.role
    raise Problem("hub-card-other", desk=desk)


def enrol(hub: Hub, commune: str, desk: int, card: bytes) -> str:
    """Let a desk in; the role it comes as.

    Raises Problem("hub-desk-taken") with `role` where the number is another's that is let in,
    ("card-revoked") for a card that was let in once and is no more.
    """
    there = members(hub, commune)
    if any(m.revoked and m.card == card for m in there):
        raise Problem("card-revoked")
    before = [m for m in there if m.desk == desk and not m.revoked]
    if before:
        raise Problem("hub-desk-taken", role=before[0].role, desk=desk)
    role = f"d_{commune}_{desk}_{secrets.token_hex(4)}"
    with answering(), hub.transaction():
        hub.execute(
            sql.SQL("CREATE ROLE {} LOGIN IN ROLE hub_desk CONNECTION LIMIT {}").format(
                sql.Identifier(role), sql.Literal(_LINES)
            )
        )
        hub.execute("INSERT INTO hub_member VALUES (%s, %s, %s, %s)", [commune, role, desk, card])
    return role


def revoke(hub: Hub, role: str) -> None:
    """Let a desk or an agency in no more, and end the lines it has.

    Raises Unusable("hub-role-unknown") with `role`.
    """
    with answering(), hub.transaction():
        known = hub.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if _ROLE.fullmatch(role) is None or known is None:
            raise Unusable("hub-role-unknown", role=role)
        hub.execute(
            "UPDATE hub_member SET revoked = true WHERE commune = %s AND role = %s",
            [role.split("_")[1], role],
        )
        hub.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(role)))
    with answering():
        hub.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role]
        )


def sweep(hub: Hub) -> int:
    """Erase the contents of purged filings that desks sent which are let in no more, and cannot do
    it themselves; of how many events.

    Whether a purge counts only the desks know (`filing.lineage`). So a filing is left alone that
    was taken over later than it was purged, by the clocks of the desks.
    """
    with answering():
        done = hub.execute(
            """UPDATE hub_event AS e SET sealed = NULL
               WHERE e.sealed IS NOT NULL AND e.kind <> ALL(%s)
                 AND EXISTS (SELECT 1 FROM hub_event AS p
                             WHERE p.commune = e.commune AND p.filing = e.filing
                               AND p.kind = 'filing.purged' AND NOT EXISTS (
                                 SELECT 1 FROM hub_event AS l
                                 WHERE l.commune = p.commune AND l.filing = p.filing
                                   AND l.kind = 'filing.taken_over' AND l.at > p.at))
                 AND NOT EXISTS (SELECT 1 FROM hub_member AS m
                                 WHERE m.commune = e.commune AND m.desk = e.desk
                                   AND NOT m.revoked)""",
            [list(KEPT)],
        )
    return done.rowcount


def check_version(hub: Hub) -> None:
    """Raises DeskUnavailable("hub-not-made"), ("hub-newer"): desks of this version may not write
    there any more."""
    if not is_made(hub):
        raise DeskUnavailable("hub-not-made")
    with answering():
        found = hub.execute(
            "SELECT value FROM hub_meta WHERE commune = '*' AND key = 'min_client'"
        ).fetchone()
    if found and int(str(found[0])) > VERSION:
        raise DeskUnavailable("hub-newer")


def survey(hub: Hub) -> Survey:
    """What the administrator has to know of a hub."""
    with answering():
        settings = hub.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
            [[name for name, _ in WANTED]],
        ).fetchall()
        listens = hub.execute("SHOW listen_addresses").fetchone()
        unguarded = hub.execute(
            """SELECT relname FROM pg_class
               WHERE relkind = 'r' AND relname LIKE 'hub\\_%' AND NOT relrowsecurity
               ORDER BY relname"""
        ).fetchall()
        counts = [
            hub.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            for table in ("hub_stream", "hub_event", "hub_blob")
        ]
        found = hub.execute(
            "SELECT role, desk, card, revoked FROM hub_member ORDER BY commune, desk, role"
        ).fetchall()
        heard = hub.execute(
            "SELECT commune, desk, count(*), max(got_at) FROM hub_event GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
        agencies = hub.execute(
            """SELECT rolname FROM pg_roles WHERE rolname LIKE 'a\\_%' AND rolcanlogin
               ORDER BY rolname"""
        ).fetchall()
    streams, events, parts = (int(str(row[0])) if row else 0 for row in counts)
    return Survey(
        members=tuple(read(Member, row) for row in found),
        heard=tuple(read(LastHeard, row) for row in heard),
        agencies=tuple(str(name) for (name,) in agencies),
        streams=streams,
        events=events,
        parts=parts,
        settings={str(name): str(setting) for name, setting in settings},
        unguarded=tuple(str(name) for (name,) in unguarded),
        lets_in=_lets_in(hub),
        listens=str(listens[0]) if listens else "",
    )


def _lets_in(hub: Hub) -> bool | None:
    """What the first line of pg_hba.conf says that speaks of the desks."""
    try:
        with answering():
            found = hub.execute(
                """SELECT type, auth_method FROM pg_hba_file_rules
                   WHERE type <> 'local' AND error IS NULL
                     AND database && ARRAY['all', current_database()::text]
                     AND user_name && ARRAY['all', '+hub_desk']
                     -- Who comes from this machine alone is somebody else.
                     AND coalesce(address, '') NOT IN ('127.0.0.1', '::1', 'localhost', 'samehost')
                   ORDER BY line_number LIMIT 1"""
            ).fetchone()
    except Problem:  # only a superuser may see it, and not every engine has it
        return None
    return found == ("hostssl", "cert")
