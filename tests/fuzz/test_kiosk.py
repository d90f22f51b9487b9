"""What passes between a kiosk, its desk and whoever sits there."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from kiosk.sample import GRANDSON, Hall
from msgspec import structs

from lienthong_tui.access import kiosk_keys
from lienthong_tui.access.slots import Identity
from lienthong_tui.desk import intake, kiosk_files, queue
from lienthong_tui.desk.kiosk_files import Call, Filed, Pairing
from lienthong_tui.filing import envelope
from lienthong_tui.filing.events import Answered, HalfTyped, Linked, NoticeGiven
from lienthong_tui.filing.kinds import KINDS, from_plain, kind_of, to_plain
from lienthong_tui.filing.kiosk_events import Admitted, HandedIn, Unsure
from lienthong_tui.filing.uuid7 import uuid7
from lienthong_tui.kiosk import device, sitting
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_lines import KioskLines
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.questions import Link
from lienthong_tui.sentences import LANGUAGES
from lienthong_tui.store import replication
from lienthong_tui.store.replication import Copied

from .mutations import ODD_VALUES, as_json, junk, mutated, odd_text, reshaped, text_mutated
from .test_typed import SAMPLES as TYPED
from .trials import check_printable, fuzzed, outcome

DESK = Identity.generate()
SECRET = bytes(range(32))
PAIRING = Pairing(
    kiosk="0" * 32,
    name="Máy sảnh 1",
    letter="A",
    secret=SECRET,
    recipient=str(DESK.to_public()),
    commune="19639",
    number=1,
    demo=True,
    office=overlay.shipped(),
)
PLAIN = json.loads(kiosk_files.write(PAIRING))


@fuzzed(st.one_of(as_json(reshaped(PLAIN)), mutated(kiosk_files.write(PAIRING)), junk()), quick=90)
def test_pairing_files(data: bytes) -> None:
    """With one that is read a kiosk can be set up, give in, and count minutes."""
    read = outcome(kiosk_files.read_pairing, data)
    if read is None:
        return
    assert kiosk_files.read_pairing(kiosk_files.write(read)) == read
    overlay.decode(read.office)
    kiosk_keys.bound(read.secret, read.kiosk, GRANDSON, "death")
    kiosk_keys.seal(b"x", kiosk=read.kiosk, secret=read.secret, recipient=read.recipient)
    for told in (read.name, read.letter, read.kiosk):
        check_printable(told)


@fuzzed(as_json(reshaped(PLAIN)), quick=15)
def test_kiosks_that_are_set_up(data: bytes) -> None:
    """A folder is set up whole, or left as it was."""
    with tempfile.TemporaryDirectory() as place:
        folder, outbox = Path(place, "kiosk"), Path(place, "inbox")
        outbox.mkdir()
        known = outcome(device.set_up, folder, data, outbox)
        if known is None:
            assert not device.is_here(folder)
            return
        with device.opened(folder, lambda: datetime(2026, 11, 22, tzinfo=UTC)) as kiosk:
            assert kiosk.pairing == known


@fuzzed(st.one_of(mutated(b"0f" * 32), junk(99)), quick=20)
def test_the_key_of_a_kiosk(data: bytes) -> None:
    """A kiosk opens by its own key alone."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / device.KEY).write_bytes(data)
        (folder / device.KEY).chmod(0o600)
        read = outcome(device._key, folder)
        assert read is None or len(read) == 32


SEALED = kiosk_keys.seal(b"x", kiosk="k", secret=SECRET, recipient=str(DESK.to_public()))


@st.composite
def sealed_otherwise(draw: st.DrawFn) -> bytes:
    """What lies inside is of another shape."""
    plain = msgspec.msgpack.encode({"kiosk": "k", "tag": b"x" * 32, "body": b"x"})
    inner = draw(st.one_of(mutated(plain), junk(), st.just(b"\x91" * 5000)))
    from pyrage import encrypt

    return bytes(encrypt(inner, [DESK.to_public()]))


@fuzzed(st.one_of(mutated(SEALED), junk(), sealed_otherwise()), quick=90)
def test_sealed_files(data: bytes) -> None:
    """Only what the kiosk sealed is opened."""
    assert outcome(kiosk_keys.open_sealed, data, DESK, {"k": SECRET}) in (None, ("k", b"x"))


@fuzzed(st.one_of(text_mutated("123456", "123 456"), odd_text(12)), quick=40)
def test_codes(text: str) -> None:
    """Any text is a code or none."""
    key, at = kiosk_keys.bound(SECRET, "k", GRANDSON, "death"), datetime(2026, 11, 22, tzinfo=UTC)
    kiosk_keys.matching_step(key, text, at)
    kiosk_keys.behind(key, text, at)


@fuzzed(
    st.tuples(
        st.sampled_from(sorted(KINDS)),
        reshaped({"answers": {"x": 1}, "origin": "typed"}, {"text": "x"}, {"papers": ["x"]}),
    ),
    quick=90,
)
def test_facts_of_any_shape(given: tuple[str, Any]) -> None:
    """A fact that is read is written as one that reads the same."""
    kind, plain = given
    try:
        read = from_plain(kind, plain)
    except (msgspec.ValidationError, ValueError):  # as whoever reads a stranger's fact expects
        return
    assert read is None or from_plain(kind, to_plain(read)) == read


# -- what a kiosk hands in, at a desk --------------------------------------------------------------


@cache
def hall() -> Hall:
    """A desk and a kiosk, made once; nothing of what is tried is taken in more than once."""
    place = Path(tempfile.mkdtemp())
    _MADE.append(place)
    return Hall(place)


_MADE: list[Path] = []


@pytest.fixture(scope="module", autouse=True)
def no_hall_is_left() -> Iterator[None]:
    yield
    hall.cache_clear()
    while _MADE:
        shutil.rmtree(_MADE.pop())


@cache
def handed_in() -> tuple[Copied, ...]:
    """The stream of a filing as the kiosk hands it in."""
    with hall().kiosk() as kiosk:
        at = hall().admitted(kiosk)
        draft = sitting.declare(at, helper=True)
        told = (
            Answered(answers={"deceased.surname": "Hồ", "copies.count": 2}, origin="typed"),
            HalfTyped(texts={"deceased.middle": "Th"}),
            Unsure(fields={"death.time": True}),
            HandedIn(ticket="A01", how="finished"),
        )
        at.append(draft.filing.id, list(told), after=draft.position)
        events = replication.copies_of(at.store, at.stream)
        at.store.close()
    return tuple(events)


def anew(events: Sequence[Copied]) -> list[Copied]:
    """The events as those of another filing, in another stream, so that each trial is the first."""
    own = handed_in()[0].envelope
    other = {
        own.stream: kiosk_files.new_stream(hall().pairing.kiosk),
        own.filing: uuid7(hall().now),
    }
    known = {copied.envelope.event_id for copied in handed_in()}
    return [
        structs.replace(
            copied,
            envelope=structs.replace(
                copied.envelope,
                stream=other.get(copied.envelope.stream, copied.envelope.stream),
                filing=other.get(copied.envelope.filing, copied.envelope.filing),
                event_id=uuid7(hall().now)
                if copied.envelope.event_id in known
                else copied.envelope.event_id,
            ),
        )
        for copied in events
    ]


def chained(events: Sequence[Copied]) -> tuple[Copied, ...]:
    """The events sealed one after another, whatever they say."""
    made, previous = [], envelope.GENESIS
    for seq, copied in enumerate(events, 1):
        body = copied.body
        own = structs.replace(
            copied.envelope,
            seq=seq,
            commitment=envelope.commitment(copied.salt, body),
            previous=previous,
            hash=b"",
        )
        own = structs.replace(own, hash=envelope.envelope_hash(own))
        previous = own.hash
        made.append(Copied(own, copied.salt, body))
    return tuple(made)


@st.composite
def streams(draw: st.DrawFn) -> list[Copied]:
    """A stream whose facts or envelopes say something else."""
    events = list(handed_in())
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(events) - 1))
        chosen = events[place]
        ways = ["typed", "typed", "fact", "fact", "body", "envelope", "order"]
        match draw(st.sampled_from(ways)):
            case "typed":
                fact = draw(FACTS)
                own = structs.replace(chosen.envelope, kind=kind_of(fact))
                events.insert(len(events) - 1, Copied(own, chosen.salt, _body(to_plain(fact))))
            case "fact":
                odd = (*ODD_VALUES, *TYPED)
                plain = draw(
                    reshaped(json.loads(handed_in()[place % len(handed_in())].body), odd=odd)
                )
                events[place] = structs.replace(chosen, body=_body(plain))
            case "body":
                body = draw(st.one_of(mutated(chosen.body), st.sampled_from(BODIES), junk()))
                events[place] = structs.replace(chosen, body=body)
            case "envelope":
                name = draw(
                    st.sampled_from(["stream", "event_id", "at", "officer", "kind", "filing"])
                )
                value = draw(
                    st.one_of(
                        text_mutated(getattr(chosen.envelope, name)).filter(_is_text),
                        st.sampled_from(sorted(KINDS)),
                    )
                )
                own = structs.replace(chosen.envelope, **{name: value})
                events[place] = structs.replace(chosen, envelope=own)
            case _:
                events.insert(draw(st.integers(0, len(events))), events.pop(place))
    return events


LAW = next(g.definition for g in loading.shipped() if g.definition.group == "death")
FIELDS = st.sampled_from([field.id for field in LAW.field])
SAID = st.one_of(st.sampled_from(TYPED), odd_text(20), text_mutated(*TYPED))
FACTS: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        lambda answers: Answered(answers=answers, origin="typed"),
        st.dictionaries(FIELDS, SAID | st.none() | st.booleans() | st.integers(0, 9), max_size=3),
    ),
    st.builds(lambda texts: HalfTyped(texts=texts), st.dictionaries(FIELDS, SAID, max_size=2)),
    st.builds(lambda said: NoticeGiven(version=said, given_at="2026-11-22T17:00:00+07:00"), SAID),
    st.builds(lambda number: Admitted(id_number=number, helper=True), SAID),
    st.builds(lambda ticket: HandedIn(ticket=ticket, how="left"), SAID),
    st.builds(
        lambda link: Linked(role=link.role, to=link.to),
        st.sampled_from(LAW.link or (Link("x", "y"),)),
    ),
)
BODIES = (b"null", b"[]", b"1", b'"x"', b"{}", b"true", b'{"x":1.5}', b"[" * 5000)


def _body(plain: Any) -> bytes:
    """As a fact is written, or nearly so where it could not be one."""
    try:
        return envelope.canonical(plain)
    except TypeError:
        return json.dumps(plain, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _is_text(text: str) -> bool:
    return text.isprintable()


def sealed(body: bytes) -> bytes:
    own = hall().pairing
    return kiosk_keys.seal(body, kiosk=own.kiosk, secret=own.secret, recipient=own.recipient)


CALL = kiosk_files.write(Call("2026-11-22T10:00:00+00:00"))


@fuzzed(streams(), quick=30)
def test_what_is_handed_in(events: list[Copied]) -> None:
    """Chained and sealed as it should be, it is taken in and can be shown, or refused in words."""
    data = sealed(kiosk_files.write(Filed(chained(anew(events)))))
    with hall().desk() as desk:
        came = outcome(intake.receive, desk, data, "x.kiosk")
        if came is not None and came.filing is not None:
            assert desk.filing(came.filing)[0].handed_in is not None
            assert queue.sections(desk)


@fuzzed(st.one_of(as_json(reshaped(json.loads(CALL))), mutated(CALL), junk()), quick=20)
def test_calls(body: bytes) -> None:
    """A call is of a plausible time."""
    with hall().desk() as desk:
        came = outcome(intake.receive, desk, sealed(body), "x.kiosk")
    assert came is None or came.called is not None
    outcome(kiosk_files.read_sent, body)


# -- whoever sits at one ---------------------------------------------------------------------------


class Pipe:
    """Lines that come, and those that are said."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines, self.said = list(lines), [""]

    def read(self, _: float) -> str | None:
        return self.lines.pop(0) if self.lines else None

    def write(self, text: str) -> None:
        self.said.append(text)

    def clear(self) -> None:
        self.said.clear()


LINE = st.one_of(
    st.sampled_from(("1", "2", "<", "?", "!", "kb", "", "9" * 5000, "²", GRANDSON)),
    text_mutated(*TYPED),
    odd_text(60),
)


@fuzzed(st.tuples(st.sampled_from(LANGUAGES), st.lists(LINE, max_size=12)), quick=4)
def test_lines_at_a_kiosk(given: tuple[Any, list[str]]) -> None:
    """Whatever is typed, the next line is read, and nothing that is said steers the terminal."""
    language, lines = given
    hall().now += timedelta(minutes=2)
    with hall().kiosk() as kiosk:
        pipe = Pipe(["2", "2", GRANDSON, hall().code(), "1", "1", "1", *lines])
        outcome(KioskLines(Conversation(kiosk), language, pipe).run)
    for said in pipe.said:
        check_printable(said)


class Process:
    """A process behind a browser, which is told things."""

    async def send_bytes(self, data: bytes) -> None:
        assert isinstance(data, bytes)

    async def set_terminal_size(self, width: int, height: int) -> None:
        assert 0 < width <= 400
        assert 0 < height <= 400

    async def blur(self) -> None:
        pass

    async def focus(self) -> None:
        pass


@fuzzed(
    as_json(reshaped(["stdin", "x"], ["resize", {"width": 80, "height": 24}], ["blur"])), quick=60
)
def test_what_a_browser_says(data: bytes) -> None:
    """No message does anything but what it is for."""
    serving = pytest.importorskip("lienthong_tui.kiosk_serving", reason="the extra `kiosk`")
    server = serving.KioskServer(Path("x"), "http://127.0.0.1:1", "vi")
    with suppress(ValueError):  # then the socket is closed
        asyncio.run(server._hear(Process(), json.loads(data)))
