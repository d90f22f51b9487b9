"""What a kiosk in the wrong hands may send: nothing but what somebody could have typed is taken."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong_tui.access import kiosk_keys
from lienthong_tui.desk import intake, kiosk_files, queue
from lienthong_tui.desk.kiosk_files import Call, Filed
from lienthong_tui.filing import envelope
from lienthong_tui.filing.events import (
    Answered,
    HalfTyped,
    Noted,
    Pledged,
    Purged,
    Started,
    Withdrawn,
    to_plain,
)
from lienthong_tui.filing.kiosk_events import Checked, HandedIn, Unsure
from lienthong_tui.kiosk import sitting
from lienthong_tui.problems import Problem
from lienthong_tui.store import journal

from .sample import Hall

ENDED = HandedIn(ticket="K01", how="finished")


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def sealed(hall: Hall, body: bytes) -> bytes:
    """As the kiosk seals: whoever holds it can."""
    own = hall.pairing
    return kiosk_keys.seal(body, kiosk=own.kiosk, secret=own.secret, recipient=own.recipient)


def stream(hall: Hall, payloads: Sequence[Any]) -> bytes:
    """A stream that begins as it should and goes on with `payloads`, sealed."""
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=True)
        at.append(draft.filing.id, list(payloads), after=draft.position)
        events = journal.copies_of(at.store, at.stream)
        at.store.close()
    return sealed(hall, kiosk_files.write(Filed(tuple(events))))


def received(hall: Hall, data: bytes) -> intake.Came:
    with hall.desk() as desk:
        return intake.receive(desk, data, "x.kiosk")


def answered(**answers: Any) -> Answered:
    given = {name.replace("__", "."): answer for name, answer in answers.items()}
    return Answered(answers=given, origin="typed")


def test_a_stream_as_it_should_be_is_taken(hall: Hall) -> None:
    told = [answered(deceased__surname="Hồ", copies__count=2), Unsure(fields={"death.time": True})]
    assert received(hall, stream(hall, [*told, ENDED])).ticket == "K01"


@pytest.mark.parametrize(
    "fact",
    [
        Pledged(how="portal"),
        Withdrawn(reason="x"),
        Checked(),
        Noted(text="x"),
        Purged(
            group="death", state="drafting", received="2026-11-22T10:00:00+07:00", desk_number=1,
            reference=None, portal_number=None, one_stop_number=None, procedures=(), why="term",
            reason=None,
        ),
    ],
    ids=lambda fact: type(fact).__name__,
)  # fmt: skip
def test_only_declaring_is_taken(hall: Hall, fact: Any) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, stream(hall, [fact, ENDED]))
    assert (refused.value.code, refused.value.params["what"]) == ("kiosk-filing-refused", "kind")


@pytest.mark.parametrize(
    "fact",
    [
        answered(deceased__surname=5),
        answered(deceased__surname="12"),
        answered(deceased__surname=" Hồ "),
        answered(deceased__surname="H\u202eồ"),
        answered(deceased__sex="x"),
        answered(deceased__id_number="1"),
        answered(deceased__commune="99999"),
        answered(copies__count="2"),
        answered(copies__wanted="true"),
        answered(death__time="tomorrow"),
        answered(death__place="19639"),
        answered(no__such__field="x"),
        answered(deceased__detail="x" * 5000),
    ],
    ids=lambda fact: repr(fact.answers)[:60],
)
def test_an_answer_nobody_could_have_typed_is_refused(hall: Hall, fact: Any) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, stream(hall, [fact, ENDED]))
    assert (refused.value.code, refused.value.params["what"]) == ("kiosk-filing-refused", "answer")
    with hall.desk() as desk:
        assert not queue.sections(desk)


@pytest.mark.parametrize("fields", [{"no.such.field": "x"}, {"deceased.surname": "x" * 5000}])
def test_half_typed_texts_are_of_questions_and_no_books(
    hall: Hall, fields: dict[str, str | None]
) -> None:
    with pytest.raises(Problem):
        received(hall, stream(hall, [HalfTyped(texts=fields), ENDED]))


def test_what_does_not_end_is_not_taken(hall: Hall) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, stream(hall, [answered(deceased__surname="Hồ")]))
    assert refused.value.params["what"] == "order"


def test_a_definition_of_the_kiosks_own_is_refused(hall: Hall) -> None:
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=True)
        begun = draft.filing.started
        other = Started(
            group=begun.group, definition="ab" * 32, overlay=begun.overlay,
            commune=begun.commune, received=begun.received,
        )  # fmt: skip
        events = journal.copies_of(at.store, at.stream)
        at.store.close()
    chained, previous = [], envelope.GENESIS
    for copy in events:
        old = copy.envelope
        body = envelope.canonical(to_plain(other)) if old.kind == "filing.started" else copy.body
        kind, at_ = old.kind, datetime.fromisoformat(old.at)
        made = envelope.seal(
            stream=old.stream, seq=old.seq, event_id=old.event_id, version=old.version, at=at_,
            officer=old.officer, kind=kind, filing=old.filing, salt=copy.salt, body=body,
            previous=previous,
        )  # fmt: skip
        previous = made.hash
        chained.append(journal.Copied(made, copy.salt, body))
    last = chained[-1].envelope
    body = envelope.canonical(to_plain(ENDED))
    made = envelope.seal(
        stream=last.stream, seq=last.seq + 1, event_id="x", version=1,
        at=datetime.fromisoformat(last.at), officer=last.officer,
        kind="filing.handed_in", filing=last.filing, salt=bytes(32), body=body, previous=last.hash,
    )  # fmt: skip
    chained.append(journal.Copied(made, bytes(32), body))
    with pytest.raises(Problem) as refused:
        received(hall, sealed(hall, kiosk_files.write(Filed(tuple(chained)))))
    assert refused.value.code == "kiosk-definition-unknown"


def test_a_call_of_no_time_is_refused(hall: Hall) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, sealed(hall, kiosk_files.write(Call("now"))))
    assert refused.value.code == "sealed-unreadable"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda deeper: st.lists(deeper) | st.dictionaries(st.text(max_size=9), deeper),
            max_leaves=9,
        ).map(lambda value: json.dumps(value).encode()),
        st.just(b"[" * 100_000),
    )
)
def test_any_sealed_bytes_are_refused_in_words(hall: Hall, body: bytes) -> None:
    with pytest.raises(Problem):
        received(hall, sealed(hall, body))
