"""Laws of rulesets: a sound one keeps all of them, and each is broken by a fault that it is there for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import Phase, settings

from scorerules import Evaluation, Ruleset, loads
from scorerules.evaluate import Trace
from scorerules.formula import Cases, Expr, Name
from scorerules.formula.make import compare
from scorerules.kinds import BandRow
from scorerules.plan import grades as plan_grades
from scorerules.plan import tops
from scorerules.plan.items import ItemLowering
from scorerules.testing import assert_laws, laws
from scorerules.testing.properties import LAWS, agreement

TEXT = """
scorerules = 1
[ruleset]
id = "demo"
[round]
indicator = { to = 0.5 }
[tier]
output = { weight = 60, round = { to = 1, mode = "down" } }
effect = { weight = 40 }
[indicator.rate]
tier = "output"
weight = 40
input = { unit = "%", from = "0%" }
ratio = { full = "100%" }
remark = "扣{lost}分"
[indicator.complaints]
tier = "output"
weight = 20
on_missing = "zero"
input = { unit = "件", type = "integer", from = 0 }
deduct = { above = 0, each = 1, points = 3 }
[indicator.manner]
tier = "effect"
weight = 40
judged = { remark = "optional" }
[grade]
bands = [{ from = 90, grade = "优" }, { from = 60, grade = "良" }, { grade = "差" }]
[[example]]
name = "满分"
record = { rate = "100%", complaints = 0, manner = 40 }
expect = { total = 100 }
"""

FALLING = """
scorerules = 1
[ruleset]
id = "falling"
[tier.t]
[indicator.a]
tier = "t"
weight = 100
direction = "higher"
input = { from = 0, upto = 100, type = "integer" }
bands = [{ from = 80, points = 60 }, { from = 50, points = 100 }, { points = 0 }]
"""

QUICK = settings(max_examples=40, derandomize=True, database=None, phases=[Phase.generate])
PLAIN = settings(QUICK, phases=[Phase.generate, Phase.shrink])


def broken(text: str, name: str, how: settings = QUICK) -> str:
    """The message with which a law is broken."""
    with pytest.raises(AssertionError) as caught:
        assert_laws(loads(text).in_language("en"), settings=how, only=[name])
    return str(caught.value)


def test_a_sound_ruleset_keeps_every_law() -> None:
    """Nothing is raised for a ruleset that the library scores as it is declared."""
    assert_laws(loads(TEXT), examples=30)


def test_laws_are_tests() -> None:
    """Every law is a function by its name, for a parametrized test."""
    tests = laws(loads(FALLING), settings=QUICK)
    assert list(tests) == list(LAWS)
    tests["grades"]()
    with pytest.raises(AssertionError, match=r"`direction`"):
        tests["direction"]()


def test_the_message_says_where_and_by_what_record() -> None:
    """A declared direction that the rule breaks is told with scores, place and the plainest record."""
    assert broken(FALLING, "direction", PLAIN).splitlines() == [
        "the law `direction` is broken: a better value never scores less",
        "  `a` scores 80 → 60, but with `a` = 61 61 → 100: higher is not better",
        "  --> <text>:9",
        "[[example]]",
        'name   = "a better value never scores less"',
        "record = { a = 80 }",
    ]


def test_bounds_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A score that is not held within its weight breaks the law of bounds."""
    monkeypatch.setattr(ItemLowering, "_limited", lambda _self, _one, _full, step: Name(step))
    assert "`complaints` is -" in broken(TEXT, "bounds")


def test_sums_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tier that leaves out one of its members breaks the law of sums."""
    joined = tops.joined
    monkeypatch.setattr(tops, "joined", lambda owner, members, *rest: joined(owner, members[:1], *rest))
    assert "`output` scores " in broken(TEXT, "sums")


def test_roundings_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tier that is rounded in another mode breaks the law of sums."""
    monkeypatch.setattr(tops, "rounded", lambda expr, _rounding: expr)
    assert re.search(r"`output` scores (\d+)\.5; its parts make \1$", broken(TEXT, "sums"), re.MULTILINE)


def test_grades_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grade that does not take its boundary breaks the law of grades at the boundary."""

    def strictly(self: BandRow, value: Expr) -> Expr:
        assert self.low is not None
        return compare(">", value, self.low)

    monkeypatch.setattr(BandRow, "condition", strictly)
    message = broken(TEXT, "grades")
    wrong = (
        "the grade of `grade` is '良'; its rows give: 优",
        "the grade of `grade` is '差'; its rows give: 良",
    )
    assert any(one in message for one in wrong)


def test_better_totals_have_better_grades(monkeypatch: pytest.MonkeyPatch) -> None:
    """Grades in the wrong order break the law of their order."""
    first = plan_grades._first

    def turned(rows: Any, target: Expr, owner: str) -> Cases:
        found = first(rows, target, owner)
        assert found.default is not None
        results = [result for _, result in found.rows] + [found.default]
        conditions = [condition for condition, _ in found.rows]
        *others, last = reversed(results)
        return evolve(found, rows=tuple(zip(conditions, others, strict=True)), default=last)

    monkeypatch.setattr(plan_grades, "_first", turned)
    assert "a total of 100 is graded '差', one of " in broken(TEXT, "order_of_grades")


def changed_score(monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], Any]) -> None:
    """Score changed records."""
    score = Ruleset.score
    monkeypatch.setattr(Ruleset, "score", lambda self, record, **rest: score(self, change(record), **rest))


def test_order_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A score that depends on which key comes first breaks the law of order."""
    changed_score(
        monkeypatch,
        lambda record: record if next(iter(record), "") != "manner" else {**record, "manner": 1},
    )
    assert "in another order" in broken(TEXT, "order")


def test_missing_data_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing datum that counts as 0 breaks the law of missing data."""
    changed_score(monkeypatch, lambda record: {"rate": 0, **record})
    message = broken(TEXT, "missing")
    assert "without `rate` it scores 0 (scored); by 'error' it must be an error" in message


def test_refusals_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything but a record error for a faulty record breaks the law of refusals."""
    known = {"rate": "rate", "complaints": "complaints", "manner": "manner"}
    changed_score(monkeypatch, lambda record: {known[name]: datum for name, datum in record.items()})
    assert "it raises KeyError: " in broken(TEXT, "refused")


def test_declared_records_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raising for a record that is as declared breaks a law."""
    changed_score(monkeypatch, lambda record: record if 40 // (record.get("complaints") == 0) else {})
    assert "it raises ZeroDivisionError" in broken(TEXT, "accepted")


def test_evaluators_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that another evaluator gets wrong breaks the law of agreement."""
    evaluate = agreement.evaluate

    def wrong(*given: Any) -> Trace:
        trace = evaluate(*given)
        return evolve(trace, values={**trace.values, "score.manner": trace.values["score.manner"] + 1})

    monkeypatch.setattr(agreement, "evaluate", wrong)
    found = re.search(
        r"`score.manner` is (\S+) by compiled evaluation, (\S+) by the reference", broken(TEXT, "evaluators")
    )
    assert found is not None
    assert float(found[2]) == float(found[1]) + 1


def test_tables_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table whose rows score as the rows before them breaks the law of tables."""
    score_table = Ruleset.score_table

    def turned(self: Ruleset, table: Any, **rest: Any) -> Any:
        return score_table(self, table, **rest).take([1, 1, 1])

    monkeypatch.setattr(Ruleset, "score_table", turned)
    assert "by evaluation of tables, " in broken(TEXT, "tables")


def test_telling_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost remark, and an explanation that fails, break the law of telling."""
    explain = Evaluation.explain
    monkeypatch.setattr(Evaluation, "explain", lambda self, lang: explain(self, lang).replace("rate", "…"))
    assert "the explanation (zh) does not name `rate`" in broken(TEXT, "told")


def test_groups_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records that score as their neighbours do break the law of groups."""
    score_many = Ruleset.score_many

    def alike(self: Ruleset, records: Any) -> Any:
        return score_many(self, records)[:1] * len(records)

    monkeypatch.setattr(Ruleset, "score_many", alike)
    assert "in another order the records score otherwise" in broken(TEXT, "together")
