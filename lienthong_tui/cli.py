"""The doors: which command stands in which module, imported only when it is asked for.

Exit codes: 0 done · 1 the case, packet, definition or journal has errors · 2 unusable input or
arguments · 3 sign-in refused · 4 the desk, an export or the answer cannot be opened or written
(with a reference: stored, but…) · 5 busy, try again.
"""

from collections.abc import Sequence
from typing import NoReturn

import click

from lienthong_tui import __version__, invocation
from lienthong_tui.command_groups import LazyGroup
from lienthong_tui.invocation import Door
from lienthong_tui.options import LANG
from lienthong_tui.sentences.marking import N_

_COMMANDS = {
    "access": "cli_privacy:access",
    "agency": "cli_replies:agency_group",
    "backup": "cli_backup:backup_command",
    "blank-forms": "cli_papers:blanks",
    "check": "cli_filing:check",
    "data": "cli_privacy:data_group",
    "definitions": "cli_definitions:definitions_group",
    "demo": "cli_screens:demo_command",
    "doctor": "cli_doctor:doctor_command",
    "export": "cli_filing:export",
    "file": "cli_filing:file",
    "hand-off": "cli_replies:hand_off",
    "hub": "cli_hub:hub_group",
    "init": "cli_desk:init",
    "journal": "cli_desk:journal_group",
    "key": "cli_officers:key_group",
    "kiosk": "cli_kiosk:kiosk_group",
    "lookup": "cli_filing:lookup",
    "officer": "cli_officers:officer_group",
    "open": "cli_screens:open_command",
    "packet": "cli_packets:packet_group",
    "queue": "cli_queue:queue_command",
    "rebuild": "cli_desk:rebuild",
    "receive": "cli_replies:receive",
    "recovery": "cli_officers:recovery_group",
    "register": "cli_papers:register",
    "remind": "cli_reminders:remind",
    "report": "cli_papers:report",
    "restore": "cli_backup:restore_command",
    "salvage": "cli_backup:salvage_command",
    "settings": "cli_settings:settings_group",
    "signing-key": "cli_packets:signing_key_group",
    "sync": "cli_sync:sync_command",
    "tell": "cli_replies:tell",
}


@click.group(
    cls=LazyGroup,
    places=_COMMANDS,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",  # the help speaks of the commands, not of none
    help=N_("Hồ sơ liên thông khai sinh, khai tử tại quầy một cửa cấp xã."),
)
@LANG
@click.version_option(__version__, prog_name="lienthong", help=N_("Phiên bản."))
@click.pass_context
def main_group(context: click.Context) -> None:
    """The command without a name: holds the others; alone at a terminal it opens the screens."""
    if context.invoked_subcommand is None:
        if not invocation.at_a_terminal():
            raise click.exceptions.NoArgsIsHelpError(context)
        from lienthong_tui.cli_screens import open_screens

        open_screens(context.ensure_object(Door), invocation.own_desk())


def run(arguments: Sequence[str]) -> NoReturn:
    """Run the command line and leave with its exit code."""
    invocation.run(main_group, arguments)
