"""The published shapes of a case file and of a packet's contents are those the code decodes.

A case file's shape also names every field, rule and component of each shipped group, so that an
editor completes and explains them. It offers one way to write: values rather than labels, tables
rather than dotted keys in quotes.

After a change of the structs or the definitions, `python tests/test_schemas.py` writes them again.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from packets.test_packet import SAMPLES, filed

from lienthong_tui.filing.case import STEP_OF, CaseFile
from lienthong_tui.filing.hand_off import PortalValues, portal_values
from lienthong_tui.packets import packet
from lienthong_tui.packets.contents import Binding, Contents
from lienthong_tui.packets.replies import Reply
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.questions import Field
from lienthong_tui.resources import data_path

SHAPES: dict[str, type[msgspec.Struct]] = {
    "case": CaseFile,
    "packet": Contents,
    "filing": Binding,
    "reply": Reply,
    "portal": PortalValues,
}


def path_of(name: str) -> Path:
    return data_path("schemas", f"{name}.schema.json")


def generated(name: str) -> str:
    shape: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(SHAPES[name]),
    }
    if name == "case":
        shape["allOf"] = [
            {"if": {"properties": {"group": {"const": group}}}, "then": {"properties": properties}}
            for group, properties in sorted(groups().items())
        ]
    return json.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def groups() -> dict[str, dict[str, Any]]:
    """What the latest definition of each group adds to the shape of a case file."""
    latest = sorted(loading.shipped(), key=lambda group: group.definition.effective_from)
    return {group.definition.group: particulars(group) for group in latest}


def particulars(group: Group) -> dict[str, Any]:
    shape: dict[str, Any] = {table: table_of(group, step) for table, step in STEP_OF.items()}
    shape["attachments"] = {
        "items": {"properties": {"component": {"enum": [c.id for c in group.definition.component]}}}
    }
    links: dict[str, list[str]] = {link.role: [] for link in group.definition.link}
    for link in group.definition.link:
        links[link.role].append(link.to)
    shape["links"] = {
        "properties": {role: {"enum": others} for role, others in links.items()},
        "additionalProperties": False,
    }
    shape["reasons"] = {"propertyNames": {"enum": [rule.id for rule in group.definition.rule]}}
    return shape


def table_of(group: Group, step: int) -> dict[str, Any]:
    """The fields asked at a step, their dotted ids as nested tables."""
    top = table()
    for field in group.fields.values():
        if group.step_of(field.id) != step or field.derived:
            continue
        *above, last = field.id.split(".")
        into = top
        for part in above:
            into = into["properties"].setdefault(part, table())
        into["properties"][last] = value_of(field)
    return top


def table() -> dict[str, Any]:
    return {"type": "object", "properties": {}, "additionalProperties": False}


def value_of(field: Field) -> dict[str, Any]:
    value: dict[str, Any] = {"description": field.label.vi}
    if field.options:
        value["enum"] = [option.value for option in field.options]
    elif field.type == "integer":
        value |= {"type": "integer", "minimum": field.least, "maximum": field.most}
    else:
        value["type"] = "boolean" if field.type == "boolean" else "string"
    value |= {"default": field.default, "examples": [field.example] if field.example else None}
    return {key: part for key, part in value.items() if part is not None}


def validator(name: str) -> Any:
    schema = json.loads(path_of(name).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def sample(path: Path) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(tomllib.loads(path.read_text("utf-8")))
    return plain


@pytest.mark.parametrize("name", SHAPES)
def test_the_published_shape_is_the_one_decoded(name: str) -> None:
    assert path_of(name).read_text("utf-8") == generated(name), "run python tests/test_schemas.py"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_the_published_shape(path: Path) -> None:
    validator("case").validate(sample(path))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_packet_has_the_published_shape(path: Path) -> None:
    for data in filed(path).packets.values():
        files = packet.read(data).bag.files
        for name in ("packet", "filing"):
            validator(name).validate(json.loads(files[f"{name}.json"]))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_hand_off_has_the_published_shape(path: Path) -> None:
    values = portal_values(filed(path).reading.outlined, "LT19639-261122-1001-Z", demo=True)
    validator("portal").validate(json.loads(msgspec.json.encode(values)))


MISTAKES: dict[str, Any] = {
    "a misspelt field": {"answers": {"child": {"midle": "Minh"}}},
    "a field deeper down": {"answers": {"child": {"birth_place": {"comune": "19333"}}}},
    "an unknown table": {"answers": {"granny": {}}},
    "a field of another table": {"choices": {"child": {"given": "Mẫu"}}},
    "a computed field": {"answers": {"child": {"birth_date_in_words": "nay"}}},
    "an unknown option": {"answers": {"child": {"sex": "boy"}}},
    "text for a tick": {"choices": {"residence": {"same_commune": "có"}}},
    "text for a number": {"answers": {"copies": {"count": "3"}}},
    "a number too small": {"answers": {"copies": {"count": 0}}},
    "a number for a text": {"delivery": {"delivery": {"address": 5}}},
    "an unknown link": {"links": {"mother": "father"}},
    "an unknown rule": {"reasons": {"birth-registered-very-late": "ốm"}},
    "an unknown component": {"attachments": [{"component": "secret-plans"}]},
}


@pytest.mark.parametrize("change", MISTAKES.values(), ids=MISTAKES)
def test_what_the_group_does_not_know_has_not_the_published_shape(change: dict[str, Any]) -> None:
    plain = {"case": 1, "group": "birth", "received": "2026-11-20T15:20:00+07:00"}
    assert validator("case").is_valid(plain)
    assert not validator("case").is_valid(plain | change)
    assert validator("case").is_valid(plain | change | {"group": "another"})


def test_every_field_that_is_asked_is_explained_in_the_published_shape() -> None:
    text = path_of("case").read_text("utf-8")
    explained = text.count('"description"')
    for group in loading.shipped():
        asked = [field for field in group.fields.values() if not field.derived]
        assert explained >= len(asked) > 0
        for field in asked:
            assert json.dumps(field.label.vi, ensure_ascii=False) in text
    assert explained > 100


@pytest.mark.parametrize(
    "change",
    [
        {"case": 2},
        {"group": 5},
        {"received": None},
        {"secrets": {}},
        {"answers": []},
        {"attachments": [{"component": "x", "path": "y"}]},
        {"pledge": {"how": "officer"}},
    ],
)
def test_what_the_code_refuses_has_not_the_published_shape(change: dict[str, Any]) -> None:
    assert not validator("case").is_valid(sample(SAMPLES[0]) | change)


if __name__ == "__main__":
    for shape in SHAPES:
        path_of(shape).write_text(generated(shape), "utf-8")
        sys.stdout.write(f"{path_of(shape)}\n")
