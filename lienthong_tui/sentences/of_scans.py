"""What can be wrong with what a scanner sends: cards, and pages of papers."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "scan-empty": N_("Chưa nhận được gì từ máy quét. Đưa mã QR trên thẻ vào máy quét lần nữa."),
    "scan-bhyt": N_(
        "Đây là mã trên thẻ bảo hiểm y tế, không phải thẻ căn cước. Quét mã QR trên thẻ căn cước."
    ),
    "scan-number-only": N_(
        "Mã vạch này chỉ có số. Quét mã QR (hình vuông) trên thẻ căn cước, hoặc gõ tay."
    ),
    "scan-cut": N_(
        "Mã quét bị thiếu một phần. Quét lại; nếu vẫn thiếu, chuyển bộ gõ tiếng Việt của máy sang"
        " tiếng Anh rồi quét."
    ),
    "scan-two": N_("Máy quét gửi hai thẻ khác nhau cùng lúc. Quét lại từng thẻ một."),
    "scan-mixed": N_(
        "Có ký tự lẫn vào trước mã thẻ. Để yên bàn phím trong lúc quét, rồi quét lại."
    ),
    "scan-damaged": N_(
        "Máy quét làm hỏng dấu tiếng Việt, không chắc đúng tên. Gõ tay theo thẻ; lần sau cho máy"
        " quét gửi qua cổng COM."
    ),
    "scan-no-decoder": N_(
        "Máy này chưa cài phần đọc mã từ ảnh. Cài gói mở rộng “scan” (xem README), hoặc dùng máy"
        " quét, hoặc gõ tay."
    ),
    "scan-picture-old": N_(
        "Ảnh mới nhất, {name}, chụp lúc {time}: trước lượt của người này. Chụp thẻ rồi bấm F4 lại."
    ),
    "scan-image-broken": N_("Không mở được ảnh thẻ. Chụp lại, lưu thành JPEG hoặc PNG."),
    "scan-image-huge": N_(
        "Ảnh thẻ {megapixels} triệu điểm, quá {most} triệu. Chụp ở độ phân giải thấp hơn."
    ),
    "scan-no-code": N_(
        "Không thấy mã QR trong ảnh. Chụp lại rõ hơn, đủ sáng, thẻ chiếm gần hết ảnh; hoặc gõ tay."
    ),
    "scanner-no-serial": N_(
        "Máy này chưa cài phần đọc cổng COM. Cài gói mở rộng “scan” (xem README), hoặc đặt máy quét"
        " ở chế độ bàn phím."
    ),
    "scanner-port": N_(
        "Không mở được cổng {port} của máy quét thẻ. Cắm lại máy quét, xem tên cổng và quyền đọc"
        " (Linux: nhóm dialout)."
    ),
    "scanner-unset": N_(
        "Chưa đặt thư mục máy quét. Người phụ trách quầy đặt ở trang đầu: 8, 3, rồi m. Lúc này gõ"
        " đường dẫn tệp cũng được."
    ),
    "scanner-folder": N_(
        "{folder} không phải thư mục mở được. Gõ lại đường dẫn thư mục mà máy quét lưu tệp vào."
    ),
    "scans-none": N_(
        "Thư mục máy quét {folder} chưa có tệp nào mới. Quét giấy xong rồi bấm F4 lần nữa."
    ),
    "scans-gone": N_(
        "Không thấy thư mục máy quét {folder}. Cắm lại máy quét hoặc USB, hoặc đổi thư mục ở"
        " Thiết lập (phím 8 ở trang đầu)."
    ),
    "scans-unreadable": N_(
        "Không mở được thư mục máy quét {folder}. Nhờ người quản trị cho quyền đọc."
    ),
    "page-small": N_(
        "“{name}” nhỏ, khoảng {dpi} điểm mỗi inch nếu là giấy A4: phóng to xem có đọc được chữ"
        " không; nếu không, quét lại ở 200–300 dpi."
    ),
    "page-blurred": N_("“{name}” có thể mờ: mở xem có đọc được chữ không; nếu không, chụp lại."),
    "page-dark": N_("“{name}” tối: mở xem có đọc được chữ không; nếu không, chụp nơi sáng hơn."),
    "page-blank": N_("“{name}” gần như trắng: có thể quét nhầm mặt giấy. Mở xem lại."),
    "pages-large": N_(
        "Các trang gộp lại lớn {size}, quá giới hạn {limit}. Bỏ bớt trang, hoặc quét lại ở 200 dpi."
    ),
    "pdf-broken": N_("Tệp PDF “{name}” bị hỏng, không lấy được trang. Quét hoặc in lại ra PDF."),
    "image-huge": N_(
        "Ảnh “{name}” {megapixels} triệu điểm, quá {most} triệu. Chụp ở độ phân giải thấp hơn."
    ),
    "image-broken": N_("Ảnh “{name}” bị hỏng, không mở được. Chụp hoặc chép lại."),
    "image-large": N_(
        "Ảnh “{name}” không thu nhỏ được dưới {limit} mà còn đọc được. Cắt bớt hoặc chụp lại."
    ),
    "scan-foreign": N_("Mã này không phải của thẻ căn cước. Quét mã QR in trên thẻ."),
}
