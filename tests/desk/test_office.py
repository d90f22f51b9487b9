"""Settings changed at the desk: checked, recorded, and never under a filing that has begun."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from lienthong_tui.desk import drafting, office
from lienthong_tui.packets import packet
from lienthong_tui.problems import Busy, DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.procedures import overlay
from lienthong_tui.procedures.overlay import OwnAgency

from .sample import COMMUNE, NOW, SAMPLES, create, file, opened, signed_in

LATER = NOW + timedelta(minutes=5)
ELSEWHERE = SAMPLES[10]  # registered in a commune that is not the desk's


def test_a_change_is_recorded_and_comes_back(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        before = desk.verify().events
        new = msgspec.structs.replace(desk.office, cut_off="14:30", fees={"birth-late": 5_000})
        changed = office.change(desk, new)
        assert changed.office == new
        assert changed.verify().events == before + 1
        assert office.change(changed, new) is changed
        assert office.take(changed, changed.office_source) == changed
        assert changed.verify().events == before + 1
    with opened(tmp_path, LATER) as desk:
        assert desk.office == new


def test_a_filing_keeps_what_was_set_when_it_began(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
        new = msgspec.structs.replace(desk.office, cut_off="07:00")
        desk = office.change(desk, new)
        assert drafting.reopen(desk, draft.filing.id).office.cut_off is None
        assert drafting.start(desk, "birth").office.cut_off == "07:00"
        filed = file(desk)
        assert filed.completed is not None
        assert {when.cut_off for when in filed.completed.expected} == {"07:00"}


def test_what_does_not_fit_the_definitions_is_refused(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        before = desk.verify().events
        with pytest.raises(Problem) as found:
            office.change(desk, msgspec.structs.replace(desk.office, fees={"stamp": 1}))
        assert found.value == Problem("overlay-unknown", name="stamp")
        assert desk.verify().events == before


def test_a_window_that_was_overtaken_is_told(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        office.change(desk, msgspec.structs.replace(desk.office, cut_off="16:00"))
        with pytest.raises(Busy) as found:
            office.change(desk, msgspec.structs.replace(desk.office, cut_off="17:00"))
        assert found.value.code == "office-moved"
        again = office.refreshed(desk)
        assert again.office.cut_off == "16:00"
        assert office.refreshed(again) is again


def test_a_key_file_changes_no_settings(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk, pytest.raises(Refused) as found:
        office.change(desk, msgspec.structs.replace(desk.office, cut_off="16:00"))
    assert found.value.code == "not-permitted"


def test_out_to_a_file_and_in_again(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        path = office.write_file(desk, tmp_path / "stick")
        assert path.name == "thiet-lap-19639.toml"
        assert office.read_file(path) == desk.office_source
        source = b"# our own\n" + desk.office_source.replace(
            b"overlay = 1", b'overlay = 1\nsaturday_until = "11:00"'
        )
        path.write_bytes(source)
        changed = office.take(desk, office.read_file(path))
        assert changed.office_source == source
        assert changed.office.saturday_until == "11:00"
        assert overlay.decode(overlay.encode(changed.office)) == changed.office


@pytest.mark.parametrize(
    ("size", "code"), [(None, "settings-missing"), (office.LARGEST_SETTINGS + 1, "settings-large")]
)
def test_what_is_no_settings_file(tmp_path: Path, size: int | None, code: str) -> None:
    path = tmp_path / "big.toml"
    if size is not None:
        path.write_bytes(b"#" * size)
    with pytest.raises(Unusable) as found:
        office.read_file(path)
    assert found.value.code == code


def test_a_full_stick_is_told(tmp_path: Path) -> None:
    create(tmp_path)
    (tmp_path / "file").write_text("")
    with opened(tmp_path) as desk, pytest.raises(DeskUnavailable):
        office.write_file(desk, tmp_path / "file" / "folder")


def test_an_agency_of_another_commune_is_not_given_our_agencys_code(tmp_path: Path) -> None:
    created = create(tmp_path)
    with signed_in(tmp_path, created) as desk:
        own = {"civil-status": OwnAgency(code="H50.61.2")}
        desk = office.change(desk, msgspec.structs.replace(desk.office, agencies=own))
        codes = {
            filed.answers["registration.commune"]: packet.read(data)[0].agency_code
            for filed in (file(desk), file(desk, ELSEWHERE))
            for sealed, data in desk.packets(filed)
            if sealed.agency == "civil-status"
        }
    assert codes == {COMMUNE: "H50.61.2", "19588": None}
