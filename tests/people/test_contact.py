import pytest

from lienthong_tui.people.contact import parse_email, parse_phone
from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912345678", "0912345678"),
        (" 0912 345.678 ", "0912345678"),
        ("0912-345-678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("(+84) 912345678", "0912345678"),
        ("+84 (0) 912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0841234567", "0841234567"),
        ("0321234567", "0321234567"),
        ("0591234567", "0591234567"),
        ("0612345678", "0612345678"),
        ("0233385312", "0233385312"),
        ("0233 3853 123", "02333853123"),
        ("+84 233 3853 123", "02333853123"),
    ],
)
def test_phone(text: str, number: str) -> None:
    assert parse_phone(text) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem("phone-length", digits=0)),
        ("912345678", Problem("phone-length", digits=9)),
        ("091234567", Problem("phone-length", digits=9)),
        ("09123456789", Problem("phone-length", digits=11)),
        ("091234567890", Problem("phone-length", digits=12)),
        ("023338531234", Problem("phone-length", digits=12)),
        ("1234567890", Problem("phone-prefix", prefix="123")),
        ("12345678901", Problem("phone-prefix", prefix="123")),
        ("01001234567", Problem("phone-length", digits=11)),
        ("+856 20 1234567", Problem("phone-prefix", prefix="+856")),
        ("01231234567", Problem("phone-old-prefix", old="0123", new="083")),
        ("0168 123 4567", Problem("phone-old-prefix", old="0168", new="038")),
        ("01991234567", Problem("phone-old-prefix", old="0199", new="059")),
        ("+841681234567", Problem("phone-old-prefix", old="0168", new="038")),
        ("09l2345678", Problem("phone-character", position=3, character="l")),
        ("0912+345678", Problem("phone-character", position=5, character="+")),
        ("++84912345678", Problem("phone-character", position=2, character="+")),
        ("０９１２３４５６７８", Problem("phone-character", position=1, character="０")),
    ],
)
def test_phone_mistakes(text: str, problem: Problem) -> None:
    with pytest.raises(Problem) as caught:
        parse_phone(text)
    assert caught.value == problem


def test_every_old_prefix_has_its_new_one() -> None:
    rows = list(read_table("phone_prefixes_2018"))
    assert len(rows) == 21
    for row in rows:
        with pytest.raises(Problem) as caught:
            parse_phone(row["old"] + "1234567")
        assert caught.value == Problem("phone-old-prefix", old=row["old"], new=row["new"])
        assert parse_phone(row["new"] + "1234567") == row["new"] + "1234567"


@pytest.mark.parametrize("text", ["an@xa.gov.vn", " an.ho+1@example.com "])
def test_email(text: str) -> None:
    assert parse_email(text) == text.strip()


@pytest.mark.parametrize("text", ["", "an", "an@xa", "an@xa.v", "an ho@xa.vn", "a@b@xa.vn"])
def test_email_mistakes(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_email(text)
    assert caught.value == Problem("email-unreadable", text=text)
