"""What keeps a filing from being completed: one list, and the way to each place."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.filing.checks import Finding, step_to_mend
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import finding_sentence, pick
from lienthong_tui.sentences.marking import N_

_MARKS = {
    "error": N_("LỖI"),
    "missing": N_("Còn thiếu"),
    "warning": N_("Cảnh báo"),
    "info": N_("Cho biết"),
}


class Mistakes(FilingPage, Menu):
    """Every finding, the blocking ones first; `Enter` goes to its place."""

    hints: ClassVar[Hints] = (("Enter", N_("tới chỗ sửa")), ("Esc", N_("đóng, không mất gì")))

    def place(self) -> str:
        """How much is missing and how much has to be mended."""
        wrong = [f for f in self.keeper.findings if f.level == "error"]
        missing = sum(1 for f in wrong if _kind(f) == "missing")
        told = []
        if missing:
            told.append(self.tr(N_("còn thiếu {count}"), count=missing))
        if missing < len(wrong):
            told.append(self.tr(N_("{count} chỗ cần sửa"), count=len(wrong) - missing))
        return " · ".join(told) or self.tr(N_("Không còn chỗ nào phải sửa"))

    async def items(self) -> Sequence[Item]:
        """What is wrong, then what is only missing; each in the order of the steps."""
        return [
            Item(
                str(number),
                "",
                self.tr(_MARKS[_kind(finding)]),
                self.tr(N_("bước {step}: "), step=step_to_mend(finding)) + self._said(finding),
            )
            for number, finding in enumerate(self._sorted())
        ]

    def _sorted(self) -> list[Finding]:
        order = list(_MARKS)
        return sorted(self.keeper.findings, key=lambda finding: order.index(_kind(finding)))

    def _said(self, finding: Finding) -> str:
        """A sentence; of a question that is still open only its label: there may be dozens."""
        group = self.keeper.draft.group
        if _kind(finding) == "missing" and finding.field in group.fields:
            return pick(group.fields[finding.field].label, self.language)
        return finding_sentence(finding, group.definition, self.language)

    async def choose(self, item: Item) -> None:
        """Go to where the finding is mended."""
        self.app.pop_screen()
        go_to(self, self.keeper, self._sorted()[int(item.id)])


def _kind(finding: Finding) -> str:
    # The acts of the last step are not wrong either, they are only not yet done.
    missing = finding.rule in ("required", "notice-missing", "pledge-missing")
    return "missing" if missing else finding.level


async def go_to_next(page: FilingPage) -> None:
    """Go to the first place that blocks, or say that there is none."""
    wrong = next((f for f in page.keeper.findings if f.level == "error"), None)
    if wrong is None:
        page.say(page.tr(N_("Không còn chỗ nào phải sửa.")))
        return
    go_to(page, page.keeper, wrong)


def go_to(page: FilingPage, keeper: Keeper, finding: Finding) -> None:
    """Open the page where a finding is mended, its field in focus."""
    from lienthong_tui.screens.steps.finish import Finish
    from lienthong_tui.screens.steps.papers import Papers
    from lienthong_tui.screens.steps.questions import Questions, pages

    app = page.app
    page.ours.hold_keys()
    step = step_to_mend(finding)
    if step == 4:
        app.push_screen(Papers(keeper))
    elif step == 6:
        app.push_screen(Finish(keeper))
    else:
        for number, (_, fields) in enumerate(pages(keeper, step)):
            if finding.field in {field.id for field in fields}:
                app.push_screen(Questions(keeper, step, number, finding.field))
                return
        app.push_screen(Questions(keeper, step))
