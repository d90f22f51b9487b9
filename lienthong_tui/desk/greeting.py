"""Whom the sign-in offers: known before the rooms of the desk are imported, and checked behind."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from lienthong_tui.desk.layout import KEYRING
from lienthong_tui.text.fold import fold


def offered(labels: Iterable[str]) -> list[str]:
    """Those of the officers' names that each name exactly one, in the same order.

    Two officers of one name sign in by ID number: the name alone does not tell which is meant.
    """
    named = list(labels)
    alike = Counter(map(fold, named))
    return [name for name in named if alike[fold(name)] == 1]


def at_a_glance(folder: Path) -> list[str]:
    """As `vault.officers`, as far as it is seen at once: nothing is checked, and nothing raised."""
    from lienthong_tui.store.glance import officer_labels

    return offered(officer_labels(folder / KEYRING))
