"""What agencies say: what may follow what, what must be said with it, and what stands after it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from lienthong_tui.filing.agency_events import (
    SealedPacket,
    TakenBack,
    Told,
    Wanted,
)
from lienthong_tui.filing.events import (
    Completed,
    Lodged,
    Started,
)
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import apply, fold
from lienthong_tui.filing.telling import Said, read_said, yielded
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import outcomes
from lienthong_tui.procedures.loading import in_force

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
BIRTH = in_force("birth", NOW.date())
# As an older definition, which does not say of its procedures whether money comes of them.
LAW = replace(
    BIRTH.definition,
    procedure=tuple(replace(procedure, pays=None) for procedure in BIRTH.definition.procedure),
)
FIRST, SECOND = "birth-registration", "permanent-residence"


def completed() -> Filing:
    filing = fold(
        "f",
        [
            Started(
                group="birth",
                definition=BIRTH.sha256,
                overlay="",
                commune="19639",
                received="2026-11-20T15:20:00+07:00",
            ),
            Completed(
                reference="LT19639-261120-1001-6",
                declarations=(),
                packets=(
                    SealedPacket("civil-status", "UBND", (FIRST,), "aa", "a.zip", {}),
                    SealedPacket(
                        "residence-police",
                        "Công an",
                        (SECOND,),
                        "bb",
                        "b.zip",
                        {SECOND: ("child.id_number",)},
                    ),
                ),
                expected=(),
            ),
        ],
    )
    assert filing is not None
    return filing


def said(outcome: str, procedure: str = FIRST, ago: int = 0, **more: Any) -> Said:
    given = {"source": "portal", **more}
    return Said(procedure, outcome, NOW - timedelta(hours=ago), **given)


def tell(filing: Filing, *news: Said) -> Filing:
    for each in news:
        filing = apply(filing, read_said(LAW, filing, each, NOW))
    return filing


def refused(filing: Filing, news: Said) -> Problem:
    with pytest.raises(Problem) as caught:
        read_said(LAW, filing, news, NOW)
    return caught.value


ITEMS = (Wanted("bản chụp mờ", component="birth-certificate"),)
WHY = {"reason": "sai xã"}
WITH: dict[str, dict[str, Any]] = {
    "supplement": {"items": ITEMS},
    **dict.fromkeys(("refused", "stopped", "withdrawn"), WHY),
    "extended": {"until": date(2026, 12, 4)},
}


# -- the table of transitions ----------------------------------------------------------------------


def test_the_shipped_outcomes_name_only_statuses_there_are() -> None:
    known = {"declared", "lodged", "awaiting", *outcomes.shipped()}
    for outcome in outcomes.shipped().values():
        assert set(outcome.after) <= known, outcome.id
        assert set(outcome.required) <= set(outcome.asks)
        assert not outcome.verified, "nobody has seen the national list of statuses"


@pytest.mark.parametrize("outcome", [o.id for o in outcomes.shipped().values() if not o.desk])
@pytest.mark.parametrize(
    "before", [None, *(o.id for o in outcomes.shipped().values() if not o.desk)]
)
def test_what_may_follow_is_what_the_table_says(before: str | None, outcome: str) -> None:
    filing = completed()
    if before:
        filing = tell(filing, said(before, ago=2, **WITH.get(before, {})))
    status = filing.status(FIRST)
    assert status == (before or "declared")
    news = said(outcome, **WITH.get(outcome, {}))
    if str(status) in outcomes.shipped()[outcome].after:
        assert tell(filing, news).status(FIRST) == outcome
    else:
        problem = refused(filing, news)
        assert (problem.code, problem.params["status"]) == ("told-order", status)


def test_a_procedure_the_filing_does_not_have_and_an_outcome_nobody_knows_are_refused() -> None:
    for news in (said("done", "identity-card"), said("lost"), said("supplemented")):
        assert refused(completed(), news).code == "told-unknown"


def test_money_comes_only_of_a_procedure_that_pays_and_a_fee_is_paid_for_any() -> None:
    with pytest.raises(Problem, match="told-unknown"):
        read_said(BIRTH.definition, completed(), said("paid", amount=5), NOW)
    fee = read_said(BIRTH.definition, completed(), said("fee-due", amount=8_000), NOW)
    assert (fee.outcome, fee.amount) == ("fee-due", 8_000)


# -- in whatever order it is heard -----------------------------------------------------------------


def test_what_was_said_last_counts_whenever_it_is_heard() -> None:
    filing = tell(completed(), said("received", ago=5), said("done", ago=1))
    late = tell(filing, said("supplement", ago=3, items=ITEMS))
    assert late.status(FIRST) == "done"
    assert [told.outcome for told in late.said] == ["received", "supplement", "done"]
    assert late.told[-1].outcome == "supplement"  # the last that was heard


def test_what_comes_late_in_a_reply_is_kept_and_changes_nothing() -> None:
    filing = tell(completed(), said("done", ago=2))
    reply = said("received", source="reply", reply="ab" * 32)
    after = tell(filing, reply)
    assert after.status(FIRST) == "done"
    assert len(after.told) == 2
    assert after.replies == {"ab" * 32}


def test_what_was_written_down_by_mistake_is_taken_back() -> None:
    filing = tell(completed(), said("received", ago=5), said("refused", ago=2, reason="nhầm"))
    mistake = filing.told[-1].id
    filing = apply(filing, TakenBack(told=mistake, reason="hồ sơ khác"))
    assert filing.status(FIRST) == "received"
    assert tell(filing, said("done")).status(FIRST) == "done"


def test_every_procedure_has_its_own_status() -> None:
    filing = tell(completed(), said("done"))
    assert (filing.status(FIRST), filing.status(SECOND)) == ("done", "awaiting")
    filing = apply(filing, Lodged(portal_number="G22.99.13-261122-0007", one_stop_number=None))
    assert filing.status(SECOND) == "awaiting"


def test_what_a_procedure_waited_for_starts_it() -> None:
    filing = tell(completed(), said("done", results={"child.id_number": "099326001234"}))
    assert filing.results == {"child.id_number": "099326001234"}
    assert filing.status(SECOND) == "lodged"
    corrected = tell(filing, said("done", results={"child.id_number": "099326005678"}))
    assert corrected.results["child.id_number"] == "099326005678"


# -- what is said with it --------------------------------------------------------------------------


def test_only_what_its_outcome_asks_for_is_kept() -> None:
    news = said("received", number=" 12/CV ", reason="x", items=ITEMS, amount=5)
    told = read_said(LAW, completed(), news, NOW)
    assert (told.number, told.reason, told.items, told.amount) == ("12/CV", None, (), None)


@pytest.mark.parametrize(
    ("news", "code"),
    [
        (said("supplement"), "told-missing"),
        (said("refused", reason="  "), "told-missing"),
        (said("done", ago=-1), "told-ahead"),
        (said("done", ago=24 * 30), "told-before"),
        (said("done", results={"health.card_number": "1"}), "told-result-unknown"),
        (said("done", results={"child.id_number": "12"}), "id-length"),
        (said("done", results={"birth.certificate_number": "x" * 400}), "answer-long"),
        (said("supplement", items=(Wanted("x", field="residence.place"),)), "told-item-unknown"),
        (
            said("supplement", items=(Wanted("x", component="dwelling-proof"),)),
            "told-item-unknown",
        ),
        (said("supplement", items=ITEMS * 41), "told-many"),
        (said("refused", reason="x" * 1001), "told-long"),
        (said("refused", reason="a\x1b[31m"), "text-control"),
        (said("refused", reason="☎"), "letter-missing"),
        (said("paid", amount=0), "told-amount"),
        (said("paid", amount=10**13), "told-amount"),
    ],
)
def test_what_cannot_be_is_refused(news: Said, code: str) -> None:
    assert refused(completed(), news).code == code


def test_an_empty_result_is_none() -> None:
    told = read_said(LAW, completed(), said("done", results={"child.id_number": " "}), NOW)
    assert told.results == {}


def test_a_clock_a_little_ahead_is_no_mistake() -> None:
    soon = Said(FIRST, "received", NOW + timedelta(minutes=5), "phone")
    assert isinstance(read_said(LAW, completed(), soon, NOW), Told)


def test_what_a_procedure_yields_is_described() -> None:
    labels = {result.id: result.label.vi for result in yielded(LAW, FIRST)}
    assert labels == {
        "child.id_number": "Số định danh cá nhân của trẻ",
        "birth.certificate_number": "Số Giấy khai sinh",
    }
    bare = yielded(replace(LAW, result=()), FIRST)
    assert (bare[0].id, bare[0].label.vi) == ("child.id_number", "child.id_number")
