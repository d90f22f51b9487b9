"""A filing as it stands, and everything that happened to it: what a look-up opens."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from lienthong_tui.desk.history import History, history
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.reports import standing_text
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.task_list import open_filing
from lienthong_tui.screens.telling import Telling
from lienthong_tui.sentences import state_label
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import what_happened, who_did


class Record(Telling, FilingPage):
    """State, numbers, procedures, and below them the timeline. Reading it changes nothing."""

    hints: ClassVar[Hints] = (
        ("1", N_("mở hồ sơ để làm tiếp")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "open", show=False),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("home", "top", show=False),
        Binding("end", "bottom", show=False),
    ]

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.told = History((), {})

    def place(self) -> str:
        """The reference, or what page this is."""
        return str(self.keeper.draft.filing.reference or self.tr(N_("Hồ sơ")))

    def state(self) -> tuple[str, str]:
        """The filing's state; its official numbers stand below, where they have the room."""
        return self.place(), state_label(self.keeper.draft.filing.state, self.language)

    async def on_screen_resume(self) -> None:
        """Read the filing again: it may have been gone on with from here."""
        filing = self.keeper.draft.filing.id
        await self.keeper.reopen()
        self.told = await self.ours.at_desk(history, self.ours.at, filing)
        self.draw()
        self.ours.release_keys()

    async def on_resize(self) -> None:
        """Lines are wrapped to the width there is."""
        self.draw()

    def draw(self) -> None:
        """Show the filing as it was last read."""
        draft = self.keeper.draft
        lines = standing_text(draft.filing, draft.group, draft.agencies, self.language)
        heading = self.tr(N_("DIỄN BIẾN"))
        timeline = self.wrapped(self._timeline(), " " * len("dd/mm HH:MM  "))
        self.show_text([*self.wrapped(lines), "", heading, *timeline])
        self.refresh_chrome()

    def _timeline(self) -> list[str]:
        definition = self.keeper.draft.group.definition
        return [
            f"{entry.at.astimezone(VIETNAM):%d/%m %H:%M}  "
            f"{what_happened(entry, definition, self.language)}"
            f" – {who_did(entry.officer, self.told.holders, self.language)}"
            for entry in self.told.entries
        ]

    def action_open(self) -> None:
        """Go on with it."""
        open_filing(self.keeper)

    def action_line(self, by: int) -> None:
        """Another line of the text."""
        self.text.scroll_relative(y=by, animate=False)

    def action_top(self) -> None:
        """The state of the filing."""
        self.text.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """What happened last."""
        self.text.scroll_end(animate=False)
