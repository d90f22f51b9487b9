"""Where filings stand, sealed for whoever has their slips: told at the hub, and asked of it."""

from uuid import UUID

from lienthong_tui.hub.line import Hub, answering
from lienthong_tui.problems import Problem


def tell(hub: Hub, commune: str, filing: str, rev: int, proof: bytes, sealed: bytes) -> None:
    """Put what is told of a filing in the place of what was; nothing where a desk that took it over
    later (`rev`) has told."""
    with answering():
        found = hub.execute(
            """UPDATE hub_status SET rev = %s, proof = %s, sealed = %s
               WHERE commune = %s AND filing = %s AND rev <= %s""",
            [rev, proof, sealed, commune, UUID(filing), rev],
        )
    if found.rowcount:
        return
    try:
        with answering():
            hub.execute(
                """INSERT INTO hub_status (commune, filing, rev, proof, sealed)
                   VALUES (%s, %s, %s, %s, %s)""",
                [commune, UUID(filing), rev, proof, sealed],
            )
    except Problem as problem:
        if problem.code != "hub-taken":
            raise


def withdraw(hub: Hub, commune: str, filing: str) -> None:
    """Tell nothing of a filing any more."""
    with answering():
        hub.execute(
            "DELETE FROM hub_status WHERE commune = %s AND filing = %s", [commune, UUID(filing)]
        )


def ask(hub: Hub, commune: str, proof: bytes) -> bytes | None:
    """What any commune tells of the filing that a slip proves; None where there is none."""
    with answering():
        found = hub.execute("SELECT hub_ask(%s, %s)", [commune, proof]).fetchone()
    return found[0] if found and isinstance(found[0], bytes) else None
