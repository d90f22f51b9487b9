"""The tables of cases: what is answered, and what must come of it, readable without a program.

`cases/<group>.csv` begins from a sample case (by its number) and changes some answers: `field =
answer`, parted by `;`, where `có` and `không` are ticks and `-` takes an answer back. Then what
blocks (a check of ours with its place), the warnings still without a reason, the papers (those
required with a `*`), the agencies and their procedures. What only informs is listed where the
story is about it.

`python tests/procedures/case_table.py` prints which rules, conditions and options the tables
exercise, and by which cases.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lienthong_tui.filing import case as cases
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.checks import Finding, check
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Answer, Attached
from lienthong_tui.filing.outline import Outline, outline, resolve_agencies
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import overlay
from lienthong_tui.procedures.loading import Group, in_force
from lienthong_tui.resources import data_path

FOLDER = Path(__file__).with_name("cases")
DESK = "19639"
TICKS = {"có": True, "không": False}
COLUMNS = ("id", "câu chuyện", "từ mẫu", "thay đổi", "lỗi", "cảnh báo", "cho biết")
OUTCOME = ("giấy tờ", "cơ quan", "thủ tục")


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    id: str
    story: str
    sample: str
    changes: tuple[tuple[str, str], ...]
    expected: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Came:
    """What came of a row: the outline, its findings, and both in the words of the table."""

    outlined: Outline
    findings: tuple[Finding, ...]
    told: dict[str, frozenset[str]]


def tables() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))


def split(text: str, sign: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(sign) if part.strip())


def rows_of(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            changes = [tuple(split(change, "=")) for change in split(entry["thay đổi"], ";")]
            yield Row(
                entry["id"],
                entry["câu chuyện"],
                entry["từ mẫu"],
                tuple((name, text) for name, text in changes),
                {
                    column: frozenset(split(entry[column], ","))
                    for column in (*COLUMNS[4:], *OUTCOME)
                },
            )


@cache
def sample(number: str) -> tuple[Group, cases.CaseFile, cases.Case]:
    (path,) = data_path("samples").glob(f"{number}-*.toml")
    file = cases.decode(path.read_bytes(), ".toml")
    group = in_force(file.group, local_day(file.received))
    case, misread = cases.read(file, group, now=file.received + timedelta(days=1))
    assert misread == ()
    return group, file, case


def came(row: Row) -> Came:
    """File the row's case as far as the verdict, with the papers of its sample."""
    group, file, case = sample(row.sample)
    today = local_day(file.received)
    answers: dict[str, Answer] = dict(case.answers)
    misread: list[Finding] = []
    for name, text in row.changes:
        answers.pop(name, None)
        if text == "-":
            continue
        given: Any = TICKS.get(text, text)
        if group.fields[name].type == "integer":
            given = int(text)
        try:
            answers[name] = read_answer(group.fields[name], given, today=today)
        except Problem as problem:
            misread.append(Finding("error", group.step_of(name), name, problem.code, problem))
    outlined = outline(group, answers, today=today, commune=DESK)
    unread = frozenset(finding.field for finding in misread)
    attached = [
        Attached(
            component=a.component, content="", name=name, media_type="", size=1, reason=a.reason
        )
        for a in case.attachments
        for name in a.files
    ]
    found = (
        *misread,
        *check(
            outlined,
            attachments=attached,
            reasons=case.reasons,
            noticed=True,
            pledged=True,
            unread=unread,
        ),
    )
    blocking = {f.rule for f in found if f.level == "error"}
    warned = {f.rule for f in found if f.level == "warning"}
    rules = {rule.id for rule in group.definition.rule}
    office = overlay.Overlay(overlay=1, deadlines={})
    told = {
        "lỗi": frozenset(
            finding.rule if finding.rule in rules else f"{finding.rule} {finding.field}"
            for finding in found
            if finding.level == "error" and finding.rule not in warned
        ),
        "cảnh báo": frozenset(warned & blocking),
        "cho biết": frozenset(f.rule for f in found if f.level == "info"),
        "giấy tờ": frozenset(
            c.id + ("*" if c.id in outlined.papers_required else "")
            for c in outlined.components
            if c.database is None
        ),
        "cơ quan": frozenset(r.name.vi for r in resolve_agencies(outlined, office, DESK)),
        "thủ tục": frozenset(p.id for p in outlined.procedures),
    }
    return Came(outlined, found, told)


def written(name: str) -> str:
    """The name an item has in the definition file, where a repeating section stands once."""
    return re.sub(r"^(relative)(_\d+)?((?:-[a-z]+)*)(-\d+)?(?=$|\.)", r"\1\3", name)


@dataclass(frozen=True)
class Exercise:
    """Which rows exercise one thing, and what is still not: `when` is what must have happened."""

    thing: str
    when: str
    rows: tuple[str, ...]


def exercises(group: str) -> list[Exercise]:
    """Every rule applying, every condition holding and not holding, every option chosen."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows_of(FOLDER / f"{group}.csv"):
        result = came(row)
        definition = result.outlined.group.definition
        told = {finding.rule for finding in result.findings}
        for rule in definition.rule:
            entry = found.setdefault((f"rule {written(rule.id)}", "applies"), [])
            if rule.id in told:
                entry.append(row.id)
        for kind, item, part in result.outlined.group.expressions:
            if part not in ("shown", "required", "when", "exempt") or kind == "rule":
                continue
            holds = result.outlined.holds(kind, item, part)
            for outcome, happened in (("holds", holds), ("does not hold", not holds)):
                entry = found.setdefault((f"{kind} {written(item)} {part}", outcome), [])
                if happened:
                    entry.append(row.id)
        for field in definition.field:
            for option in field.options:
                entry = found.setdefault((f"field {written(field.id)}", option.value), [])
                if result.outlined.values.get(field.id) == option.value:
                    entry.append(row.id)
    return [
        Exercise(thing, when, tuple(dict.fromkeys(rows))) for (thing, when), rows in found.items()
    ]


def main() -> None:
    for path in tables():
        done = exercises(path.stem)
        exercised = sum(1 for entry in done if entry.rows)
        print(f"{path.name}: {exercised} of {len(done)} exercised")
        for entry in done:
            few = ", ".join(entry.rows[:4]) + (" …" if len(entry.rows) > 4 else "")
            print(f"  {entry.thing} · {entry.when}: {few or 'BY NO CASE'}")


if __name__ == "__main__":
    main()
