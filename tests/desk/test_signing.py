"""The desk's signing keys: made when needed, replaced, told to agencies, used for every packet."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting, outcomes, signing
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import export
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.telling import Said
from lienthong_tui.packets import packet, signers, verifying
from lienthong_tui.packets.signers import read_signers
from lienthong_tui.problems import DeskUnavailable, Refused
from lienthong_tui.store.sqlcipher import rows, writing

from .sample import NOW, counts, create, file, opened, signed_in

LATER = NOW + signers.LASTS + timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    create(tmp_path)
    with opened(tmp_path) as desk:
        yield desk


def trusted(desk: Desk, filing: Filing) -> bool:
    known = signing.signers(desk)
    packets = [data for _, data in desk.packets(filing)]
    return all(verifying.judge("x", data, known).problem is None for data in packets)


def test_a_key_is_made_when_first_needed_and_kept(desk: Desk) -> None:
    assert signing.signers(desk) == ()
    filing = file(desk)
    (own,) = signing.signers(desk)
    assert own.principal == "lienthong-19639-1"
    assert (own.first, own.before) == (date(2026, 11, 22), date(2028, 11, 21))
    assert signing.current(desk).public == own.key
    assert trusted(desk, filing)
    assert trusted(desk, file(desk))
    assert signing.signers(desk) == (own,)


def test_what_fails_leaves_no_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts(desk)
    with monkeypatch.context() as patch:
        patch.setattr("lienthong_tui.packets.packet.render", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            file(desk)
    assert counts(desk) == before
    assert rows(desk.db, "SELECT * FROM signing_key") == []


def test_the_day_is_the_one_a_packet_bears(tmp_path: Path) -> None:
    create(tmp_path)
    early = datetime(2026, 11, 22, 19, tzinfo=UTC)  # the 23rd at the desk
    with opened(tmp_path, early) as desk:
        filing = file(desk)
        (own,) = signing.signers(desk)
        assert own.first == date(2026, 11, 23)
        assert {packet.read(data).sealed_on for _, data in desk.packets(filing)} == {own.first}


def test_the_next_key_is_made_in_time_and_takes_over_on_its_day(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        own = signing.current_signer(desk)
    before_notice = NOW + signers.LASTS - timedelta(days=61)
    with opened(tmp_path, before_notice) as desk:
        assert signing.current_signer(desk) == own
        assert signing.signers(desk) == (own,)
    with opened(tmp_path, before_notice + timedelta(days=1)) as desk:
        assert signing.current_signer(desk) == own  # the old one signs to its last day
        assert signing.current_signer(desk) == own  # and is followed by one key, not by more
        _, after = signing.signers(desk)
        assert after.first == own.before
        assert after.before == NOW.date() + 2 * signers.LASTS
    with opened(tmp_path, NOW + signers.LASTS) as desk:
        assert signing.current_signer(desk) == after


def test_a_new_key_takes_over_when_the_time_of_the_old_is_over(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        before = file(desk)
    with opened(tmp_path, LATER) as desk:
        after = file(desk)
        old, new = signing.signers(desk)
        assert old.key != new.key
        assert trusted(desk, before)
        assert trusted(desk, after)
        assert {packet.read(d).signature.key for _, d in desk.packets(before)} == {old.key}
        assert {packet.read(d).signature.key for _, d in desk.packets(after)} == {new.key}


def test_a_key_is_replaced_by_who_looks_after_the_desk(tmp_path: Path) -> None:
    created = create(tmp_path)
    with opened(tmp_path) as desk:
        before = file(desk)
        with pytest.raises(Refused, match="not-permitted"):
            signing.replace(desk)
    with signed_in(tmp_path, created, NOW + timedelta(days=3)) as desk:
        signing.replace(desk)
        after = file(desk)
        old, new = signing.signers(desk)
        assert old.before == new.first == date(2026, 11, 25)
        assert trusted(desk, before)  # what it signed until then counts on
        assert trusted(desk, after)


def test_a_key_that_was_given_up_vouches_for_nothing(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        assert signing.announcement(desk)[1] is None  # there is only paper
    with signed_in(tmp_path, created, NOW + timedelta(days=1)) as desk:
        signing.replace(desk)
        text, signature = signing.announcement(desk)
        assert read_signers(text) == signing.signers(desk)
        assert signature is None


def test_agencies_are_told_of_the_next_key_under_the_one_before(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        first = read_signers(signing.announcement(desk)[0])
    with opened(tmp_path, NOW + signers.LASTS - timedelta(days=20)) as desk:
        text, signature = signing.announcement(desk)
        assert len(read_signers(text)) == 2
        assert signature is not None
    (tmp_path / "old.signers").write_text(signers.write_signers(first))
    (tmp_path / "new.signers").write_text(text)
    (tmp_path / "new.signers.sig").write_bytes(signature)
    verify = ["ssh-keygen", "-Y", "verify", "-f", "old.signers", "-I", "lienthong-19639-1"]
    verify += ["-n", "lienthong-signers", "-s", "new.signers.sig", "-Overify-time=20281110120000Z"]
    try:
        run = subprocess.run(
            verify, cwd=tmp_path, input=text.encode(), capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed: the list was NOT checked with it")
    assert run.returncode == 0, run.stderr


def test_a_private_half_that_is_gone_is_told_as_such(desk: Desk) -> None:
    signing.current(desk)
    with writing(desk.db):
        desk.db.execute("DELETE FROM signing_key")
    with pytest.raises(DeskUnavailable, match="signing-key-lost"):
        file(desk)


def test_what_a_given_up_key_signed_is_signed_again_when_it_leaves(tmp_path: Path) -> None:
    created = create(tmp_path)
    stick = tmp_path / "stick"
    with signed_in(tmp_path, created, NOW) as desk:
        filing = file(desk)
        told = Said(
            "birth-registration", "done", NOW, "portal", results={"child.id_number": "099226001234"}
        )
        outcomes.tell(desk, drafting.reopen(desk, filing.id), [told])
        export(desk, str(filing.reference), stick)
        before, _ = desk.filing(filing.id)
        first = {p.file_name: data for p, data in desk.packets(before)}
        later = desk.clock() + timedelta(days=1)
    with signed_in(tmp_path, created, later) as desk:
        signing.replace(desk)
        new = signing.signers(desk)[-1]
        paths = export(desk, str(filing.reference), stick)
        assert len(paths) == 7  # all of them: none was delivered as it is now
        after, _ = desk.filing(filing.id)
        verdicts = [verifying.judge(p.name, p.read_bytes(), [new]) for p in paths.values()]
        told_apart, rounds = verifying.compare(verdicts)
        assert [verdict.problem for verdict in told_apart] == [None] * 7
        assert [each.missing for each in rounds] == [(), ()]
        for sealed, data in desk.packets(after):
            was, now = packet.read(first[sealed.file_name]), packet.read(data)
            assert was.bag.files == now.bag.files  # a reply to the one fits the other
            assert was.sealed_on != now.sealed_on
        # Once signed again, nothing is signed another time.
        export(desk, str(filing.reference), stick)
        assert desk.filing(filing.id)[0].packets == after.packets
