"""What an officer has to do before anything else: confirm a strange date, another password, a
phone."""

from textual.screen import Screen

from lienthong_tui.desk.desk import Desk
from lienthong_tui.screens.accounts.date_doubt import DateDoubt
from lienthong_tui.screens.accounts.new_password import NewPassword
from lienthong_tui.screens.accounts.new_phone import NewPhone
from lienthong_tui.screens.home import Home


def next_step(desk: Desk) -> Screen[None]:
    """The screen to go on with after signing in; it reads the account, so not from the screens."""
    if desk.last_seen is not None and desk.account is not None:
        return DateDoubt(desk.last_seen)
    account = desk.account
    if account is not None and account.password_due:
        return NewPassword(first=True)
    if account is not None and account.phone_due:
        return NewPhone(desk, first=True)
    return Home()
