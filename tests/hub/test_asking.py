"""Where a filing of another commune stands: by its whole reference and the code of its slip."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, file

from hub.commune import Commune, code_of, office, settle, synced
from hub.officers import at_desk, rounds, said, seen
from hub.server import Server
from lienthong_tui.access import slip_keys
from lienthong_tui.desk import erasure, mending
from lienthong_tui.desk.drafting import reopen
from lienthong_tui.desk.sharing import statuses, syncing, taking_over
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.lookup_code import grouped
from lienthong_tui.filing.public_status import PublicStatus
from lienthong_tui.hub import administering
from lienthong_tui.hub import statuses as hub_statuses
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.screens import sharing
from lienthong_tui.store import journal

WRONG = "000000000000"


@pytest.fixture
def here(server: Server, tmp_path: Path) -> Iterator[Commune]:
    with office(server, tmp_path / "here", 2) as made:
        yield made


@pytest.fixture
def there(server: Server, tmp_path: Path) -> Iterator[Commune]:
    with office(server, tmp_path / "there", 1) as made:
        yield made


def filed_in(commune: Commune) -> Filing:
    with commune.desk(1) as desk:
        filed = file(desk, LATE)
        synced(desk)
    return filed


def asked(commune: Commune, reference: str | None, code: str) -> PublicStatus:
    with commune.desk(1) as desk, syncing.connected(desk) as hub:
        return statuses.ask(desk, hub, reference or "", code)


def test_the_slip_of_another_commune_is_answered(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    told = asked(there, filed.reference, filed.lookup_code)
    assert (told.group, told.state) == (filed.started.group, "completed")
    assert [p.id for p in told.procedures] == list(filed.procedures)
    assert [p.status for p in told.procedures] == [filed.status(p) for p in filed.procedures]
    assert [p.due for p in told.procedures] == [filed.due(p) for p in filed.procedures]
    with there.desk(1) as desk:
        (recorded,) = journal.of_kind(desk.db, "desk.asked_elsewhere")
        assert recorded.payload == {"reference": filed.reference, "heard": "answered"}
        assert not desk.lookup(filed.reference or ""), "nothing of it is kept"


@pytest.mark.parametrize("altered", ["code", "reference"])
def test_what_the_slip_does_not_say_is_not_answered(
    here: Commune, there: Commune, altered: str
) -> None:
    filed = filed_in(here)
    reference, code = filed.reference or "", filed.lookup_code
    if altered == "code":
        code = WRONG if code != WRONG else "000000000001"
    else:
        reference = reference[:-6] + "999-Z"
    with pytest.raises(Problem) as caught:
        asked(there, reference, code)
    assert code_of(caught) == "lookup-none", "which of the two is wrong is not told"


def test_the_hub_has_nothing_to_read(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with administering.admin(here.server.admin) as hub:
        found = hub.execute(
            "SELECT proof, sealed FROM hub_status WHERE commune = %s", [here.code]
        ).fetchall()
    ((proof, sealed),) = found
    assert isinstance(proof, bytes)
    assert isinstance(sealed, bytes)
    for told in (filed.started.group, "completed", *filed.procedures, filed.lookup_code):
        assert told.encode() not in sealed
    assert proof != sha256(f"{filed.reference}:{filed.lookup_code}".encode()).digest()


@pytest.mark.parametrize(
    "said",
    [
        b"{}",
        b"\xff",
        b'{"group":"birth","state":"completed","at":"zzz"}',
        b'{"group":"a\\u001b[31m","state":"completed","at":"2026-11-22T10:00:00Z"}',
        b'{"group":"birth","state":"lodged","at":"2026-11-22T10:00:00"}',
    ],
)
def test_what_a_desk_tells_wrong_is_told(here: Commune, there: Commune, said: bytes) -> None:
    filed = filed_in(here)
    keys = slip_keys.slip_keys(filed.reference or "", filed.lookup_code)
    with administering.admin(here.server.admin) as hub:
        hub.execute(
            "UPDATE hub_status SET sealed = %s WHERE commune = %s",
            [slip_keys.seal(keys, said), here.code],
        )
    with pytest.raises(Problem) as caught:
        asked(there, filed.reference, filed.lookup_code)
    assert code_of(caught) == "hub-unreadable"


def test_an_altered_answer_is_told(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with administering.admin(here.server.admin) as hub:
        hub.execute("UPDATE hub_status SET sealed = 'x' WHERE commune = %s", [here.code])
    with pytest.raises(Problem) as caught:
        asked(there, filed.reference, filed.lookup_code)
    assert code_of(caught) == "sealed-altered"


def test_nobody_who_asks_holds_up_what_the_desks_share(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with there.desk(1) as desk, syncing.connected(desk) as asking:
        asking.execute("BEGIN")
        statuses.ask(desk, asking, filed.reference or "", filed.lookup_code)
        with here.desk(1) as one:
            mending.note(one, reopen(one, filed.id), "đã gọi điện")
            assert synced(one).sent == 1
        asking.execute("ROLLBACK")


def test_what_cannot_be_told_holds_up_nothing(here: Commune) -> None:
    with administering.admin(here.server.admin) as hub:
        hub.execute("ALTER TABLE hub_status RENAME TO hub_hidden")
        try:
            with here.desk(1) as one:
                filed = file(one, LATE)
                assert synced(one).told == []
                assert syncing.unsent(one) == (0, None)
        finally:
            hub.execute("ALTER TABLE hub_hidden RENAME TO hub_status")
        with here.desk(1) as one:
            synced(one)
        found = hub.execute("SELECT filing::text FROM hub_status WHERE commune = %s", [here.code])
        assert found.fetchall() == [(filed.id,)]


def test_the_desk_whose_line_broke_writes_down_that_it_asked(
    here: Commune, there: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise Busy("hub-away")

    monkeypatch.setattr("lienthong_tui.hub.statuses.ask", cut)
    with pytest.raises(Busy):
        asked(there, f"LT{here.code}-261122-1001-X", "048291307765")
    with there.desk(1) as desk:
        (recorded,) = journal.of_kind(desk.db, "desk.asked_elsewhere")
        assert recorded.payload is not None
        assert recorded.payload["heard"] == "unheard"


def test_both_bearers_of_one_number_are_answered(here: Commune, there: Commune) -> None:
    """Two copies of a desk may have given it out."""
    filed = filed_in(here)
    other = slip_keys.slip_keys(filed.reference or "", "111122223333")
    told = msgspec.json.encode(PublicStatus("birth", "lodged", datetime.now(UTC)))
    with here.desk(1) as one, syncing.connected(one) as hub:
        hub_statuses.tell(hub, here.code, str(uuid4()), 0, other.proof, slip_keys.seal(other, told))
    assert asked(there, filed.reference, filed.lookup_code).state == "completed"
    assert asked(there, filed.reference, "111122223333").state == "lodged"


def test_a_claim_nobody_heard_of_again_overwrites_nothing(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    keys = slip_keys.slip_keys(filed.reference or "", filed.lookup_code)
    with here.desk(1) as one, syncing.connected(one) as hub:
        for rev, state in ((3, "received"), (1, "completed")):
            told = msgspec.json.encode(PublicStatus("birth", state, datetime.now(UTC)))
            sealed = slip_keys.seal(keys, told)
            hub_statuses.tell(hub, here.code, filed.id, rev, keys.proof, sealed)
    assert asked(there, filed.reference, filed.lookup_code).state == "received"


def test_what_was_told_is_told_anew_under_the_same_code(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with here.desk(1) as desk:
        draft = mending.reopen(desk, reopen(desk, filed.id), "sai tên")
        assert draft.filing.lookup_code == filed.lookup_code
        synced(desk)
    told = asked(there, filed.reference, filed.lookup_code)
    assert (told.state, told.procedures) == ("drafting", ())


def test_who_has_the_filing_tells(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with here.desks(1, 2) as (one, two):
        with syncing.connected(two) as hub:
            taking_over.take_over(two, hub, filed.id)
        mending.withdraw(one, reopen(one, filed.id), "người dân đổi ý")  # it has not heard
        mending.note(two, reopen(two, filed.id), "đã gọi điện")
        settle(two, one, two)
    assert asked(there, filed.reference, filed.lookup_code).state == "completed"


def test_what_is_purged_is_told_no_more(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with here.signed_in(1) as desk:
        erasure.erase(desk, desk.lookup(filed.reference or ""), "theo yêu cầu")
        synced(desk)
    with pytest.raises(Problem) as caught:
        asked(there, filed.reference, filed.lookup_code)
    assert code_of(caught) == "lookup-none"


def test_a_hub_that_was_set_back_is_told_again(here: Commune, there: Commune) -> None:
    empty = here.server.dump_of(here.code)
    filed = filed_in(here)
    here.server.put_back(here.code, empty)
    with here.desk(1) as desk:
        synced(desk)
    assert asked(there, filed.reference, filed.lookup_code).state == "completed"


def test_nobody_reads_the_table_of_another_commune(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    with there.desk(1) as desk, syncing.connected(desk) as hub:
        for statement in (
            "SELECT sealed FROM hub_status",
            "SELECT proof FROM hub_status",
            "UPDATE hub_status SET filing = filing",
        ):
            with pytest.raises(Exception, match="permission denied"):
                hub.execute(statement.encode())
        count = hub.execute(
            "SELECT count(filing) FROM hub_status WHERE filing = %s", [filed.id]
        ).fetchone()
        assert count == (0,)
        gone = hub.execute("DELETE FROM hub_status WHERE filing = %s", [filed.id])
        assert gone.rowcount == 0


@pytest.mark.asyncio
async def test_an_officer_asks_from_the_look_up(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    async with at_desk(there, 1) as someone:
        await rounds(someone)
        await someone.press("f3")
        await someone.type(filed.reference or "")
        assert "cần mã tra cứu" in " ".join(someone.screen_text().split())
        await someone.press("enter")
        assert "HỎI HỒ SƠ CỦA XÃ KHÁC" in someone.screen_text()
        await someone.type("12")
        await someone.press("enter")
        assert "12 chữ số" in someone.screen_text()
        await someone.press(*["backspace"] * 2)
        await someone.type(grouped(filed.lookup_code))
        await someone.press("enter")
        await seen(someone, "CHƯA nộp lên Cổng")
        text = someone.screen_text()
        assert "kê khai xong, chưa nộp" in text
        assert "Theo việc quầy ấy ghi gần nhất, lúc" in text
        assert "Mã tra cứu " in text, "the label is whole"


@pytest.mark.asyncio
async def test_an_answer_to_another_code_is_not_shown(
    here: Commune, there: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed, answered = filed_in(here), asyncio.Event()

    async def slowly(*_: object) -> PublicStatus:
        await answered.wait()
        raise Problem("lookup-none")

    monkeypatch.setattr(sharing, "ask", slowly)
    async with at_desk(there, 1) as someone:
        await someone.press("f3")
        await someone.type(filed.reference or "")
        await someone.press("enter")
        await someone.type(WRONG)
        await someone.pilot.press("enter")
        while "Đang hỏi máy chủ" not in someone.screen_text():
            await someone.pilot.pause(0.01)
        await someone.pilot.press("backspace")
        while "Đang hỏi máy chủ" in someone.screen_text():
            await someone.pilot.pause(0.01)
        answered.set()
        await someone.settle()
        assert "rồi Enter" in someone.screen_text(), "it asks for a code again"


@pytest.mark.asyncio
async def test_without_a_line_the_officer_is_told(
    server: Server, here: Commune, there: Commune
) -> None:
    filed = filed_in(here)
    async with at_desk(there, 1) as someone:
        await rounds(someone)
        with server.away():
            await someone.press("f3")
            await someone.type(filed.reference or "")
            await someone.press("enter")
            await someone.type(filed.lookup_code)
            await someone.press("enter")
            await seen(someone, "Chưa hỏi được")
            assert said(someone) == ""
