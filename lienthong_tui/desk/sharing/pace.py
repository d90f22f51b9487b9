"""How long until the next round: soon while the hub answers, later and later while it does not."""

BASE, MOST = 10.0, 300.0  # seconds
_SPREAD = 0.2


def wait(fails: int, chance: float) -> float:
    """Seconds until the next round, after so many that failed one after another; `chance` is from 0
    to 1. Desks that lost the hub at one moment do not come back at one moment (full jitter)."""
    if fails == 0:
        return BASE * (1 - _SPREAD + 2 * _SPREAD * chance)
    # At the earliest after a second: an answer that comes at once is no reason to ask at once.
    return max(1.0, min(MOST, BASE * 2.0 ** min(fails, 10)) * chance)
