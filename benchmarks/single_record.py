"""One record at a time: the library against code written by hand and against rule engines, in one process.

Run it as ``python benchmarks/single_record.py``; ``pip install scorerules[bench]`` brings the engines, and
those that are missing are left out. It prints a table, and with ``--json FILE`` writes the same as JSON.

Every case scores the same records in turn, round after round; what is shown is the median of the rounds, in
processor time, so that a busy machine slows all cases alike. Ratios are medians of the ratios of one round.
Scores and grades are counted as wrong against fractions worked out apart from the library.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from machine import machine
from peers import by_hand, engines
from residence_card import RULESET, TIERS, Record, exactly, records

import scorerules
from scorerules.diagnostics import Faults
from scorerules.evaluate import evaluate
from scorerules.record import read_record

BY_HAND = "by hand, floats"
SCORED = 10_000
"""Records that are held against exact scores."""

Outcome = dict[str, Any]


class Case:
    """One way to score.

    Args:
        name: What the table calls it.
        score: Scores a record, and reads what the case is about.
        records: What it scores.
        outcome: The scores, the total and the grade of a record; ``None`` when that is not looked at.
        about: Its version.
    """

    def __init__(
        self,
        name: str,
        score: Callable[[Record], object],
        given: list[Record],
        outcome: Callable[[Record], Outcome] | None,
        about: str = "",
    ) -> None:
        self.name, self.score, self.given, self.outcome, self.about = name, score, given, outcome, about
        self.times: list[float] = []

    def run(self) -> None:
        """Measure one round, in microseconds a record."""
        score, given = self.score, self.given
        start = time.process_time()
        for record in given:
            score(record)
        self.times.append((time.process_time() - start) / len(given) * 1e6)


def cases(count: int) -> list[Case]:
    """Every case, the first one the measure of the others."""
    ruleset = scorerules.load(RULESET)
    names = (*ruleset.indicators, *ruleset.tiers)
    floats, decimals = records(count, float), records(count, Decimal)
    texts = [{name: _written(name, value) for name, value in record.items()} for record in decimals]

    def outcome(record: Record) -> Outcome:
        found = ruleset.score(record)
        return {**found.scores, "total": found.total, "grade": found.grade}

    def total_and_grade(record: Record) -> object:
        found = ruleset.score(record)
        return found.total, found.grade

    def every_score(record: Record) -> object:
        found = ruleset.score(record)
        return found.scores, found.total, found.grade

    def every_result(record: Record) -> object:
        found = ruleset.score(record)
        return [one.score for one in (*found.indicators.values(), *found.tiers.values())], found.total

    def reference(record: Record) -> object:
        faults = Faults()
        return evaluate(ruleset.plan, read_record(record, ruleset.plan.keys, faults), {}, faults)

    def referred(record: Record) -> Outcome:
        faults = Faults()
        values = evaluate(ruleset.plan, read_record(record, ruleset.plan.keys, faults), {}, faults).values
        return {name: values[f"score.{name}"] for name in names} | {
            "total": values["total"], "grade": values["grade"],
        }  # fmt: skip

    found = [
        Case(BY_HAND, by_hand, floats, by_hand),
        Case("scorerules, total and grade", total_and_grade, floats, outcome),
        Case("scorerules, every score", every_score, floats, outcome),
        Case("scorerules, every score from its result", every_result, floats, None),
        Case("scorerules, total and grade, Decimals", total_and_grade, decimals, outcome),
        Case("scorerules, total and grade, texts with units", total_and_grade, texts, outcome),
        Case("scorerules, reference evaluation", reference, floats[: count // 10], referred),
    ]
    for name, (peer, about) in engines().items():
        if peer is None:
            print(f"{name}: {about}", file=sys.stderr)
        else:
            found.append(Case(name, peer, floats[: count // 5], peer, about))
    return found


def _written(name: str, value: Any) -> Any:
    units = {"budget": "元", "spent": "元", "planned_cards": "张", "made_cards": "张"}
    if isinstance(value, Decimal):
        return f"{value}{units.get(name, '%')}"
    return f"{value}{units[name]}" if name in units else value


def wrong(case: Case, given: list[Record], exact: list[Outcome]) -> tuple[int, int] | None:
    """How many records have a wrong score, and how many a wrong grade."""
    if case.outcome is None:
        return None
    scores = grades = 0
    for record, expected in zip(given, exact, strict=True):
        found = case.outcome(record)
        grades += found["grade"] != expected["grade"]
        scores += any(found[name] != expected[name] for name in expected if name != "grade")
    return scores, grades


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    every = cases(asked.records)
    for case in every:
        case.run()  # what is made at first use is not measured
        case.times.clear()
    for _ in range(asked.rounds):
        for case in every:
            case.run()
    given = records(SCORED, float, seed=1)
    exact = [exactly(record) for record in given]
    rows = []
    for case in every:
        ratios = [own / base for own, base in zip(case.times, every[0].times, strict=True)]
        found = wrong(case, given, exact)
        rows.append(
            {
                "case": case.name, "version": case.about, "microseconds": statistics.median(case.times),
                "ratio": statistics.median(ratios), "wrong scores": None if found is None else found[0],
                "wrong grades": None if found is None else found[1],
            }
        )  # fmt: skip
    report = {"machine": machine(), "records": asked.records, "rounds": asked.rounds, "rows": rows}
    show(report)
    if asked.json is not None:
        asked.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def show(report: dict[str, Any]) -> None:
    """Print the table."""
    print(", ".join(report["machine"].values()))
    print(f"{'case':50} {'µs':>8} {'ratio':>7}   wrong scores, grades of {SCORED:,}")
    for row in report["rows"]:
        name = f"{row['case']} {row['version']}".strip()
        counted = "" if row["wrong scores"] is None else f"{row['wrong scores']:>6} {row['wrong grades']:>6}"
        print(f"{name:50} {row['microseconds']:8.1f} {row['ratio']:7.2f}   {counted}")


if __name__ == "__main__":
    assert TIERS
    main()
