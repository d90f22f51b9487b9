from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.filing.uuid7 import uuid7

TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(TIMES)
def test_it_is_a_version_7_uuid_that_holds_the_millisecond(at: datetime) -> None:
    value = UUID(uuid7(at))
    assert (value.version, value.variant) == (7, "specified in RFC 4122")
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    assert value.int >> 80 == since // timedelta(milliseconds=1)


@given(TIMES, st.integers(1, 10**9))
def test_later_microseconds_sort_later(at: datetime, step: int) -> None:
    assert uuid7(at) < uuid7(at + timedelta(microseconds=step))


def test_the_same_moment_gives_different_ids_whatever_the_zone() -> None:
    at = datetime(2026, 11, 20, 8, 20, tzinfo=UTC)
    here, there = uuid7(at), uuid7(at.astimezone(timezone(timedelta(hours=7))))
    assert here != there
    assert here[:13] == there[:13] == "01a1f80a-7f80"
