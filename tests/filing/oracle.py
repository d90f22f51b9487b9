"""An oracle of expected dates: it walks the days one by one and shares no code with the program.

Days are ISO texts on one long strip that begins on a Monday, hours are texts too. It reads the
tables of holidays for itself and, as the program, knows of no holiday in a year without a table.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

TABLES = Path(__file__).parents[2] / "data" / "reference"
# What the law gives and the moon decides: the first day of Tết, the day of the Hùng kings.
MOON = {
    "2026": ("2026-02-17", "2026-04-26"),
    "2027": ("2027-02-06", "2027-04-16"),
    "2028": ("2028-01-26", "2028-04-04"),
}
_MONDAY = date(2024, 7, 1)
STRIP = tuple((_MONDAY + timedelta(days=n)).isoformat() for n in range(4600))
AT = {day: n for n, day in enumerate(STRIP)}
_KINDS = {"holiday": True, "compensatory": True, "swap_off": True, "swap_work": False}

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mark:
    """What makes a day other than its weekday does."""

    name: str
    off: bool
    settled: bool = True


def national() -> dict[str, Mark]:
    """The shipped tables by day; of two that name a day the one later by name counts."""
    marks = {}
    for table in sorted(TABLES.glob("holidays_vn_*.csv")):
        head, *lines = table.read_text("utf-8").splitlines()
        assert head == "date,weekday,kind,name,status,source"
        for line in lines:
            day, _, kind, name, status, _ = line.split(",", 5)
            marks[day] = Mark(name, _KINDS[kind], status == "confirmed")
    return marks


@dataclass(frozen=True)
class Count:
    """A date as the oracle counts it; `off` and `worked` are the marked days it passes."""

    start: str
    moved: str | None
    due: str
    off: Named
    worked: Named
    certain: bool


@dataclass(frozen=True)
class Oracle:
    """An office: its days (over the national ones), its hours, the years somebody has decided."""

    marks: Mapping[str, Mark]
    cut_off: str = "15:00"
    saturday: str | None = None
    decided: frozenset[str] = field(default=frozenset())

    def rests(self, place: int) -> bool:
        """Whether the day at this place of the strip is one of rest."""
        mark = self.marks.get(STRIP[place])
        return place % 7 > 4 if mark is None else mark.off

    def closes(self, place: int) -> str:
        """The last second of the day's reception, "" when there is none."""
        if not self.rests(place):
            return self.cut_off + ":00"
        saturday = place % 7 == 5 and STRIP[place] not in self.marks
        return f"{self.saturday}:00" if saturday and self.saturday else ""

    def walk(self, received: str, clock: str) -> Iterator[Count]:
        """The dates of terms of 0, 1, 2, … days, for what is received on a day at "HH:MM:SS"."""
        start = first = AT[received]
        moved = None
        if clock > self.closes(first):
            moved = "rest-day" if self.rests(first) else "cut-off"
            start = next(place for place in count(first + 1) if self.closes(place))
        off: Named = ()
        worked: Named = ()
        certain = True
        for place in count(first):
            day = STRIP[place]
            certain = certain and day[:4] in self.decided
            if mark := self.marks.get(day):
                passed = ((day, mark.name),)
                off, worked = (off + passed, worked) if mark.off else (off, worked + passed)
            if place == start or (place > start and not self.rests(place)):
                yield Count(STRIP[start], moved, day, off, worked, certain)


def office(own: Mapping[str, Mark], cut_off: str = "15:00", saturday: str | None = None) -> Oracle:
    """An office's oracle over the national tables: a year is decided when a table has it whole."""
    tables = national()
    marks = {**tables, **own}
    open_still = {day[:4] for day, mark in marks.items() if not mark.settled}
    known = frozenset(day[:4] for day in tables)
    return Oracle(marks, cut_off, saturday, known - open_still)


# -- what a reader takes from a sentence ----------------------------------------------------------

_WEEK = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SENTENCE = {
    "vi": (
        r"Nhận lúc (?P<clock>\S+) (?P<received>DAY)"
        r"(?:, sau (?P<cut_off>\S+) nên tính từ (?P<after>DAY)"
        r"|, vào ngày nghỉ nên tính từ (?P<rested>DAY))?"
        r"(?:, cộng (?P<term>\d+) ngày làm việc \(không tính ngày nhận\)"
        r"|, (?P<same>giải quyết trong ngày)|, chưa có văn bản nào định thời hạn)"
        r"(?:, có làm việc ngày (?P<worked>.*?))?(?:, bỏ qua ngày nghỉ (?P<off>.*?))?"
        r"(?:, nếu phải xác minh thì (?P<inquiry>\d+) ngày làm việc)?"
        r" – (?P<law>.*?)(?P<projected>; lịch nghỉ lễ còn là dự kiến)?"
        r"(?P<unverified>; chưa xác minh)?\."
    ),
    "en": (
        r"Received at (?P<clock>\S+) on (?P<received>DAY)"
        r"(?:, after (?P<cut_off>\S+), so counted from (?P<after>DAY)"
        r"|, a day off, so counted from (?P<rested>DAY))?"
        r"(?:, plus (?P<term>\d+) working days? \(the day of reception not counted\)"
        r"|, (?P<same>decided the same day)|, no text sets a term yet)"
        r"(?:, working on (?P<worked>.*?))?(?:, skipping the days off (?P<off>.*?))?"
        r"(?:, (?P<inquiry>\d+) working days if the agency must verify)?"
        r" – (?P<law>.*?)(?P<projected>; the holiday calendar is still a projection)?"
        r"(?P<unverified>; not verified)?\."
    ),
}
_NAMED = re.compile(r"(\d\d)/(\d\d) \((.*?)\)(?:, (?=\d\d/\d\d \()|$)")
_READ = {
    language: re.compile(text.replace("DAY", rf"(?:{'|'.join(_WEEK[language])}) [\d/]+"))
    for language, text in _SENTENCE.items()
}


@dataclass(frozen=True)
class Reader:
    """What somebody knows who has only the sentence; a term of None is one that no text sets."""

    received: str
    clock: str
    start: str
    moved: str | None
    cut_off: str | None
    term: int | None
    off: Named
    worked: Named
    inquiry: int | None
    law: str
    projected: bool
    unverified: bool

    @property
    def knows(self) -> Oracle:
        """A calendar of week-ends and of what the sentence names."""
        off = {day: Mark(name, True) for day, name in self.off}
        return Oracle(off | {day: Mark(name, False) for day, name in self.worked})

    def recount(self) -> str | None:
        """The date the sentence leads to."""
        if self.term is None:
            return None
        knows, place = self.knows, AT[self.start]
        after = (later for later in count(place + 1) if not knows.rests(later))
        return STRIP[[place, *islice(after, self.term)][-1]]

    def doubts(self) -> list[str]:
        """What the sentence says of the start and a reader could not believe."""
        knows, first, start = self.knows, AT[self.received], AT[self.start]
        between = [STRIP[place] for place in range(first + 1, start) if not knows.rests(place)]
        saturday = start % 7 == 5 and self.start not in knows.marks
        doubts = {
            "worked days before the start": bool(between),
            "starts on a day of rest": knows.rests(start) and not saturday,
            "not moved and yet elsewhere": (self.moved is None) != (first == start),
            "a day of rest that is worked": self.moved == "rest-day" and not knows.rests(first),
            "late on a day of rest": self.moved == "cut-off" and knows.rests(first),
            "late and yet in time": self.cut_off is not None and self.clock <= self.cut_off,
        }
        return [doubt for doubt, holds in doubts.items() if holds]


def read(sentence: str, language: str) -> Reader:
    """A sentence read back; one that says something else, or a wrong weekday, is no sentence."""
    found = _READ[language].fullmatch(sentence)
    assert found is not None, sentence

    def day(text: str) -> str:
        name, figures = text.rsplit(" ", 1)
        iso = "-".join(reversed(figures.split("/")))
        assert _WEEK[language][AT[iso] % 7] == name, text
        return iso

    received = day(found["received"])

    def named(text: str | None) -> Named:
        days = []
        for figure, month, name in _NAMED.findall(text or ""):
            iso = f"{received[:4]}-{month}-{figure}"
            days.append((iso if iso >= received else f"{int(received[:4]) + 1}{iso[4:]}", name))
        assert ", ".join(f"{d[8:]}/{d[5:7]} ({name})" for d, name in days) == (text or "")
        return tuple(days)

    start = found["after"] or found["rested"]
    term = 0 if found["same"] else int(found["term"]) if found["term"] else None
    return Reader(
        received=received,
        clock=found["clock"],
        start=day(start) if start else received,
        moved="cut-off" if found["after"] else "rest-day" if found["rested"] else None,
        cut_off=found["cut_off"],
        term=term,
        off=named(found["off"]),
        worked=named(found["worked"]),
        inquiry=int(found["inquiry"]) if found["inquiry"] else None,
        law=found["law"],
        projected=found["projected"] is not None,
        unverified=found["unverified"] is not None,
    )
