"""Step 3: every declaration as it will print; a line jumps to its question and back."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.desk import printing
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.forms import Forms
from lienthong_tui.screens.steps.paging import pages
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.read_back import ReadBack
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_


class Review(FilingPage, Menu):
    """The declarations one below another, line by line as they print, with what is still open.

    They are printed before step 4: what is to be signed comes back there by the scanner. The lines
    are in Vietnamese whatever the language of the screens: so is what is signed.
    """

    hints: ClassVar[Hints] = (
        ("Enter", N_("sửa dòng này")),
        ("i", N_("in, ghi, mở xem")),
        ("d", N_("đọc lại cho người dân")),
        ("Esc", N_("các bước")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "print", show=False),
        Binding("d", "read_back", show=False),
    ]

    def place(self) -> str:
        """The step."""
        return self.tr(N_("Bước 3/6 · xem lại các tờ khai"))

    async def items(self) -> Sequence[Item]:
        """A heading for each declaration and part, then its lines."""
        draft = self.keeper.draft
        agencies = {r.agency.id: pick(r.name, self.language) for r in draft.agencies}
        # Typeset like the print itself, which is nothing the screen could wait for.
        printed = await self.ours.at_desk(printing.lines_of, self.ours.at, draft)
        lines: list[Item] = []
        for form, said in printed:
            title = pick(form.title, self.language).upper()
            to = agencies.get(form.agency, "")
            note = self.tr(N_("BẢN XEM TRƯỚC, không phải tờ khai")) if form.preview else f"→ {to}"
            lines.append(Item(f"#{form.id}", "", title, note, disabled=True))
            for number, line in enumerate(said):
                place = f"{form.id}/{number}:{line.field or ''}"
                if line.text is None:
                    lines.append(Item(place, "", f"— {line.label}", disabled=True))
                elif not line.label:
                    lines.append(Item(place, "", line.text, disabled=True))
                else:
                    lines.append(Item(place, "", line.label, line.text or "…………"))
        return lines

    async def action_print(self) -> None:
        """Choose which declarations are brought out."""
        self.ours.hold_keys()
        self.app.push_screen(Forms(self.keeper))

    def action_read_back(self) -> None:
        """Read what was declared back to the citizen."""
        self.ours.hold_keys()
        self.app.push_screen(ReadBack(self.keeper))

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
