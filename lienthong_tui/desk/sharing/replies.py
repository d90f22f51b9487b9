"""What agencies say through the hub: laid into the inbox, as if a stick had brought it."""

from lienthong_tui.access import hub_keys
from lienthong_tui.desk import replies
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.hub import agencies
from lienthong_tui.hub.agencies import ReplyRow
from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.store import sharing
from lienthong_tui.store.disk import write_whole
from lienthong_tui.text.clean import visible

_STREAM = "a_{agency}_{province}"


def fetch(at: At) -> None:
    """Lay down what came; what cannot be opened is noted, told, and passed over.

    Errors: DeskUnavailable("inbox-unwritable"): nothing counts as taken that does not lie there.
    """
    heads = sharing.sent_up_to(at.db)
    taken = {
        (parts[1], parts[2]): seq
        for stream, seq in heads.items()
        if len(parts := stream.split("_")) == 3 and parts[0] == "a"
    }
    identities = joining.identities(at.db)
    for row in agencies.after(at.hub, at.commune, at.desk.number, taken):
        if not hub_keys.is_agency(row.agency, row.province):
            continue  # of nobody that was enrolled: it may become the name of no file
        stream = _STREAM.format(agency=row.agency, province=row.province)
        try:
            data = hub_keys.open_for_desk(identities, row.sealed)
        except Problem as problem:
            sharing.quarantine(at.db, stream, row.seq, row.at, problem.code)
            at.round.told.append(Problem("reply-unopened", reference=visible(row.reference)))
        else:
            _lay_down(at, row, data)
            at.round.replies += 1
        sharing.note_sent(at.db, stream, row.seq)
        agencies.taken(at.hub, at.commune, row)


def _lay_down(at: At, row: ReplyRow, data: bytes) -> None:
    folder = replies.inbox(at.desk)
    replies.make_inbox(at.desk)
    try:
        write_whole(folder / f"hub-{row.agency}-{row.province}-{row.seq}.zip", data)
    except OSError:
        raise DeskUnavailable("inbox-unwritable", path=str(folder)) from None
