"""Commands about definition files: the law as data, checked and compared."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click
import msgspec

from lienthong_tui import reports
from lienthong_tui.desk import demo, reading
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.invocation import Door
from lienthong_tui.options import LANG, PATH, answering, pass_door
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.amending import in_full
from lienthong_tui.procedures.differing import differences
from lienthong_tui.procedures.loading import Group
from lienthong_tui.sentences.marking import N_

LARGEST_DEFINITION = 1_000_000
"""Bytes of the largest definition file read: ten times the one for births."""


@click.group(name="definitions", help=N_("Tệp định nghĩa thủ tục (luật là dữ liệu)."))
@LANG
def definitions_group() -> None:
    """Commands about definition files."""


@definitions_group.command(name="check", help=N_("Kiểm tra tệp định nghĩa."))
@click.argument("file", type=PATH, required=False)
@answering
@pass_door
def definitions_check(door: Door, /, file: Path | None) -> None:
    """Check one definition file, or all that are shipped."""
    groups, mistakes = _definitions([file] if file else loading.shipped_files())
    mistakes += loading.overlaps(groups)
    wrong = [reports.mistake(problem, door.language) for problem in mistakes]
    whole = [reports.definition_text(name, group, door.language) for name, group in groups.items()]
    door.say({"errors": wrong}, [*whole, *(str(entry["message"]) for entry in wrong)])
    if wrong:
        raise SystemExit(1)


@definitions_group.command(name="diff", help=N_("So hai bản của một định nghĩa."))
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@answering
@pass_door
def definitions_diff(door: Door, /, old: Path, new: Path) -> None:
    """Tell what a later version changes, and for which sample cases the verdict changes."""
    read = {}
    for path in (old, new):
        groups, mistakes = _definitions([path])
        if mistakes:
            wrong = [reports.mistake(problem, door.language) for problem in mistakes]
            door.say({"errors": wrong}, [str(entry["message"]) for entry in wrong])
            raise SystemExit(1)
        read[path] = groups[path.name]
    before, after = read[old], read[new]
    changes = differences(before.definition, after.definition)
    verdicts = reading.verdicts(before, after, demo.samples())
    door.say(
        {
            "changes": msgspec.to_builtins(changes),
            "cases": {case: list(verdict) for case, verdict in verdicts.items()},
        },
        reports.difference_text(changes, verdicts, door.language),
    )


def _definitions(paths: Iterable[Path]) -> tuple[dict[str, Group], list[Problem]]:
    """The definitions in the files without mistakes by file name, and the mistakes of the others.

    Errors: Unusable("definition-missing") or ("definition-large").
    """
    groups: dict[str, Group] = {}
    mistakes: list[Problem] = []
    for path in paths:
        try:
            source = bytes_of(path, "definition-missing", _check_definition_size)
            whole = in_full(source, path.name, _beside(path))
            group = loading.read(whole, path.name)
            if wrong := tuple(loading.layouts(group, path.name)):
                raise ExceptionGroup("definition", wrong)
            groups[path.name] = group
        except ExceptionGroup as found:
            mistakes += [problem for problem in found.exceptions if isinstance(problem, Problem)]
    return groups, mistakes


def _beside(path: Path) -> dict[str, bytes]:
    """The definition files that an amendment at `path` may amend; what is none is passed over."""
    found = {}
    for other in path.parent.glob("*.toml"):
        with suppress(Unusable):
            found[other.name] = bytes_of(other, "definition-missing", _check_definition_size)
    return found


def _check_definition_size(size: int) -> None:
    if size > LARGEST_DEFINITION:
        raise Unusable("definition-large", size=size, most=LARGEST_DEFINITION)
