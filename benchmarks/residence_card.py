"""Residence cards: 15 data, 13 indicators, four tiers, a total, a grade; scores rounded to whole points.

The scheme is ``rulesets/shanghai-2019/residence-card.toml``. Rows are made as people fill them in: counts
are often a round share of the plan, so that scores fall on exact ties; rates have two decimals; most judged
items get full marks, the others a remark.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
from scheme import ROOT, Columns, Outcome, Record, Scheme, half_up

RULESET = ROOT / "rulesets" / "shanghai-2019" / "residence-card.toml"

JUDGED = {
    "fund_compliance": 6,
    "goal_soundness": 8,
    "project_setup": 5,
    "finance_management": 5,
    "project_management": 4,
    "training": 8,
    "long_term": 7,
}
TIERS = {
    "input": (
        "fund_compliance", "goal_soundness", "project_setup", "budget_execution", "finance_management",
        "project_management",
    ),
    "output": ("cards_made", "pass_rate", "on_time_rate"),
    "effect": ("complaints", "satisfaction"),
    "impact": ("training", "long_term"),
}  # fmt: skip
INDICATORS = tuple(name for names in TIERS.values() for name in names)
GRADES = ("不合格", "合格", "良好", "优秀")
REMARK = "材料不全，酌情扣分。"


def draw(chance: np.random.Generator, count: int) -> Columns:
    """Amounts in cents, rates in hundredths of a percent."""

    def rate() -> Any:
        return np.where(chance.random(count) < 0.3, 10_000, chance.integers(8_000, 10_000, count))

    planned = chance.choice(np.array([200_000, 500_000, 1_000_000]), count)
    share = chance.integers(70, 101, count)
    made = np.where(
        chance.random(count) < 0.3, planned * share // 100, chance.integers(planned * 7 // 10, planned + 1)
    )
    budget = chance.integers(1_000, 500_000, count) * 10_000
    spent = np.where(
        chance.random(count) < 0.2, budget * share // 100, chance.integers(budget * 8 // 10, budget + 1)
    )
    columns: Columns = {
        "budget": budget,
        "spent": spent,
        "planned_cards": planned,
        "made_cards": made,
        "pass_rate": rate(),
        "on_time_rate": rate(),
        "complaints": np.where(chance.random(count) < 0.8, 0, chance.integers(1, 5, count)),
        "satisfaction": rate(),
    }
    for name, full in JUDGED.items():
        lost = np.where(chance.random(count) < 0.85, 0, chance.integers(1, full // 2 + 1, count))
        columns[name] = full - lost
        columns[f"{name}.remark"] = np.where(lost > 0, 0, -1)
    return columns


def truth(columns: Columns) -> Columns:
    """Every score in whole numbers."""
    planned, made = columns["planned_cards"], columns["made_cards"]
    scores: Columns = {name: columns[name] for name in JUDGED}
    # 8 × spent ÷ budget, at most 8.
    scores["budget_execution"] = half_up(
        np.minimum(8 * columns["budget"], 8 * columns["spent"]), columns["budget"]
    )
    # 12 − 0.5 × 100 × (planned − made) ÷ planned, over planned.
    left = 12 * planned - 50 * np.maximum(0, planned - made)
    scores["cards_made"] = half_up(np.maximum(0, left), planned)
    for name, full in (("pass_rate", 11), ("on_time_rate", 11), ("satisfaction", 7)):
        scores[name] = half_up(full * columns[name], 10_000)
    scores["complaints"] = np.where(columns["complaints"] <= 0, 8, 0)
    for tier, names in TIERS.items():
        scores[tier] = sum((scores[name] for name in names), np.zeros_like(made))
    scores["total"] = sum((scores[tier] for tier in TIERS), np.zeros_like(made))
    scores["grade"] = np.searchsorted(np.array([60, 75, 90]), scores["total"], side="right")
    return scores


def exactly(record: Record) -> Outcome:
    """The scores, the total and the grade of a record, in fractions, worked out apart from the library."""
    data = {
        name: JUDGED[name] - value["deduct"] if isinstance(value, dict) else Fraction(str(value))
        for name, value in record.items()
    }

    def rounded(value: Fraction) -> int:
        return floor(value + Fraction(1, 2))

    made = Fraction(data["made_cards"], data["planned_cards"])
    spent = data["spent"] / data["budget"]
    scores: Outcome = {name: int(data[name]) for name in JUDGED} | {
        "budget_execution": rounded(min(Fraction(8), 8 * spent)),
        "cards_made": rounded(max(Fraction(0), 12 - max(Fraction(0), (1 - made) * 100) / 2)),
        "pass_rate": rounded(11 * data["pass_rate"] / 100),
        "on_time_rate": rounded(11 * data["on_time_rate"] / 100),
        "complaints": 8 if data["complaints"] <= 0 else 0,
        "satisfaction": rounded(7 * data["satisfaction"] / 100),
    }
    scores |= {tier: sum(scores[name] for name in names) for tier, names in TIERS.items()}
    total = scores["total"] = sum(scores[tier] for tier in TIERS)
    scores["grade"] = (
        "优秀" if total >= 90 else "良好" if total >= 75 else "合格" if total >= 60 else "不合格"
    )
    return scores


KEYS = frozenset(
    {
        "budget", "spent", "planned_cards", "made_cards", "pass_rate", "on_time_rate", "complaints",
        "satisfaction", *JUDGED,
    }
)  # fmt: skip


def by_hand(record: Record) -> Outcome:
    """What a careful programmer writes for this one scheme, in floats, every datum checked."""
    if not record.keys() <= KEYS:
        raise ValueError("unknown key")
    budget, spent = record["budget"], record["spent"]
    planned, made, complaints = record["planned_cards"], record["made_cards"], record["complaints"]
    pass_rate, on_time_rate = record["pass_rate"], record["on_time_rate"]
    satisfaction = record["satisfaction"]
    for value in (budget, spent, pass_rate, on_time_rate, satisfaction):
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise TypeError("not a number")
    for value in (planned, made, complaints):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise TypeError("not a count")
    for value in (pass_rate, on_time_rate, satisfaction):
        if not 0 <= value <= 100:
            raise ValueError("not a rate")
    if budget <= 0 or spent < 0 or planned == 0:
        raise ValueError("out of range")
    scores = {
        "fund_compliance": _judged(record["fund_compliance"], 6),
        "goal_soundness": _judged(record["goal_soundness"], 8),
        "project_setup": _judged(record["project_setup"], 5),
        "budget_execution": floor(min(8, 8 * spent / budget) + 0.5),
        "finance_management": _judged(record["finance_management"], 5),
        "project_management": _judged(record["project_management"], 4),
        "cards_made": floor(max(0, 12 - max(0, (1 - made / planned) / 0.01) * 0.5) + 0.5),
        "pass_rate": floor(11 * pass_rate / 100 + 0.5),
        "on_time_rate": floor(11 * on_time_rate / 100 + 0.5),
        "complaints": 8 if complaints <= 0 else 0,
        "satisfaction": floor(7 * satisfaction / 100 + 0.5),
        "training": _judged(record["training"], 8),
        "long_term": _judged(record["long_term"], 7),
    }
    inputs = (
        scores["fund_compliance"] + scores["goal_soundness"] + scores["project_setup"]
        + scores["budget_execution"] + scores["finance_management"] + scores["project_management"]
    )  # fmt: skip
    output = scores["cards_made"] + scores["pass_rate"] + scores["on_time_rate"]
    effect = scores["complaints"] + scores["satisfaction"]
    impact = scores["training"] + scores["long_term"]
    total = inputs + output + effect + impact
    grade = "优秀" if total >= 90 else "良好" if total >= 75 else "合格" if total >= 60 else "不合格"
    return {
        **scores, "input": inputs, "output": output, "effect": effect, "impact": impact, "total": total,
        "grade": grade,
    }  # fmt: skip


def _judged(given: Any, full: int) -> float:
    if isinstance(given, dict):
        score = given["score"] if "score" in given else full - given["deduct"]
        if not given.get("remark"):
            raise ValueError("points lost without a remark")
    else:
        score = given
        if score < full:
            raise ValueError("points lost without a remark")
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= full:
        raise ValueError("not a score")
    return score


FORMULAS = {name: name for name in JUDGED} | {
    "budget_execution": "floor(min(8, 8 * spent / budget) + 0.5)",
    "cards_made": "floor(max(0, 12 - max(0, (1 - made_cards / planned_cards) / 0.01) * 0.5) + 0.5)",
    "pass_rate": "floor(11 * pass_rate / 100 + 0.5)",
    "on_time_rate": "floor(11 * on_time_rate / 100 + 0.5)",
    "complaints": "8 if complaints <= 0 else 0",
    "satisfaction": "floor(7 * satisfaction / 100 + 0.5)",
}

GRADE = "'优秀' if total >= 90 else '良好' if total >= 75 else '合格' if total >= 60 else '不合格'"

RESIDENCE_CARD = Scheme(
    id="residence-card",
    path=RULESET,
    places={
        "budget": 2, "spent": 2, "planned_cards": 0, "made_cards": 0, "pass_rate": 2, "on_time_rate": 2,
        "complaints": 0, "satisfaction": 2, **dict.fromkeys(JUDGED, 0),
    },
    texts={f"{name}.remark": (REMARK,) for name in JUDGED},
    draw=draw,
    indicators={name: FORMULAS[name] for name in INDICATORS},
    later=(
        {tier: " + ".join(f"score.{name}" for name in names) for tier, names in TIERS.items()},
        {"total": " + ".join(f"score.{tier}" for tier in TIERS)},
        {"grade": GRADE},
    ),
    grades=GRADES,
    scales=dict.fromkeys((*INDICATORS, *TIERS, "total"), 1),
    truth=truth,
    exactly=exactly,
    by_hand=by_hand,
    judged=JUDGED,
    rates=("pass_rate", "on_time_rate", "satisfaction"),
)  # fmt: skip


def records(count: int, number: type, *, seed: int = 2019) -> list[Record]:
    """Records whose amounts and rates are of the class ``number``: ``float`` or ``Decimal``."""
    return RESIDENCE_CARD.records(count, number, seed)
