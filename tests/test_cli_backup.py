"""The drill: a desk is backed up, lost, and made again from the file, by the commands alone."""

import shutil
from typing import Any

from desk.sample import LATE, MARRIED, SAMPLES
from office import Office


def backed_up(office: Office, *more: object) -> str:
    code, answer = office.json("backup", office.place / "usb.ltbackup", *office.key, *more)
    assert code == 0, answer
    return str(answer["path"])


def restore(office: Office, *more: object) -> tuple[int, Any]:
    sheet = ["--desk", f"{office.place}/desk", "--key-file", f"{office.place}/sheet.txt"]
    return office.json("restore", office.place / "usb.ltbackup", *sheet, *more)


def test_a_lost_desk_is_made_again(office: Office) -> None:
    before = [office.filed(MARRIED), office.filed(LATE)]
    backed_up(office)
    office.filed(SAMPLES[1])  # of which the backup knows nothing
    shutil.rmtree(office.place / "desk")
    code, answer = restore(office)
    assert code == 0
    assert (answer["restored"], answer["filings"], answer["loses"]) == (True, 2, None)
    for reference in before:
        _, found = office.json("lookup", reference, *office.key)
        assert [line["reference"] for line in found] == [reference]
    # The officer signs in as before; what was lost, and may be on a slip, is given to nobody else.
    code, out, _ = office.run("file", SAMPLES[1], *office.sign_in())
    assert code == 0
    assert "-1500-" in out
    code, answer = office.json("journal", "verify", *office.key)
    assert code == 0
    assert len(answer["heads"]) == 2


def test_what_would_be_lost_is_told_before_anything_is(office: Office) -> None:
    first = office.filed(MARRIED)
    backed_up(office)
    for more in (("--check",), ()):
        code, answer = restore(office, *more)
        assert code == (0 if more else 2)
        assert answer["loses"] == {
            "other_desk": False,
            "unknown": None,
            "events": 0,
            "begun_since": [],
            "behind": [],
            "astray": False,
        }
    second = office.filed(LATE)
    assert office.json("export", first, "--out", office.place / "out", *office.key)[0] == 0
    code, answer = restore(office)
    assert (code, answer["restored"]) == (2, False)
    assert answer["loses"]["begun_since"] == [second]
    assert answer["loses"]["behind"] == [first]
    # Another desk's: nothing can be told of it, and that is told.
    other = office.place / "desk/keys.db"
    other.write_bytes(b"")
    code, answer = restore(office, "--check")
    assert answer["loses"]["unknown"] == "keyring-unreadable"


def test_nothing_is_replaced_that_nobody_said_to(office: Office) -> None:
    office.filed(MARRIED)
    backed_up(office)
    second = office.filed(LATE)
    sheet = ["--desk", f"{office.place}/desk", "--key-file", f"{office.place}/sheet.txt"]
    code, out, err = office.run("restore", office.place / "usb.ltbackup", *sheet)
    assert code == 2
    assert second in out
    assert err == ""
    assert "--replace" in out
    assert office.json("lookup", second, *office.key)[1][0]["reference"] == second

    code, out, err = office.run("restore", office.place / "usb.ltbackup", *sheet, "--replace")
    assert code == 0
    (aside,) = office.place.glob("desk.cu-*")
    assert str(aside) in out
    assert office.json("lookup", second, *office.key)[1] == []
    there = ["--desk", str(aside), "--key-file", f"{office.place}/desk.key"]
    code, out, err = office.run("lookup", second, *there)
    assert second in out
    assert "chạy ở máy hay thư mục khác" in err
