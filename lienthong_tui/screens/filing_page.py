"""What the screens of one filing share: whose it is, its state, when it was last saved."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.filing import recall
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.deadlines import VIETNAM, local_day, local_time
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import filing_label, state_label

_BETWEEN = 4  # columns around the two ends of the state line


class FilingPage(Page):
    """A page of the filing that `keeper` holds. Its state is always on screen: declared here is
    not yet lodged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "park", show=False),
        Binding("f7", "compare", show=False),
        Binding("f8", "next_mistake", show=False),
        Binding("f9", "check", show=False),
    ]

    elsewhere: int | None = None  # the other desk that has the filing, as far as the page knows

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.keeper = keeper

    def heading(self) -> str:
        """The group and who the filing is about."""
        definition = self.keeper.draft.group.definition
        return f"{pick(definition.short, self.language).upper()} · {self.subject()}"

    def subject(self) -> str:
        """The person a filing is called by, or that nobody is named yet."""
        return self.name_of_subject() or self.tr(N_("(chưa có tên)"))

    def name_of_subject(self) -> str:
        """That name, as far as it is answered."""
        definition = self.keeper.draft.group.definition
        person = recall.person_in(definition, definition.label_person)
        return recall.name_of(person, self.keeper.draft.filing.answers)

    @property
    def received(self) -> str:
        """When its papers were received, as it is read."""
        return local_time(datetime.fromisoformat(self.keeper.draft.filing.started.received))

    def state(self) -> tuple[str, str]:
        """The state of the filing and when its last answer was committed."""
        draft = self.keeper.draft
        if draft.position is None:
            kept = self.tr(N_("chưa có gì để lưu"))
        else:
            saved = draft.saved.astimezone(VIETNAM)
            today = saved.date() == local_day(self.ours.clock())
            time = f"{saved:%H:%M:%S}" if today else f"{saved:%H:%M %d/%m}"
            kept = self.tr(N_("Đã lưu {time}"), time=time)
        return self.place(), f"{filing_label(draft.filing, self.language)} · {kept}"

    def state_that_fits(self) -> tuple[str, str]:
        """The state with its official number where there is room: nothing of it may be cut."""
        filing = self.keeper.draft.filing
        whole = filing_label(filing, self.language)
        if len(self.place()) + len(whole) + _BETWEEN > self.ours.size.width:
            whole = state_label(filing.state, self.language)
        return self.place(), whole

    def place(self) -> str:
        """Where in the six steps this page stands."""
        return ""

    async def answer(self, field_id: str, given: str | bool) -> bool:
        """Give an answer; one that could not be stored is told at once and stays in its field.

        What a warning that it brings is about is named: it blocks nothing, and who types on would
        not see it.
        """
        heard = {(finding.rule, finding.field) for finding in self.keeper.findings}
        taken = await self.keeper.answer(field_id, given)
        self._warn([f for f in self.keeper.findings if (f.rule, f.field) not in heard])
        refused = self.keeper.refused.get(field_id)
        if refused is not None and refused.unsaved:
            self.complain(refused.problem)
        return taken

    def _warn(self, found: Sequence[Finding]) -> None:
        """Name what is doubted, in a line or two: a whole sentence would lie over the fields."""
        fields = self.keeper.draft.group.fields
        doubted = [f.field for f in found if f.level == "warning" and f.reason is None]
        labels = [pick(fields[name].label, self.language) for name in doubted if name in fields]
        if labels:
            named = ", ".join(f"“{label}”" for label in dict.fromkeys(labels))
            self.say(self.tr(N_("Xem lại {fields}: F9 nói vì sao."), fields=named))

    async def leave_row(self) -> None:
        """Store what stands half typed on the page, before it goes."""

    def field_in_hand(self) -> str | None:
        """The field the officer is in, if any."""
        return None

    async def action_park(self) -> None:
        """Put the filing aside; one of which nothing is stored yet cannot be."""
        from lienthong_tui.screens.parking import Parking

        await self.leave_row()
        if self.keeper.draft.position is None:
            self.say(self.tr(N_("Chưa có gì để gác: ghi một ô rồi bấm F6.")))
        elif not isinstance(self, Parking):
            self.ours.hold_keys()
            self.app.push_screen(Parking(self.keeper))

    async def action_next_mistake(self) -> None:
        """Go to the next place that keeps the filing from being completed."""
        from lienthong_tui.screens.mistakes import go_to_next

        await self.leave_row()
        await go_to_next(self)

    def keys(self) -> Hints:
        """The page's own, and the one that opens what may be a duplicate, while one is open."""
        own = super().keys()
        searched = self.keeper.draft.alike
        if own is not self.hints or searched is None or not searched.open:
            return own
        return (*own[:-1], ("F7", N_("hồ sơ trùng?")), *own[-1:])

    async def action_compare(self) -> None:
        """Show the filings that may be about the same person, beside this one."""
        from lienthong_tui.screens.alike import Comparing

        await self.leave_row()
        if self.keeper.draft.alike is None or not self.keeper.draft.alike.found:
            self.say(self.tr(N_("Chưa thấy hồ sơ nào có thể trùng với hồ sơ này.")))
        else:
            self.ours.hold_keys()
            self.app.push_screen(Comparing(self.keeper))

    async def action_check(self) -> None:
        """List everything there is to say about the filing."""
        from lienthong_tui.screens.mistakes import Mistakes

        await self.leave_row()
        self.app.push_screen(Mistakes(self.keeper))
