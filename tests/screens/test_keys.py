"""The desk's key on paper and the keys of agencies: by keyboard, for who looks after the desk."""

from pathlib import Path

import pytest
from desk.agencies import POLICE
from textual.widgets import Static

from lienthong_tui.desk import agency_keys, signing
from lienthong_tui.packets.signers import read_signers, write_signers
from lienthong_tui.screens.keys import AgencyKeys, Keys, KeySheetOut

from .walk import Officer, signed_in

RECIPIENT = "age1cy0su9fwf3gf9mw868g5yut09p6nytfmmnktexz2ya5uqg9vl9sss4euqm"


def told(someone: Officer) -> str:
    return str(someone.app.screen.query_one(".told", Static).render())


async def open_keys(someone: Officer) -> None:
    await someone.press("8")
    line = next(row for row in someone.screen_text().splitlines() if "Khóa ký của quầy" in row)
    await someone.press(line.split()[0])
    assert isinstance(someone.app.screen, Keys), someone.screen_text()


async def choose(someone: Officer, name: str) -> None:
    page = someone.app.screen
    assert isinstance(page, Keys)
    await page.choose(next(item for item in page.shown if item.id == f"agency:{name}"))
    await someone.settle()
    assert isinstance(someone.app.screen, AgencyKeys)


@pytest.mark.asyncio
async def test_the_key_sheet_goes_to_a_folder_with_the_list(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await open_keys(someone)
        await someone.press("1")
        assert isinstance(someone.app.screen, KeySheetOut)
        (own,) = await someone.app.at_desk(signing.signers, someone.app.at)
        assert own.fingerprint.removeprefix("SHA256:")[:4] in told(someone)
        await someone.press("2")
        await someone.type(str(tmp_path / "stick"))
        await someone.press("enter", "enter")
        names = {path.name for path in (tmp_path / "stick").iterdir()}
        assert names == {"lienthong-19639-1.signers", "lienthong-19639-1-phieu-khoa.pdf"}
        text = (tmp_path / "stick" / "lienthong-19639-1.signers").read_text()
        assert read_signers(text) == (own,)


@pytest.mark.asyncio
async def test_the_key_is_replaced_only_when_the_word_is_typed(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        await open_keys(someone)
        await someone.press("1", "escape", "2")
        await someone.type("khong")
        await someone.press("enter")
        assert len(await someone.app.at_desk(signing.signers, someone.app.at)) == 1
        await someone.press("2")
        await someone.type("THAY")
        await someone.press("enter")
        assert len(await someone.app.at_desk(signing.signers, someone.app.at)) == 2


@pytest.mark.asyncio
async def test_an_agency_s_key_is_taken_by_its_fingerprint(tmp_path: Path) -> None:
    listed = tmp_path / "congan-19639.signers"
    listed.write_text(write_signers([POLICE.signer]))
    async with signed_in(tmp_path) as someone:
        app = someone.app
        await open_keys(someone)
        await choose(someone, "residence-police")
        await someone.press("1")
        await someone.type(str(listed))
        await someone.press("enter")
        await someone.type(POLICE.signer.fingerprint[:-1])
        await someone.press("enter")
        assert "Vân tay đã gõ không có" in someone.screen_text()
        assert await app.at_desk(agency_keys.known, app.at) == ()
        await someone.type(POLICE.signer.fingerprint[-1])
        await someone.press("enter")
        (key,) = await app.at_desk(agency_keys.known, app.at)
        assert key.signer == POLICE.signer
        assert POLICE.signer.fingerprint in told(someone)
        await someone.press("2")
        await someone.type(POLICE.signer.fingerprint)
        await someone.press("enter")
        assert await app.at_desk(agency_keys.known, app.at) == ()


@pytest.mark.asyncio
async def test_packets_are_encrypted_to_a_key_and_no_more(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        await open_keys(someone)
        await choose(someone, "social-insurance")
        await someone.press("3")
        await someone.type(RECIPIENT[:-1])
        await someone.press("enter")
        assert "có ít nhất một chữ chưa đúng" in someone.screen_text()
        await someone.type(RECIPIENT[-1])
        await someone.press("enter")
        assert await app.at_desk(agency_keys.recipients, app.at) == {
            ("social-insurance", None): RECIPIENT
        }
        await someone.press("escape")
        assert "mã hóa hồ sơ chuyển" in someone.screen_text()
        await choose(someone, "social-insurance")
        await someone.press("4")
        assert await app.at_desk(agency_keys.recipients, app.at) == {}
