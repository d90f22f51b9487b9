"""Letters of the desk about a filing: which one, what only the officer knows, and out it goes."""

from collections.abc import Mapping, Sequence
from functools import partial

from lienthong_tui.desk import letters
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.events import LetterTyped
from lienthong_tui.packets.letters import Text
from lienthong_tui.packets.typesetting import said
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.letters import Ask, LetterForm, shipped
from lienthong_tui.screens.bringing_out import FilingOut, shown
from lienthong_tui.screens.filing_page import FilingPage
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.menu import Item, Menu, keyed
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence

_KEYS = "123456789"
_ASKS = "abcdefghijklm"
_LAST_AWAY = "-"


class Letters(FilingPage, Menu):
    """The letters, with what each is for; a draft says so."""

    def place(self) -> str:
        """What is chosen."""
        return self.tr(N_("Giấy của quầy"))

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    async def items(self) -> Sequence[Item]:
        """A line for each."""
        enabled = self.ours.at.office.letters
        return [
            Item(
                form.id,
                key,
                f"{form.id} · {pick(form.title, self.language)}",
                pick(form.when, self.language)
                + ("" if enabled.get(form.id) else self.tr(N_(" (dự thảo)"))),
            )
            for key, form in keyed(_KEYS, shipped().letter)
        ]

    async def choose(self, item: Item) -> None:
        """Open one."""
        self.ours.hold_keys()
        self.app.push_screen(LetterOut(self.keeper, shipped().form(item.id)))


class LetterOut(FilingOut):
    """What has to be typed for one letter, each by its key; the rest comes from the filing.

    What is typed is stored at once, and offered again with the next letter of that kind.
    """

    def __init__(self, keeper: Keeper, form: LetterForm) -> None:
        super().__init__(keeper)
        self.form = form

    def state(self) -> tuple[str, str]:
        """The filing's state."""
        return self.state_that_fits()

    def place(self) -> str:
        """Which letter: its title is longer than the line, and stands below."""
        kind = self.tr(N_("Giấy của quầy"))
        return f"{kind} · {self.form.id}"

    @property
    def texts(self) -> Mapping[str, Text]:
        """What was typed so far, by ask."""
        return letters.last_texts(self.keeper.draft.filing, self.form.id)

    async def items(self) -> Sequence[Item]:
        """What is asked, then the acts."""
        found = []
        for key, ask in keyed(_ASKS, self.form.ask):
            label = pick(ask.label, self.language)
            name = f"{label} *" if ask.required else label
            found.append(Item(f"ask:{ask.id}", key, name, _told(self.texts.get(ask.id, ""))))
        self.show_text(self.wrapped([*self._about(), "", *await self._as_it_prints()]))
        return [*found, *self.ways()]

    async def _as_it_prints(self) -> list[str]:
        """The letter line by line, once everything it needs is typed; or why it cannot be made."""
        desk, draft, texts = self.ours.at, self.keeper.draft, dict(self.texts)

        def lines() -> list[str]:
            try:
                paper = letters.letter_of(desk, draft, self.form.id, texts)
            except Problem as problem:
                # A day may have passed since it was typed: the lines stay, to be mended.
                missing = problem.code == "letter-ask-missing"  # its line says so
                return [] if missing else [sentence(problem, self.language)]
            return [shown(line) for line in said(paper)]

        return await self.ours.at_desk(lines)

    def _about(self) -> list[str]:
        decision = self.ours.at.office.letters.get(self.form.id)
        draft = self.tr(
            N_(
                "In thành dự thảo: người phụ trách chưa ghi quyết định công bố mẫu này (phím"
                " 8, mục 3)."
            )
        )
        rest = self.tr(N_("Phần còn lại lấy từ hồ sơ; chỗ chưa biết in thành dòng để ghi tay."))
        return [pick(self.form.title, self.language).upper(), "", decision or draft, rest]

    async def choose(self, item: Item) -> None:
        """Ask for a text, or bring the letter out."""
        kind, _, name = item.id.partition(":")
        if kind != "ask":
            await super().choose(item)
            return
        await self._ask(next(ask for ask in self.form.ask if ask.id == name))

    async def _ask(self, ask: Ask) -> None:
        desk, draft = self.ours.at, self.keeper.draft
        offered = await self.ours.at_desk(letters.suggestions, desk, draft, self.form.id)
        self.offered = [words.vi for words in offered[ask.id]][: len(_KEYS)]
        lines = [pick(ask.label, self.language)]
        if ask.help is not None:
            lines.append(pick(ask.help, self.language))
        lines += [f"{key} {text}" for key, text in zip(_KEYS, self.offered, strict=False)]
        how = N_("Gõ rồi Enter; một chữ số lấy câu có sẵn.")
        if ask.kind == "lines":
            how = N_("Mỗi việc một lần Enter; một chữ số lấy câu có sẵn; - bỏ việc cuối; Esc xong.")
        lines.append(self.tr(how))
        self.ask("\n".join(lines), partial(self._typed, ask))

    async def _typed(self, ask: Ask, text: str) -> None:
        if len(text) == 1 and text in _KEYS[: len(self.offered)]:
            text = self.offered[int(text) - 1]
        given: Text = text
        if ask.kind == "lines":
            before = self.texts.get(ask.id, ())
            items = before if isinstance(before, tuple) else (before,)
            given = items[:-1] if text == _LAST_AWAY else (*items, text)
        elif text == _LAST_AWAY:
            given = ""
        today = letters.today(self.ours.at)
        read = letters.read_text(ask, given, today)
        await self.keeper.record(
            LetterTyped(letter=self.form.id, texts={**self.texts, ask.id: read})
        )
        if ask.kind == "lines":
            await self.reload()
            await self._ask(ask)

    async def bring(self, put: Put) -> None:
        """Print it with what was typed."""
        await self.keeper.do(letters.print_letter, self.form.id, dict(self.texts), put)

    def copies(self) -> Mapping[str, int]:
        """As many as sign it."""
        return {letters.letter_name(self.keeper.draft, self.form.id): self.form.copies}


def _told(text: Text) -> str:
    return text if isinstance(text, str) else " · ".join(text)
