"""One packet for one agency: what the definition gives it, and not a word more."""

import hashlib
import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.desk.reading import Reading, attached, read_case
from lienthong_tui.filing.checks import blocks
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Origin
from lienthong_tui.filing.outline import outline, resolve_agencies
from lienthong_tui.filing.recall import told_by
from lienthong_tui.packets import packet
from lienthong_tui.packets.contents import Contents, PacketDesk
from lienthong_tui.packets.declarations import Declaration, declaration
from lienthong_tui.packets.names import TRANSFER
from lienthong_tui.packets.packet import Dossier
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.typesetting import render
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
COMMUNE = "19639"
REFERENCE = "LT19639-261122-1001-Z"
SAMPLES = sorted(data_path("samples").glob("*.toml"))
OFFICE = overlay.read(overlay.shipped(), loading.shipped())
DESK = PacketDesk(COMMUNE, "Xã Nam Cửa Việt, Tỉnh Quảng Trị", 1)
KEY = Seal(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))  # of the tests, no desk's

every_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)


@dataclass(frozen=True)
class Filed:
    reading: Reading
    declarations: Mapping[str, bytes]
    packets: Mapping[str, bytes]


@cache
def filed(path: Path) -> Filed:
    reading = read_case(path, now=NOW, commune=COMMUNE)
    assert not blocks(reading.findings)
    office = overlay.read(overlay.shipped(), loading.shipped())
    agencies = resolve_agencies(reading.outlined, office, COMMUNE)
    declarations = {
        form.id: render(declaration(reading.outlined, form, agencies, demo=True), at=NOW)
        for form in reading.outlined.forms
        if not form.preview
    }
    packets = sealed(
        reading,
        declarations=declarations,
        attachments=tuple(
            (attached(reading.case, c, paper), paper.data) for c, paper in reading.papers
        ),
        absences=reading.absences,
    )
    return Filed(reading, declarations, packets)


def sealed(reading: Reading, **given: Any) -> dict[str, bytes]:
    """The packets of a case that was read, with what is `given` of the dossier."""
    dossier = Dossier(
        outlined=reading.outlined,
        reference=REFERENCE,
        received=reading.case.received,
        completed=NOW,
        origins=dict.fromkeys(reading.case.answers, "case-file"),
        **given,
    )
    agencies = resolve_agencies(reading.outlined, OFFICE, COMMUNE)
    return packet.seal(dossier, agencies, desk=DESK, key=KEY, journal="d_1 3:00", demo=True)


# -- what the definition gives each agency, worked out from its file and not by the code -----------

LAWS: dict[str, dict[str, Any]] = {
    group: tomllib.loads(data_path("procedures", f"{group}.toml").read_text("utf-8"))
    for group in ("birth", "death")
}
# What each sample asks for, by its number.
PROCEDURES = {
    "08": ["death-registration", "residence-removal", "funeral-protection"],
    "09": ["death-registration", "residence-removal", "funeral-insurance", "survivors"],
    "10": ["death-registration", "residence-removal", "funeral-merit"],
}


def law_of(path: Path) -> dict[str, Any]:
    return LAWS[filed(path).reading.case.group.definition.group]


def written(field: str) -> str:
    """The name a field has in the file, which writes a repeating one once."""
    return re.sub(r"^(relative)_\d+\.", r"\1.", field)


def given(law: dict[str, Any], agency: str, kind: str) -> set[str]:
    """The ids of `fields`, `forms` or `components` that the agency's procedures name."""
    named = {n for p in law["procedure"] if p["agency"] == agency for n in p.get(kind, [])}
    if kind != "fields":
        return named
    exact = {name for name in named if not name.endswith("*")}
    starts = tuple(name[:-1] for name in named - exact)
    return exact | {f["id"] for f in law["field"] if f["id"].startswith(starts or ("\0",))}


@every_sample
def test_it_holds_only_answers_its_procedures_name(path: Path) -> None:
    for agency, data in filed(path).packets.items():
        contents, _, unpacked, _ = packet.read(data)
        answered = {answer.field for answer in contents.answers}
        assert answered
        assert {written(name) for name in answered} <= given(law_of(path), agency, "fields")
        foreign = {
            str(value)
            for name, value in filed(path).reading.case.answers.items()
            if name not in answered and name.endswith(("id_number", "phone", "email"))
        } - {str(answer.value) for answer in contents.answers}
        text = unpacked.files["packet.json"].decode()
        assert [value for value in foreign if value in text] == []


def test_the_samples_have_numbers_to_leak() -> None:
    kept = {
        agency: {answer.field for answer in packet.read(data).contents.answers}
        for agency, data in filed(SAMPLES[3]).packets.items()
    }
    assert "mother.id_number" in kept["civil-status"]
    assert "mother.id_number" not in kept["social-insurance"]
    assert "requester.id_number" not in kept["social-insurance"]
    assert "health.first_care" not in kept["civil-status"]


@every_sample
def test_it_holds_only_forms_and_papers_its_procedures_name(path: Path) -> None:
    law = law_of(path)
    codes = {component["id"]: component["code"] for component in law["component"]}
    for agency, data in filed(path).packets.items():
        contents, _, unpacked, _ = packet.read(data)
        forms = {file.path for file in contents.declarations}
        assert forms == {f"declarations/{name}.pdf" for name in given(law, agency, "forms")}
        named = {codes[name] for name in given(law, agency, "components")}
        assert {component.code for component in contents.components} <= named
        folders = {name.split("/")[1] for name in unpacked.files if name.startswith("components/")}
        assert folders <= {code.lower() for code in named}


@every_sample
def test_its_declarations_print_only_answers_its_procedures_name(path: Path) -> None:
    law = law_of(path)
    labels = {field["id"]: field["label"]["vi"] for field in law["field"]}
    reading = filed(path).reading
    in_packets = {form for agency in filed(path).packets for form in given(law, agency, "forms")}
    for form in reading.outlined.forms:
        if form.id not in in_packets:
            continue
        said = declaration(reading.outlined, form, (), demo=False)
        assert isinstance(said, Declaration)
        printed = {answer.label for answer in said.answers.values() if answer}
        assert printed <= {labels[name] for name in given(law, form.agency, "fields")}


@every_sample
def test_every_procedure_has_one_packet(path: Path) -> None:
    wanted = filed(path).reading.case.answers.get("identity_card.wanted")
    procedures = [
        procedure.id
        for data in filed(path).packets.values()
        for procedure in packet.read(data).contents.procedures
    ]
    births = [p["id"] for p in LAWS["birth"]["procedure"] if p["id"] != "identity-card" or wanted]
    assert procedures == PROCEDURES.get(path.stem[:2], births)


@every_sample
def test_attached_papers_arrive_unchanged(path: Path) -> None:
    reading = filed(path).reading
    sent = {
        hashlib.sha256(content).hexdigest()
        for data in filed(path).packets.values()
        for name, content in packet.read(data).bag.files.items()
        if name.startswith("components/")
    }
    assert sent == {paper.sha256 for _, paper in reading.papers}


def test_it_says_what_it_waits_for() -> None:
    procedures = [
        p for d in filed(SAMPLES[0]).packets.values() for p in packet.read(d).contents.procedures
    ]
    assert {procedure.id: procedure.awaits for procedure in procedures} == {
        "birth-registration": (),
        "permanent-residence": ("child.id_number",),
        "health-insurance": ("child.id_number",),
        "identity-card": ("child.id_number",),
    }


def test_it_says_where_it_comes_from() -> None:
    contents, _, unpacked, _ = packet.read(filed(SAMPLES[0]).packets["civil-status"])
    assert contents.reference == REFERENCE
    assert contents.received == "2026-11-20T15:20:00+07:00"
    assert contents.completed == "2026-11-22T17:00:00+07:00"
    assert contents.agency_name == "Ủy ban nhân dân xã Nam Cửa Việt"
    assert contents.demo
    source = data_path("procedures", "birth.toml").read_bytes()
    assert contents.definition.sha256 == hashlib.sha256(source).hexdigest()
    assert unpacked.info == {
        "Bag-Count": "1 of 4",
        "Bag-Group-Identifier": REFERENCE,
        "Bagging-Date": "2026-11-22",
        "External-Identifier": f"{REFERENCE}-civil-status",
        "Lienthong-Journal": "d_1 3:00",
        "Lienthong-Packet": "2",
        "Lienthong-Round": "1",
        "Lienthong-Signer": "lienthong-19639-1",
        "Source-Organization": "Xã Nam Cửa Việt, Tỉnh Quảng Trị",
    }


def test_each_value_says_where_it_comes_from() -> None:
    reading = read_case(SAMPLES[0], now=NOW, commune=COMMUNE)
    origins: dict[str, Origin] = {"child.sex": "scanned", "child.ethnic": "again"}
    outlined = reading.outlined
    dossier = Dossier(outlined, REFERENCE, reading.case.received, NOW, origins=origins)
    agencies = resolve_agencies(outlined, OFFICE, COMMUNE)
    packets = packet.seal(dossier, agencies, desk=DESK, key=KEY, journal="d_1 3:00", demo=True)
    answers = packet.read(packets["civil-status"]).contents.answers
    told = {answer.field: answer.origin for answer in answers}
    assert told["child.sex"] == "scanned"
    assert told["child.ethnic"] == "again"
    assert told["child.birth_date_in_words"] == "computed"
    assert told["child.nationality"] == "default"


def test_a_value_told_of_another_role_comes_from_where_it_was_told() -> None:
    links = {"household_head": "requester"}
    whole = filed(SAMPLES[1]).reading
    outlined = outline(
        whole.case.group, whole.case.answers, today=local_day(NOW), commune=COMMUNE, links=links
    )
    told = {
        name: told_by(outlined.group.definition, name, outlined.recalled)
        for name in outlined.recalled
    }
    assert told["household.name"] == "requester.name"
    assert all(source.startswith("requester.") for source in told.values())


def test_a_clerk_reads_text_beside_the_kept_values() -> None:
    contents, *_ = packet.read(filed(SAMPLES[0]).packets["civil-status"])
    told = {answer.field: (answer.value, answer.text) for answer in contents.answers}
    assert told["child.birth_date"] == ("2026-11-02", "02/11/2026")
    assert told["child.ethnic"] == ("01", "Kinh")
    assert told["child.sex"] == ("male", "Nam")
    assert told["copies.count"] == (3, "3")


def test_an_absent_paper_is_told_with_its_reason() -> None:
    absences = {"surrogacy-confirmation": "Không có", "dwelling-proof": "Của cơ quan khác"}
    packets = sealed(filed(SAMPLES[0]).reading, absences=absences)
    parts = packet.read(packets["civil-status"]).contents.components
    assert [(part.code, part.absent, part.files) for part in parts] == [("C07", "Không có", ())]


def test_a_paper_held_against_its_original_says_so() -> None:
    reading = filed(SAMPLES[1]).reading
    packets = sealed(
        reading,
        attachments=tuple(
            (attached(reading.case, component, paper), paper.data)
            for component, paper in reading.papers
        ),
        absences={"surrogacy-confirmation": "Không có"},
        originals_seen={"birth-certificate", "surrogacy-confirmation"},
    )
    parts = packet.read(packets["civil-status"]).contents.components
    told = {part.code: part.original_seen for part in parts}
    assert told == {"C01": True, "C07": False}  # nothing of what is not there was seen


def test_a_paper_taken_though_a_database_holds_it_says_why() -> None:
    contents = packet.read(filed(SAMPLES[2]).packets["civil-status"]).contents
    told = {part.code: part.reason for part in contents.components}
    assert told == {"C01": None, "C06": "Không khai thác được từ cơ sở dữ liệu"}


@every_sample
def test_the_same_filing_gives_the_same_bytes(path: Path) -> None:
    again = filed.__wrapped__(path)
    assert again.packets == filed(path).packets


def test_its_file_name_tells_nothing_of_a_person() -> None:
    assert packet.file_name(REFERENCE, "civil-status") == f"{REFERENCE}-civil-status.zip"


def test_contents_are_written_for_people_too() -> None:
    text = packet.read(filed(SAMPLES[3]).packets["civil-status"]).bag.files["packet.json"].decode()
    assert "\\u" not in text
    assert text.endswith("}\n")
    assert text.count("\n") > 100
    assert msgspec.json.decode(text, type=Contents).packet == 2


@every_sample
def test_the_sheet_a_clerk_opens_first_says_what_the_packet_holds(path: Path) -> None:
    outlined = filed(path).reading.outlined
    for resolved in resolve_agencies(outlined, OFFICE, COMMUNE):
        contents, _, unpacked, _ = packet.read(filed(path).packets[resolved.agency.id])
        assert min(unpacked.files) == TRANSFER
        text = words_of(unpacked.files[TRANSFER])
        assert "Bản phối hợp – không thay hồ sơ điện tử trên Cổng" in text
        assert f"{REFERENCE} (không phải mã hồ sơ)" in text
        assert contents.agency_name in text
        for procedure in contents.procedures:
            assert procedure.name in text
            assert ("CHỜ KẾT QUẢ" in text) or not procedure.awaits
        for answer in contents.answers:
            assert " ".join(answer.text.split()) in text, answer.field
        for component in contents.components:
            assert component.code in text
        # What another agency is given stays unsaid here.
        given = {answer.text for answer in contents.answers}
        others = {
            answer.text
            for other in filed(path).packets.values()
            for answer in packet.read(other).contents.answers
            if answer.field.endswith(("id_number", "phone"))
        }
        assert not any(number in text for number in others - given)


def words_of(pdf: bytes) -> str:
    """The text layer with plain spaces, cells of the table one after another."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the text layer was NOT checked")
    run = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(run.stdout.decode().split())
