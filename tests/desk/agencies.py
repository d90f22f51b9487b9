"""Agencies that answer a desk: their keys, and the replies they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lienthong_tui.desk import agency_keys
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.filing import Filing
from lienthong_tui.packets import packet, replies, signers
from lienthong_tui.packets.replies import ReplyProcedure
from lienthong_tui.packets.seals import Seal
from lienthong_tui.packets.signers import Signer, write_signers

from .sample import NOW, signed_in


@dataclass(frozen=True)
class Office:
    """An agency with its key."""

    agency: str
    signer: Signer
    key: Seal

    def reply(self, data: bytes, *said: ReplyProcedure, at: datetime = NOW) -> bytes:
        """Its reply to a packet."""
        return replies.write(
            packet.read(data), said, signer=self.signer.principal, key=self.key, said=at
        )


def office(agency: str, name: str, seed: int, before: date = date(2028, 1, 1)) -> Office:
    key = Seal(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))
    signer = Signer(name, (signers.REPLY,), key.public, date(2026, 1, 1), before)
    return Office(agency, signer, key)


CIVIL = office("civil-status", "ubnd-19639", 1)
POLICE = office("residence-police", "congan-19639", 2)
INSURANCE = office("social-insurance", "bhxh-h50", 3)


def trust(place: Path, created: Any, *offices: Office) -> None:
    """Let the supervisor of the desk at `place` take the keys of these agencies."""
    with signed_in(place, created, NOW - timedelta(hours=1)) as desk:
        for each in offices:
            listed = write_signers([each.signer])
            agency_keys.trust(desk, each.agency, listed, each.signer.fingerprint)


def packets_of(desk: Desk, filing: Filing) -> Mapping[str, bytes]:
    """The bytes of the packets by agency, those of later rounds by `agency-round`."""
    return {
        p.agency if p.round == 1 else f"{p.agency}-{p.round}": data
        for p, data in desk.packets(filing)
    }
