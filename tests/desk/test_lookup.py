"""A filing of the desk is found by every number it has and by every name in it."""

import unicodedata
from collections.abc import Iterator

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.events import Lodged

from .sample import SAMPLES, create, file, opened

PORTAL, ONE_STOP = "G22.99.13-261128-0007", "H50.99.13-261128-0012"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which every sample is filed, the first one lodged, and a draft is begun."""
    place = tmp_path_factory.mktemp("place")
    create(place)
    with opened(place) as desk:
        for path in SAMPLES:
            file(desk, path)
        first = drafting.reopen(desk, desk.lookup("1001")[-1].filing)
        drafting.record(desk, first, Lodged(portal_number=PORTAL, one_stop_number=ONE_STOP))
        draft = drafting.start(desk, "birth")
        for field, value in (
            ("child.surname", "Đỗ"),
            ("child.given", "Đượm"),
            ("requester.phone", "0912 000 987"),
            ("requester.id_number", "099196000987"),
        ):
            draft = drafting.answer(desk, draft, field, value)
        yield desk


def labels(desk: Desk, text: str) -> list[str]:
    return [line.label for line in desk.lookup(text)]


@pytest.mark.parametrize("number", range(1, len(SAMPLES) + 1))
def test_by_reference_and_by_its_end(desk: Desk, number: int) -> None:
    found = desk.lookup(f"LT19639-261122-{1000 + number}")
    assert len(found) == 1
    reference = str(found[0].reference)
    for text in (reference, reference.lower(), reference.replace("-", " "), reference[-6:]):
        assert [line.reference for line in desk.lookup(text)] == [reference], text


@pytest.mark.parametrize("number", [PORTAL, ONE_STOP])
def test_by_an_official_number(desk: Desk, number: str) -> None:
    for text in (number, number.lower(), number.replace("-", " "), number[-6:], number[:13]):
        assert [line.reference[:18] for line in desk.lookup(text) if line.reference] == [
            "LT19639-261122-100"
        ], text


@pytest.mark.parametrize(
    "text",
    [
        *("Đượm", "đượm", "duom", "DUOM", "đuom", "dươm", "đỗ đượm", "do duom", "do đuo"),
        *("099196000987", "0991 9600 0987", "0912000987", "0912 000 987", "+84 912 000 987"),
    ],
)
def test_a_draft_by_name_id_number_and_phone(desk: Desk, text: str) -> None:
    assert labels(desk, text) == ["Đỗ Đượm"]
    assert labels(desk, unicodedata.normalize("NFD", text)) == ["Đỗ Đượm"]
