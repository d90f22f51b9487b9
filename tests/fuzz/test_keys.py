"""Keys in files and on paper."""

import base64
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import strategies as st
from msgspec import structs

from lienthong_tui.access import keyfiles, slots
from lienthong_tui.access.passwords import FLOOR, read_password_file
from lienthong_tui.access.slots import Identity

from .mutations import ODD_BYTES, armour_mutated, junk, mutated, text_mutated
from .trials import fuzzed, outcome

IDENTITY = Identity.from_str(
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@contextmanager
def lying(data: bytes) -> Iterator[Path]:
    """A file that only its owner may read."""
    with tempfile.NamedTemporaryFile() as file:  # of mode 0600
        file.write(data)
        file.flush()
        yield Path(file.name)


KEY_FILE = f"# purpose: đêm\n# public: {IDENTITY.to_public()}\n{IDENTITY}\n".encode()
SHEET = f"# GIẤY KHÔI PHỤC – /desk\n#\n\n{str(IDENTITY).upper()}\n".encode()


@fuzzed(st.one_of(mutated(KEY_FILE, SHEET), junk(), st.sampled_from(ODD_BYTES)), quick=90)
def test_key_files_and_recovery_sheets(data: bytes) -> None:
    """The key that is read is the one that was written."""
    with lying(data) as path:
        read = outcome(keyfiles.read_key_file, path)
    assert read is None or str(read) == str(IDENTITY)


def locked() -> bytes:
    """How a key with a passphrase begins (PROTOCOL.key of OpenSSH), with nothing locked in it."""
    options = _string(bytes(16)) + struct.pack(">L", 16)
    parts = (b"aes256-ctr", b"bcrypt", options)
    public = _string(_string(b"ssh-ed25519") + _string(KEY.public_key().public_bytes_raw()))
    whole = b"openssh-key-v1\0" + b"".join(map(_string, parts)) + struct.pack(">L", 1) + public
    text = base64.b64encode(whole + _string(bytes(144)))
    return _BEGIN + text + b"\n" + _END


def _string(part: bytes) -> bytes:
    return struct.pack(">L", len(part)) + part


_BEGIN, _END = (f"-----{word} OPENSSH PRIVATE KEY-----\n".encode() for word in ("BEGIN", "END"))
SSH_KEYS = (
    KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
    generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    ),
    locked(),
)


@fuzzed(
    st.one_of(armour_mutated(*SSH_KEYS), mutated(*SSH_KEYS), junk(), st.sampled_from(ODD_BYTES)),
    quick=90,
)
def test_signing_keys(data: bytes) -> None:
    """A key that is read signs."""
    with lying(data) as path:
        read = outcome(keyfiles.read_signing_key, path)
    if read is not None:
        assert len(read.sign(b"x")) == 64


@fuzzed(st.one_of(mutated("mưa rơi\n".encode()), junk(9000), st.sampled_from(ODD_BYTES)), quick=50)
def test_password_files(data: bytes) -> None:
    """A password is one line."""
    with lying(data) as path:
        read = outcome(read_password_file, path)
    assert read is None or read.encode() in data


WRAPPED = slots.wrap_store_key(bytes(range(32)), [str(IDENTITY.to_public())])


@fuzzed(st.one_of(mutated(WRAPPED), junk()), quick=60)
def test_wrapped_store_keys(data: bytes) -> None:
    """The store key comes out whole or not at all."""
    assert outcome(slots.unwrap_store_key, data, IDENTITY) in (None, bytes(range(32)))


SALT = slots.new_desk_salt(FLOOR)
SLOT, _ = slots.officer_slot("Mẫu", "099190000017", "mưa rơi", SALT, FLOOR, NOW)


@fuzzed(
    st.fixed_dictionaries(
        {},
        optional={
            "wrapped": st.none() | mutated(SLOT.wrapped or b""),
            "salt": st.none() | mutated(SLOT.salt or b"") | st.binary(max_size=20),
            "nonce": st.none() | mutated(SLOT.nonce or b"") | st.binary(max_size=20),
            "recipient": text_mutated(SLOT.recipient),
            "iterations": st.none() | st.integers(-1, 3) | st.just(2**40),
            "memory_kib": st.none() | st.integers(-1, FLOOR.memory_kib) | st.just(2**40),
            "lanes": st.none() | st.integers(-1, 2) | st.just(2**40),
        },
    ),
    quick=12,
)
def test_slots_that_were_altered(other: dict[str, Any]) -> None:
    """A slot opens as it was made, or not at all."""
    slot = structs.replace(SLOT, **other)
    opened = outcome(slots.open_officer_slot, slot, "mưa rơi")
    assert opened is None or slot == SLOT
