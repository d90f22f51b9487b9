"""What a receiver is told of packets in hand: each by itself, and whether they belong together."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lienthong_tui.packets import binding, encryption, packet, signers, sshsig
from lienthong_tui.packets.packet import Packet
from lienthong_tui.packets.signers import Signer, signer_of
from lienthong_tui.problems import Problem


@dataclass(frozen=True)
class Verdict:
    """What is known of one file, `name`. Without a problem it is whole and of a known desk.

    With a packet and a problem it is whole, but whose key signed it is not known, or it does not
    belong to the others. `by_fingerprint`: the key is one that was compared by hand, on no list, so
    that only who compared it knows whose it is.
    """

    name: str
    packet: Packet | None = None
    problem: Problem | None = None
    by_fingerprint: bool = False


@dataclass(frozen=True)
class Round:
    """The packets of one round of a filing that are in hand, by number; `count` were sealed."""

    reference: str
    number: int
    count: int
    present: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers that are not in hand: nothing is wrong where other agencies have them."""
        return tuple(n for n in range(1, self.count + 1) if n not in self.present)


def judge(
    name: str, data: bytes, known: Iterable[Signer], fingerprints: Collection[str] = ()
) -> Verdict:
    """The verdict on one file. `known` are the keys that count, and those of `fingerprints`."""
    if encryption.is_encrypted(data):
        return Verdict(name, None, Problem("packet-encrypted"))
    try:
        read = packet.read(data)
    except Problem as problem:
        return Verdict(name, None, problem)
    compared = _is_compared(read, fingerprints)
    try:
        check_signer(read, known, fingerprints)
    except Problem as problem:
        return Verdict(name, read, problem)
    return Verdict(name, read, None, compared)


def check_signer(read: Packet, known: Iterable[Signer], fingerprints: Collection[str] = ()) -> None:
    """That the desk which the packet names signed it, or a key that was compared by hand.

    Errors: those of `signers.signer_of`.
    """
    if not _is_compared(read, fingerprints):
        principal = read.contents.desk.principal
        signer_of(known, read.signature.key, principal, signers.PACKET, read.sealed_on)


def _is_compared(read: Packet, fingerprints: Iterable[str]) -> bool:
    """Whether its key is one of those typed off paper."""
    return read.fingerprint in map(sshsig.read_fingerprint, fingerprints)


def compare(verdicts: Sequence[Verdict]) -> tuple[list[Verdict], list[Round]]:
    """The verdicts again, with those that contradict another, and the rounds they come from."""
    # A copy under somebody's own key says nothing of the packet it was copied from.
    whole = [(v.name, v.packet) for v in verdicts if v.packet is not None and not v.problem]
    told = [
        verdict
        if verdict.problem or verdict.packet is None
        else replace(verdict, problem=_stranger(verdict.name, verdict.packet, whole))
        for verdict in verdicts
    ]
    rounds: dict[tuple[str, int, int], set[int]] = {}
    for _, read in whole:
        bound = read.binding
        key = (bound.reference, bound.round, len(bound.packets))
        rounds.setdefault(key, set()).add(read.contents.number)
    return told, [Round(*key, tuple(sorted(numbers))) for key, numbers in rounds.items()]


def _stranger(name: str, read: Packet, others: Iterable[tuple[str, Packet]]) -> Problem | None:
    """Why a packet does not belong to those of its filing that are in hand."""
    found = (
        problem
        for other_name, other in others
        if other_name != name
        and (other.contents.desk, other.contents.reference)
        == (read.contents.desk, read.contents.reference)
        for problem in _contradictions(read, other, other_name)
    )
    return next(found, None)


def _contradictions(read: Packet, other: Packet, name: str) -> Iterator[Problem]:
    mine, theirs = (binding.round_sha256(each.bag.files) for each in (read, other))
    if read.binding.round == other.binding.round and mine != theirs:
        yield Problem("packet-other-sealing", name=name)
    if read.binding.round == other.binding.round + 1 and read.binding.previous != theirs:
        yield Problem("packet-other-round", name=name)
    follows = read.contents.follows
    theirs_is = (other.binding.round, other.contents.number)
    inventory = other.binding.packets[other.contents.number - 1].inventory
    if follows and (follows.round, follows.number) == theirs_is and follows.inventory != inventory:
        yield Problem("packet-other-round", name=name)
