"""The code of a card in a picture of it."""

import datetime as dt
from io import BytesIO

import pytest
import qrcode
from PIL import Image, ImageFilter

from lienthong_tui.people.card_image import codes_in
from lienthong_tui.people.id_card import read_card
from lienthong_tui.problems import Problem

pytest.importorskip("zxingcpp", reason="the extra `scan` is not installed: no code is read")

CARD = (
    "099188001234|197012345|Nguyễn Thị Hoài Thương|05031988|Nữ"
    "|Thôn An Lợi, Triệu An, Triệu Phong, Quảng Trị|25042021"
)


def photograph(
    text: str = CARD, *, side: int = 1600, angle: float = 0, blur: float = 0, kind: str = "JPEG"
) -> bytes:
    """A card's code somewhere in a larger grey picture."""
    code = qrcode.make(text, box_size=4).get_image().convert("L")
    picture = Image.new("L", (side, side * 3 // 4), 190)
    turned = code.rotate(angle, expand=True, fillcolor=255)
    picture.paste(turned, (side // 5, side // 6))
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    written = BytesIO()
    picture.save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        photograph(),
        photograph(kind="PNG"),
        photograph(angle=7),
        photograph(angle=90),
        photograph(blur=1),
        photograph(side=5000),
    ],
    ids=["jpeg", "png", "tilted", "turned", "soft", "large"],
)
def test_the_code_is_found(picture: bytes) -> None:
    (text,) = codes_in(picture)
    assert read_card(text, today=dt.date(2026, 11, 25)).name == "Nguyễn Thị Hoài Thương"


def refusal(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        codes_in(data)
    return caught.value.code


def test_a_picture_without_a_code_is_told() -> None:
    written = BytesIO()
    Image.new("L", (800, 600), 120).save(written, "JPEG")
    assert refusal(written.getvalue()) == "scan-no-code"


def test_a_broken_picture_is_told() -> None:
    assert refusal(photograph()[:300]) == "scan-image-broken"
    assert refusal(b"") == "scan-image-broken"
    assert refusal(b"%PDF-1.7") == "scan-image-broken"


def test_a_picture_of_forty_megapixels_is_read() -> None:
    code = qrcode.make(CARD, box_size=16).get_image().convert("L")
    picture = Image.new("L", (7300, 5500), 190)
    picture.paste(code, (1500, 900))
    written = BytesIO()
    picture.save(written, "JPEG")
    assert len(codes_in(written.getvalue())) == 1


def test_a_huge_picture_is_refused_unread() -> None:
    written = BytesIO()
    Image.new("1", (9000, 9000)).save(written, "PNG")
    assert refusal(written.getvalue()) == "scan-image-huge"


def test_two_codes_in_one_picture_are_both_given() -> None:
    one = Image.open(BytesIO(photograph()))
    other = Image.open(BytesIO(photograph("https://example.org/the-mat-sau")))
    both = Image.new("L", (one.width, one.height * 2))
    both.paste(one, (0, 0))
    both.paste(other, (0, one.height))
    written = BytesIO()
    both.save(written, "JPEG")
    assert set(codes_in(written.getvalue())) == {CARD, "https://example.org/the-mat-sau"}
