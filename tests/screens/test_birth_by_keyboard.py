"""A birth filed from sign-in to packets by keys alone, at 80×24."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from lienthong_tui.packets import packet
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.home import Home
from lienthong_tui.screens.steps.agencies import Agencies
from lienthong_tui.screens.steps.questions import Questions
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.widgets.field_row import FieldRow

from .walk import Officer, signed_in

# What the officer types or presses at each question; a question not named here is passed over.
TYPED = {
    "registration.commune": "nam cua v",
    "registration.case": "1",
    "registration.parents_married": "1",
    "residence.same_commune": "1",
    "residence.case": "1",
    "identity_card.wanted": "2",
    "filer.account": "1",
    "requester.name": "Nguyễn Thị Mẫu",
    "requester.id_number": "099196000011",
    "requester.birth_date": "5/3/1996",
    "requester.sex": "2",
    "requester.id_issue_date": "25/04/2022",
    "requester.id_issuer": "Bộ Công an",
    "requester.residence_kind": "1",
    "requester.commune": "nam cua v",
    "requester.detail": "Thôn Mẫu",
    "requester.relation": "2",
    "requester.portal_relation": "2",
    "requester.phone": "0912000001",
    "child.birth_proof": "1",
    "child.birth_proof_number": "00001.GCS.99001.26",
    "child.surname": "Trần",
    "child.middle": "Minh",
    "child.given": "Mẫu",
    "child.birth_date": "02/11/2026",
    "child.birth_place.commune": "dong ha quang tri",
    "child.birth_place.detail": "Bệnh viện Mẫu",
    "child.sex": "1",
    "child.ethnic": "kinh",
    "native_place.follows": "1",
    "native_place.province": "quang tri",
    "copies.wanted": "1",
    "copies.count": "3",
    "mother.nationality": "viet nam",
    "mother.ethnic": "kinh",
    "mother.surname": "Nguyễn",
    "mother.middle": "Thị",
    "mother.given": "Mẫu",
    "mother.birth_date": "5/3/1996",
    "mother.id_number": "099196000011",
    "mother.deceased": "2",
    "mother.residence_kind": "1",
    "mother.commune": "nam cua v",
    "mother.detail": "Thôn Mẫu",
    "father.nationality": "viet nam",
    "father.ethnic": "kinh",
    "father.surname": "Trần",
    "father.middle": "Văn",
    "father.given": "Ví",
    "father.birth_date": "1993",
    "father.id_number": "099093000012",
    "father.deceased": "2",
    "father.residence_kind": "1",
    "father.same_residence_as_mother": "1",
    "household.father_is_head": "1",
    "household.mother_is_head": "2",
    "household.relation": "2",
    "residence.detail": "Thôn Mẫu",
    "health.first_care": "45001",
    "health.card_guardian": "2",
    "delivery.birth": "1",
    "delivery.residence": "1",
    "delivery.health_paper": "2",
}


async def answer_page_by_page(someone: Officer, typed: Mapping[str, str] = TYPED) -> None:
    """Answer whatever question is in focus until the questions of the step are over."""
    told: list[str] = []
    for _ in range(150):
        if isinstance(someone.app.screen, Agencies):
            await someone.press("enter")
        row = next((r for r in someone.app.screen.query(FieldRow) if r.has_focus_within), None)
        if not isinstance(someone.app.screen, Questions) or row is None:
            return
        given = typed.get(row.field_id, "")
        shown = row.field.value
        told.append(f"{row.field_id}: {shown!r} <- {given!r}")
        if not row.free and given.isdigit():
            await someone.press(given)
        else:
            await someone.type("" if shown else given)
            await someone.press("enter")
    raise AssertionError("\n".join([*told[-12:], someone.screen_text()]))


@pytest.mark.asyncio
async def test_from_sign_in_to_packets(tmp_path: Path) -> None:
    async with signed_in(tmp_path) as someone:
        app = someone.app
        assert isinstance(app.screen, Home)
        await someone.press("1")
        await answer_page_by_page(someone)  # steps 1 and 2
        assert isinstance(app.screen, TaskList), someone.screen_text()
        await someone.press("5")
        await answer_page_by_page(someone)
        keeper = app.screen.keeper
        left = [(f.field, f.rule) for f in keeper.draft.findings if f.level == "error"]
        assert {rule for _, rule in left} <= {"notice-missing", "pledge-missing"}, left
        await someone.press("6", "2", "enter", "3", "9", "9")
        assert isinstance(app.screen, Done), someone.screen_text()
        filing = app.screen.keeper.draft.filing
        assert filing.state == "completed"
        assert str(filing.reference) in someone.screen_text()
        for sealed, data in app.at.packets(filing):
            contents = packet.read(data).contents
            assert contents.reference == filing.reference
            assert sealed.procedures == tuple(p.id for p in contents.procedures)
