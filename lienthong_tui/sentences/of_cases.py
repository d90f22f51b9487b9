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
    "case-not-object": N_(
        "Tệp JSON phải là một đối tượng, ở đây là kiểu khác. Viết các mục case, group, received…"
        " trong một cặp ngoặc nhọn."
    ),
    "case-version": N_(
        "Mục case không phải là 1, phiên bản tệp mà chương trình này đọc. Ghi case = 1, hoặc cập"
        " nhật chương trình nếu tệp do bản mới hơn ghi."
    ),
    "case-key-unknown": N_(
        "Tệp hồ sơ có mục lạ “{path}”. Sửa chính tả hoặc xóa mục đó; tên mục xem ở các mẫu trong"
        " data/samples/."
    ),
    "case-key-missing": N_("Tệp hồ sơ thiếu mục “{path}”. Ghi thêm mục đó như trong các mẫu."),
    "case-offset": N_(
        "“{path}” ghi giờ mà không ghi múi giờ. Thêm +07:00 ở cuối, ví dụ"
        " 2026-11-20T15:20:00+07:00."
    ),
    "case-time": N_(
        "“{path}” không phải thời điểm có trong lịch. Ghi đủ ngày, giờ và múi giờ, ví dụ"
        " 2026-11-20T15:20:00+07:00."
    ),
    "case-pledge": N_(
        'pledge.how không phải một cách cam đoan đã biết. Ghi "signature" (ký),'
        ' "fingerprint" (điểm chỉ) hoặc "portal" (trên Cổng).'
    ),
    "case-type-text": N_("“{path}” phải là chữ. Để giá trị trong dấu nháy kép."),
    "case-type-list": N_(
        '“{path}” phải là một danh sách. Ghi trong ngoặc vuông, ví dụ ["giay-chung-sinh.pdf"];'
        " các giấy tờ thì mở đầu bằng [[attachments]]."
    ),
    "case-type-table": N_(
        "“{path}” phải là một bảng gồm các dòng tên = giá trị. Viết như các mẫu trong"
        " data/samples/."
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
    "field-unknown": N_(
        "Không có trường “{field}”. Sửa chính tả tên trường; gần giống nhất: {nearest}."
    ),
    "field-table": N_(
        "Trường “{field}” phải ghi trong mục [{table}]. Chuyển dòng đó sang mục này."
    ),
    "field-twice": N_("Trường “{field}” ghi hai lần. Giữ lại một dòng."),
    "component-unknown": N_(
        "Không có thành phần hồ sơ “{component}”; gần giống nhất: {nearest}."
        " Dùng một trong: {known}."
    ),
    "attachment-empty": N_(
        "Thành phần “{component}” phải ghi hoặc các tệp (files), hoặc lý do không có (absent),"
        " không cả hai. Sửa mục [[attachments]] này."
    ),
    "attachment-reason": N_("“{component}” không đính kèm mà chưa ghi lý do. Ghi lý do ở absent."),
    "link-unknown": N_(
        "Hồ sơ này không cho “{link}” là một người. Sửa ở mục [links]; dùng được: {known}."
    ),
    "reason-unknown": N_(
        "Không có cảnh báo nào tên “{rule}”. Sửa tên ở mục [reasons]; gần giống nhất: {nearest}."
    ),
    "reason-missing": N_(
        "Cảnh báo “{rule}” cần một lý do mới hoàn thành được. Ghi trong tệp, dưới [reasons]:"
        ' {rule} = "…". Lý do hay gặp: {reasons}.'
    ),
    "notice-future": N_(
        "Thông báo xử lý dữ liệu ghi lúc {given_at}, ở tương lai hoặc sau khi nhận hồ sơ hơn một"
        " ngày. Sửa given_at ở mục [notice], hoặc xem lại đồng hồ máy."
    ),
    "required": N_("Chưa có “{field}”. Hỏi người yêu cầu và ghi vào."),
    "component-required": N_(
        "Chưa có “{component}”. Đính kèm tệp, hoặc ghi lý do nếu giấy này được phép thiếu."
    ),
    "component-indispensable": N_(
        "“{component}” không thể thiếu, dù có lý do. Bổ sung giấy này rồi mới hoàn thành."
    ),
    "component-in-database": N_(
        "“{component}” đã có trong {database}, không được yêu cầu nộp. Ghi vì sao vẫn nhận, hoặc bỏ"
        " tệp ra."
    ),
    "component-absent": N_("“{component}” không đính kèm, đã ghi lý do."),
    "component-not-needed": N_("Hồ sơ này không cần “{component}”. Có thể bỏ ra."),
    "component-large": N_(
        "Các tệp của “{component}” nặng {size}, Cổng nhận nhiều nhất {most} cho một loại giấy."
        " Quét lại nhẹ hơn, hoặc bỏ bớt trang không cần."
    ),
    "check-missing": N_(
        "Lời khai từ máy tự kê khai chưa được người tiếp nhận kiểm tra. Mở phần kiểm tra, xem cùng"
        " người khai rồi ghi nhận."
    ),
    "notice-missing": N_(
        "Chưa ghi nhận việc thông báo xử lý dữ liệu cá nhân. Đọc thông báo cho người yêu cầu"
        " rồi ghi nhận."
    ),
    "pledge-missing": N_(
        "Chưa có cam đoan của người yêu cầu (chữ ký, điểm chỉ hoặc tự cam đoan trên Cổng)."
        " Ghi nhận sau khi người đó đã cam đoan."
    ),
    "case-has-errors": N_("Hồ sơ còn lỗi nên chưa lưu gì. Sửa các lỗi trên rồi chạy lại."),
    "filing-has-errors": N_("Hồ sơ còn chỗ cần sửa nên chưa hoàn thành. Bấm F8 để tới từng chỗ."),
    "reference-form": N_(
        "“{text}” không phải số phiếu tại quầy. Số phiếu có dạng LT19639-261120-1001-6."
    ),
    "reference-check": N_(
        "Số phiếu “{text}” chưa khớp ký tự kiểm tra: có chữ đọc hoặc gõ chưa đúng. Đối"
        " chiếu với phiếu và gõ lại."
    ),
    "reference-unknown": N_(
        "Quầy này không có hồ sơ mang số phiếu {reference}. Đối chiếu với phiếu,"
        " hoặc tra cứu theo số định danh hay tên."
    ),
    "portal-number-form": N_(
        "“{text}” không phải số hồ sơ trên Cổng hay mã một cửa. Đối chiếu với Cổng và gõ lại, dạng"
        " G22.99.13-261122-0007 hoặc H50.99.13-261122-0007; số phiếu tại quầy (LT…) không dùng ở"
        " đây."
    ),
    "filing-unknown": N_(
        "Không thấy hồ sơ này trong kho của quầy. Tra cứu lại theo số phiếu hoặc tên."
    ),
    "filing-without-start": N_(
        "Nhật ký có hồ sơ không có sự kiện mở đầu ({filing}). Chạy “lienthong journal verify”."
    ),
}
