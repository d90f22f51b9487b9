"""Before a citizen is answered: who asks, and was their paper seen? (Desk practice, §7.2.)"""

from collections.abc import Awaitable, Callable, Sequence

from lienthong_tui.filing.events import Asker, Viewed
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import ASKERS


class Answering(Menu):
    """Two questions, a digit each; `then` gets what was said."""

    def __init__(self, then: Callable[[Viewed], Awaitable[None]]) -> None:
        super().__init__()
        self.then = then
        self.asker: Asker | None = None

    def heading(self) -> str:
        """What is asked."""
        return self.tr(N_("TRẢ LỜI NGƯỜI HỎI"))

    def state(self) -> tuple[str, str]:
        """The question in hand."""
        if self.asker is None:
            return self.tr(N_("Người hỏi là ai?")), ""
        return self.tr(N_("Đã xem giấy tờ của người ấy?")), ""

    async def items(self) -> Sequence[Item]:
        """The answers to it."""
        if self.asker is None:
            return [
                Item(name, str(number), self.tr(text))
                for number, (name, text) in enumerate(ASKERS.items(), 1)
            ]
        return [
            Item("yes", "1", self.tr(N_("Đã xem: thẻ căn cước, VNeID hoặc giấy tờ có ảnh"))),
            Item("no", "2", self.tr(N_("Chưa xem"))),
        ]

    async def choose(self, item: Item) -> None:
        """Take the answer."""
        if self.asker is None:
            self.asker = next(name for name in ASKERS if name == item.id)
            await self.reload()
            return
        self.ours.hold_keys()
        seen = item.id == "yes"
        await self.then(Viewed(why="citizen", asker=self.asker, papers_seen=seen))
        self.app.pop_screen()

    async def action_back(self) -> None:
        """The question before, then the page."""
        if self.asker is None:
            self.app.pop_screen()
        else:
            self.asker = None
            await self.reload()
