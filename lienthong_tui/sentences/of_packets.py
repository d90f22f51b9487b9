"""What can be wrong with packets, attached papers and printed declarations."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "letter-missing": N_(
        "Ô “{field}” có ký tự “{character}” mà phông chữ in không có. Thay bằng chữ viết"
        " trong giấy tờ tiếng Việt."
    ),
    "letter-ask-missing": N_("Còn thiếu {label}: giấy này không để trống mục đó. Ghi vào mục đó."),
    "letter-ask-long": N_("{label} dài {length} ký tự, nhiều nhất {most}. Viết ngắn lại."),
    "letter-ask-many": N_("{label} có {count} dòng, nhiều nhất {most}. Gộp bớt các dòng."),
    "letter-ask-past": N_("{label}: ngày {day} đã qua. Ghi hôm nay hoặc một ngày sắp tới."),
    "letter-ask-order": N_(
        "{label}: phải sau ngày {day}. Ghi một ngày muộn hơn, hoặc sửa ngày kia."
    ),
    "paper-unprintable": N_(
        "Chưa lập được “{title}”: mẫu in có lỗi. Những gì đã khai vẫn còn; báo người quản"
        " trị tên giấy này."
    ),
    "packet-missing": N_("Không mở được “{name}”. Kiểm tra đường dẫn và quyền đọc."),
    "packet-contents": N_(
        "Danh mục trong hồ sơ chuyển không khớp với tệp “{name}”. Xin lại hồ sơ chuyển từ nơi gửi."
    ),
    "packet-encrypted": N_(
        "Hồ sơ chuyển đã mã hóa cho một cơ quan. Thêm --identity và tệp .agekey của cơ quan ấy để"
        " mở, hoặc mở bằng: age -d -i TỆP.agekey."
    ),
    "packet-not-for-key": N_(
        "Không mở được bằng khóa này: hồ sơ chuyển mã hóa cho khóa khác, hoặc đã chép hỏng. Dùng"
        " đúng tệp .agekey; vẫn không được thì xin quầy xuất lại."
    ),
    "recipient-mistyped": N_(
        "Khóa age1… có ít nhất một chữ chưa đúng. Đọc lại trên phiếu khóa, hoặc quét mã."
    ),
    "recipient-or-none": N_(
        "Chưa rõ mã hóa hay không. Ghi khóa age1… của cơ quan, hoặc --none để thôi mã hóa."
    ),
    "packet-unsigned": N_(
        "Hồ sơ chuyển không có chữ ký: chữ ký đã bị gỡ, hoặc do bản trước 0.7 lập. Đừng dùng;"
        " xin quầy gửi lại."
    ),
    "packet-version": N_(
        "Hồ sơ chuyển theo định dạng {version} mà bản này chưa biết. Cài bản mới của chương trình"
        " rồi kiểm tra lại."
    ),
    "packet-other-sealing": N_(
        "Không cùng một lần lập với “{name}”, dù mang cùng số phiếu: một trong hai đã bị đổi."
        " Đừng dùng cả hai; hỏi lại quầy."
    ),
    "packet-other-round": N_(
        "Không nối tiếp “{name}” như chính nó ghi: một trong hai đã bị đổi. Đừng dùng cả hai; hỏi"
        " lại quầy."
    ),
    "signature-unreadable": N_("Chữ ký không đọc được: đã bị sửa. Đừng dùng; xin lại từ nơi gửi."),
    "signature-wrong": N_(
        "Chữ ký không phải của nội dung này: nội dung đã bị sửa sau khi ký, hoặc chữ ký lấy từ nơi"
        " khác. Đừng dùng; xin lại từ nơi gửi."
    ),
    "signer-unknown": N_(
        "Khóa đã ký chưa có trong danh sách của {principal}. So vân tay {fingerprint} với phiếu"
        " khóa quầy đã giao trên giấy. Giống từng chữ thì dùng được: thêm --fingerprint và vân tay"
        " ấy vào lệnh. Khác thì đừng dùng."
    ),
    "signer-expired": N_(
        "Khóa {fingerprint} của {principal} không có hiệu lực vào ngày {day}. Đừng dùng; xin quầy"
        " gửi lại bằng khóa mới."
    ),
    "signers-missing": N_("Không mở được danh sách khóa “{name}”. Kiểm tra đường dẫn."),
    "signers-unreadable": N_(
        "Dòng {line} của danh sách khóa không đúng dạng. Dùng đúng tệp .signers nơi gửi đã giao."
    ),
    "public-key-unreadable": N_(
        "Không phải một khóa ssh-ed25519. Dùng đúng tệp hoặc dòng nơi gửi đã giao."
    ),
    "signing-key-lost": N_(
        "Kho không còn phần riêng của khóa ký {fingerprint}. Thay khóa: lienthong signing-key"
        " replace, rồi giao phiếu khóa mới cho các cơ quan."
    ),
    "packet-not-zip": N_(
        "Tệp này không phải hồ sơ chuyển, hoặc đã chép thiếu phần cuối. Chọn đúng tệp hoặc"
        " chép lại từ nơi gửi."
    ),
    "packet-not-canonical": N_(
        "Hồ sơ chuyển không còn đúng như lúc lập (đã bị sửa, nén lại hoặc chép hỏng). Dùng"
        " tệp gốc, không giải nén rồi nén lại."
    ),
    "packet-file-changed": N_(
        "Tệp “{name}” trong hồ sơ chuyển đã khác lúc lập. Đừng dùng; xin lại hồ sơ chuyển từ"
        " nơi gửi."
    ),
    "packet-file-missing": N_("Hồ sơ chuyển thiếu tệp “{name}”. Xin lại hồ sơ chuyển từ nơi gửi."),
    "packet-file-extra": N_(
        "Hồ sơ chuyển có tệp “{name}” không nằm trong danh mục. Đừng mở tệp này; xin lại từ"
        " nơi gửi."
    ),
    "packet-name-unsafe": N_(
        "Tên tệp “{name}” trong hồ sơ chuyển không an toàn. Tên chỉ được gồm chữ thường không"
        " dấu, số, dấu chấm và gạch."
    ),
    "packet-manifest": N_(
        "Danh mục tệp của hồ sơ chuyển không đọc được. Xin lại hồ sơ chuyển từ nơi gửi."
    ),
    "packet-info": N_(
        "Dòng thông tin “{name}” của hồ sơ chuyển không ghi hoặc không đọc được: mỗi dòng cần"
        " một nhãn không dấu, không trùng, và nội dung không trống trên một dòng."
    ),
    "packet-too-large": N_(
        "Hồ sơ chuyển lớn {size}, quá giới hạn {limit}. Giảm dung lượng các tệp quét."
    ),
    "packet-too-many": N_(
        "Hồ sơ chuyển có {count} tệp, quá giới hạn {limit}. Gộp các trang quét thành ít tệp hơn."
    ),
    "paper-missing": N_("Không tìm thấy tệp “{name}”. Kiểm tra tên, hoặc quét rồi lưu lại."),
    "paper-directory": N_("“{name}” là thư mục. Chọn một tệp trong thư mục đó."),
    "paper-outside": N_(
        "“{name}” nằm ngoài thư mục giấy tờ. Chép tệp vào thư mục đó rồi chọn lại."
    ),
    "paper-special": N_(
        "“{name}” không phải tệp thường mà là thiết bị hoặc đường ống. Chọn tệp PDF, JPEG hoặc PNG."
    ),
    "paper-unreadable": N_(
        "Không đọc được tệp “{name}”. Kiểm tra USB, quyền đọc hoặc tên quá dài, rồi thử lại."
    ),
    "paper-empty": N_("Tệp “{name}” trống (0 byte). Quét hoặc chép lại."),
    "paper-large": N_(
        "Tệp “{name}” lớn {size}, quá giới hạn {limit}. Quét lại với độ phân giải thấp hơn"
        " (200–300 dpi)."
    ),
    "paper-type": N_(
        "Tệp “{name}” có vẻ là {seems}. Chỉ nhận PDF, JPEG hoặc PNG: quét hoặc in ra PDF."
    ),
    "paper-heic": N_(
        "“{name}” là ảnh HEIC, nhiều máy không mở được. Trên iPhone: Cài đặt › Camera › Định"
        " dạng › Tương thích nhất, rồi chụp lại."
    ),
    "paper-pdf-password": N_(
        "Tệp PDF “{name}” có đặt mật khẩu. Mở bằng mật khẩu, in ra PDF mới không mật khẩu rồi"
        " đính kèm."
    ),
    "paper-pdf-truncated": N_("Tệp PDF “{name}” bị thiếu phần cuối. Chép hoặc quét lại."),
    "paper-pdf-blank": N_("Tệp PDF “{name}” không có trang nào. Quét lại hoặc xuất lại tệp."),
    "paper-image-truncated": N_(
        "Ảnh “{name}” bị thiếu, hoặc có dữ liệu thừa ở cuối. Chụp hoặc chép lại, tắt chế độ"
        " “ảnh chuyển động”."
    ),
    "paper-image-huge": N_(
        "Ảnh “{name}” {width}×{height} điểm, quá giới hạn. Chụp hoặc quét ở độ phân giải thấp hơn."
    ),
}
