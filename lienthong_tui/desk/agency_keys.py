"""The keys of agencies that the desk trusts: taken once, by comparing a fingerprint on paper."""

from dataclasses import dataclass

from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing import kinds
from lienthong_tui.filing.desk_events import AgencyDistrusted, AgencyRecipientSet, AgencyTrusted
from lienthong_tui.packets import signers as lists
from lienthong_tui.packets.encryption import read_recipient
from lienthong_tui.packets.signers import Signer, read_signers
from lienthong_tui.packets.sshsig import read_fingerprint
from lienthong_tui.people.places import commune
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Agency
from lienthong_tui.store import journal

_KINDS = "desk.agency_"


@dataclass(frozen=True)
class AgencyKey:
    """A key that signs for the agency `agency` (id), of the commune `place` where it has one."""

    agency: str
    place: str | None
    signer: Signer


def known(desk: Desk) -> tuple[AgencyKey, ...]:
    """The keys trusted now, in the order they were taken."""
    found: dict[tuple[str, str | None, str], AgencyKey] = {}
    for recorded in journal.desk_events(desk.db, _KINDS):
        match kinds.from_plain(recorded.envelope.kind, recorded.payload):
            case AgencyTrusted(agency=agency, place=place, line=line):
                (signer,) = read_signers(line)
                found[agency, place, signer.fingerprint] = AgencyKey(agency, place, signer)
            case AgencyDistrusted(fingerprint=fingerprint):
                found = {key: each for key, each in found.items() if key[2] != fingerprint}
    return tuple(found.values())


def recipients(desk: Desk) -> dict[tuple[str, str | None], str]:
    """To which key packets are encrypted, by agency and commune; those without one are not."""
    found: dict[tuple[str, str | None], str] = {}
    for recorded in journal.desk_events(desk.db, _KINDS):
        match kinds.from_plain(recorded.envelope.kind, recorded.payload):
            case AgencyRecipientSet(agency=agency, place=place, recipient=str(recipient)):
                found[agency, place] = recipient
            case AgencyRecipientSet(agency=agency, place=place):
                found.pop((agency, place), None)
    return found


def encrypt_to(desk: Desk, agency: str, recipient: str | None, place: str | None = None) -> None:
    """Encrypt what is brought out for an agency to its key (`age1…`) from now on; None: no more.

    Errors: Unusable("agency-unknown"), ("recipient-mistyped"); those of `Desk.require`.
    """
    desk.require("settings")
    where = place_of(desk, agency, place)
    plain = None if recipient is None else read_recipient(recipient)
    desk.append(None, [AgencyRecipientSet(agency=agency, place=where, recipient=plain)])


def agencies() -> dict[str, Agency]:
    """Every agency that some definition names, by id."""
    return {a.id: a for group in loading.shipped() for a in group.definition.agency}


def trust(desk: Desk, agency: str, listed: str, fingerprint: str, place: str | None = None) -> None:
    """Trust the key with this fingerprint, which stands on the list that the agency gave.

    `place` is the commune of an agency of which every commune has one, this desk's when None.
    Errors: Unusable("agency-unknown"), ("fingerprint-not-listed"): what was read off the paper is
    not on the list; those of `read_signers` and of `Desk.require` ("settings").
    """
    desk.require("settings")
    where = place_of(desk, agency, place)
    try:
        keys = [key for key in read_signers(listed) if lists.REPLY in key.namespaces]
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None
    chosen = [key for key in keys if key.fingerprint == read_fingerprint(fingerprint)]
    if not chosen:  # what is on the list is not told: it is to be read off the paper
        raise Unusable("fingerprint-not-listed")
    desk.append(None, [AgencyTrusted(agency=agency, place=where, line=chosen[0].line())])


def distrust(desk: Desk, fingerprint: str) -> None:
    """Trust a key no more. Errors: Unusable("fingerprint-not-trusted"); those of `Desk.require`."""
    desk.require("settings")
    plain = read_fingerprint(fingerprint)
    if plain not in {each.signer.fingerprint for each in known(desk)}:
        raise Unusable("fingerprint-not-trusted")
    desk.append(None, [AgencyDistrusted(fingerprint=plain)])


def place_of(desk: Desk, agency: str, place: str | None) -> str | None:
    """The commune an agency's key is of. Errors: Unusable("agency-unknown"), ("commune-…")."""
    named = agencies().get(agency)
    if named is None:
        raise Unusable("agency-unknown", name=agency, known=sorted(agencies()))
    if not named.places:
        return None
    try:
        return commune(place or desk.commune).code
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None
