"""Two windows on one draft, and a store that cannot be written: told, and nothing typed is lost."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from lienthong_tui.desk import completion, drafting, vault
from lienthong_tui.desk.demo import samples
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import read_case
from lienthong_tui.desk.session import session
from lienthong_tui.filing.events import Absent, Answered, HandedBack, NoticeGiven, Pledged
from lienthong_tui.filing.filing import Filing
from lienthong_tui.problems import Busy, DeskUnavailable
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.steps.finish import Finish
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.store import journal, sqlcipher
from lienthong_tui.widgets.field_row import FieldRow
from lienthong_tui.widgets.viet_input import VietInput

from .walk import NOW, Officer, signed_in

MOVED = "Cửa sổ khác vừa ghi vào hồ sơ này"
FULL = "Đĩa đầy"


@contextmanager
def other_window(root: Path) -> Iterator[Desk]:
    """A second session on the same folder."""
    unlocked = vault.open_with_key_file(root / "desk", root / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        yield desk


@asynccontextmanager
async def at_draft(root: Path, *, whole: bool = False) -> AsyncIterator[Officer]:
    """An officer at the list of steps of a draft, `whole` with every answer given."""

    def prepare() -> None:
        draft = drafting.start(app.at, "birth")
        answers: dict[str, Any] = {"child.birth_proof": "paper", "registration.commune": "19639"}
        if whole:
            case = read_case(samples()[0], now=NOW, commune=app.at.commune).case
            answers = {name: value for name, value in case.answers.items() if value is not None}
        drafting.record(app.at, draft, Answered(answers=answers, origin="typed"))

    async with signed_in(root) as someone:
        app = someone.app
        await app.at_desk(prepare)
        await someone.press("f3", "escape", "a")
        assert isinstance(app.screen, FilingPage), someone.screen_text()
        yield someone


def page(someone: Officer) -> FilingPage:
    screen = someone.app.screen
    assert isinstance(screen, FilingPage), someone.screen_text()
    return screen


def write_elsewhere(root: Path, someone: Officer, *facts: Any) -> None:
    with other_window(root) as desk:
        draft = drafting.reopen(desk, page(someone).keeper.draft.filing.id)
        drafting.record(desk, draft, *facts)


def stored(someone: Officer) -> Filing:
    return someone.app.at.filing(page(someone).keeper.draft.filing.id)[0]


def told(someone: Officer) -> str:
    """What the notifications say."""
    return " ".join(note.message for note in someone.app._notifications)


def row(someone: Officer) -> FieldRow:
    return next(r for r in someone.app.screen.query(FieldRow) if r.has_focus_within)


async def go_to(someone: Officer, field_id: str) -> FieldRow:
    """Open the page of step 2 on which a question stands."""
    from lienthong_tui.screens.steps.paging import pages

    keeper = page(someone).keeper
    number = next(
        n for n, (_, fields) in enumerate(pages(keeper, 2)) if field_id in {f.id for f in fields}
    )
    someone.app.push_screen(Questions(keeper, 2, number, field_id))
    await someone.settle()
    assert row(someone).field_id == field_id
    return row(someone)


@pytest.mark.asyncio
async def test_an_answer_meets_the_newest_state_at_the_second_try(tmp_path: Path) -> None:
    async with at_draft(tmp_path) as someone:
        there = await go_to(someone, "requester.name")
        await someone.type("Nguyễn Thị Mẫu")
        fact = Answered(answers={"requester.id_number": "099196000011"}, origin="typed")
        write_elsewhere(tmp_path, someone, fact)
        await someone.press("enter")
        assert MOVED in told(someone)
        assert there.field.value == "Nguyễn Thị Mẫu"
        assert row(someone) is there
        assert "Chưa lưu: " in someone.screen_text()
        # What the other window wrote stands on the page.
        assert "099196000011" in someone.screen_text()
        assert "requester.name" not in stored(someone).answers
        await someone.press("enter")
        answers = stored(someone).answers
        assert answers["requester.name"] == "Nguyễn Thị Mẫu"
        assert answers["requester.id_number"] == "099196000011"
        assert not there.wrong


@pytest.mark.asyncio
async def test_a_choice_stays_as_its_label(tmp_path: Path) -> None:
    async with at_draft(tmp_path) as someone:
        there = await go_to(someone, "requester.sex")
        write_elsewhere(tmp_path, someone, Absent(component="guardianship", reason="mất"))
        await someone.press("2")
        assert MOVED in told(someone)
        assert there.field.value == "Nữ"
        await someone.press("enter")
        assert stored(someone).answers["requester.sex"] == "female"


@pytest.mark.asyncio
async def test_leaving_the_page_tells_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with at_draft(tmp_path) as someone:
        await go_to(someone, "requester.name")
        await someone.type("Nguyễn Thị Mẫu")
        write_elsewhere(tmp_path, someone, Absent(component="guardianship", reason="mất"))
        await someone.press("escape")
        assert not isinstance(someone.app.screen, Questions)
        assert MOVED in told(someone)
        there = await go_to(someone, "requester.name")
        assert there.field.value == "Nguyễn Thị Mẫu"
        await someone.press("enter")
        assert stored(someone).answers["requester.name"] == "Nguyễn Thị Mẫu"


@pytest.mark.asyncio
async def test_a_reason_typed_for_a_paper_stays(tmp_path: Path) -> None:
    async with at_draft(tmp_path) as someone:
        await someone.press("4", "k")
        await someone.type("mất rồi")
        write_elsewhere(tmp_path, someone, Pledged(how="portal"))
        await someone.press("enter")
        assert isinstance(someone.app.screen, Asking)
        assert MOVED in someone.screen_text()
        assert someone.app.screen.query_one("#given", VietInput).value == "mất rồi"
        assert page(someone).keeper.draft.filing.pledge is not None
        await someone.press("enter")
        assert "mất rồi" in stored(someone).absences.values()


@pytest.mark.asyncio
async def test_the_last_step_shows_what_the_other_window_did(tmp_path: Path) -> None:
    async with at_draft(tmp_path) as someone:
        await someone.press("6")
        notice = NoticeGiven(version="1", given_at="2026-11-20T09:30:00+07:00")
        write_elsewhere(tmp_path, someone, notice)
        await someone.press("3")
        assert MOVED in told(someone)
        assert "[x] đã thông báo" in someone.screen_text()
        assert "(•)" not in someone.screen_text()
        await someone.press("3")
        assert someone.screen_text().count("(•)") == 1
        assert stored(someone).pledge == Pledged(how="signature")


@pytest.mark.asyncio
async def test_what_was_completed_elsewhere_is_not_completed_or_answered_again(
    tmp_path: Path,
) -> None:
    async with at_draft(tmp_path, whole=True) as someone:
        await someone.press("6", "2", "enter", "3")
        with other_window(tmp_path) as desk:
            draft = drafting.reopen(desk, page(someone).keeper.draft.filing.id)
            done = completion.complete(desk, draft)
        await someone.press("9", "9")
        assert isinstance(someone.app.screen, Finish)
        assert MOVED in told(someone)
        await someone.press("9", "9")
        assert "đã hoàn thành kê khai" in told(someone)
        assert stored(someone).reference == done.filing.reference
        events = journal.events_of(someone.app.at.db, done.filing.id)
        assert [e.envelope.kind for e in events].count("filing.completed") == 1

        desk = someone.app.at
        with pytest.raises(Busy, match="filing-completed"):
            drafting.answer(desk, done, "requester.email", "a@example.com")
        drafting.record(desk, done, HandedBack(papers=("id-card:mother",)))


@pytest.mark.asyncio
async def test_a_store_locked_for_too_long_is_told_and_the_answer_is_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    async with at_draft(tmp_path) as someone:
        there = await go_to(someone, "requester.name")
        # A backup, a rebuild: whatever takes its time.
        with other_window(tmp_path) as desk, sqlcipher.writing(desk.db):
            await someone.type("Nguyễn Thị Mẫu")
            await someone.press("enter")
            assert "Một chương trình khác đang ghi" in told(someone)
            assert there.field.value == "Nguyễn Thị Mẫu"
            assert "requester.name" not in stored(someone).answers
        await someone.press("enter")
        assert stored(someone).answers["requester.name"] == "Nguyễn Thị Mẫu"


def full(*_: Any, **__: Any) -> None:
    """In place of `journal.append`: a store that cannot be written."""
    raise DeskUnavailable("disk-full")


@pytest.mark.asyncio
async def test_a_full_disk_is_told_and_the_answer_is_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_draft(tmp_path) as someone:
        there = await go_to(someone, "requester.name")

        with monkeypatch.context() as patch:
            patch.setattr(journal, "append", full)
            await someone.type("Nguyễn Thị Mẫu")
            await someone.press("enter")
            assert FULL in told(someone)
            assert there.field.value == "Nguyễn Thị Mẫu"
            await someone.press("pagedown", "pageup", "escape")  # every way of leaving
        there = await go_to(someone, "requester.name")
        assert there.field.value == "Nguyễn Thị Mẫu"
        await someone.press("enter")
        assert stored(someone).answers["requester.name"] == "Nguyễn Thị Mẫu"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("field", "digit", "answer"),
    [
        ("copies.wanted", "1", True),
        ("requester.sex", "2", "female"),
    ],
)
async def test_a_choice_that_a_full_disk_refused_takes_one_more_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, digit: str, answer: object
) -> None:
    """What stands in the field is the choice's label, which of a yes or no is no answer to read."""
    async with at_draft(tmp_path) as someone:
        await go_to(someone, field)
        with monkeypatch.context() as patch:
            patch.setattr(journal, "append", full)
            await someone.press(digit)
            assert FULL in told(someone)
        await someone.press("enter")
        assert stored(someone).answers[field] == answer


@pytest.mark.asyncio
async def test_half_a_name_that_was_left_is_chosen_by_enter_as_it_is_marked(tmp_path: Path) -> None:
    async with at_draft(tmp_path) as someone:
        there = await go_to(someone, "child.birth_place.commune")
        await someone.type("nam cua v")
        await someone.press("escape")
        there = await go_to(someone, "child.birth_place.commune")
        assert there.wrong
        assert "▸ 1  Xã Nam Cửa Việt" in someone.screen_text()
        await someone.press("enter")
        assert stored(someone).answers["child.birth_place.commune"] == "19639"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "keys",
    [
        ("6", "3"),
        ("6", "2", "enter"),
        ("4", "k", "x", "enter"),
        ("escape", "1", "1"),
        ("3", "escape", "1", "1"),
    ],
)
async def test_no_key_ends_the_program_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    async with at_draft(tmp_path) as someone:
        with monkeypatch.context() as patch:
            patch.setattr(journal, "append", full)
            await someone.press(*keys)
            assert FULL in told(someone) or FULL in someone.screen_text()
        assert someone.app.is_running


@pytest.mark.asyncio
async def test_a_store_that_cannot_be_read_is_told_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a filing and looking up, from a handler and from an action."""
    async with at_draft(tmp_path) as someone:
        await someone.press("escape")
        assert isinstance(someone.app.screen, Home)

        def broken(*_: Any, **__: Any) -> None:
            raise DeskUnavailable("store-damaged")

        with monkeypatch.context() as patch:
            patch.setattr(Desk, "filing", broken)
            patch.setattr(Desk, "lookup", broken)
            await someone.press("a")
            assert isinstance(someone.app.screen, Home)
            assert told(someone)
            someone.app._notifications.clear()
            await someone.press("f3")
            await someone.type("mau")
            assert told(someone)
            await someone.press("enter", "escape")
        await someone.press("a")
        assert isinstance(someone.app.screen, FilingPage)
