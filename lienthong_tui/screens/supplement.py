"""A supplement: what agencies asked for, mended and given again, and sent."""

from collections.abc import Sequence
from typing import ClassVar

from lienthong_tui.desk import supplementing
from lienthong_tui.filing import supplements
from lienthong_tui.procedures.definition import Component, Field, Section
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.steps.papers import Papers
from lienthong_tui.screens.steps.questions import Questions, in_pages
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_history import told_details

_KEYS = "abcdefghijklmnopqrstuvwxyz"


class Supplement(FilingPage, TellingActs):
    """What is open again, each with whether it was touched; `1` sends what is new."""

    hints: ClassVar[Hints] = (
        ("a-z", N_("sửa, nộp lại")),
        ("1", N_("gửi bổ sung")),
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
        told = supplements.asked(draft.filing)
        definition = draft.group.definition
        self.show_text(
            self.wrapped([told_details(each, definition, self.language) for each in told])
        )
        if told:
            found.append(Item("send", "1", self.tr(N_("Lập hồ sơ chuyển bổ sung"))))
        return found

    async def choose(self, item: Item) -> None:
        """Open the question or the paper, or send."""
        kind, _, name = item.id.partition(":")
        if kind == "field":
            self.ours.hold_keys()
            self.app.push_screen(OpenQuestions(self.keeper, 2, 0, name))
        elif kind == "component":
            self.ours.hold_keys()
            self.app.push_screen(OpenPapers(self.keeper))
        else:
            before = len(self.keeper.draft.filing.packets)
            await self.keeper.do(supplementing.send)
            sealed = len(self.keeper.draft.filing.packets) - before
            self.app.pop_screen()
            text = N_("Đã ghi là đã bổ sung.")
            if sealed:
                text = N_("Đã lập {count} hồ sơ chuyển bổ sung: xuất ở phím 4.")
            self.say(self.tr(text, count=sealed))


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
