"""A case file: a whole filing as TOML or JSON, for the command line, samples and tests.

The file is decoded strictly (`data/schemas/case.schema.json` is its published shape) and then read
against a definition, so that every mistake is told at once, each with the field it stands at.
"""

import difflib
import json
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field, structs

from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.events import (
    Answer,
    NoticeGiven,
    Pledged,
)
from lienthong_tui.filing.misshapen import misshapen
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.nesting import refuse_long_keys
from lienthong_tui.text.clean import clean
from lienthong_tui.text.glyphs import printable

LARGEST = 1_000_000
"""Bytes of the largest case file read: a hundred times a full filing."""

STEP_OF = {"choices": 1, "answers": 2, "delivery": 5}
"""The tables of answers and the step of the portal each belongs to."""

_DEEPEST = 4
# Past this many mistakes the file is of another kind, and comparing every name with all would take
# long.
_ADVISED = 100
_LONGEST_ID = 60


class CaseAttachment(Struct, frozen=True, forbid_unknown_fields=True):
    """Files for one component, relative to the case file, or why there are none.

    `original_seen`: the officer held what is attached against its original. `reason` is why a
    paper was taken that the agency can read in a database.
    """

    component: str
    files: tuple[str, ...] = ()
    absent: str | None = None
    original_seen: bool = False
    reason: str | None = None


class CaseNotice(Struct, frozen=True, forbid_unknown_fields=True):
    """The notice of data processing: which version was given, and when."""

    version: str
    given_at: Annotated[datetime, Meta(tz=True)]


class CasePledge(Struct, frozen=True, forbid_unknown_fields=True):
    """How the requester pledged."""

    how: Literal["signature", "fingerprint", "portal"]


class CaseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file as written. Tables nested in the answers stand for dotted field ids.

    `links` says which role is the person of which other role: what is told of that one counts.
    """

    case: Literal[1]
    group: str
    received: Annotated[datetime, Meta(tz=True)]
    choices: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[CaseAttachment, ...] = ()
    delivery: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    notice: CaseNotice | None = None
    pledge: CasePledge | None = None


class Case(Struct, frozen=True):
    """A case read against its definition: kept values by field id, and the rest as events."""

    group: Group
    received: datetime
    answers: Mapping[str, Answer]
    attachments: tuple[CaseAttachment, ...]
    reasons: Mapping[str, str]
    links: Mapping[str, str]
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
    reader = _READERS.get(suffix.lower())
    if reader is None:
        raise Unusable("case-suffix", suffix=suffix)
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("case-encoding", position=error.start + 1) from None
    try:
        file = msgspec.convert(reader(text), CaseFile)
    except RecursionError:
        raise Unusable("case-deep") from None
    except msgspec.ValidationError as error:
        raise misshapen(str(error)) from None
    except ValueError as error:
        raise Unusable("case-syntax", said=str(error)) from None
    times = {"received": file.received}
    if file.notice:
        times["notice.given_at"] = file.notice.given_at
    for path, when in times.items():
        try:
            local_day(when)
        except OverflowError:  # no such hour on the first and the last day of all
            raise Unusable("case-time", path=path) from None
    return file


def read(file: CaseFile, group: Group, *, now: datetime) -> tuple[Case, tuple[Misread, ...]]:
    """The case and everything in it that cannot be taken (then it must not be filed)."""
    wrong: list[Misread] = []
    # One that has not come is told; years that no calendar here reckons read nothing.
    today = local_day(min(file.received, now))
    if file.received > now:
        wrong.append(Misread(1, "received", Problem("received-future", received=file.received)))
    answers: dict[str, Answer] = {}
    for table, step in STEP_OF.items():
        for name, given in _flatten(getattr(file, table), wrong, step):
            definition = group.fields.get(name)
            if definition is None:
                nearest = _nearest(name, group.fields, wrong)
                unknown = Problem("field-unknown", field=name, nearest=nearest)
                wrong.append(Misread(step, name, unknown))
                continue
            right = group.step_of(name)
            if right != step:
                home = next(t for t, s in STEP_OF.items() if s == right)
                wrong.append(Misread(step, name, Problem("field-table", field=name, table=home)))
                continue
            try:
                answers[name] = read_answer(definition, given, today=today)
            except Problem as problem:
                wrong.append(Misread(step, name, problem))
    attachments = tuple(_attachments(file, group, wrong))
    reasons = {}
    rules = [rule.id for rule in group.definition.rule]
    for rule, reason in file.reasons.items():
        if rule not in rules:
            unknown = Problem("reason-unknown", rule=rule, nearest=_nearest(rule, rules, wrong))
            wrong.append(Misread(6, rule, unknown))
        elif said := _cleaned(reason, wrong, 6, rule):
            reasons[rule] = said
    return (
        Case(
            group=group,
            received=file.received.astimezone(VIETNAM),
            answers=answers,
            attachments=attachments,
            reasons=reasons,
            links=dict(_links(file, group, wrong)),
            notice=_notice(file, wrong, now),
            pledge=Pledged(how=file.pledge.how) if file.pledge else None,
        ),
        tuple(wrong),
    )


def _links(file: CaseFile, group: Group, wrong: list[Misread]) -> Iterator[tuple[str, str]]:
    """The links of the file that the definition has; of others it is told which there are."""
    known = [(link.role, link.to) for link in group.definition.link]
    for role, to in file.links.items():
        if (role, to) in known:
            yield role, to
        else:
            listed = tuple(f"{one} = {other}" for one, other in known)
            problem = Problem("link-unknown", link=f"{role} = {to}", known=listed)
            wrong.append(Misread(2, f"links.{role}", problem))


def _nearest(name: str, known: Iterable[str], wrong: list[Misread]) -> tuple[str, ...]:
    """Up to two of the `known` ids that `name` may be a slip for."""
    if len(wrong) > _ADVISED or len(name) > _LONGEST_ID:
        return ()
    return tuple(difflib.get_close_matches(name, known, n=2))


def _cleaned(text: str, wrong: list[Misread], step: int, name: str) -> str | None:
    try:
        return printable(clean(text), name)
    except Problem as problem:
        wrong.append(Misread(step, name, problem))
        return None


def _notice(file: CaseFile, wrong: list[Misread], now: datetime) -> NoticeGiven | None:
    if file.notice is None:
        return None
    # The notice may be read out after midnight to somebody who came before: not days later.
    at = file.notice.given_at
    if at > now or at - file.received > timedelta(days=1):
        wrong.append(Misread(6, "notice", Problem("notice-future", given_at=at)))
    version = _cleaned(file.notice.version, wrong, 6, "notice") or ""
    return NoticeGiven(version=version, given_at=at.astimezone(VIETNAM).isoformat())


def _attachments(file: CaseFile, group: Group, wrong: list[Misread]) -> Iterator[CaseAttachment]:
    known = [component.id for component in group.definition.component]
    for entry in file.attachments:
        name = entry.component
        if name not in known:
            nearest = _nearest(name, known, wrong)
            problem = Problem("component-unknown", component=name, nearest=nearest, known=known)
            wrong.append(Misread(4, name, problem))
        if bool(entry.files) == (entry.absent is not None):
            wrong.append(Misread(4, name, Problem("attachment-empty", component=name)))
        if entry.absent is not None:
            absent = _cleaned(entry.absent, wrong, 4, name)
            if absent == "":
                wrong.append(Misread(4, name, Problem("attachment-reason", component=name)))
            entry = structs.replace(entry, absent=absent)
        if entry.reason is not None:
            entry = structs.replace(entry, reason=_cleaned(entry.reason, wrong, 4, name))
        yield entry


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


def _read_toml(text: str) -> Any:
    refuse_long_keys(text)
    return tomllib.loads(text)


def _read_json(text: str) -> Any:
    def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entries = dict(pairs)
        if len(entries) < len(pairs):
            raise ValueError("a key stands twice in one object")
        return entries

    def refuse_odd(number: str) -> float:
        value = float(number)
        if not math.isfinite(value):
            raise ValueError(f"{number:.20} is not a number of JSON")
        return value

    return json.loads(
        text, object_pairs_hook=refuse_twice, parse_constant=refuse_odd, parse_float=refuse_odd
    )


_READERS: dict[str, Callable[[str], Any]] = {".toml": _read_toml, ".json": _read_json}
