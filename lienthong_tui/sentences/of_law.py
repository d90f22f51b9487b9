"""What can be wrong with definition files and office settings."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "definition-missing": N_("Không thấy tệp định nghĩa “{name}”. Kiểm tra đường dẫn."),
    "definition-toml": N_("{file}: sai cú pháp TOML ({said}). Sửa chỗ đó."),
    "definition-shape": N_("{file}, {item}: thiếu, thừa hoặc sai kiểu ({said}). Sửa mục đó."),
    "definition-unknown": N_(
        "{file}, {item}: tên “{name}” không có trong tệp. Sửa tên hoặc khai báo nó."
    ),
    "definition-unused": N_(
        "{file}, {item}: không thủ tục nào do cơ quan này giải quyết. Bỏ đi hoặc gán thủ tục."
    ),
    "definition-repeated": N_("{file}, {item}: tên này dùng hai lần. Đặt lại một tên."),
    "definition-id": N_(
        "{file}, {item}: tên chỉ gồm chữ thường không dấu, số, “.”, “-”, “_”. Đặt lại tên."
    ),
    "definition-dates": N_(
        "{file}, {item}: ngày hết hiệu lực đứng trước ngày có hiệu lực. Sửa lại ngày."
    ),
    "definition-options": N_(
        "{file}, {item}: trường lựa chọn cần hoặc options, hoặc list, không cả hai. Giữ lại một."
    ),
    "definition-pattern": N_(
        "{file}, {item}: mẫu “{pattern}” không phải biểu thức chính quy dùng được. Sửa mẫu."
    ),
    "definition-time": N_("{file}, {item}: “{text}” không phải giờ. Ghi dạng 15:00."),
    "definition-default": N_(
        "{file}, {item}: giá trị mặc định “{value}” không phải câu trả lời của trường này."
        " Sửa hoặc bỏ default."
    ),
    "definition-overlap": N_(
        "{file}, {item}: từ {day} có hai bản cùng hiệu lực (bản kia: {other})."
        " Sửa effective_from hoặc effective_to của một bản."
    ),
    "definition-words": N_(
        "{file}, {item}: “{part}” thiếu bản tiếng Việt hoặc tiếng Anh. Ghi đủ hai thứ tiếng."
    ),
    "definition-repeat": N_(
        "{file}, {item}: phần lặp cần repeat và counted_by: một trường số nguyên ở phần khác,"
        " có most bằng repeat. Sửa cho khớp."
    ),
    "definition-repeat-field": N_(
        "{file}, {item}: tên trường của phần lặp, và chỉ của phần đó, bắt đầu bằng “{name}.”."
        " Đặt lại tên."
    ),
    "definition-referral": N_(
        "{file}, {item}: chỉ quy tắc mức error mới mời làm ở nơi khác (referral). Sửa level hoặc bỏ"
        " referral."
    ),
    "definition-amends": N_(
        "{file}, {item}: không thấy bản “{version}” của nhóm này trong một tệp đầy đủ cùng thư mục."
        " Sửa group hoặc amends, hoặc chép tệp đó vào cạnh."
    ),
    "definition-database": N_(
        "{file}, {item}: giấy đã có trong cơ sở dữ liệu (database) thì không bắt buộc, và tệp cần"
        " database_reasons: vì sao vẫn nhận. Bỏ required, hoặc ghi database_reasons."
    ),
    "definition-preview": N_(
        "{file}, {item}: bản xem trước (preview) không được vào hồ sơ chuyển. Bỏ tờ khai này khỏi"
        " forms của thủ tục, hoặc bỏ preview."
    ),
    "definition-suggest": N_(
        "{file}, {item}: chỉ trường text có gợi ý (suggest). Đổi type, hoặc bỏ suggest."
    ),
    "definition-exemption": N_(
        "{file}, {item}: miễn lệ phí cần cả exempt (khi nào) và exemption (vì sao). Ghi đủ hai mục,"
        " hoặc bỏ cả hai."
    ),
    "definition-order": N_(
        "{file}, {item}: điều kiện “{part}” đọc trường “{name}” đứng sau nó."
        " Chuyển trường đó lên trước."
    ),
    "definition-link": N_(
        "{file}, {item}: câu trả lời của “{other}” không dùng được cho “{name}”."
        " Cho hai trường cùng loại, cùng lựa chọn."
    ),
    "expression-unknown": N_(
        "{file}, {item}, {part}, dòng {line}, cột {column}: không có trường hay hàm “{name}”."
        " Sửa tên."
    ),
    "expression-answered": N_(
        "{file}, {item}, {part}, dòng {line}, cột {column}: trong answered(…) phải là tên trường"
        " để trong dấu nháy. Viết như answered('child.surname')."
    ),
    "expression-unreadable": N_(
        "{file}, {item}, {part}, dòng {line}, cột {column}: không đọc được biểu thức ({said})."
        " Sửa biểu thức."
    ),
    "expression-type": N_(
        "{file}, {item}, {part}: biểu thức cho kiểu {found}, cần {expected}. Sửa biểu thức."
    ),
    "expression-failed": N_("Một quy tắc không tính được: {expression}. Báo người quản trị."),
    "overlay-toml": N_("Thiết lập của cơ quan sai cú pháp TOML ({said}). Sửa chỗ đó."),
    "overlay-shape": N_("Thiết lập của cơ quan có mục sai ({said}). Sửa mục đó."),
    "overlay-unknown": N_(
        "Thiết lập của cơ quan nhắc tới “{name}”, không có trong định nghĩa. Sửa lại tên đó."
    ),
    "overlay-never": N_(
        "Thiết lập của cơ quan chọn “{name}”, nhưng văn bản ấy không có ngày nào cùng hiệu lực với"
        " định nghĩa. Chọn văn bản khác, hoặc sửa ngày hiệu lực trong tệp định nghĩa."
    ),
    "overlay-time": N_("Thiết lập của cơ quan: “{text}” không phải giờ. Ghi dạng 15:00."),
    "overlay-twice": N_("Thiết lập của cơ quan: “{name}” có hai lần. Bỏ bớt một."),
    "overlay-code": N_(
        "Thiết lập của cơ quan: cơ sở “{name}” cần mã 5 ký tự để khai nơi khám chữa bệnh ban đầu."
        " Ghi mã, hoặc bỏ cơ sở này khỏi danh sách đó."
    ),
    "setting-hour": N_("“{text}” không phải giờ. Ghi như 15:00 hoặc 15h30."),
    "setting-amount": N_("“{text}” không phải số tiền. Ghi số đồng, ví dụ 8000."),
    "setting-day-past": N_(
        "Ngày {day} đã qua hơn một năm. Sửa lại ngày, ghi đủ bốn chữ số của năm, ví dụ 24/12/2026."
    ),
    "overlay-agency-code": N_(
        "Mã định danh “{text}” chỉ gồm chữ in hoa, chữ số, dấu chấm, ví dụ H50.61.2. Sửa lại mã."
    ),
    "overlay-care-code": N_("Mã cơ sở “{text}” không viết như {example}. Sửa lại mã."),
    "overlay-no-list": N_(
        "Cơ sở “{name}” chưa được gợi ý ở đâu. Chọn Có ở ít nhất một dòng “Gợi ý”; trong tệp thì"
        " ghi danh sách ở lists."
    ),
    "overlay-empty": N_(
        "Thiết lập của cơ quan: “{item}” có chỗ để trống. Ghi chữ vào, hoặc bỏ dòng đó."
    ),
    "overlay-decision": N_(
        "Thiết lập của cơ quan, “{item}”: “{text}” chưa có số và ngày của quyết định. Ghi như:"
        " Quyết định số 12/QĐ-UBND ngày 05/10/2026."
    ),
    "overlay-text": N_(
        "Thiết lập của cơ quan, “{item}”: “{text}” có dấu cách thừa, ký tự ẩn hoặc chữ chưa ở dạng"
        " NFC. Gõ lại chữ đó."
    ),
    "list-unknown": N_("Không có danh mục “{list}”. Sửa tên danh mục trong tệp định nghĩa."),
}
