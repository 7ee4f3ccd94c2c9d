"""Holes, overlaps and rows that nothing reaches, compared with trying every value of a fine grid."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from scorerules import RulesetError
from scorerules.diagnostics import Faults, Words
from scorerules.document import parse_toml
from scorerules.kinds import Bands, RecordKey, check_rows, domain
from scorerules.kinds.bands import PointsRow
from scorerules.reading import At, Broken
from scorerules.source import Source
from small_ruleset import faults, score, small

WORDS = ("from", "above", "upto", "below")
BEYOND = 8
"""The grid reaches this far, which no boundary of the rows does."""


def rows_of(bounds: list[dict[str, Fraction]]) -> tuple[PointsRow, ...]:
    """Rows with these boundaries, read as from a file."""
    listed = ", ".join(
        "{ " + ", ".join([*(f"{word} = {float(value)}" for word, value in row.items()), "points = 1"]) + " }"
        for row in bounds
    )
    faults = Faults()
    document = parse_toml(Source("rows.toml", f"bands = [{listed}]"), faults)
    assert document is not None
    read = Bands.read_kind(document.value["bands"], At("bands", faults))  # type: ignore[index, call-overload]
    assert not isinstance(read, Broken)
    assert not faults.errors
    return read.rows


def holds(row: dict[str, Fraction], value: Fraction) -> bool:
    """Whether a value meets all boundaries of a row."""
    return not (
        ("from" in row and value < row["from"])
        or ("above" in row and value <= row["above"])
        or ("upto" in row and value > row["upto"])
        or ("below" in row and value >= row["below"])
    )


def verdict(rows: list[dict[str, Fraction]], values: list[Fraction]) -> str | None:
    """The code that trying every value gives: the first of empty row, early rest, overlap, dead row, hole."""
    every = [Fraction(n, 4) for n in range(-4 * BEYOND, 4 * BEYOND + 1)]
    step = values[1] - values[0] if values[1] - values[0] > Fraction(1, 4) else None
    grid = every if step is None else [one for one in every if (one / step).denominator == 1]
    if any(not any(holds(row, one) for one in grid) for row in rows):
        return "SR256"
    if any(not row for row in rows[:-1]):
        return "SR231"
    sides = {("low" if {"from", "above"} & row.keys() else "high") for row in rows if row}
    two_sided = any({"from", "above"} & row.keys() and {"upto", "below"} & row.keys() for row in rows)
    if two_sided or len(sides) > 1:
        bounded = [row for row in rows if row]
        if any(sum(holds(row, one) for row in bounded) > 1 for one in grid):
            return "SR232"
    first = [next((i for i, row in enumerate(rows) if holds(row, one)), None) for one in values]
    if any(index not in first for index in range(len(rows))):
        return "SR233"
    return "SR234" if None in first else None


def random_rows(chance: random.Random, grain: int) -> list[dict[str, Fraction]]:
    """A few rows with boundaries from -3 to 3; often one-sided the same way, with a rest."""
    style = chance.choice(["low", "high", "any", "any"])
    rows: list[dict[str, Fraction]] = []
    for _ in range(chance.randint(1, 3)):
        row: dict[str, Fraction] = {}
        low, high = sorted(Fraction(chance.randint(-3 * grain, 3 * grain), grain) for _ in range(2))
        if style == "low" or (style == "any" and chance.random() < 0.7):
            row[chance.choice(WORDS[:2])] = low
        if style == "high" or (style == "any" and chance.random() < 0.7):
            row[chance.choice(WORDS[2:])] = high
        rows.append(row)
    if chance.random() < 0.5:
        rows.append({})
    return rows


KEYS = {
    "any number": RecordKey("x", Words.same("x")),
    "from -2": RecordKey("x", Words.same("x"), low=(Fraction(-2), True)),
    "above -2 below 2": RecordKey("x", Words.same("x"), low=(Fraction(-2), False), high=(Fraction(2), False)),
    "upto 2": RecordKey("x", Words.same("x"), high=(Fraction(2), True)),
    "whole": RecordKey("x", Words.same("x"), type="integer", step=Fraction(1)),
    "whole from 0 below 3": RecordKey(
        "x",
        Words.same("x"),
        type="integer",
        step=Fraction(1),
        low=(Fraction(0), True),
        high=(Fraction(3), False),
    ),
    "halves": RecordKey("x", Words.same("x"), step=Fraction(1, 2)),
}


def values_of(key: RecordKey) -> list[Fraction]:
    """The values that the key allows, on the fine grid or on its own."""
    step = key.step or Fraction(1, 4)
    every = [step * n for n in range(int(-BEYOND / step), int(BEYOND / step) + 1)]
    low, high = key.low, key.high
    return [
        one
        for one in every
        if (low is None or one > low[0] or (low[1] and one == low[0]))  # type: ignore[operator]
        and (high is None or one < high[0] or (high[1] and one == high[0]))  # type: ignore[operator]
    ]


@pytest.mark.parametrize("name", KEYS)
def test_the_verdict_on_rows_is_that_of_trying_every_value(name: str) -> None:
    """Over many small sets of rows the noted fault is the one that brute force finds."""
    chance = random.Random(name)  # noqa: S311 - the same rows at every run
    key = KEYS[name]
    seen: set[str | None] = set()
    for _ in range(250):
        bounds = random_rows(chance, 2 if key.step is None else int(1 / key.step))
        faults = Faults()
        stretch, step = domain(key)
        check_rows(rows_of(bounds), stretch, step, faults, "bands")
        expected = verdict(bounds, values_of(key))
        codes = [one.code for one in faults.sorted()]
        # An overlap is told beside the dead rows before it.
        told = [one for one in codes if one != "SR233"] if expected == "SR232" else codes
        if expected in ("SR256", "SR233"):
            told = sorted({one for one in codes if one != "SR234"})
        assert told == ([] if expected is None else [expected]), (bounds, codes, expected)
        seen.add(expected)
    assert {None, "SR232", "SR233", "SR234"} <= seen


@pytest.mark.parametrize(
    ("columns", "scores"),
    [
        ("above = [335, 670], points = [0, 1, 2]", {335: 0, 336: 1, 670: 1, 671: 2}),
        ("above = [670, 335], points = [2, 1, 0]", {335: 0, 336: 1, 670: 1, 671: 2}),
        ("from = [-1000, 335, 670], points = [0, 1, 2]", {-1: 0, 334: 0, 335: 1, 670: 2}),
        ("upto = [335, 670], points = [2, 1, 0]", {335: 2, 336: 1, 670: 1, 671: 0}),
        ("below = [670, 335], points = [0, 1, 2]", {334: 2, 335: 1, 669: 1, 670: 0}),
        ("from = [0, 5], upto = [4, 9], points = [1, 2]", {4: 1, 5: 2}),
    ],
)
def test_columns_mean_the_same_in_either_order(columns: str, scores: dict[int, int]) -> None:
    """A long table is printed from the strictest row or from the easiest; a short column leaves the rest."""
    low = "-1000" if "from = [-1000" in columns else "0"
    upto = ", upto = 9" if "[4, 9]" in columns else ""
    rule = small(f"input = {{ type = 'integer', from = {low}{upto} }}\nbands = {{ {columns} }}")
    assert {x: score(rule, x) for x in scores} == scores


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("abve = [2, 1], points = [2, 1, 0]", [("SR201", "indicator.x.bands.abve", "abve")]),
        ("above = [2, 1], pionts = [2, 1, 0]", [("SR201", "indicator.x.bands.pionts", "pionts")]),
        ("above = [2], points = [2, 1, 0]", [("SR236", "indicator.x.bands.above", "[2]")]),
    ],
)
def test_a_faulty_column_is_told_once(columns: str, expected: list[object]) -> None:
    """A misspelt column is one fault, not one in every row."""
    assert faults(f"input = {{}}\nbands = {{ {columns} }}") == expected


@pytest.mark.parametrize(
    ("rows", "zh"),
    [
        ("{ from = 200, points = 2 }, { points = 1 }", "第 1 档永远用不上，它在可能出现的值的范围之外"),
        ("{ from = 5, points = 2 }, { from = 6, points = 1 }, { points = 0 }",
         "第 2 档永远用不上，前面的档次已经包括了它"),
    ],
)  # fmt: skip
def test_why_a_row_is_never_reached(rows: str, zh: str) -> None:
    """Rows before it take its values, or nothing has such a value."""
    with pytest.raises(RulesetError) as refused:
        small(f"input = {{ from = 0, upto = 100 }}\nbands = [{rows}]")
    assert [one.headline("zh") for one in refused.value.diagnostics] == [zh]
