"""What can be wrong with definition files and office settings."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "definition-missing": N_("Không thấy tệp định nghĩa “{name}”. Kiểm tra đường dẫn."),
    "definition-toml": N_("{file}: viết sai cú pháp TOML: {said}."),
    "definition-shape": N_("{file}, {item}: thiếu, thừa hoặc sai kiểu: {said}."),
    "definition-unknown": N_(
        "{file}, {item}: tên “{name}” không có trong tệp. Sửa tên hoặc khai báo nó."
    ),
    "definition-unused": N_(
        "{file}, {item}: không thủ tục nào do cơ quan này giải quyết. Bỏ đi hoặc gán thủ tục."
    ),
    "definition-repeated": N_("{file}, {item}: tên này dùng hai lần. Đặt lại một tên."),
    "definition-id": N_("{file}, {item}: tên chỉ gồm chữ thường không dấu, số, “.”, “-”, “_”."),
    "definition-dates": N_(
        "{file}, {item}: ngày hết hiệu lực đứng trước ngày có hiệu lực. Sửa lại ngày."
    ),
    "definition-options": N_(
        "{file}, {item}: trường lựa chọn cần hoặc options, hoặc list, không cả hai."
    ),
    "definition-pattern": N_(
        "{file}, {item}: mẫu “{pattern}” không phải biểu thức chính quy dùng được."
    ),
    "definition-time": N_("{file}, {item}: “{text}” không phải giờ dạng 15:00."),
    "definition-words": N_(
        "{file}, {item}: “{part}” thiếu bản tiếng Việt hoặc tiếng Anh. Ghi đủ hai thứ tiếng."
    ),
    "definition-order": N_(
        "{file}, {item}: điều kiện “{part}” đọc trường “{name}” đứng sau nó."
        " Chuyển trường đó lên trước."
    ),
    "expression-unknown": N_(
        "{file}, {item}, {part}, cột {column}: không có trường hay hàm “{name}”. Sửa tên."
    ),
    "expression-unreadable": N_("{file}, {item}, {part}, cột {column}: biểu thức sai: {said}."),
    "expression-type": N_(
        "{file}, {item}, {part}: biểu thức cho kiểu {found}, cần {expected}. Sửa biểu thức."
    ),
    "expression-failed": N_(
        "Một quy tắc không tính được: {expression}. Báo người giữ tệp định nghĩa."
    ),
    "overlay-toml": N_("Thiết lập của cơ quan viết sai cú pháp TOML: {said}."),
    "overlay-shape": N_("Thiết lập của cơ quan có mục sai: {said}."),
    "overlay-unknown": N_("Thiết lập của cơ quan nhắc tới “{name}”, không có trong định nghĩa."),
    "list-unknown": N_("Không có danh mục “{list}”. Sửa tên danh mục trong tệp định nghĩa."),
}
