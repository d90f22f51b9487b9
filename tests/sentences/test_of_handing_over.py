"""An officer is told of what they were given, and of nothing else."""

import pytest

from lienthong_tui.sentences.of_handing_over import handing_over


@pytest.mark.parametrize(
    ("password", "code", "begins"),
    [
        (True, True, ["Chép ra giấy", "Mật khẩu tạm", "Mã tạm"]),
        (True, False, ["Chép ra giấy", "Mật khẩu tạm", "Mã xác nhận vẫn"]),
        (False, True, ["Chép ra giấy", "Mã tạm"]),
    ],
)
def test_what_is_said_goes_with_what_is_given(
    *, password: bool, code: bool, begins: list[str]
) -> None:
    told = handing_over(password=password, code=code)
    assert len(told) == len(begins)
    assert all(line.startswith(begin) for line, begin in zip(told, begins, strict=True))
