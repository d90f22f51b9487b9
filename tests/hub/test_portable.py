"""The hub's tables ask nothing of an engine that not every engine has."""

import re

import pytest

from lienthong_tui.resources import data_path

SCRIPTS = ("1-tables.sql", "2-rights.sql")


def source(name: str) -> str:
    text = data_path("hub", name).read_text()
    return re.sub(r"--.*", "", text)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize(
    "word",
    [
        *("SERIAL", "SEQUENCE", "GENERATED", "TRIGGER", "NOTIFY", "LISTEN", "ADVISORY", "FUNCTION"),
        *("UNLOGGED", "EXCLUDE", "DEFERRABLE", "INHERITS", "EXTENSION", "ON CONFLICT"),
    ],
)
def test_nothing_that_some_engine_lacks(name: str, word: str) -> None:
    assert not re.search(rf"\b{word}", source(name), re.IGNORECASE)


def test_every_key_begins_with_the_commune() -> None:
    text = source("1-tables.sql")
    keys = re.findall(r"(?:PRIMARY KEY|UNIQUE|FOREIGN KEY)\s*\(\s*(\w+)", text)
    indexes = re.findall(r"CREATE (?:UNIQUE )?INDEX \w+ ON \w+ \(\s*(\w+)", text)
    assert len(keys) >= 10
    assert {*keys, *indexes} == {"commune"}


def test_no_policy_asks_another_table() -> None:
    policies = re.findall(r"CREATE POLICY.*?;", source("2-rights.sql"), re.DOTALL)
    assert len(policies) > 15
    assert not [
        policy
        for policy in policies
        if re.search(r"\bSELECT\b(?!\s+TO\b).*\bFROM\b", policy, re.DOTALL)
    ]


def test_the_one_function_reads_one_commune_and_trusts_no_path() -> None:
    text = " ".join(source("3-asking.sql").split())
    assert text.count("CREATE FUNCTION") == text.count("GRANT EXECUTE") == 1
    assert "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp" in text
    assert "REVOKE ALL ON FUNCTION hub_ask(text, bytea) FROM PUBLIC" in text
    assert re.findall(r"FROM (hub_\w+) WHERE (\w+) = (\w+) AND (\w+) = (\w+)", text) == [
        ("hub_status", "commune", "asked", "proof", "shown")
    ]


def test_every_table_is_guarded_and_distributed() -> None:
    tables = set(re.findall(r"CREATE TABLE (\w+)", source("1-tables.sql")))
    guarded = set(re.findall(r"ALTER TABLE (\w+) ENABLE ROW LEVEL", source("2-rights.sql")))
    distributed = set(re.findall(r"create_distributed_table\('(\w+)'", source("9-citus.sql")))
    assert tables == guarded == distributed
