"""Card QR codes as scanners hand them over: whole, damaged, cut, doubled and foreign."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.people.id_card import IdCard, read_card
from lienthong_tui.problems import Problem

# Invented people: no province has the prefix 099.
CCCD = (
    "099188001234|197012345|Nguyễn Thị Hoài Thương|05031988|Nữ"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021"
)
CAN_CUOC = (
    "099326001234||Hồ Thị Ngọc Ánh|05032026|Nữ|Thôn An Lợi, Nam Cửa Việt, Quảng Trị|06102026||||"
)
BHYT = (
    "TE1459912345678|4e677579e1bb856e|05/03/2026|2|-|45 - 001|06/03/2026|-|06/03/2026"
    "|4501|-|4|01/03/2031|15ac2f|4|5175e1baa36e67|$"
)

TODAY = dt.date(2026, 11, 25)


def read(text: str) -> IdCard:
    return read_card(text, today=TODAY)


def refusal(text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        read(text)
    return caught.value


def came(text: str) -> IdCard | str:
    """The card, or the code of its refusal."""
    try:
        return read(text)
    except Problem as problem:
        return problem.code


def mojibake(text: str) -> str:
    """UTF-8 read as the Windows code page, its five holes passed through."""
    return "".join(
        bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
        for b in text.encode()
    )


def printed_bytes(text: str) -> str:
    """Every letter beyond ASCII as the decimal values of its UTF-8 bytes."""
    return "".join(c if c.isascii() else " ".join(f"0{b:03}" for b in c.encode()) for c in text)


def alt_digits(text: str) -> str:
    """Alt and the number pad, as a terminal hands it over: ESC and digit, read as one sign."""
    signs = dict(zip("0123456789", "º¡™£¢∞§¶•ª", strict=True))
    return "".join(c if c.isascii() else "".join(signs[d] for d in str(ord(c))) for c in text)


def test_a_chip_card_has_seven_parts() -> None:
    assert read(CCCD) == IdCard(
        kind="cccd",
        number="099188001234",
        old_number="197012345",
        name="Nguyễn Thị Hoài Thương",
        birth_date="1988-03-05",
        sex="female",
        address="Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị",
        issue_date="2021-04-25",
    )


def test_a_can_cuoc_has_eleven_parts() -> None:
    card = read(CAN_CUOC)
    assert (card.kind, card.old_number, card.extra) == ("can-cuoc", "", ("", "", "", ""))
    assert card.birth_date == "2026-03-05"


def test_what_the_last_parts_say_is_kept_and_fills_nothing() -> None:
    card = read(CAN_CUOC.removesuffix("||||") + "|a|b||c")
    assert card.extra == ("a", "b", "", "c")


@pytest.mark.parametrize("ending", ["", "\r", "\n", "\r\n", "\t", "  "])
@pytest.mark.parametrize("beginning", ["", "]Q1", "\ufeff", " "])
def test_what_scanners_add_is_left_out(beginning: str, ending: str) -> None:
    assert read(beginning + CCCD + ending) == read(CCCD)


@pytest.mark.parametrize(
    "damage",
    [lambda text: unicodedata.normalize("NFD", text), mojibake, printed_bytes, alt_digits],
    ids=["nfd", "mojibake", "printed-bytes", "alt-digits"],
)
@pytest.mark.parametrize("payload", [CCCD, CAN_CUOC], ids=["cccd", "can-cuoc"])
def test_provable_damage_is_repaired(damage, payload: str) -> None:  # type: ignore[no-untyped-def]
    assert read(damage(payload)) == read(payload)


_LETTERS = (
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
)
_WORD = st.text(_LETTERS, min_size=2, max_size=7).map(str.capitalize)


@given(
    st.lists(_WORD, min_size=2, max_size=5), st.sampled_from([mojibake, printed_bytes, alt_digits])
)
def test_any_name_comes_back_or_is_refused(words: list[str], damage) -> None:  # type: ignore[no-untyped-def]
    """Whatever the repair cannot prove is never a different name."""
    name = " ".join(words)
    found = came(damage(CCCD.replace("Nguyễn Thị Hoài Thương", name)))
    assert found == "scan-damaged" or getattr(found, "name", "") == name


def test_without_marks_only_numbers_and_dates_are_taken() -> None:
    plain = (
        "099188001234|197012345|Nguyen Thi Hoai Thuong|05031988|Nu"
        "|Thon An Loi, Trieu An, Trieu Phong, Quang Tri|25042021"
    )
    card = read(plain)
    assert (card.name, card.address) == (None, None)
    assert (card.number, card.birth_date, card.issue_date) == (
        "099188001234",
        "1988-03-05",
        "2021-04-25",
    )
    assert card.sex == "female"  # the fourth digit
    assert card.unmarked == "Nguyen Thi Hoai Thuong"


def test_a_name_without_marks_is_a_name_where_the_address_has_them() -> None:
    assert read(CCCD.replace("Nguyễn Thị Hoài Thương", "Lan Anh")).name == "Lan Anh"


@pytest.mark.parametrize(
    "name",
    ["Ph432417ng", "Tr??ng", "Tr\ufffd\ufffdng", "TrÆ°Æ¡", "Nguy?n", "Tr0198ng"],
)
def test_unprovable_damage_is_refused(name: str) -> None:
    payload = CCCD.replace("Nguyễn Thị Hoài Thương", f"{name} Thị Lan")
    assert refusal(payload).code == "scan-damaged"


@pytest.mark.parametrize(
    ("birth", "kept"),
    [("00001945", "1945"), ("00031945", "1945-03"), ("1945", "1945"), ("031945", "1945-03")],
)
def test_an_incomplete_birth_date_stays_incomplete(birth: str, kept: str) -> None:
    assert read(CCCD.replace("05031988", birth)).birth_date == kept


@pytest.mark.parametrize("birth", ["32131988", "abc", "", "05039988"])
def test_an_unreadable_birth_date_is_left_to_the_officer(birth: str) -> None:
    assert read(CCCD.replace("05031988", birth)).birth_date is None


def test_an_unreadable_issue_date_is_left_to_the_officer() -> None:
    assert read(CCCD.replace("25042021", "00002021")).issue_date is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan-empty"),
        ("\r\n", "scan-empty"),
        (BHYT, "scan-bhyt"),
        ("099188001234", "scan-number-only"),
        ("197012345", "scan-number-only"),
        ("https://example.org/abc", "scan-foreign"),
        ("WIFI:T:WPA;S:hoso;P:x;;", "scan-foreign"),
        ("00020101021238570010A000000727", "scan-foreign"),
        (CCCD[:30], "scan-cut"),
        (CCCD.rpartition("|")[0], "scan-cut"),
        (CCCD[5:], "scan-cut"),
        (CCCD.replace("197012345", "1970123456"), "scan-foreign"),
        (CCCD + CAN_CUOC, "scan-two"),
        (CCCD[:60] + CCCD, "scan-cut"),
        ("abc" + CCCD, "scan-mixed"),
    ],
)
def test_what_is_no_card_is_told_apart(text: str, code: str) -> None:
    assert refusal(text).code == code


@pytest.mark.parametrize("between", ["", "\r", "\n"])
@pytest.mark.parametrize("payload", [CCCD, CAN_CUOC], ids=["cccd", "can-cuoc"])
def test_the_same_card_scanned_twice_is_one_card(payload: str, between: str) -> None:
    assert read(payload + between + payload) == read(payload)


def test_no_refusal_repeats_what_was_scanned() -> None:
    """A Problem's parameters reach the screen a citizen may see."""
    for text in (CCCD[:30], CCCD + CAN_CUOC, BHYT, "099188001234"):
        assert refusal(text).params == {}


@given(st.text(max_size=400))
def test_no_text_ends_in_anything_but_a_card_or_a_problem(text: str) -> None:
    found = came(text)
    assert isinstance(found, IdCard) or found.startswith("scan-")


def test_the_clock_does_not_matter_to_a_four_digit_year() -> None:
    assert read_card(CCCD, today=dt.date(2030, 1, 1)) == read(CCCD)


@pytest.mark.parametrize("cut", [CAN_CUOC[:-4], CAN_CUOC[:-8], CAN_CUOC[:-5]])
def test_a_card_cut_at_its_last_parts_is_no_older_card(cut: str) -> None:
    assert refusal(cut).code == "scan-cut"


def narrowed(text: str) -> str:
    """Only the low byte of each letter, as some scanners send."""
    return "".join(chr(ord(c) & 0xFF) if ord(c) > 0xFF else c for c in text)


@pytest.mark.parametrize("name", ["Lê Lợi", "Hồ Mỹ Lợi", "Lê Hữu Tài"])
def test_letters_that_lost_a_byte_are_no_other_name(name: str) -> None:
    card = f"099088001234||{name}|05031988|Nam|Quốc Oai, Hà Nội|06102026||||"
    assert read(card).name == name
    assert came(narrowed(card)) == "scan-damaged"
    dropped = "".join(c for c in card if ord(c) <= 0xFF)
    assert came(dropped) == "scan-damaged"


def test_a_capital_within_a_word_is_damage() -> None:
    assert refusal(CCCD.replace("Nguyễn", "NguyÑn")).code == "scan-damaged"
    assert read(CCCD.replace("Nguyễn Thị Hoài Thương", "H'Hen Niê")).name == "H'Hen Niê"
    assert read(CCCD.replace("Nguyễn Thị Hoài Thương", "NGUYỄN THỊ LAN")).name == "NGUYỄN THỊ LAN"
