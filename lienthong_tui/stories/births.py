"""The birth cases 1 to 6 of the sample desk, and a guardian's."""

from datetime import datetime

from lienthong_tui.desk import drafting, mending, parking
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.filing.telling import Said
from lienthong_tui.stories import acts
from lienthong_tui.stories.acts import Stage
from lienthong_tui.stories.diary import Story

BIRTH = "birth-registration"

BEFORE_A_HOLIDAY = datetime(2026, 11, 23, 15, 20, tzinfo=VIETNAM)
"""After the cut-off, and the next day nobody works: Ngày Văn hóa Việt Nam."""

# What the codes of two invented cards say: the chip card of 2021 with its seven parts and a commune
# that is none any more, the card since 01/07/2024 with its eleven.
_FATHERS_CARD = (
    "099093000101||Trần Văn Ví Dụ|17081993|Nam"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021"
)
_MOTHERS_CARD = (
    "099196000102||Nguyễn Thị Hoài Thử|05031996|Nữ"
    "|Thôn An Lợi, Nam Cửa Việt, Quảng Trị|10092025||||"
)

_NOT_BROUGHT = ("requester.phone", "birth-certificate")


def married(stage: Stage) -> Story:
    """1: an old card and a new one, and a date that is counted over a holiday."""
    yield stage.diary.no_later(BEFORE_A_HOLIDAY)
    read = acts.sample(stage, "01")
    draft = acts.start(stage, read)
    draft = acts.scan(stage, draft, "requester", _FATHERS_CARD)
    draft = acts.scan(stage, draft, "mother", _MOTHERS_CARD)
    acts.give_back(stage, acts.complete(stage, acts.declare(stage, draft, read)))


def young_mother(stage: Stage) -> Story:
    """2: the father is not determined, and nobody asks why."""
    yield stage.diary.ago(80)
    acts.file(stage, "02")


def guardian(stage: Stage) -> Story:
    """The portal took it and has given no number yet."""
    yield stage.diary.ago(75)
    draft = acts.file(stage, "03")
    yield stage.diary.ago(70)
    acts.lodge(stage, draft, None)


def twins(stage: Stage) -> Story:
    """3: the second filing begins with what the first says of the parents."""
    yield stage.diary.ago(65)
    read, birth = acts.sample(stage, "06"), acts.born(stage, 12)
    draft = acts.declare(stage, acts.start(stage, read), read, instead=birth)
    first = acts.complete(stage, draft)
    yield stage.diary.ago(60)
    draft = drafting.again(stage.desk, first)
    draft = acts.declare(stage, draft, acts.sample(stage, "07"), instead=birth)
    second = acts.complete(stage, draft)
    for draft in (first, second):
        acts.give_back(stage, draft)


def wrong_commune(stage: Stage) -> Story:
    """4: this desk helps a family to file with the commune that decides, which is late by a day."""
    yield stage.diary.day(1, "14:20")
    read = acts.sample(stage, "11")
    four_months = acts.born(stage, 123)
    draft = acts.declare(stage, acts.start(stage, read), read, instead=four_months)
    draft = acts.give_back(stage, acts.complete(stage, draft, "fingerprint"))
    yield stage.diary.day(1, "14:40")
    acts.received(stage, acts.lodge(stage, draft, 11))


def mothers_surname(stage: Stage) -> Story:
    """4: an Ê Đê child, registered since: its certificate lies here for the mother."""
    yield stage.diary.day(1, "16:42")
    draft = acts.file(stage, "05")
    yield stage.diary.day(1, "16:46")
    draft = acts.received(stage, acts.lodge(stage, draft, 5))
    yield stage.diary.ago(58)
    results = {"child.id_number": "099326000517", "birth.certificate_number": "35/2026"}
    done = Said(BIRTH, "done", stage.desk.clock(), "portal", results=results)
    acts.received(stage, acts.say(stage, draft, done))


def grandmother(stage: Stage) -> Story:
    """5: she has no telephone, the portal refuses the uncle's account, and the giấy chứng sinh
    comes from the mother: it lies in the scanner's folder."""
    yield stage.diary.ago(54)
    read = acts.sample(stage, "04")
    draft = acts.start(stage, read)
    birth = acts.born(stage, 40)
    draft = acts.declare(stage, draft, read, without=_NOT_BROUGHT, instead=birth)
    yield stage.diary.ago(50)
    refused = "Cổng không nhận VNeID của chú: chú không phải cha, mẹ, người giám hộ của cháu."
    draft = mending.note(stage.desk, draft, refused)
    waits = "Mẹ cháu (đang làm ở Bình Dương) nộp bằng điện thoại của mẹ, sáng mai gọi lại"
    parking.park(stage.desk, draft, "vneid", note=waits)


def foreign_father(stage: Stage) -> Story:
    """6: it is not filed here; the desk says where, and prints it."""
    yield stage.diary.ago(45)
    read = acts.unfinished(stage, "cha-nguoi-lao")
    acts.declare(stage, acts.start(stage, read), read, instead=acts.born(stage, 25))


def mother_died(stage: Stage) -> Story:
    """6, the other way: the mother died in childbirth."""
    yield stage.diary.ago(40)
    acts.file(stage, "12")
