"""The officers of a desk, as a fold of what happened to their accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lienthong_tui.filing.desk_events import (
    OfficerAdded,
    OfficerClosed,
    OfficerPasswordSet,
    OfficerPhoneSet,
    OfficerRoleSet,
    Role,
)

KINDS = "desk.officer_"
"""How the kinds of the events begin that this fold reads."""


@dataclass(frozen=True)
class Account:
    """One officer. `slot` is the opaque id of the journal; a closed account can be opened again.

    `password_due` and `phone_due`: what is to be done before anything else at the next sign-in.
    """

    slot: str
    name: str
    role: Role
    password_due: bool = False
    phone_due: bool = False
    closed: bool = False


def accounts(happened: Iterable[Any]) -> Mapping[str, Account]:
    """The accounts by slot, oldest first, from payloads in order; others are passed over."""
    found: dict[str, Account] = {}
    for payload in happened:
        if isinstance(payload, OfficerAdded):
            due = payload.temporary
            found[payload.slot] = Account(payload.slot, payload.name, payload.role, due, due)
        elif (slot := getattr(payload, "slot", None)) in found:
            found[slot] = _after(found[slot], payload)
    return found


def _after(account: Account, payload: Any) -> Account:
    match payload:
        case OfficerPasswordSet(temporary=temporary):
            return replace(account, password_due=temporary, closed=False)
        case OfficerPhoneSet(awaited=awaited):
            return replace(account, phone_due=awaited)
        case OfficerRoleSet(role=role):
            return replace(account, role=role)
        case OfficerClosed():
            return replace(account, closed=True)
    return account
