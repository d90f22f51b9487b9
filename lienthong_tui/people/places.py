"""Provinces and communes of today (34 and 3 321 since 01/07/2025), and what became of older ones.

The codes are the five- and two-digit codes of the national statistics office. Most codes of today
were also the code of some unit before the merger, so a code is read as today's first; only a
code that no unit bears today is looked up among the old ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from sys import intern
from types import MappingProxyType

from lienthong_tui.people.tables import read_table
from lienthong_tui.problems import Problem


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city under the central government: "44", "Quảng Trị", "Tỉnh Quảng Trị"."""

    code: str
    name: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune-level unit; `type` is "xa", "phuong" or "dac-khu"."""

    code: str
    province_code: str
    type: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Former:
    """A commune of 30/06/2025 or one merged away before, with what it was part of.

    `successors` are the codes of today's communes that took it over; several where it was split.
    `older` are still older names of it, folded and without spaces.
    """

    code: str
    name: str
    district: str
    province: str
    successors: tuple[str, ...]
    older: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name with what it was part of: "Xã Triệu An, Huyện Triệu Phong, Tỉnh Quảng Trị"."""
        return f"{self.name}, {self.district}, {self.province}"


@cache
def provinces() -> Mapping[str, Province]:
    """Every province of today by its two-digit code."""
    rows = read_table("admin_provinces")
    return MappingProxyType(
        {row["code"]: Province(row["code"], row["name"], row["full_name"]) for row in rows}
    )


@cache
def communes() -> Mapping[str, Commune]:
    """Every commune of today by its five-digit code."""
    return MappingProxyType(
        {
            row["code"]: Commune(row["code"], row["province_code"], row["type"], row["full_name"])
            for row in read_table("admin_communes")
        }
    )


def province(code: str) -> Province:
    """The province of a code. Raises `province-unknown` (`code`)."""
    try:
        return provinces()[code]
    except KeyError:
        raise Problem("province-unknown", code=code) from None


def commune(code: str) -> Commune:
    """The commune of a code.

    Raises `commune-merged` (`code`, `old_name`, `new_codes`) for a unit that is no more, and
    `commune-unknown` (`code`).
    """
    if found := communes().get(code):
        return found
    if former := _former_by_code().get(code):
        new_codes = former.successors
        raise Problem("commune-merged", code=code, old_name=former.name, new_codes=new_codes)
    raise Problem("commune-unknown", code=code)


def commune_label(code: str) -> str:
    """The commune with its province: "Xã Nam Cửa Việt, Tỉnh Quảng Trị". Raises as `commune`."""
    found = commune(code)
    return f"{found.full_name}, {province(found.province_code).full_name}"


def unit_name(code: str) -> str:
    """A commune as its agencies bear it in their names: "xã Nam Cửa Việt". Raises as `commune`."""
    name = commune(code).full_name
    return name[0].lower() + name[1:]


def successors(old_code: str) -> tuple[str, ...]:
    """Codes of today's communes that took over the former commune of this code; () when unknown.

    More than one means the commune was split: a person chooses, the program never does.
    """
    former = _former_by_code().get(old_code)
    return former.successors if former else ()


def former_name(old_code: str) -> str | None:
    """The name of the former commune of this code: "Xã Gio Việt"; None when unknown."""
    former = _former_by_code().get(old_code)
    return former.name if former else None


@cache
def merged_into(code: str) -> Mapping[str, str]:
    """The former communes, code to name, of which the commune of this code took over a part."""
    return MappingProxyType(
        {old: f.name for old, f in _former_by_code().items() if code in f.successors}
    )


@cache
def former_communes() -> tuple[Former, ...]:
    """Every former commune with a name: those of 30/06/2025, then those merged before that.

    A code that one of the first inherited from one of the second stands here twice.
    """
    former = []
    for table, prefix in (("admin_legacy_2025-06-30", "legacy"), ("admin_older_names", "older")):
        for row in read_table(table):
            # Five island districts had no communes: they have new codes and nothing else.
            if row[f"{prefix}_code"]:
                former.append(
                    Former(
                        row[f"{prefix}_code"],
                        row[f"{prefix}_name"],
                        intern(row["district_name"]),  # one text for the hundreds that share it
                        intern(row["province_name"]),
                        tuple(map(intern, row["new_codes"].split("|"))),
                        tuple(filter(None, row.get("alias_keys", "").split("|"))),
                    )
                )
    return tuple(former)


@cache
def _former_by_code() -> Mapping[str, Former]:
    """By code; of a code that was used twice, the unit of 30/06/2025."""
    found: dict[str, Former] = {}
    for former in former_communes():
        found.setdefault(former.code, former)
    return MappingProxyType(found)
