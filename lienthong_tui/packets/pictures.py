"""One photographed or scanned picture, made upright, bare of metadata and small enough.

A photo tells where it was taken, with which camera and when; none of it belongs in a packet.
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lienthong_tui.packets.legibility import LOOK, doubts
from lienthong_tui.packets.media import MAX_PIXELS, recognise
from lienthong_tui.problems import Problem

if TYPE_CHECKING:  # Pillow takes long to start and is needed only once there is a picture
    from PIL import Image, ImageFile

_MILLION = 1_000_000
# What is worked on at most, 64 MB of memory: a larger picture is read at half its size or less,
# and an A4 page still has about 200 dots per inch then.
_WORKING_PIXELS = 16_000_000
_WORKING_SIDE = 16_000  # JPEG ends at 65,500, and most readers earlier

_QUALITIES = (85, 77, 68, 60)
_LEAST_SIDE = 300  # nothing can be read on a page of so few pixels

_JPEG_MARK, _JPEG_END, _JPEG_PADDING = b"\xff\xd8\xff", b"\xff\xd9", b"\0\xff \r\n"
_PNG_MARK = b"\x89PNG\r\n\x1a\n"
# Parts that only say how the picture is drawn.
_JPEG_PARTS = (("APP0", b"JFIF\0"), ("APP2", b"ICC_PROFILE\0"), ("APP14", b"Adobe"))
_PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"} | {
    b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST"
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A picture that fits: `width` and `height` in pixels, `doubts` as in `legibility`.

    `shrunk` says that it lost pixels or visible detail on the way and is worth a look.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    shrunk: bool
    doubts: tuple[Problem, ...]


def fit(data: bytes, limit: int, name: str) -> Page:
    """The JPEG or PNG picture `data` in at most `limit` bytes; as it is if that will do.

    Raises `image-huge` (megapixels, most), `image-broken`, `image-large` (size, limit: it would
    have to become illegibly small) and, for another kind of file, what `media.recognise` raises.
    """
    opened = _opened(data, name)
    whole = opened.size
    if len(data) <= limit and _is_bare(opened, data):
        media_type = "image/jpeg" if opened.format == "JPEG" else "image/png"
        look = _decoded(opened, name, shorter=_look_scale(whole))
        return Page(data, media_type, *whole, False, doubts(look, max(whole), name))
    del opened  # or a second copy of the picture stays in memory
    encoded, image, quality = _encoded(_upright(data, name), limit, name, len(data))
    shrunk = quality < _QUALITIES[0] or sorted(image.size) != sorted(whole)
    seen = doubts(image, max(image.size), name)
    return Page(encoded, "image/jpeg", *image.size, shrunk, seen)


def as_jpeg(data: bytes, limit: int, name: str) -> bytes:
    """The picture of a JPEG or PNG file as `fit` makes it, but always a JPEG; raises the same."""
    opened = _opened(data, name)
    if opened.format == "JPEG" and len(data) <= limit and _is_bare(opened, data):
        _decoded(opened, name, shorter=8)  # only to know that it is whole
        return data
    del opened  # as in `fit`
    return _encoded(_upright(data, name), limit, name, len(data))[0]


def _opened(data: bytes, name: str) -> "ImageFile.ImageFile":
    """The picture with its head read. Its class is named, so that Pillow tries no other."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    if not data.startswith((_JPEG_MARK, _PNG_MARK)):
        recognise(data, name)
        raise Problem("image-broken", name=name)  # a PDF
    opener = JpegImageFile if data.startswith(_JPEG_MARK) else PngImageFile
    try:
        with _silence():
            opened = opener(BytesIO(data))
    except Exception:  # Pillow raises whatever befalls it in a broken file
        raise Problem("image-broken", name=name) from None
    pixels = opened.width * opened.height
    if pixels > MAX_PIXELS:
        most = MAX_PIXELS // _MILLION
        raise Problem("image-huge", name=name, megapixels=-(-pixels // _MILLION), most=most)
    return opened


@contextmanager
def _silence() -> Iterator[None]:
    """Keep from the terminal what Pillow has to say about broken EXIF."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _is_bare(opened: "ImageFile.ImageFile", data: bytes) -> bool:
    """Whether the file has nothing but the picture, in colours that every reader knows."""
    from PIL.JpegImagePlugin import JpegImageFile

    if not isinstance(opened, JpegImageFile):
        return _is_bare_png(data)
    # In the picture's own data no FF is followed by D9: what comes after is another file.
    end = data.find(_JPEG_END, opened.tile[0].offset if opened.tile else 0)
    return (
        opened.mode in ("L", "RGB")
        and all(
            any(kind == part and content.startswith(mark) for part, mark in _JPEG_PARTS)
            for kind, content in opened.applist
        )
        and not data[end + 2 :].strip(_JPEG_PADDING)
    )


def _is_bare_png(data: bytes) -> bool:
    at = len(_PNG_MARK)
    kind = b""
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        if kind not in _PNG_PARTS:
            return False
        at += 12 + length
    return kind == b"IEND" and at == len(data)


def _upright(data: bytes, name: str) -> "Image.Image":
    """The picture turned as its EXIF says, without anything else of its metadata."""
    from PIL import ExifTags, Image

    opened = _opened(data, name)
    shorter = 1
    while (
        opened.width * opened.height > _WORKING_PIXELS * shorter**2
        or max(opened.size) > _WORKING_SIDE * shorter
    ):
        shorter *= 2
    try:
        with _silence():
            turn = opened.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # as above; the picture itself may be whole
        turn = None
    image = _decoded(opened, name, shorter=shorter)
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return image.transpose(turns[turn]) if turn in turns else image


def _look_scale(size: tuple[int, int]) -> int:
    return max(1, max(size) // LOOK)


def _decoded(opened: "ImageFile.ImageFile", name: str, *, shorter: int) -> "Image.Image":
    """The picture, L or RGB, each side divided by `shorter` (a JPEG's by 1, 2, 4 or 8 at most)."""
    try:
        # A JPEG is decoded at the smaller size, which saves its memory; a PNG cannot be.
        opened.draft(None, (max(1, opened.width // shorter), max(1, opened.height // shorter)))
        opened.load()
        image = opened if opened.format == "JPEG" else _reduced(opened, shorter)
        plain = _plain(image)
    except Exception:  # as above
        raise Problem("image-broken", name=name) from None
    plain.info.clear()  # Pillow writes a comment found here into the JPEG
    return plain


def _reduced(image: "Image.Image", shorter: int) -> "Image.Image":
    if shorter == 1:
        return image
    if image.mode not in ("L", "LA", "RGB", "RGBA"):
        image = _plain(image)
    return image.reduce(shorter)


def _plain(image: "Image.Image") -> "Image.Image":
    """The picture as L or RGB, what is transparent on white paper."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    mode = "L" if image.mode in ("1", "L") else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _encoded(
    image: "Image.Image", limit: int, name: str, size: int
) -> tuple[bytes, "Image.Image", int]:
    """A JPEG of at most `limit` bytes, the picture in it and its quality."""
    from PIL import Image

    for quality in _QUALITIES:
        encoded = _jpeg(image, quality)
        if len(encoded) <= limit:
            return encoded, image, quality
    scale, smaller = 1.0, image
    while len(encoded) > limit:
        # Bytes grow with the pixels or a little less; never crawl towards the limit.
        scale *= min(0.9, (max(limit, 0) / len(encoded)) ** 0.5)
        width, height = (max(1, round(side * scale)) for side in image.size)
        if max(width, height) < _LEAST_SIDE:
            raise Problem("image-large", name=name, size=size, limit=limit)
        smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        encoded = _jpeg(smaller, quality)
    return encoded, smaller, quality


def _jpeg(image: "Image.Image", quality: int) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()
