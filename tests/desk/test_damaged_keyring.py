"""A damaged `keys.db`: it has no checksums, and what is wrong with it is told nevertheless."""

import random
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest

from lienthong_tui.desk import greeting, layout, vault
from lienthong_tui.desk.vault import Unlocked
from lienthong_tui.problems import Problem

from .sample import NOW, OFFICER_ID, PASSWORD, create


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))]
)
def test_damage_anywhere_in_the_keyring_is_told(tmp_path: Path, seed: int) -> None:
    """It has no checksums: what nobody can tell is told as a wrong password; nothing crashes."""
    created = create(tmp_path)
    path, chance = tmp_path / "desk" / layout.KEYRING, random.Random(seed)
    whole = path.read_bytes()
    code = pyotp.TOTP(pyotp.parse_uri(created.otp_uri).secret).at(NOW)
    ways: tuple[Callable[[], object], ...] = (
        lambda: vault.open_with_password(tmp_path / "desk", OFFICER_ID, PASSWORD, code, NOW),
        lambda: vault.open_with_key_file(tmp_path / "desk", tmp_path / "desk.key", NOW),
        lambda: vault.officers(tmp_path / "desk"),
        lambda: greeting.at_a_glance(tmp_path / "desk"),
    )
    for _ in range(12):
        data, at = bytearray(whole), chance.randrange(len(whole) - 60)
        length = chance.randint(1, 60)
        data[at : at + length] = chance.randbytes(length)
        for way in ways:
            path.write_bytes(data)
            try:
                opened = way()
            except Problem:
                continue
            if isinstance(opened, Unlocked):
                opened.db.close()
                opened.keyring.close()
                opened.leave.close()
