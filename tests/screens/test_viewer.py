"""The machine's viewer is given what is shown from memory, and it is forgotten afterwards."""

import errno
import os
import subprocess
import time
from pathlib import Path

import pytest

from lienthong_tui.problems import Problem
from lienthong_tui.screens import viewer


def with_opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A session with a screen, and an opener that notes what it was given."""
    runtime, programs = tmp_path / "run", tmp_path / "bin"
    for folder in (runtime, programs):
        folder.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\nhead -c 5 "$1" >> {tmp_path}/seen\n', encoding="utf-8")
    opener.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return runtime


def test_it_is_shown_from_the_runtime_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = with_opener(tmp_path, monkeypatch)
    folder = viewer.show({"to-khai.pdf": b"%PDF-1.7 ..."})
    assert folder.parent == runtime
    assert (folder / "to-khai.pdf").stat().st_mode & 0o777 == 0o600
    for _ in range(100):
        if (tmp_path / "seen").exists() and (tmp_path / "seen").read_bytes():
            break
        time.sleep(0.05)
    assert (tmp_path / "seen").read_bytes() == b"%PDF-"
    viewer.forget(folder)
    assert list(runtime.iterdir()) == []


@pytest.mark.parametrize("missing", ["DISPLAY", "PATH"])
def test_where_nothing_can_be_shown_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    with_opener(tmp_path, monkeypatch)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv(missing, "") if missing == "PATH" else monkeypatch.delenv(missing)
    with pytest.raises(Problem, match="viewer-none"):
        viewer.show({"a.pdf": b"%PDF-"})


def test_on_a_full_disk_nothing_is_recorded_and_nothing_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = with_opener(tmp_path, monkeypatch)
    recorded: list[str] = []

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Problem, match="viewer-failed"):
        viewer.show({"a.pdf": b"%PDF-"}, lambda: recorded.append("shown"))
    assert recorded == []
    assert list(runtime.iterdir()) == []


def test_what_cannot_be_recorded_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = with_opener(tmp_path, monkeypatch)

    def refuse() -> None:
        raise Problem("filing-moved")

    with pytest.raises(Problem, match="filing-moved"):
        viewer.show({"a.pdf": b"%PDF-"}, refuse)
    assert list(runtime.iterdir()) == []
    assert not (tmp_path / "seen").exists()


def test_without_a_runtime_folder_it_is_shown_from_one_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_opener(tmp_path, monkeypatch)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = viewer.show({"a.pdf": b"%PDF-"})
    own = tmp_path / "cache" / "lienthong-tui" / "shown"
    assert folder.parent == own
    assert own.stat().st_mode & 0o777 == 0o700
    viewer.forget(folder)
    assert list(own.iterdir()) == []


def test_what_a_killed_program_left_is_removed_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = with_opener(tmp_path, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = tmp_path / "cache" / "lienthong-tui" / "shown"
    own.mkdir(parents=True)
    ended = subprocess.Popen(["true"])
    ended.wait()
    shown = viewer.show({"a.pdf": b"%PDF-"})
    for place in (runtime, own):
        (place / f"lienthong-{ended.pid}-abc").mkdir()
        (place / f"lienthong-{ended.pid}-abc" / "to-khai.pdf").write_bytes(b"%PDF-")
        (place / f"lienthong-{os.getppid()}-abc").mkdir()
        (place / "somebody-elses").mkdir()
    viewer.sweep()
    others = {f"lienthong-{os.getppid()}-abc", "somebody-elses"}
    assert {path.name for path in own.iterdir()} == others
    assert {path.name for path in runtime.iterdir()} == others | {shown.name}
