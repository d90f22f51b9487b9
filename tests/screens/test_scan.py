"""Cards on the screens: what they fill, what they never overwrite, what they start and find."""

import asyncio
import os
import pty
import tty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from textual.events import Paste

from lienthong_tui.desk import drafting, equipment
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.filing.filing import Filing
from lienthong_tui.screens.scan import ScanPerson
from lienthong_tui.screens.scan_review import ScanReview
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.widgets.scan_box import IDLE, ScanBox

from .walk import Officer, signed_in

pytestmark = pytest.mark.asyncio

CARD = (
    "099188001234|197012345|Nguyễn Thị Hoài Thương|05031988|Nữ"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021"
)
OTHER = (
    "099090004321||Trần Minh Khôi|01021990|Nam|Thôn Hà Lợi, Nam Cửa Việt, Quảng Trị|06102026||||"
)
SPLIT = "099188005555||Lê Thị Lan|05031988|Nữ|12 Đội Cấn, Cống Vị, Ba Đình, Hà Nội|25042021"


async def scan(someone: Officer, payload: str, end: str = "enter") -> None:
    """A scanner that types into whatever is on the screen."""
    await someone.burst(*payload, *([end] if end else []))
    await over(someone)


async def over(someone: Officer) -> None:
    """Wait for the pause that ends a burst, however busy the machine is."""
    quiet = 0
    while quiet < 3:
        await asyncio.sleep(IDLE / 2)
        await someone.settle()
        receiving = any(box.receiving for box in someone.app.screen.query(ScanBox))
        quiet = 0 if receiving else quiet + 1


@asynccontextmanager
async def at_requester(root: Path) -> AsyncIterator[Officer]:
    """An officer on the page of the requester in a new filing."""
    async with signed_in(root) as someone:
        await someone.press("1")  # a new birth
        await someone.press("enter", "1", "1", "1")  # its kind, this commune, both parents, married
        for _ in range(3):
            await someone.press("pagedown")
        yield someone


def filing(someone: Officer) -> Filing:
    page = someone.app.screen
    assert isinstance(page, Questions | ScanPerson | ScanReview)
    return page.keeper.draft.filing


def value(someone: Officer, field: str) -> object:
    page = someone.app.screen
    assert isinstance(page, Questions | ScanPerson | ScanReview)
    return page.keeper.draft.outlined.values.get(field)


@pytest.mark.parametrize("end", ["enter", "tab", ""])
async def test_a_card_answers_for_the_person_in_hand(tmp_path: Path, end: str) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        assert "Quét thẻ: người yêu cầu" in someone.screen_text()
        await scan(someone, CARD, end)
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()
        assert "requester.name" not in filing(someone).answers  # nothing is taken unseen
        await someone.press("enter")
        assert value(someone, "requester.commune") == "19639"
        assert filing(someone).origins["requester.name"] == "scanned"
        row = someone.app.screen.row_in_hand()  # type: ignore[attr-defined]
        assert row.field_id == "requester.residence_kind"  # the last: Enter goes to the next page
        await someone.press("enter")
        assert "Quan hệ với người được khai sinh" in someone.screen_text()


async def test_what_was_typed_stays_until_the_officer_says_otherwise(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.type("Nguyễn Thị Hoài Thương")
        await someone.press("enter", "enter")
        await someone.type("06/03/1988")
        await someone.press("enter", "f2")
        await scan(someone, CARD)
        assert "giữ 06/03/1988 (thẻ: 05/03/1988)" in someone.screen_text()
        await someone.press("enter")
        assert value(someone, "requester.birth_date") == "1988-03-06"
        assert value(someone, "requester.id_number") == "099188001234"
        await someone.press("f2")
        await scan(someone, CARD)
        await someone.press("1")
        assert "đổi theo thẻ: 05/03/1988 (đã ghi 06/03/1988)" in someone.screen_text()
        await someone.press("1")
        assert value(someone, "requester.birth_date") == "1988-03-05"


async def test_the_card_of_somebody_else_is_told(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, CARD)
        await someone.press("enter", "f2")
        await scan(someone, OTHER)
        said = someone.screen_text()
        assert "! Thẻ của người khác: ở đây đã khai Nguyễn Thị Hoài Thương, số •••••••••234" in said
        await someone.press("escape")
        assert value(someone, "requester.name") == "Nguyễn Thị Hoài Thương"


async def test_a_split_commune_is_chosen_by_the_officer(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, SPLIT)
        assert "Chọn xã, phường hiện nay" in someone.screen_text()
        await someone.press("2")
        await someone.press("1")
        assert value(someone, "requester.commune") == "00008"
        assert value(someone, "requester.detail") == "12 Đội Cấn"


async def test_a_place_can_be_left_to_be_typed(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, SPLIT)
        await someone.press("0", "1")
        assert value(someone, "requester.name") == "Lê Thị Lan"
        assert value(someone, "requester.commune") is None


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (CARD[:40], "thiếu một phần"),
        (CARD + OTHER, "hai thẻ khác nhau"),
        ("https://example.org/the", "không phải của thẻ căn cước"),
        (CARD.replace("Nguyễn", "Nguy?n"), "hỏng dấu"),
    ],
)
async def test_a_bad_scan_is_told_and_can_be_repeated(
    tmp_path: Path, payload: str, told: str
) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, payload)
        assert told in " ".join(someone.screen_text().split())
        await scan(someone, CARD)
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()


async def test_a_scanner_without_marks_leaves_the_name_to_be_typed(tmp_path: Path) -> None:
    plain = "099188001234||Nguyen Thi Thuong|05031988|Nu|Thon An Loi, Quang Tri|25042021"
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, plain)
        assert "bỏ mất dấu" in someone.screen_text()
        await someone.press("enter")
        assert value(someone, "requester.name") is None
        assert value(someone, "requester.sex") == "female"


async def test_a_card_known_in_another_role_is_recalled_not_copied(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, CARD)
        await someone.press("enter", "enter")
        await someone.press("2")  # she is the mother
        page = someone.app.screen
        assert isinstance(page, Questions)
        assert page.keeper.draft.outlined.recalled["mother.given"] == "requester"
        assert value(someone, "mother.given") == "Thương"


async def test_a_letter_says_that_two_roles_are_one_person(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, CARD)
        await someone.press("enter")
        page = someone.app.screen
        assert isinstance(page, Questions)
        someone.app.push_screen(ScanPerson(page.keeper, "household_head"))
        await someone.settle()
        assert "a  Người yêu cầu: Nguyễn Thị Hoài Thương" in someone.screen_text()
        await scan(someone, "a", "")
        assert value(someone, "household.name") == "Nguyễn Thị Hoài Thương"
        someone.app.push_screen(ScanPerson(page.keeper, "household_head"))
        await someone.settle()
        await scan(someone, "x", "")
        assert value(someone, "household.name") is None


async def test_a_page_about_nobody_says_so(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "f2")
        assert isinstance(someone.app.screen, Questions)
        said = [note.message for note in someone.app._notifications]
        assert said == ["Trang này không hỏi về người nào để quét thẻ."]


# The home page


@pytest.mark.parametrize("pause", [0, 0.002, 0.01])
async def test_a_scan_on_the_home_page_starts_a_filing(tmp_path: Path, pause: float) -> None:
    async with signed_in(tmp_path) as someone:
        for letter in CARD:
            someone._send(letter)
            if pause:
                await asyncio.sleep(pause)
        await over(someone)
        assert "THẺ: N. T. H. Thương · •••••••••234" in someone.screen_text()
        await someone.press("1")
        await someone.press("enter")
        assert value(someone, "requester.name") == "Nguyễn Thị Hoài Thương"
        assert "Loại khai sinh" in someone.screen_text()


async def test_a_scan_on_the_home_page_finds_a_filing(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await scan(someone, CARD)
        await someone.press("1", "enter", "escape", "escape")
        await scan(someone, CARD)
        assert "ĐÃ CÓ TRONG" in someone.screen_text()
        await someone.press("a")
        assert "Lựa chọn cơ quan thực hiện" in someone.screen_text()


async def test_a_digit_by_hand_still_opens_its_line(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("3")
        assert "TRA CỨU HỒ SƠ" in someone.screen_text()


async def test_keys_typed_ahead_are_no_scan(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.burst("3", *"099188001234")
        assert "TRA CỨU HỒ SƠ" in someone.screen_text()
        assert "099188001234" in someone.screen_text()


# Pictures and serial scanners


def photograph(path: Path, text: str = CARD) -> Path:
    qrcode.make(text, box_size=5).get_image().convert("L").save(path, "PNG")
    return path


async def test_a_picture_of_a_card_in_the_scanners_folder(tmp_path: Path) -> None:
    pytest.importorskip("zxingcpp", reason="the extra `scan` is not installed")
    folder = tmp_path / "quet"
    folder.mkdir()
    async with at_requester(tmp_path) as someone:
        await someone.press("f2", "f4")
        assert "Chưa đặt thư mục máy quét" in someone.screen_text()
        what = Equipped(scanner_folder=str(folder))
        await someone.app.at_desk(equipment.equip, someone.app.at, what)
        await someone.press("f4")
        assert "chưa có tệp nào mới" in " ".join(someone.screen_text().split())
        photograph(folder / "the.png")
        await someone.press("f4")
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()


async def test_a_picture_dropped_on_the_window(tmp_path: Path) -> None:
    pytest.importorskip("zxingcpp", reason="the extra `scan` is not installed")
    path = photograph(tmp_path / "the.png")
    blank = tmp_path / "trang.png"
    Image.new("L", (400, 300), 200).save(blank)
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        someone.app.post_message(Paste(str(blank)))
        await over(someone)
        assert "Không thấy mã QR trong ảnh" in someone.screen_text()
        someone.app.post_message(Paste(f"'{path}'"))
        await over(someone)
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()


async def test_a_scanner_on_a_serial_port(tmp_path: Path) -> None:
    pytest.importorskip("serial", reason="the extra `scan` is not installed")
    scanner, port = pty.openpty()
    tty.setraw(port)
    async with at_requester(tmp_path) as someone:
        what = Equipped(scanner_port=os.ttyname(port))
        await someone.app.at_desk(equipment.equip, someone.app.at, what)
        someone._send("f2")  # the listening worker is never done: nothing to settle
        await asyncio.sleep(0.6)
        os.write(scanner, CARD.encode() + b"\r")
        for _ in range(60):
            await asyncio.sleep(0.1)
            if "Nhận 9 ô từ thẻ" in someone.screen_text():
                break
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()
        await someone.settle()
    os.close(scanner)
    os.close(port)


async def test_a_port_that_is_gone_is_told(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        what = Equipped(scanner_port="/dev/khong-co")
        await someone.app.at_desk(equipment.equip, someone.app.at, what)
        await someone.press("f2")
        assert "Không mở được cổng /dev/khong-co" in someone.screen_text()
        await scan(someone, CARD)  # the keyboard still works
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()


# Bursts where they are not expected


async def test_a_second_enter_takes_nothing_unseen(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await someone.burst(*CARD, "enter", "enter")
        await over(someone)
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()
        assert "requester.name" not in filing(someone).answers


async def test_a_card_read_twice_is_one_card(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.burst(*CARD, "enter", *CARD, "enter")
        await over(someone)
        assert "THẺ: N. T. H. Thương · •••••••••234" in someone.screen_text()
        drafts = await someone.app.at_desk(drafting.count, someone.app.at, "drafting")
        assert drafts == 0


async def test_two_cards_in_one_go_are_told(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await someone.burst(*CARD, "enter", *OTHER, "enter")
        await over(someone)
        assert "hai thẻ khác nhau" in someone.screen_text()


async def test_another_card_while_one_is_shown_takes_its_place(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("f2")
        await scan(someone, CARD)
        await scan(someone, OTHER)
        assert "Trần Minh Khôi" in someone.screen_text()
        assert filing(someone).answers.keys().isdisjoint({"requester.name", "requester.id_number"})


@pytest.mark.parametrize("pause", [0, 0.004])
async def test_a_card_scanned_without_f2_is_one_for_the_person_in_hand(
    tmp_path: Path, pause: float
) -> None:
    async with at_requester(tmp_path) as someone:
        before = filing(someone).answers
        for letter in [*CARD, "enter"]:
            someone._send(letter)
            if pause:
                await asyncio.sleep(pause)
        await over(someone)
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()
        assert filing(someone).answers == before
        await someone.press("enter", "escape")


async def test_a_card_scanned_into_a_choice_answers_nothing(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("pagedown", "down")
        page = someone.app.screen
        assert isinstance(page, Questions)
        before = filing(someone).answers
        page.row("requester.country").field.focus()  # type: ignore[union-attr]
        await someone.settle()
        await scan(someone, CARD)
        assert filing(someone).answers == before
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()


async def test_a_card_pasted_into_a_field_is_scanned(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        someone.app.post_message(Paste(CARD))
        await over(someone)
        assert "Nhận 9 ô từ thẻ" in someone.screen_text()


async def test_a_card_scanned_on_a_list_does_nothing(tmp_path: Path) -> None:
    async with at_requester(tmp_path) as someone:
        await someone.press("escape")  # the list of steps
        before = someone.screen_text()
        await scan(someone, OTHER)
        assert someone.screen_text() == before


async def test_a_numbered_ward_is_typed(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await someone.press("1", "enter")
        await someone.type("phuong 1 dong ha")
        await someone.press("enter")
        assert value(someone, "registration.commune") == "19333"
