"""Whether a case is about somebody of whom this desk has completed a filing before."""

from dataclasses import replace
from datetime import datetime

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.projecting import person_of
from lienthong_tui.desk.reading import Reading
from lienthong_tui.filing.checks import Finding
from lienthong_tui.problems import Problem
from lienthong_tui.store import search


def noticed(desk: Desk, reading: Reading) -> Reading:
    """`reading`, told of the last completed filing about the same person if there is one.

    The same is who the filing is named after: one name, however it is marked, and one birth. Twins
    differ in their names. It blocks nothing: a filing may have to be made again.
    """
    group = reading.case.group
    role = group.definition.label_person
    defined = next(person for person in group.definition.person if person.role == role)
    person = person_of(defined, reading.case.answers)
    before = person and search.completed_about(desk.db, group.definition.group, person)
    if not before:
        return reading
    reference, received = before
    field = defined.parts[-1]
    problem = Problem(
        "filed-before", reference=reference, received=datetime.fromisoformat(received)
    )
    found = Finding("info", group.step_of(field), field, problem.code, problem)
    findings = sorted([*reading.findings, found], key=lambda finding: finding.step)
    return replace(reading, findings=tuple(findings))
