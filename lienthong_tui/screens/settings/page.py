"""What the settings pages share: the view they draw from, and the one way a change is stored."""

from collections.abc import Callable

from lienthong_tui.desk import office
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.problems import Busy
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.screens.page import Page
from lienthong_tui.screens.settings.section import View, view


class SettingsPage(Page):
    """A page over the office's settings."""

    def view(self) -> View:
        """The settings as they stand."""
        desk = self.ours.at
        today = local_day(self.ours.clock())
        return view(desk.office, loading.shipped(), desk.commune, today, self.language)

    async def look_again(self) -> None:
        """Take what another window may have set meanwhile."""
        self.ours.desk = await self.ours.at_desk(office.refreshed, self.ours.at)

    async def change(self, make: Callable[[View], Overlay]) -> None:
        """Store what `make` gives. Errors: of `make` and `office.change`; then nothing changed."""
        try:
            self.ours.desk = await self.ours.at_desk(office.change, self.ours.at, make(self.view()))
        except Busy:
            await self.look_again()
            raise
