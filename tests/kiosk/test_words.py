"""What a relative reads: plain words, short sentences, nobody blamed; and how much of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lienthong_tui
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.loading import shipped

PACKAGE = Path(lienthong_tui.__file__).parent

# The language of offices, and what desks avoid at a kiosk (desk practice, §8).
OFFICIALESE = (
    *("người yêu cầu", "người được khai sinh", "người được khai tử", "người chết", "cán bộ"),
    *("đề nghị", "kê khai thông tin", "thành phần hồ sơ", "thẩm quyền", "căn cứ vào"),
    *("theo quy định", "trường hợp", "nêu trên", "nhân thân", "địa bàn", "đương sự", "công dân"),
    *("số định danh", "cơ quan chức năng", "thực hiện", "tiến hành", "đối tượng", "thủ tục"),
    *("không hợp lệ", "vui lòng", "quý khách", "dữ liệu chứng sinh", "phương thức", "hình thức"),
    *("mức 2", "bản sao giấy", "phản hồi", "gói hồ sơ"),
)
LONGEST = 18
"""Words of a question; of its reason half as many again."""


def texts() -> Iterator[tuple[str, Words, int]]:
    for group in shipped():
        definition = group.definition
        name = f"{definition.group} {definition.version}"
        for field in definition.field:
            if field.ask:
                yield f"{name} {field.id} ask", field.ask, LONGEST
            if field.why:
                yield f"{name} {field.id} why", field.why, LONGEST * 3 // 2
            for option in field.options:
                if field.ask:
                    said = option.plain or option.label
                    yield f"{name} {field.id} {option.value}", said, LONGEST
        for section in definition.section:
            if section.plain:
                yield f"{name} section {section.id}", section.plain, 6
            if section.paper:
                yield f"{name} paper {section.id}", section.paper, LONGEST


def turns() -> set[str]:
    """What the turns say, and the application around them."""
    rooms = ("kiosk_turns/*.py", "kiosk_app.py", "kiosk_lines.py", "screens/kiosk/*.py")
    files = [path for room in rooms for path in PACKAGE.glob(room)]
    trees = (ast.parse(path.read_text("utf-8")) for path in files)
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    marked = (
        node.args[0]
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "N_" and node.args
    )
    return {str(text.value) for text in marked if isinstance(text, ast.Constant)}


@pytest.mark.parametrize("word", OFFICIALESE)
def test_no_officialese(word: str) -> None:
    said = {where: words.vi for where, words, _ in texts()} | {text: text for text in turns()}
    assert {where: text for where, text in said.items() if word in text.lower()} == {}


def test_questions_are_short() -> None:
    long = {where: words.vi for where, words, most in texts() if len(words.vi.split()) > most}
    assert long == {}


def test_a_question_is_one_sentence_with_a_mark_at_its_end() -> None:
    asked = [words for where, words, _ in texts() if where.endswith(" ask")]
    assert len(asked) > 80
    for words in asked:
        assert re.search(r"[?….]$", words.vi), words.vi
        assert re.search(r"[?….]$", words.en), words.en


def test_nobody_is_blamed_or_hurried() -> None:
    said = " ".join([words.vi for _, words, _ in texts()] + sorted(turns())).lower()
    for word in ("sai", "lỗi của", "phải nhanh", "cảnh cáo"):
        assert not re.search(rf"\b{word}\b", said), word


def test_an_unmarried_mother_is_asked_nothing_about_the_father() -> None:
    """“Phần này để trống, không cần giải thích” (desk practice, §2.3)."""
    said = [words for where, words, _ in texts() if " registration.case " in where]
    text = " ".join(words.vi for words in said).lower()
    assert "cha cháu là ai" not in text
    assert "không cần giải thích" in text
    assert "không có cha" not in text
