"""The notice of data processing that is read to the requester: its words are data, with a version.

It is a notice and asks for no consent: filing rests on law (desk practice, §7.1).
"""

from functools import cache

import msgspec
from msgspec import Struct

from lienthong_tui.procedures.definition import Words
from lienthong_tui.resources import data_path


class Notice(Struct, frozen=True, forbid_unknown_fields=True):
    """What is read out; the journal keeps which `version` was."""

    version: str
    law: str
    verified: bool
    paragraph: tuple[Words, ...]


@cache
def shipped() -> Notice:
    """The notice as it reads now."""
    return msgspec.toml.decode(data_path("notice.toml").read_bytes(), type=Notice)
