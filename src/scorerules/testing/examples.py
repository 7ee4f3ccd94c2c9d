"""Runs the examples of a ruleset: each must come out exactly as it says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import field, frozen

from scorerules.diagnostics import LANGS, Diagnostic, Faults, Words
from scorerules.errors import RecordError
from scorerules.expect import Expectation, Near, Refusal, expectations
from scorerules.explain import shown
from scorerules.formula import Value
from scorerules.model import Example
from scorerules.numbers import Real, Unit, apparent_order
from scorerules.record import Record
from scorerules.result import Evaluation, ScoreResult
from scorerules.ruleset import Ruleset
from scorerules.source import Span

PASSED_WORDS = Words("没有报错", "it is accepted")


@frozen
class Mismatch:
    """One value that did not come out as expected.

    Args:
        path: What was compared, such as ``cards_made`` or ``cards_made.remark``.
        expected: The expected value as people read it, in English.
        got: The value that came out.
        span: Where the expectation is written.
    """

    path: str
    expected: str
    got: str
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class ExampleResult:
    """What became of one example.

    Args:
        name: The example's name.
        span: Where it is written.
        mismatches: Values that differ.
        diagnostics: The problems as diagnostics: SR610 or SR611 at the expectation, or the faults of a
            record that should have been scored.
        evaluation: The result, if there is one.
    """

    name: str
    span: Span | None = field(default=None, eq=False, repr=False)
    mismatches: tuple[Mismatch, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    evaluation: Evaluation | None = field(default=None, eq=False, repr=False)

    @property
    def ok(self) -> bool:
        """Whether everything came out as expected."""
        return not self.diagnostics


def run_examples(ruleset: Ruleset) -> tuple[ExampleResult, ...]:
    """Run every example of a ruleset.

    Args:
        ruleset: The ruleset.

    Returns:
        One result for each example, in the order of the file.
    """
    return tuple(run_example(ruleset, example) for example in ruleset.examples)


def run_example(ruleset: Ruleset, example: Example) -> ExampleResult:
    """Run one example.

    Args:
        ruleset: The ruleset.
        example: One of its examples, of its file or of a case file.
    """
    assert example.record is not None
    expected = expectations(example, ruleset.scheme, ruleset.plan, Faults(ruleset.limits))
    try:
        others = [Record(node) for node in example.cohort]
        evaluation = ruleset.score(Record(example.record, example.name), cohort=others)
    except RecordError as error:
        if expected.errors:
            return _refused(example, expected.errors, error.diagnostics)
        return ExampleResult(example.name, example.place(), (), error.diagnostics)
    if expected.errors:
        return _refused(example, expected.errors, ())
    faults = Faults()
    if not expected.values:
        faults.add("SR603", example.place("expect"), path=f"{example.path}.expect")
    mismatches = []
    for one in expected.values:
        found = _difference(one, evaluation, ruleset)
        if found is not None:
            wanted, got = found
            mismatches.append(Mismatch(one.path, wanted.en, got.en, one.span))
            faults.add("SR610", one.span, path=one.path, example=example.name, expected=wanted, got=got)
    return ExampleResult(example.name, example.place(), tuple(mismatches), faults.sorted(), evaluation)


def _refused(
    example: Example, expected: tuple[Refusal, ...], diagnostics: tuple[Diagnostic, ...]
) -> ExampleResult:
    """An example that expects errors: all of them must come, and no others."""
    keyed = any(one.key for one in expected)
    # In a group the example's own record is the first.
    keys = ((one.path or "").removeprefix("[1].") if keyed else "" for one in diagnostics)
    got = tuple(Refusal(one.code, key) for one, key in zip(diagnostics, keys, strict=True))
    if set(expected) == set(got):
        return ExampleResult(example.name, example.place())
    faults = Faults()
    wanted, came = (", ".join(dict.fromkeys(map(str, ones))) for ones in (expected, got))
    words = Words(f"报错 {came}", f"it is refused with {came}") if came else PASSED_WORDS
    faults.add(
        "SR611", example.place("expect"), path="error", example=example.name, expected=wanted, got=words
    )
    mismatch = Mismatch("error", wanted, came or "—", example.place("expect"))
    return ExampleResult(example.name, example.place(), (mismatch,), faults.sorted())


def _difference(one: Expectation, evaluation: Evaluation, ruleset: Ruleset) -> tuple[Words, Words] | None:
    """What was expected and what came out, in words; ``None`` when they are the same."""
    if one.field == "remark":
        return _of_remark(one, evaluation)
    got, unit = _value(one, evaluation, ruleset)
    if isinstance(one.expected, Near):
        near, within = one.expected.near, one.expected.within
        if isinstance(got, (Fraction, Real)) and apparent_order(abs(got - near), within) <= 0:
            return None
        words = f"{shown(near, unit, 'en')} ± {shown(within, unit, 'en')}"
        return Words.same(words), _words(got, unit)
    if _same(got, one.expected):
        return None
    return _words(one.expected, unit), _words(got, unit)


def _of_remark(one: Expectation, evaluation: Evaluation) -> tuple[Words, Words] | None:
    """The same of a remark, which may be expected in either language."""
    zh, en = (evaluation.in_language(lang).indicators[one.id].remark for lang in LANGS)
    if one.expected in (zh, en):
        return None
    return Words.same(str(one.expected)), Words(shown(zh, None, "zh"), shown(en, None, "en"))


def _words(value: Value | None, unit: Unit | None) -> Words:
    return Words(shown(value, unit, "zh"), shown(value, unit, "en"))


def _same(got: Value | None, expected: Fraction | str | bool | date | tuple[str, ...]) -> bool:
    if isinstance(got, bool) is not isinstance(expected, bool):
        return False
    if isinstance(got, Real):
        return False  # an irrational number equals no number that can be written
    return got == expected


def _value(one: Expectation, evaluation: Evaluation, ruleset: Ruleset) -> tuple[Value | None, Unit | None]:
    """The exact value that an expectation is about, with the unit that people read it in."""
    facts = evaluation.facts
    if one.id == "status":
        return evaluation.status, None
    if one.id == "vetoes":
        return tuple(veto.id for veto in evaluation.vetoes), None
    if one.field == "value" and (one.id in evaluation.derived or one.id in evaluation.outcomes):
        return facts.value(one.id), ruleset.plan.units.get(one.id)
    if one.field == "value":
        unit = ruleset.plan.units.get(f"{one.id}.value") or ruleset.plan.units.get(one.id)
        value = facts.get(f"{one.id}.value")
        return (facts.value(one.id) if value is None else value), unit
    result: ScoreResult | None = evaluation.indicators.get(one.id) or evaluation.tiers.get(one.id)
    if one.field in ("status", "grade"):
        holder = result or evaluation.derived.get(one.id) or evaluation.outcomes[one.id]
        return getattr(holder, one.field), None
    score = facts.get(f"score.{one.id}")
    if one.field == "deduction" and isinstance(score, (Fraction, Real)):
        full = facts.plan.full.get(one.id)
        return None if full is None else full - score, None
    return score, None
