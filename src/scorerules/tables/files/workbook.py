"""Workbooks of Excel: the rows of one sheet.

Reading: a number is the shortest decimal of what Excel keeps; a cell that is shown in percent is that
percentage (``98.77%``, where Excel keeps 0.9877); a cell with an error is its text (``#DIV/0!``), never an
empty one. The types of the columns are known only at the end of the sheet; until then its values are kept,
compressed. Writing:
a number that Excel cannot keep exactly is written as a text.
"""

from __future__ import annotations

import pickle
import re
import tempfile
import warnings
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from types import TracebackType
from typing import Any, BinaryIO

import openpyxl
import pyarrow as pa
import xlsxwriter
from openpyxl.utils import get_column_letter

from scorerules.diagnostics import Words
from scorerules.errors import RecordError
from scorerules.tables.files.delimited import listed
from scorerules.tables.files.headers import refuse_twice
from scorerules.tables.files.problems import reason_of, refused
from scorerules.tables.files.reader import Reader, ReadOptions, WriteOptions, Writer
from scorerules.tables.files.seen import Seen, as_text

ROWS = 4096
"""Rows of a batch."""
MOST_ROWS, LONGEST = 1_048_576, 32_767
"""Rows of a sheet and characters of a cell, as Excel has them."""
DIGITS = 15
"""Digits of a number that Excel shows."""
NOT_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What a number format shows as it is."""
UNCOMPUTED = re.compile(
    rb"<c\b(?![^>]*\bt=\"str\")[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula without a value: a program wrote it, and Excel has not computed it yet."""
CELL = 64 * 1024
"""Bytes that a cell with a formula may take."""
EPOCH = date(1900, 3, 1)
"""From here on, Excel and the calendar agree."""


class WorkbookReader(Reader):
    """An open workbook.

    Raises:
        RecordError: It is none (SR461), has no such sheet (SR463), no header (SR454), columns without one
            (SR456) or formulas without a value (SR464).
    """

    def __init__(self, file: BinaryIO, name: str, options: ReadOptions) -> None:
        self.name, self._done = name, 0
        self._sheet = open_sheet(file, name, options.sheet)
        self._headers: list[str] = []
        self._seen: list[Seen] = []
        self._total = 0
        self._kept: list[bytes] = []
        rows = self._rows()
        while some := list(islice(rows, ROWS)):
            for row in some:
                self._look_at(row)
            self._kept.append(zlib.compress(pickle.dumps(some), 1))
        refuse_twice(self._headers, name)
        self.schema = pa.schema(
            [(header, seen.type) for header, seen in zip(self._headers, self._seen, strict=True) if header]
        )

    @property
    def share(self) -> float:
        return 0.5 + (self._done / self._total / 2 if self._total else 0.5)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([self.schema.field(one) for one in columns])
        places = [self._headers.index(one) for one in columns]
        while self._kept:
            some = pickle.loads(zlib.decompress(self._kept.pop(0)))  # noqa: S301 - written by ourselves
            if not self._done:
                del some[0]  # the header
            self._done += len(some)
            arrays = [
                self._seen[place].array([row[place] if place < len(row) else None for row in some])
                for place in places
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _look_at(self, row: Sequence[Any]) -> None:
        if not self._headers:
            self._headers = ["" if one is None else as_text(one).strip() for one in row]
            self._seen = [Seen() for _ in row]
            return
        self._total += 1
        for place, value in enumerate(row):
            if value is None:
                continue
            if place >= len(self._headers) or not self._headers[place]:
                raise refused("SR456", name=self.name, column=get_column_letter(place + 1), row=self._total)
            self._seen[place].add(value)

    def _rows(self) -> Iterator[list[Any]]:
        """The values of all rows that are not empty, the header first."""
        cells = self._sheet.iter_rows()
        while True:
            with workbooks(self.name):
                some = [[value_of(cell) for cell in row] for row in islice(cells, ROWS)]
            if not some:
                return
            yield from (row for row in some if any(one is not None for one in row))


def open_sheet(file: BinaryIO, name: str, wanted: str | None = None) -> Any:
    """A sheet of a workbook.

    Args:
        file: The workbook.
        name: What messages call it.
        wanted: The name of the sheet; the first that is not hidden unless said.

    Raises:
        RecordError: It is no workbook (SR461), has no such sheet (SR463) or formulas without a value (SR464).
    """
    with workbooks(name):
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    shown = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
    wanted = next(iter(shown), "") if wanted is None else wanted
    if wanted not in sheets:
        there = ", ".join(f"“{one}”" for one in sheets)
        raise refused("SR463", name=name, sheet=wanted, there=there)
    sheet = sheets[wanted]
    sheet.reset_dimensions()
    _refuse_uncomputed(sheet, name)
    return sheet


def _refuse_uncomputed(sheet: Any, name: str) -> None:
    """Refuse formulas without a value; read as they are, they would be empty cells."""
    with workbooks(name), sheet._get_source() as source:  # noqa: SLF001 - it has no other name
        kept = b""
        while block := source.read(1 << 20):
            text = kept + block
            found = UNCOMPUTED.search(text) if b"<f" in text else None
            if found is not None:
                cell = re.search(rb'\br="([A-Z]+[0-9]+)"', found[0])
                raise refused("SR464", name=name, cell="?" if cell is None else cell[1].decode())
            kept = text[-CELL:]


class workbooks:  # noqa: N801 - used like a function
    """What the library says of a damaged workbook becomes our error; its warnings are for nobody."""

    def __init__(self, name: str) -> None:
        self._name, self._warnings = name, warnings.catch_warnings()

    def __enter__(self) -> None:
        self._warnings.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._warnings.__exit__(kind, problem, trace)
        # On what is damaged, the library fails in ways of its own.
        if isinstance(problem, Exception) and not isinstance(problem, (RecordError, MemoryError)):
            raise refused("SR461", name=self._name, format="Excel", reason=reason_of(problem)) from problem


def value_of(cell: Any) -> Any:
    """What stands in a cell; ``None`` for an empty one."""
    value = cell.value
    match value:
        case None | bool():
            return value
        case str():
            return value if value.strip() else None
        case int() | float():
            number = Decimal(repr(value))
            if _in_percent(cell.number_format):
                shown = number.scaleb(2)
                return f"{_short(shown):f}%"
            return int(number) if number == number.to_integral_value() else number
        case datetime():
            return value.date() if value.time() == time() else value
        case _:
            return value if isinstance(value, date) else str(value)


def _short(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _in_percent(number_format: str) -> bool:
    return "%" in number_format and "%" in NOT_SIGNS.sub("", number_format)


class WorkbookWriter(Writer):
    """A workbook that is being written."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, options: WriteOptions, name: str) -> None:
        super().__init__(file, schema, options, name)
        self._folder = tempfile.TemporaryDirectory(prefix="scorerules-")
        self._book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "tmpdir": self._folder.name,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True})
        for place, header in enumerate(schema.names):
            self._sheet.write_string(0, place, header, bold)
        self._formats = [self._format(field.type) for field in schema]
        self._rows = 1

    def _format(self, type_: pa.DataType) -> Any:
        if pa.types.is_decimal(type_) and type_.scale:
            return self._book.add_format({"num_format": "0." + "0" * min(type_.scale, DIGITS)})
        if pa.types.is_integer(type_) or pa.types.is_decimal(type_):
            return self._book.add_format({"num_format": "0"})
        if pa.types.is_date(type_):
            return self._book.add_format({"num_format": "yyyy-mm-dd"})
        return None

    def write(self, batch: pa.RecordBatch) -> None:
        if self._rows + batch.num_rows > MOST_ROWS:
            most = f"{MOST_ROWS:,}"
            raise refused("SR469", name=self.name, what=Words(
                f"Excel 的一张表最多有 {most} 行", f"a sheet of Excel has at most {most} rows"
            ))  # fmt: skip
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            for place, value in enumerate(values):
                if value is not None:
                    self._write(self._rows, place, value)
            self._rows += 1

    def _write(self, row: int, place: int, value: Any) -> None:
        sheet, format_ = self._sheet, self._formats[place]
        match value:
            case bool():
                sheet.write_boolean(row, place, value)
            case int() | Decimal() if len(Decimal(value).normalize().as_tuple().digits) <= DIGITS:
                sheet.write_number(row, place, value, format_)
            case Decimal():
                sheet.write_string(row, place, f"{value:f}")
            case float() if abs(value) < float("inf"):
                sheet.write_number(row, place, value)
            case date() if not isinstance(value, datetime) and value >= EPOCH:
                sheet.write_datetime(row, place, value, format_)
            case _:
                text = listed(value)
                if len(text.encode("utf-16-le")) // 2 > LONGEST:
                    what = Words(
                        f"Excel 的一个单元格最多有 {LONGEST:,} 个字",
                        f"a cell of Excel has at most {LONGEST:,} characters",
                    )
                    raise refused("SR469", name=self.name, what=what)
                sheet.write_string(row, place, text)

    def close(self) -> None:
        self._book.close()
        self._folder.cleanup()

    def discard(self) -> None:
        self._book.fileclosed = True
        self._sheet.row_data_fh.close()
        self._folder.cleanup()
