"""What is typed, pasted or sent by a scanner, one line at a time."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from lienthong_tui.access import codes
from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.desk import gateway, letters
from lienthong_tui.desk.exporting import read_reference
from lienthong_tui.filing.portal_number import parse_portal_number
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.kiosk_serving import checked_address
from lienthong_tui.options import pair
from lienthong_tui.packets.encryption import read_recipient
from lienthong_tui.packets.papers import safe_name
from lienthong_tui.packets.signers import check_principal
from lienthong_tui.packets.sshsig import read_fingerprint, read_public_line
from lienthong_tui.people import addresses, contact, dates, id_number, lists, lunar, names, places
from lienthong_tui.procedures import letters as forms
from lienthong_tui.text import clean, fold

from .mutations import odd_text, text_mutated
from .trials import check_printable, fuzzed, outcome

TODAY = dt.date(2026, 11, 25)
PUBLIC = "age1paj87tef6d36ty2czkezxzqv5nqp4hdra02q4e3fxjurxt4d9d0sva2ru8"
SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOIqMLSPtVmd8RLgZOClFlyqrcsRVhTT3+rIMHj8QkAU"
FINGERPRINT = "SHA256:z46GXmVDHW6nnHnX9Hw+3qDqTNIcwW9/2dSqDpC98qw"
DATES = (
    *("05/03/1988", "05031988", "5/3/88", "3/1988", "1988", "1988-03-05", "h", "-30", "hôm nay"),
    *("Ất Sửu", "3/10 âl", "rằm tháng 7 âm lịch", "15/6 nhuận/2025 âl", "mùng 3 tháng chạp al"),
    *("3/10/Ất Sửu âl", "1/11 đến 15/11", "1/11/2026 - 15/11/2026", "11/2026", "29/2/2024"),
)
MOMENTS = (
    *("7:40 05/03/2026", "05/03/2026 07h40", "2026-03-05T07:40", "7 giờ 40 phút ngày 5/3/2026"),
    *("giờ Tý 5/3/2026", "23h 3/10 âl", "5/3/2026 lúc 23:59"),
)
SAMPLES = (
    *DATES,
    *MOMENTS,
    *("099188001234", "0912 345 678", "+84 912 345 678", "02331234567", "ten@vi.du"),
    "Nguyễn Thị Ánh",
    *("LT19639-261120-1001-6", "G22.99.13-261122-0007", "000.00.99.H50-261122-0007", "19639", "44"),
    *("Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị", "Bru - Vân Kiều", "Kinh"),
    "Giấy chứng sinh.PDF",
)
TYPED = st.one_of(text_mutated(*SAMPLES), odd_text())

SOMEDAY = st.one_of(st.just(TODAY), st.dates(dt.date(2020, 1, 1), dt.date(2099, 12, 31)))


@fuzzed(TYPED, quick=180)
def test_text_that_enters(text: str) -> None:
    """What passes the gate is plain, and passes it again as it is."""
    passed = outcome(clean.clean, text)
    if passed is not None:
        check_printable(passed)
        assert unicodedata.is_normalized("NFC", passed)
        assert clean.clean(passed) == passed
    kept = clean.sifted(text, 300)
    assert len(kept) <= 300
    assert clean.clean(kept) == kept == clean.sifted(kept, 300)
    check_printable(clean.visible(text))


@fuzzed(TYPED, quick=120)
def test_keys_that_text_is_found_by(text: str) -> None:
    """Any text has them, and they stay what they are."""
    for key in (fold.fold, fold.tone_key, fold.unaccented):
        assert key(key(text)) == key(text)
    for told in (names.name_errors, names.foreign_letters, names.unusual_words, names.split_name):
        outcome(told, text)
    check_printable(safe_name(text, ".pdf"))


def _commune(text: str) -> str:
    return places.commune(text).code


def _province(text: str) -> str:
    return places.province(text).code


def _ethnic(text: str) -> str:
    return lists.match_option("ethnic_groups", text)


def _bank(text: str) -> str:
    return lists.match_option("banks", text)


Reader = tuple[Callable[[str], Any], str]
# What gives the text to be kept, which is read again as itself; and how such a text looks.
READERS: dict[str, Reader] = {
    "ID number": (id_number.parse_id_number, "099188001234"),
    "phone": (contact.parse_phone, "+84 912 345 678"),
    "e-mail": (contact.parse_email, "ten@vi.du"),
    "reference": (parse_reference, "LT19639-261120-1001-6"),
    "reference at the command line": (read_reference, "LT19639-261120-1001-6"),
    "portal number": (parse_portal_number, "G22.99.13-261122-0007"),
    "commune": (_commune, "19639"),
    "province": (_province, "44"),
    "ethnic group": (_ethnic, "Bru - Vân Kiều"),
    "bank": (_bank, "Vietcombank"),
    "age recipient": (read_recipient, PUBLIC),
    "fingerprint": (read_fingerprint, FINGERPRINT),
    "address of the kiosk": (checked_address, "https://xa.example.org:8443/x"),
}
_OF_ANY_LETTERS = {"e-mail", "fingerprint", "address of the kiosk"}
# What makes something else of it.
MAKERS: dict[str, Reader] = {
    "identity": (identity_from_text, SECRET),
    "public key": (read_public_line, SSH),
    "principal": (check_principal, "lienthong-19639-1"),
    "command": (gateway.read_command, '/usr/bin/env --x "a b"'),
    "pair": (pair, "child.id_number=099226001234"),
    "address on a card": (addresses.read_address, "Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị"),
    "paper code": (codes.paper_code_hash, "ABCD-EFGH-IJKL-MN23"),
    "phone code": (codes.is_code, "123 456"),
}


def one_of(readers: dict[str, Reader]) -> st.SearchStrategy[tuple[str, str]]:
    """A reader's name, and a text that looks like what it reads, or like anything."""

    def texts(name: str) -> st.SearchStrategy[str]:
        return st.one_of(text_mutated(readers[name][1]), text_mutated(*SAMPLES), odd_text())

    names = st.sampled_from(sorted(readers))
    return names.flatmap(lambda name: st.tuples(st.just(name), texts(name)))


@fuzzed(one_of(READERS), quick=240)
def test_one_line_as_it_is_kept(given: tuple[str, str]) -> None:
    """It comes back as it is written, and nothing steers a terminal by it."""
    name, text = given
    read, _ = READERS[name]
    kept = outcome(read, text)
    if kept is not None:
        assert read(kept) == kept
        assert kept.isascii() or name in _OF_ANY_LETTERS


@fuzzed(one_of(MAKERS), quick=150)
def test_one_line_that_is_made_something_of(given: tuple[str, str]) -> None:
    """Any text is read, or refused in words."""
    name, text = given
    outcome(MAKERS[name][0], text)


@fuzzed(st.tuples(st.one_of(text_mutated(*DATES), odd_text(20)), SOMEDAY), quick=180)
def test_dates(given: tuple[str, dt.date]) -> None:
    """A date is read on any day there is, and reads the same once it is stored."""
    text, today = given
    for partial in (False, True):
        read = outcome(dates.parse_date, text, today=today, partial=partial)
        if read is not None:
            assert dates.read_date(read.text) == read
            assert partial or read.exact
            check_printable(dates.format_date(read.text))
    outcome(dates.dates_meant, text, today=today)
    span = outcome(dates.span_meant, text, today=today)
    assert span is None or span[0] <= span[1]
    outcome(lunar.read_lunar, text, today=today)


@fuzzed(st.tuples(st.one_of(text_mutated(*MOMENTS), odd_text(20)), SOMEDAY), quick=180)
def test_moments(given: tuple[str, dt.date]) -> None:
    """A day with its hour is read on any day there is, and reads the same once it is stored."""
    text, today = given
    read = outcome(dates.parse_moment, text, today=today)
    if read is not None:
        assert dates.read_moment(read.text) == read
    outcome(dates.read_moment, text)


ASKS = [ask for form in forms.shipped().letter for ask in form.ask]


@fuzzed(st.tuples(st.sampled_from(ASKS), TYPED | st.lists(TYPED, max_size=3).map(tuple)), quick=60)
def test_what_is_typed_for_a_letter(given: tuple[forms.Ask, str | tuple[str, ...]]) -> None:
    """It prints as it was read."""
    ask, text = given
    read = outcome(letters.read_text, ask, text, TODAY)
    if read:
        assert letters.read_text(ask, read, TODAY) == read
