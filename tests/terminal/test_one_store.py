"""Three officers at once on one PC, two of them over SSH, as docs/many-desks.md sets it up."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from desk.sample import OFFICER_ID, PASSWORD, create, opened
from desk.test_officers import CHOSEN, Hall

from lienthong_tui.desk import drafting, officers
from lienthong_tui.store.sqlcipher import rows

from .rig import Terminal
from .sshd import needs_sshd, over_ssh, serving

pytestmark = needs_sshd
OTHERS = {"079190000025": "Trần Thị Hai", "079190000033": "Lê Văn Ba"}


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """A desk with three officers, whose codes of this moment are not spent."""
    earlier = datetime.now(UTC) - timedelta(minutes=10)
    created = create(tmp_path, now=earlier)
    hall = Hall(tmp_path, str(pyotp.parse_uri(created.otp_uri).secret))
    hall.now = earlier
    for number, name in OTHERS.items():
        with hall.supervisor() as desk:
            handed = officers.add(desk, name, number, "officer")
        with hall.at(number, handed.password, handed.code) as desk:
            officers.change_password(desk, CHOSEN)
            hall.enrol(desk, number)
    return hall


def sign_in(terminal: Terminal, hall: Hall, who: str, password: str) -> None:
    terminal.wait("ĐĂNG NHẬP QUẦY")
    code = pyotp.TOTP(hall.secrets[who]).at(datetime.now(UTC))
    terminal.send(f"{who}\r{password}\r{code}\r")
    terminal.wait("Hồ sơ khai sinh mới")


def test_three_officers_on_one_store(hall: Hall) -> None:
    command = f"{sys.executable} -m lienthong_tui open --desk {hall.place / 'desk'}"
    people = [(OFFICER_ID, PASSWORD), *((number, CHOSEN) for number in OTHERS)]
    with (
        serving(hall.place / "ssh", command) as client,
        over_ssh(client) as one,
        over_ssh(client) as two,
        over_ssh(client) as three,
    ):
        terminals = (one, two, three)
        for terminal, (who, password) in zip(terminals, people, strict=True):
            sign_in(terminal, hall, who, password)
        for terminal in terminals:
            terminal.send("1")
        for terminal in terminals:
            terminal.wait("Bước 1/6")
        for terminal in terminals:  # all at one moment
            terminal.send("\r\r")
        for terminal in terminals:
            terminal.wait("Đã lưu")
    with opened(hall.place, datetime.now(UTC)) as desk:
        desk.verify()
        found = rows(desk.db, "SELECT DISTINCT officer FROM event WHERE kind = 'filing.started'")
        assert len(found) == 3
        assert len(drafting.recent(desk)) == 3
