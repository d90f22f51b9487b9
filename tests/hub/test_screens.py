"""What an officer sees of the other desks: the line above, the filing elsewhere, taking it over."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyotp
import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, OFFICER_ID, PASSWORD, file
from screens.walk import Officer

from hub.commune import Commune, synced
from hub.server import Server
from hub.test_sharing import office
from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import drafting
from lienthong_tui.desk.sharing import syncing, taking_over
from lienthong_tui.screens import sharing
from lienthong_tui.screens.commands import commands
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.record import Record
from lienthong_tui.store import journal


@pytest.fixture
def commune(server: Server, tmp_path: Path) -> Iterator[Commune]:
    with office(server, tmp_path, 2) as made:
        yield made


@asynccontextmanager
async def at_desk(commune: Commune, number: int) -> AsyncIterator[Officer]:
    """An officer on the home page of a desk that shares."""
    now = commune.next_minute()
    app = LienthongApp(commune.folder(number) / "desk", clock=lambda: now)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        secret = pyotp.parse_uri(commune.created[number].otp_uri).secret
        for text in (OFFICER_ID, PASSWORD, pyotp.TOTP(secret).at(now)):
            await someone.type(text)
            await someone.press("enter")
        assert isinstance(app.screen, Home), someone.screen_text()
        app.pastes = True
        yield someone
        await app.save_before_leaving()


def said(someone: Officer) -> str:
    """What is told in the corner."""
    return "\n".join(str(told.message) for told in someone.app._notifications)


async def rounds(someone: Officer) -> None:
    """Let a round begin, and wait until it has ended."""
    if (state := someone.app.share) is not None:
        state.next_round = 0.0
    await sharing.look(someone.app)
    for _ in range(2000):
        await someone.pilot.pause(0.005)
        if someone.app.share is not None and not someone.app.share.busy:
            break
    await someone.settle()


@pytest.mark.asyncio
async def test_the_line_tells_what_the_others_have_not_got(
    server: Server, commune: Commune
) -> None:
    async with at_desk(commune, 1) as someone:
        await rounds(someone)
        assert "đã đồng bộ" in someone.screen_text().split("\n")[0]
        server.stop("immediate")
        try:
            await someone.app.at_desk(file, someone.app.at)
            await rounds(someone)
            assert someone.app.share is not None
            assert someone.app.share.fails == 1
            count = someone.app.share.unsent
            assert count > 0
            top = someone.screen_text().split("\n")[0]
            assert f"{count} sự kiện chưa đồng bộ, cũ nhất" in top
        finally:
            server.start()
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
        server.stop("immediate")
        try:
            state.stopped = True  # as where a certificate was wrong
            await someone.app.action_share_now()
            while state.busy:
                await someone.pilot.pause(0.005)
            assert (state.stopped, state.fails) == (False, 1)
        finally:
            server.start()
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
        server.stop("immediate")
        try:
            await someone.press("f3")
            await someone.type(filed.reference or "")
            await someone.press("enter")
            await someone.press("1", "1")
            for _ in range(400):
                await someone.pilot.pause(0.01)
                if "Chưa rõ máy chủ dùng chung đã nghe" in said(someone):
                    break
            assert "Chưa rõ máy chủ dùng chung đã nghe" in said(someone)
            assert journal.lineage_of(someone.app.at.db, filed.id).desk == 1
        finally:
            server.start()
