"""The keys of the contents: taken from desks that are known, given to them, and made anew where a
desk is let in no more."""

from contextlib import suppress

from lienthong_tui.access import hub_keys
from lienthong_tui.access.hub_keys import Card, Epoch, Grant
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.sharing_events import DeskShutOut
from lienthong_tui.hub import keys
from lienthong_tui.hub.keys import Announced
from lienthong_tui.problems import Problem, Refused
from lienthong_tui.store import sharing
from lienthong_tui.store.sqlcipher import writing


def take(at: At) -> None:
    """The keys that other desks have begun since, from those that are known here.

    Errors: Refused("epoch-other") where the commune has another key in the place of one of this
    desk's: it joined as the first and is not.
    """
    begun = []
    for each in keys.announced(at.hub, at.commune):
        own = at.epochs.get(each.epoch)
        if own is None:
            begun.append(each)
        elif hub_keys.public_half(own) != each.recipient:
            raise Refused("epoch-other")
    if not begun:
        _announce_first(at)
        return
    for number, data in keys.wrapped(at.hub, at.commune, at.joined.enrolment.role).items():
        if number in at.epochs:
            continue
        try:
            given = hub_keys.accept(data, at.joined.secrets, joining.known(at.db).values())
        except Problem as problem:
            at.round.told.append(problem)
            continue
        for epoch in given.epochs:
            if epoch.number == number:
                sharing.keep_epoch(at.db, epoch.number, epoch.secret)
                at.epochs[epoch.number] = epoch


def _announce_first(at: At) -> None:
    """The first desk of a commune says which epoch it began with."""
    if not keys.announced(at.hub, at.commune) and at.epochs:
        first = min(at.epochs.values())
        role = at.joined.enrolment.role
        keys.announce(
            at.hub, at.commune, Announced(first.number, role, hub_keys.public_half(first)), {}
        )


def _members(at: At) -> tuple[dict[str, str], set[str]]:
    """The roles of the desks that are let in, by their keys in hex; and who is let in no more. What
    the hub says of members decides who is served, never who may read."""
    let_in: dict[str, str] = {}
    shut: set[str] = set()
    for member in keys.members(at.hub, at.commune):
        with suppress(Problem):
            verify = hub_keys.read_card(member.card).verify.hex()
            if member.revoked:
                shut.add(verify)
            else:
                let_in[verify] = member.role
    return let_in, shut - let_in.keys()


def _wrapped(at: At, epoch: Epoch, to: Card) -> bytes:
    given = Grant(by=at.joined.card, epochs=(epoch,), known=())
    return hub_keys.grant(to, given, at.joined.secrets)


def share(at: At) -> None:
    """Give each desk that is known the keys that it has not got: it was not there when they were
    begun, or the hub was set back."""
    let_in, _ = _members(at)
    held = keys.held(at.hub, at.commune)
    for each in keys.announced(at.hub, at.commune):
        epoch = at.epochs.get(each.epoch)
        if epoch is None or hub_keys.public_half(epoch) != each.recipient:
            continue
        for verify, card in joining.known(at.db).items():
            role = let_in.get(verify)
            if role is not None and (each.epoch, role) not in held:
                keys.give(at.hub, at.commune, each.epoch, role, _wrapped(at, epoch, card))


def renew(at: At) -> None:
    """Where a desk is let in no more: a new key for all others, so it reads nothing to come."""
    known = joining.known(at.db)
    let_in, shut = _members(at)
    gone = [verify for verify in known if verify in shut]
    if not gone:
        return
    staying = {verify: card for verify, card in known.items() if verify not in gone}
    last = max((each.epoch for each in keys.announced(at.hub, at.commune)), default=0)
    epoch = hub_keys.new_epoch(max(last, at.newest.number) + 1)
    wrapped = {
        let_in[verify]: _wrapped(at, epoch, card)
        for verify, card in staying.items()
        if verify in let_in
    }
    role = at.joined.enrolment.role
    announced = Announced(epoch.number, role, hub_keys.public_half(epoch))
    if keys.announce(at.hub, at.commune, announced, wrapped):
        with writing(at.db):
            sharing.keep_epoch(at.db, epoch.number, epoch.secret)
            at.epochs[epoch.number] = epoch
            Workplace.append(at.desk, None, [DeskShutOut(verify=verify) for verify in gone])
