"""One packet for one agency: what the definition gives it, and not a word more."""

import hashlib
import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import bagit
import msgspec
import pytest

from lienthong_tui.desk.reading import Reading, attached, read_case
from lienthong_tui.filing.checks import blocks
from lienthong_tui.filing.outline import resolve_agencies
from lienthong_tui.packets import bag, packet
from lienthong_tui.packets.declarations import Declaration, declaration
from lienthong_tui.packets.names import TRANSFER
from lienthong_tui.packets.packet import Contents
from lienthong_tui.packets.typesetting import render
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
COMMUNE = "19639"
REFERENCE = "LT19639-261122-1001-Z"
SAMPLES = sorted(data_path("samples").glob("*.toml"))
OFFICE = overlay.read(overlay.shipped(), loading.shipped())
PAPER = b"%PDF-1.7 surrogacy %%EOF"

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
    packets = {
        resolved.agency.id: packet.seal(
            reading.outlined,
            resolved,
            commune=COMMUNE,
            reference=REFERENCE,
            received=reading.case.received,
            completed=NOW,
            declarations=declarations,
            attachments=tuple(
                (attached(reading.case, c, paper), paper.data) for c, paper in reading.papers
            ),
            absences=reading.absences,
            journal="3:00",
            demo=True,
        )
        for resolved in agencies
    }
    return Filed(reading, declarations, packets)


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
        contents, unpacked = packet.read(data)
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
        agency: {answer.field for answer in packet.read(data)[0].answers}
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
        contents, unpacked = packet.read(data)
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
        for procedure in packet.read(data)[0].procedures
    ]
    births = [p["id"] for p in LAWS["birth"]["procedure"] if p["id"] != "identity-card" or wanted]
    assert procedures == PROCEDURES.get(path.stem[:2], births)


@every_sample
def test_attached_papers_arrive_unchanged(path: Path) -> None:
    reading = filed(path).reading
    sent = {
        hashlib.sha256(content).hexdigest()
        for data in filed(path).packets.values()
        for name, content in packet.read(data)[1].files.items()
        if name.startswith("components/")
    }
    assert sent == {paper.sha256 for _, paper in reading.papers}


def test_it_says_what_it_waits_for() -> None:
    procedures = [
        p for d in filed(SAMPLES[0]).packets.values() for p in packet.read(d)[0].procedures
    ]
    assert {procedure.id: procedure.awaits for procedure in procedures} == {
        "birth-registration": (),
        "permanent-residence": ("child.id_number",),
        "health-insurance": ("child.id_number",),
        "identity-card": ("child.id_number",),
    }


def test_it_says_where_it_comes_from() -> None:
    contents, unpacked = packet.read(filed(SAMPLES[0]).packets["civil-status"])
    assert contents.reference == REFERENCE
    assert contents.received == "2026-11-20T15:20:00+07:00"
    assert contents.completed == "2026-11-22T17:00:00+07:00"
    assert contents.agency_name == "Ủy ban nhân dân xã Nam Cửa Việt"
    assert contents.demo
    assert not contents.signed
    source = data_path("procedures", "birth.toml").read_bytes()
    assert contents.definition.sha256 == hashlib.sha256(source).hexdigest()
    assert unpacked.info == {
        "Bagging-Date": "2026-11-22",
        "External-Identifier": REFERENCE,
        "Lienthong-Agency": "civil-status",
        "Lienthong-Journal": "3:00",
        "Lienthong-Signed": "no",
    }


def test_a_clerk_reads_text_beside_the_kept_values() -> None:
    contents, _ = packet.read(filed(SAMPLES[0]).packets["civil-status"])
    told = {answer.field: (answer.value, answer.text) for answer in contents.answers}
    assert told["child.birth_date"] == ("2026-11-02", "02/11/2026")
    assert told["child.ethnic"] == ("01", "Kinh")
    assert told["child.sex"] == ("male", "Nam")
    assert told["copies.count"] == (3, "3")


def test_an_absent_paper_is_told_with_its_reason() -> None:
    reading = filed(SAMPLES[0]).reading
    office = overlay.read(overlay.shipped(), loading.shipped())
    sealed = packet.seal(
        reading.outlined,
        resolve_agencies(reading.outlined, office, COMMUNE)[0],
        commune=COMMUNE,
        reference=REFERENCE,
        received=NOW,
        completed=NOW,
        declarations={},
        attachments=(),
        absences={"surrogacy-confirmation": "Không có", "dwelling-proof": "Của cơ quan khác"},
        journal="3:00",
        demo=False,
    )
    told = [(part.code, part.absent, part.files) for part in packet.read(sealed)[0].components]
    assert told == [("C07", "Không có", ())]


def test_a_paper_held_against_its_original_says_so() -> None:
    office = overlay.read(overlay.shipped(), loading.shipped())
    reading = filed(SAMPLES[1]).reading
    attachments = tuple(
        (attached(reading.case, component, paper), paper.data)
        for component, paper in reading.papers
    )
    sealed = packet.seal(
        reading.outlined,
        resolve_agencies(reading.outlined, office, COMMUNE)[0],
        commune=COMMUNE,
        reference=REFERENCE,
        received=NOW,
        completed=NOW,
        declarations={},
        attachments=attachments,
        absences={"surrogacy-confirmation": "Không có"},
        originals_seen={"birth-certificate", "surrogacy-confirmation"},
        journal="3:00",
        demo=False,
    )
    told = {part.code: part.original_seen for part in packet.read(sealed)[0].components}
    assert told == {"C01": True, "C07": False}  # nothing of what is not there was seen


def test_a_paper_taken_though_a_database_holds_it_says_why() -> None:
    contents = packet.read(filed(SAMPLES[2]).packets["civil-status"])[0]
    told = {part.code: part.reason for part in contents.components}
    assert told == {"C01": None, "C06": "Không khai thác được từ cơ sở dữ liệu"}


@every_sample
def test_the_same_filing_gives_the_same_bytes(path: Path) -> None:
    again = filed.__wrapped__(path)
    assert again.packets == filed(path).packets


def test_any_bagit_program_accepts_it(tmp_path: Path) -> None:
    for agency, data in filed(SAMPLES[3]).packets.items():
        archive = tmp_path / f"{agency}.zip"
        archive.write_bytes(data)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(tmp_path / agency)
        assert bagit.Bag(str(tmp_path / agency)).validate(processes=1)


# -- a packet changed by someone who recomputes its manifests --------------------------------------

WHOLE = bag.unpack(filed(SAMPLES[3]).packets["civil-status"])


def refused(files: Mapping[str, bytes], info: Mapping[str, str]) -> Problem:
    with pytest.raises(Problem) as caught:
        packet.read(bag.pack(files, info))
    return caught.value


def rewritten(change: Callable[[dict[str, Any]], Any]) -> dict[str, bytes]:
    contents = json.loads(WHOLE.files["packet.json"])
    change(contents)
    return {**WHOLE.files, "packet.json": msgspec.json.encode(contents)}


def test_packed_again_unchanged_it_is_accepted() -> None:
    contents, unpacked = packet.read(bag.pack(rewritten(dict), WHOLE.info))
    assert contents.reference == REFERENCE
    assert unpacked.files.keys() == WHOLE.files.keys()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda c: c["declarations"].clear(), "declarations/birth-declaration.pdf"),
        (lambda c: c["components"].clear(), "components/c01/01-giay-chung-sinh-04.pdf"),
        (
            lambda c: c["declarations"].append({"path": "declarations/x.pdf", "media_type": "x"}),
            "declarations/x.pdf",
        ),
        (
            lambda c: c["declarations"].append({"path": "../x", "media_type": "x"}),
            "packet.json",
        ),
        (lambda c: c.pop("answers"), "packet.json"),
        (lambda c: c.update(answers="none"), "packet.json"),
        (lambda c: c.update(note="smuggled"), "packet.json"),
        (lambda c: c["answers"][0].update(note="smuggled"), "packet.json"),
        (lambda c: c.update(packet=2), "packet.json"),
        (lambda c: c.update(signed=True), "packet.json"),
        (lambda c: c.update(reference="LT19639-261122-1002-X"), "bag-info.txt"),
        (lambda c: c.update(agency="social-insurance"), "bag-info.txt"),
    ],
)
def test_contents_that_contradict_the_bag_are_refused(
    change: Callable[[dict[str, Any]], Any], name: str
) -> None:
    assert refused(rewritten(change), WHOLE.info) == Problem("packet-contents", name=name)


@pytest.mark.parametrize(
    "info",
    [
        {"External-Identifier": "LT19639-261122-1002-X"},
        {"Lienthong-Agency": "social-insurance"},
        {"Lienthong-Signed": "yes"},
    ],
)
def test_a_bag_that_contradicts_its_contents_is_refused(info: dict[str, str]) -> None:
    problem = refused(WHOLE.files, {**WHOLE.info, **info})
    assert problem == Problem("packet-contents", name="bag-info.txt")


@pytest.mark.parametrize("label", ["External-Identifier", "Lienthong-Agency", "Lienthong-Signed"])
def test_a_bag_that_does_not_say_whose_it_is_is_refused(label: str) -> None:
    info = {name: value for name, value in WHOLE.info.items() if name != label}
    assert refused(WHOLE.files, info) == Problem("packet-contents", name="bag-info.txt")


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({**WHOLE.files, "components/c01/extra.pdf": PAPER}, "components/c01/extra.pdf"),
        ({**WHOLE.files, "readme.txt": b"hello"}, "readme.txt"),
        (
            {n: d for n, d in WHOLE.files.items() if not n.startswith("declarations")},
            "declarations/birth-declaration.pdf",
        ),
        ({n: d for n, d in WHOLE.files.items() if n != "packet.json"}, "packet.json"),
        ({**WHOLE.files, "packet.json": b"{"}, "packet.json"),
        ({**WHOLE.files, "packet.json": b'"\xff"'}, "packet.json"),
        ({**WHOLE.files, "packet.json": b"[" * 100_000}, "packet.json"),
    ],
)
def test_files_that_the_contents_do_not_list_are_refused(
    files: Mapping[str, bytes], name: str
) -> None:
    assert refused(files, WHOLE.info) == Problem("packet-contents", name=name)


def test_its_file_name_tells_nothing_of_a_person() -> None:
    assert packet.file_name(REFERENCE, "civil-status") == f"{REFERENCE}-civil-status.zip"


def test_contents_are_written_for_people_too() -> None:
    text = WHOLE.files["packet.json"].decode()
    assert "\\u" not in text
    assert text.endswith("}\n")
    assert text.count("\n") > 100
    assert msgspec.json.decode(text, type=Contents).packet == 1


@every_sample
def test_the_sheet_a_clerk_opens_first_says_what_the_packet_holds(path: Path) -> None:
    outlined = filed(path).reading.outlined
    for resolved in resolve_agencies(outlined, OFFICE, COMMUNE):
        contents, unpacked = packet.read(filed(path).packets[resolved.agency.id])
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
            for answer in packet.read(other)[0].answers
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
