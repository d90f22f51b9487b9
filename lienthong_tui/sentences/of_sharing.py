"""The desks that share filings in words: what went wrong, and what is said of the line."""

from collections.abc import Mapping

from lienthong_tui.sentences.marking import N_

TEMPLATES: Mapping[str, str] = {
    "hub-missing": N_(
        "Máy này chưa cài phần dùng chung nhiều quầy (psycopg). Nhờ người quản trị cài thêm"
        " gói “hub”."
    ),
    "hub-not-joined": N_(
        "Quầy chưa kết nối máy chủ dùng chung. Người phụ trách ghép quầy: lienthong hub card."
    ),
    "hub-joined": N_("Quầy đã ghép vào máy chủ dùng chung. Muốn ghép lại: lienthong hub leave."),
    "hub-grant-or-first": N_(
        "Chọn một: --grant GIẤY_CẤP_KHÓA của quầy đang dùng chung, hoặc --first nếu là quầy đầu"
        " tiên của xã."
    ),
    "hub-away": N_(
        "Không tới được máy chủ dùng chung. Cứ làm việc bình thường: mọi thứ lưu ở quầy và tự gửi"
        " khi có đường truyền."
    ),
    "hub-slow": N_("Máy chủ dùng chung trả lời quá chậm. Cứ làm việc bình thường, sẽ tự thử lại."),
    "hub-full": N_(
        "Máy chủ dùng chung đã đầy hoặc quá tải. Báo người quản trị; cứ làm việc bình"
        " thường, mọi thứ lưu ở quầy."
    ),
    "hub-moved": N_(
        "Quầy này đang đồng bộ ở một cửa sổ khác. Đợi lượt sau; nếu không có cửa sổ nào khác, báo"
        " người phụ trách: có thể quầy đang chạy ở hai máy."
    ),
    "hub-certificate": N_(
        "Máy chủ dùng chung và quầy không nhận ra nhau (chứng thư sai hoặc hết hạn). Không"
        " gửi gì. Báo người quản trị."
    ),
    "hub-shut": N_(
        "Quầy này không được vào máy chủ dùng chung nữa. Việc ở quầy vẫn làm được; báo"
        " người quản trị nếu đây là nhầm lẫn."
    ),
    "hub-forbidden": N_(
        "Máy chủ dùng chung không cho quầy này làm việc đó. Báo người quản trị kiểm tra"
        " quyền (lienthong hub check)."
    ),
    "hub-unreadable": N_("Máy chủ dùng chung trả lời sai dạng. Không nhận gì. Báo người quản trị."),
    "hub-not-made": N_(
        "Cơ sở dữ liệu này chưa lập thành máy chủ dùng chung. Người quản trị chạy:"
        " lienthong hub init."
    ),
    "line-unwritable": N_("Không ghi được vào {path}. Kiểm tra quyền và chỗ trống của ổ đĩa."),
    "hub-newer": N_(
        "Máy chủ dùng chung cần phiên bản chương trình mới hơn. Việc ở quầy vẫn làm và vẫn lưu;"
        " cập nhật chương trình rồi mới gửi."
    ),
    "hub-made": N_("Cơ sở dữ liệu này đã là máy chủ dùng chung. Dùng một cơ sở dữ liệu trống."),
    "hub-conninfo": N_(
        "Không hiểu chuỗi kết nối. Viết như: “host=10.0.0.5 dbname=lienthong user=postgres”."
    ),
    "hub-desk-taken": N_(
        "Quầy số {desk} của xã này đã vào với vai {role}. Cắt vai ấy trước (hub revoke), hoặc xin"
        " bằng số quầy khác."
    ),
    "hub-card-other": N_(
        "Quầy {desk} không vào bằng phiếu này. Lấy lại phiếu của quầy (hub card), hoặc cho vào mới"
        " không có --renew. Quầy đã bị cắt thì cần phiếu mới: hub leave, hub card."
    ),
    "hub-role-unknown": N_("Không có vai {role}. Xem các vai: lienthong hub check."),
    "hub-authority-other": N_(
        "Thư mục --authority không phải của máy chủ này: giấy nó ký không vào được. Chỉ đúng thư"
        " mục đã dùng khi chạy hub init."
    ),
    "hub-not-first": N_(
        "Xã này đã có quầy dùng chung, nên đây không phải quầy đầu tiên. Xin giấy cấp khóa của quầy"
        " ấy (hub admit) rồi chạy lại với --grant."
    ),
    "card-own": N_("Đây là phiếu của chính quầy này. Dùng phiếu của quầy muốn vào."),
    "hub-authority-missing": N_(
        "Không thấy ca.crt và ca.key trong {path}. Chỉ đúng thư mục đã dùng khi chạy hub init."
    ),
    "event-refused": N_(
        "Máy chủ dùng chung không nhận nội dung của một sự kiện ({stream}, số {seq}); đã"
        " gửi phần không nội dung. Hồ sơ ở quầy này vẫn nguyên. Báo người quản trị."
    ),
    "hub-taken": N_(
        "Máy chủ dùng chung đã có một dòng như vậy rồi. Không ghi gì thêm; thử lại, nếu vẫn"
        " thế thì báo người quản trị."
    ),
    "hub-rejected": N_(
        "Máy chủ dùng chung không nhận dữ liệu này. Báo người quản trị mã lỗi {state}."
    ),
    "file-missing": N_("Không thấy tệp {name}. Kiểm tra tên và thư mục."),
    "hub-entry": N_(
        "Máy chủ dùng chung đòi mật khẩu thay vì chứng thư, nên không vào. Báo người quản"
        " trị sửa pg_hba.conf (lienthong hub check)."
    ),
    "hub-authority-key": N_(
        "Không thấy {name} trong {path}. Khóa ký cất ở USB thì cắm USB, chép cả ca.crt vào đó và"
        " chỉ --authority tới USB."
    ),
    "rejoin-open": N_(
        "Quầy đang mở ở cửa sổ hoặc chương trình khác (kể cả dịch vụ đồng bộ), nên chưa nối lại và"
        " chưa đổi gì. Đóng hết rồi chạy lại lệnh này."
    ),
    "hub-file-large": N_("Tệp quá lớn, không phải phiếu hay giấy của quầy. Chọn đúng tệp."),
    "reference-twice": N_(
        "Quầy khác đã cấp cùng một số phiếu (sự kiện số {seq} của quầy này). Có thể quầy được chép"
        " sang máy khác. Báo người phụ trách: hai hồ sơ mang một số, khi tra cứu phải hỏi thêm tên."
    ),
    "hub-forked": N_(
        "Quầy đã tách khỏi bản trên máy chủ dùng chung (thư mục quầy chép lại từ bản cũ?). Việc vẫn"
        " lưu, không gửi. Người phụ trách chạy: lienthong hub rejoin --backup TỆP."
    ),
    "reference-of-two": N_(
        "Có hai hồ sơ mang số phiếu {reference}. Mở bằng màn hình: F3, gõ số phiếu, chọn đúng"
        " người."
    ),
    "hub-not-forked": N_(
        "Quầy này vẫn khớp với bản trên máy chủ dùng chung: không có gì để nối lại."
    ),
    "hub-forked-before": N_(
        "Quầy đã tách từ một nhật ký trước ({stream}) rồi đi tiếp, nên không nối lại được."
        " Báo người quản trị."
    ),
    "hub-twin": N_(
        "Có một bản khác của quầy này đang làm việc trên máy khác. Chỉ dùng một bản; bản kia phải"
        " mang số quầy khác."
    ),
    "hub-unread": N_(
        "Không đọc được một sự kiện của quầy khác ({stream}, số {seq}). Các hồ sơ khác vẫn nhận"
        " đủ. Nếu chương trình ở đây cũ hơn, hãy cập nhật."
    ),
    "hub-clock": N_(
        "Đồng hồ máy này lệch {minutes} phút so với máy chủ dùng chung. Chỉnh lại ngày giờ của máy."
    ),
    "sealed-altered": N_(
        "Nội dung trên máy chủ dùng chung không còn đúng như quầy kia gửi, nên không nhận."
        " Báo người quản trị ngay."
    ),
    "epoch-missing": N_(
        "Chưa có khóa để đọc nội dung mới của các quầy khác (khóa {epoch}). Một quầy đang dùng"
        " chung phải mở chương trình để khóa được chuyển sang."
    ),
    "hub-blanked": N_(
        "Nội dung một sự kiện trên máy chủ dùng chung đã mất mà không ai xóa hồ sơ"
        " ({stream}, số {seq}). Chưa nhận tiếp của quầy ấy. Báo người quản trị ngay."
    ),
    "certificate-ends": N_(
        "Giấy vào máy chủ dùng chung hết hạn ngày {day}. Xin người quản trị cấp lại (hub"
        " enrol --renew), rồi chạy lại hub join."
    ),
    "reply-unopened": N_(
        "Không mở được trả lời của cơ quan về {reference} gửi qua máy chủ: niêm cho phiếu khác của"
        " quầy. Đưa phiếu mới của quầy cho cơ quan để gửi lại."
    ),
    "claim-behind": N_(
        "Chưa nhận đủ những gì quầy {desk} đã gửi, nên chưa nhận hồ sơ về. Đợi đồng bộ xong; nếu"
        " vẫn thế, báo người phụ trách."
    ),
    "content-not-there": N_("Tệp của quầy khác chưa tới máy chủ dùng chung. Sẽ tự thử lại."),
    "card-unreadable": N_("Đây không phải phiếu của một quầy. Lấy lại bằng: lienthong hub card."),
    "card-revoked": N_(
        "Phiếu này đã bị cắt và không dùng lại được. Ở quầy ấy chạy hub leave rồi hub card để lấy"
        " phiếu mới."
    ),
    "reply-unsent": N_(
        "Chưa gửi được trả lời: không tới được máy chủ dùng chung. Gửi lại khi có đường truyền,"
        " hoặc mang tệp về quầy."
    ),
    "hub-admin-refused": N_(
        "Không vào được PostgreSQL: {why} Sửa chuỗi --admin, quyền trong pg_hba.conf, hoặc chạy"
        " bằng người dùng postgres."
    ),
    "card-other": N_("Phiếu này của xã khác ({commune}). Chỉ cấp khóa cho quầy cùng xã."),
    "card-missing": N_(
        "Giấy vào này không làm cho phiếu hiện có của quầy. Lập lại phiếu (hub card) và xin giấy"
        " vào mới."
    ),
    "enrolment-unreadable": N_(
        "Đây không phải giấy vào. Người quản trị ghi giấy vào bằng: lienthong hub enrol."
    ),
    "enrolment-other": N_(
        "Giấy vào này của quầy {desk}, xã {commune}. Dùng giấy vào ghi cho quầy này."
    ),
    "grant-unreadable": N_(
        "Không mở được giấy cấp khóa: giấy của quầy khác hoặc tệp hỏng. Xin quầy kia cấp lại bằng"
        " phiếu của quầy này."
    ),
    "grant-forged": N_("Chữ ký trên giấy cấp khóa không đúng. Không dùng. Báo người phụ trách."),
    "grant-stranger": N_(
        "Giấy cấp khóa do một quầy không quen gửi (dấu {fingerprint}). Không dùng. Báo người phụ"
        " trách."
    ),
    "agency-card": N_(
        "Mã cơ quan là chữ thường không dấu, số và gạch nối; mã tỉnh là hai chữ số. Đã gõ:"
        " {agency}, {province}."
    ),
    "line-key-other": N_("Khóa đường truyền không phải khóa của giấy vào này. Chọn đúng tệp."),
    "inbox-unwritable": N_("Không ghi được vào thư mục nhận {path}. Kiểm tra quyền và chỗ trống."),
    "host-unusable": N_(
        "“{host}” không phải tên hoặc địa chỉ máy. Ghi như hub.xa.example hoặc 10.0.0.5."
    ),
    "filing-elsewhere": N_(
        "Hồ sơ đang ở quầy {desk}, ở đây chỉ xem: chưa ghi gì. Muốn làm tiếp ở quầy này: tra cứu,"
        " mở hồ sơ, bấm 1 để nhận về (hoặc lienthong hub take-over)."
    ),
    "claim-away": N_(
        "Chưa rõ máy chủ dùng chung đã nghe yêu cầu chưa: đường truyền đứt. Đợi góc trên báo đã"
        " đồng bộ rồi xem lại hồ sơ; vẫn ở quầy kia thì bấm nhận về lần nữa."
    ),
    "lookup-away": N_(
        "Chưa hỏi được: không tới được máy chủ dùng chung. Thử lại sau, hoặc gọi quầy ghi trên"
        " phiếu."
    ),
    "rejoin-away": N_(
        "Chưa nối lại: không tới được máy chủ dùng chung. Quầy vẫn như trước; có đường truyền thì"
        " chạy lại lệnh này."
    ),
    "lookup-none": N_(
        "Máy chủ dùng chung không có hồ sơ nào với số phiếu {reference} và mã này. Xem lại hai số"
        " trên phiếu. Hồ sơ đã xóa, hoặc phiếu lập trước khi xã ấy dùng chung, thì phải hỏi nơi ấy."
    ),
    "lookup-code-form": N_(
        "Mã tra cứu là 12 chữ số, in trên phiếu dưới mục Hồ sơ. Gõ lại đủ 12 số."
    ),
    "reference-own": N_("Số phiếu này của xã mình: tra cứu ngay ở quầy (F3), không cần mã."),
    "claim-lost": N_(
        "Quầy {desk} vừa nhận hồ sơ này trước. Gọi sang quầy ấy; sau 10 phút không thấy gì thì nhận"
        " lại được."
    ),
    "claim-asked": N_(
        "Hồ sơ đang ở quầy {desk}. Bấm 1 lần nữa để nhận về quầy này: quầy {desk} sẽ chỉ còn xem"
        " được, những gì quầy ấy chưa kịp gửi sẽ không tính."
    ),
}
