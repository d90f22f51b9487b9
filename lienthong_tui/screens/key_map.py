"""The keys: those of the page below, those that act everywhere, and how answers are typed."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.screens.telling import Drawn
from lienthong_tui.sentences.marking import N_

EVERYWHERE: Hints = (
    ("F1", N_("giúp về ô đang gõ; lần nữa: trang này")),
    ("F2", N_("quét thẻ căn cước")),
    ("F3", N_("tra cứu hồ sơ")),
    ("F4", N_("lấy tệp mới nhất từ máy quét")),
    ("F6", N_("tạm gác hồ sơ")),
    ("F7", N_("so với hồ sơ có thể trùng; ở tra cứu: lọc")),
    ("F8", N_("ô thiếu hoặc lỗi kế tiếp")),
    ("F9", N_("mọi chỗ phải sửa")),
    ("Ctrl+P", N_("gõ tên một việc để làm, không cần dấu")),
    ("Ctrl+O", N_("mời số tiếp theo: đóng mọi thứ của người vừa xong")),
    ("Ctrl+L", N_("che màn hình")),
    ("Ctrl+G", N_("gõ Telex, VNI trong chương trình, hay bộ gõ của máy")),
    ("Enter", N_("tiếp, chọn")),
    ("Esc", N_("lùi một bậc; không mất gì")),
    ("Ctrl+Q", N_("thoát")),
)
TYPING: Hints = (
    ("1-9", N_("chọn mục có số ấy")),
    (
        "a-z",
        N_("vài chữ của tên để lọc, không cần dấu; ở danh sách: mở dòng có chữ ấy"),
    ),
    ("5/3/88", N_("ngày; nơi cho phép thì chỉ tháng, năm hoặc chỉ năm cũng được")),
    ("3/10 âl", N_("ngày âm lịch: hiện ngày dương để so trước khi ghi")),
)
_BETWEEN = 2


class KeyMap(Drawn):
    """What the keys do. It changes nothing, and `Esc` goes back to where one was."""

    hints: ClassVar[Hints] = (("↑↓ PgUp/PgDn", N_("cuộn")), ("Esc", N_("đóng")))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "back", show=False),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
    ]

    def __init__(self, below: Page) -> None:
        super().__init__()
        self.below = below

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("CÁC PHÍM"))

    def state(self) -> tuple[str, str]:
        """Of which page the first ones are."""
        return self.below.heading(), ""

    def draw(self) -> None:
        """The page's own keys, those of everywhere, and how answers are typed."""
        here = self.below.hints_shown()
        named = {key for key, _ in here}  # what stands above already is not told twice
        rest = [(key, self.tr(name)) for key, name in EVERYWHERE if key not in named]
        typing = [(key, self.tr(name)) for key, name in TYPING]
        column = max(cell_len(key) for key, _ in (*here, *rest, *typing)) + _BETWEEN
        self.show_text(
            [
                self.tr(N_("Ở TRANG NÀY")),
                *self._rows(here, column),
                "",
                self.tr(N_("Ở MỌI TRANG, CHỖ NÀO CÓ VIỆC ẤY")),
                *self._rows(rest, column),
                "",
                self.tr(N_("GÕ CÂU TRẢ LỜI")),
                *self._rows(typing, column),
            ]
        )

    def _rows(self, told: Sequence[tuple[str, str]], column: int) -> Iterator[str]:
        for key, name in told:
            blanks = " " * (column - cell_len(key))
            yield from self.wrapped([f"  {key}{blanks}{name}"], " " * (column + 2))

    def action_line(self, by: int) -> None:
        """A line of the text."""
        self.text.scroll_relative(y=by, animate=False)
