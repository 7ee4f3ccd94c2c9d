"""Holds what the library gives for a record against what the oracle gives."""

from __future__ import annotations

import oracle
from records import Cells, record_of

from scorerules import Diagnostic, Evaluation, RecordError, Ruleset
from scorerules.testing.generated.written import Scheme


def scored(ruleset: Ruleset, cells: Cells) -> Evaluation | tuple[Diagnostic, ...]:
    """The evaluation of a record, or the diagnostics of its error."""
    try:
        return ruleset.score(record_of(cells))
    except RecordError as error:
        return error.diagnostics


def agree(ruleset: Ruleset, scheme: Scheme, cells: Cells) -> Evaluation | None:
    """Assert that library and oracle agree on everything; the evaluation, if the record has one."""
    expected = oracle.outcome(scheme, cells)
    found = scored(ruleset, cells)
    if not isinstance(found, Evaluation):
        _same_errors(found, expected)
        return None
    assert expected.sound, expected
    assert {one.id: one.exact_score for one in found.indicators.values()} | {
        one.id: one.exact_score for one in found.tiers.values()
    } == expected.scores
    assert {one.id: one.status for one in found.indicators.values()} == expected.statuses
    values = found.facts.trace.values
    assert {name: values.get(name) for name in found.derived} == expected.derived
    assert found.exact_total == expected.total
    assert found.grade == expected.grade
    return found


def _same_errors(found: tuple[Diagnostic, ...], expected: oracle.Outcome) -> None:
    assert not expected.sound, found
    told = {((one.path or "").partition(".")[0], one.code) for one in found}
    refused = {path: set() for path in expected.refused}
    for path, code in told:
        if code < "SR420":
            assert code in expected.refused.get(path, ()), (path, code)
            refused[path].add(code)
    assert all(refused.values()), (refused, found)
    assert {(code, path) for path, code in told if code >= "SR500"} == expected.problems
    lacking = {(code, path) for path, code in told if "SR420" <= code < "SR500"}
    assert lacking <= expected.lacking
    assert bool(lacking) == bool(expected.lacking)
