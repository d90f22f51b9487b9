"""The office's settings by keyboard: every section, what is refused, and what becomes of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from lienthong_tui.desk import office as settings
from lienthong_tui.procedures.overlay import DayOff, Facility, Hamlet, Overlay, OwnAgency
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.settings.entries import Entries
from lienthong_tui.screens.settings.entry import EntryPage
from lienthong_tui.screens.settings.overview import Settings

from .walk import Officer, signed_in


@asynccontextmanager
async def at_settings(root: Path) -> AsyncIterator[Officer]:
    async with signed_in(root, (80, 24)) as someone:
        await someone.press("8", "3")
        assert isinstance(someone.app.screen, Settings)
        yield someone


def office(someone: Officer) -> Overlay:
    return someone.app.at.office


async def answer(someone: Officer, *texts: str) -> None:
    """Type a text at each question, or press a digit written as `#1`; nothing for an empty one."""
    for text in texts:
        if text.startswith("#"):
            await someone.press(text[1:])
        else:
            await someone.type(text)
            await someone.press("enter")


@pytest.mark.asyncio
async def test_the_text_on_terms_is_chosen(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("1", "1", "2")
        assert office(someone).deadlines["birth"] == "draft-2026"
        assert office(someone).deadlines["death"] == "portal"
        assert "Theo dự thảo năm 2026" in someone.screen_text()


@pytest.mark.parametrize(
    ("entry", "typed", "stored"),
    [
        ("1", "14h30", ("14:30", None)),
        ("1", "9:00", ("09:00", None)),
        ("2", "11 giờ 30", (None, "11:30")),
        ("2", "12", (None, "12:00")),
    ],
)
@pytest.mark.asyncio
async def test_hours(
    tmp_path: Path, entry: str, typed: str, stored: tuple[str | None, str | None]
) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("2", entry)
        await answer(someone, typed)
        assert (office(someone).cut_off, office(someone).saturday_until) == stored
        assert isinstance(someone.app.screen, Entries)
        await someone.press(entry, "end", "ctrl+u", "enter")
        assert (office(someone).cut_off, office(someone).saturday_until) == (None, None)


@pytest.mark.asyncio
async def test_the_help_on_saturdays_is_what_is_reckoned(tmp_path: Path) -> None:
    """As `filing/test_deadlines.py::test_a_saturday_morning` has it."""
    async with at_settings(tmp_path) as someone:
        await someone.press("2", "2")
        assert "dự kiến ngay thứ Bảy ấy" in " ".join(someone.screen_text().split())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("5000", 5_000), ("5.000 đ", 5_000), ("1,234,000 đồng", 1_234_000), ("0", 0)],
)
@pytest.mark.asyncio
async def test_fees(tmp_path: Path, typed: str, stored: int) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("4", "1")
        await answer(someone, typed)
        assert office(someone).fees == {"birth-late": stored}
        await someone.press("1", "end", "ctrl+u", "enter")
        assert office(someone).fees == {}


@pytest.mark.parametrize(
    ("keys", "typed", "told"),
    [
        (("2", "1"), "25h", "“25h” không phải giờ"),
        (("4", "1"), "tám nghìn", "“tám nghìn” không phải số tiền"),
        (("4", "1"), "8,5", "“8,5” không phải số tiền"),
        (("4", "1"), "8,000.000", "“8,000.000” không phải số tiền"),
        (("4", "1"), "-8000", "“-8000” không phải số tiền"),
    ],
)
@pytest.mark.asyncio
async def test_what_is_refused_stays_until_it_is_given_up(
    tmp_path: Path, keys: tuple[str, ...], typed: str, told: str
) -> None:
    async with at_settings(tmp_path) as someone:
        before = office(someone)
        await someone.press(*keys)
        await answer(someone, typed)
        assert told in someone.screen_text()
        assert office(someone) is before
        await someone.press("escape")
        assert "Esc lần nữa: bỏ phần vừa gõ" in someone.screen_text()
        await someone.press("escape")
        assert isinstance(someone.app.screen, Entries)
        assert office(someone) is before


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("24/12/26", None),
        ("18/11/2025", None),
        ("19/11/2025", "2025-11-19"),
    ],
)
@pytest.mark.asyncio
async def test_a_day_long_past_was_mistyped(tmp_path: Path, typed: str, stored: str | None) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("3", "0")
        await answer(someone, typed, "#1", "Ngày truyền thống")
        assert [f"{day.date}" for day in office(someone).days] == ([stored] if stored else [])
        told = " ".join(someone.screen_text().split())
        assert ("bốn chữ số của năm" in told) == (stored is None)


@pytest.mark.asyncio
async def test_what_is_needed_is_asked_for(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        before = office(someone)
        await someone.press("6", "0", *["enter"] * 6)
        assert "Cần điền “Tên cơ sở”" in someone.screen_text()
        await answer(someone, "Trạm y tế", "", "", "", "", "")
        assert "chưa được gợi ý ở đâu" in someone.screen_text()
        assert office(someone) is before
        await answer(someone, "#1")
        assert office(someone).facilities == (Facility("Trạm y tế", ("deaths",)),)


@pytest.mark.asyncio
async def test_a_choice_half_typed_is_not_passed_over(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("3", "0")
        await answer(someone, "26/12/2026")
        await someone.press("end", "ctrl+u")
        await someone.type("bù")
        await someone.press("tab")
        await answer(someone, "Làm bù")
        assert "Chọn một mục của “Là ngày”." in someone.screen_text()
        await someone.press("enter")
        assert "Chọn một mục của “Là ngày”." in someone.screen_text()
        assert office(someone).days == ()
        await someone.press("end", "ctrl+u", "2", "enter")
        assert [day.kind for day in office(someone).days] == ["work"]


@pytest.mark.parametrize("more", [(), ("tab",)])
@pytest.mark.asyncio
async def test_going_back_tells_of_a_choice_half_typed(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    async with at_settings(tmp_path) as someone:
        before = office(someone)
        await someone.press("3", "0")
        await answer(someone, "26/12/2026")
        await someone.press("end", "ctrl+u")
        await someone.type("bù")
        await someone.press(*more)
        if more:
            await someone.type("Làm bù")
        await someone.press("escape")
        assert "Chọn một mục của “Là ngày”." in someone.screen_text()
        assert "Esc lần nữa: bỏ phần vừa gõ" in someone.screen_text()
        await someone.press("escape")
        assert isinstance(someone.app.screen, Entries)
        assert office(someone) is before


@pytest.mark.asyncio
async def test_a_choice_alone_half_typed_is_told_of_too(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("1", "1")
        await someone.type("zzz")
        await someone.press("escape")
        assert isinstance(someone.app.screen, EntryPage)
        assert "Chọn một mục của “Theo văn bản”." in someone.screen_text()


@pytest.mark.asyncio
async def test_going_back_stores_what_is_right(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("4", "1")
        await someone.type("5000")
        await someone.press("escape")
        assert office(someone).fees == {"birth-late": 5_000}
        await someone.press("1", "escape")
        assert isinstance(someone.app.screen, Entries)


@pytest.mark.asyncio
async def test_a_list_grows_and_shrinks(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("7", "0")
        await answer(someone, "Thôn 1", "#2")
        await someone.press("0")
        await answer(someone, "Thôn Lệ Xuyên", "")
        assert office(someone).hamlets == (Hamlet("Thôn 1", "19633"), Hamlet("Thôn Lệ Xuyên"))
        await someone.press("2", "enter", "3")
        assert office(someone).hamlets[1] == Hamlet("Thôn Lệ Xuyên", "19639")
        await someone.press("0")
        await answer(someone, "Thôn 1", "#2")
        assert "“Thôn 1 19633” có hai lần" in " ".join(someone.screen_text().split())
        await someone.press("escape", "escape", "down", "down", "x")
        assert "Bấm x lần nữa để xóa “Thôn Lệ Xuyên" in someone.screen_text()
        await someone.press("x")
        assert office(someone).hamlets == (Hamlet("Thôn 1", "19633"),)


@pytest.mark.asyncio
async def test_another_window_is_never_written_over(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("a", "1")
        app = someone.app
        other = replace(app.at.office, phrases={"causes": ("Tai biến", "Già yếu")})
        await app.at_desk(settings.change, app.at, other)  # as another window would
        for _ in range(2):  # trying again does not help: the line is another one now
            await someone.type(" x")
            await someone.press("enter")
            assert "vừa được đổi ở cửa sổ khác" in " ".join(someone.screen_text().split())
        assert app.at.office.phrases == {"causes": ("Tai biến", "Già yếu")}
        await someone.press("escape", "escape")
        assert "Tai biến" in someone.screen_text()


@pytest.mark.asyncio
async def test_days_facilities_phrases_agencies_and_referrals(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("3", "0")
        await answer(someone, "24/12/2026", "#1", "Ngày truyền thống")
        (day,) = office(someone).days
        assert (f"{day.date}", day) == (
            "2026-12-24",
            DayOff(day.date, "off", "Ngày truyền thống"),
        )
        await someone.press("escape", "6", "0")
        await answer(someone, "Trạm y tế", "", "45111", "", "#1", "")
        assert office(someone).facilities == (Facility("Trạm y tế", ("first-care",), "", "45111"),)
        await someone.press("escape", "a", "0")
        await answer(someone, "Tai biến")
        assert office(someone).phrases["causes"][-1] == "Tai biến"
        await someone.press("escape", "5", "2")
        await answer(someone, "Công an xã Nam Cửa Việt", "", "G01.1")
        own = office(someone).agencies["residence-police"]
        assert own == OwnAgency(vi="Công an xã Nam Cửa Việt", code="G01.1")
        await someone.press("3")
        await answer(someone, "", "Sample social insurance", "")
        assert office(someone).agencies["social-insurance"] == OwnAgency(
            en="Sample social insurance"
        )
        await someone.press("escape", "b", "1", "1")
        assert len(office(someone).relaxed) == 1
        await someone.press("1", "2")
        assert office(someone).relaxed == ()


@pytest.mark.asyncio
async def test_a_letter_is_a_draft_until_its_decision_is_named(tmp_path: Path) -> None:
    decision = "Quyết định số 12/QĐ-UBND ngày 05/10/2026"
    async with at_settings(tmp_path) as someone:
        await someone.press("c")
        assert someone.screen_text().count("dự thảo") == 7
        await someone.press("2")
        assert "(chưa xác minh)" in " ".join(someone.screen_text().split())
        await answer(someone, f" {decision}  ")
        assert office(someone).letters == {"02": decision}
        assert someone.screen_text().count("dự thảo") == 6
        await someone.press("2", "end", "ctrl+u", "enter")
        assert office(someone).letters == {}


@pytest.mark.asyncio
async def test_how_the_office_is_called_and_reached(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("d", "2")
        await answer(someone, " 0233 000 000 ")
        await someone.press("1")
        await answer(someone, "Bộ phận một cửa xã Mẫu")
        assert (office(someone).contact, office(someone).office) == (
            "0233 000 000",
            "Bộ phận một cửa xã Mẫu",
        )


@pytest.mark.asyncio
async def test_out_to_a_file_and_in_again(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        folder = tmp_path / "stick"
        folder.mkdir()
        await someone.press("x")
        await answer(someone, str(folder))
        path = folder / "thiet-lap-19639.toml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("overlay = 1", 'overlay = 1\ncut_off = "14:00"'), "utf-8")
        await someone.press("n")
        await answer(someone, str(path))
        assert office(someone).cut_off == "14:00"
        path.write_text("overlay = ", "utf-8")
        await someone.press("n")
        await answer(someone, str(path))
        assert "sai cú pháp TOML" in someone.screen_text()
        assert office(someone).cut_off == "14:00"


@pytest.mark.asyncio
async def test_the_offices_texts_are_offered_where_they_are_typed(tmp_path: Path) -> None:
    async with at_settings(tmp_path) as someone:
        await someone.press("a", "0")
        await answer(someone, "Tai biến mạch máu não")
        await someone.press("escape", "escape", "escape")
        assert isinstance(someone.app.screen, Home)
        await someone.press("2", "escape", "f9")
        await someone.press("escape")
        draft_page = await at_field(someone, "death.cause")
        assert "↓  Tai biến mạch máu não" in draft_page
        await someone.press("down", "down")
        assert "▸ ↓  Bị bệnh" in someone.screen_text()
        await someone.press("enter")
        keeper = someone.app.screen.keeper  # type: ignore[attr-defined]
        assert keeper.draft.filing.answers["death.cause"] == "Bị bệnh"
        await at_field(someone, "death.cause")
        await someone.press("end", "ctrl+u")
        await someone.type("Tai")
        assert "↓  Tai nạn giao thông" in someone.screen_text()
        assert "↓  Bị bệnh" not in someone.screen_text()
        # Nothing was pointed at: what is typed counts.
        await someone.type(" nạn 2 xe máy")
        await someone.press("enter")
        keeper = someone.app.screen.keeper  # type: ignore[attr-defined]
        assert keeper.draft.filing.answers["death.cause"] == "Tai nạn 2 xe máy"


async def at_field(someone: Officer, field: str) -> str:
    """Open the page of step 2 a field stands on, with the focus there."""
    from lienthong_tui.screens.steps.paging import pages
    from lienthong_tui.screens.steps.questions import Questions

    keeper = someone.app.screen.keeper  # type: ignore[attr-defined]
    for number, (_, fields) in enumerate(pages(keeper, 2)):
        if field in [f.id for f in fields]:
            someone.app.push_screen(Questions(keeper, 2, number, focus=field))
            await someone.settle()
            return someone.screen_text()
    raise AssertionError(f"{field} is not asked")
