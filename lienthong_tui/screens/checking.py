"""The officer's check of what a relative declared at a kiosk, with them beside the desk."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from lienthong_tui.desk.kiosk_answers import hands_of
from lienthong_tui.filing.kiosk_events import Checked
from lienthong_tui.procedures.questions import Field
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.mistakes import go_to_field
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.definition_words import DefinitionWords
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_kiosk_events import HANDED_IN
from lienthong_tui.sentences.wording import answer_label
from lienthong_tui.text.mask import mask

_SURE = "0"
_KEYS = "abcdefghijklmnopqrstuvwxyz"
_ORIGINS: Mapping[str, str] = {"typed": N_("gõ"), "scanned": N_("quét")}


class Checking(FilingPage, TellingActs):
    """What nobody knew, each a line that leads to its question, and what the kiosk answered over
    the desk; below it all that was said, and by whom."""

    hints: ClassVar[Hints] = (
        ("1", N_("đã kiểm tra")),
        ("a-z", N_("hỏi lại")),
        ("2", N_("đọc lại")),
        ("PgUp/PgDn", N_("cuộn")),
        ("Esc", N_("lùi")),
    )

    def place(self) -> str:
        """Whom to call."""
        came = self.keeper.draft.filing.handed_in
        if came is None:
            return ""
        how = self.tr(HANDED_IN[came.how])
        return self.tr(N_("Gọi số {ticket} · {how}"), ticket=came.ticket, how=how)

    async def items(self) -> Sequence[Item]:
        """The check, the reading back, then what was answered over the desk and what is not
        known."""
        ours, draft = self.ours, self.keeper.draft
        self.hands = await ours.at_desk(hands_of, ours.at, draft.filing.id)
        self.show_text(self.wrapped(self._told()))
        fields = self._unsure()
        note = self.tr(N_("còn {count} câu chưa biết"), count=len(fields)) if fields else ""
        checked = self.tr(N_("Đã kiểm tra cùng người khai: ghi nhận"))
        asked = [*((f, self._over(f)) for f in self._replaced()), *((f, "") for f in fields)]
        words = DefinitionWords(draft.group.definition, self.language)
        unknown = self.tr(N_("không biết"))
        return [
            *([Item("checked", "1", checked, note)] if draft.filing.awaits_check else []),
            Item("read-back", "2", self.tr(N_("Đọc lại cho người dân"))),
            *(
                Item(field.id, key, words.questions([field.id]), over or unknown)
                for key, (field, over) in keyed(_KEYS, asked)
            ),
        ]

    def _unsure(self) -> list[Field]:
        draft = self.keeper.draft
        return [f for f in draft.outlined.fields if f.id in draft.filing.unsure]

    def _replaced(self) -> list[Field]:
        """What the kiosk answered otherwise after the desk had mended it."""
        return [
            field
            for field in self.keeper.draft.outlined.fields
            if (hands := self.hands.get(field.id)) and hands.taken_back
        ]

    def _over(self, field: Field) -> str:
        answer = answer_label(field, self.hands[field.id].desk, self.language)
        return self.tr(N_("máy khai lại, quầy đã ghi: {answer}"), answer=answer)

    def _told(self) -> Iterator[str]:
        """Who sat there, and what was said, by the papers it was answered from."""
        draft, filing = self.keeper.draft, self.keeper.draft.filing
        if filing.admitted is not None:
            text = N_("Người ngồi máy: {number}, tự khai.")
            if filing.admitted.helper:
                text = N_("Người ngồi máy: {number}, nhập giúp; không phải người yêu cầu.")
            yield self.tr(text, number=mask(filing.admitted.id_number))
        for section in draft.group.definition.section:
            told = [
                field
                for field in draft.outlined.fields
                if field.section == section.id and field.id in filing.answers
            ]
            if told:
                yield ""
                yield pick(section.title, self.language).upper()
            for field in told:
                answer = answer_label(field, filing.answers[field.id], self.language)
                yield f"{pick(field.label, self.language)}: {answer} ({self._whence(field)})"

    def _whence(self, field: Field) -> str:
        """How an answer came: at the kiosk, or from the desk in place of what that had."""
        hands = self.hands.get(field.id)
        if hands is None or hands.last == "kiosk":
            how = self.keeper.draft.filing.origins.get(field.id, "")
            return self.tr(_ORIGINS.get(how, N_("gõ")))
        if not hands.differs:
            return self.tr(N_("quầy ghi"))
        answer = answer_label(field, hands.kiosk, self.language)
        return self.tr(N_("quầy sửa, máy khai: {answer}"), answer=answer)

    async def choose(self, item: Item) -> None:
        """Record the check, or go to a question."""
        if item.id == "checked":
            unsure = len(self._unsure())
            if unsure:
                text = N_(
                    "Còn {count} câu chưa biết. Vẫn ghi nhận? Gõ 0 rồi Enter; Esc để hỏi tiếp."
                )
                self.ask(self.tr(text, count=unsure), self._sure)
            else:
                await self._record()
        elif item.id == "read-back":
            from lienthong_tui.screens.steps.read_back import ReadBack

            self.ours.hold_keys()
            self.app.push_screen(ReadBack(self.keeper))
        else:
            go_to_field(self, self.keeper, item.id)

    async def _sure(self, text: str) -> None:
        if text == _SURE:
            await self._record()

    async def _record(self) -> None:
        await self.keeper.record(Checked())
        self.say(self.tr(N_("Đã ghi nhận kiểm tra. Đi tiếp các bước để hoàn thành.")))
        self.app.pop_screen()
