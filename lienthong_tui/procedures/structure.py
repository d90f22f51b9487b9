"""What is checked of a definition beside its expressions: names, ids, defaults, times, wording."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lienthong_tui.people import lists
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.questions import Field, expand

_ID = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WITH_ID = (
    *("section", "field", "agency", "component", "form", "procedure", "result", "scheme", "rule"),
    *("referral", "suggestion", "fee"),
)


def structure(definition: Definition) -> Iterator[Problem]:
    """Names that do not exist, ids used twice, choices without options, dates out of order."""
    yield from _names(definition)
    yield from _whole(definition)
    yield from _fields(definition)
    yield from _people(definition)
    yield from _papers(definition)
    yield from _procedures(definition)
    yield from _terms(definition)
    yield from _rules(definition)
    yield from _empty_words(definition)


def _names(definition: Definition) -> Iterator[Problem]:
    """Ids that are none, and what has the name of another."""
    for kind in _WITH_ID:
        ids = [entry.id for entry in getattr(definition, kind)]
        for odd in (name for name in ids if not _ID.fullmatch(name)):
            yield Problem("definition-id", item=f"{kind} {odd}")
    for item, times in Counter(_items(definition)).items():
        if times > 1:
            yield Problem("definition-repeated", item=item)


def _whole(definition: Definition) -> Iterator[Problem]:
    """What the definition says of itself, and of what its procedures yield."""
    if definition.until < definition.effective_from:
        yield Problem("definition-dates", item=f"definition {definition.version}")
    roles = {person.role for person in definition.person}
    yield from _unknown("definition", definition.label_person, roles)
    yield from _unknown("definition", definition.correction, _ids(definition.referral))
    for result in definition.result:
        yield from _unknown(f"result {result.id}", result.of, roles)


def _fields(definition: Definition) -> Iterator[Problem]:
    sections, suggestions = _ids(definition.section), _ids(definition.suggestion)
    communes = {field.id for field in definition.field if field.type == "commune"}
    for field in definition.field:
        item = f"field {field.id}"
        yield from _unknown(item, field.section, sections)
        if field.type == "choice" and bool(field.options) == bool(field.list):
            yield Problem("definition-options", item=item)
        if field.list and not _is_list(field.list):
            yield Problem("definition-unknown", item=item, name=field.list)
        yield from _unknown(item, field.suggest, suggestions)
        yield from _unknown(item, field.suggest_in, communes)
        if field.suggest and field.type != "text":
            yield Problem("definition-suggest", item=item)
        if field.pattern and not _compiles(field.pattern):
            yield Problem("definition-pattern", item=item, pattern=field.pattern)
        if field.default is not None and not _is_default(field):
            yield Problem("definition-default", item=item, value=field.default)


def _people(definition: Definition) -> Iterator[Problem]:
    """Whom the fields tell of, who is who, and which place says which agency decides."""
    field_ids = _ids(definition.field)
    for person in definition.person:
        for name in person.fields:
            yield from _unknown(f"person {person.role}", name, field_ids)
    yield from _links(definition)
    for agency in definition.agency:
        for name in agency.places:
            yield from _unknown(f"agency {agency.id}", name, field_ids)


def _papers(definition: Definition) -> Iterator[Problem]:
    """What is attached and what is printed."""
    for component in definition.component:
        if component.database and (component.required or not definition.database_reasons):
            yield Problem("definition-database", item=f"component {component.id}")
    agencies = _ids(definition.agency)
    for form in definition.form:
        item = f"form {form.id}"
        yield from _unknown(item, form.agency, agencies)
        for part in form.parts:
            yield from _unmatched(item, part.fields, definition)
        if form.preview and any(form.id in p.forms for p in definition.procedure):
            yield Problem("definition-preview", item=item)


def _procedures(definition: Definition) -> Iterator[Problem]:
    """What each agency is given and waits for; what goes along into another filing."""
    agencies, components = _ids(definition.agency), _ids(definition.component)
    # Definitions of versions before 0.7 name what is yielded without describing it.
    forms, results = _ids(definition.form), _ids(definition.result)
    yielded = {name for procedure in definition.procedure for name in procedure.yields}
    for procedure in definition.procedure:
        item = f"procedure {procedure.id}"
        yield from _unknown(item, procedure.agency, agencies)
        for name in procedure.components:
            yield from _unknown(item, name, components)
        for name in procedure.forms:
            yield from _unknown(item, name, forms)
        yield from _unmatched(item, procedure.fields, definition)
        for name in procedure.yields if definition.result else ():
            yield from _unknown(item, name, results)
        for name in procedure.awaits:
            yield from _unknown(item, name, yielded)
    if definition.again is not None:
        yield from _unmatched("again", definition.again.fields, definition)
    deciding = {procedure.agency for procedure in definition.procedure}
    for agency in definition.agency:
        if agency.id not in deciding:
            yield Problem("definition-unused", item=f"agency {agency.id}")


def _terms(definition: Definition) -> Iterator[Problem]:
    """The schemes of deadlines, and the deadlines under them."""
    for scheme in definition.scheme:
        if scheme.until < scheme.effective_from:
            yield Problem("definition-dates", item=f"scheme {scheme.id}")
        if not is_clock(scheme.cut_off):
            yield Problem("definition-time", item=f"scheme {scheme.id}", text=scheme.cut_off)
    schemes, procedures = _ids(definition.scheme), _ids(definition.procedure)
    for deadline in definition.deadline:
        item = f"deadline {deadline.scheme}/{deadline.procedure}"
        yield from _unknown(item, deadline.scheme, schemes)
        yield from _unknown(item, deadline.procedure, procedures)


def _rules(definition: Definition) -> Iterator[Problem]:
    """The rules, and the fees that are due while a condition holds."""
    field_ids, referrals = _ids(definition.field), _ids(definition.referral)
    integers = {field.id for field in definition.field if field.type == "integer"}
    for rule in definition.rule:
        yield from _unknown(f"rule {rule.id}", rule.field, field_ids)
        yield from _unknown(f"rule {rule.id}", rule.referral, referrals)
        if rule.referral is not None and rule.level != "error":
            yield Problem("definition-referral", item=f"rule {rule.id}")
    for fee in definition.fee:
        yield from _unknown(f"fee {fee.id}", fee.count, integers)
        if (fee.exempt is None) != (fee.exemption is None):
            yield Problem("definition-exemption", item=f"fee {fee.id}")


def _ids(entries: Iterable[Any]) -> set[str]:
    return {entry.id for entry in entries}


def _unknown(item: str, name: str | None, known: set[str]) -> Iterator[Problem]:
    if name is not None and name not in known:
        yield Problem("definition-unknown", item=item, name=name)


def _unmatched(item: str, patterns: tuple[str, ...], definition: Definition) -> Iterator[Problem]:
    """Patterns that name no field."""
    field_ids = tuple(field.id for field in definition.field)
    for pattern in patterns:
        if not expand((pattern,), field_ids):
            yield Problem("definition-unknown", item=item, name=pattern)


def _links(definition: Definition) -> Iterator[Problem]:
    """Roles that do not exist or are asked too early, and answers that do not fit."""
    people = {person.role: person for person in definition.person}
    order = {field.id: place for place, field in enumerate(definition.field)}
    fields = {field.id: field for field in definition.field}
    for link in definition.link:
        item = f"link {link.role}/{link.to}"
        for role in (link.role, link.to):
            if role not in people:
                yield Problem("definition-unknown", item=item, name=role)
        if not {link.role, link.to} <= people.keys():
            continue
        person, to = people[link.role], people[link.to]
        last = max((order.get(name, -1) for name in to.fields), default=-1)
        for name in person.fields:
            if order.get(name, last + 1) <= last:
                yield Problem("definition-order", item=item, part="to", name=name)
        for fact in person.facts.keys() & to.facts.keys():
            field, told = fields.get(person.facts[fact]), fields.get(to.facts[fact])
            if field and told and not _fits(told, field):
                yield Problem("definition-link", item=item, name=field.id, other=told.id)


def _fits(told: Field, field: Field) -> bool:
    """Whether whatever is an answer to `told` is one to `field`."""
    wider = {"date": "partial_date", "id_number": "id_document"}
    if field.type not in (told.type, wider.get(told.type)) or field.list != told.list:
        return False
    return {o.value for o in told.options} <= {o.value for o in field.options}


def repetition(definition: Definition) -> Iterator[Problem]:
    """What keeps a repeating section from being written out."""
    integers = {field.id: field for field in definition.field if field.type == "integer"}
    for section in definition.section:
        item = f"section {section.id}"
        if section.repeat is None:
            if section.counted_by is not None:
                yield Problem("definition-repeat", item=item)
            continue
        counter = integers.get(section.counted_by or "")
        if counter is None or counter.most != section.repeat or counter.section == section.id:
            yield Problem("definition-repeat", item=item)
        prefix = f"{section.id}."
        for field in definition.field:
            if (field.section == section.id) != field.id.startswith(prefix):
                yield Problem("definition-repeat-field", item=f"field {field.id}", name=section.id)


def _items(definition: Definition) -> Iterator[str]:
    """Everything that is told apart by its name."""
    for kind in _WITH_ID:
        yield from (f"{kind} {entry.id}" for entry in getattr(definition, kind))
    for field in definition.field:
        yield from (f"field {field.id}, option {option.value}" for option in field.options)
    yield from (f"person {person.role}" for person in definition.person)
    yield from (f"component code {component.code}" for component in definition.component)
    yield from (f"deadline {entry.scheme}/{entry.procedure}" for entry in definition.deadline)


def _empty_words(definition: Definition) -> Iterator[Problem]:
    """A sentence left empty in one language is a missing translation."""
    for kind in _WITH_ID:
        for entry in getattr(definition, kind):
            for part in entry.__struct_fields__:
                value = getattr(entry, part)
                if isinstance(value, Words) and not (value.vi.strip() and value.en.strip()):
                    yield Problem("definition-words", item=f"{kind} {entry.id}", part=part)


def _is_list(name: str) -> bool:
    try:
        lists.reference(name)
    except Problem:
        return False
    return True


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _is_default(field: Field) -> bool:
    """Whether the default is an answer the field would take."""
    match field.type, field.default:
        case "boolean", bool():
            return True
        case "integer", int(number) if not isinstance(number, bool):
            return (field.least or 0) <= number and (field.most is None or number <= field.most)
        case "choice", str(value) if field.list:
            return _is_list(field.list) and value in lists.reference(field.list)
        case "choice", str(value):
            return value in {option.value for option in field.options}
        case "text" | "province" | "commune", str():
            return True
    return False


def is_clock(text: str) -> bool:
    """Whether `text` is an hour of the day, written as in 15:00."""
    return _CLOCK.fullmatch(text) is not None
