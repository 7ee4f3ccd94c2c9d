"""The parts of the benchmark, each run in a process of its own.

Goes in: what was asked for. Comes out: what was measured, as plain values for JSON. A part that is about one
thread pins its process to one processor and tells every library so before it is imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from attrs import asdict, frozen
from measure import Case, rounds, row
from peer_schemes import SCHEMES
from scheme import Scheme

LIBRARIES = ("POLARS_MAX", "OMP_NUM", "NUMEXPR_NUM", "NUMBA_NUM", "MKL_NUM", "OPENBLAS_NUM")
ONE_THREAD = {f"{name}_THREADS": "1" for name in LIBRARIES}


@frozen
class Asked:
    """How much is measured.

    Args:
        rows: Rows of a table.
        records: Single records of a round.
        checked: Single records that are looked at.
        rounds: Rounds of tables and files; single records get three times as many.
        largest: Rows of the largest table of the growth.
        indicators: Indicators of its largest ruleset.
    """

    rows: int = 1_000_000
    records: int = 1_000
    checked: int = 5_000
    rounds: int = 5
    largest: int = 10_000_000
    indicators: int = 1_000


QUICK = Asked(rows=10_000, records=100, checked=300, rounds=2, largest=100_000, indicators=100)


def single(asked: Asked) -> dict[str, Any]:
    """One record at a time, every scheme."""
    from single_record import cases

    found = {}
    for name, scheme in SCHEMES.items():
        listed = cases(scheme, asked.records, asked.checked)
        rounds(listed, 3 * asked.rounds)
        found[name] = _rows(listed)
    return found


def one_thread(asked: Asked) -> dict[str, Any]:
    """Tables on one thread, in processor time."""
    _pin()
    return _tables(asked, 1, time.process_time)


def _pin() -> None:
    """Keep to one processor."""
    import pyarrow as pa

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    pa.set_cpu_count(1)


def all_cores(asked: Asked) -> dict[str, Any]:
    """Tables on all cores, by the clock on the wall."""
    return _tables(asked, None, time.perf_counter)


def _tables(asked: Asked, threads: int | None, clock: Callable[[], float]) -> dict[str, Any]:
    from whole_tables import cases

    found = {}
    for name, scheme in SCHEMES.items():
        listed = cases(scheme, asked.rows, threads)
        rounds(listed, asked.rounds, clock)
        found[name] = _rows(listed)
    return found


def profile(asked: Asked) -> dict[str, Any]:
    """Where the time of a table goes, on one thread."""
    from stages import stages

    _pin()
    return {name: stages(scheme, asked.rows) for name, scheme in SCHEMES.items()}


def files(asked: Asked) -> dict[str, Any]:
    """File to file on all cores, by the clock on the wall."""
    from files import cases

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, scheme in SCHEMES.items():
            listed = cases(scheme, asked.rows, Path(folder))
            rounds(listed, asked.rounds, time.perf_counter)
            found[name] = _rows(listed)
    return found


def _rows(cases: list[Case]) -> list[dict[str, Any]]:
    return [row(case) for case in cases]


def growth(asked: Asked) -> dict[str, Any]:
    """The cost of a row with the number of rows, and with the number of indicators, on all cores."""
    import polars as pl
    from library import scorer
    from loading import ruleset_of

    import scorerules

    def seconds(run: Callable[[], object]) -> float:
        run()
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
        return min(taken)

    by_rows, by_indicators = [], []
    scheme, count = SCHEMES["residence-card"], 10_000
    while count <= asked.largest:
        by_rows.append({"rows": count, "seconds": seconds(scorer(scheme, scheme.columns(count), "Polars"))})
        count *= 10
    rows = max(1_000, asked.rows // 50)
    for indicators in (count for count in (10, 100, 1_000) if count <= asked.indicators):
        ruleset = scorerules.loads(ruleset_of(indicators))
        frame = pl.DataFrame(
            {
                f"x{n}": [float((7 * n + row) % 101) for row in range(101)] * (rows // 101)
                for n in range(indicators)
            }
        )
        taken = seconds(lambda ruleset=ruleset, frame=frame: ruleset.score_table(frame))  # type: ignore[misc]
        by_indicators.append({"indicators": indicators, "rows": len(frame), "seconds": taken})
    return {"rows": by_rows, "indicators": by_indicators}


MEMORY_CASES = (
    "scorerules, Polars",
    "by hand, Polars",
    "by hand, Polars, streaming",
    "by hand, pandas",
    "by hand, NumPy",
    "by hand, DuckDB",
)


def memory(asked: Asked) -> dict[str, Any]:
    """The memory that a case needs beside its table, each in a process of its own."""
    listed = []
    for rows in (max(1, asked.rows // 4), asked.rows):
        for name in (*MEMORY_CASES, "file, scorerules", "file, Polars"):
            found = in_process("one_memory", Asked(rows=rows), name)
            listed.append({"case": name, "rows": rows, **found})
    return {"cases": listed}


def one_memory(asked: Asked, name: str) -> dict[str, Any]:
    """The memory of one case: its peak above what was there before it ran, in bytes."""
    scheme = SCHEMES["residence-card"]
    if name.startswith("file"):
        with tempfile.TemporaryDirectory() as folder:
            return {"bytes": _peak(_of_files(scheme, asked.rows, Path(folder), name))}
    if name.startswith("scorerules"):
        from library import scorer

        return {"bytes": _peak(scorer(scheme, scheme.columns(asked.rows), name.partition(", ")[2]))}
    from frames import FRAMES

    return {"bytes": _peak(FRAMES[name][1](scheme, scheme.columns(asked.rows), None).run)}


def _of_files(scheme: Scheme, rows: int, folder: Path, name: str) -> Callable[[], Any]:
    """A file scored into another, by the library or by hand."""
    import polars as pl
    import pyarrow.parquet as pq
    from forms import arrow
    from frames import polars_query
    from library import file_scorer

    given, target = folder / "given.parquet", folder / "scored.parquet"
    pq.write_table(arrow(scheme, scheme.columns(rows)), given)
    if name == "file, Polars":
        return partial(polars_query(scheme, pl.scan_parquet(given)).sink_parquet, target)
    return file_scorer(scheme, given, target)


def _peak(run: Callable[[], Any]) -> int | None:
    """Bytes at the highest point of a call, above what was held before; ``None`` where nobody can tell."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not reset.exists():
        return None
    _return_memory()
    reset.write_text("5", encoding="ascii")
    before = _status(status, "VmRSS")
    kept = run()
    found = _status(status, "VmHWM") - before
    del kept
    return found


def _return_memory() -> None:
    """Give back what the making of the table left behind, so that it is not used again unseen."""
    import ctypes
    import gc

    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)


def _status(file: Path, name: str) -> int:
    line = next(one for one in file.read_text(encoding="ascii").splitlines() if one.startswith(name))
    return int(line.split()[1]) * 1024


def loading(_asked: Asked) -> dict[str, Any]:
    """Importing, loading, compiling: what ``loading.py`` measures."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "loading.json"
        script = Path(__file__).with_name("loading.py")
        subprocess.run([sys.executable, script, "--json", target], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own script
        found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


PARTS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "single": single,
    "one-thread": one_thread,
    "profile": profile,
    "all-cores": all_cores,
    "files": files,
    "memory": memory,
    "growth": growth,
    "loading": loading,
}


def in_process(part: str, asked: Asked, *words: str) -> dict[str, Any]:
    """What a part gives in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "part.json"
        environment = {**os.environ, **(ONE_THREAD if part in ("one-thread", "profile") else {})}
        command = [sys.executable, str(Path(__file__)), part, json.dumps(asdict(asked)), str(target), *words]
        subprocess.run(command, check=True, env=environment)  # noqa: S603 - this file
        found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Run the part that the process was started for."""
    part, asked, target, *words = sys.argv[1:]
    measure: Callable[..., dict[str, Any]] = one_memory if part == "one_memory" else PARTS[part]
    found = measure(Asked(**json.loads(asked)), *words)
    Path(target).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
