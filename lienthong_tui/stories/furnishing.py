"""The desk that `lienthong demo` opens: its office, its scanner, and everybody's story told."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pyotp

from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.desk import demo, vault
from lienthong_tui.desk.demo import DemoAccount
from lienthong_tui.desk.equipment import equip
from lienthong_tui.desk.session import session
from lienthong_tui.desk.workplace import Clock
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.resources import data_path
from lienthong_tui.store.sqlcipher import writing
from lienthong_tui.stories import births, deaths, hall, life
from lienthong_tui.stories.acts import Stage
from lienthong_tui.stories.diary import Diary, Watch, tell

SCANNED = "giay-chung-sinh-04.pdf"
"""The page that lies in the scanner's folder: the grandmother's filing waits for it."""

_STORIES = (
    *(births.married, births.young_mother, births.guardian, births.twins, births.wrong_commune),
    *(births.mothers_surname, births.grandmother, births.foreign_father, births.mother_died),
    *(hall.grandson, deaths.pensioner, deaths.killed_on_the_road, life.thuy),
)


@contextmanager
def furnished_demo(clock: Clock) -> Iterator[tuple[Path, DemoAccount]]:
    """The folder of a sample desk on which the ten cases have happened, and who may sign in;
    deleted at the end.

    Nobody has it open. Making it takes seconds.
    """
    diary = Diary(clock())
    with tempfile.TemporaryDirectory(prefix="lienthong-demo-") as folder:
        root = Path(folder)
        watch = Watch(min(diary.day(9, "07:30"), births.BEFORE_A_HOLIDAY - timedelta(hours=8)))
        # Its password is made up now and is gone with it: what protects a real one only delays.
        account = demo.make_demo(
            root, watch(), office=data_path("stories", "office.toml").read_bytes(), cost=FLOOR
        )
        _furnish(root, account, watch, diary)
        yield root / "desk", account


def _furnish(root: Path, account: DemoAccount, watch: Watch, diary: Diary) -> None:
    """Sign in as the officer, and do all that is told."""
    code = pyotp.TOTP(account.secret).at(watch())
    unlocked = vault.open_with_password(
        root / "desk", account.officer_id, account.password, code, watch()
    )
    with session(unlocked, watch) as desk:
        scans = root / "may-quet"
        scans.mkdir()
        equip(desk, Equipped(scanner_folder=str(scans)))
        stage = Stage(root, desk, diary)
        with writing(desk.db):  # a power cut takes it whole: nothing is waited for in between
            tell(watch, (story(stage) for story in _STORIES))
        watch.at = diary.now
    page = shutil.copyfile(data_path("samples", "papers", SCANNED), scans / "trang-quet-1.pdf")
    os.utime(page, 2 * (diary.now.timestamp(),))  # somebody has just laid it on the glass
