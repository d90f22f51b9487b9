"""Which desk has a filing: the hub lets one desk take it over at a time."""

from uuid import UUID

import msgspec

from lienthong_tui.hub.line import Hub, answering, read
from lienthong_tui.problems import Problem


class Claim(msgspec.Struct, frozen=True):
    """The `rev`-th taking over of a filing, by a desk that wrote `stream` then, so many `seconds`
    ago."""

    filing: str
    rev: int
    desk: int
    stream: str
    seconds: int = 0


def of_filing(hub: Hub, commune: str, filing: str) -> list[Claim]:
    """The claims of a filing, the first first."""
    return _found(hub, "commune = %s AND filing = %s ORDER BY rev", [commune, UUID(filing)])


def of_desk(hub: Hub, commune: str, desk: int) -> list[Claim]:
    """The claims that a desk has made."""
    return _found(hub, "commune = %s AND desk = %s", [commune, desk])


def claim(hub: Hub, commune: str, wanted: Claim) -> bool:
    """Take a filing over; False where another desk was first."""
    try:
        with answering():
            hub.execute(
                "INSERT INTO hub_claim (commune, filing, rev, desk, stream)"
                " VALUES (%s, %s, %s, %s, %s)",
                [commune, UUID(wanted.filing), wanted.rev, wanted.desk, wanted.stream],
            )
    except Problem as problem:
        if problem.code != "hub-taken":
            raise
        return False
    return True


def _found(hub: Hub, where: str, given: list[object]) -> list[Claim]:
    with answering():
        found = hub.execute(
            f"""SELECT filing::text, rev, desk, stream, extract(epoch FROM now() - got_at)::integer
                FROM hub_claim WHERE {where}""",  # noqa: S608
            given,
        ).fetchall()
    return [read(Claim, row) for row in found]
