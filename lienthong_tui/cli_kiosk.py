"""The kiosk in the hall: opened here, and paired with its desk."""

from functools import partial
from importlib.util import find_spec
from pathlib import Path

import click

from lienthong_tui import invocation
from lienthong_tui.desk import intake, kiosks
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.deadlines import local_day, local_time
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.kiosk import device
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_lines import KioskLines
from lienthong_tui.options import LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.procedures import loading
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.store.kiosks import Paired
from lienthong_tui.terminal.lines import LineTerminal

_KIOSK = partial(
    click.option,
    "--kiosk",
    "folder",
    type=PATH,
    envvar="LIENTHONG_KIOSK",
    help=N_("Thư mục của máy tự kê khai."),
)
_SMALL = 65_536  # bytes of a pairing file: the office's settings are a few thousand


@click.group(
    name="kiosk",
    invoke_without_command=True,
    help=N_("Máy tự kê khai ở sảnh: người dân khai từng câu, người tiếp nhận kiểm tra."),
)
@_KIOSK()
@click.option("--plain", is_flag=True, help=N_("Từng dòng một, cho trình đọc màn hình."))
@click.option(
    "--serve",
    is_flag=True,
    help=N_("Mở trong trình duyệt, chỉ nghe ở máy này (127.0.0.1), sau một máy chủ web có TLS."),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8443, help=N_("Cổng của --serve."))
@click.option("--public-url", help=N_("Địa chỉ https mà trình duyệt mở, khi dùng --serve."))
@click.option("--served", is_flag=True, hidden=True, help=N_("Do --serve gọi."))
@LANG
@click.pass_context
def kiosk_group(
    context: click.Context,
    folder: Path | None,
    plain: bool,
    serve: bool,
    port: int,
    public_url: str | None,
    served: bool,
) -> None:
    """The kiosk itself, where no command is named."""
    if context.invoked_subcommand is not None:
        return
    door = context.ensure_object(Door)
    if folder is None:
        raise Unusable("kiosk-not-named")
    if serve:
        if find_spec("textual_serve") is None:
            raise Unusable("serve-missing")
        from lienthong_tui import kiosk_serving  # of the extra: only for who wants it

        kiosk_serving.serve(folder, port=port, public_url=public_url, language=door.language)
        return
    # A browser behind `--serve` is no terminal of this process.
    if not (plain or served or invocation.at_a_terminal()):
        raise Unusable("no-terminal")
    with device.opened(folder, door.clock) as kiosk:
        if plain:
            lines = LineTerminal()
            with lines.guarded():
                KioskLines(Conversation(kiosk), door.language, lines).run()
            return
        from lienthong_tui.kiosk_app import KioskApp  # Textual: only for who wants screens

        code = KioskApp(kiosk, language=door.language).run_to_end()
    raise SystemExit(code)


@kiosk_group.command(
    name="pair",
    help=N_(
        "Ghép một máy tự kê khai: ghi tệp ghép để mang sang máy ấy. Ai có tệp thì gửi được hồ sơ"
        " nhân danh máy: giữ như chìa khóa, máy dùng xong thì xóa."
    ),
)
@click.argument("name")
@click.option("--out", type=PATH, required=True, help=N_("Ghi tệp ghép ra đây."))
@click.option(
    "--folder",
    type=PATH,
    help=N_("Thư mục máy ấy để hồ sơ, theo tên ở máy này; mặc định thư mục nhận của quầy."),
)
@with_desk
@answering
@pass_door
def kiosk_pair(
    door: Door, /, name: str, out: Path, folder: Path | None, unlocking: Unlocking
) -> None:
    """Pair a kiosk."""
    if out.exists():  # before the one-time code is spent
        raise Unusable("file-exists", path=str(out))
    with door.open_desk(unlocking, "settings") as desk:
        pairing = kiosks.pair_into(desk, name, out, folder)
    lines = [
        door.tr(N_("Đã ghép máy “{name}”; tệp ghép: {path}."), name=name, path=out),
        door.tr(
            N_("Ở máy ấy: lienthong kiosk set-up --kiosk THƯ_MỤC --pairing {path} --outbox …"),
            path=out,
        ),
    ]
    door.say({"kiosk": pairing.kiosk, "name": name, "path": str(out)}, lines, done=str(out))


@kiosk_group.command(name="set-up", help=N_("Lập máy tự kê khai từ tệp ghép; xong thì xóa tệp."))
@_KIOSK(required=True)
@click.option("--pairing", type=PATH, required=True, help=N_("Tệp ghép do quầy ghi."))
@click.option(
    "--outbox",
    type=PATH,
    required=True,
    help=N_("Nơi để hồ sơ cho quầy: thư mục nhận (inbox) của quầy, hoặc thư mục chung."),
)
@answering
@pass_door
def kiosk_set_up(door: Door, /, folder: Path, pairing: Path, outbox: Path) -> None:
    """Make a kiosk."""
    known = device.set_up(folder, bytes_of(pairing, "kiosk-file-missing", _check_size), outbox)
    pairing.unlink()
    told = N_("Đã lập máy “{name}” ở {path}. Mở: lienthong kiosk --kiosk {path}")
    answer = {"kiosk": known.kiosk, "name": known.name, "path": str(folder)}
    door.say(answer, [door.tr(told, name=known.name, path=folder)])


@kiosk_group.command(name="list", help=N_("Các máy tự kê khai đã ghép."))
@with_desk
@answering
@pass_door
def kiosk_list(door: Door, /, unlocking: Unlocking) -> None:
    """List the kiosks."""
    with door.open_desk(unlocking) as desk:
        found = kiosks.paired(desk)
    lines = [f"{kiosk.name}: {kiosk.folder or 'inbox'}" for kiosk in found]
    answer = [
        {"kiosk": k.id, "name": k.name, "folder": str(k.folder) if k.folder else None}
        for k in found
    ]
    door.say(answer, lines or [door.tr(N_("Chưa ghép máy nào."))])


@kiosk_group.command(name="end", help=N_("Bỏ một máy: không nhận gì từ máy ấy nữa."))
@click.argument("name")
@with_desk
@answering
@pass_door
def kiosk_end(door: Door, /, name: str, unlocking: Unlocking) -> None:
    """End a kiosk."""
    with door.open_desk(unlocking, "settings") as desk:
        kiosk = _named(kiosks.paired(desk), name)
        kiosks.end(desk, kiosk.id)
    door.say({"kiosk": kiosk.id}, [door.tr(N_("Đã bỏ máy “{name}”."), name=name)])


@kiosk_group.command(name="code", help=N_("Cấp mã kê khai, dùng một lần trong 10 phút."))
@click.argument("name")
@click.option("--id", "id_number", required=True, help=N_("Số định danh của người ngồi máy."))
@click.option("--group", required=True, help=N_("Loại hồ sơ: birth hoặc death."))
@with_desk
@answering
@pass_door
def kiosk_code(door: Door, /, name: str, id_number: str, group: str, unlocking: Unlocking) -> None:
    """Hand out a code."""
    loading.in_force(group, local_day(door.clock()))  # before the one-time code is spent
    with door.open_desk(unlocking) as desk:
        kiosk = _named(kiosks.paired(desk), name)
        code = kiosks.code(desk, kiosk.id, id_number, group)
    answer = {"code": code.code, "until": code.until.isoformat()}
    told = N_("Mã kê khai: {code}, đến {time}.")
    shown = f"{code.code[:3]} {code.code[3:]}"
    door.say(answer, [door.tr(told, code=shown, time=local_time(code.until))])


@kiosk_group.command(name="collect", help=N_("Nhận những gì các máy đã gửi về quầy."))
@with_desk
@answering
@pass_door
def kiosk_collect(door: Door, /, unlocking: Unlocking) -> None:
    """Take in what waits."""
    with door.open_desk(unlocking) as desk:
        came = list(intake.collect(desk))
    lines = [
        f"{each.name}: "
        + (
            sentence(each.problem, door.language)
            if each.problem
            else door.tr(N_("{kiosk}, số {ticket}"), kiosk=each.kiosk, ticket=each.ticket or "–")
        )
        for each in came
    ]
    answer = [
        {
            "file": each.name,
            "kiosk": each.kiosk,
            "filing": each.filing,
            "ticket": each.ticket,
            "called": each.called.isoformat() if each.called else None,
            "again": each.again,
            "problem": each.problem.code if each.problem else None,
        }
        for each in came
    ]
    door.say(answer, lines or [door.tr(N_("Chưa máy nào gửi gì."))])
    if any(each.problem for each in came):
        raise SystemExit(1)


def _named(found: list[Paired], name: str) -> Paired:
    for kiosk in found:
        if name in (kiosk.name, kiosk.id):
            return kiosk
    raise Problem("kiosk-unknown")


def _check_size(size: int) -> None:
    if size > _SMALL:
        raise Problem("pairing-unreadable")
