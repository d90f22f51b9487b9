"""Reading the reference tables shipped under `data/reference/`."""

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache

from lienthong_tui.resources import data_path


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/reference/<name>.csv`, each a mapping from column name to text."""
    with data_path("reference", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def units_day() -> dt.date:
    """The day of the catalogue of provinces and communes."""
    day: dt.date = tomllib.loads(data_path("reference", "about.toml").read_text("utf-8"))["units"]
    return day
