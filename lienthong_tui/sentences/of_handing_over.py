"""What a supervisor is told to do with a temporary password or code, on the screens and printed."""

from collections.abc import Sequence

from lienthong_tui.sentences.marking import N_


def handing_over(*, password: bool, code: bool) -> Sequence[str]:
    """The sentences (to be translated), by what was made for the officer."""
    told = [N_("Chép ra giấy và giao tận tay người nhận.")]
    if password:
        told.append(N_("Mật khẩu tạm: vào lần đầu phải tự đặt mật khẩu của mình."))
    if code:
        told.append(
            N_("Mã tạm: gõ ở ô mã xác nhận, dùng được tới khi quét mã QR bằng điện thoại mới.")
        )
    else:
        told.append(N_("Mã xác nhận vẫn lấy từ điện thoại đang dùng."))
    return told
