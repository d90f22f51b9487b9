"""What agencies said of a filing's procedures; what was written down by mistake is taken back."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from lienthong_tui.agency_reports import after_text
from lienthong_tui.desk import outcomes
from lienthong_tui.filing.agency_events import (
    Told,
)
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.telling import Said
from lienthong_tui.procedures import outcomes as table
from lienthong_tui.procedures.outcomes import leads_from
from lienthong_tui.screens.asking import typed_moment
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.hearing import TYPED, Choosing
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_agency_events import told_details
from lienthong_tui.sentences.wording import status_label

_KEYS = "1234567890"
_LAST_AWAY = "-"


class Outcomes(FilingPage, TellingActs):
    """The procedures with where they stand; below, what was said, the last on top."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("ghi cho thủ tục")),
        ("a", N_("đã tiếp nhận")),
        ("-", N_("bỏ ghi nhầm")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def place(self) -> str:
        """What is told here."""
        return self.tr(N_("Kết quả của cơ quan"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """A line for each procedure, and the way to take the last one back."""
        filing = self.keeper.draft.filing
        found = [
            Item(
                f"of:{procedure.id}",
                key,
                pick(procedure.name, self.language),
                status_label(filing.status(procedure.id) or "", self.language),
            )
            for key, procedure in keyed(_KEYS, self.keeper.draft.procedures)
        ]
        if self._receivable():
            name = self.tr(N_("Cổng báo ĐÃ TIẾP NHẬN cả hồ sơ: tính lại ngày"))
            found.append(Item("received", "a", name))
        if self._typed_last() is not None:
            found.append(
                Item("back", _LAST_AWAY, self.tr(N_("Lần ghi gần nhất là nhầm: bỏ, nói vì sao")))
            )
        self.show_text(self.wrapped(self._said()))
        return found

    def keys(self) -> Hints:
        """Those that act now."""
        listed = {item.key for item in getattr(self, "shown", ())}
        gone = {key for key in ("a", _LAST_AWAY) if key not in listed}
        hints = super().keys()
        return [hint for hint in hints if hint[0] not in gone]

    def _receivable(self) -> list[str]:
        """The procedures that the portal may be said to have received now."""
        filing = self.keeper.draft.filing
        return [
            name
            for name in filing.procedures
            if leads_from(filing.status(name) or "", "received")
            and not table.is_decided(filing.status(name) or "")
        ]

    def _typed_last(self) -> Told | None:
        """What was written down last by hand, a result that was handed over among it."""
        told = self.keeper.draft.filing.told
        typed = [each for each in told if each.source in TYPED or each.collected is not None]
        return typed[-1] if typed else None

    def _said(self) -> list[str]:
        definition = self.keeper.draft.group.definition
        draft = self.keeper.draft
        told = reversed(draft.filing.said)
        lines = [told_details(each, definition, self.language) for each in told]
        to_do = after_text(draft.filing, draft, draft.filing.procedures, self.language)
        none = [self.tr(N_("Chưa cơ quan nào báo gì về hồ sơ này."))]
        return [*to_do, *(lines or none)]

    async def choose(self, item: Item) -> None:
        """Choose an outcome for a procedure, or take the last one back."""
        kind, _, name = item.id.partition(":")
        last = self._typed_last()
        if kind == "of":
            procedure = next(p for p in self.keeper.draft.procedures if p.id == name)
            self.ours.hold_keys()
            self.app.push_screen(Choosing(self.keeper, procedure))
        elif item.id == "received":
            question = N_("Cổng tiếp nhận lúc nào, ví dụ 09:15 hoặc 09:15 27/11/2026? (Enter)")
            now = local_time(self.ours.clock())
            self.ask(self.tr(question), self._all_received, now)
        elif last is not None:
            definition = self.keeper.draft.group.definition
            question = N_("Ghi nhầm: {told}\nVì sao là nhầm? (gõ lý do, Enter; Esc thôi)")
            told = told_details(last, definition, self.language)
            self.ask(self.tr(question, told=told), partial(self._take_back, last.id))

    async def _all_received(self, text: str) -> None:
        at = typed_moment(text, self.ours.clock())
        said = [Said(name, "received", at, "portal") for name in self._receivable()]
        before = self.keeper.draft.filing
        await self.keeper.do(outcomes.tell, said)
        after = after_text(before, self.keeper.draft, [], self.language)
        said_so = self.tr(N_("Đã ghi; ngày dự kiến tính lại từ lúc Cổng tiếp nhận."))
        self.say(" ".join([said_so, *after]))

    async def _take_back(self, told: str, reason: str) -> None:
        before = self.keeper.draft.filing
        await self.keeper.do(outcomes.take_back, told, reason)
        after = after_text(before, self.keeper.draft, [], self.language)
        self.say(" ".join([self.tr(N_("Đã bỏ lần ghi ấy; nhật ký vẫn giữ.")), *after]))
