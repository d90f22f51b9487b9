"""Commands about who gets in: the officers of the desk, its key files, its recovery sheet.

What is handed over for the first sign-in is printed once and kept nowhere. An officer's ID number
is read from a file and never shown: other users of the PC see every command line.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from lienthong_tui.access import keyfiles
from lienthong_tui.access.accounts import Account
from lienthong_tui.access.passwords import id_number_in
from lienthong_tui.desk import officers, recovery
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.desk_events import Role
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_desk_events import ROLES
from lienthong_tui.sentences.of_handing_over import handing_over
from lienthong_tui.store.slots import ListedSlot
from lienthong_tui.text.clean import clean, visible
from lienthong_tui.text.fold import fold

_ROLE = click.Choice(("officer", "supervisor"))
_STANDING = {
    "open": "",
    "first-sign-in": N_("chờ đăng nhập lần đầu"),
    "closed": N_("ĐÃ KHÓA"),
}
_KINDS = {"unattended": N_("tệp khóa"), "recovery": N_("giấy khôi phục")}

# -- officers -------------------------------------------------------------------------------------


@click.group(name="officer", help=N_("Người tiếp nhận: thêm, cho đăng nhập lại, khóa tài khoản."))
@LANG
def officer_group() -> None:
    """Commands about officers."""


@officer_group.command(name="list", help=N_("Liệt kê tài khoản của quầy, cả tài khoản đã khóa."))
@with_desk
@answering
@pass_door
def officer_list(door: Door, /, unlocking: Unlocking) -> None:
    """List the officers: what the recovery sheet may see too, to name the one it lets in."""
    with door.open_desk(unlocking, "verify") as desk:
        accounts = list(desk.accounts.values())
    answer = [
        {"slot": a.slot, "name": a.name, "role": a.role, "standing": _standing(a)} for a in accounts
    ]
    lines = []
    for account in accounts:
        told = [ROLES[account.role], _STANDING[_standing(account)]]
        parts = [visible(account.name), *(door.tr(text) for text in told if text), account.slot]
        lines.append(" · ".join(parts))
    door.say(answer, lines)


@officer_group.command(
    name="add",
    help=N_("Thêm người tiếp nhận; in mật khẩu và mã dùng cho lần đăng nhập đầu."),
)
@click.option("--name", required=True, help=N_("Tên hiển thị của người tiếp nhận."))
@click.option(
    "--id-number-file", type=PATH, required=True, help=N_("Tệp chứa số định danh ở dòng đầu.")
)
@click.option(
    "--role",
    type=_ROLE,
    required=True,
    help=N_("officer: người tiếp nhận; supervisor: người phụ trách quầy."),
)
@with_desk
@answering
@pass_door
def officer_add(
    door: Door, /, name: str, id_number_file: Path, role: Role, unlocking: Unlocking
) -> None:
    """Add an officer."""
    name = _checked(clean, name)
    if not name:
        raise Unusable("officer-name-empty")
    number = _id_number(id_number_file)
    with door.open_desk(unlocking, "accounts") as desk:
        handed = officers.add(desk, name, number, role)
    _hand_over(door, name, handed.slot, handed.password, handed.code)


@officer_group.command(
    name="reset",
    help=N_("Quên mật khẩu, hoặc mở lại tài khoản đã khóa: in mật khẩu tạm, lần đầu vào phải đổi."),
)
@click.argument("officer")
@click.option(
    "--id-number-file",
    type=PATH,
    help=N_("Tệp chứa số định danh ở dòng đầu; chỉ cần cho tài khoản đã khóa."),
)
@with_desk
@answering
@pass_door
def officer_reset(
    door: Door, /, officer: str, id_number_file: Path | None, unlocking: Unlocking
) -> None:
    """Give an officer a temporary password."""
    number = _id_number(id_number_file) if id_number_file else None
    with door.open_desk(unlocking, "reset") as desk:
        account = _account(desk, officer)
        handed = officers.reset_password(desk, account.slot, number)
    _hand_over(door, account.name, account.slot, handed.password, handed.code)


@officer_group.command(
    name="phone",
    help=N_("Mất điện thoại: in mã tạm, dùng được tới khi đăng ký điện thoại mới."),
)
@click.argument("officer")
@with_desk
@answering
@pass_door
def officer_phone(door: Door, /, officer: str, unlocking: Unlocking) -> None:
    """Give an officer a code that counts until another phone is enrolled."""
    with door.open_desk(unlocking, "reset") as desk:
        account = _account(desk, officer)
        code = officers.reset_phone(desk, account.slot)
    _hand_over(door, account.name, account.slot, None, code)


@officer_group.command(
    name="close", help=N_("Khóa một tài khoản; khóa kho được thay cho mọi người khác.")
)
@click.argument("officer")
@with_desk
@answering
@pass_door
def officer_close(door: Door, /, officer: str, unlocking: Unlocking) -> None:
    """Shut an officer out."""
    with door.open_desk(unlocking, "accounts") as desk:
        account = _account(desk, officer)
        officers.close(desk, account.slot)
    name = visible(account.name)
    told = door.tr(N_("Đã khóa tài khoản {name}; khóa kho đã thay."), name=name)
    door.say({"slot": account.slot}, [told], done=name)


@officer_group.command(name="role", help=N_("Đổi quyền của một người tiếp nhận."))
@click.argument("officer")
@click.argument("role", type=_ROLE)
@with_desk
@answering
@pass_door
def officer_role(door: Door, /, officer: str, role: Role, unlocking: Unlocking) -> None:
    """Let an officer do more or less."""
    with door.open_desk(unlocking, "accounts") as desk:
        account = _account(desk, officer)
        officers.set_role(desk, account.slot, role)
    name = visible(account.name)
    told = door.tr(N_("{name} nay là {role}."), name=name, role=door.tr(ROLES[role]))
    door.say({"slot": account.slot, "role": role}, [told], done=name)


# -- keys -----------------------------------------------------------------------------------------


@click.group(name="key", help=N_("Tệp khóa mở quầy cho việc chạy không người."))
@LANG
def key_group() -> None:
    """Commands about key files."""


@key_group.command(name="list", help=N_("Liệt kê tệp khóa và giấy khôi phục còn mở được quầy."))
@with_desk
@answering
@pass_door
def key_list(door: Door, /, unlocking: Unlocking) -> None:
    """List the keys."""
    with door.open_desk(unlocking, "accounts") as desk:
        keys = officers.keys(desk)
    answer = [{"slot": key.id, "kind": key.kind, "purpose": _purpose(key)} for key in keys]
    lines = []
    for key in keys:
        purpose = [visible(text)] if (text := _purpose(key)) else []
        lines.append(" · ".join([door.tr(_KINDS[key.kind]), *purpose, key.id]))
    door.say(answer, lines)


@key_group.command(name="add", help=N_("Ghi một tệp khóa mới ra ngoài thư mục quầy."))
@click.option("--purpose", required=True, help=N_("Dùng để làm gì, ví dụ: sao lưu hằng đêm."))
@click.option("--out", type=PATH, required=True, help=N_("Ghi một tệp khóa ra đây."))
@with_desk
@answering
@pass_door
def key_add(door: Door, /, purpose: str, out: Path, unlocking: Unlocking) -> None:
    """Write a key file."""
    purpose = _checked(clean, purpose)
    if not purpose:
        raise Unusable("purpose-empty")
    keyfiles.check_place(out, unlocking.desk)
    with door.open_desk(unlocking, "accounts") as desk:
        officers.add_key(desk, purpose, out)
    text = N_("Đã ghi tệp khóa. Ai có tệp này và ổ đĩa của quầy đọc được mọi hồ sơ.")
    door.say({"purpose": purpose, "path": str(out)}, [door.tr(text)], done=str(out))


@key_group.command(name="remove", help=N_("Bỏ một tệp khóa; khóa kho được thay."))
@click.argument("key")
@with_desk
@answering
@pass_door
def key_remove(door: Door, /, key: str, unlocking: Unlocking) -> None:
    """Let a key file open nothing any more."""
    with door.open_desk(unlocking, "accounts") as desk:
        files = {held.id: held.label for held in officers.keys(desk) if held.kind == "unattended"}
        meant = _meant(key, files)
        if len(meant) > 1:
            raise Unusable("key-alike", count=len(meant))
        if not meant:
            raise Unusable("key-not-listed")
        officers.remove_key(desk, meant[0])
    purpose = files[meant[0]]
    text = N_("Đã bỏ tệp khóa; nó không mở được gì nữa.")
    door.say({"slot": meant[0], "purpose": purpose}, [door.tr(text)], done=visible(purpose))


# -- the recovery sheet ---------------------------------------------------------------------------


@click.group(name="recovery", help=N_("Giấy khôi phục trong phong bì niêm phong."))
@LANG
def recovery_group() -> None:
    """Commands about the recovery sheet."""


@recovery_group.command(
    name="replace", help=N_("Ghi giấy khôi phục mới; giấy cũ hết giá trị, khóa kho được thay.")
)
@click.option("--out", type=PATH, required=True, help=N_("Ghi giấy khôi phục ra đây."))
@with_desk
@answering
@pass_door
def recovery_replace(door: Door, /, out: Path, unlocking: Unlocking) -> None:
    """Replace the recovery sheet."""
    keyfiles.check_place(out, unlocking.desk)
    with door.open_desk(unlocking, "accounts") as desk:
        recovery.replace_sheet(desk, out)
    lines = [
        door.tr(N_("Giấy khôi phục mới đã có hiệu lực; hủy giấy cũ.")),
        door.tr(N_("In giấy khôi phục {file}, niêm phong, rồi xóa tệp."), file=out),
    ]
    door.say({"path": str(out)}, lines, done=str(out))


# -- what they share ------------------------------------------------------------------------------


def _hand_over(door: Door, name: str, slot: str, password: str | None, code: str | None) -> None:
    """Print, this one time, what an officer signs in with at first, and what to do with it."""
    told = [
        *handing_over(password=password is not None, code=code is not None),
        # A command could not ask for a password and a phone.
        N_("Người nhận đăng nhập trên màn hình, mở bằng lienthong open."),
    ]
    rows = ((N_("Mật khẩu"), password), (N_("Mã xác nhận"), code))
    shown = [f"{door.tr(label)}: {value}" for label, value in rows if value is not None]
    head = door.tr(N_("GIAO CHO {name}"), name=visible(name))
    lines = [head, *shown, *map(door.tr, told)]
    door.say({"slot": slot, "password": password, "code": code}, lines, done="; ".join(shown))


def _account(desk: Desk, text: str) -> Account:
    """The account that `text` names. Errors: Unusable("officer-unknown"), ("officer-alike")."""
    accounts = desk.accounts
    meant = _meant(text, {slot: account.name for slot, account in accounts.items()})
    if len(meant) > 1:
        raise Unusable("officer-alike", count=len(meant))
    if not meant:
        raise Unusable("officer-unknown")
    return accounts[meant[0]]


def _meant(text: str, names: Mapping[str, str]) -> list[str]:
    """The slot of this id, or else all of this name, compared as the sign-in does."""
    if text in names:
        return [text]
    return [slot for slot, name in names.items() if fold(name) == fold(text)]


def _standing(account: Account) -> str:
    if account.closed:
        return "closed"
    return "first-sign-in" if account.password_due or account.phone_due else "open"


def _purpose(key: ListedSlot) -> str | None:
    return key.label if key.kind == "unattended" else None


def _id_number(file: Path) -> str:
    return _checked(parse_id_number, id_number_in(file))


def _checked(check: Callable[[str], str], text: str) -> str:
    """What a command was given, checked before a one-time code is spent on it."""
    try:
        return check(text)
    except Problem as problem:
        raise Unusable(problem.code, **problem.params) from None
