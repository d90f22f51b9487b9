"""Case files, and each answer of one by itself: whatever a file says, its author is told."""

import json
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from lienthong_tui.desk.reading import Decoded, judge
from lienthong_tui.filing import case as cases
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.deadlines import VIETNAM, local_day
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.questions import Field
from lienthong_tui.resources import data_path
from lienthong_tui.sentences import LANGUAGES
from lienthong_tui.sentences.wording import answer_label, finding_sentence

from .mutations import ODD_TIMES, ODD_VALUES, as_json, as_toml, junk, mutated, odd_text, reshaped
from .test_typed import DATES, MOMENTS
from .test_typed import SAMPLES as TYPED
from .trials import check_printable, fuzzed, outcome

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PATHS = sorted(data_path("samples").glob("*.toml"))
TOML = [path.read_bytes() for path in PATHS]
CASES = [tomllib.loads(text.decode()) for text in TOML]
JSON = [msgspec.to_builtins(case) for case in CASES]
FOLDER = PATHS[0].parent


def verdict(file: cases.CaseFile, folder: Path = FOLDER) -> None:
    """What the file comes to is said in words, as `lienthong check` says it."""
    group = outcome(loading.in_force, file.group, local_day(file.received))
    if group is None:
        return
    reading = outcome(judge, Decoded(folder, file, group), now=NOW, commune="19639")
    assert reading is not None, "whatever is wrong with a case is a finding"
    for finding in reading.findings:
        for language in LANGUAGES:
            check_printable(finding_sentence(finding, group.definition, language))


@fuzzed(st.one_of(*(mutated(*TOML) for _ in range(2)), junk()), quick=20)
def test_damaged_files(source: bytes) -> None:
    """A file that was cut, doubled or overwritten."""
    for suffix in (".toml", ".json"):
        file = outcome(cases.decode, source, suffix)
        if file is not None:
            verdict(file)


@fuzzed(as_toml(reshaped(*CASES, odd=(*ODD_VALUES, *ODD_TIMES, *TYPED))), quick=30)
def test_files_that_say_something_else(source: bytes) -> None:
    """TOML whose values are of other kinds, missing, new, or another's."""
    file = outcome(cases.decode, source, ".toml")
    if file is not None:
        verdict(file)


@fuzzed(as_json(reshaped(*JSON, odd=(*ODD_VALUES, *TYPED))), quick=30)
def test_json_that_says_something_else(source: bytes) -> None:
    """The same of JSON, which knows null and halves of letters."""
    file = outcome(cases.decode, source, ".json")
    if file is not None:
        verdict(file)


ANY_TIME = st.datetimes(timezones=st.sampled_from((UTC, VIETNAM, timezone(timedelta(hours=-12)))))


@fuzzed(st.tuples(ANY_TIME, st.sampled_from((*DATES, *MOMENTS))), quick=20)
def test_files_of_any_day(given: tuple[datetime, str]) -> None:
    """A date as it is typed is read in whatever year the file says it was received."""
    received, typed = given
    case = {**JSON[7], "received": received.isoformat()}
    told = {"birth_date": typed, "id_issue_date": typed, "given": typed}
    case["answers"] = {
        name: {**part, **told, "time": typed} if isinstance(part, dict) else part
        for name, part in case["answers"].items()
    }
    file = outcome(cases.decode, json.dumps(case).encode(), ".json")
    if file is not None:
        verdict(file)


FIELDS = [field for group in loading.shipped() for field in group.definition.field]
GIVEN = st.one_of(st.sampled_from((*ODD_VALUES, *ODD_TIMES, *TYPED)), odd_text(), st.integers())


@fuzzed(st.tuples(st.sampled_from(FIELDS), GIVEN), quick=240)
def test_one_answer(given: tuple[Field, Any]) -> None:
    """What is kept of an answer is kept again as it is, and can be shown."""
    field, value = given
    answer = outcome(read_answer, field, value, today=local_day(NOW))
    if answer is not None:
        assert read_answer(field, answer, today=local_day(NOW)) == answer
        check_printable(shown_answer(field, answer))
        for language in LANGUAGES:
            check_printable(answer_label(field, answer, language))
