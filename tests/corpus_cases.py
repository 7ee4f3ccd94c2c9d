"""Bad case files: each function makes one beside a ruleset in the current folder, and gives what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scorerules.diagnostics import Diagnostic
from scorerules.errors import RulesetError
from scorerules.testing.cases.suites import suites

RULES = """\
scorerules = 1

[ruleset]
id   = "demo.cards"
name = "制卡项目"

[tier]
output = { name = "产出目标", weight = 100 }

[indicator.cards]
tier   = "output"
name   = "按时制卡率"
weight = 100
input  = { unit = "%" }
deduct = { below = "100%", each = "1pp", points = 5, partial = "prorated" }
"""
CASE = """\
[[example]]
name   = "全部按时"
record = { cards = "100%" }
expect = { total = 100 }
"""


def refusal(files: dict[str, str | bytes], *paths: str) -> tuple[Diagnostic, ...]:
    """What is said about the suite of these files, beside the ruleset ``cards.toml``."""
    for name, text in {"cards.toml": RULES, **files}.items():
        Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (found,) = suites(paths or ("cards.toml",))
    with pytest.raises(RulesetError) as raised:
        found.load()
    return raised.value.diagnostics


Made = Callable[[pytest.MonkeyPatch], tuple[Diagnostic, ...]]

CASES_MADE: dict[str, Made] = {
    "SR605-without-a-ruleset": lambda _: refusal({"fees.cases.toml": CASE}, "fees.cases.toml"),
    "SR605-elsewhere": lambda _: refusal(
        {"x.cases.toml": f'ruleset = "../cards.toml"\n\n{CASE}'}, "x.cases.toml"
    ),
    "SR606-same-name": lambda _: refusal({"cards.cases.toml": CASE + "\n" + CASE}),
    "SR607-header-only": lambda _: refusal({"cards.cases.csv": "名称,按时制卡率,期望.总分\n"}),
    "SR608-slip": lambda _: refusal({"cards.cases.csv": "名称,按时制卡率,期望.总风\n甲,98%,90\n"}),
    "SR607-empty": lambda _: refusal({"cards.cases.toml": "# 待写\n"}),
}
