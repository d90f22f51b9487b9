"""Papers by the printer, the viewer and into folders, whatever they are."""

import hashlib
import sys
from pathlib import Path

import pytest
from textual.widgets import Static

from lienthong_tui.screens.steps.forms import Forms, FormsOut
from lienthong_tui.screens.steps.read_back import ReadBack

from .test_after_completion import after_completion, filing, kinds
from .test_golden import with_filings
from .walk import Officer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no shell scripts: NOT checked")

# A printing system of shell scripts: it keeps what it is given, and says what the test wants.
_LPSTAT = """#!/bin/sh
case "$*" in
  "-e") for name in $PRINTERS; do echo "$name"; done ;;
  "-d") echo "system default destination: may-in" ;;
  *not-completed*) [ -n "$STUCK" ] && echo "may-in-1 root 1 now" ;;
  -p*) [ -n "$STUCK" ] && echo "printer may-in disabled since now" ;;
  *completed*)
    echo "may-in-1 root 1 now"
    [ -n "$ABORTED" ] && echo "	Alerts: aborted-by-system" ;;
esac
exit 0
"""
_LP = """#!/bin/sh
case "$*" in *"${REFUSING:-nothing}"*) echo "lp: no paper of that size" >&2; exit 1 ;; esac
[ -n "$REFUSED" ] && { echo "lp: Printer is off" >&2; exit 1; }
echo "$@" >> "$SPOOL/asked"
cat > "$SPOOL/$(ls "$SPOOL" | wc -l).pdf"
echo "request id is may-in-1 (1 file(s))"
"""


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the false printer keeps what it was given."""
    tools, kept = tmp_path / "tools", tmp_path / "spool"
    tools.mkdir()
    kept.mkdir()
    for name, script in (("lp", _LP), ("lpstat", _LPSTAT)):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    for name, value in (
        ("PATH", f"{tools}:/usr/bin:/bin"),
        ("SPOOL", str(kept)),
        ("PRINTERS", "may-in"),
    ):
        monkeypatch.setenv(name, value)
    return kept


def pages(spool: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(spool.glob("*.pdf"))]


@pytest.mark.asyncio
async def test_a_slip_is_printed_and_recorded_once(tmp_path: Path, spool: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("5", "1")
        (printed,) = pages(spool)
        assert printed.startswith(b"%PDF")
        asked = (spool / "asked").read_text()
        assert "-dmay-in" in asked
        assert "-n1" in asked
        assert "Trần" not in asked, "the queue shows no name"
        assert kinds(someone).count("filing.printed") == 1
        assert "Đã giao cho may-in" in str([n.message for n in someone.app._notifications])


@pytest.mark.asyncio
async def test_what_the_printer_refused_is_sent_again_as_it_was(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with after_completion(tmp_path) as someone:
        monkeypatch.setenv("REFUSED", "1")
        await someone.press("5", "1")
        assert pages(spool) == []
        assert "Gửi máy in lần nữa" in someone.screen_text()
        assert "Printer is off" in str([n.message for n in someone.app._notifications])
        monkeypatch.delenv("REFUSED")
        await someone.press("4")
        (printed,) = pages(spool)
        assert kinds(someone).count("filing.printed") == 1, "one print, one record"
        assert b"%PDF" in printed
        assert filing(someone).slips == 1
        assert "Gửi máy in lần nữa" not in someone.screen_text()


@pytest.mark.asyncio
async def test_what_was_refused_waits_until_the_next_citizen(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with after_completion(tmp_path) as someone:
        monkeypatch.setenv("REFUSED", "1")
        await someone.press("5", "1", "escape", "5")
        assert "Gửi máy in lần nữa" in someone.screen_text()
        await someone.press("escape", "8", "0")
        assert "Gửi máy in lần nữa" not in someone.screen_text(), "another paper"
        monkeypatch.delenv("REFUSED")
        await someone.press("escape", "escape", "5", "4")
        assert b"%PDF" in pages(spool)[0]
        assert filing(someone).slips == 1, "it is no reprint"
        assert someone.app.unprinted == {}
        monkeypatch.setenv("REFUSED", "1")
        await someone.press("1")
        assert someone.app.unprinted
        await someone.app.next_citizen()
        assert someone.app.unprinted == {}


@pytest.mark.asyncio
async def test_another_paper_or_one_that_says_something_else_is_not_sent_again(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFUSED", "1")
    async with with_filings(tmp_path, (100, 40)) as someone:
        await someone.press("a", "3", "i", "1", "1", "escape")
        await someone.press("2")
        assert "Gửi máy in lần nữa" not in someone.screen_text(), "the CT01 was not sent"
        await someone.press("escape", "1")
        assert "Gửi máy in lần nữa" in someone.screen_text()
        await someone.press("escape", "escape", "escape", "2", "ctrl+u", "enter", "escape")
        await someone.press("3", "i", "1")
        assert "Gửi máy in lần nữa" not in someone.screen_text(), "it says something else now"


@pytest.mark.asyncio
async def test_of_a_set_only_what_was_refused_is_sent_again(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with after_completion(tmp_path) as someone:
        monkeypatch.setenv("REFUSING", "tk1-ts")
        await someone.press("8", "0", "1")
        taken = len(pages(spool))
        assert "Gửi máy in lần nữa" in someone.screen_text()
        monkeypatch.setenv("REFUSING", "nothing")
        await someone.press("4")
        done = filing(someone).completed
        assert done is not None
        assert 0 < taken < len(done.declarations)
        assert len(pages(spool)) == len(done.declarations), "none of them twice"
        assert "Gửi máy in lần nữa" not in someone.screen_text()


@pytest.mark.asyncio
async def test_what_the_printer_broke_off_is_no_reprint(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with after_completion(tmp_path) as someone:
        monkeypatch.setenv("ABORTED", "1")
        await someone.press("5", "1")
        assert "đã bỏ lệnh in này" in str([n.message for n in someone.app._notifications])
        monkeypatch.delenv("ABORTED")
        await someone.press("4")
        first, second = pages(spool)
        assert first == second
        assert filing(someone).slips == 1


@pytest.mark.asyncio
async def test_without_a_printer_nothing_is_recorded(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with after_completion(tmp_path) as someone:
        monkeypatch.setenv("PRINTERS", "")
        await someone.press("5", "1")
        assert "filing.printed" not in kinds(someone)
        assert "Chưa thấy máy in" in str([n.message for n in someone.app._notifications])


@pytest.mark.asyncio
async def test_a_printer_that_stands_still_is_told(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUCK", "1")
    async with after_completion(tmp_path) as someone:
        await someone.press("5", "1")
        assert "đang dừng" in str([n.message for n in someone.app._notifications])


@pytest.mark.asyncio
async def test_another_printer_is_chosen(
    tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRINTERS", "may-in tang-hai")
    async with after_completion(tmp_path) as someone:
        await someone.press("5", "1", "5")
        assert "tang-hai" in someone.screen_text()
        await someone.press("1")
        assert "-dtang-hai" in (spool / "asked").read_text()


@pytest.mark.asyncio
async def test_the_whole_set_is_printed_as_it_was_completed(tmp_path: Path, spool: Path) -> None:
    async with after_completion(tmp_path) as someone:
        await someone.press("8")
        assert isinstance(someone.app.screen, Forms)
        await someone.press("0")
        assert isinstance(someone.app.screen, FormsOut)
        await someone.press("1")
        done = filing(someone).completed
        assert done is not None
        kept = {declaration.content for declaration in done.declarations}
        assert {hashlib.sha256(page).hexdigest() for page in pages(spool)} == kept


@pytest.mark.asyncio
async def test_what_is_read_back_is_masked_until_asked_for(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (80, 24)) as someone:
        await someone.press("a", "3", "d")
        assert isinstance(someone.app.screen, ReadBack)
        number = str(filing(someone).answers["requester.id_number"])
        assert number not in told(someone)
        assert f"•••••••••{number[-3:]}" in told(someone)
        await someone.press("c")
        assert number in told(someone)


def told(someone: Officer) -> str:
    """The whole text of the page, also what is scrolled away."""
    return str(someone.app.screen.query_one(".told", Static).render())


@pytest.mark.asyncio
async def test_a_set_that_is_not_ready_says_so_and_what_changed_since(tmp_path: Path) -> None:
    async with with_filings(tmp_path, (100, 40)) as someone:
        await someone.press("a", "3", "i", "0")
        assert "CHƯA ĐỦ ĐỂ KÝ" not in told(someone)
        assert "Nơi cư trú" in told(someone), "what is signed can be read here"
        await someone.press("2")
        await someone.type(str(tmp_path / "in"))
        await someone.press("enter", "enter", "escape")
        assert "đã in" in someone.screen_text()
        await someone.press("escape", "escape", "2", "ctrl+u", "enter", "escape", "3", "i")
        assert "đã sửa sau khi in" in someone.screen_text()
        await someone.press("0")
        assert "CHƯA ĐỦ ĐỂ KÝ" in told(someone)
