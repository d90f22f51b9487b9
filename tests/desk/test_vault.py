import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from msgspec.structs import replace

from lienthong_tui.access import codes, keyfiles, passwords, slots
from lienthong_tui.access.passwords import FLOOR, Cost
from lienthong_tui.desk import founding, vault
from lienthong_tui.desk.founding import Created
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.problems import DeskUnavailable, Problem, Refused
from lienthong_tui.store import codes as code_store
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store import schema
from lienthong_tui.store import slots as slot_store
from lienthong_tui.store.key_change import change_key, sole_use
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.store.sqlcipher import Database, one, writing

NOW = datetime(2026, 11, 23, 1, 20, 15, tzinfo=UTC)
NAME, ID_NUMBER, PASSWORD = "Nguyễn Thị Mẫu", "099190000017", "mưa rơi trên mái"
posix = pytest.mark.skipif(os.name != "posix", reason="modes and signals are POSIX")


def create(place: Path, **other: Any) -> Created:
    arguments: dict[str, Any] = {
        "officer_id": ID_NUMBER,
        "officer_name": NAME,
        "password": PASSWORD,
        "recovery_file": place / "sheet.txt",
        "key_file": place / "night.key",
        "cost": FLOOR,
        "now": NOW,
        "phone_label": "QuayLT:19639-1",
        "furnish": lambda _db, _officer: None,
    }
    return founding.create_vault(place / "desk", **(arguments | other))


@dataclass
class Desk:
    place: Path
    created: Created

    @property
    def folder(self) -> Path:
        return self.place / "desk"

    def code(self, now: datetime = NOW, steps: int = 0) -> str:
        phone = pyotp.parse_uri(self.created.otp_uri)
        assert isinstance(phone, pyotp.TOTP)
        return phone.generate_otp(int(now.timestamp()) // 30 + steps)

    def sign_in(
        self,
        officer: str = ID_NUMBER,
        password: str = PASSWORD,
        code: str | None = None,
        now: datetime = NOW,
    ) -> Unlocked:
        code = self.code(now) if code is None else code
        return vault.open_with_password(self.folder, officer, password, code, now)

    def refused(self, **how: Any) -> Problem:
        with pytest.raises(Problem) as caught:
            self.sign_in(**how)
        return caught.value

    def keyring(self) -> Database:
        return keyrings.open_keyring(self.folder / "keys.db")

    def store(self) -> Database:
        return schema.open(self.folder / "desk.db", self.created.store_key)

    def intake(self) -> slots.Identity:
        """What opens what kiosks seal for the desk: it lies only inside the store."""
        found = one(self.store(), "SELECT identity FROM slot WHERE kind = 'desk-intake'")
        assert found is not None
        return slots.identity_from_text(found[0])

    def fails(self) -> int:
        return keyrings.attempts(self.keyring(), self.created.officer_slot_id)[0]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    place = tmp_path_factory.mktemp("pristine")
    return Desk(place, create(place))


@pytest.fixture
def desk(pristine: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(pristine.place, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, pristine.created)


# -- making ---------------------------------------------------------------------------------------


@posix
def test_a_new_desk_is_its_owners_alone(desk: Desk, pristine: Desk) -> None:
    assert pristine.folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in pristine.folder.iterdir()) == ["desk.db", "keys.db"]
    for path in [*pristine.folder.iterdir(), *pristine.place.glob("*.*")]:
        assert path.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in desk.place.iterdir()) == ["desk", "night.key", "sheet.txt"]


def test_nothing_secret_lies_open_in_the_folder(desk: Desk) -> None:
    secrets = [ID_NUMBER, PASSWORD, "SECRET-KEY", desk.created.otp_uri.partition("secret=")[2]]
    for path in desk.folder.iterdir():
        content = path.read_bytes()
        assert desk.created.store_key not in content
        for secret in secrets:
            assert secret.encode() not in content
    assert b"SQLite format 3" not in (desk.folder / "desk.db").read_bytes()
    assert desk.created.otp_uri not in repr(desk.created)
    assert desk.created.store_key.hex() not in repr(desk.created)


def test_both_lists_of_slots_agree_and_the_intake_key_is_inside(desk: Desk) -> None:
    kinds = ["officer", "recovery", "unattended", "desk-intake"]
    assert [slot.kind for slot in desk.created.slots] == kinds
    assert keyrings.slots(desk.keyring()) == desk.created.slots
    store = desk.store()
    assert [slot.recipient for slot in slot_store.listed(store)] == [
        slot.recipient for slot in desk.created.slots
    ]
    intake = desk.intake()
    assert str(intake.to_public()) == desk.created.slots[-1].recipient
    with pytest.raises(DeskUnavailable):
        slots.unwrap_store_key(keyrings.store_keys(desk.keyring())[0].blob, intake)


def test_the_address_for_the_phone_is_short_and_names_the_desk(desk: Desk) -> None:
    assert "QuayLT%3A19639-1?" in desk.created.otp_uri
    assert desk.created.otp_uri.isascii()
    assert len(desk.created.otp_uri) < 90


def test_an_empty_folder_is_taken_and_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir(mode=0o755)
    created = create(tmp_path, key_file=None)
    assert [slot.kind for slot in created.slots] == ["officer", "recovery", "desk-intake"]
    if os.name == "posix":
        assert (tmp_path / "desk").stat().st_mode & 0o777 == 0o700


def tree(place: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(place)): path.read_bytes() if path.is_file() else None
        for path in place.rglob("*")
    }


@pytest.mark.parametrize(
    ("prepare", "other", "code"),
    [
        (lambda at: (at / "desk").mkdir() or (at / "desk/x").touch(), {}, "desk-exists"),
        (lambda at: (at / "desk").write_text("x"), {}, "desk-exists"),
        (lambda at: (at / "sheet.txt").write_text("x"), {}, "file-exists"),
        (lambda at: (at / "night.key").write_text("x"), {}, "file-exists"),
        (None, {"officer_id": "09919000001"}, "officer-id"),
        (None, {"officer_id": "０９９１９００００００１７"}, "officer-id"),
        (None, {"officer_name": "  "}, "officer-name-empty"),
        (None, {"password": "ngắn"}, "password-short"),
        (None, {"cost": Cost(1024, 1, 1)}, "slot-weak-cost"),
        (None, {"recovery_file": Path("none/sheet.txt")}, "folder-missing"),
    ],
)
def test_what_stops_the_making_leaves_everything_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Path], object] | None,
    other: dict[str, Any],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if prepare:
        prepare(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(Problem) as caught:
        create(tmp_path, **other)
    assert caught.value.code == code
    assert tree(tmp_path) == before


@pytest.mark.parametrize("argument", ["recovery_file", "key_file"])
def test_a_key_is_not_laid_inside_the_desk_it_opens(tmp_path: Path, argument: str) -> None:
    with pytest.raises(Problem) as caught:
        create(tmp_path, **{argument: tmp_path / "x" / ".." / "desk" / "night.key"})
    assert caught.value.code == "key-inside-desk"
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("below", ["a file", "a file/further"])
def test_below_a_file_no_desk_can_be(tmp_path: Path, below: str) -> None:
    (tmp_path / "a file").write_text("x")
    with pytest.raises(Problem) as caught:
        founding.create_vault(
            tmp_path / below / "desk",
            officer_id=ID_NUMBER,
            officer_name=NAME,
            password=PASSWORD,
            recovery_file=tmp_path / "sheet.txt",
            cost=FLOOR,
            now=NOW,
            phone_label="QuayLT:19639-1",
            furnish=lambda _db, _officer: None,
        )
    path = str(tmp_path / below / "desk")
    assert caught.value == DeskUnavailable("folder-unwritable", path=path)
    assert tree(tmp_path) == {"a file": b"x"}


def test_a_desk_that_came_in_between_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_db: Database, _officer: str) -> None:
        (tmp_path / "desk").mkdir()
        (tmp_path / "desk/x").touch()

    with pytest.raises(Problem) as caught:
        create(tmp_path, furnish=meanwhile)
    assert caught.value.code == "desk-exists"
    assert tree(tmp_path) == {"desk": None, "desk/x": b""}


FULL, INTERRUPTED = OSError(errno.ENOSPC, "full"), KeyboardInterrupt()


@pytest.mark.parametrize(
    ("room", "function", "failure"),
    [
        (keyfiles, "write_recovery_sheet", FULL),
        (keyfiles, "write_key_file", INTERRUPTED),
        (schema, "create", FULL),
        (code_store, "set_secret", INTERRUPTED),
        (keyrings, "create", FULL),
        (keyrings, "add_store_key", INTERRUPTED),
        (Path, "replace", FULL),
    ],
)
def test_a_failure_at_any_step_leaves_nothing_half_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    room: Any,
    function: str,
    failure: BaseException,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(room, function, fail)
    with pytest.raises((Problem, KeyboardInterrupt)) as caught:
        create(tmp_path)
    if failure is FULL:
        assert caught.value == DeskUnavailable("disk-full")
    assert tree(tmp_path) == {}


# -- signing in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "officer",
    [ID_NUMBER, f" {ID_NUMBER} ", NAME, "nguyễn thị  mẫu", "NGUYỄN THỊ MẪU", "nguyen thi mau"],
)
def test_an_officer_signs_in_by_id_number_or_name(desk: Desk, officer: str) -> None:
    opened = desk.sign_in(officer)
    assert (opened.officer, opened.kind) == (desk.created.officer_slot_id, "officer")
    assert slot_store.listed(opened.db)
    assert keyrings.attempts(opened.keyring, opened.officer) == (0, None)


@pytest.mark.parametrize("twin", [NAME, "Nguyễn Thị Mậu"])
def test_a_name_that_fits_two_officers_opens_for_neither(desk: Desk, twin: str) -> None:
    keyring = desk.keyring()
    salt = keyrings.desk_salt(keyring)
    other, _ = slots.officer_slot(twin, "099190000018", PASSWORD, salt, FLOOR, NOW)
    keyrings.put_slot(keyring, other)
    store = desk.store()
    slot_store.record(store, ListedSlot(other.id, other.kind, other.recipient, other.label))
    assert vault.officers(desk.folder) == []
    assert desk.refused(officer=NAME) == Refused("sign-in")
    assert desk.sign_in().officer == desk.created.officer_slot_id


def test_officers_are_named_without_a_password(desk: Desk) -> None:
    assert vault.officers(desk.folder) == [NAME]
    with pytest.raises(DeskUnavailable) as caught:
        vault.officers(desk.folder / "elsewhere")
    assert caught.value.code == "desk-not-here"


@pytest.mark.parametrize(
    "how",
    [
        {"officer": "099190000018"},
        {"officer": "Nguyen Thi"},
        {"officer": "recovery"},
        {"officer": ""},
        {"password": "mưa rơi trên sân"},
        {"password": ""},
        {"code": ""},
        {"code": "12345"},
        {"officer": "099190000018", "password": "sai", "code": "000000"},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(desk: Desk, how: dict[str, str]) -> None:
    assert desk.refused(**how) == Refused("sign-in")


@pytest.mark.parametrize("officer", [ID_NUMBER, NAME, "099190000018", "Không Ai Cả"])
def test_an_unknown_officer_costs_the_same_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, officer: str
) -> None:
    spent: list[Cost] = []
    derive = passwords.derive

    def counted(password: str, salt: bytes, cost: Cost) -> bytes:
        spent.append(cost)
        return derive(password, salt, cost)

    monkeypatch.setattr(passwords, "derive", counted)
    assert desk.refused(officer=officer, password="sai rồi nhé") == Refused("sign-in")
    assert spent == [FLOOR, FLOOR]


def test_a_code_is_valid_once_also_for_another_process(desk: Desk) -> None:
    code = desk.code()
    desk.sign_in(code=code)
    assert desk.refused(code=code) == Refused("sign-in")
    assert desk.refused(code=code, now=NOW + timedelta(seconds=20)) == Refused("sign-in")
    elsewhere = f"""
from datetime import datetime
from pathlib import Path
from lienthong_tui.desk import founding, vault
from lienthong_tui.problems import Refused
try:
    now = datetime.fromisoformat({NOW.isoformat()!r})
    vault.open_with_password(Path({str(desk.folder)!r}), {ID_NUMBER!r}, {PASSWORD!r}, {code!r}, now)
except Refused as problem:
    print(problem.code)
"""
    done = subprocess.run([sys.executable, "-c", elsewhere], capture_output=True, check=True)
    assert done.stdout.strip() == b"sign-in"
    desk.sign_in(code=desk.code(steps=1))


@pytest.mark.parametrize(("steps", "minutes"), [(2, 1), (-2, -1), (7, 4), (-20, -10)])
def test_a_wrong_clock_is_told_only_after_the_right_password(
    desk: Desk, steps: int, minutes: int
) -> None:
    code = desk.code(steps=steps)
    assert desk.refused(code=code, password="sai rồi nhé") == Refused("sign-in")
    assert desk.refused(code=code) == Refused("code-skew", minutes=minutes)
    assert desk.fails() == 2


def test_a_code_of_yesterday_is_just_wrong(desk: Desk) -> None:
    assert desk.refused(code=desk.code(NOW - timedelta(days=1))) == Refused("sign-in")


# -- lock-out -------------------------------------------------------------------------------------


def test_after_five_failures_even_the_right_password_waits(desk: Desk) -> None:
    for wrong in ({"password": "sai"}, {"code": ""}, {"officer": NAME, "password": "sai"}) * 2:
        if desk.fails() < 5:
            assert desk.refused(**wrong) == Refused("sign-in")
    assert desk.refused() == Refused("sign-in-locked", seconds=30)
    assert desk.refused(officer=NAME) == Refused("sign-in-locked", seconds=30)
    later = NOW + timedelta(seconds=29)
    assert desk.refused(now=later) == Refused("sign-in-locked", seconds=1)
    assert desk.fails() == 5
    desk.sign_in(now=NOW + timedelta(seconds=30))
    assert desk.fails() == 0


def test_an_unknown_officer_is_locked_out_just_as_a_known_one(desk: Desk) -> None:
    for _ in range(5):
        assert desk.refused(officer="Không Ai Cả") == Refused("sign-in")
    assert desk.refused(officer="Không Ai Cả") == Refused("sign-in-locked", seconds=30)
    desk.sign_in()


def test_a_locked_try_spends_no_work_on_the_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyrings.record_attempts(desk.keyring(), desk.created.officer_slot_id, 5, NOW)
    monkeypatch.setattr(slots, "open_officer_slot", None)
    too_soon = NOW - timedelta(seconds=1)
    assert desk.refused(now=too_soon).code == "sign-in-locked"


def test_a_clock_set_back_ten_years_locks_for_15_minutes(desk: Desk) -> None:
    due = NOW + timedelta(minutes=15)
    keyrings.record_attempts(desk.keyring(), desk.created.officer_slot_id, 12, due)
    past = NOW - timedelta(days=3650)
    assert desk.refused(now=past) == Refused("sign-in-locked", seconds=900)
    past += timedelta(minutes=14)
    assert desk.refused(now=past) == Refused("sign-in-locked", seconds=60)
    desk.sign_in(now=past + timedelta(minutes=1))


@posix
def test_a_try_killed_before_the_password_is_checked_still_counts(desk: Desk) -> None:
    killed = f"""
import os, signal
from datetime import datetime
from pathlib import Path
from lienthong_tui.access import slots
from lienthong_tui.desk import founding, vault
slots.open_officer_slot = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
now = datetime.fromisoformat({NOW.isoformat()!r})
vault.open_with_password(Path({str(desk.folder)!r}), {ID_NUMBER!r}, "guess", "000000", now)
"""
    for count in (1, 2):
        assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -9
        assert desk.fails() == count


# -- damage and tampering -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["officer", "recovery", "unattended"])
def test_a_slot_injected_into_the_keyring_is_told_and_taken_out(desk: Desk, kind: str) -> None:
    intruder, identity = slots.unattended_slot("người lạ", NOW)
    keyring = desk.keyring()
    keyrings.put_slot(keyring, intruder)
    with writing(keyring):
        keyring.execute("UPDATE slot SET kind = ? WHERE id = ?", [kind, intruder.id])
    assert desk.sign_in().strangers == ("người lạ",)
    assert keyrings.slots(desk.keyring()) == desk.created.slots
    with pytest.raises(Refused) as caught:
        vault.open_with_identity(desk.folder, identity, "key", NOW)
    assert caught.value.code == "key-unknown"
    assert desk.sign_in(code=desk.code(steps=1)).strangers == ()


def test_a_slot_whose_key_was_exchanged_in_the_keyring_is_taken_out(desk: Desk) -> None:
    intruder, _ = slots.recovery_slot(NOW)
    keyring = desk.keyring()
    with writing(keyring):
        value = intruder.recipient
        keyring.execute("UPDATE slot SET recipient = ? WHERE kind = 'recovery'", [value])
    assert desk.sign_in().strangers == ("recovery",)
    assert "recovery" not in [slot.kind for slot in keyrings.slots(desk.keyring())]


def test_a_slot_renamed_in_the_keyring_is_told_and_put_right(desk: Desk) -> None:
    keyring = desk.keyring()
    with writing(keyring):
        keyring.execute("UPDATE slot SET label = 'ai đó' WHERE kind = 'officer'")
    assert desk.sign_in().strangers == ("ai đó",)
    assert keyrings.slots(desk.keyring()) == desk.created.slots


def test_a_slot_gone_from_the_keyring_shuts_out_its_holder_only(desk: Desk) -> None:
    keyring = desk.keyring()
    with writing(keyring):
        keyring.execute("DELETE FROM slot WHERE id = ?", [desk.created.slots[2].id])
    with pytest.raises(Refused) as caught:
        vault.open_with_key_file(desk.folder, desk.place / "night.key", NOW)
    assert caught.value.code == "key-unknown"
    desk.sign_in()


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ("memory_kib = memory_kib + 1", Refused("sign-in")),
        ("iterations = 3", Refused("sign-in")),
        ("salt = zeroblob(16)", Refused("sign-in")),
        ("memory_kib = 1024", DeskUnavailable("slot-weak-cost")),
        ("memory_kib = 1 << 40", DeskUnavailable("slot-damaged")),
    ],
)
def test_parameters_edited_in_the_keyring_are_refused(
    desk: Desk, edit: str, problem: Problem
) -> None:
    keyring = desk.keyring()
    with writing(keyring):
        keyring.execute(f"UPDATE slot SET {edit} WHERE kind = 'officer'")
    assert desk.refused() == problem


def test_an_officer_without_a_code_secret_does_not_get_in(desk: Desk) -> None:
    store = desk.store()
    with writing(store):
        store.execute("DELETE FROM code_secret")
    store.close()
    assert desk.refused() == Refused("sign-in")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("keys.db", None, "keyring-missing"),
        ("keys.db", b"", "keyring-unreadable"),
        ("desk.db", None, "store-missing"),
        ("desk.db", b"", "store-unreadable"),
        ("desk.db", b"some text" * 1000, "store-other-key"),
        ("desk.db", b"some text", "store-truncated"),
    ],
)
def test_a_missing_or_damaged_file_is_told_and_never_made_anew(
    desk: Desk, name: str, content: bytes | None, code: str
) -> None:
    path = desk.folder / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert desk.refused().code == code
    assert (path.read_bytes() if path.exists() else None) == content


@pytest.mark.parametrize("folder", ["", "none", "sheet.txt", "desk/keys.db", "empty\0"])
def test_a_folder_that_is_no_desk_is_told(desk: Desk, folder: str) -> None:
    where = desk.place / folder
    with pytest.raises(Problem) as caught:
        vault.open_with_key_file(where, desk.place / "night.key", NOW)
    assert caught.value == DeskUnavailable("desk-not-here", path=str(where))
    with pytest.raises(Problem) as caught:
        vault.open_with_password(where, ID_NUMBER, PASSWORD, desk.code(), NOW)
    assert caught.value.code == "desk-not-here"


@pytest.mark.parametrize("name", ["keys.db", "desk.db"])
def test_a_file_that_may_not_be_read_is_told_as_that(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    # Not by its mode alone: root, as who tests may run, can read everything.
    (desk.folder / name).chmod(0o000)
    access = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: Path(p).name != name and access(p, mode))
    problem = DeskUnavailable("store-forbidden", path=str(desk.folder / name))
    assert desk.refused() == problem


def test_a_folder_that_may_not_be_entered_is_told_as_that(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exists(path: Path) -> bool:
        raise PermissionError(errno.EACCES, str(path))

    monkeypatch.setattr(Path, "exists", exists)
    assert desk.refused() == DeskUnavailable("store-forbidden", path=str(desk.folder))


def altered(path: Path, at: int) -> bytes:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda path: path.read_bytes()[:-4096], "store-truncated"),
        (lambda path: path.read_bytes()[:-100], "store-truncated"),
        (lambda path: path.read_bytes()[:4096], "store-truncated"),
        (lambda path: altered(path, 500), "store-tampered"),
        (lambda path: altered(path, 0), "store-other-key"),
    ],
)
def test_what_is_wrong_with_the_store_is_told_apart(
    desk: Desk, damage: Callable[[Path], bytes], problem: str
) -> None:
    path = desk.folder / "desk.db"
    damaged = damage(path)
    path.write_bytes(damaged)
    assert desk.refused().code == problem
    assert path.read_bytes() == damaged


def test_the_store_of_another_desk_is_told_as_that(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    create(tmp_path / "other")
    shutil.copy(tmp_path / "other/desk/desk.db", desk.folder / "desk.db")
    assert desk.refused().code == "store-other-key"


def pending(desk: Desk) -> bytes:
    """A new store key, noted in the keyring as one that is to come."""
    key = slots.new_store_key()
    recipients = [slot.recipient for slot in desk.created.slots[:-1]]
    keyrings.add_store_key(desk.keyring(), slots.wrap_store_key(key, recipients))
    return key


def opens(desk: Desk, key: bytes) -> bool:
    try:
        schema.open(desk.folder / "desk.db", key).close()
    except DeskUnavailable:
        return False
    return True


def test_a_change_of_key_that_was_begun_is_ended_by_who_comes_next(desk: Desk) -> None:
    key = pending(desk)
    desk.sign_in()
    assert len(keyrings.store_keys(desk.keyring())) == 1
    assert opens(desk, key)
    assert not opens(desk, desk.created.store_key)


def test_a_newer_key_that_nobody_can_unwrap_takes_nothing_away(desk: Desk) -> None:
    keyrings.add_store_key(desk.keyring(), b"garbage, or somebody else's")
    desk.sign_in().db.close()
    assert len(keyrings.store_keys(desk.keyring())) == 1
    assert opens(desk, desk.created.store_key)
    desk.sign_in(code=desk.code(steps=1))


@pytest.mark.parametrize("name", ["night.key", "sheet.txt"])
def test_a_key_struck_from_the_list_opens_nothing_though_its_slot_is_there(
    desk: Desk, name: str
) -> None:
    """As after a program that was killed between the two."""
    identity = keyfiles.read_key_file(desk.place / name)
    recipient = str(identity.to_public())
    (slot,) = (slot for slot in desk.created.slots if slot.recipient == recipient)
    store = desk.store()
    slot_store.remove(store, slot.id)
    store.close()
    with pytest.raises(Refused) as caught:
        vault.open_with_key_file(desk.folder, desk.place / name, NOW)
    assert caught.value.code == "key-unknown"


def test_an_officer_struck_from_the_list_does_not_come_back_through_the_lock(desk: Desk) -> None:
    opened = desk.sign_in()
    slot_store.remove(opened.db, opened.officer)
    opened.db.close()
    with pytest.raises(Refused) as caught:
        vault.open_again(desk.folder, opened, PASSWORD, NOW)
    assert caught.value == Refused("sign-in")
    assert desk.refused(code=desk.code(steps=1)) == Refused("sign-in")


def test_a_password_that_was_replaced_opens_nothing_though_its_slot_is_there(desk: Desk) -> None:
    store = desk.store()
    (listed, *_) = slot_store.listed(store)
    slot_store.change(store, replace(listed, recipient=slots.recovery_slot(NOW)[0].recipient))
    store.close()
    assert desk.refused() == Refused("sign-in")


def test_a_stranger_is_told_to_who_gets_in_not_to_who_fails(desk: Desk) -> None:
    keyrings.put_slot(desk.keyring(), slots.unattended_slot("người lạ", NOW)[0])
    assert desk.refused(code="000000") == Refused("sign-in")
    assert desk.sign_in().strangers == ("người lạ",)


def test_while_another_program_is_there_a_change_of_key_waits(desk: Desk) -> None:
    key = pending(desk)
    other = desk.store()
    desk.sign_in().db.close()
    assert len(keyrings.store_keys(desk.keyring())) == 2
    assert opens(desk, desk.created.store_key)
    other.close()
    desk.sign_in(code=desk.code(steps=1)).db.close()
    assert opens(desk, key)


def test_the_keys_before_are_forgotten_once_the_new_one_counts(desk: Desk) -> None:
    key = pending(desk)
    store = desk.store()
    with sole_use(store):
        change_key(store, key)
    store.close()
    desk.sign_in()
    assert len(keyrings.store_keys(desk.keyring())) == 1
    assert opens(desk, key)


# -- proving, and opening again in a shift --------------------------------------------------------


def test_the_password_proves_who_is_at_the_desk(desk: Desk) -> None:
    opened = desk.sign_in()
    later = NOW + timedelta(hours=1)
    assert vault.prove(opened, PASSWORD, later).proved == later
    with pytest.raises(Refused) as caught:
        vault.prove(opened, "sai rồi nhé", later)
    assert caught.value == Refused("password-wrong")
    assert desk.fails() == 1
    assert [failure.who for failure in keyrings.failures(desk.keyring())] == [opened.officer]
    vault.prove(opened, PASSWORD, later)
    assert desk.fails() == 0


def test_guessing_at_the_lock_is_locked_out_like_a_sign_in(desk: Desk) -> None:
    opened = desk.sign_in()
    for _ in range(5):
        with pytest.raises(Refused):
            vault.prove(opened, "sai rồi nhé", NOW)
    with pytest.raises(Refused) as caught:
        vault.prove(opened, PASSWORD, NOW)
    assert caught.value == desk.refused() == Refused("sign-in-locked", seconds=30)


def test_within_a_shift_the_password_opens_the_desk_again(desk: Desk) -> None:
    first = desk.sign_in()
    first.db.close()
    again = vault.open_again(desk.folder, first, PASSWORD, NOW + timedelta(hours=11))
    assert (again.officer, again.at) == (first.officer, NOW)
    assert slot_store.listed(again.db)
    with pytest.raises(Refused) as caught:
        vault.open_again(desk.folder, again, "sai rồi nhé", NOW + timedelta(hours=11))
    assert caught.value == Refused("sign-in")


@pytest.mark.parametrize("later", [timedelta(hours=12, seconds=1), -timedelta(seconds=1)])
def test_after_a_shift_or_under_a_clock_set_back_a_code_is_needed(
    desk: Desk, later: timedelta
) -> None:
    opened = desk.sign_in()
    with pytest.raises(Refused) as caught:
        vault.open_again(desk.folder, opened, PASSWORD, NOW + later)
    assert caught.value == Refused("shift-over")
    with pytest.raises(Refused) as caught:
        vault.prove(opened, PASSWORD, NOW + later)
    assert caught.value == Refused("shift-over")


def test_sign_ins_that_failed_are_noted_until_one_succeeds(desk: Desk) -> None:
    desk.refused(password="sai")
    desk.refused(officer="Không Ai Cả")
    opened = desk.sign_in()
    own = desk.created.officer_slot_id
    assert [failure.who == own for failure in opened.failures] == [True, False]
    assert {failure.at for failure in opened.failures} == {NOW.isoformat()}
    # Only the session forgets them, once the journal has been told.
    assert keyrings.failures(desk.keyring()) == list(opened.failures)


def test_a_code_on_paper_stands_for_the_phone_once(desk: Desk) -> None:
    code, store = codes.new_paper_code(), desk.store()
    sha256 = codes.paper_code_hash(code)
    assert sha256 is not None
    code_store.set_paper_codes(store, desk.created.officer_slot_id, [sha256])
    store.close()
    assert desk.refused(code=codes.new_paper_code()) == Refused("sign-in")
    assert desk.sign_in(code=code.lower().replace("-", " ")).by == "paper"
    assert desk.refused(code=code) == Refused("sign-in")


# -- key files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), [("night.key", "unattended"), ("sheet.txt", "recovery")])
def test_a_key_file_and_the_recovery_sheet_open_the_desk(desk: Desk, name: str, kind: str) -> None:
    opened = vault.open_with_key_file(desk.folder, desk.place / name, NOW)
    expected = next(slot.id for slot in desk.created.slots if slot.kind == kind)
    assert (opened.officer, opened.kind) == (expected, kind)
    assert slot_store.listed(opened.db)


@posix
def test_a_key_file_others_may_read_is_refused(desk: Desk) -> None:
    (desk.place / "night.key").chmod(0o644)
    with pytest.raises(DeskUnavailable) as caught:
        vault.open_with_key_file(desk.folder, desk.place / "night.key", NOW)
    assert caught.value.code == "key-file-mode"


def test_the_key_of_another_desk_is_refused(desk: Desk) -> None:
    path = desk.place / "other.key"
    keyfiles.write_key_file(path, slots.recovery_slot(NOW)[1], purpose="x")
    with pytest.raises(Refused) as caught:
        vault.open_with_key_file(desk.folder, path, NOW)
    assert caught.value == Refused("key-unknown", path=str(path))


def test_the_intake_key_opens_no_desk(desk: Desk) -> None:
    path = desk.place / "intake.key"
    keyfiles.write_key_file(path, desk.intake(), purpose="x")
    with pytest.raises(Refused) as caught:
        vault.open_with_key_file(desk.folder, path, NOW)
    assert caught.value.code == "key-unknown"


# -- what lies beside the store -------------------------------------------------------------------


def test_a_strange_wal_is_named_and_harms_nothing(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    running = schema.create(other, bytes(32))
    wal = desk.folder / "desk.db-wal"
    wal.write_bytes(other.with_name("other.db-wal").read_bytes())
    running.close()
    before = (desk.folder / "desk.db").read_bytes()
    problem = DeskUnavailable("store-other-wal", path=str(desk.folder / "desk.db"))
    assert desk.refused() == problem
    assert (desk.folder / "desk.db").read_bytes() == before
    for beside in desk.folder.glob("desk.db-*"):
        beside.unlink()
    desk.sign_in()
