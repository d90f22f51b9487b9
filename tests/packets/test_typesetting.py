"""How a template that is at fault is told: a sentence, wherever the paper is read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lienthong_tui.packets import typesetting
from lienthong_tui.packets.sheets import Sheet
from lienthong_tui.problems import Problem

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_a_defect_of_a_template_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "generic.typ").write_text("#panic(sys.inputs.data)")
    monkeypatch.setattr(typesetting, "data_path", lambda *_: tmp_path)
    for read in (typesetting.said, lambda paper: typesetting.render(paper, at=NOW)):
        with pytest.raises(Problem) as caught:
            read(Sheet(title="Tờ khai"))
        assert caught.value == Problem("paper-unprintable", title="Tờ khai")
