"""What is looked for at a desk, and what the machine beside it says."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from desk.agencies import POLICE, packets_of, trust
from desk.sample import NOW, create, file, opened
from hypothesis import strategies as st

from lienthong_tui import agency_reports
from lienthong_tui.desk import drafting, printer, replies
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.desk.printer import Job, Printer
from lienthong_tui.desk.replies import Incoming
from lienthong_tui.packets import bag, signers
from lienthong_tui.packets.names import REPLY
from lienthong_tui.packets.replies import Outcome, ReplyItem, ReplyProcedure
from lienthong_tui.packets.zips import check_size
from lienthong_tui.procedures import loading
from lienthong_tui.sentences import LANGUAGES
from lienthong_tui.sentences.wording import finding_sentence
from lienthong_tui.store import chain

from .mutations import ODD_VALUES, as_json, junk, mutated, odd_text, reshaped, text_mutated
from .test_packets import signed_anew
from .test_typed import SAMPLES as TYPED
from .trials import check_printable, fuzzed, outcome

LATER = NOW + timedelta(hours=6)


@cache
def place() -> tempfile.TemporaryDirectory[str]:
    """A desk with one filing, which trusts an agency that answers."""
    made = tempfile.TemporaryDirectory()
    trust(Path(made.name), create(Path(made.name)), POLICE)
    with opened(Path(made.name)) as desk:
        file(desk)
    return made


@pytest.fixture(scope="module", autouse=True)
def no_desk_is_left() -> Iterator[None]:
    yield
    if place.cache_info().currsize:
        place().cleanup()


@fuzzed(
    st.lists(st.one_of(text_mutated(*TYPED, "Khôi", "202", "L B An"), odd_text()), max_size=9),
    quick=20,
)
def test_what_is_looked_for(texts: list[str]) -> None:
    """Any text finds something or nothing."""
    with opened(Path(place().name)) as desk:
        for text in texts:
            outcome(desk.lookup, text)


GROUPS = {group.definition.group: group.definition for group in loading.shipped()}
BOXES = st.sampled_from(
    [(name, field.id) for name, law in GROUPS.items() for field in law.field if not field.derived]
)
GIVEN = st.one_of(
    st.sampled_from((*TYPED, "1", "0", "9" * 5000, "٣", True, False, 3)),
    text_mutated(*TYPED),
    odd_text(),
)


@fuzzed(st.lists(st.tuples(BOXES, GIVEN), max_size=6), quick=20)
def test_what_is_typed_into_a_form(given: list[tuple[tuple[str, str], Any]]) -> None:
    """An answer is kept and can be shown, or refused in words; either way the draft goes on."""
    with opened(Path(place().name)) as desk:
        drafts = {name: drafting.start(desk, name) for name in GROUPS}
        for (name, field), value in given:
            draft = outcome(drafting.answer, desk, drafts[name], field, value)
            drafts[name] = draft or drafts[name]
        for draft in drafts.values():
            for finding in draft.findings:
                for language in LANGUAGES:
                    check_printable(finding_sentence(finding, draft.group.definition, language))


@fuzzed(
    st.lists(st.one_of(text_mutated("d_1 12:0123456789abcdef"), odd_text()), max_size=9), quick=20
)
def test_heads_as_they_are_typed(texts: list[str]) -> None:
    """One that is taken is there."""
    with opened(Path(place().name)) as desk:
        own = desk.head()
        stream = desk.stream
        assert chain.check_head(desk.db, f"{stream.upper()}\n {own}").hash.hex() == own[-64:]
        for text in (*texts, *(f"{stream} {text}" for text in texts)):
            head = outcome(chain.check_head, desk.db, text)
            assert head is None or head.stream == stream


@cache
def answered() -> bytes:
    """A reply of that agency to its packet."""
    with opened(Path(place().name)) as desk:
        filing, _ = desk.filing(desk.lookup("LT19639")[0].filing)
        sent = packets_of(desk, filing)["residence-police"]
    wanted = (ReplyItem("sai dấu", field="child.given"), ReplyItem("bản mờ", component="C04"))
    said = ReplyProcedure("permanent-residence", "supplement", reason="xem lại", items=wanted)
    return POLICE.reply(sent, said, at=LATER)


# What may stand in one, though not everywhere.
FITTING = (*get_args(Outcome), "child.given", "C04", "permanent-residence", 10**6, *TYPED)


@st.composite
def replies_changed(draw: st.DrawFn) -> bytes:
    """What it says otherwise, under the key that is trusted."""
    read = bag.unpack(answered())
    odd = draw(st.sampled_from((ODD_VALUES, FITTING)))
    source = draw(as_json(reshaped(json.loads(read.files[REPLY]), odd=odd)))
    return signed_anew({**read.files, REPLY: source}, read, POLICE.key, signers.REPLY) or b""


@fuzzed(replies_changed(), quick=20)
def test_replies_that_come_in(data: bytes) -> None:
    """What is recorded can be read again, and what is not is told."""
    with opened(Path(place().name), LATER) as desk:
        came = outcome(replies.receive, desk, data)
        if came is not None:
            assert desk.filing(came.filing)[0].replies
            for language in LANGUAGES:
                told = agency_reports.incoming_text([Incoming("x.zip", came)], language)
                check_printable("".join(told))


ANSWERS = (
    b"hp\nMay_in\n",
    b"system default destination: hp\n",
    b"hp-12                 lan             1024   Sun 22 Nov 2026\n\tStatus: job-stopped\n",
    b"printer hp disabled since Sun -\n\treason unknown\n",
    b"request id is hp-12 (1 file(s))\n",
    b"lp: Error - no default destination available.\n",
)


@fuzzed(st.tuples(st.one_of(mutated(*ANSWERS), junk()), st.sampled_from((0, 1, -9))), quick=50)
def test_what_the_print_system_says(given: tuple[bytes, int]) -> None:
    """Whatever it says, a job is told by a state, and a refusal in its own words."""
    said, code = given
    done = subprocess.CompletedProcess(("lp",), code, said, said)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(printer, "_run", lambda *_, **__: done)
        for found in printer.printers():
            assert isinstance(found.default, bool)
        name, folder, hp = "x.pdf", Path(), Printer("hp", default=True)
        job = outcome(printer.send, b"%PDF", name=name, copies=1, printer=hp, folder=folder)
        for each in filter(None, (job, Job("hp-12", hp))):
            assert printer.state(each) in ("printed", "waiting", "stopped", "failed", "unknown")


@fuzzed(st.one_of(text_mutated("/tmp/x.zip", "../x", "/dev/null", "x" * 300), odd_text()), quick=60)
def test_files_of_any_name(text: str) -> None:
    """A name of no file is told, and one of a pipe or a device not waited for."""
    assert outcome(bytes_of, Path(text), "packet-missing", check_size) is None
