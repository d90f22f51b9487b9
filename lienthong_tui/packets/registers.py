"""The register (sổ theo dõi hồ sơ): what its rows say, and its sheet to sign.

It is letter 07 of the desk: a draft without quốc hiệu until a decision announces it (desk practice,
§4.5). What is not known is left open, to be written on paper.
"""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct, structs

from lienthong_tui.filing.deadlines import local_day, local_time
from lienthong_tui.packets.declarations import SAMPLE, UNVERIFIED, marked
from lienthong_tui.packets.typesetting import Printout
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures import letters

UNSETTLED = "(*)"
EXPECTED = "Dự kiến trả: tính từ lúc quầy nhận, tính lại từ lúc Cổng tiếp nhận."
EXPLAINED = f"{UNSETTLED} Thời hạn hoặc lịch nghỉ {UNVERIFIED}."
OPEN = "Lập khi ngày cuối chưa hết: hồ sơ kê khai xong sau lúc lập không có trong sổ này."
BY_COMPLETION = "Sổ ghi hồ sơ kê khai xong trong kỳ, cả hồ sơ nhận từ trước đó."
NO_JOURNAL = "Đến hết ngày {day} nhật ký của quầy chưa có việc nào."


class Decided(Struct, frozen=True):
    """One procedure of a row; `settled` is whether `expected` needs no mark of what is unverified.

    `expected` is None where no term is known, `delivery` empty where nothing was chosen.
    """

    name: str
    agency: str
    expected: date | None = None
    settled: bool = False
    delivery: str = ""


class RegisterRow(Struct, frozen=True, kw_only=True):
    """One filing. What is not known, or was purged, is empty."""

    number: int
    reference: str
    portal_number: str = ""
    one_stop_number: str = ""
    group: str
    subject: str = ""
    requester: str = ""
    address: str = ""
    phone: str = ""
    received: datetime
    procedures: tuple[Decided, ...]
    note: str = ""


class Register(Struct, frozen=True, kw_only=True):
    """The filings that a desk completed from the day `first` to the day `last` (UTC+7).

    `commune` is its code. `journal` is the desk's journal as `stream seq:hash` at the end of the
    last day, or when the register was made if that day was not over; empty before its first event.
    `decision` announces the form here, by number and date; without one it is a draft.
    """

    commune: str
    desk_number: int
    demo: bool
    first: date
    last: date
    made: datetime
    rows: tuple[RegisterRow, ...]
    journal: str
    decision: str = ""

    @property
    def title(self) -> str:
        """What it is called, in capitals."""
        return letters.shipped().register.title.vi.upper()

    @property
    def heading(self) -> str:
        """That it is a draft; empty once a decision announces it."""
        return "" if self.decision else letters.shipped().draft_head.vi

    @property
    def follows(self) -> str:
        """The law of the form, and the decision that announces it."""
        form = letters.shipped().register
        law = marked(form.law, form.verified)
        return f"{law}, công bố tại {self.decision}" if self.decision else law

    @property
    def place(self) -> str:
        """Whose register it is."""
        return f"Quầy {self.desk_number}, {commune_label(self.commune)}"

    @property
    def period(self) -> str:
        """The days in words."""
        if self.first == self.last:
            return f"Ngày {self.last:%d/%m/%Y}"
        return f"Từ ngày {self.first:%d/%m/%Y} đến hết ngày {self.last:%d/%m/%Y}"

    @property
    def open(self) -> bool:
        """Whether the last day was not over when the register was made."""
        return local_day(self.made) <= self.last

    @property
    def head(self) -> str:
        """The journal's head as a line of the register."""
        if not self.journal:
            return NO_JOURNAL.format(day=f"{self.last:%d/%m/%Y}")
        until = "lúc lập sổ" if self.open else f"hết ngày {self.last:%d/%m/%Y}"
        return f"Nhật ký của quầy đến {until}: {self.journal}"

    @property
    def head_is_for(self) -> str:
        """What the journal's head on paper is good for, and how to compare it with the desk's."""
        what = "Việc đã ghi đến đó mà sau này bị sửa hay bớt thì nhật ký không còn khớp dòng trên"
        how = "lienthong journal verify --head"
        # Only the head of a day that is over stays that of its day.
        of_day = "" if self.open else f", lienthong journal head --day {self.last}"
        return f"{what}: {how}{of_day}"


class Line(Struct, frozen=True, kw_only=True):
    """A row as it prints: every cell as text; `procedures` are (procedure, agency, expected on,
    delivery)."""

    number: str
    reference: str
    portal_number: str
    one_stop_number: str
    group: str
    subject: str
    requester: str
    address: str
    phone: str
    received: str
    procedures: tuple[tuple[str, str, str, str], ...]
    note: str


class RegisterSheet(Printout, frozen=True, kw_only=True):
    """The register to sign. `heading` says that it is a draft; without it quốc hiệu stands there.

    `ending` are lines below the table.
    """

    heading: str
    place: str
    period: str
    lines: tuple[Line, ...]
    ending: tuple[str, ...]
    signatures: tuple[str, ...]

    @property
    def template(self) -> str:
        """A layout of its own."""
        return "register"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Rows by their reference, everything else by the part it is."""
        for line in self.lines:
            *cells, procedures, note = structs.astuple(line)
            for text in (*cells, *(text for told in procedures for text in told), note):
                yield line.reference, text
        for field in ("title", "watermark", "footer", "heading", "place", "period"):
            yield field, getattr(self, field)
        for field in ("ending", "signatures"):
            yield field, "".join(getattr(self, field))


def sheet(register: Register) -> RegisterSheet:
    """The register as a sheet to sign."""
    foot = register.follows, register.place, register.period, f"lập lúc {local_time(register.made)}"
    return RegisterSheet(
        title=register.title,
        heading=register.heading,
        place=register.place,
        period=register.period,
        lines=tuple(map(_line, register.rows)),
        ending=tuple(ending(register)),
        signatures=tuple(words.vi for words in letters.shipped().register.signatures),
        watermark=SAMPLE if register.demo else "",
        footer=" · ".join(foot),
    )


def ending(register: Register) -> Iterator[str]:
    """What stands below the rows: how many, what the marks mean, the head of the journal."""
    yield f"Cộng: {len(register.rows)} hồ sơ."
    dated = [p for row in register.rows for p in row.procedures if p.expected]
    if dated:
        unsettled = any(not procedure.settled for procedure in dated)
        yield f"{EXPECTED} {EXPLAINED}" if unsettled else EXPECTED
    if register.open:
        yield OPEN
    yield register.head
    if register.journal:
        yield register.head_is_for
    yield BY_COMPLETION


def _line(row: RegisterRow) -> Line:
    return Line(
        number=str(row.number),
        reference=row.reference,
        portal_number=row.portal_number,
        one_stop_number=row.one_stop_number,
        group=row.group,
        subject=row.subject,
        requester=row.requester,
        address=row.address,
        phone=row.phone,
        received=local_time(row.received),
        procedures=tuple((p.name, p.agency, _expected(p), p.delivery) for p in row.procedures),
        note=row.note,
    )


def _expected(procedure: Decided) -> str:
    if procedure.expected is None:
        return ""
    mark = "" if procedure.settled else f" {UNSETTLED}"
    return f"{procedure.expected:%d/%m/%Y}{mark}"
