"""An open store in which filings are declared: the desk's, or the small one of a kiosk."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lienthong_tui.desk.projecting import projector
from lienthong_tui.filing import kinds
from lienthong_tui.filing.events import Purged
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.folding import fold
from lienthong_tui.problems import Unusable
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.overlay import Overlay
from lienthong_tui.store import content, journal
from lienthong_tui.store.journal import NewEvent, Recorded
from lienthong_tui.store.sqlcipher import Database

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Workplace(ABC):
    """What a filing is declared with: the store, who declares, the law and the office's settings.

    `stream` names this incarnation; `office` is the overlay in force, `office_source` its bytes.
    """

    clock: Clock
    stream: str
    commune: str
    number: int
    demo: bool
    office: Overlay
    office_source: bytes
    _groups: dict[str, Group] = field(default_factory=dict, kw_only=True)
    _overlays: dict[str, Overlay] = field(default_factory=dict, kw_only=True)

    @property
    @abstractmethod
    def db(self) -> Database:
        """The store, for the rooms that read it."""

    @property
    @abstractmethod
    def holder(self) -> str:
        """The opaque id of whoever records: an officer's slot, or the kiosk."""

    def append(
        self, filing: str | None, payloads: Sequence[Any], *, after: int | None = None
    ) -> list[Recorded]:
        """Record facts about a filing (or the place itself) now, by whoever works here.

        `after` is the filing's last known position. Errors: those of `journal.append`.
        """
        return journal.append(
            self.db,
            stream=self.stream,
            filing=filing,
            events=[NewEvent(kinds.kind_of(p), kinds.to_plain(p)) for p in payloads],
            after=after,
            officer=self.holder,
            at=self.clock(),
            project=projector(self.group),
        )

    def filing(self, filing_id: str) -> tuple[Filing, int]:
        """A filing and its position. Errors: Unusable("filing-unknown"), ("filing-purged")."""
        lineage = journal.lineage_of(self.db, filing_id)
        recorded = lineage.events
        payloads = [kinds.from_plain(r.envelope.kind, r.payload) for r in recorded]
        if any(isinstance(payload, Purged) for payload in payloads):
            raise Unusable("filing-purged")
        found = fold(filing_id, payloads)
        if found is None:
            raise Unusable("filing-unknown")
        return found, journal.position_of(lineage)

    def group(self, sha256: str) -> Group:
        """The definition pinned by `sha256`, from the bytes kept in the store."""
        if sha256 not in self._groups:
            self._groups[sha256] = loading.pinned(content.get(self.db, sha256))
        return self._groups[sha256]

    def overlay(self, sha256: str) -> Overlay:
        """The overlay pinned by `sha256`, as it was set: later settings do not alter a filing."""
        if sha256 not in self._overlays:
            self._overlays[sha256] = overlay.decode(content.get(self.db, sha256))
        return self._overlays[sha256]

    @property
    def office_sha256(self) -> str:
        """Hex SHA-256 of the overlay in force: what a new filing is pinned to."""
        return overlay.sha256(self.office_source)

    def pin(self, group: Group) -> None:
        """Keep the bytes a new filing is pinned to: its definition and the overlay."""
        self._groups[group.sha256] = group
        content.put(self.db, group.source)
        content.put(self.db, self.office_source)
