"""Builds the reference tables from a folder of source tables: `make reference FROM=<folder>`.

Every table is checked before any is written. What is changed on the way: text becomes NFC, and two
ways to write a kind of unit become one. `about.toml` tells the application the date of the data.
"""

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

TABLES = [
    "admin_provinces",
    "admin_communes",
    "admin_legacy_2025-06-30",
    "admin_older_names",
    "id_province_codes",
    "agencies",
    "banks",
    "countries",
    "ethnic_groups",
    "religions",
    "relationships",
    "holidays_vn_2026_2028",
]
ROWS = {"admin_provinces": 34, "admin_communes": 3321, "admin_legacy_2025-06-30": 10040}
HERE = Path(__file__).parent
_SNAPSHOT = re.compile(r"snapshot (\d{4}-\d\d-\d\d)")

Table = Sequence[Mapping[str, str]]


def main(source: Path, target: Path = HERE) -> None:
    """Read every table in `source`, check them, write them to `target`."""
    tables = {name: _read(source / f"{name}.csv") for name in TABLES}
    _check(tables)
    for name, rows in tables.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (target / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    (day,) = {day for row in tables["admin_communes"] for day in _SNAPSHOT.findall(row["source"])}
    about = f"# The day of the catalogue of provinces and communes.\nunits = {day}\n"
    (target / "about.toml").write_text(about, encoding="utf-8")


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: _text(v) for k, v in row.items()} for row in csv.DictReader(file)]


def _text(value: str) -> str:
    return re.sub(r"\bThành Phố ", "Thành phố ", unicodedata.normalize("NFC", value))


def _check(tables: Mapping[str, Table]) -> None:
    for name, count in ROWS.items():
        if len(tables[name]) != count:
            raise SystemExit(f"{name}: {len(tables[name])} rows, expected {count}")
    provinces = {row["code"] for row in tables["admin_provinces"]}
    communes = {row["code"]: row["province_code"] for row in tables["admin_communes"]}
    unknown = set(communes.values()) - provinces
    for name in ("admin_legacy_2025-06-30", "admin_older_names"):
        unknown |= {c for row in tables[name] for c in row["new_codes"].split("|")} - set(communes)
    if unknown:
        raise SystemExit(f"codes that no unit of today has: {sorted(unknown)}")
    for name, rows in tables.items():
        if not rows or any(not row["source"] for row in rows):
            raise SystemExit(f"{name}: empty, or a row without its source")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
