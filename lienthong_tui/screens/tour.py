"""Getting to know the program: five pages, after a desk was set up and later by the palette."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import Drawn
from lienthong_tui.sentences.marking import N_

PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Một hồ sơ, sáu bước như trên Cổng"),
        (
            N_("Bấm 1 (khai sinh) hoặc 2 (khai tử) ở trang đầu. Enter sang ô kế tiếp, Esc lùi."),
            N_("Mỗi câu trả lời được lưu ngay khi hiện “Đã lưu”. Mất điện thì mở lại, làm tiếp."),
            N_("F1: vì sao hỏi ô này, theo văn bản nào. F8: ô kế tiếp còn thiếu hoặc sai."),
        ),
    ),
    (
        N_("Gõ một lần, quét thay gõ"),
        (
            N_("F2 rồi đưa thẻ căn cước vào máy quét: chín ô một lúc, xem rồi mới nhận."),
            N_("Tên xã, tên bệnh viện: gõ vài chữ không dấu. Ngày: h là hôm nay, -1 là hôm qua."),
            N_("Chữ mờ có dấu ? là điều các câu trước cho thấy: Enter để nhận, gõ để thay."),
        ),
    ),
    (
        N_("Kê khai xong CHƯA phải là đã nộp"),
        (
            N_("Chương trình này không nối với Cổng Dịch vụ công: nó soạn, kiểm tra và giữ hồ sơ."),
            N_("Sau bước 6: bấm 1 để chép từng giá trị sang Cổng; người dân tự gõ mật khẩu."),
            N_("Cổng cấp số thì bấm 2 ghi số ấy vào. Chưa có số hồ sơ là chưa nộp."),
        ),
    ),
    (
        N_("Không để ai phải về tay không"),
        (
            N_("F9 nêu mọi chỗ phải sửa trước khi người dân đứng dậy. Thiếu giấy thì F6 tạm gác."),
            N_("Phím 4 ở trang đầu: việc cần làm, việc gấp ở trên. F3: tra cứu bằng gì cũng được."),
            N_("Ctrl+O mời số tiếp theo: xóa bộ nhớ chép, đóng mọi thứ của người vừa xong."),
        ),
    ),
    (
        N_("Giữ kín, giữ còn"),
        (
            N_("Ctrl+L che màn hình. Rời chỗ năm phút thì tự khóa; mật khẩu mở lại đúng chỗ."),
            N_("Quầy tự sao lưu mỗi ngày; phím 8, mục 9 để ghi thêm ra USB."),
            N_("Ctrl+P: gõ tên một việc để làm. F1 hai lần: mọi phím. Xong, Esc về trang đầu."),
        ),
    ),
)


class Tour(Drawn):
    """One page at a time. Nothing is asked, and nothing is lost by leaving it."""

    hints: ClassVar[Hints] = (
        ("Enter →", N_("trang sau")),
        ("←", N_("trang trước")),
        ("Esc", N_("thôi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "turn_over(1)", show=False),
        Binding("right", "turn_over(1)", show=False),
        Binding("space", "turn_over(1)", show=False),
        Binding("left", "turn_over(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("LÀM QUEN CHƯƠNG TRÌNH"))

    def state(self) -> tuple[str, str]:
        """Which page."""
        text = N_("Trang {number}/{count}")
        return self.tr(text, number=self.at + 1, count=len(PAGES)), ""

    def draw(self) -> None:
        """Show the page one is at."""
        title, texts = PAGES[self.at]
        lines = ["", self.tr(title).upper()]
        for text in texts:
            lines += ["", *self.wrapped([f"• {self.tr(text)}"])]
        self.show_text(lines)
        self.refresh_chrome()

    async def action_turn_over(self, by: int) -> None:
        """Another page; behind the last one it is over."""
        if self.at + by >= len(PAGES):
            await self.action_back()
            return
        self.at = max(0, self.at + by)
        self.draw()
