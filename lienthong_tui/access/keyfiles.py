"""Identities in files: a key file for unattended runs, and the printed recovery sheet.

Both are age identity files (lines that start with `#` are remarks), so the stock `age` tool takes
them too.
"""

import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_ssh_private_key,
)

from lienthong_tui.access.slots import Identity, identity_from_text
from lienthong_tui.problems import DeskUnavailable, Unusable

_FILE_BYTES = 16384
_PREFIX = "AGE-SECRET-KEY-1"

# The stock age tool skips blank lines and those that start with "#".
_SHEET = """\
# GIẤY KHÔI PHỤC – {desk}
#
# Dòng {prefix}… ở cuối là khóa dự phòng của quầy. Ai có dòng ấy
# và ổ đĩa của quầy thì đọc được mọi hồ sơ: giữ như giữ con dấu.
#
# Cất giữ: in một bản, bỏ vào phong bì, niêm phong, ký giáp lai, để trong két
# của cơ quan. In xong thì xóa tệp này khỏi máy và khỏi hàng đợi máy in.
#
# Khi nào dùng: mọi người phụ trách quầy đều quên mật khẩu hoặc mất điện thoại;
# quầy mất hoặc hỏng, phải khôi phục từ bản sao lưu (F8 ở màn hình đăng nhập).
#
# Cách dùng: ở màn hình đăng nhập bấm F9, gõ lại đúng dòng khóa (chữ hoa hay chữ
# thường đều được), chọn người được đăng nhập lại. Gõ sai một chữ thì chương
# trình báo ngay và không tính là một lần đăng nhập sai.
#
# Hoặc gõ dòng khóa vào một tệp chỉ mình đọc được (quyền 0600) rồi dùng lệnh,
# kèm --desk THƯ_MỤC nếu chưa đặt LIENTHONG_DESK:
#   lienthong officer reset "TÊN" --key-file TỆP  mật khẩu tạm
#   lienthong officer phone "TÊN" --key-file TỆP  mã tạm
# Khóa này còn mở quầy để xem danh sách người tiếp nhận (officer list), kiểm tra
# nhật ký (journal verify), dựng lại bảng tra cứu (rebuild), sao lưu (backup),
# khôi phục từ bản sao lưu (restore), cứu quầy hỏng (salvage); không gì khác.
#
# Không còn chương trình: công cụ age lấy khóa kho (32 byte của SQLCipher) từ
# bản ghi blob mới nhất của bảng store_key trong keys.db, chép ra store-key.age:
#   age -d -i sheet.txt store-key.age
#
# Dùng xong: xóa tệp đã gõ, niêm phong lại giấy này. Nếu người không có phận sự
# đã thấy khóa thì người phụ trách quầy thay giấy: lienthong recovery replace

{key}
"""


def write_key_file(path: Path, identity: Identity, *, purpose: str) -> None:
    """Write an identity to a new file that only its owner can read (mode 0600), flushed to disk.

    Raises Unusable, each with `path`: `file-exists`, `folder-missing`, `file-unwritable`.
    """
    remark = " ".join(purpose.split())
    write_private(path, f"# purpose: {remark}\n# public: {identity.to_public()}\n{identity}\n")


def write_recovery_sheet(path: Path, identity: Identity, desk: str) -> None:
    """Write the sheet to be printed for the sealed envelope. Raises as `write_key_file`."""
    key = str(identity).upper()
    write_private(path, _SHEET.format(desk=" ".join(desk.split()), prefix=_PREFIX, key=key))


def write_signing_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a signing key as OpenSSH does, without a passphrase. Raises as `write_key_file`."""
    text = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    write_private(path, text.decode())


def read_signing_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key of an OpenSSH file, such as `ssh-keygen -t ed25519` makes.

    Raises as `read_key_file`, and Unusable, each with `path`: `signing-key-locked` (it has a
    passphrase) and `signing-key-other` (of another kind).
    """
    text = _read(path).encode()
    try:
        key = load_ssh_private_key(text, None)
    except TypeError:
        raise Unusable("signing-key-locked", path=str(path)) from None
    except (ValueError, UnsupportedAlgorithm, NotImplementedError):  # the last: a curve's point
        raise DeskUnavailable("key-file-malformed", path=str(path)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable("signing-key-other", path=str(path))
    return key


def check_place(path: Path, desk: Path | None) -> None:
    """Refuse a place where no key can be written, before anything else is done for it.

    Raises Unusable, each with `path`: `file-exists`, `folder-missing`, and that of `check_outside`.
    """
    name = str(path)
    if desk is not None:
        check_outside(path, desk)
    if os.path.lexists(path):
        raise Unusable("file-exists", path=name)
    if not os.path.lexists(path.parent):
        raise Unusable("folder-missing", path=name)


def check_outside(path: Path, desk: Path) -> None:
    """Raises Unusable `key-inside-desk` (`path`): whoever takes the folder would have its key."""
    if path.resolve().is_relative_to(desk.resolve()):
        raise Unusable("key-inside-desk", path=str(path))


def read_key_file(path: Path) -> Identity:
    """The one identity of a key file, or of a recovery sheet.

    Raises DeskUnavailable, each with `path`: `key-file-missing`, `key-file-link` (a link could be
    pointed elsewhere), `key-file-unreadable`, `key-file-mode` (others may read it; with `mode`;
    POSIX only), `key-file-malformed` (not exactly one key). Raises Unusable `key-mistyped`: wrong
    checksum.
    """
    lines = [line.strip() for line in _read(path).splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1 or not keys[0].upper().startswith(_PREFIX):
        raise DeskUnavailable("key-file-malformed", path=str(path))
    return identity_from_text(keys[0])


def _read(path: Path) -> str:
    name = str(path)
    if path.is_symlink():
        raise DeskUnavailable("key-file-link", path=name)
    try:
        with open(path, "rb", opener=_open_as_is) as file:
            status = os.fstat(file.fileno())
            text = file.read(_FILE_BYTES + 1)
    except FileNotFoundError:
        raise DeskUnavailable("key-file-missing", path=name) from None
    except OSError:
        raise DeskUnavailable("key-file-unreadable", path=name) from None
    mode = stat.S_IMODE(status.st_mode)
    if os.name == "posix" and mode & 0o077:
        raise DeskUnavailable("key-file-mode", path=name, mode=f"{mode:04o}")
    if len(text) > _FILE_BYTES:
        raise DeskUnavailable("key-file-malformed", path=name)
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DeskUnavailable("key-file-malformed", path=name) from None


def _open_as_is(path: str, flags: int) -> int:
    """Neither follow a link put there since, nor wait for the writer of a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner can read, flushed. Raises as `write_key_file`."""
    write_new(path, text.encode())


def write_new(path: Path, data: bytes) -> None:
    """As `write_private`, of any bytes."""
    name = str(path)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Unusable("file-exists", path=name) from None
    except FileNotFoundError:
        raise Unusable("folder-missing", path=name) from None
    except OSError:
        raise Unusable("file-unwritable", path=name) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
    except OSError:
        path.unlink()
        raise Unusable("file-unwritable", path=name) from None
