"""The published shapes of a case file and of a packet's contents are those the code decodes.

After a change of the structs, `python tests/test_schemas.py` writes them again.
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

from lienthong_tui.filing.case import CaseFile
from lienthong_tui.packets import packet
from lienthong_tui.packets.packet import Contents
from lienthong_tui.resources import data_path

SHAPES: dict[str, type[msgspec.Struct]] = {"case": CaseFile, "packet": Contents}


def path_of(name: str) -> Path:
    return data_path("schemas", f"{name}.schema.json")


def generated(name: str) -> str:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | msgspec.json.schema(SHAPES[name]), indent=2) + "\n"


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
        contents = json.loads(packet.read(data)[1].files["packet.json"])
        validator("packet").validate(contents)


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
