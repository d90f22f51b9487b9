"""What agencies say is written down by a few keys, taken from files, and asked-for is sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from desk.agencies import POLICE, packets_of
from textual.widgets import Static

from lienthong_tui.app import LienthongApp
from lienthong_tui.desk import agency_keys, completion, reading, replies
from lienthong_tui.desk.demo import COMMUNE, samples
from lienthong_tui.filing.filing import Filing
from lienthong_tui.packets.replies import ReplyProcedure
from lienthong_tui.packets.signers import write_signers
from lienthong_tui.resources import data_path
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.hearing import About, Hearing
from lienthong_tui.screens.inbox import Inbox
from lienthong_tui.screens.outcomes import Outcomes
from lienthong_tui.screens.record import Record
from lienthong_tui.screens.supplement import OpenPapers, OpenQuestions, RenewedOut, Supplement

from .walk import NOW, Officer, signed_in

SCAN = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"


def file_one(app: LienthongApp) -> Filing:
    read = reading.read_case(samples()[1], now=NOW, commune=COMMUNE)
    return completion.file_case(app.at, read)


@asynccontextmanager
async def at_outcomes(root: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Officer]:
    """An officer at the results of a completed filing."""
    async with signed_in(root, size) as someone:
        await someone.app.at_desk(file_one, someone.app)
        await someone.press("f3", "escape", "a")
        assert isinstance(someone.app.screen, Done), someone.screen_text()
        await someone.press("k")
        assert isinstance(someone.app.screen, Outcomes)
        yield someone


def told(someone: Officer) -> str:
    """The text below the acts, also what does not fit the screen."""
    return str(someone.app.screen.query_one(".told", Static).render())


def filing(someone: Officer) -> Filing:
    found: Any = someone.app.screen
    kept: Filing = found.keeper.draft.filing
    return kept


@pytest.mark.asyncio
async def test_the_child_s_number_is_a_few_keys(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("1", "4")
        assert "số định danh cá nhân của trẻ" in someone.screen_text()
        await someone.type("099326001234")
        await someone.press("enter", "1")
        assert isinstance(someone.app.screen, Outcomes)
        kept = filing(someone)
        assert kept.results == {"child.id_number": "099326001234"}
        assert [p.agency for p in kept.packets if p.round == 2] == [
            *("residence-police", "social-insurance"),
        ]
        text = someone.screen_text()
        assert "Đăng ký khai sinh: đã giải quyết xong – Cổng ghi lúc 09:30 20/11/2026" in text
        await someone.press("escape")
        # What was just sealed is to be brought out, and the packets say so.
        assert "đợt 2 (hồ sơ chuyển chưa xuất)" in told(someone)


@pytest.mark.asyncio
async def test_a_wrong_number_is_told_and_nothing_lost(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("1", "4")
        await someone.type("0993")
        await someone.press("enter")
        assert isinstance(someone.app.screen, Hearing)
        text = someone.screen_text()
        assert "12 chữ số" in text
        assert "0993" in text  # still there, to be gone on with
        await someone.type("26001234")
        await someone.press("enter", "1")
        assert filing(someone).results == {"child.id_number": "099326001234"}


@pytest.mark.asyncio
async def test_how_and_when_it_was_heard(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("2", "1", "a", "b")
        await someone.type("25:99")
        await someone.press("enter")
        assert "Chưa đọc được giờ" in someone.screen_text()
        await someone.press("end", "ctrl+u")
        await someone.type("8:15 20/11/2026")
        await someone.press("enter", "c")
        await someone.type("12/CA")
        await someone.press("enter", "1")
        (told,) = filing(someone).told
        assert (told.source, told.said_at, told.number) == (
            "phone",
            "2026-11-20T08:15:00+07:00",
            "12/CA",
        )


@pytest.mark.asyncio
async def test_what_does_not_follow_is_refused_in_words(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("1", "4")
        await someone.type("099326001234")
        await someone.press("enter", "1", "1")
        assert "chỉ khi cơ quan báo trước" in someone.screen_text()
        await someone.press("1", "1")
        assert isinstance(someone.app.screen, Hearing)
        assert [told.outcome for told in filing(someone).told] == ["done"]


@pytest.mark.asyncio
async def test_the_last_one_written_is_taken_back(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("1", "1", "1", "2", "1", "1", "-")
        assert "Đăng ký thường trú: đã tiếp nhận" in someone.screen_text()
        await someone.type("nhầm dòng")
        await someone.press("enter")
        assert [told.procedure for told in filing(someone).told] == ["birth-registration"]


@pytest.mark.asyncio
async def test_money_is_no_result_of_a_registration(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("1")
        assert "Đã chi trả" not in someone.screen_text()


async def ask_for_supplement(someone: Officer) -> None:
    """The agency wants the first paper again, a name mended, and a call."""
    await someone.press("1", "2")
    assert isinstance(someone.app.screen, About)
    page = someone.app.screen
    for item, words in (
        ("component:birth-certificate", "mờ"),
        ("field:child.given", "sai dấu"),
        ("words", "gọi lại"),
    ):
        await page.choose(next(line for line in page.shown if line.id == item))
        await someone.settle()
        await someone.type(words)
        await someone.press("enter")
    await someone.press("escape", "1")
    assert isinstance(someone.app.screen, Outcomes), someone.screen_text()


@pytest.mark.asyncio
async def test_a_supplement_is_mended_given_again_and_sent(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await ask_for_supplement(someone)
        (told,) = filing(someone).told
        assert [(i.text, i.field, i.component) for i in told.items] == [
            ("mờ", None, "birth-certificate"),
            ("sai dấu", "child.given", None),
            ("gọi lại", None, None),
        ]
        await someone.press("escape", "b")
        assert isinstance(someone.app.screen, Supplement)
        assert someone.screen_text().count("CHƯA SỬA") == 2
        await someone.press("1")
        assert filing(someone).followed_up == ()

        await someone.press("a")
        assert isinstance(someone.app.screen, OpenQuestions)
        assert someone.app.focused is not None
        await someone.press("end", "ctrl+u")
        await someone.type("Bình")
        await someone.press("enter")
        assert isinstance(someone.app.screen, Supplement), someone.screen_text()
        assert filing(someone).answers["child.given"] == "Bình"

        await someone.press("b")
        assert isinstance(someone.app.screen, OpenPapers)
        await someone.press("enter")
        await someone.type(str(SCAN))
        await someone.press("enter", "escape")
        assert "CHƯA SỬA" not in someone.screen_text()
        await someone.press("1", "1")
        assert filing(someone).followed_up == ()  # nobody has signed what it says now
        await someone.press("2")
        assert isinstance(someone.app.screen, RenewedOut)
        await someone.press("2", "ctrl+u")
        await someone.type(str(tmp_path / "giay"))
        await someone.press("enter", "enter")
        assert {path.suffix for path in (tmp_path / "giay").iterdir()} == {".pdf"}
        await someone.press("escape", "3")
        assert "[x]" in someone.screen_text()
        await someone.press("1")
        assert filing(someone).followed_up == ()  # what is sealed is not mended
        await someone.press("1")
        assert isinstance(someone.app.screen, Done)
        kept = filing(someone)
        assert kept.status("birth-registration") == "supplemented"
        assert [later.why for later in kept.followed_up] == ["supplement"]
        assert "BỔ SUNG" not in someone.screen_text()


@pytest.mark.asyncio
async def test_what_was_being_mended_is_not_taken_away_unsaid(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await ask_for_supplement(someone)
        await someone.press("escape", "b", "a", "end", "ctrl+u")
        await someone.type("Bình")
        await someone.press("enter", "escape", "k", "-")
        await someone.type("nhầm hồ sơ")
        await someone.press("enter")
        assert filing(someone).answers["child.given"] == "An"
        said = [notice.message for notice in someone.app._notifications]
        assert any("chỗ đang sửa trở lại như đã gửi" in text for text in said)


@pytest.mark.asyncio
async def test_a_list_nobody_compared_says_so(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await someone.press("1")
        assert "Danh mục kết quả này: chưa xác minh" in someone.screen_text()


@pytest.mark.asyncio
async def test_nothing_else_can_be_changed_meanwhile(tmp_path: Path) -> None:
    async with at_outcomes(tmp_path) as someone:
        await ask_for_supplement(someone)
        await someone.press("escape", "b", "b", "k")
        kept = filing(someone)
        await someone.type("mất rồi")
        await someone.press("enter")
        assert filing(someone).absences == kept.absences


def lay_reply(app: LienthongApp, reference: str, to: Path | None) -> None:
    """A reply of the police in the inbox, or in a folder."""
    kept, _ = app.at.filing(app.at.lookup(reference)[0].filing)
    said = ReplyProcedure("permanent-residence", "received", number="12/CA")
    data = POLICE.reply(packets_of(app.at, kept)["residence-police"], said, at=NOW)
    folder = to or replies.inbox(app.at)
    folder.mkdir(exist_ok=True)
    (folder / "tra-loi.zip").write_bytes(data)
    (folder / "broken.zip").write_bytes(b"PK broken")


async def trust_police(someone: Officer) -> None:
    app = someone.app
    listed = write_signers([POLICE.signer])

    def trust() -> None:
        desk = app.at.proved(str(app.demo and app.demo.password))
        agency_keys.trust(desk, "residence-police", listed, POLICE.signer.fingerprint)

    await app.at_desk(trust)


@pytest.mark.parametrize("stick", [False, True])
@pytest.mark.asyncio
async def test_reply_files_are_taken(tmp_path: Path, stick: bool) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        done = await app.at_desk(file_one, app)
        await trust_police(someone)
        folder = tmp_path / "stick" if stick else None
        await app.at_desk(lay_reply, app, str(done.reference), folder)
        await someone.press("f3", "escape")
        if not stick:
            assert "2 tệp đang chờ" in someone.screen_text()
        await someone.press("6")
        assert isinstance(app.screen, Inbox)
        if stick:
            await someone.press("2")
            await someone.type(str(tmp_path / "nowhere"))
            await someone.press("enter")
            assert "Không mở được tệp kết quả" in someone.screen_text()
            await someone.press("ctrl+u")  # what was typed stands there still
            await someone.type(str(folder))
            await someone.press("enter")
        else:
            await someone.press("1")
        text = told(someone)
        assert "KHÔNG NHẬN – broken.zip" in text
        assert "ĐÃ NHẬN – tra-loi.zip" in text
        assert "Đăng ký thường trú: đã tiếp nhận" in text
        await someone.press("a")
        assert isinstance(app.screen, Record)
        assert "đã tiếp nhận" in someone.screen_text()


@pytest.mark.asyncio
async def test_an_empty_inbox_says_what_to_do(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("6")
        assert "Chưa có tệp nào" in someone.screen_text()
        await someone.press("1")
        assert "Chưa có tệp nào" in someone.screen_text()
