"""What to bring, from the choices of step 1 alone: papers, what not to bring, nobody's name."""

from datetime import date

import pytest

from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import outline, resolve_agencies
from lienthong_tui.papers.checklists import file_names, sheet
from lienthong_tui.papers.slips import Place, as_text
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.sentences import Language

TODAY = date(2026, 11, 23)
OFFICE = Overlay(overlay=1, deadlines={})
TWO_PARENTS: dict[str, Answer] = {
    "registration.commune": "19639",
    "registration.case": "both_parents",
    "registration.parents_married": "married",
    "residence.same_commune": True,
    "residence.case": "own_home",
    "identity_card.wanted": False,
}


def told(
    group: str, answers: dict[str, Answer], language: Language = "vi", office: Overlay = OFFICE
) -> str:
    outlined = outline(loading.in_force(group, TODAY), answers, today=TODAY, commune="19639")
    agencies = resolve_agencies(outlined, office, "19639")
    place = Place("19639", 2, demo=False)
    said = as_text(sheet(outlined, agencies, office, place, language))
    return " ".join(said.split())


def test_what_is_certain_what_depends_and_what_is_not_asked_for() -> None:
    text = told("birth", TWO_PARENTS)
    assert "Công an xã Nam Cửa Việt (chưa xác minh): Đăng ký thường trú" in text
    assert "- Giấy chứng sinh – tùy trường hợp (chưa xác minh). Khi nhận kết quả" in text
    assert "- Căn cước của cha" in text
    assert "CT01" not in text
    unasked = text[text.index("KHÔNG YÊU CẦU NỘP") :]
    assert "Giấy chứng nhận kết hôn của cha, mẹ: cơ quan tự lấy từ CSDL hộ tịch" in unasked
    assert "Bản chụp thẻ căn cước" in unasked


def test_what_a_fee_costs_here() -> None:
    text = told("birth", TWO_PARENTS)
    assert "Bản sao Trích lục khai sinh: 8.000 đ (chưa xác minh)" in text
    assert "Đăng ký khai sinh quá hạn: tỉnh quy định mức. Miễn cho gia đình có công" in text
    office = Overlay(overlay=1, deadlines={}, fees={"birth-late": 5_000})
    english = told("birth", TWO_PARENTS, "en", office)
    assert "Late birth registration: 5,000 đ. Waived for families with merit" in english


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        ("own_home", False),
        ("parents_home", False),
        ("guardian", False),
        ("relative", True),
        ("religious", True),
        ("social", True),
        ("vehicle", True),
    ],
)
def test_the_residence_case_decides_whether_ct01_is_brought(case: str, asked: bool) -> None:
    text = told("birth", {**TWO_PARENTS, "residence.case": case})
    # Whether the opinions are on paper or given through VNeID is asked at step 2.
    assert ("có đủ ý kiến, chữ ký – tùy trường hợp" in text) is asked
    assert ("(CT01)" in text) is asked
    assert ("Giấy tờ chứng minh là người giám hộ: cơ quan tự" in text) is (case == "guardian")


def test_where_the_father_is_not_determined_nothing_of_his_is_asked() -> None:
    text = told("birth", {**TWO_PARENTS, "registration.case": "father_unknown"})
    assert "của cha" not in text.replace("Bản chụp thẻ căn cước, CCCD của cha", "")
    assert "kết hôn" not in text


def test_deaths_and_english() -> None:
    text = told("death", {"registration.commune": "19639", "scope.procedures": "three"}, "en")
    assert "PAPERS TO BRING" in text
    assert "NOT ASKED FOR" in text
    group = loading.in_force("death", TODAY).definition
    assert file_names(group) == ("giay-to-can-mang-death.txt", "giay-to-can-mang-death.pdf")
