"""Which reminders a filing calls for: a table of cases, and what holds of every filing."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lienthong_tui.filing.agency_events import TakenBack, Wanted
from lienthong_tui.filing.events import (
    Attached,
    Consented,
    Lodged,
    Reminded,
    Reopened,
    Restored,
    Withdrawn,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply
from lienthong_tui.filing.outline import outline
from lienthong_tui.filing.reminding import Occasion, Reach, agreed, facts, occasions, reach
from lienthong_tui.procedures import outcomes
from lienthong_tui.procedures.reminders import shipped

from .test_standing import filing, told
from .test_telling import BIRTH, FIRST, SECOND

COMPLETED = date(2026, 11, 20)  # a Friday
FRIDAY = date(2026, 11, 27)  # what `told` was said on
YES = Consented(extra="reminder", version="2026-01", given=True)
NO = Consented(extra="reminder", version="2026-01", given=False)
NUMBER = Lodged(portal_number="G22.99.13-261122-0007", one_stop_number=None)
ASK: dict[str, Any] = {"items": (Wanted("mờ", component="birth-certificate"),)}
UNTIL = date(2026, 12, 11)


def after(*facts: Any, lodged: bool = True) -> Filing:
    made = filing(lodged)
    for fact in facts:
        made = apply(made, fact)
    return made


def called(made: Filing, today: date = FRIDAY, hands_out: tuple[str, ...] = (FIRST,)) -> list[str]:
    found = occasions(made, COMPLETED, lambda name: name in hands_out, today, shipped())
    return [each.id for each in found]


CASES: list[tuple[str, tuple[Any, ...], bool, date, list[str]]] = [
    ("nobody was asked", (told("done", FIRST),), True, FRIDAY, []),
    ("refused", (NO, told("done", FIRST)), True, FRIDAY, []),
    ("agreed", (YES, told("done", FIRST)), True, FRIDAY, ["result 2026-11-27"]),
    ("taken back later", (YES, told("done", FIRST), NO), True, FRIDAY, []),
    ("given again", (YES, NO, YES, told("done", FIRST)), True, FRIDAY, ["result 2026-11-27"]),
    ("another extra", (Consented("keep-phone", "1", True), told("done", FIRST)), True, FRIDAY, []),
    ("not of what the desk does not hand out", (YES, told("done")), True, FRIDAY, []),
    (
        "already handed over",
        (YES, told("done", FIRST), told("returned", FIRST, 1)),
        True,
        FRIDAY,
        [],
    ),
    ("refused by the agency", (YES, told("refused", FIRST)), True, FRIDAY, []),
    ("wanted", (YES, told("supplement", **ASK)), True, FRIDAY, ["supplement 2026-11-27"]),
    (
        "by two agencies on a day: one reminder",
        (YES, told("supplement", FIRST, **ASK), told("supplement", SECOND, 2, **ASK)),
        True,
        FRIDAY,
        ["supplement 2026-11-27"],
    ),
    (
        "wanted, then done on another day",
        (YES, told("supplement", FIRST, **ASK), told("done", FIRST, 24)),
        True,
        FRIDAY + timedelta(days=1),
        ["result 2026-11-28"],
    ),
    ("a fee", (YES, told("fee-due", FIRST)), True, FRIDAY, ["fee 2026-11-27"]),
    ("put off", (YES, told("extended", until=UNTIL)), True, FRIDAY, ["put-off 2026-12-11"]),
    (
        "put off, and that day has passed",
        (YES, told("extended", until=UNTIL)),
        True,
        date(2026, 12, 12),
        [],
    ),
    (
        "put off, and handed out: told once",
        (YES, told("extended", FIRST, until=UNTIL)),
        True,
        date(2026, 12, 10),
        ["put-off 2026-12-11"],
    ),
    (
        "told when it was put off",
        (YES, told("extended", FIRST, until=UNTIL), Reminded("put-off 2026-12-11", "file", "sms")),
        True,
        date(2026, 12, 10),
        [],
    ),
    ("not lodged, too early", (YES,), False, COMPLETED + timedelta(days=2), []),
    ("not lodged", (YES,), False, COMPLETED + timedelta(days=3), ["unlodged 2026-11-20"]),
    (
        "not lodged, and later",
        (YES,),
        False,
        COMPLETED + timedelta(days=30),
        ["unlodged 2026-11-20"],
    ),
    ("lodged", (YES,), True, COMPLETED + timedelta(days=30), []),
    ("withdrawn", (YES, told("done", FIRST), Withdrawn("đổi ý")), True, FRIDAY, []),
    (
        "withdrawn and gone on with",
        (YES, told("done", FIRST), Withdrawn("đổi ý"), Restored()),
        True,
        FRIDAY,
        ["result 2026-11-27"],
    ),
    ("opened again", (YES, Reopened("sai")), False, COMPLETED + timedelta(days=9), []),
    (
        "once",
        (YES, told("done", FIRST), Reminded("result 2026-11-27", "command", "sms")),
        True,
        FRIDAY,
        [],
    ),
    (
        "the same day after it was a mistake: once",
        (
            *(YES, told("done", FIRST), Reminded("result 2026-11-27", "by-hand", "call")),
            *(TakenBack("done0", "nhầm"), told("done", FIRST, 3)),
        ),
        True,
        FRIDAY,
        [],
    ),
    ("a mistake", (YES, told("done", FIRST), TakenBack("done0", "nhầm")), True, FRIDAY, []),
]


@pytest.mark.parametrize(
    ("said", "lodged", "today", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_case(said: tuple[Any, ...], lodged: bool, today: date, expected: list[str]) -> None:
    assert called(after(*said, lodged=lodged), today) == expected


def test_the_day_before_an_expected_one() -> None:
    made = after(YES, told("received", FIRST))
    day = made.due(FIRST)
    assert day is not None
    assert called(made, day - timedelta(days=2)) == []
    assert called(made, day - timedelta(days=1)) == [f"expected {day}"]
    assert called(made, day) == [f"expected {day}"]
    assert called(made, day + timedelta(days=1)) == []
    assert called(made, day, hands_out=()) == []


def test_of_several_the_most_wanted_first() -> None:
    made = after(YES, told("supplement", **ASK), told("done", FIRST))
    assert called(made) == ["result 2026-11-27", "supplement 2026-11-27"]


# -- what holds of every filing --------------------------------------------------------------------

SAYABLE = [name for name, outcome in outcomes.shipped().items()]


@st.composite
def stories(draw: st.DrawFn) -> tuple[Filing, date]:
    """A filing after whatever was said of it, in whatever order, and a day."""
    facts: list[Any] = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(
            st.sampled_from(["told", "told", "told", "back", "consent", "reminded", "gone"])
        )
        if kind == "told":
            outcome = draw(st.sampled_from(SAYABLE))
            more: dict[str, Any] = {"until": UNTIL} if outcome == "extended" else {}
            more |= ASK if outcome == "supplement" else {}
            hours = draw(st.integers(0, 400))
            said = told(outcome, draw(st.sampled_from([FIRST, SECOND])), hours, **more)
            facts.append(replace(said, id=str(number)))
        elif kind == "back":
            facts.append(TakenBack(str(draw(st.integers(0, 8))), "nhầm"))
        elif kind == "consent":
            facts.append(draw(st.sampled_from([YES, NO])))
        elif kind == "reminded":
            day = FRIDAY + timedelta(days=draw(st.integers(0, 15)))
            facts.append(Reminded(f"result {day}", "file", "sms"))
        else:
            facts.append(draw(st.sampled_from([Withdrawn("x"), Restored()])))
    made = after(YES, *facts, lodged=draw(st.booleans()))
    return made, FRIDAY + timedelta(days=draw(st.integers(0, 30)))


@settings(max_examples=80, deadline=None)
@given(stories())
def test_nobody_is_reminded_against_their_word_nor_twice(story: tuple[Filing, date]) -> None:
    made, today = story
    both = (FIRST, SECOND)
    found = called(made, today, both)
    assert len(set(found)) == len(found)
    assert set(found).isdisjoint(made.reminded)
    assert not found or (agreed(made) and made.state not in ("drafting", "withdrawn"))
    assert called(apply(made, NO), today, both) == []
    assert called(apply(made, Withdrawn("x")), today, both) == []
    for each in found:
        made = apply(made, Reminded(each, "by-hand", "call"))
    assert called(made, today, both) == []


@settings(max_examples=40, deadline=None)
@given(stories())
def test_what_is_taken_back_takes_its_reminder_along(story: tuple[Filing, date]) -> None:
    made, today = story
    for each in made.told:
        made = apply(made, TakenBack(each.id, "nhầm"))
    about = {each.partition(" ")[0] for each in called(made, today, (FIRST, SECOND))}
    assert about <= {"unlodged", "expected"}, "what no agency said"


# -- whom it reaches -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "email", "reached"),
    [
        ("0912000123", "an@example.com", Reach("sms", "0912000123")),
        ("0912000123", None, Reach("sms", "0912000123")),
        ("02333123456", "an@example.com", Reach("email", "an@example.com")),
        ("02333123456", None, Reach("call", "02333123456")),
        (None, "an@example.com", Reach("email", "an@example.com")),
        (None, "=cmd|x@example.com", None),
        (None, None, None),
    ],
)
def test_by_message_where_that_can_be(
    phone: str | None, email: str | None, reached: Reach | None
) -> None:
    given = {"requester.phone": phone, "requester.email": email}
    answers = {name: value for name, value in given.items() if value is not None}
    outlined = outline(BIRTH, answers, today=FRIDAY, commune="19639")
    assert reach(outlined) == reached


def test_what_may_be_told_of_a_filing() -> None:
    made = facts(filing(lodged=False), "xã Ví Dụ", 2, "")
    assert (made.official, made.reference, made.originals) == ("", "LT19639-261120-1001-6", False)
    one_stop = Lodged(portal_number=None, one_stop_number="H50.99.13-261122-0007")
    paper = Attached("x", "ab", "a.pdf", "application/pdf", 1)
    made = facts(after(one_stop, paper, lodged=False), "xã Ví Dụ", 2, "")
    assert (made.official, made.originals) == ("H50.99.13-261122-0007", True)
    assert facts(after(one_stop), "", 1, "").official == NUMBER.portal_number


def test_an_occasion_is_what_it_is_about_and_its_day() -> None:
    assert Occasion("put-off", date(2026, 12, 4)).id == "put-off 2026-12-04"
