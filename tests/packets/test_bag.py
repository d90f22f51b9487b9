import hashlib
import io
import random
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import bagit
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lienthong_tui.packets import bag as bags
from lienthong_tui.packets import zips
from lienthong_tui.packets.bag import Bag, inventory, unpack
from lienthong_tui.problems import Problem

FILES = {
    "00-phieu-chuyen.pdf": b"%PDF-1.7 " + bytes(range(256)),
    "answers.json": '{"child.name": "Nguyễn Thị Ngọc Ánh"}'.encode(),
    "declarations/01-birth.pdf": b"%PDF-1.7",
    "declarations/02-residence.pdf": b"",
}
INFO = {
    "Source-Organization": "UBND xã Nam Cửa Việt",
    "Bagging-Date": "2026-11-23",
    "External-Identifier": "0007",
}


def pack(files: Mapping[str, bytes], info: Mapping[str, str]) -> bytes:
    """A bag signed by nobody: here the signature is what the tag manifest's hash is."""
    return bags.pack(files, info, lambda listing: hashlib.sha256(listing).hexdigest().encode())


PACKET = pack(FILES, INFO)
LISTINGS = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
TAGS = [*LISTINGS, "tagmanifest-sha256.txt.sig"]


def entries(data: bytes = PACKET) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezip(
    content: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]],
    method: int = zipfile.ZIP_STORED,
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in content.items() if isinstance(content, dict) else content:
            archive.writestr(name, data)
    return target.getvalue()


def recomputed(payload: dict[str, bytes]) -> dict[str, bytes]:
    """A bag whose manifests fit, whatever its names."""

    def manifest(files: dict[str, bytes]) -> bytes:
        lines = (f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in sorted(files.items()))
        return "".join(lines).encode()

    tags = {name: entries()[name] for name in TAGS[:2]}
    tags["manifest-sha256.txt"] = manifest(payload)
    signature = {TAGS[4]: entries()[TAGS[4]]}
    return {**payload, **tags, **signature, "tagmanifest-sha256.txt": manifest(tags)}


def refused(data: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        unpack(data)
    return caught.value


def test_what_went_in_comes_out() -> None:
    bag = unpack(PACKET)
    listing = entries()["tagmanifest-sha256.txt"]
    signature = hashlib.sha256(listing).hexdigest().encode()
    assert bag == Bag(FILES, INFO, listing, signature)


def test_layout_is_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(PACKET)) as archive:
        infos = archive.infolist()
        assert archive.testzip() is None
    assert [info.filename for info in infos] == sorted([*TAGS, *(f"data/{n}" for n in FILES)])
    for info in infos:
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.compress_type == zipfile.ZIP_STORED
        assert (info.create_system, info.external_attr) == (3, 0o100644 << 16)
        assert (info.flag_bits, info.extra, info.comment) == (0x800, b"", b"")
    assert entries()["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert entries()["bag-info.txt"].decode() == (
        "Bagging-Date: 2026-11-23\n"
        "External-Identifier: 0007\n"
        f"Payload-Oxum: {sum(map(len, FILES.values()))}.4\n"
        "Source-Organization: UBND xã Nam Cửa Việt\n"
    )


def test_its_inventory_is_the_manifest_without_one_line() -> None:
    lines = entries()["manifest-sha256.txt"].splitlines(keepends=True)
    kept = b"".join(line for line in lines if not line.endswith(b" data/answers.json\n"))
    assert len(kept) < len(b"".join(lines))
    assert inventory(FILES, "answers.json") == hashlib.sha256(kept).hexdigest()


def test_the_form_never_changes_by_accident() -> None:
    # Packets already sent must be built again with the same bytes by every later version.
    packet = pack({"a.txt": b"a\n"}, {"Bagging-Date": "2026-11-23"})
    assert (
        hashlib.sha256(packet).hexdigest()
        == "eee2e48e8155bde4cca32a7262853a98764ef4620ccafc4725c232b476cd885d"
    )


@given(order=st.permutations(list(FILES)), labels=st.permutations(list(INFO)))
@settings(max_examples=20)
def test_order_does_not_matter(order: list[str], labels: list[str]) -> None:
    assert pack({n: FILES[n] for n in order}, {n: INFO[n] for n in labels}) == PACKET


names = st.from_regex(r"x[a-z0-9]{0,3}(/x[a-z0-9._-]{0,5}[a-z0-9])?", fullmatch=True)


@given(files=st.dictionaries(names, st.binary(max_size=50), max_size=6))
@settings(max_examples=60)
def test_whatever_can_be_packed_can_be_unpacked(files: dict[str, bytes]) -> None:
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assume(folders.isdisjoint(files))
    assert unpack(pack(files, {})).files == files


def test_others_can_check_it(tmp_path: Path) -> None:
    file = tmp_path / "packet.zip"
    file.write_bytes(PACKET)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.version_info == (1, 0)
    assert bag.validate(processes=1)
    (tmp_path / "bag/data/answers.json").write_bytes(b"{}")
    with pytest.raises(bagit.BagValidationError):
        bag.validate(processes=1)


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("unzip", "unzip -t packet.zip"),
        ("sha256sum", "cd bag && sha256sum -c --strict manifest-sha256.txt tagmanifest-sha256.txt"),
    ],
)
def test_common_tools_accept_it(tool: str, command: str, tmp_path: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed: the packet was NOT checked with it")
    (tmp_path / "packet.zip").write_bytes(PACKET)
    with zipfile.ZipFile(tmp_path / "packet.zip") as archive:
        archive.extractall(tmp_path / "bag")
    run = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "name",
    [
        *("", "/", "/a.pdf", "a//b", "a/", "../a.pdf", "a/../b.pdf", ".", "..", "./a", ".a", "a."),
        *("a\\b.pdf", "c:a.pdf", "A.pdf", "giấy.pdf", "a b.pdf", "a\n.pdf", "a\0.pdf", "\ud800"),
        *("con", "con.pdf", "x/nul.txt", "com1", "lpt9.pdf", "-a", "_a", "a" * 146),
    ],
)
def test_names_that_are_not_packed(name: str) -> None:
    with pytest.raises(Problem) as caught:
        pack({name: b""}, {})
    assert caught.value.code == "packet-name-unsafe"
    assert caught.value.params["name"].isprintable()


def test_a_file_is_not_a_folder_too() -> None:
    with pytest.raises(Problem, match="packet-name-unsafe"):
        pack({"a": b"", "a/b/c": b""}, {})


@pytest.mark.parametrize(
    "info",
    [
        {"Payload-Oxum": "1.1"},
        {"payload-oxum": "1.1"},
        {"A b": "x"},
        {"A:": "x"},
        {"": "x"},
        {"A": ""},
        {"A": " x"},
        {"A": "x\nB: y"},
        {"A": "x\x1b[31m"},
        {"A": "x", "a": "y"},
    ],
)
def test_info_that_is_not_packed(info: dict[str, str]) -> None:
    with pytest.raises(Problem, match="packet-info"):
        pack({}, info)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    full = {f"f{n}": b"" for n in range(zips.MAX_ENTRIES - 5)}
    assert unpack(pack(full, {})).files == full
    with pytest.raises(Problem) as many:
        pack({**full, "one-more": b""}, {})
    assert many.value == Problem("packet-too-many", count=501, limit=500)
    with pytest.raises(Problem, match="packet-too-large"):
        pack({}, {"A": "x" * 1_000_000})

    monkeypatch.setattr(zips, "MAX_SIZE", len(PACKET))
    assert unpack(pack(FILES, INFO)).files == FILES
    monkeypatch.setattr(zips, "MAX_SIZE", len(PACKET) - 1)
    too_large = Problem("packet-too-large", size=len(PACKET), limit=len(PACKET) - 1)
    assert refused(PACKET) == too_large
    with pytest.raises(Problem) as large:
        pack(FILES, INFO)
    assert large.value == too_large


def without(name: str) -> Callable[[], dict[str, bytes]]:
    return lambda: {n: c for n, c in entries().items() if n != name}


def with_entry(name: str, content: bytes = b"x") -> Callable[[], dict[str, bytes]]:
    return lambda: {**entries(), name: content}


@pytest.mark.parametrize(
    ("tampered", "code", "params"),
    [
        (with_entry("data/answers.json"), "packet-file-changed", {"name": "data/answers.json"}),
        (with_entry("bag-info.txt"), "packet-file-changed", {"name": "bag-info.txt"}),
        (with_entry("bagit.txt"), "packet-file-changed", {"name": "bagit.txt"}),
        (with_entry("data/extra.pdf"), "packet-file-extra", {"name": "data/extra.pdf"}),
        (with_entry("readme.html"), "packet-file-extra", {"name": "readme.html"}),
        (with_entry("tagmanifest-sha256.txt"), "packet-manifest", {}),
        (with_entry("tagmanifest-sha256.txt", "ộ".encode()), "packet-manifest", {}),
        (
            with_entry("tagmanifest-sha256.txt", b""),
            "packet-file-extra",
            {"name": "bagit.txt"},
        ),
        (
            with_entry("tagmanifest-sha256.txt", b"\n" * 1_000_001),
            "packet-too-large",
            {"size": 1_000_001, "limit": 1_000_000},
        ),
        (without(TAGS[4]), "packet-unsigned", {"name": TAGS[4]}),
        *(
            (without(name), "packet-file-missing", {"name": name})
            for name in [*LISTINGS, "data/answers.json"]
        ),
        *(
            (with_entry(name), "packet-name-unsafe", {"name": shown})
            for name, shown in {
                "../evil.pdf": "../evil.pdf",
                "/etc/passwd": "/etc/passwd",
                "data/../../evil": "data/../../evil",
                "data\\evil.pdf": "data\\evil.pdf",
                "c:evil.pdf": "c:evil.pdf",
                "data/": "data/",
                "data/con.txt": "data/con.txt",
                "data/Answers.json": "data/Answers.json",
                "data/giấy.pdf": "data/giấy.pdf",
                "data/\u202efdp.exe": "data/?fdp.exe",
                "data/a\x1b[2J": "data/a?[2J",
            }.items()
        ),
        # Everything recomputed: no longer damage, but not the one form a packet has.
        (lambda: recomputed({"../evil/x": b"x"}), "packet-name-unsafe", {"name": "../evil/x"}),
        (lambda: recomputed({"outside.pdf": b"x"}), "packet-not-canonical", {}),
        (
            lambda: recomputed({"data/a": b"x", "data/a/b": b""}),
            "packet-name-unsafe",
            {"name": "a/b"},
        ),
    ],
)
def test_tampered_contents(
    tampered: Callable[[], dict[str, bytes]], code: str, params: dict[str, Any]
) -> None:
    assert refused(rezip(tampered())) == Problem(code, **params)


def listed_too_much() -> bytes:
    tags = entries()
    manifest = tags["manifest-sha256.txt"] + b"0" * 64 + b"  data/gone.pdf\n"
    digests = {**{name: tags[name] for name in TAGS[:2]}, "manifest-sha256.txt": manifest}
    lines = (f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in digests.items())
    return rezip({**tags, **digests, "tagmanifest-sha256.txt": "".join(lines).encode()})


def info_rewritten(text: bytes) -> bytes:
    tags = {**{name: entries()[name] for name in TAGS[1:3]}, "bag-info.txt": text}
    lines = (f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in sorted(tags.items()))
    return rezip({**entries(), **tags, "tagmanifest-sha256.txt": "".join(lines).encode()})


def symlink() -> bytes:
    link = zipfile.ZipInfo("data/answers.json")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return rezip([(link if n == link.filename else n, c) for n, c in entries().items()])


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return rezip([*entries().items(), ("data/answers.json", b"evil")])


def edited(offset_from_end: int, layout: str, value: int) -> bytes:
    data = bytearray(PACKET)
    struct.pack_into(layout, data, len(data) - offset_from_end, value)
    return bytes(data)


def shared_bytes() -> bytes:
    """500 entries that all point at the same 2 MB: 1 GB when read."""
    packet = zips.write_zip({f"f{n:03}": b"\0" * (2_000_000 if n == 0 else 0) for n in range(500)})
    data = bytearray(packet)
    at = struct.unpack_from("<L", data, len(data) - 6)[0]
    for _ in range(500):
        struct.pack_into("<2L", data, at + 20, 2_000_000, 2_000_000)
        struct.pack_into("<L", data, at + 42, 0)
        at += 46 + 4
    return bytes(data)


@pytest.mark.parametrize(
    ("hostile", "code"),
    [
        (lambda: b"", "packet-not-zip"),
        (lambda: b"PK", "packet-not-zip"),
        (lambda: b"PK\x03\x04" * 1000, "packet-not-zip"),
        (lambda: b"PK\x05\x06" + bytes(18), "packet-not-zip"),
        (lambda: b"%PDF-1.7 not a packet", "packet-not-zip"),
        (lambda: b"PK\x03\x04....PK\x05\x06...", "packet-not-canonical"),
        (lambda: PACKET[: len(PACKET) // 2], "packet-not-zip"),
        (lambda: PACKET[:-1], "packet-not-canonical"),
        (lambda: PACKET + b"\0", "packet-not-canonical"),
        (lambda: PACKET + PACKET, "packet-not-canonical"),
        (lambda: b"MZ" + PACKET, "packet-not-zip"),
        (lambda: PACKET[:-2] + b"\x02\x00hi", "packet-not-canonical"),
        (lambda: rezip(entries()), "packet-not-canonical"),
        (lambda: rezip(entries(), zipfile.ZIP_DEFLATED), "packet-not-canonical"),
        (
            lambda: rezip({"data/bomb": bytes(10_000_000)}, zipfile.ZIP_DEFLATED),
            "packet-not-canonical",
        ),
        (lambda: rezip({f"data/f{n}": b"" for n in range(10_000)}), "packet-too-many"),
        (symlink, "packet-not-canonical"),
        (twice, "packet-file-extra"),
        (listed_too_much, "packet-file-missing"),
        (lambda: info_rewritten(b"no colon\n"), "packet-info"),
        (lambda: info_rewritten(b"A: x\nA: y\n"), "packet-info"),
        (lambda: info_rewritten(b"A: \xff\xfe\n"), "packet-not-canonical"),
        (lambda: info_rewritten(b"Payload-Oxum: 0.0\n"), "packet-not-canonical"),
        (lambda: edited(6, "<L", 0xFFFFFFFF), "packet-not-canonical"),
        (lambda: edited(6, "<L", 0), "packet-not-canonical"),
        (lambda: edited(12, "<H", 0xFFFF), "packet-too-many"),
        (lambda: edited(12, "<H", 10), "packet-not-canonical"),
        (shared_bytes, "packet-too-large"),
    ],
)
def test_hostile_files(hostile: Callable[[], bytes], code: str) -> None:
    assert refused(hostile()).code == code


def test_name_that_is_not_utf8() -> None:
    data = PACKET.replace(b"data/answers.json", b"data/\xff\x1bnswer.json")
    assert refused(data) == Problem("packet-name-unsafe", name="data/\\xff\\x1bnswer.json")


def test_every_flipped_bit_is_refused() -> None:
    chance = random.Random(8493)
    for _ in range(300):
        data = bytearray(PACKET)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        refused(bytes(data))


def test_every_cut_is_refused() -> None:
    for length in range(0, len(PACKET), 7):
        refused(PACKET[:length])


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_any_bytes_are_refused(junk: bytes) -> None:
    refused(junk)
    refused(b"PK\x03\x04" + junk[:20] + b"PK\x05\x06" + junk[20:])
    refused(b"PK\x03\x04" + junk + b"PK\x05\x06" + bytes(4) + junk[:14].ljust(14, b"\0"))
