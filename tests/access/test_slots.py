import shutil
import subprocess
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from lienthong_tui.access import passwords, slots
from lienthong_tui.access.keyfiles import write_recovery_sheet
from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.access.slots import Identity, Slot
from lienthong_tui.problems import DeskUnavailable, Problem, Refused

NOW = datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
NAME, ID_NUMBER, PASSWORD = "Nguyễn Thị Mẫu", "099190000017", "mưa rơi trên mái"
DESK_SALT = slots.new_desk_salt(FLOOR)


@pytest.fixture(scope="module")
def officer() -> tuple[Slot, Identity]:
    return slots.officer_slot(NAME, ID_NUMBER, PASSWORD, DESK_SALT, FLOOR, NOW)


def test_an_officer_opens_with_the_password(officer: tuple[Slot, Identity]) -> None:
    slot, identity = officer
    assert str(slots.open_officer_slot(slot, PASSWORD)) == str(identity)
    assert slot.recipient == str(identity.to_public())
    assert slot.created == "2026-11-23T01:20:00+00:00"


def test_a_slot_says_nothing_of_the_id_number_or_password(officer: tuple[Slot, Identity]) -> None:
    written = msgspec.json.encode(officer[0])
    assert ID_NUMBER.encode() not in written
    assert PASSWORD.encode() not in written
    assert b"SECRET-KEY" not in written


def test_slot_ids_are_opaque(officer: tuple[Slot, Identity]) -> None:
    again, _ = slots.officer_slot(NAME, ID_NUMBER, PASSWORD, DESK_SALT, FLOOR, NOW)
    assert again.id != officer[0].id
    assert again.id_hash == officer[0].id_hash == slots.id_hash(f" {ID_NUMBER} ", DESK_SALT)
    assert again.id_hash != slots.id_hash(ID_NUMBER, slots.new_desk_salt(FLOOR))


@pytest.mark.parametrize("password", ["", PASSWORD + " ", PASSWORD.upper()])
def test_a_wrong_password_is_refused(officer: tuple[Slot, Identity], password: str) -> None:
    with pytest.raises(Refused) as caught:
        slots.open_officer_slot(officer[0], password)
    assert caught.value == Refused("sign-in")


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ({"id": "0" * 32}, Refused("sign-in")),
        ({"kind": "recovery"}, Refused("sign-in")),
        ({"recipient": "age1x"}, Refused("sign-in")),
        ({"memory_kib": FLOOR.memory_kib + 1}, Refused("sign-in")),
        ({"iterations": FLOOR.iterations + 1}, Refused("sign-in")),
        ({"lanes": 2}, Refused("sign-in")),
        ({"salt": bytes(16)}, Refused("sign-in")),
        ({"nonce": bytes(12)}, Refused("sign-in")),
        ({"wrapped": bytes(90)}, Refused("sign-in")),
        ({"wrapped": b""}, Refused("sign-in")),
        ({"wrapped": None}, Refused("sign-in")),
        ({"memory_kib": 1024}, DeskUnavailable("slot-weak-cost")),
        ({"iterations": 1}, DeskUnavailable("slot-weak-cost")),
        ({"memory_kib": None}, DeskUnavailable("slot-damaged")),
        ({"salt": b"short"}, DeskUnavailable("slot-damaged")),
        ({"nonce": b"short"}, DeskUnavailable("slot-damaged")),
    ],
)
def test_an_edited_slot_does_not_open(
    officer: tuple[Slot, Identity], edit: dict[str, object], problem: Problem
) -> None:
    with pytest.raises(Problem) as caught:
        slots.open_officer_slot(msgspec.structs.replace(officer[0], **edit), PASSWORD)
    assert caught.value == problem


def test_a_weak_cost_is_not_even_made() -> None:
    weak = passwords.Cost(1024, 1, 1)
    with pytest.raises(DeskUnavailable):
        slots.officer_slot(NAME, ID_NUMBER, PASSWORD, DESK_SALT, weak, NOW)


def test_every_holder_opens_the_store_key_and_nobody_else(officer: tuple[Slot, Identity]) -> None:
    key = slots.new_store_key()
    recovery, recovery_identity = slots.recovery_slot(NOW)
    unattended, unattended_identity = slots.unattended_slot("đêm", NOW)
    _, intake_identity = slots.intake_slot(NOW)
    blob = slots.wrap_store_key(
        key, [officer[0].recipient, recovery.recipient, unattended.recipient]
    )
    assert len(key) == 32
    assert key not in blob
    for identity in (officer[1], recovery_identity, unattended_identity):
        assert slots.unwrap_store_key(blob, identity) == key
    with pytest.raises(DeskUnavailable) as caught:
        slots.unwrap_store_key(blob, intake_identity)
    assert caught.value.code == "store-key-unreadable"


@pytest.mark.parametrize("damage", [b"", b"age-encryption.org/v1\n", b"x" * 300])
def test_a_damaged_store_key_is_told(damage: bytes) -> None:
    _, identity = slots.recovery_slot(NOW)
    with pytest.raises(DeskUnavailable) as caught:
        slots.unwrap_store_key(damage, identity)
    assert caught.value.code == "store-key-unreadable"


def test_a_flipped_bit_in_the_store_key_is_told() -> None:
    slot, identity = slots.recovery_slot(NOW)
    blob = slots.wrap_store_key(slots.new_store_key(), [slot.recipient])
    for at in range(0, len(blob), 7):
        bad = blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]
        with pytest.raises(DeskUnavailable):
            slots.unwrap_store_key(bad, identity)


def test_the_stock_age_tool_opens_the_store_key_with_the_recovery_sheet(tmp_path: Path) -> None:
    if shutil.which("age") is None:
        missing = "not proved here, `age` is not installed: the stock tool opens the store key"
        warnings.warn(missing, stacklevel=1)
        pytest.skip(missing)
    key = slots.new_store_key()
    slot, identity = slots.recovery_slot(NOW)
    other, _ = slots.unattended_slot("x", NOW)
    wrapped = tmp_path / "store-key.age"
    wrapped.write_bytes(slots.wrap_store_key(key, [other.recipient, slot.recipient]))
    sheet = tmp_path / "sheet.txt"
    write_recovery_sheet(sheet, identity, "Xã Nam Cửa Việt")
    done = subprocess.run(["age", "-d", "-i", sheet, wrapped], capture_output=True, check=False)
    assert (done.stdout, done.returncode) == (key, 0), done.stderr


@pytest.mark.parametrize("dress", [str, str.lower, lambda text: f" {text[:20]} {text[20:]}\n"])
def test_an_identity_is_read_as_people_type_it(dress: Callable[[str], str]) -> None:
    _, identity = slots.recovery_slot(NOW)
    assert str(slots.identity_from_text(dress(str(identity)))) == str(identity)


def test_every_mistyped_letter_is_noticed() -> None:
    text = str(slots.recovery_slot(NOW)[1])
    for at in range(len(text)):
        wrong = text[:at] + ("Q" if text[at] != "Q" else "P") + text[at + 1 :]
        with pytest.raises(Problem) as caught:
            slots.identity_from_text(wrong)
        assert caught.value.code == "key-mistyped"


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1", "ề", "age1qqqq", "\x00", "\udcff"])
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(Problem) as caught:
        slots.identity_from_text(text)
    assert caught.value.code == "key-mistyped"
