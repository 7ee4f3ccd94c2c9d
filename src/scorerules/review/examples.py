"""The examples of a ruleset come out as they say."""

from __future__ import annotations

from attrs import evolve

from scorerules.diagnostics import Diagnostic, Faults, Label, Words
from scorerules.review.subject import Subject
from scorerules.source import Span
from scorerules.testing.cases.examples import run_examples

EXPECTATIONS = ("SR603", "SR610", "SR611")
"""Problems that stand at the expectation itself."""

HERE = Words("出现在这个示例中", "in this example")


def examples(subject: Subject, faults: Faults) -> None:
    """Note every value of an example that does not come out, and records that cannot be scored."""
    if subject.scheme.header.abstract:
        return
    for result in run_examples(subject.ruleset):
        faults.extend(tuple(_with_example(one, result.span) for one in result.diagnostics))


def _with_example(problem: Diagnostic, example: Span | None) -> Diagnostic:
    """The problem of a record, with the example that gave rise to it; a formula may serve many."""
    if problem.code in EXPECTATIONS or example is None:
        return problem
    return evolve(problem, labels=(*problem.labels, Label(example, HERE)))
