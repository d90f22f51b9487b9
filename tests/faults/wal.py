"""The write-ahead log beside `desk.db`: how far it is committed, and what a power cut makes of it.

Its header and the headers of its frames are not encrypted (https://sqlite.org/fileformat2.html):
a frame belongs to the present log where it has the salts of the header.
"""

import os
import random
import struct
from collections.abc import Iterator
from pathlib import Path

SECTOR = 512  # what a disk writes whole or not at all
_HEADER, _FRAME_HEADER = 32, 24
_SALTS = slice(16, 24)


def _log(folder: Path) -> bytes:
    try:
        return (folder / "desk.db-wal").read_bytes()
    except FileNotFoundError:
        return b""


def _frames(log: bytes) -> Iterator[tuple[int, int, bool]]:
    """Page number, end and whether it commits, of each frame of the present log."""
    if len(log) < _HEADER:
        return
    page_size = struct.unpack(">I", log[8:12])[0]
    start = _HEADER
    while start + _FRAME_HEADER + page_size <= len(log):
        page, commit = struct.unpack(">II", log[start : start + 8])
        if log[start + 8 : start + 16] != log[_SALTS]:
            return
        start += _FRAME_HEADER + page_size
        yield page, start, commit != 0


def committed(folder: Path) -> bytes:
    """The log up to the end of its last commit."""
    log = _log(folder)
    return log[: max((end for _, end, commits in _frames(log) if commits), default=0)]


def torn_store(folder: Path, synced: bytes, chance: random.Random) -> None:
    """Tear a page of the store that is in the synced log as well: it was being written back."""
    log = _log(folder)
    if not synced or log[_SALTS] != synced[_SALTS]:
        return
    pages = sorted({page for page, _, _ in _frames(synced)})
    page_size = struct.unpack(">I", log[8:12])[0]
    with (folder / "desk.db").open("r+b") as store:
        size = store.seek(0, os.SEEK_END)
        at = (chance.choice(pages) - 1) * page_size + chance.randrange(0, page_size, SECTOR)
        if at < size:
            store.seek(at)
            store.write(chance.randbytes(min(SECTOR, size - at)))


def goes_beyond(folder: Path, synced: bytes) -> bool:
    """Whether more is committed in the log than `synced` has, which it goes on from."""
    log = committed(folder)
    return len(log) > len(synced) and log[_SALTS] == (synced or log)[_SALTS]


def torn(folder: Path, synced: bytes, chance: random.Random) -> bool:
    """Leave of the log what `synced` has, and of the rest what a disk without power may have;
    whether there is any more."""
    log = _log(folder)
    # A log begun anew since then: what was synced has been written into the store.
    start = len(synced) if synced and log[_SALTS] == synced[_SALTS] else 0
    if start >= len(log):
        return False
    sectors = [start, *range((start // SECTOR + 1) * SECTOR, len(log), SECTOR)]
    at = chance.choice(sectors)
    how = chance.randrange(3)
    if how == 0:
        log = log[:at]
    else:
        for place in [at] if how == 1 else chance.sample(sectors, chance.randint(1, len(sectors))):
            end = min((place // SECTOR + 1) * SECTOR, len(log))
            never = bytes(end - place) if chance.random() < 0.5 else chance.randbytes(end - place)
            log = log[:place] + never + log[end:]
    (folder / "desk.db-wal").write_bytes(log)
    return True
