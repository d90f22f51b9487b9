"""What the files of the law are made of: frozen data, two languages, days in force."""

from datetime import date

from msgspec import Struct


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """What the law's files are decoded into: a name that is not known is a mistake in the file."""


class Dated(Data, frozen=True, kw_only=True):
    """What is in force from one day to another, both inclusive; for good when no end is given."""

    effective_from: date
    effective_to: date | None = None

    @property
    def until(self) -> date:
        """The last day in force."""
        return self.effective_to or date.max

    def in_force(self, day: date) -> bool:
        """Whether `day` lies between the first and the last day."""
        return self.effective_from <= day <= self.until

    def meets(self, other: "Dated") -> bool:
        """Whether both are in force on some day."""
        return max(self.effective_from, other.effective_from) <= min(self.until, other.until)


class Words(Data, frozen=True):
    """One sentence or label in both languages; both are required."""

    vi: str
    en: str
