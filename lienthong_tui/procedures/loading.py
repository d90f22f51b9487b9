"""Reading definition files: decoded strictly, cross-checked, compiled, pinned by their bytes.

`read` gives a ready `Group` or every mistake found, each with the file, the item and the column,
so that a mistake in the law's data stops whoever edits it and never an officer.
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from lienthong_tui.people import lists
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.definition import Definition, Field, Words, expand
from lienthong_tui.procedures.expressions import Compiler, Expression
from lienthong_tui.resources import data_path

_ITEM = re.compile(r"\$\.(\w+)\[(\d+)\]")
_ID = re.compile(r"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$")


@dataclass(frozen=True)
class Group:
    """A checked definition, its compiled expressions and the bytes it is pinned by."""

    definition: Definition
    expressions: Mapping[tuple[str, str, str], Expression]
    source: bytes

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the file's bytes: what a filing is pinned to."""
        return hashlib.sha256(self.source).hexdigest()

    def expression(self, kind: str, item: str, part: str) -> Expression | None:
        """The compiled `part` (`shown`, `required`, `when`, `derived`) of an item, or None."""
        return self.expressions.get((kind, item, part))

    @property
    def fields(self) -> Mapping[str, Field]:
        """Fields by id, in the order they are asked."""
        return {field.id: field for field in self.definition.field}


def read(source: bytes, file: str) -> Group:
    """Decode and check one definition file.

    Errors: an ExceptionGroup of Problem("definition-…"), each with `file`, `item` and, where it is
    an expression, `line` and `column`.
    """
    definition = _decode(source, file)
    expressions: dict[tuple[str, str, str], Expression] = {}
    mistakes = [*_structure(definition), *_compile(definition, expressions)]
    if mistakes:
        for mistake in mistakes:
            mistake.params["file"] = file
        raise ExceptionGroup("definition", mistakes)
    return Group(definition, expressions, source)


def _decode(source: bytes, file: str) -> Definition:
    try:
        return msgspec.toml.decode(source, type=Definition)
    except tomllib.TOMLDecodeError as error:
        raise ExceptionGroup(
            "definition", [Problem("definition-toml", file=file, said=str(error))]
        ) from None
    except (msgspec.ValidationError, UnicodeDecodeError) as error:
        problem = Problem("definition-shape", file=file, item=_item(source, error), said=str(error))
        raise ExceptionGroup("definition", [problem]) from None


def _item(source: bytes, error: Exception) -> str:
    """The id of the item a decoding error is about: `$.rule[3].when` says little to an author."""
    found = _ITEM.search(str(error))
    if found is None:
        return ""
    kind, index = found[1], int(found[2])
    entry = tomllib.loads(source.decode())[kind][index]
    name = entry.get("id") or entry.get("role") or entry.get("procedure") or f"#{index + 1}"
    return f"{kind} {name}"


def _structure(definition: Definition) -> Iterator[Problem]:
    """Names that do not exist, ids used twice, choices without options, dates out of order."""
    sections = {section.id for section in definition.section}
    agencies = {agency.id for agency in definition.agency}
    components = {component.id for component in definition.component}
    forms = {form.id for form in definition.form}
    procedures = {procedure.id for procedure in definition.procedure}
    schemes = {scheme.id for scheme in definition.scheme}
    field_ids = tuple(field.id for field in definition.field)

    def unknown(
        item: str, name: str | None, known: set[str] | tuple[str, ...]
    ) -> Iterator[Problem]:
        if name is not None and name not in known:
            yield Problem("definition-unknown", item=item, name=name)

    for kind in ("section", "field", "agency", "component", "form", "procedure", "scheme", "rule"):
        ids = [entry.id for entry in getattr(definition, kind)]
        for repeated in (name for name, times in Counter(ids).items() if times > 1):
            yield Problem("definition-repeated", item=f"{kind} {repeated}")
        for odd in (name for name in ids if not _ID.match(name)):
            yield Problem("definition-id", item=f"{kind} {odd}")

    if definition.effective_to and definition.effective_to < definition.effective_from:
        yield Problem("definition-dates", item=f"definition {definition.version}")
    yield from unknown("definition", definition.label_person, {p.role for p in definition.person})

    for field in definition.field:
        item = f"field {field.id}"
        yield from unknown(item, field.section, sections)
        if field.type == "choice" and bool(field.options) == bool(field.list):
            yield Problem("definition-options", item=item)
        if field.list and not _is_list(field.list):
            yield Problem("definition-unknown", item=item, name=field.list)
        if field.pattern and not _compiles(field.pattern):
            yield Problem("definition-pattern", item=item, pattern=field.pattern)
    for person in definition.person:
        for name in (person.name, person.surname, person.middle, person.given, person.id_number):
            yield from unknown(f"person {person.role}", name, field_ids)
        for name in (person.birth, person.phone):
            yield from unknown(f"person {person.role}", name, field_ids)
    for agency in definition.agency:
        for name in agency.places:
            yield from unknown(f"agency {agency.id}", name, field_ids)
    for form in definition.form:
        yield from unknown(f"form {form.id}", form.agency, agencies)
        for pattern in (pattern for part in form.parts for pattern in part.fields):
            if not expand((pattern,), field_ids):
                yield Problem("definition-unknown", item=f"form {form.id}", name=pattern)
    for procedure in definition.procedure:
        item = f"procedure {procedure.id}"
        yield from unknown(item, procedure.agency, agencies)
        for name in procedure.components:
            yield from unknown(item, name, components)
        for name in procedure.forms:
            yield from unknown(item, name, forms)
        for pattern in procedure.fields:
            if not expand((pattern,), field_ids):
                yield Problem("definition-unknown", item=item, name=pattern)
        yielded = {name for other in definition.procedure for name in other.yields}
        for name in procedure.awaits:
            yield from unknown(item, name, yielded)
    for agency in definition.agency:
        if agency.id not in {procedure.agency for procedure in definition.procedure}:
            yield Problem("definition-unused", item=f"agency {agency.id}")
    for scheme in definition.scheme:
        if _clock(scheme.cut_off) is None:
            yield Problem("definition-time", item=f"scheme {scheme.id}", text=scheme.cut_off)
    for deadline in definition.deadline:
        item = f"deadline {deadline.scheme}/{deadline.procedure}"
        yield from unknown(item, deadline.scheme, schemes)
        yield from unknown(item, deadline.procedure, procedures)
    for rule in definition.rule:
        yield from unknown(f"rule {rule.id}", rule.field, field_ids)
    yield from _empty_words(definition)


def _empty_words(definition: Definition) -> Iterator[Problem]:
    """A sentence left empty in one language is a missing translation."""
    for kind in ("section", "field", "agency", "component", "form", "procedure", "scheme", "rule"):
        for entry in getattr(definition, kind):
            for part in entry.__struct_fields__:
                value = getattr(entry, part)
                if isinstance(value, Words) and not (value.vi.strip() and value.en.strip()):
                    yield Problem("definition-words", item=f"{kind} {entry.id}", part=part)


def _compile(
    definition: Definition, into: dict[tuple[str, str, str], Expression]
) -> Iterator[Problem]:
    """Compile every expression; a `shown` may read only fields that stand before it (no cycles)."""
    compiler = Compiler(definition)
    order = {field.id: place for place, field in enumerate(definition.field)}
    first_of_section: dict[str, int] = {}
    for place, field in enumerate(definition.field):
        first_of_section.setdefault(field.section, place)

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
        if part == "shown" and here is not None:
            for name in sorted(expression.reads):
                if order.get(name, -1) >= here:
                    yield Problem(
                        "definition-order", item=f"{kind} {item}", part=part, name=name, column=1
                    )


def _texts(definition: Definition) -> Iterator[tuple[str, str, str, str, str]]:
    """Every expression of the file: kind, item, part, text, the type it must have."""
    for kind in ("section", "field", "component", "form", "procedure"):
        for entry in getattr(definition, kind):
            for part in ("shown", "required"):
                if isinstance(text := getattr(entry, part, None), str):
                    yield kind, entry.id, part, text, "BOOL"
    for field in definition.field:
        if field.derived:
            yield "field", field.id, "derived", field.derived, "STRING"
    for code in definition.code:
        if code.when:
            yield "code", code.value, "when", code.when, "BOOL"
    for rule in definition.rule:
        yield "rule", rule.id, "when", rule.when, "BOOL"


def _is_list(name: str) -> bool:
    try:
        lists.reference(name)
    except Problem:
        return False
    return True


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def shipped_files() -> list[Path]:
    """The definition files of this version."""
    return sorted(data_path("procedures").glob("*.toml"))


@cache
def shipped() -> tuple[Group, ...]:
    """Every definition under `data/procedures/`, checked; read once."""
    return tuple(read(file.read_bytes(), file.name) for file in shipped_files())


def in_force(group: str, day: date, groups: tuple[Group, ...] | None = None) -> Group:
    """The version of `group` in force on `day`.

    Errors: Unusable("group-unknown") or Unusable("group-not-in-force").
    """
    versions = [g for g in (groups or shipped()) if g.definition.group == group]
    if not versions:
        raise Unusable("group-unknown", group=group, known=sorted(_names()))
    for version in versions:
        until: Any = version.definition.effective_to or date.max
        if version.definition.effective_from <= day <= until:
            return version
    raise Unusable("group-not-in-force", group=group, day=day)


def _names() -> set[str]:
    return {group.definition.group for group in shipped()}
