"""The seventh case: a grandson types for his father at the kiosk in the hall.

The grandmother died on a day that the family knows by the lunar calendar. What the grandson does
not know he says he does not: an officer goes through it with them.
"""

from collections.abc import Mapping
from contextlib import suppress

from lienthong_tui.desk import intake, kiosk_files, kiosks, replies
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.interview import Question
from lienthong_tui.kiosk import device
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.problems import Problem
from lienthong_tui.stories import acts
from lienthong_tui.stories.acts import Stage
from lienthong_tui.stories.diary import Story

KIOSK = "Máy sảnh 1"
GRANDSON = "099208000804"
UNKNOWN = frozenset({"deceased.id_number", "allowance.merit", "household.id_number"})
"""What the grandson does not know of his grandmother and his aunt."""

_SONS_CARD = (
    "099062000801||Nguyễn Văn Minh Họa|10021962|Nam"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021"
)
_SAID = {"death.time": "2 giờ 15, mùng 3 tháng 10 năm 2026 âm lịch"}
_SAID_FIRST = {"death.time": "giờ Sửu, mùng 3 tháng 10 âm"}
"""As the family tells it: which of the two hours that is has to be asked."""
_ASKED = {"household.single": False, "household.requester_is_head": False}


def grandson(stage: Stage) -> Story:
    """7: declared in the hall, handed in, waiting for an officer."""
    desk = stage.desk
    yield desk.clock()  # a supervisor pairs the kiosk on the first day
    replies.make_inbox(desk)
    pairing = kiosks.pair(desk, KIOSK)
    device.set_up(stage.root / "kiosk", kiosk_files.write(pairing), replies.inbox(desk))
    yield stage.diary.ago(22)
    read = acts.sample(stage, "08")
    group = read.case.group.definition.group
    code = kiosks.code(desk, pairing.kiosk, GRANDSON, group).code
    with device.opened(stage.root / "kiosk", desk.clock) as kiosk:
        talk = Conversation(kiosk)
        talk.admit(GRANDSON, group, code)
        talk.declare(helper=True)
        _answer(talk, {**read.case.answers, **_ASKED, **_SAID})
        yield stage.diary.ago(9)
        talk.hand_in("finished")
    yield stage.diary.ago(8)
    for _ in intake.collect(desk):
        pass


def _answer(talk: Conversation, told: Mapping[str, Answer]) -> None:
    """Go through all that is asked, the father's card under the scanner where he is asked for."""
    while (step := talk.step) is not None:
        if not isinstance(step, Question):
            talk.go_on()
        elif step.field == "requester.name" and "requester.name" not in talk.now.filing.answers:
            talk.scan(_SONS_CARD)
        elif step.field in UNKNOWN:
            talk.unknown()
        else:
            if step.field in _SAID_FIRST:
                with suppress(Problem):  # asked back: the text stays with the question
                    talk.answer(_SAID_FIRST[step.field])
            answers = [told[box] for box in step.boxes if box in told]
            one = answers[0] if len(step.boxes) == 1 else " ".join(map(str, answers))
            talk.answer(one if isinstance(one, bool) else str(one))
