"""The six steps of the portal as a list: how far each is, and the way into it."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import allotting, moving
from lienthong_tui.filing import checks
from lienthong_tui.filing.outline import papers_to_bring
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences.marking import N_


def open_filing(keeper: Keeper) -> None:
    """Open a filing: on its first question when it is new, else on its list of steps.

    One that is completed shows what has still to happen, before its steps; one that was given up
    here how it is gone on with. What was withdrawn on the portal is taken back where it was told.
    """
    app, filing = keeper.app, keeper.draft.filing
    app.hold_keys()
    app.push_screen(TaskList(keeper))
    if filing.withdrawn is not None:
        from lienthong_tui.screens.mending import Mending

        app.push_screen(Mending(keeper))
    elif not filing.answers:
        from lienthong_tui.screens.steps.questions import Questions

        app.push_screen(Questions(keeper, 1))
    elif filing.completed is not None:
        from lienthong_tui.screens.done import Done

        app.push_screen(Done(keeper))


class TaskList(FilingPage, Menu):
    """Digits 1 to 6 open the steps, in the portal's words."""

    has_panel = True

    hints: ClassVar[Hints] = (
        ("1-6", N_("mở bước")),
        ("F6", N_("tạm gác")),
        ("F8", N_("chỗ cần sửa")),
        ("F9", N_("kiểm tra")),
        ("Esc", N_("lùi")),
    )
    STEPS: ClassVar[Sequence[str]] = (
        N_("Lựa chọn cơ quan thực hiện"),
        N_("Kê khai thông tin"),
        N_("Xem lại các tờ khai chi tiết"),
        N_("Đính kèm thành phần hồ sơ"),
        N_("Chọn hình thức nhận kết quả"),
        N_("Hoàn thiện gửi hồ sơ"),
    )

    async def items(self) -> Sequence[Item]:
        """The steps with what is left to do in each; moving first, where it is to be offered."""
        self.move = await self.ours.at_desk(moving.move_of, self.ours.at, self.keeper.draft)
        offered = []
        if self.move is not None:
            version = self.move.group.definition.version
            name = self.tr(N_("Bản thủ tục của hồ sơ này hết hiệu lực"))
            note = self.tr(N_("chuyển sang bản {version}"), version=version)
            offered.append(Item("move", "7", name, note))
        steps = [
            Item(str(step), str(step), self.tr(name), self._standing(step))
            for step, name in enumerate(self.STEPS, 1)
        ]
        filing = self.keeper.draft.filing
        if filing.completed is None and (filing.allotted or await self._blanks_out()):
            name = self.tr(N_("Đã ghi trên biểu mẫu trống: nhập số phiếu, giờ nhận"))
            told = ""
            if filing.allotted:
                name = self.tr(N_("Số phiếu, giờ nhận trên giấy"))
                told = f"{filing.allotted} · {self.received}"
            steps.append(Item("on-paper", "8", name, told))
        steps.append(
            Item("letters", "9", self.tr(N_("Giấy của quầy: tiếp nhận, bổ sung, từ chối…")))
        )
        if self.keeper.draft.position is not None and filing.completed is None:
            steps.append(Item("mend", "s", self.tr(N_("Rút hồ sơ, ghi chú"))))
        if filing.handed_in is not None and filing.completed is None:
            name = self.tr(N_("Kiểm tra lời khai từ máy tự kê khai"))
            number = self.tr(N_("số {number}"), number=filing.handed_in.ticket)
            note = number if filing.awaits_check else self.tr(N_("đã kiểm tra"))
            offered.append(Item("check", "c", name, note))
        return offered + steps

    async def _blanks_out(self) -> bool:
        """Whether numbers were given out on blank forms that no filing has yet."""
        group = self.keeper.draft.group.definition.group
        return bool(await self.ours.at_desk(allotting.free, self.ours.at, group))

    def _standing(self, step: int) -> str:
        draft = self.keeper.draft
        if draft.filing.completed is not None:
            return self.tr(N_("Xong"))
        wrong = [
            f for f in self.keeper.findings if checks.step_to_mend(f) == step and f.level == "error"
        ]
        missing = [f for f in wrong if f.rule == "required"]
        if step == 3:
            forms = sum(1 for form in draft.outlined.forms if not form.preview)
            return self.tr(N_("{forms} tờ khai"), forms=forms)
        if step == 6:
            before = (f for f in self.keeper.findings if checks.step_to_mend(f) < 6)
            blocked = checks.blocks(before)
            return self.tr(N_("Chưa làm được: còn chỗ cần sửa")) if blocked else ""
        if step == 4 and any(need == "depends" for _, need in papers_to_bring(draft.outlined)):
            return self.tr(N_("tùy bước 2"))
        if not wrong:
            return self.tr(N_("Xong"))
        if missing:
            return self.tr(N_("còn {count} ô bắt buộc"), count=len(missing))
        return self.tr(N_("{count} chỗ cần sửa"), count=len(wrong))

    def beside(self, item: Item) -> Sequence[str]:
        """What is left to do in a step, by name."""
        from lienthong_tui.screens.mistakes import said

        if item.id not in {str(step) for step, _ in enumerate(self.STEPS, 1)}:
            return ()
        left = [
            f"· {said(self, finding)}"
            for finding in self.keeper.findings
            if finding.level == "error" and str(checks.step_to_mend(finding)) == item.id
        ]
        return (item.name, "", *(left or [item.note]))

    def rest_beside(self, count: int) -> str:
        """Of places to mend that find no room it is told how many they are."""
        return self.tr(N_("… và {count} chỗ nữa: F9"), count=count)

    async def choose(self, item: Item) -> None:
        """Open a step."""
        from lienthong_tui.screens.steps.finish import Finish
        from lienthong_tui.screens.steps.papers import Papers
        from lienthong_tui.screens.steps.questions import Questions
        from lienthong_tui.screens.steps.review import Review

        self.ours.hold_keys()
        if item.id == "move" and self.move is not None:
            from lienthong_tui.screens.steps.moving import Moving

            self.app.push_screen(Moving(self.keeper, self.move))
            return
        if item.id == "check":
            from lienthong_tui.screens.checking import Checking

            self.app.push_screen(Checking(self.keeper))
            return
        if item.id == "letters":
            from lienthong_tui.screens.letters import Letters

            self.app.push_screen(Letters(self.keeper))
            return
        if item.id == "mend":
            from lienthong_tui.screens.mending import Mending

            self.app.push_screen(Mending(self.keeper))
            return
        if item.id == "on-paper":
            from lienthong_tui.screens.steps.on_paper import OnPaperFirst

            self.app.push_screen(OnPaperFirst(self.keeper))
            return
        step = int(item.id)
        if self.keeper.draft.filing.completed is not None:
            from lienthong_tui.screens.done import Done

            self.app.push_screen(Done(self.keeper))
        elif step == 3:
            self.app.push_screen(Review(self.keeper))
        elif step == 4:
            self.app.push_screen(Papers(self.keeper))
        elif step == 6:
            self.app.push_screen(Finish(self.keeper))
        else:
            self.app.push_screen(Questions(self.keeper, step))
