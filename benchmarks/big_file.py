"""A large CSV file, scored from file to file: time, and the most memory that was ever used.

The scheme is that of :mod:`residence_card`. The file repeats a hundred thousand different records. Every run
is a process of its own:

    python benchmarks/big_file.py                 # ten million rows
    python benchmarks/big_file.py --rows 1000000 --to csv parquet --threads 1 2
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from machine import machine
from residence_card import JUDGED, RULESET, Record, records

DIFFERENT = 100_000
RUN = """\
import resource, sys
from scorerules.cli import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
sys.exit(code)
"""


def row(record: Record) -> dict[str, object]:
    """A record as a row: the scores that it gives, remarks in columns of their own."""
    found: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            found |= {name: JUDGED[name] - value["deduct"], f"{name}.remark": value["remark"]}
        else:
            found[name] = value
    return found


def write(path: Path, rows: int) -> None:
    """Write a CSV file of so many rows."""
    made = [row(one) for one in records(min(rows, DIFFERENT), Decimal)]
    names = ["district", *dict.fromkeys(name for one in made for name in one)]
    text = io.StringIO()
    out = csv.DictWriter(text, names, lineterminator="\n")
    out.writerows({"district": f"街道{number}", **one} for number, one in enumerate(made))
    block = text.getvalue().encode()
    with path.open("wb") as file:
        file.write((",".join(names) + "\n").encode())
        for _ in range(rows // len(made)):
            file.write(block)


def measure(source: Path, target: Path, threads: int) -> dict[str, object]:
    """Score a file in a process of its own."""
    command = [sys.executable, "-c", RUN, "score", str(RULESET), str(source), "-o", str(target), "--force"]
    begin = time.perf_counter()
    ran = subprocess.run(  # noqa: S603 - our own command
        [*command, "--threads", str(threads), "--json"], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begin
    report, _, used = ran.stdout.rstrip().rpartition("\n")
    peak, busy = used.split()
    summary = json.loads(report)
    return {
        "to": target.suffix[1:],
        "threads": threads,
        "rows": summary["rows"],
        "failed": summary["failed"],
        "seconds": round(seconds, 1),
        "processor seconds": round(float(busy), 1),
        "rows per second": round(summary["rows"] / seconds),
        "peak MB": round(int(peak) / 1024),
        "output MB": round(target.stat().st_size / 1e6),
    }


def main() -> None:
    """Write the file, score it, print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--to", nargs="+", default=["parquet", "csv"])
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--folder", help="where the files are written; a temporary folder unless said")
    said = parser.parse_args()
    print(json.dumps(machine()))
    with tempfile.TemporaryDirectory(dir=said.folder) as folder:
        source = Path(folder) / "big.csv"
        write(source, said.rows)
        print(f"{source.name}: {source.stat().st_size / 1e6:,.0f} MB")
        for suffix in said.to:
            for threads in said.threads:
                target = Path(folder) / f"scored.{suffix}"
                print(json.dumps(measure(source, target, threads)), flush=True)
                target.unlink()


if __name__ == "__main__":
    main()
