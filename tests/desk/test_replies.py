"""Reply files: taken when they are what they say, told why when they are not."""

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from packets.mutations import MUTATIONS

from lienthong_tui.desk import agency_keys, drafting, outcomes, replies
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.replies import Heard, receive
from lienthong_tui.filing.delivery import delivery
from lienthong_tui.packets import bag, signers
from lienthong_tui.packets import replies as files
from lienthong_tui.packets.replies import ReplyItem, ReplyProcedure
from lienthong_tui.packets.signers import write_signers
from lienthong_tui.problems import DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.store import content

from .agencies import CIVIL, INSURANCE, POLICE, Office, office, packets_of, trust
from .sample import MARRIED, NOW, SAMPLES, counts, create, file, opened, signed_in

LATER = NOW + timedelta(hours=6)
FIRST, RESIDENCE = "birth-registration", "permanent-residence"
RECEIVED = ReplyProcedure(RESIDENCE, "received", number="12/CA")
DONE = ReplyProcedure(FIRST, "done", results={"child.id_number": "099226001234"})
SUPPLEMENT = ReplyProcedure(
    RESIDENCE,
    "supplement",
    reason="xem lại",
    items=(ReplyItem("sai dấu", field="child.given"), ReplyItem("bản mờ", component="C04")),
)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pristine")
    created = create(place)
    trust(place, created, CIVIL, POLICE, INSURANCE)
    with opened(place) as desk:
        file(desk, MARRIED)
        file(desk, SAMPLES[3])
    return place


@pytest.fixture
def desk(pristine: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, LATER) as desk:
        yield desk


def sent(desk: Desk, agency: str = "residence-police", which: int = 1) -> bytes:
    """The packet of the first filing, or of the second (0)."""
    filing, _ = desk.filing(desk.lookup("LT19639")[which].filing)
    return packets_of(desk, filing)[agency]


def refused(desk: Desk, data: bytes) -> Problem:
    before = counts(desk)
    with pytest.raises(Problem) as caught:
        receive(desk, data)
    assert counts(desk) == before
    return caught.value


def rewritten(data: bytes, change: Callable[[dict[str, Any]], Any], key: Office = POLICE) -> bytes:
    """A reply changed by who holds its key."""
    unpacked = bag.unpack(data)
    plain = json.loads(unpacked.files["reply.json"])
    change(plain)
    changed = {**unpacked.files, "reply.json": msgspec.json.encode(plain)}
    info = {
        **unpacked.info,
        "Lienthong-Signer": plain["signer"],
        "Bag-Group-Identifier": plain["reference"],
        "External-Identifier": f"{plain['reference']}-{plain['agency']}-reply",
        "Bagging-Date": plain["said"][:10],
    }
    return bag.pack(changed, info, partial(key.key.sign, signers.REPLY))


def test_a_reply_is_recorded_with_the_file_it_came_in(desk: Desk) -> None:
    data = POLICE.reply(sent(desk), RECEIVED)
    received = receive(desk, data)
    assert received.heard == (Heard(RESIDENCE, "received", "received", True),)
    assert not received.again
    filing, _ = desk.filing(received.filing)
    (told,) = filing.told
    assert (told.source, told.number) == ("reply", "12/CA")
    assert content.get(desk.db, str(told.reply)) == data
    (sealed,) = (p for p in filing.packets if p.agency == "residence-police")
    assert delivery(filing, sealed) == "answered"


def test_what_is_wanted_names_the_field_and_the_component(desk: Desk) -> None:
    received = receive(desk, POLICE.reply(sent(desk), SUPPLEMENT))
    filing, _ = desk.filing(received.filing)
    assert [(i.text, i.field, i.component) for i in filing.told[0].items] == [
        ("sai dấu", "child.given", None),
        ("bản mờ", None, "ct01-opinions"),
    ]
    assert filing.status(RESIDENCE) == "supplement"


def test_the_number_that_others_wait_for_sends_their_second_packets(desk: Desk) -> None:
    received = receive(desk, CIVIL.reply(sent(desk, "civil-status"), DONE))
    filing, _ = desk.filing(received.filing)
    assert [p.agency for f in filing.followed_up for p in f.packets] == [
        *("residence-police", "social-insurance", "identity-police"),
    ]
    # And the second packet can be answered as the first can.
    second = packets_of(desk, filing)["residence-police-2"]
    assert receive(desk, POLICE.reply(second, RECEIVED)).heard[0].changed


def test_the_same_file_twice_is_told_and_changes_nothing(desk: Desk) -> None:
    data = POLICE.reply(sent(desk), RECEIVED)
    first = receive(desk, data)
    before = counts(desk)
    again = receive(desk, data)
    assert again.again
    assert again.heard == (Heard(RESIDENCE, "received", "received", False),)
    assert again.filing == first.filing
    assert counts(desk) == before


def test_a_replayed_reply_does_not_undo_what_came_after(desk: Desk) -> None:
    early = POLICE.reply(sent(desk), RECEIVED)
    receive(desk, early)
    receive(desk, POLICE.reply(sent(desk), SUPPLEMENT, at=NOW + timedelta(hours=1)))
    filing = receive(desk, early).filing
    assert desk.filing(filing)[0].status(RESIDENCE) == "supplement"
    assert len(desk.filing(filing)[0].told) == 2


def test_replies_out_of_order_end_as_they_were_said(desk: Desk) -> None:
    done = ReplyProcedure(RESIDENCE, "done")
    said = [
        POLICE.reply(sent(desk), news, at=NOW + timedelta(hours=hour))
        for hour, news in enumerate((RECEIVED, SUPPLEMENT, done))
    ]
    for order in ((2, 0, 1), (1, 2, 0)):
        for which in order:
            received = receive(desk, said[which])
        assert desk.filing(received.filing)[0].status(RESIDENCE) == "done"
    assert [t.outcome for t in desk.filing(received.filing)[0].said] == [
        *("received", "supplement", "done"),
    ]


def test_what_was_taken_back_is_not_brought_back_by_the_same_file(desk: Desk) -> None:
    data = POLICE.reply(sent(desk), RECEIVED)
    draft = drafting.reopen(desk, receive(desk, data).filing)
    outcomes.take_back(desk, draft, draft.filing.told[0].id, "cơ quan gửi nhầm")
    assert receive(desk, data).again
    assert desk.filing(draft.filing.id)[0].told == ()


# -- what is not taken -----------------------------------------------------------------------------


def test_a_key_nobody_took_is_refused(desk: Desk) -> None:
    forger = office("residence-police", "congan-19639", 9)
    problem = refused(desk, forger.reply(sent(desk), RECEIVED))
    told = {
        "agency": "Công an xã Nam Cửa Việt",
        "signer": "congan-19639",
        "fingerprint": forger.signer.fingerprint,
    }
    assert problem == Problem("reply-signer-unknown", **told)


def test_the_key_of_another_agency_is_refused(desk: Desk) -> None:
    assert refused(desk, INSURANCE.reply(sent(desk), RECEIVED)).code == "reply-signer-unknown"
    borrowed = Office("residence-police", POLICE.signer, INSURANCE.key)
    assert refused(desk, borrowed.reply(sent(desk), RECEIVED)).code == "reply-signer-unknown"


def test_a_key_whose_time_is_over_is_refused(pristine: Path, tmp_path: Path) -> None:
    created = create(tmp_path)
    old = office("residence-police", "congan-19639", 2, before=NOW.date())
    trust(tmp_path, created, old)
    with opened(tmp_path, LATER) as desk:
        filing = file(desk, MARRIED)
        data = packets_of(desk, filing)["residence-police"]
        assert refused(desk, old.reply(data, RECEIVED)).code == "signer-expired"


def test_a_key_that_is_trusted_no_more_is_refused(pristine: Path, tmp_path: Path) -> None:
    created = create(tmp_path)
    trust(tmp_path, created, POLICE, CIVIL)
    with signed_in(tmp_path, created, NOW) as desk:
        agency_keys.distrust(desk, POLICE.signer.fingerprint)
        assert [each.agency for each in agency_keys.known(desk)] == ["civil-status"]
        filing = file_case(desk, _reading())
        data = packets_of(desk, filing)["residence-police"]
        assert refused(desk, POLICE.reply(data, RECEIVED)).code == "reply-signer-unknown"
        with pytest.raises(Unusable, match="fingerprint-not-trusted"):
            agency_keys.distrust(desk, POLICE.signer.fingerprint)


def _reading() -> Any:
    from .sample import read

    return read()


def test_for_another_desk_it_is_refused(desk: Desk) -> None:
    data = rewritten(
        POLICE.reply(sent(desk), RECEIVED), lambda r: r.update(desk="lienthong-19639-2")
    )
    assert refused(desk, data) == Problem("reply-other-desk", principal="lienthong-19639-2")


def test_of_a_filing_nobody_knows_it_is_refused(desk: Desk) -> None:
    reference = "LT19639-261122-1009-K"
    data = rewritten(POLICE.reply(sent(desk), RECEIVED), lambda r: r.update(reference=reference))
    assert refused(desk, data).code == "reply-unknown"


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r["packet"].update(inventory="0" * 64),
        lambda r: r["packet"].update(number=1),
        lambda r: r["packet"].update(round=2),
        lambda r: r["procedures"][0].update(id=FIRST),
        lambda r: r.update(agency="civil-status"),
    ],
)
def test_of_a_packet_that_was_not_sent_it_is_refused(desk: Desk, change: Any) -> None:
    data = rewritten(POLICE.reply(sent(desk), RECEIVED), change)
    assert refused(desk, data).code == "reply-other-packet"


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_filings_with_one_number_the_packet_tells_which(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    """Two copies of a desk may have given it out, and `hub rejoin` brought both together."""
    there = [line.filing for line in desk.lookup("LT19639")]
    monkeypatch.setattr("lienthong_tui.desk.replies.filings_of", lambda *_: there[::order])
    assert receive(desk, POLICE.reply(sent(desk), RECEIVED)).filing == there[1]


def test_a_reply_to_another_filing_does_not_fit_this_one(desk: Desk) -> None:
    other = json.loads(bag.unpack(POLICE.reply(sent(desk, which=0), RECEIVED)).files["reply.json"])
    data = rewritten(POLICE.reply(sent(desk), RECEIVED), lambda r: r.update(packet=other["packet"]))
    assert refused(desk, data).code == "reply-other-packet"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: r.update(reply=2), "packet-contents"),
        (lambda r: r.update(note="x"), "packet-contents"),
        (lambda r: r.update(procedures=[]), "packet-contents"),
        (lambda r: r["procedures"][0].update(outcome="lost"), "packet-contents"),
        (lambda r: r.update(papers=[{"path": "papers/x", "media_type": "x"}]), "packet-contents"),
        (lambda r: r.update(said="2026-11-22T17:00:00"), "packet-contents"),
        (lambda r: r.update(said="2027-11-22T17:00:00+07:00"), "told-ahead"),
        (lambda r: r.update(said="2026-11-01T17:00:00+07:00"), "told-before"),
        (lambda r: r["procedures"][0].update(outcome="refused"), "told-missing"),
        (lambda r: r["procedures"][0].update(number="a\x1b[2J"), "packet-contents"),
        (
            lambda r: r["procedures"][0].update(
                outcome="supplement", items=[{"text": "x", "component": "C99"}]
            ),
            "told-item-unknown",
        ),
        (lambda r: r["procedures"][0].update(results={"x": "y"}), "told-result-unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_from_a_known_key_too(desk: Desk, change: Any, code: str) -> None:
    data = rewritten(POLICE.reply(sent(desk), RECEIVED), change)
    assert refused(desk, data).code == code


def test_a_packet_is_no_reply(desk: Desk) -> None:
    assert refused(desk, sent(desk)).code == "reply-not-one"


def test_of_a_filing_that_was_erased_it_says_so(tmp_path: Path) -> None:
    created = create(tmp_path)
    trust(tmp_path, created, POLICE)
    from lienthong_tui.desk import erasure

    with signed_in(tmp_path, created, NOW) as desk:
        filing = file(desk, MARRIED)
        data = POLICE.reply(packets_of(desk, filing)["residence-police"], RECEIVED)
        erasure.erase(desk, desk.lookup(str(filing.reference)), "theo yêu cầu")
        assert refused(desk, data).code == "filing-purged"


def test_any_change_on_the_way_is_refused(desk: Desk) -> None:
    rng = random.Random(11)
    mine = [POLICE.reply(sent(desk), RECEIVED), CIVIL.reply(sent(desk, "civil-status"), DONE)]
    other = [POLICE.reply(sent(desk, which=0), RECEIVED)]
    mutations = [
        m for m in MUTATIONS if m.__name__ not in ("other_day", "unbound", "other_use", "alike")
    ]
    before = counts(desk)
    for trial in range(150):
        mutation = mutations[trial % len(mutations)]
        mutant = mutation(rng, mine, other, POLICE.key)
        with pytest.raises(Problem) as caught:
            receive(desk, mutant.data)
        # Sealed anew as a packet is, it is none of this key's replies.
        right = {"signature-wrong"} if mutation.__name__ == "other_key" else mutant.codes
        assert caught.value.code in right, (mutation.__name__, trial)
    assert counts(desk) == before


# -- the keys of agencies --------------------------------------------------------------------------


def test_a_key_is_taken_by_its_fingerprint_only(tmp_path: Path) -> None:
    created = create(tmp_path)
    listed = write_signers([POLICE.signer, CIVIL.signer])
    with opened(tmp_path) as desk, pytest.raises(Refused, match="not-permitted"):
        agency_keys.trust(desk, "residence-police", listed, POLICE.signer.fingerprint)
    with signed_in(tmp_path, created) as desk:
        for agency, text, fingerprint, code in (
            ("post-office", listed, POLICE.signer.fingerprint, "agency-unknown"),
            ("residence-police", listed, POLICE.signer.fingerprint[:-1], "fingerprint-not-listed"),
            ("residence-police", "", POLICE.signer.fingerprint, "fingerprint-not-listed"),
            ("residence-police", "x y z", POLICE.signer.fingerprint, "signers-unreadable"),
        ):
            with pytest.raises(Unusable, match=code):
                agency_keys.trust(desk, agency, text, fingerprint)
        spaced = " ".join(POLICE.signer.fingerprint)
        agency_keys.trust(desk, "residence-police", listed, spaced)
        agency_keys.trust(desk, "social-insurance", listed, CIVIL.signer.fingerprint)
        known = agency_keys.known(desk)
        assert [(k.agency, k.place, k.signer) for k in known] == [
            ("residence-police", "19639", POLICE.signer),
            ("social-insurance", None, CIVIL.signer),
        ]


# -- the inbox -------------------------------------------------------------------------------------


def test_the_inbox_is_emptied_of_what_is_recorded(desk: Desk) -> None:
    assert replies.waiting(desk) == []
    folder = replies.inbox(desk)
    folder.mkdir()
    good, bad = POLICE.reply(sent(desk), RECEIVED), b"PK not a reply"
    (folder / "b.zip").write_bytes(good)
    (folder / "a.zip").write_bytes(bad)
    (folder / "c.zip").write_bytes(good)
    (folder / "readme.txt").write_text("somebody's")
    (folder / "d.zip").mkdir()
    came = list(replies.receive_waiting(desk))
    assert [(each.name, each.problem and each.problem.code) for each in came] == [
        ("a.zip", "packet-not-zip"),
        ("b.zip", None),
        ("c.zip", None),
    ]
    assert [each.received.again for each in came if each.received] == [False, True]
    assert sorted(path.name for path in folder.iterdir()) == ["a.zip", "d.zip", "readme.txt"]


def test_a_file_elsewhere_stays_where_it_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "stick.zip"
    path.write_bytes(POLICE.reply(sent(desk), RECEIVED))
    assert replies.receive_file(desk, path).received is not None
    assert path.exists()
    assert replies.receive_file(desk, tmp_path / "gone.zip").problem == Unusable(
        "reply-missing", name="gone.zip"
    )


def test_a_full_disk_is_the_desk_s_trouble_and_no_file_s(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = replies.inbox(desk)
    folder.mkdir()
    (folder / "a.zip").write_bytes(POLICE.reply(sent(desk), RECEIVED))

    def full(*_: Any, **__: Any) -> Any:
        raise DeskUnavailable("disk-full")

    with monkeypatch.context() as patch:
        patch.setattr(content, "put", full)
        (came,) = replies.receive_waiting(desk)  # what was taken before it is told all the same
    assert isinstance(came.problem, DeskUnavailable)
    assert [path.name for path in replies.waiting(desk)] == ["a.zip"]


def test_the_file_name_tells_nothing_of_a_person(desk: Desk) -> None:
    reply = files.read(POLICE.reply(sent(desk), RECEIVED)).reply
    start = f"{reply.reference}-residence-police-tra-loi-20261122-170000-"
    assert re.fullmatch(re.escape(start) + "[0-9a-f]{6}[.]zip", files.file_name(reply))
    told = ReplyProcedure(RESIDENCE, "received", number="13/CA")
    other = files.read(POLICE.reply(sent(desk), told)).reply
    assert files.file_name(other) != files.file_name(reply)  # said in the same second
