"""Accounts and keys: who gets in, who no longer does, and what the journal is told."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest

from lienthong_tui.access import codes, slots
from lienthong_tui.access.permits import PERMITS, PROOF_LASTS
from lienthong_tui.access.slots import identity_from_text
from lienthong_tui.desk import officers, vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.officers import HandedOver
from lienthong_tui.desk.session import session
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import journal, schema
from lienthong_tui.store import keyring as keyrings
from lienthong_tui.store.sqlcipher import one

from .sample import NOW, OFFICER_ID, PASSWORD, create, file, opened

SECOND, SECOND_ID = "Hồ Thị Mẫu", "099190000018"
CHOSEN = "con mèo ngủ trưa"
STEP = timedelta(seconds=30)


class Hall:
    """A desk in `place` and the people who sign in to it, each time with the next code."""

    def __init__(self, place: Path, secret: str) -> None:
        self.place = place
        self.secrets = {OFFICER_ID: secret}
        self.now = NOW

    @contextmanager
    def at(self, who: str, password: str, code: str | None = None) -> Iterator[Desk]:
        self.now += STEP
        if code is None:
            code = pyotp.TOTP(self.secrets[who]).at(self.now)
        unlocked = vault.open_with_password(self.place / "desk", who, password, code, self.now)
        with session(unlocked, lambda: self.now) as desk:
            yield desk

    def supervisor(self) -> Any:
        return self.at(OFFICER_ID, PASSWORD)

    def refused(self, who: str, password: str, code: str | None = None) -> str:
        with pytest.raises(Problem) as caught, self.at(who, password, code):
            pass
        return caught.value.code

    def key(self, name: str) -> Any:
        unlocked = vault.open_with_key_file(self.place / "desk", self.place / name, self.now)
        return session(unlocked, lambda: self.now)

    def enrol(self, desk: Desk, who: str) -> list[str]:
        """Enrol a phone, as the officer who has the desk open."""
        secret = codes.new_secret()
        first, second = pair(secret, self.now)
        self.secrets[who] = secret
        made = officers.enrol_phone(desk, secret, first, second)
        self.now += STEP
        return made

    def with_second(self) -> str:
        """A second officer who has been through the first sign-in; the slot."""
        with self.supervisor() as desk:
            handed = officers.add(desk, SECOND, SECOND_ID, "officer")
        with self.at(SECOND_ID, handed.password, handed.code) as desk:
            officers.change_password(desk, CHOSEN)
            self.enrol(desk, SECOND_ID)
        return handed.slot

    def kinds(self) -> list[str]:
        with self.key("desk.key") as desk:
            return [r.envelope.kind for r in journal.desk_events(desk.db, "desk.")]


def pair(secret: str, now: datetime) -> tuple[str, str]:
    return pyotp.TOTP(secret).at(now), pyotp.TOTP(secret).at(now + STEP)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    place = tmp_path_factory.mktemp("hall")
    return place, str(pyotp.parse_uri(create(place).otp_uri).secret)


@pytest.fixture
def hall(pristine: tuple[Path, str], tmp_path: Path) -> Hall:
    shutil.copytree(pristine[0], tmp_path, dirs_exist_ok=True)
    return Hall(tmp_path, pristine[1])


# -- adding ---------------------------------------------------------------------------------------


def test_a_new_officer_chooses_a_password_and_enrols_a_phone_first(hall: Hall) -> None:
    with hall.supervisor() as desk:
        handed = officers.add(desk, f" {SECOND} ", SECOND_ID, "officer")
    assert handed.password not in repr(handed)
    assert vault.officers(hall.place / "desk")[-1] == SECOND
    with hall.at(SECOND, handed.password, handed.code) as desk:
        account = desk.account
        assert account is not None
        assert (account.role, account.password_due, account.phone_due) == ("officer", True, True)
        with pytest.raises(Refused) as caught:
            desk.require("work")
        assert caught.value == Refused("account-due")
        officers.change_password(desk, CHOSEN)
        with pytest.raises(Refused):
            desk.require("work")
        made = hall.enrol(desk, SECOND_ID)
        assert len(set(made)) == officers.paper_codes_left(desk) == 8
        desk.require("work")
    assert hall.refused(SECOND_ID, handed.password) == "sign-in"
    assert hall.refused(SECOND_ID, CHOSEN, handed.code) == "sign-in"
    with hall.at(SECOND_ID, CHOSEN) as desk:
        file(desk)
    with hall.at(SECOND_ID, CHOSEN, made[3]) as desk:
        assert officers.paper_codes_left(desk) == 7
    assert hall.refused(SECOND_ID, CHOSEN, made[3]) == "sign-in"


def test_a_first_sign_in_that_was_cut_short_is_begun_again(hall: Hall) -> None:
    with hall.supervisor() as desk:
        handed = officers.add(desk, SECOND, SECOND_ID, "officer")
    assert hall.refused(SECOND_ID, handed.password, codes.new_paper_code()) == "sign-in"
    for _ in range(2):
        with hall.at(SECOND_ID, handed.password, handed.code):
            pass
    with hall.at(SECOND_ID, handed.password, handed.code) as desk:
        officers.change_password(desk, CHOSEN)
    with hall.at(SECOND_ID, CHOSEN, handed.code) as desk:
        hall.enrol(desk, SECOND_ID)
    assert hall.refused(SECOND_ID, CHOSEN, handed.code) == "sign-in"


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        ("  ", SECOND_ID, "officer-name-empty"),
        (SECOND, OFFICER_ID, "officer-known"),
        (SECOND, "09919000001", "id-length"),
    ],
)
def test_who_cannot_be_added_is_told(hall: Hall, name: str, number: str, code: str) -> None:
    with hall.supervisor() as desk:
        with pytest.raises(Problem) as caught:
            officers.add(desk, name, number, "officer")
        assert caught.value.code == code
        assert len(desk.accounts) == 1


# -- shutting out ---------------------------------------------------------------------------------


def test_a_closed_officer_opens_nothing_not_even_with_the_key_there_was(hall: Hall) -> None:
    slot = hall.with_second()
    with opened(hall.place) as desk:
        (wrapped,) = keyrings.store_keys(desk.unlocked.keyring)
        before = slots.unwrap_store_key(wrapped.blob, desk.unlocked.identity)
    schema.open(hall.place / "desk/desk.db", before).close()
    with hall.supervisor() as desk:
        reference = file(desk).reference
        officers.close(desk, slot)
        assert desk.accounts[slot].closed
        assert [line.reference for line in desk.lookup(str(reference))] == [reference]
    assert hall.refused(SECOND_ID, CHOSEN) == "sign-in"
    assert SECOND not in vault.officers(hall.place / "desk")
    with pytest.raises(DeskUnavailable):
        schema.open(hall.place / "desk/desk.db", before)
    with hall.supervisor() as desk:
        assert desk.verify()
    for key in ("desk.key", "sheet.txt"):
        with hall.key(key) as desk:
            assert desk.verify()


def test_a_closed_account_is_opened_again_by_the_number(hall: Hall) -> None:
    slot = hall.with_second()
    with hall.supervisor() as desk:
        officers.close(desk, slot)
        with pytest.raises(Unusable) as caught:
            officers.reset_password(desk, slot)
        assert caught.value == Unusable("officer-number-needed")
        handed = officers.reset_password(desk, slot, SECOND_ID)
        assert not desk.accounts[slot].closed
    assert hall.refused(SECOND_ID, CHOSEN) == "sign-in"
    assert hall.refused(SECOND_ID, handed.password) == "sign-in"  # the old phone
    with hall.at(SECOND_ID, handed.password, handed.code) as desk:
        assert desk.unlocked.officer == slot


def test_a_closed_account_is_not_opened_by_the_number_of_another(hall: Hall) -> None:
    slot = hall.with_second()
    with hall.supervisor() as desk:
        officers.close(desk, slot)
        before = desk.head()
        with pytest.raises(Unusable) as caught:
            officers.reset_password(desk, slot, OFFICER_ID)
        assert caught.value == Unusable("officer-known")
        assert desk.head() == before
        assert desk.accounts[slot].closed


@pytest.mark.parametrize("act", [officers.close, officers.reset_phone])
def test_what_a_closed_account_has_no_use_for_is_told(
    hall: Hall, act: Callable[[Desk, str], object]
) -> None:
    slot = hall.with_second()
    with hall.supervisor() as desk:
        officers.close(desk, slot)
        before = desk.head()
        with pytest.raises(Unusable) as caught:
            act(desk, slot)
        assert caught.value == Unusable("officer-closed")
        assert desk.head() == before


def test_nobody_is_shut_out_while_another_program_has_the_desk(hall: Hall) -> None:
    slot = hall.with_second()
    with hall.supervisor() as desk:
        before = desk.head()
        with hall.key("desk.key"):
            with pytest.raises(Busy) as caught:
                officers.close(desk, slot)
            assert caught.value == Busy("desk-in-use")
        assert desk.head() == before
        officers.close(desk, slot)
    assert hall.refused(SECOND_ID, CHOSEN) == "sign-in"


def test_nobody_is_shut_out_where_a_second_copy_does_not_fit(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = hall.with_second()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with hall.supervisor() as desk:
        with pytest.raises(DeskUnavailable) as caught:
            officers.close(desk, slot)
        assert caught.value.code == "no-room"
    with hall.at(SECOND_ID, CHOSEN):
        pass


def test_nobody_shuts_themselves_out_or_gives_up_the_last_role(hall: Hall) -> None:
    with hall.supervisor() as desk:
        own = desk.unlocked.officer
        with pytest.raises(Unusable) as caught:
            officers.close(desk, own)
        assert caught.value == Unusable("officer-own")
        with pytest.raises(Unusable) as caught:
            officers.set_role(desk, own, "officer")
        assert caught.value == Unusable("officer-own")


# -- letting in again -----------------------------------------------------------------------------


def test_a_lost_password_is_replaced_and_the_phone_goes_on_counting(hall: Hall) -> None:
    slot = hall.with_second()
    for _ in range(5):
        hall.refused(SECOND_ID, "quên rồi nhé")
    with hall.supervisor() as desk:
        handed = officers.reset_password(desk, slot)
    assert handed.code is None
    assert hall.refused(SECOND_ID, CHOSEN) == "sign-in"
    with hall.at(SECOND_ID, handed.password) as desk:
        with pytest.raises(Refused):
            desk.require("work")
        officers.change_password(desk, "bánh chưng ngày tết")
        desk.require("work")
    with hall.at(SECOND_ID, "bánh chưng ngày tết"):
        pass


def test_a_lost_phone_is_replaced_and_the_old_one_counts_no_more(hall: Hall) -> None:
    slot = hall.with_second()
    old = hall.secrets[SECOND_ID]
    with hall.supervisor() as desk:
        code = officers.reset_phone(desk, slot)
    assert hall.refused(SECOND_ID, CHOSEN, pyotp.TOTP(old).at(hall.now + STEP)) == "sign-in"
    with hall.at(SECOND_ID, CHOSEN, code) as desk:
        with pytest.raises(Refused):
            desk.require("work")
        hall.enrol(desk, SECOND_ID)
        desk.require("work")
    with hall.at(SECOND_ID, CHOSEN):
        pass


def test_the_recovery_key_lets_an_officer_in_again_and_does_nothing_else(hall: Hall) -> None:
    with hall.key("sheet.txt") as desk:
        (slot,) = desk.accounts
        handed = officers.reset_password(desk, slot)
        code = officers.reset_phone(desk, slot)
        for act in ("work", "settings", "accounts", "erase", "export-many", "own-account"):
            with pytest.raises(Refused) as caught:
                desk.require(act)
            assert caught.value == Refused("not-permitted", act=act, holder="recovery")
    assert hall.refused(OFFICER_ID, PASSWORD) == "sign-in"
    with hall.at(OFFICER_ID, handed.password, code) as desk:
        officers.change_password(desk, CHOSEN)
        hall.enrol(desk, OFFICER_ID)
        desk.require("accounts")


def test_a_supervisor_resets_others_and_changes_their_own(hall: Hall) -> None:
    with hall.supervisor() as desk:
        with pytest.raises(Unusable) as caught:
            officers.reset_password(desk, desk.unlocked.officer)
        assert caught.value == Unusable("officer-own")


def test_a_sitting_from_before_a_reset_changes_no_password(hall: Hall) -> None:
    """Else the old key would stand where the store is wrapped for the new one."""
    slot = hall.with_second()
    with hall.at(SECOND_ID, CHOSEN) as sitting:
        with hall.supervisor() as desk:
            handed = officers.reset_password(desk, slot)
        with pytest.raises(Unusable) as caught:
            officers.change_password(sitting, "bánh chưng ngày tết")
        assert caught.value == Unusable("officer-reset")
    with hall.at(SECOND_ID, handed.password) as desk:
        officers.change_password(desk, "bánh chưng ngày tết")
    with hall.at(SECOND_ID, "bánh chưng ngày tết"):
        pass


def test_the_recovery_key_works_through_nobody_elses_permit(hall: Hall) -> None:
    with hall.key("sheet.txt") as desk, pytest.raises(Refused):
        file(desk)


# -- one's own ------------------------------------------------------------------------------------


def test_a_changed_password_wraps_the_same_key_anew(hall: Hall) -> None:
    with hall.supervisor() as desk:
        stored = keyrings.store_keys(desk.unlocked.keyring)
        officers.change_password(desk, CHOSEN)
        assert keyrings.store_keys(desk.unlocked.keyring) == stored
    assert hall.refused(OFFICER_ID, PASSWORD) == "sign-in"
    with hall.at(OFFICER_ID, CHOSEN):
        pass


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngắn", "password-short"),
        ("matkhau2026", "password-common"),
        ("Nguyễn Thị Mẫu 99", "password-common"),
        (PASSWORD, "password-same"),
    ],
)
def test_a_password_that_is_not_taken_leaves_the_one_there_was(
    hall: Hall, password: str, code: str
) -> None:
    with hall.supervisor() as desk:
        with pytest.raises(Unusable) as caught:
            officers.change_password(desk, password)
        assert caught.value.code == code
    with hall.supervisor():
        pass


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ((0, 0), Unusable("codes-not-in-a-row")),
        ((1, 0), Unusable("codes-not-in-a-row")),
        ((0, 2), Unusable("codes-not-in-a-row")),
        ((12, 13), Refused("code-skew", minutes=6)),
        ((-1, 0), None),
        ((0, 1), None),
    ],
)
def test_a_phone_is_enrolled_by_two_codes_in_a_row(
    hall: Hall, steps: tuple[int, int], problem: Problem | None
) -> None:
    secret = codes.new_secret()
    with hall.supervisor() as desk:
        pair = [pyotp.TOTP(secret).at(hall.now + STEP * step) for step in steps]
        if problem is None:
            officers.enrol_phone(desk, secret, pair[0], pair[1])
            return
        with pytest.raises(Problem) as caught:
            officers.enrol_phone(desk, secret, pair[0], pair[1])
        assert caught.value == problem


def test_the_codes_of_an_enrolment_open_nothing_afterwards(hall: Hall) -> None:
    with hall.supervisor() as desk:
        secret = codes.new_secret()
        first, second = pair(secret, hall.now)
        officers.enrol_phone(desk, secret, first, second)
    for code in (first, second):
        hall.now = NOW
        assert hall.refused(OFFICER_ID, PASSWORD, code) == "sign-in"


# -- keys -----------------------------------------------------------------------------------------


def test_a_key_file_has_a_purpose_and_can_be_ended(hall: Hall) -> None:
    with hall.supervisor() as desk:
        officers.add_key(desk, "sao lưu hằng đêm", hall.place / "night.key")
        listed = {slot.label: slot.id for slot in officers.keys(desk)}
        assert list(listed) == ["recovery", "chạy không người", "sao lưu hằng đêm"]
    assert "# purpose: sao lưu hằng đêm" in (hall.place / "night.key").read_text("utf-8")
    with hall.key("night.key") as desk:
        file(desk)
        with pytest.raises(Refused):
            officers.add_key(desk, "thêm", hall.place / "more.key")
    with hall.supervisor() as desk:
        officers.remove_key(desk, listed["sao lưu hằng đêm"])
    with pytest.raises(Refused) as caught:
        hall.key("night.key")
    assert caught.value.code == "key-unknown"
    with hall.key("desk.key") as desk:
        assert desk.verify()


@pytest.mark.parametrize(
    ("purpose", "name", "code"),
    [
        (" ", "night.key", "purpose-empty"),
        ("đêm", "desk/night.key", "key-inside-desk"),
        ("đêm", "desk.key", "file-exists"),
        ("đêm", "none/night.key", "folder-missing"),
    ],
)
def test_a_key_file_that_cannot_be_is_told(hall: Hall, purpose: str, name: str, code: str) -> None:
    with hall.supervisor() as desk:
        with pytest.raises(Unusable) as caught:
            officers.add_key(desk, purpose, hall.place / name)
        assert caught.value.code == code
        assert len(officers.keys(desk)) == 2


def test_a_new_recovery_key_ends_the_one_before(hall: Hall) -> None:
    with hall.supervisor() as desk:
        slot, key = officers.new_recovery(desk)
        with hall.key("desk.key"), pytest.raises(Busy):
            officers.replace_recovery(desk, slot)  # both count until it is done again
        officers.replace_recovery(desk, slot)
        assert [key.kind for key in officers.keys(desk)].count("recovery") == 1
    with pytest.raises(Refused):
        hall.key("sheet.txt")
    identity = identity_from_text(key)
    unlocked = vault.open_with_identity(hall.place / "desk", identity, "giấy", hall.now)
    with session(unlocked, lambda: hall.now) as desk:
        assert desk.verify()


def test_a_recovery_key_that_only_the_store_was_told_of_is_held_when_done_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall.supervisor() as desk:
        slot, key = officers.new_recovery(desk)
        with monkeypatch.context() as patch:
            patch.setattr(keyrings, "put_slot", lambda *_: raising(Busy("store-busy")))
            with pytest.raises(Busy):
                officers.replace_recovery(desk, slot)
        officers.replace_recovery(desk, slot)
    assert hall.kinds().count("desk.key_added") == 1
    unlocked = vault.open_with_identity(
        hall.place / "desk", identity_from_text(key), "giấy", hall.now
    )
    with session(unlocked, lambda: hall.now) as desk:
        assert desk.verify()


def raising(problem: Problem) -> None:
    raise problem


def test_the_stock_age_tool_opens_the_store_key_with_the_recovery_sheet(hall: Hall) -> None:
    if shutil.which("age") is None:
        pytest.skip("KHÔNG CÓ age: the stock tool is installed by .ci/run only")
    import subprocess

    slot = hall.with_second()
    with hall.supervisor() as desk:
        officers.close(desk, slot)
        (wrapped,) = keyrings.store_keys(desk.unlocked.keyring)
    (hall.place / "store-key.age").write_bytes(wrapped.blob)
    key = subprocess.run(
        ["age", "-d", "-i", hall.place / "sheet.txt", hall.place / "store-key.age"],
        capture_output=True,
        check=True,
    ).stdout
    store = schema.open(hall.place / "desk/desk.db", key)
    assert one(store, "SELECT count(*) FROM event")


# -- who may, and what is told --------------------------------------------------------------------


SUPERVISORS: list[Callable[[Desk, Path], object]] = [
    lambda desk, _: officers.add(desk, "Ai Đó", "099190000026", "officer"),
    lambda desk, _: officers.reset_password(desk, "x"),
    lambda desk, _: officers.reset_phone(desk, "x"),
    lambda desk, _: officers.close(desk, "x"),
    lambda desk, _: officers.set_role(desk, "x", "supervisor"),
    lambda desk, place: officers.add_key(desk, "x", place / "x.key"),
    lambda desk, _: officers.remove_key(desk, "x"),
    lambda desk, _: officers.new_recovery(desk),
]


@pytest.mark.parametrize("act", SUPERVISORS)
def test_an_officer_does_none_of_what_is_a_supervisors(
    hall: Hall, act: Callable[[Desk, Path], object]
) -> None:
    hall.with_second()
    with hall.at(SECOND_ID, CHOSEN) as desk:
        before = desk.head()
        with pytest.raises(Refused) as caught:
            act(desk, hall.place)
        assert caught.value.code == "not-permitted"
        assert desk.head() == before


@pytest.mark.parametrize("act", SUPERVISORS)
def test_a_supervisor_proves_who_it_is_first(
    hall: Hall, act: Callable[[Desk, Path], object]
) -> None:
    with hall.supervisor() as desk:
        hall.now += timedelta(minutes=11)
        with pytest.raises(Refused) as caught:
            act(desk, hall.place)
        assert caught.value == Refused("proof-needed")
        with pytest.raises(Refused) as caught:
            desk.proved("sai rồi nhé")
        assert caught.value == Refused("password-wrong")
        with suppress(Unusable):  # there is no officer and no key "x"
            act(desk.proved(PASSWORD), hall.place)


def test_the_journal_tells_of_everything_and_of_no_secret(hall: Hall) -> None:
    slot = hall.with_second()
    made: list[HandedOver] = []
    with hall.supervisor() as desk:
        officers.set_role(desk, slot, "supervisor")
        officers.set_role(desk, slot, "supervisor")  # as it is: nothing happens
        made.append(officers.reset_password(desk, slot))
        officers.close(desk, slot)
        told = [r.payload for r in journal.desk_events(desk.db, "desk.")]
    assert hall.kinds() == [
        "desk.created",
        "desk.officer_added",
        "desk.office_set",
        "desk.signed_in",
        "desk.officer_added",
        "desk.signed_in",
        "desk.officer_password_set",
        "desk.officer_phone_set",
        "desk.officer_paper_codes_made",
        "desk.signed_in",
        "desk.officer_role_set",
        "desk.officer_password_set",
        "desk.officer_closed",
    ]
    for secret in (SECOND_ID, CHOSEN, made[0].password, hall.secrets[SECOND_ID]):
        assert secret not in str(told)


def test_sign_ins_that_failed_are_told_to_the_journal_once(hall: Hall) -> None:
    hall.refused(OFFICER_ID, "sai rồi nhé")
    hall.refused("Không Ai Cả", "x", "000000")
    with hall.supervisor() as desk:
        own = desk.unlocked.officer
    with hall.supervisor() as desk:
        (told,) = journal.desk_events(desk.db, "desk.sign_ins_failed")
        assert told.payload is not None
        assert [failure["slot"] for failure in told.payload["failures"]] == [own, None]
        assert keyrings.failures(desk.unlocked.keyring) == []


def test_a_stranger_in_the_keyring_is_told_to_the_journal(hall: Hall) -> None:
    keyring = keyrings.open_keyring(hall.place / "desk/keys.db")
    intruder, _ = slots.unattended_slot("người lạ", NOW)
    keyrings.put_slot(keyring, intruder)
    keyring.close()
    with hall.supervisor() as desk:
        (told,) = journal.desk_events(desk.db, "desk.strangers_removed")
        assert told.payload == {"labels": ["người lạ"]}
    assert hall.kinds().count("desk.strangers_removed") == 1


def test_who_may_do_an_act_is_told_before_the_password_is_asked(hall: Hall) -> None:
    hall.with_second()
    with hall.supervisor() as desk:
        assert desk.may("accounts")
        hall.now += PROOF_LASTS + STEP
        assert desk.may("accounts"), "the password lets it pass"
        with pytest.raises(Refused):
            desk.require("accounts")
    with hall.at(SECOND_ID, CHOSEN) as desk:
        acts = ["verify", "back-up", "restore", "work", "own-account"]
        assert [act for act in PERMITS if desk.may(act)] == acts
