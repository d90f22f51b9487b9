"""What narrows a look-up (F7): a group, what is to be done, days of reception, an agency."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from msgspec.structs import replace

from lienthong_tui.agency_reports import agency_title
from lienthong_tui.desk import agency_keys
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.people.dates import span_meant
from lienthong_tui.screens.asking import Asking
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import Language
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_search import WORK, groups, narrowed, span
from lienthong_tui.store.search import EVERYTHING, Filter

_KEYS = "123456789"

_BY = {
    "group": N_("Nhóm thủ tục"),
    "places": N_("Việc cần làm"),
    "received": N_("Ngày nhận"),
    "agency": N_("Cơ quan giải quyết"),
    "holder": N_("Chỉ hồ sơ tôi đang giữ"),
}


def agency_names(commune: str, language: Language) -> dict[str, str]:
    """The agencies by id, each by its name; of one that every commune has, that of `commune`."""
    return {
        name: agency_title(agency, commune, language)
        for name, agency in agency_keys.agencies().items()
    }


class Narrowing(Asking):
    """Digits choose what to narrow by, then the value; each choice takes effect at once."""

    hints: ClassVar[Hints] = (("1-5", N_("chọn")), ("0", N_("bỏ lọc")), ("Esc", N_("xong")))

    def __init__(self, only: Filter, then: Callable[[Filter], Awaitable[None]]) -> None:
        super().__init__()
        self.only = only
        self.then = then
        self.choosing: str | None = None  # by what, while its values are listed

    def heading(self) -> str:
        """What the page does, and by what while its values are listed."""
        told = self.tr(N_("LỌC HỒ SƠ"))
        return f"{told} · {self.tr(_BY[self.choosing])}" if self.choosing else told

    def state(self) -> tuple[str, str]:
        """What is left now."""
        names = agency_names(self.ours.at.commune, self.language)
        told = narrowed(self.only, names, self.language)
        return " · ".join(told) or self.tr(N_("Không lọc: mọi hồ sơ")), ""

    def keys(self) -> Hints:
        """In a list of values the digits choose one, and `Esc` goes back."""
        if self.choosing is not None and not self.has_class("asking"):
            return (("1-9", N_("chọn")), ("0", N_("mọi giá trị")), ("Esc", N_("lùi")))
        return super().keys()

    async def items(self) -> Sequence[Item]:
        """What can be narrowed by, each with what is chosen; or the values of one."""
        if self.choosing is not None:
            every = Item("", "0", self.tr(N_("Mọi giá trị")))
            values = keyed(_KEYS, self._values(self.choosing).items())
            return [*(Item(name, key, told) for key, (name, told) in values), every]
        work = next((self.tr(w.name) for w in WORK if w.places == self.only.places), "")
        mine = self.tr(N_("có")) if self.only.holder is not None else ""
        days = self.only.received_from is not None or self.only.received_to is not None
        names = agency_names(self.ours.at.commune, self.language)
        chosen = {
            "group": groups(self.language).get(self.only.group or "", ""),
            "places": work,
            "received": span(self.only, self.language) if days else "",
            "agency": names.get(self.only.agency or "", ""),
            "holder": mine,
        }
        return [
            *(
                Item(by, key, self.tr(_BY[by]), told)
                for key, (by, told) in keyed(_KEYS, chosen.items())
            ),
            Item("none", "0", self.tr(N_("Bỏ lọc"))),
        ]

    def _values(self, of: str) -> dict[str, str]:
        """The values of one thing, by what stands for them in an `Item`."""
        if of == "group":
            names = groups(self.language)
            return {name: told[:1].upper() + told[1:] for name, told in names.items()}
        if of == "places":
            told = [self.tr(work.name) for work in WORK]
            return {str(n): name[:1].upper() + name[1:] for n, name in enumerate(told)}
        return agency_names(self.ours.at.commune, self.language)

    async def choose(self, item: Item) -> None:
        """Show the values, take one, ask for the days, or leave everything in."""
        of = self.choosing
        if of is not None:
            self.choosing = None
            chosen: Any = item.id or None
            if of == "places":
                chosen = WORK[int(item.id)].places if item.id else ()
            await self._narrow(replace(self.only, **{of: chosen}))
        elif item.id == "received":
            text = N_("Ngày nhận: 20/11/2026, 11/2026, hoặc 1/11 đến 15/11 (Enter; 0: mọi ngày):")
            self.ask(self.tr(text), self._days)
        elif item.id == "holder":
            mine = None if self.only.holder is not None else self.ours.at.unlocked.officer
            await self._narrow(replace(self.only, holder=mine))
        elif item.id == "none":
            await self._narrow(EVERYTHING)
        else:
            self.choosing = item.id
            await self.reload()

    async def _days(self, text: str) -> None:
        first, last = None, None
        if text != "0":
            first, last = span_meant(text, today=local_day(self.ours.clock()))
        await self._narrow(replace(self.only, received_from=first, received_to=last))

    async def _narrow(self, only: Filter) -> None:
        self.only = only
        await self.then(only)
        await self.reload()

    async def action_back(self) -> None:
        """The question, the list of values, the page: one after another."""
        if self.choosing is not None and not self.has_class("asking"):
            self.choosing = None
            await self.reload()
        else:
            await super().action_back()
