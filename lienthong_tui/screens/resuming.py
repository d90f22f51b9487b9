"""Going on with a filing: where the next thing about it is done, and in whose hands it is."""

from textual.screen import Screen

from lienthong_tui.desk import drafting, parking
from lienthong_tui.desk.looking import look
from lienthong_tui.filing.events import Viewed
from lienthong_tui.filing.queue import Kind
from lienthong_tui.problems import Problem
from lienthong_tui.screens import sharing
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.screens.steps.task_list import open_filing
from lienthong_tui.store import projections


async def go_on(
    ours: Host, filing: str, kind: Kind | None = None, *, over: Screen[None] | None = None
) -> None:
    """Open a filing, and on top of it the page on which what is to be done of this `kind` is done.

    One that another officer has in hand is asked about once: opening it again takes it over. A page
    that it is opened `over` goes. One that another desk has is asked about in the same way.
    Errors: Problem("filing-held") with `name` and `since`, ("claim-asked") with `desk`; those of
    `sharing.take_over` and `drafting.reopen`.
    """
    desk = ours.at
    number = await ours.at_desk(lambda: projections.elsewhere(desk.db, filing))
    if number is not None:
        if ours.asked_of != filing:
            ours.asked_of = filing
            raise Problem("claim-asked", desk=number)
        ours.asked_of = ""
        await sharing.take_over(ours, filing, number)
    held = await ours.at_desk(parking.held_by_another, desk, filing)
    if held is not None and ours.asked_of != filing:
        ours.asked_of = filing
        raise Problem("filing-held", name=held.name, since=held.since)
    ours.asked_of = ""
    await ours.at_desk(look, desk, filing, Viewed(why="work"))
    draft = await ours.at_desk(drafting.reopen, desk, filing)
    if (parked := draft.filing.parked) and parked.note:  # from whoever put it aside
        ours.notify(parked.note, markup=False, timeout=12)
    keeper = Keeper(ours, await ours.at_desk(parking.claim, desk, draft))
    if over is not None and ours.screen is over:
        ours.pop_screen()
    open_filing(keeper)
    open_next(keeper, kind)


def open_next(keeper: Keeper, kind: Kind | None) -> None:
    """Open the page on which a thing of this `kind` is done, where it has one of its own."""
    from lienthong_tui.screens.checking import Checking
    from lienthong_tui.screens.handing_over import HandingOver
    from lienthong_tui.screens.mending import Mending
    from lienthong_tui.screens.official_numbers import Numbers
    from lienthong_tui.screens.outcomes import Outcomes
    from lienthong_tui.screens.supplement import Supplement

    match kind:
        case "unchecked":
            keeper.app.push_screen(Checking(keeper))
        case "supplement":
            keeper.app.push_screen(Supplement(keeper))
        case "overdue" | "due" | "fee" | "result" | "blocked":
            keeper.app.push_screen(Outcomes(keeper))
        case "refused":
            keeper.app.push_screen(Mending(keeper))
        case "number":
            keeper.app.push_screen(Numbers(keeper))
        case "hand-out":
            keeper.app.push_screen(HandingOver(keeper))
