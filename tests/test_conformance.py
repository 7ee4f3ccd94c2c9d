"""Published results of four public schemes come out of the shipped rulesets, row for row."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import scorerules
from scorerules.model import title

HERE = Path(__file__).parent
RULESETS = HERE.parent / "rulesets"
CORPORA = HERE / "data" / "conformance"

Row = dict[str, str]


def corpus(name: str) -> list[Row]:
    """The rows of a published data set."""
    with (CORPORA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CVSS, HDI, AQI, NEWS2 = (corpus(name) for name in ("cvss31", "hdi", "china_aqi", "news2"))


@pytest.mark.parametrize(
    ("rows", "key", "count"),
    [(CVSS, "id", 698), (HDI, "iso3", 191), (AQI, "station", 300), (NEWS2, "id", 19)],
    ids=["cvss31", "hdi", "china_aqi", "news2"],
)
def test_the_corpora_are_complete(rows: list[Row], key: str, count: int) -> None:
    """Every row is there, once."""
    assert len(rows) == len({row[key] for row in rows}) == count


@pytest.mark.parametrize(
    "file", ["cvss-3.1/cvss-3.1", "hdi/hdi", "hdi/ranking", "china-aqi/hourly", "news2/news2"]
)
def test_the_rulesets_have_nothing_to_complain_of(file: str) -> None:
    """No error, no warning, no hint: every row, limit, veto and grade has its example."""
    assert scorerules.check(RULESETS / f"{file}.toml") == ()


# CVSS 3.1

BASE = ("AV", "AC", "PR", "UI", "S", "C", "I", "A")
OPTIONAL = ("E", "RL", "RC", "CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA")
SCORES = ("base", "temporal", "environmental")


def severity(score: str) -> str:
    """The rating of a score, written by the limits that the specification prints."""
    printed = [
        ("0.0", "0.0", "None"),
        ("0.1", "3.9", "Low"),
        ("4.0", "6.9", "Medium"),
        ("7.0", "8.9", "High"),
        ("9.0", "10.0", "Critical"),
    ]
    (found,) = (name for low, high, name in printed if Decimal(low) <= Decimal(score) <= Decimal(high))
    return found


@pytest.fixture(scope="module")
def cvss() -> scorerules.Ruleset:
    """The ruleset of CVSS 3.1."""
    return scorerules.load(RULESETS / "cvss-3.1" / "cvss-3.1.toml")


@pytest.mark.parametrize("left_out", [False, True], ids=["with-X", "without-X"])
def test_cvss_scores_and_severities(cvss: scorerules.Ruleset, left_out: bool) -> None:
    """All three scores and their ratings; a metric that is X may as well be left out."""
    found, published = {}, {}
    for row in CVSS:
        record = {name: row[name] for name in BASE + OPTIONAL if not (left_out and row[name] == "X")}
        outcomes = cvss.score(record).outcomes
        found[row["id"]] = [(outcomes[one].value, outcomes[one].grade) for one in SCORES]
        published[row["id"]] = [(Decimal(row[one]), severity(row[one])) for one in SCORES]
    assert found == published


def test_cvss_published_severities() -> None:
    """The scale used above gives the rating printed in every row."""
    assert [severity(row["base"]) for row in CVSS] == [row["base_severity"] for row in CVSS]


def test_cvss_vectors_are_the_columns() -> None:
    """The corpus says the same twice: in the vector, and in a column for each metric."""
    for row in CVSS:
        metrics = dict(part.split(":") for part in row["vector"].split("/")[1:])
        assert {name: row[name] for name in BASE + OPTIONAL if row[name] != "X"} == metrics


# Human Development Index

HDI_INPUTS = ("life_expectancy", "expected_schooling", "mean_schooling", "gni_per_capita")

# The corpus holds four values that the publisher does not print, to 12 decimals. A ruleset that builds on the
# shipped one shows them.
TO_12_DECIMALS = """
scorerules = 1

[ruleset]
id      = "hdi.12-decimals"
extends = "hdi.toml"

[change.round]
tier  = { to = 0.000000000001 }
total = { to = 0.000000000001 }
"""
UNROUNDED_TOTAL = """
scorerules = 1

[ruleset]
id      = "hdi.unrounded"
extends = "hdi.toml"

[change.round]
total = { to = 0.000000000001 }
"""


def hdi_record(row: Row) -> dict[str, object]:
    """The four indicators of a country."""
    return {name: row[name] for name in HDI_INPUTS}


def test_hdi_value_and_group() -> None:
    """The index to 3 decimals and the development group, each country by itself."""
    ruleset = scorerules.load(RULESETS / "hdi" / "hdi.toml")
    scored = {row["iso3"]: ruleset.score(hdi_record(row)) for row in HDI}
    assert {country: (one.total, one.grade) for country, one in scored.items()} == {
        row["iso3"]: (Decimal(row["hdi"]), row["group"]) for row in HDI
    }


def test_hdi_rank() -> None:
    """The rank among all countries, ties included, whatever their order."""
    ruleset = scorerules.load(RULESETS / "hdi" / "ranking.toml")
    for rows in (HDI, HDI[::-1]):
        scored = ruleset.score_many([hdi_record(row) for row in rows])
        ranks = [one.outcomes["rank"].value for one in scored]
        assert ranks == [Decimal(row["rank"]) for row in rows]


def test_hdi_rank_of_one_country() -> None:
    """A country scored against the set of all gets the rank that it has among them."""
    ruleset = scorerules.load(RULESETS / "hdi" / "ranking.toml")
    for row in HDI[::95]:
        one = ruleset.score(hdi_record(row), cohort=[hdi_record(other) for other in HDI])
        assert one.outcomes["rank"].value == Decimal(row["rank"])


def test_hdi_component_indices() -> None:
    """Life expectancy index, education index and income index, to 12 decimals."""
    ruleset = scorerules.loads(TO_12_DECIMALS, root=RULESETS / "hdi")
    scored = [ruleset.score(hdi_record(row)) for row in HDI]
    columns = {"health": "life_index", "education": "education_index", "living": "income_index"}
    assert [[one.tiers[tier].score for tier in columns] for one in scored] == [
        [Decimal(row[column]) for column in columns.values()] for row in HDI
    ]


def test_hdi_before_rounding() -> None:
    """The geometric mean of the unrounded component indices, to 12 decimals."""
    ruleset = scorerules.loads(UNROUNDED_TOTAL, root=RULESETS / "hdi")
    scored = [ruleset.score(hdi_record(row)) for row in HDI]
    assert [one.total for one in scored] == [Decimal(row["hdi_unrounded"]) for row in HDI]


# 环境空气质量指数 HJ 633-2012

POLLUTANTS = {"pm2_5": "pm2_5", "pm10": "pm10", "so2": "so2", "no2": "no2", "co": "co", "o3": "o3_max1h"}


def test_china_aqi_index_class_primary_pollutants_and_sub_indices() -> None:
    """The index, its class, its primary pollutants in order, and the six sub-indices."""
    ruleset = scorerules.load(RULESETS / "china-aqi" / "hourly.toml")
    found, published = {}, {}
    for row in AQI:
        one = ruleset.score({name: row[column] for name, column in POLLUTANTS.items()})
        found[row["station"]] = {
            "aqi": one.total,
            "quality": one.grade,
            "primary": one.outcomes["primary"].value or (),
            "iaqi": [one.indicators[name].score for name in POLLUTANTS],
        }
        published[row["station"]] = {
            "aqi": Decimal(row["aqi"]),
            "quality": row["quality"],
            "primary": tuple(row["primary"].split(";")) if row["primary"] else (),
            "iaqi": [Decimal(row[f"iaqi_{name}"]) if row[f"iaqi_{name}"] else None for name in POLLUTANTS],
        }
    assert found == published


def test_china_aqi_counts_of_the_corpus() -> None:
    """The corpus has what it is kept for: ties, missing values, all six classes."""
    assert Counter(row["quality"] for row in AQI) == {
        "优": 68,
        "良": 116,
        "轻度污染": 48,
        "中度污染": 33,
        "重度污染": 26,
        "严重污染": 9,
    }
    assert sum(";" in row["primary"] for row in AQI) == 5
    assert sum(any(not row[column] for column in POLLUTANTS.values()) for row in AQI) == 75


# Table 1 of the standard as it is printed: the sub-indices, and the concentrations of every pollutant.
TABLE_1_IAQI = (0, 50, 100, 150, 200, 300, 400, 500)
TABLE_1 = {
    "so2": (0, 150, 500, 650, 800),
    "no2": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "pm10": (0, 50, 150, 250, 350, 420, 500, 600),
    "co": (0, 5, 10, 35, 60, 90, 120, 150),
    "o3": (0, 160, 200, 300, 400, 800, 1000, 1200),
    "pm2_5": (0, 35, 75, 115, 150, 250, 350, 500),
}


@pytest.mark.parametrize("pollutant", TABLE_1)
def test_china_aqi_table_1(pollutant: str) -> None:
    """On a breakpoint the printed sub-index, just above it one more; above the last 500, for SO2 none."""
    ruleset = scorerules.load(RULESETS / "china-aqi" / "hourly.toml")
    other = "no2" if pollutant != "no2" else "co"

    def iaqi(concentration: Decimal | int) -> Decimal | None:
        return ruleset.score({other: 0, pollutant: concentration}).indicators[pollutant].score

    limits = TABLE_1[pollutant]
    above = [*(index + 1 for index in TABLE_1_IAQI[: len(limits) - 1]), None if pollutant == "so2" else 500]
    assert [iaqi(limit) for limit in limits] == list(TABLE_1_IAQI[: len(limits)])
    assert [iaqi(limit + Decimal("0.001")) for limit in limits] == above


def test_china_aqi_names() -> None:
    """The pollutants are called as the platform prints them among the primary pollutants."""
    ruleset = scorerules.load(RULESETS / "china-aqi" / "hourly.toml")
    assert {name: title(one).zh for name, one in ruleset.indicators.items()} == {
        "so2": "二氧化硫",
        "no2": "二氧化氮",
        "pm10": "颗粒物(PM10)",
        "co": "一氧化碳",
        "o3": "臭氧1小时",
        "pm2_5": "细颗粒物(PM2.5)",
    }


def test_china_aqi_without_any_pollutant() -> None:
    """A record without a single concentration is refused."""
    ruleset = scorerules.load(RULESETS / "china-aqi" / "hourly.toml")
    with pytest.raises(scorerules.RecordError) as caught:
        ruleset.score({})
    assert [one.code for one in caught.value.diagnostics] == ["SR422"]


# NEWS2

NEWS2_ITEMS = {
    "respiration_rate": "respiration_points",
    "spo2": "spo2_points",
    "oxygen": "oxygen_points",
    "systolic": "systolic_points",
    "pulse": "pulse_points",
    "consciousness": "consciousness_points",
    "temperature": "temperature_points",
}
NEWS2_INPUTS = (
    "respiration_rate",
    "spo2",
    "hypercapnic",
    "on_oxygen",
    "systolic",
    "pulse",
    "consciousness",
    "temperature",
)


def test_news2_points_total_and_risk() -> None:
    """The points of all seven items, the total and the clinical risk."""
    ruleset = scorerules.load(RULESETS / "news2" / "news2.toml")
    found, published = {}, {}
    for row in NEWS2:
        one = ruleset.score({name: row[name] for name in NEWS2_INPUTS})
        found[row["id"]] = [*(one.indicators[item].score for item in NEWS2_ITEMS), one.total, one.grade]
        published[row["id"]] = [
            *(Decimal(row[column]) for column in (*NEWS2_ITEMS.values(), "total")),
            row["risk"],
        ]
    assert found == published


# The chart as it is printed: from, to (temperatures in tenths of a degree), and the points.
# The cases above reach few of its limits.
NEWS2_CHART = [
    ("respiration_rate", {}, [(0, 8, 3), (9, 11, 1), (12, 20, 0), (21, 24, 2), (25, 60, 3)]),
    ("spo2", {"hypercapnic": False}, [(0, 91, 3), (92, 93, 2), (94, 95, 1), (96, 100, 0)]),
    (
        "spo2",
        {"hypercapnic": True, "on_oxygen": False},
        [(0, 83, 3), (84, 85, 2), (86, 87, 1), (88, 92, 0), (93, 100, 0)],
    ),
    (
        "spo2",
        {"hypercapnic": True, "on_oxygen": True},
        [(0, 83, 3), (84, 85, 2), (86, 87, 1), (88, 92, 0), (93, 94, 1), (95, 96, 2), (97, 100, 3)],
    ),
    ("systolic", {}, [(0, 90, 3), (91, 100, 2), (101, 110, 1), (111, 219, 0), (220, 300, 3)]),
    ("pulse", {}, [(0, 40, 3), (41, 50, 1), (51, 90, 0), (91, 110, 1), (111, 130, 2), (131, 250, 3)]),
    ("temperature", {}, [(300, 350, 3), (351, 360, 1), (361, 380, 0), (381, 390, 1), (391, 430, 2)]),
]


@pytest.mark.parametrize(("item", "other", "ranges"), NEWS2_CHART)
def test_news2_chart(item: str, other: Row, ranges: list[tuple[int, int, int]]) -> None:
    """Every value in the printed ranges of the chart gets the printed points."""
    ruleset = scorerules.load(RULESETS / "news2" / "news2.toml")
    normal = {name: NEWS2[0][name] for name in NEWS2_INPUTS}
    tenths = 10 if item == "temperature" else 1
    for low, high, points in ranges:
        for count in range(low, high + 1):
            value = Decimal(count) / tenths
            assert ruleset.score({**normal, **other, item: value}).indicators[item].score == points, value


@pytest.mark.parametrize(
    ("record", "total", "risk"),
    [
        ({"respiration_rate": 9, "temperature": 36, "pulse": 50}, 3, "Low"),
        ({"respiration_rate": 8}, 3, "Low-Medium"),
        ({"respiration_rate": 9, "systolic": 91, "temperature": 36}, 4, "Low"),
        ({"respiration_rate": 9, "systolic": 91, "pulse": 120}, 5, "Medium"),
        ({"respiration_rate": 8, "systolic": 91}, 5, "Medium"),
        ({"respiration_rate": 21, "systolic": 91, "pulse": 120}, 6, "Medium"),
        ({"respiration_rate": 21, "systolic": 91, "pulse": 120, "temperature": 36}, 7, "High"),
        ({"respiration_rate": 8, "systolic": 90, "pulse": 91}, 7, "High"),
    ],
)
def test_news2_thresholds(record: dict[str, int], total: int, risk: str) -> None:
    """Chart 2: 0 to 4, 3 in a single parameter, 5 and 6, 7 and more."""
    ruleset = scorerules.load(RULESETS / "news2" / "news2.toml")
    one = ruleset.score({**{name: NEWS2[0][name] for name in NEWS2_INPUTS}, **record})
    assert (one.total, one.grade) == (total, risk)
