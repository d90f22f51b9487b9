"""A section of the office's settings: what a page lists, asks, and makes of the answers.

It turns a part of the overlay into texts and texts back into an overlay. It judges only what it has
to read (an hour, an amount, a day); the rest is `overlay.read`'s to check.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.wording import NO as NO_WORD
from lienthong_tui.sentences.wording import YES as YES_WORD

Values = Mapping[str, str]
"""The answers of an entry's page, by column: a text as typed, or the value of a choice."""
YES, NO = "yes", "no"


@dataclass(frozen=True)
class View:
    """What a section looks at: the settings as they stand, the law in force, the desk's place."""

    office: Overlay
    definitions: tuple[Definition, ...]
    commune: str
    today: date
    language: Language

    def tr(self, text: str, **params: Any) -> str:
        """A msgid in the language set, filled in."""
        return tr(text, self.language).format(**params)


def view(
    office: Overlay, groups: Sequence[Group], commune: str, today: date, language: Language
) -> View:
    """The view of an office on `today`."""
    in_force = tuple(g.definition for g in groups if g.definition.in_force(today))
    return View(office, in_force, commune, today, language)


@dataclass(frozen=True)
class Column:
    """One question of an entry: `choices` are (value, label) where it is not a text."""

    id: str
    label: str
    help: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a section: what it is called, what is set, and the texts its page begins with."""

    id: str
    name: str
    note: str
    values: Values


@dataclass(frozen=True)
class Section:
    """A part of the settings. One that `grows` takes new entries and gives up old ones."""

    id: str
    grows = False

    def title(self, view: View) -> str:
        """What the section is called."""
        raise NotImplementedError

    def entries(self, view: View) -> Iterator[Entry]:
        """Its lines as things stand."""
        raise NotImplementedError

    def columns(self, view: View, entry: str) -> Sequence[Column]:
        """What is asked of the entry of that id; of a new one when it is empty."""
        raise NotImplementedError

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        """The settings with an entry as answered. Errors: Problem("setting-…")."""
        raise NotImplementedError

    def remove(self, view: View, entry: str) -> Overlay:
        """The settings without an entry."""
        raise NotImplementedError


def yes_no(view: View) -> tuple[tuple[str, str], ...]:
    """The two choices of a column."""
    return (YES, view.tr(YES_WORD)), (NO, view.tr(NO_WORD))
