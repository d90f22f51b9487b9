"""Words that are not said: officialese, blame, what hurts, and two names for one thing.

The table of words is in the domain notes (desk practice, §8). Each rule is a regular expression,
why, and what must stay all the same.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from lienthong_tui.resources import data_path
from lienthong_tui.sentences import _catalogue


class Rule(NamedTuple):
    pattern: str
    why: str
    but: str = r"(?!)"


VIETNAMESE = (
    Rule(r"hợp lệ", "say what is missing, not that it is not valid"),
    Rule(r"quản trị viên|người phụ trách (chương trình|máy)", "one name for who helps"),
    Rule(r"lệnh gửi tin", "it is a program"),
    Rule(r"khai thác|tiến hành|nhằm mục đích|theo quy định", "officialese", r"^Tôi cam đoan"),
    Rule(r"\bquý vị\b|\bbạn\b|vui lòng|thất bại|vi phạm|thao tác|nhập liệu", "tone"),
    Rule(r"\b(báo|cho|đưa) dân\b", "they are people"),
    Rule(
        r"(?<!đăng nhập )\b(gõ|nhập|ghi|khai) sai\b|\bviết sai\b",
        "blame",
        r"lời khai sai|đăng nhập sai|sai cú pháp",
    ),
    Rule(r"ngày hẹn(?! (lại|mới|trả kết quả))", "the desk expects, the agency appoints"),
    Rule(r"người chết|ông hay bà|đang thế nào", "grief"),
    Rule(r"hộ khẩu", "the book is no more", r"\(hộ khẩu\)|^Sổ hộ khẩu"),
    Rule(r"\be-?mail\b", "thư điện tử", r"^Email người yêu cầu$"),
    Rule(r"\(\d, \d\)|phím \d, \d", "phím 8, mục 9", r"trang đầu, phím 1, 2"),
    Rule(r"\.\.\.", "the character …"),
)
ENGLISH = (
    Rule(
        r"\bserver\b",
        "hub",
        r"server\.crt|port of the server|is Citus|web server|this server|reach(es)? the server"
        r"|not on the server",
    ),
    Rule(r"\bdossier\b", "filing", r"official dossier number"),
    Rule(r"(brought|bring\w*) (them |it |the \w+ packets )?out\b", "export"),
    Rule(r"\bbox(es)?\b", "field"),
    Rule(r"slip number|number of the slip", "reference"),
    Rule(
        r"person in charge|head of the desk|whoever (looks after|maintains|keeps)",
        "administrator, supervisor",
    ),
    Rule(r"(?<!USB )\bstick\b", "USB stick", r"name the stick with --authority"),
    Rule(r"\bdeadlines?\b", "term"),
    Rule(r"\b(invalid|illegal|error occurred)\b", "what happened, what helps"),
    Rule(r"\bpromised (date|day)s?", "expected"),
    Rule(r"handed back", "given back"),
    Rule(r"(?-i:IN PROGRESS)", "BEING DECLARED"),
    Rule(r"\bđến\b", "no Vietnamese in an English example"),
    Rule(
        r"(?<!of )\{(count|events|filings|rows|pages|files|lost|backups|streams|desks|parts"
        r"|procedures|came|contents|again)\} (more |new |declared |exported )?[a-z]+s\b"
        r"(?<!packets)",
        "“events: {count}”, which is right for one, too",
    ),
)


def sentences() -> dict[str, str]:
    """The English of every Vietnamese sentence."""
    catalogue: Any = _catalogue("en")
    return {vi: en for vi, en in catalogue._catalog.items() if isinstance(vi, str) and vi}


def in_data(language: str) -> Iterator[str]:
    """What data files say in a language; official names are what they are."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get(language), str):
                yield node[language]
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    for path in (*data_path("procedures").glob("*.toml"), *data_path().glob("*.toml")):
        told = tomllib.loads(path.read_text("utf-8"))
        yield from walk({k: v for k, v in told.items() if k not in ("name", "procedure")})


def said(rule: Rule, texts: Iterator[str] | list[str]) -> list[str]:
    found = re.compile(rule.pattern, re.IGNORECASE)
    return [t for t in texts if found.search(t) and not re.search(rule.but, t, re.IGNORECASE)]


@pytest.mark.parametrize("rule", VIETNAMESE, ids=lambda rule: rule.pattern[:30])
def test_what_is_not_said_in_vietnamese(rule: Rule) -> None:
    assert said(rule, [*sentences(), *in_data("vi")]) == [], rule.why


@pytest.mark.parametrize("rule", ENGLISH, ids=lambda rule: rule.pattern[:30])
def test_what_is_not_said_in_english(rule: Rule) -> None:
    assert said(rule, list(sentences().values())) == [], rule.why


def test_a_rule_finds_what_it_is_for() -> None:
    assert said(VIETNAMESE[0], ["Số này không hợp lệ."])
    assert said(ENGLISH[-1], ["{count} events not sent"])
    assert not said(ENGLISH[-1], ["events not sent: {count}"])
    assert sum(1 for _ in in_data("vi")) > 500


def test_nothing_is_left_untranslated() -> None:
    """A sentence that is the same in both languages is a name, a number or a sign."""
    same = [vi for vi, en in sentences().items() if vi == en]
    with_marks = [t for t in same if re.search(r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụ]{1}\w* \w", t)]
    assert with_marks == []
