"""The access log in words: when, who, what, and of which filing."""

from lienthong_tui.desk.access_log import Access, AccessLog
from lienthong_tui.filing.agency_events import Exported
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.desk_events import SignInsFailed
from lienthong_tui.filing.timeline import Entry
from lienthong_tui.procedures import loading
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_desk_events import desk_happened
from lienthong_tui.sentences.of_history import what_happened, who_did


def access_lines(log: AccessLog, language: Language) -> list[str]:
    """A line for each, newest last: `20/11 09:30  Trần Thị Mẫu: Mở xem hồ sơ (LT…)`."""
    return [
        f"{access.at.astimezone(VIETNAM):%d/%m %H:%M}  {_told(access, log, language)}"
        for access in log.lines
    ]


def _told(access: Access, log: AccessLog, language: Language) -> str:
    told = what_was_done(access, log, language)
    if isinstance(access.payload, SignInsFailed):
        return told  # not the doing of whoever came in next
    return f"{who_did(access.officer, log.holders, language)}: {told}"


def what_was_done(access: Access, log: AccessLog, language: Language) -> str:
    """What was done, and to which filing: its reference, or the end of its id before it has one."""
    if access.filing is None:
        return desk_happened(access.kind, access.payload, log.holders, language)
    named = access.reference or f"…{access.filing[-6:]}"
    return f"{_done(access, language)} ({named})"


def _done(access: Access, language: Language) -> str:
    if isinstance(access.payload, Exported):
        return tr(N_("Xuất hồ sơ chuyển"), language)
    entry = Entry(access.at, access.officer, access.kind, access.payload)
    groups = {group.definition.group: group.definition for group in loading.shipped()}
    definition = groups.get(access.group or "", next(iter(groups.values())))
    return what_happened(entry, definition, language)
