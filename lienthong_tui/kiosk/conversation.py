"""What is going on at the kiosk: nobody, or one relative and which question they are at.

One for the screens and for the kiosk that is read line by line: what differs is how a question is
shown. Everything here touches the disk; screens call it in a worker.
"""

import logging

from lienthong_tui.desk import drafting
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing import interview, scanning
from lienthong_tui.filing.answers import LONGEST_TEXT
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.interview import Question, ReadBack, Step
from lienthong_tui.filing.kiosk_events import HowEnded
from lienthong_tui.filing.outline import received_day
from lienthong_tui.kiosk import handing_in, sitting
from lienthong_tui.kiosk.device import Kiosk
from lienthong_tui.kiosk.seat import Seat
from lienthong_tui.people.addresses import read_address
from lienthong_tui.people.id_card import read_card
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.questions import Person
from lienthong_tui.text.clean import sifted

log = logging.getLogger(__name__)


class Conversation:
    """Begins with `admit`, ends with `hand_in` or `leave`, and begins again with the next one."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.seat: Seat | None = None
        self.draft: Draft | None = None
        self.at: str | None = None
        """The step one is at, by `interview.key_of`; None once all was asked."""

    def start(self) -> None:
        """When the program begins, and whenever nobody is here: nobody is told where it fails."""
        try:
            sitting.tidy(self.kiosk)
        except Problem as problem:
            log.warning("the kiosk could not be tidied: %s", problem.code)

    def admit(self, id_number: str, group: str, code: str) -> None:
        """Somebody sits down. Errors: those of `sitting.admit`."""
        self.seat = sitting.admit(self.kiosk, id_number, group, code)

    def declare(self, *, helper: bool) -> None:
        """They heard the notice, and go to the first question that is open."""
        self.draft = sitting.declare(self._seat, helper=helper)
        self.at = interview.resume(self.steps, self.draft.filing)

    @property
    def _seat(self) -> Seat:
        assert self.seat is not None, "nobody was admitted"
        return self.seat

    @property
    def now(self) -> Draft:
        """The draft that is being declared."""
        assert self.draft is not None, "nothing is declared yet"
        return self.draft

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that is asked, as the draft stands."""
        return interview.steps(self.now.outlined)

    @property
    def step(self) -> Step | None:
        """What one is at; None once all was asked."""
        return next((step for step in self.steps if interview.key_of(step) == self.at), None)

    @property
    def half_typed(self) -> str:
        """What was typed to the question before, and could not be taken."""
        return self.now.filing.half_typed.get(self.at or "", "")

    def answer(self, text: str | bool) -> tuple[Finding, ...]:
        """Answer the question one is at, and go on; nothing typed leaves what was said before.

        What cannot be right with it, such as a day that has not come, is given back, and one stays
        at the question: saying the same again goes on. What is done elsewhere is for the officer
        to tell.

        Errors: Problem("kiosk-nothing-said") where nothing was; ("kiosk-own-number"),
        ("kiosk-helper-number") for whose number it is; those of `drafting.answer_all`, after which
        the text is kept with the question.
        """
        step, before = self._question, self.now.findings
        if text == "":
            if not interview.is_answered(step, self.now.filing):
                raise Problem("kiosk-nothing-said")
            self._drop_half_typed()
        else:
            try:
                self._check_number(text)
                given = interview.given(self.now.outlined, step, text)
                self.draft = drafting.answer_all(self._seat, self.now, given)
            except Problem:
                self.keep(str(text))
                raise
        known = {(finding.rule, finding.field) for finding in before}
        doubts = tuple(
            finding
            for finding in self.now.findings
            if finding.level == "error" and finding.problem is None and finding.referral is None
            if (finding.rule, finding.field) not in known
        )
        if not doubts:
            self._go(1)
        return doubts

    def _check_number(self, text: str | bool) -> None:
        """Whoever sits here proved their number by the code, and a helper is not the requester."""
        own, seat = sitting.own_number(self.now), self._seat
        admitted = self.now.filing.admitted
        if self._question.field != own or admitted is None:
            return
        same = "".join(str(text).split()) == seat.id_number
        if admitted.helper and same:
            raise Problem("kiosk-helper-number")
        if not admitted.helper and not same:
            raise Problem("kiosk-own-number")

    def _drop_half_typed(self) -> None:
        if self.half_typed:
            left = dict.fromkeys((self._question.field,))
            self.draft = drafting.keep_text(self._seat, self.now, left)

    def keep(self, text: str) -> None:
        """Keep a text that is no answer yet with the question one is at."""
        kept = {self._question.field: sifted(text, LONGEST_TEXT)}
        self.draft = drafting.keep_text(self._seat, self.now, kept)

    def unknown(self) -> None:
        """Nobody here knows the answer: that is one too.

        Errors: Problem("kiosk-own-number") for the number that the code was given for.
        """
        self._check_number("")
        self._drop_half_typed()
        self.draft = drafting.unknown(self._seat, self.now, self._question.boxes)
        self._go(1)

    def scan(self, text: str) -> None:
        """A card was laid under the scanner: what it says of the person in hand is answered, where
        nothing was said yet, and the next open question asked.

        An address that may mean several communes is left to be told. Errors: those of `read_card`;
        Problem("kiosk-card") on a question that is about nobody, ("kiosk-helper-number") for the
        card of whoever types for somebody.
        """
        person = self._person
        if person is None:
            raise Problem("kiosk-card")
        draft = self.now
        card = read_card(text, today=received_day(draft.filing))
        places = read_address(card.address, issued=card.issue_date) if card.address else ()
        found = scanning.proposals(
            draft.outlined,
            person,
            card,
            places[0] if len(places) == 1 else None,
            draft.filing.answers,
            today=received_day(draft.filing),
        )
        given = {each.field: each.answer for each in found if not each.differs}
        admitted, own = draft.filing.admitted, sitting.own_number(draft)
        if admitted is not None and admitted.helper and given.get(own) == self._seat.id_number:
            raise Problem("kiosk-helper-number")
        self.draft = drafting.answer_all(self._seat, draft, given, "scanned")
        step = self._question
        while isinstance(step, Question) and interview.is_answered(step, self.now.filing):
            self._go(1)
            following = self.step
            if not isinstance(following, Question) or following.section != step.section:
                return
            step = following

    @property
    def _person(self) -> Person | None:
        """Whom the question one is at is about."""
        step = self.step
        return self.now.group.tells_of.get(step.field) if isinstance(step, Question) else None

    def go_on(self) -> None:
        """What was read back is right."""
        self._go(1)

    def mend(self) -> None:
        """What was read back is not right: ask it once more."""
        step = self.step
        if isinstance(step, ReadBack):
            questions = interview.questions_of(self.now.outlined, step.section)
            self.at = questions[0].field

    def back(self) -> bool:
        """To what was asked before; False where nothing was."""
        found = self.steps
        if self.at is None:
            self.at = interview.key_of(found[-1])
            return True
        before = interview.beside(found, self.at, -1)
        self.at = before or self.at
        return before is not None

    def hand_in(self, how: HowEnded) -> str:
        """Give the filing to the desk; what they are called by. Errors: of `sitting.hand_in`."""
        ticket = self._seat.ticket
        sitting.hand_in(self._seat, self.now, how)
        self._end()
        return ticket

    def leave(self) -> str:
        """Nobody is there any more; what they are called by, "" where nothing was declared.

        What cannot be handed in now, such as on a full disk, is with the next `start`.
        """
        seat, draft = self.seat, self.draft
        self._end()
        if seat is not None:
            try:
                sitting.leave(seat, draft)
            except Problem as problem:
                log.warning("the draft was not handed in: %s", problem.code)
        return seat.ticket if seat is not None and draft is not None else ""

    def call(self) -> bool:
        """Ask for the officer; whether the call reached the desk's inbox."""
        return handing_in.call(self.kiosk)

    @property
    def _question(self) -> Question:
        step = self.step
        assert isinstance(step, Question), "no question is asked"
        return step

    def _go(self, by: int) -> None:
        if self.at is not None:
            self.at = interview.beside(self.steps, self.at, by)

    def _end(self) -> None:
        self.seat, self.draft, self.at = None, None, None
