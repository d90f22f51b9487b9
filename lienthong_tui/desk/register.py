"""The register of a desk (sổ theo dõi hồ sơ, letter 07): its rows for a day or a period, taken out.

A paper copy with the journal's head anchors the journal outside the desk.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from lienthong_tui.access.permits import Act
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import Put
from lienthong_tui.desk.projecting import person_of
from lienthong_tui.filing import kinds, recall
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.desk_events import RegisterMade
from lienthong_tui.filing.display import home_of, known_answer
from lienthong_tui.filing.envelope import time_text
from lienthong_tui.filing.events import Purged
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.lineage import desk_of
from lienthong_tui.filing.outline import Outline, outline_of
from lienthong_tui.packets import register_book, registers
from lienthong_tui.packets.registers import Decided, Register, RegisterRow
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Unusable
from lienthong_tui.procedures import letters, loading
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.outcomes import is_decided, is_granted
from lienthong_tui.procedures.questions import DELIVERY_STEP, expand
from lienthong_tui.store import journal, projections
from lienthong_tui.store.journal import Recorded

LONGEST = 366
"""Days of the longest period: a year."""

_COMPLETED = "filing.completed"
_GONE = {
    "term": "đã xóa nội dung theo hạn",
    "request": "đã xóa nội dung theo yêu cầu",
    "lost": "nội dung mất khi tệp kho hỏng",
}
_NOT_LODGED = "chưa nộp lên Cổng"
_REOPENED = "đang sửa, chưa hoàn thành lại"
_WITHDRAWN = "đã rút trước khi nộp"
_WITHDRAWN_THERE = "đã rút trên Cổng"
_NO_NUMBER = "đã nộp lên Cổng, chưa có số"


def check_period(first: date, last: date, today: date) -> None:
    """A register has begun: nothing is signed of days that have all still to come.

    Errors: Unusable("register-backwards"), ("register-ahead"), ("register-long").
    """
    if last < first:
        raise Unusable("register-backwards", first=first, last=last)
    if first > today:
        raise Unusable("register-ahead", first=first)
    days = (last - first).days + 1
    if days > LONGEST:
        raise Unusable("register-long", first=first, last=last, days=days, most=LONGEST)


def register(desk: Desk, first: date, last: date) -> Register:
    """The register of the filings completed from the day `first` to the day `last`, UTC+7.

    A filing stands in the register of the day it was completed, also where it was received before:
    what was signed that evening stays whole. Errors: those of `check_period`, and of
    `Desk.require`.
    """
    today = local_day(desk.clock())
    check_period(first, last, today)
    desk.require(act_for(first, last, today))
    head = desk.day_head(last)
    lines = projections.lines_of(desk.db, _completed(desk, first, last))
    return Register(
        commune=desk.commune,
        desk_number=desk.number,
        demo=desk.demo,
        first=first,
        last=last,
        made=desk.clock(),
        rows=tuple(_row(desk, number, line) for number, line in enumerate(lines, start=1)),
        decision=desk.office.letters.get(letters.shipped().register.id, ""),
        journal=f"{head.stream} {head.seq}:{head.hash.hex()}" if head else "",
    )


def files_of(made: Register) -> dict[str, bytes]:
    """The register as PDF and XLSX, by file name. Errors: Problem("letter-missing")."""
    days = dict.fromkeys((f"{made.first}", f"{made.last}"))
    name = "-".join(("so-theo-doi", *days))
    return {
        f"{name}.pdf": render(registers.sheet(made), at=made.made),
        f"{name}.xlsx": register_book.book(made, at=made.made),
    }


def take_out(desk: Desk, made: Register, put: Put) -> tuple[str, ...]:
    """Bring the register out by `put` as PDF and XLSX; returns the names of the files.

    Errors: those of `register`, `files_of` and `put`.
    """
    desk.require(act_for(made.first, made.last, local_day(desk.clock())))
    files = files_of(made)
    fact = RegisterMade(first=made.first, last=made.last, rows=len(made.rows))
    put(files, lambda: desk.append(None, [fact]))
    return tuple(files)


def act_for(first: date, last: date, today: date) -> Act:
    """What the register of these days is: that of today or yesterday is everyday work, at close of
    day or the morning after; any other is the data of many taken out at once."""
    return "work" if first == last and today - last <= timedelta(days=1) else "export-many"


def completed_on(desk: Desk, day: date) -> list[str]:
    """The filings that stand in the register of a day, UTC+7."""
    return _completed(desk, day, day)


def completions(desk: Desk, first: date, last: date) -> list[Recorded]:
    """Every completion at this desk in those days, of the erased filings too, in order."""
    since = time_text(datetime.combine(first, time(), VIETNAM))
    until = time_text(datetime.combine(last + timedelta(days=1), time(), VIETNAM))
    found = journal.of_kinds(desk.db, (_COMPLETED,), since, until)
    return [r for r in found if desk_of(r.envelope.stream) == desk.number]


def _completed(desk: Desk, first: date, last: date) -> list[str]:
    """The filings that were completed in those days for the first time: one that was mended and
    completed again stays in the register in which it was signed for."""
    recorded = {
        r.envelope.filing or "": r.position for r in reversed(completions(desk, first, last))
    }
    return [
        filing
        for filing, position in reversed(recorded.items())
        if _first_completion(desk, filing) == position
    ]


def _first_completion(desk: Desk, filing: str) -> int:
    recorded = journal.events_of(desk.db, filing)
    return next(r.position for r in recorded if r.envelope.kind == _COMPLETED)


def _row(desk: Desk, number: int, line: projections.Line) -> RegisterRow:
    if line.state == "purged":
        return _purged_row(desk, number, line)
    filing, _ = desk.filing(line.filing)
    group = desk.group(filing.started.definition)
    outlined = outline_of(group, filing)
    lodged = filing.lodged
    people = {person.role: person for person in group.definition.person}
    requester = people.get(recall.REQUESTER)
    told = person_of(requester, outlined.values) if requester else None
    return RegisterRow(
        number=number,
        reference=filing.reference or filing.allotted or "",
        portal_number=(lodged and lodged.portal_number) or "",
        one_stop_number=(lodged and lodged.one_stop_number) or "",
        group=group.definition.short.vi,
        subject=recall.name_of(people[group.definition.label_person], outlined.values),
        requester=told.name if told else "",
        address=home_of(outlined, requester) if requester else "",
        phone=(told and told.phone) or "",
        received=_received(filing.started.received),
        procedures=tuple(_decided(filing, outlined)),
        note=_note(filing),
    )


def _note(filing: Filing) -> str:
    if filing.withdrawn is not None:
        return _WITHDRAWN
    if filing.completed is None:
        return _REOPENED
    if filing.state == "withdrawn":
        return _WITHDRAWN_THERE
    if filing.lodged is None and not filing.accepted:
        return _NOT_LODGED
    return "" if filing.numbered else _NO_NUMBER


def _purged_row(desk: Desk, number: int, line: projections.Line) -> RegisterRow:
    """What the register keeps: numbers, procedures, the date (desk practice, §7.4)."""
    payloads = (
        kinds.from_plain(r.envelope.kind, r.payload)
        for r in journal.events_of(desk.db, line.filing)
    )
    purged = next(payload for payload in payloads if isinstance(payload, Purged))
    definition = _last_known(purged.group)
    procedures = {p.id: p.name.vi for p in definition.procedure} if definition else {}
    # Which commune's office it was is gone too.
    agencies = (
        {a.id: a.name.vi.replace("{commune}", "").strip() for a in definition.agency}
        if definition
        else {}
    )
    return RegisterRow(
        number=number,
        reference=purged.reference or "",
        portal_number=purged.portal_number or "",
        one_stop_number=purged.one_stop_number or "",
        group=definition.short.vi if definition else purged.group,
        received=_received(purged.received),
        procedures=tuple(
            Decided(procedures.get(name, name), agencies.get(agency, agency))
            for agency, name in purged.procedures
        ),
        note=_GONE[purged.why],
    )


def _last_known(group: str) -> Definition | None:
    """The newest shipped version of a group: what a purged filing was pinned to may be gone."""
    versions = [g.definition for g in loading.shipped() if g.definition.group == group]
    return max(versions, key=lambda d: d.effective_from, default=None)


def _received(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIETNAM)


def _decided(filing: Filing, outlined: Outline) -> Iterator[Decided]:
    """The procedures with who decides them, in the order of the packets."""
    done = filing.completed
    if done is None:
        return
    known = {p.id: p for p in outlined.group.definition.procedure}
    for packet in done.packets:
        for name in packet.procedures:
            standing = filing.standing(name)
            when, gone = standing.counted, _came_to_nothing(filing.status(name) or "")
            due = standing.until or (when.due if when else None)
            yield Decided(
                name=known[name].name.vi,
                agency=packet.agency_name,
                expected=None if gone else due,
                settled=bool(standing.until or (when and when.settled)),
                delivery="" if gone else "; ".join(_delivery(outlined, known[name].fields)),
            )


def _came_to_nothing(status: str) -> bool:
    """Whether a procedure was decided and there is nothing to be given out."""
    return is_decided(status) and not is_granted(status)


def _delivery(outlined: Outline, fields: tuple[str, ...]) -> Iterator[str]:
    """What was chosen of how a procedure's result comes back."""
    asked = set(expand(fields, tuple(outlined.group.fields)))
    for field in outlined.fields:
        answer = outlined.values.get(field.id)
        if field.id not in asked or outlined.group.step_of(field.id) != DELIVERY_STEP or not answer:
            continue
        yield field.label.vi if answer is True else known_answer(field, answer).rstrip(".")
