"""Records that show a change where rules cannot be turned around: roots, logarithms, ties between records."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import scorerules
from scorerules.testing import load_suite, mutate
from scorerules.testing.mutants.killing import Killer

MEAN = """
scorerules = 1
[ruleset]
id = "geometric"
name = "几何平均"
weights = "none"
[tier]
money = { name = "收入" }
time = { name = "年限" }
[indicator]
income = { tier = "money", name = "收入", formula = "ln(gross) / ln(75_000)" }
years = { tier = "time", name = "年限", input = { from = 0, upto = 10 }, line = [[0, 0], [10, 1]] }
[input]
gross = { name = "总额", above = 1, upto = 75_000 }
[total]
join = "geometric-mean"
[round]
total = { to = 0.001 }
[grade]
bands = [{ from = 0.800, grade = "高" }, { grade = "低" }]
[[example]]
name = "全部最高"
record = { gross = 75_000, years = 10 }
expect = { income = 1, years = 1, total = 1, grade = "高" }
[[example]]
name = "中间"
record = { gross = 20_000, years = 5 }
expect = { income = { near = 0.8822515, within = 0.0000001 }, years = 0.5, total = 0.664, grade = "低" }
"""

RANK = """
scorerules = 1
[ruleset]
id = "bids"
name = "投标"
[tier.all]
name = "价格部分"
weight = 100
[indicator.price]
tier = "all"
name = "价格"
weight = 100
formula = "cohort_min(bid) / bid * weight"
round = { to = 1 }
[input]
bid = { name = "报价", unit = "元", above = 0 }
list = { name = "目录价", unit = "元", above = 0 }
[outcome.rank]
name = "排名"
formula = "cohort_rank(total, bid, 'low')"
[[example]]
name = "第二"
record = { bid = 2000, list = 3000 }
cohort = [{ bid = 1000, list = 3000 }]
expect = { price = 50, total = 50, rank = 2 }
"""


def killers(folder: Path, text: str, operator: str, path: str) -> dict[str, Killer | None]:
    """The records that show changes of one sort at a path, by what is put there."""
    file = folder / "rules.toml"
    file.write_text(text, encoding="utf-8")
    report = mutate([load_suite(file)], operators=[operator])
    assert {one.fate for one in report.judged if one.mutant.path == path} <= {"survived", "killed"}
    return {one.mutant.new: one.verdict.killer for one in report.survivors if one.mutant.path == path}


def test_a_bound_of_an_irrational_total_is_met_by_halving(tmp_path: Path) -> None:
    """The total is what one bound includes and the other does not."""
    found = killers(tmp_path, MEAN, "number", "grade.bands[1].from")
    assert set(found) == {"0.799", "0.801"}
    ruleset = scorerules.loads(MEAN)
    totals = {"0.799": Fraction(799, 1000), "0.801": Fraction(8, 10)}
    for new, killer in found.items():
        assert killer is not None
        assert ruleset.score(killer.record).exact_total == totals[new]  # type: ignore[arg-type]


def test_a_half_is_met_exactly_behind_a_root(tmp_path: Path) -> None:
    """The product of the shares is the square of a number half-way between two steps."""
    found = killers(tmp_path, MEAN, "rounding", "round.total")
    killer = found[', mode = "half-down"']
    assert killer is not None
    assert killer.before["total"] == killer.after["total"] + Fraction(1, 1000)  # type: ignore[operator]


def test_a_tie_break_is_shown_by_two_records_with_one_total(tmp_path: Path) -> None:
    """They differ in a number that the rounding of the score hides."""
    found = killers(tmp_path, RANK, "name", "outcome.rank.formula")
    assert set(found) == {"list"}
    killer = found["list"]
    assert killer is not None
    ruleset = scorerules.loads(RANK)
    result = ruleset.score(killer.record, cohort=killer.cohort)  # type: ignore[arg-type]
    assert result.outcomes["rank"].value == killer.before["rank"] != killer.after["rank"]
