"""After a power cut, or a program that was stopped: one page that says what was found."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk.recovering import OF_STORE, CutOff, InHand
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.problems import Problem
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.queue_lines import named
from lienthong_tui.screens.resuming import go_on
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible

_GO_ON = "#home"


class WasCutOff(TellingActs):
    """The drafts that were in hand, to go on with at once; below them how the store was found."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("làm tiếp hồ sơ")),
        ("Esc", N_("về trang đầu")),
    )

    def __init__(self, found: CutOff, alarms: Sequence[Problem] = ()) -> None:
        super().__init__()
        self.found = found
        self.alarms = [alarm for alarm in alarms if alarm.code in OF_STORE]

    def keys(self) -> Hints:
        """No draft, nothing to go on with."""
        return self.hints if self.found.drafts else self.hints[1:]

    def heading(self) -> str:
        """What happened."""
        return self.tr(N_("LẦN TRƯỚC CHƯƠNG TRÌNH BỊ NGẮT"))

    def state(self) -> tuple[str, str]:
        """When."""
        if self.found.at is None:
            return "", ""
        text = N_("Việc cuối được lưu lúc {time}.")
        return self.tr(text, time=f"{self.found.at.astimezone(VIETNAM):%H:%M:%S %d/%m/%Y}"), ""

    async def items(self) -> Sequence[Item]:
        """The drafts, then the first page."""
        lines = [
            Item(each.line.filing, key, self._told_of(each), self._note(each))
            for key, each in keyed("123456789", self.found.drafts)
        ]
        return [*lines, Item(_GO_ON, "0", self.tr(N_("Về trang đầu")))]

    async def on_mount(self) -> None:
        """Tell how the store was found."""
        await super().on_mount()
        self.show_text(self.wrapped(self._told()))

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        await super().refit()
        self.show_text(self.wrapped(self._told()))

    def _told_of(self, each: InHand) -> str:
        return named(self, each.line)

    def _note(self, each: InHand) -> str:
        """The field stored last, and when; what stands half typed."""
        at = f"{each.at.astimezone(VIETNAM):%H:%M:%S}"
        told = [at]
        if each.last is not None:
            text = N_("ô lưu sau cùng: {field}")
            told.append(self.tr(text, field=visible(pick(each.last, self.language))))
        if each.half_typed:
            text = N_("đang gõ dở: {fields}")
            names = ", ".join(visible(pick(label, self.language)) for label in each.half_typed)
            told.append(self.tr(text, fields=names))
        return " · ".join(told)

    def _told(self) -> list[str]:
        lines = [sentence(alarm, self.language) for alarm in self.alarms]
        if not lines:
            kept = N_(
                "Đã xem lại từng trang của kho: không trang nào hỏng. Chữ đang gõ dở trong"
                " một ô, chưa rời ô, có thể mất. Ô nào đã ghi “Đã lưu” mà nay không thấy"
                " thì báo người phụ trách quầy."
            )
            lines.append(self.tr(kept))
        for line in self.found.leaving:
            text = N_(
                "Đang xuất dở hồ sơ chuyển của {reference}: mở hồ sơ ấy, xuất lại thì phần còn"
                " thiếu ra đủ."
            )
            lines += ["", self.tr(text, reference=line.reference or line.filing)]
        return lines

    async def choose(self, item: Item) -> None:
        """Go on with a draft, or to the first page."""
        if item.id == _GO_ON:
            self.app.pop_screen()
        else:
            await go_on(self.ours, item.id, "drafting", over=self)
