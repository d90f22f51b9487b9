"""What is to be said of a filing after one more answer, and how that grows with the rules.

`make bench ONLY=checks`. The rules:

* the filing is the fullest death of `fiction`, every question answered. One answer is changed; then
  what shows is found anew and every check is made (`filing.outline`, `filing.checks`);
* `after-one-answer`: against the expressions of its definition, each evaluated once by the CEL
  runtime alone with the variables it reads laid out before. Ours does not evaluate again what reads
  nothing new: that is most of the difference;
* `rules-x8`: against itself, its definition having each of its rules eight times over. Only the
  checks are timed, with nothing new for any rule to read: a growth as that of the rules would be 8.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.sample import create, opened
from msgspec.structs import replace

from bench.office import DEATH, answered
from bench.timing import compare, interleaved
from lienthong_tui.filing.checks import check
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import Outline, outline_of
from lienthong_tui.procedures.loading import Group

ROUNDS = 200
TIMES = 8


def fullest() -> tuple[Group, Filing]:
    """The filing, and the law it is filed under."""
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder))
        with opened(Path(folder)) as desk:
            draft = answered(desk, DEATH)
    return draft.group, draft.filing


def eightfold(group: Group) -> Group:
    """The definition with each rule eight times."""
    rules, expressions = [], dict(group.expressions)
    for number in range(TIMES):
        for rule in group.definition.rule:
            name = f"{rule.id}-{number}"
            rules.append(replace(rule, id=name))
            expressions["rule", name, "when"] = group.expressions["rule", rule.id, "when"]
    return Group(replace(group.definition, rule=tuple(rules)), expressions, group.source)


def timed(act: Callable[[], object]) -> Callable[[], float]:
    """Milliseconds of it."""

    def took() -> float:
        began = time.perf_counter()
        act()
        return (time.perf_counter() - began) * 1000

    return took


def alone(outlined: Outline) -> Callable[[], object]:
    """The runtime, given each expression with what it reads."""
    ready: list[tuple[Any, dict[str, Any]]] = [
        (
            e._compiled,
            {name: outlined.variables[name] for name in e.reads if name in outlined.variables},
        )
        for e in outlined.group.expressions.values()
    ]

    def run() -> None:
        for compiled, data in ready:
            compiled.eval(data=data)

    return run


def main() -> None:
    """One answer, then more rules."""
    group, filing = fullest()
    outlined = outline_of(group, filing)
    phones = iter(f"09000{number:05}" for number in range(10**5))

    def one_more() -> None:
        changed = replace(filing, answers={**filing.answers, "requester.phone": next(phones)})
        check(outline_of(group, changed))

    many = outline_of(eightfold(group), filing)
    found = interleaved(
        ROUNDS,
        {
            "ours": timed(one_more),
            "alone": timed(alone(outlined)),
            "many": timed(lambda: check(many)),
            "once": timed(lambda: check(outlined)),
        },
    )
    compare("checks/after-one-answer", found["ours"], found["alone"], "ms")
    compare("checks/rules-x8", found["many"], found["once"], "ms", goal=float(TIMES))


if __name__ == "__main__":
    main()
