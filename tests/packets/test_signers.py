"""The list of keys that count: read strictly, written as OpenSSH reads it."""

from datetime import date

import pytest

from lienthong_tui.packets import signers
from lienthong_tui.packets.signers import Signer, read_signers, signer_of, write_signers
from lienthong_tui.problems import Problem

from .test_sshsig import LINE, PUBLIC

FIRST, BEFORE = date(2026, 11, 29), date(2028, 11, 28)
DESK = Signer("lienthong-19639-1", (signers.PACKET, signers.SIGNERS), PUBLIC, FIRST, BEFORE)
WRITTEN = (
    'lienthong-19639-1 namespaces="lienthong-packet,lienthong-signers",'
    f'valid-after="20261129Z",valid-before="20281128Z" {LINE}\n'
)


def test_it_is_written_in_one_way_and_read_back() -> None:
    assert write_signers([DESK]) == WRITTEN
    assert read_signers(WRITTEN) == (DESK,)


def test_remarks_blank_lines_and_comments_are_passed_over() -> None:
    text = f"# của xã Nam Cửa Việt\n\n  # hai\n{WRITTEN.rstrip()} quầy 1\n"
    assert read_signers(text) == (DESK,)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (f'congan-19639 namespaces="lienthong-reply" {LINE}', (None, None)),
        (f'a namespaces="lienthong-reply",valid-after="20260101" {LINE}', (date(2026, 1, 1), None)),
    ],
)
def test_days_may_be_left_out(line: str, read: tuple[date | None, date | None]) -> None:
    (found,) = read_signers(line)
    assert (found.first, found.before) == read


@pytest.mark.parametrize(
    "line",
    [
        "x",
        LINE,
        f"desk {LINE}",  # for every use: nobody hands that over by intention
        f'desk cert-authority,namespaces="a" {LINE}',
        f'desk namespaces="a",valid-after="tomorrow" {LINE}',
        f'desk namespaces="a",valid-after="20261301" {LINE}',
        f'desk namespaces="a",valid-before="00010101" {LINE}',
        f'desk namespaces="a",valid-before="19700101Z" {LINE}',
        f'desk namespaces="a",no-touch-required="" {LINE}',
        f'* namespaces="a" {LINE}',
        f'desk,other namespaces="a" {LINE}',
        f'Desk namespaces="a" {LINE}',
        f'desk namespaces="a" {LINE[:-3]}',
        f'desk namespaces="a" ssh-rsa {LINE[12:]}',
    ],
)
def test_a_line_that_is_not_understood_refuses_the_list(line: str) -> None:
    with pytest.raises(Problem) as caught:
        read_signers(f"{WRITTEN}# two\n{line}\n")
    assert caught.value == Problem("signers-unreadable", line=3)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 11, 28), False),
        (FIRST, True),
        (date(2028, 11, 27), True),
        (BEFORE, False),
    ],
)
def test_a_key_counts_from_the_first_day_to_before_the_last(day: date, counts: bool) -> None:
    assert DESK.counts_on(day) is counts
    asked = (PUBLIC, "lienthong-19639-1", signers.PACKET, day)
    if counts:
        assert signer_of([DESK], *asked) == DESK
        return
    with pytest.raises(Problem) as caught:
        signer_of([DESK], *asked)
    told = {"principal": "lienthong-19639-1", "fingerprint": DESK.fingerprint}
    assert caught.value == Problem("signer-expired", **told, day=day)


@pytest.mark.parametrize(
    ("key", "principal", "use"),
    [
        (bytes(32), "lienthong-19639-1", signers.PACKET),
        (PUBLIC, "lienthong-19639-2", signers.PACKET),
        (PUBLIC, "lienthong-19639-1", signers.REPLY),
    ],
)
def test_a_key_counts_for_nobody_and_nothing_else(key: bytes, principal: str, use: str) -> None:
    with pytest.raises(Problem, match="signer-unknown"):
        signer_of([DESK], key, principal, use, FIRST)


def test_of_two_lines_of_one_key_either_may_count() -> None:
    later = Signer(DESK.principal, DESK.namespaces, PUBLIC, BEFORE, None)
    assert signer_of([DESK, later], PUBLIC, DESK.principal, signers.PACKET, BEFORE) == later
