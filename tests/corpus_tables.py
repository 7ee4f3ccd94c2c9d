"""Bad tables, for the corpus: each function makes one in the current folder and gives the problems."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import scorerules
from scorerules.diagnostics import Diagnostic
from scorerules.errors import RecordError
from scorerules.tables.files import score_file
from scorerules.tables.files.reader import ReadOptions, WriteOptions
from scorerules.tables.options import Options

Made = Callable[[pytest.MonkeyPatch], tuple[Diagnostic, ...]]

RULESET = """\
scorerules = 1

[ruleset]
id = "demo.cards"
weights = "none"

[input]
made_cards = { name = { zh = "实际制卡数量", en = "Cards made" }, type = "integer" }

[outcome.twice]
formula = "made_cards * 2"
"""
TABLE = "区县,实际制卡数量\n东区,864441\n西区,120000\n"
NAME = "data.csv"


def _table(content: str | bytes = TABLE, *, name: str = NAME, target: str = "scored.csv", write: Any = None,
           read: Any = None, **options: Any) -> Made:  # fmt: skip
    """A table of this content, scored with these options."""

    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        return _refused(
            name,
            target,
            Options(**{"keep": None, **options}),
            ReadOptions(**(read or {})),
            WriteOptions(**(write or {})),
        )

    return make


def _refused(name: str, target: str, options: Options, read: Any = None, write: Any = None) -> Any:
    with pytest.raises(RecordError) as raised:
        score_file(scorerules.loads(RULESET), name, target, options, read=read, write=write)
    return raised.value.diagnostics


def _lacks_package(patch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """The table is a workbook, and what reads workbooks is not installed."""
    with patch.context() as here:
        here.delitem(sys.modules, "scorerules.tables.files.workbook", raising=False)
        here.setitem(sys.modules, "openpyxl", None)
        return _table(name="data.xlsx")(patch)


def _workbook(rows: list[list[Any]], **read: Any) -> Made:
    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        book = openpyxl.Workbook()
        book.worksheets[0].title = "2024年"
        for row in rows:
            book.worksheets[0].append(row)
        book.save("data.xlsx")
        return _refused("data.xlsx", "scored.csv", Options(keep=None), ReadOptions(**read))

    return make


def _there(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    Path("scored.csv").write_text("x\n")
    return _table()(_)


def _many_rows(patch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    with patch.context() as here:
        here.setattr("scorerules.tables.files.workbook.MOST_ROWS", 2)
        return _table(target="scored.xlsx")(patch)


TABLES_MADE: dict[str, Made] = {
    "SR440-no-column": _table("区县,制卡数\n东区,864441\n"),
    "SR441-twice": _table("made_cards,实际制卡数量\n1,2\n"),
    "SR442-no-result": _table(columns=("twice", "totals")),
    "SR443-no-column-to-keep": _table(keep=("区",)),
    "SR444-large": _table(f"made_cards\n{'9' * 40}\n", on_error="raise"),
    "SR445-called-like-a-result": _table("twice,made_cards\n1,2\n"),
    "SR450-suffix": _table(target="scored.doc"),
    "SR451-package": _lacks_package,
    "SR452-byte": _table(TABLE.encode() + b"\xff\xfe,1\n"),
    "SR452-byte-of-gb18030": _table(TABLE.encode("gb18030") + b"\xff\xff,1\n"),
    "SR453-encoding": _table(read={"encoding": "gb1803"}),
    "SR454-empty": _table(""),
    "SR455-twice": _table("备注,made_cards,备注\n"),
    "SR456-no-header": _table("made_cards,\n1,\n2,3\n"),
    "SR456-no-header-in-a-workbook": _workbook([["made_cards"], [1], [2, 3]]),
    "SR457-quotation-mark": _table('区县,made_cards\n5"管,1\n'),
    "SR458-not-closed": _table('区县,made_cards\n"东区,1\n西区,2\n'),
    "SR459-zero": _table(TABLE.encode() + b"\0,1\n"),
    "SR459-utf-16-without-mark": _table(TABLE.encode("utf-16-le")),
    "SR460-cells": _table("区县,made_cards\n东区,1,234\n"),
    "SR461-no-workbook": _table(name="data.xlsx"),
    "SR461-no-parquet": _table(name="data.parquet"),
    "SR462-no-record": _table('{"made_cards": 1}\n[2]\n', name="data.jsonl"),
    "SR463-no-sheet": _workbook([["made_cards"]], sheet="2024 年"),
    "SR464-not-computed": _workbook([["made_cards"], ["=1+1"]]),
    "SR465-long": _table("made_cards,x\n1," + "x" * (3 << 20)),
    "SR466-there": _there,
    "SR467-source": _table(target=NAME, write={"force": True}),
    "SR468-no-folder": _table(target="results/scored.csv"),
    "SR469-rows": _many_rows,
    "SR469-character": _table(write={"encoding": "latin-1"}),
}
"""By code and what is wrong."""
