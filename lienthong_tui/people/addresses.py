"""The address on an identity card, as communes of today.

A card prints names without their kinds: "Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị" before the
merger of 01/07/2025, "Thôn An Lợi, Nam Cửa Việt, Quảng Trị" after it. Which of the two it is, and
which part of a split commune, only a person can say: what is found here is offered, never taken.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from lienthong_tui.people import places
from lienthong_tui.people.places import Former
from lienthong_tui.text.fold import fold, tone_key

_MERGER = "2025-07-01"  # NQ 202/2025/QH15
_KINDS = re.compile(
    r"^(?:(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh) "
    r"|(?:x|p|tt|h|q|tx|tp|t)\. ?)(?=\S)"
)


class Candidate(NamedTuple):
    """A commune an address may mean: its code, what stands before it, what it was part of.

    `former` is the label of the former commune, "" where the address names today's.
    """

    commune: str
    detail: str
    former: str


def read_address(text: str, *, issued: str | None = None) -> tuple[Candidate, ...]:
    """Every reading of an address printed on the day `issued` (EDTF); () of none.

    A card has the units of its own day, and no others are tried: "Triệu Phong" was a district and
    is a commune. Where that day is not known both are given, those of before the merger first.
    Marks, kinds of units and the place of a tone do not count.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if issued is None:
        return (*_before_merger(parts), *_of_today(parts))
    return tuple(_before_merger(parts) if issued < _MERGER else _of_today(parts))


def _before_merger(parts: list[str]) -> Iterator[Candidate]:
    if len(parts) < 3:
        return
    commune, district, province = map(_key, parts[-3:])
    around = [f for f in _former().get(province, ()) if _key(f.district) == district]
    # What was called so comes before what had only taken it over, and Minh Quân before Minh Quán.
    found = [f for f in around if _key(f.name) == commune]
    found = [f for f in found if tone_key(f.name).endswith(tone_key(parts[-3]))] or found
    for former in found or [f for f in around if commune in f.older]:
        for code in former.successors:
            yield Candidate(code, ", ".join(parts[:-3]), former.label)


def _of_today(parts: list[str]) -> Iterator[Candidate]:
    if len(parts) < 2:
        return
    commune, province = map(_key, parts[-2:])
    for found in places.communes().values():
        if _province_key(found.province_code) == province and _key(found.full_name) == commune:
            yield Candidate(found.code, ", ".join(parts[:-2]), "")


def _key(name: str) -> str:
    """A unit's name to be compared: folded, without its kind and without spaces."""
    return _KINDS.sub("", fold(name)).replace(" ", "")


@cache
def _province_key(code: str) -> str:
    return _key(places.province(code).name)


@cache
def _former() -> Mapping[str, list[Former]]:
    """Former communes by the key of their province."""
    found: dict[str, list[Former]] = defaultdict(list)
    key = cache(_key)  # 11,000 communes, 70 spellings of provinces
    for former in places.former_communes():
        found[key(former.province)].append(former)
    return found
