"""Records that reach goals only among others: the groups they are compared with are made up."""

from __future__ import annotations

from fractions import Fraction

from scorerules.analysis.abstract import Abstract, of_value
from scorerules.diagnostics import Words
from scorerules.ruleset import loads
from scorerules.testing.goals import Comes, Condition, Goal, goals_of
from scorerules.testing.pool.candidates import Candidate, Pool

BIDS = """scorerules = 1
[ruleset]
id = "bids"
cohort = ["lot"]
[input]
lot = { type = "text", choices = ["1", "2"] }
price = { type = "integer", from = 1, upto = 100 }
[derived.fits]
formula = "price <= 80"
[derived.least]
formula = "cohort_min(price, fits)"
[tier.offer]
weight = 100
[indicator.cheap]
tier = "offer"
weight = 100
formula = "least / price * weight if fits else 0"
[outcome.counted]
formula = "cohort_count(fits)"
[outcome.place]
when = "fits"
formula = "cohort_rank(total)"
[outcome.award]
formula = "'too few' if counted < 3 else 'out' if not fits else 'first' if place == 1 else 'later'"
"""


def reached(*conditions: Condition) -> Candidate | None:
    """The first record found that meets some conditions; there are no examples to learn from."""
    goal = Goal(str(conditions), "x", "row", Words.same("…"), conditions)
    return next(Pool(loads(BIDS)).reaching(goal), None)


def is_(name: str, value: str | int) -> Comes:
    """A step comes to a value."""
    return Comes(
        name, Abstract(texts=frozenset({value})) if isinstance(value, str) else of_value(Fraction(value))
    )


def test_copies_of_the_record_make_up_a_group() -> None:
    """Three records that count are the record itself and two more, all of the same lot."""
    found = reached(is_("award", "first"))
    assert found is not None
    assert found.evaluation.outcomes["award"].value == "first"
    assert [one["lot"] for one in found.cohort] == [found.record["lot"]] * 2
    assert found.evaluation.outcomes["counted"].value == 3


def test_better_records_take_the_places_before_it() -> None:
    """To come in fourth, three records must be better, and the score is really that among them."""
    found = reached(is_("place", 4))
    assert found is not None
    ruleset = loads(BIDS)
    assert ruleset.score(found.record, cohort=found.cohort).outcomes["place"].value == 4
    assert sum(int(str(one["price"])) < int(str(found.record["price"])) for one in found.cohort) == 3


def test_a_record_that_does_not_count_stands_among_three_that_do() -> None:
    """The own record is left out while enough others count."""
    found = reached(is_("award", "out"))
    assert found is not None
    assert found.record["price"] == 81
    assert len(found.cohort) == 3


def test_what_no_group_can_bring_about_is_not_found() -> None:
    """The fewest that count and a place among them contradict each other, however the group is made."""
    assert reached(is_("counted", 0), is_("place", 1)) is None


def test_every_goal_of_a_comparison_is_reached_from_nothing() -> None:
    """No example is needed for the goals of a ruleset that ranks."""
    pool = Pool(loads(BIDS))
    goals = goals_of(pool.study)
    assert [goal.id for goal in goals if next(pool.reaching(goal), None) is None] == []
