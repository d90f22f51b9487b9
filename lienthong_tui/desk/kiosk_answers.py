"""Who answered what of a filing from a kiosk: its relatives there, an officer here, or both."""

from typing import Literal, NamedTuple

from lienthong_tui.desk.kiosk_files import is_stream
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing import kinds
from lienthong_tui.filing.events import Answer, Answered
from lienthong_tui.store import journal


class Hands(NamedTuple):
    """What was last answered to a field at the kiosk and at the desk, None where nothing is (any
    more), and which of the two came last."""

    kiosk: Answer | None = None
    desk: Answer | None = None
    last: Literal["kiosk", "desk"] = "kiosk"

    @property
    def differs(self) -> bool:
        """Whether somebody put another answer in place of the other's."""
        return self.desk is not None and self.kiosk is not None and self.desk != self.kiosk

    @property
    def taken_back(self) -> bool:
        """Whether the kiosk had the last word over an answer of the desk, were it to know none."""
        return self.last == "kiosk" and self.desk is not None and self.desk != self.kiosk


def hands_of(desk: Workplace, filing: str) -> dict[str, Hands]:
    """The hands that answered each field, by field id, as the journal has it."""
    found: dict[str, Hands] = {}
    for recorded in journal.events_of(desk.db, filing):
        payload = kinds.from_plain(recorded.envelope.kind, recorded.payload)
        if not isinstance(payload, Answered):
            continue
        for field, answer in payload.answers.items():
            before = found.get(field, Hands())
            if is_stream(recorded.envelope.stream):
                found[field] = before._replace(kiosk=answer, last="kiosk")
            else:
                found[field] = before._replace(desk=answer, last="desk")
    return found
