"""The overlay: an office's own settings over the definitions.

What differs from office to office (which unsettled deadline it follows, its hours, fees, days off,
its agencies' names, the letters it has announced, the texts it writes again and again) is data of
the desk, kept as a journaled event and checked like a definition. The overlay itself bears no
dates: each event sets it anew, and what it chooses counts only while the definition has that in
force.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, field

from lienthong_tui.people.places import former_name
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import letters
from lienthong_tui.procedures.definition import Agency, Deadline, Definition, Fee, Scheme
from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.nesting import refuse_long_keys
from lienthong_tui.procedures.questions import Field
from lienthong_tui.procedures.structure import is_clock
from lienthong_tui.resources import data_path
from lienthong_tui.text.clean import clean
from lienthong_tui.text.glyphs import missing_letters

# A decision is known by its number and its day: "số 12/QĐ-UBND ngày 05/10/2026".
_DECISION = re.compile(r"[0-9]+/\S+.*\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\b")
_AGENCY_CODE = re.compile(r"[A-Z0-9]+(?:[.-][A-Z0-9]+)*")
MOST_MONEY = 100_000_000
"""What no fee reaches, in đồng: more was mistyped."""


class DayOff(Data, frozen=True):
    """A day the office adds to the calendar: `off`, or `work` for a working Saturday."""

    date: date
    kind: Literal["off", "work"]
    name: str


class OwnAgency(Data, frozen=True, omit_defaults=True):
    """What this office sets of an agency: its name in either language, its code (mã định danh).

    What is not set is the definition's, also when that changes later.
    """

    vi: str | None = None
    en: str | None = None
    code: str | None = None


class Facility(Data, frozen=True, omit_defaults=True):
    """A health facility: `code` is the five characters for first care (mã cơ sở KCB).

    `lists` are the suggestions of definitions that it stands on: births, deaths, first care.
    """

    name: str
    lists: tuple[str, ...]
    address: str = ""
    code: str | None = None


class Hamlet(Data, frozen=True, omit_defaults=True):
    """A thôn or tổ dân phố; `former` is the code of the commune it was part of before a merger."""

    name: str
    former: str | None = None


class Overlay(Data, frozen=True, omit_defaults=True):
    """`deadlines` maps a group to a scheme, `agencies` an agency id to its local name.

    `saturday_until` is the hour to which a Saturday's reception counts from that day. `fees` maps a
    fee to what is paid here, in đồng. `phrases` maps a suggestion to its texts. `relaxed` are the
    referrals that this office takes all the same. `letters` maps a letter of the desk to the
    decision that announces it, by number and date: without one it is a draft. `office` is what the
    desk's office is called at the head of a letter, `contact` how a citizen reaches it.
    """

    overlay: Literal[1]
    deadlines: dict[str, str]
    cut_off: str | None = None
    saturday_until: str | None = None
    fees: dict[str, Annotated[int, Meta(ge=0, le=MOST_MONEY)]] = field(default_factory=dict)
    agencies: dict[str, OwnAgency] = field(default_factory=dict)
    days: tuple[DayOff, ...] = ()
    facilities: tuple[Facility, ...] = ()
    hamlets: tuple[Hamlet, ...] = ()
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()
    letters: dict[str, str] = field(default_factory=dict)
    office: str | None = None
    contact: str | None = None


def read(source: bytes, groups: tuple[Group, ...]) -> Overlay:
    """Decode an overlay and check it against the definitions it stands over.

    Errors: those of `decode`, Problem("overlay-unknown") with `name`, ("overlay-never") with `name`
    for a scheme that is never in force with its definition, ("overlay-time") with `text`,
    ("overlay-twice") with `name`, and those of `_wrong_texts` and `_wrong_codes`.
    """
    overlay = decode(source)
    definitions = [group.definition for group in groups]
    known = {definition.group for definition in definitions}
    for group, chosen in overlay.deadlines.items():
        # A scheme of any version: an office's choice outlives the version it was made under.
        named = [
            (d, s) for d in definitions if d.group == group for s in d.scheme if s.id == chosen
        ]
        if not named:
            raise Problem("overlay-unknown", name=chosen if group in known else group)
        if not any(definition.meets(scheme) for definition, scheme in named):
            raise Problem("overlay-never", name=chosen)
    for name in _unknown(overlay, groups):
        raise Problem("overlay-unknown", name=name)
    for hour in (overlay.cut_off, overlay.saturday_until):
        if hour is not None and not is_clock(hour):
            raise Problem("overlay-time", text=hour)
    for name in _repeated(overlay):
        raise Problem("overlay-twice", name=name)
    for problem in (*_wrong_texts(overlay), *_wrong_codes(overlay, definitions)):
        raise problem
    return overlay


def _unknown(overlay: Overlay, groups: tuple[Group, ...]) -> Iterator[str]:
    """What the overlay names and no definition has, nor the letters or the former communes."""
    definitions = [group.definition for group in groups]
    suggestions = {s.id: s.kind for definition in definitions for s in definition.suggestion}
    listed = {name for facility in overlay.facilities for name in facility.lists}
    for names, known in (
        (overlay.agencies, {a.id for d in definitions for a in d.agency}),
        (overlay.relaxed, {r.id for d in definitions for r in d.referral}),
        (overlay.letters, {form.id for form in letters.shipped().all}),
        (overlay.fees, {fee.id for d in definitions for fee in d.fee}),
        (overlay.phrases, {name for name, kind in suggestions.items() if kind == "phrases"}),
        (listed, {name for name, kind in suggestions.items() if kind.startswith("facilit")}),
    ):
        yield from (name for name in names if name not in known)
    for hamlet in overlay.hamlets:
        if hamlet.former is not None and former_name(hamlet.former) is None:
            yield hamlet.former


def _repeated(overlay: Overlay) -> Iterator[str]:
    """What stands twice on one list."""
    for entries in (
        [f"{day.date:%d/%m/%Y}" for day in overlay.days],
        [f"{hamlet.name} {hamlet.former or ''}".strip() for hamlet in overlay.hamlets],
        [facility.name for facility in overlay.facilities],
        overlay.relaxed,
        *overlay.phrases.values(),
    ):
        yield from (entry for entry, times in Counter(entries).items() if times > 1)


def _wrong_texts(overlay: Overlay) -> Iterator[Problem]:
    """Texts that say nothing, and those that did not pass the gate every typed text passes."""
    for item, text in _texts(overlay):
        if not text:
            yield Problem("overlay-empty", item=item)
        elif not _is_clean(text):
            yield Problem("overlay-text", item=item, text=text)
        elif missing := missing_letters(text):
            yield Problem("letter-missing", character=missing[0], field=item)
    for name, decision in overlay.letters.items():
        if decision and not _DECISION.search(decision):
            yield Problem("overlay-decision", item=f"letters.{name}", text=decision)


def _texts(overlay: Overlay) -> Iterator[tuple[str, str]]:
    """Every text that is set, with the place it stands at in the file."""
    for name, own in overlay.agencies.items():
        yield from ((f"agencies.{name}", text) for text in (own.vi, own.en) if text is not None)
    for number, day in enumerate(overlay.days, 1):
        yield f"days {number}", day.name
    for number, facility in enumerate(overlay.facilities, 1):
        yield f"facilities {number}", facility.name
        if facility.address:
            yield f"facilities {number}", facility.address
    for number, hamlet in enumerate(overlay.hamlets, 1):
        yield f"hamlets {number}", hamlet.name
    for name, texts in overlay.phrases.items():
        yield from ((f"phrases.{name} {number}", text) for number, text in enumerate(texts, 1))
    for name, decision in overlay.letters.items():
        yield f"letters.{name}", decision
    for part in ("office", "contact"):
        if (text := getattr(overlay, part)) is not None:
            yield part, text


def _is_clean(text: str) -> bool:
    try:
        return clean(text) == text
    except Problem:
        return False


def _wrong_codes(overlay: Overlay, definitions: Sequence[Definition]) -> Iterator[Problem]:
    """Codes that no agency has or no field would take, and facilities that are offered nowhere."""
    for own in overlay.agencies.values():
        if own.code is not None and not _AGENCY_CODE.fullmatch(own.code):
            yield Problem("overlay-agency-code", text=own.code)
    coded = {s.id for d in definitions for s in d.suggestion if s.kind == "facility-codes"}
    fields = [f for d in definitions for f in d.field if f.suggest in coded and f.pattern]
    for facility in overlay.facilities:
        code = facility.code
        if not facility.lists:
            yield Problem("overlay-no-list", name=facility.name)
        elif coded.intersection(facility.lists) and not code:
            yield Problem("overlay-code", name=facility.name)
        # One version may ask for another form of code: the office's settings serve them all.
        elif code is not None and fields and not any(_takes(field, code) for field in fields):
            example = fields[-1].example or fields[-1].pattern
            yield Problem("overlay-care-code", text=code, example=example)


def _takes(asked: Field, code: str) -> bool:
    return asked.pattern is not None and re.fullmatch(asked.pattern, code) is not None


def decode(source: bytes) -> Overlay:
    """An overlay as it was set, also one that names a scheme later definitions no longer have.

    Errors: Problem("overlay-toml") or ("overlay-shape").
    """
    try:
        refuse_long_keys(source.decode())
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
    return encode(msgspec.structs.replace(decode(shipped()), deadlines=dict(deadlines)))


def encode(overlay: Overlay) -> bytes:
    """The overlay as TOML: what `decode` reads; the same overlay gives the same bytes."""
    return msgspec.toml.encode(overlay, order="deterministic")


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


def agency_name(agency: Agency, overlay: Overlay, *, here: bool = True) -> Words:
    """The office's own name for an agency, in each language, else the definition's.

    An agency elsewhere (not `here`) bears only a name with a place for its commune.
    """
    own = overlay.agencies.get(agency.id, OwnAgency())

    def either(own: str | None, given: str) -> str:
        return own if own and (here or "{commune}" in own) else given

    return Words(vi=either(own.vi, agency.name.vi), en=either(own.en, agency.name.en))


def agency_code(agency: Agency, overlay: Overlay, *, here: bool = True) -> str | None:
    """The agency's official code (mã định danh điện tử, QĐ 20/2020/QĐ-TTg) as the office set it.

    None for an agency elsewhere: the code is that of one agency.
    """
    return overlay.agencies.get(agency.id, OwnAgency()).code if here else None


def amount(fee: Fee, overlay: Overlay) -> int | None:
    """What one of a fee costs here, in đồng: as the office set it, else as the definition has it.

    None where neither says: the law leaves it to the province or to a tariff.
    """
    return overlay.fees.get(fee.id, fee.amount)
