"""Steps 1, 2 and 5: the questions of the definition, a page for each paper in hand.

The page is drawn from the definition: its fields, their conditions, choices and help. A page shows
at most eight questions; a longer section goes on over several pages.
"""

from collections.abc import Collection
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from lienthong_tui.filing.checks import Finding, step_to_mend
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.questions import Field, Section
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.host import Rejected
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps import row_choices
from lienthong_tui.screens.steps.paging import pages
from lienthong_tui.screens.steps.row_help import told, why
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import answer_label
from lienthong_tui.widgets.chrome import Panel
from lienthong_tui.widgets.field_row import FieldRow

_CODES = ("id_number", "id_document", "integer", "phone", "email")


class Questions(FilingPage):
    """One page of questions. `Enter` answers and goes on, from the last one to the next page."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("tiếp")),
        ("PgUp/Dn", N_("trang")),
        ("F1", N_("giúp")),
        ("F2", N_("quét thẻ")),
        ("F8", N_("cần sửa")),
        ("Esc", N_("các bước")),
    )
    helped = ""  # the field whose help is shown
    AUTO_FOCUS = ""  # where to start is not always on the first one (`on_mount`)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("f1", "help", show=False),
        Binding("f2", "scan", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(
        self,
        keeper: Keeper,
        step: int,
        page: int = 0,
        focus: str | None = None,
        *,
        onward: bool = False,
    ) -> None:
        super().__init__(keeper)
        self.step = step
        self.page = page
        self.wanted = focus
        self.onward = onward
        self.scanned = False
        self.passed: set[str] = set()
        """The questions `Enter` went over unanswered, since the page was opened: the required ones
        are marked."""
        self.covered = False
        """Whether another page was shown over this one since it was drawn."""

    def body(self) -> ComposeResult:
        """A heading, the rows, the panel."""
        section, fields = self._present()
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(self._title(section), classes="heading", markup=False)
            for field in fields:
                row = self._new_row(field)
                try:
                    self._fill(row, field)
                except Problem as problem:  # here it would end the program
                    self.complain(problem)
                yield row
        yield Panel()

    async def on_mount(self) -> None:
        """Start in the row wanted."""
        self.refresh_chrome()
        if (row := self.row(self.wanted) or self._first_open()) is not None:
            # Now, as Textual's own first focus, and not with the next message: the page is painted
            # once, with its row and its panel.
            row.field.has_focus = True
            self.set_focus(row.field)
            row.on_descendant_focus()
            self._show_panel(row)
        self.onward = False

    def _first_open(self) -> FieldRow | None:
        """Where to start: on the first question.

        Going on to a page of which something was told before (by a card, in another role): on the
        first one still open, or on the last one, from which `Enter` leads to the next page.
        """
        rows, outlined = self.rows, self.keeper.draft.outlined
        known = self.keeper.draft.filing.answers.keys() | outlined.recalled.keys()
        if not rows or not self.onward or known.isdisjoint(row.field_id for row in rows):
            return next(iter(rows), None)
        return next((row for row in rows if row.field_id not in outlined.values), rows[-1])

    def all_pages(self) -> list[tuple[Section, tuple[Field, ...]]]:
        """The pages this one is of."""
        return pages(self.keeper, self.step)

    def place(self) -> str:
        """The step, and the page of how many."""
        open_ = ("required", "refused")
        left = sum(1 for f in self.keeper.findings if f.rule in open_ and f.step == self.step)
        text = N_("Bước {step}/6 · trang {page}/{pages} · còn {left} ô bắt buộc")
        if self.has_class("-narrow"):
            text = N_("Bước {step}/6 · {page}/{pages} · còn {left} ô")
        return self.tr(
            text,
            step=self.step,
            page=self.page + 1,
            pages=len(self.all_pages()),
            left=left,
        )

    async def on_screen_resume(self) -> None:
        """What was answered on another page decides what shows here."""
        if self.covered:
            self.covered = False
            await self.draw_rows()
            self.refresh_chrome()
        if self.scanned:
            self.scanned, self.onward = False, True
            if (row := self._first_open()) is not None:
                row.field.focus()

    def on_screen_suspend(self) -> None:
        """Another page is shown over this one."""
        self.covered = True

    # Rows

    @property
    def rows(self) -> list[FieldRow]:
        """The rows on the page, from the top."""
        return list(self.query(FieldRow))

    def row(self, field_id: str | None) -> FieldRow | None:
        """The row of a field, if it stands on this page."""
        return next((row for row in self.rows if row.field_id == field_id), None)

    def row_in_hand(self) -> FieldRow | None:
        """The row in focus."""
        return next((row for row in self.rows if row.has_focus_within), None)

    def _present(self) -> tuple[Section, tuple[Field, ...]]:
        """The page there is now: answers elsewhere may have left fewer of them."""
        all_pages = self.all_pages()
        self.page = min(self.page, len(all_pages) - 1)
        return all_pages[self.page]

    def _title(self, section: Section) -> str:
        return pick(section.title, self.language)

    async def draw_rows(self) -> None:
        """Bring the rows into line with the answers: conditions show and hide questions."""
        section, fields = self._present()
        heading, title = self.query_one(".heading", Static), self._title(section)
        if heading.content != title:  # else the page would be laid out for nothing
            heading.update(title)
        body = self.query_one(".body", VerticalScroll)
        wanted = {field.id: field for field in fields}
        for row in self.rows:
            if row.field_id not in wanted:
                await row.remove()
        standing = {row.field_id: row for row in self.rows}
        before: FieldRow | None = None
        mounting = []
        for field in fields:
            row = standing.get(field.id) or self._new_row(field)
            self._fill(row, field)
            if not row.is_attached:
                mounting.append(body.mount(row, after=before or body.query_one(".heading")))
            before = row
        for each in mounting:
            await each

    def _new_row(self, field: Field) -> FieldRow:
        find = row_choices.to_choose(self, field)
        return FieldRow(
            field.id,
            pick(field.label, self.language),
            "",
            required=field.id in self.keeper.draft.outlined.required,
            find=find or row_choices.offered(self, field),
            free=find is None,
            composes=field.type not in _CODES and field.pattern is None,
        )

    def _fill(self, row: FieldRow, field: Field) -> None:
        refused = self.keeper.refused.get(field.id)
        if refused is not None:
            row.keep(refused.text, wrong=True)
        else:
            given = self.keeper.draft.outlined.values.get(field.id)
            row.keep(answer_label(field, given, self.language))
            likely = self.keeper.draft.outlined.proposal(field) if given is None else None
            row.propose(
                likely, "" if likely is None else answer_label(field, likely, self.language)
            )
        row.flag(bool(self._said_of(field.id)) or self._is_passed(row))
        row.share(field.id in self.keeper.draft.outlined.recalled)

    def _is_passed(self, row: FieldRow) -> bool:
        unanswered = row.field_id not in self.keeper.draft.outlined.values
        return row.field_id in self.passed and row.required and unanswered

    def _said_of(self, field_id: str) -> list[Finding]:
        """What the rules find wrong with an answer, or ask a reason for."""
        return [
            finding
            for finding in self.keeper.findings
            if finding.field == field_id
            and finding.rule not in ("required", "refused")
            and (finding.level == "error" or (finding.level == "warning" and not finding.reason))
            and step_to_mend(finding) == self.step
        ]

    # Answers

    @on(FieldRow.Answered)
    async def _answered(self, event: FieldRow.Answered) -> None:
        event.stop()
        row = event.row
        if not row.is_attached:
            return
        before = self.keeper.draft.outlined.values.keys()
        taken = await self.answer(row.field_id, event.given)
        also = self.keeper.draft.outlined.values.keys() - before - {row.field_id}
        await self.draw_rows()
        self.refresh_chrome()
        self._show_panel(row)
        # An answer that a rule finds wrong is stored; one more Enter goes past it.
        wrong = any(finding.level == "error" for finding in self._said_of(row.field_id))
        if event.confirmed and taken and not wrong and row.is_attached:
            await self._go_on(row, over=also)  # a whole name has filled the boxes below

    @on(FieldRow.Left)
    async def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.row.is_attached:
            await self._keep_half(event.row)
            self._fill(event.row, self.keeper.draft.group.fields[event.row.field_id])
            self.refresh_chrome()

    async def _keep_half(self, row: FieldRow) -> None:
        """Half a name is no answer, and is not thrown away either."""
        problem = Problem("choice-open", text=row.field.value)
        await self.keeper.keep_text(row.field_id, Rejected(row.field.value, problem))

    @on(FieldRow.Confirmed)
    async def _confirmed(self, event: FieldRow.Confirmed) -> None:
        event.stop()
        self.passed.add(event.row.field_id)
        self._fill(event.row, self.keeper.draft.group.fields[event.row.field_id])
        await self._go_on(event.row)

    async def _go_on(self, row: FieldRow, over: Collection[str] = ()) -> None:
        """To the next row that is not among those to be passed over, or to the next page."""
        below = self.rows[self.rows.index(row) + 1 :]
        following = next((other for other in below if other.field_id not in over), None)
        if following is not None:
            following.field.focus()
        else:
            await self.action_page(1)

    # The panel

    async def refit(self) -> None:
        """The panel says more where it is wide; an open help stays."""
        row = self.row_in_hand()
        if row is not None and self.helped != row.field_id:
            self._show_panel(row)

    @on(FieldRow.Looked)
    def _looked(self, event: FieldRow.Looked) -> None:
        event.stop()
        if event.row.has_focus_within:
            self._show_panel(event.row)

    def _show_panel(self, row: FieldRow) -> None:
        if not (row.is_attached and row.has_focus_within):
            return
        findings = self._said_of(row.field_id)
        asked = [each.field_id for each in self.rows]
        lines = told(self, row, findings, passed=self._is_passed(row), asked=asked)
        if self.has_class("-wide"):
            field = self.keeper.draft.group.fields[row.field_id]
            lines += [*([""] if lines else []), *why(self, field)]
        self.helped = ""
        self.query_one(Panel).show(lines)

    async def action_help(self) -> None:
        """Why the question is asked, by which text and whether that was checked; asked again, what
        the keys do."""
        row = self.row_in_hand()
        if row is None or self.helped == row.field_id:
            self._close_help()
            await self.run_action("app.key_map")
            return
        self.helped = row.field_id
        field = self.keeper.draft.group.fields[row.field_id]
        lines = [pick(field.label, self.language)]
        if field.help is not None:
            lines.append(pick(field.help, self.language))
        self.query_one(Panel).show([*lines, *why(self, field)])

    def _close_help(self) -> None:
        self.helped = ""
        if (row := self.row_in_hand()) is not None:
            self._show_panel(row)

    # Cards

    def person_in_hand(self) -> str | None:
        """The role of the person the row in focus tells of, or else the first one of the page."""
        people = self.keeper.draft.group.tells_of
        here = people.get(self.field_in_hand() or "")
        person = here or next((people[r.field_id] for r in self.rows if r.field_id in people), None)
        return person.role if person else None

    async def card_typed(self, begun: str) -> None:
        """A card scanned without F2 is one for the person in hand."""
        if self.person_in_hand() is None:
            await self.card_out_of_place()
        else:
            await self.action_scan(begun)

    async def action_scan(self, begun: str = "") -> None:
        """Scan a card for the person in hand, or say that it is one told of already."""
        from lienthong_tui.screens.scan import ScanPerson

        role = self.person_in_hand()
        if role is None:
            self.say(self.tr(N_("Trang này không hỏi về người nào để quét thẻ.")))
            return
        await self.leave_row()
        self.scanned = True
        self.ours.hold_keys()
        self.app.push_screen(ScanPerson(self.keeper, role, begun))

    # Moving

    async def action_page(self, by: int) -> None:
        """Another page of the step; beyond its ends, the list of steps."""
        await self.leave_row()
        target = self.page + by
        if 0 <= target < len(self.all_pages()):
            self.ours.hold_keys()
            self.app.switch_screen(Questions(self.keeper, self.step, target, onward=by > 0))
        elif (self.step, by) in ((1, 1), (2, -1)):  # it stands between the two steps
            from lienthong_tui.screens.steps.agencies import Agencies

            self.ours.hold_keys()
            self.app.switch_screen(Agencies(self.keeper))
        else:
            await self.action_back()

    def field_in_hand(self) -> str | None:
        """The field of the row in focus."""
        row = self.row_in_hand()
        return row.field_id if row is not None else None

    async def leave_row(self) -> None:
        """Answer what stands half typed in the row in focus, before the page goes."""
        row = self.row_in_hand()
        if row is None:
            return
        if (given := row.pending()) is not None:
            await self.answer(row.field_id, given)
        elif row.half_typed:
            await self._keep_half(row)

    async def action_back(self) -> None:
        """Close the help; or back to the list of steps, where what was typed is kept."""
        if self.helped:
            self._close_help()
            return
        await self.leave_row()
        self.app.pop_screen()
