from typing import Any

import pytest

from lienthong_tui.access.accounts import Account, accounts
from lienthong_tui.filing.desk_events import (
    DeskCreated,
    KeyRemoved,
    OfficerAdded,
    OfficerClosed,
    OfficerPaperCodesMade,
    OfficerPasswordSet,
    OfficerPhoneSet,
    OfficerRoleSet,
)
from lienthong_tui.filing.kinds import from_plain

ADDED = OfficerAdded(slot="a", name="Trần Thị Mẫu", role="officer", temporary=True)


@pytest.mark.parametrize(
    ("happened", "account"),
    [
        ([], Account("a", "Trần Thị Mẫu", "officer", password_due=True, phone_due=True)),
        (
            [OfficerPasswordSet(slot="a", temporary=False)],
            Account("a", "Trần Thị Mẫu", "officer", phone_due=True),
        ),
        (
            [
                OfficerPasswordSet(slot="a", temporary=False),
                OfficerPhoneSet(slot="a", awaited=False),
                OfficerPaperCodesMade(slot="a"),
                OfficerRoleSet(slot="a", role="supervisor"),
            ],
            Account("a", "Trần Thị Mẫu", "supervisor"),
        ),
        (
            [OfficerClosed(slot="a"), OfficerPhoneSet(slot="b", awaited=True)],
            Account("a", "Trần Thị Mẫu", "officer", True, True, closed=True),
        ),
        (
            [OfficerClosed(slot="a"), OfficerPasswordSet(slot="a", temporary=True)],
            Account("a", "Trần Thị Mẫu", "officer", True, True),
        ),
    ],
)
def test_an_account_is_what_happened_to_it(happened: list[Any], account: Account) -> None:
    assert accounts([ADDED, *happened]) == {"a": account}


def test_other_events_of_the_desk_are_passed_over() -> None:
    other = [None, DeskCreated(commune="19639", desk_number=1), KeyRemoved(slot="k")]
    assert list(accounts([*other, ADDED, *other])) == ["a"]


def test_the_first_officer_of_an_older_desk_looks_after_it() -> None:
    added = from_plain("desk.officer_added", {"slot": "a", "name": "Trần Thị Mẫu"})
    assert accounts([added]) == {"a": Account("a", "Trần Thị Mẫu", "supervisor")}
