"""Keeps one draft for the screens of its six steps: answers go to the desk one after another.

What the desk refused is kept here beside the draft, text and all, so that going to another page
and back loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lienthong_tui.desk import drafting
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.checks import Finding
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.screens.host import Host, Rejected
from lienthong_tui.sentences import answer_label


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
    def refused(self) -> dict[str, Rejected]:
        """What stands on the pages and could not be taken, by field id: it outlives the pages."""
        return self.app.refused.setdefault(self.draft.filing.id, {})

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said of the filing, and of what stands on its pages unstored.

        A filing must not be completed with a value other than the one on the screen.
        """
        group = self.draft.group
        shown = {asked.id for asked in self.draft.outlined.fields}
        unstored = [
            Finding("error", group.step_of(name), name, "refused", rejected.problem)
            for name, rejected in self.refused.items()
            if name in shown
        ]
        told = {finding.field for finding in unstored}
        others = [f for f in self.draft.findings if f.rule != "required" or f.field not in told]
        return tuple(sorted([*unstored, *others], key=lambda finding: finding.step))

    async def answer(self, field_id: str, given: str | bool) -> bool:
        """Give one answer; False when it was not taken: `refused` holds the text and says why."""
        try:
            await self.do(drafting.answer, field_id, given)
        except Problem as problem:
            self.refused[field_id] = Rejected(self._as_shown(field_id, given), problem)
            return False
        self.refused.pop(field_id, None)
        return True

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
        chosen = asked.type in ("boolean", "commune", "province") or asked.list or asked.options
        if not chosen or given == "":
            return str(given)
        return answer_label(asked, given, self.app.language)
