"""What an officer sees of the other desks: the line above, the filing elsewhere, taking it over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, file

from hub.commune import Commune, office, synced
from hub.officers import at_desk, rounds, said, seen
from hub.server import Server
from lienthong_tui.desk import drafting
from lienthong_tui.desk.sharing import syncing, taking_over
from lienthong_tui.screens import sharing
from lienthong_tui.screens.commands import commands
from lienthong_tui.screens.record import Record
from lienthong_tui.store import journal


@pytest.fixture
def commune(server: Server, tmp_path: Path) -> Iterator[Commune]:
    with office(server, tmp_path, 2) as made:
        yield made


@pytest.mark.asyncio
async def test_the_line_tells_what_the_others_have_not_got(
    server: Server, commune: Commune
) -> None:
    async with at_desk(commune, 1) as someone:
        await rounds(someone)
        assert "đã đồng bộ" in someone.screen_text().split("\n")[0]
        with server.away():
            await someone.app.at_desk(file, someone.app.at)
            await rounds(someone)
            assert someone.app.share is not None
            assert someone.app.share.fails == 1
            count = someone.app.share.unsent
            assert count > 0
            top = someone.screen_text().split("\n")[0]
            assert f"{count} sự kiện chưa đồng bộ, cũ nhất" in top
        await rounds(someone)
        assert "đã đồng bộ" in someone.screen_text().split("\n")[0]


@pytest.mark.asyncio
async def test_the_officer_may_ask_for_a_round_at_once(server: Server, commune: Commune) -> None:
    async with at_desk(commune, 1) as someone:
        await rounds(someone)
        state = someone.app.share
        assert state is not None
        offered = [c.name["vi"] for c in commands(someone.app, someone.app.screen)]
        assert "Đồng bộ ngay" in offered
        with server.away():
            state.stopped = True  # as where a certificate was wrong
            await someone.app.action_share_now()
            while state.busy:
                await someone.pilot.pause(0.005)
            assert (state.stopped, state.fails) == (False, 1)
        await someone.app.action_share_now()
        while state.busy:
            await someone.pilot.pause(0.005)
        assert state.fails == 0


@pytest.mark.asyncio
async def test_a_desk_that_shares_with_nobody_says_nothing_of_it(
    server: Server, commune: Commune
) -> None:
    with commune.signed_in(2) as two:
        from lienthong_tui.desk.sharing import joining

        joining.leave(two)
    async with at_desk(commune, 2) as someone:
        await sharing.look(someone.app)
        assert someone.app.share is None
        assert "đồng bộ" not in someone.screen_text()


@pytest.mark.asyncio
async def test_a_filing_of_another_desk_is_looked_up_and_taken_over(commune: Commune) -> None:
    with commune.desk(1) as one:
        filed = file(one, LATE)
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Sùng")
        draft = drafting.answer(one, draft, "child.given", "Páo")
        synced(one)
    reference = filed.reference or ""
    async with at_desk(commune, 2) as someone:
        await rounds(someone)
        assert "Páo" not in someone.screen_text(), "the queue is the desk's own"
        await someone.press("f3")
        await someone.type(reference)
        assert "ở quầy 1" in someone.screen_text()
        await someone.press("enter")
        assert "Ở QUẦY 1" in someone.screen_text()
        await someone.press("1")
        assert "Hồ sơ đang ở quầy 1" in said(someone)
        assert journal.lineage_of(someone.app.at.db, filed.id).desk == 1
        await someone.press("1")
        for _ in range(400):
            await someone.pilot.pause(0.01)
            if "Ở QUẦY 1" not in someone.screen_text():
                break
        await someone.settle()
        assert journal.lineage_of(someone.app.at.db, filed.id).desk == 2
        assert reference in someone.screen_text()
    with commune.desk(1) as one:
        synced(one)
        (line,) = one.lookup(reference)
        assert line.elsewhere == 2


@pytest.mark.asyncio
async def test_an_open_page_tells_that_the_filing_has_gone(commune: Commune) -> None:
    with commune.desk(1) as one:
        filed = file(one, LATE)
        synced(one)
    async with at_desk(commune, 1) as someone:
        await rounds(someone)
        await someone.press("f3")
        await someone.type(filed.reference or "")
        await someone.press("enter")
        assert isinstance(someone.app.screen, Record)
        with commune.desk(2) as two, syncing.connected(two) as hub:
            taking_over.take_over(two, hub, filed.id)
        await rounds(someone)
        assert "Hồ sơ đang ở quầy 2" in said(someone)
        assert "Ở QUẦY 2" in someone.screen_text()


@pytest.mark.asyncio
async def test_what_came_too_late_is_told_and_named(commune: Commune) -> None:
    with commune.desks(1, 2) as (one, two):
        draft = drafting.answer(one, drafting.start(one, "birth"), "child.surname", "Sùng")
        draft = drafting.answer(one, draft, "child.given", "Páo")
        synced(one)
        drafting.answer(one, draft, "child.middle", "A")  # its line is down
        with syncing.connected(two) as hub:
            taking_over.take_over(two, hub, draft.filing.id)
        synced(one)
    async with at_desk(commune, 2) as someone:
        await rounds(someone)
        assert "Páo" in someone.screen_text(), "it is this desk's now"
        await someone.press("f3")
        await someone.type("sung a pao")
        assert "Không thấy hồ sơ nào" in someone.screen_text()
        await someone.press(*["backspace"] * 10)
        await someone.type("pao")
        assert "có bản sửa không được nhận" in someone.screen_text()
        await someone.press("enter")
        assert "BẢN SỬA KHÔNG ĐƯỢC NHẬN" not in someone.screen_text(), "covered"
        await someone.press("3", "end")
        text = someone.screen_text()
        assert "BẢN SỬA KHÔNG ĐƯỢC NHẬN" in text
        assert "người tiếp nhận ở quầy 1" in text.partition("BẢN SỬA")[2]


@pytest.mark.asyncio
async def test_without_a_line_nothing_is_taken_over(server: Server, commune: Commune) -> None:
    with commune.desk(1) as one:
        filed = file(one, LATE)
        synced(one)
    async with at_desk(commune, 2) as someone:
        await rounds(someone)
        with server.away():
            await someone.press("f3")
            await someone.type(filed.reference or "")
            await someone.press("enter")
            await someone.press("1", "1")
            await seen(someone, "Chưa rõ máy chủ dùng chung đã nghe", said)
            assert journal.lineage_of(someone.app.at.db, filed.id).desk == 1
