"""The scheme that is benchmarked, its records, and what they score exactly.

The scheme is ``rulesets/shanghai-2019/residence-card.toml``: 15 data, 13 indicators, four tiers, a total, a
grade. Records are made as people fill them in: counts are whole, often a round share of the plan, so that
scores fall on exact ties; rates have two decimals; most judged items get full marks, the others a remark.
"""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

RULESET = Path(__file__).resolve().parent.parent / "rulesets" / "shanghai-2019" / "residence-card.toml"

JUDGED = {
    "fund_compliance": 6,
    "goal_soundness": 8,
    "project_setup": 5,
    "finance_management": 5,
    "project_management": 4,
    "training": 8,
    "long_term": 7,
}
"""Full marks of the items that the record judges."""

TIERS = {
    "input": (
        "fund_compliance", "goal_soundness", "project_setup", "budget_execution", "finance_management",
        "project_management",
    ),
    "output": ("cards_made", "pass_rate", "on_time_rate"),
    "effect": ("complaints", "satisfaction"),
    "impact": ("training", "long_term"),
}  # fmt: skip
GRADES = ((90, "优秀"), (75, "良好"), (60, "合格"), (0, "不合格"))

Record = dict[str, Any]


def records(count: int, number: type, *, seed: int = 2019) -> list[Record]:
    """Records whose amounts and rates are of the class ``number``: ``float`` or ``Decimal``."""
    draw = random.Random(seed)
    return [_record(draw, number) for _ in range(count)]


def _record(draw: random.Random, number: type) -> Record:
    def decimal(units: int) -> Any:
        return number(Decimal(units).scaleb(-2))

    def rate() -> Any:
        return decimal(10_000 if draw.random() < 0.3 else draw.randrange(8_000, 10_000))

    planned = draw.choice((200_000, 500_000, 1_000_000))
    share = draw.randrange(70, 101)
    made = planned * share // 100 if draw.random() < 0.3 else draw.randrange(planned * 7 // 10, planned + 1)
    budget = draw.randrange(100_000_00, 50_000_000_00, 100_00)
    spent = budget * share // 100 if draw.random() < 0.2 else draw.randrange(budget * 8 // 10, budget + 1)
    record: Record = {
        "budget": decimal(budget),
        "spent": decimal(spent),
        "planned_cards": planned,
        "made_cards": made,
        "pass_rate": rate(),
        "on_time_rate": rate(),
        "complaints": 0 if draw.random() < 0.8 else draw.randrange(1, 5),
        "satisfaction": rate(),
    }
    for name, full in JUDGED.items():
        lost = 0 if draw.random() < 0.85 else draw.randrange(1, full // 2 + 1)
        record[name] = full if not lost else {"deduct": lost, "remark": "材料不全，酌情扣分。"}
    return record


def flat(record: Record) -> dict[str, Any]:
    """The record for engines that take numbers only: judged scores as numbers, Decimals as floats."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            found[name] = JUDGED[name] - value["deduct"]
        else:
            found[name] = float(value) if isinstance(value, Decimal) else value
    return found


def exactly(record: Record) -> dict[str, Any]:
    """The scores, the total and the grade of a record, in fractions, worked out apart from the library."""
    data = {
        name: JUDGED[name] - value["deduct"] if isinstance(value, dict) else Fraction(str(value))
        for name, value in record.items()
    }

    def half_up(value: Fraction) -> int:
        return floor(value + Fraction(1, 2))

    made = Fraction(data["made_cards"], data["planned_cards"])
    spent = data["spent"] / data["budget"]
    scores = {name: int(data[name]) for name in JUDGED} | {
        "budget_execution": half_up(min(Fraction(8), 8 * spent)),
        "cards_made": half_up(max(Fraction(0), 12 - max(Fraction(0), (1 - made) * 100) / 2)),
        "pass_rate": half_up(11 * data["pass_rate"] / 100),
        "on_time_rate": half_up(11 * data["on_time_rate"] / 100),
        "complaints": 8 if data["complaints"] <= 0 else 0,
        "satisfaction": half_up(7 * data["satisfaction"] / 100),
    }
    return finished(scores)


def finished(scores: dict[str, Any]) -> dict[str, Any]:
    """The scores with the tiers, the total and the grade that they make."""
    found = dict(scores)
    for tier, names in TIERS.items():
        found[tier] = sum(scores[name] for name in names)
    found["total"] = sum(found[tier] for tier in TIERS)
    found["grade"] = next(grade for bound, grade in GRADES if found["total"] >= bound)
    return found
