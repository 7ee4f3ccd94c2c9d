"""What a pack holds: cases, each with its record and its exact results, and which ruleset gave them.

Goes in: a suite, a ruleset with its cases. Comes out: the pack, the same on every machine and in every
language. What examples expect plays no part: the results are what the ruleset gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from os import PathLike
from typing import cast

from attrs import evolve, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.document import Node
from scorerules.errors import RecordError, RulesetError
from scorerules.expect import Refusal
from scorerules.formula import Value
from scorerules.model import Example
from scorerules.numbers import Real
from scorerules.record import Datum, Record
from scorerules.result import Evaluation, IndicatorResult, TierResult
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.suites import Suite
from scorerules.testing.conformance.digest import FileDigest, digest_of, file_digests
from scorerules.testing.conformance.exact import Type, Written, type_of, written

ERROR = "error"
"""The path of what a record is refused with."""

WHOLE = ("total", "grade", "status", "vetoes")
TIER_FIELDS = ("score", "deduction", "status")
INDICATOR_FIELDS = ("score", "deduction", "value", "status", "remark")
DERIVED_FIELDS = ("value", "status")
OUTCOME_FIELDS = ("value", "grade", "status")
"""What a pack tells of a record, and of each item; what only repeats them in other words is left out."""


@frozen
class PackCase:
    """One case.

    Args:
        name: What it shows.
        record: The record as it was written.
        cohort: The other records of its group.
        data: What the record means: values in base units, defaults included, by key.
        results: The results by path, such as ``total``, ``cards.score``, ``cards.remark``.
        errors: What the record is refused with; then there are no data and no results.
    """

    name: str
    record: Mapping[str, object]
    cohort: tuple[Mapping[str, object], ...] = ()
    data: Mapping[str, Written] = {}
    results: Mapping[str, Written] = {}
    errors: tuple[Refusal, ...] = ()

    @property
    def error(self) -> str:
        """What the record is refused with, such as ``SR407 (spo2), SR403``; empty for nothing."""
        return ", ".join(dict.fromkeys(map(str, self.errors)))


@frozen
class Pack:
    """Cases with the results that a ruleset gives.

    Args:
        id: Id of the ruleset.
        name: What people call it.
        version: Its version.
        digest: Digest of its text, see :func:`scorerules.testing.conformance.digest.digest_of`.
        files: Digests of the files that it was read from.
        types: What every result is, by path, in the order of print.
        cases: The cases.
    """

    id: str
    name: Words
    version: str | None
    digest: str
    files: tuple[FileDigest, ...]
    types: Mapping[str, Type]
    cases: tuple[PackCase, ...]


def make_pack(suite: Suite, root: str | PathLike[str] | None = None) -> Pack:
    """Score every case of a suite.

    Args:
        suite: The ruleset and its cases.
        root: The folder below which the ruleset may extend files; its own folder unless said.

    Raises:
        RulesetError: The ruleset is abstract (SR271), two cases are called the same (SR606), or the files of
            the ruleset cannot be read any more.
    """
    ruleset = suite.ruleset
    ruleset.refuse_abstract()
    _refuse_twice(suite)
    files = file_digests(suite.file, root)
    types: dict[str, Type] = {}
    cases = tuple(_case(ruleset, one, types) for one in suite.examples)
    scheme = ruleset.scheme
    # A result that no case has is left out; so are deductions of schemes without full marks.
    paths = {path: types[path] for path in _paths(ruleset) if path in types}
    return Pack(
        scheme.header.id,
        scheme.name,
        scheme.header.version,
        digest_of(files),
        files,
        paths,
        tuple(
            evolve(one, results={path: one.results[path] for path in paths if path in one.results})
            for one in cases
        ),
    )


def _refuse_twice(suite: Suite) -> None:
    """Refuse cases of one name: nobody could say which of them was answered."""
    faults, names = Faults(), set[str]()
    for one in suite.examples:
        if one.name in names:
            faults.add("SR606", one.place("name"), path=f"{one.path}.name", name=one.name)
        names.add(one.name)
    if faults.errors:
        raise RulesetError(faults.sorted())


def packed(
    ruleset: Ruleset,
    name: str,
    record: Mapping[str, object],
    cohort: tuple[Mapping[str, object], ...] = (),
) -> PackCase:
    """A record of a pack, scored again."""
    case, _ = _scored(
        ruleset, PackCase(name, record, cohort), _record(record), [_record(one) for one in cohort]
    )
    return case


def _record(table: Mapping[str, object]) -> Mapping[str, Datum]:
    """A record of a pack as the scoring takes it; what it holds is looked at there."""
    return cast("Mapping[str, Datum]", table)


def _case(ruleset: Ruleset, example: Example, types: dict[str, Type]) -> PackCase:
    assert example.record is not None
    bare = PackCase(example.name, _table(example.record), tuple(_table(node) for node in example.cohort))
    record, others = Record(example.record, example.name), [Record(node) for node in example.cohort]
    case, found = _scored(ruleset, bare, record, others)
    types.update(found)
    return case


def _scored(
    ruleset: Ruleset,
    bare: PackCase,
    record: Mapping[str, Datum] | Record,
    cohort: Sequence[Mapping[str, Datum] | Record],
) -> tuple[PackCase, dict[str, Type]]:
    """A case with its results, and what each of them is."""
    try:
        evaluation = ruleset.score(record, cohort=cohort)
        results = dict(_results(evaluation))
    except RecordError as error:
        # In a group the record of the case is the first.
        errors = [Refusal(one.code, (one.path or "").removeprefix("[1].")) for one in error.diagnostics]
        return evolve(bare, errors=tuple(errors)), {}
    types = {path: type_ for path, value in results.items() if (type_ := type_of(value)) is not None}
    data = {key: written(value) for key, value in evaluation.facts.record.values.items()}
    return evolve(bare, data=data, results={path: written(value) for path, value in results.items()}), types


def _paths(ruleset: Ruleset) -> Iterator[str]:
    """The paths of all results, as ``expect`` of an example names them, in the order of print."""
    scheme = ruleset.scheme
    yield from WHOLE
    for ids, fields in (
        (scheme.tiers, TIER_FIELDS),
        (scheme.indicators, INDICATOR_FIELDS),
        (scheme.derived, DERIVED_FIELDS),
        (scheme.outcomes, OUTCOME_FIELDS),
    ):
        yield from (f"{name}.{one}" for name in ids for one in fields)


def _results(evaluation: Evaluation) -> Iterator[tuple[str, Value | Words | None]]:
    """Every result by its path."""
    facts = evaluation.facts
    zh, en = evaluation.in_language("zh"), evaluation.in_language("en")
    yield "total", facts.get("total")
    yield "grade", evaluation.grade
    yield "status", evaluation.status
    yield "vetoes", tuple(one.id for one in evaluation.vetoes)
    scores: dict[str, TierResult | IndicatorResult] = {**evaluation.tiers, **evaluation.indicators}
    for name, scored in scores.items():
        score, full = facts.get(f"score.{name}"), scored.exact_full
        yield f"{name}.score", score
        lost = full - score if full is not None and isinstance(score, (Fraction, Real)) else None
        yield f"{name}.deduction", lost
        yield f"{name}.status", scored.status
    for name in evaluation.indicators:
        value = facts.get(f"{name}.value")
        yield f"{name}.value", facts.record.values.get(name) if value is None else value
        said = zh.indicators[name].remark, en.indicators[name].remark
        yield f"{name}.remark", None if said[0] is None or said[1] is None else Words(said[0], said[1])
    for name, derived in evaluation.derived.items():
        yield f"{name}.value", facts.get(name)
        yield f"{name}.status", derived.status
    for name, outcome in evaluation.outcomes.items():
        yield f"{name}.value", facts.get(name)
        yield f"{name}.grade", outcome.grade
        yield f"{name}.status", outcome.status


def _table(node: Node) -> Mapping[str, object]:
    """A record as JSON can hold it: dates as texts, numbers as they were written."""
    found = _told(node.plain())
    return found if isinstance(found, dict) else {}


def _told(value: object) -> object:
    match value:
        case dict():
            return {key: _told(item) for key, item in value.items()}
        case list():
            return [_told(item) for item in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value
