"""How far a backup is that runs behind the screens."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lienthong_tui.desk.backing_up import Stage, Watch

_STAGES: tuple["Stage", ...] = ("copying", "checking", "writing")


@dataclass
class Running:
    """A backup under way: its stage, and how much of that is done, from 0 to 1."""

    stage: "Stage" = "copying"
    part: float = 0.0
    stopped: bool = False

    def watch(self) -> "Watch":
        """What tells this how far each stage is."""
        return {stage: partial(self._told, stage) for stage in _STAGES}

    def _told(self, stage: "Stage", done: int, whole: int) -> bool:
        self.stage, self.part = stage, done / max(whole, 1)
        return not self.stopped
