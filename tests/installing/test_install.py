"""Installed as an office does it, and used: the long way, with the locked libraries."""

import subprocess
import sys
from pathlib import Path

import pytest
from terminal.rig import Terminal

from lienthong_tui import __version__

from .archives import ROOT
from .test_folder import run, seen

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

# Runs in the terminal's Python and becomes the command, without what the tests' Python knows.
BECOME = """
import os, sys
os.chdir("/")
os.environ.pop("PYTHONPATH")
os.execv(sys.argv[1], sys.argv[1:])
"""


def use(program: Path, data: Path, home: Path) -> None:
    """What anybody tries first, away from the repository."""
    told = run(program, "--version", HOME=str(home))
    assert (told.returncode, told.stdout) == (0, f"lienthong, version {__version__}\n"), told.stderr
    told = run(program, "demo", "--print", HOME=str(home))
    assert told.returncode == 0, told.stderr
    assert "Đã lưu 12 hồ sơ" in told.stdout
    told = run(program, "check", data / "samples/08-mat-tai-nha.toml", HOME=str(home))
    assert told.returncode == 0, told.stderr
    assert f"Bản {__version__}" in run(program, "doctor", HOME=str(home)).stdout
    become = home / "become.py"
    become.write_text(BECOME)
    with Terminal(become, str(program), "demo", env={"HOME": str(home)}) as terminal:
        terminal.wait("ĐĂNG NHẬP QUẦY", timeout=60)
        assert f"lienthong-tui {__version__}" in terminal.text()
        terminal.press("\x11")
        assert terminal.finish() == 0


def test_the_wheel_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    (libraries,) = (place / "lib").glob("python*/site-packages")
    locked = next(path for path in sys.path if path.endswith("site-packages"))
    (libraries / "locked.pth").write_text(f"{locked}\n")
    told = ["--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([place / "bin/python", "-m", "pip", "install", *told], check=True)
    before = seen(libraries / "lienthong_tui")
    use(place / "bin/lienthong", libraries / "lienthong_tui/data", tmp_path)
    assert seen(libraries / "lienthong_tui").keys() == before.keys()


def test_the_folder_as_it_is_made(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "data/distribution/folder.py", "--to", tmp_path / "Gói"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode and "connection" in made.stderr.lower():
        pytest.skip("no package index can be reached")
    assert made.returncode == 0, made.stderr
    (folder,) = (tmp_path / "Gói").iterdir()
    before = seen(folder)
    use(folder / "lienthong", folder / "program/lienthong_tui/data", tmp_path)
    assert seen(folder) == before
    sums = subprocess.run(
        ["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=folder, check=False
    )
    assert sums.returncode == 0
    assert list(folder.rglob("__pycache__"))  # or each start would compile everything
