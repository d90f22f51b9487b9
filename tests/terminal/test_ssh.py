"""The kiosk on a thin client: SSH with a forced command shows the kiosk and nothing else.

As docs/kiosk.md sets it up, against a server of our own on loopback.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kiosk.sample import GRANDSON, Hall

from lienthong_tui.desk import intake

from .sshd import needs_sshd, over_ssh, serving
from .test_kiosk import say

pytestmark = needs_sshd
SMALL = {"columns": 60, "rows": 18}


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = Hall(tmp_path)
    hall.now = datetime.now(UTC)
    return hall


@pytest.fixture
def client(hall: Hall) -> Iterator[list[str]]:
    """`ssh` to the kiosk, as far as a command would follow."""
    kiosk = f"{sys.executable} -m lienthong_tui kiosk --kiosk {hall.place / 'kiosk'}"
    with serving(hall.place / "ssh", kiosk) as asking:
        yield asking


@pytest.mark.parametrize("asked", [(), ("cat", "/etc/passwd"), ("/bin/sh",)])
def test_whatever_is_asked_for_the_kiosk_is_shown(
    client: list[str], asked: tuple[str, ...]
) -> None:
    with over_ssh(client, *asked, **SMALL) as terminal:
        text = terminal.wait("Khai việc gì?")
        assert "root:" not in text
        terminal.send("2")
        terminal.wait("Số căn cước của người đang ngồi máy?")


def test_a_line_that_breaks_ends_the_kiosk_and_keeps_the_draft(
    client: list[str], hall: Hall
) -> None:
    with over_ssh(client, **SMALL) as terminal:
        terminal.wait("Khai việc gì?")
        say(terminal, "2", GRANDSON, hall.code(), "2", "1", "1", "1")
        terminal.wait("VNeID")
        assert hall.files() == []
        terminal.kill(signal.SIGKILL)  # the client is gone, as where the line breaks
    with over_ssh(client, **SMALL) as again:  # it was given up, so that another may open it
        again.wait("Khai việc gì?")
    assert len(hall.files()) == 1
    with hall.desk() as desk:
        assert [came.ticket for came in intake.collect(desk)] == ["A01"]


def test_no_files_are_copied(client: list[str], tmp_path: Path) -> None:
    sftp = ["sftp", *["-P" if option == "-p" else option for option in client[1:]]]
    wish = f"get /etc/passwd {tmp_path}/x\n"
    copied = subprocess.run(
        sftp, input=wish, capture_output=True, text=True, timeout=20, check=False
    )
    assert copied.returncode != 0
    assert not (tmp_path / "x").exists()
