"""The eight self-evaluation forms of 2019 in plain Python: what a record must score, and what it must not be.

Written from the forms and the notes beside the rules, with fractions only; nothing of the library is
imported. One function scores them all: a form is its points by tier and what is computed rather than judged.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Record, int], Fraction]

UNITS = {"万张": 10_000, "元": 1, "张": 1, "类": 1, "%": Fraction(1, 100)}
FIELDS_ABOVE_ZERO = ("budget", "planned_cards", "device_kinds")
FIELDS_FROM_ZERO = ("spent", "made_cards", "faulty_kinds")
WHOLE = ("planned_cards", "made_cards", "device_kinds", "faulty_kinds")
RATES = ("issue_rate", "pass_rate", "on_time_rate", "department_satisfaction", "satisfaction")


def number(written: object) -> Fraction:
    """A number as records write it, in the unit of its field."""
    text = str(written).replace(",", "")
    for unit, factor in UNITS.items():
        if text.endswith(unit):
            return Fraction(text.removesuffix(unit)) * factor
    return Fraction(text)


def rate(written: object) -> Fraction:
    """A share; a number without a sign counts percentages."""
    return number(written) if str(written).endswith("%") else number(written) / 100


def half_up(value: Fraction) -> Fraction:
    """To whole numbers; no number here is negative."""
    return Fraction(floor(value + Fraction(1, 2)))


def judged(datum: object, points: int) -> Fraction:
    """What the judge gave."""
    if isinstance(datum, dict):
        return Fraction(datum["score"]) if "score" in datum else points - Fraction(datum["deduct"])
    return Fraction(str(datum))


def share(done: Fraction, points: int) -> Fraction:
    """In proportion, no more than the points."""
    return half_up(min(done, Fraction(1)) * points)


def per_point(done: Fraction, points: int) -> Fraction:
    """Half a point lost for every hundredth that is missing."""
    missing = max(1 - done, Fraction(0)) * 100
    return half_up(max(points - missing / 2, Fraction(0)))


def made(record: Record, points: int) -> Fraction:
    """The cards made, of those planned."""
    return per_point(number(record["made_cards"]) / number(record["planned_cards"]), points)


def issued(record: Record, points: int) -> Fraction:
    """The cards issued, of those that had to be."""
    return per_point(rate(record["issue_rate"]), points)


def running(record: Record, points: int) -> Fraction:
    """The kinds of devices without a serious fault."""
    kinds = number(record["device_kinds"])
    return share((kinds - number(record["faulty_kinds"])) / kinds, points)


def executed(record: Record, points: int) -> Fraction:
    """The money spent, of the budget."""
    return share(number(record["spent"]) / number(record["budget"]), points)


def no_complaint(record: Record, points: int) -> Fraction:
    """All or nothing."""
    return Fraction(points if record["complaints"] == 0 else 0)


def of(name: str) -> Rule:
    """In proportion to a share that the record gives."""
    return lambda record, points: share(rate(record[name]), points)


PASSED, ON_TIME, SATISFIED = of("pass_rate"), of("on_time_rate"), of("satisfaction")

# Points, and the rule where the score is not what a judge gave.
Points: TypeAlias = dict[str, int | tuple[int, Rule]]

INPUT: Points = {
    "fund_compliance": 6,
    "goal_soundness": 8,
    "project_setup": 5,
    "budget_execution": (8, executed),
    "finance_management": 5,
    "project_management": 4,
}

FORMS: dict[str, dict[str, Points]] = {
    "exchange-platform": {
        "output": {"power_supply": 34},
        "effect": {"system_uptime": 15},
        "impact": {"long_term": 15},
    },
    "senior-card": {
        "output": {"cards_made": (12, issued), "pass_rate": (11, PASSED), "on_time_rate": 11},
        "effect": {"complaints": (8, no_complaint), "satisfaction": 7},
        "impact": {"training": 7, "long_term": 8},
    },
    "social-security-card": {
        "output": {"cards_made": (12, made), "pass_rate": (11, PASSED), "on_time_rate": (11, ON_TIME)},
        "effect": {
            "complaints": 5,
            "department_satisfaction": (5, of("department_satisfaction")),
            "satisfaction": (5, SATISFIED),
        },
        "impact": {"training": 7, "long_term": 8},
    },
    "service-outlets": {
        "output": {"inspection_completion": 11, "staff_presence": 12, "response_timeliness": 11},
        "effect": {"equipment_uptime": 15},
        "impact": {"long_term": 15},
    },
    "voice-hotline": {
        "output": {"staff_presence": 17, "complaints": 17},
        "effect": {"satisfaction": 15},
        "impact": {"training": 7, "long_term": 8},
    },
    "residence-card": {
        "output": {"cards_made": (12, made), "pass_rate": (11, PASSED), "on_time_rate": (11, ON_TIME)},
        "effect": {"complaints": (8, no_complaint), "satisfaction": (7, SATISFIED)},
        "impact": {"training": 8, "long_term": 7},
    },
    "card-equipment": {
        "output": {"spare_parts": 34},
        "effect": {"equipment_uptime": (15, running)},
        "impact": {"training": 7, "long_term": 8},
    },
    "information-system": {
        "output": {"maintenance_completion": 11, "staff_presence": 12, "response_timeliness": 11},
        "effect": {"system_uptime": 15},
        "impact": {"training": 7, "long_term": 8},
    },
}


def tiers_of(form: str) -> dict[str, Points]:
    """The tiers of a form with their indicators."""
    return {"input": INPUT, **FORMS[form]}


def results(form: str, record: Record) -> dict[str, Fraction | str]:
    """Every score, subtotal and rate, the total and the grade."""
    found: dict[str, Fraction | str] = {}
    total = Fraction(0)
    for tier, indicators in tiers_of(form).items():
        subtotal = Fraction(0)
        for name, given in indicators.items():
            points, rule = given if isinstance(given, tuple) else (given, None)
            score = rule(record, points) if rule else judged(record[name], points)
            found[name] = score
            subtotal += score
        found[tier] = subtotal
        total += subtotal
    found["execution_rate"] = number(record["spent"]) / number(record["budget"])
    found["printed_execution_rate"] = half_up(found["execution_rate"] * 100) / 100
    found["total"] = total
    found["grade"] = "优秀" if total >= 90 else "良好" if total >= 75 else "合格" if total >= 60 else "不合格"
    return found


def refused(form: str, record: Record) -> dict[str, str]:
    """The data that cannot be, each with the reason: ``range`` or ``whole``."""
    found = {}
    computed = [name for part in FORMS[form].values() for name in part if isinstance(part[name], tuple)]
    counted = [*WHOLE, *(["complaints"] if "complaints" in computed else [])]
    shares = [name for name in RATES if name == "issue_rate" or name in computed]
    for name, written in record.items():
        if name in counted and number(written).denominator != 1:
            found[name] = "whole"
        elif (
            (name in FIELDS_ABOVE_ZERO and number(written) <= 0)
            or ((name in FIELDS_FROM_ZERO or name in counted) and number(written) < 0)
            or (name in shares and not 0 <= rate(written) <= 1)
        ):
            found[name] = "range"
    return found
