"""After completion: to the portal, its number, papers back, packets out, and the next citizen."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from lienthong_tui.agency_reports import after_text
from lienthong_tui.desk import drafting, exporting, handing_over
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.delivery import outdated
from lienthong_tui.reports import filed_text
from lienthong_tui.screens.asking import typed_path
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.hand_off import HandOff
from lienthong_tui.screens.handed_back import HandedBackPapers, papers_of
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.official_numbers import Numbers
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.slip import Slip
from lienthong_tui.screens.steps.forms import Forms
from lienthong_tui.screens.steps.task_list import open_filing
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_


class Done(FilingPage, TellingActs):
    """The filing as it stands now, and what is done with it before the next number is called."""

    hints: ClassVar[Hints] = (
        ("1-9", N_("chọn")),
        ("k", N_("kết quả")),
        ("F6", N_("tạm gác")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("các bước")),
    )

    sure = ""  # which line was asked about once: the next press of its key means it

    def place(self) -> str:
        """The reference."""
        return str(self.keeper.draft.filing.reference or "")

    def state(self) -> tuple[str, str]:
        """The filing's state, with its official number once there is one."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The acts with how far each is."""
        draft = self.keeper.draft
        filing = draft.filing
        papers = papers_of(self.keeper, self.language)
        back = sum(1 for paper in filing.handed_back if paper in papers)
        self._tell_filed()
        return [
            Item(
                "hand-off", "1", self.tr(N_("Chuyển sang Cổng")), self.tr(N_("chép từng giá trị"))
            ),
            Item(
                "numbers",
                "2",
                self.tr(N_("Nhập số hồ sơ")),
                self._numbered(),
            ),
            Item(
                "back",
                "3",
                self.tr(N_("Giấy tờ đã trả lại")),
                self.tr(N_("{done} trên {total}"), done=back, total=len(papers)),
            ),
            Item(
                "export",
                "4",
                self.tr(N_("Xuất hồ sơ chuyển ra thư mục")),
                self._delivered(),
            ),
            Item(
                "slip",
                "5",
                self.tr(N_("Phiếu hướng dẫn")),
                self.tr(N_("đã in {times} lần"), times=filing.slips) if filing.slips else "",
            ),
            *self._supplement(),
            Item(
                "outcomes",
                "k",
                self.tr(N_("Kết quả của cơ quan: ghi từ Cổng, điện thoại, văn bản")),
                self.tr(N_("{count} tin"), count=len(filing.told)) if filing.told else "",
            ),
            Item("hand-over", "t", self.tr(N_("Trả kết quả, lệ phí")), self._to_hand_over()),
            Item("forms", "8", self.tr(N_("Tờ khai đã lập"))),
            Item("letters", "9", self.tr(N_("Giấy của quầy: tiếp nhận, bổ sung, từ chối…"))),
            *self._again(),
            Item("mend", "s", self.tr(N_("Có chỗ sai, rút hồ sơ, ghi chú"))),
            Item("next", "6", self.tr(N_("Mời số tiếp theo")), self._left_over(len(papers) - back)),
        ]

    def _supplement(self) -> list[Item]:
        """What agencies want, while they do."""
        asked = self.keeper.draft.filing.asks
        if not asked:
            return []
        count = sum(len(told.items) for told in asked)
        note = self.tr(N_("số mục: {count}"), count=count)
        return [Item("supplement", "b", self.tr(N_("BỔ SUNG theo yêu cầu của cơ quan")), note)]

    def _again(self) -> list[Item]:
        """A second filing out of this one, where there is such a thing."""
        again = self.keeper.draft.group.definition.again
        if again is None:
            return []
        ask = self.tr(N_("mở hồ sơ mới: bấm 7 lần nữa")) if self.sure == "again" else ""
        return [Item("again", "7", pick(again.name, self.language), ask)]

    def _tell_filed(self) -> None:
        draft = self.keeper.draft
        self.show_text(self.wrapped(filed_text(draft.filing, draft.group, self.language)))

    async def choose(self, item: Item) -> None:
        """Open a page, ask where to export to, or end with this citizen."""
        was_asked, self.sure = self.sure == item.id, ""
        match item.id:
            case "hand-off":
                self.ours.hold_keys()
                self.app.push_screen(HandOff(self.keeper))
            case "numbers":
                self.ours.hold_keys()
                self.app.push_screen(Numbers(self.keeper))
            case "back":
                self.ours.hold_keys()
                self.app.push_screen(HandedBackPapers(self.keeper))
            case "export":
                question = N_("Xuất ra thư mục nào, ví dụ ổ USB (Enter để xuất):")
                self.ask(self.tr(question), self._export)
            case "slip":
                self.ours.hold_keys()
                self.app.push_screen(Slip(self.keeper))
            case "forms":
                self.ours.hold_keys()
                self.app.push_screen(Forms(self.keeper))
            case "letters":
                from lienthong_tui.screens.letters import Letters

                self.ours.hold_keys()
                self.app.push_screen(Letters(self.keeper))
            case "supplement":
                from lienthong_tui.screens.supplement import Supplement

                self.ours.hold_keys()
                self.app.push_screen(Supplement(self.keeper))
            case "outcomes":
                from lienthong_tui.screens.outcomes import Outcomes

                self.ours.hold_keys()
                self.app.push_screen(Outcomes(self.keeper))
            case "hand-over":
                from lienthong_tui.screens.handing_over import HandingOver

                self.ours.hold_keys()
                self.app.push_screen(HandingOver(self.keeper))
            case "mend":
                from lienthong_tui.screens.mending import Mending

                self.ours.hold_keys()
                self.app.push_screen(Mending(self.keeper))
            case "again" if not was_asked:
                self.sure = "again"
                await self.reload()
            case "again":
                draft = await self.ours.at_desk(drafting.again, self.ours.at, self.keeper.draft)
                await self._next()
                open_filing(Keeper(self.ours, draft))
            case "next":
                papers = papers_of(self.keeper, self.language)
                if was_asked or all(
                    paper in self.keeper.draft.filing.handed_back for paper in papers
                ):
                    await self._next()
                else:
                    self.sure = "next"
                    await self.reload()

    def _numbered(self) -> str:
        """Whether it is on the portal, and under a number that somebody can look up."""
        filing = self.keeper.draft.filing
        if filing.numbered:
            return self.tr(N_("đã nộp"))
        on_portal = filing.lodged is not None or filing.accepted
        return self.tr(N_("THIẾU SỐ")) if on_portal else self.tr(N_("CHƯA NỘP"))

    def _to_hand_over(self) -> str:
        """How many results wait for the citizen."""
        ready = len(handing_over.ready(self.keeper.draft))
        return self.tr(N_("{count} kết quả để trả"), count=ready) if ready else ""

    def _delivered(self) -> str:
        """How many packets lie where they were to go."""
        filing = self.keeper.draft.filing
        true = [packet for packet in filing.packets if packet not in outdated(filing)]
        there = sum(1 for packet in true if packet.content in filing.delivered)
        if not filing.exported:
            return ""
        text = N_("đã xuất {done} trên {total}")
        return self.tr(text, done=there, total=len(true))

    def _left_over(self, papers: int) -> str:
        """What is asked once before the next citizen is called."""
        if self.sure != "next":
            return ""
        return self.tr(N_("còn {count} giấy tờ chưa trả: bấm 6 lần nữa"), count=papers)

    async def _export(self, text: str) -> None:
        out = await self.sure_of(typed_path(text))
        await self.keeper.do(_export, out)
        draft = self.keeper.draft
        said = self.tr(N_("Đã xuất hồ sơ chuyển ra {folder}."), folder=out)
        self.say(" ".join([said, *after_text(draft.filing, draft, [], self.language)]))

    async def _next(self) -> None:
        """Leave nothing of this citizen: neither on the screens nor in the clipboard."""
        await self.ours.next_citizen()


def _export(desk: Desk, draft: Draft, out: Path) -> Draft:
    """The draft after its packets were written. Errors: those of `exporting.export`."""
    exporting.export(desk, draft.filing.reference or "", out)
    return drafting.reopen(desk, draft.filing.id)
