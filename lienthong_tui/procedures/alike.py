"""When two filings may be about one person: decision tables as data, with their source.

A rule names, aspect by aspect, how the two may relate; the first rule that fits decides. What the
relations mean is said in `filing.alike`.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path

Number = Literal["same", "slip", "other", "unknown"]
Name = Literal["same", "tones", "spelling", "slip", "part", "swapped", "other", "unknown"]
Birth = Literal["same", "next", "near", "swapped", "year", "within", "close", "other", "unknown"]
Death = Literal["same", "near", "other", "unknown"]
Sex = Literal["same", "other", "unknown"]
Parent = Literal["same", "like", "other", "unknown"]
Level = Literal["certain", "likely", "none"]


class Rule(Data, frozen=True):
    """What two people must be to one another; an empty aspect may be anything."""

    level: Level
    id: tuple[Number, ...] = ()
    name: tuple[Name, ...] = ()
    birth: tuple[Birth, ...] = ()
    sex: tuple[Sex, ...] = ()
    death: tuple[Death, ...] = ()
    parent: Mapping[str, tuple[Parent, ...]] = msgspec.field(default_factory=dict)


class Rules(Struct, frozen=True, kw_only=True):
    """The rules of one group.

    `subject` is the role compared, `parents` the roles that help, `death` the field that tells when
    the subject died. `days` is how far near dates lie apart at most, `months` how far two births of
    one mother lie apart at least. `different` and `same` are the reasons offered for a decision.
    """

    subject: str
    rule: tuple[Rule, ...]
    days: int
    months: int
    parents: tuple[str, ...] = ()
    death: str | None = None
    different: tuple[Words, ...] = ()
    same: tuple[Words, ...] = ()


class _Of(Data, frozen=True, kw_only=True):
    """What a group says of its own; the rest is as for every group."""

    group: str
    subject: str | None = None
    parents: tuple[str, ...] = ()
    death: str | None = None
    days: int | None = None
    months: int | None = None
    rule: tuple[Rule, ...] = ()
    different: tuple[Words, ...] = ()
    same: tuple[Words, ...] = ()


class _Shipped(Data, frozen=True, kw_only=True):
    law: str
    verified: bool
    days: int
    months: int
    rule: tuple[Rule, ...]
    group: tuple[_Of, ...] = ()


@cache
def shipped() -> _Shipped:
    """The file as it is now, with its source (`law`) and whether anybody compared it with that."""
    return msgspec.toml.decode(data_path("alike.toml").read_bytes(), type=_Shipped)


def rules_of(definition: Definition) -> Rules:
    """The rules for filings of a definition: those of its group, or the plain ones."""
    every = shipped()
    own = next((e for e in every.group if e.group == definition.group), _Of(group=""))
    return Rules(
        subject=own.subject or definition.label_person,
        rule=own.rule or every.rule,
        days=every.days if own.days is None else own.days,
        months=every.months if own.months is None else own.months,
        parents=own.parents,
        death=own.death,
        different=own.different,
        same=own.same,
    )
