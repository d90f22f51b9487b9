"""Contents at the hub, in parts that each are sent and fetched by themselves: what was cut off goes
on where it stopped."""

from collections.abc import Collection, Iterable

from lienthong_tui.hub.line import Hub, answering
from lienthong_tui.problems import Problem

PART = 262_144  # bytes: a row that every engine takes, and little to send again


def whole(hub: Hub, commune: str, names: Collection[str]) -> set[str]:
    """Those of `names` that are there with all their parts."""
    with answering():
        found = hub.execute(
            """SELECT name FROM hub_blob WHERE commune = %s AND name = ANY(%s)
               GROUP BY name HAVING count(*) = min(parts)""",
            [commune, list(names)],
        ).fetchall()
    return {str(name) for (name,) in found}


def present(hub: Hub, commune: str, name: str) -> dict[int, int]:
    """The parts of a content that are there, and which desk sent each."""
    with answering():
        found = hub.execute(
            "SELECT part, desk FROM hub_blob WHERE commune = %s AND name = %s", [commune, name]
        ).fetchall()
    return {int(str(part)): int(str(desk)) for part, desk in found}


def put(
    hub: Hub, commune: str, name: str, desk: int, parts: int, data: Iterable[tuple[int, bytes]]
) -> None:
    """Send parts of a content that has so many, each by itself."""
    for part, piece in data:
        try:
            with answering():
                hub.execute(
                    "INSERT INTO hub_blob (commune, name, part, parts, desk, data)"
                    " VALUES (%s, %s, %s, %s, %s, %s)",
                    [commune, name, part, parts, desk, piece],
                )
        except Problem as problem:  # another desk sends the same
            if problem.code != "hub-taken":
                raise


def get(hub: Hub, commune: str, name: str) -> list[bytes] | None:
    """The parts of a content in order; None where it is not whole."""
    with answering():
        parts = hub.execute(
            "SELECT part, parts FROM hub_blob WHERE commune = %s AND name = %s ORDER BY part",
            [commune, name],
        ).fetchall()
        if not parts or [part for part, _ in parts] != list(range(int(str(parts[0][1])))):
            return None
        found = []
        for part, _ in parts:  # one at a time: a whole content may take longer than is waited
            row = hub.execute(
                "SELECT data FROM hub_blob WHERE commune = %s AND name = %s AND part = %s",
                [commune, name, part],
            ).fetchone()
            if row is None or not isinstance(row[0], bytes):
                return None
            found.append(row[0])
    return found


def sent_by(hub: Hub, commune: str, desk: int) -> set[str]:
    """The contents that a desk has sent."""
    with answering():
        found = hub.execute(
            "SELECT DISTINCT name FROM hub_blob WHERE commune = %s AND desk = %s", [commune, desk]
        ).fetchall()
    return {str(name) for (name,) in found}


def drop(hub: Hub, commune: str, desk: int, names: Collection[str]) -> None:
    """Take away what this desk sent of these contents."""
    with answering():
        hub.execute(
            "DELETE FROM hub_blob WHERE commune = %s AND desk = %s AND name = ANY(%s)",
            [commune, desk, list(names)],
        )
