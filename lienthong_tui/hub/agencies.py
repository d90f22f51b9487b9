"""What agencies say through the hub: each writes in its own stream, a desk reads what is for it."""

import msgspec

from lienthong_tui.hub.line import Hub, answering, read
from lienthong_tui.problems import Busy, Problem

_TRIES = 5  # somebody else of the agency may be sending


class ReplyRow(msgspec.Struct, frozen=True):
    """A reply for a desk, sealed for it. `reply_id` stands for the reply and the card it is sealed
    to, so that the same is sent once; whoever administers the hub may see `outcome` and `at`."""

    agency: str
    province: str
    seq: int
    reply_id: str
    desk: int
    reference: str
    outcome: str
    at: str
    sealed: bytes


_COLUMNS = ", ".join(ReplyRow.__struct_fields__)
_MARKS = ", ".join(["%s"] * (1 + len(ReplyRow.__struct_fields__)))


def send(hub: Hub, commune: str, row: ReplyRow) -> bool:
    """Put a reply behind the last of its agency (`seq` is given here); False where it is there.

    Raises Busy("hub-moved") where others of the agency were quicker again and again.
    """
    for _ in range(_TRIES):
        with answering():
            found = hub.execute(
                """SELECT coalesce(max(seq), 0), bool_or(reply_id = %s) FROM hub_reply
                   WHERE commune = %s AND agency = %s AND province = %s""",
                [row.reply_id, commune, row.agency, row.province],
            ).fetchone()
        if found is None:
            raise Problem("hub-unreadable")
        if found[1]:
            return False
        placed = msgspec.structs.replace(row, seq=int(str(found[0])) + 1)
        try:
            with answering():
                hub.execute(
                    f"INSERT INTO hub_reply (commune, {_COLUMNS}) VALUES ({_MARKS})",  # noqa: S608
                    [commune, *msgspec.structs.astuple(placed)],
                )
        except Problem as problem:
            if problem.code != "hub-taken":
                raise
            continue
        return True
    raise Busy("hub-moved")


def taken(hub: Hub, commune: str, row: ReplyRow) -> None:
    """The desk has a reply: its contents are erased there."""
    with answering():
        hub.execute(
            """UPDATE hub_reply SET sealed = '' WHERE commune = %s AND agency = %s
               AND province = %s AND seq = %s""",
            [commune, row.agency, row.province, row.seq],
        )


def after(hub: Hub, commune: str, desk: int, taken: dict[tuple[str, str], int]) -> list[ReplyRow]:
    """What is for a desk and not taken yet; `taken` is how far, by agency and province."""
    with answering():
        streams = hub.execute(
            """SELECT agency, province, max(seq) FROM hub_reply
               WHERE commune = %s AND desk = %s GROUP BY agency, province""",
            [commune, desk],
        ).fetchall()
        found = []
        for agency, province, last in streams:
            since = taken.get((str(agency), str(province)), 0)
            if int(str(last)) > since:
                found += hub.execute(
                    f"""SELECT {_COLUMNS} FROM hub_reply
                        WHERE commune = %s AND desk = %s AND agency = %s AND province = %s
                          AND seq > %s ORDER BY seq""",  # noqa: S608
                    [commune, desk, agency, province, since],
                ).fetchall()
    return [read(ReplyRow, row) for row in found]
