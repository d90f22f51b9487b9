"""What can be wrong with one answer: text, dates, numbers, names, places, lists."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "text-control": N_(
        "Ký tự thứ {position} là ký tự điều khiển ({character}: phím Tab, xuống dòng hoặc mã lệnh)."
        " Xóa ký tự đó rồi gõ lại."
    ),
    "text-invisible": N_(
        "Ký tự thứ {position} ({character}) không nhìn thấy được, thường do dán từ nơi khác."
        " Xóa chỗ đó và gõ tay."
    ),
    "answer-number": N_("Chỗ này ghi một con số, ví dụ 3. Gõ lại bằng chữ số."),
    "number-range": N_(
        "Số {number} nằm ngoài khoảng đọc được thành chữ ({lowest} đến {highest})."
        " Kiểm tra lại số đã nhập."
    ),
    "date-unreadable": N_("Không đọc được ngày “{text}”. Gõ ngày/tháng/năm, ví dụ 05/03/2026."),
    "time-impossible": N_(
        "“{text}”: giờ từ 0 đến 23, phút từ 0 đến 59. Gõ như 07:40 hoặc 7 giờ 40."
    ),
    "date-impossible": N_("“{text}” không có trong lịch. Xem lại ngày và tháng trên giấy tờ."),
    "date-incomplete": N_(
        "“{text}” chưa đủ ngày, tháng, năm mà ô này cần đủ. Xem trên giấy tờ và ghi đủ."
    ),
    "date-year": N_("Năm {year} nằm ngoài khoảng {lowest}–{highest}. Gõ lại năm đủ bốn chữ số."),
    "date-span": N_(
        "Không đọc được khoảng ngày “{text}”. Gõ một ngày, một tháng, hoặc ngày đầu rồi ngày cuối,"
        " ví dụ 01/11/2026 đến 15/11/2026."
    ),
    "date-century": N_("Năm hai chữ số có thể là {first} hoặc {second}. Gõ đủ bốn chữ số của năm."),
    "date-lunar-year": N_(
        "Lịch âm chỉ tính được từ năm {lowest} đến {highest}. Gõ ngày dương lịch theo giấy tờ."
    ),
    "date-can-chi": N_("“{text}” có thể là năm {years}. Hỏi gia đình rồi gõ năm bốn chữ số."),
    "date-midnight": N_(
        "Từ 23 giờ âm lịch đã sang ngày mới, dương lịch thì chưa: có thể là {before} hoặc {after}."
        " Hỏi gia đình rồi gõ ngày dương lịch."
    ),
    "time-double-hour": N_(
        "Giờ {name} là từ {first} giờ đến {last} giờ. Hỏi lại giờ phút rồi gõ số, hoặc chỉ gõ ngày."
    ),
    "again-none": N_(
        "Loại hồ sơ này không có hồ sơ thứ hai từ hồ sơ đã xong. Mở hồ sơ mới ở trang đầu."
    ),
    "id-length": N_("Số định danh có 12 chữ số, ở đây có {digits}. Đối chiếu với thẻ và gõ lại."),
    "id-character": N_(
        "Ký tự thứ {position} “{character}” không phải chữ số (dễ nhầm O với 0, l với 1)."
        " Gõ lại bằng chữ số."
    ),
    "id-old-cmnd": N_(
        "Đây là số CMND 9 số, chỉ dùng được đến hết 31/12/2024."
        " Lấy số định danh 12 số trên thẻ Căn cước/CCCD hoặc VNeID."
    ),
    "name-symbol": N_(
        "Tên có “{character}” ở vị trí {position}; tên không dùng chữ số hay ký hiệu."
        " Gõ lại đúng theo giấy tờ (dấu nháy dùng ')."
    ),
    "name-placeholder": N_(
        "“{text}” chưa phải tên người. Ghi họ tên đầy đủ;"
        " chưa có tên thì để trống và hỏi lại gia đình."
    ),
    "name-mark-misplaced": N_(
        "Dấu “{character}” ở vị trí {position} không nối với chữ nào hoặc bị gõ thừa."
        " Viết liền như K'Brôih, Y-Moan, hoặc xóa dấu."
    ),
    "phone-character": N_(
        "Ký tự thứ {position} “{character}” không dùng trong số điện thoại. Chỉ gõ chữ số."
    ),
    "phone-length": N_(
        "Số điện thoại có {digits} chữ số; cần 10 số bắt đầu bằng 0, hoặc 11 số cố định bắt đầu"
        " bằng 02."
        " Xem lại có thiếu hay thừa số không."
    ),
    "phone-old-prefix": N_(
        "Đầu số {old} đã đổi thành {new} từ năm 2018. Thay {old} bằng {new}, giữ bảy số cuối."
    ),
    "phone-prefix": N_(
        "Số điện thoại bắt đầu bằng {prefix}; số tại Việt Nam bắt đầu bằng 0 hoặc +84."
        " Hỏi lại, hoặc ghi một số khác tại Việt Nam."
    ),
    "email-unreadable": N_(
        "“{text}” chưa phải địa chỉ thư điện tử. Gõ dạng ten@noi.vn, hoặc để trống."
    ),
    "province-unknown": N_(
        "Không có tỉnh, thành phố mang mã {code}. Dùng mã hai chữ số trong danh mục 34 đơn vị."
    ),
    "commune-unknown": N_(
        "Không có xã, phường, đặc khu mang mã {code}. Mã có năm chữ số, trong danh mục"
        " data/reference/admin_communes.csv của chương trình."
    ),
    "commune-merged": N_(
        "{old_name} (mã {code}) đã sắp xếp lại. Chọn đơn vị mới đúng với địa chỉ: {new_codes}."
    ),
    "option-unknown": N_(
        "“{text}” không khớp một mục duy nhất nào trong danh mục. Gần nhất: {nearest}."
        " Chọn một mục."
    ),
    "choice-open": N_(
        "“{text}” chưa chọn được mục nào. Gõ vài chữ của tên rồi chọn bằng chữ số hoặc Enter."
    ),
    "answer-type-text": N_(
        "Trường này cần chữ, ở đây là kiểu khác. Để giá trị trong dấu nháy kép, ví dụ"
        ' "Nguyễn Thị Mẫu".'
    ),
    "answer-type-date": N_(
        'Trường này chỉ cần ngày, ở đây có cả giờ. Bỏ giờ, ghi như 2026-03-05 hoặc "05/03/2026".'
    ),
    "answer-type-boolean": N_(
        "Trường này chỉ nhận true (có) hoặc false (không). Ghi một trong hai, không để trong"
        " dấu nháy."
    ),
    "answer-type-integer": N_(
        "Trường này cần số nguyên. Ghi bằng chữ số, không để trong dấu nháy, ví dụ 3."
    ),
    "answer-empty": N_("Trường này để trống trong tệp. Xóa dòng đó hoặc ghi giá trị."),
    "answer-long": N_("Dài {length} ký tự, nhiều nhất là {most}. Rút ngắn lại."),
    "answer-pattern": N_("Chưa đúng dạng. Ghi như ví dụ: {example}."),
    "answer-range": N_("Số phải từ {least} đến {most}. Ghi lại số trong khoảng đó."),
    "answer-option": N_("“{given}” không khớp một lựa chọn duy nhất. Ghi một trong: {options}."),
    "answer-derived": N_("Trường này được tính tự động. Xóa dòng đó khỏi tệp."),
}
