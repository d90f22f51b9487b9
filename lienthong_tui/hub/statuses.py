"""Where filings stand, for the desks of other communes: told at the hub, and asked of it with the
code of the slip."""

from hashlib import sha256
from uuid import UUID

import msgspec

from lienthong_tui.filing.public_status import PublicStatus
from lienthong_tui.hub.line import Hub, answering
from lienthong_tui.problems import Problem


def tell(
    hub: Hub, commune: str, filing: str, reference: str, code: str, rev: int, status: PublicStatus
) -> None:
    """Put a filing's status there in the place of what was; nothing where a desk that took the
    filing over later (`rev`) has told, or the reference is another filing's."""
    said = msgspec.json.encode(status).decode()
    with answering():
        found = hub.execute(
            """UPDATE hub_status SET rev = %s, proof = %s, said = %s
               WHERE commune = %s AND reference = %s AND filing = %s AND rev <= %s""",
            [rev, _proof(reference, code), said, commune, reference, UUID(filing), rev],
        )
    if found.rowcount:
        return
    try:
        with answering():
            hub.execute(
                """INSERT INTO hub_status (commune, reference, filing, rev, proof, said)
                   VALUES (%s, %s, %s, %s, %s, %s)""",
                [commune, reference, UUID(filing), rev, _proof(reference, code), said],
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


def ask(hub: Hub, reference: str, code: str) -> PublicStatus | None:
    """Where a filing of any commune stands; None where the hub knows no such reference, or the code
    is not the one of its slip.

    Raises Refused("lookup-code-tried") after five wrong codes on one day; as `answering`.
    """
    with answering():
        found = hub.execute(
            "SELECT hub_ask(%s, %s)", [reference, _proof(reference, code)]
        ).fetchone()
    if found is None or found[0] is None:
        return None
    try:
        return msgspec.json.decode(str(found[0]), type=PublicStatus)
    except (msgspec.MsgspecError, RecursionError):
        raise Problem("hub-unreadable") from None


def _proof(reference: str, code: str) -> bytes:
    """What the hub keeps in the place of the code. Six digits can be tried out by whoever has the
    database; that one sees the status beside it, too."""
    return sha256(f"{reference}:{code}".encode()).digest()
