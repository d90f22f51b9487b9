"""Reading definition files: decoded strictly, cross-checked, compiled, pinned by their bytes.

`read` gives a ready `Group` or every mistake found, each with the file, the item and the column,
so that a mistake in the law's data stops whoever edits it and never an officer.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import msgspec

from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.amending import in_full
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.expressions import Compiler, Expression, variable_types, whole_name
from lienthong_tui.procedures.nesting import refuse_long_keys
from lienthong_tui.procedures.questions import Field, Person
from lienthong_tui.procedures.structure import repetition, structure
from lienthong_tui.procedures.unrolling import unrolled
from lienthong_tui.resources import data_path

_ITEM = re.compile(r"\$\.(\w+)\[(\d+)\]")
_NAMES = ("id", "role", "value", "procedure")
# What may read only fields asked before; a proposal may read any, it decides nothing.
_DECIDES = {*product(("section", "field"), ("shown", "derived")), ("link", "when")}
_JSON = b"{"  # how an amended definition begins, and no TOML does


@dataclass(frozen=True)
class Group:
    """A checked definition, its compiled expressions and the bytes it is pinned by."""

    definition: Definition
    expressions: Mapping[tuple[str, str, str], Expression]
    source: bytes

    @cached_property
    def sha256(self) -> str:
        """Hex SHA-256 of the file's bytes: what a filing is pinned to."""
        return hashlib.sha256(self.source).hexdigest()

    def expression(self, kind: str, item: str, part: str) -> Expression | None:
        """The compiled `part` of an item, or None.

        A part is `shown`, `required`, `when`, `derived`, or a form's `notes 1`, `signatures 2` …
        """
        return self.expressions.get((kind, item, part))

    def reads(self, kind: str, item: str, *parts: str) -> frozenset[str]:
        """The ids of the fields that these expressions of an item read."""
        asked = (kind, item, *parts)
        if asked not in self._found:
            expressions = (self.expression(kind, item, part) for part in parts)
            names = {name for expression in expressions if expression for name in expression.reads}
            fields = frozenset(field for name in names for field in self._fields_of.get(name, ()))
            self._found[asked] = fields
        return self._found[asked]

    @cached_property
    def _found(self) -> dict[tuple[str, ...], frozenset[str]]:
        """What was asked of `reads` before."""
        return {}

    @cached_property
    def named_by(self) -> Mapping[str, tuple[Person, ...]]:
        """The people whose names a field is part of, by field id."""
        people = self.definition.person
        parts = {part for person in people for part in person.parts}
        return {part: tuple(p for p in people if part in p.parts) for part in parts}

    @cached_property
    def tells_of(self) -> Mapping[str, Person]:
        """The person a field tells of, by field id."""
        return {name: person for person in self.definition.person for name in person.fields}

    @cached_property
    def _fields_of(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that stand behind a variable: one for most, the parts for a whole name."""
        own = {name: (f.id,) for f in self.definition.field for name in variable_types(f)}
        return own | {whole_name(person): person.parts for person in self.definition.person}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Fields by id, in the order they are asked."""
        return {field.id: field for field in self.definition.field}

    def step_of(self, field_id: str) -> int:
        """The step of the portal at which a field is asked."""
        return self._steps[self.fields[field_id].section]

    @cached_property
    def _steps(self) -> Mapping[str, int]:
        return {section.id: section.step for section in self.definition.section}


def read(source: bytes, file: str) -> Group:
    """Decode and check one definition file.

    Errors: an ExceptionGroup of Problem("definition-…"), each with `file`, `item` and, where it is
    an expression, `line` and `column`.
    """
    written = _decode(source, file)
    mistakes = list(repetition(written))
    definition = written if mistakes else unrolled(written)
    expressions: dict[tuple[str, str, str], Expression] = {}
    mistakes += [*structure(definition), *_compile(definition, expressions)]
    if mistakes:
        for mistake in mistakes:
            mistake.params["file"] = file
        raise ExceptionGroup("definition", mistakes)
    return Group(definition, expressions, source)


def _decode(source: bytes, file: str) -> Definition:
    try:
        if source.startswith(_JSON):
            return msgspec.json.decode(source, type=Definition)
        refuse_long_keys(source.decode())
        return msgspec.toml.decode(source, type=Definition)
    except msgspec.ValidationError as error:
        problem = Problem("definition-shape", file=file, item=_item(source, error), said=str(error))
    except (ValueError, RecursionError) as error:
        problem = Problem("definition-toml", file=file, said=str(error))
    raise ExceptionGroup("definition", [problem])


def _item(source: bytes, error: Exception) -> str:
    """The id of the item a decoding error is about: `$.rule[3].when` says little to an author."""
    found = _ITEM.search(str(error))
    if found is None:
        return ""
    kind, index = found[1], int(found[2])
    try:
        plain = msgspec.json.decode(source) if source.startswith(_JSON) else _toml(source)
        entry = plain[kind][index]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""  # broken further on, or what was found is a text of the file
    names = [entry[key] for key in _NAMES if key in entry] if isinstance(entry, dict) else []
    return f"{kind} {names[0] if names else f'#{index + 1}'}"


def _toml(source: bytes) -> dict[str, Any]:
    return tomllib.loads(source.decode())


def _compile(
    definition: Definition, into: dict[tuple[str, str, str], Expression]
) -> Iterator[Problem]:
    """Compile every expression; what decides a field may read only fields before it (no cycles)."""
    compiler = Compiler(definition)
    order: dict[str, int] = {}
    first_of_section: dict[str, int] = {}
    for place, field in enumerate(definition.field):
        order.update(dict.fromkeys(variable_types(field), place))
        first_of_section.setdefault(field.section, place)
    first_of_role: dict[str, int] = {}
    for person in definition.person:
        asked = [order.get(part, -1) for part in person.parts]
        order[whole_name(person)] = max(asked, default=-1)
        told = [order.get(name, -1) for name in person.fields]
        first_of_role[person.role] = min(told, default=-1)

    for kind, item, part, text, returns in _texts(definition):
        try:
            expression = compiler.compile(text, returns)
        except Problem as problem:
            problem.params.update(item=f"{kind} {item}", part=part)
            yield problem
            continue
        into[kind, item, part] = expression
        here = order.get(item) if kind == "field" else None
        if kind == "section":
            here = first_of_section.get(item)
        if kind == "link":
            here = first_of_role.get(item.partition("/")[0])
        if (kind, part) in _DECIDES and here is not None:
            for name in sorted(expression.reads):
                if order.get(name, -1) >= here:
                    yield Problem("definition-order", item=f"{kind} {item}", part=part, name=name)


def _texts(definition: Definition) -> Iterator[tuple[str, str, str, str, str]]:
    """Every expression of the file: kind, item, part, text, the type it must have."""
    for kind in ("section", "field", "component", "form", "procedure"):
        for entry in getattr(definition, kind):
            for part in ("shown", "required", "handed_out"):
                if isinstance(text := getattr(entry, part, None), str):
                    yield kind, entry.id, part, text, "BOOL"
    for field in definition.field:
        if field.derived:
            returns = {"boolean": "BOOL", "integer": "INT"}.get(field.type, "STRING")
            yield "field", field.id, "derived", field.derived, returns
        if field.proposed:
            returns = {"boolean": "BOOL", "integer": "INT"}.get(field.type, "STRING")
            yield "field", field.id, "proposed", field.proposed, returns
    for code in definition.code:
        if code.when:
            yield "code", code.value, "when", code.when, "BOOL"
    for form in definition.form:
        for part in ("notes", "signatures"):
            for number, line in enumerate(getattr(form, part), start=1):
                if line.shown:
                    yield "form", form.id, f"{part} {number}", line.shown, "BOOL"
    for rule in definition.rule:
        yield "rule", rule.id, "when", rule.when, "BOOL"
    for link in definition.link:
        if link.when:
            yield "link", f"{link.role}/{link.to}", "when", link.when, "BOOL"
    for fee in definition.fee:
        for part in ("when", "exempt"):
            if text := getattr(fee, part):
                yield "fee", fee.id, part, text, "BOOL"


def shipped_files() -> list[Path]:
    """The definition files of this version."""
    return sorted(data_path("procedures").glob("*.toml"))


@cache
def shipped() -> tuple[Group, ...]:
    """Every definition under `data/procedures/`, checked; read once."""
    sources = {file.name: file.read_bytes() for file in shipped_files()}
    groups = {name: read(in_full(source, name, sources), name) for name, source in sources.items()}
    laid_out = (mistake for name, group in groups.items() for mistake in layouts(group, name))
    if mistakes := (*overlaps(groups), *laid_out):
        raise ExceptionGroup("definition", mistakes)
    return tuple(groups.values())


@lru_cache(maxsize=32)
def pinned(source: bytes) -> Group:
    """The definition of these bytes, to which filings are pinned: read once, however many desks are
    opened or signed in to.

    Errors: as of `read`.
    """
    return read(source, hashlib.sha256(source).hexdigest()[:12])


def layouts(group: Group, file: str) -> Iterator[Problem]:
    """Templates that a definition names and this version of the program does not have.

    Asked of what is edited, never of what a filing is pinned to: that must always be read.
    """
    known = {path.stem for path in data_path("forms").glob("*.typ")}
    for form in group.definition.form:
        if form.template is not None and form.template not in known:
            item = f"form {form.id}"
            yield Problem("definition-unknown", file=file, item=item, name=form.template)


def overlaps(groups: Mapping[str, Group]) -> Iterator[Problem]:
    """Versions of one group, by file, that are in force on one day: which one counts is unsaid."""
    for (_, earlier), (file, later) in combinations(groups.items(), 2):
        one, other = earlier.definition, later.definition
        if one.group == other.group and one.meets(other):
            first = max(one.effective_from, other.effective_from)
            item = f"definition {other.version}"
            yield Problem("definition-overlap", file=file, item=item, other=one.version, day=first)


def in_force(group: str, day: date, groups: tuple[Group, ...] | None = None) -> Group:
    """The version of `group` in force on `day`.

    Errors: Unusable("group-unknown") or Unusable("group-not-in-force").
    """
    groups = groups or shipped()
    versions = [g for g in groups if g.definition.group == group]
    if not versions:
        raise Unusable(
            "group-unknown", group=group, known=sorted({g.definition.group for g in groups})
        )
    for version in versions:
        if version.definition.in_force(day):
            return version
    raise Unusable("group-not-in-force", group=group, day=day)
