"""What a citizen pays for a filing: the definition's fees, at the office's amounts.

The product reckons and tells; it takes no money and prints no receipt (biên lai).
"""

from dataclasses import dataclass

from lienthong_tui.filing.outline import Outline
from lienthong_tui.procedures import overlay as offices
from lienthong_tui.procedures.definition import Fee
from lienthong_tui.procedures.overlay import Overlay


@dataclass(frozen=True)
class Charge:
    """A fee that applies: `unit` in đồng for each of `count`, None where nobody set it.

    `exempt` is whether the answers say that it is waived.
    """

    fee: Fee
    unit: int | None
    count: int
    exempt: bool

    @property
    def total(self) -> int | None:
        """What is due, in đồng; None where nobody set the amount."""
        if self.exempt:
            return 0
        return None if self.unit is None else self.unit * self.count


def charges(outlined: Outline, office: Overlay) -> tuple[Charge, ...]:
    """The fees of a filing as it is answered, in the definition's order."""
    found = []
    for fee in outlined.group.definition.fee:
        if not outlined.holds("fee", fee.id, "when"):
            continue
        count = 1 if fee.count is None else outlined.values.get(fee.count)
        if not isinstance(count, int) or count < 1:
            continue
        exempt = fee.exempt is not None and outlined.holds("fee", fee.id, "exempt")
        found.append(Charge(fee, offices.amount(fee, office), count, exempt))
    return tuple(found)
