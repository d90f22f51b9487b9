"""The codes of ID cards: the text a scanner sends, and pictures in which one is looked for."""

import datetime as dt
from functools import cache
from io import BytesIO

import pytest
import qrcode
from hypothesis import strategies as st

from lienthong_tui.desk import serial_scanner
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.outline import outline
from lienthong_tui.filing.scanning import proposals
from lienthong_tui.people.addresses import read_address
from lienthong_tui.people.card_image import codes_in
from lienthong_tui.people.dates import read_date
from lienthong_tui.people.id_card import read_card
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.procedures import loading
from lienthong_tui.text.clean import clean

from .mutations import junk, mutated, odd_text, parts_mutated, text_mutated
from .trials import fuzzed, outcome

TODAY = dt.date(2026, 11, 25)
CCCD = (
    "099188001234|197012345|Nguyễn Thị Hoài Thương|05031988|Nữ"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021"
)
CAN_CUOC = (
    "099326001234||Hồ Thị Ngọc Ánh|05032026|Nữ|Thôn An Lợi, Nam Cửa Việt, Quảng Trị|06102026||||"
)
UNMARKED = "099088001234||Nguyen Van An|05031988|Nam|Trieu An, Trieu Phong, Quang Tri|25042021"
BHYT = "TE1459912345678|4e677579e1bb856e|05/03/2026|2|-|45 - 001|06/03/2026|-|4501|-|4|$"
OUTLINED = outline(loading.shipped()[0], {}, today=TODAY, commune="19639")
CARDS = (CCCD, CAN_CUOC, UNMARKED, CCCD + CCCD, CCCD.encode().decode("cp1252", "ignore"), BHYT)


@fuzzed(
    st.one_of(parts_mutated("|", *CARDS), text_mutated(*CARDS), odd_text(300)),
    quick=180,
)
def test_what_a_scanner_sends(text: str) -> None:
    """What is taken of a card could have been typed."""
    card = outcome(read_card, text, today=TODAY)
    if card is None:
        return
    assert parse_id_number(card.number) == card.number
    for text in filter(None, (card.name, card.address, card.unmarked)):
        assert clean(text) == text
    for day in (card.birth_date, card.issue_date):
        assert day is None or read_date(day).text == day
    places = read_address(card.address, issued=card.issue_date) if card.address else ()
    law, person = OUTLINED.group, OUTLINED.group.definition.person[0]
    place = places[0] if places else None
    for told in proposals(OUTLINED, person, card, place, {}, today=TODAY):
        assert read_answer(law.fields[told.field], told.answer, today=TODAY) == told.answer


@cache
def photograph(text: str | bytes, kind: str) -> bytes:
    """A code alone, as small as it can be read."""
    code = qrcode.make(text, box_size=3, border=2).get_image().convert("L")
    written = BytesIO()
    code.save(written, kind)
    return written.getvalue()


PICTURES = [photograph(CCCD, "PNG"), photograph(CCCD, "JPEG"), photograph("x", "PNG")]


@fuzzed(st.one_of(mutated(*PICTURES), junk()), quick=40)
def test_pictures_of_cards(data: bytes) -> None:
    """A damaged picture is told, and what is read in one is text."""
    pytest.importorskip("zxingcpp", reason="the extra `scan` is not installed: no code is read")
    for text in outcome(codes_in, data) or ():
        assert text
        outcome(read_card, text, today=TODAY)


@fuzzed(st.binary(min_size=1, max_size=100), quick=10)
def test_codes_of_any_bytes(held: bytes) -> None:
    """A code may hold what is no text."""
    pytest.importorskip("zxingcpp", reason="the extra `scan` is not installed: no code is read")
    for text in outcome(codes_in, photograph.__wrapped__(held, "PNG")) or ():
        outcome(read_card, text, today=TODAY)


class Port:
    """A serial port that gives these bytes, then nothing."""

    left = b""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> "Port":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, count: int) -> bytes:
        read, Port.left = Port.left[:count], Port.left[count:]
        return read


@fuzzed(st.one_of(mutated(CCCD.encode() + b"\r"), junk(2000)), quick=20)
def test_what_comes_from_a_serial_port(data: bytes) -> None:
    """Each code comes as text, whatever the port sends, and none without end."""
    serial = pytest.importorskip("serial", reason="the extra `scan` is not installed")
    Port.left = data[:20_000]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(serial, "Serial", Port)
        came = list(serial_scanner.scans("x", lambda: bool(Port.left)))
    for text in came:
        assert len(text) <= 4000
        outcome(read_card, text, today=TODAY)
