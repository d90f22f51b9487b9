"""Letters of the desk (Mẫu số 01–06): what is known of a filing gathered, what was typed checked.

Whether a letter is a draft is asked of the settings in force, not of those the filing is pinned to:
a decision counts from the day it is named here.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft, record, reopen
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, Expected, expected_dates, local_day
from lienthong_tui.filing.display import home_of, shown_answer
from lienthong_tui.filing.events import Printed
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline
from lienthong_tui.filing.recall import REQUESTER
from lienthong_tui.packets.declarations import marked
from lienthong_tui.packets.letters import Due, Facts, Letter, Listed, Text, letter
from lienthong_tui.packets.typesetting import render
from lienthong_tui.people.dates import format_date, parse_date
from lienthong_tui.people.places import commune, unit_name
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Component
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.letters import Ask, LetterForm, shipped
from lienthong_tui.procedures.questions import DELIVERY_STEP
from lienthong_tui.text.clean import clean
from lienthong_tui.text.glyphs import printable

LONGEST_TEXT = 1_000
"""Characters of one text or item: a long paragraph."""
MOST_ITEMS = 50


def letter_of(desk: Desk, draft: Draft, letter_id: str, texts: Mapping[str, Text]) -> Letter:
    """The letter of that id about the filing, with what was typed for it by ask.

    Errors: those of `read_text`; Problem("letter-ask-missing") with `label` for what is required,
    ("letter-ask-order") with `label` and `day` for a day that does not come after the other.
    """
    form = shipped().form(letter_id)
    today = local_day(desk.clock())
    return _letter(desk, draft, form, _read_all(form, texts, today), today)


def print_letter(
    desk: Desk, draft: Draft, letter_id: str, texts: Mapping[str, Text], put: Put
) -> Draft:
    """Bring the letter out by `put`; what was typed for it is recorded with it.

    Errors: those of `letter_of`, of `put` and of `drafting.record`; Problem("letter-missing").
    """
    form, now = shipped().form(letter_id), desk.clock()
    typed = _read_all(form, texts, local_day(now))
    paper = _letter(desk, draft, form, typed, local_day(now))
    fact = Printed(what="letter", forms=(letter_id,), texts=typed)
    files = {letter_name(draft, letter_id): render(paper, at=now)}
    put(files, lambda: record(desk, draft, fact))
    return reopen(desk, draft.filing.id)


def today(desk: Desk) -> date:
    """The day a letter is dated, at UTC+7."""
    return local_day(desk.clock())


def letter_name(draft: Draft, letter_id: str) -> str:
    """What the file of a letter is called: it tells two filings apart, and nobody's name."""
    return f"mau-{letter_id}-{draft.filing.id[-6:]}.pdf"


def last_texts(filing: Filing, letter_id: str) -> Mapping[str, Text]:
    """What was last typed for the letter, by ask: to be offered again."""
    asks = {ask.id for ask in shipped().form(letter_id).ask}
    typed = filing.letters.get(letter_id, {})
    return {name: text for name, text in typed.items() if name in asks}


def suggestions(desk: Desk, draft: Draft, letter_id: str) -> Mapping[str, tuple[Words, ...]]:
    """What may be typed for each ask, by its id; the Vietnamese is what is written."""
    return {
        ask.id: (*_offered(desk, draft, ask), *ask.phrases) for ask in shipped().form(letter_id).ask
    }


def read_text(ask: Ask, given: Text, today: date) -> Text:
    """What was typed for one ask as it prints; empty where that is nothing. A text typed for a list
    has an item on each line.

    Errors: those of `clean` and, for a date, `parse_date`; Problem("letter-ask-past") with `label`
    and `day`, ("letter-ask-long"), ("letter-ask-many") and ("letter-missing").
    """
    if ask.kind == "lines":
        lines = given.splitlines() if isinstance(given, str) else given
        items = tuple(text for line in lines if (text := _checked(ask, line)))
        if len(items) > MOST_ITEMS:
            raise Problem("letter-ask-many", label=ask.label, count=len(items), most=MOST_ITEMS)
        return items
    text = _checked(ask, given if isinstance(given, str) else "; ".join(given))
    if ask.kind != "date" or not text:
        return text
    day = parse_date(text, today=today)
    if ask.ahead and day.earliest < today:
        raise Problem("letter-ask-past", label=ask.label, day=day.earliest)
    return format_date(day.text)


def _checked(ask: Ask, given: str) -> str:
    text = clean(given)
    if len(text) > LONGEST_TEXT:
        raise Problem("letter-ask-long", label=ask.label, length=len(text), most=LONGEST_TEXT)
    return printable(text, ask.label.vi)


def _read_all(form: LetterForm, texts: Mapping[str, Text], today: date) -> dict[str, Text]:
    """What was typed, without what is empty."""
    typed = {ask.id: read_text(ask, texts.get(ask.id, ""), today) for ask in form.ask}
    for ask in form.ask:
        if ask.required and not typed[ask.id]:
            raise Problem("letter-ask-missing", label=ask.label)
        earlier = typed.get(ask.after or "")
        if earlier and typed[ask.id]:
            first, then = (
                parse_date(str(t), today=today).earliest for t in (earlier, typed[ask.id])
            )
            if then <= first:
                raise Problem("letter-ask-order", label=ask.label, day=first)
    return {name: text for name, text in typed.items() if text}


def _letter(
    desk: Desk, draft: Draft, form: LetterForm, typed: Mapping[str, Text], day: date
) -> Letter:
    return letter(
        form,
        _facts(desk, draft),
        typed,
        day=day,
        decision=desk.office.letters.get(form.id, ""),
        demo=desk.demo,
    )


def _facts(desk: Desk, draft: Draft) -> Facts:
    filing, outlined = draft.filing, draft.outlined
    here = commune(desk.commune)
    received = datetime.fromisoformat(filing.started.received).astimezone(VIETNAM)
    lodged, account = filing.lodged, desk.account
    return Facts(
        commune=unit_name(desk.commune),
        place=here.full_name.split(" ", 2 if here.type == "dac-khu" else 1)[-1],
        desk=str(desk.number),
        office=desk.office.office or "",
        officer=account.name if account else "",
        reference=filing.reference or "",
        portal_number=(lodged and lodged.portal_number) or "",
        one_stop_number=(lodged and lodged.one_stop_number) or "",
        **_requester(outlined),
        requested=_requested(outlined),
        received=f"{received:%H} giờ {received:%M} phút, ngày {received:%d/%m/%Y}",
        procedures=tuple(_due(draft)),
        agencies=tuple(resolved.name.vi for resolved in draft.agencies if resolved.placed),
        papers=tuple(_papers(draft)),
        absent=tuple(
            Listed(component.name.vi, filing.absences[component.id])
            for component in outlined.components
            if component.id in filing.absences
        ),
        delivery=tuple(_delivery(outlined)),
    )


def _requester(outlined: Outline) -> dict[str, str]:
    """Name, address, telephone and e-mail of who files, as far as they are asked and answered."""
    person = next((p for p in outlined.group.definition.person if p.role == REQUESTER), None)
    if person is None:
        return {}
    starts = f"{person.role}."
    email = (f.id for f in outlined.fields if f.type == "email" and f.id.startswith(starts))
    return {
        "requester": " ".join(filter(None, (_answer(outlined, name) for name in person.parts))),
        "address": home_of(outlined, person),
        "phone": _answer(outlined, person.phone) if person.phone else "",
        "email": _answer(outlined, next(email, "")),
    }


def _answer(outlined: Outline, name: str) -> str:
    field = outlined.group.fields.get(name)
    return shown_answer(field, outlined.values.get(name)) if field else ""


def _requested(outlined: Outline) -> str:
    procedures = "; ".join(procedure.name.vi for procedure in outlined.procedures)
    name = outlined.group.definition.name.vi
    return f"{name}, gồm: {procedures}" if procedures else name


def _due(draft: Draft) -> Iterator[Due]:
    expected = {when.procedure: when for when in _expected(draft)}
    for resolved in draft.agencies:
        for procedure in resolved.procedures:
            when = expected.get(procedure.id)
            name, agency = procedure.name.vi, resolved.name.vi if resolved.placed else ""
            yield Due(name, agency, _term(when), _day(when))


def _expected(draft: Draft) -> tuple[Expected, ...]:
    """The dates as they were counted last; before completion as they would be now."""
    if draft.filing.completed is not None:
        counted = (draft.filing.expected(name) for name in draft.filing.procedures)
        return tuple(when for when in counted if when is not None)
    return expected_dates(
        draft.group,
        draft.office,
        office_calendar(draft.office.days),
        tuple(procedure.id for procedure in draft.outlined.procedures),
        datetime.fromisoformat(draft.filing.started.received),
    )


def _term(when: Expected | None) -> str:
    if when is None or when.working_days is None:
        return ""
    days = f"{when.working_days} ngày làm việc" if when.working_days else "Trong ngày"
    if when.with_inquiry is not None:
        days += f", phải xác minh thì {when.with_inquiry} ngày làm việc"
    return marked(days, when.verified)


def _day(when: Expected | None) -> str:
    return marked(f"{when.due:%d/%m/%Y}", when.settled) if when and when.due else ""


def _papers(draft: Draft) -> Iterator[Listed]:
    """The declarations that go to an agency, then what was attached for each component."""
    sent = {form for procedure in draft.outlined.procedures for form in procedure.forms}
    for form in draft.outlined.forms:
        if form.id in sent:
            yield Listed(form.title.vi)
    for component in draft.outlined.components:
        files = sum(a.component == component.id for a in draft.filing.attachments)
        if files:
            notes = [f"{files} tệp"] if files > 1 else []
            if component.id in draft.filing.originals_seen:
                notes.append("đã đối chiếu bản chính")
            yield Listed(component.name.vi, ", ".join(notes))


def _delivery(outlined: Outline) -> Iterator[str]:
    for field in outlined.fields:
        text = shown_answer(field, outlined.values.get(field.id))
        if outlined.group.step_of(field.id) == DELIVERY_STEP and text:
            yield f"{field.label.vi}: {text.rstrip('.')}"


def _offered(desk: Desk, draft: Draft, ask: Ask) -> tuple[Words, ...]:
    outlined = draft.outlined
    match ask.offers:
        case "procedures":
            return tuple(procedure.name for procedure in outlined.procedures)
        case "officer":
            account = desk.account
            return (Words(account.name, account.name),) if account else ()
        case "given":
            return tuple(c.original or c.name for c in outlined.components if _given(draft, c))
        case "missing":
            asked = (c for c in outlined.components if c.database is None)
            return tuple(c.name for c in asked if not _given(draft, c))
    return ()


def _given(draft: Draft, component: Component) -> bool:
    return any(a.component == component.id for a in draft.filing.attachments)
