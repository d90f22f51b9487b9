"""The notice of data processing, as shipped."""

from lienthong_tui.procedures import notice


def test_the_notice_is_whole_in_both_languages() -> None:
    shipped = notice.shipped()
    assert shipped.version
    assert "91/2025/QH15" in shipped.law
    assert shipped.paragraph
    assert all(part.vi and part.en and part.vi != part.en for part in shipped.paragraph)


def test_it_asks_for_no_consent() -> None:
    said = " ".join(part.vi for part in notice.shipped().paragraph).lower()
    assert "đồng ý" not in said
    assert "VNeID" in " ".join(part.vi for part in notice.shipped().paragraph)
