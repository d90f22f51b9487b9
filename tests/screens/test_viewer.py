"""The machine's viewer is given what is shown from memory, and it is forgotten afterwards."""

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


@pytest.mark.parametrize("missing", ["XDG_RUNTIME_DIR", "DISPLAY", "PATH"])
def test_where_nothing_can_be_shown_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    with_opener(tmp_path, monkeypatch)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv(missing, "") if missing == "PATH" else monkeypatch.delenv(missing)
    with pytest.raises(Problem, match="viewer-none"):
        viewer.show({"a.pdf": b"%PDF-"})
