"""Keys per filing: scripted officers in the real screens, against the portal and paper forms.

`make bench ONLY=keystrokes`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The same counting rules for all:

* a letter costs its keys in Telex (ễ three, ươ three, đ two); capitals and Shift cost nothing; a
  date costs its eight digits, whatever signs stand between them;
* ours: every key pressed in the real screens, from the first question to the last of steps 1, 2
  and 5, by an officer who types the shortest text that gives the answer. A card under the scanner
  is one key, and says what the case tells of its bearer. The office has set its hamlets, the
  facilities of the samples and where its papers come from, as an office does once;
* the portal: every answer but to the desk's own questions, each in its control: a text its keys
  and Tab; a choice one key to open, the arrows or the letters that leave one entry, whatever is
  less, Enter and Tab; an address a province, a commune and a text; a tick Space and Tab. A value
  that the portal offers itself costs Tab. `known-controls` counts only those whose key was seen;
* paper: every line of every declaration written out in full, and one key to go to the next line.

Signing in, papers and the declaration of truth cost about the same everywhere and are left out.
The portal has no interface: what was filed here has still to be pasted there, value by value.
`values-to-paste` tells how many; they are not in the ratio, because an officer who fills in the
portal alone has neither the checks, the forms, the packets nor the look-up that ours are for.
"""

import asyncio
import re
import statistics
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace
from screens.walk import Officer, signed_in

from bench.line import tell
from lienthong_tui.desk import office
from lienthong_tui.desk.reading import Reading, read_case
from lienthong_tui.filing import recall
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer
from lienthong_tui.people import lists, places
from lienthong_tui.people.dates import format_date
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.overlay import Facility, Hamlet, Overlay
from lienthong_tui.procedures.questions import Field, Link, Person, expand
from lienthong_tui.resources import data_path
from lienthong_tui.screens.scan import ScanPerson
from lienthong_tui.screens.steps.agencies import Agencies
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.sentences.choices import Choice
from lienthong_tui.text.fold import fold
from lienthong_tui.widgets.field_row import MOST_SHOWN, FieldRow
from lienthong_tui.widgets.scan_box import IDLE, ScanBox

SAMPLES = sorted(data_path("samples").glob("*.toml"))
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
COMMUNE = "19639"
GOALS = {"typed": 0.50, "scanned": 0.30}
_MARKS = frozenset("\u0302\u0306\u031b\u0300\u0301\u0303\u0309\u0323")
_KIND = re.compile("^(?:Xã|Phường|Thị trấn|Đặc khu|Huyện|Quận|Thị xã|Thành phố|Tỉnh) ")
_BOTH_HORNS = re.compile("u\u031bo\u031b")  # one w for both


def keys_of(text: str) -> int:
    """The keys of a text in Telex: each letter, and one more for each mark and each đ."""
    plain = unicodedata.normalize("NFD", text)
    letters = sum(1 for c in plain if c not in _MARKS)
    marks = sum(1 for c in plain if c in _MARKS or c in "đĐ")
    return letters + marks - len(_BOTH_HORNS.findall(plain.lower()))


# Ours


@dataclass
class Counted:
    """What a scripted officer pressed; `typed` counts marks that the pilot does not press."""

    keys: int = 0

    def add(self, keys: int) -> None:
        self.keys += keys


class Scripted:
    """An officer who knows the answers of a case and the shortest way to give each."""

    def __init__(self, someone: Officer, reading: Reading, *, scans: bool) -> None:
        self.someone = someone
        self.reading = reading
        self.scans = scans
        self.counted = Counted()
        self.scanned: set[str] = set()
        self.recalled: list[Link] = []
        self.wanted: dict[str, Answer] = dict(reading.outlined.values)
        self.keeper = self.page.keeper

    @property
    def page(self) -> Questions:
        page = self.someone.app.screen
        assert isinstance(page, Questions), self.someone.screen_text()
        return page

    async def press(self, *keys: str) -> None:
        self.counted.add(len(keys))
        await self.someone.press(*keys)

    async def type(self, text: str) -> None:
        self.counted.add(keys_of(text))
        await self.someone.type(text)

    async def step(self) -> None:
        """Answer every page of the step that is open."""
        for _ in range(400):
            screen = self.someone.app.screen
            if isinstance(screen, TaskList):
                return
            if isinstance(screen, Agencies):
                await self.press("enter")
                continue
            await self.one()
        raise AssertionError(self.someone.screen_text())

    async def one(self) -> None:
        """One act on the page: answer the row in hand, go past it, or turn the page."""
        page = self.page
        row = page.row_in_hand()
        assert row is not None
        rows = page.rows
        open_ = [r for r in rows[rows.index(row) :] if self.differs(r)]
        if (link := self.link_for(open_)) is not None:
            await self.recall(link)
        elif self.scans and (person := self.card_for(open_)) is not None:
            await self.scan(person)
        elif any(self.differs(r) for r in rows[: rows.index(row)]):
            await self.press("shift+tab")
        elif not open_:
            await self.press("pagedown")
        elif open_[0] is not row:
            await self.press("enter")
        else:
            await self.answer(row)

    def field(self, row: FieldRow) -> Field:
        return self.keeper.draft.group.fields[row.field_id]

    def differs(self, row: FieldRow) -> bool:
        values = self.keeper.draft.outlined.values
        wanted = self.wanted.get(row.field_id)
        return wanted is not None and values.get(row.field_id) != wanted

    async def answer(self, row: FieldRow) -> None:
        field, wanted = self.field(row), self.wanted[row.field_id]
        if row.proposed is not None and not row.field.value and self.reads(field, row.proposed[0]):
            await self.press("enter")
            return
        if row.field.value and (row.free or row.wrong):
            await self.press("end", "ctrl+u")
        keys = min(self.ways(row, field, wanted), key=_cost)
        for key in keys:
            if len(key) == 1 and not key.isdigit():
                await self.type(key)
            else:
                await self.press(key)
        values = self.keeper.draft.outlined.values
        assert values.get(row.field_id) == wanted, (row.field_id, keys, wanted)

    def reads(self, field: Field, given: str | bool) -> bool:
        today = self.reading.case.received.date()
        text = int(given) if field.type == "integer" else given
        try:
            return read_answer(field, text, today=today) == self.wanted[field.id]
        except Problem:
            return False

    def ways(self, row: FieldRow, field: Field, wanted: Answer) -> Iterator[Sequence[str]]:
        """Every way worth trying to give an answer, as keys; marks cost extra where typed."""
        if not row.free:
            yield from self.choices(row, wanted)
            return
        for text in self.texts(field, wanted):
            yield [*text, "enter"]
        if row.find is not None:
            yield from self.offers(row, wanted)

    def choices(self, row: FieldRow, wanted: Answer) -> Iterator[Sequence[str]]:
        assert row.find is not None
        label = next((c.label for c in self.all_choices(row) if c.value == wanted), None)
        assert label is not None, (row.field_id, wanted)
        for typed in ("", *_beginnings(fold(label.partition(",")[0]))):
            found: Sequence[object] = [choice.value for choice in row.find(typed)][:MOST_SHOWN]
            if wanted in found:
                place = found.index(wanted)
                last = "enter" if typed and place == 0 else str(place + 1)
                yield [*typed, last]

    def all_choices(self, row: FieldRow) -> Sequence[Choice]:
        assert row.find is not None
        field = self.field(row)
        if field.type == "commune":
            return row.find(places.commune_label(str(self.wanted[row.field_id])))
        return row.find("")

    def offers(self, row: FieldRow, wanted: Answer) -> Iterator[Sequence[str]]:
        assert row.find is not None
        for typed in ("", *_beginnings(fold(str(wanted)))):
            found: Sequence[object] = [choice.value for choice in row.find(typed)][:MOST_SHOWN]
            if wanted in found:
                yield [*typed, *["down"] * (found.index(wanted) + 1), "enter"]

    def texts(self, field: Field, wanted: Answer) -> Iterator[str]:
        today = self.reading.case.received.date()
        yield self.whole_name(field) or _shown(field, wanted)
        if field.type in ("date", "partial_date", "moment"):
            for text in _short_dates(field, str(wanted), today):
                if self.reads(field, text):
                    yield text

    def whole_name(self, field: Field) -> str | None:
        """The whole name where it is asked in three boxes and none is filled."""
        definition = self.keeper.draft.group.definition
        person = next((p for p in definition.person if p.surname == field.id), None)
        if person is None:
            return None
        values = self.keeper.draft.outlined.values
        if any(part in values for part in person.parts):
            return None
        parts = [str(self.wanted[part]) for part in person.parts if part in self.wanted]
        words = " ".join(parts).split()
        if len(words) < 2 or [words[0], " ".join(words[1:-1]), words[-1]] != [
            str(self.wanted.get(part or "", "")) for part in person.parts
        ]:
            return None
        return " ".join(words)

    # One person in several roles

    def link_for(self, open_: Sequence[FieldRow]) -> Link | None:
        """A role told of before that the person of the page is, and of whom much is open."""
        definition, values = self.keeper.draft.group.definition, self.keeper.draft.outlined.values
        role = self.page.person_in_hand()
        for link in definition.link:
            if link.role != role or link in self.recalled:
                continue
            names = recall.shared(definition, link)
            told = recall.recalled(definition, link, values, self.wanted)
            if sum(row.field_id in names for row in open_) < 2 or not told:
                continue
            if all(self.wanted.get(name) == told.get(name) for name in names):
                return link
        return None

    async def recall(self, link: Link) -> None:
        self.recalled.append(link)
        await self.press("f2")
        page = self.someone.app.screen
        assert isinstance(page, ScanPerson)
        letter = next(key for key, one in page._links().items() if one == link)
        await self.press(letter)
        await asyncio.sleep(IDLE * 2)
        await self.someone.settle()

    # Cards

    def card_for(self, open_: Sequence[FieldRow]) -> Person | None:
        """The person of the page whose card has not been scanned and says something open."""
        definition = self.keeper.draft.group.definition
        role = self.page.person_in_hand()
        person = next((p for p in definition.person if p.role == role), None)
        if person is None or person.role in self.scanned or card_of(person, self.wanted) is None:
            return None
        told = [row for row in open_ if row.field_id in person.fields]
        return person if len(told) > 1 else None

    async def scan(self, person: Person) -> None:
        self.scanned.add(person.role)
        await self.press("f2")
        payload = card_of(person, self.wanted)
        assert payload is not None
        self.counted.add(1)  # the card under the scanner
        await self.someone.burst(*payload, "enter")
        while self.someone.app.screen.query(ScanBox):  # until its pause says that the card is over
            await asyncio.sleep(IDLE / 2)
            await self.someone.settle()
        await self.press("enter")


def card_of(person: Person, wanted: Mapping[str, Answer]) -> str | None:
    """The code on the card of an invented person, as far as the case tells of one."""
    number = str(wanted.get(person.id_number or "", ""))
    birth = str(wanted.get(person.birth or "", ""))
    name = " ".join(str(wanted[part]) for part in person.parts if part in wanted)
    if len(number) != 12 or not name:
        return None
    day = "".join(reversed(birth.split("-"))) if len(birth) == 10 else ""
    issued = str(wanted.get(person.id_issue_date or "", "2026-10-06"))
    address = _printed_address(
        str(wanted.get(person.commune or "", "")), str(wanted.get(person.detail or "", "")), issued
    )
    sex = "Nam" if int(number[3]) % 2 == 0 else "Nữ"
    issued = "".join(reversed(issued.split("-")))
    old = str(wanted.get(person.id_issuer or "", "")).startswith("Cục")
    return f"{number}||{name}|{day}|{sex}|{address or 'Việt Nam'}|{issued}" + (
        "" if old else "||||"
    )


def _printed_address(code: str, detail: str, issued: str) -> str:
    """The address as a card of that day prints it: in the units of then, without their kinds."""
    if code not in places.communes():
        return ""
    commune = places.communes()[code]
    units: tuple[str, ...] = (commune.full_name, places.province(commune.province_code).full_name)
    if issued < "2025-07-01":
        was = next(f for f in places.former_communes() if f.successors == (code,))
        units = (was.name, was.district, was.province)
    return ", ".join(part for part in (detail, *(_KIND.sub("", unit) for unit in units)) if part)


def _beginnings(folded: str) -> Iterator[str]:
    words = folded.split()
    for count in range(1, len(words) + 1):
        for start in range(len(words) - count + 1):
            some = words[start : start + count]
            for length in range(1, 6):
                yield " ".join([*some[:-1], some[-1][:length]])


def _cost(keys: Sequence[str]) -> int:
    """Keys with names are one each, letters what they take in Telex."""
    return sum(keys_of(key) if len(key) == 1 else 1 for key in keys)


def _shown(field: Field, answer: Answer) -> str:
    if field.type in ("date", "partial_date"):
        return format_date(str(answer))
    return shown_answer(field, answer)


def _short_dates(field: Field, stored: str, today: object) -> Iterator[str]:
    day, _, clock = stored.partition("T")
    parts = day.split("-")
    if len(parts) < 3:
        yield "/".join(reversed(parts))
        return
    year, month, date = parts
    texts = [f"{date}{month}{year}", f"{int(date)}/{int(month)}/{year[2:]}", "h"]
    texts += [f"-{n}" for n in range(1, 10)]
    for text in texts:
        yield f"{int(clock[:2])}h{clock[3:]} {text}" if clock else text


# The portal and paper


def portal_keys(reading: Reading, *, known: bool = False) -> int:
    """What the same answers cost on the portal's form; `known`: where its control was seen."""
    definition, values = reading.outlined.group.definition, reading.outlined.values
    # A question of the desk's own is asked nowhere else; every other answer has to be given.
    fields = [
        field
        for field in reading.outlined.fields
        if field.portal or not (known or "câu hỏi riêng của quầy" in (field.law or "").lower())
    ]
    return sum(_control(definition, field, values.get(field.id)) for field in fields)


def _control(definition: Definition, field: Field, answer: Answer | None) -> int:
    tab = 1
    if answer is None or answer == field.default or field.derived:
        return tab
    if field.type == "boolean":
        return (1 if answer else 0) + tab
    if field.type == "commune":
        return _chosen_commune(str(answer)) + 2 * tab
    if field.type == "province":
        return (
            _chosen(
                [p.name for p in places.provinces().values()], places.province(str(answer)).name
            )
            + tab
        )
    if field.type == "choice":
        if field.list:
            names = list(lists.reference(field.list).values())
            return _chosen(names, lists.reference(field.list)[str(answer)]) + tab
        labels = [option.portal or option.label.vi for option in field.options]
        label = next(o.portal or o.label.vi for o in field.options if o.value == answer)
        return _chosen(labels, label) + tab
    if field.type in ("date", "partial_date", "moment"):
        return sum(1 for sign in str(answer) if sign.isdigit()) + tab
    return keys_of(shown_answer(field, answer)) + tab


def _chosen(labels: Sequence[str], label: str) -> int:
    """Open, the arrows to the entry or the letters (without marks) that leave it alone, Enter."""
    wanted, others = fold(label), [fold(other) for other in labels]
    arrows = others.index(wanted) + 1 if wanted in others else len(others)
    letters = len(wanted)
    for length in range(1, len(wanted) + 1):
        if sum(other.startswith(wanted[:length]) for other in others) <= 1:
            letters = length
            break
    return 1 + min(letters, arrows) + 1


def _chosen_commune(code: str) -> int:
    commune = places.commune(code)
    provinces = [p.name for p in places.provinces().values()]
    around = [
        c.full_name.partition(" ")[2]
        for c in places.communes().values()
        if c.province_code == commune.province_code
    ]
    province = places.province(commune.province_code).name
    return _chosen(provinces, province) + _chosen(around, commune.full_name.partition(" ")[2])


def paper_keys(reading: Reading) -> int:
    """What writing out every declaration costs."""
    group, values = reading.outlined.group, reading.outlined.values
    total = 0
    for form in reading.outlined.forms:
        for part in form.parts:
            for name in expand(part.fields, tuple(group.fields)):
                if name in values:
                    text = shown_answer(group.fields[name], values[name])
                    total += keys_of(text) + 1
    return total


# Running


def furnished(before: Overlay) -> Overlay:
    """An office that has set its hamlets and the facilities of its samples."""
    births = [f"{name}" for name in ("Bệnh viện Mẫu số 1", "Bệnh viện Mẫu số 2")]
    return replace(
        before,
        phrases={**before.phrases, "registrars": ("Ủy ban nhân dân xã (mẫu)",)},
        hamlets=(Hamlet("Thôn An Lợi"), Hamlet("Thôn Hà Lợi"), Hamlet("Thôn Mẫu")),
        facilities=(
            *(Facility(name, ("births", "deaths")) for name in births),
            Facility("Trạm y tế xã mẫu", ("first-care",), "", "45111"),
        ),
    )


async def ours(path: Path, *, scans: bool) -> int:
    """The keys of one sample, filed in the real screens."""
    reading = read_case(path, now=NOW, commune=COMMUNE)
    with tempfile.TemporaryDirectory() as root:
        async with signed_in(Path(root)) as someone:
            app = someone.app
            app.desk = await app.at_desk(office.change, app.at, furnished(app.at.office))
            await someone.press("1" if reading.case.group.definition.group == "birth" else "2")
            officer = Scripted(someone, reading, scans=scans)
            await officer.step()
            await someone.press("5")
            await officer.step()
            values = someone.app.screen.keeper.draft.outlined.values  # type: ignore[attr-defined]
            missing = {k: v for k, v in officer.wanted.items() if values.get(k) != v}
            assert not missing, (path.name, missing)
            return officer.counted.keys


async def main() -> None:
    """Every sample, then the whole."""
    totals: dict[str, list[float]] = {"typed": [], "scanned": []}
    for path in SAMPLES:
        reading = read_case(path, now=NOW, commune=COMMUNE)
        portal, paper = portal_keys(reading), paper_keys(reading)
        known = portal_keys(reading, known=True)
        pasted = sum(
            1 for f in reading.outlined.fields if f.portal and f.id in reading.outlined.values
        )
        tell(f"keystrokes/{path.stem}/values-to-paste", pasted, pasted, None, "values")
        for way in ("typed", "scanned"):
            keys = await ours(path, scans=way == "scanned")
            totals[way].append(keys / portal)
            for against, baseline in (
                ("portal", portal),
                ("known-controls", known),
                ("paper", paper),
            ):
                name = f"keystrokes/{path.stem}/{way}-against-{against}"
                tell(name, keys, baseline, None, "keys")
    for way, ratios in totals.items():
        median = statistics.median(ratios)
        tell(f"keystrokes/median/{way}-against-portal", median, 1, GOALS[way], "keys")


if __name__ == "__main__":
    asyncio.run(main())
