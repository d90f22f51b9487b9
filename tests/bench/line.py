"""What every benchmark prints: one JSON line for each comparison."""

import json
import sys


def tell(name: str, ours: float, baseline: float, goal: float | None, unit: str) -> None:
    """Print {"name", "ours", "baseline", "unit", "ratio", "goal"}; a goal is the largest ratio."""
    line = {
        "name": name,
        "ours": ours,
        "baseline": baseline,
        "unit": unit,
        "ratio": round(ours / baseline, 3),
        "goal": goal,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
