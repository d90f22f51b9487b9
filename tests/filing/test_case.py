"""Case files: what cannot be read at all, and what is told line by line."""

import json
import tomllib
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lienthong_tui.filing.case import LARGEST, Case, CaseAttachment, Misread, decode, read
from lienthong_tui.filing.checks import check
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import NoticeGiven, Pledged
from lienthong_tui.filing.misshapen import misshapen
from lienthong_tui.filing.outline import outline
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures.loading import Group, in_force
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SAMPLE = data_path("samples", "01-cha-me-da-ket-hon.toml").read_text(encoding="utf-8")
HEAD = 'case = 1\ngroup = "birth"\nreceived = 2026-11-20T15:20:00+07:00\n'
PLAIN = {"case": 1, "group": "birth", "received": "2026-11-20T15:20:00+07:00"}


@pytest.fixture(scope="module")
def birth() -> Group:
    return in_force("birth", date(2026, 11, 20))


def as_json(more: dict[str, Any]) -> bytes:
    return json.dumps({**PLAIN, **more}).encode()


def read_toml(birth: Group, more: str) -> tuple[Case, tuple[Misread, ...]]:
    return read(decode((HEAD + more).encode(), ".toml"), birth, now=NOW)


def unusable(source: bytes, suffix: str = ".toml") -> Unusable:
    with pytest.raises(Unusable) as found:
        decode(source, suffix)
    return found.value


# ─── What cannot be read at all


@pytest.mark.parametrize(
    ("source", "suffix"),
    [
        (b"case = ", ".toml"),
        (b"case = 1\ncase = 1", ".toml"),
        (b"\x00", ".toml"),
        (HEAD.encode() + b"[answers]\nchild.birth_date = 2026-02-31", ".toml"),
        (HEAD.encode() + b"[answers]\ncopies.count = 1" + b"0" * 5000, ".toml"),
        (HEAD.encode() + b"[answers]\nchild = 1\nchild.name = 2", ".toml"),
        (b"", ".json"),
        (b'{"case": 1', ".json"),
        (b'{"case": 1,}', ".json"),
        (b'{"case": 1, "case": 1}', ".json"),
        (b'{"case": 1, "answers": {"child": {"name": "a", "name": "b"}}}', ".json"),
        (b'{"case": NaN}', ".json"),
        (b'{"case": -Infinity}', ".json"),
        (b'{"case": 1e999}', ".json"),
        (b'{"case": 1' + b"0" * 5000 + b"}", ".json"),
        (b"case = 1", ".json"),
        (b"{}", ".toml"),
    ],
)
def test_wrong_syntax(source: bytes, suffix: str) -> None:
    found = unusable(source, suffix)
    assert found.code == "case-syntax"
    assert 0 < len(found.params["said"]) < 200


@pytest.mark.parametrize(
    ("source", "suffix"),
    [
        (b"a = " + b"[" * 100_000, ".toml"),
        (b"a = " + b"{a=" * 100_000, ".toml"),
        (b"a." * 400_000 + b"a = 1", ".toml"),
        (b"[" + b"a." * 400_000 + b"a]", ".toml"),
        (b"x = {" + b"a." * 400_000 + b"a = 1}", ".toml"),
        (b'"a". ' * 190_000 + b"a = 1", ".toml"),
        (b"'\",'." * 190_000 + b"a = 1", ".toml"),
        (b"[" * 100_000, ".json"),
        (b'{"a":' * 100_000, ".json"),
    ],
    ids=[
        *("arrays", "tables", "dotted key", "dotted table", "dotted key in a table"),
        *("quoted parts", "parts of quotes", "JSON arrays", "JSON objects"),
    ],
)
def test_what_is_nested_too_deeply(source: bytes, suffix: str) -> None:
    assert unusable(source, suffix) == Unusable("case-deep")


@pytest.mark.parametrize("separator", [", ", ",\n"])
def test_hundreds_of_files_on_one_line_are_no_depth(separator: str) -> None:
    files = [f"giay-to/trang.{page}.pdf" for page in range(400)]
    listed = separator.join(f'"{name}"' for name in files)
    more = f"[[attachments]]\ncomponent = 'guardianship'\nfiles = [{listed}]\n"
    (entry,) = decode((HEAD + more).encode(), ".toml").attachments
    assert entry.files == tuple(files)


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_any_depth_is_read_or_refused(opening: str) -> None:
    closing = {"[": "]", '{"a":': "}"}[opening]
    codes = []
    for depth in range(10, 1500, 7):
        nested = opening * depth + "1" + closing * depth
        source = json.dumps(PLAIN)[:-1] + f', "answers": {{"a": {nested}}}}}'
        try:
            decode(source.encode(), ".json")
        except Unusable as problem:
            codes.append(problem.code)
    assert set(codes) == {"case-deep"}


def test_what_is_too_large() -> None:
    source = HEAD.encode() + b"#" * 2_000_000
    assert unusable(source) == Unusable("case-large", size=len(source), most=LARGEST)
    padded = HEAD.encode().ljust(LARGEST, b"\n")
    assert decode(padded, ".toml").case == 1
    assert unusable(padded + b"\n").code == "case-large"


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("group = 'Nguyễn'".encode("utf-16"), 1),
        ("group = 'Hà'".encode("latin-1"), 11),
        (b"ab\xc3", 3),
        (b"\xed\xa0\x80", 1),
    ],
)
def test_another_encoding(source: bytes, position: int) -> None:
    assert unusable(source) == Unusable("case-encoding", position=position)


@pytest.mark.parametrize("suffix", ["", ".txt", ".yaml", ".toml ", "toml"])
def test_another_kind_of_file(suffix: str) -> None:
    assert unusable(HEAD.encode(), suffix) == Unusable("case-suffix", suffix=suffix)


SHAPES: list[tuple[dict[str, Any], Unusable]] = [
    ({"case": 2}, Unusable("case-version")),
    ({"case": "1"}, Unusable("case-version")),
    ({"case": True}, Unusable("case-version")),
    ({"group": 5}, Unusable("case-type-text", path="group")),
    ({"received": "20/11/2026 15:20"}, Unusable("case-time", path="received")),
    ({"received": "2026-11-20"}, Unusable("case-time", path="received")),
    ({"received": "2026-02-31T15:20:00+07:00"}, Unusable("case-time", path="received")),
    ({"received": "2026-11-20T25:20:00+07:00"}, Unusable("case-time", path="received")),
    ({"received": 20261120}, Unusable("case-time", path="received")),
    ({"received": "2026-11-20T15:20:00"}, Unusable("case-offset", path="received")),
    ({"answer": {}}, Unusable("case-key-unknown", path="answer")),
    ({"a`b": 1}, Unusable("case-key-unknown", path="a`b")),
    ({"answers": []}, Unusable("case-type-table", path="answers")),
    ({"answers": None}, Unusable("case-type-table", path="answers")),
    ({"choices": "none"}, Unusable("case-type-table", path="choices")),
    ({"reasons": {"birth-registered-late": 1}}, Unusable("case-type-text", path="reasons")),
    ({"attachments": {}}, Unusable("case-type-list", path="attachments")),
    ({"attachments": ["a.pdf"]}, Unusable("case-type-table", path="attachments #1")),
    (
        {"attachments": [{"component": "x"}, {"files": ["a.pdf"]}]},
        Unusable("case-key-missing", path="attachments #2.component"),
    ),
    (
        {"attachments": [{"component": "x", "files": "a.pdf"}]},
        Unusable("case-type-list", path="attachments #1.files"),
    ),
    (
        {"attachments": [{"component": "x", "files": ["a.pdf", 2]}]},
        Unusable("case-type-text", path="attachments #1.files #2"),
    ),
    (
        {"attachments": [{"component": "x", "absent": 1}]},
        Unusable("case-type-text", path="attachments #1.absent"),
    ),
    (
        {"attachments": [{"component": "x", "file": ["a.pdf"]}]},
        Unusable("case-key-unknown", path="attachments #1.file"),
    ),
    ({"notice": "2026-01"}, Unusable("case-type-table", path="notice")),
    ({"notice": {"version": "1"}}, Unusable("case-key-missing", path="notice.given_at")),
    (
        {"notice": {"version": "1", "given_at": "2026-11-20T15:00:00"}},
        Unusable("case-offset", path="notice.given_at"),
    ),
    ({"pledge": {"how": "ticked by the officer"}}, Unusable("case-pledge")),
    ({"pledge": {"how": 1}}, Unusable("case-type-text", path="pledge.how")),
    (
        {"pledge": {"how": "signature", "by": "officer"}},
        Unusable("case-key-unknown", path="pledge.by"),
    ),
]


@pytest.mark.parametrize(("more", "told"), SHAPES)
def test_a_wrong_shape_is_told_with_its_place(more: dict[str, Any], told: Unusable) -> None:
    assert unusable(as_json(more), ".json") == told


@pytest.mark.parametrize("missing", ["case", "group", "received"])
def test_what_every_case_has(missing: str) -> None:
    plain = {key: value for key, value in PLAIN.items() if key != missing}
    found = unusable(json.dumps(plain).encode(), ".json")
    assert found == Unusable("case-key-missing", path=missing)


@pytest.mark.parametrize("document", ["[]", "5", '"case"', "null"])
def test_a_document_of_another_kind(document: str) -> None:
    assert unusable(document.encode(), ".json") == Unusable("case-not-object")


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"])
def test_a_time_outside_the_calendar(when: str) -> None:
    received = unusable(as_json({"received": when}), ".json")
    assert received == Unusable("case-time", path="received")
    notice = unusable(as_json({"notice": {"version": "1", "given_at": when}}), ".json")
    assert notice == Unusable("case-time", path="notice.given_at")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-11-20T15:20:00", "case-offset"),
        ("2026-11-20", "case-time"),
        ("15:20:00", "case-time"),
        ("1.5", "case-time"),
    ],
)
def test_a_time_in_toml_is_whole(written: str, code: str) -> None:
    source = HEAD.replace("2026-11-20T15:20:00+07:00", written)
    assert unusable(source.encode()) == Unusable(code, path="received")


def test_what_the_decoder_never_said_before_is_passed_on() -> None:
    assert misshapen("Never heard - at `$.case2`") == Unusable(
        "case-shape", said="Never heard - at `$.case2`"
    )


def test_a_byte_order_mark_is_passed_over() -> None:
    assert decode(b"\xef\xbb\xbf" + HEAD.encode(), ".toml") == decode(HEAD.encode(), ".TOML")


# ─── What is told line by line


def misread(birth: Group, more: str) -> list[tuple[int, str, str, dict[str, Any]]]:
    _, wrong = read_toml(birth, more)
    return [(m.step, m.field, m.problem.code, m.problem.params) for m in wrong]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[answers]\nchild.nmae = 'A'",
         [(2, "child.nmae", "field-unknown",
           {"field": "child.nmae", "nearest": ("child.surname", "child.sex")})]),
        ("[answers]\nchild.midle = 'A'",
         [(2, "child.midle", "field-unknown",
           {"field": "child.midle", "nearest": ("child.middle", "child.given")})]),
        ("[choices]\nchild.given = 'A'",
         [(1, "child.given", "field-table", {"field": "child.given", "table": "answers"})]),
        ("[answers]\nregistration.case = 'abandoned'",
         [(2, "registration.case", "field-table",
           {"field": "registration.case", "table": "choices"})]),
        ("[answers]\ndelivery.birth = 'office'",
         [(2, "delivery.birth", "field-table", {"field": "delivery.birth", "table": "delivery"})]),
        ("[answers]\nchild.given = 'A'\n'child.given' = 'B'",
         [(2, "child.given", "field-twice", {"field": "child.given"})]),
        ("[answers]\nchild.given.name = 'A'",
         [(2, "child.given.name", "field-unknown",
           {"field": "child.given.name", "nearest": ("child.given", "child.surname")})]),
        ("[answers]\na.b.c.d.e.f.g = 1",
         [(2, "a.b.c.d.e", "field-unknown", {"field": "a.b.c.d.e", "nearest": ()})]),
        ("[answers]\nchild.birth_date = '31/02/2026'",
         [(2, "child.birth_date", "date-impossible", {"text": "31/02/2026"})]),
        ("[answers]\nmother.id_number = '09919600001'",
         [(2, "mother.id_number", "id-length", {"digits": 11})]),
        ("[answers]\ncopies.count = '3'",
         [(2, "copies.count", "answer-type-integer", {})]),
        ("[answers]\ncopies.count = nan",
         [(2, "copies.count", "answer-type-integer", {})]),
        ("[answers]\nchild.birth_date_in_words = 'Ngày hai'",
         [(2, "child.birth_date_in_words", "answer-derived", {})]),
        ("[reasons]\nlate = 'ốm'",
         [(6, "late", "reason-unknown", {"rule": "late", "nearest": ()})]),
        ("[reasons]\nbirth-registerd-late = 'ốm'",
         [(6, "birth-registerd-late", "reason-unknown",
           {"rule": "birth-registerd-late", "nearest": ("birth-registered-late",)})]),
        ("[reasons]\nbirth-registered-late = \"a\\tb\"",
         [(6, "birth-registered-late", "text-control", {"position": 2, "character": "U+0009"})]),
        ("[notice]\nversion = \"\\u202e1\"\ngiven_at = 2026-11-20T15:05:00+07:00",
         [(6, "notice", "text-invisible", {"position": 1, "character": "U+202E"})]),
        ("[[attachments]]\ncomponent = 'guardianship'\nabsent = \"a\\u001bb\"",
         [(4, "guardianship", "text-control", {"position": 2, "character": "U+001B"})]),
        *(
            (f"[[attachments]]\ncomponent = 'guardianship'\n{entry}",
             [(4, "guardianship", code, {"component": "guardianship"})])
            for entry, code in (
                ("", "attachment-empty"),
                ("files = []", "attachment-empty"),
                ("files = ['a.pdf']\nabsent = 'mất'", "attachment-empty"),
                ("absent = ' '", "attachment-reason"),
            )
        ),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken(
    birth: Group, more: str, told: list[tuple[int, str, str, dict[str, Any]]]
) -> None:
    assert misread(birth, more) == told


def test_an_unknown_paper_names_those_there_are(birth: Group) -> None:
    (told,) = misread(birth, "[[attachments]]\ncomponent = 'guardian'\nfiles = ['a.pdf']")
    assert told[:3] == (4, "guardian", "component-unknown")
    assert told[3]["nearest"] == ("guardianship",)
    assert "birth-certificate" in told[3]["known"]


def test_names_are_compared_no_further_than_helps(birth: Group) -> None:
    more = {"answers": {f"child.givem{number}": 1 for number in range(300)}}
    _, wrong = read(decode(as_json(more), ".json"), birth, now=NOW)
    near = [bool(m.problem.params["nearest"]) for m in wrong]
    assert near[0]
    assert not near[-1]
    (long,) = misread(birth, f"[answers]\nchild.given{'n' * 100} = 1")
    assert long[3]["nearest"] == ()


@pytest.mark.parametrize(
    ("given_at", "told"),
    [
        ("2026-11-20T09:00:00+07:00", []),
        ("2026-11-21T15:20:00+07:00", []),
        ("2026-11-21T15:20:01+07:00", ["notice-future"]),  # more than a day after the reception
        ("2026-11-22T17:00:01+07:00", ["notice-future"]),  # a second after now
        ("9999-12-31T00:00:00Z", ["notice-future"]),
    ],
)
def test_the_notice_comes_with_the_reception(birth: Group, given_at: str, told: list[str]) -> None:
    notice = f"[notice]\nversion = '1'\ngiven_at = {given_at}"
    assert [(step, field, code) for step, field, code, _ in misread(birth, notice)] == [
        (6, "notice", code) for code in told
    ]


def test_a_notice_yet_to_come(birth: Group) -> None:
    source = HEAD + "[notice]\nversion = '1'\ngiven_at = 2026-11-20T15:30:00+07:00"
    file = decode(source.encode(), ".toml")
    at = datetime(2026, 11, 20, 15, 30, tzinfo=VIETNAM)
    before = datetime(2026, 11, 20, 15, 29, tzinfo=VIETNAM)
    _, wrong = read(file, birth, now=before)
    assert wrong == (Misread(6, "notice", Problem("notice-future", given_at=at)),)
    assert read(file, birth, now=at)[1] == ()


def test_a_lone_surrogate_is_told_as_a_letter_that_cannot_be(birth: Group) -> None:
    source = as_json({"answers": {"child.given": "\ud800", "\udfff": "x"}})
    _, wrong = read(decode(source, ".json"), birth, now=NOW)
    assert [m.problem.code for m in wrong] == ["text-invisible", "field-unknown"]


def test_reception_in_the_future(birth: Group) -> None:
    file = decode(HEAD.encode(), ".toml")
    before = datetime(2026, 11, 20, 15, 19, 59, tzinfo=VIETNAM)
    _, wrong = read(file, birth, now=before)
    received = datetime(2026, 11, 20, 15, 20, tzinfo=VIETNAM)
    assert wrong == (Misread(1, "received", Problem("received-future", received=received)),)
    assert read(file, birth, now=received)[1] == ()


def test_everything_is_told_at_once(birth: Group) -> None:
    told = misread(
        birth,
        "[choices]\nx = 1\n[answers]\nchild.given = 5\nmother.id_number = '1'\n"
        "[delivery]\ny = 1\n[reasons]\nz = ''\n[[attachments]]\ncomponent = 'guardianship'",
    )
    assert [code for _, _, code, _ in told] == [
        "field-unknown",
        "answer-type-text",
        "id-length",
        "field-unknown",
        "attachment-empty",
        "reason-unknown",
    ]


def test_what_can_be_taken_is_kept_beside_what_cannot(birth: Group) -> None:
    case, wrong = read_toml(birth, "[answers]\nchild.given = 'Mẫu'\nchild.surname = '2'")
    assert case.answers == {"child.given": "Mẫu"}
    assert len(wrong) == 1


# ─── What is read


def test_a_whole_case(birth: Group) -> None:
    case, wrong = read(decode(SAMPLE.encode(), ".toml"), birth, now=NOW)
    assert wrong == ()
    assert case.group is birth
    assert case.received == datetime(2026, 11, 20, 15, 20, tzinfo=VIETNAM)
    assert case.answers["child.birth_date"] == "2026-11-02"
    assert case.answers["mother.birth_date"] == "1996-03-05"
    assert case.answers["child.ethnic"] == "01"
    assert case.answers["residence.same_commune"] is True
    assert case.notice == NoticeGiven(version="2026-01", given_at="2026-11-20T15:05:00+07:00")
    assert case.pledge == Pledged(how="signature")
    assert (case.attachments, case.reasons) == ((), {})


def test_json_says_the_same_as_toml(birth: Group) -> None:
    plain = tomllib.loads(SAMPLE)
    source = json.dumps(plain, default=lambda value: value.isoformat()).encode()
    assert read(decode(source, ".json"), birth, now=NOW) == read(
        decode(SAMPLE.encode(), ".toml"), birth, now=NOW
    )


def test_dotted_names_and_tables_say_the_same(birth: Group) -> None:
    spellings = [
        "[answers]\nchild.birth_place.detail = 'Nhà'\nchild.given = 'Mẫu'",
        "[answers]\n'child.birth_place.detail' = 'Nhà'\n'child.given' = 'Mẫu'",
        "[answers.child]\ngiven = 'Mẫu'\nbirth_place = { detail = 'Nhà' }",
        "[answers.child]\ngiven = 'Mẫu'\n[answers.child.birth_place]\ndetail = 'Nhà'",
    ]
    for spelling in spellings:
        case, wrong = read_toml(birth, spelling)
        assert wrong == ()
        assert case.answers == {"child.birth_place.detail": "Nhà", "child.given": "Mẫu"}


def test_decomposed_text_gives_the_same_case(birth: Group) -> None:
    more = (
        "[[attachments]]\ncomponent = 'guardianship'\nabsent = 'Đã thất lạc'\n"
        "[reasons]\nbirth-registered-late = 'Gia đình ở xa'\n"
    )
    composed = SAMPLE + more
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    expected = read(decode(composed.encode(), ".toml"), birth, now=NOW)
    assert read(decode(decomposed.encode(), ".toml"), birth, now=NOW) == expected
    assert expected[0].attachments == (CaseAttachment("guardianship", absent="Đã thất lạc"),)
    assert expected[0].reasons == {"birth-registered-late": "Gia đình ở xa"}


def test_times_are_kept_in_vietnams_hours(birth: Group) -> None:
    file = decode(
        b'case = 1\ngroup = "birth"\nreceived = 2026-11-20T20:30:00Z\n'
        b'[notice]\nversion = "1"\ngiven_at = 2026-11-20T20:00:00Z',
        ".toml",
    )
    case, _ = read(file, birth, now=NOW)
    assert case.received.isoformat() == "2026-11-21T03:30:00+07:00"
    assert case.notice == NoticeGiven(version="1", given_at="2026-11-21T03:00:00+07:00")


@pytest.mark.parametrize(
    ("birth_date", "rules"),
    [
        ("21/11/2026", {"child-born-in-future"}),
        ("20/11/2026", set()),
        ("20/11/2020", {"child-six-or-older"}),
        ("21/11/2020", {"birth-registered-late"}),
    ],
)
def test_an_age_the_service_does_not_take(birth: Group, birth_date: str, rules: set[str]) -> None:
    text = SAMPLE.replace("child.birth_date = 2026-11-02", f'child.birth_date = "{birth_date}"')
    case, wrong = read(decode(text.encode(), ".toml"), birth, now=NOW)
    assert wrong == ()
    outlined = outline(birth, case.answers, today=case.received.date(), commune="19639")
    said = check(outlined, noticed=True, pledged=True)
    assert {f.rule for f in said if f.level == "error"} == rules
