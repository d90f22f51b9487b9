"""Signatures that OpenSSH makes are read, and those made here OpenSSH accepts."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from lienthong_tui.packets import sshsig
from lienthong_tui.packets.sshsig import Signature
from lienthong_tui.problems import Problem

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
MESSAGE = b"b1946ac92492d2347c6235b4d2611184  data/packet.json\n"
TEXT = sshsig.sign(KEY, MESSAGE, "lienthong-packet")

needs_ssh = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None,
    reason="ssh-keygen is not installed: signatures were NOT compared with OpenSSH",
)


def ssh(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", *arguments]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)


def write_key(folder: Path) -> None:
    key = KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (folder / "key").write_bytes(key)
    (folder / "key").chmod(0o600)
    (folder / "signers").write_text(f'desk namespaces="lienthong-packet" {LINE}\n')


def test_a_signature_is_always_the_same() -> None:
    assert sshsig.sign(KEY, MESSAGE, "lienthong-packet") == TEXT
    assert sshsig.sign(KEY, MESSAGE, "lienthong-reply") != TEXT
    assert TEXT.startswith(b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH")
    assert TEXT.endswith(b"\n-----END SSH SIGNATURE-----\n")


def test_it_is_read_and_fits() -> None:
    signature = sshsig.read(TEXT)
    assert (signature.key, signature.namespace) == (PUBLIC, "lienthong-packet")
    sshsig.check(signature, MESSAGE, "lienthong-packet")


@pytest.mark.parametrize(
    ("message", "namespace"),
    [(MESSAGE + b"\n", "lienthong-packet"), (b"", "lienthong-packet"), (MESSAGE, "file")],
)
def test_of_something_else_it_does_not_fit(message: bytes, namespace: str) -> None:
    with pytest.raises(Problem, match="signature-wrong"):
        sshsig.check(sshsig.read(TEXT), message, namespace)


def test_of_another_key_it_does_not_fit() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    signature = sshsig.read(TEXT)
    for key in (other, bytes(32), b"\xff" * 32):
        with pytest.raises(Problem, match="signature-wrong"):
            sshsig.check(Signature(key, signature.namespace, signature.signature), MESSAGE, "x")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no signature",
        TEXT[:-1],
        TEXT + b"\n",
        TEXT.replace(b"\n", b"\r\n"),
        TEXT.replace(b"SSH SIG", b"PGP SIG"),
        TEXT.replace(b"U1NI", b"U1N\xc3"),
        b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        b"\n".join(TEXT.split(b"\n")[:2]),
        # The same, its lines of another width.
        TEXT.replace(b"\n", b"", 2).replace(b"-----U1NI", b"-----\nU1NI"),
        TEXT * 10,
    ],
)
def test_what_is_no_signature_is_refused(text: bytes) -> None:
    with pytest.raises(Problem, match="signature-unreadable"):
        sshsig.read(text)


@given(at=st.integers(0, 8 * len(TEXT) - 1))
def test_any_bit_changed_is_noticed(at: int) -> None:
    changed = bytearray(TEXT)
    changed[at // 8] ^= 1 << at % 8
    with pytest.raises(Problem, match="signature-"):
        sshsig.check(sshsig.read(bytes(changed)), MESSAGE, "lienthong-packet")


def test_another_version_or_hash_is_refused() -> None:
    blob = base64.b64decode("".join(TEXT.decode().split("\n")[1:-2]))
    for old, new in ((b"SSHSIG\0\0\0\1", b"SSHSIG\0\0\0\2"), (b"sha512", b"sha256")):
        assert old in blob
        changed = base64.b64encode(blob.replace(old, new)).decode()
        lines = [changed[i : i + 70] for i in range(0, len(changed), 70)]
        text = "\n".join((*TEXT.decode().split("\n")[:1], *lines, *TEXT.decode().split("\n")[-2:]))
        with pytest.raises(Problem, match="signature-unreadable"):
            sshsig.read(text.encode())


def test_public_keys_are_written_as_openssh_does() -> None:
    assert sshsig.public_line(PUBLIC) == LINE
    assert sshsig.read_public_line(f"  {LINE} a comment\n") == PUBLIC


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        f"ssh-rsa {LINE[12:]}",
        LINE[:-2],
        f"{LINE}AAAA",
        "é x",
        "\udcff",
    ],
)
def test_what_is_no_public_key_is_refused(line: str) -> None:
    with pytest.raises(Problem, match="public-key-unreadable"):
        sshsig.read_public_line(line)


@needs_ssh
def test_openssh_accepts_it(tmp_path: Path) -> None:
    write_key(tmp_path)
    (tmp_path / "sig").write_bytes(TEXT)
    verify = ("-Y", "verify", "-f", "signers", "-I", "desk", "-n", "lienthong-packet", "-s", "sig")
    assert ssh(*verify, cwd=tmp_path, stdin=MESSAGE).returncode == 0
    assert ssh(*verify, cwd=tmp_path, stdin=MESSAGE + b"x").returncode != 0


@needs_ssh
def test_what_openssh_signs_is_byte_for_byte_the_same(tmp_path: Path) -> None:
    write_key(tmp_path)
    (tmp_path / "message").write_bytes(MESSAGE)
    ran = ssh("-Y", "sign", "-f", "key", "-n", "lienthong-packet", "message", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "message.sig").read_bytes() == TEXT


@needs_ssh
def test_the_fingerprint_is_that_of_openssh(tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_text(LINE)
    told = ssh("-l", "-f", "key.pub", cwd=tmp_path).stdout.decode().split()
    assert told[1] == sshsig.fingerprint(PUBLIC)
