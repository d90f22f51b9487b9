"""An officer at the keyboard of one window: reads the screen, types, notes what is acknowledged.

What they do comes as a generator that stops at each moment in which keys are out and their answer
is not in: there a fault may strike. Whoever goes on with it has the officer wait for the answer.
"""

import random
import re
from collections.abc import Callable, Iterator
from typing import Literal, get_args

from terminal.rig import KEYS

from faults.birth import PAPER, PAPER_SHA256, birth
from faults.ledger import ANY, EXPORTED, NOTICE, PLEDGE, REFERENCE, SEEN, Counts, Entry, Facts
from faults.ledger import paper as paper_fact
from faults.screen import Kind, Reader, View
from faults.site import Site
from faults.window import Window

Moment = Literal[
    "sign-in",
    "begin",
    "resume",
    "answer",
    "turn",
    "attach",
    "finish",
    "complete",
    "export",
    "print",
    "next",
    "refused",
]
Moments = Iterator[Moment]

EMPTY = KEYS["end"] + "\x15"
"""The keys that empty a field."""

_WHERE_ONE_STOPS = [kind for kind in get_args(Kind) if kind not in ("sign-in", "date", "cut")]

_REQUIRED = re.compile(r"còn \d+ ô bắt buộc")
_REFERENCE = re.compile(r"LT\d{5}-\d{6}-\d{4,}-[0-9A-Z]")


class Officer(Reader):
    """One officer before one window. `counts` is what was wrong on the screen itself, `met` what a
    fault struck at and what was refused."""

    def __init__(self, window: Window, site: Site, chance: random.Random) -> None:
        super().__init__(window)
        self.site = site
        self.chance = chance
        self.entry: Entry | None = None
        self.counts = Counts()
        self.met: list[Moment] = []
        self.type: Callable[[str], None] = window.send
        self.code = site.code()  # what the phone shows while this program is new
        self.when_told: Callable[[], None] = lambda: None
        self.stick = site.place / "stick"
        self._awaited: Callable[[str], bool] = lambda _: False
        self._facts: Facts = {}

    # Acting

    def _act(
        self,
        keys: str,
        what: Moment,
        seen: Callable[[str], bool],
        facts: Facts | None = None,
        again: str | None = None,
    ) -> Moments:
        """Type; once `seen` is true of the screen, the facts are acknowledged.

        Where the screen tells of trouble instead, and after whatever is done about it, once more,
        by the keys `again`.
        """
        self._facts, self._awaited = facts or {}, seen
        if self.entry is not None:
            self.entry.sent |= self._facts
        self.type(keys)
        yield what
        text = self.window.wait(lambda text: seen(text) or self.in_trouble(text))
        if not seen(text):
            self.met.append("refused")
            yield "refused"
            self.type(keys if again is None else again)
            self.window.wait(seen)
            self.trouble_is_over()
        self._acknowledge()

    def _acknowledge(self) -> None:
        facts, self._facts = dict(self._facts), {}
        if REFERENCE in facts:
            found = _REFERENCE.search(self.window.text())
            facts[REFERENCE] = found[0] if found else ""
        if self.entry is None:
            return
        self.entry.acknowledge(facts)
        self.when_told()
        if REFERENCE in facts:
            self.counts += self.site.ledger.tell_reference(str(facts[REFERENCE]), self.entry)

    def finish(self) -> None:
        """Wait until what is under way is acknowledged."""
        self.window.wait(self._awaited)
        self._acknowledge()

    def note(self) -> None:
        """Look once more at the screen that a fault has left: what stands there was told."""
        if self._awaited(self.window.text()):
            self._acknowledge()

    def _to(self, keys: str, what: Moment, *kinds: Kind) -> Moments:
        """Type what leads to one of these pages."""
        yield from self._act(keys, what, lambda _: self.is_on(*kinds))

    # Working

    def sign_in(self) -> Moments:
        """Sign in, and confirm a date that the program doubts."""
        self.seen("sign-in")
        account = self.site.account
        keys = f"{account.officer_id}\r{account.password}\r{self.code}\r"
        yield from self._to(keys, "sign-in", "home", "cut", "date")
        if self.seen("home", "cut", "date").kind == "date":
            yield from self._to("1", "sign-in", "home", "cut")

    def work(self) -> Moments:
        """File one birth after another, for ever; first what was left."""
        left = [e for e in self.site.ledger.entries if e.filing and REFERENCE not in e.known]
        if left:
            yield from self.resume(left[-1])
        elif self.seen("home", "cut").kind == "cut":
            yield from self._to("0", "turn", "home")
        while True:
            yield from self.file()

    def file(self) -> Moments:
        """File the birth in hand, or another one, and bring it out where there is a stick."""
        if self.entry is None:
            yield from self.begin()
        yield from self.answer()
        if SEEN not in self._entry.known and self.chance.random() < 0.5:
            yield from self.attach()
        yield from self.complete()
        if self.stick.exists():
            yield from self.export()
        yield from self.next_citizen()

    @property
    def _entry(self) -> Entry:
        assert self.entry is not None
        return self.entry

    def begin(self) -> Moments:
        """Begin a filing."""
        self.entry = self.site.ledger.begin(birth(self.chance))
        yield from self._to("1", "begin", "question")

    def resume(self, entry: Entry) -> Moments:
        """Go on with the filing that is offered first: on the first page, or after a cut."""
        self.entry = entry
        if "làm tiếp hồ sơ" not in self.window.text() and self.is_on("cut"):
            yield from self._to("0", "turn", "home")  # it was put down half a day before the cut
        yield from self._to("\r", "resume", "steps", "question")

    def find(self, entry: Entry) -> Moments:
        """Go on with a filing that is looked up by the telephone number of who files it."""
        self.entry = entry
        yield from self._act(KEYS["f3"], "turn", lambda text: "TRA CỨU HỒ SƠ" in text)
        number = str(entry.known["requester.phone"])
        yield from self._act(number, "turn", lambda text: "Thấy 1 hồ sơ" in text)
        yield from self._act("\r", "turn", lambda text: "làm tiếp" in text)
        yield from self._to("1", "resume", "steps", "done")

    def answer(self) -> Moments:
        """Answer until no question is open."""
        while True:
            view = self.seen("question", "agencies", "steps", "finish")
            if view.kind == "question":
                yield from self.question(view)
            elif view.kind == "agencies":
                yield from self._to(KEYS["pagedown"], "turn", "question")
            elif not (open_ := self._open()):
                return
            elif view.kind == "finish":
                yield from self._to(KEYS["escape"], "turn", "steps")
            elif _REQUIRED.search(self.window.text()) and self.chance.random() < 0.8:
                yield from self._to(KEYS["f8"], "turn", "question")
            else:
                yield from self._to(str(self._steps[open_[0]]), "turn", "question")

    def _open(self) -> list[str]:
        """What is still to be answered."""
        if self.entry is None:
            return []
        told, known = self.entry.birth, self.entry.known
        return [n for n, r in told.items() if r.answer is not None and known.get(n) != r.answer]

    def question(self, view: View) -> Moments:
        """Answer the question in focus; where that was done, go to one of the page that is open, or
        to the next page. Not by Enter, which takes what is proposed."""
        name = str(view.field)
        open_ = self._open()
        if name not in open_:
            keys = KEYS["pagedown"] if set(open_).isdisjoint(view.beside) else KEYS["tab"]
            yield from self._act(keys, "turn", lambda _: self.went_on(view))
            return
        reply = self._entry.birth[name]
        yield from self._act(
            self._erased(name) + reply.keys,
            "answer",
            lambda _: self.went_on(view, stored=True),
            {name: reply.answer},
            again="\r",  # what could not be stored stands in the field
        )

    def _erased(self, name: str) -> str:
        """The keys by which what stands half typed in a field goes, also if it was taken for an
        answer."""
        half = {**self._entry.known, **self._entry.texts}
        return EMPTY if name in half else ""

    def attach(self) -> Moments:
        """Attach the paper of the birth, and note that it was held against the original."""
        yield from self._to("4", "turn", "papers")
        if paper_fact(PAPER_SHA256) not in self._entry.known:
            asked = "Đường dẫn tệp"
            yield from self._act("\r", "turn", lambda text: asked in text)
            facts = {paper_fact(PAPER_SHA256): True}
            yield from self._act(
                f"{PAPER}\r", "attach", lambda text: "1 tệp" in text, facts, again="\r"
            )
        yield from self._act("b", "finish", lambda text: "MB · đã đối chiếu" in text, {SEEN: True})
        yield from self._to(KEYS["escape"], "turn", "steps")

    def complete(self) -> Moments:
        """Give the notice, take the pledge, complete."""
        if self.seen("steps", "finish").kind == "steps":
            yield from self._to("6", "turn", "finish")
        if NOTICE not in self._entry.known:
            yield from self._to("2", "turn", "notice")
            yield from self._act(
                "\r", "finish", lambda text: "[x] đã thông báo" in text, {NOTICE: True}
            )
        if PLEDGE not in self._entry.known:
            yield from self._act("3", "finish", _pledged, {PLEDGE: "signature"})
        yield from self._act("9", "turn", lambda text: "bấm 9 lần nữa" in text)

        def done(text: str) -> bool:
            return "Mời số tiếp theo" in text and _REFERENCE.search(text) is not None

        yield from self._act("9", "complete", done, {REFERENCE: ANY}, again="99")

    def export(self) -> Moments:
        """Bring the packets out."""
        yield from self._act("4", "turn", lambda text: "Xuất ra thư mục nào" in text)
        whole = re.compile(r"đã xuất (\d+) trên \1")
        yield from self._act(
            f"{self.stick}\r",
            "export",
            lambda text: bool(whole.search(text)),
            {EXPORTED: True},
            again="\r",
        )

    def print_slip(self) -> Moments:
        """Send the slip to the printer, and go back whatever it does."""
        yield from self._act("5", "turn", lambda text: "Mở bằng trình xem" in text)
        yield from self._act("1", "print", lambda text: "Đang gửi máy in" in text)
        yield from self._to(KEYS["escape"], "turn", "done")

    def look_round(self) -> Moments:
        """Look at another page and come back: the first page tells what can be done today."""
        yield from self._act(KEYS["f3"], "turn", lambda text: "TRA CỨU HỒ SƠ" in text)
        yield from self._to(KEYS["escape"], "turn", "home")

    def half_type(self) -> None:
        """Where a text is asked for, type a part of it, see it on the screen, and stop there."""
        view = self.seen(*_WHERE_ONE_STOPS)
        name = str(view.field)
        if name not in self._open() or not (keys := self._entry.birth[name].keys).endswith("\r"):
            return
        text = keys[: self.chance.randint(1, len(keys) - 1)].strip()
        if "/" in keys:
            text = keys[0]  # a part of a date may be a date
        self.type(self._erased(name) + text)
        self.window.wait(lambda _: self.in_field() == text)
        self._entry.texts[name] = text

    def next_citizen(self) -> Moments:
        """End with this citizen, whose papers were not given back."""
        yield from self._act("6", "turn", lambda text: "bấm 6 lần nữa" in text)
        yield from self._to("6", "next", "home")
        self.entry = None


def _pledged(text: str) -> bool:
    return bool(re.search(r"3 +Người yêu cầu đã ký cam đoan +\(•\)", text))
