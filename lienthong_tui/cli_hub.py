"""The hub of several desks, as a desk joins it."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from lienthong_tui.access import hub_keys, keyfiles
from lienthong_tui.command_groups import LazyGroup
from lienthong_tui.desk import backing_up, exporting
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.at_once import at_once
from lienthong_tui.filing.lookup_code import parse_lookup_code
from lienthong_tui.hub_doors import mark, needs_psycopg, small
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import LANG, PATH, answering, pass_door, with_desk
from lienthong_tui.problems import Problem, Unusable
from lienthong_tui.reports import masked_name
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_other_communes import told_elsewhere
from lienthong_tui.store import streams

if TYPE_CHECKING:
    from lienthong_tui.desk.sharing.rejoining import Outcome

_UNTRIED = N_(
    "Chưa tới được {host}, cổng {port}, nên chưa thử đường truyền. Sai chỗ hoặc cổng thì xin giấy"
    " vào mới (hub enrol --renew --host … --port …) rồi chạy lại hub join."
)
_OUT = partial(click.option, "--out", type=PATH, required=True, help=N_("Ghi tệp ra đây."))


@click.group(
    name="hub",
    cls=LazyGroup,
    places={
        "admit": "cli_hub:hub_admit",
        "ask": "cli_hub:hub_ask",
        "agency-card": "cli_hub_agencies:agency_card",
        "card": "cli_hub:hub_card",
        "check": "cli_hub_admin:hub_check",
        "enrol": "cli_hub_admin:hub_enrol",
        "init": "cli_hub_admin:hub_init",
        "join": "cli_hub:hub_join",
        "leave": "cli_hub:hub_leave",
        "rejoin": "cli_hub:hub_rejoin",
        "revoke": "cli_hub_admin:hub_revoke",
        "send": "cli_hub_agencies:send",
        "sweep": "cli_hub_admin:hub_sweep",
        "take-over": "cli_hub:hub_take_over",
    },
    help=N_("Máy chủ dùng chung (PostgreSQL) cho nhiều quầy: lập, cho quầy vào, ghép quầy."),
)
@LANG
def hub_group() -> None:
    """Holds the commands below."""


@click.command(name="card", help=N_("Ghi phiếu của quầy này, để xin vào máy chủ dùng chung."))
@_OUT()
@with_desk
@answering
@pass_door
def hub_card(door: Door, /, out: Path, unlocking: Unlocking) -> None:
    """Write the card of the desk."""
    if out.exists():  # before the one-time code is spent
        raise Unusable("file-exists", path=str(out))
    with door.open_desk(unlocking, "settings") as desk:
        card = joining.own_card(desk)
        keyfiles.write_new(out, hub_keys.write_card(card))
    lines = [
        door.tr(N_("Đã ghi phiếu của quầy: {path}"), path=out),
        mark(door, card),
        door.tr(
            N_("Đưa cho người quản trị (hub enrol) và cho một quầy đang dùng chung (hub admit).")
        ),
    ]
    door.say({"path": str(out), "fingerprint": hub_keys.fingerprint(card)}, lines)


@click.command(
    name="admit", help=N_("Cho một quầy đọc hồ sơ dùng chung: ghi giấy cấp khóa cho riêng quầy ấy.")
)
@click.argument("card", type=PATH)
@_OUT()
@with_desk
@answering
@pass_door
def hub_admit(door: Door, /, card: Path, out: Path, unlocking: Unlocking) -> None:
    """Grant the keys of the contents to the bearer of a card."""
    wanted = hub_keys.read_card(small(card))
    if out.exists():
        raise Unusable("file-exists", path=str(out))
    with door.open_desk(unlocking, "settings") as desk:
        joining.admit(desk, wanted, out)
        own = joining.own_card(desk)
    lines = [
        door.tr(N_("Đã cấp khóa cho quầy {number}: {path}"), number=wanted.desk, path=out),
        mark(door, wanted),
        door.tr(N_("Dấu của quầy này: {mark}"), mark=hub_keys.fingerprint(own)),
        door.tr(N_("Gọi sang quầy kia, đọc hai dấu cho khớp rồi mới giao tệp.")),
    ]
    answer = {"path": str(out), "fingerprint": hub_keys.fingerprint(wanted)}
    door.say(answer, lines, done=str(out))


@click.command(name="join", help=N_("Bắt đầu dùng chung, từ giấy vào của người quản trị."))
@click.argument("enrolment", type=PATH)
@click.option("--grant", type=PATH, help=N_("Giấy cấp khóa do một quầy đang dùng chung ghi."))
@click.option("--first", is_flag=True, help=N_("Quầy đầu tiên của xã: tạo khóa nội dung."))
@with_desk
@answering
@pass_door
@needs_psycopg
def hub_join(
    door: Door, /, enrolment: Path, grant: Path | None, first: bool, unlocking: Unlocking
) -> None:
    """Share from now on."""
    from lienthong_tui.desk.sharing import trying

    given = joining.read_enrolment(small(enrolment))
    granted = small(grant) if grant else None
    with door.open_desk(unlocking, "settings") as desk:
        # One that shares already only gets another certificate.
        if joining.joined(desk.db) is None and first == (grant is not None):
            raise Unusable("hub-grant-or-first")
        reached = trying.try_line(desk, given, first=first)
        joining.join(desk, given, granted)
        known, own = joining.known(desk.db), joining.own_card(desk)
    lines = [
        door.tr(N_("Quầy đã ghép vào máy chủ dùng chung {host}."), host=given.host),
        door.tr(N_("Vai của quầy trên máy chủ: {role}"), role=given.role),
        *([] if reached else [door.tr(_UNTRIED, host=given.host, port=given.port)]),
        *(
            door.tr(
                N_("Quầy {number} (quầy này): dấu {mark}")
                if card == own
                else N_("Quầy {number}: dấu {mark}"),
                number=card.desk,
                mark=hub_keys.fingerprint(card),
            )
            for card in known.values()
        ),
        door.tr(N_("Chương trình tự đồng bộ khi mở; hoặc: lienthong sync")),
    ]
    answer = {
        "role": given.role,
        "desks": sorted(card.desk for card in known.values()),
        "reached": reached,
    }
    door.say(answer, lines)


@click.command(name="leave", help=N_("Thôi dùng chung; những gì đã nhận vẫn ở quầy."))
@with_desk
@answering
@pass_door
def hub_leave(door: Door, /, unlocking: Unlocking) -> None:
    """Share no more."""
    with door.open_desk(unlocking, "settings") as desk:
        role = joining.must_be_joined(desk.db).enrolment.role
        joining.leave(desk)
    told = N_("Quầy thôi dùng chung. Báo người quản trị cắt vai: lienthong hub revoke {role}")
    door.say({"role": role}, [door.tr(told, role=role)])


@click.command(
    name="rejoin", help=N_("Nối lại một quầy đã tách khỏi bản trên máy chủ; sao lưu trước tiên.")
)
@click.option("--backup", type=PATH, required=True, help=N_("Sao lưu quầy như bây giờ ra tệp này."))
@with_desk
@answering
@pass_door
@needs_psycopg
def hub_rejoin(door: Door, /, backup: Path, unlocking: Unlocking) -> None:
    """Bring a desk that forked back to the others."""
    from lienthong_tui.desk.sharing import rejoining, syncing

    with (
        door.open_desk(unlocking, "settings") as desk,
        at_once("rejoin"),
        syncing.connected(desk) as hub,
    ):
        rejoining.agreed_with(desk, hub)  # before a backup is made for nothing
        rejoining.check_alone(desk)
        made = backing_up.back_up(backing_up.wanted(desk), backup.absolute(), door.clock())
        backing_up.record(desk, made)
        kept = streams.head_of(desk.db, desk.stream)
        try:
            done = rejoining.rejoin(desk, hub, kept)
        except Problem:
            made.path.unlink(missing_ok=True)  # nothing was changed that it would be needed for
            raise
        answer = {
            "backup": str(made.path),
            "came": done.came,
            "again": done.again,
            "left": [each.filing for each in done.left],
            "unread": [each.filing for each in done.unread],
        }
        door.say(answer, list(_rejoined(door, done, made.path)), done=str(made.path))
        with suppress(Problem):  # it is done; what is not sent now is sent, or told, later
            syncing.sync(done.desk, hub)


def _rejoined(door: Door, done: "Outcome", backup: Path) -> Iterator[str]:
    yield door.tr(N_("Bản trước khi nối lại: {path}"), path=backup)
    text = N_("Đã nối lại: nhận {came} sự kiện từ máy chủ, ghi tiếp {again} của quầy này.")
    yield door.tr(text, came=done.came, again=done.again)
    for text, filings in (
        (N_("{name}: cả hai bản đều đã làm tiếp, nay theo bản trên máy chủ; xem lại."), done.left),
        (N_("{name}: không ghép lại được, báo người quản trị."), done.unread),
    ):
        for each in filings:
            name = each.reference or masked_name(each.label) or each.filing
            yield door.tr(text, name=name)


@click.command(
    name="ask",
    help=N_("Hỏi tình trạng một hồ sơ của xã khác, bằng số phiếu và mã tra cứu."),
)
@click.argument("reference")
@click.option("--code", required=True, help=N_("Mã tra cứu, 12 số, in trên phiếu."))
@with_desk
@answering
@pass_door
@needs_psycopg
def hub_ask(door: Door, /, reference: str, code: str, unlocking: Unlocking) -> None:
    """Where a filing of another commune stands."""
    from lienthong_tui.desk.sharing import statuses, syncing

    wanted, code = exporting.read_reference(reference), parse_lookup_code(code)
    with (
        door.open_desk(unlocking) as desk,
        at_once("lookup"),
        syncing.connected(desk) as hub,
    ):
        found = statuses.ask(desk, hub, wanted, code)
    door.say(msgspec.to_builtins(found), list(told_elsewhere(found, door.language)))


@click.command(
    name="take-over", help=N_("Nhận về quầy này một hồ sơ đang ở quầy khác; cần có đường truyền.")
)
@click.argument("reference")
@with_desk
@answering
@pass_door
@needs_psycopg
def hub_take_over(door: Door, /, reference: str, unlocking: Unlocking) -> None:
    """Have a filing of another desk."""
    from lienthong_tui.desk.sharing import syncing, taking_over

    with (
        door.open_desk(unlocking) as desk,
        at_once("claim"),
        syncing.connected(desk) as hub,
    ):
        filing = exporting.filing_of(desk, exporting.read_reference(reference))
        taking_over.take_over(desk, hub, filing)
    told = N_("Hồ sơ {reference} nay ở quầy này.")
    door.say({"filing": filing}, [door.tr(told, reference=reference)], done=reference)
