"""JSON from outside in one way: of its published shape, every name once, every text printable."""

import json
from typing import Any, TypeVar

import msgspec

from lienthong_tui.problems import Problem

_T = TypeVar("_T")

_BREAKS = "\n"  # an answer may have several lines


def decoded(data: bytes | None, name: str, shape: type[_T]) -> _T:
    """What a file of a packet or reply says. Raises Problem("packet-contents") with its `name`."""
    try:
        plain = json.loads((data or b"").decode(), object_pairs_hook=_once)
        _check_texts(plain)
        return msgspec.convert(plain, shape)
    except (ValueError, RecursionError, msgspec.ValidationError):
        raise Problem("packet-contents", name=name) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice is read in two ways by two programs."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _check_texts(value: Any) -> None:
    """No text that draws on a terminal, and no half of a letter."""
    if isinstance(value, dict):
        for name, part in value.items():
            _check_texts(name)
            _check_texts(part)
    elif isinstance(value, list):
        for part in value:
            _check_texts(part)
    elif isinstance(value, str) and not value.replace(_BREAKS, "").isprintable():
        raise ValueError
