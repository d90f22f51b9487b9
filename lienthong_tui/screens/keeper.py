"""Keeps one draft for the screens of its six steps: answers go to the desk one after another.

A text that is no answer is stored too, as half typed. Only what the desk could not store is kept
here beside the draft, so that going to another page and back loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lienthong_tui.desk import drafting
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.checks import Finding
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.screens.host import Host, Rejected
from lienthong_tui.sentences.wording import answer_label


@dataclass
class Keeper:
    """The draft being filled in. `refused` is by field id.

    Every act on the draft goes through `do`: where another window wrote to the filing first, the
    draft is read again before the Problem goes on to the page, so that the next try meets the
    newest state.
    """

    app: Host
    draft: Draft

    @property
    def unstored(self) -> dict[str, Rejected]:
        """What stands on the pages and could not be stored, by field id: it outlives the pages."""
        return self.app.unstored.setdefault(self.draft.filing.id, {})

    @property
    def refused(self) -> dict[str, Rejected]:
        """What stands on the pages and is no answer, by field id."""
        texts = self.draft.filing.half_typed
        stored = {name: Rejected(texts[name], why) for name, why in self.draft.refused.items()}
        return stored | self.unstored

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said of the filing, and of what stands on its pages unstored.

        A filing must not be completed with a value other than the one on the screen.
        """
        group = self.draft.group
        shown = {asked.id for asked in self.draft.outlined.fields}
        unstored = [
            Finding("error", group.step_of(name), name, "refused", rejected.problem)
            for name, rejected in self.unstored.items()
            if name in shown
        ]
        told = {finding.field for finding in unstored}
        others = [
            finding
            for finding in self.draft.findings
            if finding.rule not in ("required", "refused") or finding.field not in told
        ]
        return tuple(sorted([*unstored, *others], key=lambda finding: finding.step))

    async def answer(self, field_id: str, given: str | bool) -> bool:
        """Give one answer; False when it was not taken: `refused` holds the text and says why."""
        try:
            await self.do(drafting.answer, field_id, given)
        except Problem as problem:
            rejected = Rejected(self._as_shown(field_id, given), problem)
            if rejected.unsaved:
                self.unstored[field_id] = rejected
            else:
                await self.keep_text(field_id, rejected)
            return False
        self.unstored.pop(field_id, None)
        return True

    async def keep_text(self, field_id: str, rejected: Rejected) -> None:
        """Store a text that is no answer; where that fails it is kept here."""
        try:
            await self.do(drafting.keep_text, {field_id: rejected.text})
        except Problem:
            self.unstored[field_id] = rejected
        else:
            self.unstored.pop(field_id, None)

    async def record(self, *facts: Any) -> None:
        """Record facts about the filing. Errors: as of `do`."""
        await self.do(drafting.record, *facts)

    async def do(self, act: Callable[..., Draft], *arguments: Any) -> None:
        """Run an act of the desk on the draft, such as attaching a paper.

        Errors: those of the act; Busy("filing-reopened") when another window wrote first.
        """
        try:
            self.draft = await self.app.at_desk(act, self.app.at, self.draft, *arguments)
        except Busy as problem:
            if problem.code != "filing-moved":
                raise
            await self.reopen()
            raise Busy("filing-reopened") from problem

    async def reopen(self) -> None:
        """Read the filing again, as the journal has it now."""
        self.draft = await self.app.at_desk(drafting.reopen, self.app.at, self.draft.filing.id)

    def _as_shown(self, field_id: str, given: str | bool) -> str:
        """What stood in the field: of a choice its label, as the list has it; else the text."""
        asked = self.draft.group.fields[field_id]
        if not asked.chosen or given == "":
            return str(given)
        return answer_label(asked, given, self.app.language)
