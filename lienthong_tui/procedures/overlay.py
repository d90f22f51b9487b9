"""The overlay: an office's own dated settings over the definitions.

What differs from office to office (which unsettled deadline it follows, its cut-off hour, its
agencies' names, its extra days off, its first-care facilities) is data of the desk, kept as a
journaled event and checked like a definition.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Literal

import msgspec
from msgspec import Struct, field

from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Agency, Deadline, Scheme, Words
from lienthong_tui.procedures.loading import Group
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
    """`deadlines` maps a group to a scheme, `agencies` an agency id to its local name."""

    overlay: Literal[1]
    deadlines: dict[str, str]
    cut_off: str | None = None
    agencies: dict[str, Words] = field(default_factory=dict)
    days: tuple[DayOff, ...] = ()
    first_care: tuple[Facility, ...] = ()


def read(source: bytes, groups: tuple[Group, ...]) -> Overlay:
    """Decode an overlay and check it against the definitions it stands over.

    Errors: Problem("overlay-toml"), ("overlay-shape") or ("overlay-unknown") with `name`.
    """
    try:
        overlay = msgspec.toml.decode(source, type=Overlay)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem("overlay-toml", said=str(error)) from None
    except msgspec.ValidationError as error:
        raise Problem("overlay-shape", said=str(error)) from None
    agencies = {agency.id for group in groups for agency in group.definition.agency}
    for group in groups:
        name = overlay.deadlines.get(group.definition.group)
        if name is not None and name not in {scheme.id for scheme in group.definition.scheme}:
            raise Problem("overlay-unknown", name=name)
    for name in overlay.agencies:
        if name not in agencies:
            raise Problem("overlay-unknown", name=name)
    if overlay.cut_off is not None:
        try:
            time.fromisoformat(overlay.cut_off)
        except ValueError:
            raise Problem("overlay-unknown", name=overlay.cut_off) from None
    return overlay


def shipped() -> bytes:
    """The overlay of an office that has changed nothing."""
    return data_path("office.toml").read_bytes()


def sha256(source: bytes) -> str:
    """Hex SHA-256 of the overlay's bytes: what a filing is pinned to beside its definition."""
    return hashlib.sha256(source).hexdigest()


def scheme_of(group: Group, overlay: Overlay) -> Scheme:
    """The deadline scheme the office chose; the definition's first when it chose none."""
    chosen = overlay.deadlines.get(group.definition.group)
    return next(
        (scheme for scheme in group.definition.scheme if scheme.id == chosen),
        group.definition.scheme[0],
    )


def deadlines_of(group: Group, overlay: Overlay) -> Mapping[str, Deadline]:
    """The chosen scheme's deadlines by procedure."""
    chosen = scheme_of(group, overlay).id
    return {d.procedure: d for d in group.definition.deadline if d.scheme == chosen}


def cut_off(group: Group, overlay: Overlay) -> time:
    """The hour after which reception counts from the next working day."""
    return time.fromisoformat(overlay.cut_off or scheme_of(group, overlay).cut_off)


def agency_name(agency: Agency, overlay: Overlay) -> Words:
    """The office's own name for an agency, else the definition's."""
    return overlay.agencies.get(agency.id, agency.name)
