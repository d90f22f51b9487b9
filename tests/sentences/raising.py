"""Every place in the package that makes a `Problem`, read from the source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lienthong_tui

PACKAGE = Path(lienthong_tui.__file__).parent
_CLASSES = {"Problem", "Unusable", "Refused", "DeskUnavailable", "Busy"}


@dataclass(frozen=True)
class Making:
    """One call: the function it stands in, its code if written there, its parameters by name.

    `more` says that it also passes a mapping, so that not all parameters are visible.
    """

    file: str
    function: str
    line: int
    code: str | None
    params: frozenset[str]
    more: bool


def makings() -> Iterator[Making]:
    """All calls, file by file, but for those that only pass on another problem's code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for function, call in _calls(_tree(file), ""):
            if ast.unparse(call.args[0]) == "problem.code":
                continue
            yield Making(
                file,
                function,
                call.lineno,
                _text(call.args[0]),
                frozenset(word.arg for word in call.keywords if word.arg),
                any(word.arg is None for word in call.keywords),
            )


def texts_of(file: str) -> set[str]:
    """Every string that stands in a source file as it is."""
    return {text for node in ast.walk(_tree(file)) if (text := _text(node)) is not None}


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse((PACKAGE / file).read_text(encoding="utf-8"))


def _calls(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function = node.name
    if isinstance(node, ast.Call) and node.args:
        match node.func:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _CLASSES:
                yield function, node
    for below in ast.iter_child_nodes(node):
        yield from _calls(below, function)


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
    return None
