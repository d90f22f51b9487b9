import os
import struct
import subprocess
import sys
import zlib
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from lienthong_tui.packets.media import recognise
from lienthong_tui.packets.pages import merge
from lienthong_tui.problems import Problem

ANY = 10_000_000
A4_WIDTH, A4_HEIGHT = 595.28, 841.89


@cache  # the noise is another one each time
def picture(width: int = 400, height: int = 600, kind: str = "JPEG", **options: Any) -> bytes:
    target = BytesIO()
    Image.effect_noise((width, height), 60).save(target, kind, **options)
    return target.getvalue()


def made(value: object) -> PdfObject:
    """PDF objects of plain ones: text that starts with "/" is a name."""
    match value:
        case PdfObject():
            return value
        case dict():
            return DictionaryObject({NameObject(key): made(part) for key, part in value.items()})
        case list():
            return ArrayObject(map(made, value))
        case int():
            return NumberObject(value)
        case str() if value.startswith("/"):
            return NameObject(value)
    return TextStringObject(value)


def stream(data: bytes = b"", **entries: object) -> StreamObject:
    found = StreamObject()
    found.set_data(data)
    for key, value in entries.items():
        found[NameObject(f"/{key}")] = made(value)
    return found


def pdf(*widths: int, catalog: object = None, password: str | None = None, **entries: Any) -> bytes:
    """A PDF with a page for each width; `entries` are added to the first."""
    writer = PdfWriter()
    for width in widths:
        writer.add_blank_page(width, 500)
    for key, value in entries.items():
        writer.pages[0][NameObject(f"/{key}")] = made(value)
    if isinstance(catalog, dict):
        writer.root_object.update(made(catalog))  # type: ignore[call-overload]
    if password is not None:
        writer.encrypt(password, "owner", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def merged(*papers: bytes, limit: int = ANY) -> bytes:
    return merge(papers, [f"{number}.pdf" for number in range(len(papers))], limit)


def opened(data: bytes) -> PdfReader:
    assert recognise(data, "x") == "application/pdf"
    return PdfReader(BytesIO(data), strict=True)


def refused(*papers: bytes, limit: int = ANY) -> Problem:
    with pytest.raises(Problem) as caught:
        merged(*papers, limit=limit)
    return caught.value


def widths(data: bytes) -> list[float]:
    return [float(page.mediabox.width) for page in opened(data).pages]


def test_all_pages_in_the_given_order() -> None:
    found = merged(pdf(101, 102), picture(), pdf(103), picture(kind="PNG"), picture())
    assert widths(found) == pytest.approx([101, 102, 561.26, 103, 561.26, 561.26])
    assert [len(page.images) for page in opened(found).pages] == [0, 0, 1, 0, 1, 1]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((400, 600), (561.26, A4_HEIGHT)),
        ((600, 400), (A4_WIDTH, 396.85)),
        ((10, 10), (A4_WIDTH, A4_WIDTH)),
        ((10, 1000), (8.42, A4_HEIGHT)),
    ],
)
def test_a_picture_fills_a_page_of_at_most_a4(
    size: tuple[int, int], expected: tuple[float, float]
) -> None:
    page = opened(merged(picture(*size))).pages[0]
    assert page.mediabox[2:] == pytest.approx(expected, abs=0.01)
    shown = page.images[0].image
    assert shown is not None
    assert (shown.size, shown.mode) == (size, "L")


def test_a_small_picture_is_carried_over_byte_for_byte() -> None:
    assert picture() in merged(picture())


def test_colours_and_a_turned_photo() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    target = BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "JPEG", exif=exif)
    shown = opened(merged(target.getvalue())).pages[0].images[0].image
    assert shown is not None
    assert shown.size == (40, 60)
    red = shown.getpixel((9, 9))
    assert isinstance(red, tuple)
    assert red[0] > 250
    assert red[1] < 5


def test_content_of_pdf_pages_is_kept() -> None:
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    drawn = b"BT /AA 20 Tf 20 300 Td (Hello) Tj ET"
    # A font may be called like an action.
    page = opened(
        merged(pdf(200, Resources={"/Font": {"/AA": font}}, Contents=stream(drawn), Rotate=90))
    ).pages[0]
    assert page.extract_text() == "Hello"
    assert page.rotation == 90


def test_pictures_are_shrunk_together_and_the_small_ones_least() -> None:
    small, large = picture(350, 350), picture(900, 900)
    found = merged(pdf(100), small, large, large, limit=250_000)
    assert 150_000 < len(found) <= 250_000
    assert small in found
    shown = [picture.image for page in opened(found).pages for picture in page.images]
    sizes = [image.size for image in shown if image]
    assert sizes[0] == (350, 350)
    assert 300 < sizes[1][0] == sizes[2][0] < 900


def test_what_cannot_fit() -> None:
    alone = merged(pdf(100, 100))
    assert merged(pdf(100, 100), limit=len(alone)) == alone
    assert refused(pdf(100, 100), limit=len(alone) - 1) == Problem(
        "pages-large", size=len(alone), limit=len(alone) - 1
    )
    problem = refused(picture(), picture(), limit=20_000)
    assert problem.code == "pages-large"
    assert problem.params["size"] > len(picture()) * 2
    assert refused(picture(), limit=10).code == "pages-large"


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=4),
    st.integers(500, 400_000),
)
@settings(max_examples=15, deadline=None)
def test_whatever_is_merged_fits(kinds: list[int], limit: int) -> None:
    papers = [(pdf(90), picture(500, 700), picture(400, 400, "PNG"))[kind] for kind in kinds]
    try:
        found = merged(*papers, limit=limit)
    except Problem as problem:
        assert problem.code == "pages-large"  # noqa: PT017 -- either outcome is right
        assert problem.params["size"] > limit  # noqa: PT017
    else:
        assert len(found) <= limit
        assert len(opened(found).pages) == len(papers)


def test_the_same_papers_give_the_same_bytes() -> None:
    papers = (pdf(100, 101), picture(), picture(500, 500, "PNG"), pdf(102))
    first = merged(*papers, limit=120_000)
    assert merged(*papers, limit=120_000) == first
    assert not any(mark in first for mark in (b"Date", b"Producer", b"pypdf"))
    identifiers = [opened(merged(*part)).trailer["/ID"] for part in (papers, papers[:1])]
    assert identifiers[0] != identifiers[1]


def test_the_same_bytes_in_another_process() -> None:
    command = (
        "import sys; from lienthong_tui.packets.pages import merge;"
        "sys.stdout.buffer.write(merge([sys.stdin.buffer.read()] * 2, 'ab', 1 << 30))"
    )
    data = pdf(100, Annots=[stamp(Subtype="/Widget")], Resources={"/XObject": {"/A": stream()}})
    runs = {
        subprocess.run(
            [sys.executable, "-c", command],
            input=data,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in "12"
    }
    assert runs == {merged(data, data)}


def test_nothing_is_merged_of_nothing() -> None:
    with pytest.raises(ValueError, match="no papers"):
        merged()
    with pytest.raises(ValueError, match="shorter"):
        merge([pdf(9)], [], ANY)


@pytest.mark.parametrize("password", ["", "secret"])
def test_locked(password: str) -> None:
    assert refused(pdf(9), pdf(9, password=password)) == Problem("paper-pdf-password", name="1.pdf")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF\n",
        pdf(),
        pdf(9)[:-30],
        pdf(9).replace(b"/Kids", b"/Kidz"),
        pdf(9).replace(b"/MediaBox", b"/MediaBux").replace(b"/Page\n", b"/Pag\n"),
        b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n",
    ],
)
def test_broken(data: bytes) -> None:
    assert refused(data) == Problem("pdf-broken", name="0.pdf")


def test_problems_of_pictures_and_other_files_come_through() -> None:
    assert refused(picture()[:300]) == Problem("image-broken", name="0.pdf")
    assert refused(b"MZ").code == "paper-type"


@given(st.integers(0, 1500), st.binary(min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_damage_ends_in_a_problem_at_worst(at: int, bad: bytes) -> None:
    whole = active()
    try:
        merged(whole[:at] + bad + whole[at + len(bad) :])
    except Problem as problem:
        assert problem.code in ("pdf-broken", "paper-pdf-password", "paper-type")  # noqa: PT017


def bomb(start: bytes = b"", megabytes: int = 960) -> bytes:
    """`start` and then so many million spaces, deflated to a thousandth."""
    deflate = zlib.compressobj(9)
    opening = deflate.compress(start) + deflate.flush(zlib.Z_FULL_FLUSH)
    blanks = b" " * 1_000_000
    block = deflate.compress(blanks) + deflate.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.adler32(start)
    for _ in range(megabytes):
        checksum = zlib.adler32(blanks, checksum)
    return opening + block * megabytes + b"\x03\x00" + checksum.to_bytes(4, "big")


def of_objects(*objects: bytes) -> bytes:
    """A PDF of objects as they are written, numbered from 1, which is its root."""
    data, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj %s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer <</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return data + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def of_a_stream(data: bytes) -> bytes:
    """A PDF whose objects lie in a stream, as most have them since PDF 1.5."""
    packed = b"<</Type/ObjStm/N 3/First 30/Filter/FlateDecode/Length %d>>" % len(data)
    written = b"%%PDF-1.7\n4 0 obj %s stream\n%s\nendstream endobj\n" % (packed, data)
    rows = [(0, 0, 0), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, 9, 0), (1, len(written), 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    head = b"<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>" % len(table)
    told = b"5 0 obj %s stream\n%s\nendstream endobj\nstartxref\n" % (head, table)
    return written + told + b"%d\n%%%%EOF\n" % len(written)


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>"
PACKED = b"1 0 2 40 3 90".ljust(30) + CATALOG.ljust(40) + PAGES.ljust(50) + PAGE % b""


def test_a_page_that_unpacks_to_a_gigabyte_is_carried_over_unopened() -> None:
    packed = bomb()
    content = b"<</Filter/FlateDecode/Length %d>> stream\n%s\nendstream" % (len(packed), packed)
    data = of_objects(CATALOG, PAGES, PAGE % b"/Contents 4 0 R", content)
    found = merged(pdf(9), data)
    assert packed in found
    assert len(found) < len(data) + 2000


@pytest.mark.parametrize("packed", [zlib.compress(PACKED), bomb(PACKED, megabytes=1)])
def test_objects_in_a_stream_are_read(packed: bytes) -> None:
    assert widths(merged(of_a_stream(packed))) == [9]


@pytest.mark.parametrize(
    "data",
    [
        of_a_stream(bomb(PACKED, megabytes=200)),
        of_objects(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        of_objects(CATALOG, b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>", PAGE % b""),
        of_objects(CATALOG, PAGES, PAGE % (b"/X " + b"[" * 100_000 + b"]" * 100_000)),
        of_objects(CATALOG, PAGES, PAGE % b"").replace(b"startxref\n", b"startxref\n9"),
    ],
    ids=["bomb", "its own page", "its own page among others", "nested", "no table"],
)
def test_bombs_and_circles_end_in_a_problem_or_a_page(data: bytes) -> None:
    try:
        assert widths(merged(pdf(100), data)) == [100, 9]
    except Problem as problem:
        assert problem == Problem("pdf-broken", name="1.pdf")  # noqa: PT017


SCRIPT = {"/S": "/JavaScript", "/JS": "SECRET"}
LAUNCH = {"/S": "/Launch", "/F": "SECRET.exe"}
FILE = {"/Type": "/Filespec", "/F": "SECRET.exe", "/EF": {"/F": stream(b"SECRET")}}


def stamp(**entries: object) -> PdfObject:
    appearance = stream(b"0 0 5 5 re f", Type="/XObject", Subtype="/Form", BBox=[0, 0, 9, 9])
    drawn = {"/Type": "/Annot", "/Rect": [1, 2, 10, 11], "/F": 4, "/AP": {"/N": appearance}}
    return made(drawn | {f"/{key}": value for key, value in entries.items()})


def active() -> bytes:
    """A PDF with everything that can act, phone home or carry a file along."""
    form = stream(
        b"0 0 9 9 re f /OC /M BDC EMC",
        Type="/XObject",
        Subtype="/Form",
        BBox=[0, 0, 9, 9],
        AF=[FILE],
        Metadata=stream(b"SECRET"),
        PieceInfo={"/X": "SECRET"},
        Ref={"/F": FILE},
        Resources={"/Properties": {"/M": FILE}},
    )
    return pdf(
        100,
        200,
        catalog={
            "/OpenAction": SCRIPT,
            "/AA": {"/WC": SCRIPT},
            "/Names": {"/EmbeddedFiles": {"/Names": ["a", FILE]}, "/JavaScript": SCRIPT},
            "/AcroForm": {"/XFA": stream(b"SECRET"), "/Fields": []},
            "/Metadata": stream(b"SECRET"),
            "/AF": [FILE],
        },
        AA={"/O": LAUNCH, "/C": SCRIPT},
        AF=[FILE],
        Metadata=stream(b"SECRET"),
        PieceInfo={"/X": "SECRET"},
        Contents=stream(b"/A Do"),
        Resources={"/XObject": {"/A": form}, "/Properties": {"/M": FILE}},
        Annots=[
            stamp(Subtype="/Link", A={"/S": "/URI", "/URI": "https://SECRET"}),
            stamp(Subtype="/Link", A=LAUNCH),
            stamp(Subtype="/Screen", AA={"/PO": LAUNCH}),
            stamp(Subtype="/FileAttachment", FS=FILE),
            stamp(Subtype="/RichMedia", RichMediaContent=FILE),
            stamp(Subtype="/Popup", Contents="SECRET"),
            stamp(Subtype="/Widget", A=SCRIPT, AA={"/K": SCRIPT}, Parent={"/AA": SCRIPT}),
            stamp(Subtype="/Stamp", A=SCRIPT, AF=[FILE], Popup={"/Contents": "SECRET"}),
            made({"/Type": "/Annot", "/Subtype": "/Widget", "/Rect": [0, 0, 1, 1], "/A": SCRIPT}),
            made("SECRET"),
        ],
    )


def test_nothing_active_is_carried_over() -> None:
    given = active()
    assert given.count(b"SECRET") > 20
    found = merged(given, picture(9, 9))
    for mark in (b"SECRET", b"JavaScript", b"/JS", b"OpenAction", b"/AA", b"Launch", b"Embedded"):
        assert mark not in found
    for mark in (b"Filespec", b"/EF", b"/AF", b"/URI", b"/Metadata", b"AcroForm", b"/Names"):
        assert mark not in found
    reader = opened(found)
    assert not reader.attachments
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert widths(found)[:2] == [100, 200]


def test_what_is_drawn_beside_the_content_is_kept() -> None:
    page = opened(merged(active())).pages[0]
    annotations = [annotation.get_object() for annotation in page["/Annots"]]  # type: ignore[attr-defined]
    assert [annotation["/Subtype"] for annotation in annotations] == ["/Stamp", "/Stamp"]
    for annotation in annotations:
        assert set(annotation) == {"/Type", "/Subtype", "/Rect", "/F", "/AP"}
        assert annotation["/AP"]["/N"].get_data() == b"0 0 5 5 re f"
    form = page["/Resources"]["/XObject"]["/A"]  # type: ignore[index]
    assert form.get_data().startswith(b"0 0 9 9 re f")
