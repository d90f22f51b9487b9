"""What is not filed here: read, printed, and told apart from a mistake."""

from pathlib import Path

import pytest

from lienthong_tui.papers.referrals import file_names, sheet
from lienthong_tui.papers.slips import Place, as_text
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Referral
from lienthong_tui.screens.bringing_out import SheetOut
from lienthong_tui.screens.referrals import Referrals

from .test_golden import with_filings
from .walk import signed_in

ALL = [r for group in loading.shipped() for r in group.definition.referral]


@pytest.mark.asyncio
async def test_each_is_listed_read_and_written(tmp_path: Path) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    async with signed_in(tmp_path) as someone:
        await someone.press("9")
        assert isinstance(someone.app.screen, Referrals)
        shown = someone.screen_text()
        assert [r.id for r in ALL if r.title.vi not in shown] == []
        await someone.press("3")
        assert isinstance(someone.app.screen, SheetOut)
        assert "Trẻ bị bỏ rơi" in someone.screen_text()
        assert "chưa xác minh" in someone.screen_text()
        await someone.press("2")
        await someone.type(str(out))
        await someone.press("enter")
        assert sorted(path.name for path in out.iterdir()) == [
            "huong-dan-abandoned-child.pdf",
            "huong-dan-abandoned-child.txt",
        ]
        told = someone.app.at.verify().events
        assert told == 4, "directions name nobody: only the sign-in is recorded"


@pytest.mark.asyncio
async def test_a_case_for_elsewhere_is_no_mistake_of_the_officer(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "1", "2", "f9")
        assert "Nơi khác" in someone.screen_text()
        assert "Hồ sơ có yếu tố nước ngoài" in someone.screen_text()


@pytest.mark.parametrize("referral", ALL, ids=lambda r: r.id)
def test_a_sheet_says_where_to_go_in_both_languages(referral: Referral) -> None:
    for language in ("vi", "en"):
        said = as_text(sheet(referral, Place("19639", 2, False), language))
        flat = " ".join(said.split())
        where = referral.where.vi if language == "vi" else referral.where.en
        assert where in flat
        assert all((b.vi if language == "vi" else b.en) in flat for b in referral.bring)
        assert "DỮ LIỆU MẪU" not in said
    assert all(name.isascii() for name in file_names(referral))
