"""A yearly review of a plant: 23 data, 13 indicators, tiers in percent, bonus, penalty, four vetoes.

The scheme is ``rulesets/enterprise-kpi/plant.toml``. Scores are rounded to hundredths, the total to tenths;
one indicator counts whole percentage points only, and the best grade asks that it be full: a year that met
its target to the yuan is either at the edge or just below it. Rows keep round targets and round results.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
from scheme import ROOT, Columns, Outcome, Record, Scheme, half_up

GRADES = ("不予评级", "D", "C", "B", "A")
AWARDS = {"集团级": 1, "省部级": 2, "国家级": 3}
INDICATORS = (
    "revenue_rate", "profit_rate", "delivery", "complaints", "expense_control", "energy", "process_quality",
    "training", "turnover", "patents", "lean_award", "audit", "reporting",
)  # fmt: skip
TIERS = ("finance", "customer", "operations", "growth")


def draw(chance: np.random.Generator, count: int) -> Columns:
    """Amounts in hundredths of 10,000 yuan, rates in hundredths of a percent, energy in tenths."""

    def result(target: Any, least: int, most: int) -> Any:
        """A result near its target: every third row a round share of it."""
        share = chance.integers(least, most + 1, count)
        near = chance.integers(target * least // 100, target * most // 100 + 1)
        return np.where(chance.random(count) < 0.3, target * share // 100, near)

    def rare(often: float, most: int) -> Any:
        return np.where(chance.random(count) < often, chance.integers(1, most + 1, count), 0)

    revenue_target = chance.integers(100, 1_000, count) * 10_000
    profit_target = chance.integers(100, 1_000, count) * 1_000
    expense_budget = chance.integers(50, 500, count) * 1_000
    staff = chance.integers(20, 200, count) * 10
    return {
        "revenue": result(revenue_target, 80, 125),
        "revenue_target": revenue_target,
        "profit": result(profit_target, 85, 120),
        "profit_target": profit_target,
        "expense": result(expense_budget, 92, 112),
        "expense_budget": expense_budget,
        "trained": staff - np.minimum(staff, rare(0.5, 60)),
        "staff": staff,
        "fatal_accidents": rare(0.01, 2),
        "pollution_events": rare(0.01, 2),
        "false_accounts": chance.random(count) < 0.005,
        "quality_award": chance.random(count) < 0.05,
        "delivery": np.where(chance.random(count) < 0.3, 9_800, chance.integers(8_300, 10_001, count)),
        "complaints.general": rare(0.4, 9),
        "complaints.major": rare(0.1, 2),
        "complaints.delisted": rare(0.002, 1),
        "energy": chance.integers(1_800, 2_700, count),
        "process_quality.minor": rare(0.6, 12),
        "process_quality.major": rare(0.1, 2),
        "process_quality.released": rare(0.005, 1),
        "turnover": np.where(
            chance.random(count) < 0.3, chance.integers(1, 13, count) * 100, chance.integers(0, 1_300, count)
        ),
        "patents": rare(0.3, 5),
        "lean_award": np.where(chance.random(count) < 0.2, chance.integers(0, 3, count), -1),
        "audit.overdue": rare(0.2, 5),
        "reporting.late": rare(0.3, 6),
        "reporting.absent": rare(0.1, 3),
    }


def truth(columns: Columns) -> Columns:
    """Scores of indicators in hundredths, tiers in thousandths, the total in tenths."""
    given = columns.__getitem__
    revenue, target = given("revenue"), given("revenue_target")
    gained = 10_000 * revenue
    lost = 20_000 * revenue - 10_000 * target
    profit, due = given("profit"), given("profit_target")
    expense, planned = given("expense"), given("expense_budget")
    released = given("process_quality.released") > 0
    scores: Columns = {
        "revenue_rate": half_up(
            np.clip(np.where(revenue >= target, gained, lost), 0, 12_000 * target), target
        ),
        "profit_rate": 100
        * np.where(
            profit >= due,
            np.minimum(120, 100 + 100 * (profit - due) // due),
            np.maximum(0, 100 - 3 * (100 * (due - profit) // due)),
        ),
        "delivery": half_up(np.clip(10_000 * (given("delivery") - 8_500), 0, 13_000_000), 1_300),
        "complaints": 100
        * np.where(
            given("complaints.delisted") > 0,
            0,
            np.maximum(
                0, 100 - np.minimum(40, 5 * given("complaints.general")) - 30 * given("complaints.major")
            ),
        ),
        # (10 − 100 × |expense − planned| ÷ planned) ÷ 7 × 10,000, over 7 × planned.
        "expense_control": half_up(
            np.clip(10_000 * (10 * planned - 100 * abs(expense - planned)), 0, 70_000 * planned), 7 * planned
        ),
        "energy": half_up(np.clip(10_000 * (4_200 - given("energy")), 0, 21_000_000), 2_100),
        "process_quality": 100
        * np.where(
            released,
            0,
            np.maximum(
                0,
                100
                - np.minimum(20, 2 * given("process_quality.minor"))
                - 15 * given("process_quality.major"),
            ),
        ),
        "training": half_up(10_000 * given("trained"), given("staff")),
        "turnover": 100
        * np.where(
            given("turnover") > 1_000,
            0,
            np.maximum(0, 100 + 10 * -np.maximum(0, -((300 - given("turnover")) // 100))),
        ),
        "patents": 150 * given("patents"),
        "lean_award": 100 * (given("lean_award") + 1),
        "audit": -100 * np.minimum(6, 2 * given("audit.overdue")),
        "reporting": -np.minimum(200, 50 * given("reporting.late")) - 100 * given("reporting.absent"),
    }
    scores["finance"] = 5 * scores["revenue_rate"] + 5 * scores["profit_rate"]
    scores["customer"] = 6 * scores["delivery"] + 4 * scores["complaints"]
    scores["operations"] = np.where(
        released | (given("pollution_events") > 0),
        0,
        4 * scores["expense_control"] + 3 * scores["energy"] + 3 * scores["process_quality"],
    )
    scores["growth"] = 6 * scores["training"] + 4 * scores["turnover"]
    # The tiers in thousandths by hundredths of weight: hundred-thousandths of points.
    tiers = (
        40 * scores["finance"] + 20 * scores["customer"] + 25 * scores["operations"] + 15 * scores["growth"]
    )
    bonus = 1_000 * np.minimum(500, scores["patents"] + scores["lean_award"])
    penalty = 1_000 * np.maximum(-800, scores["audit"] + scores["reporting"])
    # Whatever is negative is rounded away from 0 at halves.
    units = tiers + bonus + penalty
    rounded = np.sign(units) * half_up(abs(units), 10_000)
    fatal, fraud = given("fatal_accidents") > 0, given("false_accounts")
    scores["total"] = np.where(fatal, np.minimum(rounded, 590), rounded)
    by_total = np.searchsorted(np.array([600, 800, 950]), rounded, side="right") + 1
    grade = np.where((by_total == 4) & (scores["profit_rate"] < 10_000), 3, by_total)
    grade = np.where(given("pollution_events") > 0, np.minimum(grade, 2), grade)
    grade = np.where(given("quality_award"), np.maximum(grade, 2), grade)
    scores["grade"] = np.where(fraud, 0, np.where(fatal, 1, grade))
    return scores


def exactly(record: Record) -> Outcome:
    """The scores of a record in fractions, clause by clause."""

    def given(name: str, part: str = "") -> Any:
        value = record.get(name, {} if part else 0)
        return Fraction(str(value.get(part, 0) if part else value))

    def rounded(value: Any, places: int) -> Any:
        """Halves away from 0."""
        scale = 10**places
        size = Fraction(floor(abs(value) * scale + Fraction(1, 2)), scale)
        return size if value >= 0 else -size

    def between(value: Any, least: int, most: int) -> Any:
        return min(max(value, Fraction(least)), Fraction(most))

    above = (given("revenue") / given("revenue_target") - 1) * 100
    profit_above = (given("profit") / given("profit_target") - 1) * 100
    made_it = profit_above >= 0
    off = abs(given("expense") / given("expense_budget") - 1) * 100
    released, delisted = given("process_quality", "released"), given("complaints", "delisted")
    turnover = given("turnover")
    scores: Outcome = {
        "revenue_rate": rounded(between(100 + (above if above >= 0 else 2 * above), 0, 120), 2),
        "profit_rate": between(100 + (floor(profit_above) if made_it else 3 * ceil(profit_above)), 0, 120),
        "delivery": rounded(between((given("delivery") - 85) / 13 * 100, 0, 100), 2),
        "complaints": Fraction(0) if delisted else between(
            100 - min(5 * given("complaints", "general"), 40) - 30 * given("complaints", "major"), 0, 100
        ),
        "expense_control": rounded(between((10 - off) / 7 * 100, 0, 100), 2),
        "energy": rounded(between(100 - (given("energy") / 210 - 1) * 100, 0, 100), 2),
        "process_quality": Fraction(0) if released else between(
            100 - min(2 * given("process_quality", "minor"), 20) - 15 * given("process_quality", "major"),
            0, 100,
        ),
        "training": rounded(between(given("trained") / given("staff") * 100, 0, 100), 2),
        "turnover": Fraction(0) if turnover > 10 else between(100 - 10 * ceil(max(turnover - 3, 0)), 0, 100),
        "patents": given("patents") * Fraction(3, 2),
        "lean_award": Fraction(AWARDS.get(record.get("lean_award", ""), 0)),
        "audit": -min(2 * given("audit", "overdue"), Fraction(6)),
        "reporting": -min(given("reporting", "late") / 2, Fraction(2)) - given("reporting", "absent"),
    }  # fmt: skip

    def mean(**weights: int) -> Fraction:
        return sum((scores[name] * weight for name, weight in weights.items()), Fraction(0)) / 100

    polluted, fatal = given("pollution_events") > 0, given("fatal_accidents") > 0
    scores["finance"] = mean(revenue_rate=50, profit_rate=50)
    scores["customer"] = mean(delivery=60, complaints=40)
    operations = mean(expense_control=40, energy=30, process_quality=30)
    scores["operations"] = Fraction(0) if released or polluted else operations
    scores["growth"] = mean(training=60, turnover=40)
    total = mean(finance=40, customer=20, operations=25, growth=15)
    total += min(scores["patents"] + scores["lean_award"], Fraction(5))
    total = rounded(total - min(-scores["audit"] - scores["reporting"], Fraction(8)), 1)
    level = (
        4 if total >= 95 and scores["profit_rate"] >= 100 else 3 if total >= 80 else 2 if total >= 60 else 1
    )
    if polluted:
        level = min(level, 2)
    if record["quality_award"]:
        level = max(level, 2)
    if fatal:
        level, total = 1, min(total, Fraction(59))
    if record["false_accounts"]:
        level = 0
    return {**scores, "total": total, "grade": GRADES[level]}


MONEY = ("revenue", "revenue_target", "profit", "profit_target", "expense", "expense_budget")
NUMBERS = (*MONEY, "energy")
RATES = ("delivery", "turnover")
COUNTS = ("trained", "staff", "fatal_accidents", "pollution_events", "patents")
DEFECTS = {
    "complaints": frozenset({"general", "major", "delisted"}),
    "process_quality": frozenset({"minor", "major", "released"}),
    "audit": frozenset({"overdue"}),
    "reporting": frozenset({"late", "absent"}),
}
KEYS = frozenset({*NUMBERS, *RATES, *COUNTS, *DEFECTS, "false_accounts", "quality_award", "lean_award"})


def _check(record: Record) -> None:
    """Refuse a record that the scheme has no score for."""
    if not record.keys() <= KEYS:
        raise ValueError("unknown key")
    for name in NUMBERS:
        if not isinstance(record[name], int | float) or isinstance(record[name], bool):
            raise TypeError("not a number")
    for name in RATES:
        value = record[name]
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 100:
            raise TypeError("not a rate")
    for name in COUNTS:
        value = record.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise TypeError("not a count")
    for name, parts in DEFECTS.items():
        counts = record.get(name, {})
        if not counts.keys() <= parts:
            raise ValueError("unknown key")
        for value in counts.values():
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise TypeError("not a count")
    if min(record[name] for name in ("revenue_target", "profit_target", "expense_budget", "energy")) <= 0:
        raise ValueError("out of range")
    if min(record["revenue"], record["expense"]) < 0 or not 0 <= record["trained"] <= record["staff"] != 0:
        raise ValueError("out of range")
    for name in ("false_accounts", "quality_award"):
        if not isinstance(record.get(name, False), bool):
            raise TypeError("neither true nor false")
    if record.get("lean_award") not in {None, *AWARDS}:
        raise ValueError("unknown award")


def by_hand(record: Record) -> Outcome:
    """What a careful programmer writes for this one scheme, in floats, every datum checked."""
    _check(record)
    revenue, target = record["revenue"], record["revenue_target"]
    profit, due = record["profit"], record["profit_target"]
    expense, planned, energy = record["expense"], record["expense_budget"], record["energy"]
    trained, staff, turnover = record["trained"], record["staff"], record["turnover"]
    lean, award, fraud = record.get("lean_award"), record.get("quality_award"), record.get("false_accounts")
    fatal, polluted = record.get("fatal_accidents", 0) > 0, record.get("pollution_events", 0) > 0
    complaints, quality = record["complaints"], record["process_quality"]
    audit, reporting = record.get("audit", {}), record.get("reporting", {})
    released = quality.get("released", 0) > 0
    revenue_rate = 100 + (1 if revenue >= target else 2) * (revenue / target - 1) / 0.01
    if profit >= due:
        profit_rate = min(120, 100 + floor((profit / due - 1) / 0.01))
    else:
        profit_rate = max(0, 100 - 3 * floor((1 - profit / due) / 0.01))
    scores = {
        "revenue_rate": floor(min(120, max(0, revenue_rate)) * 100 + 0.5) / 100,
        "profit_rate": profit_rate,
        "delivery": floor(min(100, max(0, (record["delivery"] - 85) / 13 * 100)) * 100 + 0.5) / 100,
        "complaints": 0 if complaints.get("delisted", 0) else max(
            0, 100 - min(40, 5 * complaints.get("general", 0)) - 30 * complaints.get("major", 0)
        ),
        "expense_control": floor(
            min(100, max(0, (0.1 - abs(expense / planned - 1)) / 0.07 * 100)) * 100 + 0.5
        ) / 100,
        "energy": floor(min(100, max(0, (2 - energy / 210) * 100)) * 100 + 0.5) / 100,
        "process_quality": 0 if released else max(
            0, 100 - min(20, 2 * quality.get("minor", 0)) - 15 * quality.get("major", 0)
        ),
        "training": floor(trained / staff * 100 * 100 + 0.5) / 100,
        "turnover": 0 if turnover > 10 else max(0, 100 - 10 * ceil(max(0, turnover - 3))),
        "patents": 1.5 * record.get("patents", 0),
        "lean_award": AWARDS[lean] if lean is not None else 0,
        "audit": -min(6, 2 * audit.get("overdue", 0)),
        "reporting": -min(2, 0.5 * reporting.get("late", 0)) - reporting.get("absent", 0),
    }  # fmt: skip
    finance = 0.5 * scores["revenue_rate"] + 0.5 * profit_rate
    customer = 0.6 * scores["delivery"] + 0.4 * scores["complaints"]
    operations = 0.4 * scores["expense_control"] + 0.3 * scores["energy"] + 0.3 * scores["process_quality"]
    if released or polluted:
        operations = 0
    growth = 0.6 * scores["training"] + 0.4 * scores["turnover"]
    total = 0.4 * finance + 0.2 * customer + 0.25 * operations + 0.15 * growth
    total += min(5, scores["patents"] + scores["lean_award"]) - min(8, -scores["audit"] - scores["reporting"])
    total = floor(total * 10 + 0.5) / 10
    level = 4 if total >= 95 and profit_rate >= 100 else 3 if total >= 80 else 2 if total >= 60 else 1
    if polluted and level > 2:
        level = 2
    if award and level < 2:
        level = 2
    if fatal:
        level, total = 1, min(total, 59)
    if fraud:
        level = 0
    return {
        **scores, "finance": finance, "customer": customer, "operations": operations, "growth": growth,
        "total": total, "grade": GRADES[level],
    }  # fmt: skip


def _share(text: str) -> str:
    return f"floor(min(100, max(0, {text} * 100)) * 100 + 0.5) / 100"


PLANT = Scheme(
    id="enterprise-kpi",
    path=ROOT / "rulesets" / "enterprise-kpi" / "plant.toml",
    places={
        **dict.fromkeys(MONEY, 2),
        "trained": 0, "staff": 0, "fatal_accidents": 0, "pollution_events": 0, "delivery": 2,
        "complaints.general": 0, "complaints.major": 0, "complaints.delisted": 0, "energy": 1,
        "process_quality.minor": 0, "process_quality.major": 0, "process_quality.released": 0, "turnover": 2,
        "patents": 0, "audit.overdue": 0, "reporting.late": 0, "reporting.absent": 0,
    },
    texts={"lean_award": tuple(AWARDS)},
    flags=("false_accounts", "quality_award"),
    draw=draw,
    indicators={
        "revenue_rate": (
            "floor(min(120, max(0, 100 + (1 if revenue >= revenue_target else 2)"
            " * (revenue / revenue_target - 1) / 0.01)) * 100 + 0.5) / 100"
        ),
        "profit_rate": (
            "min(120, 100 + floor(max(0, (profit / profit_target - 1) / 0.01))) if profit >= profit_target"
            " else max(0, 100 - 3 * floor(max(0, (1 - profit / profit_target) / 0.01)))"
        ),
        "delivery": _share("((delivery - 85) / 13)"),
        "complaints": (
            "0 if complaints.delisted > 0"
            " else max(0, 100 - min(40, 5 * complaints.general) - 30 * complaints.major)"
        ),
        "expense_control": _share(
            "((0.1 - max(expense / expense_budget - 1, 1 - expense / expense_budget)) / 0.07)"
        ),
        "energy": _share("(2 - energy / 210)"),
        "process_quality": (
            "0 if process_quality.released > 0"
            " else max(0, 100 - min(20, 2 * process_quality.minor) - 15 * process_quality.major)"
        ),
        "training": "floor(trained / staff * 100 * 100 + 0.5) / 100",
        "turnover": "0 if turnover > 10 else max(0, 100 - 10 * ceil(max(0, turnover - 3)))",
        "patents": "1.5 * patents",
        "lean_award": (
            "1 if lean_award == '集团级' else 2 if lean_award == '省部级'"
            " else 3 if lean_award == '国家级' else 0"
        ),
        "audit": "0 - min(6, 2 * audit.overdue)",
        "reporting": "0 - min(2, 0.5 * reporting.late) - reporting.absent",
    },
    later=(
        {
            "finance": "0.5 * score.revenue_rate + 0.5 * score.profit_rate",
            "customer": "0.6 * score.delivery + 0.4 * score.complaints",
            "operations": (
                "0 if process_quality.released > 0 or pollution_events > 0"
                " else 0.4 * score.expense_control + 0.3 * score.energy + 0.3 * score.process_quality"
            ),
            "growth": "0.6 * score.training + 0.4 * score.turnover",
        },
        {
            "rounded": (
                "floor((0.4 * score.finance + 0.2 * score.customer + 0.25 * score.operations"
                " + 0.15 * score.growth + min(5, score.patents + score.lean_award)"
                " - min(8, 0 - score.audit - score.reporting)) * 10 + 0.5) / 10"
            )
        },
        {"total": "min(59, score.rounded) if fatal_accidents > 0 else score.rounded"},
        {
            "grade": (
                "'不予评级' if false_accounts else 'D' if fatal_accidents > 0"
                " else 'A' if score.rounded >= 95 and score.profit_rate >= 100 and pollution_events <= 0"
                " else 'B' if score.rounded >= 80 and pollution_events <= 0"
                " else 'C' if score.rounded >= 60 or quality_award else 'D'"
            )
        },
    ),
    grades=GRADES,
    scales={**dict.fromkeys(INDICATORS, 100), **dict.fromkeys(TIERS, 1_000), "total": 10},
    truth=truth,
    exactly=exactly,
    by_hand=by_hand,
    rates=RATES,
)  # fmt: skip
