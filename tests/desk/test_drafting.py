"""A draft is stored from its first fact on."""

from pathlib import Path

from lienthong_tui.desk import drafting

from .sample import NOW, create, opened


def test_opened_by_mistake_it_leaves_nothing_behind(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        draft = drafting.start(desk, "birth")
        assert draft.position is None
        assert drafting.recent(desk) == []
        before = desk.verify().events
        assert drafting.answer(desk, draft, "child.given", "") == draft
        assert desk.verify().events == before


def test_its_first_answer_starts_it_as_of_when_it_was_opened(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        opened_at = drafting.start(desk, "birth")
        draft = drafting.answer(desk, opened_at, "child.given", "An")
        assert draft.filing.started == opened_at.filing.started
        assert draft.filing.started.received.startswith(f"{NOW.date()}")
        assert draft.filing.answers == {"child.given": "An"}
        assert [line.filing for line in drafting.recent(desk, "drafting")] == [draft.filing.id]
