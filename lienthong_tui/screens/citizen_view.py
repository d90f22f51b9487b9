"""What may be turned towards the citizen: where the filing stands, in large plain words.

Nobody's name, number, telephone or address stands here, and no cause: others stand behind them.
"""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.desk.projecting import hands_out
from lienthong_tui.filing import queue
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.reports import reference_text
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import Drawn
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_citizens import STATES, expected, stands, to_do
from lienthong_tui.sentences.wording import state_label

_ROOMY = 32  # lines of a screen on which the parts stand further apart


class CitizenView(Drawn):
    """The filing as it stood when the page was opened; nothing is done from here."""

    hints: ClassVar[Hints] = (("↑↓", N_("cuộn")), ("Esc", N_("xong, quay lại")))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
    ]

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.filing, self.group = keeper.draft.filing, keeper.draft.group
        self.handed_out = {
            name for name in self.filing.procedures if hands_out(self.group, self.filing, name)
        }

    def heading(self) -> str:
        """The group alone: not whom it is about."""
        return pick(self.group.definition.short, self.language).upper()

    def state(self) -> tuple[str, str]:
        """For whom the page is, and the state that is always on screen."""
        label = state_label(self.filing.state, self.language)
        return self.tr(N_("Dành cho người dân xem")), label

    def draw(self) -> None:
        """Lay the parts out as the screen has room."""
        roomy = self.ours.size.height >= _ROOMY
        margin = "    " if roomy else " "
        lines: list[str] = []
        for heading, told in self._parts():
            lines += ["", ""] if roomy and lines else [""] * bool(lines)
            lines += [margin + heading.upper()] if heading else []
            lines += [f"{margin}  {line}" for line in told]
        self.show_text(self.wrapped(lines, ""))
        self.refresh_chrome()

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        """Each with its heading: state and numbers, what to do, the procedures, what to bring."""
        filing = self.filing
        yield self.tr(STATES[filing.state]), list(self._numbers())
        # A result that the desk has still to write down is no task of the citizen's.
        tasks = queue.tasks(filing, lambda name: name in self.handed_out, lambda _: False)
        yield self.tr(N_("Ông, bà cần làm gì")), to_do(tasks, self.language)
        if procedures := list(self._procedures()):
            yield self.tr(N_("Từng thủ tục")), procedures
        if any(filing.status(name) != "returned" for name in self.handed_out):
            yield self.tr(N_("Khi đến nhận kết quả, mang theo")), list(self._bring())

    def _numbers(self) -> Iterator[str]:
        """What a citizen asks by: the slip's number and the official ones."""
        filing, lodged = self.filing, self.filing.lodged
        if filing.reference:
            yield reference_text(filing.reference, self.language)
        if lodged is not None and lodged.portal_number:
            yield self.tr(N_("Số hồ sơ trên Cổng: {number}"), number=lodged.portal_number)
        if lodged is not None and lodged.one_stop_number:
            yield self.tr(N_("Mã hồ sơ một cửa: {number}"), number=lodged.one_stop_number)

    def _procedures(self) -> Iterator[str]:
        """Where each stands, and when it is expected."""
        today = local_day(self.ours.clock())
        names = {p.id: pick(p.name, self.language) for p in self.group.definition.procedure}
        for name in self.filing.procedures:
            status = stands(self.filing.status(name) or "", self.language)
            yield f"{names[name]}: {status}"
            if when := expected(self.filing, name, today, self.language):
                yield f"    {when}"
        if any(self.filing.due(name) for name in self.filing.procedures):
            yield self.tr(N_("Ngày dự kiến có thể thay đổi."))

    def _bring(self) -> Iterator[str]:
        """Card, slip, originals; which these are tells the slip, where only its bearer reads it."""
        yield self.tr(N_("Thẻ căn cước hoặc VNeID của người đến nhận, và phiếu hướng dẫn"))
        if self.filing.attachments:
            yield self.tr(N_("Bản chính các giấy tờ ghi trên phiếu hướng dẫn"))

    def action_line(self, by: int) -> None:
        """Another line of the text."""
        self.text.scroll_relative(y=by, animate=False)
