"""What a case comes to, as what it could expect."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from scorerules.diagnostics import Diagnostic
from scorerules.errors import RecordError
from scorerules.expect import Refusal
from scorerules.formula import Value
from scorerules.model import Example
from scorerules.numbers import Unit
from scorerules.record import Record
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset


@frozen
class Outcome:
    """What a case comes to: an evaluation, or the faults of its record."""

    evaluation: Evaluation | None
    faults: tuple[Diagnostic, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """The codes that the record is refused with, each once."""
        return tuple(dict.fromkeys(one.code for one in self.faults))

    def refusals(self) -> tuple[Refusal, ...]:
        """The same with the keys that they are about."""
        # In a group the record of the case itself is the first.
        found = (Refusal(one.code, (one.path or "").removeprefix("[1].")) for one in self.faults)
        return tuple(dict.fromkeys(found))


def outcome_of(example: Example, ruleset: Ruleset) -> Outcome:
    """Score the record of a case."""
    assert example.record is not None
    try:
        others = [Record(node) for node in example.cohort]
        return Outcome(ruleset.score(Record(example.record, example.name), cohort=others))
    except RecordError as error:
        return Outcome(None, error.diagnostics)


def usual(evaluation: Evaluation) -> Iterator[tuple[tuple[str, ...], Value | None, Unit | None]]:
    """What a new case expects: total, grade and every score, or that there is none; results without a total.

    Yields:
        The path, the value and its unit.
    """
    facts = evaluation.facts
    if evaluation.status == "disqualified":
        yield ("status",), evaluation.status, None
    elif facts.get("total") is not None:
        yield ("total",), facts.get("total"), None
    if evaluation.grade is not None:
        yield ("grade",), evaluation.grade, None
    if evaluation.vetoes:
        yield ("vetoes",), tuple(one.id for one in evaluation.vetoes), None
    for one in evaluation.indicators.values():
        # What a missing datum is worth says more than that it is missing.
        if one.status == "scored" or (one.status == "missing" and one.score is not None):
            yield (one.id,), facts.get(f"score.{one.id}"), None
        else:
            yield (one.id, "status"), one.status, None
    for name in evaluation.outcomes:
        value = facts.get(name)
        if value is not None:
            yield (name,), value, facts.plan.units.get(name)
