from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from lienthong_tui.access.permits import PERMITS, PROOF_LASTS, Act, Holder, require
from lienthong_tui.problems import Refused

NOW = datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
HOLDERS: tuple[Holder, ...] = ("officer", "supervisor", "unattended", "recovery")
# What the design says of each: o(fficer), s(upervisor), u(nattended), r(ecovery).
WHO = {
    "verify": "osur",
    "back-up": "osur",
    "restore": "osr",
    "work": "osu",
    "own-account": "os",
    "settings": "s",
    "reset": "sr",
    "accounts": "s",
    "access-log": "s",
    "compare": "s",
    "export-many": "s",
    "erase": "s",
}


def test_every_act_has_its_permit() -> None:
    assert set(PERMITS) == set(get_args(Act)) == set(WHO)


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("act", get_args(Act))
def test_who_may_do_what(act: Act, holder: Holder) -> None:
    if holder[0] in WHO[act]:
        require(act, holder, NOW, NOW)
    else:
        with pytest.raises(Refused) as caught:
            require(act, holder, NOW, NOW)
        assert caught.value == Refused("not-permitted", act=act, holder=holder)


@pytest.mark.parametrize("act", get_args(Act))
@pytest.mark.parametrize(
    "proved", [None, NOW - PROOF_LASTS - timedelta(seconds=1), NOW + timedelta(seconds=1)]
)
def test_what_is_grave_needs_the_password_given_just_before(
    act: Act, proved: datetime | None
) -> None:
    if act in ("verify", "back-up", "restore", "work", "access-log", "compare"):
        require(act, "supervisor", proved, NOW)
        return
    holder: Holder = "officer" if act == "own-account" else "supervisor"
    with pytest.raises(Refused) as caught:
        require(act, holder, proved, NOW)
    assert caught.value == Refused("proof-needed")
    require(act, holder, NOW - PROOF_LASTS, NOW)
