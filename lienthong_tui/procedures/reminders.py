"""What a requester who agreed is reminded of, when, and in which neutral words: data.

A message is read on any telephone, so no text says whose filing it is or what it is about
(desk practice, §2.3 and §7.1).
"""

from functools import cache
from typing import Literal

import msgspec

from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path

About = Literal["result", "supplement", "fee", "put-off", "unlodged", "expected"]
"""What may call for a reminder; `filing.reminding` decides when one does."""


class Reminder(Data, frozen=True):
    """One of them: `name` in a list, `text` as it is sent."""

    id: About
    name: Words
    text: Words


class Numbered(Data, frozen=True):
    """How a filing is called: by its `official` number, before there is one by its `reference`."""

    official: Words
    reference: Words


class Bring(Data, frozen=True):
    """What to bring: a `card` of the one who comes, or the `originals` besides."""

    card: Words
    originals: Words


class Reminders(Data, frozen=True, kw_only=True):
    """All of them, what is most wanted first.

    `unlodged_days` after completion a filing not on the portal is reminded of, `ahead_days` before
    an expected day that day. `contact` goes behind a text where it has the room.
    """

    law: str
    verified: bool
    unlodged_days: int
    ahead_days: int
    contact: Words
    number: Numbered
    bring: Bring
    reminder: tuple[Reminder, ...]

    def of(self, about: str) -> Reminder | None:
        """The one of that id."""
        return next((each for each in self.reminder if each.id == about), None)


@cache
def shipped() -> Reminders:
    """The reminders as they are now."""
    return msgspec.toml.decode(data_path("reminders.toml").read_bytes(), type=Reminders)


def about_words(about: str) -> Words:
    """What a reminder is about, as a list says it; of one not known here its id."""
    known = shipped().of(about)
    return known.name if known else Words(about, about)
