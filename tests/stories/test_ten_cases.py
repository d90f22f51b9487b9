"""The ten cases of a desk, each as somebody who opens the sample desk finds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lienthong_tui.desk import closing, drafting, equipment, mending, printing, queue, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.history import history
from lienthong_tui.desk.session import session
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Answered, HalfTyped, Lodged, Reopened
from lienthong_tui.filing.fees import charges
from lienthong_tui.filing.kinds import from_plain
from lienthong_tui.filing.kiosk_events import Admitted
from lienthong_tui.packets.declarations import declaration
from lienthong_tui.papers.referrals import sheet
from lienthong_tui.papers.slips import Place, as_text, slip
from lienthong_tui.procedures.suggestions import offers
from lienthong_tui.sentences.of_history import who_did
from lienthong_tui.sentences.wording import because, finding_sentence
from lienthong_tui.store import journal, projections
from lienthong_tui.stories.births import BIRTH
from lienthong_tui.stories.furnishing import furnished_demo
from lienthong_tui.stories.hall import KIOSK, UNKNOWN

NOW = datetime(2026, 12, 3, 3, tzinfo=UTC)  # Thursday, 10:00


@dataclass(frozen=True)
class Shown:
    """The furnished desk, and what is found on it."""

    desk: Desk
    folder: Path

    def named(self, name: str, state: str | None = None) -> Draft:
        """The one filing (in `state`) about somebody of this name."""
        found = [x for x in drafting.recent(self.desk) if x.label == name]
        (line,) = [line for line in found if state in (None, line.state)]
        return drafting.reopen(self.desk, line.filing)

    def section(self, draft: Draft) -> str:
        """The section of the queue that it stands in."""
        for section in queue.sections(self.desk):
            if draft.filing.id in {line.filing for line in section.lines}:
                return section.kind
        return ""

    def slip(self, draft: Draft) -> str:
        """What its citizen goes home with."""
        place = Place(self.desk.commune, self.desk.number, self.desk.demo)
        fees = charges(draft.outlined, self.desk.office)
        line = projections.line_of(self.desk.db, draft.filing.id)
        assert line is not None
        said = slip(draft.filing, draft.group, line.label, place, fees, "vi")
        return " ".join(as_text(said).split())

    def origins(self, draft: Draft) -> dict[str, str]:
        """How each answer was last given."""
        given: dict[str, str] = {}
        for payload in self.payloads(draft):
            if isinstance(payload, Answered):
                given |= dict.fromkeys(payload.answers, payload.origin)
        return given

    def payloads(self, draft: Draft) -> list[object]:
        """All that happened to it."""
        recorded = journal.events_of(self.desk.db, draft.filing.id)
        return [from_plain(r.envelope.kind, r.payload) for r in recorded]

    def printed(self, draft: Draft, form: str) -> dict[str, str | None]:
        """The lines of a form as it prints them."""
        (lines,) = (lines for each, lines in printing.lines_of(self.desk, draft) if each.id == form)
        return {line.label: line.text for line in lines}

    def declaration(self, draft: Draft, form: str) -> str:
        """What a declaration says."""
        (printed,) = (each for each in draft.outlined.forms if each.id == form)
        told = declaration(draft.outlined, printed, draft.agencies, demo=True)
        return "\n".join(text for _, text in told.texts())


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    with furnished_demo(lambda: NOW) as (folder, _):
        unlocked = vault.open_with_key_file(folder, folder.parent / "desk.key", NOW)
        with session(unlocked, lambda: NOW) as desk:
            yield Shown(desk, folder)


def rules(draft: Draft, level: str) -> set[str]:
    return {finding.rule for finding in draft.findings if finding.level == level}


def test_1_an_old_card_a_new_one_and_a_holiday(shown: Shown) -> None:
    draft = shown.named("Trần Minh Khôi")
    values, origins = draft.outlined.values, shown.origins(draft)
    scanned = {name for name, origin in origins.items() if origin == "scanned"}
    assert {"requester.name", "requester.id_issue_date", "mother.given", "mother.detail"} <= scanned
    assert "child.given" not in scanned
    assert values["requester.commune"] == "19639", "Triệu An is part of it now"
    assert values["requester.detail"] == "Thôn An Lợi"
    assert (values["child.birth_proof"], values["copies.count"]) == ("health_data", 3)
    assert draft.filing.started.received == "2026-11-23T15:20:00+07:00"
    due = draft.filing.standing("permanent-residence").counted
    assert due is not None
    assert due.due == date(2026, 11, 30)
    assert "bỏ qua ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam)" in because(due, "vi")
    assert "thứ Hai 30/11/2026" in shown.slip(draft)
    assert shown.section(draft) == "unlodged"


def test_2_a_young_mother_is_asked_nothing_more(shown: Shown) -> None:
    draft = shown.named("Lê Bảo An")
    assert not {name for name in draft.outlined.values if name.startswith("father.")}
    assert draft.outlined.values["household.relation"] == "daughters_child"
    ct01 = shown.declaration(draft, "ct01")
    assert "Ý kiến của chủ hộ" not in ct01
    assert "không cần ý kiến của chủ hộ" in ct01
    slip = shown.slip(draft).lower()
    assert not [word for word in ("cha ", "chưa xác định", "đơn thân") if word in slip]
    assert not rules(draft, "error") | rules(draft, "warning")


def test_3_the_second_twin_begins_with_the_first(shown: Shown) -> None:
    first, second = shown.named("Hồ Song Phúc"), shown.named("Hồ Song Phương")
    assert second.filing.started.after == first.filing.id
    origins = shown.origins(second)
    assert (origins["mother.given"], origins["child.given"]) == ("again", "typed")
    assert second.outlined.values["mother.id_number"] == first.outlined.values["mother.id_number"]
    assert not first.filing.compared | second.filing.compared, "nobody had to decide anything"
    assert {shown.section(first), shown.section(second)} == {"unlodged"}


def test_4_a_family_at_the_wrong_commune(shown: Shown) -> None:
    draft = shown.named("Hồ Văn Minh")
    values = draft.outlined.values
    assert {r.name.vi for r in draft.agencies[:2]} == {
        "Ủy ban nhân dân xã Tà Rụt", "Công an xã Tà Rụt",
    }  # fmt: skip
    assert "Ủy ban nhân dân xã Tà Rụt" in shown.slip(draft)
    assert values["mother.ethnic"] == values["father.ethnic"] == values["child.ethnic"] == "24"
    assert {a.component for a in draft.filing.attachments} == {"witness-statement"}
    assert (draft.filing.pledge and draft.filing.pledge.how) == "fingerprint"
    assert draft.filing.reasons["birth-registered-late"]
    (late,) = (c for c in charges(draft.outlined, draft.office) if c.fee.id == "birth-late")
    assert late.exempt, "a poor household"
    assert shown.section(draft) == "overdue"


def test_4_a_child_with_its_mothers_surname(shown: Shown) -> None:
    draft = shown.named("H’Lan Niê")
    values = draft.outlined.values
    assert values["child.given"] == values["mother.given"] == "Niê"
    assert values["father.given"] != "Niê"
    assert rules(draft, "warning") == {"birth-registered-late"}
    assert draft.filing.status(BIRTH) == "done"
    assert shown.section(draft) == "hand-out"


def test_5_a_grandmother_without_a_telephone_waits_for_the_mother(shown: Shown) -> None:
    draft = shown.named("Bùi Ngọc Hân")
    values = draft.outlined.values
    assert values["requester.relation"] == "paternal_grandmother"
    assert {finding.field for finding in draft.findings if finding.level == "error"} == {
        "requester.phone", "birth-certificate", "pledge",
    }  # fmt: skip
    assert "relative-needs-no-authority" in rules(draft, "info")
    assert [attached.component for attached in draft.filing.attachments] == ["ct01-opinions"]
    assert "Ý kiến của chủ hộ" in shown.declaration(draft, "ct01")
    assert draft.filing.parked is not None
    assert draft.filing.parked.reason == "vneid"
    assert "Mẹ cháu" in draft.filing.parked.note
    assert "VNeID của chú" in draft.filing.notes[0].text
    assert shown.section(draft) == "parked"


def test_6_a_foreign_father_is_shown_where_to_go(shown: Shown) -> None:
    draft = shown.named("Hồ Mai Khăm")
    (told,) = (f for f in draft.findings if f.rule == "parent-foreign-nationality")
    assert told.referral == "birth-foreign-element"
    said = finding_sentence(told, draft.group.definition, "en")
    assert said.startswith("A parent has a foreign nationality")
    (referral,) = (r for r in draft.group.definition.referral if r.id == told.referral)
    place = Place(shown.desk.commune, shown.desk.number, shown.desk.demo)
    paper = as_text(sheet(referral, place, "en"))
    assert "Birth with a foreign element" in paper
    assert "Passports or IDs of the parents" in paper
    assert shown.section(draft) == "drafting"


def test_6_a_mother_who_died_in_childbirth(shown: Shown) -> None:
    draft = shown.named("Hồ Thanh Tâm")
    assert draft.outlined.values["mother.deceased"] is True
    assert draft.outlined.values["health.card_guardian"] == "father"
    assert shown.printed(draft, "birth-declaration")["Tình trạng"] == "Đã chết"
    assert draft.filing.state == "completed"


def test_7_a_grandson_declares_in_the_hall(shown: Shown) -> None:
    draft = shown.named("Lê Thị Mẫu")
    values = draft.outlined.values
    assert shown.section(draft) == "unchecked"
    assert draft.filing.unsure == UNKNOWN
    assert {"check-missing", "required"} <= rules(draft, "error")
    told = history(shown.desk, draft.filing.id)
    (admitted,) = (e for e in told.entries if isinstance(e.payload, Admitted))
    assert admitted.payload == Admitted(id_number="099208000804", helper=True)
    assert who_did(admitted.officer, told.holders, "vi") == f"máy tự kê khai “{KIOSK}”"
    assert values["deceased.birth_date"] == "1925"
    typed = [each.texts for each in shown.payloads(draft) if isinstance(each, HalfTyped)]
    assert {"death.time": "giờ Sửu, mùng 3 tháng 10 âm"} in typed
    assert values["death.time"] == "2026-11-11T02:15"
    assert values["requester.id_number"] == "099062000801", "the son's, off his card"
    assert values["household.name"] == "Trần Thị Giả Định", "her daughter-in-law"
    assert values["death.at_residence"] is True
    assert not draft.filing.attachments, "nobody wrote a giấy báo tử"
    assert values["payment.method"] == "cash"
    assert values["allowance.protection"] is True


def test_8_a_pensioner_and_four_procedures(shown: Shown) -> None:
    draft = shown.named("Trần Văn Ví Dụ")
    values = draft.outlined.values
    assert len(draft.procedures) == 4
    assert (values["insurance.survivor"], values["relatives.count"]) == ("lump", 3)
    assert {a.component for a in draft.filing.attachments} == {"death-notice", "survivors-form"}
    assert rules(draft, "warning") == {"account-holder-differs"}
    assert draft.filing.reasons["account-holder-differs"]
    (ask,) = draft.filing.asks
    assert [item.component for item in ask.items] == ["survivors-form"]
    assert shown.section(draft) == "supplement"


def test_9_two_children_file_one_death(shown: Shown) -> None:
    sister = shown.named("Lê Văn Thí Dụ", "completed")
    brother = shown.named("Lê Văn Thí Dụ", "withdrawn")
    values = sister.outlined.values
    assert (values["notice.kind"], values["merit.kind"]) == ("police", "Thương binh")
    assert values["death.commune"] != values["deceased.commune"]
    decided = brother.filing.compared[sister.filing.id]
    assert (decided.verdict, decided.level) == ("same", "certain")
    assert decided.reason == "Người thân khác đã khai"
    assert (shown.section(sister), shown.section(brother)) == ("unlodged", "")


def test_10_a_name_is_mended_wherever_the_filing_stands(shown: Shown) -> None:
    draft = shown.named("Đặng Thùy Chi")
    filing = draft.filing
    assert draft.outlined.values["mother.middle"] == "Thị Thùy"
    happened = shown.payloads(draft)
    reopened = [n for n, each in enumerate(happened) if isinstance(each, Reopened)]
    lodged = [n for n, each in enumerate(happened) if isinstance(each, Lodged)]
    assert len(reopened) == len(lodged) == 1
    assert reopened < lodged
    outcomes = [(told.procedure, told.outcome) for told in filing.told]
    assert outcomes == [
        ("permanent-residence", "supplement"),
        ("permanent-residence", "supplemented"),
        (BIRTH, "received"),
        (BIRTH, "processing"),
        (BIRTH, "done"),
        ("permanent-residence", "received"),
        ("health-insurance", "received"),
        (BIRTH, "returned"),
        ("health-insurance", "done"),
        ("permanent-residence", "extended"),
    ]
    assert [later.why for later in filing.followed_up].count("supplement") == 1
    assert [note.about for note in filing.notes] == ["mistake", "filing"]
    assert "cải chính hộ tịch" in filing.notes[-1].text
    assert "cải chính" not in filing.notes[0].text, "before it is registered it is mended"
    assert "correct" in {way.id for way in mending.ways(filing)}


def test_10_what_it_came_to(shown: Shown) -> None:
    draft = shown.named("Đặng Thùy Chi")
    (handed,) = (told.collected for told in draft.filing.told if told.collected)
    assert (handed.receiver, handed.copies, handed.signed) == ("authorised", 2, "signature")
    assert handed.name
    assert handed.authority
    (paid,) = draft.filing.fees
    assert (paid.amounts, paid.receipt) == ({"birth-copies": 16000}, "0001401")
    late = next(told for told in draft.filing.told if told.outcome == "extended")
    due = draft.filing.standing("permanent-residence").counted
    assert due is not None
    assert due.due is not None
    assert due.due < datetime.fromisoformat(late.said_at).astimezone(VIETNAM).date(), "it is late"
    assert late.until == date(2026, 12, 7)
    assert draft.filing.due("permanent-residence") == late.until
    day = closing.day(shown.desk)
    assert draft.filing.id in {line.filing for line in day.left["papers"]}
    assert not day.clear


def test_the_office_offers_its_lists(shown: Shown) -> None:
    draft = shown.named("Hồ Mai Khăm")
    given = {**draft.outlined.values, "child.birth_place.commune": "19639"}
    offered = {
        name: [
            offer.label
            for offer in offers(
                draft.group.definition, draft.group.fields[name], draft.office, given, "19639"
            )
        ]
        for name in ("health.first_care", "child.birth_place.detail", "mother.detail")
    }
    assert "45001 Bệnh viện Mẫu số 1" in offered["health.first_care"]
    assert "Bệnh viện Mẫu số 2" in offered["child.birth_place.detail"]
    assert "Thôn Lệ Xuyên" in offered["mother.detail"]
    facilities = [facility.name for facility in shown.desk.office.facilities]
    assert [name for name in facilities if "mẫu" not in name.lower()] == []


def test_the_scanner_has_a_page(shown: Shown) -> None:
    draft = shown.named("Bùi Ngọc Hân")
    pages = equipment.scanned(shown.desk, draft, ())
    assert [found.path.name for found in pages.files] == ["trang-quet-1.pdf"]
    assert pages.files[0].path.is_relative_to(shown.folder.parent), "it is thrown away, too"
    assert not pages.before


def test_there_is_something_in_every_section_a_newcomer_looks_for(shown: Shown) -> None:
    kinds = [section.kind for section in queue.sections(shown.desk)]
    assert kinds == [
        "unchecked", "unlodged", "supplement", "number", "overdue", "hand-out", "parked",
        "drafting", "waiting",
    ]  # fmt: skip
    assert shown.desk.alarms == ()
    shown.desk.verify()
