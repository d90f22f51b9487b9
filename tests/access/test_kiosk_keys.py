"""The code that an officer hands out, and what a kiosk seals for its desk."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage.x25519 import Identity

from lienthong_tui.access import kiosk_keys
from lienthong_tui.problems import Problem

AT = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
SECRET, OTHER = bytes(range(32)), bytes(32)
DESK = Identity.generate()
RECIPIENT = str(DESK.to_public())
GRANDSON = "099208001234"


def key(**other: str) -> bytes:
    said = {"kiosk": "k1", "id_number": GRANDSON, "group": "death"} | other
    return kiosk_keys.bound(SECRET, said["kiosk"], said["id_number"], said["group"])


def sealed(body: bytes = b"body", secret: bytes = SECRET) -> bytes:
    return kiosk_keys.seal(body, kiosk="k1", secret=secret, recipient=RECIPIENT)


def test_a_code_has_six_digits_and_a_test_vector() -> None:
    # HOTP (RFC 4226) of HMAC-SHA-256(secret, the JSON list), minute 29933400, worked out apart.
    assert kiosk_keys.code_of(key(), kiosk_keys.step_at(AT)) == "690176"


def test_a_code_lasts_ten_minutes() -> None:
    code = kiosk_keys.code_of(key(), kiosk_keys.step_at(AT))
    for seconds in (0, 59, 9 * 60, 9 * 60 + 59):
        assert kiosk_keys.matching_step(key(), code, AT + timedelta(seconds=seconds)) is not None
    assert kiosk_keys.matching_step(key(), code, AT + timedelta(minutes=10)) is None


def test_a_kiosk_a_little_behind_takes_it() -> None:
    code = kiosk_keys.code_of(key(), kiosk_keys.step_at(AT))
    assert kiosk_keys.matching_step(key(), code, AT - timedelta(minutes=3)) is not None
    assert kiosk_keys.matching_step(key(), code, AT - timedelta(minutes=4)) is None


@pytest.mark.parametrize(
    ("minutes", "told"), [(-4, 4), (-90, 90), (-123, 123), (-124, None), (20, None)]
)
def test_a_clock_that_is_behind_is_told(minutes: int, told: int | None) -> None:
    code = kiosk_keys.code_of(key(), kiosk_keys.step_at(AT))
    assert kiosk_keys.behind(key(), code, AT + timedelta(minutes=minutes)) == told


@pytest.mark.parametrize(
    "other", [{"kiosk": "k2"}, {"id_number": "099208001235"}, {"group": "birth"}]
)
def test_it_is_bound_to_the_kiosk_the_relative_and_the_group(other: dict[str, str]) -> None:
    code = kiosk_keys.code_of(key(), kiosk_keys.step_at(AT))
    assert kiosk_keys.matching_step(key(**other), code, AT) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert kiosk_keys.matching_step(key(), typed, AT) is None


def test_spaces_are_ignored() -> None:
    code = kiosk_keys.code_of(key(), kiosk_keys.step_at(AT))
    assert kiosk_keys.matching_step(key(), f"{code[:3]} {code[3:]}", AT) is not None


@given(st.binary(max_size=200))
def test_what_was_sealed_comes_out_whole(body: bytes) -> None:
    assert kiosk_keys.open_sealed(sealed(body), DESK, {"k1": SECRET}) == ("k1", body)


def test_another_desk_reads_nothing() -> None:
    with pytest.raises(Problem) as refused:
        kiosk_keys.open_sealed(sealed(), Identity.generate(), {"k1": SECRET})
    assert refused.value.code == "sealed-unreadable"


def test_a_kiosk_that_is_not_paired_hands_over_nothing() -> None:
    with pytest.raises(Problem) as refused:
        kiosk_keys.open_sealed(sealed(), DESK, {"k2": SECRET})
    assert refused.value.code == "sealed-unpaired"


def test_whoever_knows_only_the_recipient_forges_nothing() -> None:
    with pytest.raises(Problem) as refused:
        kiosk_keys.open_sealed(sealed(secret=OTHER), DESK, {"k1": SECRET})
    assert refused.value.code == "sealed-forged"


def test_every_changed_byte_is_caught() -> None:
    data = sealed()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(Problem):
            kiosk_keys.open_sealed(bytes(changed), DESK, {"k1": SECRET})


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(Problem):
        kiosk_keys.open_sealed(data, DESK, {"k1": SECRET})
