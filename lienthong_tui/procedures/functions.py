"""The functions a rule may call, beside CEL's own. Registered here and nowhere else.

They state facts about values (days between two dates, whether two surnames agree) and know no
procedure: what follows from a fact is written in the definition.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cel_expr_python import cel

from lienthong_tui.people import names, places
from lienthong_tui.people.id_number import id_facts
from lienthong_tui.text.fold import fold, tone_key
from lienthong_tui.text.numbers import date_in_words

_BOOL, _INT, _STRING, _TIME = cel.Type.BOOL, cel.Type.INT, cel.Type.STRING, cel.Type.TIMESTAMP


def days_between(start: datetime, end: datetime) -> int:
    """Days from `start` to `end`, negative when `end` is earlier."""
    return (end.date() - start.date()).days


def years_between(start: datetime, end: datetime) -> int:
    """Whole years from `start` to `end`: a person's age. 29/02 counts as 01/03 in short years."""
    before_anniversary = (end.month, end.day) < (start.month, start.day)
    return end.year - start.year - before_anniversary


def _facts(number: str) -> Any:
    return id_facts(number) if len(number) == 12 and number.isdigit() else None


def id_birth_year(number: str) -> int:
    """The year of birth in a 12-digit ID number; 0 for a passport."""
    facts = _facts(number)
    return facts.birth_year if facts else 0


def id_sex(number: str) -> str:
    """`male` or `female` as coded in a 12-digit ID number; empty for a passport."""
    facts = _facts(number)
    return facts.sex if facts else ""


def id_place_known(number: str) -> bool:
    """Whether the first three digits are one of the 63 provinces (or the fictional 099)."""
    facts = _facts(number)
    return facts is None or facts.fictional or facts.province_name is not None


def word_count(text: str) -> int:
    """How many words, parted by spaces."""
    return len(text.split())


def foreign_letters(name: str) -> list[str]:
    """The letters of a name outside the Vietnamese alphabet."""
    return list(names.foreign_letters(name))


def same_name(one: str, other: str) -> bool:
    """Equal names, wherever the tone mark stands (hòa = hoà), never without it (ma ≠ mà)."""
    return tone_key(one) == tone_key(other)


def same_letters(one: str, other: str) -> bool:
    """Equal but for marks and case, as on bank cards: NGUYEN THI MAU and Nguyễn Thị Mẫu."""
    return fold(one) == fold(other)


def province_of(commune: str) -> str:
    """The code of the province that a commune of today lies in."""
    return places.commune(commune).province_code


def _declare(name: str, returns: Any, parameters: list[Any], body: Callable[..., Any]) -> Any:
    return cel.FunctionDecl(name, [cel.Overload(name, returns, parameters, False, body)])


FUNCTIONS = (
    _declare("days_between", _INT, [_TIME, _TIME], days_between),
    _declare("years_between", _INT, [_TIME, _TIME], years_between),
    _declare("date_in_words", _STRING, [_TIME], lambda day: date_in_words(day.date())),
    _declare("id_birth_year", _INT, [_STRING], id_birth_year),
    _declare("id_sex", _STRING, [_STRING], id_sex),
    _declare("id_place_known", _BOOL, [_STRING], id_place_known),
    _declare("foreign_letters", cel.Type.List(_STRING), [_STRING], foreign_letters),
    _declare("word_count", _INT, [_STRING], word_count),
    _declare("same_name", _BOOL, [_STRING, _STRING], same_name),
    _declare("same_letters", _BOOL, [_STRING, _STRING], same_letters),
    _declare("province_of", _STRING, [_STRING], province_of),
    _declare("family_name", _STRING, [_STRING], names.family_name),
)
