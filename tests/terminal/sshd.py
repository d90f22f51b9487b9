"""An SSH server of our own on loopback, which shows one command and nothing else."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .rig import ROOT, Terminal

SSHD = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else None)

needs_sshd = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None,
    reason="no OpenSSH server here: nobody tried the forced command",
)


@contextmanager
def serving(place: Path, command: str, **environment: str) -> Iterator[list[str]]:
    """`ssh` to `command`, as far as what is asked for would follow; keys lie in `place`."""
    place.mkdir(mode=0o700)
    for name in ("host", "thin"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)]
        subprocess.run(key, check=True)
    public = (place / "thin.pub").read_text().strip()
    (place / "keys").write_text(f'restrict,pty,command="{command}" {public}\n')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment}
    told = " ".join(f"{name}={value}" for name, value in given.items())
    (place / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place / 'host'}\nPidFile none\n"
        f"AuthorizedKeysFile {place / 'keys'}\nPasswordAuthentication no\nUsePAM no\n"
        f"StrictModes no\nSetEnv {told}\nPermitRootLogin yes\n"
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


def over_ssh(client: list[str], *more: str, columns: int = 80, rows: int = 24) -> Terminal:
    """A terminal in which `ssh` runs."""
    program = ROOT / "tests" / "terminal" / "probes" / "exec.py"
    return Terminal(program, *client[:1], "-tt", *client[1:], *more, columns=columns, rows=rows)
