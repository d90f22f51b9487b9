"""A scanner on a serial port, played by the other side of a pseudo-terminal."""

import os
import pty
import threading
import time
import tty

import pytest

from lienthong_tui.desk.serial_scanner import scans
from lienthong_tui.problems import Problem

pytest.importorskip("serial", reason="the extra `scan` is not installed: no port is read")

CARD = "099188001234||Nguyễn Thị Hoài Thương|05031988|Nữ|Nam Cửa Việt, Quảng Trị|06102026||||"


def received(*parts: bytes, pause: float = 0) -> list[str]:
    """What is read from a port to which these parts are written one after another."""
    scanner, port = pty.openpty()
    tty.setraw(port)
    until = time.monotonic() + 5
    found: list[str] = []

    def write() -> None:
        time.sleep(0.3)  # what came before the port was opened belongs to nobody
        for part in parts:
            os.write(scanner, part)
            time.sleep(pause)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for text in scans(os.ttyname(port), lambda: time.monotonic() < until):
            found.append(text)
            if len(found) == sum(1 for part in parts if part.strip()):
                break
    finally:
        writer.join()
        os.close(scanner)
        os.close(port)
    return found


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""])
def test_the_exact_text_arrives(end: bytes) -> None:
    assert received(CARD.encode() + end) == [CARD]


def test_two_cards_are_two_texts() -> None:
    assert received(b"mot\r", b"hai\r") == ["mot", "hai"]


def test_a_port_that_is_not_there_is_told() -> None:
    with pytest.raises(Problem) as caught:
        next(scans("/dev/khong-co", lambda: True))
    assert caught.value == Problem("scanner-port", port="/dev/khong-co")
