"""Importing, loading and compiling: how long they take, and how that grows with the ruleset.

Run it as ``python benchmarks/loading.py``; with ``--json FILE`` it writes the same as JSON. Times are
processor time, medians of several runs; imports are measured in new processes, bytecode being there. Every
size is measured in a process of its own, whose largest memory is shown beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from machine import machine
from residence_card import RULESET, records

import scorerules
from scorerules.compile import compiled

SIZES = (10, 100, 1000, 10_000)
RUNS = 7
LIMITS = scorerules.Limits(file_keys=1_000_000, file_bytes=64 * 1024 * 1024)
"""The usual limits end near 6,000 indicators."""

IMPORTS = {
    "python": "pass",
    "import scorerules": "import scorerules",
    "and everything that loading needs": "import scorerules; scorerules.load",
    "and load the residence cards": f"import scorerules; scorerules.load({str(RULESET)!r})",
}


def in_new_process(code: str, bytecode: str) -> float:
    """Milliseconds of a new interpreter that runs ``code``; ``bytecode`` is the folder for that."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - the codes above
        [sys.executable, "-c", code], check=True, env=own | {"PYTHONPYCACHEPREFIX": bytecode}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def started() -> dict[str, float]:
    """Milliseconds of a new process that imports more and more."""
    with tempfile.TemporaryDirectory() as bytecode:
        for code in IMPORTS.values():
            in_new_process(code, bytecode)
        return {
            name: statistics.median(in_new_process(code, bytecode) for _ in range(RUNS))
            for name, code in IMPORTS.items()
        }


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
    """What a ruleset of so many indicators takes, in milliseconds, and its records in microseconds.

    Measured in this process, which should have done nothing else: its memory is told in MiB.
    """
    scorerules.loads(ruleset_of(1)).score({"x0": 1})
    before = largest()
    text = ruleset_of(count)
    start = time.process_time()
    ruleset = scorerules.loads(text, limits=LIMITS)
    load = (time.process_time() - start) * 1e3
    loaded = largest()
    record = {f"x{n}": (7 * n) % 101 for n in range(count)}
    compiling = milliseconds(lambda: compiled(ruleset.plan).score(record))
    rounds = max(5, 20_000 // count)

    def score() -> None:
        for _ in range(rounds):
            found = compiled(ruleset.plan).score(record)
            assert found is not None

    scored = statistics.median(milliseconds(score) for _ in range(5)) / rounds * 1e3
    return {
        "indicators": count, "load": load, "compile": compiling, "score": scored,
        "memory before": before, "memory to load": loaded - before, "memory to compile": largest() - loaded,
    }  # fmt: skip


def largest() -> float:
    """The most memory that this process has had, in MiB."""
    told = Path("/proc/self/status")
    if told.exists():  # what the system tells otherwise may be that of the process before it
        line = next(one for one in told.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def alone(count: int) -> dict[str, Any]:
    """The same in a process of its own."""
    told = subprocess.run(  # noqa: S603 - this file
        [sys.executable, __file__, "--size", str(count)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write what was measured to this file")
    parser.add_argument("--size", type=int, help="measure this number of indicators only, as JSON")
    asked = parser.parse_args()
    if asked.size is not None:
        print(json.dumps(by_size(asked.size)))
        return
    processes = started()
    scorerules.load(RULESET)
    loading = statistics.median(milliseconds(lambda: scorerules.load(RULESET)) for _ in range(RUNS))
    ruleset = scorerules.load(RULESET)
    (record,) = records(1, float)
    compiling = milliseconds(lambda: compiled(ruleset.plan).score(record))
    sizes = [alone(count) for count in SIZES]
    made_on = machine()
    report = {
        "machine": made_on, "processes": processes, "load of the residence cards": loading,
        "compiling them": compiling, "sizes": sizes,
    }  # fmt: skip
    print(", ".join(made_on.values()))
    bare = processes["python"]
    for name, taken in processes.items():
        print(f"{name:40} {taken:7.0f} ms, {taken - bare:+.0f}")
    print(f"{'load of the residence cards':40} {loading:7.1f} ms")
    print(f"{'compiling them, modules included':40} {compiling:7.1f} ms")
    for row in sizes:
        print(
            f"{row['indicators']:6} indicators: load {row['load']:8.0f} ms, compile {row['compile']:7.0f} ms,"
            f" a record {row['score']:8.1f} µs; memory {row['memory to load']:.0f} MiB,"
            f" compiled {row['memory to compile']:.0f} MiB more"
        )
    if asked.json is not None:
        asked.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
