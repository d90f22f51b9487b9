"""Writing down what an agency said of one procedure: which outcome, then what goes with it.

Most of it is read off the portal while the citizen waits: a procedure and an outcome by one key
each, then only what that outcome asks for.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import ClassVar

from lienthong_tui.agency_reports import after_text
from lienthong_tui.desk import outcomes
from lienthong_tui.filing.agency_events import Source, Wanted
from lienthong_tui.filing.deadlines import local_day, local_time
from lienthong_tui.filing.telling import Said, read_result, yielded
from lienthong_tui.people.dates import parse_date
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import outcomes as table
from lienthong_tui.procedures.definition import Procedure
from lienthong_tui.procedures.outcomes import Outcome, leads_from
from lienthong_tui.procedures.questions import expand
from lienthong_tui.screens.asking import Asking, typed_moment
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import money, status_label

Done = Callable[[tuple[Wanted, ...]], Awaitable[None]]

_KEYS = "1234567890"
_ASKS = "abcdefghijklmn"
_LAST_AWAY = "-"
_SOURCES: Mapping[Source, str] = {
    "portal": N_("Cổng"),
    "phone": N_("điện thoại"),
    "letter": N_("văn bản"),
}
TYPED: tuple[Source, ...] = ("portal", "phone", "letter")
"""How what is written down by hand was heard."""


class Choosing(FilingPage, Asking):
    """What an agency may say of one procedure now: by one key each."""

    def __init__(self, keeper: Keeper, procedure: Procedure) -> None:
        super().__init__(keeper)
        self.procedure = procedure

    def place(self) -> str:
        """Of which procedure."""
        return pick(self.procedure.name, self.language)

    def state(self) -> tuple[str, str]:
        """The procedure, and where it stands."""
        status = self.keeper.draft.filing.status(self.procedure.id) or ""
        return self.place(), status_label(status, self.language).upper()

    async def items(self) -> Sequence[Item]:
        """Every outcome at its own key; one that cannot follow may be said of an earlier time."""
        status = self.keeper.draft.filing.status(self.procedure.id) or ""
        said = [o for o in table.shipped().values() if o.may_be_said_of(self.procedure)]
        late = self.tr(N_("chỉ khi cơ quan báo trước tin đã ghi"))
        found = [
            Item(
                outcome.id,
                key,
                pick(outcome.name, self.language),
                "" if leads_from(status, outcome.id) else late,
            )
            for key, outcome in keyed(_KEYS, said)
        ]
        if not all(outcome.verified for outcome in said):
            text = self.tr(N_("Danh mục kết quả này: chưa xác minh"))
            found.append(Item("#unverified", "", text, disabled=True))
        return found

    async def choose(self, item: Item) -> None:
        """Type what goes with it."""
        self.ours.hold_keys()
        outcome = table.shipped()[item.id]
        self.app.switch_screen(Hearing(self.keeper, self.procedure, outcome))


class Hearing(FilingPage, TellingActs):
    """What one outcome asks for, each by its key; `1` writes it down."""

    hints: ClassVar[Hints] = (
        ("1", N_("ghi")),
        ("a-z", N_("điền")),
        ("Esc", N_("bỏ, không ghi")),
    )

    def __init__(self, keeper: Keeper, procedure: Procedure, outcome: Outcome) -> None:
        super().__init__(keeper)
        self.procedure = procedure
        self.outcome = outcome
        self.source: Source = "portal"
        self.said_at: datetime | None = None  # now, until something else is said
        self.texts: dict[str, str] = {}
        self.items_wanted: tuple[Wanted, ...] = ()

    def place(self) -> str:
        """Of which procedure."""
        return pick(self.procedure.name, self.language)

    def state(self) -> tuple[str, str]:
        """The procedure, and what is said of it."""
        return self.place(), pick(self.outcome.name, self.language).upper()

    async def items(self) -> Sequence[Item]:
        """What may be typed, then the act."""
        asked = [
            ("source", self.tr(N_("Biết qua")), self.tr(_SOURCES[self.source])),
            ("at", self.tr(N_("Cơ quan báo lúc")), self._at()),
            *self._asked(),
        ]
        found = [Item(f"ask:{name}", key, label, note) for key, (name, label, note) in
                 keyed(_ASKS, asked)]  # fmt: skip
        return [*found, Item("write", "1", self.tr(N_("Ghi vào hồ sơ")))]

    def _at(self) -> str:
        return local_time(self.said_at) if self.said_at else self.tr(N_("bây giờ"))

    def _asked(self) -> list[tuple[str, str, str]]:
        """Name, label and what was typed of each detail that goes with the outcome."""
        found: list[tuple[str, str, str]] = []
        for detail in self.outcome.asks:
            must = " *" if detail in self.outcome.required else ""
            match detail:
                case "results":
                    definition = self.keeper.draft.group.definition
                    for result in yielded(definition, self.procedure.id):
                        label = pick(result.label, self.language)
                        found.append((result.id, label, self.texts.get(result.id, "")))
                case "items":
                    label = self.tr(N_("Các mục phải bổ sung")) + must
                    told = " · ".join(self._item(item) for item in self.items_wanted)
                    found.append(("items", label, told))
                case "amount":
                    amount = self.texts.get("amount", "")
                    told = money(int(amount), self.language) if amount else ""
                    found.append(("amount", self.tr(N_("Số tiền (đồng)")) + must, told))
                case "until":
                    until = self.texts.get("until")
                    told = f"{date.fromisoformat(until):%d/%m/%Y}" if until else ""
                    found.append(("until", self.tr(N_("Ngày hẹn mới")) + must, told))
                case "number" | "reason":
                    label = N_("Số văn bản") if detail == "number" else N_("Lý do")
                    found.append((detail, self.tr(label) + must, self.texts.get(detail, "")))
        return found

    def _item(self, item: Wanted) -> str:
        definition = self.keeper.draft.group.definition
        about = next((c.name for c in definition.component if c.id == item.component), None)
        about = about or next((f.label for f in definition.field if f.id == item.field), None)
        return f"{pick(about, self.language)}: {item.text}" if about else item.text

    async def on_mount(self) -> None:
        """What cannot be left out, or is mostly there to be typed off, is asked at once."""
        await super().on_mount()
        if "items" in self.outcome.required:
            self._ask_about()
        elif "reason" in self.outcome.required:
            self._ask_text("reason", self.tr(N_("Lý do")))
        elif "until" in self.outcome.required:
            self._ask_text("until", self.tr(N_("Ngày hẹn mới")))
        elif "results" in self.outcome.asks:
            definition = self.keeper.draft.group.definition
            for result in yielded(definition, self.procedure.id)[:1]:
                self._ask_text(result.id, pick(result.label, self.language))

    async def choose(self, item: Item) -> None:
        """Ask for a detail, or write everything down."""
        kind, _, name = item.id.partition(":")
        if kind != "ask":
            await self._write()
        elif name == "source":
            after = TYPED.index(self.source) + 1
            self.source = TYPED[after % len(TYPED)]
            await self.reload()
        elif name == "at":
            self.ask(
                self.tr(N_("Cơ quan báo lúc nào, ví dụ 09:15 hoặc 09:15 27/11/2026? (Enter)")),
                self._when,
            )
        elif name == "items":
            self._ask_about()
        else:
            self._ask_text(name, item.name)

    def _ask_text(self, name: str, label: str) -> None:
        label = label[0].lower() + label[1:].removesuffix(" *")
        question = self.tr(N_("Gõ {label}, rồi Enter:"), label=label)
        self.ask(question, partial(self._typed, name), self.texts.get(name, ""))

    async def _typed(self, name: str, text: str) -> None:
        if name == "amount":
            text = "".join(letter for letter in text if letter not in " .,đ")
            if not text.isdecimal():
                raise Problem("answer-number")
        if name == "until":
            today = local_day(self.ours.clock())
            text = parse_date(text, today=today).earliest.isoformat()
        for result in yielded(self.keeper.draft.group.definition, self.procedure.id):
            if result.id == name:
                text = read_result(result, text, local_day(self.ours.clock()))
        self.texts[name] = text

    async def _when(self, text: str) -> None:
        self.said_at = typed_moment(text, self.ours.clock())

    def _ask_about(self) -> None:
        """Which paper or question an item is about; then in which words it is wanted."""
        self.ours.hold_keys()
        self.app.push_screen(About(self.keeper, self.procedure, self.items_wanted, self._wants))

    async def _wants(self, items: tuple[Wanted, ...]) -> None:
        self.items_wanted = items
        await self.reload()

    async def _write(self) -> None:
        results = {
            result.id: self.texts[result.id]
            for result in yielded(self.keeper.draft.group.definition, self.procedure.id)
            if result.id in self.texts
        }
        said = Said(
            procedure=self.procedure.id,
            outcome=self.outcome.id,
            said_at=self.said_at or self.ours.clock(),
            source=self.source,
            number=self.texts.get("number", ""),
            reason=self.texts.get("reason", ""),
            items=self.items_wanted,
            results=results,
            amount=int(self.texts["amount"]) if "amount" in self.texts else None,
            until=date.fromisoformat(self.texts["until"]) if "until" in self.texts else None,
        )
        before = self.keeper.draft.filing
        await self.keeper.do(outcomes.tell, [said])
        self.app.pop_screen()
        after = after_text(before, self.keeper.draft, [self.procedure.id], self.language)
        self.say(" ".join([self.tr(N_("Đã ghi.")), *after]))


class About(FilingPage, Asking):
    """What is wanted, item by item: a paper, a question of the form, or words alone."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("chọn mục, gõ điều phải sửa")),
        ("-", N_("bỏ mục cuối")),
        ("Esc", N_("xong")),
    )

    def __init__(
        self, keeper: Keeper, procedure: Procedure, items: tuple[Wanted, ...], done: Done
    ) -> None:
        super().__init__(keeper)
        self.procedure = procedure
        self.wanted = items
        self.done = done

    def place(self) -> str:
        """What is listed."""
        return self.tr(N_("Các mục phải bổ sung"))

    def state(self) -> tuple[str, str]:
        """How many so far."""
        return self.place(), self.tr(N_("số mục: {count}"), count=len(self.wanted))

    async def items(self) -> Sequence[Item]:
        """Words alone, then papers, then the questions the procedure names by section."""
        draft = self.keeper.draft
        told = {item.component or item.field or "": item.text for item in self.wanted}
        words = [item.text for item in self.wanted if not (item.component or item.field)]
        found = [
            Item("words", "1", self.tr(N_("Điều khác, bằng lời")), " · ".join(words)),
        ]
        if self.wanted:
            found.append(Item("away", _LAST_AWAY, self.tr(N_("Bỏ mục vừa thêm"))))
        found.append(Item("#papers", "", self.tr(N_("GIẤY TỜ")), disabled=True))
        found += [
            Item(f"component:{c.id}", "", pick(c.name, self.language), told.get(c.id, ""))
            for c in draft.outlined.components
            if c.id in self.procedure.components
        ]
        named = set(expand(self.procedure.fields, tuple(draft.group.fields)))
        for section in draft.group.definition.section:
            fields = [
                Item(f"field:{f.id}", "", pick(f.label, self.language), told.get(f.id, ""))
                for f in draft.outlined.fields
                if f.section == section.id and f.id in named and f.derived is None
            ]
            if fields:
                title = pick(section.title, self.language).upper()
                found += [Item(f"#{section.id}", "", title, disabled=True), *fields]
        return found

    async def choose(self, item: Item) -> None:
        """Type what is wanted of it."""
        if item.id == "away":
            self.wanted = self.wanted[:-1]
            await self.reload()
            return
        question = self.tr(N_("{name}: cơ quan yêu cầu gì? (Enter)"), name=item.name)
        self.ask(question, partial(self._wants, item.id))

    async def _wants(self, which: str, text: str) -> None:
        kind, _, name = which.partition(":")
        component = name if kind == "component" else None
        field = name if kind == "field" else None
        others = tuple(
            item
            for item in self.wanted
            if kind == "words" or (item.component, item.field) != (component, field)
        )
        self.wanted = (*others, Wanted(text, field, component))

    async def action_back(self) -> None:
        """Close the question first; then back with what was listed."""
        if self._then is not None:
            self.stop_asking()
            return
        self.app.pop_screen()
        await self.done(self.wanted)
