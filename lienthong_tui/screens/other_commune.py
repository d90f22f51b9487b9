"""Where a filing of another commune stands: asked of the hub, by what its slip proves."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from lienthong_tui.filing.lookup_code import parse_lookup_code
from lienthong_tui.filing.reference import commune_of
from lienthong_tui.people.places import commune
from lienthong_tui.problems import Problem
from lienthong_tui.screens import sharing
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import Telling
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_other_communes import told_elsewhere
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.widgets.viet_input import VietInput

_ASKING = "asking"  # the group of the worker that asks


class OtherCommune(Telling):
    """The code of the slip is typed, and the answer stands below it. Nobody waits for the line."""

    hints: ClassVar[Hints] = (("Enter", N_("hỏi")), ("Esc", N_("lùi")))
    AUTO_FOCUS = "#code"

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference
        self.told: list[str] = []

    def heading(self) -> str:
        """What the page does."""
        return self.tr(N_("HỎI HỒ SƠ CỦA XÃ KHÁC"))

    def state(self) -> tuple[str, str]:
        """Which filing, and whose."""
        return self.reference, commune(commune_of(self.reference)).full_name

    def body(self) -> ComposeResult:
        """The code, and what is answered."""
        with Horizontal(classes="field sought code"):
            yield Label(self.tr(N_("Mã tra cứu")), markup=False)
            yield VietInput(id="code")
        yield from super().body()

    async def on_mount(self) -> None:
        """Say what is asked for."""
        await super().on_mount()
        self._ask_for_code()

    @on(Input.Changed, "#code")
    def _ask_for_code(self) -> None:
        # An answer belongs to the code it was asked with, also one that is still under way.
        self.workers.cancel_group(self, _ASKING)
        self._say(self.tr(N_("Gõ 12 số “Mã tra cứu” in trên phiếu của người hỏi, rồi Enter.")))

    async def refit(self) -> None:
        """Lines are wrapped to the width there is."""
        self._say(*self.told)

    def _say(self, *lines: str) -> None:
        self.told = list(lines)
        self.show_text(self.wrapped(self.told))

    @on(Input.Submitted, "#code")
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            code = parse_lookup_code(event.value)
        except Problem as problem:
            self._say(sentence(problem, self.language))
            return
        self._say(self.tr(N_("Đang hỏi máy chủ dùng chung…")))
        self.run_worker(self._ask(code), group=_ASKING, exclusive=True)

    async def _ask(self, code: str) -> None:
        try:
            found = await sharing.ask(self.ours, self.reference, code)
        except Problem as problem:
            self._say(sentence(problem, self.language))
        else:
            self._say(*told_elsewhere(found, self.language))
