"""The end of step 1: who decides what, and which papers to bring, told before anything is typed."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.filing.outline import Need, papers_to_bring, resolve_agencies
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import finding_sentence, marked, pick
from lienthong_tui.sentences.marking import N_

_NEEDS: dict[Need, str] = {
    "required": N_("bắt buộc"),
    "depends": N_("tùy bước 2"),
    "optional": N_("nếu có"),
}


class Agencies(FilingPage, Menu):
    """What the answers of step 1 come to. `Enter` on the first line goes on to step 2."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("sang bước 2")),
        ("PgUp", N_("trang trước")),
        ("↑↓", N_("cuộn")),
        ("F8", N_("chỗ cần sửa")),
        ("Esc", N_("các bước")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "before", show=False, priority=True),
        Binding("pagedown", "go_on", show=False, priority=True),
    ]

    def place(self) -> str:
        """The step."""
        return self.tr(N_("Bước 1/6 · cơ quan và giấy tờ cần mang"))

    async def items(self) -> Sequence[Item]:
        """Going on, then the agencies, the papers, and what the law says of these answers."""
        return [
            Item("go-on", "2", self.tr(N_("Sang bước 2: kê khai thông tin"))),
            *self._agencies(),
            *self._papers(),
            *self._notes(),
        ]

    def _agencies(self) -> list[Item]:
        outlined, office = self.keeper.draft.outlined, self.ours.at.office
        found = [_heading(self.tr(N_("AI GIẢI QUYẾT")))]
        for resolved in resolve_agencies(outlined, office):
            decided = ", ".join(pick(p.name, self.language) for p in resolved.procedures)
            agency = resolved.agency
            name = marked(pick(resolved.name, self.language), agency.verified, self.language)
            found.append(Item(f"agency:{resolved.agency.id}", "", name, decided))
        return found

    def _papers(self) -> list[Item]:
        found = [_heading(self.tr(N_("GIẤY TỜ CẦN MANG")))]
        for component, need in papers_to_bring(self.keeper.draft.outlined):
            name = pick(component.name, self.language)
            note = marked(self.tr(_NEEDS[need]), component.verified, self.language)
            found.append(Item(f"paper:{component.id}", "", name, note))
        return found

    def _notes(self) -> list[Item]:
        draft = self.keeper.draft
        said = [f for f in self.keeper.findings if f.step == 1 and f.rule != "required"]
        if not said:
            return []
        return [
            _heading(self.tr(N_("CẦN BIẾT"))),
            *(
                Item(
                    f"note:{number}",
                    "",
                    finding_sentence(finding, draft.group.definition, self.language),
                )
                for number, finding in enumerate(said)
            ),
        ]

    async def choose(self, item: Item) -> None:  # noqa: ARG002
        """Whatever line one is on: go on."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """To the first question of step 2."""
        self._show(2, 0)

    def action_before(self) -> None:
        """To the last questions of step 1."""
        from lienthong_tui.screens.steps.questions import pages

        self._show(1, len(pages(self.keeper, 1)) - 1)

    def _show(self, step: int, page: int) -> None:
        from lienthong_tui.screens.steps.questions import Questions

        self.ours.hold_keys()
        self.app.switch_screen(Questions(self.keeper, step, page))


def _heading(text: str) -> Item:
    return Item(f"#{text}", "", text, disabled=True)
