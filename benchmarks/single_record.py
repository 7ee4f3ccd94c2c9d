"""One record at a time: the library against code written by hand and against rule engines, in one process.

Goes in: a scheme. Comes out: the measured cases, the one by hand first. Every case scores the same records in
turn; scores and grades are counted as wrong against fractions worked out apart from the library.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engines import engines
from measure import Case, differs
from scheme import Outcome, Record, Scheme

import scorerules
from scorerules.diagnostics import Faults
from scorerules.evaluate import evaluate
from scorerules.record import read_record

BY_HAND = "by hand, Python floats"
TOTAL_AND_GRADE = "scorerules, total and grade"
EVERY_SCORE = "scorerules, every score"
SIMPLEEVAL = "simpleeval, parsed before, floats"


def cases(scheme: Scheme, count: int, checked: int) -> list[Case]:
    """Every case over so many records, looked at for so many others."""
    ruleset = scorerules.load(scheme.path)
    names = (*ruleset.indicators, *ruleset.tiers)
    floats, decimals = scheme.records(count, float), scheme.records(count, Decimal)

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

    def reference(record: Record) -> Outcome:
        faults = Faults()
        values = evaluate(ruleset.plan, read_record(record, ruleset.plan.keys, faults), {}, faults).values
        return {name: values[f"score.{name}"] for name in names} | {
            "total": values["total"], "grade": values["grade"],
        }  # fmt: skip

    given = scheme.records(checked, float, seed=1)
    exact = [scheme.exactly(record) for record in given]

    def case(
        name: str,
        score: Callable[[Record], object],
        records: list[Record],
        outcome: Callable[[Record], Outcome] | None,
        about: str = "",
    ) -> Case:
        def run() -> None:
            for record in records:
                score(record)

        wrong = None if outcome is None else wrongs(scheme, outcome, given, exact)
        return Case(name, run, len(records), about, wrong, checked if outcome else 0)

    some, few = floats[: max(1, count // 5)], floats[: max(1, count // 10)]
    texts = [{name: _written(scheme, name, value) for name, value in record.items()} for record in decimals]
    found = [
        case(BY_HAND, scheme.by_hand, floats, scheme.by_hand),
        case(TOTAL_AND_GRADE, total_and_grade, floats, outcome),
        case(EVERY_SCORE, every_score, floats, outcome),
        case("scorerules, every score from its result", every_result, floats, None),
        case("scorerules, total and grade, Decimals", total_and_grade, decimals, None),
        case("scorerules, total and grade, texts", total_and_grade, texts, None),
        case("scorerules, reference evaluation", reference, few, reference),
    ]
    for name, (peer, about) in engines(scheme).items():
        if peer is None:
            print(f"{name}: {about}", file=sys.stderr)
        else:
            found.append(case(name, peer, some, peer, about))
    return found


def wrongs(
    scheme: Scheme, outcome: Callable[[Record], Outcome], records: list[Record], exact: list[Outcome]
) -> tuple[int, int]:
    """How many records have a wrong score, and how many a wrong grade."""
    scores = grades = 0
    for record, expected in zip(records, exact, strict=True):
        found = outcome(record)
        grades += found["grade"] != expected["grade"]
        scores += any(differs(found[name], expected[name], scale) for name, scale in scheme.scales.items())
    return scores, grades


def _written(scheme: Scheme, name: str, value: Any) -> Any:
    """A number as people write it, rates with their sign."""
    if not isinstance(value, Decimal):
        return value
    return f"{value}%" if name in scheme.rates else str(value)
