from base64 import b32encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.access import codes

# RFC 6238 appendix B, SHA-1, cut to its last six digits.
RFC_SECRET = b32encode(b"12345678901234567890").decode()
RFC_VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
NOW = datetime(2026, 11, 23, 1, 20, 15, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30


def code_at(step: int, secret: str = RFC_SECRET) -> str:
    return pyotp.TOTP(secret).generate_otp(step)


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert codes.matching_step(RFC_SECRET, code, at) == seconds // 30


@pytest.mark.parametrize("offset", range(-25, 26))
def test_one_step_either_way_is_taken_and_more_is_told_as_skew(offset: int) -> None:
    code = code_at(STEP + offset)
    matched = codes.matching_step(RFC_SECRET, code, NOW)
    minutes = codes.skew(RFC_SECRET, code, NOW)
    if abs(offset) <= 1:
        assert (matched, minutes) == (STEP + offset, None)
    elif abs(offset) <= 20:
        expected = (abs(offset) + 1) // 2
        assert (matched, minutes) == (None, expected if offset > 0 else -expected)
    else:
        assert (matched, minutes) == (None, None)


@pytest.mark.parametrize(
    "disguise",
    [
        lambda code: code[:3] + " " + code[3:],
        lambda code: f" {code} ",
    ],
)
def test_spaces_in_a_code_are_ignored(disguise: Callable[[str], str]) -> None:
    assert codes.matching_step(RFC_SECRET, disguise(code_at(STEP)), NOW) == STEP


@pytest.mark.parametrize("code", ["", "      ", "abcdef", "-12345", "12345", "1234567"])
def test_what_has_not_six_digits_is_refused(code: str) -> None:
    assert codes.matching_step(RFC_SECRET, code, NOW) is None
    assert codes.skew(RFC_SECRET, code, NOW) is None


@pytest.mark.parametrize(
    "disguise",
    [
        lambda code: code[:5],
        lambda code: code + "0",
        lambda code: code + "\n",
        lambda code: "\t" + code,
        lambda code: code.translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
        lambda code: code.translate({ord("0") + i: 0x0660 + i for i in range(10)}),
    ],
)
def test_the_right_code_in_disguise_is_refused(disguise: Callable[[str], str]) -> None:
    code = disguise(code_at(STEP))
    assert codes.matching_step(RFC_SECRET, code, NOW) is None
    assert codes.skew(RFC_SECRET, code, NOW) is None


@given(st.text(max_size=12))
@settings(max_examples=50)
def test_no_input_raises(text: str) -> None:
    step = codes.matching_step(RFC_SECRET, text, NOW)
    assert step is None or text.replace(" ", "") == code_at(step)


def test_a_clock_at_1970_is_no_trouble() -> None:
    at = datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)
    assert codes.matching_step(RFC_SECRET, code_at(0), at) == 0
    assert codes.matching_step(RFC_SECRET, "000000", at - timedelta(days=1)) is None


def test_the_uri_fits_a_terminal_and_a_phone_reads_the_same_secret() -> None:
    secret = codes.new_secret()
    assert secret != codes.new_secret()
    uri = codes.provisioning_uri(secret, "QuayLT:1")
    assert uri.isascii()
    assert len(uri) < 90
    phone = pyotp.parse_uri(uri)
    assert isinstance(phone, pyotp.TOTP)
    assert codes.matching_step(secret, phone.at(NOW), NOW) == STEP
