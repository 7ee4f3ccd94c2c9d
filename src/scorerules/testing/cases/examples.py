"""Runs the examples of a ruleset: each must come out exactly as it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from attrs import field, frozen

from scorerules.diagnostics import Diagnostic, Faults, Words
from scorerules.errors import RecordError
from scorerules.expect import ERROR, Refusal, expectations
from scorerules.model import Example
from scorerules.record import Record
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.source import Span
from scorerules.testing.cases.comparing import difference
from scorerules.testing.cases.traces import nothing, refusals_words, trace_of

PASSED_WORDS = Words("没有报错", "it is accepted")


@frozen
class Mismatch:
    """One value that did not come out as expected.

    Args:
        path: What was compared, such as ``cards_made`` or ``cards_made.remark``.
        expected: The expected value as people read it, in English.
        got: The value that came out.
        span: Where the expectation is written.
        how: Tells how the value came about.
    """

    path: str
    expected: str
    got: str
    span: Span | None = field(default=None, eq=False, repr=False)
    how: Callable[[], Words] = field(default=nothing, eq=False, repr=False)

    @property
    def trace(self) -> Words:
        """How the value came about, in a few lines; empty when there is nothing to tell."""
        return self.how()


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
        found = difference(one, evaluation, ruleset)
        if found is not None:
            wanted, got = found
            mismatches.append(
                Mismatch(one.path, wanted.en, got.en, one.span, partial(trace_of, one, evaluation))
            )
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
    place = _place_of_errors(example)
    faults.add("SR611", place, path="error", example=example.name, expected=wanted, got=words)
    mismatch = Mismatch("error", wanted, came or "—", place, partial(refusals_words, diagnostics))
    return ExampleResult(example.name, example.place(), (mismatch,), faults.sorted())


def _place_of_errors(example: Example) -> Span | None:
    """Where an example says what its record is refused with."""
    table = None if example.expect is None else example.expect.value
    return table[ERROR].span if isinstance(table, Mapping) and ERROR in table else None
