"""What a scanned card says, beside what was typed: nothing is taken before the officer says so."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lienthong_tui.desk import drafting
from lienthong_tui.filing import recall, scanning
from lienthong_tui.filing.outline import received_day
from lienthong_tui.filing.scanning import Proposal
from lienthong_tui.people.addresses import Candidate
from lienthong_tui.people.id_card import IdCard
from lienthong_tui.people.names import unusual_words
from lienthong_tui.people.places import commune_label
from lienthong_tui.procedures.questions import Link, Person
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import answer_label
from lienthong_tui.text.mask import mask

_MOST_PLACES = 8  # a unit was split into seven at most; the digits have to reach


class ScanReview(FilingPage, TellingActs):
    """`Enter` takes what the card says; where something else was typed, a digit decides."""

    hints: ClassVar[Hints] = (
        ("Enter", N_("nhận")),
        ("1-9", N_("chọn")),
        ("Esc", N_("không nhận")),
    )

    def __init__(
        self, keeper: Keeper, role: str, card: IdCard, places: tuple[Candidate, ...]
    ) -> None:
        super().__init__(keeper)
        self.role = role
        self.card = card
        self.places = places
        self.place_chosen = places[0] if len(places) == 1 else None
        self.asks_place = len(places) > 1
        self.taken: set[str] = set()  # fields whose typed answer gives way

    async def scan_begun(self, digit: str) -> None:
        """Another card instead of this one."""
        from lienthong_tui.screens.scan import ScanPerson

        self.ours.hold_keys()
        self.app.switch_screen(ScanPerson(self.keeper, self.role, digit))

    @property
    def person(self) -> Person:
        """The person in hand."""
        return recall.person_in(self.keeper.draft.group.definition, self.role)

    def place(self) -> str:
        """Whose card."""
        person = pick(self.person.label, self.language)
        return self.tr(N_("Thẻ vừa quét: {person}"), person=person.lower())

    @property
    def proposals(self) -> Sequence[Proposal]:
        """What the card answers here."""
        draft = self.keeper.draft
        return scanning.proposals(
            draft.outlined,
            self.person,
            self.card,
            self.place_chosen,
            draft.filing.answers,
            today=received_day(draft.filing),
        )

    @property
    def link(self) -> Link | None:
        """How the bearer is recalled whose number stands in another role already."""
        draft = self.keeper.draft
        link = scanning.link_between(draft.group.definition, self.role, self._other_roles())
        if link is None or not draft.outlined.holds("link", f"{link.role}/{link.to}", "when"):
            return None
        return link

    def _other_roles(self) -> tuple[str, ...]:
        draft = self.keeper.draft
        roles = scanning.roles_of(draft.group.definition, self.card, draft.outlined.values)
        return () if self.role in roles else roles

    async def items(self) -> Sequence[Item]:
        """The acts: which commune, whom it is, taking it, and each typed answer that differs."""
        self.show_text(self.wrapped(self._lines()))
        if self.asks_place:
            return self._places()
        found = []
        if self.link is not None:
            other = recall.person_in(self.keeper.draft.group.definition, self.link.to)
            text = N_("Là {person} đã khai: dùng chung một lời khai")
            person = pick(other.label, self.language).lower()
            found.append(Item("link", "1", self.tr(text, person=person)))
        proposals = self.proposals
        accepted = sum(1 for p in proposals if not p.differs or p.field in self.taken)
        if accepted:
            text = N_("Nhận {count} ô từ thẻ")
            found.append(Item("take", str(len(found) + 1), self.tr(text, count=accepted)))
        for proposal in (p for p in proposals if p.differs):
            found.append(self._differing(proposal, str(len(found) + 1)))
        return found or [Item("back", "1", self.tr(N_("Không có gì mới: quay lại")))]

    def _places(self) -> list[Item]:
        found = []
        for number, candidate in enumerate(self.places[:_MOST_PLACES], 1):
            note = self.tr(N_("từ {former}"), former=candidate.former) if candidate.former else ""
            label = commune_label(candidate.commune)
            found.append(Item(f"place:{number - 1}", str(number), label, note))
        none = self.tr(N_("Không phải: tự khai nơi cư trú"))
        return [*found, Item("place:", "0", none)]

    def _differing(self, proposal: Proposal, key: str) -> Item:
        field = self.keeper.draft.group.fields[proposal.field]
        before = answer_label(field, proposal.before, self.language)
        now = answer_label(field, proposal.answer, self.language)
        if proposal.field in self.taken:
            note = self.tr(N_("đổi theo thẻ: {now} (đã ghi {before})"), now=now, before=before)
        else:
            note = self.tr(N_("giữ {before} (thẻ: {now})"), now=now, before=before)
        return Item(f"differs:{proposal.field}", key, pick(field.label, self.language), note)

    def _lines(self) -> Iterator[str]:
        """What the card says, and what has to be said of it."""
        draft = self.keeper.draft
        yield from self._doubts()
        if self.asks_place:
            yield self.tr(N_("Nơi cư trú trên thẻ: {address}"), address=self.card.address)
            yield self.tr(N_("Chọn xã, phường hiện nay."))
            return
        for proposal in self.proposals:
            if proposal.differs:
                continue
            field = draft.group.fields[proposal.field]
            label = pick(field.label, self.language)
            yield f"{label}: {answer_label(field, proposal.answer, self.language)}"
        if self.card.name and (unusual := unusual_words(self.card.name)):
            text = N_("Đọc lại cho người dân nghe, đánh vần: {words}")
            yield self.tr(text, words=", ".join(unusual))
        if self.place_chosen is not None:
            yield self.tr(N_("  (trên thẻ: {address})"), address=self.card.address)
        elif self.card.address and self.place_chosen is None:
            text = N_("Nơi cư trú trên thẻ, tự khai: {address}")
            yield self.tr(text, address=self.card.address)
        if told := [part for part in self.card.extra if part]:
            yield self.tr(N_("Trên thẻ còn ghi, không nhận: {parts}"), parts="; ".join(told))

    def _doubts(self) -> Iterator[str]:
        draft = self.keeper.draft
        definition, values = draft.group.definition, draft.outlined.values
        if scanning.somebody_else(self.person, self.card, values):
            person = pick(self.person.label, self.language).lower()
            text = N_(
                "! Thẻ của người khác: ở đây đã khai {name}, số {number}. Xem lại trước khi nhận."
            )
            number = mask(str(values.get(self.person.id_number or "", ""))) or "–"
            name = recall.name_of(self.person, values) or person
            yield self.tr(text, name=name, number=number)
        elif others := self._other_roles():
            labels = [pick(recall.person_in(definition, r).label, self.language) for r in others]
            text = N_("! Số định danh này đã khai cho: {people}.")
            yield self.tr(text, people=", ".join(labels).lower())
        if self.card.name is None:
            text = N_("! Máy quét bỏ mất dấu: gõ tay họ tên và nơi cư trú. Thẻ đọc được: {name}.")
            yield self.tr(text, name=self.card.unmarked)

    async def choose(self, item: Item) -> None:
        """Decide one thing, or take it all."""
        kind, _, rest = item.id.partition(":")
        match kind:
            case "place":
                self.place_chosen = self.places[int(rest)] if rest else None
                self.asks_place = False
                await self.reload()
            case "differs":
                self.taken ^= {rest}
                await self.reload()
            case "link" if self.link is not None:
                await self.keeper.do(drafting.link, self.role, self.link.to)
                self.app.pop_screen()
            case "take":
                await self._take()
            case _:
                self.app.pop_screen()

    async def _take(self) -> None:
        given = {
            p.field: p.answer for p in self.proposals if not p.differs or p.field in self.taken
        }
        await self.keeper.do(drafting.answer_all, given, "scanned")
        self.app.pop_screen()
