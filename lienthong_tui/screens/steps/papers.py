"""Step 4: the papers the dossier needs, each with its files or why there are none."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import OptionList

from lienthong_tui.desk import drafting, equipment
from lienthong_tui.desk.equipment import Pages
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import (
    Absent,
    Attached,
    Detached,
    OriginalSeen,
)
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Component
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import megabytes, sentence
from lienthong_tui.text.clean import clean
from lienthong_tui.text.glyphs import printable
from lienthong_tui.widgets.viet_input import VietInput

_PATHS = "/~'\""  # what a path begins with
_DIGITS = 9  # files that a digit can tell apart; of more, the last ones


class Papers(FilingPage, Asking):
    """A line for each component; `Enter` asks for a file, `k` for the reason why there is none."""

    hints: ClassVar[Hints] = (
        ("F4", N_("lấy tệp quét")),
        ("Enter", N_("gõ tên tệp")),
        ("Del", N_("bỏ tệp")),
        ("b", N_("đã đối chiếu")),
        ("k", N_("không có, vì…")),
        ("Esc", N_("các bước")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "scanned", show=False, priority=True),
        Binding("b", "original", show=False),
        Binding("k", "absent", show=False),
        Binding("delete", "remove", show=False),
    ]

    removing: Sequence[Attached] = ()
    pages: Pages | None = None  # of the scanner, shown and not yet attached
    pages_for = ""

    def place(self) -> str:
        """The step."""
        return self.tr(N_("Bước 4/6 · đính kèm giấy tờ"))

    def components(self) -> Sequence[Component]:
        """What papers this page is about."""
        return self.keeper.draft.outlined.components

    async def items(self) -> Sequence[Item]:
        """The components that apply, with what is there."""
        draft = self.keeper.draft
        most = draft.group.definition.component_bytes
        found = []
        for component in self.components():
            files = [a for a in draft.filing.attachments if a.component == component.id]
            required = component.id in draft.outlined.papers_required
            if files:
                size = sum(a.size for a in files)
                note = self.tr(
                    N_("{count} tệp · {size}/{most} MB"),
                    count=len(files),
                    size=megabytes(size, self.language),
                    most=megabytes(most, self.language),
                )
                seen = component.id in draft.filing.originals_seen
                kind = N_("đã đối chiếu") if seen else N_("bản sao")
                names = ", ".join(file.name for file in files)
                note = f"{note} · {self.tr(kind)} · {names}"
                if why := next((file.reason for file in files if file.reason), None):
                    note += " · " + self.tr(N_("vì: {reason}"), reason=why)
            elif component.id in draft.filing.absences:
                reason = draft.filing.absences[component.id]
                note = self.tr(N_("không có: {reason}"), reason=reason)
            elif component.database is not None:
                where = pick(component.database, self.language)
                note = self.tr(N_("không yêu cầu nộp: có trong {database}"), database=where)
            else:
                note = self.tr(N_("CHƯA CÓ – bắt buộc")) if required else self.tr(N_("nếu có"))
            found.append(Item(component.id, "", pick(component.name, self.language), note))
        return found

    async def choose(self, item: Item) -> None:
        """Ask for a file for this component; first why, where a database holds what it says."""
        self.removing = ()
        definition = self.keeper.draft.group.definition
        component = self._component(self.pages_for if self.pages is not None else item.id)
        files = [a for a in self.keeper.draft.filing.attachments if a.component == component.id]
        reason = next((a.reason for a in files if a.reason), None)
        if component.database is None or reason is not None:
            await self._file_for(component.id, reason)
            return
        offered = [pick(words, self.language) for words in definition.database_reasons]
        listed = "\n".join(f"{number} {text}" for number, text in enumerate(offered, 1))
        question = N_("Vì sao vẫn nhận giấy này? Chữ số hoặc lý do khác, rồi Enter:\n{reasons}")
        self.ask(self.tr(question, reasons=listed), partial(self._why, component.id))

    async def _file_for(self, component: str, reason: str | None) -> None:
        """Attach the pages that are shown, or ask for a path."""
        if self.pages is None:
            self._ask_path(component, reason)
            return
        pages, self.pages = self.pages, None
        try:
            # What was shown, not what lies at its paths by now.
            await self.keeper.do(drafting.attach, component, pages.scan.paper, reason)
        except Problem as problem:
            self.pages = pages
            self.complain(problem)
            return
        self.ours.scans_taken |= {file.mark for file in pages.files}
        self.stop_asking()
        await self.reload()

    def _ask_path(self, component: str, reason: str | None) -> None:
        question = N_("Đường dẫn tệp PDF, JPEG hoặc PNG (Enter để đính kèm):")
        self.ask(self.tr(question), partial(self._give, component, reason))

    async def _why(self, component: str, text: str) -> None:
        offered = self.keeper.draft.group.definition.database_reasons
        chosen = text.isascii() and text.isdigit() and 0 < int(text) <= len(offered)
        reason = offered[int(text) - 1].vi if chosen else self._reason(text)
        await self._file_for(component, reason)

    def _reason(self, text: str) -> str:
        """A reason as it is typed: the agency reads it. Errors: of `clean`, `printable`."""
        return printable(clean(text), self.tr(N_("lý do")))

    async def _give(self, component: str, reason: str | None, text: str) -> None:
        path = typed_path(text)
        await self.keeper.do(drafting.attach_file, component, path, reason)

    async def action_scanned(self) -> None:
        """Take the newest file of the scanner; pressed again, one page more."""
        if self._then is not None:
            self.stop_asking()
        component = self.pages_for if self.pages is not None else self._chosen()
        if component is None:
            return
        sofar = self.pages.files if self.pages is not None else ()
        draft, taken = self.keeper.draft, self.ours.scans_taken
        try:
            self.pages = await self.ours.at_desk(
                equipment.scanned, self.ours.at, draft, sofar, taken
            )
        except Problem as problem:
            self.complain(problem)
            return
        self.removing = ()
        self.pages_for = component
        self.tell(self._scan_said(self.pages))

    def _scan_said(self, pages: Pages) -> str:
        """What would be attached, what to look at, and which key does it."""
        names = ", ".join(file.path.name for file in pages.files)
        newest = pages.files[-1].modified.astimezone(VIETNAM)
        size = megabytes(len(pages.scan.paper.data), self.language)
        paper = pick(self._component(self.pages_for).name, self.language)
        text = N_("{names} · quét lúc {time} · {size} MB")
        lines = [
            self.tr(
                N_("Enter: đính kèm vào “{paper}” · F4: thêm một trang · Esc: thôi"), paper=paper
            ),
            self.tr(text, names=names, time=f"{newest:%H:%M:%S %d/%m}", size=size),
        ]
        if pages.before:
            text = N_("! Tệp này quét trước khi mở hồ sơ: có thể là giấy của người khác.")
            lines.append(self.tr(text))
        lines += ["! " + sentence(doubt, self.language) for doubt in pages.scan.doubts]
        return "\n".join(lines)

    async def action_original(self) -> None:
        """Note that the files were held against the original, or that they were not after all."""
        component = self._chosen()
        filing = self.keeper.draft.filing
        if component is None or component not in {a.component for a in filing.attachments}:
            self.say(self.tr(N_("Đính kèm tệp trước, rồi mới ghi là đã đối chiếu với bản chính.")))
            return
        seen = component not in filing.originals_seen
        try:
            await self.keeper.record(OriginalSeen(component=component, seen=seen))
        except Problem as problem:
            self.complain(problem)
        await self.reload()

    def action_absent(self) -> None:
        """Ask why there is no such paper."""
        if (component := self._chosen()) is not None:
            self.removing = ()
            if self._component(component).database is not None:
                self.say(self.tr(N_("Giấy này không yêu cầu nộp: không cần ghi lý do.")))
                return
            question = N_("Vì sao không có giấy này (Enter để ghi):")
            self.ask(self.tr(question), partial(self._absent, component))

    async def _absent(self, component: str, reason: str) -> None:
        await self.keeper.record(Absent(component=component, reason=self._reason(reason)))

    async def action_remove(self) -> None:
        """Take the file away; when there are several, a digit tells which."""
        files = [a for a in self.keeper.draft.filing.attachments if a.component == self._chosen()]
        if len(files) == 1:
            await self._remove(files[0])
        elif files:
            self.removing = files[-_DIGITS:]
            names = " · ".join(f"{n} {file.name}" for n, file in enumerate(self.removing, 1))
            self.tell(self.tr(N_("Bỏ tệp nào? {files}"), files=names))

    async def on_key(self, event: Key) -> None:
        """The digit of the file to take away; or a path begun before it was asked for."""
        digit = event.character or ""
        if digit in _PATHS and digit and self._then is None and self._chosen() is not None:
            event.stop()
            await self.choose(self.shown[self.query_one(OptionList).highlighted or 0])
            self.query_one("#given", VietInput).insert_text_at_cursor(digit)
            return
        if self.removing and digit in "123456789"[: len(self.removing)] and digit:
            event.stop()
            await self._remove(self.removing[int(digit) - 1])

    async def _remove(self, file: Attached) -> None:
        self.removing = ()
        self.tell("")
        try:
            await self.keeper.record(Detached(component=file.component, content=file.content))
        except Problem as problem:
            self.complain(problem)
        else:
            self.say(self.tr(N_("Đã bỏ tệp {name}."), name=file.name))
        await self.reload()

    def _component(self, name: str) -> Component:
        components = self.keeper.draft.group.definition.component
        return next(component for component in components if component.id == name)

    def _chosen(self) -> str | None:
        highlighted = self.query_one(OptionList).highlighted
        return None if highlighted is None else self.shown[highlighted].id

    async def action_back(self) -> None:
        """Close what is asked first, then the page."""
        if self.removing or (self.pages is not None and self._then is None):
            self.removing, self.pages = (), None
            self.tell("")
        else:
            await super().action_back()
