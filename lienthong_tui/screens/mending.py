"""Something is wrong, or the family changed its mind: what can be done where the filing stands."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from lienthong_tui.desk import mending
from lienthong_tui.papers.referrals import file_names, sheet
from lienthong_tui.papers.slips import Place
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Referral
from lienthong_tui.procedures.mending import Way
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.bringing_out import SheetOut
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.outcomes import Outcomes
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import marked

_KEYS = "123456789"
_WHY: dict[str, Callable[..., Any]] = {
    "reopen": mending.reopen,
    "withdraw": mending.withdraw,
    "withdraw-portal": mending.withdraw_on_portal,
}
_SAID = {
    "reopen": N_("Hồ sơ đang kê khai lại, giữ số phiếu. Sửa xong thì ký lại và hoàn thành."),
    "withdraw": N_("Đã rút hồ sơ. Làm tiếp được ở trang này."),
    "withdraw-portal": N_("Đã ghi là người dân rút trên Cổng."),
}


class Mending(FilingPage, TellingActs):
    """The ways that are open now, each with what it means; below them the notes so far."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("chọn")),
        ("n", N_("ghi chú")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    # Which way, and why, while it is asked about the packets (names of files) that left.
    asked = reason = outside = ""

    def place(self) -> str:
        """What is done here."""
        return self.tr(N_("Có chỗ sai, rút hồ sơ"))

    def state(self) -> tuple[str, str]:
        """The filing's state: it decides what can be done."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The ways, directions for each correction, a note."""
        self.ways = {way.id: way for way in mending.ways(self.keeper.draft.filing)}
        text = N_("đã xuất {packets}: thu lại đủ rồi thì bấm lần nữa")
        again = self.tr(text, packets=self.outside)
        found = [
            Item(way.id, key, pick(way.name, self.language), again if way.id == self.asked else "")
            for key, way in keyed(_KEYS, self.ways.values())
        ]
        found.append(Item("note", "n", self.tr(N_("Ghi chú vào hồ sơ"))))
        self.show_text(self.wrapped(self._told()))
        return found

    def _told(self) -> list[str]:
        lines = [
            f"{key}  {pick(way.text, self.language)} – "
            f"{marked(way.law, way.verified, self.language)}."
            for key, way in keyed(_KEYS, self.ways.values())
        ]
        notes = self.keeper.draft.filing.notes
        if notes:
            lines += ["", self.tr(N_("GHI CHÚ"))]
            lines += [f"- {note.text}" for note in reversed(notes)]
        return lines

    async def choose(self, item: Item) -> None:
        """Ask why, or open the page where it is done."""
        match item.id:
            case "note":
                self.ask(self.tr(N_("Ghi chú gì? (Enter để ghi)")), self._note)
            case "restore":
                await self.keeper.do(mending.restore)
                self.say(self.tr(N_("Hồ sơ làm tiếp được.")))
                self.app.pop_screen()
            case "supplement":
                self.ours.hold_keys()
                self.app.switch_screen(Outcomes(self.keeper))
            case "tell" | "inform" as way:
                self.ours.hold_keys()
                self.app.push_screen(WhomTold(self.keeper, self.ways[way]))
            case "correct":
                self._directions()
            case way if way == self.asked:
                await self._done(way, partial(_WHY[way], reason=self.reason, called_back=True))
            case way:
                question = N_("{way}. Vì sao? (gõ lý do, Enter; Esc thôi)")
                name = pick(self.ways[way].name, self.language)
                self.ask(self.tr(question, way=name), partial(self._why, way))

    async def _note(self, text: str) -> None:
        await self.keeper.do(mending.note, text)

    async def _why(self, way: str, reason: str) -> None:
        try:
            await self._done(way, partial(_WHY[way], reason=reason))
        except Problem as problem:
            if problem.code != "mend-packets-out":
                raise
            # Asked once more: what left has to be got back first.
            self.asked, self.reason = way, reason
            self.outside = ", ".join(problem.params["packets"])

    async def _done(self, way: str, act: Callable[..., Any]) -> None:
        await self.keeper.do(act)
        self.asked = self.reason = ""
        self.say(self.tr(_SAID[way]))
        if way == "reopen":
            from lienthong_tui.screens.steps.task_list import TaskList

            self.stop_asking()
            while not isinstance(self.app.screen, TaskList):
                self.app.pop_screen()

    def _directions(self) -> None:
        """The sheet for the citizen, from the law in force today: what is decided is past."""
        referral = correction_of(self.keeper.draft.group.definition.group)
        if referral is None:
            self.say(self.tr(N_("Nhóm này chưa có giấy hướng dẫn: hỏi cơ quan đã giải quyết.")))
            return
        desk = self.ours.at
        place = Place(desk.commune, desk.number, desk.demo, desk.office.contact or "")
        self.ours.hold_keys()
        title = pick(referral.title, self.language)
        said = sheet(referral, place, self.language)
        self.app.push_screen(SheetOut(title, said, file_names(referral)))


def correction_of(group: str) -> Referral | None:
    """The directions for a correction after registration, of the newest law of a group."""
    versions = [g.definition for g in loading.shipped() if g.definition.group == group]
    newest = max(versions, key=lambda definition: definition.effective_from, default=None)
    if newest is None or newest.correction is None:
        return None
    return next(each for each in newest.referral if each.id == newest.correction)


class WhomTold(FilingPage, Asking):
    """Of which procedure somebody was told: whoever decides it, or the citizen; then whom, what."""

    hints: ClassVar[Hints] = (("1-9", N_("chọn thủ tục")), ("Esc", N_("lùi")))

    def __init__(self, keeper: Any, way: Way) -> None:
        super().__init__(keeper)
        self.way = way

    def place(self) -> str:
        """What is recorded."""
        return pick(self.way.name, self.language)

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The procedures it may be about."""
        draft = self.keeper.draft
        status = draft.filing.status
        open_ = [p for p in draft.procedures if status(p.id) in self.way.statuses]
        return [
            Item(procedure.id, key, pick(procedure.name, self.language))
            for key, procedure in keyed(_KEYS, open_)
        ]

    async def choose(self, item: Item) -> None:
        """Ask whom, and what."""
        question = N_("{procedure}: đã báo ai, điều gì? (không ghi số định danh; Enter)")
        self.ask(self.tr(question, procedure=item.name), partial(self._told, item.id))

    async def _told(self, procedure: str, text: str) -> None:
        act = mending.inform if self.way.id == "inform" else mending.tell_mistake
        await self.keeper.do(act, procedure, text)
        self.say(self.tr(N_("Đã ghi vào hồ sơ.")))
        self.app.pop_screen()
