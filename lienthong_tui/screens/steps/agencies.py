"""The end of step 1: who decides what, and which papers to bring, told before anything is typed."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.filing.outline import papers_to_bring
from lienthong_tui.papers.checklists import NEEDS, file_names, sheet
from lienthong_tui.papers.slips import Place
from lienthong_tui.screens.bringing_out import SheetOut
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.paging import pages
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import finding_sentence, marked


class Agencies(FilingPage, Menu):
    """What the answers of step 1 come to. `Enter` goes on to step 2, the second line prints it."""

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
            Item("print", "3", self.tr(N_("In, ghi: giấy tờ cần mang"))),
            *self._agencies(),
            *self._papers(),
            *self._notes(),
        ]

    def _agencies(self) -> list[Item]:
        found = [_heading(self.tr(N_("AI GIẢI QUYẾT")))]
        for resolved in self.keeper.draft.agencies:
            decided = ", ".join(pick(p.name, self.language) for p in resolved.procedures)
            agency = resolved.agency
            name = pick(resolved.name, self.language)
            if resolved.code:
                name += f" · {resolved.code}"
            name = marked(name, agency.verified, self.language)
            found.append(Item(f"agency:{resolved.agency.id}", "", name, decided))
        return found

    def _papers(self) -> list[Item]:
        found = [_heading(self.tr(N_("GIẤY TỜ CẦN MANG")))]
        papers = papers_to_bring(self.keeper.draft.outlined)
        for component, need in papers:
            if component.database is None:
                note = marked(self.tr(NEEDS[need]), component.verified, self.language)
                name = pick(component.original or component.name, self.language)
                found.append(Item(f"paper:{component.id}", "", name, note))
        found.append(_heading(self.tr(N_("KHÔNG YÊU CẦU NỘP: cơ quan tự lấy từ cơ sở dữ liệu"))))
        for component, _ in papers:
            if component.database is not None:
                name = pick(component.name, self.language)
                name = marked(name, component.verified, self.language)
                found.append(Item(f"paper:{component.id}", "", name))
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

    async def choose(self, item: Item) -> None:
        """Print, or go on whatever other line one is on."""
        if item.id != "print":
            self.action_go_on()
            return
        desk, draft = self.ours.at, self.keeper.draft
        place = Place(desk.commune, desk.number, desk.demo)
        said = sheet(draft.outlined, draft.agencies, draft.office, place, self.language)
        self.ours.hold_keys()
        title = self.tr(N_("GIẤY TỜ CẦN MANG"))
        self.app.push_screen(SheetOut(title, said, file_names(draft.group.definition)))

    def action_go_on(self) -> None:
        """To the first question of step 2."""
        self._show(2, 0)

    def action_before(self) -> None:
        """To the last questions of step 1."""
        self._show(1, len(pages(self.keeper, 1)) - 1)

    def _show(self, step: int, page: int) -> None:
        from lienthong_tui.screens.steps.questions import Questions

        self.ours.hold_keys()
        self.app.switch_screen(Questions(self.keeper, step, page))


def _heading(text: str) -> Item:
    return Item(f"#{text}", "", text, disabled=True)
