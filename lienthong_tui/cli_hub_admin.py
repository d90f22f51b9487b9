"""The hub of several desks, as its administrator makes it and lets desks and agencies in."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from lienthong_tui.access import certificates, hub_keys, keyfiles
from lienthong_tui.access.certificates import Pair
from lienthong_tui.access.hub_keys import AgencyCard, Card
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.joining import AgencyEnrolment, Enrolment
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.hub_doors import mark, needs_psycopg, small
from lienthong_tui.invocation import Door
from lienthong_tui.options import PATH, answering, pass_door
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.sentences.marking import N_

if TYPE_CHECKING:
    from lienthong_tui.hub.line import Hub

_AUTHORITY = ("ca.crt", "ca.key")
_SERVER = ("server.crt", "server.key")
_PORT = 5432
# What the server has to be told, besides its own certificate: only who was enrolled comes in, by
# TLS and a certificate of ours.
_SETTINGS = (
    "listen_addresses = '*'",
    "ssl = on",
    "ssl_ca_file = 'ca.crt'",
    "ssl_cert_file = 'server.crt'",
    "ssl_key_file = 'server.key'",
    "ssl_min_protocol_version = 'TLSv1.3'",
)
_ONLY_HERE = {"", "localhost", "127.0.0.1", "::1"}
_ENTRY = "hostssl {database} +hub_desk,+hub_agency 0.0.0.0/0 cert"

_ADMIN = partial(
    click.option,
    "--admin",
    "conninfo",
    required=True,
    metavar="CONNINFO",
    envvar="LIENTHONG_HUB_ADMIN",
    help=N_(
        "Cách người quản trị vào PostgreSQL (chuỗi kết nối của libpq); hoặc LIENTHONG_HUB_ADMIN."
    ),
)
_KEYS = partial(
    click.option,
    "--authority",
    "folder",
    type=PATH,
    required=True,
    help=N_("Thư mục giữ chứng thư gốc của máy chủ dùng chung; chỉ người quản trị đọc được."),
)
_OUT = partial(click.option, "--out", type=PATH, required=True, help=N_("Ghi tệp ra đây."))


@click.command(name="init", help=N_("Lập các bảng trong một cơ sở dữ liệu PostgreSQL trống."))
@_ADMIN()
@_KEYS()
@click.option(
    "--host",
    "hosts",
    multiple=True,
    required=True,
    help=N_("Tên hoặc địa chỉ mà các quầy gọi máy chủ; ghi nhiều lần nếu có nhiều."),
)
@click.option("--citus", is_flag=True, help=N_("Máy chủ là Citus: chia bảng theo xã."))
@answering
@pass_door
@needs_psycopg
def hub_init(
    door: Door, /, conninfo: str, folder: Path, hosts: tuple[str, ...], citus: bool
) -> None:
    """Make the tables, the authority, and the papers of the server."""
    from lienthong_tui.hub import administering

    now = door.clock()
    with administering.admin(conninfo) as hub:
        if administering.is_made(hub):
            raise Unusable("hub-made")
        authority = _authority(folder) or _new_authority(folder, door)
        server = certificates.of_server(authority, list(hosts), now)
        for name, text in zip(_SERVER, (server.certificate, server.key), strict=True):
            (folder / name).unlink(missing_ok=True)
            keyfiles.write_private(folder / name, text)
        administering.make(hub, citus=citus)
        administering.note_authority(hub, certificates.key_mark(authority.certificate))
        database = hub.info.dbname
    entry = _ENTRY.format(database=database)
    lines = [
        door.tr(N_("Đã lập máy chủ dùng chung trong cơ sở dữ liệu “{name}”."), name=database),
        door.tr(
            N_("Chép ca.crt, server.crt, server.key từ {path} vào thư mục dữ liệu của PostgreSQL."),
            path=folder,
        ),
        door.tr(N_("Thêm vào postgresql.conf rồi khởi động lại:")),
        *(f"  {setting}" for setting in _SETTINGS),
        door.tr(N_("Thêm vào đầu pg_hba.conf:")),
        f"  {entry}",
        door.tr(
            N_("ca.key ký giấy cho quầy vào: cất ở nơi không nối mạng, không để trên máy chủ.")
        ),
    ]
    answer = {"database": database, "settings": list(_SETTINGS), "entry": entry}
    door.say(answer, lines, done=database)


@click.command(name="enrol", help=N_("Cho một quầy hoặc cơ quan vào: ghi giấy vào cho bên ấy."))
@click.argument("card", type=PATH)
@_ADMIN()
@_KEYS()
@click.option("--host", required=True, help=N_("Tên hoặc địa chỉ mà quầy gọi máy chủ."))
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, help=N_("Cổng của máy chủ."))
@click.option("--renew", is_flag=True, help=N_("Quầy đã vào: chỉ cấp lại chứng thư sắp hết hạn."))
@_OUT()
@answering
@pass_door
@needs_psycopg
def hub_enrol(
    door: Door,
    /,
    card: Path,
    conninfo: str,
    folder: Path,
    host: str,
    port: int,
    renew: bool,
    out: Path,
) -> None:
    """Let a desk in, or an agency."""
    from lienthong_tui.hub import administering

    data = small(card)
    wanted = hub_keys.read_agency_card(data) or hub_keys.read_card(data)
    if isinstance(wanted, AgencyCard):
        named = f"{wanted.agency}-{wanted.province}"
    else:
        named = f"{wanted.commune}-{wanted.desk}"
    if certificates.name_in(wanted.request) != named:  # somebody changed one of the two
        raise Problem("card-unreadable")
    authority = _authority(folder)
    if authority is None:
        missing = next(name for name in _AUTHORITY if not (folder / name).is_file())
        if missing == _AUTHORITY[1]:
            raise Unusable("hub-authority-key", name=missing, path=str(folder))
        raise Unusable("hub-authority-missing", path=str(folder))
    if out.exists():
        raise Unusable("file-exists", path=str(out))
    with administering.admin(conninfo) as hub:
        administering.check_version(hub)
        administering.check_authority(hub, certificates.key_mark(authority.certificate))
        role = _let_in(hub, wanted, renew=renew)
        try:
            where = {
                "host": host,
                "port": port,
                "database": hub.info.dbname,
                "role": role,
                "authority": authority.certificate,
                "certificate": certificates.of_client(
                    authority, wanted.request, role, door.clock()
                ),
            }
            keyfiles.write_new(out, joining.write_enrolment(_enrolment(wanted, where)))
        except BaseException:
            if not renew:
                administering.revoke(hub, role)  # nobody has what would let them in
            raise
    door.say({"role": role, "path": str(out)}, _enrolled(door, wanted, role, out), done=str(out))


def _let_in(hub: "Hub", wanted: Card | AgencyCard, *, renew: bool) -> str:
    """The role of whoever is let in."""
    from lienthong_tui.hub import administering

    if isinstance(wanted, AgencyCard):
        return administering.enrol_agency(hub, wanted.agency, wanted.province)
    enrol = administering.renewing if renew else administering.enrol
    return enrol(hub, wanted.commune, wanted.desk, hub_keys.write_card(wanted))


def _enrolled(door: Door, wanted: Card | AgencyCard, role: str, out: Path) -> list[str]:
    if isinstance(wanted, AgencyCard):
        told = N_("Đã cho cơ quan {agency} (tỉnh {province}) gửi qua máy chủ, vai {role}: {path}")
        agency = {"agency": wanted.agency, "province": wanted.province}
        return [door.tr(told, role=role, path=out, **agency)]
    told = N_("Đã cho quầy {number} của {commune} vào, vai {role}.")
    return [
        door.tr(told, number=wanted.desk, commune=wanted.commune, role=role),
        mark(door, wanted),
        door.tr(N_("Gọi quầy ấy so dấu trước khi đưa tệp {path}: lienthong hub join …"), path=out),
    ]


@click.command(
    name="sweep",
    help=N_("Xóa nội dung của các hồ sơ đã xóa mà quầy gửi chúng không còn vào được để tự xóa."),
)
@_ADMIN()
@answering
@pass_door
@needs_psycopg
def hub_sweep(door: Door, /, conninfo: str) -> None:
    """Erase what a desk that is let in no more had sent of filings that were purged since."""
    from lienthong_tui.hub import administering

    with administering.admin(conninfo) as hub:
        administering.check_version(hub)
        erased = administering.sweep(hub)
    door.say({"erased": erased}, [door.tr(N_("Đã xóa nội dung {count} sự kiện."), count=erased)])


@click.command(name="revoke", help=N_("Không cho một quầy vào nữa, cắt ngay đường đang mở."))
@click.argument("role")
@_ADMIN()
@answering
@pass_door
@needs_psycopg
def hub_revoke(door: Door, /, role: str, conninfo: str) -> None:
    """Shut a desk out."""
    from lienthong_tui.hub import administering

    with administering.admin(conninfo) as hub:
        administering.check_version(hub)
        administering.revoke(hub, role)
    lines = [
        door.tr(N_("Vai {role} không vào được nữa."), role=role),
        door.tr(N_("Các quầy còn lại tự đổi khóa nội dung ở lần đồng bộ tới.")),
    ]
    door.say({"role": role}, lines)


@click.command(name="check", help=N_("Xem máy chủ dùng chung có đúng như phải có không."))
@_ADMIN()
@answering
@pass_door
@needs_psycopg
def hub_check(door: Door, /, conninfo: str) -> None:
    """What the administrator has to know of it."""
    from lienthong_tui.hub import administering

    with administering.admin(conninfo) as hub:
        administering.check_version(hub)
        found = administering.survey(hub)
        entry = _ENTRY.format(database=hub.info.dbname)
    wrong = [name for name, wanted in administering.WANTED if found.settings.get(name) != wanted]
    shut = found.lets_in is False
    lines = [
        door.tr(
            N_("{desks} quầy, {streams} luồng, {events} sự kiện, {parts} mảnh tệp."),
            desks=len([m for m in found.members if not m.revoked]),
            streams=found.streams,
            events=found.events,
            parts=found.parts,
        ),
        *(
            door.tr(N_("{role}: đã bị cắt"), role=m.role) if m.revoked else m.role
            for m in found.members
        ),
        *(
            door.tr(
                N_("Quầy {desk}, {commune}: {count} sự kiện, gần nhất {at}"),
                desk=each.desk,
                commune=each.commune,
                count=each.events,
                at=local_time(each.at),
            )
            for each in found.heard
        ),
        *found.agencies,
        *(
            door.tr(N_("Chưa đúng: {name} = {value}"), name=name, value=found.settings.get(name))
            for name in wrong
        ),
        *(door.tr(N_("Chưa bật kiểm soát dòng: {name}"), name=name) for name in found.unguarded),
    ]
    if shut:
        text = N_("Dòng đầu nói về các quầy trong pg_hba.conf phải là:")
        lines += [door.tr(text), f"  {entry}"]
    only_here = {each.strip() for each in found.listens.split(",")} <= _ONLY_HERE
    if only_here:
        text = N_("PostgreSQL chỉ nghe ở máy này (listen_addresses = {value}).")
        lines.append(door.tr(text, value=found.listens or "''"))
    if found.lets_in is None:
        lines.append(door.tr(N_("Không xem được pg_hba.conf: chạy bằng người dùng postgres.")))
    bad = bool(wrong or found.unguarded or shut)
    if not (bad or only_here or found.lets_in is None):
        lines.append(door.tr(N_("Không thấy gì sai.")))
    answer = {
        "members": [
            {"commune": m.commune, "role": m.role, "desk": m.desk, "revoked": m.revoked}
            for m in found.members
        ],
        "heard": msgspec.to_builtins(found.heard),
        "agencies": list(found.agencies),
        "streams": found.streams,
        "events": found.events,
        "wrong": wrong,
        "unguarded": list(found.unguarded),
        "lets_in": found.lets_in,
        "listens": found.listens,
    }
    door.say(answer, lines)
    if bad:
        raise SystemExit(1)


def _enrolment(wanted: Card | AgencyCard, where: dict[str, Any]) -> Enrolment | AgencyEnrolment:
    if isinstance(wanted, AgencyCard):
        return AgencyEnrolment(agency=wanted.agency, province=wanted.province, **where)
    return Enrolment(commune=wanted.commune, desk=wanted.desk, **where)


def _authority(folder: Path) -> Pair | None:
    with suppress(OSError):
        certificate, key = ((folder / name).read_text() for name in _AUTHORITY)
        return Pair(certificate, key)
    return None


def _new_authority(folder: Path, door: Door) -> Pair:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = certificates.new_authority("lienthong hub", door.clock())
    for name, text in zip(_AUTHORITY, (made.certificate, made.key), strict=True):
        keyfiles.write_private(folder / name, text)
    return made
