"""Why a filing is put aside for a while: reasons to choose by digit (desk practice, §6.1)."""

from functools import cache

import msgspec

from lienthong_tui.procedures.elements import Data, Words
from lienthong_tui.resources import data_path


class Reason(Data, frozen=True):
    """One reason; its id is what the journal keeps."""

    id: str
    text: Words


class _Parking(Data, frozen=True):
    reason: tuple[Reason, ...]


@cache
def shipped() -> tuple[Reason, ...]:
    """The reasons in the order of their digits."""
    return msgspec.toml.decode(data_path("parking.toml").read_bytes(), type=_Parking).reason
