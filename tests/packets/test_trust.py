"""Who signed a packet, what belongs together, and everything that must not pass."""

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

from lienthong_tui.packets import bag, packet, signers, verifying
from lienthong_tui.packets.contents import Binding
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.signers import Signer, read_signers, write_signers
from lienthong_tui.packets.verifying import Round, Verdict
from lienthong_tui.problems import Problem

from .mutations import MUTATIONS, Mutant
from .test_packet import DESK, KEY, REFERENCE, SAMPLES, every_sample, filed

KNOWN = Signer(
    DESK.principal, (signers.PACKET,), KEY.public, date(2026, 11, 20), date(2028, 11, 19)
)
SIGN = partial(KEY.sign, signers.PACKET)
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
    known = [(KNOWN.principal, KNOWN.key, KNOWN.first, KNOWN.before)]
    try:
        script.verified(data, known)
    except script.PacketError as bad:
        return str(bad)
    return None


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
            "ssh-keygen -Y verify -f ../desk.signers -I lienthong-19639-1 -n lienthong-packet"
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
    assert (code, KNOWN.fingerprint in out, "REFUSED" in out) == (1, True, True)
    assert run("--fingerprint", KNOWN.fingerprint, "p.zip")[0] == 0
    assert run("--fingerprint", KNOWN.fingerprint[:-1], "p.zip")[0] == 1
    code, out = run("--signers", "desk.signers", "p.zip", "gone.zip")
    assert (code, out.count("INTACT"), out.count("REFUSED")) == (1, 1, 1)
    assert run("--signers", "p.zip", "p.zip")[0] == 2
    (tmp_path / "p.zip").write_bytes(data.replace(b'"Nam"', b'"Nu!"'))
    code, out = run("--signers", "desk.signers", "p.zip")
    assert (code, "data/packet.json" in out) == (1, True)


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

WHOLE = bag.unpack(filed(SAMPLES[3]).packets["civil-status"])


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
