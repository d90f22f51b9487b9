"""A section of the queue as lines of a list: who, which number, what comes next and until when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from lienthong_tui.desk.parking import OPEN
from lienthong_tui.desk.queue import Section
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.queue import Kind
from lienthong_tui.procedures import loading, parking
from lienthong_tui.reports import masked_name, of_procedures, reference_text
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Page
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_queue import HEADINGS, NEXT
from lienthong_tui.sentences.wording import state_label
from lienthong_tui.store.projections import Line

LETTERS = "abcdefghijklmnopqrstuvwxyz"
RESTING: frozenset[Kind] = frozenset({"waiting", "parked", "drafting"})
"""The sections of which the desk has nothing to do now."""


def line_items(
    page: Page,
    section: Section,
    letters: Iterator[str],
    names: Mapping[str, str],
    most: int | None = None,
) -> list[Item]:
    """The section's head with how many there are, then its lines, at most `most` of them.

    `names` are the officers by slot: of what somebody else has in hand it is told who.
    """
    count = len(section.lines)
    heading = f"{page.tr(HEADINGS[section.kind])} ({count})"
    shown = _first(section.lines, most)
    return [
        Item(f"#{section.kind}", "", heading, disabled=True),
        *(
            Item(
                line.filing, next(letters, ""), named(page, line), _note(page, section, line, names)
            )
            for line in shown
        ),
        *([_more(page, section, len(section.lines) - len(shown))] if len(shown) < count else []),
    ]


def _first(lines: Sequence[Line], most: int | None) -> Sequence[Line]:
    """At most so many; one of them is what was touched last: somebody has just come from there."""
    if most is None or len(lines) <= most:
        return lines
    last = max(lines, key=lambda line: line.updated)
    return lines[:most] if last in lines[:most] else (last, *lines[: most - 1])


def _more(page: Page, section: Section, count: int) -> Item:
    """That there are more than are listed here."""
    text = page.tr(N_("còn {count} hồ sơ: phím 4"), count=count)
    return Item(f"#{section.kind}:more", "", text, disabled=True)


def named(page: Page, line: Line) -> str:
    """Whose filing it is, masked; of one nobody is named in yet, of which group."""
    if line.label:
        return masked_name(line.label)
    short = (
        pick(group.definition.short, page.language)
        for group in loading.shipped()
        if group.definition.group == line.group
    )
    return f"{next(short, line.group)} {page.tr(N_('(chưa có tên)'))}"


def told_beside(page: Page, line: Line, kind: Kind | None) -> list[str]:
    """Of a filing in hand: its state, what comes next, and where each procedure stands."""
    lines = [named(page, line), state_label(line.state, page.language)]
    if line.reference:
        lines.append(reference_text(line.reference, page.language))
    if kind is not None:
        lines.append(page.tr(N_("Việc tiếp theo: {next}"), next=page.tr(NEXT[kind])))
    for name, *told in of_procedures(line, page.language):
        lines += ["", name, *(f"  {each}" for each in told if each)]
    return lines


def _note(page: Page, section: Section, line: Line, names: Mapping[str, str]) -> str:
    told = []
    if line.due and section.kind in ("overdue", "due", "waiting", "hand-out"):
        due = date.fromisoformat(line.due)
        told.append(page.tr(N_("hạn {day}"), day=f"{due:%d/%m}"))
    elif section.kind in ("unchecked", "drafting", "parked", "unlodged"):
        since = (section.kind == "unchecked" and line.received) or line.updated
        touched = datetime.fromisoformat(since).astimezone(VIETNAM)
        told.append(f"{touched:%H:%M %d/%m}")
    parked = line.summary.get("parked")
    if parked:  # its note is told on opening: a list is read by a room full of people
        reasons = {each.id: pick(each.text, page.language) for each in parking.shipped()}
        reason = reasons.get(parked["reason"], parked["reason"])
        told.append(reason[:1].lower() + reason[1:])  # "chờ VNeID"
        if parked["queue_number"]:
            told.append(page.tr(N_("số {number}"), number=parked["queue_number"]))
    if section.kind == "unchecked":
        told.append(page.tr(N_("số {number}"), number=line.summary["ticket"]))
    holder = line.summary.get("holder", "")
    if section.kind in OPEN and holder != page.ours.at.unlocked.officer:
        told.append(names.get(holder, ""))
    if line.reference:
        told.append(line.reference)
    if section.kind not in ("drafting", "parked", "waiting", "unlodged"):
        told.append(page.tr(NEXT[section.kind]))
    return " · ".join(filter(None, told))
