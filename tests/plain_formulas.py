"""Four published schemes in plain Python, for comparison: CVSS 3.1, the Chinese AQI, the HDI, NEWS2.

Written from the published formulas and tables, with fractions and decimals only; nothing of the library is
imported.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil
from typing import Any

Datum = dict[str, Any]


# Common Vulnerability Scoring System 3.1, specification document, sections 7.1 to 7.4

CVSS_SCORES = ("base", "temporal", "environmental")
METRIC = {
    "AV": {"N": "0.85", "A": "0.62", "L": "0.55", "P": "0.2"},
    "AC": {"L": "0.77", "H": "0.44"},
    "UI": {"N": "0.85", "R": "0.62"},
    "CIA": {"H": "0.56", "L": "0.22", "N": "0"},
    "E": {"X": "1", "H": "1", "F": "0.97", "P": "0.94", "U": "0.91"},
    "RL": {"X": "1", "U": "1", "W": "0.97", "T": "0.96", "O": "0.95"},
    "RC": {"X": "1", "C": "1", "R": "0.96", "U": "0.92"},
    "CIAR": {"X": "1", "H": "1.5", "M": "1", "L": "0.5"},
}
PRIVILEGES = {
    "U": {"N": "0.85", "L": "0.62", "H": "0.27"},
    "C": {"N": "0.85", "L": "0.68", "H": "0.5"},
}
COEFFICIENT = {"U": Fraction(1), "C": Fraction("1.08")}


def roundup(number: Fraction) -> Fraction:
    """The smallest number to one decimal that is not less (appendix A)."""
    return Fraction(ceil(number * 10), 10)


def severity(score: Fraction) -> str:
    """The qualitative rating (section 5)."""
    return (
        "None"
        if score == 0
        else "Low"
        if score < 4
        else "Medium"
        if score < 7
        else "High"
        if score < 9
        else "Critical"
    )


def _exploitability(metrics: dict[str, str], scope: str) -> Fraction:
    return (
        Fraction("8.22")
        * Fraction(METRIC["AV"][metrics["AV"]])
        * Fraction(METRIC["AC"][metrics["AC"]])
        * Fraction(PRIVILEGES[scope][metrics["PR"]])
        * Fraction(METRIC["UI"][metrics["UI"]])
    )


def cvss(record: dict[str, str]) -> Datum:
    """The sub-scores and the three scores with their ratings."""
    impact = [Fraction(METRIC["CIA"][record[name]]) for name in "CIA"]
    iss = 1 - (1 - impact[0]) * (1 - impact[1]) * (1 - impact[2])
    if record["S"] == "U":
        base_impact = Fraction("6.42") * iss
    else:
        base_impact = (
            Fraction("7.52") * (iss - Fraction("0.029")) - Fraction("3.25") * (iss - Fraction("0.02")) ** 15
        )
    exploitability = _exploitability(record, record["S"])
    base = Fraction(0)
    if base_impact > 0:
        base = roundup(min(COEFFICIENT[record["S"]] * (base_impact + exploitability), Fraction(10)))
    factor = Fraction(1)
    for name in ("E", "RL", "RC"):
        factor *= Fraction(METRIC[name][record.get(name, "X")])

    names = ("AV", "AC", "PR", "UI", "S", "C", "I", "A")
    given = {name: record.get(f"M{name}", "X") for name in names}
    modified = {name: record[name] if given[name] == "X" else given[name] for name in names}
    left = Fraction(1)
    for name in "CIA":
        required = Fraction(METRIC["CIAR"][record.get(f"{name}R", "X")])
        left *= 1 - required * Fraction(METRIC["CIA"][modified[name]])
    miss = min(1 - left, Fraction("0.915"))
    if modified["S"] == "U":
        modified_impact = Fraction("6.42") * miss
    else:
        bent = (miss * Fraction("0.9731") - Fraction("0.02")) ** 13
        modified_impact = Fraction("7.52") * (miss - Fraction("0.029")) - Fraction("3.25") * bent
    modified_exploitability = _exploitability(modified, modified["S"])
    environmental = Fraction(0)
    if modified_impact > 0:
        whole = COEFFICIENT[modified["S"]] * (modified_impact + modified_exploitability)
        environmental = roundup(roundup(min(whole, Fraction(10))) * factor)
    scores = {"base": base, "temporal": roundup(base * factor), "environmental": environmental}
    return {
        "ISS": iss,
        "impact": base_impact,
        "exploitability": exploitability,
        "temporal_factor": factor,
        "MISS": miss,
        "modified_impact": modified_impact,
        "modified_exploitability": modified_exploitability,
        **{name: (score, severity(score)) for name, score in scores.items()},
    }


# HJ 633-2012, table 1 and formula (1); the sub-index is rounded up to a whole number

SUB_INDEX = (0, 50, 100, 150, 200, 300, 400, 500)
LIMITS = {
    "pm2_5": (0, 35, 75, 115, 150, 250, 350, 500),
    "pm10": (0, 50, 150, 250, 350, 420, 500, 600),
    "so2": (0, 150, 500, 650, 800),
    "no2": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "co": (0, 5, 10, 35, 60, 90, 120, 150),
    "o3": (0, 160, 200, 300, 400, 800, 1000, 1200),
}
CLASSES = ((50, "优"), (100, "良"), (150, "轻度污染"), (200, "中度污染"), (300, "重度污染"))


def aqi(record: dict[str, Fraction]) -> Datum:
    """Sub-indices (nothing where there is none), the index, its class, the primary pollutants."""
    indices: dict[str, int | None] = {}
    for name, limits in LIMITS.items():
        value = record.get(name)
        if value is None or (name == "so2" and value > 800):
            indices[name] = None
            continue
        indices[name] = 500
        for place in range(len(limits) - 1):
            low, high = limits[place], limits[place + 1]
            if value <= high:
                slope = Fraction(SUB_INDEX[place + 1] - SUB_INDEX[place], high - low)
                indices[name] = ceil(slope * (value - low) + SUB_INDEX[place])
                break
    index = max(one for one in indices.values() if one is not None)
    return {
        **indices,
        "total": index,
        "grade": next((name for most, name in CLASSES if index <= most), "严重污染"),
        "primary": tuple(name for name in LIMITS if indices[name] == index) if index > 50 else (),
    }


# Human Development Report 2021/22, technical note 1

HDI_GROUPS = ((Fraction("0.8"), "Very High"), (Fraction("0.7"), "High"), (Fraction("0.55"), "Medium"))


def _within(share: Decimal) -> Decimal:
    return min(max(share, Decimal(0)), Decimal(1))


def hdi(record: dict[str, Decimal]) -> Datum:
    """The dimension indices to 50 digits, the index to 3 decimals, its group."""
    with localcontext() as context:
        context.prec = 60
        health = _within((record["life_expectancy"] - 20) / 65)
        expected, mean = _within(record["expected_schooling"] / 18), _within(record["mean_schooling"] / 15)
        education = (expected + mean) / 2
        income = (record["gni_per_capita"].ln() - Decimal(100).ln()) / (
            Decimal(75_000).ln() - Decimal(100).ln()
        )
        living = _within(income)
        product = Fraction(health * education * living)
    # The index is the cube root: the greatest number of thousandths that is rounded to, half up.
    thousandths = next(one for one in range(1001) if Fraction(2 * one + 1, 2000) ** 3 > product)
    index = Fraction(thousandths, 1000)
    return {
        "health": health,
        "expected_schooling": expected,
        "mean_schooling": mean,
        "education": education,
        "living": living,
        "total": index,
        "grade": next((name for least, name in HDI_GROUPS if index >= least), "Low"),
    }


# National Early Warning Score 2, charts 1 and 2: the highest reading of each range, and its points

CHART: dict[str, tuple[tuple[str, int], ...]] = {
    "respiration_rate": (("8", 3), ("11", 1), ("20", 0), ("24", 2), ("999", 3)),
    "systolic": (("90", 3), ("100", 2), ("110", 1), ("219", 0), ("999", 3)),
    "pulse": (("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), ("999", 3)),
    "temperature": (("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1), ("99", 2)),
}
SCALE_1 = (("91", 3), ("93", 2), ("95", 1), ("100", 0))
SCALE_2_AIR = (("83", 3), ("85", 2), ("87", 1), ("100", 0))
SCALE_2_OXYGEN = (("83", 3), ("85", 2), ("87", 1), ("92", 0), ("94", 1), ("96", 2), ("100", 3))


def news2(record: Datum) -> Datum:
    """The points of every parameter, the total, the risk, and whether a single parameter has 3."""
    ranges = dict(CHART)
    ranges["spo2"] = SCALE_1
    if record["hypercapnic"]:
        ranges["spo2"] = SCALE_2_OXYGEN if record["on_oxygen"] else SCALE_2_AIR
    points = {
        name: next(score for most, score in rows if Fraction(record[name]) <= Fraction(most))
        for name, rows in ranges.items()
    }
    points["oxygen"] = 2 if record["on_oxygen"] else 0
    points["consciousness"] = 0 if record["consciousness"] == "A" else 3
    total, red = sum(points.values()), 3 in points.values()
    risk = "High" if total >= 7 else "Medium" if total >= 5 else "Low-Medium" if red else "Low"
    return {**points, "total": total, "grade": risk, "vetoes": ("red_score",) if red else ()}
