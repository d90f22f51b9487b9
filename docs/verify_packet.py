#!/usr/bin/env python3
"""Kiểm tra hồ sơ chuyển / verify packets of lienthong-tui, in one file.

    python verify_packet.py --signers lienthong-19639-1.signers HO-SO-1.zip HO-SO-2.zip
    python verify_packet.py --fingerprint SHA256:… HO-SO.zip

Needs Python 3.9 or newer and the package `cryptography`; shares no code with the program, and was
written from `packet-format.md`, whose sections (§) it names. Prints one line a file. Exit code 0:
every file is whole and signed by a key that was named; 1: some file is not; 2: wrong usage.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from datetime import date, datetime
from pathlib import Path

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


class PacketError(Exception):
    """What is wrong with a packet, naming the file in it where there is one."""


def need(holds, reason):
    if not holds:
        raise PacketError(reason)


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
    need(len(data) <= MOST_BYTES, "too large")
    need(data.startswith(b"PK\x03\x04"), "not a packet (no ZIP)")
    found, at = {}, 0
    while data.startswith(b"PK\x03\x04", at):
        need(len(found) < MOST_FILES, "too many files")
        need(at + 30 <= len(data), "cut short")
        size, name_length, extra = struct.unpack_from("<L2H", data, at + 22)
        start = at + 30 + name_length + extra
        need(start + size <= len(data), "cut short")
        try:
            name = data[at + 30 : at + 30 + name_length].decode()
        except UnicodeDecodeError:
            raise PacketError("a file name is not UTF-8") from None
        need(name not in found, f"{name!r}: there twice")
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
        need(DIGEST.fullmatch(line[:64]) and line[64:66] == "  ", f"{name}: cannot be read")
        listed[line[66:]] = line[:64]
    for each in listed:
        need(each in files, f"{each!r}: missing")
    for each, content in files.items():
        need(each in listed, f"{each!r}: not listed in {name}")
        need(hashlib.sha256(content).hexdigest() == listed[each], f"{each!r}: changed")
    need(manifest(files) == listing, f"{name}: not canonical")


def bag_of(data):
    """(payload by name below data/, bag-info, tag manifest, signature)."""
    entries = entries_of(data)
    for name in entries:
        payload = name.startswith("data/") and is_safe(name)
        need(name in TAGS or payload, f"{name!r}: not a name in a packet")
    for name in TAGS:
        need(name in entries, f"{name!r}: missing")
        need(len(entries[name]) <= MOST_TAG_BYTES, f"{name!r}: too large")
    canonical = written(entries) == data
    tags = {name: entries.pop(name) for name in TAGS}
    listing, signature = tags.pop("tagmanifest-sha256.txt"), tags.pop(SIGNATURE)
    compared(tags, listing, "tagmanifest-sha256.txt")
    compared(entries, tags["manifest-sha256.txt"], "manifest-sha256.txt")
    need(canonical, "not the canonical ZIP: changed, packed again or cut short")
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    need(tags["bagit.txt"] == declaration, "bagit.txt: not as it must be")
    info = info_of(tags["bag-info.txt"])
    oxum = f"{sum(map(len, entries.values()))}.{len(entries)}"
    need(info.pop("Payload-Oxum", None) == oxum, "bag-info.txt: Payload-Oxum is wrong")
    files = {name[5:]: content for name, content in entries.items()}
    for name in files:
        parts = name.split("/")
        above = {"/".join(parts[:n]) for n in range(1, len(parts))}
        need(not above & files.keys(), f"{name!r}: a file and a folder of one name")
    return files, info, listing, signature


def info_of(text):
    info = {}
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise PacketError("bag-info.txt: not UTF-8") from None
    need(lines.pop() == "", "bag-info.txt: no line end")
    for line in lines:
        label, colon, value = line.partition(": ")
        good = re.fullmatch("[A-Za-z][A-Za-z0-9-]*", label) and colon and value == value.strip()
        need(good and value and value.isprintable(), "bag-info.txt: a line cannot be read")
        need(label.casefold() not in {known.casefold() for known in info}, "bag-info.txt: twice")
        info[label] = value
    need(list(info) == sorted(info), "bag-info.txt: not in order")
    return info


# -- §4 the signature -----------------------------------------------------------------------------


def string(part):
    return struct.pack(">L", len(part)) + part


def key_blob(key):
    return string(b"ssh-ed25519") + string(key)


def fingerprint(key):
    return "SHA256:" + base64.b64encode(hashlib.sha256(key_blob(key)).digest()).decode().rstrip("=")


def signer_of(text, message):
    """The public key (32 bytes) whose signature over `message` this is."""
    lines = text.decode("ascii", "replace").split("\n")
    try:
        blob = base64.b64decode("".join(lines[1:-2]), validate=True)
    except (ValueError, binascii.Error):
        raise PacketError(f"{SIGNATURE}: cannot be read") from None
    head = b"SSHSIG" + struct.pack(">L", 1)
    key = blob[len(head) + 23 : len(head) + 55]
    middle = string(NAMESPACE) + string(b"") + string(b"sha512")
    signature = blob[-64:]
    whole = head + string(key_blob(key)) + middle
    whole += string(string(b"ssh-ed25519") + string(signature))
    body = base64.b64encode(whole).decode()
    pieces = [body[at : at + 70] for at in range(0, len(body), 70)]
    armour = ["-----BEGIN SSH SIGNATURE-----", *pieces, "-----END SSH SIGNATURE-----", ""]
    need("\n".join(armour).encode() == text, f"{SIGNATURE}: cannot be read, or not for packets")
    signed = b"SSHSIG" + middle + string(hashlib.sha512(message).digest())
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise PacketError(f"{SIGNATURE}: not the signature of this packet") from None
    return key


def known_keys(path):
    """(principal, key, first day, day before which) of each line of a list that is for packets."""
    found = []
    for line in Path(path).read_text("utf-8").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            principal, options, algorithm, blob = line.split()[:4]
            given = dict(re.findall(r'([a-z-]+)="([^"]*)"', options))
            raw = base64.b64decode(blob, validate=True)
            if algorithm != "ssh-ed25519" or raw != key_blob(raw[-32:]):
                raise ValueError(line)
            if NAMESPACE.decode() in given.get("namespaces", "").split(","):
                days = [
                    datetime.strptime(given[name], "%Y%m%dZ").date() if name in given else None
                    for name in ("valid-after", "valid-before")
                ]
                found.append((principal, raw[-32:], *days))
    return found


# -- §5, §6 what it says --------------------------------------------------------------------------


def inventory(files):
    return hashlib.sha256(
        manifest({f"data/{n}": c for n, c in files.items() if n != "filing.json"})
    ).hexdigest()


def strict(pairs):
    need(len({name for name, _ in pairs}) == len(pairs), "a name is there twice in JSON")
    return dict(pairs)


def json_of(files, name):
    need(name in files, f"{name!r}: missing")
    try:
        return json.loads(files[name].decode(), object_pairs_hook=strict)
    except (ValueError, RecursionError):
        raise PacketError(f"{name!r}: not JSON") from None


def checked(files, info):
    """(packet.json, filing.json) once they agree with the files, the bag and each other."""
    said, bound = json_of(files, "packet.json"), json_of(files, "filing.json")
    try:
        need(said["packet"] == 2 and bound["filing"] == 1, "packet.json: another format")
        papers = [f["path"] for part in said["components"] for f in part["files"]]
        declared = [f["path"] for f in said["declarations"]]
        listed = {said["transfer"]["path"], *declared, *papers, "packet.json", "filing.json"}
        for name in sorted(listed ^ files.keys()):
            raise PacketError(f"{name!r}: not as packet.json lists it")
        held = [
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
        count, number = len(bound["packets"]), said["number"]
        own = {"number": number, "inventory": inventory(files), "components": held}
        need(
            [each["number"] for each in bound["packets"]] == list(range(1, count + 1))
            and own in bound["packets"]
            and bound["reference"] == said["reference"],
            "filing.json: this packet is not the one of its number",
        )
        follows = said.get("follows")
        if bound["round"] == 1:
            need(bound["previous"] is None and follows is None, "filing.json: follows nothing")
        else:
            need(
                DIGEST.fullmatch(bound["previous"] or "")
                and follows
                and 1 <= follows["round"] < bound["round"],
                "filing.json: does not say what it follows",
            )
        principal = f"lienthong-{said['desk']['commune']}-{said['desk']['number']}"
        told = {
            "Bag-Count": f"{number} of {count}",
            "Bag-Group-Identifier": said["reference"],
            "External-Identifier": f"{said['reference']}-{said['agency']}",
            "Lienthong-Packet": "2",
            "Lienthong-Round": str(bound["round"]),
            "Lienthong-Signer": principal,
            "Source-Organization": said["desk"]["name"],
        }
        need(told.items() <= info.items(), "bag-info.txt: contradicts packet.json")
        date.fromisoformat(info["Bagging-Date"])
    except (KeyError, TypeError, AttributeError, ValueError):
        raise PacketError(
            "packet.json, filing.json or bag-info.txt: not of the published shape"
        ) from None
    return said, bound


def verified(data, signers=(), fingerprints=()):
    """(packet.json, filing.json, fingerprint of the key); raises PacketError."""
    files, info, listing, signature = bag_of(data)
    key = signer_of(signature, listing)
    said, bound = checked(files, info)
    principal, day = info["Lienthong-Signer"], date.fromisoformat(info["Bagging-Date"])
    counts = [
        (first is None or first <= day) and (before is None or day < before)
        for owner, listed, first, before in signers
        if (owner, listed) == (principal, key)
    ]
    if fingerprint(key) not in fingerprints:
        need(counts, f"whole, but signed by a key not known for {principal}: {fingerprint(key)}")
        need(any(counts), f"key {fingerprint(key)} did not count on {day}")
    return said, bound, fingerprint(key)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--signers", action="append", default=[], metavar="FILE")
    parser.add_argument("--fingerprint", action="append", default=[], metavar="SHA256:…")
    parser.add_argument("packets", nargs="+", metavar="PACKET")
    given = parser.parse_args(arguments)
    try:
        signers = [key for path in given.signers for key in known_keys(path)]
    except (OSError, ValueError, KeyError) as error:
        parser.error(f"--signers: {error}")
    failed, rounds = False, {}
    for path in given.packets:
        try:
            said, bound, key = verified(Path(path).read_bytes(), signers, given.fingerprint)
            place = (bound["reference"], bound["round"])
            bytes_of_all = json.dumps(bound, sort_keys=True)
            need(rounds.setdefault(place, bytes_of_all) == bytes_of_all, "of another sealing")
        except (OSError, PacketError) as error:
            failed = True
            print(f"KHÔNG DÙNG ĐƯỢC / REFUSED  {path}: {error}")
        else:
            count = len(bound["packets"])
            what = f"{said['reference']} {said['number']}/{count} → {said['agency_name']}"
            print(f"NGUYÊN VẸN / INTACT  {path}: {what}, {key}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
