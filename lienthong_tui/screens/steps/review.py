"""Step 3: every declaration laid out as it will print; a line jumps to its question and back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.desk import exporting
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import expand
from lienthong_tui.screens import viewer
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.questions import Questions, pages
from lienthong_tui.sentences import answer_label, pick
from lienthong_tui.sentences.marking import N_


class Review(FilingPage, Asking):
    """The declarations one below another, for whom, with what is still open.

    They are printed before step 4: what is to be signed comes back there by the scanner.
    """

    hints: ClassVar[Hints] = (
        ("Enter", N_("sửa dòng này")),
        ("i", N_("ghi PDF để in, ký")),
        ("Esc", N_("các bước")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "print", show=False)]

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

    def action_print(self) -> None:
        """Ask which declarations are to be printed."""
        forms = self.keeper.draft.outlined.forms
        listed = "\n".join(
            f"{n} {pick(form.title, self.language)}" for n, form in enumerate(forms, 1)
        )
        text = N_("Tờ khai nào? Chữ số, hoặc 0: tất cả, rồi Enter:\n{forms}")
        self.ask(self.tr(text, forms=listed), self._which)

    async def _which(self, text: str) -> None:
        forms = [form.id for form in self.keeper.draft.outlined.forms]
        if not (text.isascii() and text.isdigit() and int(text) <= len(forms)):
            raise Problem("form-number", most=len(forms))
        chosen = forms if text == "0" else [forms[int(text) - 1]]
        question = N_("Ghi PDF ra thư mục nào; gõ x để mở bằng trình xem của máy (Enter):")
        self.ask(self.tr(question), partial(self._write, chosen))

    async def _write(self, forms: Sequence[str], text: str) -> None:
        if text.lower() == "x":
            await self.keeper.do(exporting.print_declarations, forms, self._show)
            return
        out = await self.sure_of(typed_path(text))
        await self.keeper.do(exporting.print_declarations, forms, exporting.into(out))
        said = N_("Đã ghi {count} tờ khai ra {folder}. Ký xong, quét lại và lấy ở bước 4 bằng F4.")
        self.say(self.tr(said, count=len(forms), folder=out))

    def _show(self, files: Mapping[str, bytes]) -> None:
        self.ours.shown.append(viewer.show(files))

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
