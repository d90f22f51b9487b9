"""What an officer reads on the screen: which page it is, which question waits, what went wrong."""

import re
import time
from dataclasses import dataclass
from typing import Literal

from screens.walk import NOW

from faults.birth import ASKED
from faults.window import Window
from lienthong_tui.procedures.loading import in_force

Kind = Literal[
    "sign-in",
    "date",
    "cut",
    "home",
    "question",
    "agencies",
    "steps",
    "papers",
    "finish",
    "notice",
    "done",
]

_LABEL = 41  # columns in front of a field
_SAVED = re.compile(r"Đã lưu (\d\d:\d\d:\d\d)")
_PAGE = re.compile(r"Bước (\d)/6 · trang (\d+)/(\d+)")
_PAGES: dict[str, Kind] = {
    "ĐĂNG NHẬP QUẦY": "sign-in",
    "HÔM NAY LÀ": "date",
    "LẦN TRƯỚC CHƯƠNG TRÌNH BỊ NGẮT": "cut",
    "Tài khoản và thiết lập": "home",
    "1-6 mở bước": "steps",
    "cơ quan và giấy tờ cần mang": "agencies",
    "Bước 4/6 · đính kèm giấy tờ": "papers",
    "Bước 6/6 · kiểm tra và hoàn thành": "finish",
    "Enter đã đọc, ghi nhận": "notice",
    "Mời số tiếp theo": "done",
}
# What is said where a thing could not be stored or brought out: in its place, and in a note that
# stays for a while wherever the officer goes.
_IN_ITS_PLACE = ("Chưa lưu: ", "chưa tệp nào ra")
_IN_A_NOTE = (
    "Đĩa đầy, chưa lưu",
    "Không ghi được vào thư mục quầy",
    "Kho dữ liệu báo lỗi",
    "Một chương trình khác đang ghi",
)
_NOTE_STAYS = 14.0  # seconds
_OPENS = 0.07  # seconds: while a page opens, keys may wait for as long and nothing is to be seen


@dataclass(frozen=True)
class View:
    """What is on the screen: which page, the question in focus and those beside it, and when the
    last answer was stored, as the page says it."""

    kind: Kind
    field: str | None = None
    page: tuple[int, int] = (0, 0)
    beside: frozenset[str] = frozenset()
    saved: str | None = None


class Reader:
    """Reads one window, in which births are filed."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._page = (0, 0)
        self._known_until = 0.0  # until then a note is of trouble that was seen to
        group = in_force("birth", NOW.date())
        titles = {section.id: section.title.vi for section in group.definition.section}
        self._labels = [(titles[f.section], f.label.vi, f.id) for f in group.fields.values()]
        self._steps = {name: group.step_of(name) for name in group.fields}

    def view(self) -> View | None:
        """What is on the screen now; None while it is none of the pages that are known."""
        text = self.window.text()
        found = next((kind for words, kind in _PAGES.items() if words in text), None)
        saved = _SAVED.search(text)
        if found is not None:
            return View(found, saved=saved[1] if saved else None)
        questions, row = self._questions(), self.window.cursor()[1]
        page = _PAGE.search(text)
        if page is None or row not in questions:
            return None
        at = int(page[1]), int(page[2])
        here = frozenset(questions.values())
        return View("question", questions[row], at, here, saved[1] if saved else None)

    def _questions(self) -> dict[int, str]:
        """The questions that stand on the page, by their row: by its heading and their labels."""
        lines = self.window.lines()
        heads = {line.strip() for line in lines[2:6]}
        here = [(words, name) for title, words, name in self._labels if title in heads]
        found: dict[int, str] = {}
        for row, line in enumerate(lines):
            label = line[:_LABEL].lstrip(" *!=").rstrip()
            # A label longer than its column is shown by its beginning.
            meant = [name for words, name in here if words == label] or [
                name for words, name in here if len(label) > _LABEL // 2 and words.startswith(label)
            ]
            if meant:  # of two with one label, the one that is answered
                found[row] = max(meant, key=lambda name: name in ASKED)
        return found

    def in_field(self) -> str:
        """What stands in the field in focus, as far as it is shown."""
        return self.window.lines()[self.window.cursor()[1]][_LABEL:].strip()

    def is_on(self, *kinds: Kind) -> bool:
        """Whether one of these pages is on the screen."""
        view = self.view()
        return view is not None and view.kind in kinds

    def seen(self, *kinds: Kind) -> View:
        """Wait until one of these pages is there, and nothing moves on it any more."""
        while True:
            self.window.wait(lambda _: self.is_on(*kinds))
            self.window.settle()
            view = self.view()
            if view is not None and view.kind in kinds:
                before, self._page = self._page, view.page
                if view.page in (before, (0, 0)):
                    return view
                self.window.settle(_OPENS)

    def went_on(self, before: View, *, stored: bool = False) -> bool:
        """Whether another question is in focus, and the page says that something was `stored`."""
        now = self.view()
        if now is None or (now.field, now.page) == (before.field, before.page):
            return False
        return not stored or now.saved != before.saved

    def in_trouble(self, text: str) -> bool:
        """Whether the screen says that something could not be stored or brought out."""
        text = " ".join(text.split())  # wherever its lines are broken
        known = time.monotonic() < self._known_until
        told = _IN_ITS_PLACE if known else _IN_ITS_PLACE + _IN_A_NOTE
        return any(words in text for words in told)

    def trouble_is_over(self) -> None:
        """The trouble was seen to: a note of it that still stands is none of another."""
        self._known_until = time.monotonic() + _NOTE_STAYS
