"""The 12-digit personal identification number (số định danh cá nhân).

PPP G YY NNNNNN: the province where the birth was registered, sex with century, the year's last two
digits, six random digits. There is no check digit. NĐ 137/2015 Điều 13; TT 59/2021/TT-BCA Điều 4;
unchanged under Luật Căn cước 2023. The number is allocated by the state and never made up here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem

_LENGTH = 12
_CMND_LENGTH = 9
_FICTIONAL = "099"
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}


@dataclass(frozen=True)
class IdFacts:
    """What a number tells of its bearer, to be compared and never trusted over a paper.

    `province_name` is None for a code outside the 63 of the law's annex: births registered abroad
    have such codes. `fictional` marks the people of samples and demonstrations (prefix 099).
    """

    province_code: str
    province_name: str | None
    sex: Literal["male", "female"]
    birth_year: int
    fictional: bool


def parse_id_number(text: str) -> str:
    """The 12 digits of a number as typed; spaces, dots and full-width digits are tolerated.

    Raises `id-character` (`position` 1-based, `character`) for anything else that is not a digit,
    `id-old-cmnd` for the 9 digits of the card that ended on 31/12/2024, `id-length` (`digits`).
    """
    kept = []
    for position, character in enumerate(text.translate(_FULL_WIDTH), start=1):
        if character.isspace() or character == ".":
            continue
        if character not in "0123456789":
            raise Problem("id-character", position=position, character=character)
        kept.append(character)
    if len(kept) == _CMND_LENGTH:
        raise Problem("id-old-cmnd")
    if len(kept) != _LENGTH:
        raise Problem("id-length", digits=len(kept))
    return "".join(kept)


def id_facts(number: str) -> IdFacts:
    """The facts in a number; raises as `parse_id_number` does."""
    digits = parse_id_number(number)
    code, group = digits[:3], int(digits[3])
    return IdFacts(
        province_code=code,
        province_name=_provinces_at_registration().get(code),
        sex="female" if group % 2 else "male",
        birth_year=1900 + group // 2 * 100 + int(digits[4:6]),
        fictional=code == _FICTIONAL,
    )


@cache
def _provinces_at_registration() -> Mapping[str, str]:
    rows = read_table("id_province_codes")
    return MappingProxyType({row["id_code"]: row["province_at_registration"] for row in rows})
