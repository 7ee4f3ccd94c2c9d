"""Hunts for a record of which the compiled evaluation says anything else than the reference.

    python tests/fuzz/agree.py --seconds 600 --seed 7

Rulesets are the shipped ones, the good ones of the test data and generated ones; records lie on and beside
every boundary, at the edges of machine numbers and far beyond, in every class that Python and NumPy have
for them, and in hostile ones. Everything that a result says is compared, with the codes, paths and words of
every error; the record is spoilt afterwards, which must change nothing. The first disagreement is cut down
and shown as a ruleset and a record, and the exit code is then 1. The same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import contextlib
import pickle
import sys
import time
from collections import Counter, OrderedDict, UserDict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, TypeAlias

from attrs import frozen
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "property"), str(HERE.parent)]

from fuzz_records import hostile_record, record_of, shaped_record  # noqa: E402 - after the path
from fuzz_schemes import small_ruleset  # noqa: E402
from records import cells  # noqa: E402
from records import record_of as record_of_cells  # noqa: E402

import scorerules  # noqa: E402
from scorerules import Evaluation, Limits, RecordError, Ruleset, RulesetError  # noqa: E402
from scorerules.kinds import RecordKey  # noqa: E402
from scorerules.limits import USUAL  # noqa: E402
from scorerules.result import Computed  # noqa: E402
from scorerules.testing.generated.schemes import schemes  # noqa: E402
from scorerules.testing.generated.written import text as text_of  # noqa: E402
from shipped_files import SHIPPED_RULESETS  # noqa: E402

try:
    import numpy as np
except ImportError:  # records are then of Python's own classes
    np = None  # type: ignore[assignment]

ALWAYS, NEVER = 10**9, -(10**9)
"""Numbers of records that a ruleset is said to have scored, so that it is compiled at once or never."""

NUMBERS = (int, float, Decimal, Fraction)

QUICK = Limits(decision_digits=60)
"""Few digits, so that what nobody can decide about is soon given up."""

LIMITS = (
    *(QUICK,) * 8,
    USUAL,
    Limits(digits=30),
    Limits(digits=2000, decision_digits=60),
    Limits(bits=200, decision_digits=60),
    Limits(bits=16 * 512, decision_digits=30),
)

SIZES = (
    *(2**bits for bits in (0, 7, 15, 31, 32, 53, 63, 64, 127)),
    *(10**digits for digits in (2, 15, 17, 18, 22, 23, 36, 40, 60, 399, 400, 999, 1000)),
)
EDGES = tuple(sign * (size + near) for size in SIZES for near in (-1, 0, 1) for sign in (1, -1))
FLOATS = (
    *(0.1 + 0.2, 0.1 + 0.7, 1 / 3, 99.995, 59.99999999999999, 60.00000000000001, 1e-7, 0.00005),
    *(-0.0, 5e-324, 1e300, 1e15, 1e16, 2.0**53, 2.0**63, 1.2345678901234567e17, 1e23),
    *(float("nan"), float("inf"), float("-inf")),
)
TEXTS = (
    *(
        "007",
        "-0",
        "+5",
        "5.",
        ".5",
        "1e3",
        "1E-3",
        "1_000",
        "1,000",
        "12,34",
        "５",
        "٥",
        "1/2",
        "5\n",
        "0x10",
    ),
    *("98.77%", "98.77 %", "50pp", "86.44万", "5分", "3天", "-5%", "99.99999%", "inf", "nan", "5e-400"),
    *("9" * 18, "9" * 19, "0." + "3" * 18, "0." + "0" * 22 + "1", "1" + "0" * 39, "1" + "0" * 41),
    *("不适用", "N/A", "na", "none", "", "  ", "\t", "\ud800", "是", "否", "true"),
    *("2020-02-30", "2020-02-29", "20200229"),
)
OBJECTS: tuple[Any, ...] = (
    *(True, False, None, b"5", 5j, object(), date(2020, 2, 29), datetime(2020, 2, 29, tzinfo=UTC)),
    *([], {}, (), [5], [[1]], {"value": 5}, {"value": None}, {"a": {"b": {"c": {"d": {}}}}}),
    *({"remark": "x"}, {"remark": ["x"]}, {"value": 5, "remark": " "}, {"score": 5, "remark": "x"}),
    *({"deduct": 0.5, "remark": "x"}, {"deduct": "1", "remark": "\ud800"}, {"score": True, "remark": "x"}),
    *({"score": 5, "remark": ""}, {"score": None, "remark": "x"}, {"score": 1, "deduct": 1, "remark": "x"}),
    *({"not_applicable": True, "remark": "x"}, {"not_applicable": False}),
    *map(Decimal, ("NaN", "sNaN", "Infinity", "-0E-500", "1E+500", "1E-30", "5E+2", "5.000", "0E+10")),
    *(Fraction(1, 3), Fraction(10**500, 3), Fraction(1, 10**25)),
)


class Whole(int):
    """An integer of a class of its own."""


class Words(str):
    """A text of a class of its own."""

    __slots__ = ()


class Table(dict[Any, Any]):
    """A dictionary of a class of its own."""


def _exact_text(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def forms(value: Fraction, key: RecordKey) -> list[Any]:
    """The ways to write a number, in the unit of its key."""
    found: list[Any] = [value]
    if value.denominator == 1:
        whole = int(value)
        found += [whole, Whole(whole), Decimal(whole)]
        if abs(whole) < 10**4000:
            found += [str(whole), f"{whole:,}"]
        if np is not None:
            found += [of(whole) for of in (np.int64, np.uint8) if _fits(of, whole)]
    with contextlib.suppress(OverflowError):
        found += [float(value), Decimal(repr(float(value)))]
        if np is not None and abs(value) < 10**30:
            found += [np.float64(float(value)), np.float32(float(value))]
    if abs(value) < 10**25 and value.denominator < 10**600:
        text = _exact_text(value)
        found += [text, Words(text), f" {text} ", Decimal(text)]
        if key.unit is not None:
            found.append(text + key.unit.symbol)
    return found


def _fits(of: Any, whole: int) -> bool:
    info = np.iinfo(of)
    return bool(int(info.min) <= whole <= int(info.max))


Draw: TypeAlias = Any


def anything(draw: Draw, key: RecordKey) -> Any:
    """A value for a key that is at some edge, or is none at all."""
    numeric = key.type in ("number", "integer")
    how = draw(st.sampled_from(("edge",) * 4 * numeric + ("float",) * 2 * numeric + ("text", "object")))
    if how == "edge":
        places = draw(st.sampled_from((0, 0, 0, 0, 1, 2, 4, 5, 19, 20, 21)))
        shift = draw(st.sampled_from((0, 0, 0, Fraction(1, 2), Fraction(-1, 10**4))))
        return draw(st.sampled_from(forms(Fraction(draw(st.sampled_from(EDGES)), 10**places) + shift, key)))
    if how == "float":
        many = st.floats(width=draw(st.sampled_from((16, 32, 64))))
        return draw(st.one_of(st.sampled_from(FLOATS), many, many.map(lambda one: one * 2.0**60)))
    if how == "object":
        return again(draw(st.sampled_from(OBJECTS)))
    return draw(st.sampled_from(TEXTS))


def rewritten(draw: Draw, key: RecordKey, value: Any) -> Any:
    """The same number as an object of another class."""
    decimal = Decimal(value) if isinstance(value, float | Decimal) else Decimal(0)
    if not decimal.is_finite() or abs(decimal.adjusted()) > 500:
        return value  # no number at all, or too long to be written out
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    return draw(st.sampled_from(forms(exact, key)))


@frozen
class Drawn:
    """A record twice, equal and apart, and its text."""

    text: str
    one: Any
    other: Any


def record(draw: Draw, ruleset: Ruleset) -> Drawn:
    """A record, sound or not, in a dictionary or something like one."""
    keys = ruleset.plan.keys
    how = draw(st.sampled_from((*("cells",) * 6, "shaped", "shaped", "hostile")))
    if how == "cells" and not any(one.items or one.levels for one in keys.values()):
        found = record_of_cells(draw(cells(ruleset, sound=draw(st.integers(0, 3)) > 0)))
        pair, written = (found, again(found)), repr(found)
    else:
        make = hostile_record if how == "hostile" else shaped_record
        written = make(keys, Random(draw(st.integers(0, 10**6))))
        pair = record_of(written), record_of(written)
    if how == "hostile" or not keys or type(pair[0]) is not dict:
        return Drawn(written, *pair)
    for name in draw(st.lists(st.sampled_from([*keys]), max_size=draw(st.integers(0, 3)), unique=True)):
        edit, value = edited(draw, keys[name], pair[0])
        for found in pair:
            old = found.pop(name, None)
            match edit:
                case "remark":
                    found[name] = {"value": old, "remark": value}
                case "loose":
                    found |= {name: old, f"{name}.remark": value}
                case "words":
                    found[Words(name)] = old
                case "put":
                    found[name] = again(value)
        written += f" | {edit} {name} {type(value).__name__} {value!r}"
    wrap = draw(st.sampled_from((dict, dict, dict, dict, Table, OrderedDict, UserDict, MappingProxyType)))
    return Drawn(f"{wrap.__name__}({written})", *map(wrap, pair))


def edited(draw: Draw, key: RecordKey, found: dict[Any, Any]) -> tuple[str, Any]:
    """How a record is changed under a key."""
    edit = draw(
        st.sampled_from(("put", "put", "rewritten", "rewritten", "left out", "remark", "loose", "words"))
    )
    if edit == "rewritten":
        value = found.get(key.id)
        return (
            ("put", rewritten(draw, key, value)) if type(value) in NUMBERS else ("put", anything(draw, key))
        )
    if edit == "put":
        return edit, anything(draw, key)
    return edit, draw(st.sampled_from(TEXTS))


def again(value: Any) -> Any:
    """A copy; what nobody can change may be the same."""
    if type(value) is dict:
        return {name: again(one) for name, one in value.items()}
    return [again(one) for one in value] if type(value) is list else value


def spoil(record: Any) -> None:
    """Change everything in a record that can be changed."""
    inside = list(record.values()) if type(record) is dict else []
    for one in inside:
        if type(one) is dict:
            spoil(one)
        elif type(one) is list:
            one.clear()
    if type(record) is dict:
        record.clear()


Told: TypeAlias = dict[str, Any] | list[Any]


def told(found: Evaluation | RecordError) -> Told:
    """Everything that a result or an error says; what needs no trace is asked first."""
    if isinstance(found, RecordError):
        return [f"{one.code} {one.path}: {one.to_dict('en')['message']}" for one in found.diagnostics]
    said: dict[str, Any] = {
        "total": repr(found.total), "exact total": found.exact_total, "status": found.status,
        "grade": found.grade, "scores": repr(dict(found.scores)),
    }  # fmt: skip
    for name, indicator in found.indicators.items():
        said[f"indicator {name}"] = (
            indicator.status, repr(indicator.score), repr(indicator.exact_score), repr(indicator.value),
        )  # fmt: skip
    for name, tier in found.tiers.items():
        said[f"tier {name}"] = tier.status, repr(tier.score), repr(tier.exact_score)
    for name, one in (*found.derived.items(), *found.outcomes.items()):
        said[f"value {name}"] = one.status, repr(one.value), repr(one.exact_value)
    said |= {f"grade of {name}": one.grade for name, one in found.outcomes.items()}
    return said | {f"veto {one.id}": True for one in found.vetoes}


def in_full(found: Evaluation | RecordError) -> Told:
    """What needs the trace; told after the record was spoilt."""
    if isinstance(found, RecordError):
        return []
    return {"all": found.to_dict(), "words": found.explain("en"), "stored": _stored(found)}


def _stored(found: Evaluation) -> object:
    return pickle.loads(pickle.dumps(found)).to_dict()


def scorer(ruleset: Ruleset, scored: int) -> Ruleset:
    """The ruleset, as if it had scored so many records."""
    made = pickle.loads(pickle.dumps(ruleset)) if scored < 0 else ruleset
    made._scorer._scored = scored
    return made


def scored(
    ruleset: Ruleset, records: Sequence[Any], way: str
) -> list[Evaluation | RecordError] | RecordError:
    """Score records in one of the ways there are."""
    try:
        match way:
            case "alone" if ruleset.plan.compares_records:
                return [ruleset.score(records[0], cohort=records[1:])]
            case "alone":
                return [ruleset.score(records[0])]
            case _:
                return list(ruleset.score_many(records, leave_out_failed=way == "lenient"))
    except RecordError as error:
        return error


@frozen
class Case:
    """A disagreement."""

    ruleset: str
    records: str
    way: str
    reference: str
    compiled: str

    def __str__(self) -> str:
        return (
            f"{self.ruleset}\n--- scored {self.way}: {self.records}"
            f"\n--- reference: {self.reference}\n--- compiled:  {self.compiled}"
        )


Asked: TypeAlias = "tuple[list[Told], list[Told]]"


def asked(found: list[Evaluation | RecordError] | RecordError, records: Sequence[Any]) -> Asked:
    """What is said before and after the records are spoilt."""
    each = [found] if isinstance(found, RecordError) else found
    before = [told(one) for one in each]
    for one in records:
        spoil(one)
    return before, [in_full(one) for one in each]


def differing(one: Any, other: Any) -> tuple[Any, Any]:
    """The first parts of two answers that are not the same."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next(({name: one[name]}, {name: other[name]}) for name in one if one[name] != other[name])
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return next((differing(a, b) for a, b in zip(one, other, strict=True) if a != b), (one, other))
    if isinstance(one, list) and isinstance(other, list):
        return [each for each in one if each not in other], [each for each in other if each not in one]
    return one, other


def disagreement(written: str, by: Ruleset, of: Ruleset, drawn: Sequence[Drawn], way: str) -> Case | None:
    """How two evaluations of records differ."""
    answers: list[Any] = []
    for ruleset, records in ((by, [each.one for each in drawn]), (of, [each.other for each in drawn])):
        try:
            answers.append(asked(scored(ruleset, records, way), records))
        except Exception as error:  # noqa: BLE001 - that nothing else leaves the library is looked at too
            answers.append(f"{type(error).__name__}: {error}")
    if answers[0] == answers[1]:
        return None
    one, other = differing(*answers)
    shown = ", ".join(each.text for each in drawn)
    return Case(written, f"[{shown}]", way, str(one)[:2000], str(other)[:2000])


@cache
def shipped() -> tuple[tuple[str, Ruleset], ...]:
    """The rulesets of the repository that can be scored."""
    found = []
    for path in [*SHIPPED_RULESETS, *sorted(ROOT.glob("tests/data/good/**/*.toml"))]:
        with contextlib.suppress(RulesetError):
            ruleset = scorerules.load(path, limits=QUICK)
            if not ruleset.scheme.header.abstract:
                found.append((str(path.relative_to(ROOT)), ruleset))
    return tuple(found)


def ruleset_of(draw: Draw) -> tuple[str, Ruleset] | None:
    """A ruleset with its text or file; ``None`` when what was generated is none."""
    how = draw(st.sampled_from(("shipped", "generated", "generated", "small")))
    if how == "shipped":
        return draw(st.sampled_from(shipped()))  # type: ignore[no-any-return]
    written = (
        text_of(draw(schemes())) if how == "generated" else small_ruleset(Random(draw(st.integers(0, 10**6))))
    )
    try:
        return written, scorerules.loads(written, limits=draw(st.sampled_from(LIMITS)))
    except RulesetError:
        return None


@frozen
class Round:
    """So many examples from one seed."""

    seed: int
    counts: Counter[str]
    examples: int = 100

    def find(self) -> Case | None:
        """The smallest disagreement, if there is one."""
        found: list[Case] = []

        @st.composite
        def cases(draw: Draw) -> Case | None:
            return self.example(draw)

        @seed(self.seed)
        @settings(
            max_examples=self.examples, database=None, deadline=None, suppress_health_check=[*HealthCheck],
            phases=(Phase.generate, Phase.shrink), report_multiple_bugs=False, print_blob=False,
            verbosity=Verbosity.quiet,
        )  # fmt: skip
        @given(cases())
        def hunt(case: Case | None) -> None:
            if case is not None:
                if not found:
                    print("\na disagreement, which is cut down now", flush=True)
                found.append(case)
                raise Disagreement

        with contextlib.suppress(Disagreement):
            hunt()
        return found[-1] if found else None

    def _note(self, ruleset: Ruleset, records: Sequence[Any], way: str) -> None:
        """Count how often the compiled evaluation says it."""
        with contextlib.suppress(Exception):
            found = scored(ruleset, records, way)
            self.counts["compiled"] += isinstance(found, list) and any(
                isinstance(one, Evaluation) and isinstance(one.facts, Computed) for one in found
            )

    def example(self, draw: Draw) -> Case | None:
        """One ruleset and some records."""
        chosen = ruleset_of(draw)
        if chosen is None:
            self.counts["no rulesets"] += 1
            return None
        written, ruleset = chosen
        self.counts["rulesets"] += 1
        reference, compiled = scorer(ruleset, NEVER), scorer(ruleset, ALWAYS)
        for _ in range(draw(st.integers(1, 12))):
            way = draw(st.sampled_from(("alone", "alone", "together", "lenient")))
            count = 1 if way == "alone" and not ruleset.plan.compares_records else draw(st.integers(1, 4))
            drawn = [record(draw, ruleset) for _ in range(count)]
            self.counts["records"] += count
            self.counts["asked"] += 1
            self._note(compiled, [one.other for one in drawn], way)
            case = disagreement(written, reference, compiled, drawn, way)
            if case is not None:
                return case
        return None


class Disagreement(Exception):  # noqa: N818 - ends the search of one round
    """Compiled evaluation and reference differ."""


def told_of(number: int, counts: Counter[str]) -> str:
    """How far the hunt has come."""
    return (
        f"seed {number}: {counts['rulesets']} rulesets, {counts['records']} records,"
        f" {counts['compiled']} of {counts['asked']} answers compiled"
    )


def main() -> int:
    """Hunt as long as the command line says."""
    about, _, _ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0, help="where the inputs begin")
    options = parser.parse_args()
    end, number, counts = time.monotonic() + options.seconds, options.seed, Counter[str]()
    while time.monotonic() < end:
        case = Round(number, counts).find()
        if case is not None:
            print(f"seed {number}:\n{case}")
            return 1
        number += 1
        print(f"\r{told_of(number, counts)}", end="", flush=True)
    print("\nno disagreement")
    return 0


if __name__ == "__main__":
    sys.exit(main())
