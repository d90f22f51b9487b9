"""Results into the citizen's hands: which, who takes them, what is taken in; and the fees."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Literal

from lienthong_tui.desk import handing_over
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.agency_events import Collected, Receiver
from lienthong_tui.problems import Problem
from lienthong_tui.reports import fee_lines
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_agency_events import RECEIVERS, SIGNED, told_details
from lienthong_tui.sentences.wording import money, status_label

_RECEIVERS: tuple[Receiver, ...] = ("requester", "relative", "authorised", "elsewhere")
_SIGNS: tuple[Literal["signature", "fingerprint"] | None, ...] = (None, "signature", "fingerprint")
_RESULTS, _PAPERS = "23456789", "mnopqrstu"


class HandingOver(FilingPage, TellingActs):
    """Ticks and a few words, `1` writes them down; below, what was paid so far."""

    hints: ClassVar[Hints] = (
        ("1", N_("ghi đã trả")),
        ("2-9", N_("kết quả nào")),
        ("a-u", N_("điền")),
        ("Esc", N_("lùi")),
    )

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.chosen = set(handing_over.ready(keeper.draft))
        self.receiver: Receiver = "requester"
        self.who = self.authority = ""
        self.originals: set[str] = set()
        self.signed: Literal["signature", "fingerprint"] | None = None
        self.copies: int | None = None

    def place(self) -> str:
        """What is done here."""
        return self.tr(N_("Trả kết quả, lệ phí"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The results there are, who takes them, what is taken in, the fees."""
        draft = self.keeper.draft
        results = [
            procedure
            for procedure in draft.procedures
            if handing_over.may_be_returned(draft, procedure.id)
        ]
        self.chosen &= {procedure.id for procedure in results}
        found = [
            Item(
                f"result:{procedure.id}",
                key,
                f"{self._tick(procedure.id in self.chosen)} {pick(procedure.name, self.language)}",
                status_label(draft.filing.status(procedure.id) or "", self.language),
            )
            for key, procedure in keyed(_RESULTS, results)
        ]
        if results:
            found += [*self._receiving(), Item("write", "1", self.tr(N_("Ghi đã trả kết quả")))]
        else:
            given = any(told.collected for told in draft.filing.told)
            text = N_("Kết quả đã trả hết") if given else N_("Chưa có kết quả nào để trả")
            none = self.tr(text)
            found.append(Item("#none", "", none, disabled=True))
        taken = sum(sum(fees.amounts.values()) for fees in draft.filing.fees)
        note = money(taken, self.language) if draft.filing.fees else ""
        found.append(Item("fees", "f", self.tr(N_("Lệ phí đã thu, số biên lai")), note))
        self.show_text(self.wrapped(self._told()))
        return found

    def _receiving(self) -> list[Item]:
        found = [Item("receiver", "a", self.tr(N_("Ai nhận")), self.tr(RECEIVERS[self.receiver]))]
        if self.receiver == "elsewhere":
            return found
        if self.receiver != "requester":
            found.append(Item("name", "b", self.tr(N_("Họ tên người nhận *")), self.who))
        if self.receiver == "authorised":
            label = self.tr(N_("Giấy ủy quyền: số, ngày *"))
            found.append(Item("authority", "c", label, self.authority))
        copies = "" if self._copies() is None else str(self._copies())
        signed = self.tr(SIGNED[self.signed]) if self.signed else self.tr(N_("CHƯA KÝ"))
        found += [
            Item("copies", "d", self.tr(N_("Số bản sao đã giao")), copies),
            Item("signed", "e", self.tr(N_("Người nhận ký sổ *")), signed),
        ]
        due = handing_over.originals(self.keeper.draft, self.chosen)
        for key, component in keyed(_PAPERS, due):
            told = pick(component.original or component.name, self.language)
            tick = self._tick(component.id in self.originals)
            label = self.tr(N_("Thu bản chính: {paper}"), paper=told)
            found.append(Item(f"original:{component.id}", key, f"{tick} {label}"))
        return found

    def _copies(self) -> int | None:
        """How many copies: those asked for, until another number is typed."""
        if self.copies is not None:
            return self.copies
        return handing_over.copies_asked(self.keeper.draft, self.chosen)

    @staticmethod
    def _tick(on: bool) -> str:
        return "[x]" if on else "[ ]"

    def _told(self) -> list[str]:
        """What the filing costs, and what was paid."""
        charged = handing_over.charged(self.keeper.draft)
        definition = self.keeper.draft.group.definition
        given = [told for told in self.keeper.draft.filing.said if told.collected is not None]
        lines = [told_details(told, definition, self.language) for told in reversed(given)]
        lines.append(self.tr(N_("LỆ PHÍ (quầy không lập biên lai)")))
        lines += [
            f"{name}: {told}".rstrip(": ") for name, told in fee_lines(charged, self.language)
        ]
        for taken in self.keeper.draft.filing.fees:
            text = N_("Đã thu {amount}, biên lai số {receipt}")
            if taken.exempt:
                text = N_("Không thu lệ phí: {reason}")
            amount = money(sum(taken.amounts.values()), self.language)
            lines.append(self.tr(text, amount=amount, receipt=taken.receipt, reason=taken.exempt))
        return lines

    async def choose(self, item: Item) -> None:
        """Tick, turn to the next, ask, or write everything down."""
        kind, _, name = item.id.partition(":")
        match kind:
            case "result":
                self.chosen ^= {name}
            case "original":
                self.originals ^= {name}
            case "receiver":
                after = _RECEIVERS.index(self.receiver) + 1
                self.receiver = _RECEIVERS[after % len(_RECEIVERS)]
            case "signed":
                after = _SIGNS.index(self.signed) + 1
                self.signed = _SIGNS[after % len(_SIGNS)]
            case "name":
                question = self.tr(N_("Họ tên người nhận, như trên giấy tờ của họ (Enter):"))
                self.ask(question, partial(self._text, "who"), self.who)
            case "authority":
                question = self.tr(N_("Giấy ủy quyền: số, ngày, ai chứng thực (Enter):"))
                self.ask(question, partial(self._text, "authority"), self.authority)
            case "copies":
                self.ask(self.tr(N_("Đã giao bao nhiêu bản sao? (Enter)")), self._count)
            case "fees":
                self.ours.hold_keys()
                self.app.push_screen(Fees(self.keeper))
            case "write":
                await self._write()
                return
        await self.reload()

    async def _text(self, name: str, text: str) -> None:
        setattr(self, name, text)

    async def _count(self, text: str) -> None:
        if not text.isdecimal() or len(text) > 4:
            raise Problem("answer-number")
        self.copies = int(text)

    async def _write(self) -> None:
        due = {c.id for c in handing_over.originals(self.keeper.draft, self.chosen)}
        collected = Collected(
            receiver=self.receiver,
            name=self.who,
            authority=self.authority,
            originals=tuple(sorted(self.originals & due)),
            copies=self._copies() or 0,
            signed=self.signed,
        )
        await self.keeper.do(handing_over.hand_over, sorted(self.chosen), collected)
        left = due - self.originals
        said = self.tr(N_("Đã ghi trả kết quả."))
        if left and self.receiver != "elsewhere":
            said += " " + self.tr(N_("Chưa đánh dấu thu bản chính: {count}."), count=len(left))
        self.say(said)
        self.app.pop_screen()


class Fees(FilingPage, TellingActs):
    """What was taken of each fee, against which receipt; or why nothing was."""

    hints: ClassVar[Hints] = (
        ("1", N_("ghi đã thu")),
        ("2", N_("không thu")),
        ("a-z", N_("số tiền")),
        ("Esc", N_("lùi")),
    )
    _KEYS: ClassVar[str] = "abcdefghijklm"

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self.charged = handing_over.charged(keeper.draft)
        # What the law and the office reckon stands there already; an open amount has to be typed.
        self.amounts = {charge.fee.id: charge.total or 0 for charge in self.charged}

    def place(self) -> str:
        """What is recorded."""
        return self.tr(N_("Lệ phí đã thu"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """The fees, then the two ways to write down what was done about them."""
        found = [
            Item(
                f"fee:{charge.fee.id}",
                key,
                pick(charge.fee.name, self.language),
                money(self.amounts[charge.fee.id], self.language),
            )
            for key, charge in keyed(self._KEYS, self.charged)
        ]
        total = money(sum(self.amounts.values()), self.language)
        found += [
            Item("taken", "1", self.tr(N_("Đã thu, ghi số biên lai")), total),
            Item("exempt", "2", self.tr(N_("Không thu, ghi vì sao"))),
        ]
        if self.keeper.draft.filing.fees:
            found.append(Item("back", "-", self.tr(N_("Lần ghi cuối là nhầm: bỏ"))))
        self.show_text(
            self.wrapped(f"{name}: {told}" for name, told in fee_lines(self.charged, self.language))
        )
        return found

    async def choose(self, item: Item) -> None:
        """Ask for what is typed."""
        kind, _, name = item.id.partition(":")
        match kind:
            case "fee":
                question = self.tr(N_("{fee}: thu bao nhiêu đồng? (Enter)"), fee=item.name)
                self.ask(question, partial(self._amount, name))
            case "taken":
                self.ask(self.tr(N_("Số biên lai của cơ quan thu (Enter):")), self._taken)
            case "exempt":
                self.ask(self.tr(N_("Vì sao không thu? (Enter)")), self._exempt)
            case "back":
                self.ask(self.tr(N_("Vì sao là nhầm? (gõ lý do, Enter; Esc thôi)")), self._back)

    async def _amount(self, name: str, text: str) -> None:
        digits = "".join(letter for letter in text if letter not in " .,đ")
        if not digits.isdecimal() or len(digits) > 12:
            raise Problem("answer-number")
        self.amounts[name] = int(digits)

    async def _taken(self, receipt: str) -> None:
        amounts = {name: amount for name, amount in self.amounts.items() if amount}
        if not amounts:
            raise Problem("fees-amount")
        await self.keeper.do(_taken, amounts, receipt)
        self.app.pop_screen()

    async def _exempt(self, reason: str) -> None:
        await self.keeper.do(_exempted, reason)
        self.app.pop_screen()

    async def _back(self, reason: str) -> None:
        last = self.keeper.draft.filing.fees[-1]
        await self.keeper.do(handing_over.take_back_fees, last.id, reason)


def _taken(desk: Desk, draft: Draft, amounts: dict[str, int], receipt: str) -> Draft:
    return handing_over.take_fees(desk, draft, amounts, receipt=receipt)


def _exempted(desk: Desk, draft: Draft, reason: str) -> Draft:
    return handing_over.take_fees(desk, draft, {}, exempt=reason)
