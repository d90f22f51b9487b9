"""The letters of a one-stop desk (Mẫu số 01–07): their titles, law and what an officer has to type.

They are drafts until the office names the decision that announces them (`Overlay.letters`).
"""

from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path


class Signature(Words, frozen=True, forbid_unknown_fields=True):
    """The caption over a place to sign; under that of an `officer` their name is printed."""

    officer: bool = False


class Ask(Data, frozen=True, kw_only=True):
    """What nobody but the officer knows. `lines` are a list, one item each.

    `phrases` are texts written again and again, `offers` what of the filing may stand here too: its
    procedures, the papers `given` or still `missing`, the officer. A date `ahead` may not have
    passed, and one `after` another ask comes later than that.
    """

    id: str
    kind: Literal["line", "lines", "date"]
    label: Words
    required: bool = False
    ahead: bool = False
    after: str | None = None
    help: Words | None = None
    phrases: tuple[Words, ...] = ()
    offers: Literal["procedures", "given", "missing", "officer"] | None = None


class LetterForm(Data, frozen=True, kw_only=True):
    """One letter: `template` is its layout, a file of `data/forms` without its ending.

    `when` says in a list what it is for; `copies` are printed for who signs them.
    """

    id: str
    title: Words
    when: Words
    template: str
    copies: Annotated[int, Meta(ge=1, le=9)] = 1
    signatures: tuple[Signature, ...] = ()
    ask: tuple[Ask, ...] = ()
    law: str
    verified: bool = False


class RegisterForm(Data, frozen=True, kw_only=True):
    """The register: a letter of the desk, and of no filing."""

    id: str
    title: Words
    signatures: tuple[Words, ...] = ()
    law: str
    verified: bool = False


class Letters(Data, frozen=True, kw_only=True):
    """All of them. `draft_head` stands over a draft in place of quốc hiệu; `issuer` are the lines
    that name the desk's office, `{commune}` in them its commune."""

    draft_head: Words
    issuer: tuple[Words, ...]
    letter: tuple[LetterForm, ...]
    register: RegisterForm

    @property
    def all(self) -> tuple[LetterForm | RegisterForm, ...]:
        """Whatever a decision may announce, in order."""
        return (*self.letter, self.register)

    def form(self, letter_id: str) -> LetterForm:
        """The letter of an id, such as "02"; KeyError of another."""
        for form in self.letter:
            if form.id == letter_id:
                return form
        raise KeyError(letter_id)


@cache
def shipped() -> Letters:
    """The letters as they are now."""
    return msgspec.toml.decode(data_path("letters.toml").read_bytes(), type=Letters)
