"""Four schemes in plain Python, for comparison: makers of records, and what the records must score.

Written from the sentences of the schemes, with fractions only; nothing of the library is imported.
"""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

Datum = dict[str, Any]


def chance(seed: int) -> random.Random:
    """Random numbers, the same at every run."""
    return random.Random(seed)  # noqa: S311 - for test records


def half_up(value: Fraction, places: int = 0) -> Fraction:
    """To so many decimal places, halves away from zero."""
    rounded = Fraction(floor(abs(value) * 10**places + Fraction(1, 2)), 10**places)
    return rounded if value >= 0 else -rounded


def within(low: Fraction | int, value: Fraction | int, high: Fraction | int) -> Fraction:
    """The value, held between two limits."""
    return Fraction(min(max(value, low), high))


def written(value: Fraction) -> Decimal:
    """A fraction that ends, as records write it."""
    return Decimal(value.numerator) / value.denominator


def percent(value: Fraction) -> str:
    """A fraction as a percentage."""
    return f"{written(value * 100)}%"


# 项目支出绩效单位自评

LEVELS = (
    ("达成年度指标", 80, 100),
    ("部分达成年度指标并具有一定效果", 60, 79),
    ("未达成年度指标且效果较差", 0, 59),
)


def caiyu_record(rng: random.Random) -> Datum:
    """A self-evaluation; growth may be negative, targets may be exceeded."""
    record: Datum = {
        "annual_budget": rng.randint(1, 2_000_000),
        "annual_spent": rng.randint(0, 2_200_000),
        "open_days": rng.randint(0, 366),
        "new_books": rng.randint(0, 15_600),
        "lectures": rng.randint(0, 62),
        "shelving": rng.randint(1, 60),
        "unit_cost": Decimal(rng.randint(3000, 9000)) / 100,
        "visits": rng.randint(90_000, 120_000),
        "last_visits": rng.randint(90_000, 110_000),
    }
    for name in ("equipment", "acceptance", "readers"):
        record[name] = percent(Fraction(rng.randint(7000, 10000), 10000))
    for name in ("reading", "mechanism"):
        level, low, high = rng.choice(LEVELS)
        score = Decimal(rng.randint(low, high)) / 10
        record[name] = {"level": level, "score": score, "remark": "见附件"}
    return record


def caiyu_scores(record: Datum) -> dict[str, Fraction]:
    """The score of every indicator."""

    def pro_rata(weight: int, done: Fraction) -> Fraction:
        return half_up(within(0, weight * done, weight), 2)

    def rate(name: str) -> Fraction:
        return Fraction(record[name].removesuffix("%")) / 100

    over = max(Fraction(record["unit_cost"]) - 42, Fraction(0))
    growth = Fraction(record["visits"], record["last_visits"]) - 1
    return {
        "budget_execution": pro_rata(10, Fraction(record["annual_spent"], record["annual_budget"])),
        "opening": pro_rata(8, Fraction(record["open_days"], 330)),
        "collection": pro_rata(7, Fraction(record["new_books"], 12_000)),
        "equipment": pro_rata(8, rate("equipment") / Fraction(98, 100)),
        "acceptance": pro_rata(7, rate("acceptance")),
        "shelving": pro_rata(5, Fraction(15, record["shelving"])),
        "lecture_plan": pro_rata(5, Fraction(record["lectures"], 48)),
        "unit_cost": pro_rata(10, 1 - over / 42),
        "visit_growth": pro_rata(10, growth * 20),
        "reading": Fraction(record["reading"]["score"]),
        "mechanism": Fraction(record["mechanism"]["score"]),
        "readers": pro_rata(10, rate("readers") / Fraction(90, 100)),
    }


def caiyu_grade(total: Fraction) -> str:
    """优、良、中、差."""
    return "优" if total >= 90 else "良" if total >= 80 else "中" if total >= 60 else "差"


# 政府采购综合评分法

DOCUMENTS = ("licence", "authority", "taxes", "iso9001", "iso20000", "iso27001")
CEILINGS = {"01包": 1_200_000, "02包": 800_000}


def bidder(rng: random.Random) -> Datum:
    """One bidder; few distinct prices and scores, so that ties occur."""
    lot = rng.choice(tuple(CEILINGS))
    return {
        "lot": lot,
        "bid": CEILINGS[lot] * rng.randint(12, 21) // 20,
        "small_enterprise": rng.random() < 0.5,
        "starred_deviation": int(rng.random() < 0.1),
        "plan": rng.choice(["优", "良"]),
        "presentation": [Decimal(rng.choice([32, 33, 36, 40])) / 2 for _ in range(5)],
        "response": rng.choice([0, 0, 1, 6]),
        "documents": {name: rng.random() < 0.95 for name in DOCUMENTS},
        "references": rng.randint(3, 7),
        "arrival": rng.choice([1, 2, Decimal("2.5"), 4, 5]),
        "manager": rng.choice(["高级", "中级", "其他"]),
    }


def _price(one: Datum) -> Fraction:
    return Fraction(one["bid"]) * (Fraction(9, 10) if one["small_enterprise"] else 1)


def _bid_total(one: Datum, lowest: Fraction) -> Fraction:
    judges = sorted(Fraction(score) for score in one["presentation"])[1:-1]
    return (
        half_up(lowest / _price(one) * 30, 2)
        + {"优": 15, "良": 10}[one["plan"]]
        + half_up(sum(judges, Fraction(0)) / 3, 2)
        + max(10 - 2 * one["response"], 0)
        + sum(one["documents"].values())
        + min(2 * one["references"], 10)
        + (4 if one["arrival"] <= 2 else 2 if one["arrival"] <= 4 else 0)
        + {"高级": 5, "中级": 3, "其他": 0}[one["manager"]]
    )


def procurement_results(records: list[Datum]) -> list[tuple[Fraction, int, int] | None]:
    """Total, rank and number of valid bidders for each; nothing for those that are out."""

    def valid(one: Datum) -> bool:
        key_documents = all(one["documents"][name] for name in DOCUMENTS[:3])
        return key_documents and one["starred_deviation"] == 0 and one["bid"] <= CEILINGS[one["lot"]]

    results: list[tuple[Fraction, int, int] | None] = []
    for one in records:
        if not valid(one):
            results.append(None)
            continue
        group = [other for other in records if other["lot"] == one["lot"] and valid(other)]
        lowest = min(_price(other) for other in group)
        own = (-_bid_total(one, lowest), one["bid"])
        better = sum((-_bid_total(other, lowest), other["bid"]) < own for other in group)
        results.append((-own[0], better + 1, len(group)))
    return results


def award(bidders: int, rank: int) -> str:
    """What is decided about a valid bidder."""
    if bidders < 3:
        return "有效投标人不足三家，本包废标"
    return {1: "第一中标候选人", 2: "第二中标候选人", 3: "第三中标候选人"}.get(rank, "未入围")


# 工厂年度经营绩效考核

LEAN = {None: 0, "集团级": 1, "省部级": 2, "国家级": 3}
LADDER = ("不予评级", "D", "C", "B", "A")


def kpi_record(rng: random.Random) -> Datum:
    """A year of a plant, good or bad; targets are 5000 and 500, the budget 1000, the staff 400."""
    good = rng.random() < 0.3
    record: Datum = {
        "revenue": rng.randint(5000 if good else 3000, 7000),
        "revenue_target": 5000,
        "profit": rng.randint(480 if good else -50, 700),
        "profit_target": 500,
        "delivery": percent(Fraction(rng.randint(970 if good else 800, 1000), 1000)),
        "complaints": {
            "general": rng.randint(0, 1 if good else 10),
            "major": 0 if good else rng.randint(0, 3),
        },
        "expense": rng.randint(960, 1030) if good else rng.randint(850, 1150),
        "expense_budget": 1000,
        "energy": Decimal(rng.randint(1800, 2150 if good else 4500)) / 10,
        "process_quality": {
            "minor": rng.randint(0, 2 if good else 14),
            "major": 0 if good else rng.randint(0, 3),
        },
        "trained": rng.randint(380 if good else 200, 400),
        "staff": 400,
        "turnover": percent(Fraction(rng.randint(0, 40 if good else 120), 1000)),
        "patents": rng.randint(0, 4),
        "audit": {"overdue": rng.randint(0, 4)},
        "reporting": {"late": rng.randint(0, 6), "absent": rng.randint(0, 5)},
        "fatal_accidents": int(rng.random() < 0.1),
        "pollution_events": int(rng.random() < 0.2),
        "false_accounts": rng.random() < 0.05,
        "quality_award": rng.random() < 0.3,
    }
    if rng.random() < 0.05:
        record["complaints"]["delisted"] = 1
    if rng.random() < 0.05:
        record["process_quality"]["released"] = 1
    lean = rng.choice([*LEAN])
    return record if lean is None else record | {"lean_award": lean}


def kpi_scores(record: Datum) -> dict[str, Fraction]:
    """The score of every indicator out of 100, of bonus and penalty in points."""
    points = Fraction(record["revenue"], 50) - 100
    gain = Fraction(record["profit"], 5) - 100
    off = abs(Fraction(record["expense"], 10) - 100)
    delivery, turnover = (Fraction(record[name].removesuffix("%")) for name in ("delivery", "turnover"))
    excess = max(Fraction(record["energy"]) / 210 - 1, Fraction(0))
    complaints, quality, reports = (record[name] for name in ("complaints", "process_quality", "reporting"))
    defects = {
        "complaints": min(5 * complaints["general"], 40) + 30 * complaints["major"],
        "process_quality": min(2 * quality["minor"], 20) + 15 * quality["major"],
    }
    scores = {
        "revenue_rate": within(0, 100 + (points if points >= 0 else 2 * points), 120),
        "profit_rate": within(0, 100 + (floor(gain) if gain >= 0 else -3 * floor(-gain)), 120),
        "delivery": within(0, (delivery - 85) / 13 * 100, 100),
        "complaints": within(0, 0 if "delisted" in complaints else 100 - defects["complaints"], 100),
        "expense_control": within(0, (10 - off) / 7 * 100, 100),
        "energy": within(0, (1 - excess) * 100, 100),
        "process_quality": within(0, 0 if "released" in quality else 100 - defects["process_quality"], 100),
        "training": Fraction(record["trained"], 4),
        "turnover": within(0, 0 if turnover > 10 else 100 - 10 * ceil(max(turnover - 3, Fraction(0))), 100),
        "patents": Fraction(3 * record["patents"], 2),
        "lean_award": Fraction(LEAN[record.get("lean_award")]),
        "audit": -Fraction(min(2 * record["audit"]["overdue"], 6)),
        "reporting": -min(Fraction(reports["late"], 2), Fraction(2)) - reports["absent"],
    }
    return {name: half_up(score, 2) for name, score in scores.items()}


def kpi_total(record: Datum, scores: dict[str, Fraction]) -> Fraction:
    """The total with bonus and penalty, after vetoes."""
    operations = 4 * scores["expense_control"] + 3 * scores["energy"] + 3 * scores["process_quality"]
    if "released" in record["process_quality"] or record["pollution_events"]:
        operations = Fraction(0)
    total = (
        Fraction(20, 100) * (scores["revenue_rate"] + scores["profit_rate"])
        + Fraction(2, 100) * (6 * scores["delivery"] + 4 * scores["complaints"])
        + Fraction(25, 1000) * operations
        + Fraction(15, 1000) * (6 * scores["training"] + 4 * scores["turnover"])
        + min(scores["patents"] + scores["lean_award"], Fraction(5))
        + max(scores["audit"] + scores["reporting"], Fraction(-8))
    )
    return half_up(min(total, Fraction(59)) if record["fatal_accidents"] else total, 1)


def kpi_grade(record: Datum, scores: dict[str, Fraction], total: Fraction) -> str:
    """The grade after vetoes; the quality award lifts no grade that one of them forced."""
    if record["false_accounts"]:
        return "不予评级"
    if record["fatal_accidents"]:
        return "D"
    grade = "B" if total >= 80 else "C" if total >= 60 else "D"
    if total >= 95 and scores["profit_rate"] >= 100:
        grade = "A"
    if record["quality_award"]:
        grade = max(grade, "C", key=LADDER.index)
    return min(grade, "C", key=LADDER.index) if record["pollution_events"] else grade


# Introduction to Statistics


def course_record(rng: random.Random) -> Datum:
    """A student's term; the better the student, the better every part."""
    skill = rng.uniform(0.4, 1)

    def marks(most: int) -> Decimal:
        return Decimal(min(round(rng.uniform(0.8, 1.15) * skill * most * 2), most * 2)) / 2

    record: Datum = {
        "attended": rng.randint(6, 12),
        "midterm_test": marks(60),
        "project_report": {"score": marks(10), "remark": "See the sheet."},
        "final_exam": marks(80),
        "misconduct": rng.random() < 0.05,
    }
    if rng.random() < 0.2:
        record["midterm_test"] = {"not_applicable": True, "remark": "Doctor's note."}
    for sheet in range(1, 7):
        if rng.random() < 0.9:
            record[f"hw{sheet}_marks"] = marks(20)
        if rng.random() < 0.5:
            record[f"hw{sheet}_late"] = rng.randint(0, 4)
    return record


def course_total(record: Datum) -> Fraction:
    """The total in whole points."""
    sheets = []
    for sheet in range(1, 7):
        late = record.get(f"hw{sheet}_late", 0)
        share = Fraction(record.get(f"hw{sheet}_marks", 0)) / 20
        sheets.append(share * (1 - Fraction(late, 10)) if late <= 3 else Fraction(0))
    total = 6 * sum(sorted(sheets)[1:], Fraction(0)) + Fraction(10 * record["attended"], 12)
    total += Fraction(record["project_report"]["score"]) + Fraction(record["final_exam"]) * 30 / 80
    if isinstance(record["midterm_test"], dict):
        return half_up(total * 100 / 80)
    return half_up(total + Fraction(record["midterm_test"]) / 3)


def course_grade(record: Datum, total: Fraction) -> str:
    """The letter."""
    if record["misconduct"]:
        return "X"
    letters = ((90, "A"), (80, "B"), (70, "C"), (60, "D"))
    passed = record["final_exam"] >= 40
    return next((letter for least, letter in letters if passed and total >= least), "F")
