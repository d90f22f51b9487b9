"""What a search is narrowed by names every place a filing may stand in, once."""

from lienthong_tui.filing.queue import URGENCY
from lienthong_tui.sentences.of_search import WORK


def test_every_place_is_found_by_one_kind_of_work() -> None:
    found = [place for work in WORK for place in work.places]
    of_a_day = {"overdue", "due"}  # stored under what is to be done besides
    assert sorted(found) == sorted(set(URGENCY) - of_a_day)
    assert len(WORK) <= 9
