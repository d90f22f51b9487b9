"""The queue in words: what is to be done about a filing, and what comes next."""

from collections.abc import Mapping

from lienthong_tui.filing.queue import Kind
from lienthong_tui.sentences.marking import N_

HEADINGS: Mapping[Kind, str] = {
    "unchecked": N_("CHỜ NGƯỜI TIẾP NHẬN KIỂM TRA"),
    "unlodged": N_("CHƯA NỘP LÊN CỔNG"),
    "recalled": N_("KẾT QUẢ SAI ĐÃ RA KHỎI QUẦY"),
    "supplement": N_("CƠ QUAN YÊU CẦU BỔ SUNG"),
    "overdue": N_("QUÁ HẠN"),
    "due": N_("ĐẾN HẠN HÔM NAY"),
    "fee": N_("CHỜ NỘP PHÍ, LỆ PHÍ"),
    "number": N_("ĐÃ NỘP, THIẾU SỐ HỒ SƠ"),
    "result": N_("ĐÃ GIẢI QUYẾT, CHƯA GHI KẾT QUẢ"),
    "refused": N_("BỊ TỪ CHỐI, DỪNG: BÁO NGƯỜI DÂN"),
    "blocked": N_("THỦ TỤC TRƯỚC KHÔNG XONG"),
    "hand-out": N_("CÓ KẾT QUẢ ĐỂ TRẢ"),
    "export": N_("CÒN HỒ SƠ CHUYỂN PHẢI XUẤT"),
    "parked": N_("ĐANG TẠM GÁC"),
    "drafting": N_("ĐANG KÊ KHAI"),
    "waiting": N_("CHỜ CƠ QUAN GIẢI QUYẾT"),
    "finished": N_("ĐÃ CÓ KẾT QUẢ"),
    "withdrawn": N_("ĐÃ RÚT"),
}
"""Heads of the sections."""

NEXT: Mapping[Kind, str] = {
    "unchecked": N_("gọi số, kiểm tra"),
    "unlodged": N_("chuyển sang Cổng, nhập số"),
    "recalled": N_("báo ngay cơ quan đã nhận"),
    "supplement": N_("sửa, nộp lại, gửi"),
    "overdue": N_("hỏi cơ quan, ghi điều họ báo"),
    "due": N_("xem Cổng, ghi kết quả"),
    "fee": N_("báo người dân nộp phí"),
    "number": N_("nhập số Cổng đã cấp"),
    "result": N_("ghi kết quả mà thủ tục sau chờ"),
    "refused": N_("báo người dân, ghi lại"),
    "blocked": N_("hỏi cơ quan, rút hoặc làm lại"),
    "hand-out": N_("trả kết quả cho người dân"),
    "export": N_("xuất hồ sơ chuyển mới"),
    "parked": N_("làm tiếp"),
    "drafting": N_("làm tiếp"),
    "waiting": N_("chưa phải làm gì"),
    "finished": N_("xong"),
    "withdrawn": N_("xong"),
}
"""What is done next about one of them."""
