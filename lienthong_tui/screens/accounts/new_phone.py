"""Another phone: its QR code, two codes in a row back from it, and new codes on paper."""

from typing import ClassVar

from textual import on
from textual.widgets import Input, Label

from lienthong_tui.access import codes
from lienthong_tui.desk import officers
from lienthong_tui.desk.desk import Desk
from lienthong_tui.problems import Problem
from lienthong_tui.screens.accounts.paper import PaperCodes
from lienthong_tui.screens.enrolling import Enrolling
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence


class NewPhone(Enrolling):
    """Until both codes were right the phone there was goes on counting."""

    hints: ClassVar[Hints] = (("Enter", N_("tiếp")), ("Esc", N_("lùi, giữ điện thoại cũ")))

    def __init__(self, desk: Desk, *, first: bool = False) -> None:
        super().__init__()
        self.first = first
        self.secret = codes.new_secret()
        self.uri = codes.provisioning_uri(self.secret, desk.phone_label)
        self.earlier = ""  # the first of the two codes, once it was typed

    def keys(self) -> Hints:
        """At the first sign-in leaving is signing out."""
        return (("Enter", N_("tiếp")), ("Esc", N_("đăng xuất"))) if self.first else self.hints

    def heading(self) -> str:
        """What is done, and how far it is."""
        text = N_("ĐĂNG NHẬP LẦN ĐẦU · 2/3 điện thoại") if self.first else N_("ĐIỆN THOẠI MỚI")
        return self.tr(text)

    def asked(self) -> str:
        """Which of the two codes is awaited."""
        if self.earlier:
            return self.tr(N_("Chờ mã kế tiếp hiện ra, gõ mã đó:"))
        return self.tr(N_("6 chữ số đang hiện (hỏi hai mã liền nhau):"))

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        code, event.input.value = event.value.strip(), ""
        if not code:
            return
        if not codes.is_code(code):
            self.tell(self.tr(N_("Mã gồm đúng 6 chữ số: gõ lại mã điện thoại đang hiện.")))
            return
        if not self.earlier:
            self._await_second(code)
            return
        self.ours.hold_keys()
        try:
            made = await self.ours.at_desk(
                officers.enrol_phone, self.ours.at, self.secret, self.earlier, code
            )
        except Problem as problem:
            self.ours.release_keys()
            self._await_second("")
            self.tell(sentence(problem, self.language))
            return
        from lienthong_tui.screens.home import Home

        self.app.switch_screen(
            PaperCodes(made, N_("ĐĂNG NHẬP LẦN ĐẦU · 3/3 mã trên giấy"), Home)
            if self.first
            else PaperCodes(made)
        )

    def _await_second(self, earlier: str) -> None:
        self.earlier = earlier
        self.tell("")
        self.query_one(".field > Label", Label).update(self.asked())

    async def action_back(self) -> None:
        """Keep the phone there was; at the first sign-in there is no other way but out."""
        if self.first:
            await self.ours.leave_desk()
        else:
            self.app.pop_screen()
