import contextlib
import struct
import time
import zlib
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from PIL.PngImagePlugin import PngInfo

from lienthong_tui.packets.media import recognise
from lienthong_tui.packets.pictures import Page, as_jpeg, fit
from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path

ANY = 1 << 40
ORIENTATION = 0x0112


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@cache
def page(lines: int = 40, dpi: int = 130, points: int = 12) -> Image.Image:
    """An A4 page of text."""
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 250)
    draw = ImageDraw.Draw(image)
    size = points * dpi / 72
    font = ImageFont.truetype(data_path("fonts", "LiberationSerif-Regular.ttf"), size)
    for line in range(lines):
        text = "Ủy ban nhân dân xã Đồng Tâm chứng nhận bà Nguyễn Thị Hường"[line % 9 :]
        draw.text((dpi, dpi * 0.7 + line * size * 1.5), text, font=font, fill=20)
    return image


@cache  # the noise is another one each time
def photo(width: int = 900, height: int = 600) -> Image.Image:
    """A picture in which nothing can be saved: it shrinks only with its pixels."""
    return Image.effect_noise((width, height), 60).convert("RGB")


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[ORIENTATION] = orientation
    found[0x010F] = "Máy ảnh"
    found.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)  # GPS: latitude
    return found


def codes(found: Page) -> list[str]:
    return [problem.code for problem in found.doubts]


def refused(data: bytes, limit: int = ANY) -> Problem:
    with pytest.raises(Problem) as caught:
        fit(data, limit, "a.jpg")
    with pytest.raises(Problem) as also:
        as_jpeg(data, limit, "a.jpg")
    assert caught.value == also.value
    return caught.value


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "L", {}),
        ("JPEG", "RGB", {"progressive": True, "dpi": (300, 300)}),
        ("JPEG", "RGB", {"icc_profile": b"profile"}),
        ("PNG", "L", {"dpi": (300, 300)}),
        ("PNG", "1", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "P", {}),
    ],
)
def test_what_fits_stays_as_it_is(kind: str, mode: str, options: dict[str, Any]) -> None:
    data = encoded(page().convert(mode), kind, **options)
    found = fit(data, len(data), "a")
    assert found == Page(data, f"image/{kind.lower()}", 1075, 1520, False, ())
    if kind == "PNG":
        assert opened(as_jpeg(data, ANY, "a")).size == (1075, 1520)
    else:
        assert as_jpeg(data, ANY, "a") == data


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_turned_upright(orientation: int, kind: str) -> None:
    upright = Image.new("L", (64, 32), 255)
    upright.paste(0, (0, 0, 16, 16))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose
    lying = upright.transpose(back[orientation]) if orientation in back else upright  # type: ignore[arg-type]
    found = fit(encoded(lying, kind, exif=exif(orientation)), ANY, "a")
    shown = opened(found.data)
    assert (found.width, found.height, found.shrunk) == (64, 32, False)
    assert shown.size == (64, 32)
    assert not ImageChops.difference(shown, upright).point([0] * 60 + [255] * 196).getbbox()


SCAN = photo(300, 200)
METADATA = [
    encoded(SCAN, exif=exif()),
    encoded(SCAN, comment=b"SECRET"),
    encoded(SCAN, xmp=b"SECRET"),
    encoded(SCAN)[:2] + b"\xff\xed\0\x08SECRET" + encoded(SCAN)[2:],
    encoded(SCAN) + b"SECRET moving picture",
    encoded(SCAN) + encoded(SCAN),
    encoded(SCAN, "PNG", exif=exif()),
    encoded(SCAN, "PNG") + b"SECRET",
]


@pytest.mark.parametrize("data", METADATA)
def test_metadata_are_dropped(data: bytes) -> None:
    for found in (fit(data, ANY, "a").data, as_jpeg(data, ANY, "a")):
        assert recognise(found, "a") == "image/jpeg"
        assert not any(mark in found for mark in (b"SECRET", b"Exif", b"\xff\xe1", b"\xff\xfe"))
        assert found.count(b"\xff\xd9") == 1
        assert not opened(found).getexif()


def test_text_in_a_png_is_dropped() -> None:
    told = PngInfo()
    told.add_text("Author", "SECRET")
    found = fit(encoded(page(), "PNG", pnginfo=told), ANY, "a")
    assert found.media_type == "image/jpeg"
    assert b"SECRET" not in found.data


def test_broken_exif_does_not_matter() -> None:
    segment = b"Exif\0\0II*\0\xff\xff\xff\xff broken"
    head = b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + len(segment)) + segment
    found = fit(head + encoded(page())[2:], ANY, "a")
    assert (found.width, found.shrunk) == (1075, False)


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_other_colours_become_plain(mode: str) -> None:
    white = Image.new("L", (64, 64), 250)
    found = opened(fit(encoded(white.convert(mode), exif=exif()), ANY, "a").data)
    assert found.mode == ("L" if mode == "L" else "RGB")
    assert 240 < found.convert("L").getpixel((0, 0)) < 255  # type: ignore[operator]


def test_transparency_becomes_white_paper() -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert opened(as_jpeg(encoded(image, "PNG"), ANY, "a")).getpixel((9, 9)) == (255,) * 3


def test_sixteen_bits() -> None:
    image = Image.new("I;16", (64, 64), 128 * 256)
    assert opened(as_jpeg(encoded(image, "PNG"), ANY, "a")).getpixel((9, 9)) == 128


def test_first_detail_then_pixels() -> None:
    data = encoded(photo(), quality=95)
    first = fit(data, len(encoded(photo(), quality=77)), "a")
    assert (first.width, first.height, first.shrunk) == (900, 600, True)
    then = fit(data, len(data) // 8, "a")
    assert then.width < 900
    assert abs(then.width / then.height - 1.5) < 0.01
    assert opened(then.data).size == (then.width, then.height)


def test_losing_only_metadata_is_not_shrinking() -> None:
    assert not fit(encoded(page(), exif=exif()), ANY, "a").shrunk


@given(
    st.integers(1, 700),
    st.integers(1, 700),
    st.integers(400, 60_000),
    st.sampled_from(["L", "RGB", "RGBA", "1", "P", "I;16"]),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_whatever_comes_out_fits(w: int, h: int, limit: int, mode: str, noisy: bool) -> None:
    image = photo(w, h) if noisy else Image.new("RGB", (w, h), "white")
    data = encoded(image.convert("L").convert(mode), "PNG")
    with contextlib.suppress(Problem):  # image-large
        check(fit(data, limit, "a"), limit)


def check(found: Page, limit: int) -> None:
    assert len(found.data) <= limit
    assert recognise(found.data, "a") == found.media_type
    assert opened(found.data).size == (found.width, found.height)


def test_a_limit_nothing_legible_fits() -> None:
    data = encoded(photo())
    assert refused(data, 900) == Problem("image-large", name="a.jpg", size=len(data), limit=900)


def png_of(width: int, height: int) -> bytes:
    data = bytearray(encoded(Image.new("1", (1, 1)), "PNG"))
    data[16:24] = struct.pack(">2L", width, height)
    data[29:33] = struct.pack(">L", zlib.crc32(data[12:29]))
    return bytes(data)


def jpeg_of(width: int, height: int) -> bytes:
    data = bytearray(encoded(Image.new("L", (8, 8))))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">2H", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "megapixels"),
    [
        (jpeg_of(10_001, 6_000), 61),
        (jpeg_of(65_000, 65_000), 4225),
        (png_of(10_001, 6_000), 61),
        (png_of(2**31 - 1, 2**31 - 1), 4_611_686_014_133),
    ],
)
def test_bombs_are_not_unpacked(data: bytes, megapixels: int) -> None:
    expected = Problem("image-huge", name="a.jpg", megapixels=megapixels, most=60)
    assert refused(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
        encoded(page())[:-2000],
        encoded(page())[:300],
        encoded(page(), exif=exif())[:-2000],
        encoded(page(), "PNG")[:-2000],
        encoded(page(), "PNG").replace(b"IDAT", b"IDAX"),
        b"%PDF-1.7\n%%EOF\n",
    ],
)
def test_broken(data: bytes) -> None:
    assert refused(data) == Problem("image-broken", name="a.jpg")


def test_other_files() -> None:
    assert refused(b"\0\0\0\x18ftypheic\0\0").code == "paper-heic"
    assert refused(b"GIF89a").code == "paper-type"


SMALL = photo(40, 30)
WHOLE = [
    encoded(SMALL),
    encoded(SMALL, exif=exif(6), progressive=True),
    encoded(SMALL, "PNG"),
    encoded(SMALL.quantize(), "PNG", exif=exif(6)),
]


@given(st.sampled_from(WHOLE), st.integers(0, 2000), st.binary(min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_damage_ends_in_a_problem_at_worst(whole: bytes, at: int, bad: bytes) -> None:
    data = whole[:at] + bad + whole[at + len(bad) :]
    with contextlib.suppress(Problem):
        assert len(fit(data, 50_000, "a").data) <= 50_000


KINDS = {
    "full": page(),
    "one line": page(1),
    "small print": page(60, points=9),
    "heading": page(8, points=24),
    "faint": page().point([130 + value // 3 for value in range(256)]),
    "shaded": ImageChops.multiply(
        page(), Image.linear_gradient("L").resize((1075, 1520)).point([*range(100, 228)] * 2)
    ),
}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("millimetres", "blurred"), [(0, False), (0.25, False), (0.5, True)])
def test_blurred_whatever_is_on_the_page(name: str, millimetres: float, blurred: bool) -> None:
    image = KINDS[name].filter(ImageFilter.GaussianBlur(millimetres * 130 / 25.4))
    assert codes(fit(encoded(image, quality=80), ANY, "a")) == ["page-blurred"] * blurred


@pytest.mark.parametrize("dpi", [130, 220])
@pytest.mark.parametrize(("millimetres", "blurred"), [(0.12, False), (0.6, True)])
def test_blurred_at_any_resolution(dpi: int, millimetres: float, blurred: bool) -> None:
    image = page(12, dpi).filter(ImageFilter.GaussianBlur(millimetres * dpi / 25.4))
    for data in (encoded(image), encoded(image, "PNG"), encoded(image, exif=exif())):
        assert codes(fit(data, ANY, "a")) == ["page-blurred"] * blurred


def test_small() -> None:
    small = page().resize((1000, 1414))
    assert fit(encoded(small), ANY, "a").doubts == (
        Problem("page-small", name="a", pixels=1414, dpi=121, least=130),
    )
    data = encoded(page(), "JPEG", quality=95)
    shrunk = fit(data, 60_000, "a")
    assert shrunk.shrunk
    assert shrunk.doubts[0].params["pixels"] == max(shrunk.width, shrunk.height)


def test_dark_and_blank() -> None:
    dark = page().point([value // 4 for value in range(256)])
    assert codes(fit(encoded(dark), ANY, "a")) == ["page-dark"]
    empty = ImageChops.add(page(0), Image.effect_noise((1075, 1520), 6), offset=-128)
    assert codes(fit(encoded(empty), ANY, "a")) == ["page-blank"]
    night = Image.new("L", (1075, 1520), 10)
    assert codes(fit(encoded(night), ANY, "a")) == ["page-dark", "page-blank"]


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 20), (16, 16)])
def test_strips_are_looked_at_without_failing(size: tuple[int, int]) -> None:
    for data in (encoded(photo(*size)), encoded(photo(*size), exif=exif(6))):
        assert fit(data, ANY, "a").data


def test_forty_megapixels() -> None:
    data = encoded(page().resize((5300, 7550), Image.Resampling.NEAREST))
    start = time.perf_counter()
    found = fit(data, len(data) - 1, "a")
    assert time.perf_counter() - start < 3
    assert (found.width, found.height) == (2650, 3775)  # half, so that it takes half the memory
    assert codes(found) == []
