"""Whether a picture of a page can be read: doubts for a clerk to look at, never a refusal.

Measured on a grey copy whose longest side is at most `LOOK` pixels, so that the same page gives
the same numbers at 150 and at 600 dots per inch.
"""

import math
from typing import TYPE_CHECKING

from lienthong_tui.problems import Problem

if TYPE_CHECKING:  # Pillow takes long to start and is needed only once there is a picture
    from PIL import Image

LOOK = 1000
LEAST_DPI = 130
_A4_INCHES = 297 / 25.4

# Of 255. Paper photographed in the shade has 120 and more; what is drawn on a page differs from
# its surroundings by 44 and more, noise and shadows on an empty one by 15 at most.
_DARK = 100
_BLANK = 16
# Pages of 9 to 24 points, one line or full, noisy or shaded, gave 2.7 to 8.5 when sharp, 0.7 to
# 1.4 blurred by 0.25 mm (still readable), 0.1 to 0.6 by 0.38 mm (diacritics are lost). Faint print
# under strong noise stays above 1.2 and goes unnoticed.
_BLURRED = 0.6

_SURROUNDINGS = 15  # pixels around a point that its darkness is compared with
_LEAST_SIDE = 16  # below, nothing can be measured


def doubts(image: "Image.Image", longest: int, name: str) -> tuple[Problem, ...]:
    """What may make a page illegible whose longest side has `longest` pixels.

    `image`, of mode L or RGB, shows it with at least the smaller of `longest` and `LOOK`.
    In this order: `page-small` (pixels: `longest`, dpi: as if it were an A4 page, least),
    `page-dark`, `page-blank` or `page-blurred`; each with `name`.
    """
    found = []
    dpi = round(longest / _A4_INCHES)
    if dpi < LEAST_DPI:
        found.append(Problem("page-small", name=name, pixels=longest, dpi=dpi, least=LEAST_DPI))
    if min(image.size) >= _LEAST_SIDE:
        grey = _look(image)
        if _brightness(grey, 0.9) < _DARK:
            found.append(Problem("page-dark", name=name))
        drawn = _drawn(grey)
        strength = _brightness(drawn, 0.999)
        if strength < _BLANK:
            found.append(Problem("page-blank", name=name))
        elif _sharpness(grey, drawn, strength) < _BLURRED:
            found.append(Problem("page-blurred", name=name))
    return tuple(found)


def _sharpness(grey: "Image.Image", drawn: "Image.Image", strength: int) -> float:
    """How abruptly what is drawn begins and ends, whatever its amount and darkness.

    The variance of the Laplacian, divided by the mean square of how far the drawn parts differ
    from their surroundings. Only these parts and their edges are looked at: over the whole page
    the variance says rather how much is written on it.
    """
    from PIL import ImageFilter, ImageStat

    inner = (1, 1, grey.width - 1, grey.height - 1)  # Pillow leaves the outermost pixels as is
    # A quarter of the true value around 128, because Pillow cuts off below 0 and above 255.
    kernel = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=4, offset=128)
    threshold = max(strength / 2, _BLANK)
    parts = drawn.point([255 * (value >= threshold) for value in range(256)])
    parts = parts.filter(ImageFilter.MaxFilter(5)).crop(inner)
    edges = ImageStat.Stat(grey.filter(kernel).crop(inner), parts)
    contrast = ImageStat.Stat(drawn.crop(inner), parts)
    if not contrast.count[0]:
        return math.inf
    return 16 * edges.var[0] / (contrast.var[0] + contrast.mean[0] ** 2)


def _look(image: "Image.Image") -> "Image.Image":
    from PIL import Image

    scale = min(1.0, LOOK / max(image.size))
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS).convert("L")


def _drawn(grey: "Image.Image") -> "Image.Image":
    from PIL import ImageChops, ImageFilter

    return ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(_SURROUNDINGS)))


def _brightness(grey: "Image.Image", share: float) -> int:
    """The brightness which the given share of the pixels does not exceed."""
    histogram = grey.histogram()
    left = share * sum(histogram)
    for value, count in enumerate(histogram):
        left -= count
        if left <= 0:
            return value
    return 255
