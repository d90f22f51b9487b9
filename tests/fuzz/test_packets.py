"""What travels between desk and agencies: packets, replies, and what they are made of."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any, get_args

from hypothesis import strategies as st
from packets.test_packet import DESK, KEY, SAMPLES, filed

from lienthong_tui import packet_reports
from lienthong_tui.filing.telling import read_details
from lienthong_tui.packets import bag, encryption, packet, replies, signers, sshsig, verifying, zips
from lienthong_tui.packets.bag import Bag
from lienthong_tui.packets.names import REPLY
from lienthong_tui.packets.outside import decoded
from lienthong_tui.packets.packet import Packet
from lienthong_tui.packets.replies import Outcome, ReadReply, ReplyItem, ReplyProcedure
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.signers import Signer, read_signers, write_signers
from lienthong_tui.procedures import loading
from lienthong_tui.sentences import LANGUAGES

from .mutations import (
    armour_mutated,
    as_json,
    junk,
    mutated,
    odd_text,
    parts_mutated,
    reshaped,
    text_mutated,
)
from .test_keys import IDENTITY
from .trials import check_printable, check_told, fuzzed, outcome

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
KNOWN = Signer(DESK.principal, (signers.PACKET,), KEY.public, date(2026, 11, 20), date(2028, 1, 1))
LAWS = {group.sha256: group.definition for group in loading.shipped()}


@cache
def sent() -> tuple[bytes, ...]:
    """The packets of a filing, that of whoever registers first."""
    return tuple(filed(SAMPLES[4]).packets.values())


@cache
def answered() -> bytes:
    """A reply to the first of them, with everything a reply can hold."""
    read = packet.read(sent()[0])
    said = ReplyProcedure(
        id=read.contents.procedures[0].id,
        outcome="supplement",
        number="12/TB-UBND",
        reason="Ảnh mờ",
        items=(ReplyItem("Chụp lại", component="C01"), ReplyItem("Sửa", field="child.given")),
        until=date(2026, 12, 1),
    )
    done = ReplyProcedure(
        id=read.contents.procedures[0].id,
        outcome="done",
        results={"child.id_number": "099226001234"},
        amount=8000,
    )
    return replies.write(read, (said, done), signer="ubnd-19639", key=KEY, said=NOW)


SMALL = bag.pack(
    {"a.txt": b"a\n", "x/b.json": b"{}"}, {"Bagging-Date": "2026-11-23"}, lambda _: b""
)


@fuzzed(st.one_of(mutated(SMALL), junk()), quick=90)
def test_bags(data: bytes) -> None:
    """What is read is written again as the same bytes: there is one form."""
    entries = outcome(zips.read_zip, data)
    read = outcome(bag.unpack, data)
    if read is not None:
        assert entries is not None
        assert bag.pack(read.files, read.info, lambda _: read.signature) == data


@fuzzed(st.dictionaries(odd_text(12), st.binary(max_size=20), max_size=4), quick=60)
def test_entries_of_any_name(entries: Mapping[str, bytes]) -> None:
    """A ZIP of the right form, with names that no file should have."""
    named = {name: data for name, data in entries.items() if name.isprintable() and len(name) < 999}
    outcome(bag.unpack, zips.write_zip(named))
    outcome(bag.unpack, zips.write_zip({**zips.read_zip(SMALL), **named}))


@st.composite
def lists_changed(draw: st.DrawFn) -> bytes:
    """A bag one of whose lists says something else, all others made to fit."""
    entries = dict(zips.read_zip(SMALL))
    name = draw(st.sampled_from(["bag-info.txt", "manifest-sha256.txt", "bagit.txt"]))
    entries[name] = draw(st.one_of(mutated(entries[name]), junk(99)))
    tags = {n: entries[n] for n in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")}
    entries["tagmanifest-sha256.txt"] = bag._manifest(tags)
    return zips.write_zip(entries)


@fuzzed(lists_changed(), quick=60)
def test_lists_of_bags(data: bytes) -> None:
    """Lines of a list are read in one way."""
    read = outcome(bag.unpack, data)
    if read is not None:
        for label, value in read.info.items():
            check_printable(label + value)


@fuzzed(st.one_of(st.deferred(lambda: mutated(*sent(), answered())), junk()), quick=40)
def test_packets_changed_on_the_way(data: bytes) -> None:
    """Damage is told, and what is encrypted only looked at."""
    verdict = verifying.judge("x.zip", data, [KNOWN])
    if verdict.problem is not None:
        check_told(verdict.problem)
    outcome(packet.read, data)
    outcome(replies.read, data)


def signed_anew(files: Mapping[str, bytes], like: Bag, key: Seal, use: str) -> bytes | None:
    """The files under a key that counts, whatever they say, with lines that repeat it."""
    info = dict(like.info)
    say = partial(_repeat, info)
    for name in ("packet.json", "filing.json", REPLY):
        if name in files:
            say(name, files[name])
    return outcome(bag.pack, files, info, partial(key.sign, use))


def _repeat(info: dict[str, str], name: str, source: bytes) -> None:
    """Let the lines of a bag say what its file says, as far as that can be read."""
    try:
        plain = json.loads(source)
        if name == "packet.json":
            info["Bag-Group-Identifier"] = plain["reference"]
            info["External-Identifier"] = f"{plain['reference']}-{plain['agency']}"
            info["Lienthong-Packet"] = str(plain["packet"])
            info["Source-Organization"] = plain["desk"]["name"]
            info["Lienthong-Signer"] = (
                f"lienthong-{plain['desk']['commune']}-{plain['desk']['number']}"
            )
        elif name == "filing.json":
            info["Lienthong-Round"] = str(plain["round"])
        else:
            info["Bagging-Date"] = plain["said"][:10]
            info["Bag-Group-Identifier"] = plain["reference"]
            info["External-Identifier"] = f"{plain['reference']}-{plain['agency']}-reply"
            info["Lienthong-Signer"] = plain["signer"]
    except (ValueError, LookupError, TypeError, RecursionError):
        pass  # what could not be read is not repeated
    for label, value in info.items():
        if not isinstance(value, str) or not value.isprintable() or value != value.strip():
            info[label] = "x"


@st.composite
def packets_signed_anew(draw: st.DrawFn) -> tuple[Packet, bytes]:
    """A packet whose contents say something else, and its inventory what they are."""
    read = packet.read(sent()[0])
    files = dict(read.bag.files)
    name = draw(st.sampled_from(["packet.json", "packet.json", "filing.json"]))
    files[name] = draw(as_json(reshaped(json.loads(files[name]))))
    try:
        bound = json.loads(files["filing.json"])
        bound["packets"][read.contents.number - 1]["inventory"] = bag.inventory(
            files, "filing.json"
        )
        files["filing.json"] = json.dumps(bound).encode()
    except (ValueError, LookupError, TypeError):
        pass  # it is as it is
    return read, signed_anew(files, read.bag, KEY, signers.PACKET) or b""


@fuzzed(packets_signed_anew(), quick=40)
def test_packets_that_say_something_else(given: tuple[Packet, bytes]) -> None:
    """Under a key that counts, whatever it says: read, held against others, or refused."""
    before, data = given
    judged = verifying.judge("x.zip", data, [KNOWN], [before.fingerprint])
    verdicts, rounds = verifying.compare([judged, verifying.Verdict("y.zip", before)])
    for language in LANGUAGES:
        assert packet_reports.verified(verdicts, rounds, language)["packets"]
        for line in packet_reports.verified_text(verdicts, rounds, language):
            assert line.isprintable()


@st.composite
def replies_signed_anew(draw: st.DrawFn) -> bytes:
    """A reply that says something else."""
    read = bag.unpack(answered())
    source = draw(as_json(reshaped(json.loads(read.files[REPLY]))))
    return signed_anew({**read.files, REPLY: source}, read, KEY, signers.REPLY) or b""


@fuzzed(replies_signed_anew(), quick=60)
def test_replies_that_say_something_else(data: bytes) -> None:
    """Under a key that counts: what is read can be named, and held against the law."""
    read = outcome(replies.read, data)
    if read is None:
        return
    check_printable(replies.file_name(read.reply))
    hold_against_the_law(read)


def hold_against_the_law(read: ReadReply) -> None:
    law = LAWS[packet.read(sent()[0]).contents.definition.sha256]
    for procedure in read.reply.procedures:
        said = replies.said_in(law, procedure, read.said_at, reply="ab" * 32, round_number=1)
        outcome(read_details, law, said, NOW)


LAW = loading.shipped()[0].definition
TEXT = st.one_of(odd_text(40), text_mutated("12/TB-UBND", "Ảnh mờ", "099226001234", "x" * 990))
SAID = st.builds(
    ReplyProcedure,
    id=st.sampled_from([procedure.id for procedure in LAW.procedure]),
    outcome=st.sampled_from(get_args(Outcome)),
    number=st.none() | TEXT,
    reason=st.none() | TEXT,
    items=st.lists(
        st.builds(
            ReplyItem,
            TEXT,
            field=st.none() | st.sampled_from([field.id for field in LAW.field]) | TEXT,
            component=st.none() | st.sampled_from([part.code for part in LAW.component]) | TEXT,
        ),
        max_size=3,
    ).map(tuple),
    results=st.dictionaries(st.sampled_from([result.id for result in LAW.result]) | TEXT, TEXT),
    amount=st.none() | st.integers(),
    until=st.none() | st.dates(),
)


@fuzzed(SAID, quick=90)
def test_whatever_an_agency_says(said: ReplyProcedure) -> None:
    """It is kept as far as the law asks for it, or refused in words."""
    told = replies.said_in(LAW, said, NOW)
    read = outcome(read_details, LAW, told, NOW)
    if read is not None:
        check_printable(repr(read[1]))


@fuzzed(as_json(reshaped({"packet": 2, "x": ["y", {"z": None}]})) | junk(), quick=60)
def test_json_from_outside(data: bytes) -> None:
    """Its names stand once, its texts are printable."""
    read = outcome(decoded, data, "packet.json", dict[str, Any])
    if read is not None:
        assert json.loads(data) == read or b"NaN" in data


LINES = write_signers([KNOWN, Signer("ubnd-19639", (signers.REPLY, "x"), KEY.public)]) + "# x\n\n"
LISTS = (LINES, *(LINES.replace("20280101", day) for day in ("00010101", "19700101", "99991231")))


@fuzzed(st.one_of(text_mutated(*LISTS), parts_mutated(" ", *LISTS), odd_text()), quick=120)
def test_lists_of_keys(text: str) -> None:
    """A list that is read is written again as one that reads the same."""
    read = outcome(read_signers, text)
    if read is not None:
        assert read_signers(write_signers(read)) == read
        for signer in read:
            check_printable(signer.fingerprint)
            assert signer.last is None or signer.before is not None


SIGNATURE = KEY.sign(signers.PACKET, b"x")


@fuzzed(st.one_of(armour_mutated(SIGNATURE), mutated(SIGNATURE), junk()), quick=120)
def test_signatures(data: bytes) -> None:
    """One signature has one form, and is of one text."""
    read = outcome(sshsig.read, data)
    if read is not None:
        assert sshsig._armoured(read) == data
        outcome(sshsig.check, read, b"x", signers.PACKET)


ENCRYPTED = encryption.encrypt(SMALL, str(IDENTITY.to_public()))


@fuzzed(st.one_of(mutated(ENCRYPTED), junk()), quick=90)
def test_encrypted_packets(data: bytes) -> None:
    """What is not for this key, or damaged, is told."""
    assert outcome(encryption.decrypt, data, IDENTITY) in (None, SMALL)
