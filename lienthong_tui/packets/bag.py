"""The container of packets and replies: a signed BagIt 1.0 bag (RFC 8493) in a canonical ZIP.

Whoever gets one checks it with what they have: any ZIP program, `sha256sum -c`, any BagIt
validator, `ssh-keygen -Y verify`. The manifest covers every name and byte of the payload, the tag
manifest covers the manifest and what the bag says of itself, the signature covers the tag manifest:
a manifest alone tells damage, not forgery, for who changes a file can recompute it. The same
content under the same key gives the same bytes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lienthong_tui.packets.names import is_safe_name, shown
from lienthong_tui.packets.zips import check_entries, check_size, read_zip, write_zip
from lienthong_tui.problems import Problem

_BAGIT, _INFO = "bagit.txt", "bag-info.txt"
_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_SIGNATURE = "tagmanifest-sha256.txt.sig"
_TAG_FILES = (_BAGIT, _INFO, _MANIFEST, _TAG_MANIFEST, _SIGNATURE)
_MAX_TAG_SIZE = 1_000_000  # nine times the longest manifest; they are read line by line
_PAYLOAD = "data/"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_OXUM = "Payload-Oxum"

_INFO_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


@dataclass(frozen=True)
class Bag:
    """What a bag holds: payload by name below `data/`, and the lines of `bag-info.txt`.

    `listing` is what was signed, the tag manifest; `signature` the text of the signature, unread.
    """

    files: Mapping[str, bytes]
    info: Mapping[str, str]
    listing: bytes
    signature: bytes


def pack(
    files: Mapping[str, bytes], info: Mapping[str, str], sign: Callable[[bytes], bytes]
) -> bytes:
    """The bag of `files` (name below `data/` → content) and `info` (label → value).

    Names are ASCII slugs joined by `/`. `Payload-Oxum` is added to `info`; no other date or name
    is invented, so `Bagging-Date` is the caller's. The order of both mappings does not matter.
    `sign` gives the signature of the tag manifest.

    Raises `packet-name-unsafe` (name), `packet-info` (name of the label), `packet-too-many`
    (count, limit), `packet-too-large` (size, limit in bytes).
    """
    check_entries(len(files) + len(_TAG_FILES))
    check_size(sum(map(len, files.values())))
    _check_names(files)
    _check_info(info)
    payload = {_PAYLOAD + name: content for name, content in files.items()}
    oxum = f"{sum(map(len, files.values()))}.{len(files)}"
    tags = {
        _BAGIT: _DECLARATION,
        _INFO: "".join(
            f"{label}: {value}\n" for label, value in sorted({**info, _OXUM: oxum}.items())
        ).encode(),
        _MANIFEST: _manifest(payload),
    }
    listing = _manifest(tags)
    _check_tags(tags)
    return write_zip({**payload, **tags, _TAG_MANIFEST: listing, _SIGNATURE: sign(listing)})


def unpack(data: bytes) -> Bag:
    """What a bag holds, after every check but who signed: it has one form, only that is accepted.

    Raises, most telling first: `packet-too-large`, `packet-not-zip`, `packet-too-many`,
    `packet-name-unsafe` (name), `packet-file-extra`, `packet-file-missing`, `packet-file-changed`
    (name), `packet-unsigned` (no signature: nothing else is looked at), `packet-manifest` (a
    manifest that cannot be read), `packet-info` (name),
    `packet-not-canonical` (intact contents in another form, compressed again for example).
    """
    entries = read_zip(data)
    for name in entries:
        if name not in _TAG_FILES and not is_safe_name(name):
            raise Problem("packet-name-unsafe", name=shown(name))
    for name in (_BAGIT, _INFO, _MANIFEST, _TAG_MANIFEST):
        if name not in entries:
            raise Problem("packet-file-missing", name=name)
    if _SIGNATURE not in entries:
        raise Problem("packet-unsigned", name=_SIGNATURE)
    tags = {name: entries.pop(name) for name in _TAG_FILES}
    _check_tags(tags)
    listing, signature = tags.pop(_TAG_MANIFEST), tags.pop(_SIGNATURE)
    _compare(tags, listing)
    _compare(entries, tags[_MANIFEST])
    info = _parse_info(tags[_INFO])
    files = {name.removeprefix(_PAYLOAD): content for name, content in entries.items()}
    if pack(files, info, lambda _: signature) != data:
        raise Problem("packet-not-canonical")
    return Bag(files, info, listing, signature)


def inventory(files: Mapping[str, bytes], but: str) -> str:
    """Hex SHA-256 of the manifest's lines for all of `files` but one: what a bag was made to hold.

    As a shell says it: `grep -v ' data/<but>$' manifest-sha256.txt | sha256sum`.
    """
    others = {_PAYLOAD + name: content for name, content in files.items() if name != but}
    return hashlib.sha256(_manifest(others)).hexdigest()


def _check_tags(tags: Mapping[str, bytes]) -> None:
    for content in tags.values():
        if len(content) > _MAX_TAG_SIZE:
            raise Problem("packet-too-large", size=len(content), limit=_MAX_TAG_SIZE)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()


def _compare(files: Mapping[str, bytes], manifest: bytes) -> None:
    listed: dict[str, str] = {}
    for line in manifest.splitlines():
        match = _MANIFEST_LINE.fullmatch(line.decode("ascii", "replace"))
        if match is None:
            raise Problem("packet-manifest")
        listed[match[2]] = match[1]
    for name in listed:
        if name not in files:
            raise Problem("packet-file-missing", name=shown(name))
    for name, content in files.items():
        if name not in listed:
            raise Problem("packet-file-extra", name=name)
        if listed[name] != hashlib.sha256(content).hexdigest():
            raise Problem("packet-file-changed", name=name)


def _check_names(names: Mapping[str, bytes]) -> None:
    alike = Counter(name.casefold() for name in names)
    for name in names:
        if alike[name.casefold()] > 1:  # one file on Windows, two elsewhere
            raise Problem("packet-name-unsafe", name=shown(name))
        folders = name.split("/")[:-1]
        parents = {"/".join(folders[:n]) for n in range(1, len(folders) + 1)}
        if not is_safe_name(_PAYLOAD + name) or not parents.isdisjoint(names):
            raise Problem("packet-name-unsafe", name=shown(name))


def _check_info(info: Mapping[str, str]) -> None:
    seen = {_OXUM.casefold()}
    for label, value in info.items():
        # RFC 8493 section 2.2.2: labels compare without case; a line break would be a new line.
        readable = value and value == value.strip() and value.isprintable()
        if not _INFO_KEY.fullmatch(label) or label.casefold() in seen or not readable:
            raise Problem("packet-info", name=shown(label))
        seen.add(label.casefold())


def _parse_info(text: bytes) -> dict[str, str]:
    info: dict[str, str] = {}
    for line in text.decode("utf-8", "replace").splitlines():
        label, colon, value = line.partition(": ")
        if not colon or label in info:
            raise Problem("packet-info", name=shown(label))
        info[label] = value
    info.pop(_OXUM, None)
    return info
