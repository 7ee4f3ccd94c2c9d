"""Hunts for changes of the shipped rulesets that are called equivalent and are not.

Every such change is scored beside the original on many random records: data at boundaries, between them, with
many decimals, very large, left out. One record with two results is one wrong verdict.

    python tests/fuzz/fuzz_mutants.py                        # all shipped rulesets, 10,000 records each
    python tests/fuzz/fuzz_mutants.py --rows 100000 rulesets/news2/news2.toml
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from scorerules.analysis.domains import domain_of
from scorerules.analysis.interval import Interval
from scorerules.analysis.trials import Data
from scorerules.build.found import rulesets
from scorerules.kinds import RecordKey, Value
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.suites import load_suite
from scorerules.testing.mutants.comparing import Comparison, Scored
from scorerules.testing.mutants.judging import Judge
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.records import Records, quickly

ROOT = Path(__file__).resolve().parents[2]
SHARES = (0.05, 0.2, 0.5, 1.0)


def equivalents(judge: Judge) -> Iterator[tuple[Mutant, Ruleset]]:
    """Every change that is called equivalent, with the changed ruleset."""
    for file in judge.files:
        for mutant in judge.mutants(file):
            loaded = judge.loaded(mutant)
            if isinstance(loaded, Ruleset) and judge.judge(mutant).fate == "equivalent":
                yield mutant, loaded


def random_number(numbers: Interval, draw: random.Random, near: Fraction) -> Fraction:
    """A number of an interval: anywhere in it, or next to a number that is given."""
    low = numbers.low if numbers.low is not None else near - draw.choice((1, 100, 10**6))
    high = numbers.high if numbers.high is not None else near + draw.choice((1, 100, 10**6))
    places = draw.choice((0, 1, 2, 3, 6))
    grid = numbers.grid or Fraction(1, 10**places)
    if draw.random() < 0.5:
        found = near + grid * draw.randint(-3, 3)
    else:
        found = low + (high - low) * Fraction(draw.random())
    found = round(found / grid) * grid
    return found if numbers.has(found) else near


def drawn(keys: dict[str, RecordKey], now: Data, draw: random.Random, share: float) -> Data:
    """Changes of some data of a record."""
    found: dict[str, Value | None] = {}
    for name, key in keys.items():
        if draw.random() >= share:
            continue
        domain, old = domain_of(key), now.get(name)
        if key.default is not None and draw.random() < 0.1:
            found[name] = None
        elif domain.texts:
            found[name] = draw.choice(sorted(domain.texts))
        elif domain.truth:
            found[name] = draw.choice((True, False))
        elif not domain.numbers.empty and isinstance(old, Fraction) and key.type != "date":
            found[name] = random_number(domain.numbers, draw, old)
    return found


def random_records(records: Records, rows: int, seed: int) -> Iterator[Scored]:
    """Records that nobody thought of."""
    draw = random.Random(seed)
    keys = records.study.solver.keys
    for _ in range(rows):
        start = draw.choice(records.starts)
        one = records.changed(start, drawn(keys, start.trial.data, draw, draw.choice(SHARES)))
        if one is not None:
            yield one


def hunt(file: str, rows: int, seed: int) -> tuple[int, list[str]]:
    """How many changes of one ruleset were tried, and the verdicts that are wrong."""
    suite = load_suite(file)
    if suite.ruleset.scheme.header.abstract:
        return 0, []
    judge = Judge(suite)
    found = list(equivalents(judge))
    wrong: dict[int, str] = {}
    for one in random_records(judge.records, rows, seed):
        before = quickly(suite.ruleset, one)
        for index, (mutant, loaded) in enumerate(found):
            if index in wrong or before == quickly(loaded, one):
                continue
            difference = Comparison(suite.ruleset, loaded).difference(one)
            if difference is not None:
                wrong[index] = (
                    f"{mutant.file}:{mutant.line} {mutant.path}: {mutant.old!r} -> {mutant.new!r}\n"
                    f"    {one.record}\n    {difference[0]} -> {difference[1]}"
                )
    return len(found), list(wrong.values())


def main() -> int:
    """Hunt, and say what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("places", nargs="*", default=[str(ROOT / "rulesets")])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    all_wrong = 0
    for file in rulesets(options.places):
        tried, wrong = hunt(file, options.rows, options.seed)
        all_wrong += len(wrong)
        print(f"{file}: {tried} changes called equivalent, {len(wrong)} of them wrongly")
        for one in wrong:
            print(f"  {one}")
    return int(all_wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
