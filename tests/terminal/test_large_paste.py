"""A large paste with control sequences in it, which Textual reads as single keys."""

import sys
from pathlib import Path

import pytest

from terminal.rig import Terminal

FIELDS = Path(__file__).parent / "probes" / "fields.py"
MEGABYTE = 1 << 20


def resident(terminal: Terminal) -> int:
    """The most memory the program ever held, in bytes."""
    status = Path(f"/proc/{terminal.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="MEMORY WAS NOT MEASURED: no /proc")
def test_keys_beyond_what_anybody_types_ahead_are_dropped(tmp_path: Path) -> None:
    with Terminal(FIELDS, str(tmp_path / "saved")) as terminal:
        terminal.wait("chosen=nam")
        before = resident(terminal)
        terminal.send("\x1b[200~" + "\x1b[31m" * 12_000 + "\x1b[201~")
        terminal.wait("a=<^[31m", 60)
        assert resident(terminal) - before < 50 * MEGABYTE
