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


def evaluated_price(one: Datum) -> Fraction:
    """The price that is compared."""
    return Fraction(one["bid"]) * (Fraction(9, 10) if one["small_enterprise"] else 1)


def _documents(one: Datum) -> Fraction:
    """A point each, none without a key document; what is not applicable is not asked for."""
    asked = {name: had for name, had in one["documents"].items() if isinstance(had, bool)}
    if not all(asked.get(name, True) for name in DOCUMENTS[:3]):
        return Fraction(0)
    return Fraction(6 * sum(asked.values()), len(asked))


def bid_scores(one: Datum, lowest: Fraction | None) -> dict[str, Fraction]:
    """The score of every criterion; the price counts 0 where the bid is out."""
    judges = sorted(Fraction(score) for score in one["presentation"])[1:-1]
    return {
        "price_score": Fraction(0) if lowest is None else half_up(lowest / evaluated_price(one) * 30, 2),
        "plan": Fraction({"优": 15, "良": 10, "一般": 5, "未提供": 0}[one["plan"]]),
        "presentation": half_up(sum(judges, Fraction(0)) / 3, 2),
        "response": Fraction(max(10 - 2 * one["response"], 0)),
        "documents": half_up(_documents(one), 2),
        "references": Fraction(min(2 * one["references"], 10)),
        "arrival": Fraction(4 if one["arrival"] <= 2 else 2 if one["arrival"] <= 4 else 0),
        "manager": Fraction({"高级": 5, "中级": 3, "其他": 0}[one["manager"]]),
    }


def _bid_total(one: Datum, lowest: Fraction) -> Fraction:
    return sum(bid_scores(one, lowest).values(), Fraction(0))


def bid_faults(one: Datum) -> tuple[str, ...]:
    """Why a bid is out."""
    faults = {
        "documents_missing": _documents(one) == 0,
        "starred": one["starred_deviation"] > 0,
        "over_ceiling": one["bid"] > CEILINGS[one["lot"]],
    }
    return tuple(name for name, is_so in faults.items() if is_so)


def lowest_price(one: Datum, records: list[Datum]) -> Fraction | None:
    """The benchmark of its lot."""
    prices = [
        evaluated_price(other) for other in records if other["lot"] == one["lot"] and not bid_faults(other)
    ]
    return min(prices, default=None)


def procurement_results(records: list[Datum]) -> list[tuple[Fraction, int, int] | None]:
    """Total, rank and number of valid bidders for each; nothing for those that are out."""
    results: list[tuple[Fraction, int, int] | None] = []
    for one in records:
        if bid_faults(one):
            results.append(None)
            continue
        group = [other for other in records if other["lot"] == one["lot"] and not bid_faults(other)]
        lowest = min(map(evaluated_price, group))
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
KPI_WEIGHTS = {
    "revenue_rate": 20,
    "profit_rate": 20,
    "delivery": 12,
    "complaints": 8,
    "expense_control": 10,
    "energy": Fraction(15, 2),
    "process_quality": Fraction(15, 2),
    "training": 9,
    "turnover": 6,
}
"""In hundredths of the total."""

LADDER = ("不予评级", "D", "C", "B", "A")


def kpi_record(rng: random.Random) -> Datum:
    """A year of a plant, good or bad."""
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

    def reached(done: str, planned: str) -> Fraction:
        return 100 * Fraction(record[done]) / Fraction(record[planned])

    points = reached("revenue", "revenue_target") - 100
    gain = reached("profit", "profit_target") - 100
    off = abs(reached("expense", "expense_budget") - 100)
    delivery, turnover = (Fraction(str(record[name]).removesuffix("%")) for name in ("delivery", "turnover"))
    excess = max(Fraction(record["energy"]) / 210 - 1, Fraction(0))
    complaints, quality = record["complaints"], record["process_quality"]
    audit, reports = record.get("audit", {}), record.get("reporting", {})
    defects = {
        "complaints": min(5 * complaints.get("general", 0), 40) + 30 * complaints.get("major", 0),
        "process_quality": min(2 * quality.get("minor", 0), 20) + 15 * quality.get("major", 0),
    }
    scores = {
        "revenue_rate": within(0, 100 + (points if points >= 0 else 2 * points), 120),
        "profit_rate": within(0, 100 + (floor(gain) if gain >= 0 else -3 * floor(-gain)), 120),
        "delivery": within(0, (delivery - 85) / 13 * 100, 100),
        "complaints": within(0, 0 if "delisted" in complaints else 100 - defects["complaints"], 100),
        "expense_control": within(0, (10 - off) / 7 * 100, 100),
        "energy": within(0, (1 - excess) * 100, 100),
        "process_quality": within(0, 0 if "released" in quality else 100 - defects["process_quality"], 100),
        "training": within(0, reached("trained", "staff"), 100),
        "turnover": within(0, 0 if turnover > 10 else 100 - 10 * ceil(max(turnover - 3, Fraction(0))), 100),
        "patents": Fraction(3 * record.get("patents", 0), 2),
        "lean_award": Fraction(LEAN[record.get("lean_award")]),
        "audit": -Fraction(min(2 * audit.get("overdue", 0), 6)),
        "reporting": -min(Fraction(reports.get("late", 0), 2), Fraction(2)) - reports.get("absent", 0),
    }
    return {name: half_up(score, 2) for name, score in scores.items()}


def kpi_tiers(record: Datum, scores: dict[str, Fraction]) -> dict[str, Fraction]:
    """The score of every tier out of 100, after vetoes."""
    operations = 4 * scores["expense_control"] + 3 * scores["energy"] + 3 * scores["process_quality"]
    if "released" in record["process_quality"] or record.get("pollution_events"):
        operations = Fraction(0)
    return {
        "finance": (scores["revenue_rate"] + scores["profit_rate"]) / 2,
        "customer": (6 * scores["delivery"] + 4 * scores["complaints"]) / 10,
        "operations": operations / 10,
        "growth": (6 * scores["training"] + 4 * scores["turnover"]) / 10,
    }


def kpi_total(record: Datum, scores: dict[str, Fraction]) -> Fraction:
    """The total with bonus and penalty, after vetoes."""
    tiers = kpi_tiers(record, scores)
    total = (
        (40 * tiers["finance"] + 20 * tiers["customer"] + 25 * tiers["operations"] + 15 * tiers["growth"])
        / 100
        + min(scores["patents"] + scores["lean_award"], Fraction(5))
        + max(scores["audit"] + scores["reporting"], Fraction(-8))
    )
    return half_up(min(total, Fraction(59)) if record.get("fatal_accidents") else total, 1)


def kpi_grade(record: Datum, scores: dict[str, Fraction], total: Fraction) -> str:
    """The grade after vetoes; the quality award lifts no grade that one of them forced."""
    if record.get("false_accounts"):
        return "不予评级"
    if record.get("fatal_accidents"):
        return "D"
    grade = "B" if total >= 80 else "C" if total >= 60 else "D"
    if total >= 95 and scores["profit_rate"] >= 100:
        grade = "A"
    if record.get("quality_award"):
        grade = max(grade, "C", key=LADDER.index)
    return min(grade, "C", key=LADDER.index) if record.get("pollution_events") else grade


def kpi_vetoes(record: Datum) -> tuple[str, ...]:
    """What happened that changes the result."""
    serious = bool(record.get("fatal_accidents")) or bool(record.get("false_accounts"))
    happened = {
        "safety": record.get("fatal_accidents"),
        "pollution": record.get("pollution_events"),
        "fraud": record.get("false_accounts"),
        "award": record.get("quality_award") and not serious,
    }
    return tuple(name for name, it_did in happened.items() if it_did)


def kpi_factor(grade: str, total: Fraction) -> Fraction:
    """The factor of the pay for performance."""
    if grade in ("D", "不予评级"):
        return Fraction(0)
    return half_up(within(Fraction(6, 10), total / 100, Fraction(12, 10)), 2)


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


def course_parts(record: Datum) -> dict[str, Fraction | None]:
    """The points of every sheet and of every part; nothing for the midterm of an excused student."""
    parts: dict[str, Fraction | None] = {}
    sheets = []
    for sheet in range(1, 7):
        late = record.get(f"hw{sheet}_late", 0)
        share = Fraction(record.get(f"hw{sheet}_marks", 0)) / 20
        sheets.append(6 * share * (1 - Fraction(late, 10)) if late <= 3 else Fraction(0))
        parts[f"hw{sheet}"] = sheets[-1]
    report, midterm = record["project_report"], record["midterm_test"]
    if isinstance(report, dict):
        report = report["score"] if "score" in report else 10 - report["deduct"]
    return parts | {
        "homework": sum(sorted(sheets)[1:], Fraction(0)),
        "labs": min(Fraction(10 * record["attended"], record.get("sessions", 12)), Fraction(10)),
        "midterm": None if isinstance(midterm, dict) else Fraction(midterm) / 3,
        "project": Fraction(report),
        "exam": Fraction(record["final_exam"]) * 30 / 80,
    }


def course_total(record: Datum) -> Fraction:
    """The total in whole points."""
    parts = course_parts(record)
    known = [parts[name] for name in ("homework", "labs", "midterm", "project", "exam")]
    total = sum((one for one in known if one is not None), Fraction(0))
    return half_up(total * 100 / 80 if parts["midterm"] is None else total)


def course_grade(record: Datum, total: Fraction) -> str:
    """The letter."""
    if record.get("misconduct"):
        return "X"
    letters = ((90, "A"), (80, "B"), (70, "C"), (60, "D"))
    passed = record["final_exam"] >= 40
    return next((letter for least, letter in letters if passed and total >= least), "F")
