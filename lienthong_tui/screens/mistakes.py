"""What keeps a filing from being completed: one list, and the way to each place."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.filing.checks import Finding
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import finding_sentence
from lienthong_tui.sentences.marking import N_

_MARKS = {"error": N_("LỖI"), "warning": N_("Cảnh báo"), "info": N_("Cho biết")}


class Mistakes(FilingPage, Menu):
    """Every finding, the blocking ones first; `Enter` goes to its place."""

    hints: ClassVar[Hints] = (("Enter", N_("tới chỗ sửa")), ("Esc", N_("đóng, không mất gì")))

    def place(self) -> str:
        """How many places have to be mended."""
        wrong = [f for f in self.keeper.findings if f.level == "error"]
        if not wrong:
            return self.tr(N_("Không còn chỗ nào phải sửa"))
        return self.tr(N_("Có {count} chỗ cần sửa"), count=len(wrong))

    async def items(self) -> Sequence[Item]:
        """The findings, in the order of the steps within their level."""
        order = list(_MARKS)
        definition = self.keeper.draft.group.definition
        found = sorted(self.keeper.findings, key=lambda f: order.index(f.level))
        return [
            Item(
                str(number),
                "",
                self.tr(_MARKS[finding.level]),
                self.tr(N_("bước {step}: "), step=finding.step)
                + finding_sentence(finding, definition, self.language),
            )
            for number, finding in enumerate(found)
        ]

    async def choose(self, item: Item) -> None:
        """Go to where the finding is mended."""
        order = list(_MARKS)
        found = sorted(self.keeper.findings, key=lambda f: order.index(f.level))
        self.app.pop_screen()
        go_to(self, self.keeper, found[int(item.id)])


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
    if finding.step == 4:
        app.push_screen(Papers(keeper))
    elif finding.step == 6:
        app.push_screen(Finish(keeper))
    else:
        for number, (_, fields) in enumerate(pages(keeper, finding.step)):
            if finding.field in {field.id for field in fields}:
                app.push_screen(Questions(keeper, finding.step, number, finding.field))
                return
        app.push_screen(Questions(keeper, finding.step))
