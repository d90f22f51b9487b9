"""Keeps one draft for the screens of its six steps: answers go to the desk one after another.

What the desk refused is kept here beside the draft, text and all, so that going to another page
and back loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lienthong_tui.desk import drafting
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.problems import Busy, Problem
from lienthong_tui.procedures.definition import Field
from lienthong_tui.screens.host import Host


@dataclass
class Rejected:
    """A text that could not be taken, and why."""

    text: str
    problem: Problem

    @property
    def unsaved(self) -> bool:
        """Whether the text may be right and only could not be stored, as on a full disk."""
        return self.problem.exit_code != 1


@dataclass
class Keeper:
    """The draft being filled in. `refused` is by field id.

    Every act on the draft goes through `do`: where another window wrote to the filing first, the
    draft is read again before the Problem goes on to the page, so that the next try meets the
    newest state.
    """

    app: Host
    draft: Draft
    refused: dict[str, Rejected] = field(default_factory=dict)

    async def answer(self, field_id: str, given: str | bool) -> bool:
        """Give one answer; False when it was not taken: `refused` holds the text and says why."""
        try:
            await self.do(drafting.answer, field_id, given)
        except Problem as problem:
            text = _as_shown(self.draft.group.fields[field_id], given)
            self.refused[field_id] = Rejected(text, problem)
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


def _as_shown(asked: Field, given: str | bool) -> str:
    """What stood in the field: of a choice its label, as the list has it; else the text typed."""
    chosen = asked.type in ("boolean", "commune", "province") or asked.list or asked.options
    return shown_answer(asked, given) if chosen and given != "" else str(given)
