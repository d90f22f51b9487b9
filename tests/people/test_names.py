import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.people.names import (
    family_name,
    foreign_letters,
    name_errors,
    split_name,
    unusual_words,
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
    ("name", "letters"),
    [
        ("Nguyễn Thị Ngọc Ánh", ()),
        ("K'Brôih", ()),
        ("NGUYỄN HỮU ĐƯỜNG", ()),
        ("", ()),
        ("Kpă Y Ƀlŏ", ("Ƀ", "ŏ")),
        ("Zơ Râm Fin Wăng", ("Z", "F", "W")),
        ("Jack Wang jj", ("J", "W", "j")),
        ("Sơ\u0306ng", ("ơ\u0306",)),
        ("Ðinh", ("Ð",)),
    ],
)
def test_letters_outside_the_vietnamese_alphabet(name: str, letters: tuple[str, ...]) -> None:
    assert foreign_letters(name) == letters


@pytest.mark.parametrize(
    ("full", "surname"), [("Hồ Thị Ánh", "Hồ"), ("Hồ", "Hồ"), ("", ""), ("  ", "")]
)
def test_family_name(full: str, surname: str) -> None:
    assert family_name(full) == surname


@pytest.mark.parametrize(
    ("text", "unusual"),
    [
        ("Nguyễn Thị Hoài Thương", ()),
        ("Trần Quốc Khánh", ()),
        ("NGUYỄN THỊ PHƯỢNG", ()),
        ("Lý Thường Kiệt", ()),
        ("Ngyuễn Văn An", ("Ngyuễn",)),
        ("Trần Văn Xíp", ()),
        ("H'Hen Niê", ("H'Hen",)),
        ("K'Brôih", ("K'Brôih",)),
        ("Ksor Y Blang", ("Ksor", "Blang")),
        ("Ðặng Văn Nam", ("Ðặng",)),  # Eth, not Đ
        ("Trần Vаn Nam", ("Vаn",)),  # a Cyrillic a
        ("Lê Vawn Nam", ("Vawn",)),
        ("", ()),
    ],
)
def test_unusual_words_are_read_out(text: str, unusual: tuple[str, ...]) -> None:
    assert unusual_words(text) == unusual


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Nguyễn Thị Hoài Thương", ("Nguyễn", "Thị Hoài", "Thương")),
        ("Lê An", ("Lê", "", "An")),
        ("An", ("", "", "An")),
        ("H'Lan Niê", ("H'Lan", "", "Niê")),
        ("", ("", "", "")),
        ("  Trần  Văn   Ví ", ("Trần", "Văn", "Ví")),
    ],
)
def test_a_full_name_is_split_as_most_are(full: str, parts: tuple[str, str, str]) -> None:
    assert split_name(full) == parts
