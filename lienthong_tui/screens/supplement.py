"""A supplement: what agencies asked for, mended and given again, and sent."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import supplementing
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing import supplements
from lienthong_tui.filing.events import Pledged
from lienthong_tui.procedures.definition import Component
from lienthong_tui.procedures.questions import Field, Section
from lienthong_tui.screens.bringing_out import FilingOut
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.paging import in_pages
from lienthong_tui.screens.steps.papers import Papers
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_agency_events import told_details
from lienthong_tui.sentences.of_history import PLEDGES

_KEYS = "abcdefghijklmnopqrstuvwxyz"


class Supplement(FilingPage, TellingActs):
    """What is open again, each with whether it was touched; what is answered otherwise is signed
    and pledged anew; `1`, twice, seals what is new."""

    sure = False

    hints: ClassVar[Hints] = (
        ("a-z", N_("sửa, nộp lại")),
        ("1-5", N_("chọn")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def place(self) -> str:
        """What is done here."""
        return self.tr(N_("Bổ sung theo yêu cầu"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The questions and papers asked for, then the act."""
        draft = self.keeper.draft
        new = supplements.fresh(draft.group, draft.filing, draft.outlined)
        fields = {field.id: pick(field.label, self.language) for field in draft.outlined.fields}
        papers = {c.id: pick(c.name, self.language) for c in draft.group.definition.component}
        asked = [
            *(
                (f"field:{name}", fields[name], name in new.fields)
                for name in supplements.open_fields(draft.filing)
                if name in fields
            ),
            *(
                (f"component:{name}", papers[name], name in new.components)
                for name in supplements.open_components(draft.filing)
            ),
        ]
        done, open_ = self.tr(N_("đã sửa")), self.tr(N_("CHƯA SỬA"))
        found = [
            Item(name, key, label, done if touched else open_)
            for key, (name, label, touched) in keyed(_KEYS, asked)
        ]
        told = draft.filing.asks
        words = [i.text for each in told for i in each.items if not (i.field or i.component)]
        said = self.tr(N_("yêu cầu bằng lời: làm xong mới gửi"))
        found += [Item(f"words:{n}", "", text, said, disabled=True) for n, text in enumerate(words)]
        definition = draft.group.definition
        self.show_text(
            self.wrapped([told_details(each, definition, self.language) for each in told])
        )
        if new.fields:
            found += self._signing()
        if told:
            note = self.tr(N_("bấm 1 lần nữa để lập")) if self.sure else ""
            found.append(Item("send", "1", self.tr(N_("Lập hồ sơ chuyển bổ sung")), note))
        return found

    def _signing(self) -> list[Item]:
        """The declarations say something else: they are printed and pledged again."""
        pledge = self.keeper.draft.filing.pledge
        made = pledge.how if pledge else ""
        return [
            Item("print", "2", self.tr(N_("In tờ khai đã sửa để ký lại"))),
            *(
                Item(f"pledge:{how}", str(key), self.tr(name), "[x]" if made == how else "[ ]")
                for key, (how, name) in enumerate(PLEDGES.items(), 3)
            ),
        ]

    async def choose(self, item: Item) -> None:
        """Open the question or the paper, or send."""
        kind, _, name = item.id.partition(":")
        was_asked, self.sure = self.sure, False
        if kind == "field":
            self.ours.hold_keys()
            self.app.push_screen(OpenQuestions(self.keeper, 2, 0, name))
        elif kind == "component":
            self.ours.hold_keys()
            self.app.push_screen(OpenPapers(self.keeper))
        elif kind == "print":
            self.ours.hold_keys()
            self.app.push_screen(RenewedOut(self.keeper))
        elif kind == "pledge":
            await self.keeper.record(Pledged(how=name))  # type: ignore[arg-type]
            await self.reload()
        elif not was_asked:
            self.sure = True  # what is sealed is not mended: one slip is not enough
            await self.reload()
        else:
            before = len(self.keeper.draft.filing.packets)
            await self.keeper.do(supplementing.send)
            sealed = len(self.keeper.draft.filing.packets) - before
            self.app.pop_screen()
            text = N_("Đã ghi là đã bổ sung.")
            if sealed:
                text = N_("Đã lập {count} hồ sơ chuyển bổ sung: xuất ở phím 4.")
            self.say(self.tr(text, count=sealed))


class RenewedOut(FilingOut):
    """The declarations that say something else now, to be read and signed."""

    def place(self) -> str:
        """What they are."""
        return self.tr(N_("Tờ khai đã sửa theo yêu cầu bổ sung"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The acts, and which they are."""
        forms = supplementing.to_renew(self.keeper.draft)
        self.show_text(self.wrapped([pick(form.title, self.language) for form in forms]))
        return self.ways()

    async def bring(self, put: Put) -> None:
        """Those alone."""
        await self.keeper.do(supplementing.print_renewed, put)


class OpenQuestions(Questions):
    """The questions an agency wants answered again, whatever their step."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("tiếp")),
        ("F1", N_("giúp")),
        ("Esc", N_("lùi")),
    )

    def place(self) -> str:
        """What is asked."""
        return self.tr(N_("Bổ sung: ô phải khai lại"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    def all_pages(self) -> list[tuple[Section, tuple[Field, ...]]]:
        """By section, as they are asked."""
        draft = self.keeper.draft
        wanted = supplements.open_fields(draft.filing)
        return [
            page
            for section in draft.group.definition.section
            for page in in_pages(
                section,
                [f for f in draft.outlined.fields if f.section == section.id and f.id in wanted],
            )
        ]

    async def action_page(self, by: int) -> None:
        """Another page of what is asked; beyond its ends, back."""
        await self.leave_row()
        if 0 <= self.page + by < len(self.all_pages()):
            self.ours.hold_keys()
            self.app.switch_screen(OpenQuestions(self.keeper, self.step, self.page + by))
        else:
            await self.action_back()


class OpenPapers(Papers):
    """The papers an agency wants given again."""

    hints: ClassVar[Hints] = (
        ("F4", N_("lấy tệp quét")),
        ("Enter", N_("gõ tên tệp")),
        ("Del", N_("bỏ tệp")),
        ("b", N_("đã đối chiếu")),
        ("Esc", N_("lùi")),
    )

    def place(self) -> str:
        """What is given."""
        return self.tr(N_("Bổ sung: giấy tờ phải nộp lại"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    def components(self) -> Sequence[Component]:
        """Those alone."""
        wanted = supplements.open_components(self.keeper.draft.filing)
        known = self.keeper.draft.group.definition.component
        return [component for component in known if component.id in wanted]
