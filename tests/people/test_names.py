import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.people.names import (
    family_name,
    join_name,
    name_errors,
    name_notes,
    same_surname,
)
from lienthong_tui.problems import Problem

ORDINARY = [
    *("Nguyễn Thị Ngọc Ánh", "K'Brôih", "H'Hen Niê", "H’Hen Niê", "H' Hen Niê", "Y-Moan Ênuôl"),
    *(
        "Kpă Y Ƀlŏ",
        "Giàng A Páo",
        "Ƀlŏ",
        "Ea Hʼleo",
        "Hồ Thị Đức",
        "José",
        "Smith",
        "Nguyễn Văn T.",
    ),
    *("Bế Trãi", "Lê Xuân Không", "Xa Xa"),
]


@pytest.mark.parametrize("name", [*ORDINARY, ""])
def test_ordinary_names_have_no_error(name: str) -> None:
    assert name_errors(name) == ()


@pytest.mark.parametrize(
    ("name", "character", "position"),
    [
        ("123", "1", 1),
        ("7", "7", 1),
        ("@", "@", 1),
        (".", ".", 1),
        ("-", "-", 1),
        ("Nguyễn Văn 2", "2", 12),
        ("Trần Bình 2 Trọng 3", "2", 11),
        ("Lê @n", "@", 4),
        ("Lê_An", "_", 3),
        ("Lê, An", ",", 3),
        ("Lê (An)", "(", 4),
        ("Lê\u202eAn", "\u202e", 3),
        ("Lê 😀", "😀", 4),
    ],
)
def test_digits_and_symbols(name: str, character: str, position: int) -> None:
    assert name_errors(name) == (Problem("name-symbol", character=character, position=position),)


@pytest.mark.parametrize(
    "name",
    [
        "chưa đặt tên",
        "Chưa Đặt Tên",
        "CHUA DAT TEN",
        "///",
        "---",
        "...",
        "- -",
        "??",
        "xxx",
        "XX",
        "không rõ",
        "bé gái",
        "N/A",
    ],
)
def test_placeholders(name: str) -> None:
    assert name_errors(name) == (Problem("name-placeholder", text=name),)


@pytest.mark.parametrize(
    ("name", "character", "position"),
    [
        ("'Hen Niê", "'", 1),
        ("Niê H’", "’", 6),
        ("-Moan", "-", 1),
        ("Y--Moan", "-", 2),
        ("K''Brôih", "'", 2),
        ("Nguyễn ' An", "'", 8),
        ("Y - Moan", "-", 3),
    ],
)
def test_misplaced_marks(name: str, character: str, position: int) -> None:
    problem = Problem("name-mark-misplaced", character=character, position=position)
    assert name_errors(name) == (problem,)


def test_two_kinds_of_error_are_both_told() -> None:
    assert [problem.code for problem in name_errors("-Moan 2")] == [
        "name-symbol",
        "name-mark-misplaced",
    ]


@given(st.text(alphabet="aàạăâđêơưhƀŏ' -.0@", max_size=12))
def test_an_error_points_at_its_character(name: str) -> None:
    for problem in name_errors(name):
        if problem.code != "name-placeholder":
            assert name[problem.params["position"] - 1] == problem.params["character"]


@pytest.mark.parametrize(
    ("name", "problems"),
    [
        ("Nguyễn Thị Ngọc Ánh", ()),
        ("K'Brôih", ()),
        ("NGUYỄN HỮU ĐƯỜNG", ()),
        ("", ()),
        ("Kpă Y Ƀlŏ", (Problem("name-foreign-letter", letters=("Ƀ", "ŏ")),)),
        ("Zơ Râm Fin Wăng", (Problem("name-foreign-letter", letters=("Z", "F", "W")),)),
        ("Jack Wang jj", (Problem("name-foreign-letter", letters=("J", "W", "j")),)),
        ("Sơ\u0306ng", (Problem("name-foreign-letter", letters=("ơ\u0306",)),)),
        ("Ðinh", (Problem("name-foreign-letter", letters=("Ð",)),)),
        (
            "Nguyễn Hoàng Thị Phương Thảo",
            (
                Problem("name-long", length=28, limit=25),
                Problem("name-many-words", words=5, limit=4),
            ),
        ),
        ("A B C D E", (Problem("name-many-words", words=5, limit=4),)),
        ("Nguyễn Phương Thảooooooooo", (Problem("name-long", length=26, limit=25),)),
        ("Nguyễn Phương Thảoooooooo", ()),
    ],
)
def test_notes(name: str, problems: tuple[Problem, ...]) -> None:
    assert name_notes(name) == problems


@pytest.mark.parametrize(
    ("parts", "full"),
    [
        (("Hồ", "Thị Ngọc", "Ánh"), "Hồ Thị Ngọc Ánh"),
        (("Hồ", "", "Ánh"), "Hồ Ánh"),
        (("", "", "K'Brôih"), "K'Brôih"),
        (("", "", ""), ""),
    ],
)
def test_join_name(parts: tuple[str, str, str], full: str) -> None:
    assert join_name(*parts) == full


@pytest.mark.parametrize(
    ("full", "surname"), [("Hồ Thị Ánh", "Hồ"), ("Hồ", "Hồ"), ("", ""), ("  ", "")]
)
def test_family_name(full: str, surname: str) -> None:
    assert family_name(full) == surname


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Nguyễn", "nguyễn", True),
        ("Hòa", "Hoà", True),
        ("Nguyễn", "Nguyễn Văn An", True),
        ("Tôn Nữ", "Tôn Thất", True),
        ("Hồ", "Hố", False),
        ("Nguyễn", "Nguyên", False),
        ("", "", False),
        ("", "Hồ", False),
    ],
)
def test_same_surname(a: str, b: str, same: bool) -> None:
    assert same_surname(a, b) is same
