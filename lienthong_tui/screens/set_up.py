"""First run: a desk made by guided questions, in use only when its keys have been proved.

Four pages: the desk and its officer, the deadlines it follows, the recovery key, the codes.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from lienthong_tui.access import passwords
from lienthong_tui.desk import set_up
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.people.places import commune_label, communes
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.screens.set_up_keys import RecoveryKey
from lienthong_tui.sentences import choices, pick, tr
from lienthong_tui.sentences.choices import communes_like
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import UNVERIFIED, sentence
from lienthong_tui.text.clean import clean
from lienthong_tui.widgets.chrome import Panel
from lienthong_tui.widgets.field_row import AnswerInput, FieldRow

_QUESTIONS = (
    ("number", N_("Quầy số"), N_("Từ 1 đến 9: phân biệt các quầy của một xã.")),
    (
        "commune",
        N_("Xã, phường hoặc đặc khu"),
        N_("Gõ vài chữ của tên, không cần dấu, rồi chọn bằng chữ số hoặc mũi tên."),
    ),
    ("officer_name", N_("Tên người tiếp nhận"), N_("Tên hiện trên quầy, đăng nhập cũng được.")),
    (
        "officer_id",
        N_("Số định danh người tiếp nhận"),
        N_("12 chữ số trên thẻ căn cước; dùng để đăng nhập."),
    ),
    (
        "password",
        N_("Mật khẩu của quầy"),
        N_("Ghép vài từ dễ nhớ, ít nhất 10 ký tự. Không dùng lại mật khẩu VNeID."),
    ),
    ("again", N_("Nhập lại mật khẩu"), N_("Gõ lại đúng mật khẩu ở ô trên.")),
)


@dataclass
class Wishes:
    """What was answered so far, as typed: it stays whichever page one goes to."""

    texts: dict[str, str] = field(default_factory=lambda: {"number": "1"})
    deadlines: dict[str, str] = field(default_factory=dict)


class SecretRow(FieldRow):
    """A row whose text is not shown."""

    def compose(self) -> ComposeResult:
        """The label and the field, as dots."""
        for widget in super().compose():
            if isinstance(widget, AnswerInput):
                widget.password = True
            yield widget


class SetUp(Page):
    """The desk and its first officer."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("tiếp")),
        ("Tab", N_("ô sau")),
        ("Shift+Tab", N_("ô trước")),
        ("F8", N_("khôi phục quầy cũ")),
        ("Ctrl+Q", N_("thoát, chưa lập gì")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8", "restore", show=False)]

    def __init__(self, wishes: Wishes | None = None, said: str = "") -> None:
        super().__init__()
        self.wishes = wishes or Wishes()
        self.said = said

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("LẬP QUẦY MỚI · 1/4 quầy và người tiếp nhận"))

    def state(self) -> tuple[str, str]:
        """Where the desk will stand."""
        return self.tr(N_("Thư mục của quầy: {folder}"), folder=self.ours.folder), ""

    def body(self) -> ComposeResult:
        """The questions and the panel."""
        with VerticalScroll(classes="body", can_focus=False):
            yield Static("", classes="quiet lead", markup=False)
            for name, label, _ in _QUESTIONS:
                text = self.wishes.texts.get(name, "")
                find = communes_like if name == "commune" else None
                shown = commune_label(text) if name == "commune" and text else text
                kind = SecretRow if name in ("password", "again") else FieldRow
                yield kind(name, self.tr(label), shown, required=True, find=find)
        yield Panel()

    async def on_mount(self) -> None:
        """Tell what will be asked."""
        await super().on_mount()
        lead = N_(
            "Máy này chưa có quầy. Bốn trang: quầy, thời hạn, khóa khôi phục, mã xác nhận."
            " Cần sẵn: giấy bút và điện thoại có ứng dụng tạo mã (TOTP)."
        )
        self.query_one(".lead", Static).update(self.tr(lead))
        self.run_worker(asyncio.to_thread(choices.warm), exit_on_error=False)

    def action_restore(self) -> None:
        """Make a desk of a backup instead of a new one."""
        from lienthong_tui.screens.restoring import Restoring

        self.app.push_screen(Restoring())

    @on(FieldRow.Answered)
    def _answered(self, event: FieldRow.Answered) -> None:
        event.stop()
        row, text = event.row, str(event.given).strip()
        self.said = ""
        self.wishes.texts[row.field_id] = text
        wrong = bool(self._mistake(row.field_id))
        is_commune = row.field_id == "commune" and not wrong
        row.keep(commune_label(text) if is_commune else text, wrong=wrong)
        self._show_panel(row)
        if event.confirmed and not wrong:
            self._go_on(row)

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        self.wishes.texts[event.row.field_id] = ""
        event.row.keep(event.row.field.value, wrong=True)

    @on(FieldRow.Confirmed)
    def _confirmed(self, event: FieldRow.Confirmed) -> None:
        event.stop()
        self._go_on(event.row)

    def _go_on(self, row: FieldRow) -> None:
        rows = list(self.query(FieldRow))
        here = rows.index(row)
        if here + 1 < len(rows):
            rows[here + 1].field.focus()
            return
        wrong = [row for row in rows if self._mistake(row.field_id)]
        for each in wrong:
            each.keep(each.field.value, wrong=True)
        if wrong:
            wrong[0].field.focus()
            self._show_panel(wrong[0])
            return
        self.ours.hold_keys()
        self.app.switch_screen(Deadlines(self.wishes))

    def _mistake(self, name: str) -> str:
        """What is wrong with an answer and how to mend it; empty when it is right."""
        text = self.wishes.texts.get(name, "")
        if name == "commune" and text not in communes():
            return self.tr(N_("Chưa chọn xã. Gõ vài chữ của tên rồi chọn trong danh sách."))
        if name == "again" and text != self.wishes.texts.get("password", ""):
            return self.tr(N_("Hai lần nhập mật khẩu khác nhau. Gõ lại một trong hai ô."))
        try:
            _check(name, text)
        except Problem as problem:
            return sentence(problem, self.language)
        return ""

    @on(FieldRow.Looked)
    def _looked(self, event: FieldRow.Looked) -> None:
        event.stop()
        if event.row.has_focus_within:
            self._show_panel(event.row)

    def _show_panel(self, row: FieldRow) -> None:
        lines = [self.said] if self.said else []
        if row.wrong:
            lines.append(self.tr(N_("Cần sửa: ")) + self._mistake(row.field_id))
        found = row.choices
        lines += row.choice_lines()
        if not found:
            lines.append(
                self.tr(next(text for name, _, text in _QUESTIONS if name == row.field_id))
            )
        self.query_one(Panel).show(lines)

    async def action_back(self) -> None:
        """There is nothing behind the first page."""


def _check(name: str, text: str) -> None:
    """Raise what is wrong with one answer."""
    if name == "number" and text not in tuple("123456789"):
        raise Unusable("desk-number", number=text or "—")
    if name == "officer_name" and not clean(text):
        raise Unusable("officer-name-empty")
    if name == "officer_id":
        parse_id_number(text)
    if name == "password":
        passwords.check_strength(text)


class Deadlines(Menu):
    """Which of the texts in force the office follows, group by group: none is confirmed."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("chọn")),
        ("Enter", N_("chọn dòng sáng")),
        ("Esc", N_("trang trước")),
    )

    def __init__(self, wishes: Wishes) -> None:
        super().__init__()
        self.wishes = wishes
        self.making = False

    def heading(self) -> str:
        """What is chosen."""
        return self.tr(N_("LẬP QUẦY MỚI · 2/4 thời hạn giải quyết"))

    def state(self) -> tuple[str, str]:
        """The question; or that the desk is being made."""
        if self.making:
            return self.tr(N_("Đang lập quầy…")), ""
        if self._group() is None:
            today = f"{local_day(self.ours.clock()):%d/%m/%Y}"
            text = N_("Hôm nay là {today}? Chưa văn bản nào có hiệu lực: chỉnh đồng hồ của máy.")
            return self.tr(text, today=today), ""
        text = N_("Cơ quan đang theo văn bản nào? Chưa văn bản nào được xác minh.")
        return self.tr(text), ""

    def _group(self) -> Group | None:
        """The first group in force for which nothing was chosen."""
        today = local_day(self.ours.clock())
        return next(
            (
                group
                for group in loading.shipped()
                if group.definition.in_force(today)
                and group.definition.group not in self.wishes.deadlines
            ),
            None,
        )

    async def items(self) -> Sequence[Item]:
        """The group, then the texts in force: their sources, and that nobody has confirmed them."""
        group = self._group()
        if group is None:
            return ()
        today = local_day(self.ours.clock())
        found = [Item("", "", pick(group.definition.name, self.language), disabled=True)]
        schemes = [scheme for scheme in group.definition.scheme if scheme.in_force(today)]
        for number, scheme in enumerate(schemes, 1):
            mark = "" if scheme.verified else f" – {tr(UNVERIFIED, self.language)}"
            name = f"{pick(scheme.name, self.language)}\n{scheme.law}{mark}"
            found.append(Item(scheme.id, str(number), name))
        return found

    def put(self, found: Sequence[Item]) -> None:
        """Show them with none chosen: an Enter too many on the page before decides nothing."""
        super().put(found)
        self.query_one(OptionList).highlighted = None

    async def choose(self, item: Item) -> None:
        """Go on with the next group, after the last one make the desk."""
        group = self._group()
        if group is None:
            return
        self.wishes.deadlines[group.definition.group] = item.id
        await self.reload()
        if self._group() is None:
            self.making = True
            self.refresh_chrome()
            self.ours.hold_keys()
            self.run_worker(self._make())

    async def _make(self) -> None:
        try:
            prepared = await self.ours.at_desk(self._prepare)
        except Problem as problem:
            self.wishes.deadlines.clear()
            self.making = False
            said = sentence(problem, self.language)
            self.when_on_top(lambda: self.app.switch_screen(SetUp(self.wishes, said)))
            return
        self.when_on_top(lambda: self.app.switch_screen(RecoveryKey(prepared)))

    def _prepare(self) -> set_up.Prepared:
        texts = self.wishes.texts
        return set_up.prepare(
            self.ours.folder,
            commune=texts["commune"],
            number=int(texts["number"]),
            officer_id=parse_id_number(texts["officer_id"]),
            officer_name=clean(texts["officer_name"]),
            password=texts["password"],
            deadlines=self.wishes.deadlines,
            now=self.ours.clock(),
        )

    async def action_back(self) -> None:
        """Back to the questions, while nothing is being made."""
        if not self.making:
            self.wishes.deadlines.clear()
            self.app.switch_screen(SetUp(self.wishes))
