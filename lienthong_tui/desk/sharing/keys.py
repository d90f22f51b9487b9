"""The keys of the contents: taken from desks that are known, given to them, and made anew where a
desk is let in no more."""

from contextlib import suppress

from lienthong_tui.access import hub_keys
from lienthong_tui.access.hub_keys import Card, Epoch, Grant
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.round import At
from lienthong_tui.desk.workplace import Workplace
from lienthong_tui.filing.sharing_events import DeskShutOut
from lienthong_tui.hub import administering, keys
from lienthong_tui.problems import Problem
from lienthong_tui.store import sharing
from lienthong_tui.store.sqlcipher import writing


def take(at: At) -> None:
    """The keys that desks known here have laid down. What nobody known signed is passed over:
    anybody who may write to the hub can lay something down."""
    known = joining.known(at.db).values()
    for number, data in keys.wrapped(at.hub, at.commune, at.joined.enrolment.role):
        if number in at.epochs:
            continue
        with suppress(Problem):
            for epoch in hub_keys.accept(data, at.joined.secrets, known).epochs:
                _keep(at, epoch)


def _keep(at: At, epoch: Epoch) -> None:
    sharing.keep_epoch(at.db, epoch.number, epoch.secret)
    at.epochs.setdefault(epoch.number, epoch)


def _members(at: At) -> tuple[dict[str, str], set[str]]:
    """The roles of the desks that are let in, by their keys in hex; and who is let in no more. What
    the hub says of members decides who is served, never who may read."""
    let_in: dict[str, str] = {}
    shut: set[str] = set()
    for member in administering.members(at.hub, at.commune):
        with suppress(Problem):
            verify = hub_keys.read_card(member.card).verify.hex()
            if member.revoked:
                shut.add(verify)
            else:
                let_in[verify] = member.role
    return let_in, shut - let_in.keys()


def share(at: At) -> None:
    """Lay down, for each desk that is known, the keys it may not have got: it was not there when
    they were begun, or the hub was set back."""
    let_in, _ = _members(at)
    own = at.joined.enrolment.role
    held = keys.held(at.hub, at.commune, own)
    for verify, card in joining.known(at.db).items():
        role = let_in.get(verify)
        for epoch in at.epochs.values():
            # To itself, too: set back to an earlier copy, it may be the only one that had a key.
            if role is not None and (epoch.number, role) not in held:
                wrapped = _wrapped(at, epoch, card)
                keys.give(at.hub, at.commune, epoch.number, role, own, wrapped)


def _wrapped(at: At, epoch: Epoch, to: Card) -> bytes:
    given = Grant(by=at.joined.card, epochs=(epoch,), known=())
    return hub_keys.grant(to, given, at.joined.secrets)


def renew(at: At) -> None:
    """Where a desk is let in no more: a new key for all others (`share`), so that it reads nothing
    to come. From here on nothing is written with an earlier one."""
    _, shut = _members(at)
    gone = [verify for verify in joining.known(at.db) if verify in shut]
    if gone:
        with writing(at.db):
            _keep(at, hub_keys.new_epoch())
            Workplace.append(at.desk, None, [DeskShutOut(verify=verify) for verify in gone])
