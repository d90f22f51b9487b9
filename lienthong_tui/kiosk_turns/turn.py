"""A turn of the conversation at the kiosk: what it shows, and what follows from what is said.

What is said may be refused (`Problem`); then the same turn goes on. All but `shown` touch the disk.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lienthong_tui.filing.kiosk_events import HowEnded
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.problems import Problem
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.choices import Choice, Find
from lienthong_tui.sentences.marking import N_

ASK_AFTER = 5 * 60.0
"""Seconds without a key after which is asked whether anybody is there."""
LEAVE_AFTER = 60.0
"""Seconds after which nobody is."""

CALLED = N_("Đã gọi người tiếp nhận. Xin ngồi chờ tại máy.")
NOT_CALLED = N_("Chưa gọi được từ máy này: xin giơ tay hoặc lại quầy.")


@dataclass(frozen=True)
class Shown:
    """What a turn shows: a question or a sentence, and how it is answered.

    `choices` are answered by their number from 1; `find` gives more of them for what is typed.
    `types` is whether a text may be typed, `knows` whether one may not know. `said` is what was
    said before, `unsure` whether that was not to know, `half` what was typed and could not be
    taken. `large` is a number for the hall.
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
    unsure: bool = False
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
        return Leaving(self) if self.sits else self.anew()

    def anew(self) -> "Turn":
        """The first turn of whoever comes next."""
        # The last turn leads back to the first one, which knows all that come between.
        from lienthong_tui.kiosk_turns.arriving import Welcome

        return self.next(Welcome)

    def left(self) -> "Turn":
        """Nobody is there any more: what was answered goes to the desk."""
        self.talk.leave()
        return self.anew()

    def called(self) -> "Turn":
        """The officer is called."""
        return Calling(self, self.talk.call())

    def handed_in(self, how: HowEnded) -> "Turn":
        """The number one is called by, once the filing was given to the desk as it stands."""
        return Done(self.talk, self.language, self.talk.hand_in(how))

    def next(self, turn: "Callable[[Conversation, Language], Turn]") -> "Turn":
        """Another turn of the same conversation."""
        return turn(self.talk, self.language)

    def tr(self, text: str, **params: object) -> str:
        """A msgid in the language, filled in."""
        return tr(text, self.language).format(**params)


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
        text = CALLED if self.heard else NOT_CALLED
        choices = [Choice("on", self.tr(N_("Khai tiếp trong khi chờ")))]
        if self.talk.draft is not None:
            told = N_("Thôi khai, giao cho người tiếp nhận làm tiếp")
            choices.append(Choice("hand-in", self.tr(told)))
        return Shown(self.tr(text), choices=tuple(choices))

    def took(self, value: str | bool) -> Turn:
        """Go on, or hand in what there is."""
        if value == "hand-in":
            return self.handed_in("called")
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
        if value != "leave":
            return self.before
        ticket = self.talk.leave()
        return Done(self.talk, self.language, ticket) if ticket else self.anew()


class Done(Turn):
    """The officer has it."""

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
        return self.anew()
