"""Keeps one draft for the screens of its six steps: answers go to the desk one after another.

What the desk refused is kept here beside the draft, text and all, so that going to another page
and back loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lienthong_tui.desk import drafting
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.problems import Problem
from lienthong_tui.screens.host import Host


@dataclass
class Rejected:
    """A text that could not be taken, and why."""

    text: str
    problem: Problem


@dataclass
class Keeper:
    """The draft being filled in. `refused` is by field id."""

    app: Host
    draft: Draft
    refused: dict[str, Rejected] = field(default_factory=dict)

    async def answer(self, field_id: str, given: str | bool) -> bool:
        """Give one answer; False when it was refused (then `refused` says why).

        Errors: Problems that are not about the answer, such as a full disk.
        """
        try:
            self.draft = await self.app.at_desk(
                drafting.answer, self.app.at, self.draft, field_id, given
            )
        except Problem as problem:
            if problem.exit_code != 1:
                raise
            self.refused[field_id] = Rejected(str(given), problem)
            return False
        self.refused.pop(field_id, None)
        return True

    async def record(self, *facts: Any) -> None:
        """Record facts about the filing."""
        self.draft = await self.app.at_desk(drafting.record, self.app.at, self.draft, *facts)

    async def do(self, act: Callable[..., Draft], *arguments: Any) -> None:
        """Run an act of the desk on the draft, such as attaching a paper."""
        self.draft = await self.app.at_desk(act, self.app.at, self.draft, *arguments)

    async def reopen(self) -> None:
        """Read the filing again, as the journal has it now."""
        self.draft = await self.app.at_desk(drafting.reopen, self.app.at, self.draft.filing.id)
