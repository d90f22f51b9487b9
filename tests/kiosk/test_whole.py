"""From the hall to the packets: what a relative declared, checked and completed by an officer."""

from pathlib import Path

import pytest
from bench.kiosk import Relative
from desk.sample import SAMPLES

from lienthong_tui.desk import completion, drafting, intake
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.reading import Reading, read_case
from lienthong_tui.filing.events import Absent, OriginalSeen, Pledged, Warned
from lienthong_tui.filing.kiosk_events import Checked
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.problems import Problem

from .sample import GRANDSON, Hall


@pytest.mark.parametrize("path", [SAMPLES[1], SAMPLES[4], SAMPLES[7]], ids=lambda path: path.stem)
def test_a_filing_of_the_kiosk_is_completed_like_any_other(tmp_path: Path, path: Path) -> None:
    hall = Hall(tmp_path)
    with hall.desk() as desk:
        reading = read_case(path, now=hall.now, commune=desk.commune)
    group = reading.case.group.definition.group
    with hall.kiosk() as kiosk:
        talk = Conversation(kiosk)
        talk.admit(GRANDSON, group, hall.code(GRANDSON, group))
        talk.declare(helper=True)
        Relative(hall, path).declare(talk)
        talk.hand_in("finished")
    with hall.desk() as desk:
        (came,) = intake.collect(desk)
        draft = drafting.reopen(desk, str(came.filing))
        told = dict(draft.filing.answers)
        assert told.items() <= reading.case.answers.items(), "nothing was changed on the way"
        assert len(told) > 20
        draft = _as_an_officer(desk, draft, reading)
        with pytest.raises(Problem, match="filing-has-errors"):
            completion.complete(desk, draft)
        draft = drafting.record(desk, draft, Checked())
        done = completion.complete(desk, draft)
        assert done.filing.state == "completed"
        assert done.outlined.values == reading.outlined.values
        assert [p.agency for p in done.filing.packets]
        desk.verify()


def _as_an_officer(desk: Desk, draft: Draft, reading: Reading) -> Draft:
    """Answer what nobody knew or the kiosk does not ask, attach, give reasons, have it pledged."""
    rest = {
        name: answer
        for name, answer in reading.case.answers.items()
        if draft.filing.answers.get(name) != answer
    }
    draft = drafting.answer_all(desk, draft, rest)
    for component, paper in reading.papers:
        draft = drafting.attach(desk, draft, component, paper, "nộp kèm")
    facts = [
        *(Absent(component=c, reason=why) for c, why in reading.absences.items()),
        *(OriginalSeen(component=c, seen=True) for c, _ in reading.papers),
        *(Warned(rule=rule, reason=why) for rule, why in reading.case.reasons.items()),
        Pledged(how="fingerprint"),
    ]
    return drafting.record(desk, draft, *facts)
