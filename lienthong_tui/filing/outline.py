"""What of a definition applies under a filing's answers: shown fields, papers, procedures.

An answer to a question that no longer shows is kept in the filing but counts for nothing: no rule
reads it and no packet carries it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from lienthong_tui.filing import recall
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.filing import Filing
from lienthong_tui.people.places import communes, unit_name
from lienthong_tui.procedures import overlay as offices
from lienthong_tui.procedures.definition import Agency, Component, Form, Procedure
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.expressions import activation, field_variables, name_variable
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.procedures.questions import Field


@dataclass(frozen=True)
class Outline:
    """`values`: answers that count, with defaults and derived ones; `variables`: as rules see them.

    `required` and `papers_required` are ids among those shown. `recalled` are the fields whose
    value is told of another role, with that role.
    """

    group: Group
    values: Mapping[str, Answer]
    variables: Mapping[str, Any]
    fields: tuple[Field, ...]
    recalled: Mapping[str, str]
    required: frozenset[str]
    components: tuple[Component, ...]
    papers_required: frozenset[str]
    forms: tuple[Form, ...]
    procedures: tuple[Procedure, ...]

    def holds(self, kind: str, item: str, part: str) -> bool:
        """Whether a condition of an item holds: true when there is none, false when undecided."""
        expression = self.group.expression(kind, item, part)
        return expression is None or expression.evaluate(self.variables) is True

    def proposal(self, field: Field) -> str | bool | None:
        """What earlier answers make likely for a field, a number as it is typed; None: nothing."""
        expression = self.group.expression("field", field.id, "proposed")
        likely = None if expression is None else expression.evaluate(self.variables)
        return likely if likely is None or isinstance(likely, bool) else str(likely) or None


def outline_of(group: Group, filing: Filing) -> Outline:
    """What of the definition applies to a filing, as of the day it was received."""
    today, commune = received_day(filing), filing.started.commune
    return outline(group, filing.answers, today=today, commune=commune, links=filing.links)


def received_day(filing: Filing) -> date:
    """The day the filing counts from, at UTC+7."""
    return local_day(datetime.fromisoformat(filing.started.received))


def outline(
    group: Group,
    answers: Mapping[str, Answer],
    *,
    today: date,
    commune: str | None,
    links: Mapping[str, str | None] = MappingProxyType({}),
) -> Outline:
    """The outline of a filing on `today` at the desk of `commune`, or at none yet.

    Undecided conditions (a needed answer is missing) hide what they guard. `links` are the
    decisions about one person in several roles, as in `Filing`.
    """
    definition = group.definition
    values: dict[str, Answer] = {}
    variables = activation(definition, values, today=today, commune=commune)

    def holds(kind: str, item: str, part: str, otherwise: bool) -> bool:
        expression = group.expression(kind, item, part)
        return otherwise if expression is None else expression.evaluate(variables) is True

    linked = {
        name: (link, shared)
        for link in definition.link
        if links.get(link.role) == link.to and (shared := recall.shared(definition, link))
        for name in shared
    }
    told: dict[str, Answer] = {}
    recalled: dict[str, str] = {}
    shown_fields = []
    # In file order: an expression reads only fields before its own, so one pass decides all.
    for field in definition.field:
        if not (
            holds("section", field.section, "shown", True)
            and holds("field", field.id, "shown", True)
        ):
            continue
        shown_fields.append(field)
        if field.id in linked and field.id not in recalled:
            link, shared = linked[field.id]
            if holds("link", f"{link.role}/{link.to}", "when", True):
                told |= recall.recalled(definition, link, values, answers)
                recalled |= dict.fromkeys(shared, link.to)
        if field.id in recalled:
            value = told.get(field.id)
        elif derived := group.expression("field", field.id, "derived"):
            value = derived.evaluate(variables)
        else:
            value = answers.get(field.id, field.default)
        if value is not None:
            values[field.id] = value
            variables.update(field_variables(field, value))
            for person in group.named_by.get(field.id, ()):
                variables.update(name_variable(person, values))

    components = tuple(c for c in definition.component if holds("component", c.id, "shown", True))
    return Outline(
        group=group,
        values=values,
        variables=variables,
        fields=tuple(shown_fields),
        recalled=recalled,
        required=frozenset(
            field.id
            for field in shown_fields
            if field.required is True or holds("field", field.id, "required", False)
        ),
        components=components,
        papers_required=frozenset(
            c.id
            for c in components
            if c.required is True or holds("component", c.id, "required", False)
        ),
        forms=tuple(f for f in definition.form if holds("form", f.id, "shown", True)),
        procedures=tuple(
            p for p in definition.procedure if holds("procedure", p.id, "shown", True)
        ),
    )


def implied_links(outlined: Outline, answers: Mapping[str, Answer]) -> dict[str, str]:
    """The roles that the answers make one person and of which nothing was told: role to role.

    Where something was told of the role itself, the two are not made one: it is offered.
    """
    found: dict[str, str] = {}
    for link in outlined.group.definition.link:
        told = answers.keys() & recall.shared(outlined.group.definition, link)
        if link.when is None or link.role in found or told:
            continue
        if outlined.holds("link", f"{link.role}/{link.to}", "when"):
            found[link.role] = link.to
    return found


Need = Literal["required", "optional", "depends", "database"]


def papers_to_bring(outlined: Outline) -> tuple[tuple[Component, Need], ...]:
    """The papers a filing may need as far as it is answered, what is certain first.

    `depends`: a question not answered yet decides whether it is needed. `database`: it is not to
    be brought, the agency reads it. What the answers rule out is left out.
    """
    found: list[tuple[Component, Need]] = []
    for component in outlined.group.definition.component:
        shown = outlined.group.expression("component", component.id, "shown")
        applies = True if shown is None else shown.evaluate(outlined.variables)
        required = outlined.group.expression("component", component.id, "required")
        undecided = required is not None and required.evaluate(outlined.variables) is None
        if component.database is not None:
            if applies is True:
                found.append((component, "database"))
        elif component.id in outlined.papers_required:
            found.append((component, "required"))
        elif applies is True and not undecided:
            found.append((component, "optional"))
        elif applies is not False:
            found.append((component, "depends"))
    order: tuple[Need, ...] = ("required", "depends", "optional", "database")
    return tuple(sorted(found, key=lambda entry: order.index(entry[1])))


@dataclass(frozen=True)
class Resolved:
    """An agency as it decides this filing: its own name, and the procedures it is given.

    `code` is its official code where the office has set it.
    """

    agency: Agency
    name: Words
    place: str | None
    procedures: tuple[Procedure, ...]
    code: str | None = None

    @property
    def placed(self) -> bool:
        """Whether it is known which office of its kind it is: else its name is half a name."""
        return self.place is not None or not self.agency.places


def resolve_agencies(outlined: Outline, office: Overlay, commune: str) -> tuple[Resolved, ...]:
    """The agencies that decide the filing, in the order of their first procedure.

    `commune` is the desk's: what its office set of an agency with a place is that of its own
    commune, not of the same agency in another one.
    """
    resolved = []
    for agency in outlined.group.definition.agency:
        procedures = tuple(p for p in outlined.procedures if p.agency == agency.id)
        if not procedures:
            continue
        place = next((outlined.values[f] for f in agency.places if f in outlined.values), None)
        where = communes().get(str(place))
        unit = unit_name(where.code) if where else ""
        here = not agency.places or (where is not None and where.code == commune)
        name = offices.agency_name(agency, office, here=here)
        resolved.append(
            Resolved(
                agency,
                Words(
                    vi=name.vi.replace("{commune}", unit).strip(),
                    en=name.en.replace("{commune}", unit).strip(),
                ),
                where.code if where else None,
                procedures,
                offices.agency_code(agency, office, here=here),
            )
        )
    order = {p.id: i for i, p in enumerate(outlined.procedures)}
    return tuple(sorted(resolved, key=lambda r: order[r.procedures[0].id]))
