"""Several papers become one PDF: pages of PDFs as they are, each picture a page of its own.

Only what draws a page is carried over. Scripts, actions, links, attached files, forms and metadata
stay behind (ISO 32000-1, 7.7.3.3 and 12.5.2), and with them the validity of a digital signature.
"""

import hashlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from lienthong_tui.packets.media import recognise
from lienthong_tui.packets.pictures import as_jpeg
from lienthong_tui.problems import Problem

if TYPE_CHECKING:  # pypdf takes long to start and is needed only once there is something to merge
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

_A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)  # points
# More than the page of a picture takes beside the picture, and an empty document.
_PAGE_BYTES = 1000

_OF_PAGE = frozenset({
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate",
    "/UserUnit", "/Resources", "/Contents", "/Group", "/Annots",
})  # fmt: skip
# Annotations that are drawn. A form's fields are among them: their values would be lost.
_DRAWN = frozenset({
    "/Widget", "/Stamp", "/FreeText", "/Ink", "/Highlight", "/Underline", "/StrikeOut", "/Line",
    "/Squiggly", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret", "/Watermark",
})  # fmt: skip
_OF_ANNOTATION = ("/Rect", "/AS", "/F")
# Entries of a stream that draw nothing: attached and external files, metadata, private data and
# layers, whose list stays behind.
_ASIDE = ("/AF", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/OC", "/F", "/FFilter")


def merge(papers: Sequence[bytes], names: Sequence[str], limit: int) -> bytes:
    """One PDF of at most `limit` bytes from PDF, JPEG and PNG files, in the order given.

    Pictures lie upright on pages no larger than A4 and are shrunk together until all fit. The same
    files give the same bytes. Raises `pages-large` (size in bytes, limit), `pdf-broken`
    and `paper-pdf-password` (name), what `pictures.fit` raises, and ValueError without any paper.
    """
    if not papers:
        raise ValueError("no papers")
    named = list(zip(papers, names, strict=True))
    pages = {at: _pages(*paper) for at, paper in enumerate(named) if _is_pdf(paper[0])}
    fixed = len(_written([page for of_pdf in pages.values() for page in of_pdf], papers))
    if fixed > limit:
        raise Problem("pages-large", size=fixed, limit=limit)
    pictures = {at: paper for at, paper in enumerate(named) if at not in pages}
    room = limit - fixed - _PAGE_BYTES * len(pictures)
    for at, jpeg in zip(pictures, _shrunk(list(pictures.values()), room, limit), strict=True):
        pages[at] = [_picture_page(jpeg)]
    return _written([page for at in sorted(pages) for page in pages[at]], papers)


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def _shrunk(pictures: Sequence[tuple[bytes, str]], room: int, limit: int) -> list[bytes]:
    """The pictures as JPEGs that take at most `room` bytes together."""
    jpegs = [as_jpeg(data, 1 << 62, name) for data, name in pictures]
    total = sum(map(len, jpegs))
    if total <= room:
        return jpegs
    share = _share([len(jpeg) for jpeg in jpegs], room)
    try:
        return [
            jpeg if len(jpeg) <= share else as_jpeg(data, share, name)
            for jpeg, (data, name) in zip(jpegs, pictures, strict=True)
        ]
    except Problem as problem:
        if problem.code != "image-large":
            raise
        raise Problem("pages-large", size=limit - room + total, limit=limit) from None


def _share(sizes: Sequence[int], room: int) -> int:
    """What each may take: small ones leave the rest of their part to the large ones."""
    for done, size in enumerate(sorted(sizes)):
        part = room // (len(sizes) - done)
        if size > part:
            return part
        room -= size
    return max(sizes)


def _picture_page(jpeg: bytes) -> "PageObject":
    from PIL.JpegImagePlugin import JpegImageFile
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

    picture = JpegImageFile(BytesIO(jpeg))
    scale = min(most / side for most, side in zip(_A4, picture.size, strict=True))
    width, height = (round(side * scale, 2) for side in picture.size)
    drawn = StreamObject()
    drawn.set_data(jpeg)
    for key, value in (
        ("/Type", NameObject("/XObject")),
        ("/Subtype", NameObject("/Image")),
        ("/Width", NumberObject(picture.width)),
        ("/Height", NumberObject(picture.height)),
        ("/ColorSpace", NameObject("/DeviceGray" if picture.mode == "L" else "/DeviceRGB")),
        ("/BitsPerComponent", NumberObject(8)),
        ("/Filter", NameObject("/DCTDecode")),
    ):
        drawn[NameObject(key)] = value
    content = StreamObject()
    content.set_data(f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode())
    page = PageObject.create_blank_page(width=width, height=height)
    held = DictionaryObject({NameObject("/P"): drawn})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    page[NameObject("/Contents")] = content
    return page


def _pages(data: bytes, name: str) -> list["PageObject"]:
    """The pages of a PDF, with nothing but what draws them."""
    from pypdf import PdfReader

    try:
        recognise(data, name)
    except Problem as problem:
        if problem.code == "paper-pdf-password":
            raise
        raise Problem("pdf-broken", name=name) from None
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted
        pages = [] if locked else list(reader.pages)
        for page in pages:
            _strip(page)
        _written(pages, [data])  # to know that they can be copied
    except Exception:  # pypdf raises whatever befalls it in a broken file
        raise Problem("pdf-broken", name=name) from None
    if locked:
        raise Problem("paper-pdf-password", name=name)
    if not pages:
        raise Problem("pdf-broken", name=name)
    return pages


def _strip(page: "PageObject") -> None:
    from pypdf.generic import ArrayObject, NameObject

    for key in set(page) - _OF_PAGE:
        del page[key]
    drawn = ArrayObject(_annotations(page))
    page.pop("/Annots", None)
    if drawn:
        page[NameObject("/Annots")] = drawn
    _strip_streams(page)


def _annotations(page: "PageObject") -> Iterator["DictionaryObject"]:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    annotations = page.get("/Annots")
    found = annotations.get_object() if annotations is not None else None
    for one in found if isinstance(found, ArrayObject) else ():
        annotation = one.get_object()
        if not isinstance(annotation, DictionaryObject):
            continue
        appearance = annotation.get("/AP", DictionaryObject()).get_object()
        if annotation.get("/Subtype") not in _DRAWN or "/N" not in appearance:
            continue
        kept = (key for key in _OF_ANNOTATION if key in annotation)
        drawn = DictionaryObject({NameObject(key): annotation.raw_get(key) for key in kept})
        drawn[NameObject("/Type")] = NameObject("/Annot")
        # A field without its form is not drawn by every reader.
        drawn[NameObject("/Subtype")] = NameObject("/Stamp")
        drawn[NameObject("/AP")] = DictionaryObject({NameObject("/N"): appearance.raw_get("/N")})
        yield drawn


def _strip_streams(page: "PageObject") -> None:
    """Take from everything a page uses what draws nothing."""
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        IndirectObject,
        NameObject,
        StreamObject,
    )

    seen: set[tuple[int, int]] = set()
    left = [value for key, value in page.items() if key != "/Parent"]
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, StreamObject):
            for key in _ASIDE:
                one.pop(key, None)
        if isinstance(one, DictionaryObject):
            if "/Properties" in one:  # of marked content: a layer, an attached file
                one[NameObject("/Properties")] = DictionaryObject()
            left += one.values()
        elif isinstance(one, ArrayObject):
            left += one


def _written(pages: Sequence["PageObject"], papers: Sequence[bytes]) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject

    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    writer.metadata = None
    # pypdf would make the identifier by chance.
    digest = hashlib.sha256(b"".join(hashlib.sha256(paper).digest() for paper in papers)).digest()
    identifier = ByteStringObject(digest[:16])
    writer._ID = ArrayObject((identifier, identifier))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
