"""What keeps a filing from being completed: one list, and the way to each place."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import structs

from lienthong_tui.desk.alike import RULE as ALIKE
from lienthong_tui.filing import recall
from lienthong_tui.filing.checks import Finding, step_to_mend
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.paging import pages
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import finding_sentence

_MARKS = {
    "error": N_("LỖI"),
    "elsewhere": N_("Nơi khác"),
    "alike": N_("Hồ sơ trùng?"),
    "reason": N_("Cần lý do"),
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
                self.tr(N_("bước {step}: "), step=step_to_mend(finding)) + said(self, finding),
            )
            for number, finding in enumerate(self._sorted())
        ]

    def _sorted(self) -> list[Finding]:
        order = list(_MARKS)
        asked = {f.rule for f in self.keeper.findings if _kind(f) == "reason"}
        told = [f for f in self.keeper.findings if f.level != "warning" or f.rule not in asked]
        return sorted(told, key=lambda finding: order.index(_kind(finding)))

    async def choose(self, item: Item) -> None:
        """Go to where the finding is mended."""
        go_to(self, self.keeper, self._sorted()[int(item.id)])


def said(page: FilingPage, finding: Finding) -> str:
    """A sentence; of a question that is still open only whose it is and its label: there may be
    dozens, and every person has a day of birth."""
    group = page.keeper.draft.group
    if _kind(finding) == "missing" and finding.field in group.fields:
        label = pick(group.fields[finding.field].label, page.language)
        whose = recall.person_told_in(group.definition, group.fields[finding.field].section)
        name = pick(whose.label, page.language) if whose is not None else ""
        return label if name.lower() in label.lower() else f"{name}: {label}"
    if _kind(finding) == "reason":  # the warning itself; its reasons stand at the last step
        finding = structs.replace(finding, problem=None)
    return finding_sentence(finding, group.definition, page.language)


def _kind(finding: Finding) -> str:
    if finding.referral is not None and finding.level == "error":
        return "elsewhere"
    if finding.rule == ALIKE:
        return "alike"
    # The acts of the last step are not wrong either, they are only not yet done.
    if finding.rule in ("required", "check-missing", "notice-missing", "pledge-missing"):
        return "missing"
    return "reason" if step_to_mend(finding) != finding.step else finding.level


async def go_to_next(page: FilingPage) -> None:
    """Go to the next place that blocks, past the one in hand, or say that there is none."""
    order = {name: number for number, name in enumerate(page.keeper.draft.group.fields)}
    wrong = sorted(
        (f for f in page.keeper.findings if f.level == "error"),
        key=lambda finding: (step_to_mend(finding), order.get(finding.field, 0)),
    )
    if not wrong:
        page.say(page.tr(N_("Không còn chỗ nào phải sửa.")))
        return
    here = [n for n, finding in enumerate(wrong) if finding.field == page.field_in_hand()]
    go_to(page, page.keeper, wrong[(here[-1] + 1) % len(wrong)] if here else wrong[0])


def go_to(page: FilingPage, keeper: Keeper, finding: Finding) -> None:
    """Open the page where a finding is mended, its field in focus."""
    from lienthong_tui.screens.alike import Comparing
    from lienthong_tui.screens.checking import Checking
    from lienthong_tui.screens.steps.finish import Finish
    from lienthong_tui.screens.steps.papers import Papers

    step = step_to_mend(finding)
    if finding.rule == "check-missing":
        _show(page, Checking(keeper))
    elif finding.rule == ALIKE:
        _show(page, Comparing(keeper, finding.field))
    elif step == 4:
        _show(page, Papers(keeper))
    elif step == 6:
        _show(page, Finish(keeper))
    else:
        go_to_field(page, keeper, finding.field)


def go_to_field(page: FilingPage, keeper: Keeper, field: str) -> None:
    """Open the page on which a field is asked, in focus."""
    from lienthong_tui.screens.steps.questions import Questions

    step = keeper.draft.group.step_of(field)
    for number, (_, fields) in enumerate(pages(keeper, step)):
        if field in {each.id for each in fields}:
            _show(page, Questions(keeper, step, number, field))
            return
    _show(page, Questions(keeper, step))


def _show(page: FilingPage, target: FilingPage) -> None:
    """Show a page over the list of steps: `Esc` leads there, whatever stood in between."""
    from lienthong_tui.screens.steps.task_list import TaskList

    app = page.app
    page.ours.hold_keys()
    if any(isinstance(screen, TaskList) for screen in app.screen_stack):
        while not isinstance(app.screen, TaskList):
            app.pop_screen()
    else:
        app.push_screen(TaskList(page.keeper))
    app.push_screen(target)
