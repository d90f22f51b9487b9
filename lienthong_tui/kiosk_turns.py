"""The turns of a conversation at the kiosk: what each shows, and what follows from what is said.

One for both ways to sit there: the screens draw a turn, `kiosk_lines` reads it out line by line.
A turn knows neither. What is said may be refused (`Problem`); then the same turn goes on. All but
`shown` touch the disk.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.interview import Question, ReadBack
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.papers import checklists
from lienthong_tui.people.dates import read_moment
from lienthong_tui.people.id_card import read_card
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading, notice
from lienthong_tui.sentences import Language, day_said, pick, tr
from lienthong_tui.sentences import interview_words as words
from lienthong_tui.sentences.choices import Choice, Find
from lienthong_tui.sentences.marking import N_

_DATES = ("date", "partial_date", "moment")
_WHOLE_DAY = len("2026-11-25")


@dataclass(frozen=True)
class Shown:
    """What a turn shows: a question or a sentence, and how it is answered.

    `choices` are answered by their number from 1; `find` gives more of them for what is typed.
    `types` is whether a text may be typed, `knows` whether one may not know. `said` is what was
    said before, `half` what was typed and could not be taken. `large` is a number for the hall.
    """

    text: str
    part: str = ""
    why: str = ""
    lines: tuple[str, ...] = ()
    example: str = ""
    choices: tuple[Choice, ...] = ()
    find: Find | None = None
    types: bool = False
    knows: bool = False
    said: str = ""
    half: str = ""
    large: str = ""
    note: str = ""


class Turn:
    """One turn, of this conversation in this language."""

    sits = True
    """Whether somebody was admitted, whose answers are to be kept when they go."""

    def __init__(self, talk: Conversation, language: Language, note: str = "") -> None:
        self.talk = talk
        self.language = language
        self.note = note

    def shown(self) -> Shown:
        """What it shows."""
        raise NotImplementedError

    def chose(self, number: int) -> "Turn":
        """The turn after the choice of this number, from 1. Errors: Problem("kiosk-choice")."""
        choices = self.shown().choices
        if not 0 < number <= len(choices):
            raise Problem("kiosk-choice", most=len(choices))
        return self.took(choices[number - 1].value)

    def took(self, value: str | bool) -> "Turn":  # noqa: ARG002
        """The turn after a choice, by its value."""
        return self

    def typed(self, text: str) -> "Turn":  # noqa: ARG002
        """The turn after a text."""
        return self

    def scanned(self, text: str) -> "Turn":  # noqa: ARG002
        """The turn after a card. Errors: Problem("kiosk-card") where none is asked for."""
        raise Problem("kiosk-card")

    def unknown(self) -> "Turn":
        """The turn after one did not know."""
        return self

    def keep(self, text: str) -> None:
        """Keep what stands half typed."""

    def back(self) -> "Turn":
        """The turn before; where nothing was asked before, whether to leave."""
        return Leaving(self) if self.sits else self.next(Welcome)

    def left(self) -> "Turn":
        """Nobody is there any more: what was answered goes to the desk."""
        self.talk.leave()
        return self.next(Welcome)

    def called(self) -> "Turn":
        """The officer is called."""
        return Calling(self, self.talk.call())

    def next(self, turn: "Callable[[Conversation, Language], Turn]") -> "Turn":
        """Another turn of the same conversation."""
        return turn(self.talk, self.language)

    def tr(self, text: str, **params: object) -> str:
        """A msgid in the language, filled in."""
        return tr(text, self.language).format(**params)


class Welcome(Turn):
    """Nobody is here."""

    sits = False

    def shown(self) -> Shown:
        """What can be declared."""
        today = local_day(self.talk.kiosk.clock())
        groups = tuple(
            Choice(group.definition.group, pick(group.definition.short, self.language))
            for group in loading.shipped()
            if group.definition.in_force(today)
        )
        why = N_("Khai từng câu ở đây, rồi người tiếp nhận kiểm tra. Cần mã người tiếp nhận đưa.")
        return Shown(self.tr(N_("Khai việc gì?")), why=self.tr(why), choices=groups)

    def took(self, value: str | bool) -> Turn:
        """Who sits here."""
        return Number(self.talk, self.language, str(value))

    def left(self) -> Turn:
        """Nobody was there; what could not be handed over goes now."""
        self.talk.start()
        return self


class Number(Turn):
    """Who sits here, by ID number."""

    sits = False

    def __init__(self, talk: Conversation, language: Language, group: str) -> None:
        super().__init__(talk, language)
        self.group = group

    def shown(self) -> Shown:
        """The number is typed or scanned."""
        return Shown(
            self.tr(N_("Số căn cước của người đang ngồi máy?")),
            why=self.tr(N_("12 chữ số trên thẻ. Có máy quét thì đưa mã QR của thẻ vào.")),
            example="099190000017",
            types=True,
        )

    def typed(self, text: str) -> Turn:
        """On to the code."""
        return Code(self.talk, self.language, self.group, parse_id_number(text))

    def scanned(self, text: str) -> Turn:
        """The number of the card."""
        card = read_card(text, today=local_day(self.talk.kiosk.clock()))
        return self.typed(card.number)


class Code(Turn):
    """The code that the officer gave."""

    sits = False

    def __init__(self, talk: Conversation, language: Language, group: str, number: str) -> None:
        super().__init__(talk, language)
        self.group = group
        self.number = number

    def shown(self) -> Shown:
        """Six digits."""
        return Shown(
            self.tr(N_("Mã 6 chữ số người tiếp nhận đã đưa?")),
            why=self.tr(N_("Mã chỉ dùng một lần, trong 10 phút, cho đúng người này.")),
            example="123 456",
            types=True,
        )

    def typed(self, text: str) -> Turn:
        """They sit down."""
        self.talk.admit(self.number, self.group, text)
        return self.next(Who)

    def back(self) -> Turn:
        """The number once more."""
        return Number(self.talk, self.language, self.group)


class Who(Turn):
    """Who declares: the one who sits here, or somebody they help."""

    @property
    def _is_child(self) -> bool:
        return self.talk.seat is not None and self.talk.seat.is_child

    def shown(self) -> Shown:
        """A child only helps."""
        if self._is_child:
            text = N_("Em dưới 18 tuổi: em nhập giúp, người lớn trong nhà đứng khai.")
            return Shown(self.tr(text), choices=(Choice(True, self.tr(N_("Tiếp tục"))),))
        return Shown(
            self.tr(N_("Ai đứng khai?")),
            why=self.tr(N_("Người đứng khai ký tên trên tờ khai.")),
            choices=(
                Choice(False, self.tr(N_("Chính tôi"))),
                Choice(True, self.tr(N_("Người khác, tôi nhập giúp"))),
            ),
        )

    def took(self, value: str | bool) -> Turn:
        """On to the notice."""
        return Notice(self.talk, self.language, helper=bool(value))


class Notice(Turn):
    """How their data are processed: read before anything is declared."""

    def __init__(self, talk: Conversation, language: Language, *, helper: bool) -> None:
        super().__init__(talk, language)
        self.helper = helper

    def shown(self) -> Shown:
        """The paragraphs, and that they were read."""
        text = N_("Đã đọc, và đọc cho người đứng khai nghe") if self.helper else N_("Đã đọc")
        told = (pick(paragraph, self.language) for paragraph in notice.shipped().paragraph)
        return Shown(
            self.tr(N_("Thông báo về dữ liệu")),
            lines=tuple(told),
            choices=(Choice(True, self.tr(text)),),
        )

    def took(self, value: str | bool) -> Turn:  # noqa: ARG002
        """Declaring begins, or goes on where it was left."""
        again = self.talk.seat is not None and self.talk.seat.found is not None
        self.talk.declare(helper=self.helper)
        return self.next(AtStep if again else Bring)

    def back(self) -> Turn:
        """Who declares."""
        return self.next(Who)


class Bring(Turn):
    """What to have at hand before the first question."""

    def shown(self) -> Shown:
        """The papers."""
        outlined = self.talk.now.outlined
        papers = dict.fromkeys(
            (
                *checklists.at_hand(outlined, self.language),
                *checklists.to_bring(outlined, self.language),
            )
        )
        return Shown(
            self.tr(N_("Chuẩn bị sẵn trên tay")),
            why=self.tr(N_("Thiếu giấy nào thì câu ấy chọn không biết.")),
            lines=tuple(f"- {paper}" for paper in papers),
            choices=(Choice(True, self.tr(N_("Bắt đầu khai"))),),
        )

    def took(self, value: str | bool) -> Turn:  # noqa: ARG002
        """The first question."""
        return self.next(AtStep)


def AtStep(talk: Conversation, language: Language, note: str = "") -> Turn:  # noqa: N802
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
            half=self.talk.half_typed,
            note=self.note,
        )

    def _part(self) -> str:
        talk = self.talk
        return words.progress(talk.steps, str(talk.at), talk.now.outlined, self.language)

    def took(self, value: str | bool) -> Turn:
        """The next turn."""
        self.talk.answer(value)
        return self._after()

    def typed(self, text: str) -> Turn:
        """The next turn; of a date it is told which day it is."""
        day = self._day(text)
        self.talk.answer(text)
        return self._after(day)

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

    def _after(self, note: str = "") -> Turn:
        return AtStep(self.talk, self.language, note)

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
            return Done(self.talk, self.language, self.talk.hand_in("finished"))
        return self.back()

    def back(self) -> Turn:
        """What was asked last."""
        self.talk.back()
        return self.next(AtStep)


class Done(Turn):
    """It was handed in."""

    sits = False

    def __init__(self, talk: Conversation, language: Language, ticket: str) -> None:
        super().__init__(talk, language)
        self.ticket = ticket

    def shown(self) -> Shown:
        """The number."""
        return Shown(
            self.tr(N_("Số của ông, bà")),
            large=self.ticket,
            why=self.tr(
                N_("Chờ người tiếp nhận gọi số. Hồ sơ chưa nộp: người tiếp nhận còn kiểm tra.")
            ),
            choices=(Choice(True, self.tr(N_("Đã ghi số, xong"))),),
        )

    def took(self, value: str | bool) -> Turn:  # noqa: ARG002
        """The next one."""
        return self.next(Welcome)


class _Aside(Turn):
    """A turn beside another one, which goes on after it."""

    def __init__(self, before: Turn) -> None:
        super().__init__(before.talk, before.language)
        self.before = before
        self.sits = before.sits

    def back(self) -> Turn:
        """Go on."""
        return self.before


class Calling(_Aside):
    """The officer was called."""

    def __init__(self, before: Turn, heard: bool) -> None:
        super().__init__(before)
        self.heard = heard

    def shown(self) -> Shown:
        """Go on meanwhile, or leave the rest to the officer."""
        text = N_("Đã gọi người tiếp nhận. Ngồi chờ tại máy.")
        if not self.heard:
            text = N_("Chưa gọi được từ máy: xin vẫy tay hoặc lại quầy.")
        choices = [Choice("on", self.tr(N_("Khai tiếp trong khi chờ")))]
        if self.talk.draft is not None:
            told = N_("Thôi khai, giao cho người tiếp nhận làm tiếp")
            choices.append(Choice("hand-in", self.tr(told)))
        return Shown(self.tr(text), choices=tuple(choices))

    def took(self, value: str | bool) -> Turn:
        """Go on, or hand in what there is."""
        if value == "hand-in":
            return Done(self.talk, self.language, self.talk.hand_in("called"))
        return self.before

    def called(self) -> Turn:
        """Once is enough."""
        return self


class Leaving(_Aside):
    """Whether to leave the kiosk."""

    def shown(self) -> Shown:
        """What was answered is kept."""
        return Shown(
            self.tr(N_("Rời máy?")),
            why=self.tr(
                N_("Những gì đã khai được giữ cho người tiếp nhận. Xin mã mới để khai tiếp.")
            ),
            choices=(
                Choice("on", self.tr(N_("Khai tiếp"))),
                Choice("leave", self.tr(N_("Rời máy"))),
            ),
        )

    def took(self, value: str | bool) -> Turn:
        """Go on, or leave."""
        return self.left() if value == "leave" else self.before


def with_note(shown: Shown, note: str) -> Shown:
    """What a turn shows, and why what was said to it could not be taken."""
    return replace(shown, note=note)
