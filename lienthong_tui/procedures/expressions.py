"""CEL expressions over a filing's answers: compiled once, evaluated to true, false or undecided.

CEL (Common Expression Language) is run by Google's C++ runtime. Every expression is type-checked
when a definition is loaded, so an unknown field or a wrong type is the definition author's to see
and never the officer's.
"""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cel_expr_python import cel

from lienthong_tui.people.dates import read_date, read_moment
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.functions import FUNCTIONS
from lienthong_tui.procedures.questions import Field, Person

# What a rule can read beside the answers: the day of filing and the desk it is filed at.
CONTEXT = {"today": cel.Type.TIMESTAMP, "desk.commune": cel.Type.STRING}

_MISSING = "UNKNOWN: No value with name"
_ERROR_LINE = re.compile(r"ERROR: <input>:(\d+):(\d+): ([^\n]*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']+)'")
_ANSWERED = re.compile(r"""\banswered\s*\((?:\s*['"]([^'"]+)['"]\s*\))?""")
_TYPES = {
    "boolean": cel.Type.BOOL,
    "integer": cel.Type.INT,
    "date": cel.Type.TIMESTAMP,
}

# `answered('id')` asks about the activation itself, which CEL functions cannot see. It is declared
# for the type checker; what is run reads a variable of its own for each field asked about.
_ANSWERED_DECL = cel.FunctionDecl(
    "answered",
    [cel.Overload("answered_string", cel.Type.BOOL, [cel.Type.STRING], False, lambda _: False)],
)
_ASKED = "answered_is.{}"


@dataclass(frozen=True)
class Expression:
    """A compiled expression, the names it reads, and those it asks `answered` about."""

    text: str
    reads: frozenset[str]
    asks: frozenset[str]
    _compiled: Any
    _last: list[tuple[dict[str, Any], Any]] = dataclasses.field(default_factory=list, compare=False)

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """The value for `values` (from `activation`); None when a needed answer is missing.

        Errors: Problem("expression-failed") for any other failure: a defect of the definition.
        """
        # Only what is read: each value given is translated for the runtime, at every call.
        read = {name: values[name] for name in self.reads if name in values}
        for name in self.asks:
            read[_ASKED.format(name)] = name in values
        # One answer changes what few expressions read. (Besides, version 0.1.3 of the runtime
        # forgets to free 150 bytes whenever it calls a function of ours.)
        for before, value in self._last:
            if before == read:
                return value
        value = self._value(read)
        self._last[:] = [(read, value)]
        return value

    def _value(self, read: Mapping[str, Any]) -> Any:
        result = self._compiled.eval(data=read)
        if result.type() == cel.Type.ERROR:
            if str(result.plain_value()).startswith(_MISSING):
                return None
            # The runtime's message can repeat a person's name: it is not passed on.
            raise Problem("expression-failed", expression=self.text)
        return result.plain_value()


class Compiler:
    """Compiles the expressions of one definition: knows its fields and their types."""

    def __init__(self, definition: Definition) -> None:
        variables: dict[str, Any] = dict(CONTEXT)
        for field in definition.field:
            variables.update(variable_types(field))
        for person in definition.person:
            variables[whole_name(person)] = cel.Type.STRING
        self._known = frozenset(variables)
        variables |= {_ASKED.format(name): cel.Type.BOOL for name in self._known}
        self._typed = cel.NewEnv(variables=variables, functions=[*FUNCTIONS, _ANSWERED_DECL])
        self._bare = cel.NewEnv(functions=[*FUNCTIONS, _ANSWERED_DECL])

    def compile(self, text: str, returns: str = "BOOL") -> Expression:
        """The expression, or Problem("expression-…") with `line` and `column` in its text."""
        try:
            compiled = self._typed.compile(text)
        except RuntimeError as error:
            raise _mistake(str(error), text) from None
        if (found := compiled.return_type().name()) != returns:
            raise Problem("expression-type", line=1, column=1, found=found, expected=returns)
        for match in _ANSWERED.finditer(text):
            if match[1] is None:
                line, column = _place(text, match.start())
                raise Problem("expression-answered", line=line, column=column)
            if match[1] not in self._known:
                line, column = _place(text, match.start(1))
                raise Problem("expression-unknown", line=line, column=column, name=match[1])
        asks = frozenset(match[1] for match in _ANSWERED.finditer(text))
        if asks:
            asking = _ANSWERED.sub(lambda match: _ASKED.format(match[1]), text)
            compiled = self._typed.compile(asking)
        return Expression(text, asks | self._reads(text), asks, compiled)

    def _reads(self, text: str) -> frozenset[str]:
        """Names an environment without variables calls undeclared are exactly those read."""
        names: set[str] = set()
        try:
            self._bare.compile(text)
        except RuntimeError as error:
            names.update(_UNDECLARED.findall(str(error)))
        return frozenset(names)


def activation(
    definition: Definition, answers: Mapping[str, Any], *, today: date, commune: str | None
) -> dict[str, Any]:
    """The variables expressions see: answers by type, whole names, the day and the desk.

    Without a desk (`commune` None) what a rule asks of it stays undecided.
    """
    values: dict[str, Any] = {"today": _timestamp(today)}
    if commune is not None:
        values["desk.commune"] = commune
    for field in definition.field:
        if field.id in answers:
            values.update(field_variables(field, answers[field.id]))
    return values | whole_names(definition, answers)


def whole_names(definition: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """`<role>.full_name` of every person some part of whose name is answered."""
    names: dict[str, str] = {}
    for person in definition.person:
        names |= name_variable(person, answers)
    return names


def name_variable(person: Person, answers: Mapping[str, Any]) -> dict[str, str]:
    """`<role>.full_name` of one person; nothing while no part of the name is answered."""
    name = " ".join(str(answers[part]) for part in person.parts if answers.get(part))
    return {whole_name(person): name} if name else {}


def whole_name(person: Person) -> str:
    """The variable that holds a person's whole name."""
    return f"{person.role}.full_name"


def variable_types(field: Field) -> dict[str, Any]:
    """What a field declares: its id, a partial date's earliest and latest, a moment's day."""
    if field.type == "partial_date":
        return {
            field.id: cel.Type.STRING,
            f"{field.id}.earliest": cel.Type.TIMESTAMP,
            f"{field.id}.latest": cel.Type.TIMESTAMP,
        }
    if field.type == "moment":
        return {field.id: cel.Type.STRING, f"{field.id}.day": cel.Type.TIMESTAMP}
    return {field.id: _TYPES.get(field.type, cel.Type.STRING)}


def field_variables(field: Field, answer: Any) -> dict[str, Any]:
    """The variables one answer gives: the values of those that `variable_types` declares."""
    if field.type == "date":
        return {field.id: _timestamp(date.fromisoformat(answer))}
    if field.type == "partial_date":
        when = read_date(answer)
        return {
            field.id: answer,
            f"{field.id}.earliest": _timestamp(when.earliest),
            f"{field.id}.latest": _timestamp(when.latest),
        }
    if field.type == "moment":
        return {field.id: answer, f"{field.id}.day": _timestamp(read_moment(answer).day)}
    return {field.id: answer}


def _timestamp(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of `text`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _mistake(message: str, text: str) -> Problem:
    """The first mistake the type checker names, with its place in the expression."""
    found = _ERROR_LINE.search(message)
    if found is None:
        return Problem("expression-unreadable", line=1, column=1, said=message)
    line, column, said = int(found[1]), int(found[2]), found[3]
    if name := _UNDECLARED.search(said):
        # The runtime points at a name's last dot or its bracket; authors look for the first letter.
        start = text.split("\n")[line - 1].rfind(name[1], 0, column + len(name[1]) - 1)
        column = column if start < 0 else start + 1
        return Problem("expression-unknown", line=line, column=column, name=name[1])
    return Problem("expression-unreadable", line=line, column=column, said=said)
