"""What was given back to the citizen before the next one is called."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.filing.events import HandedBack
from lienthong_tui.filing.handing_back import ID_CARD, handed_in
from lienthong_tui.problems import Problem
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_


def papers_of(keeper: Keeper, language: Language) -> dict[str, str]:
    """What the citizen laid on the desk: id of `HandedBack.papers` → name."""
    draft = keeper.draft
    names = {c.id: pick(c.name, language) for c in draft.group.definition.component}
    people = {p.role: pick(p.label, language) for p in draft.group.definition.person}
    found = {}
    for paper in handed_in(draft.outlined, draft.filing):
        kind, _, role = paper.partition(":")
        text = tr(N_("CCCD: {person}"), language)
        card = text.format(person=people[role].lower()) if kind == ID_CARD else ""
        found[paper] = card or names[paper]
    return found


class HandedBackPapers(FilingPage, Menu):
    """A tick for each paper; every tick is recorded at once."""

    hints: ClassVar[Hints] = (("1-9", N_("đánh dấu đã trả")), ("Esc", N_("lùi")))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    def place(self) -> str:
        """What is ticked here."""
        return self.tr(N_("Giấy tờ đã trả lại"))

    async def items(self) -> Sequence[Item]:
        """The papers that came in, ticked when they went back."""
        back = self.keeper.draft.filing.handed_back
        papers = papers_of(self.keeper, self.language)
        return [
            Item(paper, str(n) if n <= 9 else "", f"{'[x]' if paper in back else '[ ]'} {name}")
            for n, (paper, name) in enumerate(papers.items(), 1)
        ]

    async def choose(self, item: Item) -> None:
        """Tick or untick a paper."""
        back = self.keeper.draft.filing.handed_back
        kept = tuple(paper for paper in back if paper != item.id)
        try:
            await self.keeper.record(
                HandedBack(papers=kept if item.id in back else (*back, item.id))
            )
        except Problem as problem:
            self.complain(problem)
        await self.reload()
