"""Code lists a field can offer, and finding the entry a person or a case file means.

A list is named as definitions name it: `ethnic_groups` (the numbering of QĐ 1019/QĐ-TCTK of 2008),
`countries` (ISO 3166 alpha-2), `religions`, `banks` (NAPAS BIN) and three of relationships, such
as `relationships:household_head`, where the value is its own code.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem
from lienthong_tui.text.fold import fold, tone_key

_NEAREST = 3


@dataclass(frozen=True)
class _Entry:
    code: str
    name: str
    aliases: tuple[str, ...] = ()


def reference(name: str) -> Mapping[str, str]:
    """The list as code → Vietnamese name, in its own order. Raises `list-unknown` (`list`)."""
    return MappingProxyType({entry.code: entry.name for entry in _entries(name)})


def match_option(name: str, text: str) -> str:
    """The code of the entry that `text` is the code, name or alias of.

    A code counts as written ("AO" is Angola, "ao" may be Áo). The exact name wins; otherwise marks,
    case and tone placement do not count, as long as a single entry fits.

    Raises `list-unknown` as `reference` does, and `option-unknown` (`list`, `text`, `nearest`: up
    to three names, those that fit equally well or those spelled most alike).
    """
    entries = _entries(name)
    exact_key, folded = tone_key(text), fold(text)
    exact = [e for e in entries if text == e.code or exact_key == _exact_key(e)]
    alike = exact or [e for e in entries if folded in _spellings(e)]
    if len(alike) == 1:
        return alike[0].code
    nearest = tuple(e.name for e in alike) or _spelled_alike(entries, folded)
    raise Problem("option-unknown", list=name, text=text, nearest=nearest[:_NEAREST])


def _spelled_alike(entries: Iterable[_Entry], folded: str) -> tuple[str, ...]:
    names = {spelling: entry.name for entry in entries for spelling in _spellings(entry)}
    close = difflib.get_close_matches(folded, names, n=_NEAREST)
    return tuple(dict.fromkeys(names[spelling] for spelling in close))


@cache
def _exact_key(entry: _Entry) -> str:
    return tone_key(entry.name)


@cache
def _spellings(entry: _Entry) -> tuple[str, ...]:
    return tuple(fold(text) for text in (entry.name, *entry.aliases))


@cache
def _entries(name: str) -> tuple[_Entry, ...]:
    table, _, kind = name.partition(":")
    readers: Mapping[str, Callable[[], Iterator[_Entry]]] = {
        "ethnic_groups": lambda: _coded("ethnic_groups", "code_2008"),
        "religions": lambda: _coded("religions", "code_unverified"),
        "countries": _countries,
        "banks": _banks,
    }
    if table == "relationships":
        entries = tuple(_relationships(kind))
    elif name in readers:
        entries = tuple(readers[name]())
    else:
        entries = ()
    if not entries:
        raise Problem("list-unknown", list=name)
    return entries


def _coded(table: str, column: str) -> Iterator[_Entry]:
    for row in read_table(table):
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        yield _Entry(row[column], row["name"], aliases)


def _countries() -> Iterator[_Entry]:
    """Việt Nam first, then by name."""
    rows = read_table("countries")
    for row in sorted(rows, key=lambda row: (row["alpha2"] != "VN", fold(row["name_vi"]))):
        yield _Entry(row["alpha2"], row["name_vi"], (row["name_en"],))


def _relationships(kind: str) -> Iterator[_Entry]:
    for row in read_table("relationships"):
        if row["kind"] == kind:
            yield _Entry(row["value"], row["value"])


def _banks() -> Iterator[_Entry]:
    """One entry a BIN: a bank that was renamed or handed over keeps it, so the old name is an
    alias of the new one. A bank without BIN has its short code."""
    banks: dict[str, _Entry] = {}
    # The names in force come last and thereby win.
    for row in sorted(read_table("banks"), key=lambda row: row["deprecated"], reverse=True):
        code = row["bin"] or row["code"]
        known = banks.get(code)
        earlier = (known.name, *known.aliases) if known else ()
        banks[code] = _Entry(code, row["name"], (row["code"], row["short_name"], *earlier))
    yield from sorted(banks.values(), key=lambda bank: bank.name)
