"""Names typed through an input method, as its bytes arrive in a real terminal.

An input method (Unikey, EVKey, ibus) shows every key at once and retypes the end of the syllable
when a later key changes it: backspaces, then letters. Here the composing engine says what changes,
and the terminal gets what an input method would send.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from lienthong_tui.people.places import communes
from lienthong_tui.text.telex import Method, typed
from terminal.rig import Terminal

FIELDS = Path(__file__).parent / "probes" / "fields.py"
CLEAR = "\x05\x15"  # Ctrl+E, Ctrl+U: to the end, and away with what stands before it

# What is typed in Telex, and the name; in VNI the marks of the name follow its letters.
NAMES = [
    ("Nguyeenx Thij Ngocj Anhs", "Nguyễn Thị Ngọc Ánh"),
    ("Traanf Minh Khooi", "Trần Minh Khôi"),
    ("Leef Vawn Phuowngj", "Lề Văn Phượng"),
    ("Phamj Thij Myx Hanhj", "Phạm Thị Mỹ Hạnh"),
    ("DDoox Quoocs Cuwowngf", "Đỗ Quốc Cường"),
    ("Huynhf Thij Kim Thoa", "Huỳnh Thị Kim Thoa"),
    ("Hoangf DDuwcs Trong", "Hoàng Đức Trong"),
    ("Phan Thij Thuys Hawngf", "Phan Thị Thúy Hằng"),
    ("Vux Hoangf Yeens", "Vũ Hoàng Yến"),
    ("Vox Thij Saus", "Võ Thị Sáu"),
    ("DDawngj Thuyf Traam", "Đặng Thùy Trâm"),
    ("Buif Xuaan Phais", "Bùi Xuân Phái"),
    ("Hoof Xuaan Huwowng", "Hồ Xuân Hương"),
    ("Ngoo Baor Chaau", "Ngô Bảo Châu"),
    ("Duwowng Quynhf Hoa", "Dương Quỳnh Hoa"),
    ("Lys Thuwowngf Kieetj", "Lý Thường Kiệt"),
    ("DDinhf Tieen Hoangf", "Đình Tiên Hoàng"),
    ("Toon Nuwx Thij Ninh", "Tôn Nữ Thị Ninh"),
    ("Truwowng Vinhx Kys", "Trương Vĩnh Ký"),
    ("Mai Thij Luwu", "Mai Thị Lưu"),
    ("Cao Bas Quats", "Cao Bá Quát"),
    ("Luwowng Thees Vinh", "Lương Thế Vinh"),
    ("Quachs Thij Giawng", "Quách Thị Giăng"),
    ("Khuaats Duy Tieens", "Khuất Duy Tiến"),
    ("Nguyeenx Thij Minh Khai", "Nguyễn Thị Minh Khai"),
    ("Bees Vawn DDanf", "Bế Văn Đàn"),
    ("Nguyeenx Huwux Thoj", "Nguyễn Hữu Thọ"),
    ("K'Brooih", "K'Brôih"),
    ("H'Hen Niee", "H'Hen Niê"),
    ("Y-Moan EEnuool", "Y-Moan Ênuôl"),
    ("DDawks Lawks", "Đắk Lắk"),
    ("Kreengf", "Krềng"),
    ("Giangf A Paos", "Giàng A Páo"),
    ("Raf Chaam Hmriu", "Rà Châm Hmriu"),
]


def sent(keys: str, method: Method, backspace: str) -> Iterator[str]:
    """What an input method writes for each key: it knows the syllable it is in."""
    word = ""
    for key in keys:
        if not key.isalnum():
            word = ""
            yield key
            continue
        now = typed(word, key, method)
        same = 0
        while same < min(len(word), len(now)) and word[same] == now[same]:
            same += 1
        yield backspace * (len(word) - same) + now[same:]
        word = now


def vni(name: str) -> str:
    """The keys of a name in VNI: each mark after its letter, the tone at the end of the word."""
    keys = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
    tones = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
    found = []
    for word in name.split(" "):
        letters, tone = "", ""
        for c in unicodedata.normalize("NFD", word):
            if c in tones:
                tone = tones[c]
            elif c in "đĐ":
                letters += ("d" if c == "đ" else "D") + "9"
            else:
                letters += keys.get(c, c)
        found.append(letters + tone)
    return " ".join(found)


@pytest.mark.parametrize("backspace", ["\x7f", "\b"], ids=["del", "bs"])
@pytest.mark.parametrize("method", ["telex", "vni"])
def test_in_one_burst(method: Method, backspace: str) -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        for keys, name in NAMES:
            typed_keys = keys if method == "telex" else vni(name)
            terminal.send(CLEAR + "".join(sent(typed_keys, method, backspace)))
            terminal.wait(f"a=<{name}>")


def test_key_by_key() -> None:
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        for keys, name in NAMES:
            terminal.send(CLEAR)
            for part in sent(keys, "telex", "\x7f"):
                terminal.send(part)
            terminal.wait(f"a=<{name}>")


@pytest.mark.long
def test_every_commune_in_one_burst() -> None:
    """664 names that are really typed, through one field."""
    with Terminal(FIELDS) as terminal:
        terminal.wait("chosen=nam")
        for commune in list(communes().values())[::5]:
            keys = vni(commune.full_name)
            composed = " ".join(map(_composed, keys.split(" ")))
            terminal.send(CLEAR + "".join(sent(keys, "vni", "\x7f")))
            terminal.wait(f"a=<{composed}>")


def _composed(keys: str) -> str:
    word = whole = ""
    for key in keys:
        if not key.isalnum():
            whole, word = whole + word + key, ""
        else:
            word = typed(word, key, "vni")
    return whole + word
