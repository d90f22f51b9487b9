"""Files that somebody names are read no further than they may be large."""

import os
from pathlib import Path

import pytest

from lienthong_tui.desk.files import bytes_of
from lienthong_tui.problems import Unusable


def check(size: int) -> None:
    if size > 10:
        raise Unusable("too-large", size=size)


def refused(path: Path) -> str:
    with pytest.raises(Unusable) as caught:
        bytes_of(path, "missing", check)
    return caught.value.code


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    assert bytes_of(tmp_path / "a", "missing", check) == b"0123456789"


def test_what_is_no_file_is_not_there(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("gone")
    for name in ("gone", "dangling", "pipe", "", "a" * 300, "nul\0"):
        assert refused(tmp_path / name) == "missing"
    assert refused(Path("/dev/zero")) == "missing"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    assert refused(tmp_path / "large") == "too-large"


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs Linux's /proc")
def test_a_file_that_tells_no_size_is_read_no_further_than_that() -> None:
    assert refused(Path("/proc/version")) == "too-large"
