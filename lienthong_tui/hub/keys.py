"""The epochs of the contents at the hub: announced, and wrapped to each desk."""

from collections.abc import Mapping

import msgspec

from lienthong_tui.hub.administering import Member
from lienthong_tui.hub.line import Hub, answering, read
from lienthong_tui.problems import Problem


class Announced(msgspec.Struct, frozen=True):
    """An epoch that a desk (`role`) began; `recipient` is its public half."""

    epoch: int
    role: str
    recipient: str


def members(hub: Hub, commune: str) -> list[Member]:
    """The desks of the commune that were ever let in."""
    with answering():
        found = hub.execute(
            "SELECT role, desk, card, revoked FROM hub_member WHERE commune = %s", [commune]
        ).fetchall()
    return [read(Member, row) for row in found]


def announced(hub: Hub, commune: str) -> list[Announced]:
    """The epochs, the first first."""
    with answering():
        found = hub.execute(
            "SELECT epoch, role, recipient FROM hub_epoch WHERE commune = %s ORDER BY epoch",
            [commune],
        ).fetchall()
    return [read(Announced, row) for row in found]


def announce(hub: Hub, commune: str, epoch: Announced, wrapped: Mapping[str, bytes]) -> bool:
    """Begin an epoch, its secret wrapped for each role; False where another desk was first."""
    try:
        with answering(), hub.transaction():
            hub.execute(
                "INSERT INTO hub_epoch (commune, epoch, role, recipient) VALUES (%s, %s, %s, %s)",
                [commune, epoch.epoch, epoch.role, epoch.recipient],
            )
            for role, data in wrapped.items():
                hub.execute(
                    "INSERT INTO hub_key (commune, epoch, role, wrapped) VALUES (%s, %s, %s, %s)",
                    [commune, epoch.epoch, role, data],
                )
    except Problem as problem:
        if problem.code != "hub-taken":
            raise
        return False
    return True


def held(hub: Hub, commune: str) -> set[tuple[int, str]]:
    """Which epochs are wrapped for which roles."""
    with answering():
        found = hub.execute(
            "SELECT epoch, role FROM hub_key WHERE commune = %s", [commune]
        ).fetchall()
    return {(int(str(epoch)), str(role)) for epoch, role in found}


def give(hub: Hub, commune: str, epoch: int, role: str, data: bytes) -> None:
    """Lay an epoch down for a role that has it not; another desk may have been quicker."""
    try:
        with answering():
            hub.execute(
                "INSERT INTO hub_key (commune, epoch, role, wrapped) VALUES (%s, %s, %s, %s)",
                [commune, epoch, role, data],
            )
    except Problem as problem:
        if problem.code != "hub-taken":
            raise


def wrapped(hub: Hub, commune: str, role: str) -> dict[int, bytes]:
    """What was wrapped for a desk, by epoch."""
    with answering():
        found = hub.execute(
            "SELECT epoch, wrapped FROM hub_key WHERE commune = %s AND role = %s", [commune, role]
        ).fetchall()
    return {int(str(epoch)): bytes(data) for epoch, data in found if isinstance(data, bytes)}
