"""Whose keys count: the list a receiver keeps, in OpenSSH's own form of `allowed_signers`.

One key a line (ssh-keygen(1), ALLOWED SIGNERS):

    lienthong-19639-1 namespaces="…",valid-after="…Z",valid-before="…Z" ssh-ed25519 AAAA…

The same file serves `ssh-keygen -Y verify` and this program. Whoever is to be trusted gets on it by
comparing fingerprints on paper; taken off it, a key counts no more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lienthong_tui.packets import sshsig
from lienthong_tui.problems import Problem, Unusable

PACKET = "lienthong-packet"
REPLY = "lienthong-reply"
SIGNERS = "lienthong-signers"
"""What a signature is for: one made for a packet is none under a reply."""
LASTS = timedelta(days=2 * 365)
"""How long a new key counts."""

_OPTION = re.compile(r'([a-z-]+)="([^"]*)"')
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})Z?")
_FIRST_DAY = date(1970, 1, 1)
_PRINCIPAL = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Signer:
    """A key that counts: for whom, as what, from the first to before the last day (UTC).

    `key` is the 32 bytes of Ed25519. Without a day it counts from ever, or for ever.
    """

    principal: str
    namespaces: tuple[str, ...]
    key: bytes
    first: date | None = None
    before: date | None = None

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` shows it."""
        return sshsig.fingerprint(self.key)

    @property
    def last(self) -> date | None:
        """The last day it counts; None: for ever."""
        return self.before - timedelta(days=1) if self.before else None

    def counts_on(self, day: date) -> bool:
        """Whether it was to be used that day."""
        return (self.first is None or self.first <= day) and (
            self.before is None or day < self.before
        )

    def line(self) -> str:
        """The line of the list."""
        options = [f'namespaces="{",".join(self.namespaces)}"']
        # With Z the day begins at midnight UTC wherever the file is read.
        options += [f'valid-after="{_written(self.first)}"'] if self.first else []
        options += [f'valid-before="{_written(self.before)}"'] if self.before else []
        return f"{self.principal} {','.join(options)} {sshsig.public_line(self.key)}"


def check_principal(name: str) -> None:
    """Raise Unusable `principal` (name) for what cannot name a signer in a list."""
    if not _PRINCIPAL.fullmatch(name):
        raise Unusable("principal", name=name)


def read_signers(text: str) -> tuple[Signer, ...]:
    """The keys of a list, in its order; `#` begins a comment.

    Raises Problem `signers-unreadable` (line, from 1): the whole list is refused, for a line that
    is passed over is a key that silently counts for more or for nothing.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                found.append(_read_line(line))
            except (ValueError, Problem):
                raise Problem("signers-unreadable", line=number) from None
    return tuple(found)


def write_signers(signers: Iterable[Signer]) -> str:
    """The list as a file holds it."""
    return "".join(f"{signer.line()}\n" for signer in signers)


def signer_of(
    signers: Iterable[Signer], key: bytes, principal: str, namespace: str, day: date
) -> Signer:
    """The entry under which `key` counts for `principal` on `day`.

    Raises Problem `signer-unknown` (principal, fingerprint: the key is on no line for this
    principal and use) and `signer-expired` (also `day`: on a line, for other days).
    """
    told = {"principal": principal, "fingerprint": sshsig.fingerprint(key)}
    own = [
        signer
        for signer in signers
        if (signer.key, signer.principal) == (key, principal) and namespace in signer.namespaces
    ]
    if not own:
        raise Problem("signer-unknown", **told)
    for signer in own:
        if signer.counts_on(day):
            return signer
    raise Problem("signer-expired", **told, day=day)


def _read_line(line: str) -> Signer:
    principal, options, algorithm, rest = line.split(maxsplit=3)
    given = dict(_OPTION.findall(options))
    written = ",".join(f'{name}="{value}"' for name, value in given.items())
    known = given.keys() <= {"namespaces", "valid-after", "valid-before"}
    if not _PRINCIPAL.fullmatch(principal) or written != options or not known:
        raise ValueError
    return Signer(
        principal=principal,
        namespaces=tuple(given["namespaces"].split(",")) if given.get("namespaces") else (),
        key=sshsig.read_public_line(f"{algorithm} {rest}"),
        first=_day(given.get("valid-after")),
        before=_day(given.get("valid-before")),
    )


def _written(day: date) -> str:
    return day.isoformat().replace("-", "") + "Z"


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    match = _DAY.fullmatch(text)
    day = date(*map(int, match.groups())) if match else _FIRST_DAY
    if day <= _FIRST_DAY:  # as ssh-keygen does
        raise ValueError
    return day
