"""When a round with the hub begins, and what is said of it."""

from datetime import UTC, datetime

import pytest

from lienthong_tui.desk.sharing import pace
from lienthong_tui.screens.share_state import SOON, ShareState

AT = datetime(2026, 12, 1, 3, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ShareState(), ""),
        (ShareState(done=AT), "đã đồng bộ 10:42"),
        (ShareState(unsent=3, oldest=AT), "3 sự kiện chưa đồng bộ, cũ nhất 10:42"),
        (
            ShareState(unsent=3, oldest=AT, fails=2),
            "mất đường truyền, 3 chưa gửi từ 10:42",
        ),
        (ShareState(done=AT, fails=1), "chưa tới được máy chủ"),
        (ShareState(done=AT, stopped=True), "không đồng bộ được"),
        (ShareState(unsent=3, oldest=AT, stopped=True), "không đồng bộ được, còn 3"),
    ],
)
def test_the_line(state: ShareState, told: str) -> None:
    assert state.line("vi") == told
    assert (state.line("en") == "") == (told == "")


@pytest.mark.parametrize(
    ("state", "now", "due"),
    [
        (ShareState(next_round=10), 9, False),
        (ShareState(next_round=10), 10, True),
        (ShareState(next_round=10, busy=True), 20, False),
        (ShareState(next_round=10, stopped=True), 20, False),
        (ShareState(next_round=10, last_round=1, unsent=1), 1 + SOON, True),
        (ShareState(next_round=10, last_round=1, unsent=1), 0.9 + SOON, False),
        # The hub is away: what waits is no reason to ask it sooner.
        (ShareState(next_round=10, last_round=1, unsent=1, fails=1), 1 + SOON, False),
    ],
)
def test_when_a_round_begins(state: ShareState, now: float, due: bool) -> None:
    assert state.is_due(now) is due


def test_rounds_come_soon_while_the_hub_answers_and_later_while_it_does_not() -> None:
    assert [pace.wait(0, chance) for chance in (0.0, 1.0)] == pytest.approx([8.0, 12.0])
    longest = [pace.wait(fails, 1.0) for fails in range(1, 12)]
    assert longest == sorted(longest)
    assert longest[0] == 20.0
    assert longest[-1] == pace.MOST == pace.wait(10**6, 1.0)
    assert all(pace.wait(fails, 0.0) == 1.0 for fails in range(1, 12))
