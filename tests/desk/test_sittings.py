"""Who has a desk open, and who was cut off."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong_tui.desk.sittings import count, cut_off, forget, heads, in_use, sitting
from lienthong_tui.store.streams import Head

_PROGRAM = """
import sys, time
from pathlib import Path
from lienthong_tui.desk.sittings import sitting
with sitting(Path(sys.argv[1])):
    print("sits", flush=True)
    sys.stdin.readline()
"""


def program(folder: Path, source: str = _PROGRAM) -> "subprocess.Popen[str]":
    started = subprocess.Popen(
        [sys.executable, "-c", source, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "sits\n"
    return started


def test_nobody_sits_in_an_empty_folder(tmp_path: Path) -> None:
    assert not in_use(tmp_path)
    assert cut_off(tmp_path) == []
    assert not in_use(tmp_path / "nowhere")


def test_who_leaves_in_order_leaves_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path), sitting(tmp_path):
        assert count(tmp_path) == 2
        assert cut_off(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_nothing_either(tmp_path: Path) -> None:
    with pytest.raises(KeyError), sitting(tmp_path):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")
def test_who_is_killed_was_cut_off_and_nobody_else(tmp_path: Path) -> None:
    killed, other = program(tmp_path), program(tmp_path)
    assert (count(tmp_path), cut_off(tmp_path)) == (2, [])
    killed.kill()
    killed.communicate()
    assert count(tmp_path) == 1
    left = cut_off(tmp_path)
    assert len(left) == 1
    forget(left)
    forget(left)
    assert (count(tmp_path), cut_off(tmp_path)) == (1, [])
    other.communicate("go\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_open(tmp_path: Path) -> None:
    with sitting(tmp_path / "nowhere"):
        assert not in_use(tmp_path / "nowhere")


def test_a_file_that_is_just_being_made_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "0123.sitting").touch()
    assert cut_off(tmp_path) == []
    assert not in_use(tmp_path)


_NOTES = """
import sys
from pathlib import Path
from lienthong_tui.desk.sittings import sitting
from lienthong_tui.store.streams import Head
with sitting(Path(sys.argv[1])) as note:
    note(Head("stream-1", 9, bytes(32)))
    note(Head("stream-1", 10, bytes(range(32))))
    print("sits", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")
def test_how_far_the_journal_went_is_known_of_who_was_cut_off(tmp_path: Path) -> None:
    killed, silent = program(tmp_path, _NOTES), program(tmp_path)
    for each in (killed, silent):
        each.kill()
        each.communicate()
    left = cut_off(tmp_path)
    assert len(left) == 2
    assert heads(left) == [Head("stream-1", 10, bytes(range(32)))]


@pytest.mark.parametrize(
    "torn",
    [
        b"1",
        b"2",
        b"1stream 3",
        b"1stream x ab\n",
        b"1stream 12 abcd",
        b"1stream 12 abcd\n",
        b"1stream 12 " + b"a" * 64,
        b"1stream 12 " + b"a" * 65 + b"\n",
        b"1stream " + b"9" * 20 + b" " + b"a" * 64 + b"\n",
        b"1a b 12 " + b"a" * 64 + b"\n",
        b"\0" * 90,
        b"1\xff",
    ],
)
def test_a_torn_note_says_nothing(tmp_path: Path, torn: bytes) -> None:
    (path := tmp_path / "0123.sitting").write_bytes(torn)
    assert heads([path, tmp_path / "gone.sitting"]) == []
