"""Ways in which what comes from outside differs from what it should be.

`mutated` and `text_mutated` change bytes and text anywhere, `parts_mutated` what stands between
bars or spaces, `armour_mutated` what base64 holds, `reshaped` the values of a JSON or TOML
document, which `as_json` and `as_toml` write again. `junk` and `odd_text` are nothing of ours.
"""

import base64
import copy
import datetime as dt
import json
import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import tomli_w
from hypothesis import strategies as st

Sequenced = TypeVar("Sequenced", bytes, str)
Way = Callable[[st.DrawFn, Sequenced], Sequenced]

# What steers a terminal, draws nothing, has no UTF-8 form or folds into something else.
ODD_LETTERS = (
    *("\0", "\x07", "\x1b[2J", "\r", "\n", "\t", "\x85", "\x9b", "\u2028", "\u202e", "\u200b"),
    *("\ufeff", "\u00ad", "\u00a0", "\u0301", "\ud800", "\udcff", "\ue000", "\U0010ffff", "王"),
    *("😀", "ß", "ﬆ", "İ", "ı", "٣", "３", "²", "½", "Ⅷ", "{}", "{0}", "%s", "|", "'", '"', "\\"),
    *("../", "-", "+", ".", ",", ":", "=", "#", "@", "[", "]", "<b>", "[bold]", "$(id)", " "),
)
ODD_BYTES = (
    *(b"\0", b"\xff", b"\x80", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf"),
    *(b"\r\n", b"\x1b[2J", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b'"', b"\\"),
    *(b"[", b"{", b"(", b"=", b"<<", b"9" * 5000, b"1e999", b"NaN"),
)
_COUNTS = st.sampled_from((1, 1, 2, 4))  # one change alone goes deepest
_SELDOM = (*[False] * 9, True)
_RUNS = (1, 2, 7, 300, 5000)  # how often what is inserted stands in a row


def junk(most: int = 400) -> st.SearchStrategy[bytes]:
    """Bytes of no form, and those that open more than they close."""
    deep = [b"[" * 100_000, b'{"a":' * 20_000, b"a" + b".a" * 20_000 + b" = 1", b"(" * 100_000]
    return st.one_of(st.binary(max_size=most), st.sampled_from(deep))


def odd_text(most: int = 120) -> st.SearchStrategy[str]:
    """Text of any letters, those no terminal should see among them, and very long runs."""
    letters = st.one_of(st.characters(codec=None), st.sampled_from(ODD_LETTERS))
    runs = st.builds(
        lambda before, letter, count, after: before + letter * count + after,
        *(st.text(max_size=3), letters, st.sampled_from(_RUNS), st.text(max_size=3)),
    )
    return st.one_of(st.lists(letters, max_size=most).map("".join), runs)


def _spans(draw: st.DrawFn, whole: Sequenced) -> tuple[int, int]:
    """Where a part of it begins and ends: often a short one."""
    begin = draw(st.integers(0, len(whole)))
    length = draw(st.one_of(st.integers(0, 8), st.integers(0, len(whole) - begin)))
    return begin, min(begin + length, len(whole))


def _cut(draw: st.DrawFn, whole: Sequenced) -> Sequenced:
    at = draw(st.integers(0, len(whole)))
    return whole[:at] if draw(st.booleans()) else whole[at:]


def _dropped(draw: st.DrawFn, whole: Sequenced) -> Sequenced:
    a, b = _spans(draw, whole)
    return whole[:a] + whole[b:]


def _doubled(draw: st.DrawFn, whole: Sequenced) -> Sequenced:
    a, b = _spans(draw, whole)
    return whole[:b] + whole[a:b] * draw(st.sampled_from((1, 2, 30))) + whole[b:]


def _exchanged(draw: st.DrawFn, whole: Sequenced) -> Sequenced:
    a, b, c = sorted(draw(st.integers(0, len(whole))) for _ in range(3))
    return whole[:a] + whole[b:c] + whole[a:b] + whole[c:]


def _moved_elsewhere(draw: st.DrawFn, whole: Sequenced) -> Sequenced:
    (a, b), at = _spans(draw, whole), draw(st.integers(0, len(whole)))
    return whole[:at] + whole[a:b] + whole[at:]


_ANYWHERE = (_cut, _dropped, _doubled, _exchanged, _moved_elsewhere)


def _bit(draw: st.DrawFn, data: bytes) -> bytes:
    if not data:
        return data
    at = draw(st.integers(0, len(data) - 1))
    changed = data[at] ^ 1 << draw(st.integers(0, 7))
    return data[:at] + bytes([changed]) + data[at + 1 :]


def _bytes_over(draw: st.DrawFn, data: bytes) -> bytes:
    """Other bytes in the place of as many."""
    at = draw(st.integers(0, len(data)))
    other = draw(st.one_of(st.sampled_from(ODD_BYTES), st.binary(min_size=1, max_size=8)))
    return data[:at] + other + data[at + len(other) :]


def _bytes_between(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    other = draw(st.one_of(st.sampled_from(ODD_BYTES), st.binary(min_size=1, max_size=8)))
    return data[:at] + other + data[at:]


def _letters_between(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    letter = draw(st.one_of(st.sampled_from(ODD_LETTERS), st.characters(codec=None)))
    return text[:at] + letter * draw(st.sampled_from(_RUNS)) + text[at:]


def _letters_over(draw: st.DrawFn, text: str) -> str:
    (a, b), other = _spans(draw, text), draw(odd_text(8))
    return text[:a] + str(other) + text[b:]


# Letters that are other ones or as many more once they are compared, folded or counted.
_REWRITTEN: tuple[Callable[[str], str], ...] = (
    *(str.upper, str.lower, str.swapcase, str.title),
    *(partial(unicodedata.normalize, form) for form in ("NFD", "NFKD")),
    lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
)


def _rewritten(draw: st.DrawFn, text: str) -> str:
    """A stretch of it, or all, in other letters that mean or look the same."""
    a, b = (0, len(text)) if draw(st.booleans()) else _spans(draw, text)
    return text[:a] + str(draw(st.sampled_from(_REWRITTEN))(text[a:b])) + text[b:]


@st.composite
def mutated(draw: st.DrawFn, *samples: bytes) -> bytes:
    """One of the samples, changed in one to four places."""
    data: bytes = draw(st.sampled_from(samples))
    ways: tuple[Way[bytes], ...] = (
        *_ANYWHERE,
        _bit,
        _bit,
        _bit,
        _bytes_over,
        _bytes_over,
        _bytes_between,
    )
    for _ in range(draw(_COUNTS)):
        data = draw(st.sampled_from(ways))(draw, data)
    return data


@st.composite
def armour_mutated(draw: st.DrawFn, *samples: bytes) -> bytes:
    """Samples between two lines of dashes, whose base64 stays such whatever is changed in it."""
    lines = draw(st.sampled_from(samples)).strip().split(b"\n")
    inner = draw(mutated(base64.b64decode(b"".join(lines[1:-1]))))
    text = base64.b64encode(inner)
    return b"\n".join(
        (lines[0], *(text[n : n + 70] for n in range(0, len(text), 70)), lines[-1], b"")
    )


@st.composite
def text_mutated(draw: st.DrawFn, *samples: str) -> str:
    """One of the samples, changed in one to four places; halves of letters may be among it."""
    text: str = draw(st.sampled_from(samples))
    ways: tuple[Way[str], ...] = (
        *_ANYWHERE,
        _rewritten,
        _letters_between,
        _letters_between,
        _letters_over,
    )
    for _ in range(draw(_COUNTS)):
        text = draw(st.sampled_from(ways))(draw, text)
    return text


@st.composite
def parts_mutated(draw: st.DrawFn, between: str, *samples: str) -> str:
    """One of the samples whose parts were exchanged, doubled, left out or written otherwise."""
    parts: list[str] = draw(st.sampled_from(samples)).split(between)
    for _ in range(draw(st.integers(1, 3))):
        a, b = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        match draw(st.sampled_from(["exchange", "double", "drop", "other", "other"])):
            case "exchange":
                parts[a], parts[b] = parts[b], parts[a]
            case "double":
                parts.insert(b, parts[a])
            case "drop" if len(parts) > 1:
                del parts[a]
            case _:
                parts[a] = draw(st.one_of(odd_text(20), text_mutated(parts[a])))
    return between.join(parts)


def _nested(levels: int, *, tables: bool) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"x": value} if tables else [value]
    return value


ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 2**31, 2**53, 2**63, 2**64, -(2**70), 10**300),
    *(0.0, -0.0, 1.5, 1e300, math.inf, math.nan),
    *("", " ", "x", "1", "true", "null", "2026-11-22", "09:30", "x" * 5000, "a\nb", "\ud800"),
    *("\x1b[2J", "\u202e", "\0", "e\u0301", "../../x", "{n}", "(", "AAAA", "1e5", "*", "x.*"),
    *([], {}, [None], [1], ["x"], ["x", "x"], {"x": 1}, {"": ""}, [[]], [{}]),
    *(_nested(90, tables=True), _nested(90, tables=False), ["x"] * 3000),
)
# What TOML alone can say.
ODD_TIMES: tuple[Any, ...] = (
    *(dt.date.min, dt.date.max, dt.date(2026, 11, 22), dt.time(9, 30)),
    *(dt.datetime.min, dt.datetime.max, dt.datetime(2026, 11, 22, 9, 30)),
    dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))),
    dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-14))),
)


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every part of a document, as what holds it and its name or number there."""
    inside: list[Any] = list(value) if isinstance(value, dict) else []
    inside = list(range(len(value))) if isinstance(value, list) else inside
    found = [(value, name) for name in inside]
    return found + [place for _, name in found for place in places_in(value[name])]


@st.composite
def reshaped(draw: st.DrawFn, *documents: Any, odd: Sequence[Any] = ODD_VALUES) -> Any:
    """One of the documents with parts left out, added, exchanged, or of another value."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(_COUNTS)):
        places = places_in(document)
        if not places:
            return draw(st.sampled_from(odd))
        whole, name = draw(st.sampled_from(places))
        other, other_name = draw(st.sampled_from(places))
        match draw(st.sampled_from(["odd", "odd", "odd", "text", "drop", "add", "as", "twice"])):
            case "odd":
                whole[name] = copy.deepcopy(draw(st.sampled_from(odd)))
            case "text" if isinstance(whole[name], str):
                whole[name] = draw(text_mutated(whole[name]))
            case "drop":
                del whole[name]
            case "as":
                whole[name] = copy.deepcopy(other[other_name])
            case "twice" if isinstance(whole, list):
                whole.append(copy.deepcopy(whole[name]))
            case _ if isinstance(whole, dict):
                value = copy.deepcopy(draw(st.sampled_from((whole[name], *odd))))
                whole[draw(st.one_of(st.just(f"{name}"), odd_text(6)))] = value
    return document


def everywhere(document: Any, odd: Sequence[Any]) -> Iterator[Any]:
    """The document with each of its parts left out, and of each odd value, one at a time."""
    for place in range(len(places_in(document))):
        for value in (_GONE, *odd):
            changed = copy.deepcopy(document)
            whole, name = places_in(changed)[place]
            if value is _GONE:
                del whole[name]
            else:
                whole[name] = copy.deepcopy(value)
            yield changed


_GONE = object()


@st.composite
def as_json(draw: st.DrawFn, documents: st.SearchStrategy[Any]) -> bytes:
    """The documents as JSON, letters as such or as escapes; now and then a name stands twice."""
    text = json.dumps(draw(documents), ensure_ascii=draw(st.booleans()), default=str)
    if draw(st.sampled_from(_SELDOM)) and text.startswith('{"'):
        text = "{" + text[1:].partition(",")[0].rstrip("}") + "," + text[1:]
    return text.encode("utf-8", "surrogatepass")


@st.composite
def as_toml(draw: st.DrawFn, documents: st.SearchStrategy[Any]) -> bytes:
    """The documents as TOML, which knows no null and no half of a letter."""
    drawn = draw(documents)
    text = tomli_w.dumps(without_null(drawn if isinstance(drawn, dict) else {"x": drawn}))
    return text.encode("utf-8", "surrogatepass")


def without_null(value: Any) -> Any:
    """A document without what is null, which TOML cannot say."""
    if isinstance(value, dict):
        return {name: without_null(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_null(part) for part in value if part is not None]
    return value
