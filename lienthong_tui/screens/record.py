"""A filing as it stands, and everything that happened to it: what a look-up opens."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.desk import reminding
from lienthong_tui.desk.history import History, history
from lienthong_tui.desk.looking import look, may_hear
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.events import Viewed
from lienthong_tui.filing.reminding import agreed
from lienthong_tui.filing.timeline import Entry
from lienthong_tui.procedures import notice
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.answering import Answering
from lienthong_tui.screens.citizen_view import CitizenView
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.record_lines import covered_parts, open_parts
from lienthong_tui.screens.resuming import go_on
from lienthong_tui.screens.telling import Telling
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import ASKERS, what_happened, who_did
from lienthong_tui.sentences.wording import state_label
from lienthong_tui.store import projections


class Record(Telling, FilingPage):
    """Where it stands, what there is of it, and below that the timeline. Reading changes nothing.

    The name, papers, notes and the timeline are covered until the officer says what the look is
    for: to work on it, to read it, or to answer a citizen, whose paper has to be seen first. Each
    is journaled. What is turned towards the citizen is a page of its own (`CitizenView`).
    """

    hints: ClassVar[Hints] = (
        ("1", N_("làm tiếp")),
        ("2", N_("trả lời người hỏi")),
        ("3", N_("hiện đầy đủ")),
        ("4", N_("người dân xem")),
        ("Esc", N_("lùi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "open", show=False),
        Binding("2", "answer", show=False),
        Binding("3", "reveal", show=False),
        Binding("4", "turn_round", show=False),
        Binding("5", "remind", show=False),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("home", "top", show=False),
        Binding("end", "bottom", show=False),
    ]

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.told = History((), {})
        self.revealed = False
        self.answering: Viewed | None = None

    def keys(self) -> Hints:
        """The usual ones, or taking over from another desk; and what the requester may say
        otherwise to being reminded."""
        filing = self.keeper.draft.filing
        first = ("1", N_("nhận về quầy này")) if self.elsewhere is not None else self.hints[0]
        hints = (first, *self.hints[1:])
        if filing.completed is None or notice.REMINDER not in filing.consents:
            return hints
        *usual, back = hints
        return *usual, ("5", N_("thôi nhắc") if agreed(filing) else N_("đồng ý nhắc")), back

    def subject(self) -> str:
        """The name, whole once it was revealed."""
        if self.revealed:
            return super().subject()
        return masked_name(self.name_of_subject()) or super().subject()

    def place(self) -> str:
        """The reference, or what page this is."""
        return str(self.keeper.draft.filing.reference or self.tr(N_("Hồ sơ")))

    def state(self) -> tuple[str, str]:
        """The filing's state; its official numbers stand below, where they have the room."""
        label = state_label(self.keeper.draft.filing.state, self.language)
        if self.elsewhere is None:
            return self.place(), label
        return self.place(), self.tr(
            N_("Ở QUẦY {number} · {state}"), number=self.elsewhere, state=label
        )

    async def on_screen_resume(self) -> None:
        """Read the filing again: it may have been gone on with from here."""
        filing = self.keeper.draft.filing.id
        await self.keeper.reopen()
        self.told = await self.ours.at_desk(history, self.ours.at, filing)
        desk = self.ours.at
        self.elsewhere = await self.ours.at_desk(lambda: projections.elsewhere(desk.db, filing))
        self.draw()
        await super().on_screen_resume()

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        self.draw()

    def draw(self) -> None:
        """Show the filing as it was last read."""
        lines = open_parts(self.keeper, self.language, revealed=self.revealed)
        self.show_text([*self.wrapped(self._whom()), *self.wrapped(lines), *self._covered()])
        self.refresh_chrome()

    def _whom(self) -> list[str]:
        """Who is being answered, and what may be said."""
        told = self.answering
        if told is None or told.asker is None:
            return []
        asker = self.tr(ASKERS[told.asker]).lower()
        text = N_("ĐANG TRẢ LỜI: {asker}, đã xem giấy tờ.")
        if not may_hear(told):
            text = N_(
                "ĐANG TRẢ LỜI: {asker}. Chỉ nói hồ sơ đang ở đâu và ngày dự kiến; không nói"
                " tên, số định danh, giấy tờ."
            )
        return [self.tr(text, asker=asker), ""]

    def _covered(self) -> list[str]:
        """What is seen once it was revealed, or that it is covered."""
        if not self.revealed:
            text = N_(
                "Tên, giấy tờ, ghi chú và diễn biến đang che. Bấm 3 để hiện (ghi vào nhật ký)."
            )
            return ["", *self.wrapped([self.tr(text)])]
        return [
            *self.wrapped(covered_parts(self.keeper, self.language)),
            "",
            self.tr(N_("DIỄN BIẾN")),
            *self.wrapped(self._timeline(self.told.entries), " " * len("dd/mm HH:MM  ")),
            *self._late(),
        ]

    def _late(self) -> list[str]:
        """What a desk recorded that had the filing no more: it does not count, and is not lost."""
        if not self.told.late:
            return []
        return [
            "",
            self.tr(N_("BẢN SỬA KHÔNG ĐƯỢC NHẬN (quầy trước ghi sau khi hồ sơ đã chuyển)")),
            *self.wrapped(self._timeline(self.told.late), " " * len("dd/mm HH:MM  ")),
        ]

    def _timeline(self, entries: Sequence[Entry]) -> list[str]:
        definition = self.keeper.draft.group.definition
        return [
            f"{entry.at.astimezone(VIETNAM):%d/%m %H:%M}  "
            f"{what_happened(entry, definition, self.language)}"
            f" – {who_did(entry.officer, self.told.holders, self.language)}"
            for entry in entries
        ]

    async def _look(self, what: Viewed) -> None:
        filing = self.keeper.draft.filing.id
        await self.ours.at_desk(look, self.ours.at, filing, what)

    async def action_open(self) -> None:
        """Go on with it."""
        await go_on(self.ours, self.keeper.draft.filing.id)

    async def action_reveal(self) -> None:
        """Show name and timeline."""
        await self._look(Viewed(why="work"))
        self.revealed = True
        await self.on_screen_resume()

    def action_answer(self) -> None:
        """Ask who asks, before anything is said."""
        self.ours.hold_keys()
        self.app.push_screen(Answering(self._answer))

    async def _answer(self, what: Viewed) -> None:
        await self._look(what)
        self.answering = what
        self.revealed = may_hear(what)

    def action_turn_round(self) -> None:
        """Ask who asks, then show what may be turned towards them."""
        self.ours.hold_keys()
        self.app.push_screen(Answering(self._turn_round))

    async def _turn_round(self, what: Viewed) -> None:
        await self._look(what)
        # Behind the page that is turned round, and when they come back to it, nothing is revealed.
        self.revealed, self.answering = False, None
        self.draw()
        self.when_on_top(lambda: self.app.push_screen(CitizenView(self.keeper)))

    async def action_remind(self) -> None:
        """Record that the requester takes their consent to reminders back, or gives it again."""
        if not any(key == "5" for key, _ in self.keys()):
            return
        given = not agreed(self.keeper.draft.filing)
        await self.keeper.record(reminding.consent(given))
        await self.on_screen_resume()
        said = N_("Đã ghi: người yêu cầu đồng ý được nhắc.")
        self.say(self.tr(said if given else N_("Đã ghi: từ nay không nhắc người yêu cầu nữa.")))

    def action_line(self, by: int) -> None:
        """Another line of the text."""
        self.text.scroll_relative(y=by, animate=False)

    def action_top(self) -> None:
        """The state of the filing."""
        self.text.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """What happened last."""
        self.text.scroll_end(animate=False)
