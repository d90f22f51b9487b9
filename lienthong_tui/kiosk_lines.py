"""The kiosk read line by line (`lienthong kiosk --plain`): for screen readers and slow lines.

The same turns as on the screens, one after another down the terminal. Nothing is drawn over, so
that a reader reads everything once and in order.
"""

import textwrap
from collections.abc import Sequence
from typing import Protocol

from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_turns.arriving import Welcome
from lienthong_tui.kiosk_turns.turn import ASK_AFTER, LEAVE_AFTER, Turn
from lienthong_tui.problems import Problem
from lienthong_tui.sentences import Language
from lienthong_tui.sentences.choices import Choice
from lienthong_tui.sentences.interview_words import GLYPHS, refusal
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.fold import fold

_WIDTH = 72
_LONGEST_NUMBER = 3  # digits: no list is longer
_MOST = 9  # found choices told at once; fewer are found by typing more
HELP = N_(
    "Gõ câu trả lời rồi bấm Enter. kb: không biết. ?: vì sao hỏi. <: câu trước."
    " !: gọi người tiếp nhận."
)
_UNKNOWN = ("kb", "khong biet", "dk")


class Lines(Protocol):
    """Where lines come from and go to."""

    def read(self, seconds: float) -> str | None:
        """A line, None once there are no more; TimeoutError when nobody typed one for so long."""

    def write(self, text: str) -> None:
        """Say a line."""

    def clear(self) -> None:
        """Leave nothing of what was said to be read."""


class KioskLines:
    """One kiosk, for as long as lines come."""

    def __init__(self, talk: Conversation, language: Language, lines: Lines) -> None:
        self.lines = lines
        self.turn: Turn = Welcome(talk, language)
        self._found: tuple[Choice, ...] = ()  # several that may have been meant

    def run(self) -> None:
        """One relative after another; however it ends, what was begun is kept."""
        self.turn.talk.start()
        self._begin()
        try:
            while (typed := self._line()) is not None:
                before = self.turn
                try:
                    again = self._hear(" ".join(typed.split()))
                except Problem as problem:
                    self._say(refusal(problem, self.turn.language))
                    again = True
                self._follow(before, again=again)
        finally:
            if self.turn.sits:
                self.turn = self.turn.left()

    def _line(self) -> str | None:
        """What was typed. Nobody is waited for longer than on the screens."""
        while True:
            try:
                return self.lines.read(ASK_AFTER)
            except TimeoutError:
                pass
            if isinstance(self.turn, Welcome):
                self.turn.left()  # hand over what could not be handed over yet
                continue
            text = N_("Ông, bà còn ở đó không? Bấm Enter để tiếp tục.")
            self._say(self.turn.tr(text))
            try:
                if self.lines.read(LEAVE_AFTER) is None:
                    return None
                self._show()
            except TimeoutError:
                before = self.turn
                self.turn = before.left() if before.sits else before.anew()
                self._follow(before, again=False)

    def _follow(self, before: Turn, *, again: bool) -> None:
        """Read out what follows; the next one reads nothing of the last."""
        if self.turn is before:
            if again:
                self._show()
        elif isinstance(self.turn, Welcome):
            self._begin()
        else:
            self._show()

    def _begin(self) -> None:
        self._found = ()
        self.lines.clear()
        self._say(self.turn.tr(HELP))
        self._show()

    def _hear(self, typed: str) -> bool:
        """Act on a line; whether the turn is to be read out again though it is the same."""
        shown = self.turn.shown()
        found = self._found
        if found and typed != "?":  # a reason asked for takes no list away
            self._found = ()
            if 0 < (number := _number(typed)) <= len(found):
                self.turn = self.turn.took(found[number - 1].value)
                return False
        match fold(typed):
            case "?":
                self._say(shown.why or self.turn.tr(N_("Cơ quan cần điều này để giải quyết.")))
            case "<":
                self.turn = self.turn.back()
            case "!":
                self.turn = self.turn.called()
            case word if word in _UNKNOWN and shown.knows:
                self.turn = self.turn.unknown()
            case "" if shown.said or shown.unsure:  # it is kept
                self.turn = self.turn.typed("")
            case _ if "|" in typed:  # no answer has one; the QR code of a card has six
                self.turn = self.turn.scanned(typed)
            case _ if shown.find is not None and typed:
                return self._find(shown.find(typed))
            case _ if shown.types:
                self.turn = self.turn.typed(typed)
            case _:
                self.turn = self.turn.chose(_number(typed))
        return False

    def _find(self, choices: Sequence[Choice]) -> bool:
        if len(choices) == 1:
            self.turn = self.turn.took(choices[0].value)
            return False
        if not choices:
            self._say(self.turn.tr(N_("Không có mục nào khớp. Gõ ít chữ hơn.")))
            return True
        self._found = tuple(choices[:_MOST])
        self._say(self.turn.tr(N_("Chọn một, hoặc gõ thêm chữ:")))
        self._choices(self._found)
        return False

    def _show(self) -> None:
        """Read the turn out."""
        tr, shown = self.turn.tr, self.turn.shown()
        self.lines.write("")
        told = (shown.note, f"[{shown.part}]" if shown.part else "", shown.text, shown.large)
        why = "" if shown.knows else shown.why  # of a question it is told when it is asked for
        for text in (*told, why, *shown.lines):
            if text:
                self._say(text)
        if shown.half:
            self._say(tr(N_("Gõ dở: {said}"), said=shown.half))
        if said := tr(N_("không biết")) if shown.unsure else shown.said:
            self._say(tr(N_("Đã khai: {said}. Enter để giữ."), said=said))
        if shown.example:
            self._say(tr(N_("Ví dụ: {example}"), example=shown.example))
        self._choices(shown.choices)

    def _choices(self, choices: tuple[Choice, ...]) -> None:
        for number, choice in enumerate(choices, 1):
            self._say(f"{number}. {choice.label}")

    def _say(self, text: str) -> None:
        self.lines.write(textwrap.fill(text.translate(GLYPHS), _WIDTH))


def _number(typed: str) -> int:
    """The number of a choice; 0 for what is none."""
    return int(typed) if typed.isdecimal() and len(typed) <= _LONGEST_NUMBER else 0
