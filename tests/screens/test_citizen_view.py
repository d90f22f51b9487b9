"""What is turned towards the citizen tells where the filing stands, and nobody's data."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from lienthong_tui.desk import completion, drafting, outcomes
from lienthong_tui.desk.demo import samples
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing import queue
from lienthong_tui.filing.agency_events import Wanted
from lienthong_tui.filing.events import Answered, Lodged, Noted, Withdrawn
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.queue import Task
from lienthong_tui.filing.telling import Said
from lienthong_tui.procedures.outcomes import shipped
from lienthong_tui.screens.answering import Answering
from lienthong_tui.screens.citizen_view import CitizenView
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.record import Record
from lienthong_tui.sentences import tr
from lienthong_tui.sentences.of_citizens import NEXT, STATES, STATUSES, to_do
from lienthong_tui.store import journal

from .walk import NOW, Officer, signed_in

NUMBERS = ("G22.99.13-261128-0007", "H50.99.13-261128-0012")
# No father named, a guardian, born at home, died at home, died on the road.
TELLING = (1, 2, 4, 7, 9)
LATER = NOW.replace(day=28)
# Answers that say nothing of a person: choices, numbers of copies, dates of papers, communes, which
# agencies are called by.
_OPEN = re.compile(r"(true|false|[a-z_-]+|\d{1,5}|\d{4}(-\d\d)*(T.*)?)")


def filed(desk: Desk, sample: int, *facts: Any) -> Draft:
    desk.__dict__["clock"] = lambda: LATER
    reading = read_case(samples()[sample], now=LATER, commune=desk.commune)
    draft = drafting.reopen(desk, completion.file_case(desk, reading).id)
    return drafting.record(desk, draft, *facts) if facts else draft


async def at_record(someone: Officer, draft: Draft) -> None:
    someone.app.push_screen(Record(Keeper(someone.app, draft)))
    await someone.settle()


def whole(someone: Officer) -> str:
    """All of the page, also what is scrolled away."""
    assert isinstance(someone.app.screen, CitizenView), someone.screen_text()
    told = someone.app.screen.query_one(".told").render()
    return " ".join(f"{someone.screen_text()}\n{told}".split())


def secrets(filing: Filing) -> Iterable[str]:
    """What a person of the filing has said that could be told from it."""
    values = (*filing.answers.values(), *(note.text for note in filing.notes))
    return {str(value) for value in values if not _OPEN.fullmatch(str(value))}


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_it_opens_after_who_asks_and_closes_on_the_covered_page(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with signed_in(tmp_path, size) as someone:
        lodged = Lodged(*NUMBERS)
        draft = await someone.app.at_desk(filed, someone.app.at, 0, lodged)
        await at_record(someone, draft)
        covered = someone.screen_text()
        await someone.press("3")
        assert "Trần Minh Khôi" in someone.screen_text()
        await someone.press("4")
        assert isinstance(someone.app.screen, Answering)
        await someone.press("1", "1")
        told = whole(someone)
        for part in (
            *("HỒ SƠ ĐÃ NỘP LÊN CỔNG", str(draft.filing.reference), *NUMBERS),
            *("ĐÃ NỘP LÊN CỔNG", "Dành cho người dân xem", "Chưa phải làm gì"),
            *(
                "Đăng ký khai sinh: đã nộp, chờ cơ quan tiếp nhận",
                "ngày làm việc từ",
            ),
            *("KHI ĐẾN NHẬN KẾT QUẢ, MANG THEO", "Thẻ căn cước hoặc VNeID"),
        ):
            assert part in told, (part, told)
        assert "Khôi" not in told
        assert max(map(len, someone.screen_text().split("\n"))) <= size[0]
        assert "…" not in someone.screen_text()
        top = someone.screen_text()
        await someone.press("down", "pagedown", "up", "pageup", "enter", "1", "3")
        assert someone.screen_text() == top, "nothing is done from here"
        await someone.press("escape")
        assert isinstance(someone.app.screen, Record)
        assert someone.screen_text() == covered
        looks = [
            r.payload
            for r in journal.events_of(someone.app.at.db, draft.filing.id)
            if r.envelope.kind == "filing.viewed"
        ]
        assert looks[-1] == {"why": "citizen", "asker": "requester", "papers_seen": True}


@pytest.mark.asyncio
async def test_leaving_the_question_shows_nothing_to_the_citizen(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        draft = await someone.app.at_desk(filed, someone.app.at, 0)
        await at_record(someone, draft)
        await someone.press("4", "1", "escape", "escape")
        assert isinstance(someone.app.screen, Record)
        kinds = [r.envelope.kind for r in journal.events_of(someone.app.at.db, draft.filing.id)]
        assert "filing.viewed" not in kinds


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_no_sample_shows_a_name_a_number_an_address_or_a_cause(
    tmp_path: Path, language: Any
) -> None:
    """Cases with a secret, lodged, with the first procedure decided and its results told."""
    async with signed_in(tmp_path, (100, 60)) as someone:
        someone.app.language = language

        def prepare(sample: int) -> Draft:
            at = someone.app.at
            draft = filed(at, sample, Lodged(*NUMBERS), Noted(text="Chị Lan 0900000512"))
            first = draft.group.definition.procedure[0]
            results = {
                name: f"0992260012{sample:02}" if "id" in name else "77/2026"
                for name in first.yields
            }
            born = str(draft.filing.answers.get("child.birth_date", "2026"))
            if draft.group.definition.group == "birth" and not born.startswith("2026"):
                results = {}
            if draft.filing.answers.get("child.sex") == "female":
                results = {k: v.replace("0992", "0993") for k, v in results.items()}
            return outcomes.tell(
                at, draft, [Said(first.id, "done", LATER, "portal", results=results)]
            )

        searched = 0
        for sample in TELLING if language == "vi" else TELLING[:1]:
            draft = await someone.app.at_desk(prepare, sample)
            await at_record(someone, draft)
            await someone.press("4", "4", "2")
            told = whole(someone)
            hidden = {*secrets(draft.filing), *draft.filing.results.values()}
            searched += len(hidden)
            hidden |= {value.upper() for value in hidden if " " in value}
            found = (re.search(rf"\b{re.escape(value)}\b", told) for value in hidden)
            assert [match[0] for match in found if match] == []
            await someone.press("escape", "escape")
        assert searched > (100 if language == "vi" else 15)


@pytest.mark.asyncio
async def test_what_it_says_follows_the_filing(tmp_path: Path) -> None:
    async with signed_in(tmp_path, (100, 60)) as someone:
        at = someone.app.at

        def draft_only() -> Draft:
            draft = drafting.start(at, "birth")
            return drafting.record(
                at, draft, Answered(answers={"child.given": "An"}, origin="typed")
            )

        async def shown(draft: Draft) -> str:
            await at_record(someone, draft)
            await someone.press("4", "1", "1")
            told = whole(someone)
            await someone.press("escape", "escape")
            return told

        told = await shown(await someone.app.at_desk(draft_only))
        assert "HỒ SƠ ĐANG KÊ KHAI TẠI QUẦY, CHƯA NỘP" in told
        assert "Cùng người tiếp nhận kê khai cho xong." in told
        draft = await someone.app.at_desk(filed, at, 0)
        told = await shown(draft)
        assert "HỒ SƠ CHƯA NỘP LÊN CỔNG" in told
        assert "người có tài khoản VNeID tự đăng nhập" in told
        assert "nếu lên Cổng ngay" in told
        assert "làm sau, khi thủ tục trước có kết quả" in told

        def says(*said: Said) -> Draft:
            nonlocal draft
            draft = outcomes.tell(at, draft, said)
            return draft

        first = draft.group.definition.procedure[0].id
        told = await shown(says(Said(first, "received", LATER, "portal")))
        assert "cơ quan đã nhận Dự kiến" in told
        assert "nếu lên Cổng ngay" not in told.split("Đăng ký thường trú")[0]
        wanted = (Wanted("giấy chứng sinh rõ hơn"),)
        until = date(2027, 11, 28)
        told = await shown(says(Said(first, "extended", LATER, "phone", until=until)))
        assert "cơ quan xin lỗi và hẹn lại Cơ quan hẹn lại: Chủ nhật 28/11/2027." in told
        told = await shown(says(Said(first, "supplement", LATER, "phone", items=wanted)))
        assert "Bổ sung: hỏi quầy cơ quan cần gì" in told
        assert "Đang chờ phía người dân nên chưa tính ngày." in told
        gone = await someone.app.at_desk(filed, at, 0, Withdrawn(reason="x"))
        told = await shown(gone)
        assert "HỒ SƠ ĐÃ RÚT" in told
        assert "Không phải làm gì." in told


def test_every_state_status_and_task_has_its_words() -> None:
    assert set(STATES) == {"drafting", "completed", "lodged", "received", "finished", "withdrawn"}
    assert shipped().keys() <= STATUSES.keys()
    for kind in queue.URGENCY:
        (told,) = to_do([Task(kind)], "vi")
        assert told
        assert (told == tr(NEXT.get(kind, ""), "vi")) is (kind in NEXT)
    assert len(to_do([Task("hand-out", "a"), Task("hand-out", "b"), Task("fee")], "vi")) == 2
    assert cast(Any, NEXT).keys() < set(queue.URGENCY)
