import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lienthong_tui.store import journal, projections
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.projections import LOOKUP_LIMIT, Projection, lookup
from lienthong_tui.store.sqlcipher import Database, one, rows

from .sample import everything, new_store, project, record

CASES: dict[str, dict[str, Any]] = {
    "birth-1": {
        "label": "Đặng Thị Huyền",
        "reference": "Q1-261120-001",
        "received": "2026-11-20T08:00:00+07:00",
        "portal": "G22.99.13-261120-0007",
        "people": [
            {"role": "child", "name": "Đặng Thị Huyền"},
            {"role": "father", "name": "Đặng Văn Ổi", "id_number": "099190000011"},
            {
                "role": "mother",
                "name": "Nguyễn Thị Ngọc Ánh",
                "id_number": "099190000012",
                "phone": "0912345678",
                "birth": "1990",
            },
        ],
    },
    "birth-2": {
        "label": "K'Brôih",
        "reference": "Q1-261120-002",
        "one-stop": "H99.13.261120-0002",
        "people": [
            {"role": "child", "name": "K'Brôih"},
            {"role": "father", "name": "Y-Moan Ênuôl"},
            {"role": "mother", "name": "Nguyễn Thị Đào", "id_number": "099190000012"},
        ],
    },
    "death-1": {
        "label": "Phượng",
        "reference": "Q1-261121-001",
        "people": [{"role": "deceased", "name": "Trần Văn Phượng"}],
    },
    "draft": {"label": "chưa có số"},
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = new_store(tmp_path_factory.mktemp("desk"))
    for filing, answers in CASES.items():
        record(made, filing, answers)
    return made


def found(db: Database, text: str) -> list[str]:
    return [line.filing for line in lookup(db, text)]


@pytest.mark.parametrize(
    ("text", "filings"),
    [
        # whole numbers, however typed
        ("Q1-261120-001", ["birth-1"]),
        ("q1 261120 001", ["birth-1"]),
        ("  Q1261120001 ", ["birth-1"]),
        ("g22.99.13-261120-0007", ["birth-1"]),
        ("H99.13.261120-0002", ["birth-2"]),
        # ID numbers and phones, whole only
        ("099190000011", ["birth-1"]),
        ("0991 9000 0011", ["birth-1"]),
        ("099190000012", ["birth-2", "birth-1"]),
        ("09919000001", []),
        ("0912 345 678", ["birth-1"]),
        ("+84912345678", ["birth-1"]),
        # beginnings and ends of numbers
        ("Q1-2611", ["death-1", "birth-2", "birth-1"]),
        ("Q1-261120", ["birth-2", "birth-1"]),
        ("001", ["death-1", "birth-1"]),
        ("0-001", ["birth-1"]),
        ("0007", ["birth-1"]),
        ("07", []),
        ("61120", []),
        # names, in any order, with and without marks, the last word cut short
        ("Đặng Thị Huyền", ["birth-1"]),
        ("dang", ["birth-1"]),
        ("ĐẶNG", ["birth-1"]),
        ("huyen dang", ["birth-1"]),
        ("nguyen thi", ["birth-2", "birth-1"]),
        ("nguyen thi d", ["birth-2"]),
        ("phuong", ["death-1"]),
        ("phuo", ["death-1"]),
        ("huong", []),
        # đ and d are one letter, whichever is typed
        ("đang", ["birth-1"]),
        ("Nguyễn Thị Dào", ["birth-2"]),
        ("dao", ["birth-2"]),
        ("nguyên thì đ", ["birth-2"]),
        # beginnings and ends of the official numbers
        ("G22.99", ["birth-1"]),
        ("h99", ["birth-2"]),
        ("0002", ["birth-2"]),
        ("K'Brôih", ["birth-2"]),
        ("K’Broih", ["birth-2"]),
        ("y-moan", ["birth-2"]),
        # the words of one name belong to one person
        ("dang ngoc", []),
        ("nobody", []),
    ],
)
def test_lookup(db: Database, text: str, filings: list[str]) -> None:
    assert found(db, text) == filings
    assert found(db, unicodedata.normalize("NFD", text)) == filings


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", '"', '""', "*", "-", "-x", "(", "NEAR(", "NEAR(a b)", "name_folded:dang"),
        *("'; DROP TABLE filing; --", "\0", "a\0b", "%", "_", "___", "\ud800", "AND", "OR NOT"),
        *("^x", "²", "½", "\U0001f476", "\u0323", "a" * 100_000, "a " * 50_000, "٠٩٩"),
    ],
)
def test_odd_text_finds_nothing_and_breaks_nothing(db: Database, text: str) -> None:
    assert found(db, text) == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\"'*()-:^{}+ ADNOR\0nguyeđ0"), max_size=30))
def test_no_text_at_all_breaks_the_lookup(db: Database, text: str) -> None:
    assert set(found(db, text)) <= CASES.keys()


def test_operators_are_only_words(db: Database) -> None:
    assert found(db, 'dang" OR "phuong') == []
    assert found(db, "dang*huyen") == ["birth-1"]


def test_a_line_shows_the_filing(db: Database) -> None:
    (line,) = lookup(db, "phượng")
    assert (line.reference, line.group, line.state) == ("Q1-261121-001", "birth", "filing.answered")
    assert (line.label, line.summary, line.received) == ("Phượng", {"events": 1}, None)
    assert (line.position, line.updated) == (3, "2026-11-20T08:20:00.000000Z")


def test_a_name_typed_in_either_form_is_found_either_way(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "Lê Thị Hường")
        record(db, form, {"people": [{"role": "child", "name": name}]})
    for text in ("Hường", "huong", unicodedata.normalize("NFD", "hường")):
        assert found(db, text) == ["NFD", "NFC"]


def test_only_the_newest_are_listed(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    for number in range(LOOKUP_LIMIT + 5):
        people = [{"role": role, "name": "Lê An"} for role in ("child", "father", "mother")]
        record(db, f"filing-{number}", {"reference": f"Q1-{number:03}-7", "people": people})
    newest = [f"filing-{number}" for number in range(LOOKUP_LIMIT + 4, 4, -1)]
    assert found(db, "an") == newest
    assert found(db, "Q1-0") == newest


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


def test_a_changed_name_is_no_longer_found(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    for after, name in enumerate(["Lê An", "Lê An", "Lê Bình"]):
        people = [{"role": "child", "name": name}]
        record(db, "filing", {"people": people}, after=after or None)
    assert (found(db, "an"), found(db, "binh")) == ([], ["filing"])
    assert rows(db, "SELECT id, agency, status FROM procedure") == [("birth", "ubnd", "waiting")]
    db.execute("INSERT INTO person_fts (person_fts, rank) VALUES ('integrity-check', 1)")


def test_a_number_without_letters_or_digits_is_not_found_by_nothing(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    record(db, "filing", {"portal": "---"})
    assert found(db, " ") == []


def test_rebuilding_removes_what_the_journal_does_not_say(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    record(db, "filing", CASES["birth-1"])
    tables = everything(db)
    db.execute("UPDATE filing SET state = 'wrong'")
    db.execute(
        "INSERT INTO filing"
        " SELECT 'stale', 9, 9, updated, NULL, '', '', '', '', summary, '', NULL, NULL FROM filing"
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
