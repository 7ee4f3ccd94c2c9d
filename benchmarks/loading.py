"""Importing, loading and compiling: how long they take, and how that grows with the ruleset.

Run it as ``python benchmarks/loading.py``; with ``--json FILE`` it writes the same as JSON. Times are
processor time, medians of several runs; imports are measured in new processes, bytecode being there.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from machine import machine
from residence_card import RULESET, records

import scorerules
from scorerules.compile import compiled

SIZES = (10, 100, 1000, 3000)
RUNS = 7

IMPORTS = {
    "python": "pass",
    "import scorerules": "import scorerules",
    "import scorerules, then load a file": f"import scorerules; scorerules.load({str(RULESET)!r})",
}


def in_new_process(code: str) -> float:
    """Milliseconds of a new interpreter that runs ``code``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - the codes above
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def milliseconds(call: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1e3


def ruleset_of(count: int) -> str:
    """A ruleset of so many indicators, each with a datum of its own, a rule and a rounding."""
    lines = ["scorerules = 1", '[ruleset]\nid = "many"', f"[total]\nfull = {count}", "[tier.t]"]
    for n in range(count):
        lines.append(f'[indicator.x{n}]\ntier = "t"\nweight = 1\ninput = {{ unit = "%" }}')
        lines.append('deduct = { below = "90%", each = "1pp", points = 0.05, partial = "started" }')
        lines.append("round = { to = 0.01 }")
    return "\n".join(lines)


def by_size(count: int) -> dict[str, Any]:
    """What a ruleset of so many indicators takes, in milliseconds, and its records in microseconds."""
    text = ruleset_of(count)
    loaded: list[scorerules.Ruleset] = []
    load = statistics.median(milliseconds(lambda: loaded.append(scorerules.loads(text))) for _ in range(3))
    ruleset = loaded[-1]
    record = {f"x{n}": (7 * n) % 101 for n in range(count)}
    compiling = milliseconds(lambda: compiled(ruleset.plan).score(record))
    rounds = max(5, 20_000 // count)

    def score() -> None:
        for _ in range(rounds):
            found = compiled(ruleset.plan).score(record)
            assert found is not None

    scored = statistics.median(milliseconds(score) for _ in range(5)) / rounds * 1e3
    return {"indicators": count, "load": load, "compile": compiling, "score": scored}


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    started = {
        name: statistics.median(in_new_process(code) for _ in range(RUNS)) for name, code in IMPORTS.items()
    }
    scorerules.load(RULESET)
    loading = statistics.median(milliseconds(lambda: scorerules.load(RULESET)) for _ in range(RUNS))
    ruleset = scorerules.load(RULESET)
    (record,) = records(1, float)
    compiling = milliseconds(lambda: compiled(ruleset.plan).score(record))
    sizes = [by_size(count) for count in SIZES]
    report = {
        "machine": machine(), "processes": started, "load of the residence cards": loading,
        "compiling them": compiling, "sizes": sizes,
    }  # fmt: skip
    print(", ".join(report["machine"].values()))
    bare = started["python"]
    for name, taken in started.items():
        print(f"{name:40} {taken:7.0f} ms, {taken - bare:+.0f}")
    print(f"{'load of the residence cards':40} {loading:7.1f} ms")
    print(f"{'compiling them, modules included':40} {compiling:7.1f} ms")
    for row in sizes:
        print(
            f"{row['indicators']:6} indicators: load {row['load']:8.0f} ms, compile {row['compile']:7.0f} ms,"
            f" a record {row['score']:8.1f} µs"
        )
    if asked.json is not None:
        asked.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
