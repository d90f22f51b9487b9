"""What can be wrong with results, replies and the keys of agencies."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "told-not-completed": N_("Hồ sơ chưa kê khai xong: chưa có kết quả nào để ghi."),
    "told-unknown": N_(
        "Không ghi được điều này cho thủ tục ấy. Thủ tục của hồ sơ này: {procedures}. Kết quả ghi"
        " được: {outcomes}."
    ),
    "told-gone": N_("Kết quả này không còn trong hồ sơ. Mở lại hồ sơ rồi chọn lại."),
    "told-ahead": N_(
        "Giờ cơ quan báo ({at}) còn ở phía trước. Ghi lúc cơ quan đã báo, hoặc sửa đồng hồ của máy."
    ),
    "told-before": N_(
        "Giờ cơ quan báo ({at}) trước khi quầy nhận hồ sơ. Xem lại ngày ghi trên Cổng hoặc văn bản."
    ),
    "told-order": N_(
        "Thủ tục đang ở “{status}” nên không chuyển sang {outcome} được. Nếu lần ghi trước là nhầm"
        " thì bỏ lần ghi ấy (mở hồ sơ, phím k) rồi ghi lại."
    ),
    "told-many": N_("Có {count} mục phải bổ sung, nhiều nhất {most}. Gộp bớt các mục."),
    "told-until": N_(
        "Ngày hẹn mới ({until}) không sau lúc cơ quan báo. Ghi ngày cơ quan hẹn trả, hoặc xem lại"
        " lúc cơ quan báo."
    ),
    "told-missing": N_("Còn thiếu {what}. Ghi vào rồi làm lại."),
    "told-result-unknown": N_(
        "Thủ tục này không cho ra “{name}”. Bỏ mục ấy, hoặc chọn đúng thủ tục."
    ),
    "told-item-unknown": N_(
        "“{name}” không thuộc hồ sơ của thủ tục này. Chọn ô hoặc giấy tờ khác, hoặc ghi bằng lời."
    ),
    "told-long": N_("Đoạn chữ dài {length} ký tự, nhiều nhất {most}. Viết ngắn lại."),
    "told-amount": N_("Số tiền phải lớn hơn 0 và không quá {highest} đồng. Xem lại số đã gõ."),
    "supplement-none": N_(
        "Không cơ quan nào đang yêu cầu bổ sung hồ sơ này. Mở lại hồ sơ để xem trạng thái mới."
    ),
    "supplement-open": N_(
        "Còn {count} mục cơ quan yêu cầu mà chưa sửa hoặc chưa nộp lại. Làm nốt rồi gửi; không sửa"
        " được thì hỏi lại cơ quan."
    ),
    "hand-off-not-completed": N_(
        "Hồ sơ chưa kê khai xong nên chưa có gì để chuyển sang Cổng. Hoàn thành bước 6 trước."
    ),
    "supplement-other-agency": N_(
        "Sửa như vậy thì cơ quan khác giải quyết, mà hồ sơ chuyển đã gửi cho cơ quan cũ. Giữ câu"
        " trả lời cũ và hỏi lại cơ quan; cần đổi thật thì rút hồ sơ này và lập hồ sơ mới."
    ),
    "reply-missing": N_("Không mở được tệp kết quả “{name}”. Kiểm tra đường dẫn và quyền đọc."),
    "reply-none": N_("Trong “{path}” không có tệp .zip nào. Chọn đúng thư mục của ổ USB."),
    "reply-not-one": N_(
        "Tệp này không phải tệp kết quả của cơ quan (có thể là hồ sơ chuyển). Chọn tệp"
        " “…-tra-loi-….zip”."
    ),
    "reply-procedure": N_("Hồ sơ chuyển không có thủ tục “{name}”. Xem lại tên thủ tục."),
    "reply-which": N_(
        "Hồ sơ chuyển có nhiều thủ tục hoặc không có thủ tục nào: thêm --procedure, một trong:"
        " {known}."
    ),
    "reply-other-desk": N_(
        "Kết quả này gửi cho quầy khác ({principal}). Chuyển tệp cho quầy ấy; ở đây không ghi gì."
    ),
    "reply-unknown": N_("Quầy không có hồ sơ {reference}. Hỏi lại cơ quan gửi; chưa ghi gì."),
    "reply-other-packet": N_(
        "Kết quả này trả lời một hồ sơ chuyển khác với hồ sơ chuyển quầy đã gửi cho số phiếu"
        " {reference}. Đừng dùng; hỏi lại cơ quan gửi."
    ),
    "principal": N_(
        "“{name}” không dùng làm tên khóa được: chỉ gồm chữ thường không dấu, số và gạch nối, ví dụ"
        " congan-19639."
    ),
    "pair": N_("“{text}” thiếu dấu bằng. Ghi dạng tên=giá trị."),
    "agency-unknown": N_("Không có cơ quan “{name}”. Chọn một trong: {known}."),
    "fingerprint-not-listed": N_(
        "Vân tay đã gõ không có trong tệp danh sách. Đọc lại từng chữ trên phiếu khóa giấy, kể cả"
        " chữ hoa chữ thường. Vẫn khác thì đừng tin khóa này; hỏi lại cơ quan."
    ),
    "fingerprint-not-trusted": N_(
        "Quầy không tin khóa nào có vân tay ấy. Xem các khóa đang tin: lienthong agency list."
    ),
    "reply-signer-unknown": N_(
        "Quầy chưa tin khóa {fingerprint} ({signer}) cho {agency}. Tệp vẫn nguyên vẹn: so"
        " vân tay ấy với phiếu khóa giấy của chính cơ quan này, giống từng chữ thì tin khóa"
        " ở phím 8, mục 7 (lienthong agency trust) rồi nhận lại. Khác thì đừng dùng."
    ),
    "reply-key-other": N_(
        "Khóa này không phải khóa của “{signer}” trong danh sách “{path}”. Dùng đúng tệp khóa và"
        " tên."
    ),
    "packet-is-reply": N_(
        "Đây là tệp kết quả của cơ quan, không phải hồ sơ chuyển. Ở quầy: nhận bằng phím 6 của"
        " trang đầu, hoặc lienthong receive."
    ),
    "signing-key-locked": N_(
        "Khóa “{path}” có mật khẩu riêng. Dùng khóa lập bằng lệnh packet new-key, hoặc bỏ mật khẩu"
        " bằng ssh-keygen -p."
    ),
    "signing-key-other": N_("Khóa “{path}” không phải loại Ed25519. Dùng khóa ed25519."),
}
