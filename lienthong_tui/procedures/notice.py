"""The notice of data processing that is read to the requester: its words are data, with a version.

It is a notice: filing rests on law and asks for no consent (desk practice, §7.1). Only what goes
beyond the filing does.
"""

from functools import cache

import msgspec

from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path

REMINDER = "reminder"
"""The extra that lets the desk remind the requester."""


class Extra(Data, frozen=True):
    """Something beyond the filing, done only with consent: asked one by one, never assumed."""

    id: str
    text: Words


class OfAge(Data, frozen=True):
    """From which age, in years, one declares oneself; the younger only type for somebody."""

    years: int
    law: str
    verified: bool


class Notice(Data, frozen=True):
    """What is read out, and to whom besides when they are not `of_age`; the journal keeps which
    `version` was."""

    version: str
    law: str
    verified: bool
    of_age: OfAge
    paragraph: tuple[Words, ...]
    extra: tuple[Extra, ...] = ()


@cache
def shipped() -> Notice:
    """The notice as it reads now."""
    return msgspec.toml.decode(data_path("notice.toml").read_bytes(), type=Notice)
