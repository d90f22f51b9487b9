"""The scan box (F2): a card for the person in hand, or a person the filing knows already."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from lienthong_tui.desk import drafting, equipment, office
from lienthong_tui.desk.serial_scanner import scans
from lienthong_tui.filing import recall
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.reference import parse_reference
from lienthong_tui.packets.papers import read_paper
from lienthong_tui.packets.scanner_folder import newest
from lienthong_tui.packets.scans import LARGEST
from lienthong_tui.people.addresses import Candidate, read_address
from lienthong_tui.people.card_image import codes_in
from lienthong_tui.people.id_card import IdCard, read_card
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.questions import Link, Person
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.screens.page import Hints, Page
from lienthong_tui.screens.resuming import go_on
from lienthong_tui.screens.scan_review import ScanReview
from lienthong_tui.screens.steps.task_list import open_filing
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence, state_label
from lienthong_tui.text.clean import visible
from lienthong_tui.text.mask import mask
from lienthong_tui.widgets.scan_box import ScanBox

_LETTERS = "abcdefghijklmnop"  # digits are what a card begins with
_APART, _APART_SAME = "x", "y"
_A_VISIT = timedelta(minutes=10)
_PICTURES = (".jpg", ".jpeg", ".png")


class Scanning(Page):
    """A page that waits for a card. `take` acts on it; `chose` on a letter typed by hand."""

    hints: ClassVar[Hints] = (("F4", N_("ảnh thẻ từ thư mục máy quét")), ("Esc", N_("lùi")))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "picture", show=False)]
    AUTO_FOCUS = "ScanBox"

    def __init__(self, begun: str = "") -> None:
        super().__init__()
        self.begun = begun

    def body(self) -> ComposeResult:
        """What to do, and what went wrong below it."""
        yield Static("", classes="told lead", markup=False)
        yield ScanBox(self.begun)
        yield Static("", classes="verdict", markup=False)

    async def on_mount(self) -> None:
        """Say what the page waits for."""
        self.query_one(".told", Static).update("\n".join(self.lines()))
        port = (await self.ours.at_desk(equipment.equipment, self.ours.at)).scanner_port
        if port is not None:
            self.run_worker(partial(self._listen, port), thread=True, exit_on_error=False)

    def since(self) -> datetime:
        """Since when a picture may be of the citizen who is here."""
        return self.ours.clock() - _A_VISIT

    def lines(self) -> Iterator[str]:
        """What can be done here."""
        yield self.tr(N_("  Đưa mã QR trên thẻ căn cước vào máy quét."))
        yield self.tr(N_("  Thẻ từ 07/2024: mặt sau. Thẻ gắn chip trước đó: mặt trước."))

    def _listen(self, port: str) -> None:
        """Take what a scanner on a serial port sends, until the page goes."""
        box = self.query_one(ScanBox)
        try:
            for text in scans(port, lambda: self.is_attached and self.is_running):
                if self.app.screen is not self:  # covered: a card laid there meanwhile is nobody's
                    continue
                box.post_message(ScanBox.Scanned(text))
        except Problem as problem:
            self.app.call_from_thread(self.refuse, problem)

    def refuse(self, problem: Problem) -> None:
        """Say why there is no card; another one may be scanned at once."""
        self.query_one(".verdict", Static).update("  " + sentence(problem, self.language))

    @on(ScanBox.Scanned)
    async def _scanned(self, event: ScanBox.Scanned) -> None:
        event.stop()
        if await self.chose(event.text):
            return
        path = Path(event.text.strip().strip("'\"")) if event.text.strip()[:1] in "/'\"" else None
        try:
            if path is not None and path.suffix.lower() in _PICTURES:  # dropped on the window
                await self._picture(path)
            else:
                await self._read((event.text,))
        except Problem as problem:
            self.refuse(problem)

    async def action_picture(self) -> None:
        """Read the card in the newest picture of the scanner's folder, if it is of this citizen."""
        folder = (await self.ours.at_desk(equipment.equipment, self.ours.at)).scanner_folder
        try:
            if folder is None:
                raise Problem("scanner-unset")
            taken = self.ours.scans_taken
            found = await self.ours.at_desk(lambda: newest(Path(folder), after=taken))
            if found.modified < self.since():
                when = f"{found.modified.astimezone(VIETNAM):%H:%M:%S %d/%m}"
                raise Problem("scan-picture-old", name=visible(found.path.name), time=when)
            await self._picture(found.path)
            taken.add(found.mark)
        except Problem as problem:
            self.refuse(problem)

    async def _picture(self, path: Path) -> None:
        paper = await self.ours.at_desk(_picture_at, path)
        await self._read(await self.ours.at_desk(codes_in, paper))

    async def _read(self, texts: Sequence[str]) -> None:
        """Act on the one card among the texts.

        Errors: of the last text, when none is a card; Problem("scan-two") when several are.
        """
        today = local_day(self.ours.clock())
        cards: list[IdCard] = []
        for text in texts:
            try:
                cards.append(read_card(text, today=today))
            except Problem:
                if text == texts[-1] and not cards:
                    raise
        if any(other != cards[0] for other in cards):
            raise Problem("scan-two")
        card = cards[0]
        self.ours.hold_keys()
        places = await self.ours.at_desk(_places, card)  # the first time it reads 11,000 names
        await self.take(card, places)

    async def chose(self, text: str) -> bool:  # noqa: ARG002
        """Whether the text chose something that stands on the page."""
        return False

    async def take(self, card: IdCard, places: tuple[Candidate, ...]) -> None:
        """Act on a card and the communes its address may mean."""
        raise NotImplementedError


def _picture_at(path: Path) -> bytes:
    return read_paper(Path(path.name), root=path.parent, limit=LARGEST).data


def _places(card: IdCard) -> tuple[Candidate, ...]:
    return read_address(card.address, issued=card.issue_date) if card.address else ()


class ScanAtHome(Scanning):
    """A card before any filing is open: it finds the bearer's filings or starts one."""

    def heading(self) -> str:
        """What the page does."""
        return self.tr(N_("QUÉT THẺ: mở hồ sơ mới hoặc tìm hồ sơ đang có"))

    def lines(self) -> Iterator[str]:
        """The card, or a slip."""
        yield from super().lines()
        yield self.tr(N_("  Hoặc mã QR trên phiếu hướng dẫn: mở hồ sơ của phiếu."))

    async def chose(self, text: str) -> bool:
        """A slip opens its filing."""
        from lienthong_tui.screens.look_up import open_slip

        try:
            number = parse_reference(text)
        except Problem as problem:
            if problem.code == "reference-form":
                return False
            self.refuse(problem)
            return True
        self.app.pop_screen()
        await open_slip(self, number)
        return True

    async def take(self, card: IdCard, places: tuple[Candidate, ...]) -> None:
        """List what the card may open."""
        self.when_on_top(lambda: self.app.switch_screen(Bearer(card, places)))


class Bearer(Menu):
    """The filings that the bearer of a card is part of, and the ones the card may start."""

    hints: ClassVar[Hints] = (("1-9", N_("chọn")), ("Enter", N_("mở")), ("Esc", N_("lùi")))

    def __init__(self, card: IdCard, places: tuple[Candidate, ...]) -> None:
        super().__init__()
        self.card = card
        self.places = places

    async def scan_begun(self, digit: str) -> None:
        """Another card instead of this one."""
        self.ours.hold_keys()
        self.app.switch_screen(ScanAtHome(digit))

    def heading(self) -> str:
        """Whose card, as the look-up shows people."""
        name = masked_name(self.card.name or self.card.unmarked)
        return self.tr(N_("THẺ: {name} · {number}"), name=name, number=mask(self.card.number))

    async def items(self) -> Sequence[Item]:
        """New filings by what the bearer is in them, then those found."""
        today = local_day(self.ours.clock())
        found: list[Item] = []
        for group in loading.shipped():
            definition = group.definition
            if not definition.in_force(today):
                continue
            for person in (person for person in definition.person if person.starts):
                short = pick(definition.short, self.language).lower()
                label = pick(person.label, self.language).lower()
                text = N_("Hồ sơ {group} mới: thẻ của {person}")
                name = self.tr(text, group=short, person=label)
                key = str(len(found) + 1)
                found.append(Item(f"new:{definition.group}:{person.role}", key, name))
        lines = await self.ours.at_desk(self.ours.at.lookup, self.card.number)
        if lines:
            heading = self.tr(N_("ĐÃ CÓ TRONG"))
            found.append(Item("#found", "", heading, disabled=True))
        for letter, line in zip(_LETTERS, lines, strict=False):
            note = f"{line.reference or '—'} · {state_label(line.state, self.language)}"
            name = masked_name(line.label) or self.tr(N_("(chưa có tên)"))
            found.append(Item(line.filing, letter, name, note))
        return found

    async def choose(self, item: Item) -> None:
        """Open a filing, or start one and show what the card says of its bearer."""
        kind, _, rest = item.id.partition(":")
        if kind != "new":
            await go_on(self.ours, item.id, over=self)
            return
        group, _, role = rest.partition(":")
        self.ours.desk = await self.ours.at_desk(office.refreshed, self.ours.at)
        draft = await self.ours.at_desk(drafting.start, self.ours.at, group)
        keeper = Keeper(self.ours, draft)
        self.app.pop_screen()
        open_filing(keeper)
        self.app.push_screen(ScanReview(keeper, role, self.card, self.places))


class ScanPerson(FilingPage, Scanning):
    """A card for one role of the filing, or whom of the filing it is."""

    def __init__(self, keeper: Keeper, role: str, begun: str = "") -> None:
        FilingPage.__init__(self, keeper)
        self.begun = begun
        self.role = role

    @property
    def person(self) -> Person:
        """The person in hand."""
        return recall.person_in(self.keeper.draft.group.definition, self.role)

    def since(self) -> datetime:
        """Since the filing was opened."""
        return datetime.fromisoformat(self.keeper.draft.filing.started.received)

    def place(self) -> str:
        """Whose card."""
        person = pick(self.person.label, self.language)
        return self.tr(N_("Quét thẻ: {person}"), person=person.lower())

    def lines(self) -> Iterator[str]:
        """The scanner, then the people the filing knows."""
        yield from super().lines()
        draft = self.keeper.draft
        labels = {p.role: pick(p.label, self.language) for p in draft.group.definition.person}
        if (to := self._linked()) is not None:
            yield ""
            text = N_("  Đang dùng chung lời khai của {person}.")
            yield self.tr(text, person=labels[to].lower())
            yield self.tr(N_("  {key}  Khai riêng, như trước khi dùng chung"), key=_APART)
            yield self.tr(N_("  {key}  Khai riêng, giữ những gì đang hiện để sửa"), key=_APART_SAME)
        if links := self._links():
            yield ""
            yield self.tr(N_("  Hoặc là người đã khai trong hồ sơ này, dùng chung một lời khai:"))
        for key, link in links.items():
            person = recall.person_in(draft.group.definition, link.to)
            name = recall.name_of(person, draft.outlined.values)
            yield f"  {key}  {labels[link.to]}: {name}"

    def _linked(self) -> str | None:
        recalled = self.keeper.draft.outlined.recalled
        return next((recalled[name] for name in self.person.fields if name in recalled), None)

    def _links(self) -> Mapping[str, Link]:
        """The people it may be, each by its letter: those that are named, and fit."""
        draft = self.keeper.draft
        linked = self._linked()
        found = [
            link
            for link in draft.group.definition.link
            if link.role == self.role
            and link.to != linked
            and recall.name_of(
                recall.person_in(draft.group.definition, link.to), draft.outlined.values
            )
            and draft.outlined.holds("link", f"{link.role}/{link.to}", "when")
        ]
        return dict(zip(_LETTERS, found, strict=False))

    async def chose(self, text: str) -> bool:
        """A letter makes two roles one person, or keeps them apart."""
        link = self._links().get(text.strip().lower())
        if link is not None:
            await self._link(link.to)
        elif text.strip().lower() == _APART and self._linked() is not None:
            await self._link(None)
        elif text.strip().lower() == _APART_SAME and self._linked() is not None:
            await self.keeper.do(drafting.part, self.role)
            self.app.pop_screen()
        else:
            return False
        return True

    async def _link(self, to: str | None) -> None:
        await self.keeper.do(drafting.link, self.role, to)
        self.app.pop_screen()

    async def take(self, card: IdCard, places: tuple[Candidate, ...]) -> None:
        """Show what the card says; of somebody the filing knows, offer to recall it."""
        page = ScanReview(self.keeper, self.role, card, places)
        self.when_on_top(lambda: self.app.switch_screen(page))
