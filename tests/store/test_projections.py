from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lienthong_tui.store import journal, projections
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.projections import LOOKUP_LIMIT, Projection
from lienthong_tui.store.sqlcipher import one

from .sample import everything, new_store, project, record
from .test_search import CASES


def test_filings_of_one_state_are_counted_and_listed(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    states = {"a": "drafting", "b": "completed", "c": "drafting", "d": "lodged"}

    def in_state(events: list[Recorded]) -> Projection:
        return replace(project(events), state=states[str(events[0].envelope.filing)])

    for filing in states:
        record(db, filing, {}, project=in_state)
    assert [line.filing for line in projections.recent(db)] == ["d", "c", "b", "a"]
    assert [line.filing for line in projections.recent(db, "drafting")] == ["c", "a"]
    assert projections.recent(db, "unheard") == []
    asked = ("drafting", "completed", "unheard")
    assert [projections.count(db, state) for state in asked] == [2, 1, 0]


def test_filings_are_found_in_the_order_they_are_asked_for(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    count = 3 * LOOKUP_LIMIT + 1
    for number in range(count):
        record(db, f"filing-{number}", {"reference": f"LT19639-261120-1{number:03}-X"})
    asked = [f"filing-{number}" for number in reversed(range(count))]
    found = projections.lines_of(db, [*asked, "nobody's"])
    assert [line.filing for line in found] == asked
    assert {p.id for line in found for p in line.procedures} == {"birth"}
    assert projections.lines_of(db, []) == []


def test_rebuilding_removes_what_the_journal_does_not_say(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    record(db, "filing", CASES["birth-1"])
    tables = everything(db)
    db.execute("UPDATE filing SET state = 'wrong'")
    db.execute(
        "INSERT INTO filing"
        " SELECT 'stale', 9, 9, updated, NULL, '', '', '', '', summary, '', NULL, NULL, NULL, 0"
        " FROM filing"
    )
    db.execute("INSERT INTO number VALUES ('filing', 'portal', 'G22.9', 'g229', '922g')")
    journal.rebuild(db, project)
    assert everything(db) == tables


PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        "label": st.text(st.characters(codec="utf-8"), max_size=5),
        "portal": st.sampled_from(["G22.1", "G22.2"]),
        "status": st.sampled_from(["waiting", "done"]),
        "people": st.lists(
            st.fixed_dictionaries({"role": st.just("child"), "name": st.sampled_from("ABĐ")}),
            max_size=3,
        ),
    },
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("xyz"), PAYLOADS), max_size=12))
def test_the_projections_are_what_the_journal_rebuilds(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, dict[str, Any]]]
) -> None:
    db = new_store(tmp_path_factory.mktemp("desk"))
    last: dict[str, int] = {}
    for filing, payload in history:
        last[filing] = record(db, filing, payload, after=last.get(filing))[-1].position
    tables = everything(db)
    assert len(tables["filing"]) == len(last)
    journal.rebuild(db, project)
    assert everything(db) == tables
    projections.clear(db)
    assert not any(everything(db).values())
    assert one(db, "SELECT count(*) FROM event") == (len(history),)
    journal.rebuild(db, project)
    assert everything(db) == tables
    db.close()
