"""What a relative does at a kiosk, in the kiosk's own stream, and the officer's check of it.

Their place in the one table of kinds is in `kinds`.
"""

from typing import Literal

from lienthong_tui.filing.payload import Payload

HowEnded = Literal["finished", "called", "left"]


class Admitted(Payload, frozen=True):
    """Somebody with a code of the desk (mã kê khai) sat down at the kiosk, with this ID number.

    A `helper` types for the requester, such as a grandchild under 18, and is never the requester;
    anybody else declares for themselves.
    """

    id_number: str
    helper: bool


class Unsure(Payload, frozen=True):
    """Whether it was said of a field that one does not know, by field id."""

    fields: dict[str, bool]


class HandedIn(Payload, frozen=True):
    """The kiosk gave the filing to the desk: `ticket` is what its people are called by.

    `how`: all was asked, the officer was called in the middle, or they went away.
    """

    ticket: str
    how: HowEnded


class Checked(Payload, frozen=True):
    """The officer went through what a relative had declared, with them."""
