"""Moving a draft to the version of the law in force, once its own has gone out of force.

Nothing is moved by itself: the officer is shown what the new version does not take, and decides.
Who does not move goes on under the old version, whose bytes the store keeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft, record
from lienthong_tui.desk.office import refreshed
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer, Detached, Moved
from lienthong_tui.filing.outline import received_day
from lienthong_tui.problems import Busy, Problem, Unusable
from lienthong_tui.procedures.loading import Group, in_force
from lienthong_tui.procedures.questions import Field
from lienthong_tui.store.sqlcipher import writing


@dataclass(frozen=True)
class Move:
    """What moving a draft to `group` would do, by field id and as text.

    `half_typed`: answers that the new version asks for but does not take; they stay in their field
    to be mended. `dropped`: answers, and texts half typed, to what it no longer asks. `papers`: ids
    of components that it does not know; their files are taken out, and the journal keeps them.
    """

    group: Group
    half_typed: Mapping[str, str]
    dropped: Mapping[str, str]
    papers: tuple[str, ...]


def move_of(desk: Desk, draft: Draft) -> Move | None:
    """The move to offer; None while the draft's version is in force, or when none has followed."""
    today = local_day(desk.clock())
    old = draft.group.definition
    if draft.filing.completed is not None or draft.position is None or old.in_force(today):
        return None
    try:
        group = in_force(old.group, today)
    except Unusable:
        return None
    received = received_day(draft.filing)
    asked = {name: field for name, field in group.fields.items() if field.derived is None}
    half_typed: dict[str, str] = {}
    dropped: dict[str, str] = {}
    for name, answer in draft.filing.answers.items():
        # What is half typed is newer, and is what the officer sees in the field.
        text = draft.filing.half_typed.get(name, shown_answer(draft.group.fields[name], answer))
        if name not in asked:
            dropped[name] = text
        elif not _fits(asked[name], answer, received):
            half_typed[name] = text
    dropped |= {name: text for name, text in draft.filing.half_typed.items() if name not in asked}
    known = {component.id for component in group.definition.component}
    papers = dict.fromkeys(a.component for a in draft.filing.attachments)
    return Move(group, half_typed, dropped, tuple(name for name in papers if name not in known))


def _fits(field: Field, answer: Answer, today: date) -> bool:
    """Whether the new version reads the answer as it was kept."""
    try:
        return read_answer(field, answer, today=today) == answer
    except Problem:
        return False


def move(desk: Desk, draft: Draft, to: Move) -> Draft:
    """The draft under the new version and the settings in force now.

    Errors: those of `record`; Busy("filing-move-changed") when `to` is not what would be offered.
    """
    # No page of the new version could show or remove them.
    files = (file for file in draft.filing.attachments if file.component in to.papers)
    taken_out = [Detached(component=file.component, content=file.content) for file in files]
    with writing(desk.db):
        if move_of(desk, draft) != to:
            raise Busy("filing-move-changed")
        desk = refreshed(desk)  # another window may have changed the settings
        desk.pin(to.group)
        fact = Moved(
            definition=to.group.sha256,
            overlay=desk.office_sha256,
            half_typed=dict(to.half_typed),
            dropped=dict(to.dropped),
        )
        return record(desk, draft, *taken_out, fact)
