import os
import unicodedata
from pathlib import Path

import pytest

from lienthong_tui.access.passwords import (
    CEILING,
    FLOOR,
    STANDARD,
    Cost,
    check_strength,
    derive,
    read_password_file,
)
from lienthong_tui.problems import DeskUnavailable, Unusable

SALT = bytes(range(16))


def test_derive_is_argon2id_of_rfc_9106() -> None:
    # The reference implementation: argon2 0123456789abcdef -id -t 2 -k 19456 -p 1 -l 32 -r
    expected = "d2b137a88b20178e504958233d38a62c51652a0f5efcbdb1001c06549c3331a5"
    assert derive("mật khẩu dài", b"0123456789abcdef", FLOOR).hex() == expected


def test_password_salt_and_cost_all_count() -> None:
    assert derive("a", SALT, FLOOR) != derive("b", SALT, FLOOR)
    assert derive("a", SALT, FLOOR) != derive("a", SALT[::-1], FLOOR)
    assert derive("a", SALT, FLOOR) != derive("a", SALT, Cost(19456, 3, 1))


def test_a_password_opens_whichever_way_it_was_composed() -> None:
    password = "Đặng Thị Phượng"
    composed, decomposed = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert derive(composed, SALT, FLOOR) == derive(decomposed, SALT, FLOOR)


@pytest.mark.parametrize(
    ("cost", "salt", "code"),
    [
        (Cost(FLOOR.memory_kib - 1, 2, 1), SALT, "slot-weak-cost"),
        (Cost(FLOOR.memory_kib, 1, 1), SALT, "slot-weak-cost"),
        (Cost(FLOOR.memory_kib, 2, 0), SALT, "slot-weak-cost"),
        (Cost(-1, -1, -1), SALT, "slot-weak-cost"),
        (Cost(2**40, 2, 1), SALT, "slot-damaged"),
        (Cost(FLOOR.memory_kib, 2**31, 1), SALT, "slot-damaged"),
        (Cost(FLOOR.memory_kib, 2, CEILING.lanes + 1), SALT, "slot-damaged"),
        (FLOOR, b"1234567", "slot-damaged"),
    ],
)
def test_a_cost_out_of_bounds_is_refused_before_it_is_spent(
    cost: Cost, salt: bytes, code: str
) -> None:
    with pytest.raises(DeskUnavailable) as caught:
        derive("mật khẩu dài", salt, cost)
    assert caught.value.code == code


def test_the_standard_cost_is_above_the_floor() -> None:
    assert STANDARD.memory_kib >= FLOOR.memory_kib
    assert STANDARD.iterations >= FLOOR.iterations


@pytest.mark.parametrize("password", ["", "123456789", unicodedata.normalize("NFD", "ềềềềềề")])
def test_a_short_password_is_refused(password: str) -> None:
    with pytest.raises(Unusable) as caught:
        check_strength(password)
    assert caught.value == Unusable("password-short", least=10)


@pytest.mark.parametrize(
    "password", ["mưa rơi trên mái", "k7m2-9xpt-3wqd", "công an xã họp sáng", "hoa mai vàng nở"]
)
def test_a_long_password_is_taken(password: str) -> None:
    check_strength(password, ("Nguyễn Thị Mẫu", "099190000017"))


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "19/05/1990",
        "ề" * 10,
        "ababababab",
        "qwertyuiop",
        "poiuytrewq",
        "Matkhau@2026",
        "mật khẩu 123",
        "Anh Yêu Em 99",
        "vietnamvodich",
        "ubndxa@12345",
        "Nguyễn Thị Mẫu 1990",
        "nguyenmau1990",
        "mật khẩu ab 1",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Unusable) as caught:
        check_strength(password, ("Nguyễn Thị Mẫu", "099190000017"))
    assert caught.value == Unusable("password-common")


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"mot hai ba bon\n", "mot hai ba bon"),
        (b"mot hai ba bon", "mot hai ba bon"),
        (b"mot hai ba bon\r\nsecond line\n", "mot hai ba bon"),
        (b"\xef\xbb\xbfmot hai ba bon\n", "mot hai ba bon"),
        (b" spaces count \n", " spaces count "),
        ("mưa rơi trên mái\n".encode(), "mưa rơi trên mái"),
        (b"mot hai ba bon\n" + b"x" * 100_000, "mot hai ba bon"),
    ],
)
def test_password_file_gives_its_first_line(tmp_path: Path, content: bytes, password: str) -> None:
    path = tmp_path / "password"
    path.write_bytes(content)
    assert read_password_file(path) == password


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "password-file-empty"),
        (b"\nsecond\n", "password-file-empty"),
        (b"\r\n", "password-file-empty"),
        (b"x" * 5000, "password-file-large"),
        (b"\xff\xfe\n", "password-file-unreadable"),
    ],
)
def test_password_file_that_cannot_be_used(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "password"
    path.write_bytes(content)
    with pytest.raises(Unusable) as caught:
        read_password_file(path)
    assert caught.value.code == code
    assert caught.value.params["path"] == str(path)


def test_password_file_missing_or_a_folder_or_endless(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none", "password-file-missing"),
        (tmp_path, "password-file-unreadable"),
    ):
        with pytest.raises(Unusable) as caught:
            read_password_file(path)
        assert caught.value.code == code
    if os.name == "posix":
        with pytest.raises(Unusable) as caught:
            read_password_file(Path("/dev/zero"))
        assert caught.value.code == "password-file-large"
