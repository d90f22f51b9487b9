"""What can be wrong when a filing is mended, put aside, or its results are handed over."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "mend-not-now": N_(
        "Hồ sơ đang ở “{state}” nên không làm cách này được. Mở lại hồ sơ: trang sửa chỉ liệt kê"
        " cách đang làm được."
    ),
    "mend-packets-out": N_(
        "Hồ sơ chuyển đã ra khỏi quầy: {packets}. Thu lại hoặc nhờ cơ quan bỏ các tệp ấy, rồi"
        " xác nhận đã thu lại."
    ),
    "filing-held": N_(
        "{name} đang làm hồ sơ này, ghi lần cuối {since}. Nhận làm tiếp thì mở lại lần nữa."
    ),
    "parked-ended": N_("Hồ sơ đã xong hoặc đã rút: không còn gì để tạm gác."),
    "parked-reason": N_("Không có lý do tạm gác “{reason}”. Chọn một lý do trong danh sách."),
    "parked-officer": N_(
        "Người nhận bàn giao không còn làm ở quầy này. Chọn người khác, hoặc để cho bất kỳ ai."
    ),
    "parked-long": N_("Ghi chú dài quá {most} ký tự. Viết ngắn lại."),
    "filing-withdrawn": N_(
        "Hồ sơ này đã rút nên không ghi thêm được. Mở hồ sơ, chọn “Làm tiếp hồ sơ đã rút”, rồi"
        " ghi lại."
    ),
    "handed-nothing": N_("Chưa chọn kết quả nào để trả. Đánh dấu thủ tục có kết quả rồi ghi."),
    "handed-early": N_(
        "Thủ tục đang ở “{status}”: chưa có kết quả để trả. Ghi kết quả của cơ quan trước (phím k)."
    ),
    "handed-name": N_("Chưa ghi ai nhận. Ghi họ tên người đến nhận như trên giấy tờ của họ."),
    "handed-authority": N_(
        "Người được ủy quyền nhận thì phải có giấy. Ghi số, ngày của giấy ủy quyền."
    ),
    "handed-unsigned": N_("Chưa ghi người nhận đã ký sổ hay điểm chỉ. Chọn một trong hai."),
    "handed-copies": N_("Số bản sao từ 0 đến {most}. Xem lại số đã gõ."),
    "handed-original": N_(
        "“{name}” không phải bản chính phải thu của thủ tục này. Mở lại trang trả kết quả rồi chọn"
        " lại."
    ),
    "fees-receipt": N_(
        "Đã thu tiền thì phải ghi số biên lai của cơ quan. Chương trình không lập biên lai."
    ),
    "fees-exempt": N_(
        "Không thu tiền thì phải có lý do. Ghi vì sao, ví dụ hộ nghèo, đăng ký đúng hạn."
    ),
    "fees-already": N_(
        "Hồ sơ đã ghi ngược lại (đã thu, hoặc không thu). Lần ghi trước là nhầm thì bỏ lần ấy (phím"
        " -) rồi ghi lại."
    ),
    "fees-unknown": N_("Hồ sơ này không có khoản thu “{name}”. Xem lại danh sách lệ phí."),
    "fees-amount": N_(
        "Số tiền phải lớn hơn 0 và không quá 1 tỉ đồng. Không thu thì ghi lý do miễn."
    ),
    "told-result-other": N_(
        "Số định danh này là của {person} trong chính hồ sơ này, không phải kết quả mới. Xem lại số"
        " trên Cổng hoặc trên giấy."
    ),
    "told-result-person": N_(
        "Số định danh này không phải của {person}: giới tính hoặc năm sinh trong số khác lời khai."
        " Xem có nhầm kết quả của người khác không; lời khai sai thì sửa, bổ sung trước."
    ),
    "told-result-taken": N_(
        "Số định danh này đã ghi cho hồ sơ {reference}. Xem lại kết quả là của hồ sơ nào, nhất là"
        " khi sinh đôi."
    ),
}
