"""What the payloads of all events share."""

from msgspec import Struct


class Payload(Struct, frozen=True, kw_only=True):
    """A fact as it is stored. It may hold personal data and can be erased."""
