"""Numbers that run without gap or repetition, per scope and day."""

from collections.abc import Mapping
from datetime import date, timedelta

from lienthong_tui.store.sqlcipher import Database, one, rows, writing

REFERENCES = "reference"
"""The scope of the numbers in a day's references."""


def next_number(db: Database, scope: str, day: str) -> int:
    """The next number of `scope` on `day` (any text, such as "2026-11-20"), from 1.

    Call it inside the `writing` that stores what bears the number, so that both are kept or
    neither. A clock set back to an earlier day continues that day's numbers.
    """
    found = one(
        db,
        """INSERT INTO counter (scope, day, value) VALUES (?, ?, 1)
           ON CONFLICT (scope, day) DO UPDATE SET value = value + 1 RETURNING value""",
        [scope, day],
    )
    assert found is not None
    value: int = found[0]
    return value


def value(db: Database, scope: str, day: str) -> int:
    """The last number given out; 0 where there is none."""
    return values(db, scope).get(day, 0)


def values(db: Database, scope: str) -> dict[str, int]:
    """The last number given out by day."""
    return dict(rows(db, "SELECT day, value FROM counter WHERE scope = ?", [scope]))


def raise_to(db: Database, scope: str, known: Mapping[str, int]) -> None:
    """Let each day's numbers go on behind the ones that are known to have been given out."""
    with writing(db):
        for day, number in known.items():
            db.execute(
                """INSERT INTO counter (scope, day, value) VALUES (?, ?, ?)
                   ON CONFLICT (scope, day) DO UPDATE SET value = max(value, excluded.value)""",
                [scope, day, number],
            )


def skip(db: Database, scope: str, first: date, last: date, block: int) -> None:
    """Let each day's numbers go on at a multiple of `block`: what was given out on these days, and
    is known to another copy of the store only, is not given out again.
    """
    with writing(db):
        for days in range((last - first).days + 1):
            day = (first + timedelta(days)).isoformat()
            db.execute(
                """INSERT INTO counter (scope, day, value) VALUES (:scope, :day, :block - 1)
                   ON CONFLICT (scope, day)
                   DO UPDATE SET value = ((value + 1) / :block + 1) * :block - 1""",
                {"scope": scope, "day": day, "block": block},
            )
