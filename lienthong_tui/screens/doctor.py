"""The desk and its surroundings looked over: what is wrong first, and what to do about it."""

from collections.abc import Iterable
from typing import ClassVar

from lienthong_tui.desk import doctor
from lienthong_tui.desk.doctor import Finding
from lienthong_tui.problems import Problem
from lienthong_tui.screens.apart import apart
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import Telling
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_doctor import MARKS, finding_name, finding_text
from lienthong_tui.terminal.probe import WORDS

_ORDER = ("wrong", "look", "fine")
_MARK = 9  # columns


class Doctor(Telling):
    """A paragraph for each look; below them letters between bars, for the officer's own eyes."""

    hints: ClassVar[Hints] = (("PgUp/PgDn", N_("cuộn")), ("Esc", N_("lùi")))
    found: tuple[Finding, ...] = ()

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("KHÁM QUẦY VÀ MÁY"))

    def state(self) -> tuple[str, str]:
        """How much is wrong."""
        if not self.found:
            return self.tr(N_("Đang xem từng trang của kho…")), ""
        wrong = sum(each.grade == "wrong" for each in self.found)
        look = sum(each.grade == "look" for each in self.found)
        if not wrong and not look:
            return self.tr(N_("Mọi thứ đều tốt.")), ""
        told = self.tr(N_("{wrong} điều cần sửa, {look} điều nên xem"), wrong=wrong, look=look)
        return told, ""

    async def on_mount(self) -> None:
        """Look, which may take some seconds at a large desk."""
        await super().on_mount()
        self.run_worker(self._look(), exit_on_error=False)

    async def _look(self) -> None:
        unlocked = self.ours.at.unlocked
        where = await self.ours.at_desk(doctor.places, self.ours.at)
        found = list(await self.ours.at_desk(doctor.quick, self.ours.at))
        found += await apart(lambda: tuple(doctor.of_program(unlocked.folder)))
        try:
            found += await apart(lambda: doctor.deep(unlocked.folder, unlocked.identity))
        except Problem as problem:  # such as a store key that is just being changed
            found.append(Finding("desk", "refused", "wrong", {"why": problem}))
        self._show(found)
        self._show([*found, *await apart(doctor.of_machine)])
        machine = list(self.found)
        self._show([*machine, *await apart(lambda: doctor.at_places(where))])

    def _show(self, found: Iterable[Finding]) -> None:
        self.found = tuple(sorted(found, key=lambda each: _ORDER.index(each.grade)))
        if self.is_attached:
            self.draw()

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        self.draw()

    def draw(self) -> None:
        """Show what was found."""
        lines: list[str] = []
        for each in self.found:
            mark = self.tr(MARKS[each.grade])
            name, text = finding_name(each, self.language), finding_text(each, self.language)
            lines += self.wrapped([f"{mark:<{_MARK}}{name}: {text}"], " " * _MARK)
        if self.found:
            eyes = N_("Các vạch dưới đây thẳng hàng thì cửa sổ này vẽ đúng chữ Việt:")
            width = max(map(len, WORDS))
            lines += ["", *self.wrapped([self.tr(eyes)])]
            lines += [f"│{word:<{width}}│" for word in WORDS]
        self.show_text(lines)
        self.refresh_chrome()
