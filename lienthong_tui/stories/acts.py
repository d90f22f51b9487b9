"""What an officer does in the stories, by the functions that the screens call."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from lienthong_tui.desk import completion, demo, drafting, outcomes, reading
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.reading import Reading
from lienthong_tui.filing import recall, scanning
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.events import (
    Answer,
    Answered,
    HandedBack,
    Linked,
    Lodged,
    NoticeGiven,
    OriginalSeen,
    Pledged,
    Warned,
)
from lienthong_tui.filing.handing_back import handed_in
from lienthong_tui.filing.outline import received_day
from lienthong_tui.filing.telling import Said
from lienthong_tui.people.addresses import read_address
from lienthong_tui.people.id_card import read_card
from lienthong_tui.procedures import notice
from lienthong_tui.resources import data_path
from lienthong_tui.stories.diary import Diary

How = Literal["signature", "fingerprint"]


@dataclass(frozen=True)
class Stage:
    """Where stories are told: the open desk, whose clock shows the moment that is told of, the days
    before it is seen, and the folder it is thrown away with."""

    root: Path
    desk: Desk
    diary: Diary


def sample(stage: Stage, number: str) -> Reading:
    """The shipped sample whose name begins with `number`."""
    return _read(stage, next(path for path in demo.samples() if path.name.startswith(number)))


def unfinished(stage: Stage, name: str) -> Reading:
    """A case of `data/stories`: one that does not file cleanly, or not at once."""
    return _read(stage, data_path("stories") / f"{name}.toml")


def _read(stage: Stage, path: Path) -> Reading:
    return reading.read_case(path, now=stage.diary.now, commune=stage.desk.commune)


def file(stage: Stage, number: str) -> Draft:
    """The filing of a sample, completed here, its papers given back."""
    filing = completion.file_case(stage.desk, sample(stage, number))
    return give_back(stage, drafting.reopen(stage.desk, filing.id))


def start(stage: Stage, read: Reading) -> Draft:
    """A new draft of the group of a case."""
    return drafting.start(stage.desk, read.case.group.definition.group)


def declare(
    stage: Stage,
    draft: Draft,
    read: Reading,
    *,
    without: Collection[str] = (),
    instead: Mapping[str, Answer] | None = None,
) -> Draft:
    """The draft with all that a case says and it does not: answers, some `instead`, and papers; but
    for the fields and components `without`. Then the notice, the reasons."""
    desk, known = stage.desk, draft.filing.answers
    right = {name: a for name, a in read.case.answers.items() if name not in without}
    typed: dict[str, Answer | None] = {
        name: answer
        for name, answer in {**right, **(instead or {})}.items()
        if known.get(name) != answer
    }
    links = [Linked(role=r, to=to) for r, to in read.links.items() if r not in draft.filing.links]
    draft = drafting.record(desk, draft, Answered(answers=typed, origin="typed"), *links)
    papers = [(component, paper) for component, paper in read.papers if component not in without]
    for component, paper in papers:
        draft = drafting.attach(desk, draft, component, paper)
    now = desk.clock().astimezone(VIETNAM).isoformat(timespec="seconds")
    heard = NoticeGiven(version=notice.shipped().version, given_at=now)
    reasons = [Warned(rule=rule, reason=why) for rule, why in read.case.reasons.items()]
    seen = [OriginalSeen(component=component, seen=True) for component, _ in papers]
    return drafting.record(desk, draft, heard, *reasons, *seen)


def complete(stage: Stage, draft: Draft, how: How = "signature") -> Draft:
    """The draft pledged and completed."""
    return completion.complete(stage.desk, drafting.record(stage.desk, draft, Pledged(how=how)))


def born(stage: Stage, days: int) -> dict[str, Answer]:
    """A child that is so many days old, whenever the desk is seen."""
    day = local_day(stage.desk.clock()) - timedelta(days=days)
    return {"child.birth_date": day.isoformat()}


def scan(stage: Stage, draft: Draft, role: str, code: str) -> Draft:
    """The draft with what the card says whose code the scanner typed for `role`."""
    today = received_day(draft.filing)
    card = read_card(code, today=today)
    places = read_address(card.address or "", issued=card.issue_date)
    person = recall.person_in(draft.group.definition, role)
    place = places[0] if len(places) == 1 else None
    found = scanning.proposals(
        draft.outlined, person, card, place, draft.filing.answers, today=today
    )
    taken = {each.field: each.answer for each in found if not each.differs}
    return drafting.answer_all(stage.desk, draft, taken, "scanned")


def give_back(stage: Stage, draft: Draft, *, but: Collection[str] = ()) -> Draft:
    """The filing with its papers and cards given back, `but` for some."""
    papers = handed_in(draft.outlined, draft.filing)
    back = HandedBack(papers=tuple(paper for paper in papers if paper not in but))
    return drafting.record(stage.desk, draft, back)


def lodge(stage: Stage, draft: Draft, serial: int | None) -> Draft:
    """The filing lodged on the portal, which gave a number, or (None) none yet."""
    day = stage.desk.clock()
    number = None if serial is None else f"G22.99.13-{day:%y%m%d}-{serial:04}"
    return drafting.record(stage.desk, draft, Lodged(portal_number=number, one_stop_number=None))


def say(stage: Stage, draft: Draft, *said: Said) -> Draft:
    """The filing after something that an agency said of it."""
    return outcomes.tell(stage.desk, draft, said)


def received(stage: Stage, draft: Draft, *procedures: str) -> Draft:
    """The filing after the portal told that these procedures, or all that wait for nothing, are
    received."""
    open_ = [p for p in draft.filing.procedures if draft.filing.status(p) == "lodged"]
    now = stage.desk.clock()
    said = [Said(name, "received", now, "portal") for name in procedures or open_]
    return say(stage, draft, *said)
