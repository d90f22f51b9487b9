"""A real PostgreSQL for tests: TLS with client certificates only, on a free port."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lienthong_tui.access import certificates
from lienthong_tui.access.certificates import Pair

HOST = "127.0.0.1"
_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
MISSING = (
    "PostgreSQL is not installed: the hub is NOT tested (apt-get install postgresql-15, psycopg)"
)

_TABLES = (
    *("hub_stream", "hub_event", "hub_claim", "hub_key", "hub_blob"),
    *("hub_reply", "hub_status"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def need_server() -> None:
    """Skip, loudly, where there is none."""
    if not _BIN:
        pytest.skip(MISSING)
    pytest.importorskip("psycopg", reason=MISSING)
    if os.getuid() == 0:
        with suppress(KeyError):
            pwd.getpwnam("postgres")
            return
        pytest.skip(MISSING)


@dataclass
class Server:
    """A running server: `authority` signs for who comes, `admin` is a line of its own."""

    folder: Path
    port: int
    authority: Pair
    settings: dict[str, str] = field(default_factory=dict)
    host: str = HOST

    @property
    def data(self) -> Path:
        return self.folder / "pg"

    @property
    def admin(self) -> str:
        """What libpq needs to come in as its administrator, over the socket."""
        return f"host={self.folder} port={self.port} user=hub dbname=hub"

    def run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*_as_postgres(), str(_BIN[-1] / program), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def make(self) -> None:
        self.run(
            *("initdb", "-D", str(self.data), "-U", "hub", "--auth=trust"),
            *("-E", "UTF8", "--locale=C.UTF-8", "-N"),
        )
        self._secure()
        self.start()
        self.run("createdb", "-h", str(self.folder), "-p", str(self.port), "-U", "hub", "hub")

    def _secure(self) -> None:
        pair = certificates.of_server(self.authority, [self.host, "localhost"], datetime.now(UTC))
        for name, text in (
            ("server.crt", pair.certificate),
            ("server.key", pair.key),
            ("ca.crt", self.authority.certificate),
        ):
            (self.data / name).write_text(text)
            (self.data / name).chmod(0o600)
            _give(self.data / name)
        settings = {
            "listen_addresses": f"'{self.host}'",
            "port": str(self.port),
            "unix_socket_directories": f"'{self.folder}'",
            "ssl": "on",
            "ssl_ca_file": "'ca.crt'",
            "ssl_min_protocol_version": "'TLSv1.3'",
            "max_connections": "60",
            "shared_buffers": "'32MB'",
            **self.settings,
        }
        with (self.data / "postgresql.auto.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in settings.items())
        (self.data / "pg_hba.conf").write_text(
            "local all hub trust\nhostssl all +hub_desk,+hub_agency 127.0.0.0/8 cert\n"
            "local replication hub trust\n"
        )

    def standby(self, folder: Path, host: str) -> "Server":
        """Another server on the same port of another address, which follows this one at once:
        what is acknowledged here is on its disk."""
        folder.chmod(0o755)
        _give(folder)
        other = Server(folder, self.port, self.authority, self.settings, host)
        self.run(
            *("pg_basebackup", "-h", str(self.folder), "-p", str(self.port), "-U", "hub"),
            *("-D", str(other.data), "-R", "-X", "stream", "-c", "fast"),
        )
        other._secure()
        other.start()
        self.run(
            *("psql", "-h", str(self.folder), "-p", str(self.port), "-U", "hub", "hub", "-c"),
            "ALTER SYSTEM SET synchronous_standby_names = '*'",
        )
        self.run("pg_ctl", "-D", str(self.data), "reload")
        return other

    def promote(self) -> None:
        """Take writes from now on."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "promote")

    def start(self) -> None:
        """After a kill its shared memory may still be let go: tried again, as systemd does."""
        for attempt in range(20):
            try:
                self.run("pg_ctl", "-D", str(self.data), "-w", "-l", f"{self.folder}/log", "start")
                return
            except AssertionError:
                if attempt == 19:
                    raise
                time.sleep(0.3)

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    @contextmanager
    def away(self) -> Iterator[None]:
        """Gone at once, and back again."""
        self.stop("immediate")
        try:
            yield
        finally:
            self.start()

    def reload(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "reload")
        time.sleep(0.3)  # its processes look for the signal one after another

    def dump(self) -> bytes:
        """All that whoever administers the server can read."""
        return subprocess.run(
            [
                str(_BIN[-1] / "pg_dump"),
                "-h",
                str(self.folder),
                "-p",
                str(self.port),
                "-U",
                "hub",
                "hub",
            ],
            capture_output=True,
            check=True,
        ).stdout

    def dump_of(self, commune: str) -> dict[str, list[bytes]]:
        """What the hub holds of a commune, to be put back."""
        from lienthong_tui.hub import administering

        kept = {}
        with administering.admin(self.admin) as hub:
            for table in _TABLES:
                copied = f"COPY (SELECT * FROM {table} WHERE commune = '{commune}') TO STDOUT"
                with hub.cursor().copy(copied) as copy:
                    kept[table] = [bytes(piece) for piece in copy]
        return kept

    def put_back(self, commune: str, kept: dict[str, list[bytes]]) -> None:
        """As a hub that was restored from an earlier backup."""
        from lienthong_tui.hub import administering

        with administering.admin(self.admin) as hub, hub.transaction():
            for table in reversed(_TABLES):
                hub.execute(f"DELETE FROM {table} WHERE commune = '{commune}'")
            for table in _TABLES:
                with hub.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    for piece in kept[table]:
                        copy.write(piece)

    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n")[0])

    def kill(self) -> None:
        """kill -9 of the whole tree, as a power cut would."""
        pid = self.pid
        tree = [pid, *_children(pid)]
        for each in tree:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while any(_alive(each) for each in tree) and time.monotonic() < deadline:
            time.sleep(0.02)

    def freeze(self, *, on: bool) -> None:
        """Stop every process of the server where it is, or let them go on."""
        for each in [self.pid, *_children(self.pid)]:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGSTOP if on else signal.SIGCONT)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """A server whose files lie in `folder`, until the end."""
    folder.chmod(0o755)
    for parent in folder.parents:  # another user has to pass
        with suppress(PermissionError):
            if parent.stat().st_uid == os.getuid() and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o055)
    server = Server(
        folder,
        free_port(),
        certificates.new_authority("lienthong test", datetime.now(UTC)),
        settings,
    )
    _give(folder)
    server.make()
    try:
        yield server
    finally:
        with suppress(AssertionError, OSError):
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def _give(path: Path) -> None:
    if os.getuid() == 0:
        shutil.chown(path, "postgres", "postgres")


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                found.append(int(status.parent.name))
    return found


def _alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
