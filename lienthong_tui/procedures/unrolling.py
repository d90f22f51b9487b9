"""A repeating section written out: `relative`, `repeat = 8`, becomes `relative_1` … `relative_8`.

Whatever names the section's fields (conditions, people, rules, forms, what an agency is given) is
written out with it, so that nothing behind the loader knows of repetition: each copy is a section
like any other, shown while `counted_by` is at least its number. `{n}` in words is that number.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from msgspec import Struct, structs

from lienthong_tui.procedures.definition import Definition, FormPart
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.questions import Section

T = TypeVar("T", bound=Struct)


def unrolled(definition: Definition) -> Definition:
    """The definition without repetition; the same one where nothing repeats."""
    for section in definition.section:
        if section.repeat is not None:
            definition = _unroll(definition, section, section.repeat)
    return definition


def _unroll(definition: Definition, section: Section, times: int) -> Definition:
    prefix = f"{section.id}."
    numbers = range(1, times + 1)

    def copies(entries: Iterable[T], repeats: Callable[[T], bool]) -> tuple[T, ...]:
        found: list[T] = []
        for entry in entries:
            found += [_copy(entry, section.id, n) for n in numbers] if repeats(entry) else [entry]
        return tuple(found)

    def named(patterns: Iterable[str]) -> tuple[str, ...]:
        found: list[str] = []
        for name in patterns:
            copied = [f"{section.id}_{n}.{name.removeprefix(prefix)}" for n in numbers]
            found += copied if name.startswith(prefix) else [name]
        return tuple(found)

    def parts(entries: Iterable[FormPart]) -> Iterator[FormPart]:
        for entry in entries:
            if not any(name.startswith(prefix) for name in entry.fields):
                yield entry
                continue
            for n in numbers:
                yield _copy(entry, section.id, n)

    sections: list[Section] = []
    for entry in definition.section:
        if entry.id != section.id:
            sections.append(entry)
            continue
        for n in numbers:
            counted = f"{entry.counted_by} >= {n}"
            shown = f"({entry.shown}) && {counted}" if entry.shown else counted
            plain = structs.replace(entry, shown=shown, repeat=None, counted_by=None)
            copy = _copy(plain, section.id, n)
            sections.append(structs.replace(copy, id=f"{entry.id}_{n}", number=n))
    return structs.replace(
        definition,
        section=tuple(sections),
        field=copies(definition.field, lambda field: field.section == section.id),
        person=copies(definition.person, lambda person: person.role == section.id),
        link=copies(definition.link, lambda link: link.role == section.id),
        rule=copies(definition.rule, lambda rule: rule.field.startswith(prefix)),
        form=tuple(structs.replace(f, parts=tuple(parts(f.parts))) for f in definition.form),
        procedure=tuple(structs.replace(p, fields=named(p.fields)) for p in definition.procedure),
    )


def _copy(entry: T, name: str, number: int) -> T:
    """`entry` with the section's names and `{n}` in its texts replaced; a rule's id gains `-n`."""
    within = re.compile(rf"(?<![\w.])({re.escape(name)})(?=\.)")

    def replace(value: Any) -> Any:
        if isinstance(value, str):
            return within.sub(rf"\1_{number}", value)
        if isinstance(value, Words):
            vi, en = (text.replace("{n}", str(number)) for text in (value.vi, value.en))
            return structs.replace(value, vi=vi, en=en)
        if isinstance(value, tuple):
            return tuple(replace(item) for item in value)
        return value

    changed = {part: replace(getattr(entry, part)) for part in entry.__struct_fields__}
    if changed.get("section") == name:
        changed["section"] = f"{name}_{number}"
    if changed.get("role") == name:
        changed["role"] = f"{name}_{number}"
    if "when" in changed and "level" in changed:
        changed["id"] = f"{changed['id']}-{number}"
    return structs.replace(entry, **changed)
