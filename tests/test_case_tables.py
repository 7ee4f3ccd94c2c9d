"""Cases in tables: CSV and workbooks, one case a row."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import scorerules
from scorerules.testing import ExampleResult, load_suite, run_suite
from scorerules.testing.cases.failures import failure_text
from scorerules.testing.cases.suites import Suite

RULES = """\
scorerules = 1

[ruleset]
id   = "demo.cards"
name = "制卡项目"

[input]
on_day = { name = "核查日期", type = "date" }

[derived.late]
name    = "迟交"
formula = "on_day > date('2019-12-31')"

[tier]
output = { name = "产出目标", weight = 60 }
lasting = { name = "可持续", weight = 40 }

[indicator.cards]
tier   = "output"
name   = "按时制卡率"
weight = 60
input  = { unit = "%" }
deduct = { below = "100%", each = "1pp", points = 5, partial = "prorated" }

[indicator.plan]
tier   = "lasting"
name   = "长效管理"
weight = 40
judged = {}

[grade]
bands = [{ from = 90, grade = "a" }, { grade = "b" }]
names = { a = "优秀", b = "其他" }

[veto.fraud]
name = "弄虚作假"
when = "cards < 50%"
grade = "b"
"""
HEADER = (
    "名称,按时制卡率,plan,长效管理.备注,on_day,期望.总分,expect.grade,期望.按时制卡率,expect.plan.remark\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ruleset in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("cards.toml").write_text(RULES, encoding="utf-8")
    return tmp_path


def suite(text: str | bytes, name: str = "cards.cases.csv") -> Suite:
    """The suite with a case file."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_suite("cards.toml")


def run(text: str | bytes) -> list[ExampleResult]:
    """What becomes of the cases of a text."""
    return list(run_suite(suite(text)))


def refused(text: str | bytes) -> list[tuple[str, str, int, int]]:
    """What is wrong with a text: codes, each with the characters, the line and the column of its place."""
    with pytest.raises(scorerules.RulesetError) as raised:
        suite(text)
    return [
        (one.code, one.span.text, one.span.line, one.span.column)
        for one in raised.value.diagnostics
        if one.span
    ]


def workbook(rows: list[list[object]], formats: dict[str, str] | None = None) -> None:
    """A workbook with cases."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell, one in (formats or {}).items():
        sheet[cell].number_format = one
    book.save("cards.cases.xlsx")


def test_a_row_is_a_case() -> None:
    """Columns are called by ids or names; the record and what is expected become those of an example."""
    found = suite(HEADER + "甲,98%,30,材料不全,2019-12-01,80,b,50,材料不全\n")
    (example,) = found.examples
    assert example.name == "甲"
    assert example.record is not None
    assert example.expect is not None
    assert example.record.plain() == {
        "cards": "98%", "plan": "30", "plan.remark": "材料不全", "on_day": "2019-12-01",
    }  # fmt: skip
    assert example.expect.plain() == {
        "total": "80", "grade": "b", "cards": "50", "plan": {"remark": "材料不全"},
    }  # fmt: skip
    assert [one.ok for one in run_suite(found)] == [True]


def test_empty_cells_are_missing_data_and_expect_nothing() -> None:
    """Here the data without which the record is refused."""
    found = suite("name,cards,plan,on_day,expect.error,expect.total\n甲,,40,2019-12-01,SR420,\n")
    (example,) = found.examples
    assert example.record is not None
    assert example.record.plain() == {"plan": "40", "on_day": "2019-12-01"}
    (result,) = run_suite(found)
    assert [one.code for one in result.diagnostics] == []


def test_a_wrong_value_is_told_at_its_cell() -> None:
    """With what was expected, what came out and how."""
    (result,) = run(HEADER + '"甲, 乙",98%,40,,2019-12-01,91,,"60",\n')
    assert [(one.code, one.span.text, one.span.column) for one in result.diagnostics if one.span] == [
        ("SR610", "91", 27),
        ("SR610", "60", 32),
    ]
    assert [(one.path, one.expected, one.got) for one in result.mismatches] == [
        ("total", "91", "90"),
        ("cards", "60", "50"),
    ]
    text = failure_text(result, "zh")
    assert "错误[SR610]：示例“甲, 乙”的 `cards` 应为 60，实际为 50" in text
    assert "计算过程：\n  按时制卡率：" in text
    assert "计算得分 = 60 − 单位数 × 5 = 60 − 2 × 5 = 50" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_line_ends_and_delimiters(encoding: str, end: str, delimiter: str) -> None:
    """A file is read as tables of records are."""
    text = (HEADER + "甲,100%,40,,2019-12-01,100,a,60,\n").replace(",", delimiter).replace("\n", end)
    assert [one.ok for one in run(text.encode(encoding))] == [True]


def test_quoted_cells() -> None:
    """Delimiters, line ends and doubled quotation marks inside quotation marks; the place is that inside."""
    found = suite('name,"cards",plan,on_day,expect.total\n"甲, ""乙""\n丙"," 100% ",40,2019-12-01,"99"\n')
    (example,) = found.examples
    assert example.name == '甲, "乙"\n丙'
    (result,) = run_suite(found)
    (problem,) = result.diagnostics
    assert problem.span is not None
    assert (problem.span.text, problem.span.line) == ("99", 3)


def test_several_values_of_one_item() -> None:
    """A bare column means the usual value, also beside others."""
    found = suite(
        "name,cards,plan,on_day,expect.cards,expect.cards.value,期望.按时制卡率.扣分,"
        "expect.cards.share,期望.迟交,expect.fraud,期望.否决,expect.grade_name,expect.output.status\n"
        "甲,97%,40,2020-01-01,45,97%,15,75%,是,false,,其他,scored\n"
        "乙,40%,40,2019-01-01,0,40%,60,0,false,true,fraud,,\n"
    )
    example = found.examples[0]
    assert example.expect is not None
    assert example.expect.plain() == {
        "cards": {"score": "45", "value": "97%", "deduction": "15", "share": "75%"},
        "late": "是", "fraud": "false", "grade_name": "其他", "output": {"status": "scored"},
    }  # fmt: skip
    assert [failure_text(one, "en") for one in run_suite(found)] == ["", ""]


def test_refusals_with_and_without_keys() -> None:
    """Codes stand in one cell; the key stands behind the code or in the header."""
    table = (
        "name,cards,plan,on_day,expect.error,期望.报错.长效管理\n"
        '甲,x,50,2019-12-01,"SR403, SR409",\n'
        "乙,x,50,2019-12-01,SR403 (cards)；SR409（plan）,\n"
        "丙,x,50,2019-12-01,SR403 (cards),SR409\n"
        "丁,100%,40,2019-12-01,SR403,\n"
    )
    results = run(table)
    assert [one.ok for one in results] == [True, True, True, False]
    (problem,) = results[3].diagnostics
    assert problem.span is not None
    assert (problem.code, problem.span.text, problem.span.line) == ("SR611", "SR403", 5)


def test_rows_of_one_group_are_compared() -> None:
    """Where a ruleset compares records, the others are the rows of the same group."""
    Path("cards.toml").write_text(
        'scorerules = 1\n\n[ruleset]\nid = "best"\nweights = "none"\n\n[input]\nbid = { above = 0 }\n\n'
        "[outcome.rank]\nformula = \"cohort_rank(bid, 'low')\"\n",
        encoding="utf-8",
    )
    results = run("name,group,bid,expect.rank\n甲,一,80,1\n乙,一,90,2\n丙,二,70,1\n丁,,60,1\n")
    assert [failure_text(one, "en") for one in results] == ["", "", "", ""]


def test_a_datum_may_be_called_name() -> None:
    """The case is then called by another column."""
    rules = RULES.replace("on_day = {", 'name = { type = "text", default = "x" }\non_day = {')
    Path("cards.toml").write_text(
        rules.replace('formula = "on_day', "formula = \"name == 'y' or on_day"), encoding="utf-8"
    )
    found = suite("用例,name,cards,plan,on_day,expect.late\n甲,y,100%,40,2019-01-01,true\n")
    assert [one.name for one in found.examples] == ["甲"]
    assert [failure_text(one, "en") for one in run_suite(found)] == [""]


def test_comments_are_for_people() -> None:
    """A column whose header begins with # is not read."""
    assert [
        one.ok for one in run("#说明,name,cards,plan,on_day,expect.total\n随便,甲,1,40,2019-01-01,100\n")
    ] == [False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("SR454", "", 1, 1)]),
        ("\n,,\n", [("SR454", "", 1, 1)]),
        ("name,cards\n", [("SR607", "name", 1, 1)]),
        ("name,card,expect.total\n甲,1,2\n", [("SR608", "card", 1, 6)]),
        ("name,cards,expect.totl\n甲,1,2\n", [("SR608", "expect.totl", 1, 12)]),
        ("name,cards,期望.按时制卡率.分数\n甲,1,2\n", [("SR608", "期望.按时制卡率.分数", 1, 12)]),
        ("cards,expect.total\n1,2\n", [("SR202", "cards", 1, 1)]),
        ("name,cards,expect.total\n,1,2\n", [("SR202", "1,2", 2, 2)]),
        ("name,cards,按时制卡率\n甲,1,2\n", [("SR441", "按时制卡率", 1, 12)]),
        ("name,expect.cards,期望.按时制卡率.得分\n甲,1,2\n", [("SR441", "期望.按时制卡率.得分", 1, 19)]),
        ("name,cards,expect.total\n甲,1,2\n甲,3,4\n", [("SR606", "甲", 3, 1)]),
        ("name,cards,expect.total\n甲,1,二\n乙,1,三\n", [("SR203", "二", 2, 5), ("SR203", "三", 3, 5)]),
        ("name,cards,expect.total\n甲,1\n", [("SR460", "甲,1", 2, 1)]),
        ("name,,expect.total\n甲,1,2\n", [("SR456", "1", 2, 3)]),
        ('name,cards\n甲"乙",1\n', [("SR457", '"', 2, 2)]),
        ('name,cards\n"甲"乙,1\n', [("SR457", '"', 2, 3)]),
        ('name,cards\n"甲,1\n', [("SR458", '"', 2, 1)]),
        (b"name,cards\n\xff\xff,1\n", [("SR452", "\ufffd\ufffd,1", 2, 1)]),
        (b"name,cards\n\x00,1\n", [("SR459", "\x00,1", 2, 1)]),
        ("name,cards,expect.error.near\n甲,1,SR403\n", []),
    ],
)
def test_mistakes_are_told_at_their_place(text: str | bytes, found: list[tuple[str, str, int, int]]) -> None:
    """Each with its code, its cell, its line and its column."""
    if found:
        assert refused(text) == found
    else:
        suite(text)


def test_a_slip_in_a_header_names_what_was_meant() -> None:
    """By id or by name, as the header is."""
    with pytest.raises(scorerules.RulesetError) as raised:
        suite("name,按时制卡,期望.总风\n甲,1,2\n")
    assert [one.headline("zh") for one in raised.value.diagnostics] == [
        "看不懂用例表的列“按时制卡”；是不是“按时制卡率”",
        "看不懂用例表的列“期望.总风”；是不是“期望.总分”",
    ]


def test_without_a_ruleset_the_table_itself_is_still_read() -> None:
    """Its mistakes come with those of the ruleset."""
    Path("cards.toml").write_text(RULES.replace("weight = 60\ninput", "weight = 50\ninput"), encoding="utf-8")
    assert [code for code, *_ in refused('name\n"甲\n')] == ["SR458", "SR261"]


def test_workbooks() -> None:
    """Numbers, percentages, dates, truth and texts are what Excel shows."""
    workbook(
        [
            ["名称", "按时制卡率", "plan", "on_day", "期望.总分", "expect.late", "expect.grade", "#"],
            ["甲", 0.985, 40, None, 92.5, False, "a", 1],
            [None] * 8,
            ["乙", "98.5%", 40, None, 90, True, "a", None],
        ],
        {"B2": "0.00%"},
    )
    book = openpyxl.load_workbook("cards.cases.xlsx")
    for row in (2, 4):
        book.active.cell(row, 4).value = __import__("datetime").date(2019, 12, 1)
    book.save("cards.cases.xlsx")
    found = load_suite("cards.toml")
    example = found.examples[0]
    assert example.record is not None
    assert example.expect is not None
    assert example.record.plain()["cards"] == "98.5%"  # type: ignore[index]
    assert example.expect.plain() == {"total": Decimal("92.5"), "late": False, "grade": "a"}
    first, second = run_suite(found)
    assert first.ok
    assert [(one.code, one.span.text, one.span.line) for one in second.diagnostics if one.span] == [
        ("SR610", "90", 4),
        ("SR610", "True", 4),
    ]
    assert "E4: 90" in failure_text(second, "en")


def test_a_workbook_that_is_none() -> None:
    """What the library says becomes our error."""
    Path("cards.cases.xlsx").write_bytes(b"no workbook")
    with pytest.raises(scorerules.RulesetError) as raised:
        load_suite("cards.toml")
    assert [one.code for one in raised.value.diagnostics] == ["SR461"]


def test_what_an_office_program_leaves_behind_is_no_case_file() -> None:
    """The file that says who has a workbook open begins with a tilde."""
    Path("~$cards.cases.xlsx").write_bytes(b"x")
    Path("cards.~.cases.xlsx").write_bytes(b"x")
    Path("cards.~.cases.xlsx").unlink()
    assert load_suite("cards.toml").cases == ()


def test_csv_needs_no_packages_of_tables() -> None:
    """A bare installation reads it."""
    Path("cards.cases.csv").write_text(HEADER + "甲,100%,40,,2019-12-01,100,a,60,\n", encoding="gb18030")
    code = (
        "import sys\n"
        "for name in ('pyarrow', 'numpy', 'openpyxl', 'narwhals', 'xlsxwriter'): sys.modules[name] = None\n"
        "from scorerules.testing import load_suite, run_suite\n"
        "assert [one.ok for one in run_suite(load_suite('cards.toml'))] == [True]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_workbooks_say_what_is_missing() -> None:
    """Without the extra, a workbook is refused with the way to install it."""
    workbook([["name", "cards"], ["甲", 1]])
    code = (
        "import sys\n"
        "sys.modules['openpyxl'] = None\n"
        "from scorerules.testing import load_suite\n"
        "try: load_suite('cards.toml')\n"
        "except ValueError as error: print([one.code for one in error.diagnostics])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "['SR451']\n"


def test_the_cells_are_those_of_the_csv_module() -> None:
    """Whatever stands in them."""
    rows = [["name", "cards", "expect.total"], ['a"b', "1,5", "2"], ["c\nd", "3", ""], ["e ", " f", "4"]]
    with Path("x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    from scorerules.diagnostics import Faults  # noqa: PLC0415
    from scorerules.source import Source  # noqa: PLC0415
    from scorerules.testing.cases.files.delimited_grid import delimited_grid  # noqa: PLC0415

    grid = delimited_grid(Source("x", Path("x.csv").read_bytes().decode()), Faults())
    assert grid is not None
    assert [[cell.text for cell in row] for row in grid.rows] == [
        [one.strip() for one in row] for row in rows
    ]
