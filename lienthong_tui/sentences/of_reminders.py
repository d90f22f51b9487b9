"""Reminders in words: what can be wrong with them, and how each is told in a list."""

from lienthong_tui.sentences.marking import N_

NOT_CONNECTED = N_("chưa kết nối")
NO_GATEWAY = N_("chương trình gửi tin chưa kết nối")
CHANNELS = {"sms": N_("tin nhắn"), "email": N_("thư điện tử"), "call": N_("chỉ gọi được")}

TEMPLATES = {
    "reminder-command-unread": N_(
        "Chưa hiểu câu lệnh “{text}”. Gõ đường dẫn đầy đủ của chương trình rồi các tùy chọn; dấu"
        " nháy phải đủ cặp."
    ),
    "reminder-command-relative": N_(
        "“{path}” chưa phải đường dẫn đầy đủ. Gõ từ gốc, ví dụ /opt/gui-tin, để máy không chạy nhầm"
        " chương trình khác."
    ),
    "reminder-command-missing": N_(
        "Không thấy chương trình gửi tin {path}. Xem lại đường dẫn ở Thiết lập của cơ quan."
    ),
    "reminder-command-not-run": N_(
        "Máy không chạy được {path}. Nhờ người quản trị cho phép chạy tệp ấy, hoặc chọn chương"
        " trình khác ở Thiết lập của cơ quan."
    ),
    "reminder-refused": N_(
        "Chương trình gửi tin không nhận tin (mã {exit}). Tin vẫn còn trong danh sách; nhờ người"
        " quản trị xem chương trình ấy, hoặc gọi điện."
    ),
    "reminder-silent": N_(
        "Chương trình gửi tin không trả lời sau {seconds} giây nên đã bị dừng. Tin vẫn còn trong"
        " danh sách và có thể đã đi: hỏi người quản trị trước khi gửi lại."
    ),
    "reminder-none": N_("Không có tin nào để ghi hay giao. Số máy bàn thì gọi điện (phím 3)."),
    "reminder-unconnected": N_(
        "Chương trình gửi tin chưa kết nối. Người phụ trách quầy đặt ở Thiết lập của cơ"
        " quan; trước đó thì ghi ra tệp hoặc gọi điện."
    ),
    "reminder-busy": N_("Cửa sổ khác đang giao tin. Chờ vài giây rồi làm lại."),
    "reminder-moved": N_(
        "Hồ sơ {reference} vừa đổi hoặc đã được nhắc ở cửa sổ khác, nên lần này chưa ghi gì."
        " Xem lại danh sách rồi làm lại."
    ),
    "remind-one": N_("Chọn một trong ba: --dry-run, --out hoặc --run. Bỏ bớt rồi chạy lại."),
}
