"""A small scheme for the tests of the command line, and a way to run commands in the same process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from scorerules.cli import main
from scorerules.review import reviewers
from scorerules.review.coverage import coverage

RULESET = """\
scorerules = 1

[ruleset]
id = "demo"
name = "示例自评"
version = "2019"

[input]
planned = { name = "计划数量", unit = "张", type = "integer", above = 0 }
made = { name = "完成数量", unit = "张", type = "integer", from = 0 }

[tier]
output = { name = "产出目标", weight = 60 }
effect = { name = "效果目标", weight = 40 }

[indicator.cards]
tier = "output"
name = "制发卡数量"
weight = 60
value = "made / planned"
ratio = { full = "100%" }

[indicator.lasting]
tier = "effect"
name = "长效管理"
weight = 40
judged = {}

[grade]
bands = [{ from = 90, grade = "优秀" }, { from = 60, grade = "合格" }, { grade = "不合格" }]
"""

EXAMPLE = """
[[example]]
name = "满分"
record = { planned = 100, made = 100, lasting = 40 }
expect = { cards = 60, lasting = 40, output = 60, total = 100, grade = "优秀" }
"""

WRONG_EXAMPLE = """
[[example]]
name = "写错"
record = { planned = 100, made = 50, lasting = 40 }
expect = { cards = 31, total = 70, grade = "合格" }
"""

RECORD = 'planned = 100\nmade = 90\nlasting = { deduct = 3, remark = "制度|尚需\\u001b完善，扣3分。" }\n'
RECORD_JSON = '{"planned": 100, "made": 100, "lasting": 40}'
BAD_RECORD = "planned = 100\nmade = 90\nlasting = 41\n"


@frozen
class Ran:
    """What a command gave: its exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs a command line and collects what it gave.

    The small rulesets of these tests have few examples or none; nobody is told what they do not reach.
    """
    others = tuple(one for one in reviewers.REVIEWERS if one is not coverage)
    monkeypatch.setattr(reviewers, "REVIEWERS", others)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def write_scheme(folder: Path) -> None:
    """Put the scheme and its records into ``folder``."""
    texts = {
        "rules.toml": RULESET + EXAMPLE,
        "record.toml": RECORD,
        "full.json": RECORD_JSON,
        "bad.toml": BAD_RECORD,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "gbk.toml").write_bytes("# 填报数据\nmade = 1\n".encode("gb18030"))
    (folder / "folder").mkdir()
