"""A key on paper: its fingerprint can be read, its code is the line of the list."""

from datetime import UTC, datetime

import zxingcpp
from packets.printed import text_of
from packets.test_trust import KNOWN
from PIL import Image

from lienthong_tui.papers.key_sheets import groups, key_sheet

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_the_fingerprint_stands_in_groups() -> None:
    text = text_of(key_sheet("Xã Nam Cửa Việt", [KNOWN], "vi", demo=True), AT)
    assert " ".join(groups(KNOWN.fingerprint)) in text
    assert "".join(groups(KNOWN.fingerprint)) == KNOWN.fingerprint.removeprefix("SHA256:")
    assert "Xã Nam Cửa Việt (lienthong-19639-1)" in text
    assert "từ 20/11/2026 đến hết 18/11/2028" in text


def test_its_code_is_the_line_of_the_list() -> None:
    (key,) = key_sheet("Commune", [KNOWN], "en").keys
    size = len(key.code)
    dark = bytes(0 if module == "1" else 255 for row in key.code for module in row)
    large = Image.frombytes("L", (size, size), dark).resize((size * 6, size * 6))
    (found,) = zxingcpp.read_barcodes(large)
    assert found.text == KNOWN.line()
