"""An early warning score: 9 data of three sorts, 7 indicators, a total, a grade with a veto.

The scheme is ``rulesets/news2/news2.toml``. Nothing is divided and nothing rounded: branches, boundaries,
truth values and texts are all there is, so floats are right here too, and only speed differs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from scheme import ROOT, Columns, Outcome, Record, Scheme

PARAMETERS = (
    "respiration_rate", "spo2", "oxygen", "systolic", "pulse", "consciousness", "temperature",
)  # fmt: skip
GRADES = ("High", "Medium", "Low-Medium", "Low")


def draw(chance: np.random.Generator, count: int) -> Columns:
    """Readings of patients, most of them well; temperatures in tenths."""

    def near(middle: int, spread: float, least: int, most: int) -> Any:
        return np.clip(np.rint(chance.normal(middle, spread, count)).astype(np.int64), least, most)

    return {
        "hypercapnic": chance.random(count) < 0.1,
        "on_oxygen": chance.random(count) < 0.2,
        "respiration_rate": near(17, 4, 4, 45),
        "spo2": near(95, 3, 60, 100),
        "systolic": near(125, 22, 60, 250),
        "pulse": near(82, 18, 30, 190),
        "consciousness": np.where(chance.random(count) < 0.95, 0, 1),
        "temperature": near(370, 8, 330, 420),
    }


def truth(columns: Columns) -> Columns:
    """Every score in whole numbers."""

    def banded(name: str, bounds: tuple[int, ...], points: tuple[int, ...]) -> Any:
        return np.array(points)[np.searchsorted(np.array(bounds), columns[name], side="left")]

    usual = banded("spo2", (91, 93, 95), (3, 2, 1, 0))
    on_air = banded("spo2", (83, 85, 87), (3, 2, 1, 0))
    on_oxygen = banded("spo2", (83, 85, 87, 92, 94, 96), (3, 2, 1, 0, 1, 2, 3))
    scores: Columns = {
        "respiration_rate": banded("respiration_rate", (8, 11, 20, 24), (3, 1, 0, 2, 3)),
        "spo2": np.where(columns["hypercapnic"], np.where(columns["on_oxygen"], on_oxygen, on_air), usual),
        "oxygen": columns["on_oxygen"] * 2,
        "systolic": banded("systolic", (90, 100, 110, 219), (3, 2, 1, 0, 3)),
        "pulse": banded("pulse", (40, 50, 90, 110, 130), (3, 1, 0, 1, 2, 3)),
        "consciousness": columns["consciousness"] * 3,
        "temperature": banded("temperature", (350, 360, 380, 390), (3, 1, 0, 1, 2)),
    }
    every = np.stack([scores[name] for name in PARAMETERS])
    scores["physiology"] = scores["total"] = every.sum(axis=0)
    by_total = np.searchsorted(np.array([4, 6]), scores["total"], side="left")
    scores["grade"] = np.where((by_total == 0) & (every.max(axis=0) == 3), 2, np.array([3, 1, 0])[by_total])
    return scores


def exactly(record: Record) -> Outcome:
    """The scores of a record, read off the printed chart."""

    def banded(name: str, bounds: tuple[str, ...], points: tuple[int, ...]) -> int:
        value = Fraction(str(record[name]))
        return next(
            (point for bound, point in zip(bounds, points, strict=False) if value <= Fraction(bound)),
            points[-1],
        )

    oxygen = record["on_oxygen"]
    if not record["hypercapnic"]:
        saturation = banded("spo2", ("91", "93", "95"), (3, 2, 1, 0))
    elif not oxygen:
        saturation = banded("spo2", ("83", "85", "87"), (3, 2, 1, 0))
    else:
        saturation = banded("spo2", ("83", "85", "87", "92", "94", "96"), (3, 2, 1, 0, 1, 2, 3))
    scores: Outcome = {
        "respiration_rate": banded("respiration_rate", ("8", "11", "20", "24"), (3, 1, 0, 2, 3)),
        "spo2": saturation,
        "oxygen": 2 if oxygen else 0,
        "systolic": banded("systolic", ("90", "100", "110", "219"), (3, 2, 1, 0, 3)),
        "pulse": banded("pulse", ("40", "50", "90", "110", "130"), (3, 1, 0, 1, 2, 3)),
        "consciousness": 3 if record["consciousness"] == "CVPU" else 0,
        "temperature": banded("temperature", ("35", "36", "38", "39"), (3, 1, 0, 1, 2)),
    }
    single = max(scores.values()) == 3
    total = scores["physiology"] = scores["total"] = sum(scores[name] for name in PARAMETERS)
    scores["grade"] = "High" if total > 6 else "Medium" if total > 4 else "Low-Medium" if single else "Low"
    return scores


KEYS = frozenset({*PARAMETERS, "hypercapnic", "on_oxygen"} - {"oxygen"})


def by_hand(record: Record) -> Outcome:
    """What a careful programmer writes for this one scheme, every datum checked."""
    if record.keys() != KEYS:
        raise ValueError("unknown or missing key")
    hypercapnic, on_oxygen = record["hypercapnic"], record["on_oxygen"]
    respiration, saturation, systolic = record["respiration_rate"], record["spo2"], record["systolic"]
    pulse, consciousness, temperature = record["pulse"], record["consciousness"], record["temperature"]
    if not isinstance(hypercapnic, bool) or not isinstance(on_oxygen, bool):
        raise TypeError("neither true nor false")
    for value in (respiration, saturation, systolic, pulse):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise TypeError("not a whole number")
    if saturation > 100 or consciousness not in {"A", "CVPU"}:
        raise ValueError("out of range")
    if not isinstance(temperature, int | float) or isinstance(temperature, bool):
        raise TypeError("not a number")
    scores = {
        "respiration_rate": (
            3 if respiration <= 8 else 1 if respiration <= 11 else 0 if respiration <= 20
            else 2 if respiration <= 24 else 3
        ),
        "spo2": (
            (3 if saturation <= 91 else 2 if saturation <= 93 else 1 if saturation <= 95 else 0)
            if not hypercapnic
            else 3 if saturation <= 83 else 2 if saturation <= 85 else 1 if saturation <= 87
            else 0 if not on_oxygen or saturation <= 92
            else 1 if saturation <= 94 else 2 if saturation <= 96 else 3
        ),
        "oxygen": 2 if on_oxygen else 0,
        "systolic": (
            3 if systolic <= 90 else 2 if systolic <= 100 else 1 if systolic <= 110
            else 0 if systolic <= 219 else 3
        ),
        "pulse": (
            3 if pulse <= 40 else 1 if pulse <= 50 else 0 if pulse <= 90 else 1 if pulse <= 110
            else 2 if pulse <= 130 else 3
        ),
        "consciousness": 0 if consciousness == "A" else 3,
        "temperature": (
            3 if temperature <= 35.0 else 1 if temperature <= 36.0 else 0 if temperature <= 38.0
            else 1 if temperature <= 39.0 else 2
        ),
    }  # fmt: skip
    total = sum(scores.values())
    grade = (
        "High" if total > 6 else "Medium" if total > 4 else "Low-Medium" if 3 in scores.values() else "Low"
    )
    return {**scores, "physiology": total, "total": total, "grade": grade}


def _banded(name: str, bounds: tuple[str, ...], points: tuple[int, ...]) -> str:
    rows = [f"{point} if {name} <= {bound}" for bound, point in zip(bounds, points, strict=False)]
    return " else ".join((*rows, str(points[-1])))


NEWS2 = Scheme(
    id="news2",
    path=ROOT / "rulesets" / "news2" / "news2.toml",
    places={"respiration_rate": 0, "spo2": 0, "systolic": 0, "pulse": 0, "temperature": 1},
    texts={"consciousness": ("A", "CVPU")},
    flags=("hypercapnic", "on_oxygen"),
    draw=draw,
    indicators={
        "respiration_rate": _banded("respiration_rate", ("8", "11", "20", "24"), (3, 1, 0, 2, 3)),
        "spo2": (
            f"({_banded('spo2', ('91', '93', '95'), (3, 2, 1, 0))}) if not hypercapnic"
            f" else ({_banded('spo2', ('83', '85', '87'), (3, 2, 1, 0))}) if not on_oxygen"
            f" else {_banded('spo2', ('83', '85', '87', '92', '94', '96'), (3, 2, 1, 0, 1, 2, 3))}"
        ),
        "oxygen": "2 if on_oxygen else 0",
        "systolic": _banded("systolic", ("90", "100", "110", "219"), (3, 2, 1, 0, 3)),
        "pulse": _banded("pulse", ("40", "50", "90", "110", "130"), (3, 1, 0, 1, 2, 3)),
        "consciousness": "3 if consciousness == 'CVPU' else 0",
        "temperature": _banded("temperature", ("35.0", "36.0", "38.0", "39.0"), (3, 1, 0, 1, 2)),
    },
    later=(
        {"physiology": " + ".join(f"score.{name}" for name in PARAMETERS)},
        {"total": "score.physiology"},
        {
            "grade": "'High' if total > 6 else 'Medium' if total > 4 else 'Low-Medium' if "
            + " or ".join(f"score.{name} == 3" for name in PARAMETERS)
            + " else 'Low'"
        },
    ),
    grades=GRADES,
    scales=dict.fromkeys((*PARAMETERS, "physiology", "total"), 1),
    truth=truth,
    exactly=exactly,
    by_hand=by_hand,
)
