"""Killed while it shuts an officer out: the desk opens, and who is out is out for good."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from desk.sample import NOW, OFFICER_ID, PASSWORD, create, opened

from lienthong_tui.access import slots
from lienthong_tui.desk import officers, vault
from lienthong_tui.desk.session import session
from lienthong_tui.problems import DeskUnavailable
from lienthong_tui.store import content, schema
from lienthong_tui.store import keyring as keyrings

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")

LEAVER_ID = "099190000018"
PAPERS = 60  # of 250 KB: changing the key takes about 0.2 s


def shut_out(place: str, code: str) -> None:
    """The main function of a program of its own: it waits for a line, then shuts the leaver out."""
    unlocked = vault.open_with_password(Path(place) / "desk", OFFICER_ID, PASSWORD, code, NOW)
    with session(unlocked, lambda: NOW) as desk:
        (leaver,) = (slot for slot in desk.accounts if slot != unlocked.officer)
        os.write(1, b"ready\n")
        sys.stdin.readline()
        officers.close(desk, leaver)
        os.write(1, b"done\n")


@pytest.mark.parametrize(
    ("kills", "seconds"),
    [
        (8, 20),
        pytest.param(100, 300, marks=[pytest.mark.long, pytest.mark.timeout(600)]),
    ],
)
def test_kill_9_while_an_officer_is_shut_out(tmp_path: Path, kills: int, seconds: float) -> None:
    seed = random.randrange(2**32)
    print(f"random.Random({seed})")  # shown by pytest when the test fails
    chance = random.Random(seed)
    pristine = tmp_path / "pristine"
    pristine.mkdir()
    secret = pyotp.parse_uri(create(pristine).otp_uri).secret
    code = pyotp.TOTP(secret).at(NOW)
    earlier = pyotp.TOTP(secret).at(NOW - timedelta(seconds=30))
    unlocked = vault.open_with_password(pristine / "desk", OFFICER_ID, PASSWORD, earlier, NOW)
    with session(unlocked, lambda: NOW) as desk:
        officers.add(desk, "Hồ Thị Mẫu", LEAVER_ID, "officer")
        papers = [content.put(desk.db, os.urandom(250_000)) for _ in range(PAPERS)]
        (wrapped,) = keyrings.store_keys(unlocked.keyring)
        old_key = slots.unwrap_store_key(wrapped.blob, unlocked.identity)
    states = set()
    end = time.monotonic() + seconds
    for number in range(kills):
        if time.monotonic() > end and number:
            break  # this PC is slow; what was tried counts
        place = tmp_path / "tried"
        shutil.copytree(pristine, place)
        states.add(killed(place, code, chance.uniform(0, 0.5)))
        check(place, papers, old_key)
        shutil.rmtree(place)
    print(states)


def killed(place: Path, code: str, after: float) -> str:
    """Start the program, kill it some time after it began; how far it had come."""
    script = (
        "import sys; from faults.test_kill_while_changing_key import shut_out;"
        " shut_out(*sys.argv[1:])"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script, str(place), code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    program.stdin.write("go\n")
    program.stdin.flush()
    time.sleep(after)
    program.kill()
    with program:
        return program.stdout.read().strip() or "killed"


def check(place: Path, papers: list[str], old_key: bytes) -> None:
    with opened(place) as desk:
        assert desk.verify()
        for paper in papers:
            content.get(desk.db, paper)
        shut = any(account.closed for account in desk.accounts.values())
        in_keyring = len(keyrings.slots(desk.unlocked.keyring))
        assert len(keyrings.store_keys(desk.unlocked.keyring)) == 1
        assert (shut, in_keyring) in {(True, 4), (False, 5)}
    # Once the journal says that the officer is out, the key there was opens nothing any more.
    try:
        schema.open(place / "desk/desk.db", old_key).close()
    except DeskUnavailable:
        assert shut
    else:
        assert not shut
