"""Headers of a table with cases -> what its columns say: the name, the record, what is expected.

A case is called by the column ``name`` (``名称``; ``case``, ``用例`` where a rule reads data of that name).
Data are headed as in tables of records, what is expected ``expect.total``, ``expect.cards_made.remark`` or
``期望.总分``, ``期望.制卡数量.备注``. The others of a group are the rows with the same ``group`` (``分组``).
A header that begins with ``#`` is for people only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from attrs import frozen

from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.expect import ERROR, WHOLE, default_field, fields_of
from scorerules.explain import titles_of
from scorerules.record.key_reader import IN_CHINESE
from scorerules.ruleset import Ruleset
from scorerules.tables.headers import column_of, names_of
from scorerules.testing.cases.files.grid import Cell, Grid

Role: TypeAlias = Literal["name", "group", "record", "expect"]

NAMES = ("name", "名称", "case", "用例")
GROUPS = ("group", "分组")
EXPECT = ("expect", "期望")
COMMENT = "#"
WHOLE_ZH = {
    "总分": "total",
    "等级": "grade",
    "绩效等级": "grade",
    "等级名称": "grade_name",
    "状态": "status",
    "否决": "vetoes",
    "扣分原因": "reasons",
    "报错": ERROR,
}
FIELDS_ZH = {
    "得分": "score",
    "扣分": "deduction",
    "得分率": "share",
    "值": "value",
    "状态": "status",
    "备注": "remark",
    "等级": "grade",
    "等级名称": "grade_name",
    "约": "near",
    "误差": "within",
}


@frozen
class CaseColumn:
    """A column that is read.

    Args:
        place: Its place in the table.
        role: What it says.
        path: The key of the record, or what is expected with its parts.
        header: The cell of its header.
    """

    place: int
    role: Role
    path: tuple[str, ...]
    header: Cell


def read_columns(grid: Grid, ruleset: Ruleset, faults: Faults) -> tuple[CaseColumn, ...]:
    """The columns of a table.

    Args:
        grid: The table.
        ruleset: The ruleset that its cases are of.
        faults: Takes headers that mean nothing (SR608), columns that say the same (SR441), cells without a
            header (SR456), and a table without names (SR202).
    """
    reader = _Headers(ruleset)
    found: dict[tuple[Role, str], CaseColumn] = {}
    header, *rows = grid.rows
    wrong = False
    for place, cell in enumerate(header):
        if cell.value is None:
            _refuse_unnamed(place, rows, grid, faults)
            continue
        if cell.text.startswith(COMMENT):
            continue
        column = reader.column(place, cell)
        if column is None:
            wrong = True
            faults.add("SR608", cell.span, path=cell.text, header=cell.text, nearest=reader.meant(cell.text))
            continue
        said = reader.said(column)
        first = found.setdefault((column.role, said), column)
        if first is not column:
            faults.add("SR441", cell.span, path=said, key=said, first=first.header.text, second=cell.text)
    if ("name", "name") not in found and not wrong:
        words = Words("用例的名称", "what each case is called")
        where = Words("在表头中", "in the header")
        key = next(name for name in NAMES if name not in reader.taken)
        faults.add("SR202", header[0].span, path=key, where=where, key=key, words=words)
    return tuple(found.values())


def _refuse_unnamed(place: int, rows: Iterable[tuple[Cell, ...]], grid: Grid, faults: Faults) -> None:
    """Note the first cell below an empty header: nobody could say what it is."""
    for number, row in enumerate(rows, start=1):
        if row[place].value is not None:
            name = grid.source.name
            faults.add("SR456", row[place].span, name=name, column=place + 1, row=number)
            return


class _Headers:
    """Knows what headers can mean under one ruleset."""

    def __init__(self, ruleset: Ruleset) -> None:
        scheme, plan = ruleset.scheme, ruleset.plan
        self._ruleset = ruleset
        self._keys = plan.keys
        self._names = names_of(plan.keys)
        self.taken = {*plan.keys, *self._names}
        self._expected = _ids_by_name(ruleset)
        self._groups = GROUPS if plan.compares_records else ()
        self._known = (
            *plan.keys,
            *self._names,
            *(f"{EXPECT[0]}.{one}" for one in (*scheme.indicators, *scheme.tiers, *scheme.derived)),
            *(f"{EXPECT[0]}.{one}" for one in (*scheme.outcomes, *WHOLE, ERROR)),
            *(f"{EXPECT[1]}.{one}" for one in self._expected),
            *NAMES,
            *self._groups,
        )

    def column(self, place: int, cell: Cell) -> CaseColumn | None:
        """What a header means; ``None`` for nothing."""
        text = cell.text
        of, dot, rest = text.partition(".")
        if dot and of.strip() in EXPECT:
            path = self._expectation(rest.strip())
            return None if path is None else CaseColumn(place, "expect", path, cell)
        if text not in self.taken and text in NAMES:
            return CaseColumn(place, "name", (), cell)
        if text not in self.taken and text in self._groups:
            return CaseColumn(place, "group", (), cell)
        column = column_of(place, text, self._keys, self._names)
        return None if column is None else CaseColumn(place, "record", (column.name,), cell)

    def said(self, column: CaseColumn) -> str:
        """What a column says, in one word: the same for columns that say the same."""
        if column.role == "record":
            return column.path[0]
        usual = default_field(column.path[0], self._ruleset.scheme) if len(column.path) == 1 else ""
        return ".".join((column.role, *column.path, *([usual] if usual else ())))

    def meant(self, text: str) -> Words | str:
        """The header that was probably meant, for messages."""
        nearest = near(text, self._known)
        return Words(f"；是不是“{nearest[0]}”", f"; did you mean “{nearest[0]}”") if nearest else ""

    def _expectation(self, text: str) -> tuple[str, ...] | None:
        """What is expected: the id of an item, and which of its values."""
        whole = self._id(text)
        if whole is not None:
            return (whole,)
        of, dot, last = text.rpartition(".")
        if not dot:
            return None
        if self._id(of.partition(".")[0]) == ERROR:
            return (ERROR, self._key_of(text.partition(".")[2]))
        above = self._expectation(of)
        if above is None:
            return None
        field = FIELDS_ZH.get(last, last)
        known = ("near", "within", *fields_of(above[0], self._ruleset.scheme))
        return (*above, field) if field in known else None

    def _id(self, text: str) -> str | None:
        if text in (*WHOLE, ERROR) or fields_of(text, self._ruleset.scheme):
            return text
        return self._expected.get(text)

    def _key_of(self, text: str) -> str:
        """A key of the record, perhaps with a part, as refusals name it."""
        of, dot, part = text.partition(".")
        of = self._names.get(of, of)
        return f"{of}.{IN_CHINESE.get(part, part)}" if dot else of


def _ids_by_name(ruleset: Ruleset) -> Mapping[str, str]:
    """Ids by what people call them, where that is one thing only."""
    found: dict[str, str] = dict(WHOLE_ZH)
    twice: set[str] = set()
    for id_, words in titles_of(ruleset.scheme).items():
        if not fields_of(id_, ruleset.scheme):
            continue
        for name in {words.zh, words.en} - {""}:
            if found.setdefault(name, id_) != id_:
                twice.add(name)
    return {name: id_ for name, id_ in found.items() if name not in twice}
