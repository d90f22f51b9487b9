"""The one folder: what starts it, and that it runs from any path and writes nothing of its own.

Here the libraries are those of this environment, by a link; `test_install` lays them there as `make
folder` does.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import folder as making
import pytest
import start
from packaging.markers import default_environment

from lienthong_tui import __version__

from .archives import ROOT

LAUNCHER = (ROOT / "data/distribution/lienthong").read_text("utf-8")
BATCH = (ROOT / "data/distribution/lienthong.cmd").read_text("utf-8")


@pytest.fixture(scope="session")
def stick(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("stick") / "Gói phần mềm" / f"lienthong-{__version__}"
    at.mkdir(parents=True)
    making.put_program(at, wheel)
    (at / "lib").mkdir()
    (at / "lib" / start.tag()).symlink_to(next(p for p in sys.path if p.endswith("site-packages")))
    return at


def run(*command: object, path: object = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run it elsewhere, with what a plain PC has around; `path` is where it finds a Python."""
    tools = f"{Path(sys.executable).parent}:/usr/bin:/bin" if path is None else str(path)
    return subprocess.run(
        [str(part) for part in command],
        cwd="/",
        env={"HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8", "PATH": tools, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def seen(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder, and when it was last written; the linked libraries apart."""
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*")}


def test_it_runs_from_any_path_and_writes_nothing_there(stick: Path, tmp_path: Path) -> None:
    link = tmp_path / "lienthong"
    link.symlink_to(stick / "lienthong")
    (tmp_path / "lienthong_tui.py").write_text("raise SystemExit('not this one')")
    before = seen(stick)
    for launcher in (stick / "lienthong", link):
        told = run(launcher, "--version", PYTHONPATH=str(tmp_path))
        assert (told.returncode, told.stdout) == (0, f"lienthong, version {__version__}\n")
    sample = stick / "program/lienthong_tui/data/samples/01-cha-me-da-ket-hon.toml"
    assert run(stick / "lienthong", "check", sample).returncode == 0
    assert seen(stick) == before


def test_it_makes_no_desk_in_itself_and_says_where_it_is(stick: Path, tmp_path: Path) -> None:
    password = tmp_path / "password.txt"
    password.write_text("mưa rơi trên mái\n", "utf-8")
    password.chmod(0o600)
    before = seen(stick)
    who = ("--commune", "19639", "--officer-id", "099188000017", "--officer-name", "Trần Thị Mẫu")
    files = ("--password-file", password, "--recovery-file", tmp_path / "recovery.txt")
    told = run(stick / "lienthong", "init", "--desk", stick / "quay-1", *who, *files)
    assert told.returncode == 2
    assert f"{stick}/quay-1 nằm trong thư mục của chương trình" in " ".join(told.stderr.split())
    assert seen(stick) == before
    told = run(stick / "lienthong", "doctor", HOME=str(tmp_path))
    assert f"Bản {__version__}, Python " in told.stdout
    assert str(stick) in told.stdout


def test_without_a_python_that_fits_it_says_which_one_it_wants(stick: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("readlink", "dirname", "ls", "tr", "cat"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")  # one, but not for these libraries
    (tools / "python3").chmod(0o755)
    told = run("/bin/sh", stick / "lienthong", "--version", path=tools)
    assert (told.returncode, told.stdout) == (2, "")
    assert "Không tìm thấy Python dùng được" in told.stderr
    assert start.tag() in told.stderr
    assert "cai-dat.md" in told.stderr


def test_a_python_beside_it_comes_first(stick: Path) -> None:
    own = stick / "python/bin/python3"
    own.parent.mkdir(parents=True)
    own.write_text(f'#!/bin/sh\necho own >&2\nexec {sys.executable} "$@"\n')
    own.chmod(0o755)
    try:
        told = run(stick / "lienthong", "--version")
        assert (told.returncode, told.stdout) == (0, f"lienthong, version {__version__}\n")
        assert told.stderr == "own\n"  # the one that was asked is the one that runs
    finally:
        own.unlink()


def test_both_launchers_ask_for_the_same_and_keep_the_users_python_out() -> None:
    for text in (LAUNCHER, BATCH):
        started = re.findall(r"^.*start\.py.*$", text, re.MULTILINE)
        assert [
            re.search(r"-I -S -B .*start\.py\"? (fits|run)", line) is not None for line in started
        ]
        assert "Không tìm thấy Python dùng được" in text
        for minor in (11, 12, 13, 14):
            assert f"3.{minor}" in text


def test_what_windows_reads(stick: Path) -> None:
    data = (stick / "lienthong.cmd").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 10
    before, _, _ = data.partition(b"chcp 65001")
    assert before.isascii()  # read by whatever code page the PC has
    assert not data.startswith(b"\xef\xbb\xbf")


LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa
    # via click
cffi==2.1.1 ; platform_python_implementation != 'PyPy' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
click==8.5.1 \\
    --hash=sha256:dd
uvloop==1.0 ; sys_platform == 'linux' \\
    --hash=sha256:ee
"""


def test_the_part_of_a_lock_for_another_machine() -> None:
    there = making.for_machine(LOCK, making._WINDOWS)
    assert there.splitlines()[:4] == [
        "colorama==0.4.6 \\",
        "    --hash=sha256:aa",
        "    # via click",
        "cffi==2.1.1 \\",
    ]
    assert "uvloop" not in there
    assert "ee" not in there
    here = making.for_machine(LOCK, {**default_environment(), "sys_platform": "linux"})  # type: ignore[dict-item]
    assert "uvloop" in here
    assert "colorama" not in here
    assert " ; " not in making.for_machine(
        (ROOT / "requirements.lock").read_text("utf-8"), making._WINDOWS
    )
