"""Two filings that may be about one person, side by side: what the officer decides, and why."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import ClassVar, Literal, NamedTuple, cast

from lienthong_tui.desk import alike as alikes
from lienthong_tui.desk import mending
from lienthong_tui.desk.alike import Alike
from lienthong_tui.filing.alike import Kin, Subject
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.events import Compared, Withdrawn
from lienthong_tui.filing.recall import person_in
from lienthong_tui.filing.reference import desk_of
from lienthong_tui.people.dates import format_date
from lienthong_tui.procedures.alike import rules_of
from lienthong_tui.procedures.elements import Words
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_alike import LEVELS
from lienthong_tui.sentences.wording import likeness, state_label
from lienthong_tui.text.clean import clean
from lienthong_tui.text.mask import mask

Verdict = Literal["same", "different", "stop-other"]
Mark = Literal["", "=", "≠", "≈"]
Show = Callable[[str | None, bool], str]
"""A fact in words: whole, or as much as anybody may see."""

_MARK, _LABEL, _BETWEEN = 2, 15, 2  # columns


class Fact(NamedTuple):
    """One line of the comparison: what, here, there; equal, unlike, or unlike behind the mask."""

    name: str
    one: str
    other: str
    mark: Mark = ""


class Comparing(FilingPage, TellingActs):
    """The facts of both are masked until a supervisor uncovers them, which is journaled.

    `number` is which of the filings found is shown, `deciding` the verdict a reason is asked for.
    """

    hints: ClassVar[Hints] = (("1-9", N_("chọn")), ("PgUp/PgDn", N_("cuộn")), ("Esc", N_("lùi")))

    def __init__(self, keeper: Keeper, other: str | None = None) -> None:
        super().__init__(keeper)
        self.wanted = other
        self.number = 0
        self.deciding: Verdict | None = None
        self.uncovered: set[str] = set()

    def heading(self) -> str:
        """What is done here; the name stays masked."""
        return self.tr(N_("SO HAI HỒ SƠ CÓ THỂ TRÙNG"))

    def place(self) -> str:
        """How sure it is, and which of how many."""
        shown = self.shown_alike
        if shown is None:
            return ""
        level = self.tr(LEVELS[shown.likeness.level])
        count = len(self.found)
        return f"{level} · {self.number + 1}/{count}" if count > 1 else level

    def keys(self) -> Hints:
        """Not the key that leads here."""
        return TellingActs.keys(self)

    def field_in_hand(self) -> str | None:
        """What the finding is about that is mended here."""
        shown = self.shown_alike
        return shown.line.filing if shown else None

    @property
    def found(self) -> Sequence[Alike]:
        """The other filings."""
        searched = self.keeper.draft.alike
        return searched.found if searched else ()

    @property
    def shown_alike(self) -> Alike | None:
        """The one shown."""
        return self.found[self.number] if self.number < len(self.found) else None

    async def on_screen_resume(self) -> None:
        """Look anew: the other may have been gone on with, or given up."""
        await self.keeper.reopen()
        ids = [alike.line.filing for alike in self.found]
        undecided = (n for n, alike in enumerate(self.found) if alike.verdict is None)
        if self.wanted in ids:
            self.number = ids.index(self.wanted)
        elif self.wanted is None:
            self.number = next(undecided, 0)
        self.number = min(self.number, max(len(ids) - 1, 0))
        self.wanted = ""
        await super().on_screen_resume()

    async def items(self) -> Sequence[Item]:
        """What can be decided, or the reasons for it."""
        shown = self.shown_alike
        if shown is None:
            self.show_text([self.tr(N_("Không còn hồ sơ nào có thể trùng với hồ sơ này."))])
            return ()
        self.show_text(self._text(shown))
        if self.deciding is not None:
            reasons = [
                Item(f"reason:{number}", str(number), pick(reason, self.language))
                for number, reason in enumerate(self._reasons(self.deciding), 1)
            ]
            return [*reasons, Item("other", "9", self.tr(N_("Lý do khác: tự ghi")))]
        barred = not await self.ours.at_desk(self.ours.at.may, "compare")
        note = self.tr(N_("chỉ người phụ trách quầy")) if barred else ""
        items = [
            Item("different", "1", self.tr(N_("Người khác: hồ sơ này đi tiếp"))),
            Item("same", "2", self.tr(N_("Cùng một người, cùng một việc: dừng hồ sơ này"))),
            Item(
                "uncover",
                "3",
                self.tr(N_("Xem đầy đủ hai hồ sơ (ghi vào nhật ký)")),
                note,
                disabled=barred or shown.line.filing in self.uncovered,
            ),
        ]
        if shown.line.state == "drafting":
            text = N_("Cùng một người, cùng một việc: dừng hồ sơ kia, làm tiếp hồ sơ này")
            items.append(Item("stop-other", "4", self.tr(text)))
        if len(self.found) > 1:
            items.append(Item("next", "5", self.tr(N_("Hồ sơ có thể trùng kế tiếp"))))
        return items

    def _reasons(self, verdict: Verdict) -> Sequence[Words]:
        rules = rules_of(self.keeper.draft.group.definition)
        return rules.different if verdict == "different" else rules.same

    async def choose(self, item: Item) -> None:
        """Take the verdict, then its reason; or show more."""
        shown = self.shown_alike
        if shown is None:
            return
        if item.id in ("different", "same", "stop-other"):
            self.deciding = cast(Verdict, item.id)
        elif item.id == "uncover":
            await self.ours.at_desk(alikes.uncover, self.ours.at, shown)
            self.uncovered.add(shown.line.filing)
        elif item.id == "next":
            self.number = (self.number + 1) % len(self.found)
        elif self.deciding is not None and item.id == "other":
            question = self.tr(N_("Lý do, không ghi tên ai (Enter để ghi):"))
            self.ask(question, partial(self._decide, shown, self.deciding))
            return
        elif self.deciding is not None:
            reason = self._reasons(self.deciding)[int(item.id.partition(":")[2]) - 1]
            await self._decide(shown, self.deciding, reason.vi)
            return
        await self.anew()

    async def anew(self) -> None:
        """Another list: from its first line."""
        self.put(())
        await self.reload()

    async def _decide(self, shown: Alike, verdict: Verdict, reason: str) -> None:
        """Record it; on to the next one that is open, or back."""
        other, reason = shown.line.filing, clean(reason)
        if verdict == "stop-other":
            here = self.keeper.draft.filing.id
            await self.ours.at_desk(alikes.stop, self.ours.at, shown, here, reason)
            await self.keeper.reopen()
        else:
            level = shown.likeness.level
            fact = Compared(other=other, verdict=verdict, reason=reason, level=level)
            if verdict == "different" and self.keeper.draft.filing.withdrawn is not None:
                await self.keeper.do(mending.restore)  # it was given up for the other one
            given_up = [Withdrawn(reason=reason)] if verdict == "same" else []
            await self.keeper.record(fact, *given_up)
        if self._then is not None:
            self.stop_asking()
        self.deciding = None
        if verdict == "same":
            text = N_("Đã rút hồ sơ này: cùng một việc. Mở hồ sơ kia để làm tiếp.")
        elif verdict == "stop-other":
            text = N_("Đã rút hồ sơ kia: cùng một việc. Hồ sơ này đi tiếp được.")
        else:
            text = N_("Đã ghi: người khác. Hồ sơ này đi tiếp được.")
        self.say(self.tr(text))
        undecided = [n for n, alike in enumerate(self.found) if alike.verdict is None]
        if undecided:
            self.number = undecided[0]
            await self.anew()
        else:
            self.ours.hold_keys()
            self.app.pop_screen()

    async def action_back(self) -> None:
        """From a question to the reasons, to what can be decided, to the page before."""
        if self.deciding is not None and self._then is None:
            self.deciding = None
            await self.anew()
        else:
            await super().action_back()

    # What is told

    def _text(self, shown: Alike) -> Iterator[str]:
        definition = self.keeper.draft.group.definition
        why = likeness(shown.likeness.reasons, definition, self.language)
        yield from self.wrapped([self.tr(N_("Giống nhau: {why}."), why=why)])
        decided = shown.ours or shown.theirs
        if decided is not None and shown.verdict is not None:
            text = N_("Đã quyết định: người khác. Lý do: {reason}")
            if decided.verdict == "same":
                text = N_("Đã quyết định: cùng một việc, hồ sơ này dừng. Lý do: {reason}")
            if decided.verdict == "same" and shown.verdict == "different":
                text = N_("Đã quyết định: cùng một việc, hồ sơ kia dừng. Lý do: {reason}")
            yield from self.wrapped([self.tr(text, reason=decided.reason)])
        yield ""
        yield from self._beside(Fact("", self.tr(N_("HỒ SƠ NÀY")), self.tr(N_("HỒ SƠ KIA"))))
        for fact in self._facts(shown):
            yield from self._beside(fact)

    def _facts(self, shown: Alike) -> Iterator[Fact]:
        """What is compared, masked; with whether the two are equal where both are known."""
        searched, line = self.keeper.draft.alike, shown.line
        ours, theirs = searched.subject if searched else Subject(), shown.subject
        definition, filing = self.keeper.draft.group.definition, self.keeper.draft.filing
        rules = rules_of(definition)
        whole = line.filing in self.uncovered

        def fact(name: str, one: str | None, other: str | None, show: Show) -> Fact:
            shown, other_shown = show(one, whole), show(other, whole)
            mark: Mark = ""
            if one and other:
                mark = "=" if one == other else "≈" if shown == other_shown else "≠"
            return Fact(name, shown, other_shown, mark)

        def label(role: str) -> str:
            return pick(person_in(definition, role).label, self.language)

        yield fact(label(rules.subject), ours.name, theirs.name, _name)
        if ours.id_number or theirs.id_number:
            yield fact(self.tr(N_("Số định danh")), ours.id_number, theirs.id_number, _number)
        born = self.tr(N_("Ngày sinh") if whole else N_("Năm sinh"))
        yield fact(born, ours.birth, theirs.birth, _date)
        if whole and (ours.death or theirs.death):
            yield fact(self.tr(N_("Ngày mất")), ours.death, theirs.death, _date)
        for role in rules.parents:
            one, other = (each.parents.get(role, Kin()) for each in (ours, theirs))
            yield fact(label(role), one.name, other.name, _name)
            if one.id_number or other.id_number:
                yield fact("", one.id_number, other.id_number, _number)
        yield Fact(self.tr(N_("Nhận lúc")), self.received, self._when(line.received))
        state, other_state = (state_label(s, self.language) for s in (filing.state, line.state))
        yield Fact(self.tr(N_("Tình trạng")), state, other_state)
        none = self.tr(N_("(chưa có số phiếu)"))
        yield Fact(self.tr(N_("Số phiếu")), filing.reference or none, line.reference or none)
        here = self.ours.at.number
        there = desk_of(line.reference) if line.reference else here
        yield Fact(self.tr(N_("Quầy")), str(here), str(there))

    def _when(self, received: str | None) -> str:
        return local_time(datetime.fromisoformat(received)) if received else "–"

    def _beside(self, fact: Fact) -> Iterator[str]:
        """One fact in three columns, each wrapped in its own."""
        width = max(24, self.ours.size.width - 4)
        column = (width - _MARK - _LABEL - 2 * _BETWEEN) // 2
        cells = [
            [part.ljust(size) for part in textwrap.wrap(text, size)]
            for text, size in ((fact.name, _LABEL), (fact.one, column), (fact.other, column))
        ]
        blank = (" " * _LABEL, " " * column, "")
        mark: str = fact.mark
        for parts in zip_longest(*cells):
            line = (" " * _BETWEEN).join(p or b for p, b in zip(parts, blank, strict=True))
            yield f"{mark:<{_MARK}}{line}".rstrip()
            mark = ""


def _name(name: str | None, whole: bool) -> str:
    if not name:
        return "–"
    return name if whole else masked_name(name)


def _number(number: str | None, whole: bool) -> str:
    if not number:
        return "–"
    return number if whole else mask(number)


def _date(edtf: str | None, whole: bool) -> str:
    if not edtf:
        return "–"
    return format_date(edtf) if whole else edtf[:4]
