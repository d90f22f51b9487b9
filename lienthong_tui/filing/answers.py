"""One answer as it was given, read into the value that is kept: by field type, nothing else.

Kept values are text, whole numbers and truth values; dates are EDTF text (ISO 8601 for a day).
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from lienthong_tui.filing.events import Answer
from lienthong_tui.people import contact, dates, lists, names, places
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.questions import Field, Option
from lienthong_tui.text.clean import clean
from lienthong_tui.text.fold import fold
from lienthong_tui.text.glyphs import printable

# Longer than any address seen on a form; what is longer is a mistake of copying.
LONGEST_TEXT = 300
LONGEST_NAME = 120
# Answers count copies, children, money: what a field does not limit itself is limited by these.
LEAST_INTEGER = 0
MOST_INTEGER = 10**12

# ICAO 9303: at most nine letters and digits; what is longer is a mistyped ID number.
_PASSPORT = re.compile(r"[A-Z0-9]{5,9}")


def read_answer(field: Field, given: Any, *, today: date) -> Answer:
    """The value to keep for `given`, which comes from a form, a case file or a scan.

    Errors: Problem with the code of what is wrong; `field` is added by the caller who lists it.
    """
    if field.derived is not None:
        raise Problem("answer-derived")
    return _READERS.get(field.type, _read_text)(field, given, today)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise Problem("answer-type-text")
    text = clean(given)
    if not text:
        raise Problem("answer-empty")
    if len(text) > LONGEST_TEXT:
        raise Problem("answer-long", length=len(text), most=LONGEST_TEXT)
    return text


def _printable(field: Field, text: str) -> str:
    """`text`, whose every letter can be printed, in capitals too: names are.

    Errors: those of `printable`.
    """
    printable(text + text.upper(), field.label.vi)
    return text


def _read_text(field: Field, given: Any, _today: date) -> str:
    text = _text(given)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise Problem("answer-pattern", example=field.example or field.pattern)
    return _printable(field, text)


def _read_name(field: Field, given: Any, _today: date) -> str:
    text = _text(given)
    if len(text) > LONGEST_NAME:
        raise Problem("answer-long", length=len(text), most=LONGEST_NAME)
    for error in names.name_errors(text):
        raise error
    return _printable(field, text)


def _read_id_number(_field: Field, given: Any, _today: date) -> str:
    return parse_id_number(_text(given))


def _read_id_document(_field: Field, given: Any, _today: date) -> str:
    """An ID number, unless letters show that a passport is meant."""
    text = _text(given).upper()
    return text if text[0].isalpha() and _PASSPORT.fullmatch(text) else parse_id_number(text)


def _read_date(field: Field, given: Any, today: date) -> str:
    if isinstance(given, datetime):
        raise Problem("answer-type-date")
    if isinstance(given, date):
        given = given.isoformat()
    partial = field.type == "partial_date"
    ago = field.years_ago or dates.WITHIN_A_LIFE
    return dates.parse_date(_text(given), today=today, partial=partial, ago=ago).text


def _read_moment(field: Field, given: Any, today: date) -> str:
    if isinstance(given, datetime):
        if given.tzinfo is not None:
            raise Problem("answer-type-date")
        given = f"{given:%Y-%m-%dT%H:%M}"
    elif isinstance(given, date):
        given = given.isoformat()
    ago = field.years_ago or dates.WITHIN_A_LIFE
    return dates.parse_moment(_text(given), today=today, ago=ago).text


def _read_boolean(_field: Field, given: Any, _today: date) -> bool:
    if not isinstance(given, bool):
        raise Problem("answer-type-boolean")
    return given


def _read_integer(field: Field, given: Any, _today: date) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise Problem("answer-type-integer")
    least = LEAST_INTEGER if field.least is None else field.least
    most = MOST_INTEGER if field.most is None else field.most
    if not least <= given <= most:
        raise Problem("answer-range", least=least, most=most)
    return given


def _read_choice(field: Field, given: Any, _today: date) -> str:
    text = _text(given)
    if field.list:
        return lists.match_option(field.list, text)
    exact = [option for option in field.options if text == option.value]
    exact = exact or [option for option in field.options if text in _names(option)]
    folded = fold(text)
    alike = exact or [o for o in field.options if folded in map(fold, (o.value, *_names(o)))]
    if len(alike) != 1:
        raise Problem("answer-option", given=text, options=field.options)
    return alike[0].value


def _names(option: Option) -> tuple[str, ...]:
    return (option.label.vi, option.label.en, *([option.portal] if option.portal else []))


def _read_commune(_field: Field, given: Any, _today: date) -> str:
    return places.commune(_text(given)).code


def _read_province(_field: Field, given: Any, _today: date) -> str:
    return places.province(_text(given)).code


def _read_phone(_field: Field, given: Any, _today: date) -> str:
    return contact.parse_phone(_text(given))


def _read_email(_field: Field, given: Any, _today: date) -> str:
    return contact.parse_email(_text(given))


_READERS: dict[str, Callable[[Field, Any, date], Answer]] = {
    "name": _read_name,
    "id_number": _read_id_number,
    "id_document": _read_id_document,
    "date": _read_date,
    "partial_date": _read_date,
    "moment": _read_moment,
    "boolean": _read_boolean,
    "integer": _read_integer,
    "choice": _read_choice,
    "commune": _read_commune,
    "province": _read_province,
    "phone": _read_phone,
    "email": _read_email,
}
