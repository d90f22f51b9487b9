from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.access.lockout import Attempts, after_failure, clamped, wait

NOW = datetime(2026, 11, 23, 1, 20, tzinfo=UTC)


def failed(times: int, now: datetime = NOW) -> Attempts:
    attempts = Attempts()
    for _ in range(times):
        attempts = after_failure(attempts, now)
    return attempts


@pytest.mark.parametrize(
    ("fails", "seconds"),
    [
        (0, 0),
        (1, 0),
        (4, 0),
        (5, 30),
        (6, 60),
        (7, 120),
        (8, 240),
        (9, 480),
        (10, 900),
        (11, 900),
        (5000, 900),
    ],
)
def test_the_wait_doubles_from_30_seconds_to_15_minutes(fails: int, seconds: int) -> None:
    attempts = failed(fails)
    assert attempts.fails == fails
    assert wait(attempts, NOW) == seconds


@pytest.mark.parametrize(
    ("later", "seconds"),
    [
        (timedelta(seconds=0.2), 30),
        (timedelta(seconds=29), 1),
        (timedelta(seconds=29.5), 1),
        (timedelta(seconds=30), 0),
        (timedelta(days=1), 0),
        (-timedelta(seconds=10), 40),
        (-timedelta(days=3650), 900),
    ],
)
def test_the_wait_runs_down_and_never_exceeds_15_minutes(later: timedelta, seconds: int) -> None:
    assert wait(failed(5), NOW + later) == seconds


def test_a_clock_set_back_ten_years_locks_for_15_minutes_not_years() -> None:
    past = NOW - timedelta(days=3650)
    stored = clamped(failed(12), past)
    assert stored.fails == 12
    assert wait(stored, past) == 900
    assert wait(stored, past + timedelta(minutes=15)) == 0


def test_clamping_leaves_an_ordinary_wait_alone() -> None:
    for attempts in (Attempts(), failed(3), failed(7), failed(12)):
        assert clamped(attempts, NOW) == attempts


@given(
    st.lists(st.integers(min_value=-(10**8), max_value=10**8), max_size=20),
    st.integers(min_value=-(10**8), max_value=10**8),
)
def test_whatever_the_clock_does_the_wait_is_bounded(jumps: list[int], last: int) -> None:
    attempts = Attempts()
    for jump in jumps:
        attempts = after_failure(attempts, NOW + timedelta(seconds=jump))
    assert 0 <= wait(attempts, NOW + timedelta(seconds=last)) <= 900
    assert attempts.fails == len(jumps)
