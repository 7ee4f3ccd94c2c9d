"""The commands ``score`` and ``explain``: what they print, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import RECORD, RECORD_JSON, RULESET, Run, runner, write_scheme
from scorerules.cli.table import table
from scorerules.report.table import Form, Row


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands run in a folder with the small scheme, in Chinese, 80 columns wide."""
    write_scheme(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCORERULES_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "80")
    return runner(capsys, monkeypatch)


def test_score_prints_the_form(run: Run) -> None:
    """The form stands as a table: tiers, indicators, subtotals, total, grade; nothing hostile in it."""
    ran = run("score", "rules.toml", "record.toml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "示例自评（2019）",
        "┌──────────────────┬────────────┬──────┬────────┬────────────────────────────┐",
        "│ 一级指标         │ 指标名称   │ 权重 │ 自评分 │ 备注                       │",
        "├──────────────────┼────────────┼──────┼────────┼────────────────────────────┤",
        "│ 产出目标（60分） │ 制发卡数量 │   60 │     54 │                            │",
        "│                  │ 小计       │   60 │     54 │                            │",
        "├──────────────────┼────────────┼──────┼────────┼────────────────────────────┤",
        "│ 效果目标（40分） │ 长效管理   │   40 │     37 │ 制度|尚需\\x1b完善，扣3分。 │",
        "│                  │ 小计       │   40 │     37 │                            │",
        "├──────────────────┼────────────┼──────┼────────┼────────────────────────────┤",
        "│ 合计             │            │  100 │     91 │                            │",
        "├──────────────────┼────────────┼──────┼────────┼────────────────────────────┤",
        "│ 绩效等级         │            │      │   优秀 │                            │",
        "└──────────────────┴────────────┴──────┴────────┴────────────────────────────┘",
    ]


def test_score_in_english(run: Run) -> None:
    """The language can be chosen for one run."""
    ran = run("score", "rules.toml", "record.toml", "--lang", "en")
    assert ran.out.splitlines()[2].replace("│", " ").split() == [
        "Tier",
        "Indicator",
        "Weight",
        "Score",
        "Remark",
    ]
    assert "Subtotal" in ran.out


def test_narrow_tables_wrap_remarks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow table wraps its texts and stays within its width; numbers are never cut."""
    monkeypatch.setenv("COLUMNS", "50")
    out = run("score", "rules.toml", "record.toml").out
    lines = out.splitlines()[1:]
    assert {len(line) + sum(ord(one) > 0x2E80 for one in line) for line in lines} == {50}
    assert len(lines) > 13
    assert "│ 自评分 │" in out
    assert "│   优秀 │" in out


@pytest.mark.parametrize("width", range(44, 70))
def test_no_line_of_a_cell_begins_with_a_closing_sign(width: int) -> None:
    """A full stop, comma or bracket stays with the character before it, and nothing is lost."""
    remark = "按照规定扣分，制证数量不足。见附件（一）、（二）；其余从略。"
    row = Row("indicator", ("产出",), "数量", "10", "5", remark)
    out = table(Form("表", ("一级", "名称", "权重", "分", "备注"), 1, (row,)), "表", width, color=False)
    cells = [line.split("│")[5].strip() for line in out.splitlines() if line.startswith("│")][1:]
    assert "".join(cells) == remark
    assert not [cell for cell in cells if cell[0] in "，。、；）"]


def test_score_markdown(run: Run) -> None:
    """Markdown is one table; a remark cannot break it."""
    ran = run("score", "rules.toml", "record.toml", "--format", "markdown")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == ["## 示例自评（2019）", ""]
    assert "| 效果目标（40分） | 长效管理 | 40 | 37 | 制度\\|尚需\\\\x1b完善，扣3分。 |" in ran.out
    assert ran.out.splitlines()[-1] == "| **绩效等级** |  |  | **优秀** |  |"


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"], ["--format=json"]])
def test_score_json(run: Run, option: list[str]) -> None:
    """One record gives one object: its name and the evaluation."""
    ran = run("score", "rules.toml", "record.toml", *option)
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["record"] == "record.toml"
    assert ran.json["grade"] == "优秀"
    assert str(ran.json["total"]) == "91"


def test_several_records(run: Run) -> None:
    """Each record has its title; a bad one is told on standard error and stops nothing."""
    ran = run("score", "rules.toml", "record.toml", "bad.toml", "full.json")
    assert ran.code == 1
    titles = [line for line in ran.out.splitlines() if "·" in line]
    assert titles == ["record.toml · 示例自评（2019）", "full.json · 示例自评（2019）"]
    assert ran.err.startswith("bad.toml\n错误[SR4")
    assert "共发现 1 个错误" in ran.err


def test_several_records_as_json(run: Run) -> None:
    """Several records give a list in their order, problems included."""
    ran = run("score", "rules.toml", "record.toml", "bad.toml", "gone.toml", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert [one["record"] for one in ran.json] == ["record.toml", "bad.toml", "gone.toml"]
    assert "problems" not in ran.json[0]
    assert ran.json[1]["problems"][0]["severity"] == "error"
    assert ran.json[2]["problems"][0]["code"] == "SR100"


@pytest.mark.parametrize(
    ("text", "options", "total"),
    [
        (RECORD, [], "91"),
        (RECORD_JSON, [], "100"),
        ("\n  " + RECORD_JSON, [], "100"),
        ("\ufeff" + RECORD_JSON, [], "100"),
        (RECORD, ["--input-format", "toml"], "91"),
        (RECORD_JSON, ["--input-format", "json"], "100"),
    ],
)
def test_record_from_stdin(run: Run, text: str, options: list[str], total: str) -> None:
    """Standard input may be TOML or JSON; which, the text itself shows."""
    ran = run("score", "rules.toml", "-", "--json", *options, stdin=text.encode())
    assert ran.code == 0, ran
    assert str(ran.json["total"]) == total


def test_wrong_input_format(run: Run) -> None:
    """A format that was told is believed: TOML read as JSON is a problem at its place."""
    ran = run("score", "rules.toml", "-", "--input-format", "json", stdin=RECORD.encode())
    assert (ran.code, ran.out) == (1, "")
    assert "<stdin>:1:" in ran.err


def test_ruleset_from_stdin(run: Run) -> None:
    """The ruleset may come from standard input instead."""
    ran = run("score", "-", "record.toml", "--json", stdin=RULESET.encode())
    assert ran.code == 0, ran
    assert str(ran.json["total"]) == "91"


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "gone.toml", "record.toml"),
        ("score", "folder", "record.toml"),
        ("score", "gbk.toml", "record.toml"),
        ("score", "rules.toml", "gone.toml"),
        ("score", "rules.toml", "folder"),
        ("score", "rules.toml", "gbk.toml"),
        ("score", "rules.toml", "/dev/null/x"),
        ("score", "rules.toml", "\udcff"),
        ("explain", "gone.toml"),
        ("explain", "rules.toml", "gbk.toml"),
    ],
)
def test_unreadable_files(run: Run, arguments: tuple[str, ...]) -> None:
    """A file that cannot be read at all means exit code 2, in text as in JSON."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("错误[SR10")
    as_json = run(*arguments, "--json")
    assert as_json.code == 2
    assert as_json.json["problems"][0]["code"].startswith("SR10")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("score",),
        ("score", "rules.toml"),
        ("score", "rules.toml", "record.toml", "--format", "pdf"),
        ("score", "rules.toml", "record.toml", "--lang", "fr"),
        ("score", "-", "-"),
        ("score", "rules.toml", "-", "-"),
        ("check",),
        ("explain",),
        ("explain", "-", "-"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    """A command line that means nothing ends with 2 and says why; with ``--json``, in JSON too."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: scorerules" in ran.err
    if arguments:
        as_json = run(*arguments, "--json")
        assert as_json.code == 2
        assert as_json.json["error"]


@pytest.mark.parametrize("arguments", [("-h",), ("--help",), ("score", "-h"), ("--version",)])
def test_help_and_version(run: Run, arguments: tuple[str, ...]) -> None:
    """Help and version go to standard output and are fine."""
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert "scorerules" in ran.out


def test_explain_ruleset_and_record(run: Run) -> None:
    """Rules are explained by name, scores with their figures; both in the chosen language."""
    rules, scores = run("explain", "rules.toml"), run("explain", "rules.toml", "record.toml")
    assert (rules.code, scores.code) == (0, 0)
    assert "制发卡数量" in rules.out
    assert "54" in scores.out
    assert "54" not in rules.out
    assert "\x1b" not in scores.out
    assert run("explain", "rules.toml", "--lang", "en").out != rules.out


def test_explain_json(run: Run) -> None:
    """The explanation is one text in an object that names what it is about."""
    assert run("explain", "rules.toml", "--json").json.keys() == {"ruleset", "explanation"}
    value = run("explain", "rules.toml", "record.toml", "--json").json
    assert value["ruleset"] == "demo"
    assert value["record"] == "record.toml"
    assert "54" in value["explanation"]


def test_explain_bad_record(run: Run) -> None:
    """A record with problems is not explained."""
    ran = run("explain", "rules.toml", "bad.toml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("错误[SR4")


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"SCORERULES_LANG": "en"}, "en"),
        ({"SCORERULES_LANG": "zh-CN"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_language_follows_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], lang: str
) -> None:
    """Without ``--lang`` the environment decides."""
    for name in ("SCORERULES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("合计" if lang == "zh" else "Total") in run("score", "rules.toml", "record.toml").out


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00",
        b"{",
        b"{}",
        b"[",
        b"null",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"made": 1e999999999}',
        b"made = " + b"9" * 1_000_000,
        b"made = nan",
        b"made = 1\nmade = 2",
        "made ＝ 1".encode(),
        b"\x1b[2J = 1",
        b"x" * 5_000_000,
    ],
)
def test_no_input_breaks_a_command(run: Run, data: bytes) -> None:
    """Whatever comes in, as record or as ruleset, a problem comes out, without raw control characters."""
    for arguments in (("score", "rules.toml", "-"), ("score", "-", "full.json"), ("explain", "-")):
        ran = run(*arguments, stdin=data)
        assert ran.code in (1, 2), ran
        assert ran.out == ""
        assert "\x1b" not in ran.err
        assert len(ran.err) < 20_000
        assert run(*arguments, "--json", stdin=data).json["problems"]
