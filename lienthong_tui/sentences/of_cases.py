"""What can be wrong with a case file, and the checks before completion that are ours."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "case-missing": N_("Không thấy tệp hồ sơ “{name}”. Kiểm tra đường dẫn rồi chạy lại."),
    "case-not-a-file": N_("“{name}” là thư mục hoặc thiết bị, không phải tệp. Chọn tệp hồ sơ."),
    "case-unreadable": N_("Không mở được “{name}” để đọc. Kiểm tra quyền đọc tệp."),
    "case-large": N_(
        "Tệp hồ sơ quá lớn (nhiều nhất {most})."
        " Giấy tờ để thành tệp riêng, ghi tên ở [[attachments]]."
    ),
    "case-encoding": N_(
        "Tệp không phải UTF-8 (sai từ byte thứ {position}). Lưu lại tệp với bảng mã UTF-8."
    ),
    "case-suffix": N_("Tệp hồ sơ phải có đuôi .toml hoặc .json, ở đây là “{suffix}”. Đổi tên tệp."),
    "case-syntax": N_("Tệp viết sai cú pháp: {said}. Sửa chỗ đó rồi chạy lại."),
    "case-deep": N_(
        "Tệp lồng nhau quá sâu. Viết các trường thành từng dòng “nhóm.trường = giá trị”."
    ),
    "case-shape": N_(
        "Tệp hồ sơ có mục sai hoặc thừa: {said}."
        " So với data/schemas/case.schema.json và các mẫu trong data/samples/."
    ),
    "group-unknown": N_("Không có nhóm thủ tục “{group}”. Các nhóm hiện có: {known}."),
    "group-not-in-force": N_(
        "Chưa có bản định nghĩa nhóm “{group}” cho ngày {day}. Kiểm tra ngày nhận hồ sơ."
    ),
    "received-future": N_(
        "Thời điểm nhận {received} ở tương lai. Kiểm tra ngày giờ trong tệp và đồng hồ máy."
    ),
    "field-unknown": N_("Không có trường “{field}”. Kiểm tra chính tả tên trường."),
    "field-table": N_(
        "Trường “{field}” phải ghi trong mục [{table}]. Chuyển dòng đó sang mục này."
    ),
    "field-twice": N_("Trường “{field}” ghi hai lần. Giữ lại một dòng."),
    "component-unknown": N_("Không có thành phần hồ sơ “{component}”. Dùng một trong: {known}."),
    "attachment-empty": N_(
        "Thành phần “{component}” phải ghi hoặc các tệp (files), hoặc lý do không có (absent),"
        " không cả hai. Sửa mục [[attachments]] này."
    ),
    "attachment-reason": N_("“{component}” không đính kèm mà chưa ghi lý do. Ghi lý do ở absent."),
    "reason-unknown": N_("Không có cảnh báo nào tên “{rule}”. Kiểm tra tên ở mục [reasons]."),
    "reason-missing": N_(
        "Cảnh báo “{rule}” cần một lý do mới hoàn thành được. Ghi lý do ở mục [reasons]."
    ),
    "required": N_("Chưa có “{field}”. Hỏi người yêu cầu và ghi vào."),
    "component-required": N_(
        "Chưa có “{component}”. Đính kèm tệp, hoặc ghi lý do nếu giấy này được phép thiếu."
    ),
    "component-indispensable": N_(
        "“{component}” không thể thiếu, dù có lý do. Bổ sung giấy này rồi mới hoàn thành."
    ),
    "component-absent": N_("“{component}” không đính kèm, đã ghi lý do."),
    "component-not-needed": N_("Hồ sơ này không cần “{component}”. Có thể bỏ ra."),
    "component-large": N_(
        "Các tệp của “{component}” nặng {size}, Cổng nhận nhiều nhất {most} cho một loại giấy."
        " Quét lại nhẹ hơn, hoặc bỏ bớt trang không cần."
    ),
    "notice-missing": N_(
        "Chưa ghi nhận việc thông báo xử lý dữ liệu cá nhân. Đọc thông báo cho người yêu cầu"
        " rồi ghi vào mục [notice]."
    ),
    "pledge-missing": N_(
        "Chưa có cam đoan của người yêu cầu (chữ ký, điểm chỉ hoặc tự cam đoan trên Cổng)."
        " Ghi vào mục [pledge]."
    ),
    "case-has-errors": N_("Hồ sơ còn lỗi nên chưa lưu gì. Sửa các lỗi trên rồi chạy lại."),
    "reference-form": N_(
        "“{text}” không phải số phiếu tại quầy. Số phiếu có dạng LT19639-261120-1001-6."
    ),
    "reference-check": N_(
        "Số phiếu “{text}” có ít nhất một ký tự sai (ký tự kiểm tra không khớp)."
        " Đối chiếu với phiếu và gõ lại."
    ),
    "reference-unknown": N_(
        "Quầy này không có hồ sơ mang số phiếu {reference}. Đối chiếu với phiếu,"
        " hoặc tra cứu theo số định danh hay tên."
    ),
    "filing-unknown": N_(
        "Không thấy hồ sơ này trong kho của quầy. Tra cứu lại theo số phiếu hoặc tên."
    ),
    "filing-without-start": N_(
        "Nhật ký có hồ sơ không có sự kiện mở đầu ({filing}). Chạy “lienthong journal verify”."
    ),
}
