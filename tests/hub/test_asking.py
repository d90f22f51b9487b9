"""Where a filing of another commune stands: by its whole reference and the code of its slip."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, file

from hub.commune import Commune, settle, synced
from hub.server import Server
from hub.test_screens import at_desk, rounds, said
from hub.test_sharing import code_of, office
from lienthong_tui.desk import erasure, mending
from lienthong_tui.desk.drafting import reopen
from lienthong_tui.desk.sharing import statuses, syncing, taking_over
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.public_status import PublicStatus
from lienthong_tui.hub import administering
from lienthong_tui.problems import Problem
from lienthong_tui.store import journal

WRONG = "000000"


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
    assert [p.due for p in told.procedures] == [
        due.isoformat() if (due := filed.due(p)) else None for p in filed.procedures
    ]
    with there.desk(1) as desk:
        (recorded,) = journal.of_kind(desk.db, "desk.asked_elsewhere")
        assert recorded.payload == {"reference": filed.reference, "answered": True}
        assert not desk.lookup(filed.reference or ""), "nothing of it is kept"


@pytest.mark.parametrize("altered", ["code", "reference"])
def test_what_the_slip_does_not_say_is_not_answered(
    here: Commune, there: Commune, altered: str
) -> None:
    filed = filed_in(here)
    reference, code = filed.reference or "", filed.lookup_code
    if altered == "code":
        code = WRONG if code != WRONG else "000001"
    else:
        reference = reference[:-6] + "999-Z"
    with pytest.raises(Problem) as caught:
        asked(there, reference, code)
    assert code_of(caught) == "lookup-none", "which of the two is wrong is not told"


def test_nobody_tries_all_codes(here: Commune, there: Commune) -> None:
    filed = filed_in(here)
    wrong = [f"{n:06}" for n in range(6) if f"{n:06}" != filed.lookup_code][:5]
    for code in wrong:
        with pytest.raises(Problem) as caught:
            asked(there, filed.reference, code)
        assert code_of(caught) == "lookup-none"
    with pytest.raises(Problem) as caught:
        asked(there, filed.reference, filed.lookup_code)
    assert code_of(caught) == "lookup-code-tried"
    with administering.admin(here.server.admin) as hub:
        hub.execute(
            "UPDATE hub_status SET wrong_on = current_date - 1 WHERE reference = %s",
            [filed.reference],
        )
    assert asked(there, filed.reference, filed.lookup_code).state == "completed"


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
            "SELECT said FROM hub_status",
            "SELECT proof FROM hub_status",
            "UPDATE hub_status SET wrong = 0",
        ):
            with pytest.raises(Exception, match="permission denied"):
                hub.execute(statement.encode())
        count = hub.execute(
            "SELECT count(reference) FROM hub_status WHERE reference = %s", [filed.reference]
        ).fetchone()
        assert count == (0,)
        gone = hub.execute("DELETE FROM hub_status WHERE reference = %s", [filed.reference])
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
        assert "6 chữ số" in someone.screen_text()
        await someone.press(*["backspace"] * 2)
        await someone.type(f"{filed.lookup_code[:3]} {filed.lookup_code[3:]}")
        await someone.press("enter")
        for _ in range(400):
            await someone.pilot.pause(0.01)
            if "CHƯA nộp lên Cổng" in someone.screen_text():
                break
        text = someone.screen_text()
        assert "CHƯA nộp lên Cổng" in text
        assert "đã kê khai, chưa nộp" in text
        assert "Theo tin quầy ấy gửi lúc" in text


@pytest.mark.asyncio
async def test_without_a_line_the_officer_is_told(
    server: Server, here: Commune, there: Commune
) -> None:
    filed = filed_in(here)
    async with at_desk(there, 1) as someone:
        await rounds(someone)
        server.stop("immediate")
        try:
            await someone.press("f3")
            await someone.type(filed.reference or "")
            await someone.press("enter")
            await someone.type(filed.lookup_code)
            await someone.press("enter")
            for _ in range(400):
                await someone.pilot.pause(0.01)
                if "Chưa hỏi được" in someone.screen_text():
                    break
            assert "Chưa hỏi được" in someone.screen_text()
            assert said(someone) == ""
        finally:
            server.start()
