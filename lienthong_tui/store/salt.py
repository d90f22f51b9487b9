"""The salt of a store: 16 bytes in the clear, in front of its first page and of each copy of that.

SQLCipher makes the keys of a file with the salt that stands in the file. While the first page is
being written back from the `-wal` a power cut may tear it there. SQLite reads the page from the
log, as any other that was torn; with a torn salt no page at all could be read.
"""

import os
import struct
from pathlib import Path
from typing import BinaryIO

_SALT = 16  # bytes

# https://sqlite.org/fileformat2.html#walformat: none of it is encrypted.
_HEADER, _FRAME_HEADER = 32, 24
_PAGE_SIZE = slice(8, 12)
_FIRST_PAGE = struct.pack(">I", 1)
_OF_LOG, _OF_FRAME = slice(16, 24), slice(8, 16)  # frames of the present log repeat its own salts


def other_salt_in_log(path: Path) -> bytes | None:
    """The salt in the log beside the store at `path` where it is not that of the file, else None.

    Then the file's is torn, or the log is that of another store.
    """
    try:
        with path.open("rb") as file, path.with_name(f"{path.name}-wal").open("rb") as log:
            found = _salt_in(log)
            return None if found == file.read(_SALT) else found
    except OSError:
        return None


def _salt_in(log: BinaryIO) -> bytes | None:
    header = log.read(_HEADER)
    if len(header) < _HEADER:
        return None
    (page_size,) = struct.unpack(">I", header[_PAGE_SIZE])
    while len(frame := log.read(_FRAME_HEADER + _SALT)) == _FRAME_HEADER + _SALT:
        if frame[_OF_FRAME] != header[_OF_LOG]:
            return None
        if frame[:4] == _FIRST_PAGE:
            return frame[_FRAME_HEADER:]
        log.seek(page_size - _SALT, os.SEEK_CUR)
    return None
