"""A filing for a twin: parents, addresses and delivery go along, and nothing of the child."""

from pathlib import Path

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.history import history
from lienthong_tui.desk.reading import read_case
from lienthong_tui.problems import Problem
from lienthong_tui.sentences.of_history import what_happened

from .sample import DEATHS, NOW, SAMPLES, create, opened

TWIN = next(path for path in SAMPLES if path.name.startswith("06"))


def test_what_goes_along_and_what_does_not(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        filed = file_case(desk, read_case(TWIN, now=NOW, commune=desk.commune))
        draft = drafting.again(desk, drafting.reopen(desk, filed.id))
        answers, before = draft.filing.answers, filed.answers
        assert draft.filing.id != filed.id
        assert draft.filing.started.after == filed.id
        for name in ("requester.name", "mother.given", "father.given", "residence.detail"):
            assert answers.get(name) == before.get(name)
        assert "delivery.identity_card" in answers
        assert not [name for name in answers if name.startswith("child.")]
        assert draft.filing.notice is None
        assert draft.filing.pledge is None
        assert draft.filing.attachments == ()
        assert draft.filing.reasons == {}
        assert draft.filing.state == "drafting"
        told = [
            what_happened(entry, draft.group.definition, "vi")
            for entry in history(desk, draft.filing.id).entries
        ]
        assert any("từ hồ sơ trước" in line for line in told)


def test_a_death_has_no_second_filing(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        filed = file_case(desk, read_case(DEATHS[0], now=NOW, commune=desk.commune))
        with pytest.raises(Problem, match="again-none"):
            drafting.again(desk, drafting.reopen(desk, filed.id))
