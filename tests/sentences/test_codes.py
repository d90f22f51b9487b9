"""Every code has its sentence, every sentence its code, and each says what helps at a desk."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir

from lienthong_tui.resources import data_path
from lienthong_tui.sentences.wording import TEMPLATES

from .raising import PACKAGE, Making, makings, texts_of

# Functions that make a problem whose code is not written in the call: why, and which codes.
INDIRECT = {
    ("text/clean.py", "_check"): (
        "by the category of the character",
        {"text-control", "text-invisible"},
    ),
    ("filing/checks.py", "finding"): (
        "one helper makes every finding about a paper",
        {
            "component-not-needed",
            "component-large",
            "component-required",
            "component-indispensable",
            "component-absent",
            "component-in-database",
        },
    ),
    ("store/damage.py", "why_unreadable"): (
        "a file of no whole page was cut, or is none of ours",
        {"store-truncated", "store-unreadable"},
    ),
    ("filing/checks.py", "_acts"): (
        "one loop",
        {"check-missing", "notice-missing", "pledge-missing"},
    ),
    ("store/keyring.py", "open_keyring"): (
        "a keyring is told apart from a store",
        {"keyring-missing", "keyring-unreadable"},
    ),
    ("store/sqlcipher.py", "_create_file"): (
        "by the error number",
        {"disk-full", "store-read-only"},
    ),
    ("store/sqlcipher.py", "_problem"): (
        "the caller knows whether it opens or writes",
        {"store-unreadable", "store-damaged"},
    ),
    ("desk/exporting.py", "_disk_problems"): (
        "by the error number",
        {"export-full", "export-unwritable"},
    ),
    ("desk/sharing/at_once.py", "at_once"): (
        "by what was asked",
        {"claim-away", "lookup-away", "rejoin-away"},
    ),
    ("desk/doctor.py", "_sharing"): ("told by a round, and kept", set()),
    ("people/id_card.py", "read_card"): (
        "by the kind of code",
        {"scan-bhyt", "scan-number-only", "scan-cut", "scan-foreign"},
    ),
    ("people/id_card.py", "_card"): ("by the number of parts", {"scan-cut", "scan-foreign"}),
    ("desk/files.py", "bytes_of"): (
        "the command knows what the file should be",
        {
            *("packet-missing", "signers-missing", "reply-missing", "definition-missing"),
            *("settings-missing", "kiosk-file-missing", "file-missing"),
        },
    ),
}
# Where the codes of those stand that are passed in from elsewhere.
PASSED_FROM = {
    ("desk/files.py", "bytes_of"): (
        *("cli_packets.py", "cli_definitions.py"),
        *("desk/office.py", "desk/replies.py", "desk/intake.py", "cli_kiosk.py"),
        "hub_doors.py",
    ),
}

# Parameters added to a mistake by whoever passes it on, by the start of its code.
ADDED = {"definition-": {"file"}, "expression-": {"file", "item", "part"}}

# What blocks nothing and needs no mending.
ONLY_TOLD = {"component-absent"}

AVOIDED = (
    r"cán bộ",
    r"gói hồ sơ",
    r"phản hồi",
    r"mức 2\b",
    r"mai táng phí",
    r"bản sao giấy khai sinh",
    r"\bbàn (số )?[0-9{]",
    r"mời người tiếp theo",
    r"người chết",
    r"không có (cha|mẹ|bố)\b",
    r"không hợp lệ",
)

MAKINGS = tuple(makings())


def codes_of(making: Making) -> set[str]:
    if making.code is not None:
        return {making.code}
    return INDIRECT[making.file, making.function][1]


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_the_scan_finds_what_is_raised() -> None:
    assert len(MAKINGS) > 100
    assert {"sign-in", "required", "arguments"} <= {making.code for making in MAKINGS}


def test_every_call_without_a_written_code_is_listed() -> None:
    assert {(m.file, m.function) for m in MAKINGS if m.code is None} == set(INDIRECT)


@pytest.mark.parametrize("place", INDIRECT, ids=":".join)
def test_listed_codes_stand_in_their_file(place: tuple[str, str]) -> None:
    _, codes = INDIRECT[place]
    files = (place[0], *PASSED_FROM.get(place, ()))
    assert codes <= set().union(*(texts_of(file) for file in files))


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    made = {code for making in MAKINGS for code in codes_of(making)}
    assert made - set(TEMPLATES) == set()
    assert set(TEMPLATES) - made == set()


@pytest.mark.parametrize("making", MAKINGS, ids=lambda m: f"{m.file}:{m.line}")
def test_a_sentence_asks_only_for_what_is_given(making: Making) -> None:
    for code in codes_of(making):
        added = ADDED.get(code.partition("-")[0] + "-", set())
        assert making.more or placeholders(TEMPLATES[code]) <= making.params | added, code


@pytest.mark.parametrize("code", sorted(set(TEMPLATES) - ONLY_TOLD))
def test_a_sentence_says_what_happened_and_how_to_mend_it(code: str) -> None:
    said = re.sub(r"^\{file\}[^:]*: ", "", TEMPLATES[code])
    assert re.search(r"[.:;] \S", said), said


@cache
def msgids() -> tuple[str, ...]:
    """Every text marked for translation."""
    return tuple(str(found[2]) for found in extract_from_dir(PACKAGE))


@cache
def definition_texts() -> tuple[str, ...]:
    """The Vietnamese of every definition, but for procedures: those keep their official names."""
    texts: list[str] = []
    for path in data_path("procedures").glob("*.toml"):
        definition = tomllib.loads(path.read_text(encoding="utf-8"))
        texts += vietnamese({**definition, "name": None, "procedure": None})
    return tuple(texts)


def vietnamese(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "vi":
                yield inner
            yield from vietnamese(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from vietnamese(inner)


@pytest.mark.parametrize("avoided", AVOIDED)
def test_words_that_desks_avoid(avoided: str) -> None:
    said = msgids() + definition_texts()
    assert [text for text in said if re.search(avoided, text, re.IGNORECASE)] == []


def test_all_text_is_nfc() -> None:
    said = msgids() + definition_texts()
    assert min(len(msgids()), len(definition_texts())) > 100
    assert [text for text in said if not unicodedata.is_normalized("NFC", text)] == []
