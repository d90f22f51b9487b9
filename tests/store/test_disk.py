import errno

import pytest

from lienthong_tui.store.disk import is_full


@pytest.mark.parametrize(
    ("number", "full"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, False), (errno.EROFS, False)],
)
def test_a_full_disk_and_a_spent_quota_are_the_same(number: int, full: bool) -> None:
    assert is_full(OSError(number, "…")) is full
