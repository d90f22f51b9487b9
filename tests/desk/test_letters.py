"""Letters of the desk: gathered from the filing, checked, recorded with what was typed."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from procedures.toys import toy

from lienthong_tui.desk import drafting, office
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import into
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.letters import (
    LONGEST_TEXT,
    MOST_ITEMS,
    last_texts,
    letter_name,
    letter_of,
    print_letter,
    read_text,
    suggestions,
)
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Lodged,
    OriginalSeen,
)
from lienthong_tui.filing.outline import outline
from lienthong_tui.packets.letters import Listed, Text
from lienthong_tui.packets.typesetting import typeset
from lienthong_tui.problems import DeskUnavailable, Problem
from lienthong_tui.procedures.letters import Ask, shipped
from lienthong_tui.resources import data_path
from lienthong_tui.store import chain, journal

from .sample import LATE, MARRIED, NOW, OFFICER_NAME, SAMPLES, create, file, opened, read, signed_in

TODAY = date(2026, 11, 22)
DECISION = "Quyết định số 12/QĐ-UBND ngày 05/10/2026"
SUPPLEMENT: dict[str, Text] = {"items": ("Giấy chứng sinh", "Chữ ký"), "reasons": ("Còn thiếu",)}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Created]:
    place = tmp_path_factory.mktemp("pristine")
    return place, create(place)


@pytest.fixture
def desk(pristine: tuple[Path, Created], tmp_path: Path) -> Iterator[Desk]:
    place, created = pristine
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    with signed_in(tmp_path, created) as desk:
        yield desk


@pytest.fixture
def filed(desk: Desk) -> Draft:
    return drafting.reopen(desk, file(desk, MARRIED).id)


def begun(desk: Desk, path: Path = MARRIED) -> Draft:
    """The answers of a sample in a draft of the screens."""
    case = read(path).case
    draft = drafting.start(desk, case.group.definition.group)
    return drafting.record(desk, draft, Answered(answers=dict(case.answers), origin="typed"))


# -- what is known --------------------------------------------------------------------------------


def test_what_the_filing_tells(desk: Desk, filed: Draft) -> None:
    facts = letter_of(desk, filed, "01", {}).facts
    assert facts.commune == "xã Nam Cửa Việt"
    assert facts.place == "Nam Cửa Việt"
    assert (facts.desk, facts.officer) == ("1", OFFICER_NAME)
    assert facts.reference == filed.filing.reference
    assert (facts.portal_number, facts.one_stop_number) == ("", "")
    values = filed.outlined.values
    assert facts.requester == values["requester.name"]
    assert facts.phone == values["requester.phone"]
    assert facts.email == values.get("requester.email", "")
    assert facts.address.endswith("Xã Nam Cửa Việt, Tỉnh Quảng Trị")
    assert facts.address.startswith(str(values["requester.detail"]))
    name = filed.group.definition.name.vi
    assert facts.requested.startswith(f"{name}, gồm: Đăng ký khai sinh; Đăng ký thường trú; ")
    assert facts.received == "15 giờ 20 phút, ngày 20/11/2026"
    assert facts.agencies[:2] == ("Ủy ban nhân dân xã Nam Cửa Việt", "Công an xã Nam Cửa Việt")
    assert "Đến cơ quan giải quyết để nhận kết quả" in facts.delivery[0]
    assert facts.papers[0] == Listed("Tờ khai đăng ký khai sinh")
    # A preview of a form nobody has seen is no paper of the dossier.
    assert not any("Mẫu số 01" in paper.name for paper in facts.papers)


def test_numbers_are_those_of_the_state(desk: Desk, filed: Draft) -> None:
    lodged = Lodged(portal_number="G22.99.13-261122-0007", one_stop_number=None)
    facts = letter_of(desk, drafting.record(desk, filed, lodged), "01", {}).facts
    assert (facts.portal_number, facts.one_stop_number) == ("G22.99.13-261122-0007", "")


def test_an_unverified_day_bears_its_mark(desk: Desk, filed: Draft) -> None:
    done = filed.filing.completed
    assert done is not None
    expected = {when.procedure: when for when in done.expected}
    rows = letter_of(desk, filed, "01", {}).facts.procedures
    assert [row.procedure for row in rows] == [p.name.vi for p in filed.outlined.procedures]
    for row, procedure in zip(rows, filed.outlined.procedures, strict=True):
        when = expected[procedure.id]
        assert row.due == (f"{when.due:%d/%m/%Y} (chưa xác minh)" if when.due else "")
        assert not row.term or row.term.endswith("(chưa xác minh)")
    assert [row.term.removesuffix(" (chưa xác minh)") for row in rows] == [
        "Trong ngày, phải xác minh thì 5 ngày làm việc",
        "3 ngày làm việc, phải xác minh thì 5 ngày làm việc",
        "3 ngày làm việc, phải xác minh thì 5 ngày làm việc",
        "7 ngày làm việc",
    ]


def test_before_completion_the_days_are_as_they_would_be_now(desk: Desk) -> None:
    draft = begun(desk)
    facts = letter_of(desk, draft, "01", {}).facts
    assert facts.reference == ""
    assert facts.procedures[0].due.endswith("(chưa xác minh)")


def test_an_empty_filing_leaves_lines_to_write_on(desk: Desk) -> None:
    paper = letter_of(desk, drafting.start(desk, "death"), "01", {})
    assert (paper.facts.requester, paper.facts.address, paper.facts.phone) == ("", "", "")
    assert typeset(paper, at=NOW)[1] == ()


def test_papers_attached_and_papers_absent(desk: Desk) -> None:
    draft = drafting.reopen(desk, file(desk, LATE).id)
    component = draft.filing.attachments[0].component
    named = {c.id: c.name.vi for c in draft.outlined.components}
    assert Listed(named[component]) in letter_of(desk, draft, "01", {}).facts.papers
    other = begun(desk, LATE)
    given = drafting.attach_file(
        desk, other, component, data_path("samples", "papers", "giay-chung-sinh-02.pdf")
    )
    seen = drafting.record(desk, given, OriginalSeen(component=component, seen=True))
    papers = letter_of(desk, seen, "01", {}).facts.papers
    assert Listed(named[component], "đã đối chiếu bản chính") in papers
    other = begun(desk, LATE)
    away = drafting.record(desk, other, Absent(component=component, reason="thất lạc"))
    facts = letter_of(desk, away, "01", {}).facts
    assert facts.absent == (Listed(named[component], "thất lạc"),)
    assert named[component] not in [paper.name for paper in facts.papers]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_typeset_without_a_warning(desk: Desk, path: Path) -> None:
    given: dict[str, Text] = {"items": ("a",), "reasons": ("b",), "until": "30/11/2026"}
    draft = begun(desk, path)
    for form in shipped().letter:
        paper = letter_of(desk, draft, form.id, given)
        assert typeset(paper, at=NOW)[1] == ()


def test_a_key_file_names_no_officer(pristine: tuple[Path, Created], tmp_path: Path) -> None:
    shutil.copytree(pristine[0], tmp_path, dirs_exist_ok=True)
    with opened(tmp_path) as desk:
        draft = drafting.start(desk, "birth")
        assert letter_of(desk, draft, "02", SUPPLEMENT).facts.officer == ""
        assert suggestions(desk, draft, "02")["contact"] == ()


def test_a_third_group_needs_no_requester(desk: Desk) -> None:
    group = toy()
    answers = {"office.commune": "19639", "holder.name": "Nguyễn Thị Mẫu"}
    outlined = outline(group, answers, today=TODAY, commune="19639")
    draft = replace(drafting.start(desk, "birth"), group=group, outlined=outlined)
    paper = letter_of(desk, draft, "02", SUPPLEMENT)
    assert paper.facts.requester == ""
    assert paper.facts.agencies == ("Ủy ban nhân dân xã Nam Cửa Việt",)


# -- drafts and what is announced -----------------------------------------------------------------


def test_it_is_a_draft_until_its_decision_is_named(desk: Desk, filed: Draft) -> None:
    assert letter_of(desk, filed, "02", SUPPLEMENT).decision == ""
    new = msgspec.structs.replace(desk.office, letters={"02": DECISION})
    desk = office.change(desk, new)
    # The filing began before: letters follow the settings of the day they are written.
    paper = letter_of(desk, drafting.reopen(desk, filed.filing.id), "02", SUPPLEMENT)
    assert (paper.decision, paper.dated) == (DECISION, "ngày 22 tháng 11 năm 2026")
    assert letter_of(desk, filed, "03", {"reasons": ("x",)}).decision == ""


# -- what is typed --------------------------------------------------------------------------------


def ask(number: str, name: str) -> Ask:
    return next(ask for ask in shipped().form(number).ask if ask.id == name)


@pytest.mark.parametrize(
    ("number", "name", "given", "read"),
    [
        ("02", "contact", "  Trần   Thị Thử ", "Trần Thị Thử"),
        ("02", "contact", "", ""),
        ("02", "contact", ("một", "hai"), "một; hai"),
        ("02", "items", (" một ", "", "hai"), ("một", "hai")),
        ("02", "items", "một\n\n hai\n", ("một", "hai")),
        ("02", "items", "", ()),
        ("04", "until", "30112026", "30/11/2026"),
        ("04", "until", "h", "22/11/2026"),
        ("04", "promised", "1.11.2026", "01/11/2026"),
        ("04", "promised", " ", ""),
    ],
)
def test_what_is_typed_is_read(number: str, name: str, given: Text, read: Text) -> None:
    found = read_text(ask(number, name), given, TODAY)
    assert found == read
    assert read_text(ask(number, name), found, TODAY) == found


@pytest.mark.parametrize(
    ("number", "name", "given", "code"),
    [
        ("02", "contact", "a\x1b[31m", "text-control"),
        ("02", "items", ("a", "b\u200b"), "text-invisible"),
        ("02", "contact", "王", "letter-missing"),
        ("02", "contact", "x" * (LONGEST_TEXT + 1), "letter-ask-long"),
        ("02", "items", ("x",) * (MOST_ITEMS + 1), "letter-ask-many"),
        ("04", "until", "21/11/2026", "letter-ask-past"),
        ("04", "until", "31/11/2026", "date-impossible"),
        ("04", "promised", "mai", "date-unreadable"),
    ],
)
def test_what_cannot_be_printed_is_refused(number: str, name: str, given: Text, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_text(ask(number, name), given, TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("number", "texts", "missing"),
    [
        ("02", {}, "items"),
        ("02", {"items": ("a",), "reasons": (" ",)}, "reasons"),
        ("03", {"reasons": ""}, "reasons"),
        ("04", {"reasons": ("a",)}, "until"),
        ("05", {}, "reasons"),
    ],
)
def test_what_is_required_is_asked_for(
    desk: Desk, filed: Draft, number: str, texts: dict[str, Text], missing: str
) -> None:
    before = desk.head()
    for act in (
        lambda: letter_of(desk, filed, number, texts),
        lambda: print_letter(desk, filed, number, texts, into(desk.unlocked.folder)),
    ):
        with pytest.raises(Problem) as caught:
            act()
        label = ask(number, missing).label
        assert caught.value == Problem("letter-ask-missing", label=label)
    assert desk.head() == before


@pytest.mark.parametrize("until", ["30/11/2026", "29/11/2026"])
def test_a_new_day_comes_after_the_one_it_takes_the_place_of(
    desk: Desk, filed: Draft, until: str
) -> None:
    texts: dict[str, Text] = {"promised": "30/11/2026", "reasons": ("chờ",), "until": until}
    with pytest.raises(Problem) as caught:
        letter_of(desk, filed, "04", texts)
    assert caught.value.code == "letter-ask-order"
    assert letter_of(desk, filed, "04", {**texts, "until": "01/12/2026"})


def test_what_may_be_typed_is_offered(desk: Desk) -> None:
    draft = drafting.reopen(desk, file(desk, LATE).id)
    offered = suggestions(desk, draft, "02")
    assert list(offered) == ["items", "reasons", "contact", "phone"]
    assert [words.vi for words in offered["contact"]] == [OFFICER_NAME]
    assert offered["phone"] == ()
    assert "Thành phần hồ sơ chưa đủ" in [words.vi for words in offered["reasons"]]
    component = next(
        c for c in draft.outlined.components if c.id == draft.filing.attachments[0].component
    )
    assert component.name not in offered["items"]
    returned = suggestions(desk, draft, "05")["returned"]
    assert returned == (component.original or component.name,)
    late = suggestions(desk, draft, "04")["procedures"]
    assert late == tuple(procedure.name for procedure in draft.outlined.procedures)


# -- printing -------------------------------------------------------------------------------------


def test_it_is_recorded_with_what_was_typed_and_offered_again(desk: Desk, filed: Draft) -> None:
    assert last_texts(filed.filing, "02") == {}
    came: dict[str, bytes] = {}

    def put(files: Mapping[str, bytes], record: Callable[[], object]) -> None:
        record()
        came.update(files)

    draft = print_letter(desk, filed, "02", SUPPLEMENT | {"phone": " ", "contact": " An"}, put)
    (name,) = came
    assert name == letter_name(draft, "02") == f"mau-02-{filed.filing.id[-6:]}.pdf"
    assert came[name].startswith(b"%PDF")
    last = journal.events_of(desk.db, filed.filing.id)[-1]
    assert last.envelope.kind == "filing.printed"
    assert last.payload == {
        "what": "letter",
        "forms": ["02"],
        "texts": {
            "items": ["Giấy chứng sinh", "Chữ ký"],
            "reasons": ["Còn thiếu"],
            "contact": "An",
        },
    }
    assert last_texts(draft.filing, "02") == SUPPLEMENT | {"contact": "An"}
    assert last_texts(draft.filing, "03") == {}
    assert (draft.filing.slips, draft.filing.state) == (0, "completed")
    again = print_letter(desk, draft, "02", last_texts(draft.filing, "02"), put)
    assert last_texts(again.filing, "02") == last_texts(draft.filing, "02")
    chain.verify_journal(desk.db)


def test_a_new_filing_may_be_refused_at_once(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    draft = print_letter(
        desk, drafting.start(desk, "birth"), "03", {"reasons": ("Nơi khác",)}, into(out)
    )
    assert [path.name for path in out.iterdir()] == [letter_name(draft, "03")]
    assert desk.filing(draft.filing.id)[0] == draft.filing


def test_nothing_is_recorded_that_did_not_leave(desk: Desk, filed: Draft, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    before = desk.head()
    with pytest.raises(DeskUnavailable):
        print_letter(desk, filed, "02", SUPPLEMENT, into(tmp_path / "file"))
    assert desk.head() == before


def test_nothing_leaves_that_is_not_recorded(
    desk: Desk, filed: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise DeskUnavailable("disk-full")

    monkeypatch.setattr(journal, "append", full)
    with pytest.raises(DeskUnavailable):
        print_letter(desk, filed, "02", SUPPLEMENT, into(tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []
