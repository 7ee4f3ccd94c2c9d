"""``scorerules test --accept``: what is written into cases, what is shown and asked, what stays as it is."""

from __future__ import annotations

from pathlib import Path

import click
import openpyxl
import pytest

from command_line import Run, runner

RULES = """\
scorerules = 1

[ruleset]
id   = "demo.cards"
name = "制卡项目"

[input]
late_days = { default = 0 }

[derived.rate]
name    = "按时率"
unit    = "%"
formula = "1 - late_days / 365"

[tier]
output  = { name = "产出目标", weight = 60 }
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
bands = [{ from = 90, grade = "优秀" }, { grade = "其他" }]
"""
CASES = """\
# 核对过的用例
[[example]]
name   = "甲"   # 第一个
record = { cards = "98%", plan = { score = 40 } }
expect = { total = 91, grade = '其他', cards = { score   = 51, value = '99%' } } # 手算

[[example]]
name = "新"
record = { cards = "97.5%", plan = 40 }
expect = {}
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in a folder with the ruleset."""
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text(RULES, encoding="utf-8")
    return runner(capsys, monkeypatch)


def write(text: str, name: str = "a.cases.toml", encoding: str = "utf-8") -> None:
    """A file, its line ends as they are."""
    Path(name).write_bytes(text.encode(encoding))


def read(name: str = "a.cases.toml", encoding: str = "utf-8") -> str:
    """The same read."""
    return Path(name).read_bytes().decode(encoding)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_what_differs_changes(run: Run, end: str) -> None:
    """Layout, comments, order, quotation marks and line ends stay; other cases too."""
    write(CASES.replace("\n", end))
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert ran.code == 0
    expected = CASES.replace("total = 91", "total = 90").replace("'其他'", "'优秀'")
    expected = expected.replace("score   = 51, value = '99%'", "score   = 50, value = '98%'")
    assert read() == expected.replace("\n", end)
    assert ran.out.splitlines()[:4] == [
        "a.cases.toml:5 · 甲 · total: 91 → 90",
        "a.cases.toml:5 · 甲 · grade: '其他' → '优秀'",
        "a.cases.toml:5 · 甲 · cards.score: 51 → 50",
        "a.cases.toml:5 · 甲 · cards.value: '99%' → '98%'",
    ]
    assert "+expect = { total = 90, grade = '优秀'" in ran.out
    assert ran.err == "a.cases.toml: 4 written\n"


def test_a_new_case_gets_total_grade_and_scores(run: Run) -> None:
    """It states nothing, so everything usual is written."""
    write(CASES)
    assert run("test", "-k", "新", "--accept-failing", "--yes").code == 0
    new = 'expect = { total = 87.5, grade = "其他", cards = 47.5, plan = 40 }\n'
    assert read() == CASES.replace("expect = {}\n", new)


def test_nothing_is_written_unless_someone_says_yes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on a terminal --yes says it; there, the answer."""
    write(CASES)
    ran = run("test", "--accept", "甲", "--lang", "zh")
    assert (ran.code, ran.err) == (1, "没有写入；核对无误后请加上 --yes\n")
    assert "a.cases.toml:5 · 甲 · total：91 → 90" in ran.out
    assert read() == CASES
    ran = run("test", "--accept", "甲", "--json")
    assert (ran.code, ran.json["written"], len(ran.json["changes"])) == (1, False, 4)
    assert read() == CASES

    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return len(asked) > 1

    monkeypatch.setattr(click, "confirm", confirm)
    monkeypatch.setattr("scorerules.cli.accept._on_a_terminal", lambda: True)
    assert run("test", "--accept", "甲", "--lang", "zh").code == 1
    assert read() == CASES
    assert run("test", "--accept", "甲", "--lang", "zh").code == 0
    assert read() != CASES
    assert asked == ["写入以上 4 处改动？"] * 2


def test_a_case_must_be_chosen(run: Run) -> None:
    """By a name that there is; all that fail only with the word that says so."""
    write(CASES)
    ran = run("test", "--accept", "乙", "--yes", "--lang", "zh")
    assert (ran.code, ran.err) == (2, "没有名为“乙”的用例\n")
    assert run("test", "--accept").code == 2
    assert read() == CASES
    assert run("test", "--accept-failing", "--yes").code == 0
    assert run("test").code == 0
    assert run("test", "--accept-failing", "--yes", "--lang", "en").out == (
        "the chosen cases hold; there is nothing to write\n"
    )


def test_a_refused_record_gets_its_codes(run: Run) -> None:
    """With their keys where the case had keys; and a record that is accepted gets its results."""
    write(
        '[[example]]\nname = "甲"\nrecord = { cards = "x", plan = 41 }\nexpect = { total = 3 }\n'
        '[[example]]\nname = "乙"\nrecord = { cards = "x", plan = 41 }\n'
        'expect = { error = { cards = "SR409" } }\n'
        '[[example]]\nname = "丙"\nrecord = { cards = "100%", plan = 40 }\nexpect = { error = "SR403" }\n'
    )
    assert run("test", "--accept-failing", "--yes").code == 0
    assert [line for line in read().splitlines() if line.startswith("expect")] == [
        'expect = { error = ["SR403", "SR409"] }',
        'expect = { error = { cards = "SR403", plan = "SR409" } }',
        'expect = { total = 100, grade = "优秀", cards = 60, plan = 40 }',
    ]


def test_tables_under_headers(run: Run) -> None:
    """``[example.expect]`` is changed line by line, and filled when it is empty."""
    head = '[[example]]\nname = "甲"\nrecord = { cards = "98%", plan = 40 }\n'
    other = head.replace("甲", "乙")
    write(f'{head}[example.expect]\ntotal = 1 # x\ngrade = "优秀"\n\n{other}[example.expect]\n\n')
    assert run("test", "--accept-failing", "--yes").code == 0
    assert read() == (
        f'{head}[example.expect]\ntotal = 90 # x\ngrade = "优秀"\n\n'
        f'{other}[example.expect]\ntotal = 90\ngrade = "优秀"\ncards = 50\nplan = 40\n\n'
    )


def test_dotted_keys(run: Run) -> None:
    """Values are changed where they stand; what has to be replaced as a whole is left to the author."""
    head = '[[example]]\nname = "甲"\nrecord = { cards = "98%", plan = 40 }\n'
    write(head + "expect.total = 1\nexpect.cards.score = 2\n")
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read() == head + "expect.total = 90\nexpect.cards.score = 50\n"
    refused = head.replace("98%", "x")
    write(refused + "expect.total = 1\n")
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert ran.code == 1
    assert ran.err.startswith("a.cases.toml:1 · 甲: cannot be written: expect cannot be replaced")
    assert read() == refused + "expect.total = 1\n"


def test_numbers_that_do_not_end(run: Run) -> None:
    """They are expected as near as a millionth; a nearness that is stated is kept."""
    head = '[[example]]\nname = "甲"\nrecord = { cards = "100%", plan = 40, late_days = 1 }\n'
    write(head + 'expect = { rate = "99%" }\n')
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read() == head + 'expect = { rate = { near = "99.7260274%", within = "0.000001%" } }\n'
    write(head + 'expect = { rate = { near = "99%", within = "0.01%" } }\n')
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read() == head + 'expect = { rate = { near = "99.726%", within = "0.01%" } }\n'


def test_examples_of_the_ruleset_itself(run: Run) -> None:
    """They are changed in the ruleset file."""
    example = '\n[[example]]\nname = "甲"\nrecord = { cards = "98%", plan = 40 }\nexpect = { total = 1 }\n'
    write(RULES + example, "a.toml")
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read("a.toml") == RULES + example.replace("total = 1 ", "total = 90 ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_of_csv(run: Run, encoding: str, end: str) -> None:
    """Only the cells that differ change; encoding, mark, quotation marks and line ends stay."""
    before = (
        '名称,按时制卡率,plan,期望.总分,"期望.等级",expect.cards,#\n'
        '甲,98%,40, 91 ,"其他",,"a, b"\n乙,100%,40,100,优秀,60,\n'
    ).replace("\n", end)
    write(before, "a.cases.csv", encoding)
    assert run("test", "--accept", "甲", "--yes").code == 0
    after = before.replace(",40, 91 ,", ",40,90,").replace('"其他"', '"优秀"')
    assert Path("a.cases.csv").read_bytes() == after.encode(encoding)


def test_new_and_refused_cases_of_csv(run: Run) -> None:
    """The columns that are there are filled; without one for codes it is told."""
    head = "name,cards,plan,expect.total,expect.grade,expect.cards,expect.error\n"
    write(head + "新,98%,40,,,,\n甲,x,41,90,,,\n乙,100%,40,,,,SR403\n", "a.cases.csv")
    assert run("test", "--accept-failing", "--yes").code == 0
    assert read("a.cases.csv") == (
        head + "新,98%,40,90,优秀,50,\n甲,x,41,,,,SR403; SR409\n乙,100%,40,100,优秀,60,\n"
    )
    write("name,cards,plan,expect.total\n甲,x,40,90\n", "a.cases.csv")
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert ran.code == 1
    assert "the table has no column “expect.error”" in ran.err


def test_workbooks_are_left_to_their_author(run: Run) -> None:
    """The cells and what belongs there are told."""
    book = openpyxl.Workbook()
    book.active.append(["name", "cards", "plan", "expect.total"])
    book.active.append(["甲", "98%", 40, 91])
    book.save("a.cases.xlsx")
    before = Path("a.cases.xlsx").read_bytes()
    ran = run("test", "--accept", "甲", "--yes", "--lang", "zh")
    assert ran.code == 1
    assert ran.out.splitlines() == ["a.cases.xlsx:D2 · 甲 · total：91 → 90"]
    assert "Excel 文件请自行填写" in ran.err
    assert Path("a.cases.xlsx").read_bytes() == before


def test_what_does_not_hold_afterwards_is_taken_back(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are then as they were."""
    write(CASES)
    monkeypatch.setattr("scorerules.testing.cases.accepting.in_toml.toml_text", lambda *_: "12345")
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert ran.code == 1
    assert ran.err == "cases do not hold after the change, so the files are as they were: a.toml\n"
    assert read() == CASES


def test_errors_come_before_any_change(run: Run) -> None:
    """A ruleset that cannot be read is told, and nothing is written."""
    write(CASES)
    write("[[example]\n", "a.b.cases.toml")
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert ran.code == 1
    assert "error[SR129]" in ran.err
    assert read() == CASES


SKIPPED = """\
scorerules = 1

[ruleset]
id = "demo.skipped"

[tier.output]

[indicator.cards]
tier   = "output"
weight = 60
judged = {}
may_skip = true
not_applicable = "rescale-tier"

[indicator.plan]
tier   = "output"
weight = 40
judged = {}

[veto.fraud]
when       = "plan == 0"
disqualify = true
"""
NOT_HELD = 'record = { cards = { not_applicable = true, remark = "无" }, plan = 40 }\n'
FRAUD = 'record = { cards = 60, plan = { score = 0, remark = "假" } }\n'


def test_what_has_no_value_is_expected_by_its_status(run: Run) -> None:
    """An indicator that does not apply; a total that a veto took away is left to the author."""
    write(SKIPPED, "a.toml")
    head = f'[[example]]\nname = "甲"\n{NOT_HELD}'
    write(f"{head}expect = {{ cards = 3 }}\n")
    assert run("test", "--accept", "甲", "--yes", "--lang", "en").err == "a.cases.toml: 1 written\n"
    assert read() == f'{head}expect = {{ cards = {{ status = "not_applicable" }} }}\n'
    write(f"{head}expect = {{}}\n")
    assert run("test", "--accept", "甲", "--yes").code == 0
    written = '{ total = 100, cards = { status = "not_applicable" }, plan = 40 }'
    assert read() == f"{head}expect = {written}\n"
    head = f'[[example]]\nname = "甲"\n{FRAUD}'
    write(f"{head}expect = {{ total = 60 }}\n")
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert ran.code == 1
    assert "there is no value to write; expect its status instead" in ran.err
    assert read() == f"{head}expect = {{ total = 60 }}\n"
    write(f"{head}expect = {{}}\n")
    assert run("test", "--accept", "甲", "--yes").code == 0
    written = '{ status = "disqualified", vetoes = ["fraud"], cards = 60, plan = 0 }'
    assert read() == f"{head}expect = {written}\n"


def test_what_a_missing_datum_is_worth_is_expected(run: Run) -> None:
    """The points that the ruleset gives for it, rather than that it is missing."""
    rated = 'input = { unit = "%" }\non_missing = 5\npass = { from = "60%" }'
    write(
        SKIPPED.replace("judged = {}\n\n[veto", f"{rated}\n\n[veto").replace("plan ==", "cards =="), "a.toml"
    )
    head = '[[example]]\nname = "甲"\nrecord = { cards = 60 }\n'
    write(f"{head}expect = {{}}\n")
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read() == f"{head}expect = {{ total = 65, cards = 60, plan = 5 }}\n"


def test_nearness_and_lists_in_csv(run: Run) -> None:
    """The column ``near`` gets as many digits as needed; what does not end fits nowhere else."""
    head = "name,cards,plan,late_days,expect.rate.near,期望.按时率.误差,expect.rate\n"
    write(f"{head}甲,100%,40,1,99%,0.01%,\n", "a.cases.csv")
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read("a.cases.csv") == f"{head}甲,100%,40,1,99.726%,0.01%,\n"
    write(f"{head}甲,100%,40,1,,,99%\n", "a.cases.csv")
    ran = run("test", "--accept", "甲", "--yes", "--lang", "zh")
    assert (ran.code, ran.err) == (
        1, "a.cases.csv:2 · 甲：不能改写：小数没有尽头，这里写不下；请改用 near 和 within\n",
    )  # fmt: skip


def test_characters_that_the_encoding_has_not(run: Run) -> None:
    """The file stays as it is, and the way out is told."""
    text = RULES.replace('grade = "优秀"', 'grade = "Ａ\\u0301"')
    write(text, "a.toml")
    before = "名称,按时制卡率,plan,期望.等级\n甲,98%,40,其他\n"
    write(before, "a.cases.csv", "gb18030")
    assert run("test", "--accept", "甲", "--yes").code == 0
    assert read("a.cases.csv", "gb18030") == before.replace("其他", "Ａ\u0301")


def test_a_file_that_cannot_be_written(run: Run) -> None:
    """It is protected: nothing is changed."""
    write(CASES)
    Path("a.cases.toml").chmod(0o444)
    ran = run("test", "--accept", "甲", "--yes", "--lang", "en")
    assert (ran.code, ran.err) == (2, "a.cases.toml: cannot be written (Permission denied)\n")
    assert read() == CASES
