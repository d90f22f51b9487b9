"""The letters of the desk as they print: a draft is one at a glance, nothing unknown is made up."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import typst
from msgspec.structs import replace

from lienthong_tui.packets import typesetting
from lienthong_tui.packets.letters import Due, Facts, Letter, Listed, Text, letter
from lienthong_tui.packets.typesetting import render, said, typeset
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import letters
from lienthong_tui.procedures.letters import LetterForm

from . import printed

AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
DECISION = "Quyết định số 12/QĐ-UBND ngày 05/10/2026"
FACTS = Facts(
    commune="xã Nam Cửa Việt",
    place="Nam Cửa Việt",
    desk="1",
    officer="Trần Thị Thử",
    reference="LT19639-261120-1001-6",
    portal_number="G22.99.13-261122-0007",
    one_stop_number="H50.99.13-261122-0007",
    requester="Nguyễn Thị Mẫu",
    address="Thôn Xuân Lộc, Xã Nam Cửa Việt, Tỉnh Quảng Trị",
    phone="0912345678",
    email="mau@example.vn",
    requested="Đăng ký khai sinh, đăng ký thường trú, gồm: Đăng ký khai sinh; Đăng ký thường trú",
    received="09 giờ 30 phút, ngày 20/11/2026",
    procedures=(
        Due("Đăng ký khai sinh", "Ủy ban nhân dân xã Nam Cửa Việt", "Trong ngày", "23/11/2026"),
        Due(
            "Đăng ký thường trú",
            "Công an xã Nam Cửa Việt",
            "3 ngày làm việc, phải xác minh thì 5 ngày làm việc (chưa xác minh)",
            "25/11/2026 (chưa xác minh)",
        ),
        Due("Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội cơ sở", "3 ngày làm việc", "26/11/2026"),
        Due("Cấp thẻ căn cước", "Công an – cơ quan quản lý căn cước"),
    ),
    agencies=("Ủy ban nhân dân xã Nam Cửa Việt", "Công an xã Nam Cửa Việt"),
    papers=(Listed("Tờ khai đăng ký khai sinh"), Listed("Bản chụp Giấy chứng sinh", "2 tệp")),
    absent=(Listed("Giấy tờ chứng minh chỗ ở hợp pháp", "thất lạc"),),
    delivery=("Khai sinh: tại cơ quan giải quyết", "Thường trú: qua cổng thông tin"),
)
FORMS = letters.shipped().letter
each_letter = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def typed(form: LetterForm, **texts: Text) -> dict[str, Text]:
    """A text for every ask, of a list two items, but for those given."""
    kinds: dict[str, Text] = {"line": "chữ đã gõ", "lines": ("việc một", "việc hai")}
    texts = {ask.id: kinds.get(ask.kind, "30/11/2026") for ask in form.ask} | texts
    return {
        name: f"{text} {name}" if isinstance(text, str) else text for name, text in texts.items()
    }


def written(number: str, facts: Facts = FACTS, **changed: Any) -> Letter:
    form = letters.shipped().form(number)
    arguments: dict[str, Any] = {"texts": typed(form), "day": AT.date(), "decision": DECISION}
    return letter(form, facts, **(arguments | changed))


def text_of(paper: Letter) -> str:
    return printed.text_of(paper, AT)


@each_letter
def test_a_draft_is_no_paper_of_the_state(form: LetterForm) -> None:
    paper = written(form.id, decision="")
    text = text_of(paper)
    assert "DỰ THẢO – chỉ có giá trị khi phát hành trên Hệ thống thông tin giải quyết TTHC" in text
    assert "CỘNG HÒA XÃ HỘI" not in text
    assert "Độc lập" not in text
    assert "Số: " not in text
    assert "ngày 23 tháng 11" not in text
    assert "Theo mẫu công bố" not in text
    assert paper.watermark == "DỰ THẢO"


@each_letter
def test_an_announced_one_is_headed_as_one(form: LetterForm) -> None:
    paper = written(form.id)
    text = text_of(paper)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in text
    assert "ỦY BAN NHÂN DÂN XÃ NAM CỬA VIỆT" in text
    assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ NAM CỬA VIỆT" in text
    assert f"{form.title.vi.upper()} Theo mẫu công bố tại {DECISION}" in text
    assert "Số:" in text
    assert "Nam Cửa Việt, ngày 23 tháng 11 năm 2026" in text
    assert "DỰ THẢO" not in text
    assert paper.watermark == ""


@each_letter
@pytest.mark.parametrize("decision", ["", DECISION])
def test_the_foot_names_the_law_and_our_own_number(form: LetterForm, decision: str) -> None:
    text = text_of(written(form.id, decision=decision))
    assert f"{form.law} (chưa xác minh)" in text
    ours = "Số phiếu tại quầy LT19639-261120-1001-6 (không phải mã hồ sơ)"
    assert ours in text
    assert text.count("LT19639") == text.count(ours) == 1


@each_letter
def test_the_official_number_is_the_states_or_a_line(form: LetterForm) -> None:
    both = "Mã hồ sơ: H50.99.13-261122-0007 (một cửa); G22.99.13-261122-0007 (trên Cổng)"
    assert both in text_of(written(form.id))
    portal = replace(FACTS, one_stop_number="")
    told = text_of(written(form.id, portal))
    assert "Mã hồ sơ: G22.99.13-261122-0007 (trên Cổng)" in told
    none = replace(portal, portal_number="")
    line = next(s for s in said(written(form.id, none)) if s.label == "Mã hồ sơ")
    assert line.text == ""


@each_letter
def test_everything_typed_is_printed_and_says_what_it_answers(form: LetterForm) -> None:
    paper = written(form.id)
    text = text_of(paper)
    for name, given in typed(form).items():
        for part in (given,) if isinstance(given, str) else given:
            assert part in text, name
    fields = {line.field for line in said(paper)} - {None}
    assert fields <= {ask.id for ask in form.ask}
    assert FACTS.requested in text


def test_a_list_is_numbered_and_one_thing_is_a_line() -> None:
    text = text_of(written("03", texts={"reasons": ("thứ nhất", "thứ hai")}))
    assert "Lý do: 1. thứ nhất 2. thứ hai Xin thông báo" in text
    text = text_of(written("03", texts={"reasons": ("chỉ một",)}))
    assert "Lý do: chỉ một Xin thông báo" in text


def test_no_day_of_ours_is_a_promise() -> None:
    text = text_of(written("01", texts={}))
    assert "Dự kiến, tính từ ngày Cổng tiếp nhận" in text
    assert "25/11/2026 (chưa xác minh)" in text
    line = next(s for s in said(written("01", texts={})) if s.field == "appointment")
    assert (line.label, line.text) == ("Thời gian trả kết quả", "")
    assert len(re.findall("hẹn", text, re.IGNORECASE)) == 1  # the title's own word


def test_what_was_given_and_what_was_not() -> None:
    text = text_of(written("01"))
    assert (
        "Thành phần hồ sơ nộp gồm: 1. Tờ khai đăng ký khai sinh 2. Bản chụp Giấy chứng sinh"
        " (2 tệp) Giấy tờ chưa nộp: Giấy tờ chứng minh chỗ ở hợp pháp (thất lạc)" in text
    )
    assert "Giấy tờ chưa nộp" not in text_of(written("01", replace(FACTS, absent=())))


def test_the_dossier_goes_to_every_agency_and_back() -> None:
    text = text_of(written("06"))
    ours = "Trung tâm Phục vụ hành chính công xã Nam Cửa Việt"
    police = "Công an xã Nam Cửa Việt"
    assert f"Giao: {ours} Nhận: {police}" in text
    assert f"Giao: {police} Nhận: {ours}" in text
    assert text.count("Giao: ") == 4


@pytest.mark.parametrize(
    ("number", "names"), [("01", 1), ("02", 2), ("03", 1), ("04", 0), ("05", 0), ("06", 0)]
)
def test_only_the_officer_is_named_below_a_signature(number: str, names: int) -> None:
    texts = typed(letters.shipped().form(number)) | {"contact": "Trần Thị Thử"}
    assert text_of(written(number, texts=texts)).count("Trần Thị Thử") == names


@each_letter
@pytest.mark.parametrize("decision", ["", DECISION])
def test_typesets_without_a_warning(form: LetterForm, decision: str) -> None:
    long = ("Thôn Xuân Lộc, Xã Nam Cửa Việt, Tỉnh Quảng Trị; " * 7)[:300].strip()
    many = {ask.id: (long, *(f"việc {n}" for n in range(19))) for ask in form.ask
            if ask.kind == "lines"}  # fmt: skip
    for facts, texts in (
        (Facts(), {}),
        (replace(FACTS, address=long), typed(form)),
        (replace(FACTS, address="x" * 300, requester="y" * 120), typed(form, **many)),
        (replace(FACTS, papers=FACTS.papers * 8, procedures=FACTS.procedures * 2), {}),
    ):
        paper = letter(form, facts, texts, day=AT.date(), decision=decision)
        pdf, warnings = typeset(paper, at=AT)
        assert warnings == ()
        assert pdf.startswith(b"%PDF-1.7")


def pictures(paper: Letter, *, dots: float) -> tuple[bytes, ...]:
    """The pages as PNG, `dots` to the inch."""
    pages = typst.compile(**typesetting._source(paper), format="png", ppi=dots)
    return tuple(pages) if isinstance(pages, list) else (pages,)


@each_letter
def test_a_usual_one_keeps_to_one_page(form: LetterForm) -> None:
    facts = replace(FACTS, agencies=tuple(due.agency for due in FACTS.procedures))
    paper = written(form.id, facts, texts=typed(form, notes=("giao bản giấy",)))
    assert len(pictures(paper, dots=20)) == 1


@each_letter
def test_a_blank_one_names_nobody(form: LetterForm) -> None:
    paper = letter(form, Facts(), {}, day=AT.date())
    text = text_of(paper)
    assert "{" not in text
    assert "Số phiếu tại quầy" not in text
    facts = [line for line in said(paper) if line.label not in ("", "Ký")]
    assert all(line.text in ("", None) for line in facts if not line.label[-1].isdigit())


def test_a_sample_desk_says_so() -> None:
    assert written("02", demo=True).watermark == "DỮ LIỆU MẪU"
    assert written("02", decision="", demo=True).watermark == "DỰ THẢO · DỮ LIỆU MẪU"


TITLE_02 = letters.shipped().form("02").title.vi


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"texts": {"phone": "王"}}, "Số điện thoại liên hệ"),
        ({"texts": {"items": ("a", "王")}}, "Nội dung phải bổ sung, hoàn thiện"),
        ({"facts": replace(FACTS, address="王")}, TITLE_02),
        ({"decision": "王"}, TITLE_02),
    ],
)
def test_a_letter_without_a_glyph_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as caught:
        render(written("02", **changed), at=AT)
    assert caught.value == Problem("letter-missing", character="王", field=field)
