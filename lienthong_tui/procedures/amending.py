"""Amendments: a small file that says only what a later version changes, as an amending decree does.

`amends` names the version it changes, which lies in a whole file beside it. An item with a known
name replaces the parts it gives; one with a new name is added; `removed` lists items that go, as
mistakes name them (`rule birth-registered-late`). What comes of it is a whole definition, checked
and pinned like any other.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import named
from lienthong_tui.procedures.nesting import refuse_long_keys

# Before the first table: `amends` within one would be some item's part.
_AMENDS = re.compile(rb"\A(?:[^\[\r\n][^\n]*\n|\r?\n)*?amends[ \t]*=")


def in_full(source: bytes, file: str, beside: Mapping[str, bytes]) -> bytes:
    """The whole definition that `source` stands for: itself, or what it amends with its changes.

    `beside` are the files it may amend. An amendment comes out as JSON; one that is no TOML comes
    out as it is, for `loading.read` to tell. Errors: an ExceptionGroup of
    Problem("definition-amends") or ("definition-unknown").
    """
    if not _AMENDS.match(source):
        return source
    try:
        amendment = _plain(source)
    except (ValueError, RecursionError):
        return source
    if "amends" not in amendment:  # a line of some text
        return source
    version = amendment.pop("amends")
    base = _whole(amendment.get("group"), version, beside)
    if base is None:
        problem = Problem("definition-amends", file=file, item="amends", version=str(version))
        raise ExceptionGroup("definition", [problem])
    if unknown := _amend(base, amendment):
        raise ExceptionGroup(
            "definition",
            [
                Problem("definition-unknown", file=file, item="removed", name=str(item))
                for item in unknown
            ],
        )
    return msgspec.json.encode(base)


def _whole(group: Any, version: Any, beside: Mapping[str, bytes]) -> dict[str, Any] | None:
    """The whole file of that version, as plain values."""
    for source in beside.values():
        if _AMENDS.match(source):
            continue
        try:
            plain = _plain(source)
        except (ValueError, RecursionError):
            continue
        if (plain.get("group"), plain.get("version")) == (group, version):
            return plain
    return None


def _plain(source: bytes) -> dict[str, Any]:
    text = source.decode()
    refuse_long_keys(text)
    return tomllib.loads(text)


def _amend(base: dict[str, Any], amendment: dict[str, Any]) -> list[Any]:
    """Change `base`; returns what was to be removed and is not there."""
    removed = amendment.pop("removed", [])
    # The end of what is amended is not the end of what amends it.
    base.pop("effective_to", None)
    for kind, given in amendment.items():
        if not (_is_tables(given) and _is_tables(base.get(kind))):
            base[kind] = given
            continue
        standing = base[kind]
        places = {named(kind, entry): place for place, entry in enumerate(standing)}
        for entry in given:
            place = places.get(named(kind, entry))
            if place is None:
                standing.append(entry)
            else:
                standing[place] = {**standing[place], **entry}
    unknown = []
    for item in removed if isinstance(removed, list) else [removed]:
        kind = str(item).partition(" ")[0]
        entries = base[kind] if _is_tables(base.get(kind)) else []
        kept = [entry for entry in entries if named(kind, entry) != item]
        if len(kept) == len(entries):
            unknown.append(item)
        else:
            base[kind] = kept
    return unknown


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
