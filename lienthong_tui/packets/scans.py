"""Papers as they are taken in: pictures made small enough and bare, pages merged into one file."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lienthong_tui.packets import pages, pictures
from lienthong_tui.packets.papers import Paper, read_paper, safe_name
from lienthong_tui.problems import Problem

LARGEST = 60_000_000
"""Bytes of the largest file that is looked at: a picture of 60 megapixels, before it is shrunk."""
_PDF = "application/pdf"


@dataclass(frozen=True)
class Scan:
    """A paper of at most the portal's size, and what its pages leave in doubt (`legibility`)."""

    paper: Paper
    doubts: tuple[Problem, ...] = ()


def take(path: Path, *, root: Path, limit: int) -> Scan:
    """The paper at `path`, which is relative to `root`, in at most `limit` bytes.

    A PDF is taken as it is, a picture as `pictures.fit` makes it. Raises what `read_paper` and
    `fit` raise.
    """
    paper = read_paper(path, root=root, limit=limit, picture_limit=LARGEST)
    if paper.media_type == _PDF:
        return Scan(paper)
    page = pictures.fit(paper.data, limit, paper.name)
    extension = ".jpg" if page.media_type == "image/jpeg" else ".png"
    return Scan(_paper(safe_name(paper.name, extension), page.media_type, page.data), page.doubts)


def take_together(paths: Sequence[Path], *, limit: int) -> Scan:
    """The files at `paths` as one paper of at most `limit` bytes, in that order: a PDF, if several.

    It is called after the first. Raises what `take` and `pages.merge` raise.
    """
    if len(paths) == 1:
        return take(Path(paths[0].name), root=paths[0].parent, limit=limit)
    read = [read_paper(Path(path.name), root=path.parent, limit=LARGEST) for path in paths]
    found = [
        pictures.fit(paper.data, limit, paper.name).doubts
        for paper in read
        if paper.media_type != _PDF
    ]
    merged = pages.merge([paper.data for paper in read], [paper.name for paper in read], limit)
    name = safe_name(read[0].name, ".pdf")
    return Scan(_paper(name, _PDF, merged), tuple(doubt for doubts in found for doubt in doubts))


def _paper(name: str, media_type: str, data: bytes) -> Paper:
    return Paper(name, media_type, data, hashlib.sha256(data).hexdigest())
