"""The law as data, and an office's settings over it: whoever edits a file is told what is wrong."""

import copy
import tomllib
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
import tomli_w
from hypothesis import strategies as st

from lienthong_tui.desk import backup_rota
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import VIETNAM, expected_dates
from lienthong_tui.filing.outline import outline
from lienthong_tui.procedures import (
    alike,
    letters,
    loading,
    mending,
    notice,
    outcomes,
    overlay,
    parking,
    reminders,
    retention,
)
from lienthong_tui.procedures.amending import in_full
from lienthong_tui.procedures.differing import differences
from lienthong_tui.resources import data_path
from lienthong_tui.sentences import LANGUAGES
from lienthong_tui.sentences.wording import because

from .mutations import (
    ODD_TIMES,
    ODD_VALUES,
    as_json,
    as_toml,
    junk,
    mutated,
    odd_text,
    places_in,
    reshaped,
    text_mutated,
)
from .trials import check_printable, fuzzed, outcome

TODAY = date(2026, 11, 22)
RECEIVED = datetime(2026, 11, 22, 16, 30, tzinfo=VIETNAM)
TOY = Path(__file__).parents[1].joinpath("procedures", "toy.toml").read_bytes()
BIRTH, BIRTH_LATER = (
    data_path("procedures", name).read_bytes() for name in ("birth.toml", "birth_2027-03-01.toml")
)
# What a pattern, an expression, a name or a time may be where only text is asked.
ODD_LAW = (
    *(
        "true",
        "1 + ",
        "holder.name == 'x'",
        "answered('holder.name')",
        "answered(",
        "x.y.z",
        "[1][9]",
    ),
    *("'" * 99, "(" * 500 + ")" * 500, "1/0 == 1", "holder.copies > 1", "a{99999999999999999999}"),
    *("(?P<x>", "(" * 5000, "\\", "$.rule[99]", "holder.*", "*", ".*", "{commune}", "{n}", "09:61"),
)


def rich() -> dict[str, Any]:
    """The toy with what it lacks of all that a definition can say."""
    law, words = tomllib.loads(TOY.decode()), {"vi": "x {n}", "en": "x"}
    law["correction"], law["database_reasons"] = "elsewhere", [words]
    law["section"][1] |= {"plain": words, "paper": words, "shown": "office.book == 'birth'"}
    law["section"].append({"id": "heir", "step": 2, "title": words, "repeat": 3})
    law["section"][-1]["counted_by"] = "holder.heirs"
    field = {"section": "holder", "label": words, "law": "x", "verified": True}
    heir = {"section": "heir", "label": words}
    law["field"] += [
        field | {"id": "holder.heirs", "type": "integer", "most": 3, "ask": words, "why": words},
        field | {"id": "holder.code", "type": "text", "pattern": "[A-Z]+", "example": "AB"},
        field | {"id": "holder.purpose", "type": "text", "suggest": "uses", "sensitive": True},
        field | {"id": "holder.nation", "type": "choice", "list": "countries", "default": "VN"},
        field | {"id": "holder.born", "type": "date", "years_ago": [0, 120], "portal": "x"},
        field | {"id": "holder.old", "type": "boolean", "derived": "holder.copies > 3"},
        field | {"id": "holder.number", "type": "id_number", "proposed": "'099'", "help": words},
        heir | {"id": "heir.name", "type": "name", "shown": "holder.copies > 1"},
        heir | {"id": "heir.at", "type": "moment"},
    ]
    law["person"].append({"role": "heir", "label": words, "name": "heir.name", "starts": True})
    law["link"] = [{"role": "heir", "to": "holder", "when": "holder.copies == 1"}]
    law["component"][0] |= {"shown": "holder.copies > 1", "original": words, "help": words}
    notes = [words | {"shown": "holder.copies > 1"}, words]
    law["form"][0] |= {"notes": notes, "signatures": notes, "template": "generic", "copies": 2}
    law["procedure"][0] |= {"yields": ["copy.number"], "pays": True, "handed_out": "true"}
    law["result"] = [{"id": "copy.number", "label": words, "type": "id_number", "of": "holder"}]
    law["suggestion"] = [{"id": "uses", "kind": "phrases", "title": words}]
    law["fee"] = [{"id": "copy", "name": words, "amount": 8000, "count": "holder.copies"}]
    law["fee"][0] |= {"when": "true", "exempt": "false", "exemption": words, "law": "x"}
    law["referral"] = [{"id": "elsewhere", "title": words, "text": words, "where": words}]
    law["referral"][0] |= {"bring": [words], "law": "x"}
    law["again"] = {"name": words, "fields": ["holder.*"]}
    return law


RICH = rich()
ODD = (*ODD_VALUES, *ODD_TIMES, *ODD_LAW)
WHOLE = loading.read(TOY, "toy.toml")


def used(source: bytes) -> None:
    """A definition that is read can be asked, compared and read again."""
    group = outcome(loading.read, source, "x.toml")
    if group is None:
        return
    assert group.source == source
    for laid in loading.layouts(group, "x.toml"):
        assert laid.code == "definition-unknown"
    differences(WHOLE.definition, group.definition)
    outcome(outline, group, {}, today=TODAY, commune="19639")


@fuzzed(st.one_of(mutated(TOY), junk()), quick=60)
def test_damaged_definitions(source: bytes) -> None:
    """A file that was cut, doubled or overwritten."""
    used(source)


def test_the_rich_definition_is_one() -> None:
    """What is changed below is right before it is changed."""
    assert loading.read(tomli_w.dumps(RICH).encode(), "rich.toml").fields["heir_3.name"]


@fuzzed(as_toml(reshaped(RICH, odd=ODD)), quick=90)
def test_definitions_that_say_something_else(source: bytes) -> None:
    """Values of other kinds, missing, new, or another's."""
    used(source)


# Texts with a grammar of their own: expressions, patterns, names, hours.
GRAMMATICAL = {
    *("when", "shown", "required", "derived", "proposed", "exempt", "handed_out", "pattern", "id"),
    *("role", "cut_off", "list", "template", "counted_by", "count", "default", "code", "value"),
}


@st.composite
def grammars_changed(draw: st.DrawFn) -> bytes:
    """The rich definition with other texts where one of a grammar stands."""
    law = copy.deepcopy(RICH)
    there = [(whole, name) for whole, name in places_in(law) if name in GRAMMATICAL]
    own = st.sampled_from([str(whole[name]) for whole, name in there])
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(sorted({name for _, name in there})))
        whole, name = draw(st.sampled_from([place for place in there if place[1] == kind]))
        whole[name] = draw(
            st.one_of(st.sampled_from(ODD_LAW), own, own.flatmap(text_mutated), odd_text(30))
        )
    return tomli_w.dumps(law).encode("utf-8", "surrogatepass")


@fuzzed(grammars_changed(), quick=70)
def test_texts_of_a_grammar(source: bytes) -> None:
    """A mistake in one is told with its place."""
    used(source)


AS_JSON = msgspec.to_builtins(RICH)


@fuzzed(
    st.one_of(as_json(reshaped(AS_JSON, odd=ODD)), mutated(msgspec.json.encode(AS_JSON))), quick=60
)
def test_definitions_in_json(source: bytes) -> None:
    """An amended definition is kept as JSON."""
    used(source)


@fuzzed(as_toml(reshaped(tomllib.loads(BIRTH.decode()), odd=ODD)), quick=5)
def test_the_law_of_births_saying_something_else(source: bytes) -> None:
    """The same of a whole definition that is in force."""
    outcome(loading.read, source, "birth.toml")


AMENDMENT = b'amends = "2026-01-01"\ngroup = "copies"\nversion = "2027-01-01"\nremoved = []\n'
AMENDING = tomllib.loads(AMENDMENT.decode()) | {
    "effective_from": date(2027, 1, 1),
    "field": [{"id": "holder.copies", "most": 9}],
    "removed": ["rule x", "component old-copy"],
}


@fuzzed(
    st.one_of(
        as_toml(reshaped(AMENDING, odd=ODD)),
        mutated(AMENDMENT, BIRTH_LATER),
        st.just(b'x = """\namends = 1\n"""\n'),
    ),
    quick=70,
)
def test_amendments(source: bytes) -> None:
    """What an amendment comes to is a definition like any other."""
    whole = outcome(in_full, source, "x.toml", {"toy.toml": TOY, "birth.toml": BIRTH})
    if whole is not None and not whole.startswith(b'{"group":"birth"'):
        used(whole)


FULL: dict[str, Any] = {
    "overlay": 1,
    "deadlines": {"birth": "law-2014"},
    "cut_off": "15:00",
    "saturday_until": "11:00",
    "fees": {"copy": 8000},
    "agencies": {"civil-status": {"vi": "UBND {commune}", "en": "PC", "code": "H50.99"}},
    "days": [{"date": date(2026, 12, 31), "kind": "off", "name": "Nghỉ"}],
    "facilities": [
        {"name": "Trạm", "lists": ["birth-facilities"], "address": "x", "code": "45001"}
    ],
    "hamlets": [{"name": "Thôn An Lợi", "former": "19420"}],
    "phrases": {"purposes": ["Đi học"]},
    "relaxed": [],
    "letters": {"01": "số 12/QĐ-UBND ngày 05/10/2026"},
    "office": "Trung tâm",
    "contact": "0233 123 456",
}
SHIPPED = overlay.shipped()
SETTINGS = tomllib.loads(SHIPPED.decode())


@fuzzed(
    st.one_of(
        as_toml(reshaped(FULL, SETTINGS, odd=ODD)),
        *(as_toml(reshaped({**SETTINGS, name: FULL[name]}, odd=ODD)) for name in FULL),
        mutated(SHIPPED),
        junk(),
    ),
    quick=150,
)
def test_settings_of_an_office(source: bytes) -> None:
    """Settings that are read are written as ones that read the same, and serve every filing."""
    decoded = outcome(overlay.decode, source)
    read = outcome(overlay.read, source, loading.shipped())
    if decoded is not None:
        assert overlay.decode(overlay.encode(decoded)) == decoded
    if read is not None:
        assert overlay.read(overlay.encode(read), loading.shipped()) == read
        for group in loading.shipped():
            scheme = overlay.scheme_of(group, read, TODAY)
            overlay.cut_off(scheme, read)
            names = tuple(procedure.id for procedure in group.definition.procedure)
            days_off = office_calendar(read.days)
            for expected in expected_dates(group, read, days_off, names, RECEIVED):
                for language in LANGUAGES:
                    check_printable(because(expected, language))
            for agency in group.definition.agency:
                overlay.agency_name(agency, read)
            for fee in group.definition.fee:
                overlay.amount(fee, read)


# Data of this version alone: who edits it is told in the words of the decoder, before it ships.
TABLES: dict[str, ModuleType] = {
    "alike": alike,
    "backup": backup_rota,
    "letters": letters,
    "mending": mending,
    "notice": notice,
    "outcomes": outcomes,
    "parking": parking,
    "reminders": reminders,
    "retention": retention,
}
PLAIN = {name: tomllib.loads(data_path(f"{name}.toml").read_text("utf-8")) for name in TABLES}


class Lying:
    """A file of data that says this."""

    def __init__(self, source: bytes) -> None:
        self.source = source

    def read_bytes(self) -> bytes:
        return self.source


@fuzzed(
    st.sampled_from(sorted(TABLES)).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.one_of(
                as_toml(reshaped(PLAIN[name], odd=ODD)),
                mutated(data_path(f"{name}.toml").read_bytes()),
            ),
        )
    ),
    quick=60,
)
def test_tables_of_this_version(given: tuple[str, bytes]) -> None:
    """A mistake in one is told when it is read."""
    name, source = given
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TABLES[name], "data_path", lambda *_: Lying(source))
        with suppress(ValueError, RecursionError):  # as those of msgspec are
            TABLES[name].shipped.__wrapped__()
