"""The events of the desk itself: made, its officers and keys, who came in, its settings.

Their place in the one table of kinds is in `kinds`.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from lienthong_tui.filing.payload import Payload

Role = Literal["officer", "supervisor"]


class InboxPurged(Payload, frozen=True):
    """Files that had come in and that nobody opened within the term were removed."""

    count: int


class DeskCreated(Payload, frozen=True):
    """The first event of a stream: this incarnation of the desk."""

    commune: str
    desk_number: int
    demo: bool = False


class DateConfirmed(Payload, frozen=True):
    """The officer said that the PC's date is right, though it is far from the last one seen (UTC,
    ISO 8601)."""

    last_seen: str


class OfficerAdded(Payload, frozen=True):
    """An account; `slot` is the opaque id used everywhere else.

    `temporary`: the password was handed over and is to be changed, and there is no phone yet. The
    first officer of a desk looks after it; older desks have no other.
    """

    slot: str
    name: str
    role: Role = "supervisor"
    temporary: bool = False


class OfficerPasswordSet(Payload, frozen=True):
    """An officer has another password; a `temporary` one was handed over and is to be changed."""

    slot: str
    temporary: bool


class OfficerPhoneSet(Payload, frozen=True):
    """An officer's codes come from another phone; `awaited`: that phone is still to be enrolled."""

    slot: str
    awaited: bool


class OfficerPaperCodesMade(Payload, frozen=True):
    """An officer has new codes on paper; the earlier ones no longer count."""

    slot: str


class OfficerRoleSet(Payload, frozen=True):
    """What an officer may do from now on."""

    slot: str
    role: Role


class OfficerClosed(Payload, frozen=True):
    """An officer may no longer sign in; the store key was replaced. A new password reopens it."""

    slot: str


class KeyAdded(Payload, frozen=True):
    """A key file for unattended runs, and what for; or a new recovery key."""

    slot: str
    purpose: str


class KioskPaired(Payload, frozen=True):
    """A kiosk may give this desk what relatives declare there; `kiosk` is its opaque id."""

    kiosk: str
    name: str


class KioskCodeGiven(Payload, frozen=True):
    """An officer handed out a code for a kiosk; for whom is known once they sit there."""

    kiosk: str
    group: str


class KioskEnded(Payload, frozen=True):
    """A kiosk may do so no longer."""

    kiosk: str


class KeyRemoved(Payload, frozen=True):
    """A key file or recovery key opens nothing any more; the store key was replaced."""

    slot: str


class StrangersRemoved(Payload, frozen=True):
    """`keys.db` held slots that nobody at this desk had added: somebody changed the file."""

    labels: tuple[str, ...]


class SignedIn(Payload, frozen=True):
    """An officer signed in, with a code from the phone or one on paper; or the recovery key opened
    the desk."""

    code: Literal["phone", "paper", "recovery"]


class FailedSignIn(Struct, frozen=True):
    """When (UTC, ISO 8601), and whose slot where it was that of an officer."""

    at: str
    slot: str | None


class SignInsFailed(Payload, frozen=True):
    """Sign-ins that failed since the journal was last told."""

    failures: tuple[FailedSignIn, ...]


class SigningKeyMade(Payload, frozen=True):
    """The desk signs what it sends with another key, from the day `first` to before `before`, the
    days that packets bear (UTC+7).

    `public` is the key as OpenSSH writes it.
    """

    public: str
    first: date
    before: date


class SigningKeyEnded(Payload, frozen=True):
    """A key counts only before `before`: it was replaced ahead of its time."""

    public: str
    before: date


class AgencyTrusted(Payload, frozen=True):
    """Replies under this key count as the agency's, of the commune `place` where it has one.

    `line` is the key's line of a list (`packets.signers`); its fingerprint was compared on paper.
    """

    agency: str
    place: str | None
    line: str


class AgencyDistrusted(Payload, frozen=True):
    """Replies under the key with this fingerprint count no more."""

    fingerprint: str


class AgencyRecipientSet(Payload, frozen=True):
    """Packets for the agency, of the commune `place` where it has one, are encrypted to this key
    (age) when they are brought out; None: they are not."""

    agency: str
    place: str | None
    recipient: str | None


class Equipped(Payload, frozen=True):
    """What stands at this desk: the folder its scanner writes to, a scanner's serial port, the
    program that takes reminders, with its arguments, and where its daily backups go (None: into its
    own folder).
    """

    scanner_folder: str | None = None
    scanner_port: str | None = None
    reminder_command: tuple[str, ...] | None = None
    backup_folder: str | None = None


class RegisterMade(Payload, frozen=True):
    """The register of the days `first` to `last` (UTC+7) was made to be taken out: so many rows."""

    first: date
    last: date
    rows: int


class DayClosed(Payload, frozen=True):
    """The day was closed: how many filings were completed, and what was `left`, by kind."""

    day: date
    completed: int
    left: dict[str, int]


class ReportMade(Payload, frozen=True):
    """The figures of the filings received from the day `first` to `last` (UTC+7) were made to be
    taken out: of so many filings, the small numbers `hidden` or not."""

    first: date
    last: date
    filings: int
    hidden: bool


class BlanksAllotted(Payload, frozen=True):
    """References were given out for blank forms of a group, before filings could bear them."""

    group: str
    references: tuple[str, ...]


class BlanksMade(Payload, frozen=True):
    """Blank forms under these references left the desk: a second time they are a reprint."""

    group: str
    references: tuple[str, ...]


class OfficeSet(Payload, frozen=True):
    """The overlay from now on (hex SHA-256 of bytes kept in the store)."""

    overlay: str
