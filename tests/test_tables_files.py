"""Tables in files: every format in and out, exact numbers, encodings, and what is wrong with a file."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import random
import stat
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from pyarrow import csv as arrow_csv

import scorerules
from scorerules.tables.files import score_file
from scorerules.tables.files.delimited import BLOCK
from scorerules.tables.files.formats import FORMATS, by_name
from scorerules.tables.files.reader import ReadOptions, WriteOptions
from scorerules.tables.options import Options

RULES = scorerules.loads(
    """\
scorerules = 1

[ruleset]
id = "demo"

[input]
budget = { name = "预算", unit = "元", from = 0 }
spent = { name = "实际支出", unit = "元", from = 0 }
day = { name = "日期", type = "date", default = 2024-01-01 }

[derived.rest]
formula = "budget - spent"

[tier.output]
weight = 100

[indicator.money]
tier = "output"
weight = 60
name = "资金"
value = "rest"
bands = [{ from = 0, points = 60 }, { points = 0 }]

[indicator.happy]
tier = "output"
weight = 40
input = { name = "满意度", unit = "%", from = "0%", upto = "100%" }
bands = [{ from = "95%", points = 40 }, { points = 0 }]
"""
)
HEADER = "单位,预算,实际支出,满意度"
ROWS = ["甲,0.3,0.1,98.77%", "乙,12345678901234567.89,12345678901234567.88,1%", "丙,86.44万,1,95"]
CSV = "\n".join([HEADER, *ROWS, ""])
RESTS = [Decimal("0.2"), Decimal("0.01"), Decimal(864399)]
SCORES = ["100", "60", "100"]
QUOTE = '"'
LONG = "x" * 20_000
"""A cell; some seventy of them are more than a block of a file."""
SOME = Options(columns=("total", "rest", "error"), keep=("单位",), lang="en")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def columns_of(path: str) -> Mapping[str, list[Any]]:
    """The columns of a file that was written, read by others than ourselves."""
    match Path(path).suffix:
        case ".parquet":
            return pq.read_table(path).to_pydict()
        case ".arrow":
            return pa.ipc.open_file(path).read_all().to_pydict()
        case ".jsonl":
            lines = Path(path).read_text(encoding="utf-8").splitlines()
            rows = [json.loads(line, parse_float=Decimal) for line in lines]
            return {key: [row[key] for row in rows] for key in rows[0]}
        case ".xlsx":
            header, *cells = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
            return {str(key): [row[place] for row in cells] for place, key in enumerate(header)}
        case suffix:
            delimiter = "\t" if suffix == ".tsv" else ","
            options = arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
            return arrow_csv.read_csv(path, parse_options=options).to_pydict()


def put(text: str, name: str = "data.csv", encoding: str = "utf-8") -> str:
    """Write a file."""
    Path(name).write_bytes(text.encode(encoding))
    return name


def scored(source: str, options: Options = SOME, **read: Any) -> list[dict[str, str]]:
    """The rows of the results of a file, as texts."""
    score_file(RULES, source, "out.jsonl", options, read=ReadOptions(**read), write=WriteOptions(force=True))
    lines = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=str, parse_int=str) for line in lines]


def totals(source: str, **read: Any) -> list[str]:
    """The totals of a file."""
    return [row["total"] for row in scored(source, **read)]


def refusal(source: str, target: str = "out.csv", options: Options = SOME, **read: Any) -> dict[str, Any]:
    """The one problem of a run, with its code and facts; nothing is left behind."""
    before = {*Path().iterdir()}
    with pytest.raises(scorerules.RecordError) as raised:
        score_file(RULES, source, target, options, read=ReadOptions(**read))
    assert {*Path().iterdir()} == before
    (found,) = raised.value.diagnostics
    return {"code": found.code, **found.arguments}


@pytest.mark.parametrize(
    "middle",
    ["a.csv", "a.tsv", "a.parquet", "a.arrow", "a.feather", "a.jsonl", "a.xlsx", "a.csv.gz", "a.ndjson.gz"],
)
def test_every_format_goes_round(middle: str) -> None:
    """A table written in any format is read again with the same results, its Chinese headers kept."""
    first = score_file(RULES, put(CSV), middle, Options(columns=(), keep=None))
    assert (first.rows, first.failed, first.unread) == (3, 0, ("单位",))
    found = scored(middle)
    assert [row["单位"] for row in found] == ["甲", "乙", "丙"]
    assert [row["total"] for row in found] == SCORES
    assert [Decimal(row["rest"]) for row in found] == RESTS


@pytest.mark.parametrize("target", ["b.csv", "b.tsv", "b.parquet", "b.arrow", "b.jsonl", "b.xlsx"])
def test_others_can_read_what_is_written(target: str) -> None:
    """Other readers find the same columns and the same numbers."""
    score_file(RULES, put(CSV), target, SOME)
    found = columns_of(target)
    assert list(found) == ["单位", "total", "rest", "error"]
    assert found["单位"] == ["甲", "乙", "丙"]
    assert [f"{Decimal(str(one)):.0f}" for one in found["total"]] == SCORES
    assert [Decimal(str(one)) for one in found["rest"]] == RESTS
    assert {*found["error"]} == {None}


SMALL = """\
scorerules = 1

[ruleset]
id = "small"
weights = "none"

[input]
x = { places = 12, from = -1, upto = 1 }

[outcome.y]
formula = "x"
"""


def test_decimals_are_written_without_exponent() -> None:
    """Numbers have all their digits in text and in JSON, whatever their size."""
    rules = scorerules.loads(SMALL)
    put("x\n0.000000000001\n-0.1\n0\n1\n")
    score_file(rules, "data.csv", "y.csv", Options(columns=("y",)))
    score_file(rules, "data.csv", "y.jsonl", Options(columns=("y",)))
    expected = ["0.000000000001", "-0.100000000000", "0.000000000000", "1.000000000000"]
    assert Path("y.csv").read_text().split() == ["y", *expected]
    assert Path("y.jsonl").read_text().splitlines() == [f'{{"y": {one}}}' for one in expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "utf-32"])
@pytest.mark.parametrize("ascii_rows", [0, 70])
def test_encodings_are_recognised(encoding: str, ascii_rows: int) -> None:
    """Chinese is read in every usual encoding, be it only behind a megabyte of ASCII."""
    text = CSV.replace("单位", "unit").replace("预算", "budget").replace("实际支出", "spent")
    header, *rows = text.replace("满意度", "happy").splitlines()
    text = "\n".join([header if ascii_rows else HEADER, *[f"{LONG},0.3,0.1,98.77%"] * ascii_rows, *rows, ""])
    options = Options(columns=("total",), keep=("unit",) if ascii_rows else ("单位",))
    found = scored(put(text, encoding=encoding), options)
    assert [[*row.values()] for row in found[-3:]] == [["甲", "100"], ["乙", "60"], ["丙", "100"]]
    assert len(found) == ascii_rows + 3


def test_an_encoding_can_be_told() -> None:
    """What cannot be recognised can be said."""
    assert totals(put(CSV, encoding="utf-16-le"), encoding="utf-16-le") == SCORES
    assert refusal("data.csv", encoding="hex") == {"code": "SR453", "encoding": "hex"}
    assert refusal(put(CSV), encoding="ascii") == {
        "code": "SR452", "name": "data.csv", "byte": "0xE5", "offset": "0", "line": 1, "encoding": "ascii",
    }  # fmt: skip


@pytest.mark.parametrize("rows", [1, 70])
def test_a_wrong_byte_is_told_with_its_place(rows: int) -> None:
    """A byte that is no text is never guessed at."""
    good = (HEADER + "\n" + (LONG + ROWS[0] + "\n") * rows).encode()
    Path("data.csv").write_bytes(good + b"\xff\xfe,1,1,1\n")
    found = refusal("data.csv")
    assert (found["code"], found["byte"], found["line"]) == ("SR452", "0xFF", rows + 2)
    assert found["offset"] == f"{len(good):,}"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_wrong_byte_of_another_encoding(encoding: str) -> None:
    """What is wrong is told in the encoding that the file has."""
    good = (HEADER + "\n" + (LONG + ROWS[0] + "\n") * 70).encode(encoding)
    bad = b"\xff\xff\n" if encoding == "gb18030" else b"\x00\xd8\x0a\x00"
    Path("data.csv").write_bytes(good + bad)
    found = refusal("data.csv")
    assert (found["code"], found["line"], found["offset"]) == ("SR452", 72, f"{len(good):,}")


def test_latin_letters_are_not_taken_for_chinese() -> None:
    """Latin-1 is no GB18030, even where its bytes could be."""
    text = HEADER.replace("单位", "x").encode().decode("utf-8").encode("utf-8")
    Path("data.csv").write_bytes("größe,prix,déjà,après\n".encode("latin-1") + text)
    assert refusal("data.csv")["code"] == "SR452"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_are_recognised(sign: str, end: str) -> None:
    """Commas, semicolons and tabs are told by the header, with the line ends of any system."""
    text = CSV.replace(",", sign).replace("\n", end)
    assert totals(put(text, "data.txt")) == SCORES
    assert totals(put(text.rstrip(end), "data.txt")) == SCORES


def test_a_delimiter_can_be_told() -> None:
    """Any sign can stand between cells."""
    assert totals(put(CSV.replace(",", "|")), delimiter="|") == SCORES
    for sign in ("", "||", "，", '"'):
        with pytest.raises(ValueError, match="one ASCII sign"):
            ReadOptions(delimiter=sign)


def test_quoted_cells() -> None:
    """Quotation marks hold delimiters, line ends and marks; thousands are read."""
    text = f'\n{HEADER}\n"甲, ""乙""\r\n丙","1,234.50",0,"95"\n\n"",1,0,95\n'
    found = scored(put(text), Options(columns=("rest",), keep=("单位",)))
    assert [row["单位"] for row in found] == ['甲, "乙"\r\n丙', None]
    assert [Decimal(row["rest"]) for row in found] == [Decimal("1234.5"), 1]
    score_file(RULES, "data.csv", "out.csv", Options(columns=("total",), keep=("单位",)))
    assert Path("out.csv").read_bytes().decode() == '单位,total\n"甲, ""乙""\r\n丙",100\n,100\n'


def test_cells_cross_the_blocks_of_a_file() -> None:
    """Quotation marks, Chinese and rows may stand wherever a block of the file ends."""
    units = ['位"' * (3001 + 7 * number) for number in range(150)]
    rows = [f'"{one.replace(QUOTE, QUOTE * 2)}",{number},0,95' for number, one in enumerate(units)]
    text = "\n".join([HEADER, *rows])
    assert len(text.encode()) > 2 * BLOCK
    found = scored(put(text), Options(columns=("rest",), keep=("单位",)))
    assert [row["单位"] for row in found] == units
    assert [Decimal(row["rest"]) for row in found] == [*range(150)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", {"code": "SR454"}),
        ("\n\n", {"code": "SR454"}),
        (f"{HEADER},单位\n", {"code": "SR455", "header": "单位", "first": 1, "second": 5}),
        (f"{HEADER},\n甲,1,1,95,\n乙,1,1,95,x\n", {"code": "SR456", "column": 5, "row": 2}),
        (f'{HEADER}\n甲,1,1,95\n"乙"x,1,1,95\n', {"code": "SR457", "line": 3}),
        (f'{HEADER}\n"甲\n",1,1,95\n5"管,1,1,95\n', {"code": "SR457", "line": 4}),
        (f'{HEADER}\n甲,1,1,95\n"乙,1,1,95\n丙,1,1,95\n', {"code": "SR458", "line": 3}),
        (f'{HEADER}\n"甲,1,1,95\n"乙,1,1,95\n', {"code": "SR457", "line": 3}),
        (f'"{HEADER}\n', {"code": "SR458", "line": 1}),
        (f"{HEADER}\n甲,1,1,95\n乙,1,\0,95\n", {"code": "SR459", "line": 3}),
        (f'{HEADER}\n"甲\n",1,1,95\n\n乙,1,1\n', {"code": "SR460", "line": 5, "expected": 4, "found": 3}),
        (f"{HEADER}\n甲,1,1,95,6\n", {"code": "SR460", "line": 2, "expected": 4, "found": 5}),
        (f"{HEADER}\n甲,1,1,95\n{'乙' * BLOCK},1,1,95\n", {"code": "SR465", "line": 3, "most": 1}),
        ("x" * (BLOCK + 1), {"code": "SR465", "line": 1, "most": 1}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_text(text: str, problem: dict[str, Any]) -> None:
    """Every fault of a text is told with its place, and nothing is written."""
    assert refusal(put(text)) == {"name": "data.csv", **problem}


def test_a_header_alone_is_a_table() -> None:
    """A table without rows gives one without rows, in every format."""
    put(HEADER)
    for name in ("a.csv", "a.parquet", "a.arrow", "a.jsonl", "a.xlsx"):
        assert score_file(RULES, "data.csv", name).rows == 0
    assert Path("a.csv").read_text(encoding="utf-8").startswith(f"{HEADER},total,")
    assert pq.read_table("a.parquet").num_rows == 0
    assert Path("a.jsonl").read_bytes() == b""


def test_a_column_without_header_may_be_empty() -> None:
    """Delimiters at the end of every line are no column."""
    assert totals(put(f"{HEADER},,\n甲,1,1,95,,\n")) == ["100"]


def test_json_lines_are_exact() -> None:
    """Numbers of JSON keep all digits; tables inside records are parts; a key may be missing."""
    lines = [
        '{"budget": 0.3, "spent": {"value": 0.1, "remark": "少"}, "happy": "95%", "x": [1.5, 2]}',
        "",
        '{"budget": 12345678901234567.89, "spent": {"value": 12345678901234567.88}, "happy": 1, "y": true}',
        '{"budget": "86.44万", "spent": {"value": 1}, "happy": 95, "x": []}',
    ]
    options = Options(columns=("total", "rest"), keep=("spent.remark", "x", "y", "budget"))
    found = scored(put("\n".join(lines), "data.jsonl"), options)
    assert [row["total"] for row in found] == SCORES
    assert [Decimal(row["rest"]) for row in found] == RESTS
    assert [row["spent.remark"] for row in found] == ["少", None, None]
    assert [row["x"] for row in found] == [["1.5", "2.0"], None, []]
    assert [row["y"] for row in found] == [None, True, None]
    assert [row["budget"] for row in found] == ["0.3", "12345678901234567.89", "86.44万"]


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ('{"budget": 1,}', "SR157", "data.jsonl:3:14"),
        ('{"budget": NaN}', "SR152", "data.jsonl:3:12"),
        ('{"budget": 1, "budget": 2}', "SR151", "data.jsonl:3:15"),
        ("[1]", "SR462", None),
        ('{"spent.value": 1, "spent": {"value": 2}}', "SR462", None),
        ("[" * 2000, "SR141", "data.jsonl:3:65"),
    ],
)
def test_what_is_wrong_with_json_lines(line: str, code: str, place: str | None) -> None:
    """A line that is no record is told with its number, and what is wrong in it."""
    put(f'{{"budget": 1, "spent": 1, "happy": 1}}\n\n{line}\n', "data.jsonl")
    with pytest.raises(scorerules.RecordError) as raised:
        score_file(RULES, "data.jsonl", "out.csv")
    found = raised.value.diagnostics[0]
    span = found.span
    assert found.code == code
    assert (span and f"{span.source.name}:{span.line}:{span.column}") == place
    if span is None:
        assert found.arguments["line"] == 3


def workbook(*rows: list[Any], percent: str = "0.00%", name: str = "data.xlsx") -> str:
    """A workbook with a title sheet and a sheet 数据 that begins in the second row and column."""
    book = xlsxwriter.Workbook(name)
    book.add_worksheet("封面").write(0, 0, "说明")
    sheet = book.add_worksheet("数据")
    formats = {"percent": book.add_format({"num_format": percent}),
               "date": book.add_format({"num_format": "yyyy-mm-dd"})}  # fmt: skip
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            match cell:
                case ("percent", value):
                    sheet.write_number(number, place, value, formats["percent"])
                case ("formula", value):
                    sheet.write_formula(number, place, "=1/0", None, value)
                case date():
                    sheet.write_datetime(number, place, cell, formats["date"])
                case None:
                    pass
                case _:
                    sheet.write(number, place, cell)
    book.close()
    return name


def test_cells_of_a_workbook() -> None:
    """Numbers are their shortest decimals, percentages are percentages, dates are dates, errors are told."""
    workbook(
        ["单位", "预算", "实际支出", "满意度", "日期"],
        ["甲", 0.3, 0.1, ("percent", 0.9877), date(2024, 2, 29)],
        ["乙", "86.44万", 1, ("percent", 0.95), None],
        [],
        ["丙", ("formula", "#DIV/0!"), 1, 95, None],
        ["丁", ("formula", 1), 1, 95, None],
    )
    found = scored(
        "data.xlsx", Options(columns=("total", "rest", "error"), keep=None, lang="en"), sheet="数据"
    )
    assert [row["total"] for row in found] == ["100", "100", None, "100"]
    assert [row["满意度"] for row in found] == ["98.77%", "95%", "95", "95"]
    assert [row["rest"] and Decimal(row["rest"]) for row in found] == [Decimal("0.2"), 864399, None, 0]
    assert [row["日期"] for row in found] == ["2024-02-29", None, None, None]
    assert found[2]["error"].startswith("SR403 `budget` is “#DIV/0!”")


@pytest.mark.parametrize(
    ("percent", "total"), [("0%", "100"), ('0.0"%"', "60"), (r"0.0\%", "60"), ("0.0[$%]", "60")]
)
def test_only_percent_signs_that_count_are_percentages(percent: str, total: str) -> None:
    """A percent sign that a format merely shows does not multiply."""
    workbook(["预算", "实际支出", "满意度"], [1, 1, ("percent", 0.9877)], percent=percent)
    options = Options(columns=("total",), lang="en")
    assert [row["total"] for row in scored("data.xlsx", options, sheet="数据")] == [total]


def test_numbers_in_a_workbook_are_shown_exactly() -> None:
    """A number that Excel can keep is a number with its decimals; a longer one is a text."""
    rules = scorerules.loads(SMALL.replace("12", "2").replace("upto = 1", "upto = 123456789012345678"))
    put("x\n0.25\n-1\n12345678901234567.89\n1234567890123.45\n")
    score_file(rules, "data.csv", "out.xlsx", Options(columns=("y",)))
    sheet = openpyxl.load_workbook("out.xlsx").worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert [(cell.value, cell.number_format) for cell in sheet["A"][1:]] == [
        (0.25, "0.00"),
        (-1, "0.00"),
        ("12345678901234567.89", "General"),
        (1234567890123.45, "0.00"),
    ]


def test_hidden_sheets_are_not_taken() -> None:
    """The first sheet is the first that people see."""
    book = openpyxl.Workbook()
    book.worksheets[0].sheet_state = "hidden"
    sheet = book.create_sheet("数据")
    for row in (["预算", "实际支出", "满意度"], [1, 1, 95]):
        sheet.append(row)
    book.save("data.xlsx")
    assert scored("data.xlsx", Options(columns=("total",))) == [{"total": "100"}]


def test_what_is_wrong_with_a_workbook() -> None:
    """Sheets, headers and formulas that are not there are told."""
    head = ["预算", "实际支出", "满意度"]
    workbook(head, [1, 1, 95])
    found = refusal("data.xlsx", sheet="数")
    assert found == {"code": "SR463", "name": "data.xlsx", "sheet": "数", "there": "“封面”, “数据”"}
    assert refusal(workbook(), sheet="数据")["code"] == "SR454"
    found = refusal(workbook(head, [1, 1, 95], [1, 1, 95, "x"]), sheet="数据")
    assert found == {"code": "SR456", "name": "data.xlsx", "column": "D", "row": 2}
    book = openpyxl.Workbook()
    for row in (head, [1, "=A2+1", 95]):
        book.worksheets[0].append(row)
    book.save("data.xlsx")
    assert refusal("data.xlsx") == {"code": "SR464", "name": "data.xlsx", "cell": "B2"}


@pytest.mark.parametrize("format_", ["parquet", "arrow", "xlsx"])
@pytest.mark.parametrize("data", [b"", b"not at all", b"ARROW1\0\0", b"PAR1", b"PK\3\4"])
def test_damaged_files(format_: str, data: bytes) -> None:
    """A file that is not what it should be is told, whatever is in it."""
    Path("data.x").write_bytes(data)
    assert refusal("data.x", format=format_)["code"] == "SR461"


def test_a_damaged_archive() -> None:
    """A compressed text that ends too early is told."""
    Path("data.csv.gz").write_bytes(gzip.compress(CSV.encode())[:-9])
    assert refusal("data.csv.gz")["code"] == "SR461"


@pytest.mark.parametrize("name", ["a.csv", "b.csv.gz", "c.jsonl", "d.xlsx", "e.parquet", "f.arrow"])
def test_damage_anywhere(name: str) -> None:
    """Whatever bytes are changed, lost or added: a file is scored, or refused by an error of ours."""
    score_file(RULES, put(CSV), name, Options(columns=(), keep=None))
    whole = Path(name).read_bytes()
    draw = random.Random(name)  # noqa: S311 - damage, not secrets
    outcomes = set()
    for _ in range(60):
        data = bytearray(whole)
        at = draw.randrange(len(data))
        match draw.randrange(3):
            case 0:
                data[at] ^= 1 << draw.randrange(8)
            case 1:
                del data[at : at + draw.choice((1, 3, 50))]
            case _:
                data[at:at] = draw.choice((b'"', b"\n", b"\0", b"\xff", b"{", b"9" * 50, b"\xe4\xb8"))
        Path(name).write_bytes(data)
        try:
            score_file(RULES, name, "out.csv", write=WriteOptions(force=True))
            outcomes.add("scored")
        except scorerules.RecordError as error:
            outcomes.add(error.diagnostics[0].code)
    assert "SR461" in outcomes or len(outcomes) > 3
    assert not [*Path().glob(".*.part")]


def test_natural_columns_of_parquet() -> None:
    """Integers, doubles, decimals, dates and categories are read as what they are; names stand twice."""
    table = pa.table({
        "budget": pa.array([0.3, 5.0]), "spent": pa.array([Decimal("0.10"), Decimal("5.00")]),
        "happy": pa.array(["98.77%", None]).dictionary_encode(), "day": pa.array([date(2024, 1, 1)] * 2),
        "kind": pa.array(["a", "b"]).dictionary_encode(), "unread": [1, 2],
    })  # fmt: skip
    pq.write_table(table, "data.parquet")
    summary = score_file(RULES, "data.parquet", "out.parquet", Options(columns=("total",), keep=("kind",)))
    assert (summary.rows, summary.failed, summary.unread) == (2, 1, ("kind", "unread"))
    found = pq.read_table("out.parquet")
    assert found.to_pydict() == {"kind": ["a", "b"], "total": [100, None]}
    pq.write_table(pa.Table.from_arrays([table["budget"]] * 2, ["a", "a"]), "data.parquet")
    assert refusal("data.parquet")["code"] == "SR455"


@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_lists_and_tables_in_one_cell(target: str) -> None:
    """Lists that are carried along stand in one cell, tables as JSON."""
    table = pa.table({
        "budget": [1], "spent": [1], "happy": [95], "a": [["x", None, "z"]], "b": [{"c": [1], "d": "位"}],
    })  # fmt: skip
    pq.write_table(table, "data.parquet")
    score_file(RULES, "data.parquet", target, Options(columns=("total",), keep=("a", "b")))
    found = columns_of(target)
    assert [found["a"], found["b"]] == [["x; ; z"], ['{"c": [1], "d": "位"}']]


def test_the_stream_format_of_arrow() -> None:
    """Arrow files are read in both formats."""
    table = arrow_csv.read_csv(put(CSV))
    table = table.set_column(1, "预算", pa.array(["0.3", "12345678901234567.89", "86.44万"]))
    table = table.set_column(2, "实际支出", pa.array(["0.1", "12345678901234567.88", "1"]))
    with pa.ipc.new_stream("data.arrow", table.schema) as stream:
        stream.write_table(table, max_chunksize=2)
    assert totals("data.arrow") == SCORES


def test_output_encodings() -> None:
    """A mark for Excel, GB18030, and an encoding that has no sign for a character."""
    put(CSV)
    some = Options(columns=("total",), keep=("单位",))
    score_file(RULES, "data.csv", "a.csv", some, write=WriteOptions(encoding="utf-8-sig"))
    assert Path("a.csv").read_bytes() == codecs.BOM_UTF8 + "单位,total\n甲,100\n乙,60\n丙,100\n".encode()
    score_file(RULES, "data.csv", "b.csv", some, write=WriteOptions(encoding="gbk"))
    assert Path("b.csv").read_text("gbk") == "单位,total\n甲,100\n乙,60\n丙,100\n"
    with pytest.raises(scorerules.RecordError, match="SR469"):
        score_file(RULES, "data.csv", "c.csv", some, write=WriteOptions(encoding="latin-1"))
    assert not Path("c.csv").exists()


def test_results_go_to_an_open_file() -> None:
    """An open file takes CSV, or another format that is said."""
    csv, lines = io.BytesIO(), io.BytesIO()
    score_file(RULES, put(CSV), csv, Options(columns=("total",)))
    score_file(RULES, "data.csv", lines, Options(columns=("total",)), write=WriteOptions(format="jsonl"))
    assert csv.getvalue() == b"total\n100\n60\n100\n"
    assert lines.getvalue().splitlines()[1] == b'{"total": 60}'
    with pytest.raises(scorerules.RecordError, match="SR450"):
        score_file(RULES, "data.csv", io.BytesIO(), write=WriteOptions(format="doc"))


def test_rows_with_errors_are_counted() -> None:
    """Rows with errors are counted and the first are kept, though nobody wants to see their column."""
    put(f"{HEADER}\n" + "甲,x,1,95\n甲,1,1,\n" * 4)
    summary = score_file(RULES, "data.csv", "out.csv", Options(columns=("total",), keep=(), lang="en"))
    assert (summary.rows, summary.failed) == (8, 8)
    assert dict(summary.codes) == {"SR403": 4, "SR420": 4}
    assert [row for row, _ in summary.first] == [1, 2, 3, 4, 5]
    assert Path("out.csv").read_text() == "total\n" + '""\n' * 8
    with pytest.raises(scorerules.RecordError, match=r"^\[1\]\.budget: SR403"):
        score_file(RULES, "data.csv", "b.csv", Options(on_error="raise", lang="en"))
    assert not Path("b.csv").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.jsonl", "a.xlsx", "a.arrow", "a.csv.gz"])
def test_progress_is_told(name: str) -> None:
    """What is told is how many rows are done, and the share of the file that is read."""
    score_file(RULES, put(CSV), name, Options(columns=(), keep=None))
    told: list[tuple[int, float]] = []
    score_file(RULES, name, "out.csv", progress=lambda rows, share: told.append((rows, share)))
    assert told == [(3, 1.0)]


def test_formats_by_name() -> None:
    """Every format is told by its suffixes, in capitals too; texts may be compressed."""
    for name, one in FORMATS.items():
        assert {by_name(Path(f"a.b{suffix}")) for suffix in one.suffixes} == {name}
    assert by_name(Path("A.CSV.GZ")) == "csv"
    assert by_name(Path("a.parquet.gz")) is None
    assert by_name(Path("record.toml")) is None
    assert by_name(Path("csv")) is None
    assert refusal(put(CSV, "data.foo"))["code"] == "SR450"
    assert refusal(put(CSV), "out.foo")["code"] == "SR450"


def test_targets_that_are_refused() -> None:
    """The source, a file that is there, a folder and a missing folder are no targets."""
    put(CSV)
    Path("there.csv").write_text("x")
    Path("folder.csv").mkdir()
    Path("link.csv").symlink_to("data.csv")
    Path("twin.csv").hardlink_to("data.csv")
    for name in ("data.csv", "link.csv", "twin.csv", "./data.csv"):
        assert refusal("data.csv", name) == {"code": "SR467", "name": name.removeprefix("./")}
    assert refusal("data.csv", "there.csv") == {"code": "SR466", "name": "there.csv"}
    assert refusal("data.csv", "folder.csv")["code"] == "SR468"
    assert refusal("data.csv", "none/out.csv")["code"] == "SR468"
    assert refusal("data.csv", "there.csv/out.csv")["code"] == "SR468"
    assert Path("there.csv").read_text() == "x"


def test_a_file_that_is_there_can_be_replaced() -> None:
    """With force, a file and what a link leads to are replaced; the mode is that of a new file."""
    put(CSV)
    Path("there.csv").write_text("x")
    Path("there.csv").chmod(0o600)
    Path("link.csv").symlink_to("there.csv")
    mask = os.umask(0o027)
    try:
        score_file(RULES, "data.csv", "link.csv", Options(columns=("total",)), write=WriteOptions(force=True))
    finally:
        os.umask(mask)
    assert Path("link.csv").is_symlink()
    assert Path("there.csv").read_text() == "total\n100\n60\n100\n"
    assert stat.S_IMODE(Path("there.csv").stat().st_mode) == 0o640


def test_a_workbook_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than a sheet has, or a text longer than a cell, are refused; nothing is cut off."""
    monkeypatch.setattr("scorerules.tables.files.workbook.MOST_ROWS", 3)
    assert refusal(put(CSV), "out.xlsx")["code"] == "SR469"
    monkeypatch.setattr("scorerules.tables.files.workbook.MOST_ROWS", 4)
    monkeypatch.setattr("scorerules.tables.files.workbook.LONGEST", 3)
    assert refusal(put(CSV.replace("甲", "甲甲甲甲")), "out.xlsx")["code"] == "SR469"
    score_file(RULES, put(CSV), "out.xlsx", Options(columns=("total",), keep=("单位",)))
