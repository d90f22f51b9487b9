"""What a kiosk in the wrong hands may send: nothing but what somebody could have typed is taken."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from pyrage.x25519 import Recipient

from lienthong_tui.access import kiosk_keys
from lienthong_tui.desk import intake, kiosk_files, queue
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.kiosk_files import Call, Filed
from lienthong_tui.filing import envelope
from lienthong_tui.filing.events import (
    Answered,
    HalfTyped,
    Linked,
    Noted,
    Pledged,
    Purged,
    Withdrawn,
)
from lienthong_tui.filing.kinds import to_plain
from lienthong_tui.filing.kiosk_events import Checked, HandedIn, Unsure
from lienthong_tui.kiosk import sitting
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.store import content, journal, replication

from .sample import GRANDSON, Hall

ENDED = HandedIn(ticket="A01", how="finished")


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
        events = replication.copies_of(at.store, at.stream)
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
    assert received(hall, stream(hall, [*told, ENDED])).ticket == "A01"


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


def altered(hall: Hall, **of_ours: Any) -> bytes:
    """A stream whose start or whose envelopes say something else, chained as it should be.

    `definition`, `overlay`, `received`, `after` are of the start; `stream`, `event_id`, `at`,
    `version`, `filing` of every envelope.
    """
    with hall.kiosk() as kiosk:
        at = hall.admitted(kiosk)
        draft = sitting.declare(at, helper=True)
        at.append(draft.filing.id, [ENDED], after=draft.position)
        events = replication.copies_of(at.store, at.stream)
        at.store.close()
    begun = {k: of_ours[k] for k in ("definition", "overlay", "received", "after") if k in of_ours}
    chained, previous = [], envelope.GENESIS
    for copy in events:
        own, body = copy.envelope, copy.body
        if own.kind == "filing.started":
            body = envelope.canonical(to_plain(structs.replace(draft.filing.started, **begun)))
        if own.kind == "filing.notice_given" and "body" in of_ours:
            body = of_ours["body"](body)
        made = envelope.seal(
            stream=of_ours.get("stream", own.stream), seq=own.seq,
            event_id=of_ours.get("event_id", own.event_id),
            version=of_ours.get("version", own.version),
            at=datetime.fromisoformat(of_ours.get("at", own.at)),
            officer=own.officer, kind=own.kind, filing=of_ours.get("filing", own.filing),
            salt=copy.salt, body=body, previous=previous,
        )  # fmt: skip
        if "form" in of_ours:
            loose = structs.replace(made, at=own.at.replace("Z", "+00:00"), hash=b"")
            made = structs.replace(loose, hash=envelope.envelope_hash(loose))
        previous = made.hash
        chained.append(replication.Copied(made, copy.salt, body))
    return sealed(hall, kiosk_files.write(Filed(tuple(chained))))


@pytest.mark.parametrize(
    "more", [b',"evil":' + b"[" * 900 + b"]" * 900, b',"evil":"\\u001b[2J"', b" ", b',"texts":{}']
)
def test_what_nobody_reads_is_not_taken_either(hall: Hall, more: bytes) -> None:
    def longer(body: bytes) -> bytes:
        return body[:-1] + more + b"}"

    with pytest.raises(Problem) as refused:
        received(hall, altered(hall, body=longer))
    assert refused.value.params["what"] == "payload"


@pytest.mark.parametrize("whole", [b"null", b"[]", b"1", b'"x"'])
def test_what_is_no_object_is_no_fact(hall: Hall, whole: bytes) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, altered(hall, body=lambda _: whole))
    assert refused.value.params["what"] == "payload"


def test_a_role_is_joined_only_where_the_definition_joins_it(hall: Hall) -> None:
    for role, to in (("deceased", "deceased"), ("requester", "deceased"), ("x", None)):
        with pytest.raises(Problem) as refused:
            received(hall, stream(hall, [Linked(role=role, to=to), ENDED]))
        assert refused.value.params["what"] == "answer"
        hall.now += timedelta(minutes=2)


def test_a_deep_file_to_the_recipient_alone_is_refused(hall: Hall) -> None:
    deep = b"\x91" * 5000 + b"\xc0"
    plain = b"\x81\xa1x" + deep
    data = pyrage.encrypt(plain, [Recipient.from_str(hall.pairing.recipient)])
    with pytest.raises(Problem) as refused:
        received(hall, bytes(data))
    assert refused.value.code == "sealed-unreadable"


@pytest.mark.parametrize("name", ["definition", "overlay"])
def test_a_definition_or_settings_of_the_kiosks_own_are_refused(hall: Hall, name: str) -> None:
    with hall.desk() as desk:
        paper = content.put(desk.db, b"no settings: a paper of somebody")
    for sha256 in ("ab" * 32, paper):
        with pytest.raises(Problem) as refused:
            received(hall, altered(hall, **{name: sha256}))
        assert refused.value.code == "kiosk-definition-unknown"
        hall.now += timedelta(minutes=2)


@pytest.mark.parametrize(
    ("of_ours", "what"),
    [
        ({"stream": "k_000000000000_00000000"}, "stream"),
        ({"stream": "d"}, "stream"),
        ({"event_id": "x"}, "form"),
        ({"filing": "x"}, "form"),
        ({"filing": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, "form"),
        ({"version": 2}, "form"),
        ({"form": "loose"}, "form"),
        ({"at": "2020-01-01T00:00:00+00:00"}, "time"),
        ({"at": "2026-11-25T00:00:00+00:00"}, "time"),
        ({"received": "2026-11-20T10:00:00+07:00"}, "answer"),
        ({"received": "2026-11-22T17:00:00"}, "answer"),
        ({"after": "x"}, "answer"),
    ],
)
def test_an_envelope_no_kiosk_writes_is_refused(
    hall: Hall, of_ours: dict[str, Any], what: str
) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, altered(hall, **of_ours))
    assert (refused.value.code, refused.value.params["what"]) == ("kiosk-filing-refused", what)
    with hall.desk() as desk:
        assert not queue.sections(desk)
        desk.verify()


def test_one_event_twice_is_refused(hall: Hall) -> None:
    with hall.desk() as desk:
        twice = envelope_ids(desk)[0]
    with pytest.raises(Problem) as refused:
        received(hall, altered(hall, event_id=twice))
    assert refused.value.code == "journal-broken"


def envelope_ids(desk: Desk) -> list[str]:
    return [e.envelope.event_id for e in journal.desk_events(desk.db, "desk.")]


def test_what_the_kiosk_does_not_ask_is_refused(hall: Hall) -> None:
    with hall.desk():
        group = next(g for g in loading.shipped() if g.definition.group == "death")
        people = {f for person in group.definition.person for f in person.fields}
        own = [f.id for f in group.fields.values() if f.ask is None and f.id not in people]
    assert own, "something is the officer's"
    for fact in (
        Answered(answers={own[0]: None}, origin="typed"),
        HalfTyped(texts={own[0]: "x"}),
        Unsure(fields={own[0]: True}),
    ):
        with pytest.raises(Problem) as refused:
            received(hall, stream(hall, [fact, ENDED]))
        assert refused.value.params["what"] == "answer"
        hall.now += timedelta(minutes=2)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(texts=st.lists(st.text(max_size=400), max_size=5))
def test_whatever_the_kiosk_keeps_the_desk_takes(hall: Hall, texts: list[str]) -> None:
    hall.now += timedelta(minutes=2)
    with hall.kiosk() as kiosk:
        talk = Conversation(kiosk)
        talk.admit(GRANDSON, "death", hall.code())
        talk.declare(helper=True)
        for text in texts:
            with suppress(Problem):
                talk.answer(text)
            talk.keep(text)
        talk.leave()
    with hall.desk() as desk:
        assert [came.problem for came in intake.collect(desk)] == [None]


@pytest.mark.parametrize(
    "at", ["now", "2026-11-22T10:00:00", "9999-12-31T23:59:59-23:00", "2020-01-01T00:00:00Z"]
)
def test_a_call_of_no_time_is_refused(hall: Hall, at: str) -> None:
    with pytest.raises(Problem) as refused:
        received(hall, sealed(hall, kiosk_files.write(Call(at))))
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
