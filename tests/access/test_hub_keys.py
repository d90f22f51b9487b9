"""The keys between desks: what is granted, to whom, and what nobody else opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lienthong_tui.access import hub_keys
from lienthong_tui.access.hub_keys import Card, Epoch, Grant, Secrets
from lienthong_tui.problems import Problem

ABOUT = ("19639", "d_19639_1_00000000", 7, None)


def desk(number: int) -> tuple[Secrets, Card]:
    secrets = hub_keys.new_secrets("tls")
    return secrets, hub_keys.card_of(secrets, commune="19639", desk=number, request="csr")


@pytest.fixture(scope="module")
def first() -> tuple[Secrets, Card]:
    return desk(1)


@pytest.fixture(scope="module")
def second() -> tuple[Secrets, Card]:
    return desk(2)


def code_of(call: object, *given: object) -> str:
    with pytest.raises(Problem) as caught:
        call(*given)  # type: ignore[operator]
    return caught.value.code


def test_a_card_is_read_as_it_was_written(first: tuple[Secrets, Card]) -> None:
    assert hub_keys.read_card(hub_keys.write_card(first[1])) == first[1]


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, b'{"commune": 3}', bytes(70_000)])
def test_what_is_no_card_is_told(data: bytes) -> None:
    assert code_of(hub_keys.read_card, data) == "card-unreadable"


def test_a_card_with_a_key_that_is_none_is_no_card(first: tuple[Secrets, Card]) -> None:
    for card in (replace(first[1], recipient="age1x"), replace(first[1], verify=b"short")):
        assert code_of(hub_keys.read_card, hub_keys.write_card(card)) == "card-unreadable"


def test_a_fingerprint_tells_everything_that_counts_apart(first: tuple[Secrets, Card]) -> None:
    card = first[1]
    others = [
        replace(card, commune="00001"),
        replace(card, desk=2),
        replace(card, recipient=desk(1)[1].recipient),
        replace(card, verify=desk(1)[1].verify),
        replace(card, request="another key"),
    ]
    told = {hub_keys.fingerprint(each) for each in (card, *others)}
    assert len(told) == 6
    assert all(len(each) == 24 for each in told)


def test_a_grant_reaches_the_one_it_is_for(
    first: tuple[Secrets, Card], second: tuple[Secrets, Card]
) -> None:
    given = Grant(by=first[1], epochs=(hub_keys.new_epoch(),), known=(first[1],))
    data = hub_keys.grant(second[1], given, first[0])
    assert hub_keys.accept(data, second[0], known=None) == given
    assert hub_keys.accept(data, second[0], known=[first[1]]) == given
    assert code_of(hub_keys.accept, data, first[0], None) == "grant-unreadable"
    assert code_of(hub_keys.accept, data, second[0], [second[1]]) == "grant-stranger"


def test_a_grant_in_another_name_is_forged(
    first: tuple[Secrets, Card], second: tuple[Secrets, Card]
) -> None:
    stranger, _ = desk(3)
    given = Grant(by=first[1], epochs=(hub_keys.new_epoch(),), known=())
    data = hub_keys.grant(second[1], given, stranger)
    assert code_of(hub_keys.accept, data, second[0], None) == "grant-forged"


@given(data=st.binary(max_size=300))
def test_any_other_bytes_are_no_grant(data: bytes) -> None:
    assert code_of(hub_keys.accept, data, desk(1)[0], None) == "grant-unreadable"


def test_contents_open_in_their_own_row_alone() -> None:
    epoch = hub_keys.new_epoch()
    known = {epoch.number: epoch}
    sealed = hub_keys.seal(epoch, ABOUT, "Nguyễn".encode())

    def opened(of: dict[int, Epoch], about: tuple[object, ...], data: bytes) -> bytes:
        return hub_keys.open_sealed(of, epoch.number, about, data)  # type: ignore[arg-type]

    assert opened(known, ABOUT, sealed) == "Nguyễn".encode()
    assert code_of(opened, known, (*ABOUT[:3], "x"), sealed) == "sealed-altered"
    other = Epoch(epoch.number, hub_keys.new_epoch().secret)
    assert code_of(opened, {epoch.number: other}, ABOUT, sealed) == "sealed-altered"
    assert code_of(opened, {}, ABOUT, sealed) == "epoch-missing"
    assert code_of(opened, known, ABOUT, b"short") == "sealed-altered"


def test_a_tag_tells_the_row_and_no_contents() -> None:
    epoch = hub_keys.new_epoch()
    known = {epoch.number: epoch}
    tag = hub_keys.tag(epoch, ABOUT)
    hub_keys.is_tagged(known, epoch.number, ABOUT, tag)
    empty = hub_keys.seal(epoch, ABOUT, b"")
    assert code_of(hub_keys.is_tagged, known, epoch.number, ABOUT, empty) == "sealed-altered"
    assert code_of(hub_keys.open_sealed, known, epoch.number, ABOUT, tag) == "sealed-altered"
    moved = (*ABOUT[:2], 8, None)
    assert code_of(hub_keys.is_tagged, known, epoch.number, moved, tag) == "sealed-altered"


def test_the_same_content_has_one_name_in_an_epoch_and_another_in_the_next() -> None:
    one, two = hub_keys.new_epoch(), hub_keys.new_epoch()
    assert hub_keys.name_of(one, "ab") == hub_keys.name_of(one, "ab")
    assert len({hub_keys.name_of(each, what) for each in (one, two) for what in "ab"}) == 4


def test_what_is_sealed_for_a_desk_is_opened_by_it_also_with_a_later_card(
    first: tuple[Secrets, Card], second: tuple[Secrets, Card]
) -> None:
    sealed = hub_keys.seal_for_desk(first[1], b"reply")
    both = [second[0].identity, first[0].identity]
    assert hub_keys.open_for_desk(both, sealed) == b"reply"
    assert code_of(hub_keys.open_for_desk, both[:1], sealed) == "sealed-altered"


def test_secrets_are_not_shown() -> None:
    secrets, _ = desk(1)
    epoch = hub_keys.new_epoch()
    assert secrets.identity not in repr(secrets)
    assert epoch.secret not in repr(epoch)
