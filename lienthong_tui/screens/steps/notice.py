"""Step 6: the notice of data processing, to be read out before it is recorded as given."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import Static

from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Consented, NoticeGiven
from lienthong_tui.filing.reminding import reach
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import notice
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import UNVERIFIED


class NoticePage(FilingPage):
    """Its text, large enough to be turned round; `Enter` records that it was read out.

    Below it, what goes beyond the filing: each is asked, and a digit records what was said.
    """

    hints: ClassVar[Hints] = (
        ("Enter", N_("đã đọc, ghi nhận")),
        ("1-2", N_("đồng ý / không")),
        ("Esc", N_("chưa đọc, lùi")),
    )
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
            yield Static("", classes="lead extras", markup=False)
            yield Static(f"{shipped.law}{mark}", classes="quiet lead", markup=False)

    async def on_mount(self) -> None:
        """Show what was said to the extras so far."""
        self._show_extras()

    def _show_extras(self) -> None:
        said = {None: N_("chưa hỏi"), True: N_("đồng ý"), False: N_("không đồng ý")}
        consents = self.keeper.draft.filing.consents
        lines = [self.tr(N_("Việc ngoài thủ tục, hỏi rồi mới ghi:"))]
        for key, extra in enumerate(notice.shipped().extra, 1):
            text = pick(extra.text, self.language)
            lines.append(f"  {key}  {text}: {self.tr(said[consents.get(extra.id)])}")
            if extra.id == notice.REMINDER and reach(self.keeper.draft.outlined) is None:
                missing = N_("chưa ghi điện thoại hay thư điện tử ở bước 2: chưa nhắc được")
                lines.append(f"     {self.tr(missing)}")
        self.query_one(".extras", Static).update("\n".join(lines))

    async def on_key(self, event: Key) -> None:
        """A digit tells what was said to one of them; again tells the opposite."""
        extras = dict(zip("123456789", notice.shipped().extra, strict=False))
        extra = extras.get(event.character or "")
        if extra is None:
            return
        event.stop()
        given = not self.keeper.draft.filing.consents.get(extra.id, False)
        version = notice.shipped().version
        await self.keeper.record(Consented(extra=extra.id, version=version, given=given))
        self._show_extras()

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
