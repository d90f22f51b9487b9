"""Moving a draft whose version of the law has ended: first what the new one does not take."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lienthong_tui.desk import moving
from lienthong_tui.desk.moving import Move
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import marked


class Moving(FilingPage, TellingActs):
    """What would change, below the one act."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("chuyển")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("để vậy")),
    )

    def __init__(self, keeper: Keeper, to: Move) -> None:
        super().__init__(keeper)
        self.to = to

    def place(self) -> str:
        """What it is."""
        return self.tr(N_("Chuyển sang bản đang có hiệu lực"))

    async def items(self) -> Sequence[Item]:
        """The act."""
        self.show_text(self.wrapped(self._lines()))
        return [Item("move", "1", self.tr(N_("Chuyển hồ sơ này sang bản mới")))]

    def _lines(self) -> Iterator[str]:
        old, new = self.keeper.draft.group.definition, self.to.group.definition
        law = marked(new.law, new.verified, self.language)
        ended = N_("Bản {version} hết hiệu lực sau ngày {day}.")
        yield self.tr(ended, version=old.version, day=f"{old.until:%d/%m/%Y}")
        yield self.tr(N_("Bản {version} đang có hiệu lực: {law}."), version=new.version, law=law)
        # A draft keeps the settings it began with, up to here.
        yield self.tr(N_("Thời hạn, lệ phí, giờ nhận từ nay theo thiết lập hôm nay của cơ quan."))
        yield ""
        if not (self.to.half_typed or self.to.dropped or self.to.papers):
            yield self.tr(N_("Mọi câu trả lời và giấy tờ đều dùng được tiếp."))
        labels = {field.id: pick(field.label, self.language) for field in old.field}
        for title, texts in (
            (N_("CẦN KHAI LẠI, chữ cũ còn ở ô đó"), self.to.half_typed),
            (N_("KHÔNG CÒN HỎI, nhật ký vẫn giữ"), self.to.dropped),
        ):
            if texts:
                yield self.tr(title)
                yield from (f"  {labels[name]}: {text}" for name, text in texts.items())
        if self.to.papers:
            yield self.tr(N_("GIẤY TỜ KHÔNG CÒN DÙNG, tệp được bỏ ra, nhật ký vẫn giữ"))
            names = {c.id: pick(c.name, self.language) for c in old.component}
            yield from (f"  {names[paper]}" for paper in self.to.papers)

    async def choose(self, item: Item) -> None:  # noqa: ARG002
        """Move it, and go back to the steps."""
        try:
            await self.keeper.do(moving.move, self.to)
        except Busy as problem:
            self.complain(problem)
            await self._look_again()
            return
        except Problem as problem:
            self.complain(problem)
            return
        self.app.pop_screen()
        self.say(self.tr(N_("Đã chuyển. F8: chỗ cần sửa.")))

    async def _look_again(self) -> None:
        """Show what moving would do now; go back where another window has done it."""
        await self.keeper.reopen()
        to = await self.ours.at_desk(moving.move_of, self.ours.at, self.keeper.draft)
        if to is None:
            self.app.pop_screen()
            return
        self.to = to
        await self.reload()
