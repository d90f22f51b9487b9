import pytest

from lienthong_tui.people.lists import match_option, reference
from lienthong_tui.problems import Problem

SIZES = {
    "ethnic_groups": 56,
    "countries": 249,
    "religions": 17,
    # 62 rows, but three banks kept their BIN under a new name.
    "banks": 59,
    "relationships:household_head": 75,
    "relationships:declarant_to_child": 16,
    "relationships:declarant_to_deceased": 15,
}


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_every_entry_is_found_by_its_code_and_by_its_name(name: str, size: int) -> None:
    options = reference(name)
    assert len(options) == size
    for code, option in options.items():
        assert match_option(name, code) == code
        assert match_option(name, option) == code


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("ethnic_groups", "24", "24"),
        ("ethnic_groups", "vân kiều", "24"),
        ("ethnic_groups", "Bru - Vân Kiều", "24"),
        ("ethnic_groups", "Pa Cô", "27"),
        ("ethnic_groups", "pa co", "27"),
        ("ethnic_groups", "H’Mông", "08"),
        ("ethnic_groups", "Lào", "35"),
        ("ethnic_groups", "kinh", "01"),
        ("countries", "VN", "VN"),
        ("countries", "viet nam", "VN"),
        ("countries", "Laos", "LA"),
        ("countries", "Áo", "AT"),
        ("countries", "AO", "AO"),
        ("countries", "ao", "AT"),
        ("countries", "Nga", "RU"),
        ("religions", "Đạo Hồi", "06"),
        ("religions", "Phật giáo Hoà Hảo", "05"),
        ("banks", "Agribank", "970405"),
        ("banks", "dongabank", "970406"),
        ("banks", "Vikki Bank", "970406"),
        ("banks", "LienVietPostBank", "970449"),
        ("banks", "lpb", "970449"),
        ("relationships:household_head", "Bà", "Bà"),
        ("relationships:household_head", "ba", "Ba"),
        ("relationships:declarant_to_child", "ba noi", "Bà nội"),
    ],
)
def test_match_option(name: str, text: str, code: str) -> None:
    assert match_option(name, text) == code


def test_a_renamed_bank_shows_its_name_of_today() -> None:
    banks = reference("banks")
    assert banks["970449"] == "Ngân hàng TMCP Lộc Phát Việt Nam"
    assert banks["970414"] == "Ngân hàng TNHH MTV Việt Nam Hiện Đại"
    assert banks["970406"] == "Ngân hàng TNHH MTV Số Vikki"


@pytest.mark.parametrize(
    ("name", "text", "nearest"),
    [
        ("ethnic_groups", "Trại", ("Dao", "Sán Dìu")),
        ("ethnic_groups", "lao", ("Lào", "La Hủ")),
        ("religions", "Tin lànhh", ("Tin lành",)),
        ("countries", "Mỹ", ()),
        ("countries", "", ()),
        ("relationships:declarant_to_child", "Bà nộii", ("Bà nội",)),
    ],
)
def test_what_does_not_fit_names_the_nearest(
    name: str, text: str, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(Problem) as caught:
        match_option(name, text)
    problem = caught.value
    assert (problem.code, problem.params["list"], problem.params["text"]) == (
        "option-unknown",
        name,
        text,
    )
    assert problem.params["nearest"][: len(nearest)] == nearest
    assert len(problem.params["nearest"]) <= 3
    if not nearest:
        assert problem.params["nearest"] == ()


@pytest.mark.parametrize("name", ["", "planets", "relationships", "relationships:x", "banks:x"])
def test_unknown_lists(name: str) -> None:
    with pytest.raises(Problem) as caught:
        reference(name)
    assert caught.value == Problem("list-unknown", list=name)
