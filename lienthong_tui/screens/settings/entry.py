"""One entry of the settings: its questions on one page, stored together from the last one."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from lienthong_tui.problems import Busy, Problem
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.settings.page import SettingsPage
from lienthong_tui.screens.settings.section import Column, Entry, Section
from lienthong_tui.screens.settings.sections import sections
from lienthong_tui.sentences.choices import Choice, among
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.widgets.chrome import Panel
from lienthong_tui.widgets.field_row import FieldRow

_CHOOSE = N_("Chọn một mục của “{label}”.")


class EntryPage(SettingsPage):
    """`Enter` goes on, and stores from the last question; `Esc` stores too, and asks if it cannot.

    Nothing counts before it is stored: an address without its name is no facility.
    """

    hints: ClassVar[Hints] = (
        ("Enter", N_("tiếp, ở ô cuối thì lưu")),
        ("1-9", N_("chọn")),
        ("Shift+Tab", N_("ô trước")),
        ("Esc", N_("lùi")),
    )

    def __init__(self, section: str, entry: str) -> None:
        super().__init__()
        self.section_id = section
        self.entry_id = entry
        self.given: dict[str, str] = {}
        self.began = b""
        self.said = ""
        self.sure = False

    async def on_mount(self) -> None:
        """Note the settings it begins with: entries are called by their place on the list."""
        self.began = self.ours.at.office_source
        await super().on_mount()

    @property
    def section(self) -> Section:
        """The section the entry belongs to."""
        return next(s for s in sections(self.view()) if s.id == self.section_id)

    def _entry(self) -> Entry:
        """The entry as it is stored; a blank one when it is new."""
        blank = Entry("", self.tr(N_("dòng mới")), "", {})
        entries = self.section.entries(self.view())
        return next((entry for entry in entries if entry.id == self.entry_id), blank)

    def heading(self) -> str:
        """The section and the entry."""
        return f"{self.section.title(self.view())} · {self._entry().name}"

    def state(self) -> tuple[str, str]:
        """Whether anything is stored; why not stands in the panel."""
        if self.sure:
            return self.tr(N_("Chưa lưu. Esc lần nữa: bỏ phần vừa gõ")), ""
        if self.said:
            return self.tr(N_("Chưa lưu")), ""
        return self.tr(N_("Chưa đổi gì cho tới khi lưu")), ""

    def body(self) -> ComposeResult:
        """The questions and the panel."""
        with VerticalScroll(classes="body", can_focus=False):
            yield Static("", classes="heading", markup=False)
            for column in self._columns():
                kept = self._kept(column)
                labels = dict(column.choices)
                yield FieldRow(
                    column.id,
                    column.label,
                    labels.get(kept, kept),
                    required=column.required,
                    find=among([Choice(*pair) for pair in column.choices]) if labels else None,
                )
        yield Panel()

    def _columns(self) -> tuple[Column, ...]:
        return tuple(self.section.columns(self.view(), self.entry_id))

    def _kept(self, column: Column) -> str:
        """What the page begins with."""
        return self._entry().values.get(column.id, column.default)

    @property
    def values(self) -> Mapping[str, str]:
        """Every question as answered here, else as it began."""
        return {c.id: self.given.get(c.id, self._kept(c)) for c in self._columns()}

    @on(FieldRow.Answered)
    async def _answered(self, event: FieldRow.Answered) -> None:
        event.stop()
        row, given = event.row, str(event.given)
        column = next(c for c in self._columns() if c.id == row.field_id)
        choices = dict(column.choices)
        if choices and given not in ("", *choices):  # Enter on a text that names none
            row.keep(given, wrong=True)
            self._tell(self.tr(_CHOOSE, label=column.label))
            return
        known = self.given.get(row.field_id) == given
        self.given[row.field_id] = given
        row.keep(choices.get(given, given))
        if not known:  # else what was said of it still stands
            self._tell("")
        if event.confirmed:
            await self._go_on(row)

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        event.row.keep(event.row.field.value, wrong=True)

    @on(FieldRow.Confirmed)
    async def _confirmed(self, event: FieldRow.Confirmed) -> None:
        event.stop()
        await self._go_on(event.row)

    @on(FieldRow.Looked)
    def _looked(self, event: FieldRow.Looked) -> None:
        event.stop()
        if event.row.has_focus_within:
            self._show_panel(event.row)

    async def _go_on(self, row: FieldRow) -> None:
        rows = list(self.query(FieldRow))
        here = rows.index(row)
        if here + 1 < len(rows):
            rows[here + 1].field.focus()
        elif await self._store():
            self.app.pop_screen()

    async def _store(self) -> bool:
        """Store the entry; where that is refused, say why and go to what is missing."""
        values = self.values
        rows = {row.field_id: row for row in self.query(FieldRow)}
        for column in self._columns():
            row = rows[column.id]
            if _undecided(row):
                text = _CHOOSE
            elif column.required and not values[column.id].strip():
                text = N_("Cần điền “{label}”.")
            else:
                continue
            self._tell(self.tr(text, label=column.label))
            row.field.focus()
            return False
        try:
            if self.ours.at.office_source != self.began:
                raise Busy("office-moved")
            await self.change(lambda view: self.section.put(view, self.entry_id, values))
        except Problem as problem:
            self._tell(sentence(problem, self.language))
            return False
        self.say(self.tr(N_("Đã lưu thiết lập.")))
        return True

    def _tell(self, text: str) -> None:
        self.said = text
        self.sure = False
        self.refresh_chrome()
        if (row := self._row_in_hand()) is not None:
            self._show_panel(row)

    def _row_in_hand(self) -> FieldRow | None:
        return next((row for row in self.query(FieldRow) if row.has_focus_within), None)

    def _show_panel(self, row: FieldRow) -> None:
        column = next(c for c in self._columns() if c.id == row.field_id)
        lines = [self.said] if self.said else []
        lines += row.choice_lines()
        if column.help:
            lines.append(column.help)
        self.query_one(Panel).show(lines)

    async def action_back(self) -> None:
        """Back; what was typed is stored first, or given up at the second press."""
        row = self._row_in_hand()
        if row is not None and (given := row.pending()) is not None:
            self.given[row.field_id] = str(given)
        was_asked = self.sure
        untouched = not self.given and not any(map(_undecided, self.query(FieldRow)))
        if untouched or was_asked or await self._store():
            self.app.pop_screen()
            return
        self.sure = True
        self.refresh_chrome()


def _undecided(row: FieldRow) -> bool:
    """Whether a text that names no choice, or several, stands where one has to be chosen."""
    return not row.free and (row.wrong or row.half_typed)
