"""Who signed a packet, what belongs together, and everything that must not pass."""

import contextlib
import hashlib
import importlib.util
import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.access.slots import Identity
from lienthong_tui.packets import (
    bag,
    binding,
    contents,
    encryption,
    packet,
    replies,
    signers,
    verifying,
)
from lienthong_tui.packets.binding import Part
from lienthong_tui.packets.contents import Binding, Follows
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.signers import Signer, read_signers, write_signers
from lienthong_tui.packets.verifying import Round, Verdict
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading

from .mutations import MUTATIONS, Mutant, packed, said_otherwise
from .test_packet import DESK, KEY, NOW, REFERENCE, SAMPLES, every_sample, filed

KNOWN = Signer(
    DESK.principal, (signers.PACKET,), KEY.public, date(2026, 11, 20), date(2028, 11, 19)
)
SIGN = partial(KEY.sign, signers.PACKET)
LISTED = [(KNOWN.principal, KNOWN.key, KNOWN.first, KNOWN.before)]
SCRIPT = Path(__file__).parents[2] / "docs" / "verify_packet.py"


@cache
def stand_alone() -> ModuleType:
    """The verifier in `docs/`, which shares no code with the program."""
    spec = importlib.util.spec_from_file_location("verify_packet", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told_apart(data: bytes) -> str | None:
    """What the stand-alone verifier says is wrong."""
    script = stand_alone()
    try:
        script.verified(data, LISTED)
    except script.PacketError as bad:
        return str(bad)
    return None


WHOLE = bag.unpack(filed(SAMPLES[3]).packets["civil-status"])
WHOLE_JSON = WHOLE.files["packet.json"]


# -- programs that are not ours -------------------------------------------------------------------


@pytest.fixture
def extracted(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """Each packet of a sample, in a folder beside its ZIP and the list of keys."""
    (tmp_path / "desk.signers").write_text(write_signers([KNOWN]))
    folders = []
    for agency, data in filed(request.param).packets.items():
        archive = tmp_path / f"{agency}.zip"
        archive.write_bytes(data)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(tmp_path / agency)
        folders.append(tmp_path / agency)
    return folders


@pytest.mark.parametrize(
    "command",
    [
        f"{sys.executable} -m bagit --validate .",
        "unzip -tq ../$(basename $PWD).zip",
        "sha256sum --strict --quiet -c tagmanifest-sha256.txt manifest-sha256.txt",
        (
            # On the day the packets bear, whatever day it is.
            "ssh-keygen -Y verify -Overify-time=20261122120000Z"
            " -f ../desk.signers -I lienthong-19639-1 -n lienthong-packet"
            " -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt"
        ),
        f"{sys.executable} {SCRIPT} --signers ../desk.signers ../$(basename $PWD).zip",
        'test "$(grep -v " data/filing.json$" manifest-sha256.txt | sha256sum | cut -c-64)" ='
        ' "$(grep -A1 "\\"number\\": $(sed -n "s/Bag-Count: \\(.*\\) of .*/\\1/p" bag-info.txt),"'
        ' data/filing.json | sed -n "s/.*inventory.*\\"\\([0-9a-f]*\\)\\".*/\\1/p")"',
    ],
    ids=["bagit", "unzip", "sha256sum", "ssh-keygen", "stand-alone", "inventory"],
)
@pytest.mark.parametrize("extracted", SAMPLES, ids=lambda path: path.stem, indirect=True)
def test_common_programs_accept_every_packet_of_every_sample(
    extracted: list[Path], command: str
) -> None:
    program = command.split()[0]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: packets were NOT checked with it")
    assert extracted
    for folder in extracted:
        run = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


EXAMPLE = SCRIPT.parent / "packet-example"


def test_the_example_in_the_docs_stays_readable() -> None:
    """Made on 29/11/2026: every later version takes it as it is."""
    (data,) = (path.read_bytes() for path in EXAMPLE.glob("*.zip"))
    (listed,) = (path.read_text("utf-8") for path in EXAMPLE.glob("*.signers"))
    assert verifying.judge("example", data, read_signers(listed)).problem is None
    assert told_apart(data) is None
    read = packet.read(data)
    assert read.contents.demo
    assert bag.pack(read.bag.files, read.bag.info, SIGN) == data


def test_the_stand_alone_verifier_tells_what_is_wrong(tmp_path: Path) -> None:
    data = filed(SAMPLES[0]).packets["civil-status"]
    (tmp_path / "p.zip").write_bytes(data)
    (tmp_path / "desk.signers").write_text(write_signers([KNOWN]))

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, str(SCRIPT), *arguments]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        return ran.returncode, ran.stdout.decode()

    code, out = run("p.zip")
    assert (code, KNOWN.fingerprint in out, "REFUSED" in out) == (1, True, False)
    assert "NGUYÊN VẸN, CHƯA BIẾT KHÓA CỦA AI / WHOLE, KEY UNKNOWN" in out
    code, out = run("--fingerprint", KNOWN.fingerprint, "p.zip")
    assert (code, "đợt 1, 1/4" in out, "so trên giấy" in out) == (0, True, True)
    assert run("--fingerprint", KNOWN.fingerprint.removeprefix("SHA256:"), "p.zip")[0] == 0
    assert run("--fingerprint", KNOWN.fingerprint[:-1], "p.zip")[0] == 1
    code, out = run("--signers", "desk.signers", "p.zip", "gone.zip")
    assert (code, out.count("INTACT"), out.count("CANNOT BE OPENED")) == (2, 1, 1)
    assert "không có số 2, 3, 4 / round 1: 1 of 4, missing: 2, 3, 4" in out
    assert run("--signers", "p.zip", "p.zip")[0] == 2
    assert run("--signers", "gone.signers", "p.zip")[0] == 2
    (tmp_path / "p.zip").write_bytes(data.replace(b'"Nam"', b'"Nu!"'))
    code, out = run("--signers", "desk.signers", "p.zip")
    assert (code, "data/packet.json" in out) == (1, True)


@pytest.mark.parametrize("typed", ["", "age1", "ề", "\udcff", "age1" + "q" * 58])
def test_what_is_no_key_of_age_is_told(typed: str) -> None:
    with pytest.raises(Problem, match="recipient-mistyped"):
        encryption.read_recipient(typed)


def test_the_stand_alone_verifier_tells_what_is_no_packet() -> None:
    data = filed(SAMPLES[0]).packets["civil-status"]
    said = (replies.ReplyProcedure("birth-registration", "received"),)
    answered = packet.read(data)
    reply = replies.write(answered, said, signer="ubnd-19639", key=KEY, said=NOW)
    assert "this is a reply of an agency" in str(told_apart(reply))
    assert verifying.judge("x", reply, [KNOWN]).problem == Problem("packet-is-reply")
    recipient = str(Identity.generate().to_public())
    assert "decrypt it first" in str(told_apart(encryption.encrypt(data, recipient)))


def test_nothing_from_outside_steers_the_terminal(tmp_path: Path) -> None:
    files = rewritten("packet.json", lambda c: c.update(agency_name="Công an\nNGUYÊN VẸN"))
    path = tmp_path / "p.zip"
    path.write_bytes(bag.pack(files, WHOLE.info, SIGN))
    script = stand_alone()
    line = script.line_of(script.judge(f"{path}", LISTED, []))
    assert "Công an?NGUYÊN VẸN" in line
    assert line.isprintable()


# -- both verifiers alike -------------------------------------------------------------------------

KEY_LINE = KNOWN.line()
NAMED, OPTIONS, BLOB = KEY_LINE.split(" ", 2)
LISTS = [
    *("", "# a remark", KEY_LINE, f"\n{KEY_LINE}\n\n", f"{KEY_LINE} a remark", f"  {KEY_LINE}"),
    *(f"{KEY_LINE}\n{KEY_LINE}", f"{KEY_LINE}\r\n", f"\ufeff{KEY_LINE}", f"{KEY_LINE}\nx"),
    *(f"{NAMED} {BLOB}", f"{NAMED}  {OPTIONS}  {BLOB}", f"{NAMED}\t{OPTIONS}\t{BLOB}"),
    *(f"{name} {OPTIONS} {BLOB}" for name in ("LIENTHONG", "a,b", "*", "-a", "a" * 80, "a" * 81)),
    *(
        f"{NAMED} {OPTIONS} {blob}"
        for blob in ("ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 ?")
    ),
    *(
        f"{NAMED} {options} {BLOB}"
        for options in (
            *('namespaces="lienthong-packet"', "namespaces=lienthong-packet", 'namespaces=""'),
            *('namespaces="lienthong-reply"', 'namespaces="*"', 'namespaces="lienthong-*"'),
            *(f"{OPTIONS},cert-authority", f"cert-authority,{OPTIONS}", f'{OPTIONS},x="y"'),
            *(f"{OPTIONS},", f",{OPTIONS}", f"{OPTIONS},{OPTIONS}", OPTIONS.upper()),
            *(
                f'namespaces="lienthong-packet",{name}="{day}"'
                for name in ("valid-after", "valid-before")
                for day in (
                    *("20261122", "20261122Z", "2026112", "20261122120000Z", "20261301Z", ""),
                    *("00010101Z", "19700101Z", "19700102Z", "99991231Z"),
                )
            ),
        )
    ),
]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_keys_is_read_alike(text: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.signers"
    path.write_bytes(text.encode())
    try:
        mine = [
            (each.principal, each.key, each.first, each.before)
            for each in read_signers(text)
            if signers.PACKET in each.namespaces
        ]
    except Problem as problem:
        with pytest.raises(ValueError, match=f"line {problem.params['line']} "):
            stand_alone().known_keys(path)
    else:
        assert stand_alone().known_keys(path) == mine


def test_the_stand_alone_verifier_knows_the_names_of_every_shape() -> None:
    script = stand_alone()
    for shape, struct in (
        *((script.FILE, contents.PacketFile), (script.DESK, contents.PacketDesk)),
        *((script.DEFINITION, contents.PacketDefinition), (script.ANSWER, contents.PacketAnswer)),
        *((script.PROCEDURE, contents.PacketProcedure), (script.RESULT, contents.PacketResult)),
        *((script.COMPONENT, contents.PacketComponent), (script.FOLLOWS, contents.Follows)),
        *((script.PACKET, contents.Contents), (script.HELD, contents.HeldComponent)),
        *((script.TOGETHER, contents.SealedTogether), (script.FILING, contents.Binding)),
    ):
        fields = msgspec.structs.fields(struct)
        assert list(shape) == [f.name if f.required else f"{f.name}?" for f in fields]


def test_the_format_names_every_id_that_is_typed() -> None:
    text = SCRIPT.with_name("packet-format.md").read_text("utf-8")
    for group in loading.shipped():
        law = group.definition
        ids = [agency.id for agency in law.agency]
        ids += [procedure.id for procedure in law.procedure]
        ids += [result.id for result in law.result]
        assert [name for name in ids if f"`{name}`" not in text] == []


def signed_anew(files: Mapping[str, bytes]) -> bytes | None:
    """The files under the desk's key, with a list and lines that fit what they say, if any can."""
    plain = json.loads(files["packet.json"])
    bound = json.loads(files["filing.json"])
    info = dict(WHOLE.info)
    with contextlib.suppress(LookupError, TypeError, AttributeError):
        bound["packets"][0]["inventory"] = bag.inventory(files, "filing.json")
        info["Bag-Count"] = f"{plain['number']} of {len(bound['packets'])}"
        info["Bag-Group-Identifier"] = str(plain["reference"])
        info["External-Identifier"] = f"{plain['reference']}-{plain['agency']}"
        info["Lienthong-Round"] = str(bound["round"])
        desk = plain["desk"]
        info["Lienthong-Signer"] = f"lienthong-{desk['commune']}-{desk['number']}"
        info["Source-Organization"] = str(desk["name"])
    if json.loads(files["filing.json"]) != bound:
        files = {**files, "filing.json": json.dumps(bound).encode()}
    with contextlib.suppress(Problem, UnicodeEncodeError):
        return bag.pack(files, info, SIGN)
    return None


def judged_alike(data: bytes) -> bool:
    """Whether both verifiers accept it: they have to agree."""
    known = [KNOWN, Signer("lienthong-x-1", KNOWN.namespaces, KNOWN.key)]
    problem = verifying.judge("x", data, known).problem
    script = stand_alone()
    apart = None
    try:
        script.verified(data, [(s.principal, s.key, s.first, s.before) for s in known])
    except script.PacketError as bad:
        apart = str(bad)
    assert (problem is None) == (apart is None), (problem, apart)
    return problem is None


@pytest.mark.parametrize("name", ["packet.json", "filing.json"])
def test_what_is_said_otherwise_and_signed_anew_is_judged_alike(name: str) -> None:
    rng = random.Random(11)
    counted: Counter[bool] = Counter()
    for _ in range(600):
        files = {**WHOLE.files, name: said_otherwise(rng, WHOLE.files[name])}
        with contextlib.suppress(ValueError):  # JSON that Python itself does not read
            data = signed_anew(files)
            if data is not None:
                counted[judged_alike(data)] += 1
    assert counted[False] > 200
    assert counted[True] > 10


@pytest.mark.parametrize(
    ("change", "accepted"),
    [
        (lambda c: c.update(agency="identity-police"), True),
        (lambda c: c.update(agency="Identity Police"), False),
        (lambda c: c.update(agency="../x"), False),
        (lambda c: c.update(agency_name="Công an\nxã"), True),
        (lambda c: c.update(agency_name="Công an\u202e xã"), False),
        (lambda c: c["desk"].update(commune="x"), True),
        (lambda c: c["desk"].update(number=True), False),
        (lambda c: c.update(withdrawn=["child.given"]), True),
        (lambda c: c.update(withdrawn=[1]), False),
        (lambda c: c.update(follows=None, results=[]), True),
        (lambda c: c["answers"][0].update(value=1.0), False),
        (lambda c: c["answers"][0].update(value=10**30), True),
        (lambda c: c["answers"][0].update(value={"x": 1}), False),
    ],
)
def test_what_may_be_said_is_the_same_for_both(
    change: Callable[[dict[str, Any]], Any], accepted: bool
) -> None:
    data = signed_anew(rewritten("packet.json", change))
    assert data is not None
    assert judged_alike(data) is accepted


@pytest.mark.parametrize(
    ("reference", "accepted"),
    [("LT1", True), ("LT", False), ("lt1", False), ("LT1/2", False), ("LT" + "1" * 41, False)],
)
def test_a_reference_is_the_same_for_both(reference: str, accepted: bool) -> None:
    files = rewritten("filing.json", lambda c: c.update(reference=reference))
    plain = {**json.loads(files["packet.json"]), "reference": reference}
    data = signed_anew({**files, "packet.json": json.dumps(plain).encode()})
    assert data is not None
    assert judged_alike(data) is accepted


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"null", b"[]", b"1", b'"x"', b"{}", b'{"packet": 2}', b'{"packet": true}'),
        *(b"\xef\xbb\xbf{}", b"{} {}", b"NaN", b"[" * 100_000, "{}".encode("utf-16")),
        b"\xef\xbb\xbf" + WHOLE_JSON,
        WHOLE_JSON.replace(b'"packet"', b'"packet": 2, "packet"', 1),
        WHOLE_JSON.replace(b'"packet": 2', b'"packet": 2.0', 1),
        WHOLE_JSON + b"\0",
    ],
)
def test_text_that_is_no_packet_is_refused_by_both(text: bytes) -> None:
    files = {**WHOLE.files, "packet.json": text}
    assert not judged_alike(bag.pack(rebound(files), WHOLE.info, SIGN))


@pytest.mark.parametrize(
    ("day", "accepted"),
    [
        *(("2026-11-22", True), ("2026-11-19", False), ("2028-11-19", False), ("20261122", False)),
        *(("2026-W47-7", False), ("2026-11-22T00:00", False), ("22/11/2026", False), ("0", False)),
    ],
)
def test_the_day_of_a_bag_has_one_form_for_both(day: str, accepted: bool) -> None:
    data = bag.pack(WHOLE.files, {**WHOLE.info, "Bagging-Date": day}, SIGN)
    assert judged_alike(data) is accepted


@pytest.mark.parametrize(
    "lines",
    [
        {"a b": "x"},
        {"Bag-count": "1 of 1"},
        {"payload-oxum": "1.1"},
        {"X": " x"},
        {"X": "a\u2028b"},
    ],
)
def test_lines_of_a_bag_are_read_alike(lines: Mapping[str, str]) -> None:
    assert judged_alike(packed(WHOLE.files, WHOLE.info, KEY))
    assert not judged_alike(packed(WHOLE.files, {**WHOLE.info, **lines}, KEY))


# -- by themselves --------------------------------------------------------------------------------


@every_sample
def test_every_packet_is_trusted_where_its_key_is_known(path: Path) -> None:
    for data in filed(path).packets.values():
        assert verifying.judge("x", data, [KNOWN]).problem is None
        assert verifying.judge("x", data, [], [KNOWN.fingerprint]).problem is None
        unknown = verifying.judge("x", data, [])
        assert unknown.packet is not None
        told = {"principal": DESK.principal, "fingerprint": KNOWN.fingerprint}
        assert unknown.problem == Problem("signer-unknown", **told)


def test_a_key_of_another_desk_signs_nothing_for_this_one() -> None:
    data = filed(SAMPLES[0]).packets["civil-status"]
    neighbour = Signer("lienthong-19639-2", KNOWN.namespaces, KNOWN.key)
    problem = verifying.judge("x", data, [neighbour]).problem
    assert problem is not None
    assert problem.code == "signer-unknown"


# -- changed by someone who recomputes everything, with the desk's own key -------------------------


def rebound(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with a `filing.json` that fits them."""
    bound = msgspec.json.decode(files["filing.json"], type=Binding)
    own = msgspec.structs.replace(bound.packets[0], inventory=bag.inventory(files, "filing.json"))
    bound = msgspec.structs.replace(bound, packets=(own, *bound.packets[1:]))
    return {**files, "filing.json": msgspec.json.encode(bound)}


def rewritten(name: str, change: Callable[[dict[str, Any]], Any]) -> dict[str, bytes]:
    plain = json.loads(WHOLE.files[name])
    change(plain)
    files = {**WHOLE.files, name: msgspec.json.encode(plain)}
    return rebound(files) if name == "packet.json" else files


def refused(files: Mapping[str, bytes], info: Mapping[str, str] = WHOLE.info) -> Problem:
    data = bag.pack(files, info, SIGN)
    with pytest.raises(Problem) as caught:
        packet.read(data)
    assert told_apart(data) is not None
    return caught.value


def test_packed_again_unchanged_it_is_accepted() -> None:
    data = bag.pack(rewritten("packet.json", dict), WHOLE.info, SIGN)
    assert packet.read(data).contents.reference == REFERENCE
    assert told_apart(data) is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda c: c["declarations"].clear(), "declarations/birth-declaration.pdf"),
        (lambda c: c["components"].clear(), "components/c01/01-giay-chung-sinh-04.pdf"),
        (
            lambda c: c["declarations"].append({"path": "declarations/x.pdf", "media_type": "x"}),
            "declarations/x.pdf",
        ),
        (
            lambda c: c["declarations"].append({"path": "../x", "media_type": "x"}),
            "packet.json",
        ),
        (lambda c: c.update(number=2), "filing.json"),
        (lambda c: c.update(number=0), "filing.json"),
        (lambda c: c.update(salt="0" * 64), "filing.json"),
        (lambda c: c.update(reference="LT19639-261122-1002-X"), "filing.json"),
        (lambda c: c.update(follows={"round": 1, "number": 1, "inventory": "", "why": "awaited"}),
         "filing.json"),
        (lambda c: c["desk"].update(number=2), "bag-info.txt"),
        (lambda c: c["desk"].update(name="Xã khác"), "bag-info.txt"),
        (lambda c: c.update(agency="social-insurance"), "bag-info.txt"),
    ],
)  # fmt: skip
def test_contents_that_contradict_the_rest_are_refused(
    change: Callable[[dict[str, Any]], Any], name: str
) -> None:
    assert refused(rewritten("packet.json", change)) == Problem("packet-contents", name=name)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.pop("answers"),
        lambda c: c.update(answers="none"),
        lambda c: c.update(note="smuggled"),
        lambda c: c["answers"][0].update(note="smuggled"),
        lambda c: c["answers"][0].update(origin="guessed"),
    ],
)
def test_contents_of_another_shape_are_refused(change: Callable[[dict[str, Any]], Any]) -> None:
    data = bag.pack(rewritten("packet.json", change), WHOLE.info, SIGN)
    with pytest.raises(Problem) as caught:
        packet.read(data)
    assert caught.value == Problem("packet-contents", name="packet.json")
    assert told_apart(data) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(reference="LT19639-261122-1002-X"),
        lambda c: c.update(round=2),
        lambda c: c.update(round=0),
        lambda c: c.update(previous="0" * 64),
        lambda c: c.update(round=2, previous="0" * 64),
        lambda c: c["packets"].reverse(),
        lambda c: c["packets"].clear(),
        lambda c: c["packets"][0].update(inventory="0" * 64),
        lambda c: c["packets"][0]["components"].clear(),
        lambda c: c["packets"][0]["components"][0].update(code="C02"),
        lambda c: c["packets"][0]["components"][0]["commitments"].append("0" * 64),
        lambda c: c["packets"][1].update(number=1),
    ],
)
def test_a_list_that_contradicts_the_packet_is_refused(
    change: Callable[[dict[str, Any]], Any],
) -> None:
    assert refused(rewritten("filing.json", change)) == Problem(
        "packet-contents", name="filing.json"
    )


def test_another_format_is_told_as_such() -> None:
    assert refused(rewritten("packet.json", lambda c: c.update(packet=3))) == Problem(
        "packet-version", version=3
    )


@pytest.mark.parametrize("label", [name for name in WHOLE.info if name != "Lienthong-Journal"])
def test_a_bag_that_contradicts_its_contents_is_refused(label: str) -> None:
    without = {name: value for name, value in WHOLE.info.items() if name != label}
    for info in (without, {**without, label: "something else"}):
        assert refused(WHOLE.files, info) == Problem("packet-contents", name="bag-info.txt")


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (
            {**WHOLE.files, "components/c01/extra.pdf": b"%PDF-1.7 %%EOF"},
            "components/c01/extra.pdf",
        ),
        ({**WHOLE.files, "readme.txt": b"hello"}, "readme.txt"),
        (
            {n: d for n, d in WHOLE.files.items() if not n.startswith("declarations")},
            "declarations/birth-declaration.pdf",
        ),
        ({n: d for n, d in WHOLE.files.items() if n != "packet.json"}, "packet.json"),
        ({n: d for n, d in WHOLE.files.items() if n != "filing.json"}, "filing.json"),
        ({**WHOLE.files, "packet.json": b"{"}, "packet.json"),
        ({**WHOLE.files, "packet.json": b'"\xff"'}, "packet.json"),
        ({**WHOLE.files, "packet.json": b"[" * 100_000}, "packet.json"),
        ({**WHOLE.files, "filing.json": b"{}"}, "filing.json"),
    ],
)
def test_files_that_the_contents_do_not_list_are_refused(
    files: Mapping[str, bytes], name: str
) -> None:
    assert refused(files) == Problem("packet-contents", name=name)


# -- several in hand ------------------------------------------------------------------------------


def judged(packets: Mapping[str, bytes]) -> list[Verdict]:
    return [verifying.judge(name, data, [KNOWN]) for name, data in packets.items()]


def agreed(packets: Mapping[str, bytes], folder: Path) -> set[str]:
    """The names of those that fit together, as both verifiers say; they miss the same numbers."""
    script = stand_alone()
    for name, data in packets.items():
        (folder / name).write_bytes(data)
    alone = [script.judge(f"{folder / name}", LISTED, []) for name in packets]
    verdicts = [script.compared_with(verdict, alone) for verdict in alone]
    apart = {Path(v.path).name for v in verdicts if v.heading == script.INTACT}
    together, rounds = verifying.compare(judged(packets))
    assert apart == {verdict.name for verdict in together if verdict.problem is None}
    lines = list(script.missing(alone))
    missed = [each for each in rounds if each.missing]
    assert len(lines) == len(missed)
    for line, each in zip(lines, missed, strict=True):
        assert line.startswith(f"{each.reference}, đợt {each.number}: ")
        assert line.endswith(", ".join(map(str, each.missing)))
    return apart


def later_round(
    packets: Mapping[str, bytes], *, previous: str | None = None, inventory: str | None = None
) -> dict[str, bytes]:
    """A second round that brings the same again, after what is said of the first."""
    parts = []
    for data in packets.values():
        before = packet.read(data)
        own = before.binding.packets[before.contents.number - 1]
        follows = Follows(1, own.number, inventory or own.inventory, "supplement")
        files = {n: c for n, c in before.bag.files.items() if not n.endswith(".json")}
        parts.append(Part(msgspec.structs.replace(before.contents, follows=follows), files))
        previous = previous or binding.round_sha256(before.bag.files)
    sealed = binding.seal_together(
        parts, {"Bagging-Date": "2026-11-23"}, KEY, round_number=2, previous=previous
    )
    return {f"{name}-2": data for name, data in zip(packets, sealed, strict=True)}


def test_both_verifiers_hold_packets_against_each_other_alike(tmp_path: Path) -> None:
    first, other = dict(filed(SAMPLES[0]).packets), filed(SAMPLES[3]).packets
    second = later_round(first)
    assert agreed(first | second, tmp_path) == {*first, *second}
    two = {name: first[name] for name in list(first)[1:3]}
    assert agreed(two, tmp_path) == {*two}
    swapped = {**two, "civil-status": other["civil-status"]}
    assert agreed(swapped, tmp_path) == set()
    unlinked = later_round(first, previous="0" * 64)
    assert agreed(first | unlinked, tmp_path) == {*first}
    elsewhere = later_round(first, inventory="0" * 64)
    assert agreed(first | elsewhere, tmp_path) == {*first}
    # A copy that anybody signed takes nothing from the packets of the desk.
    forger = partial(Seal(Ed25519PrivateKey.generate()).sign, signers.PACKET)
    copied = bag.unpack(other["civil-status"])
    copy = {"copy": bag.pack(copied.files, copied.info, forger)}
    assert agreed(first | copy, tmp_path) == {*first}


def test_packets_of_one_filing_belong_together() -> None:
    packets = filed(SAMPLES[0]).packets
    verdicts, rounds = verifying.compare(judged(packets))
    assert [verdict.problem for verdict in verdicts] == [None] * 4
    assert rounds == [Round(REFERENCE, 1, 4, (1, 2, 3, 4))]


def test_one_that_was_dropped_is_missed() -> None:
    packets = dict(filed(SAMPLES[0]).packets)
    packets.pop("social-insurance")
    _, (found,) = verifying.compare(judged(packets))
    assert found.missing == (3,)


def test_one_swapped_for_that_of_another_sealing_shows() -> None:
    # Two desks of one number, or one desk restored: the reference is the same, the filing is not.
    mine, other = filed(SAMPLES[0]).packets, filed(SAMPLES[3]).packets
    packets = {**mine, "social-insurance": other["social-insurance"]}
    verdicts, _ = verifying.compare(judged(packets))
    problems = {verdict.name: verdict.problem for verdict in verdicts}
    assert problems["social-insurance"] == Problem("packet-other-sealing", name="civil-status")
    assert problems["civil-status"] == Problem("packet-other-sealing", name="social-insurance")


def test_nothing_is_told_of_other_agencies_but_numbers_and_codes() -> None:
    for path in SAMPLES:
        for data in filed(path).packets.values():
            read = packet.read(data)
            text = read.bag.files["filing.json"].decode()
            plain = json.loads(text)
            assert plain.keys() == {"filing", "reference", "round", "previous", "packets"}
            for each in plain["packets"]:
                assert each.keys() == {"number", "inventory", "components"}
            for other in filed(path).packets.values():
                assert packet.read(other).contents.agency not in text


def test_a_paper_is_not_recognised_in_the_list_without_the_packet() -> None:
    read = packet.read(filed(SAMPLES[3]).packets["civil-status"])
    others = [packet.read(data) for data in filed(SAMPLES[3]).packets.values()]
    salts = {each.contents.salt for each in others}
    assert len(salts) == len(others)
    plain = {hashlib.sha256(content).hexdigest() for content in read.bag.files.values()}
    assert not any(digest in read.bag.files["filing.json"].decode() for digest in plain)


def test_the_salt_is_only_that_of_the_key() -> None:
    other = Seal(Ed25519PrivateKey.generate())
    assert KEY.salt("a", "b") == KEY.salt("a", "b")
    assert len({KEY.salt("a", "b"), KEY.salt("ab", ""), KEY.salt("a"), other.salt("a", "b")}) == 4


# -- changed on the way ---------------------------------------------------------------------------


def refuse_all(trials: int, seed: int) -> Counter[str]:
    """Every mutant is refused for the right reason, by both verifiers; every original passes."""
    rng = random.Random(seed)
    filings = [tuple(filed(path).packets.values()) for path in SAMPLES]
    counted: Counter[str] = Counter()
    for trial in range(trials):
        mine, other = rng.sample(filings, 2)
        mutation = MUTATIONS[trial % len(MUTATIONS)]
        mutant: Mutant = mutation(rng, mine, other, KEY)
        problem = verifying.judge("x", mutant.data, [KNOWN]).problem
        place = f"{mutation.__name__}, trial {trial} of seed {seed}"
        assert problem is not None, place
        assert problem.code in mutant.codes, (place, problem.code, problem.params)
        if mutant.name is not None:
            assert problem.params["name"] == mutant.name, place
        assert told_apart(mutant.data) is not None, place
        counted[mutation.__name__] += 1
    for packets in filings:
        for data in packets:
            assert verifying.judge("x", data, [KNOWN]).problem is None
            assert told_apart(data) is None
    return counted


def test_whatever_is_changed_on_the_way_is_refused_for_the_right_reason() -> None:
    counted = refuse_all(500, seed=7)
    assert len(counted) == len({mutation.__name__ for mutation in MUTATIONS}) > 20


@pytest.mark.long
@pytest.mark.timeout(900)
def test_ten_thousand_changes_are_refused() -> None:
    assert refuse_all(10_000, seed=2026).total() == 10_000
