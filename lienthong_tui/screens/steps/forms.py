"""Which declarations are brought out: the whole set to sign, or one of them."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from lienthong_tui.desk import printing
from lienthong_tui.desk.exporting import Put
from lienthong_tui.procedures.definition import Form
from lienthong_tui.screens.bringing_out import FilingOut, shown
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_

_KEYS = "123456789"


class Forms(FilingPage, Menu):
    """The set, then each declaration of the filing."""

    hints: ClassVar[Hints] = (("0-9", N_("chọn")), ("Enter", N_("mở")), ("Esc", N_("lùi")))

    def place(self) -> str:
        """What is chosen here."""
        return self.tr(N_("Tờ khai nào?"))

    async def items(self) -> Sequence[Item]:
        """A line for the set, with how many sheets it makes, and one for each."""
        forms = self.keeper.draft.outlined.forms
        to_sign = _to_sign(forms)
        note = self.tr(N_("{count} bản"), count=sum(form.copies for form in to_sign))
        found = [Item("set", "0", self.tr(N_("In cả bộ để ký")), note)]
        for key, form in keyed(_KEYS, forms):
            copies = self.tr(N_("{count} bản"), count=form.copies)
            told = self.tr(N_("bản xem trước")) if form.preview else copies
            printed = self.keeper.draft.filing.to_sign.get(form.id)
            if printed is not None and not form.preview:
                told += " · " + self.tr(
                    N_("đã in, ghi hoặc mở") if printed else N_("đã sửa sau khi in: in lại")
                )
            found.append(Item(form.id, key, pick(form.title, self.language), told))
        return found

    async def choose(self, item: Item) -> None:
        """Open the page that brings them out."""
        forms = self.keeper.draft.outlined.forms
        chosen = _to_sign(forms) if item.id == "set" else [f for f in forms if f.id == item.id]
        self.ours.hold_keys()
        self.app.push_screen(FormsOut(self.keeper, chosen))


class FormsOut(FilingOut):
    """Brings declarations out; they are signed on paper, which step 6 asks for."""

    def __init__(self, keeper: Keeper, forms: Sequence[Form]) -> None:
        super().__init__(keeper)
        self.forms = forms

    def place(self) -> str:
        """How many."""
        return self.tr(N_("{count} tờ khai"), count=len(self.forms))

    async def items(self) -> Sequence[Item]:
        """The acts; below them what is still open, what is in the set and what it says."""
        draft, lines = self.keeper.draft, []
        open_rules = ("required", "refused")
        missing = sum(1 for finding in self.keeper.findings if finding.rule in open_rules)
        if missing and draft.filing.completed is None:
            text = N_("CHƯA ĐỦ ĐỂ KÝ: còn {count} ô chưa trả lời hoặc chưa đọc được (F8).")
            lines += [self.tr(text, count=missing), ""]
        printed = await self.ours.at_desk(printing.lines_of, self.ours.at, draft)
        for form, told in printed:
            if form in self.forms:
                lines.append(f"{pick(form.title, self.language)} × {max(1, form.copies)}")
                lines += [f"  {shown(line)}" for line in told]
                lines.append("")
        self.show_text(self.wrapped(lines))
        return self.ways()

    def which(self) -> Hashable:
        """The set, or one of them."""
        return tuple(form.id for form in self.forms)

    def copies(self) -> Mapping[str, int]:
        """As the definition says."""
        draft = self.keeper.draft
        return {printing.declaration_name(draft, f): max(1, f.copies) for f in self.forms}

    def written(self, folder: Path) -> str:
        """Where they lie, and how they come back."""
        said = N_(
            "Đã ghi {count} tờ khai ra {folder}. Ký xong, đánh dấu ở bước 6; tờ nào"
            " bước 4 có hỏi thì quét lại ở đó (F4)."
        )
        return self.tr(said, count=len(self.forms), folder=folder)

    async def bring(self, put: Put) -> None:
        """Print them as the answers stand now."""
        forms = [form.id for form in self.forms]
        await self.keeper.do(printing.print_declarations, forms, put)


def _to_sign(forms: Sequence[Form]) -> list[Form]:
    """What is signed on paper: nothing of which no copy is wanted."""
    return [form for form in forms if form.copies > 0]
