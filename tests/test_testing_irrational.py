"""Goals of numbers with roots and logarithms: reached where the number is rational after all, or no goals."""

from __future__ import annotations

from fractions import Fraction

from scorerules.ruleset import loads
from scorerules.testing.goals import goals_of
from scorerules.testing.pool.candidates import Pool

INDEX = """scorerules = 1
[ruleset]
id = "index"
weights = "none"
[round]
total = { to = 0.01 }
[total]
join = "geometric-mean"
[tier.health]
[tier.living]
[input]
gni = { above = 0 }
[indicator.years]
tier = "health"
input = { from = 0 }
line = [[20, 0], [85, 1]]
[indicator.income]
tier = "living"
value = "ln(gni)"
line = [["ln(100)", 0], ["ln(75_000)", 1]]
[[example]]
name = "in the middle"
record = { years = 70, gni = 1000 }
expect = { vetoes = [] }
"""


def test_an_exact_tie_is_found_where_the_irrational_part_ends() -> None:
    """Half-way is reached exactly by an income that counts in full: a logarithm itself never is rational."""
    pool = Pool(loads(INDEX))
    tie = next(goal for goal in goals_of(pool.study) if goal.id == "total.round.half")
    found = next(pool.reaching(tie))
    assert found.meets(tie)
    assert found.data["gni"] >= Fraction(75_000)  # type: ignore[operator]
    total = found.evaluation.facts.trace.values["total.sum"]
    assert isinstance(total, Fraction)
    assert total * 100 % 1 == Fraction(1, 2)


def test_a_side_that_an_earlier_row_took_is_no_goal() -> None:
    """Above the last point of a line another row was taken: nobody can tell from the range of a logarithm."""
    ids = {goal.id for goal in goals_of(Pool(loads(INDEX)).study) if goal.item == "income"}
    assert "income.income.value−ln(75_000).at.0" in ids
    assert {one for one in ids if "75_000).above" in one} == {"income.income.value−ln(75_000).above.0"}


def test_every_goal_of_an_index_is_reached() -> None:
    """Ends of lines, grades of an irrational total and its roundings all have a record."""
    pool = Pool(loads(INDEX))
    assert [goal.id for goal in goals_of(pool.study) if next(pool.reaching(goal), None) is None] == []
