"""The benchmark compares like with like: every peer scores the same schemes, exact scores are exact."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import numpy as np
import pyarrow as pa
from engines import ENGINES, engines
from frames import FRAMES, installed
from library import DECIMALS, KINDS, _differing, wrongs
from measure import Case, differing, differs, ratio, rounds
from parts import _peak
from peer_schemes import SCHEMES
from run import shown
from scheme import Scheme
from single_record import cases
from targets import BY_HAND, TOTAL_AND_GRADE, judged
from whole_tables import cases as table_cases

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

# Numbers of a peer that are wrong are what the benchmark is about; more than these would be another scheme.
MOST_WRONG = 0.2
EXACT = ("simpleeval, parsed before, fractions", "zen-engine (ZEN, Rust)", "rule-engine (Python)")

pytestmark = pytest.mark.filterwarnings("ignore")  # peers have warnings of their own
every_scheme = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)


@every_scheme
def test_whole_numbers_and_fractions_agree(scheme: Scheme) -> None:
    """The exact scores of a table are those of its records in fractions."""
    truth = scheme.truth(scheme.columns(1000, seed=5))
    for row, record in enumerate(scheme.records(1000, seed=5)):
        exact = scheme.exactly(record)
        found = {name: Fraction(int(truth[name][row]), scale) for name, scale in scheme.scales.items()}
        assert {**found, "grade": scheme.grades[truth["grade"][row]]} == exact, record


@every_scheme
def test_rows_have_ties(scheme: Scheme) -> None:
    """Floats written by hand go wrong in some rows wherever something is divided, and nowhere else."""
    records = scheme.records(1000, seed=5)
    exact = [scheme.exactly(record) for record in records]
    wrong = [
        any(differs(found[name], one[name], scale) for name, scale in scheme.scales.items())
        for found, one in zip(map(scheme.by_hand, records), exact, strict=True)
    ]
    assert any(wrong) == (scheme.id != "news2")
    assert sum(wrong) < MOST_WRONG * len(wrong)


@every_scheme
def test_cases_of_single_records(scheme: Scheme) -> None:
    """The library is never wrong, engines with exact numbers are not either, and the others seldom."""
    for case in cases(scheme, count=5, checked=80):
        case.run()
        if case.wrong is not None:
            scores, grades = case.wrong
            exact = case.name.startswith("scorerules") or case.name in EXACT
            assert (scores, grades) == (0, 0) if exact else scores < MOST_WRONG * case.of, case.name


@every_scheme
def test_cases_of_tables(scheme: Scheme) -> None:
    """The library is never wrong, whatever kind of table it is given; peers score the same scheme."""
    found = table_cases(scheme, 3000, threads=1)
    assert [one.name for one in found if one.name.startswith("scorerules")] == [
        f"scorerules, {kind}{how}"
        for kind, (distribution, _) in KINDS.items()
        if installed(distribution)
        for how in (("", ", decimals") if kind in DECIMALS else ("",))
    ]
    for case in found:
        assert case.wrong is not None
        scores, grades = case.wrong
        own = case.name.startswith("scorerules")
        assert (scores, grades) == (0, 0) if own else scores < MOST_WRONG * case.of, case.name


def _scored(scheme: Scheme, **changed: Any) -> Any:
    """The exact scores of ten rows as a table, and they themselves."""
    truth = scheme.truth(scheme.columns(10))
    table = {
        "total" if name == "total" else f"score.{name}": pa.array(truth[name] / scale)
        for name, scale in scheme.scales.items()
    }
    grades = [scheme.grades[one] for one in truth["grade"]]
    return pa.table({**table, "grade": pa.array(grades), **changed}), truth


def test_wrong_rows_of_the_library_are_counted() -> None:
    """A row counts once however many of its scores are wrong; a missing score and a near one are wrong."""
    scheme = SCHEMES["enterprise-kpi"]
    table, truth = _scored(scheme)
    assert wrongs(scheme, table, truth) == (0, 0)
    totals, scores = table["total"].to_pylist(), table["score.energy"].to_pylist()
    near = pa.array([np.nextafter(totals[0], 200), *totals[1:]])
    assert wrongs(scheme, _scored(scheme, total=near)[0], truth) == (1, 0)
    both = {"total": near, "score.energy": pa.array([scores[0] + 1, *scores[1:]])}
    assert wrongs(scheme, _scored(scheme, **both)[0], truth) == (1, 0)
    assert wrongs(scheme, _scored(scheme, total=pa.array([*totals[:9], None]))[0], truth) == (1, 0)
    assert wrongs(scheme, _scored(scheme, grade=pa.array(["E"] * 9 + [None]))[0], truth) == (0, 10)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([Decimal("0.10"), Decimal("-2.35"), Decimal(100)], pa.decimal128(9, 2)),
        pa.array([Decimal("0.1"), Decimal("-2.350"), Decimal(100)], pa.decimal128(30, 3)),
        pa.array([0.1, -2.35, 100.0]),
    ],
    ids=["decimal", "wider decimal", "float64"],
)
def test_exact_scores_of_any_type_are_right(column: Any) -> None:
    """Decimals of every scale and the nearest float64 count as right, another number does not."""
    assert not _differing(column, np.array([10, -235, 10_000]), 100).any()
    assert _differing(column, np.array([11, -234, 9_999]), 100).all()


def test_floats_are_read_in_the_units_of_the_scores() -> None:
    """The noise of a float is no fault, half a unit is."""
    assert not differs(0.1 + 0.2, Fraction(3, 10), 10)
    assert differs(0.4, Fraction(3, 10), 10)
    assert differs(Fraction(30001, 100_000), Fraction(3, 10), 10)
    assert differing(np.array([0.1 + 0.2, 0.4]), np.array([3, 3]), 10).tolist() == [False, True]


def test_ratios_are_of_one_round() -> None:
    """A round in which the machine was slow for both cases does not show in their ratio."""
    clock = iter([0, 1, 0, 4, 0, 2, 0, 6, 0, 20, 0, 70, 0, 2, 0, 6])
    first, second = Case("a", lambda: None, 1), Case("b", lambda: None, 1)
    rounds([first, second], 3, lambda: float(next(clock)))
    assert (first.times, second.times) == ([2, 20, 2], [6, 70, 6])
    assert ratio(second, first) == 3


def test_memory_is_what_a_call_holds_at_its_highest() -> None:
    """What is made and dropped inside a call counts."""
    needed = _peak(lambda: len(bytearray(b"x" * 64_000_000)))
    assert needed is None or 100_000_000 < needed < 200_000_000


def _row(case: str, *times: float, wrong: int = 0) -> dict[str, Any]:
    counted = {"scores": wrong, "grades": 0, "of": 10}
    return {"case": case, "version": "", "seconds": times[0], "times": times, "wrong": counted}


def test_targets_say_what_was_asked_and_found() -> None:
    """A target is met at its bound and missed below; wrong scores of the library are missed ones."""
    by_hand, own = _row(BY_HAND, 1.0, 2.0, 1.0), _row(TOTAL_AND_GRADE, 1.5, 3.0, 1.0, wrong=1)
    report = {"machine": {"cores": "2 cores"}, "single": {"residence-card": [by_hand, own]}}
    found = {(one["own"], one["peer"]): one for one in judged(report)}
    assert found[TOTAL_AND_GRADE, BY_HAND]["met"]
    assert found[TOTAL_AND_GRADE, BY_HAND]["found"] == pytest.approx(2 / 3)
    assert not found["scorerules", "wrong scores and grades"]["met"]
    slower = {"single": {"residence-card": [by_hand, _row(TOTAL_AND_GRADE, 1.6, 3.2, 1.6)]}}
    assert [one["met"] for one in judged(slower)] == [False, True]
    lines = list(shown({**report, "targets": list(judged(report))}))
    assert sum("met" in line for line in lines) == 1
    assert sum("missed" in line for line in lines) == 1


def test_peers_that_are_missing_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a distribution its cases are not there, and nothing else is missing."""
    monkeypatch.setitem(sys.modules, "zen", None)
    monkeypatch.setattr("whole_tables.installed", lambda name: None if name == "polars" else "1")
    monkeypatch.setattr(
        "whole_tables.FRAMES", {name: FRAMES[name] for name in ("by hand, Polars", "by hand, NumPy")}
    )
    monkeypatch.setattr("whole_tables.KINDS", {name: KINDS[name] for name in ("Polars", "PyArrow")})
    scheme = SCHEMES["news2"]
    assert engines(scheme)["zen-engine (ZEN, Rust)"] == (None, "not installed")
    assert [one.name for one in table_cases(scheme, 10, None)] == [
        "by hand, NumPy", "scorerules, PyArrow", "scorerules, PyArrow, decimals",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["files", "growth", "profile"])
def test_parts_in_a_process_of_their_own(part: str, tmp_path: Path) -> None:
    """The command measures a part, prints it and writes it as JSON; the library is not wrong."""
    pytest.importorskip("polars")
    target = tmp_path / "report.json"
    command = [sys.executable, str(BENCHMARKS / "run.py"), "--quick", "--rows", "2000", "--only", part]
    done = subprocess.run([*command, "--json", str(target)], check=True, capture_output=True, text=True)
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["asked"]["rows"] == 2000
    assert part in done.stdout
    if part == "files":
        assert [one["met"] for one in report["targets"] if one["own"] == "scorerules"] == [True]
    if part == "growth":
        assert [one["rows"] for one in report["growth"]["rows"]] == [10_000, 100_000]
    if part == "profile":
        assert report["profile"]["residence-card"]["others"] == 0
        assert report["profile"]["residence-card"]["judged items and their remarks"] > 0


def test_there_is_an_engine_for_every_name() -> None:
    """Every engine that is measured says which distribution brings it."""
    assert set(engines(SCHEMES["news2"])) == set(ENGINES)
