"""The commands of agencies and of the desk about what comes back, end to end."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from office import Office

from lienthong_tui.packets.signers import read_signers

NUMBER = "099226001234"


def keys(office: Office, name: str, owner: str) -> tuple[Path, dict[str, Any]]:
    """A key made by an agency; its folder, and what the command said."""
    folder = office.place / name
    command = ("packet", "new-key", name, "--owner", owner, "--out", folder)
    code, told = office.json(*command)
    assert code == 0
    return folder, told


def sent(office: Office) -> tuple[str, dict[str, str], tuple[Any, ...]]:
    """A filing whose packets are out, and how the agencies know the desk."""
    reference = office.filed()
    _, answer = office.json("export", reference, "--out", office.place / "out", *office.key)
    office.json("signing-key", "show", "--out", office.place / "desk-key", *office.key)
    known = ("--signers", office.place / "desk-key" / "lienthong-19639-1.signers")
    return reference, answer["paths"], known


def test_from_key_to_recorded_result(office: Office) -> None:
    folder, told = keys(office, "ubnd-19639", "UBND xã Nam Cửa Việt")
    assert {path.name for path in folder.iterdir()} == {
        *("ubnd-19639.key", "ubnd-19639.agekey", "ubnd-19639.signers"),
        "ubnd-19639-phieu-khoa.pdf",
    }
    for secret in ("ubnd-19639.key", "ubnd-19639.agekey"):
        assert (folder / secret).stat().st_mode & 0o777 == 0o600
    (signer,) = read_signers((folder / "ubnd-19639.signers").read_text())
    assert signer.fingerprint == told["fingerprint"]
    reference, paths, known = sent(office)

    reply: tuple[object, ...] = ("packet", "reply", paths["civil-status"], "done", *known)
    reply += ("--key", folder / "ubnd-19639.key", "--signer", "ubnd-19639")
    reply += ("--result", f"child.id_number={NUMBER}", "--out", office.place / "back")
    code, answer = office.json(*reply)
    assert code == 0

    code, (entry,) = office.json("receive", answer["path"], *office.key)
    assert (code, entry["error"]) == (1, "reply-signer-unknown")
    trust: tuple[object, ...] = ("agency", "trust", "civil-status", folder / "ubnd-19639.signers")
    trust += ("--fingerprint", told["fingerprint"])
    code, refusal = office.json(*trust, *office.key)
    assert (code, refusal["error"]) == (3, "not-permitted")
    assert office.json(*trust, *office.sign_in())[0] == 0
    _, listed = office.json("agency", "list", *office.key)
    assert [(key["agency"], key["place"]) for key in listed["trusted"]] == [
        ("civil-status", "19639")
    ]

    shutil.copytree(office.place / "back", office.place / "desk" / "inbox")
    code, (entry,) = office.json("receive", *office.key)
    assert code == 0
    assert entry["procedures"] == [
        {"id": "birth-registration", "outcome": "done", "status": "done", "changed": True}
    ]
    assert office.json("receive", *office.key) == (0, [])
    code, (entry,) = office.json("receive", answer["path"], *office.key)
    assert (code, entry["again"], entry["reference"]) == (0, True, reference)
    # The packets that bring the number are out next.
    _, answer = office.json("export", reference, "--out", office.place / "out", *office.key)
    assert list(answer["paths"]) == [
        *("residence-police-2", "social-insurance-2", "identity-police-2"),
    ]
    every = sorted((office.place / "out").glob("*.zip"))
    code, told = office.json("packet", "verify", *known, *every)
    assert (code, len(told["packets"])) == (0, 7)
    assert [(r["round"], r["count"], r["missing"]) for r in told["rounds"]] == [
        (1, 4, []),
        (2, 3, []),
    ]


def test_a_reply_needs_a_packet_that_may_be_trusted(office: Office) -> None:
    folder, _ = keys(office, "congan-19639", "Công an xã")
    _, paths, known = sent(office)
    reply: tuple[object, ...] = ("packet", "reply", paths["residence-police"], "received")
    reply += ("--key", folder / "congan-19639.key", "--signer", "congan-19639")
    reply += ("--out", office.place / "back")
    code, told = office.json(*reply)
    assert (code, told["error"]) == (1, "signer-unknown")
    assert not (office.place / "back").exists()
    assert office.json(*reply, *known)[0] == 0
    for wrong, error in (
        (("--procedure", "birth-registration"), "reply-procedure"),
        (("--result", "no equals sign"), "pair"),
        (("--paper", office.place / "gone.pdf"), "paper-missing"),
        (("--result", "birth.certificate_number=1/2026"), "told-result-unknown"),
        (("--signer", "cong-an"), "reply-key-other"),
    ):
        code, told = office.json(*reply, *known, *wrong)
        assert told["error"] == error


def test_an_agency_signs_nothing_the_desk_would_refuse(office: Office) -> None:
    folder, _ = keys(office, "ubnd-19639", "UBND xã Nam Cửa Việt")
    _, paths, known = sent(office)
    back = office.place / "back"
    for said, error in (
        (("supplement",), "told-missing"),
        (("supplement", "--item", "C99=mờ"), "told-item-unknown"),
        (("supplement", "--item", "child.givn=sai dấu"), "told-item-unknown"),
        (("refused",), "told-missing"),
        (("done", "--result", "child.id_number=12345"), "id-length"),
        (("paid", "--amount", "5"), "told-unknown"),
    ):
        reply: tuple[object, ...] = ("packet", "reply", paths["civil-status"], *said, *known)
        reply += ("--key", folder / "ubnd-19639.key", "--signer", "ubnd-19639", "--out", back)
        code, told = office.json(*reply)
        assert (code != 0, told["error"]) == (True, error)
    office.now += timedelta(days=3 * 365)
    code, told = office.json(*reply[:4], *reply[-6:], *known)
    assert (code, told["error"]) == (1, "signer-expired")
    assert not back.exists()


def test_two_replies_of_one_second_are_two_files(office: Office) -> None:
    folder, _ = keys(office, "ubnd-19639", "UBND xã Nam Cửa Việt")
    _, paths, known = sent(office)
    written = set()
    for number in ("1", "2"):
        reply: tuple[object, ...] = ("packet", "reply", paths["civil-status"], "received", *known)
        reply += ("--key", folder / "ubnd-19639.key", "--signer", "ubnd-19639")
        code, told = office.json(*reply, "--number", number, "--out", office.place / "back")
        assert code == 0
        written.add(told["path"])
        code, told = office.json("packet", "verify", told["path"], *known)
        (entry,) = told["packets"]
        assert (code, entry["error"]) == (1, "packet-is-reply")
    assert len(written) == len(list((office.place / "back").iterdir())) == 2


def test_a_fingerprint_is_typed_as_the_sheet_prints_it(office: Office) -> None:
    folder, told = keys(office, "ubnd-19639", "UBND xã Nam Cửa Việt")
    letters = told["fingerprint"].removeprefix("SHA256:")
    grouped = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    trust: tuple[object, ...] = ("agency", "trust", "civil-status", folder / "ubnd-19639.signers")
    _, refusal = office.json(*trust, "--fingerprint", grouped[1:], *office.sign_in())
    assert refusal["error"] == "fingerprint-not-listed"
    assert letters not in str(refusal)  # it is to be read off the paper
    office.now += timedelta(minutes=1)
    assert office.json(*trust, "--fingerprint", grouped, *office.sign_in())[0] == 0
    _, out, _ = office.run("agency", "list", *office.key)
    assert "Ủy ban nhân dân xã Nam Cửa Việt" in out
    _, paths, _ = sent(office)
    show = ("signing-key", "show", *office.key)
    typed = office.json(*show)[1]["fingerprint"].removeprefix("SHA256:")
    verify = ("packet", "verify", paths["civil-status"], "--fingerprint", typed)
    assert office.json(*verify)[0] == 0


def test_a_key_of_openssh_signs_replies_too(office: Office) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed: its keys were NOT tried")
    folder = office.place / "ssh"
    folder.mkdir()
    for name, passphrase, kind in (
        ("good", "", "ed25519"),
        ("locked", "secret", "ed25519"),
        ("other", "", "ecdsa"),
    ):
        make = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", str(folder / name)]
        subprocess.run(make, check=True)
    _, paths, known = sent(office)
    reply: tuple[object, ...] = ("packet", "reply", paths["residence-police"], "received", *known)
    reply += ("--signer", "congan-19639", "--out", office.place / "back")
    assert office.json(*reply, "--key", folder / "good")[0] == 0
    for name, error in (
        ("locked", "signing-key-locked"),
        ("other", "signing-key-other"),
        ("good.pub", "key-file-mode"),
    ):
        _, told = office.json(*reply, "--key", folder / name)
        assert told["error"] == error


def test_a_name_that_cannot_be_a_signer_s_is_refused(office: Office) -> None:
    command = ("packet", "new-key", "Công an", "--owner", "x", "--out", office.place / "k")
    code, told = office.json(*command)
    assert (code, told["error"]) == (2, "principal")
    assert not (office.place / "k").exists()


def test_what_is_heard_is_told_by_a_command(office: Office) -> None:
    reference = office.filed()
    told = ("tell", reference, "permanent-residence", "supplement", "--source", "phone")
    code, answer = office.json(*told, *office.key)
    assert (code, answer["error"]) == (1, "told-missing")
    items = ("--item", "C04=bản mờ", "--item", "child.given=sai dấu", "--item", "gọi lại")
    code, answer = office.json(*told, *items, *office.key)
    assert (code, answer["status"], answer["sealed"]) == (0, "supplement", [])
    done = ("tell", reference, "birth-registration", "done", "--source", "portal")
    code, out, _ = office.run(*done, "--result", f"child.id_number={NUMBER}", *office.key)
    assert code == 0
    assert "Đăng ký khai sinh: đã giải quyết xong" in out
    assert "Đã lập 3 hồ sơ chuyển mới" in out
    code, answer = office.json("tell", reference, "x", "done", "--source", "phone", *office.key)
    assert (code, answer["error"]) == (1, "told-unknown")


def test_a_packet_for_one_agency_is_opened_by_its_key_alone(office: Office) -> None:
    folder, told = keys(office, "congan-19639", "Công an xã")
    other, _ = keys(office, "bhxh", "BHXH")
    encrypt = ("agency", "encrypt", "residence-police")
    recipient = told["recipient"]
    mistyped = recipient[:-1] + ("q" if recipient[-1] != "q" else "p")
    for arguments, error in (
        ((), "recipient-or-none"),
        ((recipient, "--none"), "recipient-or-none"),
        ((mistyped,), "recipient-mistyped"),
    ):
        code, answer = office.json(*encrypt, *arguments, *office.sign_in(otp=office.code(0)))
        office.now += timedelta(minutes=1)
        assert (code, answer["error"]) == (2, error)
    assert office.json(*encrypt, told["recipient"].upper(), *office.sign_in())[0] == 0
    _, listed = office.json("agency", "list", *office.key)
    assert [each["agency"] for each in listed["encrypted"]] == ["residence-police"]

    _, paths, known = sent(office)
    path = paths["residence-police"]
    assert path.endswith("-residence-police.zip.age")
    assert paths["civil-status"].endswith(".zip")
    code, answer = office.json("packet", "verify", path, *known)
    assert (code, answer["packets"][0]["error"]) == (1, "packet-encrypted")
    wrong = ("--identity", other / "bhxh.agekey")
    code, answer = office.json("packet", "verify", path, *known, *wrong)
    assert (code, answer["packets"][0]["error"]) == (1, "packet-not-for-key")
    right = ("--identity", folder / "congan-19639.agekey")
    assert office.json("packet", "verify", path, *known, *right)[0] == 0
    reply: tuple[object, ...] = ("packet", "reply", path, "received", *known, *right)
    reply += ("--key", folder / "congan-19639.key", "--signer", "congan-19639")
    assert office.json(*reply, "--out", office.place / "back")[0] == 0
    if shutil.which("age"):
        command = ["age", "-d", "-i", str(right[1]), path]
        opened = subprocess.run(command, capture_output=True, check=True).stdout
        assert opened.startswith(b"PK")


def test_the_portal_s_values_are_written_by_a_command(office: Office) -> None:
    reference = office.filed()
    code, answer = office.json("hand-off", reference, "--out", office.place / "o", *office.key)
    assert code == 0
    values = json.loads(Path(answer["path"]).read_text("utf-8"))
    assert values["controls"]["Ten"][0]["act"] == "paste"
    assert values["demo"] is False
    _, told = office.json("lookup", reference, *office.key)
    assert told
