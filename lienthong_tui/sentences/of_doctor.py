"""What was looked at in a desk and its surroundings, in words: how it is, and what to do."""

from datetime import date, datetime
from typing import Any

from lienthong_tui.desk.doctor import Bytes, Finding, Grade
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.elements import Words
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible

MARKS: dict[Grade, str] = {
    "fine": N_("tốt"),
    "look": N_("nên xem"),
    "wrong": N_("CẦN SỬA"),
}

NAMES = {
    "store": N_("Kho dữ liệu"),
    "chain": N_("Nhật ký"),
    "room": N_("Chỗ trống"),
    "clock": N_("Đồng hồ"),
    "calendar": N_("Lịch nghỉ"),
    "definitions": N_("Quy định"),
    "keys": N_("Khóa"),
    "backup": N_("Sao lưu"),
    "scanner": N_("Máy quét"),
    "terms": N_("Hạn lưu"),
    "sharing": N_("Các quầy khác"),
    "printer": N_("Máy in"),
    "clipboard": N_("Bộ nhớ chép"),
    "terminal": N_("Màn hình"),
    "desk": N_("Quầy"),
    "program": N_("Chương trình"),
}

TEXTS = {
    ("store", "whole"): N_("Mọi trang nguyên vẹn, {size}."),
    ("store", "altered"): N_(
        "{pages} trang bị hỏng hoặc bị sửa. Chép cả thư mục quầy sang đĩa khác, rồi nhờ người quản"
        " trị cứu phần đọc được (lienthong salvage), hoặc khôi phục từ bản sao lưu (F8 ở màn hình"
        " đăng nhập)."
    ),
    ("chain", "whole"): N_("Chuỗi nguyên vẹn, {events} sự kiện."),
    ("chain", "broken"): N_("{why} Giữ nguyên thư mục quầy và báo người quản trị."),
    ("room", "enough"): N_("Đĩa còn {free}."),
    ("room", "low"): N_(
        "Đĩa chỉ còn {free}, cần ít nhất {least}. Dọn bớt tệp khác trên đĩa này; đừng xóa gì"
        " trong thư mục quầy."
    ),
    ("clock", "right"): N_("Máy ghi {now}."),
    ("clock", "doubted"): N_(
        "Máy ghi {now}, mà lần dùng trước là {seen}. Chỉnh đồng hồ của máy, hoặc đăng nhập trên màn"
        " hình để xác nhận ngày."
    ),
    ("calendar", "decided"): N_("Có đủ ngày nghỉ của năm {years}."),
    ("calendar", "undecided"): N_(
        "Chưa có quyết định ngày nghỉ của năm {years}: ngày dự kiến có thể lệch. Cập nhật"
        " chương trình, hoặc ghi ngày nghỉ ở phím 8, Thiết lập của cơ quan."
    ),
    ("definitions", "in-force"): N_("Có bản đang hiệu lực cho: {groups}."),
    ("definitions", "ending"): N_(
        "Trong 30 ngày tới không còn bản quy định nào hiệu lực cho: {groups}. Cập nhật chương"
        " trình."
    ),
    ("definitions", "none"): N_(
        "Không có bản quy định nào hiệu lực cho: {groups}. Cập nhật chương trình trước khi nhận hồ"
        " sơ."
    ),
    ("keys", "good"): N_("Không khóa nào sắp hết hạn; quầy có giấy khôi phục."),
    ("keys", "agency-ending"): N_(
        "Khóa của cơ quan {agency} hết hạn ngày {day}. Xin khóa mới và so vân tay trên giấy (phím"
        " 8, mục Khóa ký)."
    ),
    ("keys", "own-ended"): N_(
        "Khóa ký của quầy đã hết hạn ngày {day}. Hồ sơ tới sẽ dùng khóa mới; gửi danh sách khóa cho"
        " các cơ quan (phím 8, mục Khóa ký)."
    ),
    ("keys", "no-recovery"): N_(
        "Quầy không có giấy khôi phục: mất hết mật khẩu là mất quầy. Lập giấy ở phím 8, mục Người"
        " tiếp nhận."
    ),
    ("backup", "made"): N_("Bản gần nhất lúc {made}, ở {place}."),
    ("backup", "never"): N_(
        "Chưa có bản nào. Chương trình tự sao lưu mỗi ngày vào {place}; làm ngay ở phím 8, mục Sao"
        " lưu."
    ),
    ("backup", "old"): N_(
        "Bản gần nhất lúc {made}, đã {days} ngày. Xem {place} còn ghi được không, rồi sao lưu ngay"
        " ở phím 8, mục Sao lưu."
    ),
    ("backup", "away"): N_(
        "Nơi sao lưu {place} không có ở đây: ổ chưa cắm hoặc mạng chưa nối. Nối lại, hoặc đặt nơi"
        " khác ở phím 8, Thiết lập của cơ quan."
    ),
    ("backup", "same-disk"): N_(
        "Bản gần nhất lúc {made}, nhưng {place} cùng ổ đĩa với quầy: hỏng ổ là mất cả hai. Đặt nơi"
        " sao lưu ở ổ khác (phím 8, Thiết lập của cơ quan)."
    ),
    ("scanner", "unset"): N_("Chưa đặt thư mục máy quét; chọn tệp bằng tay ở bước 4."),
    ("scanner", "there"): N_("Thư mục {folder} mở được."),
    ("scanner", "away"): N_(
        "Không mở được thư mục {folder}. Bật máy quét, nối mạng, hoặc đặt lại ở phím 8, Thiết lập."
    ),
    ("terms", "none"): N_("Không nội dung nào quá hạn lưu."),
    ("terms", "due"): N_("{count} hồ sơ quá hạn lưu nội dung. Xem và xóa ở phím 8, mục 4."),
    ("sharing", "alone"): N_("Quầy làm một mình, chưa kết nối máy chủ dùng chung."),
    ("sharing", "begun"): N_("Đã ghép, chưa đồng bộ lần nào; {count} sự kiện chưa gửi."),
    ("sharing", "going"): N_("Đang dùng chung, đồng bộ đủ lúc {done}; {count} sự kiện chưa gửi."),
    ("sharing", "wrong"): N_("Lần đồng bộ gần nhất: {why}"),
    ("sharing", "unsent"): N_(
        "{count} sự kiện chưa gửi, cũ nhất {since}. Xem đường truyền tới máy chủ dùng chung, hoặc"
        " chạy: lienthong sync --once"
    ),
    ("sharing", "not-whole"): N_(
        "{count} sự kiện chưa trao đổi được trọn vẹn. Báo người quản trị; hồ sơ ở quầy ghi"
        " ra chúng vẫn nguyên."
    ),
    ("printer", "there"): N_("{name} (máy thấy {count} máy in)."),
    ("printer", "none"): N_(
        "Không thấy máy in nào. Bật máy in, cài trong hệ điều hành; hoặc ghi tệp PDF ra USB để in ở"
        " máy khác."
    ),
    ("clipboard", "none"): N_("Không thấy chương trình nào giữ lịch sử chép dán."),
    ("clipboard", "kept"): N_(
        "{name} giữ lại những gì đã chép, kể cả dữ liệu chuyển lên Cổng. Tắt lịch sử chép dán."
    ),
    ("terminal", "good"): N_("{columns} × {rows}, {colours} màu, UTF-8, chữ Việt đúng độ rộng."),
    ("terminal", "unmeasured"): N_(
        "{columns} × {rows}, {colours} màu, UTF-8. Không đo được độ rộng chữ: xem các vạch dưới đây"
        " có thẳng hàng không; lệch thì đổi phông hoặc cửa sổ dòng lệnh."
    ),
    ("terminal", "not-utf8"): N_(
        "Cửa sổ này không dùng UTF-8: chữ Việt sẽ hỏng. Linux: đặt LANG=vi_VN.UTF-8 hoặc C.UTF-8;"
        " Windows: dùng Windows Terminal."
    ),
    ("terminal", "askew"): N_(
        "Chữ Việt lệch độ rộng ({words}): khung sẽ xô lệch. Đổi phông (ví dụ DejaVu Sans Mono) hoặc"
        " dùng cửa sổ dòng lệnh khác."
    ),
    ("terminal", "small"): N_(
        "Cửa sổ {columns} × {rows}: nhỏ hơn 80 × 24, các trang bị xếp chồng. Kéo rộng cửa sổ."
    ),
    ("terminal", "none"): N_("Lệnh này không chạy trong cửa sổ dòng lệnh: không xem được."),
    ("desk", "locked"): N_(
        "Chưa mở quầy nên không xem được kho, nhật ký, khóa, sao lưu. Thêm --key-file hoặc đăng"
        " nhập để khám đủ."
    ),
    ("desk", "unnamed"): N_(
        "Chưa biết quầy nào nên chỉ xem máy. Ghi --desk THƯ_MỤC hoặc đặt biến LIENTHONG_DESK."
    ),
    ("desk", "missing"): N_("Không có quầy ở {folder}. Kiểm tra --desk hoặc LIENTHONG_DESK."),
    ("desk", "in-use"): N_("Đang mở ở {count} cửa sổ hoặc chương trình."),
    ("desk", "refused"): N_("Không mở được: {why}"),
    ("program", "this"): N_("Bản {version}, Python {python}, ở {folder}."),
    ("program", "newer"): N_(
        "Đang dùng bản {version}; đã có bản {newer} từ ngày {day}: {what}. Lấy ở: {where}"
    ),
    ("program", "bad-file"): N_("Tệp báo bản mới: {why}"),
    ("program", "holds-desk"): N_(
        "Quầy ở {folder}, trong thư mục của chương trình: cập nhật, gỡ chương trình hay rút USB là"
        " mất quầy. Đóng chương trình, chuyển cả thư mục quầy sang nơi khác trên đĩa của máy này."
    ),
}


def finding_text(found: Finding, language: Language) -> str:
    """How it is, and what to do."""
    facts = {name: _fact(value, language) for name, value in found.facts.items()}
    return tr(TEXTS[found.check, found.state], language).format(**facts)


def finding_name(found: Finding, language: Language) -> str:
    """What was looked at."""
    return tr(NAMES[found.check], language)


def size_text(size: int) -> str:
    """A number of bytes as it is told: "0.4 MB", "12 MB", "84 GB"."""
    if size >= 10_000_000_000:
        return f"{size / 1_000_000_000:.0f} GB"
    return f"{size / 1_000_000:.0f} MB" if size >= 10_000_000 else f"{size / 1_000_000:.1f} MB"


def _fact(value: Any, language: Language) -> str:
    match value:
        case Problem():
            return sentence(value, language)
        case datetime():
            return local_time(value)
        case date():
            return f"{value:%d/%m/%Y}"
        case Words():
            return pick(value, language).lower()
        case list() | tuple():
            return ", ".join(_fact(each, language) for each in value)
        case Bytes():
            return size_text(value)
    return visible(str(value))
