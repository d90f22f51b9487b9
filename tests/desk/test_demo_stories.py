"""A newcomer's desk has somebody in every section of what there is to do."""

from datetime import UTC, datetime, timedelta

import pytest

from lienthong_tui.desk import demo, queue
from lienthong_tui.desk.demo_stories import begin, tell
from lienthong_tui.desk.desk import Desk

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday, 10:00


@pytest.mark.parametrize("after", [timedelta(), timedelta(days=400)])
def test_somebody_stands_in_each_section(after: timedelta) -> None:
    now = NOW + after
    with demo.demo_desk(lambda: now) as desk:
        filed = {each.path.name[:2]: each for each in demo.file_samples(desk)}
        tell(desk, {name: each.filing for name, each in filed.items()})
        begin(desk, [filed["02"].reading.case, filed["12"].reading.case])
        kinds = {section.kind: len(section.lines) for section in queue.sections(desk)}
        assert kinds["unlodged"] >= 3
        assert {"number", "supplement", "parked", "drafting"} <= set(kinds), kinds
        assert_whole(desk)


def assert_whole(desk: Desk) -> None:
    desk.verify()
    states = {line.state for line in desk.lookup("LT19639")}
    assert {"completed", "lodged", "received"} <= states


def test_the_samples_are_those_of_the_stories() -> None:
    numbers = {path.name[:2] for path in demo.samples()}
    assert {"01", "02", "03", "04", "05", "08", "09", "12"} <= numbers
