"""Step 3: every declaration laid out as it will print; a line jumps to its question and back."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.procedures.definition import expand
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.questions import Questions, pages
from lienthong_tui.sentences import answer_label, pick
from lienthong_tui.sentences.marking import N_


class Review(FilingPage, Menu):
    """The declarations one below another, for whom, with what is still open."""

    hints: ClassVar[Hints] = (("Enter", N_("sửa dòng này")), ("Esc", N_("các bước")))

    def place(self) -> str:
        """The step."""
        return self.tr(N_("Bước 3/6 · xem lại các tờ khai"))

    async def items(self) -> Sequence[Item]:
        """A heading for each declaration and part, then its lines."""
        draft = self.keeper.draft
        shown = {field.id: field for field in draft.outlined.fields}
        agencies = {r.agency.id: pick(r.name, self.language) for r in draft.agencies}
        lines: list[Item] = []
        for form in draft.outlined.forms:
            title = pick(form.title, self.language).upper()
            to = agencies.get(form.agency, "")
            lines.append(Item(f"#{form.id}", "", title, f"→ {to}", disabled=True))
            for part in form.parts:
                names = [n for n in expand(part.fields, tuple(draft.group.fields)) if n in shown]
                if not names:
                    continue
                heading = pick(part.title, self.language)
                lines.append(Item(f"#{form.id}/{heading}", "", f"— {heading}", disabled=True))
                for name in names:
                    given = draft.outlined.values.get(name)
                    text = answer_label(shown[name], given, self.language)
                    label = pick(shown[name].label, self.language)
                    lines.append(Item(f"{form.id}:{name}", "", label, text or "…………"))
        return lines

    async def choose(self, item: Item) -> None:
        """Go to the question a line comes from."""
        field = item.id.partition(":")[2]
        for step in (1, 2, 5):
            for number, (_, fields) in enumerate(pages(self.keeper, step)):
                if field in {entry.id for entry in fields}:
                    self.ours.hold_keys()
                    self.app.push_screen(Questions(self.keeper, step, number, field))
                    return
        self.say(self.tr(N_("Dòng này được tính từ các câu trả lời khác.")))
