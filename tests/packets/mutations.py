"""Ways to change a packet on its way, each with what it has to be refused for.

A mutation takes the packets of two filings and gives bytes and the problems that are right: the
code, and the file that was touched where a packet can tell it.
"""

import copy
import hashlib
import io
import json
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.packets import bag, signers, zips
from lienthong_tui.packets.seals import Seal

SIGNATURE, LISTING = "tagmanifest-sha256.txt.sig", "tagmanifest-sha256.txt"
STRUCTURE = {
    *("packet-not-canonical", "packet-not-zip", "packet-name-unsafe", "packet-file-extra"),
    *("packet-file-missing", "packet-unsigned", "packet-too-many", "packet-too-large"),
    "packet-file-changed",
}
LISTINGS = {"packet-manifest", "packet-file-missing", "packet-file-extra", "packet-file-changed"}


class Mutant(NamedTuple):
    """Changed bytes; `codes` are the right reasons, `name` the file that has to be named."""

    data: bytes
    codes: frozenset[str] | set[str]
    name: str | None = None


Mutation = Callable[[random.Random, Sequence[bytes], Sequence[bytes], Seal], Mutant]


def entries(data: bytes) -> dict[str, bytes]:
    return zips.read_zip(data)


def place_of(data: bytes, at: int) -> str | None:
    """The entry whose content the byte at `at` belongs to; None: the ZIP's own."""
    begin = 0
    for name, content in sorted(entries(data).items()):
        begin += 30 + len(name.encode())
        if begin <= at < begin + len(content):
            return name
        begin += len(content)
    return None


def reason(data: bytes, at: int) -> tuple[set[str], str | None]:
    name = place_of(data, at)
    if name is None:
        return STRUCTURE, None
    if name == SIGNATURE:
        return {"packet-not-canonical"}, None  # its checksum in the ZIP tells it first
    if name == LISTING:
        return LISTINGS, None
    return {"packet-file-changed"}, name


def bit(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    data = bytearray(rng.choice(mine))
    at = rng.randrange(len(data))
    codes, name = reason(bytes(data), at)
    data[at] ^= 1 << rng.randrange(8)
    return Mutant(bytes(data), codes, name)


def structure_bit(
    rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal
) -> Mutant:
    """A bit of the directory at the end, where a lenient reader looks away."""
    data = bytearray(rng.choice(mine))
    (start,) = struct.unpack_from("<L", data, len(data) - 6)
    data[rng.randrange(start, len(data))] ^= 1 << rng.randrange(8)
    return Mutant(bytes(data), STRUCTURE)


def byte(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    data = bytearray(rng.choice(mine))
    at = rng.randrange(len(data))
    codes, name = reason(bytes(data), at)
    data[at] = rng.choice([value for value in range(256) if value != data[at]])
    return Mutant(bytes(data), codes, name)


def cut(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    data = rng.choice(mine)
    return Mutant(data[: rng.randrange(len(data))], STRUCTURE)


def grown(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    data, more = rng.choice(mine), rng.randbytes(rng.randrange(1, 40))
    at = rng.choice([0, len(data), rng.randrange(len(data))])
    return Mutant(data[:at] + more + data[at:], STRUCTURE)


def moved(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    """Two stretches of bytes change places."""
    data = rng.choice(mine)
    a, b, c = sorted(rng.sample(range(len(data)), 3))
    if data[a:b] == data[b:c]:
        return cut(rng, mine, _, __)
    changed = data[:a] + data[b:c] + data[a:b] + data[c:]
    if changed == data:
        return cut(rng, mine, _, __)
    return Mutant(changed, STRUCTURE | LISTINGS | {"signature-unreadable", "signature-wrong"})


def zipped(content: Sequence[tuple[str | zipfile.ZipInfo, bytes]], method: int = 0) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in content:
            archive.writestr(name, data)
    return target.getvalue()


def reordered(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    content = list(entries(rng.choice(mine)).items())
    rng.shuffle(content)
    return Mutant(zipped(content), {"packet-not-canonical"})


def compressed(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    content = list(entries(rng.choice(mine)).items())
    return Mutant(zipped(content, zipfile.ZIP_DEFLATED), {"packet-not-canonical"})


def renamed(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    content = entries(rng.choice(mine))
    name = rng.choice([n for n in sorted(content) if n != SIGNATURE])
    to = rng.choice([f"{name}.pdf", f"data/x{rng.randrange(99)}", name.upper(), f"data/{name}"])
    content[to] = content.pop(name)
    return Mutant(
        zips.write_zip(content),
        {"packet-file-missing", "packet-file-extra", "packet-name-unsafe"},
    )


def dropped(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    content = entries(rng.choice(mine))
    name = rng.choice(sorted(content))
    del content[name]
    code = "packet-unsigned" if name == SIGNATURE else "packet-file-missing"
    return Mutant(zips.write_zip(content), {code}, name)


def added(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    name = rng.choice(["README.html", "data/x.pdf", "data/components/c01/x.exe", "x", "data/zz/y"])
    content = entries(rng.choice(mine)) | {name: rng.randbytes(20)}
    code = "packet-file-extra"
    if name != name.lower() or not name.startswith("data/"):
        return Mutant(zips.write_zip(content), {code, "packet-name-unsafe"}, name)
    return Mutant(zips.write_zip(content), {code}, name)


def slipped(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    evil = ["../x", "/etc/passwd", "data/../../x", "data\\x", "c:x", "data/con.pdf", "data/\u202ex"]
    name = rng.choice(evil)
    content = entries(rng.choice(mine)) | {name: b"x"}
    return Mutant(zips.write_zip(content), {"packet-name-unsafe"})


def twice(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    content = list(entries(rng.choice(mine)).items())
    name, data = rng.choice(content)
    return Mutant(zipped([*content, (name, data)]), {"packet-file-extra"}, name)


def linked(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    content = entries(rng.choice(mine))
    name = rng.choice(sorted(content))
    link = zipfile.ZipInfo(name)
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return Mutant(
        zipped([(link if n == name else n, c) for n, c in content.items()]),
        {"packet-not-canonical"},
    )


def bomb(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    if rng.random() < 0.5:
        packed = zipped([("data/x", bytes(3_000_000))], zipfile.ZIP_DEFLATED)
        return Mutant(packed, {"packet-not-canonical"})
    many = zipped([(f"data/f{n}", b"") for n in range(rng.randrange(501, 600))])
    return Mutant(many, {"packet-too-many"})


def recomputed(payload: Mapping[str, bytes], data: bytes) -> bytes:
    """A bag whose manifests fit `payload` (by name below data/), under the signature of `data`."""
    unpacked = bag.unpack(data)
    return bag.pack(payload, unpacked.info, lambda _: unpacked.signature)


def edited(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    """A file changed and every manifest recomputed: what no manifest can tell."""
    data = rng.choice(mine)
    files = dict(bag.unpack(data).files)
    name = rng.choice(sorted(files))
    files[name] += b" "
    return Mutant(recomputed(files, data), {"signature-wrong"})


def swapped(rng: random.Random, mine: Sequence[bytes], other: Sequence[bytes], _: Seal) -> Mutant:
    """A file of another filing in place of one's own, every manifest recomputed."""
    data = rng.choice(mine)
    files = dict(bag.unpack(data).files)
    theirs = bag.unpack(rng.choice(other)).files
    name = rng.choice(sorted(files.keys() & theirs.keys()))
    files[name] = theirs[name]
    return Mutant(recomputed(files, data), {"signature-wrong"})


def other_signature(
    rng: random.Random, mine: Sequence[bytes], other: Sequence[bytes], _: Seal
) -> Mutant:
    data = rng.choice(mine)
    content = entries(data)
    content[SIGNATURE] = entries(rng.choice(other))[SIGNATURE]
    return Mutant(zips.write_zip(content), {"signature-wrong"})


def other_use(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], key: Seal) -> Mutant:
    """The desk's own key, but what it signed was a reply or a list."""
    unpacked = bag.unpack(rng.choice(mine))
    sign = partial(key.sign, rng.choice([signers.REPLY, signers.SIGNERS]))
    return Mutant(bag.pack(unpacked.files, unpacked.info, sign), {"signature-wrong"})


def other_key(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], __: Seal) -> Mutant:
    """Sealed anew as it should be, by somebody else."""
    unpacked = bag.unpack(rng.choice(mine))
    forger = Seal(Ed25519PrivateKey.from_private_bytes(rng.randbytes(32)))
    sign = partial(forger.sign, signers.PACKET)
    return Mutant(bag.pack(unpacked.files, unpacked.info, sign), {"signer-unknown"})


def other_day(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], key: Seal) -> Mutant:
    """Sealed by the right key on a day it does not count."""
    unpacked = bag.unpack(rng.choice(mine))
    day = rng.choice(["2020-01-01", "2026-11-19", "2030-01-01"])
    info = {**unpacked.info, "Bagging-Date": day}
    sealed = bag.pack(unpacked.files, info, partial(key.sign, signers.PACKET))
    return Mutant(sealed, {"signer-expired"})


def unbound(rng: random.Random, mine: Sequence[bytes], other: Sequence[bytes], key: Seal) -> Mutant:
    """Sealed by the right key, with the list of another filing: a defect nobody may send."""
    unpacked = bag.unpack(rng.choice(mine))
    files = {**unpacked.files, "filing.json": bag.unpack(rng.choice(other)).files["filing.json"]}
    sealed = bag.pack(files, unpacked.info, partial(key.sign, signers.PACKET))
    return Mutant(sealed, {"packet-contents"})


def packed(files: Mapping[str, bytes], lines: Mapping[str, str], key: Seal) -> bytes:
    """A bag under the desk's key of names and lines that `bag.pack` would not take."""
    payload = {f"data/{name}": content for name, content in files.items()}
    oxum = {"Payload-Oxum": f"{sum(map(len, files.values()))}.{len(files)}"}
    said = "".join(f"{label}: {value}\n" for label, value in sorted({**lines, **oxum}.items()))
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": said.encode(),
        "manifest-sha256.txt": listing_of(payload),
    }
    listing = listing_of(tags)
    signature = key.sign(signers.PACKET, listing)
    return zips.write_zip({**payload, **tags, LISTING: listing, SIGNATURE: signature})


def listing_of(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(c).hexdigest()}  {name}\n" for name, c in sorted(files.items()))
    return "".join(lines).encode()


def alike(rng: random.Random, mine: Sequence[bytes], _: Sequence[bytes], key: Seal) -> Mutant:
    """Two names that Windows takes for one, or a file that is a folder as well."""
    unpacked = bag.unpack(rng.choice(mine))
    name = rng.choice(["00-phieu-chuyen.pdf", "00-PHIEU-CHUYEN.pdf/x.pdf", "packet.json/x"])
    files = {**unpacked.files, name: b"x"}
    return Mutant(packed(files, unpacked.info, key), {"packet-name-unsafe"})


# -- changes of what is said, to be signed anew ----------------------------------------------------

VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        2,
        -1,
        10**30,
        1.0,
        1.5,
        "",
        "x",
        "a\nb",
        "a\tb",
        "\u202ex",
        "\x1b[",
    ),
    *("\ud800", [], {}, [1], ["x"], {"x": 1}),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every part of a JSON value, as what holds it and its name or number there."""
    inside = list(value.items()) if isinstance(value, dict) else []
    inside = list(enumerate(value)) if isinstance(value, list) else inside
    found = [(value, name) for name, _ in inside]
    return found + [place for _, part in inside for place in places(part)]


def said_otherwise(rng: random.Random, text: bytes) -> bytes:
    """JSON with one part left out, added, there twice, or of another value."""
    plain = json.loads(text)
    whole, name = rng.choice(places(plain))
    ways = ["value", "value", "value", "drop", "add", "twice"]
    way = rng.choice(ways)
    if way == "value":
        whole[name] = copy.deepcopy(rng.choice(VALUES))
    elif way == "drop":
        del whole[name]
    elif isinstance(whole, list):
        whole.append(copy.deepcopy(rng.choice([whole[name], *VALUES])))
    elif way == "add":
        whole[rng.choice(["x", "replaces", "withdrawn", "follows", "results", "absent"])] = (
            copy.deepcopy(rng.choice(VALUES))
        )
    else:
        mark = "there-twice"
        whole[mark] = whole[name]
        return json.dumps(plain).replace(f'"{mark}"', json.dumps(name)).encode()
    return json.dumps(plain, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


MUTATIONS: tuple[Mutation, ...] = (
    *(bit, bit, bit, structure_bit, structure_bit, byte, byte, cut, grown, moved, reordered),
    *(compressed, renamed, dropped, added, slipped, twice, linked, bomb, edited, swapped),
    *(other_signature, other_use, other_key, other_day, unbound, alike),
)
