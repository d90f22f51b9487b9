import csv
import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_tui.text.fold import fold
from lienthong_tui.text.telex import Method, typed

REFERENCE = Path(__file__).parents[2] / "data/reference"
METHODS: tuple[Method, ...] = ("telex", "vni")
FAMILY_NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Phan Trương Bùi Đặng Đỗ Ngô Hồ Dương Đinh Lý Đoàn Đào"
    " Tô Trịnh Lâm Hà Cao Lưu Thái Châu Tạ Phùng Vương Quách Thạch Kiều Từ Nghiêm Khuất Giáp Doãn"
)
GIVEN_NAMES = (
    "Văn Thị Hữu Đức Thành Công Quang Minh Ngọc Thu Thanh Xuân Kim Mỹ Bích Tuyết Hương Thúy Thủy"
    " Lan Huệ Cúc Trúc Hoa Hòa Hiền Hiếu Hạnh Phúc Phước Lộc Thọ Khánh Khoa Khôi Kiên Khuê Quý"
    " Quỳnh Quyên Quyết Quốc Giang Gia Giàu Nghĩa Nguyệt Nhung Nhật Nhi Như Oanh Uyên Uyển Yến Ý"
    " Vy Việt Vinh Vĩnh Vượng Xoan Xuyến Tuấn Tùng Tú Tuệ Toàn Toản Tiến Thư Thương Thuận Thuật"
    " Thùy Thụy Thoa Thoại Thơ Thắng Thảo Trâm Trân Triệu Triết Trí Trọng Trường Luân Loan Liễu"
    " Lệ Linh Diễm Diệp Diệu Dũng Duy Duyên Bảo Bằng Bình Cường Chiến Đạt Điệp Đông Hằng Hân Hậu"
    " Hoài Huấn Hùng Hưng Khang Khải Mẫn Muội Mười Năm Nga Ngân Nhàn Út Sương Sáu Phượng Sơn Tâm"
    " Thịnh Ẩn Ánh Hòe Thuở Bưởi Hươu Rượu Khuỷu Khuya Ngoẹo Giữ Giếng"
)
MINORITY_NAMES = (
    "Brôih Hen Niê Moan Ênuôl Đắk Lắk Krềng Ksor Kbuôr Tơr Kpă Rơ Châm Siu Mlô Êban Byă Rmah Rcom"
    " Puih Ayun Hmok Knul Kđoh Hđơk Mdrang Bkrông Êđê Adrơng Kră Jăn Liêng Hót Păng Ting Bon Krajan"
    " Vàng Giàng Sùng Lầu Thào Cứ Páo Sính Mùa Chá Lò Quàng Cầm Bạc Lường Tòng Hồ Pờ Chảo Tẩn Phàn"
)
NAMES = f"{FAMILY_NAMES} {GIVEN_NAMES}"
LEFT_ALONE = (
    "windows Facebook Smith github Wang wifi win email Jordan John Williams Washington Pfizer Zalo"
    " China http://www.gov.vn ffmpeg xyz QWERTY Adrowng Pacoo Raddee Avuwowng ñ ñas Привет Straße"
)
ANY_ORDER = (
    "Việt Nguyễn Đường Hòa Hoàng Thuở Thương Quyết Quý Giữ Giếng Huỳnh Đắk Krềng Diễn Rượu Điệp"
    " Khuỷu Ngoẹo Chuẩn Bưởi Yến Ẩn Ý Ủy Oánh NGUYỄN ĐƯỜNG"
)
LETTER = "[^\\W\\d_]+"

# Tone marks and the marks of letters, with their key in Telex and in VNI.
TONE_KEYS = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
SHAPE_KEYS = {"ă": "w8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "w7", "ư": "w7", "đ": "d9"}
BASES = dict(zip("ăâêôơưđ", "aaeooud", strict=True))
NEW_STYLE = re.compile("o[àáảãạèéẻẽẹ]$|(?<!q)u[ýỳỷỹỵ]$", re.IGNORECASE)


def keyed(keys: str, method: Method, left: str = "") -> str:
    for key in keys:
        left = typed(left, key, method)
    return left


def taken_apart(word: str, method: Method) -> tuple[list[tuple[str, str]], str]:
    """[(letter without marks, its mark key or "")] and the key of the tone, or ""."""
    which, letters, tone = METHODS.index(method), [], ""
    for letter in word:
        marks = unicodedata.normalize("NFD", letter)
        tone = next((TONE_KEYS[mark][which] for mark in marks if mark in TONE_KEYS), tone)
        bare = unicodedata.normalize("NFC", "".join(m for m in marks if m not in TONE_KEYS))
        base = BASES.get(bare.lower(), bare)
        shape = SHAPE_KEYS[bare.lower()][which] if bare.lower() in SHAPE_KEYS else ""
        letters.append((base.upper() if bare.isupper() else base, shape))
    return letters, tone


def canonical(word: str, method: Method) -> str:
    """Every mark key behind its letter, the tone key last."""
    letters, tone = taken_apart(word, method)
    return "".join(letter + mark for letter, mark in letters) + tone


def spellings(word: str, method: Method) -> tuple[str, ...]:
    """`canonical` and, in Telex, a letter that would be a mark key typed once more: Coong, Gar."""
    keys = canonical(word, method)
    return (keys, keys.replace("oo", "ooo"), keys + word[-1]) if method == "telex" else (keys,)


def orders(word: str, method: Method) -> Iterator[str]:
    """Every way to type `word` with each mark and tone key somewhere behind its vowel."""
    letters, tone = taken_apart(word, method)
    bases = "".join(letter for letter, _ in letters)
    onset = re.match("(?:gi|qu)(?=[aeiouy])|[^aeiouy]*", bases, re.IGNORECASE)
    vowel = onset.end() if onset else 0
    marks = [
        (at, mark)
        for at, (_, mark) in enumerate(letters)
        # One horn key serves both letters of ươ.
        if mark and not (mark in "w7" and [pair[1] for pair in letters[at : at + 2]] == [mark] * 2)
    ]
    return _interleaved(list(bases), [*marks, (vowel, tone)] if tone else marks, 0)


def _interleaved(letters: list[str], marks: list[tuple[int, str]], at: int) -> Iterator[str]:
    if at == len(letters) and not marks:
        yield ""
    if at < len(letters):
        yield from (letters[at] + rest for rest in _interleaved(letters, marks, at + 1))
    for mark in marks:
        if mark[0] < at:
            others = [other for other in marks if other is not mark]
            yield from (mark[1] + rest for rest in _interleaved(letters, others, at))


def column(file: str, name: str) -> Iterator[str]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        yield from (row[name] for row in csv.DictReader(lines))


def word_list() -> list[str]:
    """Distinct words of the communes, provinces, peoples and personal names, in old style."""
    texts = [
        *(NAMES, MINORITY_NAMES),
        *column("admin_provinces.csv", "full_name"),
        *column("admin_communes.csv", "full_name"),
        *column("ethnic_groups.csv", "name"),
        *column("ethnic_groups.csv", "aliases"),
    ]
    words = set(re.findall(LETTER, unicodedata.normalize("NFC", " ".join(texts))))
    return sorted(word for word in words if not NEW_STYLE.search(word))


WORDS = word_list()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        # Each mark, and w alone.
        ("aa ee oo aw ow uw dd", "â ê ô ă ơ ư đ"),
        ("tw thw nhwng ddw trwowfng W wu", "tư thư nhưng đư trường W wu"),
        ("huow thuowr khuow huowng thuowng nguowif huowu", "huơ thuở khuơ hương thương người hươu"),
        ("muaw Kuawng quawn quowf hoawcj", "mưa Kuăng quăn quờ hoặc"),
        ("luwu ruwouj ruwowuj buwowir buowir", "lưu rượu rượu bưởi bưởi"),
        # Keys late, early, and anywhere between.
        ("vieetj vietej viejet vieetj vietje", "việt việt việt việt việt"),
        ("tieengs tieseng nguyeenx nguyenex nguyexen", "tiếng tiếng nguyễn nguyễn nguyễn"),
        ("dduwowngf duongwdf dduwowfng dduongwf duwowngfd", "đường đường đường đường đường"),
        ("DDawks DDaswk DDakws Dawksd", "Đắk Đắk Đắk Đắk"),
        # Old style and the tone that moves.
        ("hoaf hoafn hoafng khoer thuys thuyr uyr", "hòa hoàn hoàng khỏe thúy thủy ủy"),
        ("quys quyf quyeets quaf quoocs quoor", "quý quỳ quyết quà quốc quổ"),
        ("gif gifn giuwx giaf gias giuws gieengs giuowngf", "gì gìn giữ già giá giứ giếng giường"),
        ("khuya khuyur khuyar huyts huynhf ngoejo", "khuya khuỷu khuỷa huýt huỳnh ngoẹo"),
        ("ngoeoj khoeor ngoaif xoays yeeus yeeu", "ngoẹo khoẻo ngoài xoáy yếu yêu"),
        ("mias muas luaj cuuws cuwus chiuj leeu", "mía múa lụa cứu cứu chịu lêu"),
        ("nghieeng nghieengs nghix Ngheef", "nghiêng nghiếng nghĩ Nghề"),
        ("xooong cooong boooongs", "xoong coong booongs"),
        # One mark or tone in place of another.
        ("masf hoajr toono toonw tawna tanaw", "mà hỏa tono tơn tân tăn"),
        ("thuongwo masz vieetjz tooiz maz", "thuông ma viêt tôiz maz"),
        # Case.
        ("NGUYEENX Nguyeenx NGUYEENx DDAWKS", "NGUYỄN Nguyễn NGUYỄN ĐẮK"),
        ("DDawng dDawng DDUWOWNGF AAn aAn YS Ys", "Đăng đăng ĐƯỜNG Ân ân Ý Ý"),
        ("TW Tw THW UWowng", "TƯ Tư THƯ Ương"),
        # Names.
        ("Nguyeenx Thij Ngocj Anhs", "Nguyễn Thị Ngọc Ánh"),
        ("K'Brooih H'Hen Niee Y-Moan Eenuool", "K'Brôih H'Hen Niê Y-Moan Ênuôl"),
        ("DDawks Lawks Kreengf Ksor Kbuoor Towrr", "Đắk Lắk Krềng Ksor Kbuôr Tơr"),
        ("Niee Kpaw Row Chaam Siu Eeban Byaw", "Niê Kpă Rơ Châm Siu Êban Byă"),
        ("EEddee EE-DDee DDakroong Bru Xtieeng", "Êđê Ê-Đê Đakrông Bru Xtiêng"),
        ("H’Mooong M'DDraws K\u02bcHoo", "H’Moong M'Đrắ K\u02bcHô"),
        ("Yeeng Yeos Gieeng DDgiehs BLuws", "Yêng Yéo Giêng Đgiéh BLứ"),
        ("Corr Garr Chaiss Anaa Banaa Krajjan", "Cor Gar Chais Ana Bana Krajan"),
    ],
)
def test_telex(keys: str, text: str) -> None:
    assert keyed(keys, "telex") == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("a6 e6 o6 a8 o7 u7 d9", "â ê ô ă ơ ư đ"),
        ("huo7 thuo73 huo7ng thuo7ng u7o7c1 nguoi72", "huơ thuở hương thương ước người"),
        ("vie6t5 viet65 viet56 vie65t vi5et6", "việt việt việt việt việt"),
        ("d9u7o7ng2 duong972 duo7ng29 D9a8k1 Dak981", "đường đường đường Đắk Đắk"),
        ("hoa2 hoa2n thuy1 quy1 quye6t1 gi2 giu74", "hòa hoàn thúy quý quyết gì giữ"),
        ("khuya khuyu3 ngoeo5 mua7 Kua8ng coong Boong2", "khuya khuỷu ngoẹo mưa Kuăng coong Boòng"),
        ("NGUYE6N4 Nguyen64 D9AK81", "NGUYỄN Nguyễn ĐẮK"),
        ("ton67 ton76 tan68 tan86 ma12 ma10 ma0", "tơn tôn tăn tân mà ma ma0"),
        ("K'Bro6ih H'Hen Nie6 Y-Moan E6nuo6l", "K'Brôih H'Hen Niê Y-Moan Ênuôl"),
        ("D9a8k1 La8k1 Kre6ng2 Ksor Kbuo6r To7r", "Đắk Lắk Krềng Ksor Kbuôr Tơr"),
        ("Nie6 Kpa8 Ro7 Cha6m Siu E6ban E6d9e6", "Niê Kpă Rơ Châm Siu Êban Êđê"),
        # A digit is a digit where there is no vowel or no syllable.
        ("so 12", "so 12"),
        ("Thôn 5", "Thôn 5"),
        ("B2 K9 12/3 QL1 D5 TDP7", "B2 K9 12/3 QL1 D5 TDP7"),
        ("A1 A11 A9 github1 covid19 F0", "Á A1 A9 github1 covid19 F0"),
        ("windows s f r x j z w", "windows s f r x j z w"),
    ],
)
def test_vni(keys: str, text: str) -> None:
    assert keyed(keys, "vni") == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ass aff arr axx ajj", "as af ar ax aj"),
        ("aaa eee ooo aww oww uww ddd", "aa ee oo aw ow uw dd"),
        ("vieetjj vieete hoass DDD dduwowngd", "viêtj viete hoas DD dươngd"),
        ("uwoww huongww thuowww tww", "uow huongw thuow tuw"),
        ("masss tesst offf addd aaaa", "mass test off addd aaa"),
        ("NGUYEENXX aaA asS", "NGUYÊNX aA aS"),
    ],
)
def test_the_same_key_undoes_in_telex(keys: str, text: str) -> None:
    assert keyed(keys, "telex") == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("a11 a22 a33 a44 a55 a66 a88 o77 d99", "a1 a2 a3 a4 a5 a6 a8 o7 d9"),
        ("vie6t55 viet66 duong99 u7o77 Thon11", "viêt5 viet6 duong9 uo7 Thon1"),
        ("a111 a666", "a11 a66"),
    ],
)
def test_the_same_key_undoes_in_vni(keys: str, text: str) -> None:
    assert keyed(keys, "vni") == text


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", LEFT_ALONE.split())
def test_what_is_no_syllable_is_left_alone(text: str, method: Method) -> None:
    assert keyed(text, method) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("test office class download Berlin data", "tét ofice clas dơnload Bẻlin dât"),
        ("tesst offfice classs dowwnload Berrlin dataa", "test office class download Berlin data"),
    ],
)
def test_english_that_looks_vietnamese_needs_the_key_twice(keys: str, text: str) -> None:
    assert keyed(keys, "telex") == text


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("word", ANY_ORDER.split())
def test_marks_may_come_anywhere_behind_their_letter(word: str, method: Method) -> None:
    wrong = {keys: keyed(keys, method) for keys in orders(word, method)}
    assert {keys: text for keys, text in wrong.items() if text != word} == {}


@settings(max_examples=300)
@given(st.sampled_from(NAMES.split()), st.sampled_from(METHODS), st.randoms())
def test_any_name_in_any_order(word: str, method: Method, random: Random) -> None:
    keys = random.choice(list(orders(word, method)))
    assert keyed(keys, method) == word
    assert keyed(keys.upper(), method) == word.upper()


@pytest.mark.parametrize(
    ("left", "keys", "text"),
    [
        # The cursor within a word: what is right of it is neither seen nor needed.
        ("Trần Nguye", "ex", "Trần Nguyễ"),
        ("Nguye", "64", "Nguyễ"),
        ("Đăk", "s", "Đắk"),
        ("thuo", "w", "thuơ"),
        ("thuo", "ww", "thươ"),
        ("(hoa", "f", "(hòa"),
        # Pasted text, new style too, and a name typed on behind it.
        ("Thuý", "f", "Thùy"),
        ("hoà", "n", "hoàn"),
        ("Thuý", " ", "Thuý "),
        ("Thuý Hoà", " Anhs", "Thuý Hoà Ánh"),
        ("ñ", "a", "ña"),
        ("", "w", "w"),
        ("số 5", "a", "số 5a"),
        ("a1", "as", "a1á"),
    ],
)
def test_only_the_text_left_of_the_cursor_counts(left: str, keys: str, text: str) -> None:
    assert keyed(keys, "vni" if keys.isdigit() else "telex", left) == text


@settings(max_examples=300)
@given(st.sampled_from(NAMES.split()), st.integers(0, 6), st.sampled_from(METHODS))
def test_after_backspace_the_rest_is_typed_as_if_nothing_had_been(
    word: str, kept: int, method: Method
) -> None:
    assert keyed(canonical(word[kept:], method), method, left=word[:kept]) == word


@settings(max_examples=300)
@given(st.text(), st.characters(categories=["L", "N", "P", "S", "Zs"]), st.sampled_from(METHODS))
def test_any_text_stays_nfc_and_keeps_what_is_before_the_word(
    left: str, key: str, method: Method
) -> None:
    left = unicodedata.normalize("NFC", f"Đắk1 {left}")
    word = "".join(takewhile(str.isalpha, reversed(left)))
    after = typed(left, key, method)
    assert unicodedata.is_normalized("NFC", after)
    assert after.startswith(left[: len(left) - len(word)])


@settings(max_examples=500)
@given(st.text("aeouidghnqtwsfrxjzđâăêôơưáầệở '-", max_size=12), st.sampled_from("aeodwsfrxjzghn"))
def test_a_key_marks_the_word_or_adds_itself(left: str, key: str) -> None:
    after = fold(typed(left, key, "telex"))
    assert after in (fold(left), fold(left + key), fold(left + "u"))


@pytest.mark.parametrize("method", METHODS)
def test_the_words_of_the_lists_can_be_typed(method: Method) -> None:
    misses = {
        word: keyed(canonical(word, method), method)
        for word in WORDS
        if word not in (keyed(keys, method) for keys in spellings(word, method))
    }
    share = 1 - len(misses) / len(WORDS)
    assert len(WORDS) >= 400
    assert share >= 0.99, f"{method}: {share:.2%} of {len(WORDS)}, without {misses}"


@pytest.mark.parametrize(("method", "least"), [("telex", 0.975), ("vni", 0.99)])
def test_few_words_need_a_key_twice(method: Method, least: float) -> None:
    misses = [word for word in WORDS if keyed(canonical(word, method), method) != word]
    share = 1 - len(misses) / len(WORDS)
    assert share >= least, f"{method}: {share:.2%} of {len(WORDS)}, without {misses}"
