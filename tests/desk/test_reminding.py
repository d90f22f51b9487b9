"""Reminders at a desk: who is due, and what is recorded when they leave."""

import csv
import json
import logging
import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lienthong_tui.desk import drafting, equipment, gateway, outcomes, reminding
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.exporting import into
from lienthong_tui.desk.reminding import Message, consent, due, hand_over
from lienthong_tui.desk.reminding import write as write_file
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.filing.events import Answered, Withdrawn
from lienthong_tui.filing.reminding import Occasion
from lienthong_tui.filing.telling import Said
from lienthong_tui.problems import Busy, DeskUnavailable, Refused, Unusable
from lienthong_tui.sentences import pick
from lienthong_tui.store import journal
from lienthong_tui.store.meta import set_meta

from .sample import DEATHS, MARRIED, NOW, counts, create, file, opened, signed_in
from .test_gateway import program

WORDS = partial(pick, language="vi")
FIRST = "birth-registration"
LATER = NOW + timedelta(hours=4)
PHONE = "+84900000101"  # of the first sample


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk where a birth is decided and a death is not yet lodged; both agreed."""
    place = tmp_path_factory.mktemp("pristine")
    create(place)
    with opened(place) as desk:
        for path in (MARRIED, DEATHS[1]):
            draft = drafting.reopen(desk, file(desk, path).id)
            drafting.record(desk, draft, consent(True))
    with opened(place, LATER) as desk:
        outcomes.tell(desk, birth(desk), [Said(FIRST, "done", NOW, "portal")])
    return place


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    with opened(place, LATER) as desk:
        yield desk


def birth(desk: Desk) -> Draft:
    return drafting.reopen(desk, desk.lookup("LT19639")[-1].filing)


def set_command(desk: Desk, *command: str) -> None:
    """As a supervisor had set it."""
    desk.append(None, [Equipped(reminder_command=command)])


def the_one(desk: Desk) -> Message:
    (message,) = due(desk, WORDS).messages
    return message


def kinds(desk: Desk) -> list[str]:
    return [e.envelope.kind for e in journal.events_of(desk.db, birth(desk).filing.id)]


# -- who is due ------------------------------------------------------------------------------------


def test_it_is_listed_with_its_text(desk: Desk) -> None:
    message = the_one(desk)
    assert (message.channel, message.to, message.masked) == ("sms", PHONE, "•••••••••101")
    assert message.occasion.id == "result 2026-11-22"
    assert message.reference == birth(desk).filing.reference
    assert message.text.isascii()
    assert "Mang giay tuy than. Phieu LT19639-" in message.text


def test_what_is_not_lodged_is_reminded_of_after_some_days(place: Path) -> None:
    with opened(place, NOW + timedelta(days=3)) as desk:
        found = due(desk, WORDS).messages
        assert sorted(m.occasion.about for m in found) == ["result", "unlodged"]
        assert {m.reference for m in found} == {line.reference for line in desk.lookup("LT19639")}


def test_nobody_who_took_it_back_or_withdrew(desk: Desk) -> None:
    draft = drafting.record(desk, birth(desk), consent(False))
    assert due(desk, WORDS).messages == ()
    draft = drafting.record(desk, draft, consent(True))
    assert len(due(desk, WORDS).messages) == 1
    drafting.record(desk, draft, Withdrawn(reason="đổi ý"))
    assert due(desk, WORDS) == reminding.Due((), ())


def test_an_outcome_taken_back_takes_it_along(desk: Desk) -> None:
    (told,) = birth(desk).filing.told
    outcomes.take_back(desk, birth(desk), told.id, "nhầm hồ sơ")
    assert due(desk, WORDS).messages == ()


def phone(desk: Desk, number: str | None) -> None:
    """As if the requester had given another number, or none."""
    filing, position = desk.filing(birth(desk).filing.id)
    fact = Answered(answers={"requester.phone": number}, origin="typed")
    desk.append(filing.id, [fact], after=position)


def test_who_left_no_number_is_told_of(desk: Desk) -> None:
    reference = str(birth(desk).filing.reference)
    phone(desk, None)
    assert due(desk, WORDS) == reminding.Due((), (reference,))
    drafting.record(desk, birth(desk), consent(False))
    assert due(desk, WORDS) == reminding.Due((), ())


def test_a_landline_is_only_called(desk: Desk) -> None:
    phone(desk, "02333123456")
    message = the_one(desk)
    assert (message.channel, message.to, message.written) == ("call", "+842333123456", False)
    assert "đã có kết quả" in message.text, "it is read out"


def test_a_number_that_changed_since_the_list_was_drawn(desk: Desk) -> None:
    message = the_one(desk)
    phone(desk, "0900000999")
    with pytest.raises(Busy, match="reminder-moved"):
        reminding.called(desk, message)


def test_a_text_in_english(desk: Desk) -> None:
    (message,) = due(desk, partial(pick, language="en")).messages
    assert "the result of your file is at desk 1. Bring your ID." in message.text


# -- a file ----------------------------------------------------------------------------------------


def test_a_table_with_its_mark_and_a_trace(desk: Desk, tmp_path: Path) -> None:
    message = the_one(desk)
    write_file(desk, [message], "tin.csv", into(tmp_path / "usb"))
    data = (tmp_path / "usb" / "tin.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["channel", "to", "text", "reference"]
    assert rows[1:] == [["sms", PHONE, message.text, message.reference]]
    assert kinds(desk)[-1] == "filing.reminded"
    assert due(desk, WORDS).messages == ()
    with pytest.raises(Busy, match="reminder-moved"):
        write_file(desk, [message], "tin2.csv", into(tmp_path / "usb"))
    assert [path.name for path in (tmp_path / "usb").iterdir()] == ["tin.csv"]


def test_a_folder_that_cannot_be_written_leaves_it_due(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("a file, no folder")
    before = counts(desk)
    with pytest.raises(DeskUnavailable, match="export-unwritable"):
        write_file(desk, [the_one(desk)], "tin.csv", into(tmp_path / "usb"))
    assert counts(desk) == before
    assert len(due(desk, WORDS).messages) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write it")
def test_a_folder_read_only(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir(mode=0o500)
    with pytest.raises(DeskUnavailable, match="export-unwritable"):
        write_file(desk, [the_one(desk)], "tin.csv", into(folder))
    assert len(due(desk, WORDS).messages) == 1


def test_an_empty_file_is_not_written(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="reminder-none"):
        write_file(desk, [], "tin.csv", into(tmp_path / "usb"))


def test_all_of_a_file_or_nothing(place: Path) -> None:
    """One of the two is told by another window while the file is being written."""
    with opened(place, NOW + timedelta(days=3)) as desk:
        first, second = due(desk, WORDS).messages
        reminding.called(desk, second)
        with pytest.raises(Busy, match="reminder-moved"):
            write_file(desk, [first, second], "tin.csv", into(place / "usb"))
        assert [m.occasion for m in due(desk, WORDS).messages] == [first.occasion]


# -- the program -----------------------------------------------------------------------------------


def test_it_gets_the_message_and_the_journal_keeps_no_number(desk: Desk, tmp_path: Path) -> None:
    took = tmp_path / "took"
    path = program(tmp_path, f"open({str(took)!r}, 'w').write(sys.stdin.read())")
    set_command(desk, str(path))
    message = the_one(desk)
    hand_over(desk, message)
    assert json.loads(took.read_text("utf-8")) == {
        "channel": "sms",
        "to": PHONE,
        "text": message.text,
        "reference": message.reference,
    }
    last = journal.events_of(desk.db, birth(desk).filing.id)[-1]
    assert last.payload == {"occasion": "result 2026-11-22", "via": "command", "channel": "sms"}
    assert due(desk, WORDS).messages == ()
    with pytest.raises(Busy, match="reminder-moved"):
        hand_over(desk, message)


def test_the_program_of_the_documentation(desk: Desk, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "reminders.md").read_text("utf-8")
    listed = text.partition("```python\n")[2].partition("```")[0].splitlines()
    path, queue = program(tmp_path, *listed[1:]), tmp_path / "queue"
    queue.mkdir()
    set_command(desk, str(path), str(queue))
    message = the_one(desk)
    hand_over(desk, message)
    (queued,) = queue.iterdir()
    assert json.loads(queued.read_text("utf-8")) == dict(message.plain)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("sys.exit(1)", "reminder-refused"),
        ("time.sleep(60)", "reminder-silent"),
        ("os.kill(os.getpid(), 9)", "reminder-refused"),
    ],
)
def test_one_not_taken_stays_due(
    desk: Desk, tmp_path: Path, line: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    set_command(desk, str(program(tmp_path, line)))
    before = counts(desk)
    with caplog.at_level(logging.DEBUG), pytest.raises(DeskUnavailable) as refused:
        hand_over(desk, the_one(desk), seconds=0.5)
    assert refused.value.code == code
    assert {**counts(desk)} == before
    assert len(due(desk, WORDS).messages) == 1
    assert "900000101" not in caplog.text + repr(refused.value) + str(refused.value.params)
    hand_over_works_next(desk, tmp_path)


def hand_over_works_next(desk: Desk, tmp_path: Path) -> None:
    """What failed before holds nobody up."""
    set_command(desk, str(program(tmp_path, "sys.exit(0)", name="khac")))
    hand_over(desk, the_one(desk))
    assert due(desk, WORDS).messages == ()


def test_nothing_is_handed_over_before_one_is_set(desk: Desk) -> None:
    with pytest.raises(Unusable, match="reminder-unconnected"):
        hand_over(desk, the_one(desk))
    set_command(desk, "/khong/co")
    with pytest.raises(Unusable, match="reminder-command-missing"):
        hand_over(desk, the_one(desk))
    assert len(due(desk, WORDS).messages) == 1


def test_one_window_at_a_time(desk: Desk, tmp_path: Path) -> None:
    set_command(desk, str(program(tmp_path, "sys.exit(0)")))
    set_meta(desk.db, "reminding", (LATER + timedelta(seconds=5)).isoformat())
    with pytest.raises(Busy, match="reminder-busy"):
        hand_over(desk, the_one(desk))


@pytest.mark.parametrize("held", [LATER - timedelta(seconds=1), LATER + timedelta(days=1)])
def test_a_window_that_was_killed_is_not_waited_for(
    desk: Desk, tmp_path: Path, held: datetime
) -> None:
    """Nor one whose clock was wrong."""
    set_command(desk, str(program(tmp_path, "sys.exit(0)")))
    set_meta(desk.db, "reminding", held.isoformat())
    hand_over(desk, the_one(desk))
    assert due(desk, WORDS).messages == ()


def test_a_filing_changed_meanwhile_is_recorded_all_the_same(place: Path, tmp_path: Path) -> None:
    """What the program took was handed over, whatever another window wrote in that second."""
    path = program(tmp_path, "sys.exit(0)")
    with opened(place, LATER) as desk:
        set_command(desk, str(path))
        message = the_one(desk)
        real = gateway.give

        def give(*arguments: Any) -> None:
            real(*arguments)
            drafting.record(desk, birth(desk), consent(False))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gateway, "give", give)
            hand_over(desk, message)
        assert birth(desk).filing.reminded == {"result 2026-11-22"}


# -- by hand, and who may --------------------------------------------------------------------------


def test_a_call_is_ticked_once(desk: Desk) -> None:
    message = the_one(desk)
    reminding.called(desk, message)
    last = journal.events_of(desk.db, birth(desk).filing.id)[-1]
    assert last.payload == {"occasion": "result 2026-11-22", "via": "by-hand", "channel": "call"}
    with pytest.raises(Busy, match="reminder-moved"):
        reminding.called(desk, message)


def test_nobody_is_reminded_after_taking_it_back(desk: Desk, tmp_path: Path) -> None:
    """The list was drawn before the requester said so."""
    set_command(desk, str(program(tmp_path, "open('/dev/null')", "sys.exit(0)")))
    message = the_one(desk)
    drafting.record(desk, birth(desk), consent(False))
    for act in (hand_over, reminding.called):
        with pytest.raises(Busy, match="reminder-moved"):
            act(desk, message)


def test_only_a_supervisor_sets_the_program(tmp_path: Path) -> None:
    created = create(tmp_path)
    what = Equipped(scanner_folder="/quet", reminder_command=("/bin/true", "-x"))
    with opened(tmp_path) as desk, pytest.raises(Refused):
        equipment.equip(desk, what)
    with signed_in(tmp_path, created) as desk:
        equipment.equip(desk, what)
    with opened(tmp_path) as desk:
        assert equipment.equipment(desk) == what
        changed = replace(equipment.equipment(desk), scanner_folder=None)
        assert changed.reminder_command == ("/bin/true", "-x")


def test_what_an_older_version_set_says_nothing_of_a_program(desk: Desk) -> None:
    assert equipment.equipment(desk) == Equipped()


def test_an_address_shows_where_it_is() -> None:
    occasion = Occasion("fee", date(2026, 11, 27))
    mail = Message("f", "LT1", "A B", occasion, "email", "an.b@example.com", "text")
    assert (mail.masked, mail.written) == ("a•••@example.com", True)


def test_files_of_two_moments_have_two_names() -> None:
    assert reminding.file_name(NOW) == "tin-nhac-2026-11-22-170000.csv"
    assert reminding.file_name(NOW + timedelta(seconds=1)) != reminding.file_name(NOW)
