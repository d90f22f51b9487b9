"""The hand-off to the portal as a file: the values under the portal's own control names."""

import msgspec

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.events import HandedOff
from lienthong_tui.filing.hand_off import portal_values
from lienthong_tui.problems import Problem


def file_name(draft: Draft) -> str:
    """What the file is called: no personal data in it."""
    return f"{draft.filing.reference}-cong.json"


def write(desk: Desk, draft: Draft, put: Put) -> Draft:
    """Bring the values out by `put`; that they leave, and which, is recorded first.

    Errors: Problem("hand-off-not-completed"); those of `put` and of `Desk.append`.
    """
    if draft.filing.reference is None:
        raise Problem("hand-off-not-completed")
    values = portal_values(draft.outlined, draft.filing.reference, demo=desk.demo)
    data = msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n"
    named = [entry for entries in values.controls.values() for entry in entries]
    fields = tuple(entry.field for entry in (*named, *values.unnamed))
    left = draft

    def record() -> None:
        nonlocal left
        left = drafting.record(desk, draft, HandedOff(fields=fields, to="file"))

    put({file_name(draft): data}, record)
    return left
