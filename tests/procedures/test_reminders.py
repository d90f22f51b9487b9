"""The texts of reminders, as shipped: neutral, and one short message long."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from string import Formatter
from typing import get_args

import pytest

from lienthong_tui.filing.reminding import Channel, Facts, Occasion, wording
from lienthong_tui.people.places import communes, unit_name
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.reminders import About, Reminder, about_words, shipped
from lienthong_tui.text.sms import fits

ALLOWED = {"commune", "desk", "when", "bring", "number", "reference", "official", "contact"}
# Words that tell what kind of event, whose it is, or why.
TELLING = {
    "vi": r"sinh|tử|mất|chết|qua đời|tang|táng|tuất|trẻ|con|cha|mẹ|bố|vợ|chồng|cháu|khai|hộ|hôn"
    r"|bệnh|nguyên nhân|thẻ|cư trú|bảo hiểm|BHYT|CCCD|công an|trợ cấp|tiền",
    "en": r"born|birth|death|dead|died|deceased|burial|funeral|child|baby|mother|father|wife"
    r"|husband|son|daughter|cause|illness|card|residence|insurance|police|allowance|money",
}
LONGEST = Facts(
    reference="LT19639-261122-1002-E",
    official="000.00.99.H50-261122-0007",
    commune=max((unit_name(code) for code in communes()), key=len),
    desk=9,
    originals=True,
)
DAY = date(2026, 11, 27)


def language(name: str) -> Callable[[Words], str]:
    return partial(lambda words, name: str(getattr(words, name)), name=name)


def texts(name: str) -> list[str]:
    """Every text a citizen may get, without what is filled in."""
    table = shipped()
    words = [reminder.text for reminder in table.reminder]
    words += [table.contact, table.number.official, table.number.reference]
    words += [table.bring.card, table.bring.originals]
    return [language(name)(each) for each in words]


def test_there_is_one_for_whatever_may_call_for_it() -> None:
    assert {reminder.id for reminder in shipped().reminder} == set(get_args(About))
    assert len(shipped().reminder) == len(get_args(About))
    assert shipped().unlodged_days > 0
    assert shipped().ahead_days >= 0


@pytest.mark.parametrize("name", ["vi", "en"])
def test_a_text_asks_only_for_what_may_be_told(name: str) -> None:
    asked = {place for text in texts(name) for _, place, _, _ in Formatter().parse(text) if place}
    assert asked <= ALLOWED


@pytest.mark.parametrize("name", ["vi", "en"])
def test_a_text_tells_nobody_what_it_is_about(name: str) -> None:
    for text in texts(name):
        assert re.search(rf"\b({TELLING[name]})\b", text, re.IGNORECASE) is None, text


def test_the_words_that_tell_are_found() -> None:
    assert re.search(rf"\b({TELLING['vi']})\b", "hồ sơ khai sinh", re.IGNORECASE)
    assert re.search(rf"\b({TELLING['en']})\b", "the birth file", re.IGNORECASE)


@pytest.mark.parametrize("official", ["", LONGEST.official])
@pytest.mark.parametrize("name", ["vi", "en"])
@pytest.mark.parametrize("reminder", shipped().reminder, ids=lambda each: each.id)
def test_the_longest_is_one_message(reminder: Reminder, name: str, official: str) -> None:
    known = Facts(**{**LONGEST.__dict__, "official": official})
    sent = wording(Occasion(reminder.id, DAY), known, "sms", shipped(), language(name))
    assert fits(sent), (len(sent), sent)
    assert "{" not in sent
    assert LONGEST.reference in sent or official
    # Our own number never passes for an official one (desk practice, §1.4).
    if not official:
        assert "(khong phai ma ho so)" in sent or "(not the file number)" in sent


def test_the_contact_stands_where_it_has_room() -> None:
    short = Facts("LT19639-261122-1002-E", "G22.99.13-261122-0007", "xã Ví Dụ", 1, False, "0233 1")
    occasion = Occasion("supplement", DAY)

    def said(known: Facts, channel: Channel) -> str:
        return wording(occasion, known, channel, shipped(), language("vi"))

    assert said(short, "sms").endswith("Lien he: 0233 1")
    assert said(short, "sms").isascii()
    assert said(short, "email").endswith("Liên hệ: 0233 1")
    long = Facts(**{**short.__dict__, "contact": "x" * 100})
    assert "Lien he" not in said(long, "sms")
    assert said(long, "email").endswith("x" * 100)
    odd = Facts(**{**short.__dict__, "contact": "\u260e 0233"})
    assert fits(said(odd, "sms"))
    assert "Lien he" not in said(odd, "sms")


def test_a_contact_with_braces_is_only_a_text() -> None:
    known = Facts("LT1", "", "xã Ví Dụ", 1, False, "{reference}")
    said = wording(Occasion("fee", DAY), known, "email", shipped(), language("vi"))
    assert said.endswith("Liên hệ: {reference}")


def test_the_day_and_what_to_bring_are_told() -> None:
    put_off = wording(Occasion("put-off", DAY), LONGEST, "email", shipped(), language("vi"))
    assert "27/11/2026" in put_off
    assert "Hồ sơ số 000.00.99.H50-261122-0007." in put_off
    result = wording(Occasion("result", DAY), LONGEST, "email", shipped(), language("vi"))
    assert "giấy tùy thân, bản chính" in result


def test_what_is_not_known_here_is_called_by_its_id() -> None:
    assert about_words("moon").vi == "moon"
    assert about_words("fee").en == "Fee to be paid"
