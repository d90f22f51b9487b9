"""The overlay: an office's own settings over the definitions.

What differs from office to office (which unsettled deadline it follows, its cut-off hour, its
agencies' names, its extra days off, its first-care facilities) is data of the desk, kept as a
journaled event and checked like a definition. The overlay itself bears no dates: each event sets
it anew, and what it chooses counts only while the definition has that in force.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, time
from typing import Literal

import msgspec
from msgspec import Struct, field

from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Agency, Deadline, Scheme, Words
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.structure import is_clock
from lienthong_tui.resources import data_path


class DayOff(Struct, frozen=True, forbid_unknown_fields=True):
    """A day the office adds to the calendar: `off`, or `work` for a working Saturday."""

    date: date
    kind: Literal["off", "work"]
    name: str


class Facility(Struct, frozen=True, forbid_unknown_fields=True):
    """A place for first medical care: five-character code and name."""

    code: str
    name: str


class Overlay(Struct, frozen=True, forbid_unknown_fields=True):
    """`deadlines` maps a group to a scheme, `agencies` an agency id to its local name.

    `relaxed` are the referrals that this office takes all the same.
    """

    overlay: Literal[1]
    deadlines: dict[str, str]
    cut_off: str | None = None
    agencies: dict[str, Words] = field(default_factory=dict)
    days: tuple[DayOff, ...] = ()
    first_care: tuple[Facility, ...] = ()
    relaxed: tuple[str, ...] = ()


def read(source: bytes, groups: tuple[Group, ...]) -> Overlay:
    """Decode an overlay and check it against the definitions it stands over.

    Errors: those of `decode`, Problem("overlay-unknown") with `name`, ("overlay-never") with `name`
    for a scheme that is never in force with its definition, ("overlay-time") with `text`.
    """
    overlay = decode(source)
    definitions = [group.definition for group in groups]
    known = {definition.group for definition in definitions}
    agencies = {agency.id for group in groups for agency in group.definition.agency}
    for group, chosen in overlay.deadlines.items():
        # A scheme of any version: an office's choice outlives the version it was made under.
        named = [
            (d, s) for d in definitions if d.group == group for s in d.scheme if s.id == chosen
        ]
        if not named:
            raise Problem("overlay-unknown", name=chosen if group in known else group)
        if not any(definition.meets(scheme) for definition, scheme in named):
            raise Problem("overlay-never", name=chosen)
    for agency in overlay.agencies:
        if agency not in agencies:
            raise Problem("overlay-unknown", name=agency)
    referrals = {referral.id for definition in definitions for referral in definition.referral}
    for name in overlay.relaxed:
        if name not in referrals:
            raise Problem("overlay-unknown", name=name)
    if overlay.cut_off is not None and not is_clock(overlay.cut_off):
        raise Problem("overlay-time", text=overlay.cut_off)
    return overlay


def decode(source: bytes) -> Overlay:
    """An overlay as it was set, also one that names a scheme later definitions no longer have.

    Errors: Problem("overlay-toml") or ("overlay-shape").
    """
    try:
        return msgspec.toml.decode(source, type=Overlay)
    except msgspec.ValidationError as error:
        raise Problem("overlay-shape", said=str(error)) from None
    except (ValueError, RecursionError) as error:
        raise Problem("overlay-toml", said=str(error)) from None


def shipped() -> bytes:
    """The overlay of an office that has changed nothing."""
    return data_path("office.toml").read_bytes()


def choosing(deadlines: Mapping[str, str]) -> bytes:
    """The overlay of an office that has changed nothing but its deadlines: group to scheme."""
    chosen = [f'{group} = "{scheme}"' for group, scheme in deadlines.items()]
    return "\n".join(["overlay = 1", "", "[deadlines]", *chosen, ""]).encode()


def sha256(source: bytes) -> str:
    """Hex SHA-256 of the overlay's bytes: what a filing is pinned to beside its definition."""
    return hashlib.sha256(source).hexdigest()


def scheme_of(group: Group, overlay: Overlay, day: date) -> Scheme:
    """The deadline scheme for a filing received on `day`: the office's choice if it is in force.

    Else the definition's first in force; where none is, its first: a filing always has one.
    """
    chosen = overlay.deadlines.get(group.definition.group)
    schemes = group.definition.scheme
    in_force = [scheme for scheme in schemes if scheme.in_force(day)] or schemes[:1]
    return next((scheme for scheme in in_force if scheme.id == chosen), in_force[0])


def deadlines_of(group: Group, scheme: Scheme) -> Mapping[str, Deadline]:
    """The scheme's deadlines by procedure."""
    return {d.procedure: d for d in group.definition.deadline if d.scheme == scheme.id}


def cut_off(scheme: Scheme, overlay: Overlay) -> time:
    """The hour after which reception counts from the next working day."""
    return time.fromisoformat(overlay.cut_off or scheme.cut_off)


def agency_name(agency: Agency, overlay: Overlay) -> Words:
    """The office's own name for an agency, else the definition's."""
    return overlay.agencies.get(agency.id, agency.name)
