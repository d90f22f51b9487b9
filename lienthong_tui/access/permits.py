"""Who may do what: one table. It binds by this program, not by the cipher (see SECURITY.md).

All officers share the store key, so an officer with other software could read what a supervisor
can; what keeps a role is that the program asks here first, and the journal tells what was done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lienthong_tui.filing.desk_events import Role
from lienthong_tui.problems import Refused

Holder = Role | Literal["unattended", "recovery"]
Act = Literal[
    "verify",  # check the journal, make the look-up tables again
    "back-up",  # copy the desk into a file that the same keys open
    "restore",  # put a backup in the place of a desk
    "work",  # file, look up, print, export the packets of a filing
    "own-account",  # change one's own password, phone and codes on paper
    "settings",  # the office's overlay, what stands at the desk
    "reset",  # give an officer a new password or let a new phone be enrolled
    "accounts",  # add and close officers and key files, give roles, replace the recovery key
    "access-log",  # read who looked at what
    "compare",  # read a filing whole beside one that may be about the same person
    "export-many",  # take out the data of a citizen, or of more than one filing at once
    "erase",  # erase a citizen, purge at term
]

PROOF_LASTS = timedelta(minutes=10)
"""How long a password that was just given counts as proof for another such act."""


@dataclass(frozen=True)
class Permit:
    """Who may do an act, and whether the password must have been given just before."""

    holders: frozenset[Holder]
    proof: bool = False


_EVERYONE = frozenset[Holder]({"officer", "supervisor", "unattended", "recovery"})
_SUPERVISOR = frozenset[Holder]({"supervisor"})

PERMITS: Mapping[Act, Permit] = {
    "verify": Permit(_EVERYONE),
    "back-up": Permit(_EVERYONE),
    "restore": Permit(frozenset({"officer", "supervisor", "recovery"})),
    "work": Permit(frozenset({"officer", "supervisor", "unattended"})),
    "own-account": Permit(frozenset({"officer", "supervisor"}), proof=True),
    "settings": Permit(_SUPERVISOR, proof=True),
    "reset": Permit(frozenset({"supervisor", "recovery"}), proof=True),
    "accounts": Permit(_SUPERVISOR, proof=True),
    "access-log": Permit(_SUPERVISOR),
    "compare": Permit(_SUPERVISOR),
    "export-many": Permit(_SUPERVISOR, proof=True),
    "erase": Permit(_SUPERVISOR, proof=True),
}


def require(act: Act, holder: Holder, proved: datetime | None, now: datetime) -> None:
    """Let the act pass. `proved` is when the holder last proved to be the one who signed in.

    Raises Refused `not-permitted` (`act`, `holder`), or `proof-needed` when the password has to be
    given (again) first. A clock set back makes every proof one of the future: it counts no more.
    """
    permit = PERMITS[act]
    if holder not in permit.holders:
        raise Refused("not-permitted", act=act, holder=holder)
    if permit.proof and (proved is None or not timedelta() <= now - proved <= PROOF_LASTS):
        raise Refused("proof-needed")
