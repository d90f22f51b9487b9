"""What stands at this desk: where its scanner drops files, and what it dropped last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing import kinds
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.packets import scans
from lienthong_tui.packets.scanner_folder import Found, newest
from lienthong_tui.packets.scans import Scan
from lienthong_tui.problems import Problem
from lienthong_tui.store import journal
from lienthong_tui.text.clean import visible

Mark = tuple[str, int, int]


def equipment(desk: Desk) -> Equipped:
    """What was last said to stand at this desk; nothing in a desk that was never told."""
    found = Equipped()
    for recorded in journal.desk_events(desk.db, "desk.equipped"):
        payload = kinds.from_plain(recorded.envelope.kind, recorded.payload)
        if isinstance(payload, Equipped) and recorded.envelope.stream == desk.stream:
            found = payload
    return found


def equip(desk: Desk, what: Equipped) -> None:
    """Record what stands at this desk; nothing where that is known.

    Errors: those of `Desk.require` and `Desk.append`.
    """
    desk.require("settings")
    if what != equipment(desk):
        desk.append(None, [what])


@dataclass(frozen=True)
class Pages:
    """Files of the scanner for one paper, in the order they were scanned, and what came of them.

    `before` says that one of them is older than the filing: it may be another person's.
    """

    files: tuple[Found, ...]
    scan: Scan
    before: bool


def scanned(
    desk: Desk, draft: Draft, sofar: tuple[Found, ...], taken: Collection[Mark] = frozenset()
) -> Pages:
    """`sofar` with the newest file of the scanner's folder that is not among it nor `taken`.

    A file that came since then is a further page; else it is the one scanned just before, if that
    was after the filing was opened. Raises `scanner-unset`, what `scanner_folder.newest` raises,
    and what `scans.take_together` raises.
    """
    folder = equipment(desk).scanner_folder
    if folder is None:
        raise Problem("scanner-unset")
    found = newest(Path(folder), after={*taken, *(file.mark for file in sofar)})
    started = datetime.fromisoformat(draft.filing.started.received)
    if sofar and found.modified < min(started, sofar[0].modified):
        raise Problem("scans-none", folder=visible(folder))
    files = tuple(sorted((*sofar, found), key=lambda file: (file.modified_ns, file.path.name)))
    limit = draft.group.definition.component_bytes
    scan = scans.take_together([file.path for file in files], limit=limit)
    return Pages(files, scan, any(file.modified < started for file in files))
