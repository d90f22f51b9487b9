"""What leaves a kiosk: sealed to the desk at once, laid into its inbox as soon as that is there."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC

from lienthong_tui.access import kiosk_keys
from lienthong_tui.desk.exporting import bring_out
from lienthong_tui.desk.kiosk_files import Call, Filed, Sent, write
from lienthong_tui.kiosk.device import MARK, Kiosk
from lienthong_tui.problems import Problem
from lienthong_tui.store.replication import Copied

ENDING = ".kiosk"


def seal_filing(kiosk: Kiosk, events: Sequence[Copied]) -> None:
    """Seal a filing and keep it until the desk's inbox has it. Errors: those of `bring_out`."""
    last = events[-1].envelope
    _seal(kiosk, f"{last.stream}-{last.seq:05}", Filed(tuple(events)))


def call(kiosk: Kiosk) -> bool:
    """Ask for the officer; whether the call went out. One that did not is no use later."""
    at = kiosk.clock().astimezone(UTC).isoformat(timespec="seconds")
    name = f"k_{kiosk.pairing.kiosk[:12]}_call-{secrets.token_hex(4)}"
    _seal(kiosk, name, Call(at))
    deliver(kiosk)
    path = kiosk.waiting / f"{name}{ENDING}"
    missed = path.exists()
    path.unlink(missing_ok=True)
    return not missed


def deliver(kiosk: Kiosk) -> int:
    """Lay what waits into the desk's inbox; how many files still wait, because that is away.

    A folder of another machine that is not mounted looks like an empty one of this machine: the
    mark left in it when the kiosk was set up tells the two apart.
    """
    with suppress(OSError, Problem):
        if (kiosk.outbox / MARK).is_file():
            for path in sorted(kiosk.waiting.glob(f"*{ENDING}")):
                target = kiosk.outbox / path.name
                bring_out({target: path.read_bytes()}, kiosk.outbox, lambda: None)
                path.unlink()
    return sum(1 for _ in kiosk.waiting.glob(f"*{ENDING}"))


def _seal(kiosk: Kiosk, name: str, sent: Sent) -> None:
    pairing = kiosk.pairing
    sealed = kiosk_keys.seal(
        write(sent), kiosk=pairing.kiosk, secret=pairing.secret, recipient=pairing.recipient
    )
    path = kiosk.waiting / f"{name}{ENDING}"
    bring_out({path: sealed}, kiosk.waiting, lambda: None)
