"""The keys of the contents at the hub, each wrapped by one desk for another."""

from lienthong_tui.hub.line import Hub, answering
from lienthong_tui.problems import Problem


def held(hub: Hub, commune: str, giver: str) -> set[tuple[int, str]]:
    """Which epochs a desk has laid down for which roles."""
    with answering():
        found = hub.execute(
            "SELECT epoch, role FROM hub_key WHERE commune = %s AND giver = %s", [commune, giver]
        ).fetchall()
    return {(int(str(epoch)), str(role)) for epoch, role in found}


def give(hub: Hub, commune: str, epoch: int, role: str, giver: str, data: bytes) -> None:
    """Lay an epoch down for a role; another window of the desk may have been quicker."""
    try:
        with answering():
            hub.execute(
                "INSERT INTO hub_key (commune, epoch, role, giver, wrapped)"
                " VALUES (%s, %s, %s, %s, %s)",
                [commune, epoch, role, giver, data],
            )
    except Problem as problem:
        if problem.code != "hub-taken":
            raise


def wrapped(hub: Hub, commune: str, role: str) -> list[tuple[int, bytes]]:
    """What was wrapped for a desk, with the epoch that it is said to be."""
    with answering():
        found = hub.execute(
            "SELECT epoch, wrapped FROM hub_key WHERE commune = %s AND role = %s", [commune, role]
        ).fetchall()
    return [(int(str(epoch)), bytes(data)) for epoch, data in found if isinstance(data, bytes)]
