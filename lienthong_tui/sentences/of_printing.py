"""What can go wrong on the way to paper."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "printer-none": N_(
        "Chưa thấy máy in nào trên máy này. Cắm và bật máy in, nhờ người quản trị cài; hoặc"
        " ghi ra thư mục (phím 2) để in ở máy khác."
    ),
    "printer-refused": N_(
        "Hệ thống in chưa nhận, và báo: “{said}”. Xem máy in đã bật, đã chọn đúng máy, rồi gửi lại"
        " (phím 4)."
    ),
    "printer-silent": N_(
        "Hệ thống in không trả lời nên đã dừng chờ. Xem khay giấy trước, bản in có thể vẫn ra; nếu"
        " không, bật lại máy in rồi gửi lại (phím 4)."
    ),
    "allot-many": N_("In được từ 1 đến {most} bộ một lần. Gõ lại số bộ."),
    "allotted-several": N_("Có hơn một số kết thúc như vậy: {numbers}. Gõ cả số."),
    "again-count": N_(
        "--again in lại mọi số còn chưa dùng, không đi cùng --count. Bỏ một trong hai."
    ),
    "allotted-none": N_("Không còn số phiếu nào đã cấp mà chưa dùng. Cấp số mới thì bỏ --again."),
    "allotted-unknown": N_(
        "Không có biểu mẫu trống nào còn mang số “{text}”. Xem lại số in ở chân biểu mẫu."
    ),
    "received-later": N_(
        "Giờ nhận {received} chưa tới. Gõ lại giờ nhận, và xem đồng hồ của máy có đúng không."
    ),
    "received-before": N_(
        "Số này chỉ được cấp lúc {allotted}: giấy không thể nhận trước đó. Gõ lại giờ nhận, hoặc"
        " chọn đúng số."
    ),
    "moment-unreadable": N_("Chưa đọc được giờ “{text}”. Gõ như 09:40 hoặc 09:40 28/11/2026."),
}
