"""What is wrong with a case is said in a sentence, and the desk is left as it was."""

import json
import os
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desk.sample import LATE, MARRIED, counts, opened
from office import Office

from lienthong_tui.filing.case import LARGEST

PDF = b"%PDF-1.7\n%%EOF\n"
FILES = 'files = ["papers/nguoi-lam-chung-05.pdf"]'
RECEIVED = "2026-11-19T14:05:00+07:00"

Prepare = Callable[[Path], Path]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A sample with one paper and one warning, in a folder where it can be spoiled."""
    folder = tmp_path / "case"
    (folder / "papers").mkdir(parents=True)
    paper = "papers/nguoi-lam-chung-05.pdf"
    (folder / paper).write_bytes((LATE.parent / paper).read_bytes())
    target = folder / "case.toml"
    target.write_bytes(LATE.read_bytes())
    return target


def text(*changes: tuple[str, str]) -> Prepare:
    """The case with some of its text replaced."""

    def prepare(case: Path) -> Path:
        changed = case.read_text("utf-8")
        for before, after in changes:
            assert before in changed
            changed = changed.replace(before, after)
        case.write_text(changed, "utf-8")
        return case

    return prepare


def raw(source: bytes, name: str = "other.toml") -> Prepare:
    """Another file in place of the case."""

    def prepare(case: Path) -> Path:
        other = case.with_name(name)
        other.write_bytes(source)
        return other

    return prepare


def as_json(change: Callable[[dict[str, Any]], Any]) -> Prepare:
    """The case as JSON, changed before it is written; surrogates are written as escapes."""

    def prepare(case: Path) -> Path:
        content = msgspec.to_builtins(tomllib.loads(case.read_text("utf-8")))
        change(content)
        other = case.with_suffix(".json")
        other.write_text(json.dumps(content), "ascii")
        return other

    return prepare


def paper(make: Callable[[Path], Any], name: str = "papers/x.pdf") -> Prepare:
    """The case with another paper, made at its path."""

    def prepare(case: Path) -> Path:
        make(case.parent / name)
        return named(name)(case)

    return prepare


def named(*names: str) -> Prepare:
    """The case with other names of papers, each on a line of its own."""
    return text((FILES, f"files = {json.dumps(names, indent=1)}"))


def data(content: bytes) -> Prepare:
    return paper(lambda path: path.write_bytes(content))


def given(name: str) -> Prepare:
    """The case with another given name of the child, as TOML writes it."""
    return text(('child.given = "Niê"', f'child.given = "{name}"'))


def pipe(case: Path) -> Path:
    os.mkfifo(case.with_name("pipe.toml"))
    return case.with_name("pipe.toml")


def large_papers(case: Path) -> Path:
    (case.parent / "papers/x.pdf").write_bytes(PDF[:9] + bytes(100_000) + PDF[9:])
    return named(*["papers/x.pdf"] * 100)(case)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(PDF)
        file.truncate(50_000_000)


# -- nothing can be done with the file: exit 2 -----------------------------------------------------

UNUSABLE: dict[str, tuple[Prepare, str]] = {
    "no file": (lambda case: case.with_name("none.toml"), "case-missing"),
    "a folder": (lambda case: case.parent, "case-not-a-file"),
    "a pipe": (pipe, "case-not-a-file"),
    "broken TOML": (raw(b"case = [1"), "case-syntax"),
    "broken JSON": (raw(b'{"case": 1,', "c.json"), "case-syntax"),
    "TOML day that does not exist": (raw(b"case = 2026-02-31"), "case-syntax"),
    "binary": (raw(bytes(range(128)) * 20), "case-syntax"),
    "latin-1": (raw("group = 'Khôi'".encode("latin-1")), "case-encoding"),
    "UTF-16": (raw("case = 1".encode("utf-16")), "case-encoding"),
    "empty": (raw(b""), "case-key-missing"),
    "only a BOM": (raw(b"\xef\xbb\xbf"), "case-key-missing"),
    "too large": (raw(b"#" * (LARGEST + 1)), "case-large"),
    "deep JSON": (raw(b"[" * 200_000, "c.json"), "case-deep"),
    "deep TOML array": (raw(b"a = " + b"[" * 200_000), "case-deep"),
    "deep TOML key": (raw(b"a" + b".a" * 200_000 + b" = 1"), "case-deep"),
    "JSON key twice": (raw(b'{"case": 1, "case": 1}', "c.json"), "case-syntax"),
    "NaN": (raw(b'{"case": NaN}', "c.json"), "case-syntax"),
    "JSON number too large": (raw(b'{"case": 1e999}', "c.json"), "case-syntax"),
    "number of 5,000 digits": (raw(b"case = " + b"9" * 5000), "case-syntax"),
    "JSON list": (raw(b"[]", "c.json"), "case-not-object"),
    "another suffix": (raw(b"case = 1", "case.docx"), "case-suffix"),
    "no suffix": (raw(b"case = 1", "case"), "case-suffix"),
    "a table of its own": (text(("[notice]", "[secrets]")), "case-key-unknown"),
    "a version to come": (text(("case = 1", "case = 2")), "case-version"),
    "a wrong type": (text(('group = "birth"', "group = 5")), "case-type-text"),
    "no group": (text(('group = "birth"', "")), "case-key-missing"),
    "reception without a zone": (text((RECEIVED, "2026-11-19T14:05:00")), "case-offset"),
    "reception before the calendar": (text((RECEIVED, "0001-01-01T00:00:00+14:00")), "case-time"),
    "a list of papers that is text": (text((FILES, 'files = "x.pdf"')), "case-type-list"),
    "a pledge that is none": (text(('"fingerprint"', '"officer"')), "case-pledge"),
    "an escape in a key": (as_json(lambda c: c.update({"\x1b[2J": 1})), "case-key-unknown"),
    "an unknown group": (text(('"birth"', '"wedding"')), "group-unknown"),
    "an escape in the group": (text(('"birth"', r'"\u001b[2J\u202e"')), "group-unknown"),
    "a surrogate in the group": (as_json(lambda c: c.update(group="\ud800")), "group-unknown"),
    "before the law": (text((RECEIVED, "2020-11-19T14:05:00+07:00")), "group-not-in-force"),
}

# -- the file is read and the case has errors: exit 1; step, field, rule ---------------------------

Told = tuple[int, str, str]
WRONG: dict[str, tuple[Prepare, Told]] = {
    "an unknown field": (
        text(("child.sex =", "child.hair =")),
        (2, "child.hair", "field-unknown"),
    ),
    "an escape in a field": (
        as_json(lambda c: c["answers"].update({"a\x1b[2J\u202e": 1})),
        (2, "a?[2J?", "field-unknown"),
    ),
    "a surrogate in a field": (
        as_json(lambda c: c["answers"].update({"\udcff": 1})),
        (2, "?", "field-unknown"),
    ),
    "a field in another table": (
        text(('delivery.birth = "office"', 'child.hair_ = "x"\nmother.given = "Niê"')),
        (5, "mother.given", "field-table"),
    ),
    "a field twice": (
        text(("[answers]\n", '[answers]\n"child.given" = "Mẫu"\n')),
        (2, "child.given", "field-twice"),
    ),
    "a computed field": (
        text(("[answers]\n", '[answers]\nchild.birth_date_in_words = "nay"\n')),
        (2, "child.birth_date_in_words", "answer-derived"),
    ),
    "a number for a name": (
        text(('child.given = "Niê"', "child.given = 5")),
        (2, "child.given", "answer-type-text"),
    ),
    "a table for a name": (
        text(('child.given = "Niê"', "child.given.x = 'y'")),
        (2, "child.given.x", "field-unknown"),
    ),
    "true for a number": (
        text(("copies.count = 1", "copies.count = true")),
        (2, "copies.count", "answer-type-integer"),
    ),
    "a number beyond all copies": (
        text(("copies.count = 1", f"copies.count = {2**70}")),
        (2, "copies.count", "answer-range"),
    ),
    "31 February": (
        text(('child.birth_date = "15/07/2026"', 'child.birth_date = "31/02/2026"')),
        (2, "child.birth_date", "date-impossible"),
    ),
    "an ID of 11 digits": (
        text(('father.id_number = "099095000502"', 'father.id_number = "09909500050"')),
        (2, "father.id_number", "id-length"),
    ),
    "an ID with a letter": (
        text(('requester.id_number = "0', 'requester.id_number = "O')),
        (2, "requester.id_number", "id-character"),
    ),
    "a birth in the future": (
        text(('child.birth_date = "15/07/2026"', 'child.birth_date = "15/07/2027"')),
        (2, "child.birth_date", "child-born-in-future"),
    ),
    "a child of six": (
        text(('child.birth_date = "15/07/2026"', 'child.birth_date = "19/11/2020"')),
        (2, "child.birth_date", "child-six-or-older"),
    ),
    "a reception in the future": (
        text((RECEIVED, "2026-11-23T14:05:00+07:00")),
        (1, "received", "received-future"),
    ),
    "a reception beyond the calendars, and a lunar date": (
        text(
            (RECEIVED, "9999-12-30T14:05:00+07:00"),
            ('child.birth_date = "15/07/2026"', 'child.birth_date = "3/10 âl"'),
        ),
        (1, "received", "received-future"),
    ),
    "a reception in the last year of all, and a short date": (
        text(
            (RECEIVED, "9999-12-30T14:05:00+07:00"),
            ('child.birth_date = "15/07/2026"', 'child.birth_date = "1/1/00"'),
        ),
        (1, "received", "received-future"),
    ),
    "a name of no end in an e-mail": (
        text(("[answers]\n", f'[answers]\nrequester.email = "a@{"." * 90_000}@"\n')),
        (2, "requester.email", "answer-long"),
    ),
    "no name at all": (
        text(('child.given = "Niê"', "")),
        (2, "child.given", "required"),
    ),
    "an empty name": (given(" "), (2, "child.given", "answer-empty")),
    "a control character": (given(r"Ni\u001b[31mê"), (2, "child.given", "text-control")),
    "a line break": (given(r"Ni\nê"), (2, "child.given", "text-control")),
    "a bidi mark": (given(r"Niê\u202e"), (2, "child.given", "text-invisible")),
    "a zero-width space": (given(r"Ni\u200bê"), (2, "child.given", "text-invisible")),
    "terminal markup": (given("[bold]Niê"), (2, "child.given", "name-symbol")),
    "HTML": (given("<script>"), (2, "child.given", "name-symbol")),
    "a typesetter's markup": (given("#eval"), (2, "child.given", "name-symbol")),
    "an emoji": (given("Niê😀"), (2, "child.given", "name-symbol")),
    "a name that is none": (given("chưa đặt tên"), (2, "child.given", "name-placeholder")),
    "a name of 2,000 letters": (given("ê" * 2000), (2, "child.given", "answer-long")),
    "a letter no form prints": (given("王"), (2, "child.given", "letter-missing")),
    "a lone surrogate": (
        as_json(lambda c: c["answers"]["child"].update(given="Ni\ud800")),
        (2, "child.given", "text-invisible"),
    ),
    "an unknown choice": (
        text(('"office"', '"moon"')),
        (5, "delivery.birth", "answer-option"),
    ),
    "an unknown ethnic group": (
        text(('child.ethnic = "Ê Đê"', 'child.ethnic = "Klingon"')),
        (2, "child.ethnic", "option-unknown"),
    ),
    "an unknown commune": (
        text(('registration.commune = "19639"', 'registration.commune = "99999"')),
        (1, "registration.commune", "commune-unknown"),
    ),
    "a warning without a reason": (
        text(("[reasons]", ""), ("birth-registered-late = ", "# ")),
        (2, "child.birth_date", "birth-registered-late"),
    ),
    "a reason for no rule": (
        text(("birth-registered-late = ", "birth-registered-very-late = ")),
        (6, "birth-registered-very-late", "reason-unknown"),
    ),
    "an escape in a reason": (
        text(("Trẻ sinh tại nhà", r"\u001b[2J")),
        (6, "birth-registered-late", "text-control"),
    ),
    "a surrogate in the notice": (
        as_json(lambda c: c["notice"].update(version="\ud800")),
        (6, "notice", "text-invisible"),
    ),
    "no notice": (
        text(("[notice]\n", ""), ('version = "2026-01"\n', ""), ("given_at = ", "# ")),
        (6, "notice", "notice-missing"),
    ),
    "no pledge": (
        text(("[pledge]\n", ""), ("how = ", "# ")),
        (6, "pledge", "pledge-missing"),
    ),
    "an unknown component": (
        text(('"witness-statement"', '"secret-plans"')),
        (4, "secret-plans", "component-unknown"),
    ),
    "neither paper nor reason": (
        text((FILES, "")),
        (4, "witness-statement", "attachment-empty"),
    ),
    "both paper and reason": (
        text((FILES, FILES + '\nabsent = "Mất"')),
        (4, "witness-statement", "attachment-empty"),
    ),
    "an empty reason": (
        text((FILES, 'absent = " "')),
        (4, "witness-statement", "attachment-reason"),
    ),
    "an escape in a reason for absence": (
        text((FILES, r'absent = "\u001b[2J"')),
        (4, "witness-statement", "text-control"),
    ),
    "a paper that must not be absent": (
        text((FILES, 'absent = "Mất"')),
        (4, "witness-statement", "component-indispensable"),
    ),
    "a missing paper": (
        named("papers/none.pdf"),
        (4, "witness-statement", "paper-missing"),
    ),
    "a folder": (paper(Path.mkdir), (4, "witness-statement", "paper-directory")),
    "a pipe": (paper(os.mkfifo), (4, "witness-statement", "paper-special")),
    "an empty paper": (data(b""), (4, "witness-statement", "paper-empty")),
    "50 MB": (paper(sparse), (4, "witness-statement", "paper-large")),
    "a program": (data(b"MZ\x90" + PDF), (4, "witness-statement", "paper-type")),
    "a web page": (data(b"<html>" + PDF), (4, "witness-statement", "paper-type")),
    "a PDF cut short": (data(PDF[:-6]), (4, "witness-statement", "paper-pdf-truncated")),
    "a PDF with a password": (
        data(PDF[:9] + b"trailer << /Encrypt 5 0 R >>\n" + PDF[9:]),
        (4, "witness-statement", "paper-pdf-password"),
    ),
    "a picture cut short": (
        data(b"\xff\xd8\xff\xe0\0\x10JFIF"),
        (4, "witness-statement", "paper-image-truncated"),
    ),
    "a picture of a phone": (
        data(b"\0\0\0\x18ftypheic" + bytes(16)),
        (4, "witness-statement", "paper-heic"),
    ),
    "an upward path": (named("../../x.pdf"), (4, "witness-statement", "paper-outside")),
    "an absolute path": (named("/etc/passwd"), (4, "witness-statement", "paper-outside")),
    "a link outwards": (
        paper(lambda path: path.symlink_to("/etc/passwd")),
        (4, "witness-statement", "paper-outside"),
    ),
    "a link to itself": (
        paper(lambda path: path.symlink_to(path)),
        (4, "witness-statement", "paper-missing"),
    ),
    "NUL in a name": (named("papers/x\0.pdf"), (4, "witness-statement", "paper-missing")),
    "an escape in a name": (
        named("papers/\x1b[2J.pdf"),
        (4, "witness-statement", "paper-missing"),
    ),
    "a surrogate in a name": (
        as_json(lambda c: c["attachments"][0].update(files=["\ud800.pdf"])),
        (4, "witness-statement", "paper-missing"),
    ),
    "a name of 5,000 letters": (
        named("n" * 5000 + ".pdf"),
        (4, "witness-statement", "paper-unreadable"),
    ),
    "100 large papers": (
        large_papers,
        (4, "witness-statement", "component-large"),
    ),
}


def state(office: Office) -> dict[str, Any]:
    with opened(office.place) as desk:
        return counts(desk)


def readable(said: str) -> bool:
    return all(letter.isprintable() or letter == "\n" for letter in said)


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_file_nothing_can_be_done_with(office: Office, case: Path, what: str) -> None:
    prepare, error = UNUSABLE[what]
    before = state(office)
    path = prepare(case)
    for command in (["check", path], ["file", path, *office.key]):
        code, answer = office.json(*command)
        assert (code, answer["error"]) == (2, error)
        assert readable(answer["message"])
        code, out, err = office.run(*command)
        assert (code, out, err) == (2, "", answer["message"] + "\n")
        assert 20 < len(err) < 600
    assert state(office) == before


@pytest.mark.parametrize("what", WRONG)
def test_a_case_with_something_wrong(office: Office, case: Path, what: str) -> None:
    prepare, told = WRONG[what]
    before = state(office)
    path = prepare(case)
    code, answer = office.json("file", path, *office.key)
    assert (code, answer["reference"]) == (1, None)
    found = {(e["step"], e["field"], e["rule"]): e["message"] for e in answer["errors"]}
    assert told in found
    for message in found.values():
        assert readable(message)
        assert "chưa được đặt tên" not in message
        assert len(message) > 20
    code, out, err = office.run("file", path, *office.key)
    assert (code, err) == (1, "")
    assert readable(out)
    assert found[told] in out
    assert office.json("check", path)[1]["errors"] == answer["errors"]
    assert state(office) == before


def test_the_case_itself_is_right(office: Office, case: Path) -> None:
    code, answer = office.json("file", case, *office.key)
    assert (code, answer["errors"]) == (0, [])


def test_there_are_enough_of_them() -> None:
    assert len(UNUSABLE) + len(WRONG) > 90


def test_decomposed_text_is_the_same_case(office: Office, case: Path) -> None:
    written = case.read_text("utf-8")
    assert unicodedata.normalize("NFD", written) != written
    _, composed = office.json("file", case, *office.key)
    case.write_text(unicodedata.normalize("NFD", written), "utf-8")
    code, decomposed = office.json("file", case, *office.key)
    assert code == 0
    with opened(office.place) as desk:
        answers = [
            desk.filing(desk.lookup(answer["reference"])[0].filing)[0].answers
            for answer in (composed, decomposed)
        ]
    assert answers[0] == answers[1]


def test_200_small_papers_are_taken(office: Office, case: Path) -> None:
    names = [f"papers/{number}.pdf" for number in range(200)]
    for name in names:
        (case.parent / name).write_bytes(PDF + name.encode())
    code, answer = office.json("file", named(*names)(case), *office.key)
    assert (code, answer["errors"]) == (0, [])


def test_more_papers_than_a_packet_takes_store_nothing(office: Office, case: Path) -> None:
    before = state(office)
    (case.parent / "papers/x.pdf").write_bytes(PDF)
    path = named(*["papers/x.pdf"] * 600)(case)
    code, answer = office.json("file", path, *office.key)
    assert (code, answer["error"]) == (1, "packet-too-many")
    assert state(office) == before


def test_the_sample_without_papers_needs_no_folder(office: Office, tmp_path: Path) -> None:
    alone = tmp_path / "alone.toml"
    alone.write_bytes(MARRIED.read_bytes())
    assert office.json("file", alone, *office.key)[0] == 0
