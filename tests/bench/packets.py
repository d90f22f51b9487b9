"""What a packet costs: sealing and verifying against zipping and hashing the same bytes.

`make bench ONLY=packets`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The rules:

* `seal`: the packets of a filing bound, listed, signed and zipped, with their sheets and
  declarations typeset before; against `zipfile` storing the same entries. `verify`: everything a
  receiver checks; against `zipfile` reading the entries and SHA-256 of each;
* filings are the sample cases, round after round, the one that begins changes every round; the
  figures are packets a second over all of them: more is better, the ratio is below 1;
* `ten-papers-of-2-mb`: the three packets of a death whose agencies each get ten papers of 2 MB,
  sealed with their sheets, in seconds; against the 2 seconds they may take.
"""

import hashlib
import io
import os
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence

from packets.test_packet import KEY, SAMPLES, filed, sealed
from packets.test_trust import KNOWN

from bench.line import tell
from lienthong_tui.filing.events import Attached
from lienthong_tui.packets import binding, packet, verifying
from lienthong_tui.packets.binding import CONTENTS, DATE, FILING, Part

ROUNDS = 12
PAPERS, SIZE = 10, 2_000_000
MOST_SECONDS = 2


def main() -> None:
    """Seal and verify the samples, then one filing with many papers."""
    filings = [list(filed(path).packets.values()) for path in SAMPLES]
    count = sum(map(len, filings)) * ROUNDS
    parts = [[_part(data) for data in packets] for packets in filings]
    entries = [[_entries(data) for data in packets] for packets in filings]
    ours, raw = _interleaved(
        lambda: [binding.seal_together(each, {DATE: "2026-11-22"}, KEY) for each in parts],
        lambda: [_zipped(each) for packets in entries for each in packets],
    )
    tell("packets/seal", round(count / ours), round(count / raw), None, "packets/s")
    ours, raw = _interleaved(
        lambda: [verifying.judge("x", data, [KNOWN]) for each in filings for data in each],
        lambda: [_hashed(data) for each in filings for data in each],
    )
    tell("packets/verify", round(count / ours), round(count / raw), None, "packets/s")
    _many_papers()


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
    return target.getvalue()


def _hashed(data: bytes) -> Sequence[str]:
    return [hashlib.sha256(content).hexdigest() for content in _entries(data).values()]


def _interleaved(ours: Callable[[], object], baseline: Callable[[], object]) -> tuple[float, float]:
    """Seconds of all rounds of each."""
    took = {ours: 0.0, baseline: 0.0}
    for number in range(ROUNDS):
        for act in (ours, baseline) if number % 2 else (baseline, ours):
            began = time.perf_counter()
            act()
            took[act] += time.perf_counter() - began
    return took[ours], took[baseline]


if __name__ == "__main__":
    main()
