"""Every key of every document from outside, once left out and once of every other type."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import tomli_w
from packets.test_packet import KEY

from lienthong_tui.desk import kiosk_files
from lienthong_tui.filing import case as cases
from lienthong_tui.packets import bag, packet, replies, signers
from lienthong_tui.packets.names import REPLY
from lienthong_tui.procedures import loading, overlay

from .mutations import ODD_VALUES, everywhere, without_null
from .test_cases import CASES, JSON, verdict
from .test_kiosk import PLAIN
from .test_law import FULL, RICH
from .test_packets import answered, hold_against_the_law, sent, signed_anew
from .trials import outcome

TYPES: tuple[Any, ...] = (None, True, 5, 1.5, "x", [], {}, ["x"], {"x": 1})


def toml(document: Any) -> bytes:
    return tomli_w.dumps(without_null(document)).encode("utf-8", "surrogatepass")


def case_of(source: bytes, suffix: str) -> None:
    file = outcome(cases.decode, source, suffix)
    if file is not None:
        verdict(file)


def settings(document: Any) -> None:
    read = outcome(overlay.read, toml(document), loading.shipped())
    assert read is None or overlay.decode(overlay.encode(read)) == read


def definition(document: Any) -> None:
    outcome(loading.read, toml(document), "x.toml")


def reply(document: Any) -> None:
    read = bag.unpack(answered())
    files = {**read.files, REPLY: json.dumps(document).encode()}
    data = signed_anew(files, read, KEY, signers.REPLY)
    came = outcome(replies.read, data) if data else None
    if came is not None:
        hold_against_the_law(came)


def contents(document: Any) -> None:
    read = packet.read(sent()[0]).bag
    files = {**read.files, "packet.json": json.dumps(document).encode()}
    bound = json.loads(files["filing.json"])
    bound["packets"][0]["inventory"] = bag.inventory(files, "filing.json")
    files["filing.json"] = json.dumps(bound).encode()
    data = signed_anew(files, read, KEY, signers.PACKET)
    if data:
        outcome(packet.read, data)


def pairing(document: Any) -> None:
    outcome(kiosk_files.read_pairing, json.dumps(document).encode())


Document = tuple[Callable[[], Any], Callable[[Any], None]]
DOCUMENTS: dict[str, Document] = {
    "settings": (lambda: FULL, settings),
    "pairing": (lambda: PLAIN, pairing),
    "reply": (lambda: json.loads(bag.unpack(answered()).files[REPLY]), reply),
}
LARGE: dict[str, Document] = {
    "packet": (lambda: json.loads(packet.read(sent()[0]).bag.files["packet.json"]), contents),
    "case in TOML": (lambda: CASES[4], lambda document: case_of(toml(document), ".toml")),
    "case in JSON": (
        lambda: JSON[9],
        lambda document: case_of(json.dumps(document).encode(), ".json"),
    ),
    "definition": (lambda: RICH, definition),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_key_of_other_types(name: str) -> None:
    document, read = DOCUMENTS[name]
    for changed in everywhere(document(), TYPES):
        read(changed)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [*DOCUMENTS, *LARGE])
def test_every_key_of_every_odd_value(name: str) -> None:
    document, read = {**DOCUMENTS, **LARGE}[name]
    for changed in everywhere(document(), TYPES if name in LARGE else ODD_VALUES):
        read(changed)
