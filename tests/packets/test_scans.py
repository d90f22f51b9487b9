"""Files as they are taken in: the portal's limit, pictures without metadata, several as one."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from lienthong_tui.packets.media import recognise
from lienthong_tui.packets.scans import take, take_together
from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path

PDF = (data_path("samples") / "papers" / "giay-chung-sinh-02.pdf").read_bytes()


def picture(path: Path, side: int = 1200, quality: int = 95) -> Path:
    """A page of noise and lines, which compresses badly."""
    image = Image.effect_noise((side, side * 14 // 10), 60).convert("RGB")
    draw = ImageDraw.Draw(image)
    for y in range(40, image.height, 40):
        draw.line((40, y, image.width - 40, y), fill="black", width=6)
    image.save(path, quality=quality)
    return path


def test_a_pdf_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    taken = take(Path("a.pdf"), root=tmp_path, limit=len(PDF))
    assert (taken.paper.data, taken.paper.name, taken.doubts) == (PDF, "a.pdf", ())
    with pytest.raises(Problem, match="paper-large"):
        take(Path("a.pdf"), root=tmp_path, limit=len(PDF) - 1)


@pytest.mark.parametrize("inside", [b"/Kids[2 0 R]", b"\xff" * 1000, b"/ObjStm " * 1000])
def test_a_pdf_is_not_opened_whatever_is_inside(tmp_path: Path, inside: bytes) -> None:
    """What nobody opens here cannot hurt here; the agency's reader decides."""
    data = b"%PDF-1.7\n2 0 obj <<" + inside + b">> endobj\n%%EOF\n"
    (tmp_path / "a.pdf").write_bytes(data)
    assert take(Path("a.pdf"), root=tmp_path, limit=len(data)).paper.data == data


def test_a_large_picture_is_made_to_fit(tmp_path: Path) -> None:
    path = picture(tmp_path / "Ảnh giấy.JPG")
    limit = path.stat().st_size // 2
    taken = take(Path(path.name), root=tmp_path, limit=limit)
    assert len(taken.paper.data) <= limit
    assert taken.paper.name == "anh-giay.jpg"
    assert recognise(taken.paper.data, "x") == "image/jpeg"


def test_where_a_photograph_was_taken_stays_out(tmp_path: Path) -> None:
    image = Image.open(picture(tmp_path / "a.jpg", 300))
    exif = Image.Exif()
    exif[0x010E] = "12 Đội Cấn"
    image.save(tmp_path / "b.jpg", exif=exif)
    taken = take(Path("b.jpg"), root=tmp_path, limit=2_600_000)
    assert not Image.open(BytesIO(taken.paper.data)).getexif()


def test_several_files_become_one_pdf_called_after_the_first(tmp_path: Path) -> None:
    (tmp_path / "quet_1.pdf").write_bytes(PDF)
    second = picture(tmp_path / "quet_2.jpg", 400)
    taken = take_together([tmp_path / "quet_1.pdf", second], limit=2_600_000)
    assert (taken.paper.name, taken.paper.media_type) == ("quet-1.pdf", "application/pdf")
    assert recognise(taken.paper.data, "x") == "application/pdf"


def test_a_doubtful_page_is_told(tmp_path: Path) -> None:
    Image.new("L", (1200, 1700), 250).save(tmp_path / "a.png")
    assert {d.code for d in take(Path("a.png"), root=tmp_path, limit=2_600_000).doubts} == {
        "page-blank"
    }


def test_a_broken_picture_is_refused(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.jpg", 300)
    path.write_bytes(path.read_bytes()[:200] + b"\xff\xd9")
    with pytest.raises(Problem, match="image-broken"):
        take(Path("a.jpg"), root=tmp_path, limit=2_600_000)
