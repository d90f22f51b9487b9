"""One section of the settings: its entries, a new one, and taking one off the list."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from lienthong_tui.problems import Problem
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.settings.entry import EntryPage
from lienthong_tui.screens.settings.page import SettingsPage
from lienthong_tui.screens.settings.section import Section
from lienthong_tui.screens.settings.sections import sections
from lienthong_tui.sentences.marking import N_

_DIGITS = "123456789"
_NEW = "new"


class Entries(SettingsPage, Menu):
    """The lines of a section. `x`, pressed twice, takes the line in hand off a list that grows."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("mở")),
        ("Enter", N_("mở dòng sáng")),
        ("Esc", N_("lùi")),
    )
    growing: ClassVar[Hints] = (
        ("0", N_("thêm")),
        *hints[:-1],
        ("x", N_("xóa dòng sáng")),
        *hints[-1:],
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "remove", show=False)]

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section_id = section
        self.sure_of: str | None = None

    def keys(self) -> Hints:
        """Only of a list that grows is a line added or taken off."""
        return self.growing if self.section.grows else self.hints

    @property
    def section(self) -> Section:
        """The section, as the definitions in force have it."""
        return next(s for s in sections(self.view()) if s.id == self.section_id)

    def heading(self) -> str:
        """The section."""
        return self.section.title(self.view())

    def state(self) -> tuple[str, str]:
        """How a line is taken off, or that it will be."""
        if self.sure_of is not None:
            return self.tr(N_("Bấm x lần nữa để xóa “{name}”"), name=self._called(self.sure_of)), ""
        if self.section.grows and not any(self.section.entries(self.view())):
            return self.tr(N_("Chưa có dòng nào: bấm 0 để thêm")), ""
        return self.tr(N_("Chọn một dòng để sửa")), ""

    def _called(self, entry: str) -> str:
        view = self.view()
        return next((e.name for e in self.section.entries(view) if e.id == entry), "")

    async def items(self) -> Sequence[Item]:
        """The entries; a new one first, where the section grows."""
        view, section = self.view(), self.section
        new = [Item(_NEW, "0", self.tr(N_("Thêm một dòng")))] if section.grows else []
        entries = list(section.entries(view))
        keys = [*_DIGITS, *[""] * len(entries)]
        return [
            *new,
            *(
                Item(entry.id, key, entry.name, entry.note)
                for key, entry in zip(keys, entries, strict=False)
            ),
        ]

    async def choose(self, item: Item) -> None:
        """Open an entry."""
        self.sure_of = None
        self.query_one(OptionList).highlighted = self.shown.index(item)
        self.ours.hold_keys()
        self.app.push_screen(EntryPage(self.section_id, "" if item.id == _NEW else item.id))

    async def action_remove(self) -> None:
        """Take the line in hand off the list: asked once, done at the second press."""
        place = self.query_one(OptionList).highlighted
        item = self.shown[place] if place is not None and place < len(self.shown) else None
        if item is None or item.id == _NEW or not self.section.grows:
            return
        if self.sure_of != item.id:
            self.sure_of = item.id
        else:
            self.sure_of = None
            try:
                await self.change(lambda view: self.section.remove(view, item.id))
            except Problem as problem:
                self.complain(problem)
        await self.reload()
