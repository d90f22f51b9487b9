"""How well duplicates are told: precision and recall on the labelled pairs of `tests/filing`.

`make bench ONLY=alike`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The rules:

* `alike.csv` holds pairs of fictional people, labelled as a person at the desk would judge them;
* `certain`: of what is called certain; `likely`: of all that is found, certain or likely;
* ours is what was found rightly. The baseline is all that was found for the precision, all pairs
  of one person for the recall: here more is better, and no goal of the largest ratio applies;
* `exact`: what one finds without any of it, the same name and the same day of birth.
"""

from filing.labelled import Figures, figures, pairs

from bench.line import tell


def main() -> None:
    """Each level over all pairs and by group, then the plain way."""
    for group in (None, "birth", "death"):
        of = "" if group is None else f"{group}/"
        for level in ("certain", "likely"):
            _told(f"alike/{of}{level}", figures(level, group))
    exact = [p for p in pairs() if (p.one.name, p.one.birth) == (p.other.name, p.other.birth)]
    there = sum(1 for pair in pairs() if pair.same)
    _told("alike/exact", Figures(len(exact), sum(1 for p in exact if p.same), there))


def _told(name: str, found: Figures) -> None:
    tell(f"{name}/precision", found.rightly, found.found, None, "pairs")
    tell(f"{name}/recall", found.rightly, found.there, None, "pairs")


if __name__ == "__main__":
    main()
