"""Whatever is typed finds what it may mean, the newest first, and nothing else."""

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lienthong_tui.people.dates import dates_meant
from lienthong_tui.store import purging, schema, search
from lienthong_tui.store.journal import Recorded
from lienthong_tui.store.projections import LOOKUP_LIMIT, Procedure, Projection
from lienthong_tui.store.search import Filter, lookup
from lienthong_tui.store.sqlcipher import Database, connect, one, rows
from lienthong_tui.text.fold import fold

from .sample import new_store, project, record

TODAY = date(2026, 11, 30)

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


def found(db: Database, text: str, **only: Any) -> list[str]:
    return [line.filing for line in lookup(db, text, TODAY, Filter(**only))]


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


def test_operators_are_only_words(db: Database) -> None:
    assert found(db, 'dang" OR "phuong') == []
    assert found(db, "dang*huyen") == ["birth-1"]


def test_a_line_shows_the_filing(db: Database) -> None:
    (line,) = lookup(db, "phượng", TODAY)
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


# Filings to be told apart by what a filter asks, the oldest first.
DESK: dict[str, dict[str, Any]] = {
    "old": {
        "received": "2026-10-31T23:59:59+07:00",
        "group": "birth",
        "place": "finished",
        "holder": "anna",
        "procedures": [["registration", "ubnd", "done"], ["residence", "police", "refused"]],
        "people": [
            {"role": "child", "name": "H'Hen Niê", "birth": "2026-10-02"},
            {
                "role": "mother",
                "name": "Y-Moan Ênuôl",
                "birth": "1988-03-05",
                "phone": "0901234567",
            },
        ],
    },
    "death": {
        "received": "2026-11-20T08:00:00+07:00",
        "group": "death",
        "place": "waiting",
        "holder": "ben",
        "procedures": [["registration", "ubnd", "lodged"], ["pension", "bhxh", "supplement"]],
        "people": [
            {"role": "deceased", "name": "Lê Văn Tám", "birth": "1925"},
            {"role": "requester", "name": "Lê Thị Ba", "phone": "0987123654"},
        ],
    },
    "birth": {
        "reference": "LT19639-261120-1001-6",
        "received": "2026-11-20T15:20:00+07:00",
        "group": "birth",
        "place": "supplement",
        "holder": "anna",
        "procedures": [["registration", "ubnd", "supplement"], ["residence", "police", "awaiting"]],
        "people": [
            {"role": "child", "name": "K'Brôih", "birth": "2026-11-20T07:40"},
            {"role": "father", "name": "Lê Văn Năm", "birth": "1926-11-20", "phone": "02333123456"},
        ],
    },
    "draft": {"received": "2026-11-30T09:00:00+07:00", "group": "birth", "place": "drafting"},
}


def project_all(events: list[Recorded]) -> Projection:
    told: dict[str, Any] = events[-1].payload or {}
    return replace(
        project(events),
        group=told["group"],
        received=told["received"],
        place=told["place"],
        summary={"holder": told["holder"]} if "holder" in told else {},
        procedures=tuple(
            Procedure(name, agency, status, None, True)
            for name, agency, status in told.get("procedures", [])
        ),
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = new_store(tmp_path_factory.mktemp("desk"))
    for filing, told in DESK.items():
        record(made, filing, told, project=project_all)
    return made


@pytest.fixture(params=[2000, 0], ids=["by an index", "walking through all"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a side with few filings drives, or all are taken for many."""
    monkeypatch.setattr(search, "_FEW", request.param)


ALL = ["draft", "birth", "death", "old"]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("only", "filings"),
    [
        ({"group": "birth"}, ["draft", "birth", "old"]),
        ({"group": "marriage"}, []),
        ({"places": ("waiting", "finished")}, ["death", "old"]),
        ({"places": ("' OR 1 --",)}, []),
        ({"received_from": date(2026, 11, 20)}, ["draft", "birth", "death"]),
        ({"received_to": date(2026, 11, 19)}, ["old"]),
        ({"received_from": date(2026, 11, 20), "received_to": date(2026, 11, 20)}, ALL[1:3]),
        ({"received_from": date.min, "received_to": date.max}, ALL),
        ({"received_from": date(2026, 11, 21), "received_to": date(2026, 11, 20)}, []),
        ({"agency": "police"}, ["birth", "old"]),
        ({"status": "supplement"}, ["birth", "death"]),
        ({"agency": "bhxh", "status": "supplement"}, ["death"]),
        ({"agency": "police", "status": "supplement"}, []),  # of one procedure
        ({"holder": "anna"}, ["birth", "old"]),
        ({"group": "birth", "holder": "anna", "places": ("supplement",)}, ["birth"]),
    ],
)
def test_a_filter_alone_lists_the_newest(
    desk: Database, only: dict[str, Any], filings: list[str]
) -> None:
    assert found(desk, "", **only) == filings
    assert found(desk, "  ", **only) == filings


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("text", "only", "filings"),
    [
        ("le van", {}, ["birth", "death"]),
        ("le van", {"group": "death"}, ["death"]),
        ("le", {"received_to": date(2026, 11, 19)}, []),
        ("hen nie", {"agency": "police"}, ["old"]),
        ("20/11/2026", {"group": "birth"}, ["birth"]),
        ("123", {"holder": "ben"}, ["death"]),
        ("0987123654", {"group": "death"}, ["death"]),
        ("0987123654", {"group": "birth"}, []),
        ("nobody", {"group": "birth"}, []),
        ("*", {"group": "birth"}, []),
    ],
)
def test_a_filter_narrows_what_is_found(
    desk: Database, text: str, only: dict[str, Any], filings: list[str]
) -> None:
    assert found(desk, text, **only) == filings


def test_nothing_asked_for_finds_nothing(desk: Database) -> None:
    assert found(desk, "") == []


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("text", "filings"),
    [
        # received, or somebody born, on the day
        ("20/11/2026", ["birth", "death"]),
        ("20-11-2026", ["birth", "death"]),
        ("20.11.2026", ["birth", "death"]),
        ("20 / 11 / 2026", ["birth", "death"]),
        ("20112026", ["birth", "death"]),
        ("2026-11-20", ["birth", "death"]),
        ("20.11.26", ["birth", "death"]),  # 1926 too: the father
        ("20/11/1926", ["birth"]),
        ("20/11", ["birth", "death"]),
        ("31/10", ["old"]),
        ("1/12", []),  # has not come this year; the last one was in 2025
        ("5/3/88", ["old"]),
        ("11/2026", ["draft", "birth", "death"]),
        ("10/2026", ["old"]),
        ("3/1988", ["old"]),
        ("2/10/2026", ["old"]),
        # no days
        *(("31/11/2026", []), ("11/26", []), ("20/11/", []), ("/", []), ("20/11/2026x", [])),
        *(("h", ["old"]), ("-1", []), ("30/2", []), ("0/0", []), ("99/99/9999", [])),
    ],
)
def test_by_a_date_as_it_is_written(desk: Database, text: str, filings: list[str]) -> None:
    assert found(desk, text) == filings


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("text", "filings"),
    [
        ("123", ["birth", "death", "old"]),
        ("2345", ["birth", "old"]),
        ("234 567", ["old"]),
        ("0233.312", ["birth"]),
        ("87-123", ["death"]),
        ("+84 987", ["death"]),
        ("+84 98 712", ["death"]),
        ("654", ["death"]),
        *(("12", []), ("+84", []), ("321", []), ("123 x", []), ("++123", []), ("", [])),
    ],
)
def test_by_any_three_digits_of_a_phone_number(
    desk: Database, text: str, filings: list[str]
) -> None:
    hits = lookup(desk, text, TODAY)
    assert [line.filing for line in hits] == filings
    assert not any(line.exact for line in hits), "a fragment is read off no paper"


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("text", "filings"),
    [
        *((text, ["birth"]) for text in ("K'Brôih", "k’broih", "kbroih"[:1], "broih", "K BROIH")),
        *((text, ["old"]) for text in ("H'Hen Niê", "nie h'hen", "hen", "h hen nie")),
        *((text, ["old"]) for text in ("Y-Moan", "y moan", "moan", "Ênuôl Y-Moan", "enuol")),
    ],
)
def test_by_names_with_apostrophes_and_hyphens(
    desk: Database, text: str, filings: list[str]
) -> None:
    assert found(desk, text) == filings
    assert found(desk, unicodedata.normalize("NFD", text)) == filings


def test_a_phone_number_that_is_gone_is_not_found_by_a_fragment(tmp_path: Path) -> None:
    db = new_store(tmp_path)
    for after, phone in enumerate(["0901234567", "0901234567", None]):
        people = [{"role": "mother", "name": "Lê An", "phone": phone}]
        record(db, "filing", {"people": people}, after=after or None)
        assert found(db, "345") == (["filing"] if phone else [])
    db.execute("INSERT INTO phone_fts (phone_fts, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("migrated", [False, True], ids=["as it was made", "filled by migrating"])
def test_what_is_purged_leaves_no_trace_in_the_pages(tmp_path: Path, migrated: bool) -> None:
    """The file has no key here, so that its bytes are the pages as they are decrypted."""
    path, no_key = tmp_path / "desk.db", cast(bytes, None)
    db = schema.create(path, no_key)
    # Letters, because digits stand in every hash and time: the index takes both alike.
    people = [{"role": "mother", "name": "Wxyz Qvkj", "phone": "QJXZWVKF", "birth": "1987-06-05"}]
    told = {"people": people, "reference": "LT19639-261120-1001-6"}
    record(db, "purged", told)
    record(db, "kept", {"people": [{"role": "mother", "name": "Lê Ba", "phone": "0901234567"}]})
    if migrated:
        raw = connect(path, None)
        for trigger in ("phone_indexed", "phone_unindexed"):
            raw.execute(f"DROP TRIGGER {trigger}")
        for index in re.findall(r"CREATE INDEX (\w+)", " ".join(schema.OF_SEARCH)):
            raw.execute(f"DROP INDEX {index}")
        raw.execute("DROP TABLE phone_fts")
        raw.execute("DELETE FROM _sqlite_migrations WHERE name = 'search'")
        raw.close()
        db.close()
        db = schema.open(path, no_key)
    in_index = "SELECT count(*) FROM phone_fts WHERE phone_fts MATCH 'jxz'"
    assert one(db, in_index) == (1,)
    traces = [b"wxyz", b"qvkj", b"1987-06-05", *(b"qjx", b"jxz", b"xzw", b"zwv", b"wvk", b"vkf")]
    rows(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes().lower()
    assert all(trace in before for trace in traces), "the search is able to fail"
    record(db, "purged", {"people": [], "label": ""}, after=1)
    purging.erase(db, "purged")
    purging.sweep(db)
    assert one(db, in_index) == (0,)
    assert found(db, "wxyz") == found(db, "5/6/1987") == []
    assert found(db, "LT19639-261120-1001-6") == ["purged"], "the register finds it"
    assert found(db, "345") == ["kept"]
    after = path.read_bytes().lower() + path.with_name("desk.db-wal").read_bytes().lower()
    assert [trace for trace in traces if trace in after] == []
    db.close()


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def means(text: str, told: dict[str, Any]) -> bool:
    """Whether a filing is meant by what was typed, told without any index."""
    key, words = "".join(words_of(text)), words_of(text)
    numbers = ["".join(words_of(told["reference"]))] if "reference" in told else []
    people = told.get("people", [])
    days = [day.text for day in dates_meant(text, today=TODAY)]
    digits = re.sub(r"[\s.()-]", "", text).replace("+84", "0", 1)
    fragment = digits if re.fullmatch("[0-9]{3,15}", digits) else None
    return (
        any(len(key) >= 3 and (n.startswith(key) or n.endswith(key)) for n in numbers)
        or any(fragment and fragment in (p.get("phone") or "") for p in people)
        or any(told["received"].startswith(day) for day in days)
        or any(p.get("birth", "").startswith(day) for p in people for day in days)
        or any(words and has_words(p["name"], words) for p in people)
    )


def has_words(name: str, words: list[str]) -> bool:
    *whole, last = words
    of_name = words_of(name)
    return {*whole} <= {*of_name} and any(word.startswith(last) for word in of_name)


_ODD = st.characters() | st.sampled_from("\"'*()-:^{}+ ADNOR\0nguyeđ0129/.\u202e\u0323")
_PIECES = st.sampled_from([
    *("K'Brôih", "hen", "nie", "Lê", "văn", "123", "0987", "20/11", "/2026", "11/2026", "lt19639"),
    *(" ", "*", '"', "'", "-", "+84", "\u202e", "\0", "261120", "1001", "5/3/88"),
])  # fmt: skip
_TYPED = (
    st.text(_ODD, max_size=30)
    | st.lists(_PIECES, max_size=4).map("".join)
    | st.text(_ODD, min_size=1, max_size=9).map(lambda text: (text * 10_000)[:10_000])
)


_DAYS = st.sampled_from([None, date(2026, 10, 31), date(2026, 11, 20), date(2026, 11, 30)])
_FILTERS = st.builds(
    Filter,
    group=st.sampled_from([None, None, "birth", "death"]),
    places=st.sampled_from([(), (), ("waiting", "finished"), ("supplement",)]),
    received_from=_DAYS,
    received_to=_DAYS,
    agency=st.sampled_from([None, None, "police", "bhxh"]),
    status=st.sampled_from([None, None, "supplement", "refused"]),
    holder=st.sampled_from([None, None, "anna"]),
)


def leaves(only: Filter, told: dict[str, Any]) -> bool:
    """Whether a filter leaves a filing in, told without any index."""
    day = date.fromisoformat(told["received"][:10])
    return (
        only.group in (None, told["group"])
        and (not only.places or told["place"] in only.places)
        and (only.received_from or day) <= day <= (only.received_to or day)
        and only.holder in (None, told.get("holder"))
        and (
            (only.agency, only.status) == (None, None)
            or any(
                only.agency in (None, agency) and only.status in (None, status)
                for _, agency, status in told.get("procedures", [])
            )
        )
    )


@settings(
    max_examples=400, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    _TYPED,
    st.sampled_from(("NFC", "NFD")),
    st.just(Filter()) | _FILTERS,
    st.sampled_from((0, 2000)),
)
def test_any_text_at_all_finds_what_it_means_and_nothing_else(
    desk: Database, text: str, form: Any, only: Filter, few: int
) -> None:
    text = unicodedata.normalize(form, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_FEW", few)
        hits = lookup(desk, text, TODAY, only)
    left = [filing for filing in ALL if leaves(only, DESK[filing])]
    if not text[:200].strip():
        wanted = left if only != Filter() else []
    else:
        wanted = [filing for filing in left if means(text[:200], DESK[filing])]
    if any(line.exact for line in hits):  # a whole number is taken for nothing else
        assert {line.filing for line in hits} <= {*wanted}
    else:
        assert [line.filing for line in hits] == wanted, text
