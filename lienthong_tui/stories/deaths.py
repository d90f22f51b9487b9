"""The death cases 8 and 9 of the sample desk; the seventh is entered in the hall (`hall`)."""

from lienthong_tui.desk import drafting
from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.events import Compared, Withdrawn
from lienthong_tui.filing.telling import Said
from lienthong_tui.procedures import alike
from lienthong_tui.stories import acts
from lienthong_tui.stories.acts import Stage
from lienthong_tui.stories.diary import Story

SURVIVORS = "survivors"

# The brother has an account of his own, and tells of the same death an hour after his sister.
_BROTHER = {
    "requester.name": "Lê Văn Minh Họa",
    "requester.id_number": "099082001003",
    "requester.birth_date": "1982-04-02",
    "requester.sex": "male",
    "requester.phone": "0900001003",
    "filer.account": "requester",
}


def pensioner(stage: Stage) -> Story:
    """8: four procedures; the social insurance wants one more signature."""
    yield stage.diary.day(1, "16:48")
    draft = acts.file(stage, "09")
    yield stage.diary.day(1, "16:52")
    draft = acts.received(stage, acts.lodge(stage, draft, 9))
    yield stage.diary.ago(35)
    now = stage.desk.clock()
    wanted = Wanted("Mẫu 09-HSB: thiếu chữ ký của một thân nhân", component="survivors-form")
    acts.say(stage, draft, Said(SURVIVORS, "supplement", now, "letter", items=(wanted,)))


def killed_on_the_road(stage: Stage) -> Story:
    """9: a brother files what his sister has filed already; it is one death, and one filing."""
    yield stage.diary.ago(33)
    acts.file(stage, "10")
    yield stage.diary.ago(30)
    read = acts.sample(stage, "10")
    draft = acts.declare(stage, acts.start(stage, read), read, instead=_BROTHER)
    yield stage.diary.ago(28)
    (other,) = draft.alike.open if draft.alike else ()
    reason = alike.rules_of(draft.group.definition).same[0].vi
    same = Compared(
        other=other.line.filing, verdict="same", reason=reason, level=other.likeness.level
    )
    drafting.record(stage.desk, draft, same, Withdrawn(reason=reason))
