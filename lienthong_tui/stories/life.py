"""The tenth case: what one filing lives through, until it is asked about at the close of a day.

The name is Thùy, and "Thủy" slips in wherever it is written: each place has its own way of mending.
"""

from lienthong_tui.desk import drafting, handing_over, mending, supplementing
from lienthong_tui.filing.agency_events import Collected, Wanted
from lienthong_tui.filing.calendar import office_calendar
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.events import Pledged
from lienthong_tui.filing.telling import Said
from lienthong_tui.stories import acts
from lienthong_tui.stories.acts import Stage
from lienthong_tui.stories.births import BIRTH
from lienthong_tui.stories.diary import Story

RESIDENCE, HEALTH = "permanent-residence", "health-insurance"

_WRONG = {"child.middle": "Thủy", "mother.middle": "Thị Thủy"}
_AUNT = "Đặng Thị Thí Dụ"
_AUTHORITY = "Giấy ủy quyền chứng thực số 07/2026"
_RECEIPT = "0001401"


def thuy(stage: Stage) -> Story:
    """10: mended here, supplemented, told, and at last corrected in a procedure of its own."""
    desk, day = stage.desk, stage.diary.day
    read = acts.unfinished(stage, "doi-ho-so-thuy")

    yield day(8, "08:10")
    told = {**acts.born(stage, 9), **_WRONG}
    draft = acts.declare(stage, acts.start(stage, read), read, instead=told)
    draft = acts.complete(stage, draft)
    yield day(8, "08:25")  # not lodged yet: the father reads the form, and it is mended here
    draft = mending.reopen(desk, draft, "Tên đệm của trẻ là Thùy, khai nhầm Thủy")
    draft = drafting.answer(desk, draft, "child.middle", "Thùy")
    draft = acts.complete(stage, draft)
    yield day(8, "08:40")
    draft = acts.give_back(stage, acts.lodge(stage, draft, 14))

    yield day(8, "10:05")  # lodged: the police have the mother otherwise, and ask
    wanted = Wanted("Dữ liệu dân cư ghi tên đệm của mẹ là “Thị Thùy”", field="mother.middle")
    asked = Said(RESIDENCE, "supplement", desk.clock(), "phone", items=(wanted,))
    draft = acts.say(stage, draft, asked)
    yield day(8, "14:30")
    draft = drafting.answer(desk, draft, "mother.middle", "Thị Thùy")
    draft = drafting.record(desk, draft, Pledged(how="signature"))
    draft = supplementing.send(desk, draft)

    yield day(7, "08:20")  # being registered: only who writes the book can mend it
    draft = acts.received(stage, draft)
    draft = acts.say(stage, draft, Said(BIRTH, "processing", desk.clock(), "phone"))
    heard = "Đã gọi công chức hộ tịch trước khi ghi sổ: dự thảo ghi trẻ là Thủy, đúng là Thùy"
    draft = mending.tell_mistake(desk, draft, BIRTH, heard)
    yield day(7, "15:10")
    year = str(draft.outlined.values["child.birth_date"])[:4]
    number = f"0993{year[2:]}001403"  # a girl of this century and that year
    results = {"child.id_number": number, "birth.certificate_number": f"41/{year}"}
    done = Said(BIRTH, "done", desk.clock(), "portal", results=results)
    draft = acts.received(stage, acts.say(stage, draft, done), RESIDENCE, HEALTH)

    yield day(6, "09:15")  # an aunt comes for the certificate and two copies
    draft = handing_over.take_fees(desk, draft, _fees(draft), receipt=_RECEIPT)
    handed = Collected(
        receiver="authorised", name=_AUNT, authority=_AUTHORITY, copies=2, signed="signature"
    )
    draft = handing_over.hand_over(desk, draft, [BIRTH], handed)

    yield day(5, "10:20")
    card = {"health.card_number": "4599001403"}
    draft = acts.say(stage, draft, Said(HEALTH, "done", desk.clock(), "portal", results=card))

    yield day(1, "15:40")  # the police are late, and say so
    new_date = office_calendar(desk.office.days).add(local_day(stage.diary.now), 2)
    late = Said(
        RESIDENCE, "extended", desk.clock(), "letter",
        number="27/XL-CAX", reason="chờ xác minh nơi cư trú", until=new_date,
    )  # fmt: skip
    draft = acts.say(stage, draft, late)

    yield stage.diary.ago(15)  # registered: nothing is mended here any more, a card stays here
    found = (
        "Trích lục ghi tên đệm của mẹ là “Thị Thủy”: đã đăng ký nên phải cải chính hộ tịch;"
        " đã in giấy hướng dẫn cho gia đình. Giữ CCCD của mẹ để đối chiếu, trả trong ngày."
    )
    draft = mending.note(desk, draft, found)
    acts.give_back(stage, draft, but=["id-card:mother"])


def _fees(draft: drafting.Draft) -> dict[str, int]:
    """What the copies cost, as the office's list has it."""
    return {each.fee.id: each.total for each in handing_over.charged(draft) if each.total}
