"""Papers that are attached: what a file is, pictures that are made fit, PDFs that are merged."""

import struct
import tempfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from packets.test_pages import pdf
from packets.test_pages import stream as of_pdf
from PIL import Image, ImageDraw

from lienthong_tui.packets import pages, papers, pictures, scans
from lienthong_tui.packets.media import recognise
from lienthong_tui.packets.names import is_safe_name
from lienthong_tui.packets.scanner_folder import newest

from .mutations import junk, mutated, odd_text, text_mutated
from .trials import check_printable, check_told, fuzzed, outcome

LIMIT = 30_000
TYPES = {"application/pdf", "image/jpeg", "image/png"}


def picture(kind: str, mode: str = "L", **options: Any) -> bytes:
    """A small page with something on it."""
    image = Image.new("L", (90, 120), 240)
    ImageDraw.Draw(image).text((9, 20), "Khai sinh", fill=20)
    written = BytesIO()
    image.convert(mode).save(written, kind, **options)
    return written.getvalue()


def with_exif() -> bytes:
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "Máy ảnh"
    told.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    return picture("JPEG", exif=told, comment=b"x")


PICTURES = (
    *(picture("JPEG"), picture("JPEG", "RGB", progressive=True), picture("JPEG", "CMYK")),
    *(
        with_exif(),
        picture("PNG"),
        picture("PNG", "RGBA"),
        picture("PNG", "P"),
        picture("PNG", "1"),
    ),
    *(picture("PNG", "I;16"), picture("PNG", "LA"), picture("PNG", "P", transparency=3)),
)
DRAWN = {"Subtype": "/Stamp", "Rect": [1, 1, 9, 9], "AP": {"/N": of_pdf(b"0 0 m", Type="/XObject")}}
PDFS = (
    pdf(101),
    pdf(101, 102, catalog={"/OpenAction": {"/S": "/JavaScript", "/JS": "x"}}),
    pdf(101, Annots=[{f"/{name}": value for name, value in DRAWN.items()}], Rotate=90),
    pdf(101, password="x"),
)
FILES = (*PICTURES, *PDFS)


@st.composite
def chunks_changed(draw: st.DrawFn) -> bytes:
    """A PNG whose parts were changed and have the right checksums all the same."""
    data = draw(st.sampled_from([each for each in PICTURES if each.startswith(b"\x89PNG")]))
    parts, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">L", data, at)
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    place = draw(st.integers(0, len(parts) - 1))
    kind, body = parts[place]
    if kind == b"IDAT" and draw(st.booleans()):
        body = zlib.compress(draw(mutated(zlib.decompress(body))))
    else:
        body = draw(mutated(body))
    parts[place] = (
        draw(st.sampled_from((kind, b"IDAT", b"PLTE", b"tRNS", b"iCCP", b"zTXt"))),
        body,
    )
    if draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from(parts)))
    return data[:8] + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        for kind, body in parts
    )


@fuzzed(st.one_of(mutated(*FILES), junk()), quick=180)
def test_what_a_file_is(data: bytes) -> None:
    """Told by its content, quickly."""
    kind = outcome(recognise, data, "x.pdf")
    assert kind is None or kind in TYPES


@fuzzed(st.one_of(mutated(*PICTURES), chunks_changed(), junk()), quick=70)
def test_pictures(data: bytes) -> None:
    """What comes out fits, is a whole picture, and comes out again as it is."""
    page = outcome(pictures.fit, data, LIMIT, "x.jpg")
    if page is not None:
        assert len(page.data) <= LIMIT
        assert Image.open(BytesIO(page.data)).size == (page.width, page.height)
        assert outcome(pictures.fit, page.data, LIMIT, "x.jpg") is not None
        for doubt in page.doubts:
            check_told(doubt)
    jpeg = outcome(pictures.as_jpeg, data, LIMIT, "x.jpg")
    assert jpeg is None or Image.open(BytesIO(jpeg)).format == "JPEG"


@fuzzed(
    st.lists(st.one_of(mutated(*PDFS), st.sampled_from(FILES)), min_size=1, max_size=2), quick=20
)
def test_merged_papers(data: list[bytes]) -> None:
    """One file of the pages of all, which can be merged again."""
    names = [f"{number}.pdf" for number in range(len(data))]
    whole = outcome(pages.merge, data, names, LIMIT)
    if whole is not None:
        assert recognise(whole, "x") == "application/pdf"
        assert pages.merge([whole], ["x.pdf"], 2 * LIMIT)


@fuzzed(
    st.tuples(
        st.one_of(text_mutated("Giấy chứng sinh.PDF", "a/../x.jpg", "/etc/x.png"), odd_text(30)),
        st.one_of(mutated(*FILES), junk()),
    ),
    quick=50,
)
def test_papers_of_any_name(given: tuple[str, bytes]) -> None:
    """A paper lies in its folder, and gets a name that is safe everywhere."""
    name, data = given
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "x.pdf").write_bytes(data)
        for asked in (name, "x.pdf"):
            read = outcome(papers.read_paper, Path(asked), root=folder, limit=LIMIT)
            taken = outcome(scans.take, Path(asked), root=folder, limit=LIMIT)
            came = (read, taken.paper if taken else None)
            for paper in (each for each in came if each is not None):
                assert is_safe_name(paper.name)
                assert len(paper.data) <= LIMIT
                assert paper.media_type in TYPES


@fuzzed(st.lists(st.one_of(text_mutated("scan 001.pdf"), odd_text(30)), max_size=5), quick=30)
def test_the_folder_of_a_scanner(names: list[str]) -> None:
    """Files of any name may lie there."""
    with tempfile.TemporaryDirectory() as place:
        for name in names:
            try:
                (Path(place) / _in_one_part(name)).write_bytes(b"x")
            except (OSError, ValueError):
                continue  # no file can have it
        found = outcome(newest, Path(place))
        if found is not None:
            assert found.path.name in map(_in_one_part, names)
    check_printable(papers.safe_name("".join(names), ".pdf"))


def _in_one_part(name: str) -> str:
    return name.replace("/", "")
