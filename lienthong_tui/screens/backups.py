"""Backups of the desk: the ones there are, one more now, one to a stick."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from lienthong_tui.continuity_reports import STAGES, kept_text, made_text
from lienthong_tui.desk import backup_rota
from lienthong_tui.desk.backing_up import Made
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.problems import Problem
from lienthong_tui.screens import daily
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.bars import bar

_EVERY = 0.25  # seconds between two looks at how far it is
_BAR = 20  # columns


class Backups(TellingActs):
    """Two acts; below them what lies in the desk's own place, or how far a backup is."""

    hints: ClassVar[Hints] = (
        ("1-2", N_("chọn")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )
    said: Sequence[str] = ()

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("SAO LƯU QUẦY"))

    def state(self) -> tuple[str, str]:
        """When the last one was made."""
        return self.last, ""

    last = ""
    told: object = None

    async def on_mount(self) -> None:
        """Watch a backup that is under way already."""
        self.told = self.ours.backed_up  # one that was over before is no news
        await super().on_mount()
        self.set_interval(_EVERY, self._show_progress)

    async def items(self) -> Sequence[Item]:
        """What can be done; what lies there is read anew."""
        desk = self.ours.at
        self.place = await self.ours.at_desk(backup_rota.place, desk)
        made = await self.ours.at_desk(backup_rota.last_made, desk)
        self.last = (
            self.tr(N_("Bản gần nhất: {time}"), time=local_time(made))
            if made
            else self.tr(N_("Chưa có bản sao lưu nào"))
        )
        kept = await self.ours.at_desk(backup_rota.kept, self.place, desk.commune, desk.number)
        self.listed = kept_text(kept, self.place, self.language)
        self._show_told()
        return [
            Item("now", "1", self.tr(N_("Sao lưu ngay"))),
            Item("out", "2", self.tr(N_("Sao lưu ra USB hoặc thư mục khác"))),
        ]

    listed: Sequence[str] = ()
    place = Path()

    async def choose(self, item: Item) -> None:
        """Begin, or ask where to."""
        if item.id == "now":
            self._begin(None)
        else:
            text = N_("Ghi vào thư mục nào, ví dụ /media/usb (Enter để sao lưu):")
            self.ask(self.tr(text), self._out)

    async def _out(self, text: str) -> None:
        folder = await self.sure_of(typed_path(text).absolute())
        desk = self.ours.at
        name = backup_rota.name(desk.commune, desk.number, self.ours.clock())
        await self.ours.at_desk(lambda: folder.mkdir(parents=True, exist_ok=True))
        self._begin(folder / name)

    def _begin(self, path: Path | None) -> None:
        self.said = ()
        daily.begin(self.ours, path)

    async def _show_progress(self) -> None:
        """How far a backup is, whoever began it; once it is over, what came of it."""
        running, came = self.ours.backup, self.ours.backed_up
        if running is not None:
            name = self.tr(STAGES[running.stage])
            drawn = bar(round(100 * running.part), 100, _BAR)
            self.show_text([f"{name}… {drawn} {running.part:4.0%}", "", *self.wrapped(self.listed)])
        elif came is not self.told:
            self.told = came
            match came:
                case Problem() as problem:
                    self.said = [sentence(problem, self.language)]
                case Made() as made:
                    self.said = made_text(made, self.language)
            await self.reload()

    def _show_told(self) -> None:
        if self.ours.backup is None:
            between = [""] if self.said else []
            self.show_text([*self.wrapped(self.said), *between, *self.wrapped(self.listed)])
