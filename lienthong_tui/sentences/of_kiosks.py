"""What can be wrong at a kiosk, and with what it hands over."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "kiosk-code": N_(
        "Mã không đúng, đã hết hạn, hoặc cấp cho người khác. Xem lại số căn cước và loại hồ sơ,"
        " hoặc xin người tiếp nhận mã mới."
    ),
    "kiosk-code-wait": N_("Đã cấp ba mã cho người này trong một phút. Chờ một phút rồi cấp lại."),
    "kiosk-clock": N_(
        "Đồng hồ của máy này chậm khoảng {minutes} phút so với quầy nên chưa nhận mã. Gọi người"
        " tiếp nhận chỉnh giờ."
    ),
    "kiosk-code-used": N_("Mã này đã dùng một lần rồi. Xin người tiếp nhận mã mới."),
    "kiosk-nothing-said": N_("Chưa có câu trả lời. Gõ câu trả lời, hoặc chọn “Tôi không biết”."),
    "kiosk-own-number": N_(
        "Số này đã đối chiếu bằng mã, là số của người ngồi máy. Ai khác đứng khai: rời máy, vào lại"
        " và chọn “Người khác, tôi nhập giúp”."
    ),
    "kiosk-helper-number": N_(
        "Đây là số của người nhập giúp. Nhập số của người đứng khai, hoặc chọn “Tôi không biết”."
    ),
    "kiosk-choice": N_("Không có mục số ấy. Chọn một số từ 1 đến {most}."),
    "kiosk-card": N_("Câu này không hỏi về người có thẻ. Trả lời bằng cách gõ hoặc chọn."),
    "kiosk-open": N_("Máy này đang mở ở một cửa sổ khác. Đóng cửa sổ kia rồi mở lại."),
    "kiosk-not-named": N_(
        "Chưa nói máy tự kê khai nào: thêm --kiosk THƯ_MỤC, hoặc đặt LIENTHONG_KIOSK."
    ),
    "serve-missing": N_(
        "Máy này chưa cài phần mở trong trình duyệt: chưa kết nối. Cài thêm phần kiosk theo"
        " requirements-extras.lock."
    ),
    "serve-insecure": N_(
        "Địa chỉ {url} không phải https: ai cũng đọc được những gì người dân khai. Đặt máy chủ web"
        " có TLS phía trước, xem docs/kiosk.md."
    ),
    "serve-unfit": N_(
        "Phần mở trong trình duyệt không đúng phiên bản 1.1.3: chữ có hai dấu sẽ bị cắt. Cài lại"
        " theo requirements-extras.lock."
    ),
    "kiosk-not-here": N_(
        "Thư mục {path} chưa là máy tự kê khai. Ghép máy với quầy trước: lienthong kiosk set-up."
    ),
    "kiosk-key": N_(
        "Không đọc được tệp khóa {path} của máy, hoặc người khác cũng đọc được. Đặt quyền 0600,"
        " hoặc ghép lại máy với quầy."
    ),
    "pairing-unreadable": N_(
        "Tệp ghép máy không đọc được. Xin người phụ trách quầy làm lại: lienthong kiosk pair."
    ),
    "outbox-missing": N_("Không có thư mục {path} để chuyển hồ sơ cho quầy. Tạo thư mục ấy trước."),
    "kiosk-name": N_("Tên máy phải có, dài nhất {most} ký tự. Gõ tên khác, ví dụ Máy sảnh 1."),
    "kiosk-name-taken": N_("Quầy đã có máy tên “{name}”. Chọn tên khác."),
    "kiosk-many": N_("Quầy đã ghép {most} máy: bỏ một máy trước khi ghép thêm."),
    "kiosk-unknown": N_("Quầy không ghép với máy này. Xem danh sách: lienthong kiosk list."),
    "kiosk-file-missing": N_("Không mở được tệp “{name}” của máy tự kê khai. Kiểm tra thư mục."),
    "kiosk-file-large": N_("Tệp của máy tự kê khai quá lớn nên không nhận. Báo người phụ trách."),
    "kiosk-filing-refused": N_(
        "Tệp của máy tự kê khai có điều không được phép từ máy ({what}) nên không nhận gì. Báo"
        " người phụ trách; mời người dân khai lại tại quầy."
    ),
    "kiosk-filing-closed": N_(
        "Hồ sơ này ở quầy đã hoàn thành, đã rút hoặc đã xóa: phần khai thêm từ máy không nhận được."
        " Mở hồ sơ ở quầy để sửa."
    ),
    "kiosk-definition-unknown": N_(
        "Máy tự kê khai dùng bản thủ tục hoặc thiết lập mà quầy không có. Cập nhật chương trình ở"
        " hai máy cho giống nhau, ghép lại máy."
    ),
    "sealed-unreadable": N_(
        "Tệp không phải gửi cho quầy này, hoặc đã hỏng khi chép. Không nhận gì; xem lại thư mục"
        " nhận."
    ),
    "sealed-unpaired": N_(
        "Tệp do một máy không ghép với quầy này gửi. Không nhận gì; ghép máy nếu là máy của quầy."
    ),
    "sealed-forged": N_(
        "Tệp mang tên một máy của quầy nhưng không phải máy ấy làm. Không nhận gì; báo người phụ"
        " trách."
    ),
    "stream-forked": N_(
        "Nhật ký của {stream} có hai bản khác nhau từ sự kiện {seq}. Không nhận gì; báo người phụ"
        " trách: máy có thể đã bị chép sang nơi khác."
    ),
}
