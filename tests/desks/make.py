"""Make the desk of this version that every later one must open: `python tests/desks/make.py`.

It goes to `tests/desks/<version>/`: the folder `desk/`, its key file `desk.key` and what must be
found in it, `expected.json`. The people are those of the samples, and nobody else knows the key.
"""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyotp
from msgspec.structs import replace

from lienthong_tui import __version__
from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.desk import (
    agency_keys,
    allotting,
    backing_up,
    closing,
    demo,
    drafting,
    erasure,
    founding,
    handing_over,
    intake,
    kiosks,
    mending,
    office,
    officers,
    outcomes,
    parking,
    register,
    restoring,
    supplementing,
    vault,
)
from lienthong_tui.desk.backup_file import ENDING
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.equipment import equip
from lienthong_tui.desk.exporting import export, filing_of
from lienthong_tui.desk.kiosk_files import Pairing
from lienthong_tui.desk.reading import read_case
from lienthong_tui.desk.session import session
from lienthong_tui.filing.agency_events import Collected, Wanted
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.filing.events import (
    Answer,
    Answered,
    Consented,
    HandedBack,
    HandedOff,
    LetterTyped,
    Lodged,
    Moved,
    OriginalSeen,
    Pledged,
    Printed,
    Viewed,
)
from lienthong_tui.filing.telling import Said
from lienthong_tui.kiosk import device, sitting
from lienthong_tui.packets.signers import Signer, write_signers
from lienthong_tui.procedures.overlay import Facility, Hamlet
from lienthong_tui.resources import data_path

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = local_day(NOW)
FILED = ("01", "09")  # a birth and a death
HALF_TYPED = {"requester.id_number": "0991"}
NUMBER = "G22.99.13-261122-0007"
PASSWORD = "an old password"
WAITING, GONE = "Hồ Thị Chờ Mở", "Lê Văn Rời Quầy"
ERASED = "Phạm Thị Đã Xóa"
SETTINGS: dict[str, Any] = {
    "cut_off": "16:00",
    "saturday_until": "11:30",
    "fees": {"birth-late": 5_000},
    "facilities": (Facility("Trạm y tế mẫu", ("first-care",), "", "45111"),),
    "hamlets": (Hamlet("Thôn Một", "19630"),),
    "letters": {"02": "Quyết định số 12/QĐ-UBND ngày 05/10/2026"},
    "office": "Bộ phận một cửa xã Mẫu",
    "contact": "0233 000 000",
}
CHILD = "099226001234"
KIOSK, HELPER = "Máy sảnh 1", "099208001234"
DECLARED = {"deceased.surname": "Hồ Thị", "deceased.given": "Mẫu", "deceased.birth_date": "1925"}
UNSURE = ["deceased.id_number"]
AGENCY = Signer("congan-19639", ("lienthong-reply",), bytes(range(32)))
RECEIPT = "0012345"
RECIPIENT = "age1cy0su9fwf3gf9mw868g5yut09p6nytfmmnktexz2ya5uqg9vl9sss4euqm"
LETTER: dict[str, Any] = {"items": ("Bản chụp rõ hơn",), "reasons": ("Bản chụp mờ",)}
ANSWERS: dict[str, Answer | None] = {
    "requester.name": "Nguyễn Thị Mẫu",
    "child.surname": "H'Niê",
    "copies.wanted": True,
}
PAPER = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"


def make(place: Path) -> None:
    """A desk as a day leaves it: two samples filed, one of them exported and lodged, a draft."""
    created = founding.create(
        place / "desk",
        commune=demo.COMMUNE,
        number=1,
        officer_id=demo.OFFICER_ID,
        officer_name=demo.OFFICER_NAME,
        password=PASSWORD,
        recovery_file=place / "sheet.txt",
        key_file=place / "desk.key",
        demo=True,
        cost=FLOOR,
        now=NOW,
    )
    code = pyotp.TOTP(pyotp.parse_uri(created.otp_uri).secret).at(NOW)
    officer = vault.open_with_password(place / "desk", demo.OFFICER_ID, PASSWORD, code, NOW)
    with session(officer, lambda: NOW) as desk:
        office.change(desk, replace(desk.office, **SETTINGS))
        equip(desk, Equipped(scanner_folder="/quet"))
        staff(desk)
        listed = write_signers([AGENCY])
        agency_keys.trust(desk, "residence-police", listed, AGENCY.fingerprint)
        agency_keys.encrypt_to(desk, "social-insurance", RECIPIENT)
        pairing = kiosks.pair_into(desk, KIOSK, place / "pairing")
    bring_back(place)
    (place / "sheet.txt").unlink()
    unlocked = vault.open_with_key_file(place / "desk", place / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        references = []
        for path in (p for p in demo.samples() if p.name[:2] in FILED):
            reading = read_case(path, now=NOW, commune=desk.commune)
            references.append(str(file_case(desk, reading).reference))
        export(desk, references[0], place / "out")
        shutil.rmtree(place / "out")
        lodge(desk, references[0])
        hear(desk, references[0])
        hand_over(desk, references[0])
        allotted = [a.reference for a in allotting.allot(desk, "birth", 2)]
        begin(desk, allotted[1])
        sit_down(desk, place, pairing)
        closing.close(desk)
        register.take_out(desk, register.register(desk, TODAY, TODAY), lambda _, told: told())
        events = desk.verify().events
    expected = {
        "references": references,
        "events": events,
        "lodged": {references[0]: NUMBER},
        "accounts": {
            demo.OFFICER_NAME: "supervisor",
            WAITING: "officer",
            "Lê Văn Rời Quầy": "closed",
        },
        "erased": ERASED,
        "continued": ["restored"],
        "results": {references[0]: {"child.id_number": CHILD}},
        "statuses": {
            references[0]: {
                "birth-registration": "returned",
                "permanent-residence": "supplemented",
                "health-insurance": "lodged",
            }
        },
        "queue": {"unchecked": 1, "export": 1, "unlodged": 1, "parked": 1},
        "kiosk": {"name": KIOSK, "answers": DECLARED, "unsure": UNSURE},
        "fees": {references[0]: [RECEIPT]},
        "keys": {"residence-police": AGENCY.fingerprint},
        "recipients": {"social-insurance": RECIPIENT},
        "allotted": {"free": [allotted[0]], "draft": allotted[1]},
        "letter": msgspec.to_builtins(LETTER),
        "settings": msgspec.to_builtins(SETTINGS),
        "drafts": {"answers": ANSWERS, "papers": [PAPER.name], "half_typed": HALF_TYPED},
    }
    (place / "expected.json").write_text(json.dumps(expected, indent=2) + "\n", "utf-8")


def staff(desk: Desk) -> None:
    """Two more officers, one of them shut out again, and a filing erased on request."""
    officers.add(desk, WAITING, "099190000026", "officer")
    gone = officers.add(desk, GONE, "099090000019", "supervisor")
    officers.close(desk, gone.slot)
    draft = drafting.start(desk, "birth")
    answers: dict[str, Answer | None] = {"requester.name": ERASED}
    draft = drafting.record(desk, draft, Answered(answers=answers, origin="typed"))
    (line,) = desk.lookup(ERASED)
    erasure.erase(desk, [line], "mẫu thử")


def bring_back(place: Path) -> None:
    """The desk is backed up and restored: it goes on as another incarnation."""
    path = place / f"backup{ENDING}"
    unlocked = vault.open_with_key_file(place / "desk", place / "desk.key", NOW)
    with session(unlocked, lambda: NOW) as desk:
        backing_up.record(desk, backing_up.back_up(backing_up.wanted(desk), path, NOW))
    with restoring.preparing(
        path,
        place / "desk",
        lambda copy: vault.open_with_key_file(copy, place / "sheet.txt", NOW),
    ) as prepared:
        done = restoring.finish(prepared, NOW, replace=True)
    assert done.aside is not None
    shutil.rmtree(done.aside)
    path.unlink()


def lodge(desk: Desk, reference: str) -> None:
    """Everything that is done at the desk after completion, once."""
    (line,) = desk.lookup(reference)
    draft = drafting.reopen(desk, line.filing)
    drafting.record(
        desk,
        draft,
        HandedOff(fields=("child.surname",)),
        Lodged(portal_number=NUMBER, one_stop_number=None),
        HandedBack(papers=("id-card:mother",)),
        Printed(what="slip"),
        Viewed(why="citizen", asker="requester", papers_seen=True),
        Printed(what="read-back"),
        LetterTyped(letter="02", texts=LETTER),
        Printed(what="letter", forms=("02",), texts=LETTER),
    )


def hear(desk: Desk, reference: str) -> None:
    """What agencies said: a number, a mistake taken back, a supplement that was sent."""
    draft = drafting.reopen(desk, filing_of(desk, reference))
    first, second = "birth-registration", "permanent-residence"
    done = Said(first, "done", NOW, "portal", results={"child.id_number": CHILD})
    draft = outcomes.tell(desk, draft, [done])
    draft = outcomes.tell(desk, draft, [Said(second, "refused", NOW, "phone", reason="nhầm")])
    draft = outcomes.take_back(desk, draft, draft.filing.told[-1].id, "hồ sơ khác")
    wanted = (Wanted("sai dấu", field="child.given"),)
    draft = outcomes.tell(desk, draft, [Said(second, "supplement", NOW, "letter", items=wanted)])
    draft = drafting.answer(desk, draft, "child.given", "Mẫu Hai")
    draft = drafting.record(desk, draft, Pledged(how="signature"))
    supplementing.send(desk, draft)


def hand_over(desk: Desk, reference: str) -> None:
    """What the citizen took home and paid for, and a note."""
    draft = drafting.reopen(desk, filing_of(desk, reference))
    collected = Collected("authorised", WAITING, "giấy ủy quyền số 12", (), 2, "fingerprint")
    draft = handing_over.hand_over(desk, draft, ["birth-registration"], collected)
    (charge, *_) = handing_over.charged(draft)
    draft = handing_over.take_fees(desk, draft, {charge.fee.id: 16_000}, receipt=RECEIPT)
    mending.note(desk, draft, "mẹ hẹn thứ Sáu")


def sit_down(desk: Desk, place: Path, pairing: Pairing) -> None:
    """A filing that was declared at a kiosk, and waits for the officer."""
    inbox = place / "desk" / "inbox"
    device.set_up(place / "kiosk", (place / "pairing").read_bytes(), inbox)
    code = kiosks.code(desk, pairing.kiosk, HELPER, "death").code
    with device.opened(place / "kiosk", lambda: NOW) as kiosk:
        seat = sitting.admit(kiosk, HELPER, "death", code)
        draft = sitting.declare(seat, helper=True)
        draft = drafting.answer_all(seat, draft, DECLARED)
        sitting.hand_in(seat, drafting.unknown(seat, draft, UNSURE), "finished")
    (came,) = intake.collect(desk)
    assert came.problem is None
    (inbox / device.MARK).unlink()
    inbox.rmdir()
    (place / "pairing").unlink()
    shutil.rmtree(place / "kiosk")


def begin(desk: Desk, number: str) -> None:
    """A draft, first on a blank form, with a few answers and a paper held against its original."""
    draft = drafting.start(desk, "birth")
    draft = allotting.take(desk, draft, number, NOW)
    draft = drafting.record(desk, draft, Answered(answers=dict(ANSWERS), origin="typed"))
    draft = drafting.attach_file(desk, draft, "birth-certificate", PAPER)
    draft = drafting.record(desk, draft, OriginalSeen(component="birth-certificate", seen=True))
    draft = drafting.keep_text(desk, draft, HALF_TYPED)
    draft = drafting.record(desk, draft, Consented(extra="reminder", version="1", given=True))
    draft = drafting.link(desk, draft, "household_head", "requester")
    started = draft.filing.started
    moved = Moved(
        definition=started.definition,
        overlay=started.overlay,
        half_typed={},
        dropped={"copies.count": "3"},
    )
    draft = drafting.record(desk, draft, moved)
    parking.park(desk, draft, "papers", note="chờ chú", queue_number="17")


if __name__ == "__main__":
    target = Path(__file__).parent / __version__
    target.mkdir()
    make(target)
    sys.stdout.write(f"{target}\n")
