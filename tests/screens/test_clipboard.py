"""The clipboard: by the terminal always, by the computer's own program where there is one."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lienthong_tui.screens import clipboard
from lienthong_tui.screens.clipboard import Clipboard, system_program

WRITES = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"


@pytest.mark.parametrize(
    ("installed", "environment", "chosen"),
    [
        ({"xclip", "wl-copy"}, {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wl-copy"),
        ({"xclip", "wl-copy"}, {"DISPLAY": ":0"}, "xclip"),
        ({"xclip", "wl-copy"}, {}, None),  # over SSH there is no screen of ours
        ({"xclip"}, {"DISPLAY": ""}, None),
        ({"pbcopy"}, {}, "pbcopy"),
        ({"clip.exe"}, {}, "clip.exe"),
        (set(), {"DISPLAY": ":0"}, None),
    ],
)
def test_the_program_that_can_work_here(
    monkeypatch: pytest.MonkeyPatch,
    installed: set[str],
    environment: Mapping[str, str],
    chosen: str | None,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name in installed else None)
    found = system_program(environment)
    assert (found[0][0] if found else None) == chosen


@pytest.mark.asyncio
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_the_program_gets_the_text_and_is_wiped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str
) -> None:
    kept = tmp_path / "kept"
    command = (sys.executable, "-c", WRITES, str(kept))
    monkeypatch.setattr(clipboard, "system_program", lambda _: (command, encoding))
    told: list[str] = []
    ours = Clipboard(told.append)
    await ours.wipe()
    assert told == []
    assert not kept.exists()
    await ours.put("Nguyễn Thị Mẫu")
    assert kept.read_bytes().decode(encoding) == "Nguyễn Thị Mẫu"
    await ours.wipe()
    assert kept.read_bytes().decode(encoding) == ""
    assert told == ["Nguyễn Thị Mẫu", ""]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "command",
    [("/nowhere/xclip",), (sys.executable, "-c", "import time; time.sleep(60)")],
    ids=["gone", "hanging"],
)
async def test_a_program_that_fails_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.3)
    monkeypatch.setattr(clipboard, "system_program", lambda _: (command, "utf-8"))
    told: list[str] = []
    await Clipboard(told.append).put("x")
    assert told == ["x"]
