"""The commands of a kiosk, from pairing to what the desk takes in."""

import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from kiosk.sample import GRANDSON
from kiosk.test_lines import CASE_7
from office import Office

NAME = "Máy sảnh 1"


@pytest.fixture
def paired(office: Office) -> Office:
    """An office with a kiosk at `place/kiosk`."""
    (office.place / "desk" / "inbox").mkdir(exist_ok=True)
    out = office.place / "pairing"
    code, answer = office.json("kiosk", "pair", NAME, "--out", out, *office.sign_in())
    assert (code, answer["name"]) == (0, NAME)
    assert out.stat().st_mode & 0o077 == 0
    assert set_up(office, out)[0] == 0
    assert not out.exists(), "it is a key: used up"
    return office


def set_up(office: Office, pairing: Path, **other: Path) -> tuple[int, str, str]:
    folder = other.get("folder", office.place / "kiosk")
    outbox = other.get("outbox", office.place / "desk" / "inbox")
    return office.run(
        "kiosk", "set-up", "--kiosk", folder, "--pairing", pairing, "--outbox", outbox
    )


def code_for(office: Office, group: str = "death") -> str:
    code, answer = office.json(
        "kiosk", "code", NAME, "--id", GRANDSON, "--group", group, *office.key
    )
    assert code == 0
    return str(answer["code"])


def test_from_pairing_to_the_desk(paired: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said = CASE_7.replace("WHO", GRANDSON).replace("CODE", code_for(paired))
    lines = "".join(word.replace("_", " ") + "\n" for word in said.split())
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    code, out, err = paired.run("kiosk", "--plain", "--kiosk", paired.place / "kiosk")
    assert (code, err) == (0, "")
    assert "\nA01\n" in out
    code, (came,) = paired.json("kiosk", "collect", *paired.key)
    assert (code, came["kiosk"], came["ticket"], came["problem"]) == (0, NAME, "A01", None)
    code, out, _ = paired.run("queue", *paired.key)
    assert (code, "CHỜ NGƯỜI TIẾP NHẬN KIỂM TRA" in out) == (0, True)
    assert paired.json("kiosk", "collect", *paired.key) == (0, [])


def test_kiosks_are_listed_and_ended(paired: Office) -> None:
    code, (kiosk,) = paired.json("kiosk", "list", *paired.key)
    assert (code, kiosk["name"], kiosk["folder"]) == (0, NAME, None)
    paired.now += timedelta(minutes=2)
    code, _, err = paired.run("kiosk", "end", NAME, *paired.key)
    assert (code, "người phụ trách" in err) == (3, True)
    assert (
        paired.run("kiosk", "code", "Máy 9", "--id", GRANDSON, "--group", "death", *paired.key)[0]
        == 1
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--plain",), 2, "Chưa nói máy tự kê khai nào"),
        (("--plain", "--kiosk", "{place}/none"), 4, "chưa là máy tự kê khai"),
        (("--kiosk", "{place}/kiosk"), 2, "cửa sổ dòng lệnh"),
        (
            ("--serve", "--kiosk", "{place}/kiosk", "--public-url", "http://xa.example"),
            2,
            "không phải https",
        ),
    ],
)
def test_a_kiosk_that_cannot_be_opened_says_why(
    paired: Office, arguments: tuple[str, ...], code: int, told: str
) -> None:
    given = [argument.replace("{place}", str(paired.place)) for argument in arguments]
    ended, _, err = paired.run("kiosk", *given)
    assert (ended, told in " ".join(err.split())) == (code, True), err


def test_a_key_others_may_read_opens_nothing(paired: Office) -> None:
    (paired.place / "kiosk" / "device.key").chmod(0o644)
    code, _, err = paired.run("kiosk", "--plain", "--kiosk", paired.place / "kiosk")
    assert (code, "0600" in err) == (4, True)


@pytest.mark.parametrize("pairing", [b"", b"{}", b"\xff", b'{"format": "x"}', b"[" * 5000])
def test_what_is_no_pairing_file_makes_no_kiosk(office: Office, pairing: bytes) -> None:
    out = office.place / "pairing"
    out.write_bytes(pairing)
    (office.place / "inbox").mkdir()
    code, _, err = set_up(office, out, outbox=office.place / "inbox")
    assert (code, "Tệp ghép máy không đọc được" in err) == (1, True)
    assert not (office.place / "kiosk").exists()
    assert out.exists()


def test_a_place_that_is_taken_is_left_alone(paired: Office) -> None:
    out = paired.place / "pairing"
    paired.now += timedelta(minutes=2)
    paired.run("kiosk", "pair", "Máy 2", "--out", out, *paired.sign_in())
    code, _, _err = set_up(paired, out)
    assert code == 2
    assert out.exists()
    code, _, err = set_up(paired, out, folder=paired.place / "k2", outbox=paired.place / "none")
    assert (code, "Không có thư mục" in err) == (2, True)
    assert not (paired.place / "k2").exists()


def test_without_the_extra_it_says_so(paired: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong_tui.cli_kiosk.find_spec", lambda _: None)
    code, _, err = paired.run("kiosk", "--serve", "--kiosk", paired.place / "kiosk")
    assert (code, "chưa kết nối" in err) == (2, True)


def test_a_kiosk_starts_without_what_it_does_not_need() -> None:
    script = (
        "import sys; import lienthong_tui.cli_kiosk;"
        "print([m for m in ('textual', 'typst', 'aiohttp', 'textual_serve') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
