"""What has to change in a case so that it expects what came out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scorerules.diagnostics import Faults, Words
from scorerules.expect import Expectation, expectations
from scorerules.limits import Limits
from scorerules.model import Example
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.source import Source
from scorerules.testing.cases.accepting.change import Change, Unacceptable
from scorerules.testing.cases.accepting.in_table import RowOfCase
from scorerules.testing.cases.accepting.in_toml import value_change, whole_change
from scorerules.testing.cases.accepting.outcome import outcome_of
from scorerules.testing.cases.comparing import difference, value_of
from scorerules.testing.cases.files.columns import read_columns
from scorerules.testing.cases.files.grid import Grid
from scorerules.testing.cases.files.table_cases import TableCases, open_delimited, open_workbook

_MEANWHILE = Words(
    "文件已被别的程序改动；请再运行一次", "another program changed the file; run the command again"
)

_OPENERS = {".csv": open_delimited, ".xlsx": open_workbook}


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
    if Path(source.name).suffix.lower() not in _OPENERS:
        return None
    grid = _grid(source, ruleset.limits)
    if grid is None:
        raise Unacceptable(_MEANWHILE)
    columns = read_columns(grid, ruleset, Faults(ruleset.limits))
    place = example.origin.span.start
    cells = next(row for row in grid.rows[1:] if row[0].whole.start <= place <= row[-1].whole.end)
    return RowOfCase(example, cells, columns, ruleset, grid.quoted)


@lru_cache(maxsize=4)
def _grid(source: Source, limits: Limits) -> Grid | None:
    """The cells of a table, read once more for all of its cases; ``None`` when it was changed since."""
    path = Path(source.name)
    opened: TableCases | None = _OPENERS[path.suffix.lower()](path, Faults(limits))
    return None if opened is None or opened.grid.source.text != source.text else opened.grid
