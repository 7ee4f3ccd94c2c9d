"""What has to change in a case so that it expects what came out."""

from __future__ import annotations

from pathlib import Path

from scorerules.diagnostics import Faults, Words
from scorerules.expect import Expectation, expectations
from scorerules.model import Example
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.testing.accepting.change import Change, Unacceptable
from scorerules.testing.accepting.in_table import RowOfCase
from scorerules.testing.accepting.in_toml import value_change, whole_change
from scorerules.testing.accepting.outcome import outcome_of
from scorerules.testing.case_files.columns import read_columns
from scorerules.testing.case_files.table_cases import TableCases, open_delimited, open_workbook
from scorerules.testing.comparing import difference, value_of

_MEANWHILE = Words(
    "文件已被别的程序改动；请再运行一次", "another program changed the file; run the command again"
)


def changes_of(example: Example, ruleset: Ruleset) -> tuple[Change, ...]:
    """The changes of a case; none when it holds.

    Of a case that states values, only those that differ change. One that states nothing gets total, grade and
    scores; one whose record is refused gets the codes.

    Args:
        example: The case.
        ruleset: Its ruleset.

    Raises:
        Unacceptable: What came out cannot be written there.
    """
    outcome = outcome_of(example, ruleset)
    expected = expectations(example, ruleset.scheme, ruleset.plan, Faults(ruleset.limits))
    row = _row_of(example, ruleset)
    evaluation = outcome.evaluation
    if evaluation is None or not expected.values:
        return (whole_change(example, outcome),) if row is None else tuple(row.whole_changes(outcome))
    changes = []
    for one in expected.values:
        if difference(one, evaluation, ruleset) is None:
            continue
        value, unit = value_of(one, evaluation, ruleset)
        if row is None:
            changes.append(value_change(example, one, value, unit, _status(one, evaluation)))
        else:
            changes.append(row.value_change(one, value, unit))
    return tuple(changes)


def _status(one: Expectation, evaluation: Evaluation) -> str:
    for group in (evaluation.indicators, evaluation.tiers, evaluation.derived, evaluation.outcomes):
        if one.id in group:
            return group[one.id].status
    return evaluation.status


def _row_of(example: Example, ruleset: Ruleset) -> RowOfCase | None:
    """The row of a case of a table; ``None`` for a case in TOML."""
    assert example.origin is not None
    source = example.origin.span.source
    path = Path(source.name)
    openers = {".csv": open_delimited, ".xlsx": open_workbook}
    opener = openers.get(path.suffix.lower())
    if opener is None:
        return None
    faults = Faults(ruleset.limits)
    opened: TableCases | None = opener(path, faults)
    if opened is None or opened.grid.source.text != source.text:
        raise Unacceptable(_MEANWHILE)
    columns = read_columns(opened.grid, ruleset, faults)
    place = example.origin.span.start
    cells = next(row for row in opened.grid.rows[1:] if row[0].whole.start <= place <= row[-1].whole.end)
    return RowOfCase(example, cells, columns, ruleset, opened.grid.quoted)
