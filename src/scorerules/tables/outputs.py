"""The columns of a table of results: which there are, what they are called, what type they have.

The type of a column follows from the ruleset alone, so all parts of a table, and all tables, agree. A number
whose steps are known to end is exact: whole ones are integers, others decimals. Any other number is the
double nearest to it, and ``<id>.fraction`` gives the exact one as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import Literal, TypeAlias

import pyarrow as pa
from attrs import evolve, frozen

from scorerules.analysis.interval import Interval
from scorerules.analysis.ranges import Ranges, ranges_of
from scorerules.compile.lanes import STATUSES
from scorerules.diagnostics import Faults, Lang, Words, default_lang
from scorerules.errors import RecordError
from scorerules.model import Derived, Indicator, Outcome, Tier, title
from scorerules.numbers import decimal_places
from scorerules.plan import Plan
from scorerules.result import About
from scorerules.tables.options import Options

Kind: TypeAlias = Literal[
    "whole", "decimal", "double", "fraction", "text", "truth", "date", "ids", "status", "state", "error"
]
"""What a column holds; ``status`` is that of a row, ``state`` that of an indicator."""

EXACTNESS = b"scorerules.exact"
"""Metadata of a number column: ``exact``, or ``nearest`` for the double nearest to the value."""
STEP = b"scorerules.id"
"""Metadata of every result column: its id in the ruleset."""

MOST_DIGITS = 38
"""Digits of a decimal column."""
OPEN_DIGITS = 18
"""Digits before the point of a number without a bound."""
GROUPS = ("tiers", "indicators", "outcomes", "derived", "states")
ROW_STATUS = ("scored", "disqualified", "error")
"""What can be said of a row."""

_NAMES = {
    "total": Words("总分", "total"),
    "grade": Words("等级", "grade"),
    "grade_name": Words("等级名称", "grade name"),
    "status": Words("状态", "status"),
    "error": Words("错误", "error"),
}


@frozen
class Output:
    """A result column.

    Args:
        id: Its id: ``total``, ``grade``, ``score.x``, the id of an outcome or a derived value …
        name: What the table calls it.
        kind: What it holds.
        step: The step that it is read from; the id of the indicator for a ``state``.
        type: Its Arrow type.
        places: Decimals of a ``decimal``.
        texts: All texts that can stand in the column, when they are known.
        coded: The texts of the step that ``texts`` show, one for one; the same when there are none.
    """

    id: str
    name: str
    kind: Kind
    step: str
    type: pa.DataType
    places: int = 0
    texts: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()

    @property
    def field(self) -> pa.Field:
        """Its Arrow field."""
        metadata = {STEP: self.id.encode()}
        if self.kind in ("whole", "decimal", "fraction"):
            metadata[EXACTNESS] = b"exact"
        elif self.kind == "double":
            metadata[EXACTNESS] = b"nearest"
        return pa.field(self.name, self.type, metadata=metadata)


def _ranges_of(plan: Plan) -> Ranges:
    """All that the steps of a plan can be, worked out once."""
    found: Ranges | None = plan.__dict__.get("_ranges")
    return plan.__dict__.setdefault("_ranges", ranges_of(plan)) if found is None else found


class Outputs:
    """All result columns that a ruleset can give.

    Args:
        about: The ruleset.
        options: What is wanted.
    """

    def __init__(self, about: About, options: Options) -> None:
        self._about, self._options = about, options
        self._lang: Lang = options.lang or about.lang or default_lang()
        self._ranges = _ranges_of(about.plan)

    def chosen(self) -> tuple[Output, ...]:
        """Those that are wanted, in the order wanted.

        Raises:
            RecordError: One that is wanted is not there (SR442).
        """
        known = {one.id: one for one in self._apart(tuple(self._all()))}
        groups = self._groups()
        faults = Faults(self._about.plan.limits)
        found: dict[str, Output] = {}
        for name in self._wanted(known):
            ids = groups.get(name, (name,))
            for id_ in ids:
                if id_ in known:
                    found[id_] = known[id_]
                else:
                    there = ", ".join([*known, *groups])
                    faults.add("SR442", None, path=name, name=name, there=there)
        if len(faults):
            raise RecordError(faults.sorted())
        return tuple(found.values())

    def _apart(self, outputs: tuple[Output, ...]) -> Iterator[Output]:
        """The same, none called like another: where people call two of them alike, the id is added."""
        held = Counter(one.name for one in outputs)
        for one in outputs:
            twice = held[one.name] > 1 and one.name != one.id
            yield (
                evolve(one, name=Words(f"{one.name}（{one.id}）", f"{one.name} ({one.id})")[self._lang])
                if twice
                else one
            )

    def _wanted(self, known: Mapping[str, Output]) -> tuple[str, ...]:
        if self._options.columns is not None:
            return self._options.columns
        usual = ("total", "grade", "tiers", "indicators", "outcomes", "status", "error")
        return tuple(one for one in usual if one in known or one in GROUPS)

    def _groups(self) -> dict[str, tuple[str, ...]]:
        scheme = self._about.scheme
        outcomes = [id_ for one in scheme.outcomes for id_ in (one, f"{one}.grade") if self._is_step(id_)]
        return {
            "tiers": tuple(f"score.{one}" for one in scheme.tiers if self._is_step(f"score.{one}")),
            "indicators": tuple(f"score.{one}" for one in scheme.indicators if self._is_step(f"score.{one}")),
            "outcomes": tuple(outcomes),
            "derived": tuple(one for one in scheme.derived if self._is_step(one)),
            "states": tuple(f"{one}.status" for one in scheme.indicators if self._is_step(f"score.{one}")),
        }

    def _is_step(self, id_: str) -> bool:
        return id_ in self._about.plan.places

    def _all(self) -> Iterator[Output]:
        scheme, plan = self._about.scheme, self._about.plan
        titles: dict[str, Words] = {}
        scores: list[Tier | Indicator] = [*scheme.tiers.values(), *scheme.indicators.values()]
        for scored in scores:
            said = title(scored)
            titles[f"score.{scored.id}"] = Words(f"{said.zh}得分", f"{said.en} score")
            titles[f"{scored.id}.status"] = Words(f"{said.zh}状态", f"{said.en} status")
        values: list[Outcome | Derived] = [*scheme.outcomes.values(), *scheme.derived.values()]
        for value in values:
            said = title(value)
            titles[value.id] = said
            titles[f"{value.id}.grade"] = Words(f"{said.zh}等级", f"{said.en} grade")
        titles |= _NAMES

        def name(id_: str) -> str:
            return titles[id_][self._lang] if self._options.names == "name" and id_ in titles else id_

        ids = ["total", "grade", *(one for group in self._groups().values() for one in group)]
        for id_ in ids:
            owner = id_.removesuffix(".status")
            if owner != id_:
                yield Output(id_, name(id_), "state", owner, _CODES, texts=STATUSES)
            elif id_ in plan.places:
                yield from self._of_step(id_, name)
        if "grade" in plan.places:
            grade = scheme.grade
            grades = self._grades("grade")
            names = grades if grade is None else tuple(grade.called(one)[self._lang] for one in grades)
            yield Output("grade_name", name("grade_name"), "text", "grade", _CODES, texts=names, coded=grades)
        yield Output("status", name("status"), "status", "status", _CODES, texts=ROW_STATUS)
        yield Output("error", name("error"), "error", "error", pa.string())

    def _of_step(self, id_: str, name: Callable[[str], str]) -> Iterator[Output]:
        value = self._ranges.read(id_)
        kind = "text" if id_.endswith("grade") else self._kind(id_)
        if kind == "number":
            yield self._number(id_, name(id_), value.numbers)
            said = Words(f"{name(id_)}（分数）", f"{name(id_)} (fraction)")[self._lang]
            label = f"{name(id_)}.fraction" if name(id_) == id_ else said
            yield Output(f"{id_}.fraction", label, "fraction", id_, pa.string())
            return
        if kind == "text":
            texts = self._grades(id_)
            yield Output(id_, name(id_), "text", id_, _CODES if texts else pa.string(), texts=texts)
            return
        types: dict[Kind, pa.DataType] = {
            "truth": pa.bool_(), "date": pa.date32(), "ids": pa.list_(pa.string()),
        }  # fmt: skip
        known: Kind = {"boolean": "truth", "date": "date"}.get(kind, "ids")  # type: ignore[assignment]
        yield Output(id_, name(id_), known, id_, types[known])

    def _grades(self, id_: str) -> tuple[str, ...]:
        """All texts that a step can be, grades in the order of their rows; none when they are not known."""
        texts = self._ranges.read(id_).texts
        if texts is None:
            return ()
        scheme = self._about.scheme
        graded = scheme.grade if id_ == "grade" else scheme.outcomes.get(id_.removesuffix(".grade"))
        order = () if graded is None else graded.grades
        return (*(one for one in order if one in texts), *sorted(texts.difference(order)))

    def _kind(self, id_: str) -> str:
        type_ = self._about.plan.types.get(id_)
        return self._about.plan.kinds.get(id_) or (type_.kind if type_ is not None else "number")

    def _number(self, id_: str, name: str, numbers: Interval) -> Output:
        places = None if numbers.grid is None else decimal_places(numbers.grid)
        if places is None:
            return Output(id_, name, "double", id_, pa.float64())
        most = _most(numbers)
        if places == 0 and most is not None and most < 2**63:
            return Output(id_, name, "whole", id_, pa.int32() if most < 2**31 else pa.int64())
        digits = places + (OPEN_DIGITS if most is None else len(str(most)))
        if digits > MOST_DIGITS:
            return Output(id_, name, "double", id_, pa.float64())
        return Output(id_, name, "decimal", id_, pa.decimal128(digits, places), places)


_CODES = pa.dictionary(pa.int32(), pa.string())


def _most(numbers: Interval) -> int | None:
    """The largest whole part; ``None`` when there is no bound."""
    if numbers.empty:
        return 0
    if numbers.low is None or numbers.high is None:
        return None
    return max(ceil(abs(Fraction(end))) for end in (numbers.low, numbers.high))
