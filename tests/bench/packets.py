"""What a packet costs: sealing and verifying against zipping and hashing the same bytes.

`make bench ONLY=packets`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The rules:

* `seal`: the packets of a filing bound, listed, signed and zipped, with their sheets and
  declarations typeset before; against `zipfile` storing the same entries and SHA-256 of each.
  `verify`: everything a receiver checks; against `zipfile` reading the entries and SHA-256 of each;
* filings are the sample cases, round after round, the one that begins changes every round; the
  figures are the median and the p95 of a filing's packets, in milliseconds for each packet;
* `ten-papers-of-2-mb`: the three packets of a death whose agencies each get ten papers of 2 MB,
  sealed with their sheets, in seconds; against the 2 seconds they may take.
"""

import hashlib
import io
import os
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from packets.test_packet import KEY, SAMPLES, filed, sealed
from packets.test_trust import KNOWN

from bench.line import tell
from bench.timing import Series, compare
from lienthong_tui.filing.events import Attached
from lienthong_tui.packets import binding, packet, verifying
from lienthong_tui.packets.binding import CONTENTS, DATE, FILING, Part

ROUNDS = 12
PAPERS, SIZE = 10, 2_000_000
MOST_SECONDS = 2


def main() -> None:
    """Seal and verify the samples, then one filing with many papers."""
    filings = [list(filed(path).packets.values()) for path in SAMPLES]
    sealing: Sides = ([], [])
    verified: Sides = ([], [])
    for number in range(ROUNDS):
        for packets in filings:
            parts = [_part(data) for data in packets]
            entries = [_entries(data) for data in packets]
            _both(
                sealing,
                number,
                len(packets),
                partial(binding.seal_together, parts, {DATE: "2026-11-22"}, KEY),
                partial(_each, _zipped, entries),
            )
            _both(
                verified,
                number,
                len(packets),
                partial(_each, partial(verifying.judge, "x", known=[KNOWN]), packets),
                partial(_each, _hashed, packets),
            )
    compare("packets/seal", *sealing, "ms")
    compare("packets/verify", *verified, "ms")
    _many_papers()


Sides = tuple[Series, Series]


def _each(act: Callable[[Any], object], those: Sequence[Any]) -> None:
    for one in those:
        act(one)


def _both(
    sides: Sides,
    number: int,
    packets: int,
    ours: Callable[[], object],
    baseline: Callable[[], object],
) -> None:
    """Milliseconds of each for one packet; the one that begins changes every round."""
    for which in (0, 1) if number % 2 else (1, 0):
        began = time.perf_counter()
        (ours, baseline)[which]()
        sides[which].append((time.perf_counter() - began) * 1000 / packets)


def _many_papers() -> None:
    """A death of which each of its three agencies gets a component with ten papers."""
    reading = filed(SAMPLES[8]).reading
    papers = {
        component: [os.urandom(SIZE) for _ in range(PAPERS)]
        for component in ("death-notice", "residence-confirmation", "survivors-form")
    }
    attachments = tuple(
        (Attached(component, "", f"p{number}.pdf", "application/pdf", SIZE), data)
        for component, each in papers.items()
        for number, data in enumerate(each)
    )
    began = time.perf_counter()
    packets = sealed(reading, declarations=filed(SAMPLES[8]).declarations, attachments=attachments)
    took = time.perf_counter() - began
    assert [len(data) > PAPERS * SIZE for data in packets.values()] == [True] * len(papers)
    tell("packets/ten-papers-of-2-mb", round(took, 2), MOST_SECONDS, 1.0, "s")


def _part(data: bytes) -> Part:
    """A packet before it was bound."""
    read = packet.read(data)
    files = {n: c for n, c in read.bag.files.items() if n not in (CONTENTS, FILING)}
    return Part(read.contents, files)


def _entries(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(entries: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
            hashlib.sha256(content).digest()
    return target.getvalue()


def _hashed(data: bytes) -> Sequence[str]:
    return [hashlib.sha256(content).hexdigest() for content in _entries(data).values()]


if __name__ == "__main__":
    main()
