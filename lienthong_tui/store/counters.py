"""Numbers that run without gap or repetition, per scope and day."""

from lienthong_tui.store.sqlcipher import Database, one


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
