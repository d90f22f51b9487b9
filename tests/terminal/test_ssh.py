"""The kiosk on a thin client: SSH with a forced command shows the kiosk and nothing else.

As docs/kiosk.md sets it up, against a server of our own on loopback.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kiosk.sample import GRANDSON, Hall

from lienthong_tui.desk import intake

from .rig import ROOT, Terminal
from .test_kiosk import say

SSHD = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else None)

pytestmark = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None,
    reason="no OpenSSH server here: nobody tried the forced command",
)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    hall = Hall(tmp_path)
    hall.now = datetime.now(UTC)
    return hall


@pytest.fixture
def client(hall: Hall) -> Iterator[list[str]]:
    """`ssh` to the kiosk, as far as a command would follow."""
    place = hall.place / "ssh"
    place.mkdir(mode=0o700)
    for name in ("host", "thin"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)]
        subprocess.run(key, check=True)
    kiosk = f"{sys.executable} -m lienthong_tui kiosk --kiosk {hall.place / 'kiosk'}"
    public = (place / "thin.pub").read_text().strip()
    (place / "keys").write_text(f'restrict,pty,command="{kiosk}" {public}\n')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (place / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place / 'host'}\nPidFile none\n"
        f"AuthorizedKeysFile {place / 'keys'}\nPasswordAuthentication no\nUsePAM no\n"
        f"StrictModes no\nSetEnv PYTHONPATH={ROOT} LANG=C.UTF-8\nPermitRootLogin yes\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(
        [str(SSHD), "-D", "-e", "-f", str(place / "config")], stderr=subprocess.PIPE, text=True
    )
    _wait_for(port, server)
    options = ["-F", "none", "-i", str(place / "thin"), "-p", str(port), "-o", "BatchMode=yes"]
    options += ["-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={place / 'known'}"]
    yield ["ssh", *options, "127.0.0.1"]
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=10)


def _wait_for(port: int, server: subprocess.Popen[str]) -> None:
    for _ in range(100):
        assert server.poll() is None, server.communicate()[1]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("sshd does not listen")


def over_ssh(client: list[str], *more: str) -> Terminal:
    program = ROOT / "tests" / "terminal" / "probes" / "exec.py"
    return Terminal(program, *client[:1], "-tt", *client[1:], *more, columns=60, rows=18)


@pytest.mark.parametrize("asked", [(), ("cat", "/etc/passwd"), ("/bin/sh",)])
def test_whatever_is_asked_for_the_kiosk_is_shown(
    client: list[str], asked: tuple[str, ...]
) -> None:
    with over_ssh(client, *asked) as terminal:
        text = terminal.wait("Khai việc gì?")
        assert "root:" not in text
        terminal.send("2")
        terminal.wait("Số căn cước của người đang ngồi máy?")


def test_a_line_that_breaks_ends_the_kiosk_and_keeps_the_draft(
    client: list[str], hall: Hall
) -> None:
    with over_ssh(client) as terminal:
        terminal.wait("Khai việc gì?")
        say(terminal, "2", GRANDSON, hall.code(), "2", "1", "1", "1")
        terminal.wait("VNeID")
        assert hall.files() == []
        terminal.kill(signal.SIGKILL)  # the client is gone, as where the line breaks
    with over_ssh(client) as again:  # it was given up, so that another may open it
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
