"""The turns of the interview: a question, a person read back, the end."""

from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.interview import Question, ReadBack
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_turns.turn import Leaving, Shown, Turn
from lienthong_tui.people.dates import read_moment
from lienthong_tui.problems import Problem
from lienthong_tui.sentences import Language
from lienthong_tui.sentences import interview_words as words
from lienthong_tui.sentences.choices import Choice
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import day_said

_DATES = ("date", "partial_date", "moment")
_WHOLE_DAY = len("2026-11-25")


def at_step(talk: Conversation, language: Language, note: str = "") -> Turn:
    """The turn of whatever the conversation is at."""
    match talk.step:
        case Question():
            return Asking(talk, language, note)
        case ReadBack():
            return ReadingBack(talk, language, note)
        case _:
            return Ending(talk, language, note)


class Asking(Turn):
    """One question of the interview."""

    def shown(self) -> Shown:
        """The question in plain words."""
        step = self.talk.step
        assert isinstance(step, Question)
        asked = words.asked(step, self.talk.now, self.language)
        return Shown(
            asked.text,
            part=self._part(),
            why=asked.why,
            example=asked.example,
            choices=asked.few,
            find=None if asked.few else asked.find,
            types=not asked.few,
            knows=True,
            said=asked.said,
            unsure=asked.unsure,
            half=self.talk.half_typed,
            note=self.note,
        )

    def _part(self) -> str:
        talk = self.talk
        return words.progress(talk.steps, str(talk.at), talk.now.outlined, self.language)

    def took(self, value: str | bool) -> Turn:
        """The next turn."""
        return self._answered(self.talk.answer(value))

    def typed(self, text: str) -> Turn:
        """The next turn; of a date it is told which day it is."""
        day = self._day(text)
        return self._answered(self.talk.answer(text), day)

    def scanned(self, text: str) -> Turn:
        """The next question that the card does not answer."""
        self.talk.scan(text)
        return self._after(self.tr(N_("Đã nhận từ thẻ.")))

    def unknown(self) -> Turn:
        """The next turn."""
        self.talk.unknown()
        return self._after()

    def back(self) -> Turn:
        """The turn before."""
        return self._after() if self.talk.back() else Leaving(self)

    def keep(self, text: str) -> None:
        """With its question."""
        self.talk.keep(text)

    def _answered(self, doubts: tuple[Finding, ...], note: str = "") -> Turn:
        """The next turn; this one again where the answer cannot be right."""
        definition = self.talk.now.group.definition
        why = [words.doubt(finding, definition, self.language) for finding in doubts]
        if why:
            why.append(self.tr(N_("Gõ lại cho đúng, hoặc bấm Enter để giữ.")))
        return self._after(" ".join(why) or note)

    def _after(self, note: str = "") -> Turn:
        return at_step(self.talk, self.language, note)

    def _day(self, text: str) -> str:
        step = self.talk.step
        field = self.talk.now.group.fields[step.field] if isinstance(step, Question) else None
        if field is None or field.type not in _DATES or not text:
            return ""
        try:
            answer = str(read_answer(field, text, today=local_day(self.talk.kiosk.clock())))
        except Problem:
            return ""  # told when it is answered
        found = read_moment(answer[:16]) if len(answer) >= _WHOLE_DAY else None
        return day_said(found.day, self.language) if found else ""


class ReadingBack(Asking):
    """What was said of one person."""

    def shown(self) -> Shown:
        """Each question, and the answer."""
        step = self.talk.step
        assert isinstance(step, ReadBack)
        told = words.read_back(step, self.talk.now, self.language)
        return Shown(
            self.tr(N_("Đọc lại. Đúng chưa?")),
            part=self._part(),
            lines=tuple(f"{name}: {said}" for name, said in told),
            choices=(
                Choice("right", self.tr(N_("Đúng"))),
                Choice("mend", self.tr(N_("Sửa lại"))),
            ),
            note=self.note,
        )

    def took(self, value: str | bool) -> Turn:
        """On, or to the first of these questions."""
        if value == "right":
            self.talk.go_on()
        else:
            self.talk.mend()
        return self._after()

    def typed(self, text: str) -> Turn:  # noqa: ARG002
        """Nothing is typed here."""
        return self

    def keep(self, text: str) -> None:
        """Nor kept."""

    def unknown(self) -> Turn:
        """It is not a question."""
        return self


class Ending(Turn):
    """All was asked."""

    def shown(self) -> Shown:
        """How much is not known, and handing it in."""
        count = len(self.talk.now.filing.unsure)
        why = N_("Còn {count} câu chưa biết: người tiếp nhận sẽ hỏi.")
        return Shown(
            self.tr(N_("Đã hỏi hết. Giao cho người tiếp nhận?")),
            why=self.tr(why, count=count) if count else "",
            choices=(
                Choice("hand-in", self.tr(N_("Giao cho người tiếp nhận"))),
                Choice("back", self.tr(N_("Xem lại"))),
            ),
        )

    def took(self, value: str | bool) -> Turn:
        """The number one is called by."""
        if value == "hand-in":
            return self.handed_in("finished")
        return self.back()

    def back(self) -> Turn:
        """What was asked last."""
        self.talk.back()
        return self.next(at_step)
