"""Sections the office fills itself: days, facilities, hamlets, phrases.

An entry is called by its place on the list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from msgspec.structs import replace

from lienthong_tui.people.dates import format_date, parse_date
from lienthong_tui.people.places import merged_into
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.overlay import DayOff, Facility, Hamlet, Overlay
from lienthong_tui.procedures.questions import Suggestion
from lienthong_tui.procedures.suggestions import hamlet_label
from lienthong_tui.screens.settings.section import (
    NO,
    YES,
    Column,
    Entry,
    Section,
    Values,
    View,
    yes_no,
)
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.clean import clean

_LONGEST_PAST = 366
"""Days: what was off longer ago decides no term any more."""


class _List(Section):
    grows = True

    def items(self, view: View) -> tuple[Any, ...]:
        """The list as it stands."""
        raise NotImplementedError

    def with_items(self, view: View, items: tuple[Any, ...]) -> Overlay:
        """The settings with another list."""
        raise NotImplementedError

    def read(self, view: View, values: Values) -> Any:
        """One item as answered. Errors: Problem("setting-…")."""
        raise NotImplementedError

    def put(self, view: View, entry: str, values: Values) -> Overlay:
        item, items = self.read(view, values), self.items(view)
        if not entry:
            return self.with_items(view, (*items, item))
        place = int(entry)
        return self.with_items(view, (*items[:place], item, *items[place + 1 :]))

    def remove(self, view: View, entry: str) -> Overlay:
        items, place = self.items(view), int(entry)
        return self.with_items(view, items[:place] + items[place + 1 :])


class Days(_List):
    """Days off and working Saturdays beside the national calendar."""

    def title(self, view: View) -> str:
        return view.tr(N_("Ngày nghỉ, ngày làm bù của địa phương"))

    def items(self, view: View) -> tuple[DayOff, ...]:
        return view.office.days

    def with_items(self, view: View, items: tuple[DayOff, ...]) -> Overlay:
        return replace(view.office, days=tuple(sorted(items, key=lambda day: day.date)))

    def entries(self, view: View) -> Iterator[Entry]:
        kinds = dict(_kinds(view))
        for place, day in enumerate(view.office.days):
            text = format_date(day.date.isoformat())
            values = {"date": text, "kind": day.kind, "name": day.name}
            yield Entry(str(place), text, f"{kinds[day.kind]} · {day.name}", values)

    def columns(self, view: View, entry: str) -> Sequence[Column]:  # noqa: ARG002
        help_ = view.tr(
            N_(
                "Ví dụ: 24/12/2026. Ngày lễ cả nước đã có sẵn: chỉ ghi ngày riêng của địa phương,"
                " hoặc ngày hoán đổi mới công bố."
            )
        )
        return [
            Column("date", view.tr(N_("Ngày")), help_),
            Column("kind", view.tr(N_("Là ngày")), choices=_kinds(view), default="off"),
            Column(
                "name", view.tr(N_("Gọi là")), view.tr(N_("Ví dụ: Ngày truyền thống xã, Làm bù."))
            ),
        ]

    def read(self, view: View, values: Values) -> DayOff:
        day = parse_date(values["date"], today=view.today).earliest
        # A year typed wrong, 1926 for 2026, would stand in the list and shift no deadline.
        if (view.today - day).days > _LONGEST_PAST:
            raise Problem("setting-day-past", day=day)
        kind: Literal["off", "work"] = "work" if values["kind"] == "work" else "off"
        return DayOff(day, kind, clean(values["name"]))


class Facilities(_List):
    """Health facilities and the lists of suggestions they stand on."""

    def title(self, view: View) -> str:
        return view.tr(N_("Cơ sở y tế"))

    def items(self, view: View) -> tuple[Facility, ...]:
        return view.office.facilities

    def with_items(self, view: View, items: tuple[Facility, ...]) -> Overlay:
        return replace(view.office, facilities=items)

    def entries(self, view: View) -> Iterator[Entry]:
        titles = {s.id: pick(s.title, view.language) for s in self._lists(view)}
        for place, facility in enumerate(view.office.facilities):
            on = {f"list:{name}": YES for name in facility.lists}
            values = {
                "name": facility.name,
                "address": facility.address,
                "code": facility.code or "",
                **{f"list:{name}": NO for name in titles},
                **on,
            }
            told = [facility.code or "", *(titles.get(name, name) for name in facility.lists)]
            note = " · ".join(part for part in told if part)
            yield Entry(str(place), facility.name, note, values)

    def columns(self, view: View, entry: str) -> Sequence[Column]:  # noqa: ARG002
        code = view.tr(
            N_("Mã cơ sở khám chữa bệnh, 5 ký tự. Cần khi dùng cho nơi khám chữa bệnh ban đầu.")
        )
        address = view.tr(N_("Ghi vào nơi sinh sau tên cơ sở."))
        return [
            Column(
                "name",
                view.tr(N_("Tên cơ sở")),
                view.tr(N_("Ví dụ: Bệnh viện Đa khoa tỉnh Quảng Trị.")),
            ),
            Column("address", view.tr(N_("Địa chỉ")), address, required=False),
            Column("code", view.tr(N_("Mã cơ sở KCB")), code, required=False),
            *(
                Column(
                    f"list:{suggestion.id}",
                    view.tr(N_("Gợi ý: {list}"), list=pick(suggestion.title, view.language)),
                    choices=yes_no(view),
                    default=NO,
                )
                for suggestion in self._lists(view)
            ),
        ]

    def read(self, view: View, values: Values) -> Facility:
        code = clean(values["code"]).upper()
        lists = [s.id for s in self._lists(view) if values[f"list:{s.id}"] == YES]
        name, address = clean(values["name"]), clean(values["address"])
        return Facility(name, tuple(lists), address, code or None)

    def _lists(self, view: View) -> list[Suggestion]:
        """The lists of the definitions in force that hold facilities, once each."""
        found = {s.id: s for definition in view.definitions for s in definition.suggestion}
        return [s for s in found.values() if s.kind.startswith("facilit")]


class Hamlets(_List):
    """The commune's hamlets, with the commune each was part of before a merger."""

    def title(self, view: View) -> str:
        return view.tr(N_("Thôn, tổ dân phố"))

    def items(self, view: View) -> tuple[Hamlet, ...]:
        return view.office.hamlets

    def with_items(self, view: View, items: tuple[Hamlet, ...]) -> Overlay:
        return replace(view.office, hamlets=items)

    def entries(self, view: View) -> Iterator[Entry]:
        for place, hamlet in enumerate(view.office.hamlets):
            values = {"name": hamlet.name, "former": hamlet.former or ""}
            yield Entry(str(place), hamlet_label(hamlet), "", values)

    def columns(self, view: View, entry: str) -> Sequence[Column]:  # noqa: ARG002
        former = tuple(merged_into(view.commune).items())
        distinct = N_("Xã trước khi sáp nhập: để phân biệt hai thôn trùng tên. Có thể để trống.")
        none = N_("Không thấy xã nào đã nhập vào xã này: để trống.")
        help_ = view.tr(distinct if former else none)
        return [
            Column(
                "name", view.tr(N_("Tên thôn, tổ dân phố")), view.tr(N_("Ví dụ: Thôn Lệ Xuyên."))
            ),
            Column("former", view.tr(N_("Thuộc xã cũ")), help_, required=False, choices=former),
        ]

    def read(self, view: View, values: Values) -> Hamlet:  # noqa: ARG002
        return Hamlet(clean(values["name"]), values["former"] or None)


@dataclass(frozen=True)
class Phrases(_List):
    """The texts of one list that fields offer."""

    suggestion: Suggestion

    def title(self, view: View) -> str:
        return view.tr(N_("Cụm từ: {list}"), list=pick(self.suggestion.title, view.language))

    def items(self, view: View) -> tuple[str, ...]:
        return view.office.phrases.get(self.suggestion.id, ())

    def with_items(self, view: View, items: tuple[str, ...]) -> Overlay:
        phrases = {k: v for k, v in view.office.phrases.items() if k != self.suggestion.id}
        if items:
            phrases[self.suggestion.id] = items
        return replace(view.office, phrases=phrases)

    def entries(self, view: View) -> Iterator[Entry]:
        for place, text in enumerate(self.items(view)):
            yield Entry(str(place), text, "", {"text": text})

    def columns(self, view: View, entry: str) -> Sequence[Column]:  # noqa: ARG002
        return [
            Column("text", view.tr(N_("Cụm từ")), view.tr(N_("Viết đúng như sẽ ghi vào tờ khai.")))
        ]

    def read(self, view: View, values: Values) -> str:  # noqa: ARG002
        return clean(values["text"])


def _kinds(view: View) -> tuple[tuple[str, str], ...]:
    return ("off", view.tr(N_("nghỉ"))), ("work", view.tr(N_("làm việc")))
