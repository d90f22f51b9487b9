import hashlib
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.filing.envelope import (
    GENESIS,
    Envelope,
    canonical,
    commitment,
    seal,
    time_text,
    verify,
)
from lienthong_tui.problems import Problem

AT = datetime(2026, 11, 20, 8, 20, tzinfo=UTC)
DOCUMENT = Path(__file__).parents[2] / "docs" / "journal-format.md"


def chain(length: int, stream: str = "desk-1.1") -> list[Envelope]:
    envelopes: list[Envelope] = []
    for seq in range(1, length + 1):
        envelopes.append(
            seal(
                stream=stream,
                seq=seq,
                event_id=f"id-{stream}-{seq}",
                version=1,
                at=AT,
                officer="officer",
                kind="filing.answered",
                filing=None if seq == 2 else "filing",
                salt=bytes(32),
                body=canonical({"value": seq}),
                previous=envelopes[-1].hash if envelopes else GENESIS,
            )
        )
    return envelopes


def vector() -> list[dict[str, Any]]:
    found = re.search(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    events: list[dict[str, Any]] = json.loads(found[1])
    return events


def test_the_documented_vector_is_what_the_code_seals() -> None:
    envelopes = []
    for event in vector():
        body = canonical(event["payload"])
        salt = bytes.fromhex(event["salt_hex"])
        envelope = seal(
            **{
                name: event[name]
                for name in ("stream", "seq", "event_id", "version", "officer", "kind", "filing")
            },
            at=datetime.fromisoformat(event["at"]),
            salt=salt,
            body=body,
            previous=bytes.fromhex(event["previous_hex"]),
        )
        assert body.hex() == event["body_hex"]
        assert envelope.at == event["at"]
        assert envelope.commitment.hex() == event["commitment_hex"]
        assert envelope.hash.hex() == event["hash_hex"]
        envelopes.append(envelope)
    assert len(envelopes) == 2
    assert verify(envelopes) is None


def test_the_documented_vector_needs_nothing_but_sha_256() -> None:
    previous = "00" * 32
    for event in vector():
        salted = bytes.fromhex(event["salt_hex"] + event["body_hex"])
        assert hashlib.sha256(salted).hexdigest() == event["commitment_hex"]
        assert json.loads(bytes.fromhex(event["body_hex"])) == event["payload"]
        assert event["previous_hex"] == previous
        previous = hashlib.sha256(event["hashed_text"].encode()).hexdigest()
        assert event["hash_hex"] == previous
        assert json.loads(event["hashed_text"]) == [
            "lienthong-journal-1",
            *(event[name] for name in ("stream", "seq", "event_id", "version", "at")),
            *(event[name] for name in ("officer", "kind", "filing")),
            event["commitment_hex"],
            event["previous_hex"],
        ]


@pytest.mark.parametrize(
    ("payload", "body"),
    [
        ({"b": 1, "a": [True, None, -3]}, b'{"a":[true,null,-3],"b":1}'),
        ({"tên": "Ổi"}, '{"tên":"Ổi"}'.encode()),
        ({"é": 1, "z": 2, "": 3}, '{"":3,"z":2,"é":1}'.encode()),
        ({"\U0001f476": 1, "\uffee": 2}, '{"\uffee":2,"\U0001f476":1}'.encode()),
        ({"t": '"\\/\b\t\n\f\r\x1f\x7f'}, b'{"t":"\\"\\\\/\\b\\t\\n\\f\\r\\u001f\x7f"}'),
        ({"n": 2**53 - 1, "m": 1 - 2**53}, b'{"m":-9007199254740991,"n":9007199254740991}'),
    ],
)
def test_canonical(payload: Any, body: bytes) -> None:
    assert canonical(payload) == body


@pytest.mark.parametrize(
    "value",
    [
        *(0.5, 1.0, float("nan"), [[[1.5]]]),
        *(2**53, -(2**53), 2**63),
        *(b"x", AT, {1: "x"}, {None: 1}, {"a": {1, 2}}),
        *("\ud800", {"\udfff": 1}),
    ],
)
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_canonical_is_a_fixed_point_and_loses_nothing(payload: dict[str, Any]) -> None:
    body = canonical(payload)
    assert json.loads(body) == payload
    assert canonical(json.loads(body)) == body
    assert canonical(dict(reversed(payload.items()))) == body


def test_time_is_utc_with_six_decimals_whatever_the_zone() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert time_text(datetime(2026, 11, 20, 15, 20, tzinfo=hanoi)) == "2026-11-20T08:20:00.000000Z"
    with pytest.raises(TypeError):
        time_text(datetime(2026, 11, 20))


def test_a_salt_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        commitment(b"short", b"{}")


def test_interleaved_streams_verify() -> None:
    first, second = chain(3), chain(2, "desk-2.1")
    assert verify([first[0], second[0], first[1], first[2], second[1]]) is None
    assert verify([]) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event_id", "another"),
        ("version", 2),
        ("at", "2026-11-20T08:20:00.000001Z"),
        ("officer", "another"),
        ("kind", "filing.viewed"),
        ("filing", "another"),
        ("filing", None),
        ("commitment", bytes(32)),
        ("hash", bytes(32)),
    ],
)
def test_any_changed_field_breaks_the_hash(field: str, value: Any) -> None:
    envelopes = chain(3)
    envelopes[2] = msgspec.structs.replace(envelopes[2], **{field: value})
    expected = Problem("journal-broken", stream="desk-1.1", seq=3, what="hash")
    assert verify(envelopes) == expected


@pytest.mark.parametrize(
    ("order", "seq", "what"),
    [
        ([0, 2], 3, "sequence"),
        ([1, 2], 2, "sequence"),
        ([0, 1, 1], 2, "sequence"),
        ([1, 0, 2], 2, "sequence"),
    ],
)
def test_missing_and_displaced_events_are_found(order: list[int], seq: int, what: str) -> None:
    envelopes = chain(3)
    expected = Problem("journal-broken", stream="desk-1.1", seq=seq, what=what)
    assert verify([envelopes[index] for index in order]) == expected


def test_an_event_of_another_history_does_not_follow() -> None:
    ours, theirs = chain(2), chain(3)
    ours[1] = seal(
        stream="desk-1.1",
        seq=2,
        event_id="id",
        version=1,
        at=AT,
        officer="officer",
        kind="filing.viewed",
        filing=None,
        salt=bytes(32),
        body=b"{}",
        previous=ours[0].hash,
    )
    expected = Problem("journal-broken", stream="desk-1.1", seq=3, what="previous")
    assert verify([*ours, theirs[2]]) == expected
