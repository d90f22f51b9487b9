"""Step 6: the notice of data processing, to be read out before it is recorded as given."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import NoticeGiven
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import notice
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import UNVERIFIED, pick, tr
from lienthong_tui.sentences.marking import N_


class NoticePage(FilingPage):
    """Its text, large enough to be turned round; `Enter` records that it was read out."""

    hints: ClassVar[Hints] = (("Enter", N_("đã đọc, ghi nhận")), ("Esc", N_("chưa đọc, lùi")))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "given", show=False)]

    def place(self) -> str:
        """What it is."""
        return self.tr(N_("Thông báo xử lý dữ liệu · đọc cho nghe"))

    def body(self) -> ComposeResult:
        """The paragraphs, and what they rest on."""
        shipped = notice.shipped()
        mark = "" if shipped.verified else f" – {tr(UNVERIFIED, self.language)}"
        with VerticalScroll(classes="body"):
            for paragraph in shipped.paragraph:
                yield Static(pick(paragraph, self.language), classes="lead", markup=False)
            yield Static(f"{shipped.law}{mark}", classes="quiet lead", markup=False)

    async def action_given(self) -> None:
        """Record it and go back."""
        now = self.ours.clock().astimezone(VIETNAM).isoformat(timespec="seconds")
        fact = NoticeGiven(version=notice.shipped().version, given_at=now)
        try:
            await self.keeper.record(fact)
        except Problem as problem:
            self.complain(problem)
            return
        self.app.pop_screen()
