"""The pages of a step: its sections, each cut so that a page fits 24 lines."""

from collections.abc import Sequence

from lienthong_tui.procedures.questions import Field, Section
from lienthong_tui.screens.keeper import Keeper

MOST_ROWS = 8
"""Questions on a page: with title, state, panel and keys they fill 24 lines."""


def pages(keeper: Keeper, step: int) -> list[tuple[Section, tuple[Field, ...]]]:
    """The pages of a step as its answers stand: a section, and the questions that show of it."""
    found = []
    for section in keeper.draft.group.definition.section:
        if section.step != step:
            continue
        asked = [
            field
            for field in keeper.draft.outlined.fields
            if field.section == section.id and field.derived is None
        ]
        found += in_pages(section, asked)
    return found


def in_pages(section: Section, asked: Sequence[Field]) -> list[tuple[Section, tuple[Field, ...]]]:
    """Questions of a section cut into pages evenly: 12 are two pages of 6, not 8 and 4."""
    count = -(-len(asked) // MOST_ROWS)
    return [
        (section, tuple(asked[len(asked) * part // count :][: _size(asked, count, part)]))
        for part in range(count)
    ]


def _size(asked: Sequence[Field], count: int, part: int) -> int:
    return len(asked) * (part + 1) // count - len(asked) * part // count
