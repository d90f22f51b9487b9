"""Every kind of event is written as JSON and read back as it was."""

import hashlib
import json
from datetime import date, datetime

import msgspec
import pytest

from lienthong_tui.filing import (
    agency_events,
    continuity_events,
    desk_events,
    events,
    kiosk_events,
    sharing_events,
)
from lienthong_tui.filing.deadlines import VIETNAM, Expected
from lienthong_tui.filing.envelope import Gap, canonical
from lienthong_tui.filing.figures import ProcedureFigures
from lienthong_tui.filing.kinds import KINDS, VERSION, from_plain, kind_of, to_plain
from lienthong_tui.procedures.elements import Words

EXPECTED = Expected(
    procedure="copy",
    due=date(2026, 11, 30),
    received=datetime(2026, 11, 23, 15, 20, tzinfo=VIETNAM),
    first_day=date(2026, 11, 25),
    moved="cut-off",
    cut_off="15:00",
    working_days=3,
    with_inquiry=None,
    days_off=((date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),),
    basis=Words(vi="ba ngày", en="three days"),
    law="Luật mẫu",
    verified=False,
    certain=True,
    calendar="0123456789abcdef",
    days_worked=((date(2026, 11, 28), "Ngày làm bù"),),
)
PACKET = agency_events.SealedPacket(
    "civil-status",
    "Ủy ban nhân dân xã Mẫu",
    ("copy",),
    "ab" * 32,
    "a.zip",
    {"copy": ("child.id_number",)},
)
FAILED = desk_events.FailedSignIn("2026-11-20T08:20:00+00:00", "s1")
# One of each kind, every field set to something that is not its default.
PAYLOADS = (
    events.Started(
        group="birth",
        definition="ab" * 32,
        overlay="cd" * 32,
        commune="19639",
        received="2026-11-20T15:20:00+07:00",
    ),
    events.Answered(
        answers={"a": "Nguyễn", "b": 3, "c": True, "d": False, "e": 0, "f": 1, "g": None},
        origin="scanned",
    ),
    events.Linked(role="mother", to=None),
    events.HalfTyped(texts={"a": "nam cua", "b": None}),
    events.OnPaper(reference="LT19639-261120-1001-6", received="2026-11-20T09:40:00+07:00"),
    events.Moved(
        definition="ab" * 32, overlay="cd" * 32, half_typed={"a": "Nam"}, dropped={"b": "3"}
    ),
    events.Attached(
        component="x", content="ab" * 32, name="a.pdf", media_type="application/pdf", size=9
    ),
    events.Detached(component="x", content="ab" * 32),
    events.Absent(component="x", reason="thất lạc"),
    events.OriginalSeen(component="x", seen=True),
    events.Warned(rule="late", reason="ốm"),
    events.Compared(other="2", verdict="different", reason="khác mẹ", level="likely"),
    events.NoticeGiven(version="2026-01", given_at="2026-11-20T15:05:00+07:00"),
    events.Pledged(how="fingerprint"),
    events.Completed(
        reference="LT19639-261120-1001-6",
        declarations=(events.Declaration("birth-declaration", "ab" * 32),),
        packets=(PACKET,),
        expected=(EXPECTED,),
        lookup_code="048291307765",
    ),
    agency_events.Resealed(packets=(PACKET,)),
    agency_events.Told(
        id="0199",
        procedure="birth-registration",
        outcome="done",
        said_at="2026-11-27T09:15:00+07:00",
        source="reply",
        number="12/GKS",
        reason="đủ giấy tờ",
        items=(
            agency_events.Wanted("mờ", component="birth-certificate"),
            agency_events.Wanted("sai", "a.b"),
        ),
        results={"child.id_number": "099326001234"},
        amount=5,
        reply="ab" * 32,
        until=date(2026, 12, 4),
        expected=EXPECTED,
        collected=agency_events.Collected(
            receiver="authorised",
            name="Trần Văn Mẫu",
            authority="giấy ủy quyền số 12",
            originals=("birth-certificate",),
            copies=2,
            signed="fingerprint",
        ),
    ),
    agency_events.TakenBack(told="0199", reason="nhầm hồ sơ"),
    agency_events.FollowedUp(why="awaited", packets=(PACKET,), results={"a": "b"}),
    events.Viewed(why="citizen", asker="relative", papers_seen=True),
    agency_events.Exported(packets=("ab" * 32,)),
    agency_events.Delivered(packets=("ab" * 32,)),
    events.Printed(what="letter", forms=("02",), texts={"items": ("a", "b"), "phone": "0233"}),
    events.LetterTyped(letter="02", texts={"items": ("a",)}),
    events.HandedOff(fields=("child.surname", "child.sex")),
    events.Lodged(portal_number="G22.99.13-261122-0007", one_stop_number="H50.99.13-261122-0007"),
    events.Parked(reason="papers", note="chờ chú", queue_number="17", to="0199"),
    events.Claimed(),
    events.Withdrawn(reason="gia đình đổi ý"),
    events.Restored(),
    events.Reopened(reason="sai tên đệm", called_back=("ab" * 32,)),
    events.Noted(text="đã gọi chị Hoa", about="mistake", procedure="birth-registration"),
    events.FeesTaken(id="0199", amounts={"copies": 16_000}, receipt="0012345"),
    events.HandedBack(papers=("birth-certificate", "id-card:mother")),
    events.DataGiven(roles=("mother",)),
    events.Consented(extra="reminder", version="2026-01", given=True),
    events.Reminded(occasion="result 2026-11-27", via="command", channel="email"),
    kiosk_events.Admitted(id_number="099208001234", helper=True),
    kiosk_events.Unsure(fields={"a": True, "b": False}),
    kiosk_events.HandedIn(ticket="A07", how="called"),
    kiosk_events.Checked(),
    sharing_events.TakenIn(stream="k_0123456789ab_cdef", seq=7),
    sharing_events.TakenOver(rev=2, seen={"d_19639_1_00000000": 7}),
    events.Purged(
        group="birth",
        state="lodged",
        received="2026-11-20T15:20:00+07:00",
        desk_number=1,
        reference="LT19639-261120-1001-6",
        portal_number="G22.99.13-261122-0007",
        one_stop_number="H50.99.13-261122-0007",
        procedures=(("civil-status", "birth"),),
        why="request",
        reason="mẹ yêu cầu",
        figures=(
            ProcedureFigures(
                procedure="birth",
                agency="civil-status",
                status="done",
                begun=True,
                first_due=date(2026, 11, 23),
                due=date(2026, 11, 24),
                put_off=True,
                decided=date(2026, 11, 24),
                returned=(("component:birth-notice", "words"),),
            ),
        ),
    ),
    desk_events.DeskCreated(commune="19639", desk_number=2, demo=True),
    desk_events.InboxPurged(count=2),
    desk_events.DateConfirmed(last_seen="2026-11-20T08:20:00+00:00"),
    desk_events.OfficerAdded(slot="s1", name="Trần Thị Thử", role="officer", temporary=True),
    desk_events.OfficerPasswordSet(slot="s1", temporary=True),
    desk_events.OfficerPhoneSet(slot="s1", awaited=True),
    desk_events.OfficerPaperCodesMade(slot="s1"),
    desk_events.OfficerRoleSet(slot="s1", role="officer"),
    desk_events.OfficerClosed(slot="s1"),
    desk_events.KeyAdded(slot="s2", purpose="đêm"),
    desk_events.KeyRemoved(slot="s2"),
    desk_events.KioskPaired(kiosk="ab12", name="Máy sảnh 1"),
    desk_events.KioskCodeGiven(kiosk="ab12", group="death"),
    desk_events.KioskEnded(kiosk="ab12"),
    desk_events.StrangersRemoved(labels=("người lạ",)),
    desk_events.SigningKeyMade(
        public="ssh-ed25519 AAAA", first=date(2026, 11, 20), before=date(2028, 11, 20)
    ),
    desk_events.SigningKeyEnded(public="ssh-ed25519 AAAA", before=date(2026, 11, 20)),
    desk_events.AgencyTrusted(agency="civil-status", place="19639", line="x ssh-ed25519 AAAA"),
    desk_events.AgencyDistrusted(fingerprint="SHA256:AAAA"),
    desk_events.AgencyRecipientSet(agency="civil-status", place="19639", recipient="age1q"),
    desk_events.SignedIn(code="paper"),
    desk_events.SignInsFailed(
        failures=(desk_events.FailedSignIn("2026-11-20T08:20:00+00:00", "s1"),)
    ),
    desk_events.OfficeSet(overlay="ab" * 32),
    desk_events.Equipped(
        scanner_folder="/quét",
        scanner_port="COM3",
        reminder_command=("/usr/bin/nhac", "--sms"),
        backup_folder="/mnt/saoluu",
    ),
    desk_events.BlanksAllotted(group="birth", references=("LT19639-261120-1001-6",)),
    desk_events.BlanksMade(group="birth", references=("LT19639-261120-1001-6",)),
    desk_events.RegisterMade(first=date(2026, 11, 1), last=date(2026, 11, 30), rows=12),
    desk_events.DayClosed(day=date(2026, 11, 30), completed=12, left={"unlodged": 2}),
    desk_events.ReportMade(
        first=date(2026, 11, 1), last=date(2026, 11, 30), filings=12, hidden=True
    ),
    continuity_events.BackedUp(name="a.ltbackup", sha256="ab" * 32, size=9, seq=80, daily=True),
    continuity_events.Continued(
        of="d_19639_1_ab12cd34",
        seq=80,
        hash="ab" * 32,
        commune="19639",
        desk_number=1,
        demo=True,
        why="restored",
        backup="cd" * 32,
    ),
    continuity_events.Salvaged(
        pages=(3, 7),
        gaps=(Gap("d_19639_1_ab12cd34", 3, 6, "ab" * 32),),
        payloads=1,
        contents=2,
        filings=("f1",),
        drafts=("f2",),
    ),
    sharing_events.DeskAdmitted(card='{"format":"lienthong-hub-card-1"}'),
    sharing_events.DeskShutOut(verify="ab" * 32),
    sharing_events.AskedElsewhere(reference="LT00001-261120-1001-X", heard="answered"),
    sharing_events.Rejoined(
        of="d_19639_1_ab12cd34", after=7, seq=9, hash="ab" * 32, again=2, left=("f1",)
    ),
)

SHAPES = {1: "f57d0802494bfca1", 2: "0ddc5d081e2a3840"}
"""What a digest of all payloads was at each `kinds.VERSION`."""


def test_the_table_of_kinds_is_whole() -> None:
    assert [type(payload) for payload in PAYLOADS] == list(KINDS.values())
    assert [kind_of(payload) for payload in PAYLOADS] == list(KINDS)
    assert len(set(KINDS.values())) == len(KINDS)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: type(payload).__name__)
def test_a_payload_comes_back_as_it_was(payload: events.Started) -> None:
    stored = canonical(to_plain(payload))
    read = from_plain(kind_of(payload), json.loads(stored))
    assert read == payload
    assert type(read) is type(payload)
    assert canonical(to_plain(read)) == stored


def test_truth_and_numbers_are_not_mixed() -> None:
    answered = PAYLOADS[1]
    read = from_plain(kind_of(answered), json.loads(canonical(to_plain(answered))))
    assert isinstance(read, events.Answered)
    kinds = [type(value) for value in read.answers.values()]
    assert kinds == [str, int, bool, bool, int, int, type(None)]


def test_whoever_changes_a_kind_raises_the_version() -> None:
    _, shapes = msgspec.json.schema_components(KINDS.values())
    for shape in shapes.values():
        shape.pop("description", None)
    digest = hashlib.sha256(canonical([[*KINDS], shapes])).hexdigest()[:16]
    assert SHAPES[VERSION] == digest, "another shape: kinds.VERSION + 1, and a line here"


def test_an_erased_payload_is_none() -> None:
    assert from_plain("filing.answered", None) is None


def test_an_unknown_kind_is_none() -> None:
    assert from_plain("filing.teleported", {"to": "Mars"}) is None
    assert from_plain("filing.teleported", None) is None


def test_a_payload_may_grow() -> None:
    assert from_plain(
        "desk.created", {"commune": "19639", "desk_number": 1}
    ) == desk_events.DeskCreated(commune="19639", desk_number=1, demo=False)
    assert from_plain("filing.printed", {"what": "slip"}) == events.Printed(
        what="slip", forms=(), texts={}
    )
    (purged,) = (p for p in PAYLOADS if isinstance(p, events.Purged))
    older = {name: value for name, value in to_plain(purged).items() if name != "figures"}
    assert from_plain("filing.purged", older) == msgspec.structs.replace(purged, figures=None)
    newer = {"rule": "late", "reason": "ốm", "said_by": "requester"}
    assert from_plain("filing.warned", newer) == events.Warned(rule="late", reason="ốm")
