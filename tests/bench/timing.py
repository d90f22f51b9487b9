"""Series of measurements, interleaved, and what is said of them."""

import statistics
from collections.abc import Callable, Mapping

from bench.line import tell

Series = list[float]


def interleaved(rounds: int, ways: Mapping[str, Callable[[], float]]) -> dict[str, Series]:
    """Each way measured in turn, `rounds` times, so that all meet the same moods of the machine.

    A first round warms up and is thrown away.
    """
    found: dict[str, Series] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, measure in ways.items():
            value = measure()
            if number:
                found[name].append(value)
    return found


def p95(series: Series) -> float:
    """The value that a twentieth lies above."""
    return statistics.quantiles(series, n=20, method="inclusive")[-1]


def compare(
    name: str,
    ours: Series,
    baseline: Series,
    unit: str,
    *,
    goal: float | None = None,
    digits: int = 3,
) -> None:
    """Tell two series apart by their medians, which the goal is about, and by their p95."""
    middle = statistics.median
    tell(f"{name}/median", round(middle(ours), digits), round(middle(baseline), digits), goal, unit)
    tell(f"{name}/p95", round(p95(ours), digits), round(p95(baseline), digits), None, unit)
