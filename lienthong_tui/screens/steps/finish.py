"""Step 6: the notice given, the pledge made by the requester, reasons for warnings, completion."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from lienthong_tui.desk import completion
from lienthong_tui.filing import checks
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Pledged, Warned
from lienthong_tui.filing.fees import charges
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Rule
from lienthong_tui.reports import fee_sum
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.notice import NoticePage
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import PLEDGES
from lienthong_tui.sentences.wording import finding_sentence
from lienthong_tui.text.clean import clean

_REASON_KEYS = "abcdefghijklmnopqrstuvwxyz"  # no digit: one pressed twice on the way here is none
SURE = N_("bấm 9 lần nữa: sau đó không sửa câu trả lời được")


class Finish(FilingPage, Asking):
    """What is still to be done, one line each; the last line completes."""

    sure = False
    reopened: frozenset[str] = frozenset()
    """The rules whose reason is chosen anew."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("chọn")),
        ("F8", N_("chỗ cần sửa")),
        ("Esc", N_("các bước")),
    )

    def place(self) -> str:
        """The step."""
        return self.tr(N_("Bước 6/6 · kiểm tra và hoàn thành kê khai"))

    async def items(self) -> Sequence[Item]:
        """Answers, notice, pledge, the reasons asked for, completion."""
        filing = self.keeper.draft.filing
        told = ""
        if filing.notice is not None:
            at = datetime.fromisoformat(filing.notice.given_at).astimezone(VIETNAM)
            told = " " + self.tr(N_("đã thông báo lúc {time}"), time=f"{at:%H:%M %d/%m}")
        lines = [
            Item(
                "answers",
                "1",
                self.tr(N_("Kiểm tra lại các câu trả lời")),
                self._read_back(),
            ),
            Item(
                "notice",
                "2",
                self.tr(N_("Thông báo xử lý dữ liệu")),
                self._done(filing.notice is not None) + told,
            ),
        ]
        one_of = self.tr(N_("Cam đoan của người yêu cầu: một trong ba cách"))
        lines.append(Item("pledge", "", one_of, disabled=True))
        for key, (how, name) in enumerate(PLEDGES.items(), 3):
            made = filing.pledge is not None and filing.pledge.how == how
            told = ("(•)" if made else "( )") + self._of_pledge(how)
            lines.append(Item(f"pledge:{how}", str(key), "  " + self.tr(name), told))
        lines += self._alike()
        keys = iter(_REASON_KEYS)
        for finding in self._warnings():
            rule = next(r for r in self.keeper.draft.group.definition.rule if r.id == finding.rule)
            definition = self.keeper.draft.group.definition
            said = finding_sentence(finding, definition, self.language)
            lines.append(Item(f"said:{rule.id}", "", self.tr(N_("Cảnh báo")), said, disabled=True))
            if finding.reason and rule.id not in self.reopened:
                told = self._reason_told(rule, finding.reason)
                name = "  " + self.tr(N_("Lý do đã ghi"))
                lines.append(Item(f"reopen:{rule.id}", next(keys, ""), name, told))
                continue
            for place, reason in enumerate(rule.reasons):
                words = "  " + pick(reason, self.language)
                lines.append(Item(f"reason:{rule.id}:{place}", next(keys, ""), words))
            other = "  " + self.tr(N_("Lý do khác: tự ghi"))
            lines.append(Item(f"other:{rule.id}", next(keys, ""), other))
        blocked = checks.blocks(self.keeper.findings)
        before = checks.blocks(f for f in self.keeper.findings if checks.step_to_mend(f) < 6)
        hint = N_("còn chỗ cần sửa: F8") if before else N_("còn mục ở trên chưa đánh dấu")
        lines.append(
            Item(
                "complete",
                "9",
                self.tr(N_("HOÀN THÀNH KÊ KHAI")),
                self.tr(hint) if blocked else self.tr(SURE) if self.sure else "",
                disabled=blocked,
            )
        )
        return lines

    def _alike(self) -> list[Item]:
        """The one line for all that may be about the same person."""
        searched = self.keeper.draft.alike
        if searched is None or not searched.found:
            return []
        undecided = sum(1 for alike in searched.open if alike.verdict is None)
        told = self.tr(N_("[x] đã quyết định"))
        if undecided:
            told = self.tr(N_("[ ] {count} chưa quyết định"), count=undecided)
        elif searched.open:
            told = self.tr(N_("cùng một việc: dừng hồ sơ này, làm tiếp hồ sơ kia"))
        return [Item("alike", "0", self.tr(N_("Hồ sơ có thể trùng")), told)]

    def _read_back(self) -> str:
        """What is looked at before it is sealed, and what it comes to."""
        draft = self.keeper.draft
        charged = charges(draft.outlined, draft.office)
        if not charged:
            return self.tr(N_("từng tờ khai, đọc lại cho nghe"))
        text = N_("đọc lại cho nghe; lệ phí {sum}")
        return self.tr(text, sum=fee_sum(charged, self.language))

    def _of_pledge(self, how: str) -> str:
        """That a pledge lapsed when answers changed, or that no paper with these answers was
        brought out here to be signed."""
        filing, forms = self.keeper.draft.filing, self.keeper.draft.outlined.forms
        if filing.pledge is None and filing.lapsed is not None and filing.lapsed.how == how:
            return " " + self.tr(N_("đã sửa sau khi cam đoan: đọc lại, cam đoan lại"))
        if how == "portal":
            return ""
        printed = [filing.to_sign.get(form.id) for form in forms if form.copies > 0]
        if False in printed and filing.pledge is None:
            return " " + self.tr(N_("đã sửa sau khi in: in lại rồi ký (bước 3, i)"))
        if None in printed and not filing.allotted:
            return " " + self.tr(N_("chưa in bộ để ký: bước 3, i"))
        return ""

    def _warnings(self) -> list[checks.Finding]:
        """Those that wait for a reason first."""
        found = [f for f in self.keeper.findings if f.level == "warning"]
        return sorted(found, key=lambda finding: bool(finding.reason))

    def _reason_told(self, rule: Rule, reason: str) -> str:
        """A reason as it was recorded; one of the law's own, in the language of the screens."""
        known = (pick(each, self.language) for each in rule.reasons if each.vi == reason)
        return next(known, reason)

    def _done(self, done: bool) -> str:
        return "[x]" if done else "[ ]"

    async def choose(self, item: Item) -> None:
        """Record what was done, or complete."""
        kind, _, rest = item.id.partition(":")
        was_asked, self.sure = self.sure, False
        try:
            if kind == "answers":
                from lienthong_tui.screens.steps.review import Review

                self.ours.hold_keys()
                self.app.push_screen(Review(self.keeper))
                return
            if kind == "alike":
                await self.action_compare()
                return
            if kind == "notice":
                self.ours.hold_keys()
                self.app.push_screen(NoticePage(self.keeper))
                return
            if kind == "pledge":
                await self.keeper.record(Pledged(how=rest))  # type: ignore[arg-type]
            elif kind == "reason":
                rule_id, _, number = rest.rpartition(":")
                rules = self.keeper.draft.group.definition.rule
                rule = next(r for r in rules if r.id == rule_id)
                await self.keeper.record(Warned(rule=rule_id, reason=rule.reasons[int(number)].vi))
                self.reopened -= {rule_id}
            elif kind == "reopen":
                self.reopened |= {rest}
            elif kind == "other":
                question = N_("Lý do đi tiếp (Enter để ghi):")
                self.ask(self.tr(question), partial(self._reason, rest))
                return
            elif kind == "complete" and not was_asked:
                self.sure = True  # what is sealed is not answered anew: one slip is not enough
                await self.reload()
                return
            elif kind == "complete":
                self.ours.hold_keys()
                self.run_worker(self._complete(), exclusive=True)
                return
        except Problem as problem:
            self.complain(problem)
        await self.reload()

    async def _reason(self, rule: str, text: str) -> None:
        await self.keeper.record(Warned(rule=rule, reason=clean(text)))
        self.reopened -= {rule}

    async def _complete(self) -> None:
        try:
            await self.keeper.do(completion.complete)
        except Problem as problem:
            self.complain(problem)
            if problem.code == "alike-found":
                await self.keeper.reopen()
            await self.reload()
            self.ours.release_keys()
            return
        from lienthong_tui.screens.done import Done

        self.when_on_top(lambda: self.app.switch_screen(Done(self.keeper)))
