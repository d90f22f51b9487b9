"""A desk folder that may only be read, or not even that: told at the door, nothing touched."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk.sample import MARRIED, create_anew
from office import Office

NOBODY = 65534

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


@contextmanager
def bound_by_modes() -> Iterator[None]:
    """As a user whom file modes bind: root, as who tests may run, is bound by none."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def theirs(office: Office) -> Iterator[Office]:
    """A desk of that user, outside the folder of this test run, which is closed to others."""
    # First as oneself: what is only then imported may lie where that user cannot read.
    for command in (["file", MARRIED, *office.key], ["lookup", "mau", *office.sign_in()]):
        assert office.run(*command)[0] == 0
    with bound_by_modes():
        place = Path(tempfile.mkdtemp())
        office.place, office.created = place, create_anew(place)
    yield office
    for folder in (place, place / "desk"):
        folder.chmod(0o700)
    shutil.rmtree(place)


def files(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (place / "desk").iterdir()}


def answers(office: Office) -> set[tuple[int, str]]:
    """Exit code and error of what one may try, by key file and by password."""
    told = set()
    for command in (["lookup", "mau"], ["file", MARRIED], ["journal", "verify"]):
        for unlocking in (office.key, office.sign_in()):
            code, answer = office.json(*command, *unlocking)
            assert len(answer["message"]) > 40
            told.add((code, answer["error"]))
    return told


def test_a_desk_on_a_read_only_disk_is_told_at_the_door(theirs: Office) -> None:
    before = files(theirs.place)
    for path in (theirs.place / "desk").iterdir():
        path.chmod(0o400)
    (theirs.place / "desk").chmod(0o500)
    with bound_by_modes():
        assert answers(theirs) == {(4, "store-read-only")}
    assert files(theirs.place) == before


def test_a_desk_of_another_user_is_told_at_the_door(theirs: Office) -> None:
    before = files(theirs.place)
    (theirs.place / "desk").chmod(0o000)
    with bound_by_modes():
        assert answers(theirs) == {(4, "store-forbidden")}
    (theirs.place / "desk").chmod(0o700)
    assert files(theirs.place) == before
