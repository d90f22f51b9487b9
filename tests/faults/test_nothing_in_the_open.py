"""A desk at work is killed: nothing that was typed, attached or secret lies in any file as it is.

Every file that the program may have written is searched byte for byte, in every spelling a leak
could have. The same needles are shown to lie in the store once it is unlocked, and to be found
wherever they are planted: the search is able to fail.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unicodedata import normalize

import pyotp
import pytest
from desk.sample import OFFICER_ID, PASSWORD, create, opened
from terminal.rig import KEYS, Terminal

from lienthong_tui.desk.founding import Created
from lienthong_tui.resources import data_path
from lienthong_tui.store.sqlcipher import rows
from lienthong_tui.text.fold import fold

COMMAND = Path(__file__).parents[1] / "terminal" / "probes" / "command.py"
PAPER = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"

TYPED = {
    "name": "Đoàn Thị Quỳnh Ngần",
    "ID number": "099197000501",
    "telephone": "0900000511",
    "half an e-mail address": "quynh.ngan.511",
}
MARKER = "Giấy chứng sinh của cháu Ngần, số 511/MẪU"
PAPER_NAME = "chung-sinh-be-ngan-511.pdf"

# Where a program may write without being asked. The last one is where it is started.
FOLDERS = {
    "HOME": "home",
    "TMPDIR": "tmp",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "runtime",
    "XDG_STATE_HOME": "state",
    "PWD": "work",
}


def spellings(text: str) -> set[bytes]:
    """The bytes that would be this text: composed or not, folded, in capitals, as JSON escapes."""
    forms = {normalize("NFC", text), normalize("NFD", text), fold(text), text.upper()}
    escaped = {json.dumps(form)[1:-1] for form in forms}
    return {form.encode(code) for form in forms | escaped for code in ("utf-8", "utf-16-le")}


def needles(created: Created) -> dict[str, set[bytes]]:
    """What must not be found, by what it is."""
    secret = pyotp.parse_uri(created.otp_uri).secret
    texts = TYPED | {
        "marker in the attached file": MARKER,
        "name of the attached file": PAPER_NAME.removesuffix(".pdf"),
        "password": PASSWORD,
        "officer's ID number": OFFICER_ID,
        "one-time code secret": secret,
        "store key in hex": created.store_key.hex(),
    }
    found = {what: spellings(text) for what, text in texts.items()}
    # Shown and stored numbers may be spelled with +84 or blanks in front; the rest stands together.
    found["telephone"] |= spellings(TYPED["telephone"][1:])
    found["one-time code secret"].add(pyotp.TOTP(secret).byte_secret())
    found["store key"] = {created.store_key}
    return found


def files(place: Path) -> Iterator[Path]:
    """The desk's files and all that lies in the program's folders."""
    for folder in ("desk", *FOLDERS.values()):
        yield from (path for path in (place / folder).rglob("*") if path.is_file())


def found(place: Path, wanted: dict[str, set[bytes]]) -> list[tuple[str, str]]:
    """(what, file) for all that lies in the open."""
    return [
        (what, str(path.relative_to(place)))
        for path in files(place)
        for data in [path.read_bytes()]
        for what, spelled in wanted.items()
        if any(needle in data for needle in spelled)
    ]


def allow_cores() -> None:
    """What `ulimit -c unlimited` does, as far as it is allowed."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def start(place: Path) -> Terminal:
    """The command on the desk, its folders below `place`, its cores allowed by the system."""

    def before() -> None:
        os.chdir(place / FOLDERS["PWD"])
        allow_cores()

    env = {name: str(place / folder) for name, folder in FOLDERS.items()}
    return Terminal(
        COMMAND, "open", env=env | {"LIENTHONG_DESK": str(place / "desk")}, before=before
    )


def sign_in(
    terminal: Terminal,
    created: Created,
    later: timedelta = timedelta(),
    first: str = "Hồ sơ khai sinh mới",
) -> None:
    """Sign in with the code of now; as a code is good for once, the second time with a `later` one.

    The desk takes the next code early.
    """
    terminal.wait("ĐĂNG NHẬP QUẦY")
    secret = pyotp.parse_uri(created.otp_uri).secret
    code = pyotp.TOTP(secret).at(datetime.now(UTC) + later)
    terminal.send(f"{OFFICER_ID}\r{PASSWORD}\r{code}\r")
    terminal.wait(first)


def file_half_a_birth(terminal: Terminal, paper: Path) -> None:
    """Tell of the person who files, attach a paper, and look the person up."""
    terminal.send("1")
    terminal.wait("Phường/Xã đăng ký khai sinh")
    terminal.press("escape")
    terminal.wait("Đính kèm thành phần hồ sơ")
    terminal.send("2")
    terminal.wait("Họ, chữ đệm, tên người yêu cầu")
    terminal.send(f"{TYPED['name']}\r{TYPED['ID number']}\r")
    terminal.wait(TYPED["ID number"])
    terminal.send(KEYS["pagedown"])
    terminal.wait("Số điện thoại người yêu cầu")
    terminal.send(KEYS["tab"] * 5 + f"{TYPED['telephone']}\r{TYPED['half an e-mail address']}")
    terminal.wait(TYPED["half an e-mail address"])
    terminal.press("escape")
    terminal.wait("Đính kèm thành phần hồ sơ")
    terminal.send("4")
    terminal.wait("đính kèm giấy tờ")
    terminal.send("\r")
    terminal.wait("Đường dẫn tệp")
    terminal.send(f"{paper}\r")
    terminal.wait("1 tệp")
    terminal.press("f3")
    terminal.wait("TRA CỨU HỒ SƠ")
    terminal.send(TYPED["name"])
    terminal.wait("Thấy 1 hồ sơ")


def go_on_with_it(terminal: Terminal) -> None:
    """Have what was told on the screen again: the page of the cut names the draft."""
    terminal.send("1")
    terminal.wait("Đính kèm thành phần hồ sơ")
    terminal.send("2")
    terminal.wait(TYPED["ID number"])


def in_the_store(place: Path) -> bytes:
    """All that the unlocked store holds, as a store without a key would hold it."""
    with opened(place, datetime.now(UTC)) as desk:
        names = rows(desk.db, "SELECT name FROM sqlite_master WHERE type = 'table'")
        cells = [
            cell
            for (name,) in names
            if not name.endswith("_fts")  # a view of the tables beside it
            for row in rows(desk.db, f"SELECT * FROM {name}")
            for cell in row
        ]
    return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def laid_out(place: Path) -> Created:
    """A desk at `place/desk`, and the folders of the program."""
    for folder in FOLDERS.values():
        (place / folder).mkdir(mode=0o700)
    return create(place, now=datetime.now(UTC))


def test_a_killed_desk_leaves_nothing_in_the_open(tmp_path: Path) -> None:
    created = laid_out(tmp_path)
    wanted = needles(created)
    paper = tmp_path / PAPER_NAME
    paper.write_bytes(PAPER.read_bytes() + f"\n% {MARKER}\n".encode())

    with start(tmp_path) as terminal:
        sign_in(terminal, created)
        file_half_a_birth(terminal, paper)
        if sys.platform == "linux":
            assert resource.prlimit(terminal.pid, resource.RLIMIT_CORE) == (0, 0)
        terminal.kill(signal.SIGKILL)
        assert terminal.finish() == -signal.SIGKILL
    searched = {path.name for path in files(tmp_path)}
    assert {"desk.db", "desk.db-wal", "desk.db-shm", "keys.db", "lienthong.log"} <= searched
    assert found(tmp_path, wanted) == []

    with start(tmp_path) as terminal:
        sign_in(terminal, created, timedelta(seconds=30), "LẦN TRƯỚC CHƯƠNG TRÌNH BỊ NGẮT")
        go_on_with_it(terminal)
        terminal.kill(signal.SIGABRT)
        assert terminal.finish() == -signal.SIGABRT
    assert list((tmp_path / FOLDERS["PWD"]).iterdir()) == []  # no core
    assert found(tmp_path, wanted) == []

    stored = in_the_store(tmp_path)
    kept = wanted.keys() - {"password", "officer's ID number", "store key", "store key in hex"}
    assert {what for what in kept if any(needle in stored for needle in wanted[what])} == kept


def test_whatever_is_planted_is_found(tmp_path: Path) -> None:
    wanted = needles(laid_out(tmp_path))
    assert found(tmp_path, wanted) == []
    planted = []
    for folder in ("desk", *FOLDERS.values()):
        (tmp_path / folder / "deep").mkdir()
        for what, spelled in wanted.items():
            for number, needle in enumerate(spelled):
                name = f"{folder}/deep/{what}.{number}"
                (tmp_path / name).write_bytes(os.urandom(4091) + needle + os.urandom(4091))
                planted.append((what, name))
    assert set(planted) <= set(found(tmp_path, wanted))


def test_a_program_that_is_not_hardened_tells_in_its_core(tmp_path: Path) -> None:
    created = laid_out(tmp_path)
    program = "import os, sys; said = sys.stdin.read(); os.abort()"
    dead = subprocess.run(
        [sys.executable, "-c", program],
        input=TYPED["name"],
        text=True,
        cwd=tmp_path / FOLDERS["PWD"],
        preexec_fn=allow_cores,
        check=False,
    )
    assert dead.returncode == -signal.SIGABRT
    if not list((tmp_path / FOLDERS["PWD"]).iterdir()):
        pattern = Path("/proc/sys/kernel/core_pattern")
        where = pattern.read_text().strip() if pattern.exists() else "unknown"
        pytest.skip(f"cores do not come to the folder here (core_pattern {where!r})")
    assert "name" in [what for what, _ in found(tmp_path, needles(created))]
