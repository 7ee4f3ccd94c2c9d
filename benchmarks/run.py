"""The benchmark: every part, the targets, a table to read and JSON to keep.

    python benchmarks/run.py                          # everything; some twenty minutes
    python benchmarks/run.py --quick                  # a look at all parts; figures mean little
    python benchmarks/run.py --only single --only files
    python benchmarks/run.py --json benchmarks/results.json && python docs/pages.py

``pip install "scorerules[bench]"`` brings the peers; those that are missing are left out. Every part runs in
a process of its own; cases of a part run in turn, round after round. One record and tables on one thread are
measured in processor time, all cores by the clock on the wall. The page docs/explanation/performance.md is
made of the JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import asdict, evolve
from machine import machine
from parts import PARTS, QUICK, Asked, in_process
from targets import judged, times_as_fast

BASES = {
    "single": "by hand, Python floats",
    "one-thread": "by hand, Polars",
    "all-cores": "by hand, Polars",
    "files": "by hand, Polars, scan_parquet to sink_parquet",
}
UNITS = {"single": ("µs a record", 1e6), "files": ("s a million", 1e6)}


def main() -> int:
    """Measure and show."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, help="rows of a table")
    parser.add_argument("--json", type=Path, help="where to write the report, or to add parts to one")
    parser.add_argument("--only", action="append", choices=tuple(PARTS), help="this part and no other")
    parser.add_argument("--quick", action="store_true", help="few rows and rounds")
    given = parser.parse_args()
    asked = QUICK if given.quick else Asked()
    if given.rows is not None:
        asked = evolve(asked, rows=given.rows)
    report: dict[str, Any] = {"machine": machine(), "asked": asdict(asked)}
    if given.only and given.json is not None and given.json.exists():
        report = {**json.loads(given.json.read_text(encoding="utf-8")), **report}
    for part in given.only or PARTS:
        print(f"{part} …", file=sys.stderr, flush=True)
        report[part] = in_process(part, asked)
    report["targets"] = list(judged(report))
    print("\n".join(shown(report)))
    if given.json is not None:
        given.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def shown(report: dict[str, Any]) -> Iterator[str]:
    """The report, line by line."""
    yield ", ".join(report["machine"].values())
    for part, base in BASES.items():
        for scheme, rows in report.get(part, {}).items():
            yield from _cases(part, scheme, rows, base)
    for scheme, found in report.get("profile", {}).items():
        yield f"\nprofile, {scheme}, ns a row"
        for name, taken in found.items():
            yield f"  {name:45} {taken:9.1f}"
    if "memory" in report:
        yield "\nmemory beside the table, MiB"
        for one in report["memory"]["cases"]:
            yield f"  {one['case']:45} {one['rows']:>11,} rows {one['bytes'] / 2**20:9.0f}"
    if "growth" in report:
        yield "\ngrowth"
        for one in report["growth"]["rows"]:
            yield f"  {one['rows']:>11,} rows {one['seconds'] / one['rows'] * 1e9:9.0f} ns a row"
        for one in report["growth"]["indicators"]:
            each = one["seconds"] / one["rows"] / one["indicators"] * 1e9
            yield f"  {one['indicators']:>11,} indicators {each:9.1f} ns a row and indicator"
    if "loading" in report:
        yield "\nloading"
        for name, taken in report["loading"]["processes"].items():
            yield f"  {name:40} {taken:7.0f} ms"
        for one in report["loading"]["sizes"]:
            taken = f"load {one['load']:8.0f} ms, compile {one['compile']:7.0f} ms"
            yield f"  {one['indicators']:>11,} indicators: {taken}"
    yield "\ntargets"
    for one in report["targets"]:
        verdict = "met" if one["met"] else "missed"
        what = f"{one['own']} / {one['peer']}" if one["peer"] else one["own"]
        yield f"  {one['part']:10} {what:75} {one['found']:8.2f} of {one['asked']:5.2f}  {verdict}"


def _cases(part: str, scheme: str, rows: list[dict[str, Any]], base: str) -> Iterator[str]:
    unit, scale = UNITS.get(part, ("M rows/s", 0))
    yield f"\n{part}, {scheme:45} {unit:>12} {'× base':>8}   wrong scores, grades"
    for one in rows:
        speed = one["seconds"] * scale if scale else 1 / one["seconds"] / 1e6
        ratio = times_as_fast(rows, one["case"], base)
        counted = one["wrong"]
        wrong = (
            "" if counted is None else f"{counted['scores']:>9,} {counted['grades']:>7,} of {counted['of']:,}"
        )
        name = f"{one['case']} ({one['version']})" if one["version"] else one["case"]
        yield f"  {name:60} {speed:10.2f} {ratio or 0:8.2f}   {wrong}"


if __name__ == "__main__":
    sys.exit(main())
