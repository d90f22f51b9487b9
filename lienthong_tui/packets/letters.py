"""A letter of the desk (Mẫu số 01–06): what it says, of a filing and of what the officer typed.

It is a draft, headed as one and without quốc hiệu, until the office names the decision that
announces it. What is not known is a line to write on; no day of ours is a promise.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from lienthong_tui.packets.declarations import SAMPLE, Given, marked
from lienthong_tui.packets.typesetting import Printout
from lienthong_tui.procedures import letters
from lienthong_tui.procedures.letters import LetterForm

DRAFT = "DỰ THẢO"

Text = str | tuple[str, ...]
"""What was typed for one ask: a text, or the items of a list."""


class Due(Struct, frozen=True):
    """One procedure: who decides it, the term it has, the day that comes to (dd/mm/yyyy)."""

    procedure: str
    agency: str
    term: str = ""
    due: str = ""


class Listed(Struct, frozen=True):
    """A paper on a list, with what is to be said of it."""

    name: str
    note: str = ""


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of the filing and the desk, as it prints; what is empty is not known.

    `commune` is within a sentence ("xã Nam Cửa Việt"), `place` that of the date line. `reference`
    is ours and printed as no official number. `absent` are papers not given, with why. `office` is
    the office's own name, where it was set.
    """

    commune: str = ""
    place: str = ""
    desk: str = ""
    office: str = ""
    officer: str = ""
    reference: str = ""
    portal_number: str = ""
    one_stop_number: str = ""
    requester: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    requested: str = ""
    received: str = ""
    procedures: tuple[Due, ...] = ()
    agencies: tuple[str, ...] = ()
    papers: tuple[Listed, ...] = ()
    absent: tuple[Listed, ...] = ()
    delivery: tuple[str, ...] = ()


class Signed(Struct, frozen=True):
    """The caption over a place to sign, and the name below it where it is known."""

    caption: str
    name: str = ""


class Letter(Printout, frozen=True, kw_only=True):
    """Everything a letter says. `answers` has every ask by its id, empty where nothing was typed.

    A letter without a `decision` is a draft: it has no `dated`, and `draft_head` in place of quốc
    hiệu.
    """

    form: str
    decision: str
    draft_head: str
    dated: str
    issuer: tuple[str, ...]
    facts: Facts
    answers: dict[str, Given]
    signatures: tuple[Signed, ...]

    @property
    def template(self) -> str:
        """The letter's own."""
        return self.form

    def texts(self) -> Iterator[tuple[str, str]]:
        """What was typed by its label, everything else as part of the letter."""
        for given in self.answers.values():
            yield given.label, given.text
        for name, text in super().texts():
            if name != "answers":
                yield self.title, text


def letter(
    form: LetterForm,
    facts: Facts,
    texts: Mapping[str, Text],
    *,
    day: date,
    decision: str = "",
    demo: bool = False,
) -> Letter:
    """The letter `form` with what is known and what was typed, by ask.

    `decision` announces it here, by number and date; without it the letter is a draft. `day` is
    that of the letter.
    """
    known = letters.shipped()
    marks = [*([] if decision else [DRAFT]), *([SAMPLE] if demo else [])]
    return Letter(
        form=form.template,
        title=form.title.vi,
        decision=decision,
        draft_head=known.draft_head.vi,
        dated=f"ngày {day:%d} tháng {day:%m} năm {day:%Y}" if decision else "",
        issuer=tuple(_issuer(known, facts)),
        facts=facts,
        answers={ask.id: Given(ask.label.vi, _joined(texts.get(ask.id, ""))) for ask in form.ask},
        signatures=tuple(
            Signed(signature.vi, facts.officer if signature.officer else "")
            for signature in form.signatures
        ),
        watermark=" · ".join(marks),
        footer=" · ".join(_foot(form, facts)),
    )


def _issuer(known: letters.Letters, facts: Facts) -> Iterator[str]:
    """Who issues the letter; the last line is the desk's office, by its own name if it has one."""
    *above, office = (line.vi.replace("{commune}", facts.commune).strip() for line in known.issuer)
    yield from above
    yield facts.office or office


def _joined(text: Text) -> str:
    return text if isinstance(text, str) else "\n".join(text)


def _foot(form: LetterForm, facts: Facts) -> Iterator[str]:
    yield marked(form.law, form.verified)
    if facts.reference:
        yield f"Số phiếu tại quầy {facts.reference} (không phải mã hồ sơ)"
    if facts.desk:
        yield f"Quầy {facts.desk}"
