"""What can be wrong with copies of a desk: backups, restoring, salvage, a desk found elsewhere."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "backup-damaged": N_(
        "Bản sao lưu hoặc kho có trang hỏng, đọc lại không khớp. Đừng dùng bản này; với kho đang"
        " dùng thì chạy lienthong salvage để cứu phần còn đọc được."
    ),
    "backup-differs": N_(
        "Đĩa không giữ đúng những gì vừa ghi ra {path}: chưa có bản sao lưu nào. Dùng đĩa khác."
    ),
    "backup-full": N_("Đĩa không đủ chỗ để ghi {path}: chưa có bản sao lưu nào. Dọn bớt chỗ."),
    "backup-inside-desk": N_(
        "{path} nằm trong thư mục của chính quầy ấy: hỏng đĩa là mất cả hai. Chọn chỗ khác."
    ),
    "backup-missing": N_("Không thấy bản sao lưu {path}. Kiểm tra đường dẫn."),
    "backup-none": N_("Trong thư mục {path} không có bản sao lưu (.ltbackup) nào. Chọn nơi khác."),
    "backup-newer": N_(
        "{path} do bản chương trình mới hơn ghi. Cập nhật chương trình rồi khôi phục."
    ),
    "backup-place-away": N_(
        "Nơi sao lưu {path} lúc này không có (ổ chưa cắm, mạng chưa nối): lần này chưa sao lưu."
        " Nối lại, hoặc đặt nơi khác ở phím 8, Thiết lập của cơ quan (3), phím s."
    ),
    "backup-stopped": N_("Đã ngừng giữa chừng: không có bản nào dở dang được giữ lại."),
    "backup-unreadable": N_(
        "{path} không phải bản sao lưu của quầy, hoặc bị cắt, bị hỏng. Chọn bản khác."
    ),
    "backup-unwritable": N_(
        "Không ghi được bản sao lưu {path}. Kiểm tra ổ còn cắm và quyền ghi, rồi làm lại."
    ),
    "desk-open": N_(
        "Quầy đang mở ở cửa sổ hoặc chương trình khác: chưa làm gì. Đóng các cửa sổ ấy rồi làm lại."
    ),
    "keys-changing": N_(
        "Khóa của quầy đang được thay ở cửa sổ khác: chưa có bản sao lưu nào. Chờ xong rồi làm lại."
    ),
    "restore-no-desk": N_(
        "{path} đang có dữ liệu mà không phải một quầy: không thay. Chọn thư mục của quầy, hoặc thư"
        " mục chưa có."
    ),
    "shut-out-since": N_(
        "Tài khoản này đã bị khóa sau khi sao lưu, nên không khôi phục được bằng nó. Nhờ người phụ"
        " trách quầy, hoặc dùng giấy khôi phục."
    ),
    "salvage-key": N_(
        "Cứu quầy hỏng thì phải dùng giấy khôi phục của chính quầy ấy (--key-file trỏ tới tệp của"
        " giấy). Tệp khóa và mật khẩu không dùng được ở đây."
    ),
    "desk-moved": N_(
        "Quầy này lần trước chạy ở máy hay thư mục khác. Nếu chỗ cũ còn dùng thì phải ngừng một"
        " nơi, vì hai nơi sẽ cấp trùng số phiếu. Số phiếu hôm nay chạy tiếp từ bội số của 500; đặt"
        " lại máy quét, máy in và nơi sao lưu ở phím 8."
    ),
    "restore-replaces": N_(
        "Chưa khôi phục: {path} đang có dữ liệu. Đọc kỹ phần sẽ mất ở trên; vẫn muốn thay thì thêm"
        " --replace."
    ),
    "salvage-nothing": N_(
        "Không đọc được gì của {path}: trang đầu hay danh mục bảng hỏng, hoặc không đúng khóa."
        " Dùng bản sao lưu: lienthong restore."
    ),
    "salvage-keyring": N_(
        "{path} hỏng, và không bản sao lưu nào có khóa mở được kho này. Chỉ rõ một bản sao lưu cất"
        " nơi khác bằng --backup, làm sau lần đổi khóa kho gần nhất."
    ),
    "salvage-whole": N_("Quầy ở {path} không có gì hỏng: không cần cứu."),
    "end-missing": N_(
        "CẢNH BÁO: lần trước chương trình bị ngắt, và những gì lưu sau cùng không còn: tệp"
        " desk.db-wal đã bị xóa, dời đi hay thay bằng tệp khác. Xem lại hồ sơ làm dở sau"
        " cùng; số phiếu hôm nay chạy tiếp từ bội số của 500, để không trùng số đã đưa cho"
        " người dân. Đừng để ai dọn tệp trong thư mục quầy."
    ),
}
