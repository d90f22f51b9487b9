"""What can be wrong with a desk: signing in, keys, the store, exports; and with a command line."""

from lienthong_tui.sentences.marking import N_

TEMPLATES = {
    "viewer-failed": N_(
        "Không mở được bản xem: máy có thể đã đầy. Ghi ra một thư mục khác (phím 2), hoặc dọn bớt"
        " chỗ rồi mở lại."
    ),
    "viewer-none": N_(
        "Máy này không mở được trình xem PDF từ đây. Ghi ra một thư mục rồi mở tệp ở đó."
    ),
    "days-unreadable": N_("Chưa đọc được “{text}”. Gõ như 01/11/2026 - 30/11/2026."),
    "register-backwards": N_("Sổ từ {first} đến {last}: ngày đầu sau ngày cuối. Đổi lại hai ngày."),
    "register-ahead": N_(
        "Ngày {first} chưa tới: chưa có gì để lập sổ. Chọn hôm nay hoặc ngày trước."
    ),
    "register-long": N_(
        "Sổ từ {first} đến {last} dài {days} ngày, nhiều nhất là {most}. Chia làm nhiều sổ."
    ),
    "report-backwards": N_(
        "Số liệu từ {first} đến {last}: ngày đầu sau ngày cuối. Đổi lại hai ngày."
    ),
    "report-ahead": N_("Ngày {first} chưa tới: chưa có gì để đếm. Chọn hôm nay hoặc ngày trước."),
    "report-long": N_(
        "Số liệu từ {first} đến {last} dài {days} ngày, nhiều nhất là {most}. Chia làm nhiều kỳ."
    ),
    "path-unreadable": N_(
        "Không hiểu đường dẫn “{path}”. Gõ đường dẫn đầy đủ, ví dụ /media/usb, rồi Enter."
    ),
    "sign-in": N_(
        "Không đăng nhập được: số định danh hoặc tên, mật khẩu hoặc mã xác nhận chưa đúng."
        " Nhập lại; mã đã dùng thì chờ mã mới trên điện thoại. Quên, mất: F9 ở màn hình đăng nhập."
    ),
    "sign-in-locked": N_("Đã nhập sai nhiều lần. Chờ {seconds} giây rồi thử lại."),
    "sign-in-incomplete": N_(
        "Chưa đủ để mở quầy. Ghi --key-file, hoặc cả --sign-in, --password-file và --otp."
    ),
    "unlocking-twofold": N_(
        "--key-file đã đủ để mở quầy. Bỏ --sign-in, --password-file và --otp, hoặc bỏ --key-file."
    ),
    "desk-not-named": N_("Chưa biết quầy nào. Ghi --desk THƯ_MỤC hoặc đặt biến LIENTHONG_DESK."),
    "no-terminal": N_(
        "Các màn hình cần một cửa sổ dòng lệnh, ở đây không có. Mở cửa sổ dòng lệnh rồi gõ lại,"
        " hoặc dùng các lệnh khác: lienthong --help."
    ),
    "desk-not-here": N_(
        "{path} không phải thư mục quầy. Kiểm tra --desk hoặc LIENTHONG_DESK; lập quầy mới bằng"
        " lienthong init."
    ),
    "desk-number": N_("Số quầy phải từ 1 đến 9, ở đây là {number}. Chọn số khác."),
    "desk-unfinished": N_(
        "Thư mục này chưa phải một quầy hoàn chỉnh. Khôi phục từ bản sao lưu (F8 ở màn hình đăng"
        " nhập), hoặc lập quầy mới ở nơi khác."
    ),
    "code-skew": N_(
        "Đồng hồ máy này lệch khoảng {minutes} phút so với điện thoại (cho phép 30 giây). Chỉnh"
        " giờ của máy rồi nhập mã mới."
    ),
    "key-unknown": N_(
        "Khóa trong {path} không thuộc quầy này. Dùng đúng tệp khóa hay giấy khôi phục của quầy."
    ),
    "password-short": N_("Mật khẩu quá ngắn: cần ít nhất {least} ký tự. Ghép vài từ dễ nhớ."),
    "password-common": N_(
        "Mật khẩu này dễ đoán: chỉ có số, một hàng phím, tên mình hoặc vài từ ai cũng dùng."
        " Ghép bốn từ dễ nhớ không liên quan nhau."
    ),
    "password-wrong": N_("Mật khẩu chưa đúng. Gõ lại."),
    "password-same": N_("Mật khẩu mới giống mật khẩu cũ. Chọn mật khẩu khác."),
    "shift-over": N_(
        "Đã quá một ca (12 giờ) từ lần nhập mã, hoặc đồng hồ máy bị vặn lùi. Đăng nhập lại bằng"
        " mật khẩu và mã."
    ),
    "date-doubted": N_(
        "Máy ghi bây giờ là {now}, mà lần dùng trước là {last_seen}. Chưa làm hồ sơ: chỉnh đồng hồ"
        " của máy, hoặc đăng nhập trên màn hình (lienthong open) để xác nhận ngày."
    ),
    "not-permitted": N_(
        "Việc này không thuộc quyền của tài khoản hay khóa đang dùng. Nhờ người phụ trách quầy,"
        " hoặc đăng nhập bằng tài khoản được làm."
    ),
    "proof-needed": N_(
        "Việc này cần nhập lại mật khẩu, vì lần nhập trước đã quá 10 phút. Lùi ra rồi vào lại trang"
        " này."
    ),
    "account-due": N_(
        "Tài khoản này chưa đổi mật khẩu hoặc chưa đăng ký điện thoại. Đăng nhập trên màn hình"
        " (lienthong open) và làm theo hướng dẫn."
    ),
    "officer-known": N_(
        "Đã có tài khoản với số định danh này. Mở tài khoản ấy trong danh sách để cấp lại mật khẩu."
    ),
    "officer-unknown": N_("Không có tài khoản nào như thế. Xem lại danh sách người tiếp nhận."),
    "officer-alike": N_(
        "Có {count} tài khoản cùng tên ấy. Ghi mã tài khoản thay cho tên; xem mã bằng lienthong"
        " officer list."
    ),
    "officer-closed": N_(
        "Tài khoản này đã khóa. Muốn mở lại thì cấp lại mật khẩu, kèm số định danh của người ấy."
    ),
    "officer-own": N_(
        "Không tự khóa hay hạ quyền tài khoản của mình được: quầy phải luôn có người phụ trách."
        " Nhờ người phụ trách khác."
    ),
    "officer-number-needed": N_(
        "Máy không còn giữ số định danh của tài khoản này. Nhập lại đủ 12 chữ số."
    ),
    "officer-reset": N_(
        "Người phụ trách vừa cấp mật khẩu khác cho tài khoản này. Đăng xuất (phím 0) rồi đăng nhập"
        " bằng mật khẩu ấy."
    ),
    "id-number-file": N_(
        "Không đọc được số định danh trong tệp {path}. Ghi 12 chữ số vào dòng đầu của một tệp văn"
        " bản UTF-8."
    ),
    "codes-not-in-a-row": N_(
        "Hai mã chưa khớp. Nhập mã điện thoại đang hiện, chờ mã kế tiếp hiện ra rồi nhập mã đó."
    ),
    "role-unknown": N_("Chưa rõ quyền nào. Gõ 1 hoặc 2 rồi Enter."),
    "purpose-empty": N_("Chưa ghi tệp khóa dùng để làm gì. Ghi vài chữ, ví dụ: sao lưu hằng đêm."),
    "key-not-listed": N_("Không có tệp khóa nào như thế. Xem lại danh sách tệp khóa."),
    "key-alike": N_(
        "Có {count} tệp khóa ghi cùng một việc. Ghi mã khóa thay cho việc; xem mã bằng lienthong"
        " key list."
    ),
    "recovery-both": N_(
        "Giấy khôi phục mới trong {path} đã dùng được, nhưng chưa thay xong khóa kho nên giấy cũ có"
        " thể vẫn mở được quầy: giữ kín cả hai. Đóng các cửa sổ khác của quầy, xem đĩa còn chỗ,"
        " rồi chạy lại lệnh này với tên tệp khác; lúc đó chỉ giấy sau cùng còn giá trị."
    ),
    "desk-in-use": N_(
        "Quầy đang mở ở cửa sổ hoặc chương trình khác, nên chưa thay được khóa kho. Đóng các cửa"
        " sổ ấy rồi làm lại."
    ),
    "no-room": N_(
        "Đĩa không đủ chỗ: cần thêm khoảng {needed} MB. Giải phóng chỗ trống rồi làm lại."
    ),
    "keys-strange": N_(
        "CẢNH BÁO: keys.db có khóa lạ do ai đó thêm hoặc sửa ({labels}); đã gỡ. Báo người phụ trách"
        " và xem ai vào được máy này."
    ),
    "own-sign-ins-failed": N_(
        "Từ lần trước có {count} lần đăng nhập sai bằng tên của mình. Không phải mình thì đổi mật"
        " khẩu (phím 8) và báo người phụ trách."
    ),
    "pages-altered": N_(
        "CẢNH BÁO: {pages} trang của kho bị hỏng hoặc bị sửa, nhật ký vẫn nguyên; có tệp đính kèm"
        " có thể không mở được. Chép cả thư mục quầy sang đĩa khác, rồi nhờ người quản trị cứu kho"
        " (lienthong salvage)."
    ),
    "store-other-key": N_(
        "Khóa không khớp: {path} là kho của quầy khác, keys.db cũ hơn kho, hoặc đầu tệp bị hỏng."
        " Đừng xóa; khôi phục từ bản sao lưu (F8 ở màn hình đăng nhập)."
    ),
    "store-other-wal": N_(
        "Tệp {path}-wal không phải của kho này. Kho vẫn nguyên: dời tệp -wal ấy (và tệp -shm) sang"
        " chỗ khác, đừng xóa, rồi mở lại."
    ),
    "store-truncated": N_(
        "Kho dữ liệu {path} bị cắt mất phần cuối. Đừng xóa; khôi phục từ bản sao lưu (F8 ở màn"
        " hình đăng nhập), hoặc nhờ người quản trị cứu phần còn lại (lienthong salvage)."
    ),
    "store-tampered": N_(
        "Kho dữ liệu {path} bị hỏng hoặc bị sửa ({pages} trang). Đừng xóa; nhờ người quản trị"
        " cứu phần đọc được (lienthong salvage), hoặc khôi phục từ bản sao lưu (F8 ở màn hình đăng"
        " nhập)."
    ),
    "password-file-missing": N_("Không thấy tệp mật khẩu {path}. Kiểm tra đường dẫn."),
    "password-file-unreadable": N_(
        "Không đọc được tệp mật khẩu {path}. Kiểm tra quyền đọc và lưu tệp dạng văn bản UTF-8."
    ),
    "password-file-empty": N_("Dòng đầu của {path} trống. Ghi mật khẩu vào dòng đầu."),
    "password-file-large": N_("Dòng đầu của {path} quá dài, không giống mật khẩu. Chọn đúng tệp."),
    "file-exists": N_("{path} đã có; chương trình không ghi đè. Chọn tên khác hoặc dời tệp cũ đi."),
    "folder-missing": N_("Chưa có thư mục để ghi {path}. Tạo thư mục đó trước."),
    "file-unwritable": N_("Không ghi được {path}. Kiểm tra quyền ghi và chỗ trống."),
    "key-mistyped": N_(
        "Dòng khóa có ít nhất một ký tự chưa đúng. So từng ký tự với giấy rồi gõ lại; lần này"
        " không tính là đăng nhập sai."
    ),
    "officer-id": N_(
        "Số định danh của người tiếp nhận phải gồm đúng 12 chữ số. Nhập lại theo thẻ căn cước."
    ),
    "officer-name-empty": N_("Chưa có tên người tiếp nhận. Nhập tên hiển thị khi đăng nhập."),
    "desk-exists": N_("{path} đã có dữ liệu. Chọn thư mục trống hoặc chưa có để lập quầy mới."),
    "desk-in-program": N_(
        "{path} nằm trong thư mục của chương trình ({program}): cập nhật, gỡ chương trình hay rút"
        " USB là mất quầy. Chọn thư mục khác, trên đĩa của máy này."
    ),
    "new-version-unreadable": N_(
        "Không đọc được {path}: phải là tệp văn bản UTF-8 theo lối TOML, dưới 10.000 byte. Người"
        " quản trị sửa hoặc bỏ tệp."
    ),
    "new-version-field": N_(
        '{path}: dòng {field} thiếu hoặc sai. Cần version = "1.2.3", day = 2026-12-31, what và'
        " where là một dòng chữ trong dấu nháy, không quá 200 chữ. Người quản trị sửa hoặc bỏ tệp."
    ),
    "key-inside-desk": N_("{path} nằm trong thư mục quầy mà khóa ấy mở được. Để khóa ở nơi khác."),
    "folder-unwritable": N_(
        "Không tạo được thư mục quầy {path}. Kiểm tra quyền ghi hoặc chọn nơi khác."
    ),
    "disk-full": N_("Đĩa đầy, chưa lưu gì thêm. Giải phóng chỗ trống rồi làm lại."),
    "slot-weak-cost": N_(
        "Thông số bảo vệ mật khẩu trong keys.db thấp hơn mức tối thiểu (có thể bị sửa). Báo"
        " người quản trị; khôi phục từ bản sao lưu (F8 ở màn hình đăng nhập)."
    ),
    "slot-damaged": N_(
        "Mục khóa của người tiếp nhận trong keys.db bị hỏng. Nhờ người phụ trách cấp lại"
        " mật khẩu, hoặc khôi phục từ bản sao lưu (F8 ở màn hình đăng nhập)."
    ),
    "store-key-unreadable": N_(
        "Khóa này không mở được khóa kho: keys.db hỏng; desk.db chưa bị đụng tới. Nhờ người quản"
        " trị cứu quầy bằng giấy khôi phục và bản sao lưu (lienthong salvage)."
    ),
    "keyring-missing": N_(
        "Không thấy {path}. Kiểm tra thư mục quầy. Tệp mất thật thì nhờ người quản trị cứu quầy"
        " bằng giấy khôi phục và bản sao lưu (lienthong salvage); đừng xóa desk.db."
    ),
    "keyring-unreadable": N_(
        "{path} trống, hỏng hoặc không phải tệp của chương trình; desk.db chưa bị đụng tới. Nhờ"
        " người quản trị cứu quầy bằng giấy khôi phục và bản sao lưu (lienthong salvage)."
    ),
    "keyring-newer": N_("{path} do bản chương trình mới hơn ghi. Cập nhật chương trình."),
    "key-file-missing": N_("Không thấy tệp khóa {path}. Kiểm tra đường dẫn."),
    "key-file-unreadable": N_("Không đọc được {path}. Kiểm tra quyền và chắc rằng đó là một tệp."),
    "key-file-link": N_("{path} là liên kết. Chỉ thẳng tới tệp khóa."),
    "key-file-mode": N_("Người khác đọc được {path} (quyền {mode}). Chạy chmod 600 cho tệp."),
    "key-file-malformed": N_(
        "{path} không có đúng một dòng AGE-SECRET-KEY-1…. Chọn đúng tệp khóa hoặc gõ lại từ giấy."
    ),
    "store-missing": N_(
        "Không thấy kho dữ liệu {path}. Kiểm tra thư mục quầy, hoặc khôi phục từ bản sao lưu"
        " (F8 ở màn hình đăng nhập)."
    ),
    "store-exists": N_("{path} đã có; chương trình không ghi đè kho dữ liệu. Chọn nơi khác."),
    "store-unreadable": N_(
        "Kho dữ liệu {path} không mở được: hỏng, bị cắt, hoặc không đúng khóa. Đừng xóa; khôi"
        " phục từ bản sao lưu (F8 ở màn hình đăng nhập)."
    ),
    "store-forbidden": N_(
        "Máy không cho đọc {path}. Đăng nhập máy bằng đúng tài khoản của quầy, hoặc xem lại quyền"
        " đọc của tệp và thư mục."
    ),
    "store-damaged": N_(
        "Kho dữ liệu báo lỗi khi đọc hoặc ghi, có thể do đĩa hỏng. Dừng lại, chép cả thư mục"
        " quầy sang đĩa khác và nhờ người quản trị cứu kho (lienthong salvage)."
    ),
    "store-foreign": N_("{path} là cơ sở dữ liệu của chương trình khác. Kiểm tra thư mục quầy."),
    "store-newer": N_(
        "Kho dữ liệu do bản chương trình mới hơn ghi. Cập nhật chương trình rồi mở lại."
    ),
    "store-altered": N_(
        "Các chốt bảo vệ nhật ký trong kho đã bị sửa ({triggers}). Chưa mở quầy; báo người"
        " quản trị, khôi phục từ bản sao lưu (F8 ở màn hình đăng nhập)."
    ),
    "store-read-only": N_(
        "Không ghi được vào thư mục quầy (đĩa chỉ đọc hoặc thiếu quyền). Xem lại quyền ghi"
        " rồi thử lại."
    ),
    "store-busy": N_("Một chương trình khác đang ghi vào kho. Chờ vài giây rồi thử lại."),
    "store-rolled-back": N_(
        "Kho dữ liệu cũ hơn lần dùng trước (nhật ký thiếu sự kiện {noted}): có thể bản cũ đã"
        " bị chép đè. Chưa mở quầy. Ai vừa thay tệp desk.db-wal thì dời tệp ấy ra ngoài rồi mở lại;"
        " không thì tìm đúng bản mới nhất, hoặc khôi phục từ bản sao lưu (F8 ở màn hình đăng nhập)."
    ),
    "store-forked": N_(
        "Kho dữ liệu đi khác nhánh với lần dùng trước (ở sự kiện {noted}): có hai bản của"
        " cùng một quầy. Chưa mở quầy; báo người quản trị."
    ),
    "content-missing": N_(
        "Kho thiếu một tệp đã lưu ({sha256}). Các hồ sơ khác vẫn dùng được; báo người quản trị,"
        " tìm tệp trong bản sao lưu."
    ),
    "content-damaged": N_(
        "Một tệp đã lưu bị hỏng ({sha256}). Các hồ sơ khác vẫn dùng được; báo người quản trị,"
        " cứu kho từ bản sao lưu (lienthong salvage)."
    ),
    "lookup-empty": N_(
        "Chưa có gì để tra cứu. Ghi số phiếu, số định danh, điện thoại hoặc một phần tên."
    ),
    "filing-reopened": N_(
        "Cửa sổ khác vừa ghi vào hồ sơ này, nên việc vừa làm chưa được ghi."
        " Đã mở lại bản mới nhất: xem lại rồi làm lại."
    ),
    "filing-completed": N_(
        "Hồ sơ này đã hoàn thành kê khai, không ghi thêm được."
        " Bấm Esc về danh sách các bước để mở trang sau khi hoàn thành."
    ),
    "filing-purged": N_(
        "Nội dung hồ sơ này không còn: đã xóa theo hạn hay yêu cầu, hoặc mất khi kho hỏng. Sổ chỉ"
        " còn số, thủ tục và ngày: xem ở dòng tra cứu, hoặc hỏi cơ quan giải quyết."
    ),
    "filing-not-theirs": N_(
        "“{name}” không phải hồ sơ có người ấy. Xem lại bằng lienthong data find."
    ),
    "reason-empty": N_("Chưa ghi lý do. Ghi vài chữ, không ghi tên ai, ví dụ: chính chủ yêu cầu."),
    "filing-moved": N_("Hồ sơ này vừa được ghi ở cửa sổ khác. Mở lại hồ sơ rồi làm tiếp."),
    "filing-move-changed": N_(
        "Hồ sơ đã khác với trang chuyển vừa xem, nên chưa chuyển. Xem lại rồi làm lại."
    ),
    "head-unreadable": N_(
        "Chưa đọc được “{text}”. Gõ đúng dòng nhật ký in trên sổ, như d_19639_1_8e620000 80:a63e…;"
        " của dãy sau dấu hai chấm, 16 ký tự đầu là đủ."
    ),
    "preferences-unwritable": N_(
        "Không ghi nhớ được lựa chọn này vào {path}: lần sau mở lại như cũ. Kiểm tra quyền của thư"
        " mục."
    ),
    "journal-head-given-up": N_(
        "Sự kiện {seq} của nhật ký {stream} thuộc phần đã bỏ khi nối lại quầy (hub rejoin); muốn"
        " đối chiếu thì mở bản sao lưu lập lúc đó."
    ),
    "journal-head": N_(
        "Nhật ký không còn sự kiện {seq} của {stream} như trên sổ đã in: đã bị cắt hay viết lại,"
        " hoặc gõ nhầm. Gõ lại; vẫn vậy thì dừng làm hồ sơ, giữ nguyên thư mục quầy và báo người"
        " quản trị."
    ),
    "journal-broken": N_(
        "Nhật ký {stream} bị đứt ở sự kiện {seq} ({what}). Dừng làm hồ sơ, giữ nguyên thư mục"
        " quầy và báo người quản trị."
    ),
    "export-full": N_(
        "Nơi ghi {path} đã đầy, chưa tệp nào ra. Mọi thứ vẫn nguyên trong quầy; chọn nơi khác rồi"
        " làm lại."
    ),
    "export-unwritable": N_(
        "Không ghi được vào {path}, có thể chưa tệp nào ra. Mọi thứ vẫn nguyên trong quầy; kiểm tra"
        " USB hoặc quyền ghi rồi làm lại."
    ),
    "export-differs": N_(
        "Tệp ghi ra {path} đọc lại không giống bản gốc. Thay USB khác rồi xuất lại."
    ),
    "answer-lost": N_(
        "Đã làm xong và đã lưu ({done}), nhưng không ghi được câu trả lời: nơi nhận đầy hoặc đã"
        " đóng. Chép lại dòng này, đừng làm lại việc đó."
    ),
    "answer-unwritable": N_(
        "Không ghi được câu trả lời: nơi nhận đầy. Giải phóng chỗ trống rồi chạy lại câu lệnh."
    ),
    "folder-new": N_(
        "Chưa có thư mục {path}: xem lại tên, hoặc ổ USB đã cắm chưa."
        " Đúng thì Enter lần nữa để tạo."
    ),
    "settings-missing": N_("Không thấy tệp thiết lập “{name}”. Kiểm tra đường dẫn."),
    "settings-large": N_(
        "Tệp này {size}, thiết lập của cơ quan không quá {most}. Kiểm tra có chọn nhầm tệp không."
    ),
    "office-moved": N_(
        "Thiết lập vừa được đổi ở cửa sổ khác. Mở lại trang Thiết lập để xem rồi làm lại."
    ),
    "definition-large": N_(
        "Tệp lớn {size}, quá giới hạn {most} của một tệp định nghĩa. Chọn đúng tệp TOML."
    ),
    "arguments": N_("Câu lệnh chưa dùng được, xem lienthong --help. Chi tiết: {said}"),
    "argument-extra": N_(
        "Thừa trong câu lệnh: {extra}. Tên có khoảng trắng thì để trong ngoặc kép; xem"
        " lienthong --help."
    ),
    "option-empty": N_("Sau {name} còn thiếu giá trị. Ghi thêm vào câu lệnh."),
    "command-unknown": N_("Không có câu lệnh {name}. Xem các câu lệnh bằng lienthong --help."),
    "argument-unknown": N_("Không có tùy chọn {name}. Xem lienthong --help."),
    "argument-missing": N_("Thiếu {name}. Ghi thêm vào câu lệnh; xem lienthong --help."),
    "argument-value": N_(
        "Giá trị của {name} chưa dùng được. Giá trị dạng nào: xem {command} --help."
    ),
}
