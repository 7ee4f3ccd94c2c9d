"""The targets, and whether a report meets them.

Goes in: a report of the benchmark. Comes out: for each target what it asks and what was measured: the ratio
of two cases of one process, the median over the rounds.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

import files
from attrs import frozen
from single_record import BY_HAND, EVERY_SCORE, SIMPLEEVAL, TOTAL_AND_GRADE
from whole_tables import POLARS, own_name

SCHEME = "residence-card"


@frozen
class Target:
    """How much faster one case is to be than another.

    Args:
        part: The part of the report, or the two that are needed.
        own: The case of the library.
        peer: The case that it is compared with.
        least: How many times as fast the library is to be.
    """

    part: str
    own: str
    peer: str
    least: float


NATURAL, DECIMALS = own_name("Polars"), own_name("Polars", decimals=True)
TARGETS = (
    Target("single", TOTAL_AND_GRADE, BY_HAND, 1 / 1.5),
    Target("single", TOTAL_AND_GRADE, "simpleeval, parsed before, fractions", 12),
    Target("single", TOTAL_AND_GRADE, SIMPLEEVAL, 12),
    Target("single", TOTAL_AND_GRADE, "datalogic-py (JSONLogic, Rust)", 1),
    Target("single", TOTAL_AND_GRADE, "cel-expr-python (CEL, C++)", 1),
    Target("single", TOTAL_AND_GRADE, "common-expression-language (CEL, Rust)", 1),
    Target("single", TOTAL_AND_GRADE, "zen-engine (ZEN, Rust)", 1),
    Target("single", EVERY_SCORE, BY_HAND, 1 / 3),
    Target("one-thread", NATURAL, POLARS, 1.5),
    Target("one-thread", NATURAL, "by hand, pandas", 3.5),
    Target("one-thread", NATURAL, "by hand, DuckDB", 3.5),
    Target("one-thread", NATURAL, "OpenFisca", 5),
    Target("one-thread", DECIMALS, POLARS, 3),
    Target("files", files.OWN, files.POLARS, 1),
)
IMPORT, LOAD = 60, 25
"""Milliseconds: importing the library above bare Python, loading a ruleset."""


def times_as_fast(rows: list[dict[str, Any]], own: str, peer: str) -> float | None:
    """How many times as fast a case is as another, the median over the rounds."""
    times = {one["case"]: one["times"] for one in rows}
    if own not in times or peer not in times:
        return None
    return statistics.median(other / mine for mine, other in zip(times[own], times[peer], strict=True))


def judged(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every target that the report says something about."""
    for target in TARGETS:
        found = times_as_fast(report.get(target.part, {}).get(SCHEME, []), target.own, target.peer)
        if found is not None:
            yield _judged(target.part, target.own, target.peer, target.least, found, found >= target.least)
    for part in ("single", "one-thread", "all-cores", "files"):
        counted = [
            one["wrong"] for rows in report.get(part, {}).values() for one in rows
            if one["case"].startswith("scorerules") and one["wrong"] is not None
        ]  # fmt: skip
        if counted:
            wrong = sum(one["scores"] + one["grades"] for one in counted)
            yield _judged(part, "scorerules", "wrong scores and grades", 0, wrong, not wrong)
    if "loading" in report:
        processes = report["loading"]["processes"]
        more = processes["import scorerules"] - processes["python"]
        load = report["loading"]["load of the residence cards"]
        yield _judged("loading", "import scorerules, ms above bare Python", "", IMPORT, more, more < IMPORT)
        yield _judged("loading", "load of the residence cards, ms", "", LOAD, load, load < LOAD)


def _judged(part: str, own: str, peer: str, asked: float, found: float, met: bool) -> dict[str, Any]:
    return {"part": part, "own": own, "peer": peer, "asked": asked, "found": found, "met": met}
