"""File names that are safe on every system a packet travels through."""

import re

from lienthong_tui.text.clean import visible

MAX_NAME = 150

TRANSFER = "00-PHIEU-CHUYEN.pdf"
"""The sheet a clerk opens first: it stands first and stands out (desk practice, §4.7)."""
REPLY = "reply.json"
"""What makes a bag an agency's reply and no packet."""

_SEGMENT = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?")
# Windows opens a device instead of a file of such a name, whatever its extension.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")


def is_safe_name(name: str) -> bool:
    """Whether `name` is lower-case ASCII slugs joined by `/`, none of which leaves its folder.

    The one name in capitals is that of the transfer sheet.
    """
    return len(name) <= MAX_NAME and all(
        segment == TRANSFER or (_SEGMENT.fullmatch(segment) and not _DEVICE.match(segment))
        for segment in name.split("/")
    )


def shown(name: str) -> str:
    """A name as it may stand in a message: a hostile one can hold terminal escapes."""
    return visible(name[:MAX_NAME])
