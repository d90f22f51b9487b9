"""What is on the way between the command and the sign-in, told by name and not by time."""

import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from desk.sample import OFFICER_ID, OFFICER_NAME, create

from .rig import ROOT, Terminal

# Each takes longer to import than the rest of ours together, and the sign-in shows nothing of it.
HEAVY = (
    "cel_expr_python",
    "cryptography",
    "msgspec",
    "pyotp",
    "pyrage",
    "qrcode",
    "sqlite_utils",
    "typst",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
    "lienthong_tui.access",
    "lienthong_tui.desk.desk",
    "lienthong_tui.desk.vault",
    "lienthong_tui.filing",
    "lienthong_tui.packets",
    "lienthong_tui.people",
    "lienthong_tui.procedures",
    "lienthong_tui.screens.home",
    "lienthong_tui.sentences.wording",
)
UNSEEN = Path(__file__).parent / "probes" / "interrupted_unseen.py"
LIGHT = ("argparse", "click", "collections", "ctypes", "pathlib", "textual", "typing")

PAINTED = """
import asyncio, sys
from pathlib import Path
import lienthong_tui.cli, lienthong_tui.cli_screens
from lienthong_tui.app import LienthongApp
from lienthong_tui.invocation import Door
from lienthong_tui.screens import sign_in

sign_in._PAINTED = 600  # however slow this machine is

async def look():
    app = LienthongApp(Path(sys.argv[1]), clock=Door().clock)
    async with app.run_test() as pilot:
        assert sys.argv[2] in str(app.screen.query_one("OptionList").get_option_at_index(0).prompt)
        print(*sys.modules)

asyncio.run(look())
"""


def imported(*arguments: str) -> set[str]:
    """The modules a Python has after these arguments, which print them."""
    run = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_sign_in_is_painted_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    create(tmp_path)
    modules = imported("-c", PAINTED, str(tmp_path / "desk"), OFFICER_NAME)
    assert modules.isdisjoint(HEAVY)
    assert "textual.app" in modules
    assert [name for name in HEAVY if find_spec(name) is None] == []  # each would be found


def test_the_first_line_comes_before_anything_is_imported_at_all() -> None:
    told = "import sys; print(*sys.modules)"
    bare = imported("-c", told)
    ours = imported("-c", f"import lienthong_tui.__main__; {told}")
    assert {name for name in ours - bare if not name.startswith("lienthong_tui")} <= {"gc"}
    assert set(LIGHT).isdisjoint(ours - bare)


@pytest.mark.parametrize(
    ("language", "line"), [((), "đang mở…"), (("--lang", "en"), "opening…")], ids=["vi", "en"]
)
def test_the_first_line_goes_when_the_screens_have_gone(
    tmp_path: Path, language: tuple[str, ...], line: str
) -> None:
    create(tmp_path)
    program = ROOT / "lienthong_tui" / "__main__.py"
    where = {"LIENTHONG_DESK": str(tmp_path / "desk"), "HOME": str(tmp_path)}
    with Terminal(program, *language, env=where) as terminal:
        terminal.wait(OFFICER_NAME)
        assert terminal.raw.lstrip().startswith(f"lienthong-tui: {line}\r".encode())
        terminal.press("\x11")
        assert terminal.finish() == 0
        assert terminal.raw.endswith(b"\r\x1b[K")  # back on the screen where it stands


@pytest.mark.parametrize("arguments", [("open", "--desk"), ("open", "--no-such")])
def test_a_failure_is_told_in_place_of_the_first_line(arguments: tuple[str, ...]) -> None:
    with Terminal(ROOT / "lienthong_tui" / "__main__.py", *arguments) as terminal:
        assert terminal.finish() == 2
        assert b"lienthong-tui: " in terminal.raw
        assert "lienthong-tui: " not in terminal.text()


@pytest.mark.parametrize("arguments", [("--help",), ("open", "--help"), ("definitions", "--help")])
def test_other_commands_say_nothing_first(arguments: tuple[str, ...]) -> None:
    with Terminal(ROOT / "lienthong_tui" / "__main__.py", *arguments) as terminal:
        assert terminal.finish() == 0
        assert b"lienthong-tui: " not in terminal.raw


def test_a_program_without_a_terminal_or_without_any_input_is_told_so(tmp_path: Path) -> None:
    """Not a word of Python's own: whoever starts it may have closed what it reads."""
    run = subprocess.run(
        f"{sys.executable} -m lienthong_tui open <&-",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        env={"TERM": "xterm", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path)},
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "Traceback" not in run.stdout + run.stderr


def test_garbage_is_looked_for_in_commands_and_once_the_program_has_started() -> None:
    told = """
import gc, sys
from lienthong_tui import invocation
from lienthong_tui.terminal import garbage
gc.disable()
try:
    from lienthong_tui.cli import run
    run(["definitions", "--help"])
except SystemExit:
    pass
print(gc.isenabled())
gc.disable()
garbage.begin()
print(gc.isenabled(), gc.get_freeze_count() > 1000)
"""
    run = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    assert run.stdout.split()[-3:] == ["True", "True", "True"]


@pytest.mark.parametrize("when", ["at once", "with the first line", "a little later"])
def test_what_is_typed_before_the_first_page_is_neither_shown_nor_lost(
    tmp_path: Path, when: str
) -> None:
    create(tmp_path)
    where = {"LIENTHONG_DESK": str(tmp_path / "desk"), "HOME": str(tmp_path)}
    with Terminal(ROOT / "lienthong_tui" / "__main__.py", env=where) as terminal:
        if when != "at once":  # before that the terminal is the shell's, and shows what is typed
            terminal.wait("lienthong-tui")
        if when == "a little later":
            time.sleep(0.1)
        terminal.send(f"{OFFICER_ID}\rmat khau nao do")
        terminal.wait(f"Số định danh hoặc tên     {OFFICER_ID}\n")
        terminal.wait(lambda text: "Mật khẩu                  •••" in text)
        if when != "at once":
            assert b"mat khau" not in terminal.raw
        terminal.press("\x11")
        assert terminal.finish() == 0
        assert terminal.echoes()


@pytest.mark.parametrize("pause", [0.0, 0.03, 0.08, 0.2])
def test_an_interrupt_while_it_is_imported_is_quiet(tmp_path: Path, pause: float) -> None:
    create(tmp_path)
    where = {"LIENTHONG_DESK": str(tmp_path / "desk"), "HOME": str(tmp_path)}
    with Terminal(ROOT / "lienthong_tui" / "__main__.py", env=where) as terminal:
        terminal.wait("lienthong-tui")
        time.sleep(pause)
        terminal.kill(signal.SIGINT)
        assert terminal.finish() == 130
        assert b"Traceback" not in terminal.raw
        assert terminal.text().strip() == "" or OFFICER_NAME in terminal.text()
        assert terminal.echoes()


def test_an_interrupt_is_not_lost_where_exceptions_are(tmp_path: Path) -> None:
    with Terminal(UNSEEN, env={"HOME": str(tmp_path)}) as terminal:
        assert terminal.finish() == 130
        assert b"not interrupted" not in terminal.raw
        assert b"Traceback" not in terminal.raw
        assert terminal.echoes()
