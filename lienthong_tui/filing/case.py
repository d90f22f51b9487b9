"""A case file: a whole filing as TOML or JSON, for the command line, samples and tests.

The file is decoded strictly (`data/schemas/case.schema.json` is its published shape) and then read
against a definition, so that every mistake is told at once, each with the field it stands at.
"""

import json
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Answer, NoticeGiven, Pledged
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.loading import Group
from lienthong_tui.text.clean import clean

LARGEST = 1_000_000
"""Bytes of the largest case file read: a hundred times a full filing."""

_DEEPEST = 4
_STEP_OF = {"choices": 1, "answers": 2, "delivery": 5}


class CaseAttachment(Struct, frozen=True, forbid_unknown_fields=True):
    """Files for one component, relative to the case file, or why there are none."""

    component: str
    files: tuple[str, ...] = ()
    absent: str | None = None


class CaseNotice(Struct, frozen=True, forbid_unknown_fields=True):
    """The notice of data processing: which version was given, and when."""

    version: str
    given_at: Annotated[datetime, Meta(tz=True)]


class CasePledge(Struct, frozen=True, forbid_unknown_fields=True):
    """How the requester pledged."""

    how: Literal["signature", "fingerprint", "portal"]


class CaseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file as written. Tables nested in the answers stand for dotted field ids."""

    case: Literal[1]
    group: str
    received: Annotated[datetime, Meta(tz=True)]
    choices: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[CaseAttachment, ...] = ()
    delivery: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    notice: CaseNotice | None = None
    pledge: CasePledge | None = None


class Case(Struct, frozen=True):
    """A case read against its definition: kept values by field id, and the rest as events."""

    group: Group
    received: datetime
    answers: Mapping[str, Answer]
    attachments: tuple[CaseAttachment, ...]
    reasons: Mapping[str, str]
    notice: NoticeGiven | None
    pledge: Pledged | None


class Misread(Struct, frozen=True):
    """One answer or entry of a case that cannot be taken: its step, its field, what is wrong."""

    step: int
    field: str
    problem: Problem


def decode(source: bytes, suffix: str) -> CaseFile:
    """The case file in `source`; `suffix` is `.toml` or `.json`.

    Errors: Unusable("case-…") when nothing can be done with the file.
    """
    if len(source) > LARGEST:
        raise Unusable("case-large", size=len(source), most=LARGEST)
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("case-encoding", position=error.start + 1) from None
    try:
        plain = _READERS[suffix.lower()](text)
    except KeyError:
        raise Unusable("case-suffix", suffix=suffix) from None
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise Unusable("case-syntax", said=str(error)) from None
    except RecursionError:
        raise Unusable("case-deep") from None
    try:
        return msgspec.convert(plain, CaseFile)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Unusable("case-shape", said=str(error)) from None


def read(file: CaseFile, group: Group, *, now: datetime) -> tuple[Case, tuple[Misread, ...]]:
    """The case and everything in it that cannot be taken (then it must not be filed)."""
    wrong: list[Misread] = []
    today = file.received.astimezone(VIETNAM).date()
    if file.received > now:
        wrong.append(Misread(1, "received", Problem("received-future", received=file.received)))
    steps = {section.id: section.step for section in group.definition.section}
    answers: dict[str, Answer] = {}
    for table, step in _STEP_OF.items():
        for name, given in _flatten(getattr(file, table), wrong, step):
            definition = group.fields.get(name)
            if definition is None:
                wrong.append(Misread(step, name, Problem("field-unknown", field=name)))
                continue
            right = steps[definition.section]
            if right != step:
                home = next(t for t, s in _STEP_OF.items() if s == right)
                wrong.append(Misread(step, name, Problem("field-table", field=name, table=home)))
                continue
            try:
                answers[name] = read_answer(definition, given, today=today)
            except Problem as problem:
                wrong.append(Misread(step, name, problem))
    wrong.extend(_attachments(file, group))
    reasons = {}
    rules = {rule.id for rule in group.definition.rule}
    for rule, reason in file.reasons.items():
        if rule not in rules:
            wrong.append(Misread(6, rule, Problem("reason-unknown", rule=rule)))
            continue
        try:
            reasons[rule] = clean(reason)
        except Problem as problem:
            wrong.append(Misread(6, rule, problem))
    return (
        Case(
            group=group,
            received=file.received.astimezone(VIETNAM),
            answers=answers,
            attachments=file.attachments,
            reasons=reasons,
            notice=_notice(file),
            pledge=Pledged(how=file.pledge.how) if file.pledge else None,
        ),
        tuple(wrong),
    )


def _notice(file: CaseFile) -> NoticeGiven | None:
    if file.notice is None:
        return None
    given_at = file.notice.given_at.astimezone(VIETNAM).isoformat()
    return NoticeGiven(version=file.notice.version, given_at=given_at)


def _attachments(file: CaseFile, group: Group) -> Iterator[Misread]:
    known = {component.id for component in group.definition.component}
    for entry in file.attachments:
        name = entry.component
        if name not in known:
            problem = Problem("component-unknown", component=name, known=sorted(known))
            yield Misread(4, name, problem)
        if bool(entry.files) == (entry.absent is not None):
            yield Misread(4, name, Problem("attachment-empty", component=name))
        elif entry.absent is not None and not entry.absent.strip():
            yield Misread(4, name, Problem("attachment-reason", component=name))


def _flatten(
    table: Mapping[str, Any], wrong: list[Misread], step: int, prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Nested tables as dotted ids: `[answers.child] name = …` is `child.name`, told once only.

    What nests deeper than any id is left whole, to be told as an unknown field.
    """
    seen: set[str] = set()
    for key, value in table.items():
        name = f"{prefix}{key}"
        nested = isinstance(value, dict) and name.count(".") < _DEEPEST
        entries = _flatten(value, wrong, step, f"{name}.") if nested else [(name, value)]
        for entry in entries:
            if entry[0] in seen:
                wrong.append(Misread(step, entry[0], Problem("field-twice", field=entry[0])))
            else:
                seen.add(entry[0])
                yield entry


def _read_json(text: str) -> Any:
    def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entries = dict(pairs)
        if len(entries) < len(pairs):
            raise json.JSONDecodeError("a key stands twice in one object", text, 0)
        return entries

    def refuse_odd(number: str) -> float:
        value = float(number)
        if not math.isfinite(value):
            raise json.JSONDecodeError(f"{number} is not a number of JSON", text, 0)
        return value

    return json.loads(
        text, object_pairs_hook=refuse_twice, parse_constant=refuse_odd, parse_float=refuse_odd
    )


_READERS: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": _read_json}
