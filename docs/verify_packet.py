#!/usr/bin/env python3
"""Kiểm tra hồ sơ chuyển / verify packets of lienthong-tui, in one file.

    python verify_packet.py --signers lienthong-19639-1.signers HO-SO-1.zip HO-SO-2.zip
    python verify_packet.py --fingerprint SHA256:… HO-SO.zip

Needs Python 3.9 or newer and the package `cryptography`; shares no code with the program, and was
written from `packet-format.md`, whose sections (§) it names. Prints one line a file, and one for
each round of which packets are not among several files. Exit code 0: every file is whole, signed by
a key that was named, and contradicts no other; 1: some file is not; 2: wrong usage, or a file that
cannot be opened.

Of what a packet says in JSON it checks the names, the kinds of values and what has to agree with
the files, with the bag and with other packets. It does not check all that the type of a single
field may mean: a code the law does not know, or a `received` that is no time, passes here.
"""

from __future__ import annotations  # for Python 3.9

import argparse
import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAMESPACE = b"lienthong-packet"
SIGNATURE = "tagmanifest-sha256.txt.sig"
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", SIGNATURE)
MOST_BYTES, MOST_FILES, MOST_TAG_BYTES = 300_000_000, 500, 1_000_000
SHEET = "00-PHIEU-CHUYEN.pdf"
SEGMENT = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?")
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")
DIGEST = re.compile(r"[0-9a-f]{64}")
REFERENCE = re.compile(r"LT[0-9A-Z-]{1,40}")
AGENCY = re.compile(r"[a-z][a-z0-9-]{0,59}")
PRINCIPAL = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})Z?")
ENCRYPTED = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")

INTACT = "NGUYÊN VẸN, KHÓA ĐÃ BIẾT / INTACT"
UNKNOWN = "NGUYÊN VẸN, CHƯA BIẾT KHÓA CỦA AI / WHOLE, KEY UNKNOWN"
REFUSED = "KHÔNG DÙNG ĐƯỢC / REFUSED"
UNOPENED = "KHÔNG MỞ ĐƯỢC / CANNOT BE OPENED"


class PacketError(Exception):
    """What is wrong with a packet, naming the file in it where there is one."""


class UnknownKeyError(PacketError):
    """The packet is whole, and nobody has said whose key signed it."""


class Packet(NamedTuple):
    """What was read: the two files in JSON, `bag-info.txt`, the hash of `filing.json`, the key."""

    said: dict
    bound: dict
    info: dict
    round_sha256: str
    key: bytes


class Verdict(NamedTuple):
    """What is told of one file. Without a packet it could not be read as one."""

    path: str
    heading: str
    packet: Packet | None
    reason: str


def need(holds, reason):
    if not holds:
        raise PacketError(reason)


def visible(text):
    """Text from outside as it may be printed: what steers a terminal becomes "?"."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def shown(name):
    """The name of a file in a packet as a reason begins with it."""
    return f"“{visible(name[:150])}”"


# -- §2 the ZIP -----------------------------------------------------------------------------------


def written(entries):
    """The one ZIP of these entries: sorted by name, stored, dated 1980-01-01, nothing else."""
    body, directory, at = [], [], 0
    for name, content in sorted(entries.items()):
        encoded = name.encode()
        size, crc = len(content), zlib.crc32(content)
        common = struct.pack("<5H3L2H", 20, 0x800, 0, 0, 33, crc, size, size, len(encoded), 0)
        body += [b"PK\x03\x04", common, encoded, content]
        directory += [
            b"PK\x01\x02" + struct.pack("<H", 3 << 8 | 20) + common,
            struct.pack("<3H2L", 0, 0, 0, 0o100644 << 16, at) + encoded,
        ]
        at += 30 + len(encoded) + size
    listing = b"".join(directory)
    count = len(entries)
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(listing), at, 0)
    return b"".join(body) + listing + end


def entries_of(data):
    """Name → content, as the local headers in a row say: whether it is canonical is seen last, so
    that what was changed is told by its name."""
    need(len(data) <= MOST_BYTES, "quá lớn / too large")
    need(data.startswith(b"PK\x03\x04"), "không phải hồ sơ chuyển / not a packet (no ZIP)")
    found, at = {}, 0
    while data.startswith(b"PK\x03\x04", at):
        need(len(found) < MOST_FILES, "quá nhiều tệp / too many files")
        need(at + 30 <= len(data), "bị cắt ngắn / cut short")
        size, name_length, extra = struct.unpack_from("<L2H", data, at + 22)
        start = at + 30 + name_length + extra
        need(start + size <= len(data), "bị cắt ngắn / cut short")
        try:
            name = data[at + 30 : at + 30 + name_length].decode()
        except UnicodeDecodeError:
            raise PacketError("tên tệp không phải UTF-8 / a file name is not UTF-8") from None
        need(name not in found, f"{shown(name)}: có hai lần / there twice")
        found[name] = data[start : start + size]
        at = start + size
    return found


def is_safe(name):
    return len(name) <= 150 and all(
        part == SHEET or (SEGMENT.fullmatch(part) and not DEVICE.match(part))
        for part in name.split("/")
    )


# -- §3 the bag -----------------------------------------------------------------------------------


def manifest(files):
    lines = (f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in sorted(files.items()))
    return "".join(lines).encode()


def compared(files, listing, name):
    """Name what differs before saying that something does."""
    listed = {}
    for line in listing.decode("ascii", "replace").splitlines():
        good = DIGEST.fullmatch(line[:64]) and line[64:66] == "  "
        need(good, f"{name}: không đọc được / cannot be read")
        listed[line[66:]] = line[:64]
    for each in listed:
        need(each in files, f"{shown(each)}: thiếu / missing")
    for each, content in files.items():
        need(each in listed, f"{shown(each)}: không có trong / not listed in {name}")
        same = hashlib.sha256(content).hexdigest() == listed[each]
        need(same, f"{shown(each)}: đã bị sửa / changed")
    need(manifest(files) == listing, f"{name}: không đúng dạng / not canonical")


def bag_of(data):
    """(payload by name below data/, bag-info, tag manifest, signature)."""
    entries = entries_of(data)
    for name in entries:
        payload = name.startswith("data/") and is_safe(name)
        need(name in TAGS or payload, f"{shown(name)}: tên không được có / not a name in a packet")
    for name in TAGS:
        need(name in entries, f"{shown(name)}: thiếu / missing")
        need(len(entries[name]) <= MOST_TAG_BYTES, f"{shown(name)}: quá lớn / too large")
    canonical = written(entries) == data
    tags = {name: entries.pop(name) for name in TAGS}
    listing, signature = tags.pop("tagmanifest-sha256.txt"), tags.pop(SIGNATURE)
    compared(tags, listing, "tagmanifest-sha256.txt")
    compared(entries, tags["manifest-sha256.txt"], "manifest-sha256.txt")
    need(canonical, "ZIP đã bị sửa hoặc nén lại / not the canonical ZIP: changed or packed again")
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    need(tags["bagit.txt"] == declaration, "bagit.txt: sai / not as it must be")
    info = info_of(tags["bag-info.txt"])
    oxum = f"{sum(map(len, entries.values()))}.{len(entries)}"
    need(info.pop("Payload-Oxum", None) == oxum, "bag-info.txt: Payload-Oxum sai / is wrong")
    files = {name[5:]: content for name, content in entries.items()}
    alike = {}
    for name in files:
        other = alike.setdefault(name.casefold(), name)
        need(other == name, f"{shown(name)}: chỉ khác chữ hoa / by case only: {shown(other)}")
        parts = name.split("/")
        above = {"/".join(parts[:n]) for n in range(1, len(parts))}
        clash = above & files.keys()
        need(not clash, f"{shown(name)}: vừa là tệp vừa là thư mục / file and folder")
    return files, info, listing, signature


def info_of(text):
    info = {}
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise PacketError("bag-info.txt: không phải / not UTF-8") from None
    need(lines.pop() == "", "bag-info.txt: thiếu xuống dòng / no line end")
    for line in lines:
        label, colon, value = line.partition(": ")
        good = re.fullmatch("[A-Za-z][A-Za-z0-9-]*", label) and colon and value == value.strip()
        good = good and value and value.isprintable()
        need(good, "bag-info.txt: có dòng không đọc được / a line cannot be read")
        twice = label.casefold() in {known.casefold() for known in info}
        need(not twice, f"bag-info.txt: {label} có hai lần / there twice")
        info[label] = value
    need(list(info) == sorted(info), "bag-info.txt: sai thứ tự / not in order")
    return info


# -- §4 the signature -----------------------------------------------------------------------------


def string(part):
    return struct.pack(">L", len(part)) + part


def key_blob(key):
    return string(b"ssh-ed25519") + string(key)


def fingerprint(key):
    return "SHA256:" + base64.b64encode(hashlib.sha256(key_blob(key)).digest()).decode().rstrip("=")


def read_fingerprint(text):
    """A fingerprint as it is typed off a sheet: in groups, with or without what it begins with."""
    typed = "".join(text.split())
    return typed if typed.startswith("SHA256:") else f"SHA256:{typed}"


def signer_of(text, message):
    """The public key (32 bytes) whose signature over `message` this is."""
    lines = text.decode("ascii", "replace").split("\n")
    try:
        blob = base64.b64decode("".join(lines[1:-2]), validate=True)
    except (ValueError, binascii.Error):
        raise PacketError(f"{SIGNATURE}: không đọc được / cannot be read") from None
    head = b"SSHSIG" + struct.pack(">L", 1)
    key = blob[len(head) + 23 : len(head) + 55]
    middle = string(NAMESPACE) + string(b"") + string(b"sha512")
    signature = blob[-64:]
    whole = head + string(key_blob(key)) + middle
    whole += string(string(b"ssh-ed25519") + string(signature))
    body = base64.b64encode(whole).decode()
    pieces = [body[at : at + 70] for at in range(0, len(body), 70)]
    armour = ["-----BEGIN SSH SIGNATURE-----", *pieces, "-----END SSH SIGNATURE-----", ""]
    reason = "không đọc được, hoặc ký cho việc khác / cannot be read, or not for packets"
    need("\n".join(armour).encode() == text, f"{SIGNATURE}: {reason}")
    signed = b"SSHSIG" + middle + string(hashlib.sha512(message).digest())
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        reason = "không phải chữ ký của nội dung này / not the signature of this packet"
        raise PacketError(f"{SIGNATURE}: {reason}") from None
    return key


def known_keys(path):
    """(principal, key, first day, day before which) of each line of a list that is for packets.

    A line that cannot be read refuses the list: passed over, a key would count for more or nothing.
    """
    found = []
    try:
        lines = Path(path).read_bytes().decode().splitlines()
    except (OSError, ValueError):
        raise ValueError(f"{path}: không mở được / cannot be opened as text") from None
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                principal, key, uses, *days = key_of(line)
            except ValueError:
                raise ValueError(
                    f"{path}: dòng {number} không đúng dạng / line {number} cannot be read"
                ) from None
            if NAMESPACE.decode() in uses:
                found.append((principal, key, *days))
    return found


def key_of(line):
    """(principal, key, namespaces, first day, day before which). Raises ValueError."""
    principal, options, algorithm, rest = line.split(maxsplit=3)
    given = dict(re.findall(r'([a-z-]+)="([^"]*)"', options))
    # Written again it has to be the same: nothing unquoted, unknown or given twice in between.
    known = given.keys() <= {"namespaces", "valid-after", "valid-before"}
    again = ",".join(f'{name}="{value}"' for name, value in given.items())
    raw = base64.b64decode(rest.strip().split(" ")[0], validate=True)
    key = raw[-32:]
    if not known or again != options or not PRINCIPAL.fullmatch(principal):
        raise ValueError(line)
    if algorithm != "ssh-ed25519" or len(key) != 32 or raw != key_blob(key):
        raise ValueError(line)
    uses = given.get("namespaces", "").split(",")
    return principal, key, uses, day_of(given.get("valid-after")), day_of(given.get("valid-before"))


def day_of(text):
    """The day of `valid-after` or `valid-before`; None where there is none. Raises ValueError."""
    if text is None:
        return None
    match = DAY.fullmatch(text)
    if match is None or (day := date(*map(int, match.groups()))) <= date(1970, 1, 1):
        raise ValueError(text)  # as ssh-keygen does
    return day


# -- §5, §6 what it says --------------------------------------------------------------------------

# A shape is a type, a value, a tuple of shapes one of which fits, a list of one shape, or an object
# by name, where "?" ends the name that may be left out. No other name may be there.
FILE = {"path": str, "media_type": str}
DESK = {"commune": str, "name": str, "number": int}
DEFINITION = {"group": str, "version": str, "sha256": str, "law": str, "verified": bool}
PROCEDURE = {"id": str, "name": str, "awaits": [str]}
ORIGIN = ("typed", "scanned", "case-file", "again", "default", "computed")
ANSWER = {"field": str, "label": str, "value": (str, int, bool), "text": str, "origin": ORIGIN}
COMPONENT = {
    "code": str,
    "name": str,
    "files": [FILE],
    "absent?": (str, None),
    "original_seen?": bool,
    "reason?": (str, None),
}
FOLLOWS = {
    "round": int,
    "number": int,
    "inventory": str,
    "why": ("awaited", "supplement"),
    "replaces?": (int, None),
}
RESULT = {"result": str, "label": str, "value": str, "procedure": str}
PACKET = {
    "packet": 2,
    "reference": str,
    "number": int,
    "salt": str,
    "desk": DESK,
    "definition": DEFINITION,
    "agency": str,
    "agency_name": str,
    "agency_code": (str, None),
    "procedures": [PROCEDURE],
    "received": str,
    "completed": str,
    "answers": [ANSWER],
    "transfer": FILE,
    "declarations": [FILE],
    "components": [COMPONENT],
    "demo": bool,
    "follows?": (FOLLOWS, None),
    "results?": [RESULT],
    "withdrawn?": [str],
}
HELD = {"code": str, "commitments": [str]}
TOGETHER = {"number": int, "inventory": str, "components": [HELD]}
FILING = {
    "filing": 1,
    "reference": str,
    "round": int,
    "previous": (str, None),
    "packets": [TOGETHER],
}


def fits(value, shape):
    if isinstance(shape, dict):
        allowed = {name.rstrip("?"): part for name, part in shape.items()}
        return (
            type(value) is dict
            and value.keys() <= allowed.keys()
            and all(name in value for name in shape if not name.endswith("?"))
            and all(fits(part, allowed[name]) for name, part in value.items())
        )
    if isinstance(shape, list):
        return type(value) is list and all(fits(part, shape[0]) for part in value)
    if isinstance(shape, tuple):
        return any(fits(value, part) for part in shape)
    if isinstance(shape, type):
        return type(value) is shape  # in Python True is an int as well
    return type(value) is type(shape) and value == shape


def once(pairs):
    """A name given twice is read in two ways by two programs."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError(pairs)
    return dict(pairs)


def check_texts(value):
    """No text that draws on a terminal, and no half of a letter; an answer may have lines."""
    if isinstance(value, dict):
        check_texts(list(value.items()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            check_texts(part)
    elif isinstance(value, str) and not value.replace("\n", "").isprintable():
        raise ValueError(value)


def json_of(files, name):
    need(name in files, f"{shown(name)}: thiếu / missing")
    try:
        found = json.loads(files[name].decode(), object_pairs_hook=once)
        check_texts(found)
    except (ValueError, RecursionError):
        raise PacketError(f"{name}: JSON không đúng / not JSON as it must be") from None
    return found


def inventory(files):
    return hashlib.sha256(
        manifest({f"data/{n}": c for n, c in files.items() if n != "filing.json"})
    ).hexdigest()


def held(said, files):
    """The components of a packet with the commitments to their files."""
    return [
        {
            "code": part["code"],
            "commitments": [
                hashlib.sha256(
                    (said["salt"] + hashlib.sha256(files[f["path"]]).hexdigest()).encode()
                ).hexdigest()
                for f in part["files"]
            ],
        }
        for part in said["components"]
        if part["files"]
    ]


def is_day(text):
    """Whether it is 2026-11-22, and no other form of ISO 8601."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def checked(files, info):
    """(packet.json, filing.json) once they agree with the files, the bag and each other."""
    said, bound = json_of(files, "packet.json"), json_of(files, "filing.json")
    another = isinstance(said, dict) and type(said.get("packet")) is int and said["packet"] != 2
    need(not another, "packet.json: định dạng khác / another format")
    need(fits(said, PACKET), "packet.json: không đúng mẫu / not of the published shape")
    need(fits(bound, FILING), "filing.json: không đúng mẫu / not of the published shape")
    papers = [file for part in said["components"] for file in part["files"]]
    listed = {file["path"] for file in [said["transfer"], *said["declarations"], *papers]}
    for name in sorted((listed | {"packet.json", "filing.json"}) ^ files.keys()):
        raise PacketError(f"{shown(name)}: khác danh mục / not as packet.json lists it")
    named = REFERENCE.fullmatch(said["reference"]) and AGENCY.fullmatch(said["agency"])
    need(named, "packet.json: số phiếu hoặc mã cơ quan sai / not a reference or an agency's id")
    count, number = len(bound["packets"]), said["number"]
    own = {"number": number, "inventory": inventory(files), "components": held(said, files)}
    need(
        [each["number"] for each in bound["packets"]] == list(range(1, count + 1))
        and own in bound["packets"]
        and bound["reference"] == said["reference"],
        "filing.json: không phải của hồ sơ này / this packet is not the one of its number",
    )
    follows = said.get("follows")
    if bound["round"] == 1:
        fitting = bound["previous"] is None and follows is None
    else:
        fitting = bound["previous"] is not None and follows is not None
        fitting = fitting and 1 <= follows["round"] < bound["round"]
    need(fitting, "filing.json: nối tiếp sai / does not say rightly what it follows")
    told = {
        "Bag-Count": f"{number} of {count}",
        "Bag-Group-Identifier": said["reference"],
        "External-Identifier": f"{said['reference']}-{said['agency']}",
        "Lienthong-Packet": "2",
        "Lienthong-Round": str(bound["round"]),
        "Lienthong-Signer": f"lienthong-{said['desk']['commune']}-{said['desk']['number']}",
        "Source-Organization": said["desk"]["name"],
    }
    agreeing = told.items() <= info.items() and is_day(info.get("Bagging-Date", ""))
    need(agreeing, "bag-info.txt: trái với packet.json / contradicts packet.json")
    return said, bound


# -- §7 the verdict -------------------------------------------------------------------------------


def read(data):
    """The packet after every check but whose key signed it; raises PacketError."""
    need(
        not data.startswith(ENCRYPTED),
        "đã mã hóa, mở bằng khóa của cơ quan trước / encrypted: decrypt it first with the agency's"
        " key (age -d -i KHÓA.agekey)",
    )
    files, info, listing, signature = bag_of(data)
    need(
        "reply.json" not in files or "packet.json" in files,
        "đây là trả lời của cơ quan, không phải hồ sơ chuyển / this is a reply of an agency, not a"
        " packet: the desk takes it",
    )
    key = signer_of(signature, listing)
    said, bound = checked(files, info)
    return Packet(said, bound, info, hashlib.sha256(files["filing.json"]).hexdigest(), key)


def check_key(packet, signers, fingerprints):
    """That the desk the packet names signed it, or a key that was compared by hand."""
    principal, printed = packet.info["Lienthong-Signer"], fingerprint(packet.key)
    day = date.fromisoformat(packet.info["Bagging-Date"])
    counts = [
        (first is None or first <= day) and (before is None or day < before)
        for owner, listed, first, before in signers
        if (owner, listed) == (principal, packet.key)
    ]
    if printed in fingerprints:
        return
    if not counts:
        raise UnknownKeyError(
            f"tự ghi là {principal}; so {printed} với phiếu khóa trên giấy / it says {principal};"
            " compare the fingerprint with the key sheet"
        )
    need(any(counts), f"khóa {printed} không có hiệu lực ngày {day} / did not count on that day")


def verified(data, signers=(), fingerprints=()):
    """The packet, signed by a key that was named; raises PacketError."""
    packet = read(data)
    check_key(packet, signers, fingerprints)
    return packet


def judge(path, signers, fingerprints):
    """The verdict on one file by itself."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        reason = "kiểm tra đường dẫn và quyền đọc / no such file, or it may not be read"
        return Verdict(path, UNOPENED, None, reason)
    packet = None
    try:
        packet = read(data)
        check_key(packet, signers, fingerprints)
    except UnknownKeyError as unknown:
        return Verdict(path, UNKNOWN, packet, str(unknown))
    except PacketError as bad:
        return Verdict(path, REFUSED, packet, str(bad))
    principal, printed = packet.info["Lienthong-Signer"], fingerprint(packet.key)
    told = f"{principal}, {printed}"
    if printed in fingerprints:
        told = f"{printed} đã so trên giấy, tự ghi là / compared by hand, it says {principal}"
    return Verdict(path, INTACT, packet, told)


def contradiction(packet, other):
    """Why two packets of one desk and reference cannot both be right; None where they can."""
    mine, theirs = packet.bound, other.bound
    if mine["round"] == theirs["round"] and packet.round_sha256 != other.round_sha256:
        return "không cùng một lần lập với / not sealed together with"
    follows, number = packet.said.get("follows"), other.said["number"]
    named = follows and (follows["round"], follows["number"]) == (theirs["round"], number)
    after = mine["round"] == theirs["round"] + 1
    if (after and mine["previous"] != other.round_sha256) or (
        named and follows["inventory"] != theirs["packets"][number - 1]["inventory"]
    ):
        return "không nối tiếp / does not follow, as it says it does,"
    return None


def compared_with(verdict, verdicts):
    """The verdict once the file is held against the others that are trusted.

    A copy under somebody's own key says nothing of the packet it was copied from.
    """
    packet = verdict.packet
    if verdict.heading != INTACT:
        return verdict
    for other in verdicts:
        if other.heading != INTACT or other.path == verdict.path:
            continue
        if [packet.said[name] for name in ("desk", "reference")] == [
            other.packet.said[name] for name in ("desk", "reference")
        ]:
            reason = contradiction(packet, other.packet)
            if reason:
                return verdict._replace(heading=REFUSED, reason=f"{reason} {visible(other.path)}")
    return verdict


def missing(verdicts):
    """A line for each round of which packets are not among the trusted files."""
    rounds = {}
    for verdict in verdicts:
        if verdict.heading == INTACT:
            bound = verdict.packet.bound
            place = (bound["reference"], bound["round"], len(bound["packets"]))
            rounds.setdefault(place, set()).add(verdict.packet.said["number"])
    for (reference, number, count), present in rounds.items():
        absent = ", ".join(str(n) for n in range(1, count + 1) if n not in present)
        if absent:
            yield (
                f"{reference}, đợt {number}: có {len(present)} trên {count} hồ sơ chuyển, không có"
                f" số {absent} / round {number}: {len(present)} of {count}, missing: {absent}"
            )


def line_of(verdict):
    told = f"{verdict.heading}  {visible(verdict.path)}: "
    if verdict.packet:
        said, bound = verdict.packet.said, verdict.packet.bound
        place = f"đợt {bound['round']}, {said['number']}/{len(bound['packets'])}"
        told += f"{said['reference']} {place} → {visible(said['agency_name'])}: "
        told += "DỮ LIỆU MẪU / SAMPLE DATA: " if said["demo"] else ""
    return told + verdict.reason


def main(arguments=None):
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--signers", action="append", default=[], metavar="FILE")
    parser.add_argument("--fingerprint", action="append", default=[], metavar="SHA256:…")
    parser.add_argument("packets", nargs="+", metavar="PACKET")
    given = parser.parse_args(arguments)
    try:
        signers = [key for path in given.signers for key in known_keys(path)]
    except ValueError as error:
        parser.error(f"--signers: {error}")
    fingerprints = [read_fingerprint(text) for text in given.fingerprint]
    alone = [judge(path, signers, fingerprints) for path in given.packets]
    verdicts = [compared_with(verdict, alone) for verdict in alone]
    for verdict in verdicts:
        print(line_of(verdict))
    if len(alone) > 1:
        for line in missing(alone):
            print(line)
    headings = {verdict.heading for verdict in verdicts}
    return 2 if UNOPENED in headings else int(headings != {INTACT})


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console that lacks a letter stops nothing
    sys.exit(main())
