"""The code of a card in a photograph or scan of it. Needs the extra `scan` (zxing-cpp)."""

from io import BytesIO

from lienthong_tui.problems import Problem

MOST_PIXELS = 60_000_000
_SIDES = (2400, 1200, 4000)
"""Longest sides tried, in pixels: most cards are found in the first; 4 pixels a module will do."""


def codes_in(data: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a JPEG or PNG picture, in NFC.

    Raises `scan-no-decoder` without the extra, `scan-image-broken`, `scan-image-huge`
    (`megapixels`, `most`) and `scan-no-code`.
    """
    try:
        import zxingcpp
    except ImportError:
        raise Problem("scan-no-decoder") from None
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
            pixels = picture.width * picture.height
            if pixels > MOST_PIXELS:
                megapixels, most = pixels // 1_000_000, MOST_PIXELS // 1_000_000
                raise Problem("scan-image-huge", megapixels=megapixels, most=most)
            picture.draft("L", (max(_SIDES), max(_SIDES)))  # a JPEG is read at a reduced size
            grey = picture.convert("L")
    except Problem:
        raise
    except Exception:  # Pillow raises whatever befalls it in a broken file
        raise Problem("scan-image-broken") from None
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for side in _SIDES:
        smaller = grey.copy()
        smaller.thumbnail((side, side))
        found = zxingcpp.read_barcodes(smaller, formats=formats)
        if texts := tuple(dict.fromkeys(code.text for code in found if code.text)):
            return texts
        if max(grey.size) <= side:
            break
    raise Problem("scan-no-code")
