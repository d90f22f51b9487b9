"""The history of a filing is read from the journal, with the names of those who wrote."""

from pathlib import Path

from lienthong_tui.desk.history import Holder, history
from lienthong_tui.store import journal

from .sample import LATE, OFFICER_NAME, create, file, opened


def test_a_filed_case(tmp_path: Path) -> None:
    officer = create(tmp_path).officer_slot_id
    with opened(tmp_path) as desk:
        filing = file(desk, LATE)
        before = desk.head()
        told = history(desk, filing.id)
        assert desk.head() == before  # reading records nothing
        kinds = [event.envelope.kind for event in journal.events_of(desk.db, filing.id)]
    assert [entry.kind for entry in told.entries] == kinds
    assert {told.holders[entry.officer].kind for entry in told.entries} == {"unattended"}
    assert told.holders[officer] == Holder("officer", OFFICER_NAME)
