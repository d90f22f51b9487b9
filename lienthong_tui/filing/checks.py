"""The checks before completion: what blocks, what asks for a reason, what is only told.

An error rule undecided because a shown, required answer is missing needs no finding of its own:
the missing answer blocks already. Left undecided by a hidden or optional one it does not apply.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct, structs

from lienthong_tui.filing.events import Attached
from lienthong_tui.filing.outline import Outline
from lienthong_tui.problems import Problem


class Finding(Struct, frozen=True):
    """One line of the verdict. `rule` is a definition's rule or a check of ours (`required` …).

    `problem` words a check of ours; a definition's rule brings its own `message`.
    """

    level: Literal["error", "warning", "info"]
    step: int
    field: str
    rule: str
    problem: Problem | None = None
    law: str = ""
    verified: bool = True
    reason: str | None = None


def check(
    outlined: Outline,
    *,
    attachments: Iterable[Attached] = (),
    absences: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    noticed: bool = False,
    pledged: bool = False,
) -> tuple[Finding, ...]:
    """Everything to say about a filing, in the order of the steps."""
    absences, reasons = absences or {}, reasons or {}
    findings = [
        *_missing_answers(outlined),
        *_rules(outlined, reasons),
        *_papers(outlined, tuple(attachments), absences),
        *_acts(noticed, pledged),
    ]
    return tuple(sorted(findings, key=lambda finding: finding.step))


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps the filing from being completed."""
    return any(finding.level == "error" for finding in findings)


def _missing_answers(outlined: Outline) -> Iterator[Finding]:
    steps = _steps(outlined)
    for field in outlined.fields:
        if field.id in outlined.required and field.id not in outlined.values:
            yield Finding(
                "error",
                steps[field.id],
                field.id,
                "required",
                Problem("required", field=field.id),
                field.law or "",
                field.verified,
            )


def _rules(outlined: Outline, reasons: Mapping[str, str]) -> Iterator[Finding]:
    steps = _steps(outlined)
    for rule in outlined.group.definition.rule:
        expression = outlined.group.expression("rule", rule.id, "when")
        if expression is not None and expression.evaluate(outlined.variables) is True:
            finding = Finding(
                rule.level,
                steps[rule.field],
                rule.field,
                rule.id,
                None,
                rule.law,
                rule.verified,
                reasons.get(rule.id),
            )
            yield finding
            if rule.level == "warning" and not finding.reason:
                yield structs.replace(
                    finding, level="error", problem=Problem("reason-missing", rule=rule.id)
                )


def _papers(
    outlined: Outline, attachments: tuple[Attached, ...], absences: Mapping[str, str]
) -> Iterator[Finding]:
    shown = {component.id: component for component in outlined.components}
    sizes: dict[str, int] = {}
    for attached in attachments:
        sizes[attached.component] = sizes.get(attached.component, 0) + attached.size

    def finding(
        level: Literal["error", "info"], component: str, code: str, **said: object
    ) -> Finding:
        return Finding(level, 4, component, code, Problem(code, component=component, **said))

    for given in {**sizes, **absences}:
        if given not in shown:
            yield finding("info", given, "component-not-needed")
    for component in shown.values():
        size, most = sizes.get(component.id, 0), outlined.group.definition.component_bytes
        if size > most:
            yield finding("error", component.id, "component-large", size=size, most=most)
        if component.id in outlined.papers_required and not size:
            if component.id not in absences:
                yield finding("error", component.id, "component-required")
            elif component.absence == "refused":
                yield finding("error", component.id, "component-indispensable")
            else:
                yield finding("info", component.id, "component-absent")


def _acts(noticed: bool, pledged: bool) -> Iterator[Finding]:
    for done, code in ((noticed, "notice-missing"), (pledged, "pledge-missing")):
        if not done:
            yield Finding("error", 6, "", code, Problem(code))


def _steps(outlined: Outline) -> dict[str, int]:
    sections = {section.id: section.step for section in outlined.group.definition.section}
    return {field.id: sections[field.section] for field in outlined.group.definition.field}
