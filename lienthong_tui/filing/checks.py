"""The checks before completion: what blocks, what asks for a reason, what is only told.

An error rule undecided because a shown, required answer is missing needs no finding of its own:
the missing answer blocks already. Left undecided by a hidden or optional one it does not apply.
One mistake is one error: nothing is concluded from an answer that could not be read.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct, structs

from lienthong_tui.filing.events import Attached
from lienthong_tui.filing.outline import Outline
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.loading import Group


class Finding(Struct, frozen=True):
    """One line of the verdict. `rule` is a definition's rule or a check of ours (`required` …).

    `field` is the place to mend, as case files name it: a field, a component, `notice`, `pledge`;
    or `check`, the officer's of what came from a kiosk.
    `referral` names what is done elsewhere instead. `problem` words a check of ours; a definition's
    rule brings its own `message`.
    """

    level: Literal["error", "warning", "info"]
    step: int
    field: str
    rule: str
    problem: Problem | None = None
    law: str = ""
    verified: bool = True
    reason: str | None = None
    referral: str | None = None


def check(
    outlined: Outline,
    *,
    attachments: Iterable[Attached] = (),
    absences: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    noticed: bool = False,
    pledged: bool = False,
    unchecked: bool = False,
    unread: Iterable[str] = (),
    relaxed: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Everything to say about a filing, in the order of the steps.

    `unread` are the fields, components and reasons (by rule) that were given but could not be read,
    which is told elsewhere. `unchecked`: it came from a kiosk, and no officer went through it.
    `relaxed` are the referrals that the office takes all the same.
    """
    absences, reasons = absences or {}, reasons or {}
    unsure = _unsure(outlined.group, unread)
    findings = [
        *_missing_answers(outlined, unsure),
        *_rules(outlined, reasons, unsure, frozenset(relaxed)),
        *_papers(outlined, tuple(attachments), absences, unsure),
        *_acts(noticed, pledged, unchecked),
    ]
    return tuple(sorted(findings, key=lambda finding: finding.step))


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps the filing from being completed."""
    return any(finding.level == "error" for finding in findings)


def step_to_mend(finding: Finding) -> int:
    """The step where something is done about it: a warning's reason is given at the last one."""
    code = finding.problem.code if finding.problem else None
    return 6 if code == "reason-missing" else finding.step


def _unsure(group: Group, unread: Iterable[str]) -> frozenset[str]:
    """`unread`, and the fields that are shown or computed by something unsure."""
    unsure = set(unread)
    # In file order: an expression reads only fields before its own.
    for field in group.definition.field if unsure else ():
        reads = group.reads("field", field.id, "shown", "derived")
        if not unsure.isdisjoint(reads | group.reads("section", field.section, "shown")):
            unsure.add(field.id)
    return frozenset(unsure)


def _missing_answers(outlined: Outline, unsure: frozenset[str]) -> Iterator[Finding]:
    for field in outlined.fields:
        rests_on = {field.id} | outlined.group.reads("field", field.id, "required")
        missing = field.id in outlined.required and field.id not in outlined.values
        if missing and unsure.isdisjoint(rests_on):
            yield Finding(
                "error",
                outlined.group.step_of(field.id),
                field.id,
                "required",
                Problem("required", field=field.id),
                field.law or "",
                field.verified,
            )


def _rules(
    outlined: Outline,
    reasons: Mapping[str, str],
    unsure: frozenset[str],
    relaxed: frozenset[str],
) -> Iterator[Finding]:
    for rule in outlined.group.definition.rule:
        rests_on = outlined.group.reads("rule", rule.id, "when")
        if unsure.isdisjoint(rests_on) and outlined.holds("rule", rule.id, "when"):
            finding = Finding(
                "info" if rule.referral in relaxed else rule.level,
                outlined.group.step_of(rule.field),
                rule.field,
                rule.id,
                None,
                rule.law,
                rule.verified,
                reasons.get(rule.id),
                rule.referral,
            )
            yield finding
            if rule.level == "warning" and not finding.reason and rule.id not in unsure:
                problem = Problem("reason-missing", rule=rule.id, reasons=rule.reasons)
                yield structs.replace(finding, level="error", problem=problem)


def _papers(
    outlined: Outline,
    attachments: tuple[Attached, ...],
    absences: Mapping[str, str],
    unsure: frozenset[str],
) -> Iterator[Finding]:
    shown = {component.id: component for component in outlined.components}
    sizes: dict[str, int] = {}
    for attached in attachments:
        sizes[attached.component] = sizes.get(attached.component, 0) + attached.size
    explained = {attached.component for attached in attachments if attached.reason}

    def finding(
        level: Literal["error", "info"], component: str, code: str, **said: object
    ) -> Finding:
        return Finding(level, 4, component, code, Problem(code, component=component, **said))

    def known(component: str) -> bool:
        """Whether it is sure that the paper is needed, or is not."""
        reads = outlined.group.reads("component", component, "shown", "required")
        return unsure.isdisjoint({component} | reads)

    defined = {component.id for component in outlined.group.definition.component}
    for given in {**sizes, **absences}:
        # Of a paper that only an earlier version knew there is nothing to be told or done.
        if given in defined and given not in shown and known(given):
            yield finding("info", given, "component-not-needed")
    for component in shown.values():
        size, most = sizes.get(component.id, 0), outlined.group.definition.component_bytes
        if size > most:
            yield finding("error", component.id, "component-large", size=size, most=most)
        if component.database is not None and size and component.id not in explained:
            where = component.database
            yield finding("error", component.id, "component-in-database", database=where)
        if component.id in outlined.papers_required and not size and known(component.id):
            if component.id not in absences:
                yield finding("error", component.id, "component-required")
            elif component.absence == "refused":
                yield finding("error", component.id, "component-indispensable")
            else:
                yield finding("info", component.id, "component-absent")


def _acts(noticed: bool, pledged: bool, unchecked: bool) -> Iterator[Finding]:
    acts = (
        ("check", not unchecked, "check-missing"),
        ("notice", noticed, "notice-missing"),
        ("pledge", pledged, "pledge-missing"),
    )
    for place, done, code in acts:
        if not done:
            yield Finding("error", 6, place, code, Problem(code))
