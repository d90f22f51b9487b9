"""What happened since to the filings of a sample desk, so that every section of what there is to do
has somebody in it. Nobody of them is real, and no agency said any of it.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from lienthong_tui.desk import drafting, mending, outcomes, parking
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.case import Case
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Answer, Answered, Lodged
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.telling import Said

BIRTH, RESIDENCE, DEATH = "birth-registration", "permanent-residence", "death-registration"


def tell(desk: Desk, filed: Mapping[str, Filing]) -> None:
    """Go on with some of these filings, by the number their sample begins with."""
    now = desk.clock()
    _lodge(desk, filed["01"], 1)
    _say(desk, filed["01"], Said(BIRTH, "received", now, "portal"))
    _lodge(desk, filed["03"], None)  # the portal gave no number yet
    _lodge(desk, filed["04"], 4)
    wanted = Wanted("ý kiến của ông chưa ký", component="ct01-opinions")
    _say(desk, filed["04"], Said(RESIDENCE, "received", now, "portal"))
    _say(desk, filed["04"], Said(RESIDENCE, "supplement", now, "phone", items=(wanted,)))
    _lodge(desk, filed["05"], 5)
    results = {"child.id_number": "045326000517", "birth.certificate_number": "35/2026"}
    _say(desk, filed["05"], Said(BIRTH, "received", now, "portal"))
    _say(desk, filed["05"], Said(BIRTH, "done", now, "portal", results=results))
    _lodge(desk, filed["08"], 8)
    _say(desk, filed["08"], Said(DEATH, "received", now, "portal"))
    later = local_day(now) + timedelta(days=3)
    _say(
        desk,
        filed["08"],
        Said(DEATH, "extended", now, "letter", until=later, reason="chờ xác minh"),
    )
    _lodge(desk, filed["09"], 9)
    _say(desk, filed["09"], Said(DEATH, "received", now, "portal"))
    draft = drafting.reopen(desk, filed["09"].id)
    mending.tell_mistake(desk, draft, DEATH, "Tên đệm là Thùy, khai nhầm Thủy")


def begin(desk: Desk, cases: Sequence[Case]) -> None:
    """Two drafts: one in hand, one put aside for a paper."""
    for number, case in enumerate(cases):
        draft = drafting.start(desk, case.group.definition.group)
        answers: dict[str, Answer | None] = dict(case.answers)
        draft = drafting.record(desk, draft, Answered(answers=answers, origin="typed"))
        if number:
            parking.park(desk, draft, "papers", note="về lấy giấy chứng sinh, mai quay lại")


def _lodge(desk: Desk, filing: Filing, serial: int | None) -> None:
    day = desk.clock()
    number = None if serial is None else f"G22.99.13-{day:%y%m%d}-{serial:04}"
    fact = Lodged(portal_number=number, one_stop_number=None)
    drafting.record(desk, drafting.reopen(desk, filing.id), fact)


def _say(desk: Desk, filing: Filing, said: Said) -> None:
    outcomes.tell(desk, drafting.reopen(desk, filing.id), [said])
