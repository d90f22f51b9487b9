"""Reply files of agencies: from the desk's inbox or a stick, taken, or told why not."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from lienthong_tui.agency_reports import incoming_text
from lienthong_tui.desk import drafting, replies
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.looking import look
from lienthong_tui.desk.replies import Incoming
from lienthong_tui.filing.events import Viewed
from lienthong_tui.problems import Unusable
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.clean import visible

_KEYS = "abcdefghijklmnopqrstuvwxyz"
_MOST_NAMED = 5


class Inbox(TellingActs):
    """Take what waits; then the filings it concerned, to be opened, and what it said."""

    hints: ClassVar[Hints] = (
        ("1-2", N_("nhận")),
        ("a-z", N_("mở hồ sơ")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.came: list[Incoming] = []

    def heading(self) -> str:
        """What is taken here."""
        return self.tr(N_("KẾT QUẢ CƠ QUAN GỬI VỀ"))

    def state(self) -> tuple[str, str]:
        """Which files count."""
        return self.tr(N_("tệp có ký “…-tra-loi-….zip”")), ""

    async def items(self) -> Sequence[Item]:
        """The two ways to take files, then the filings of those that were taken."""
        await self.ours.at_desk(replies.make_inbox, self.ours.at)
        waiting = await self.ours.at_desk(replies.waiting, self.ours.at)
        names = ", ".join(visible(path.name) for path in waiting[:_MOST_NAMED])
        note = self.tr(N_("{count} tệp đang chờ"), count=len(waiting)) if waiting else ""
        found = [
            Item("waiting", "1", self.tr(N_("Nhận các tệp trong thư mục nhận của quầy")), note),
            Item("stick", "2", self.tr(N_("Nhận từ ổ USB hoặc thư mục khác"))),
        ]
        concerned = {c.received.filing: c.received for c in self.came if c.received}
        found += [
            Item(filing, key, self.tr(N_("Mở {reference}"), reference=received.reference))
            for key, (filing, received) in keyed(_KEYS, concerned.items())
        ]
        lines = incoming_text(self.came, self.language)
        if not lines and waiting:
            lines = [names + (", …" if len(waiting) > _MOST_NAMED else "")]
        self.show_text(self.wrapped(lines or [self._nothing()]))
        return found

    def _nothing(self) -> str:
        folder = replies.inbox(self.ours.at)
        text = N_(
            "Chưa có tệp nào. Cơ quan gửi tệp thì chép vào {folder}, hoặc cắm USB và bấm 2. Cơ quan"
            " báo qua Cổng, điện thoại, văn bản thì mở hồ sơ và ghi ở phím k."
        )
        return self.tr(text, folder=folder)

    async def choose(self, item: Item) -> None:
        """Take files, or open a filing they concerned."""
        if item.id == "waiting":
            self.came = await self.ours.at_desk(_waiting, self.ours.at)
            await self.reload()
        elif item.id == "stick":
            question = N_("Tệp hoặc thư mục nào? (Enter để nhận)")
            self.ask(self.tr(question), self._from, self.ours.written_to)
        else:
            from lienthong_tui.screens.record import Record

            await self.ours.at_desk(look, self.ours.at, item.id, Viewed(why="found"))
            draft = await self.ours.at_desk(drafting.reopen, self.ours.at, item.id)
            self.app.push_screen(Record(Keeper(self.ours, draft)))

    async def _from(self, text: str) -> None:
        self.came = await self.ours.at_desk(_from, self.ours.at, typed_path(text))


def _waiting(desk: Desk) -> list[Incoming]:
    return list(replies.receive_waiting(desk))


def _from(desk: Desk, path: Path) -> list[Incoming]:
    """A file, or every reply in a folder. Errors: Unusable("reply-missing"), ("reply-none")."""
    if not path.exists():
        raise Unusable("reply-missing", name=str(path))
    if not path.is_dir():
        return [replies.receive_file(desk, path)]
    found = sorted(path.glob(replies.PATTERN))
    if not found:
        raise Unusable("reply-none", path=str(path))
    return [replies.receive_file(desk, each) for each in found]
