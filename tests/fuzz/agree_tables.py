"""Hunts for a table whose columns come to anything else than its rows, by reference and compiled.

    python tests/fuzz/agree_tables.py --seconds 600 --seed 7

Rulesets are the shipped ones, the good ones of the test data and generated ones; tables have columns of
every type, at boundaries, ties and machine edges, cut and scored in pieces, sometimes by several threads.
The first disagreement is cut down to a row and the columns that it takes, and the exit code is then 1. The
same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import pyarrow as pa
from attrs import frozen
from hypothesis import HealthCheck, Phase, given, seed, settings

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "property"), str(HERE.parent)]

from agree import LIMITS, shipped  # noqa: E402 - after the path
from fuzz_schemes import small_ruleset  # noqa: E402
from fuzz_tables import Maker  # noqa: E402

import scorerules  # noqa: E402
from scorerules import RecordError, Ruleset, RulesetError  # noqa: E402
from scorerules.testing.generated.schemes import schemes  # noqa: E402
from scorerules.testing.generated.written import Scheme  # noqa: E402
from scorerules.testing.generated.written import text as text_of  # noqa: E402
from three_ways import difference, everything  # noqa: E402

TABLES = 4
"""Tables for each ruleset."""
REFUSED = {"SR440", "SR441"}
"""A table lacks a column that every record needs, or has it twice: nothing can be compared."""


@frozen
class Case:
    """A disagreement."""

    ruleset: str
    told: str
    batch: pa.RecordBatch | None = None

    def __str__(self) -> str:
        shown = [f"{self.ruleset}\n--- {self.told}"]
        if self.batch is not None:
            columns = zip(self.batch.schema, self.batch.columns, strict=True)
            shown += [f"--- {one.name}: {one.type} {column.to_pylist()}" for one, column in columns]
        return "\n".join(shown)


def generated(number: int) -> Iterator[str]:
    """Rulesets of every kind, without end."""
    while True:
        yield from _some(number)
        number += 1


def _some(number: int) -> list[str]:
    found: list[str] = []

    @seed(number)
    @settings(
        max_examples=50, database=None, deadline=None, suppress_health_check=[*HealthCheck],
        phases=(Phase.generate,),
    )  # fmt: skip
    @given(schemes())
    def collect(scheme: Scheme) -> None:
        found.append(text_of(scheme))

    collect()
    return found


class Hunt:
    """One hunt from one seed.

    Args:
        number: The seed.

    Attributes:
        counts: How far it has come.
    """

    def __init__(self, number: int) -> None:
        self._random = Random(number)
        self._generated = generated(number)
        self.counts: Counter[str] = Counter()

    def ruleset(self) -> tuple[str, Ruleset] | None:
        """A ruleset with its text or file; ``None`` when there is none that tables can be held against."""
        random = self._random
        how = random.choice(("shipped", "generated", "small"))
        if how == "shipped":
            written, found = random.choice(shipped())
        else:
            written = next(self._generated) if how == "generated" else small_ruleset(random)
            try:
                found = scorerules.loads(written, limits=random.choice(LIMITS))
            except RulesetError:
                return None
        return None if found.plan.compares_records or found.scheme.header.abstract else (written, found)

    def step(self) -> Case | None:
        """Some tables for one ruleset."""
        chosen = self.ruleset()
        if chosen is None:
            return None
        written, ruleset = chosen
        self.counts["rulesets"] += 1
        options = everything(ruleset)
        for _ in range(TABLES):
            batches = Maker(ruleset, self._random).batches()
            threads = self._random.choice((1, 1, 1, 3))

            def told(pieces: Sequence[pa.RecordBatch], threads: int = 1) -> str | None:
                return _told(lambda: difference(ruleset, pieces, options, threads))

            self.counts["tables"] += 1
            self.counts["rows"] += sum(one.num_rows for one in batches)
            found = told(batches, threads)
            if found is not None:
                smaller = _cut(batches, told)
                return Case(written, found) if smaller is None else Case(written, *smaller)
        return None


def _told(compare: Callable[[], str | None]) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return compare()
    except RecordError as error:
        return None if {one.code for one in error.diagnostics} <= REFUSED else str(error)
    except Exception:  # noqa: BLE001 - that nothing else leaves the library is looked at too
        return traceback.format_exc()


def _cut(
    batches: Sequence[pa.RecordBatch], told: Callable[[Sequence[pa.RecordBatch]], str | None]
) -> tuple[str, pa.RecordBatch] | None:
    """One row that disagrees alone, with the columns that it takes."""
    rows = (batch.slice(row, 1) for batch in batches for row in range(batch.num_rows))
    for batch in rows:
        found = told([batch])
        if found is None:
            continue
        for name in batch.schema.names:
            fewer = batch.drop_columns([name])
            if fewer.num_columns:
                less = told([fewer])
                batch, found = (batch, found) if less is None else (fewer, less)  # noqa: PLW2901 - ever smaller
        return found, batch
    return None


def main() -> int:
    """Hunt as long as the command line says."""
    about, _, _ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0, help="where the inputs begin")
    options = parser.parse_args()
    hunt, end = Hunt(options.seed), time.monotonic() + options.seconds
    while time.monotonic() < end:
        case = hunt.step()
        if case is not None:
            print(f"\nseed {options.seed}:\n{case}")
            return 1
        counts = hunt.counts
        told = f"{counts['rulesets']} rulesets, {counts['tables']} tables, {counts['rows']} rows"
        print(f"\rseed {options.seed}: {told}", end="", flush=True)
    print("\nno disagreement")
    return 0


if __name__ == "__main__":
    sys.exit(main())
