"""Changes of a case in a table: cells of what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.expect import ERROR, Expectation, Near, default_field
from scorerules.formula import Value
from scorerules.model import Example
from scorerules.numbers import Real, Unit
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.accepting.change import Change, Unacceptable
from scorerules.testing.cases.accepting.outcome import Outcome, usual
from scorerules.testing.cases.accepting.texts import cell_text, ends, near_text
from scorerules.testing.cases.files.columns import CaseColumn
from scorerules.testing.cases.files.grid import Cell

_NO_COLUMN = Words(
    "表中没有“expect.error”（期望.报错）一列，写不下报错的代码",
    "the table has no column “expect.error” for the codes of errors",
)
_NO_COLUMNS = Words(
    "表中没有可写总分、等级或指标得分的列（如 expect.total）",
    "the table has no columns for a total, a grade or scores, such as expect.total",
)


@frozen
class RowOfCase:
    """The row of a case.

    Args:
        example: The case.
        cells: The cells of its row.
        columns: The columns of the table.
        ruleset: The ruleset.
        quoted: Signs for which a cell needs quotation marks; empty for a workbook.
    """

    example: Example
    cells: Sequence[Cell]
    columns: Sequence[CaseColumn]
    ruleset: Ruleset
    quoted: str

    def value_change(self, one: Expectation, value: Value | None, unit: Unit | None) -> Change:
        """The change of a value that is expected.

        Raises:
            Unacceptable: The value cannot be written.
        """
        near = isinstance(one.expected, Near)
        path = (one.id, one.field) if one.field else (one.id,)
        column = next(
            column
            for column in self._expected()
            if self._path(column) == ((*path, "near") if near else path) and self._value(column) is not None
        )
        if near and isinstance(one.expected, Near) and isinstance(value, Fraction | Real):
            sign = "" if unit is None else unit.symbol
            return self._change(column, near_text(value, one.expected.within, unit) + sign)
        return self._change(column, cell_text(value, unit))

    def whole_changes(self, outcome: Outcome) -> Iterator[Change]:
        """The changes of everything that is expected: codes, or total, grade and scores, where columns are.

        Raises:
            Unacceptable: There are no such columns.
        """
        wanted = self._wanted(outcome)
        if not wanted:
            raise Unacceptable(_NO_COLUMN if outcome.evaluation is None else _NO_COLUMNS)
        for column in self._expected():
            path = self._path(column)
            text = wanted.get(path, "")
            before = self._value(column)
            if text != ("" if before is None else self.cells[column.place].text):
                yield self._change(column, text)

    def _wanted(self, outcome: Outcome) -> dict[tuple[str, ...], str]:
        columns = {self._path(column): column for column in self._expected()}
        if outcome.evaluation is None:
            keyed = self._keyed()
            codes = [str(one) for one in outcome.refusals()] if keyed else list(outcome.codes())
            return {(ERROR,): "; ".join(codes)} if (ERROR,) in columns else {}
        found = {}
        for path, value, unit in usual(outcome.evaluation):
            usual_path = (*path, default_field(path[0], self.ruleset.scheme)) if len(path) == 1 else path
            full = tuple(part for part in usual_path if part)
            if full in columns and ends(value):
                found[full] = cell_text(value, unit)
        return found

    def _keyed(self) -> bool:
        """Whether codes are expected with the keys that they are about."""
        column = next((one for one in self._expected() if one.path == (ERROR,)), None)
        return column is not None and "(" in self.cells[column.place].text.replace("（", "(")

    def _expected(self) -> Iterator[CaseColumn]:
        return (one for one in self.columns if one.role == "expect")

    def _path(self, column: CaseColumn) -> tuple[str, ...]:
        """What a column expects, with the usual field where it names none."""
        usual_field = default_field(column.path[0], self.ruleset.scheme)
        if not usual_field or column.path[1:2] not in ((), ("near",), ("within",)):
            return column.path
        return (column.path[0], usual_field, *column.path[1:])

    def _value(self, column: CaseColumn) -> object:
        return self.cells[column.place].value

    def _change(self, column: CaseColumn, text: str) -> Change:
        cell = self.cells[column.place]
        written = cell.whole.text
        quoted = bool(self.quoted) and (written.startswith('"') or any(sign in text for sign in self.quoted))
        shown = '"' + text.replace('"', '""') + '"' if quoted else text
        path = ".".join(column.path)
        name = cell.whole.source.name
        return Change(name, self.example.name, path, cell.text, text, cell.whole, shown, cell.name)
