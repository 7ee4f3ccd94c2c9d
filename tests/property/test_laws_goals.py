"""Goals of generated rulesets: each has a name of its own, and nothing that records do is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from records import cells, record_of

from scorerules import Ruleset, loads
from scorerules.analysis.study import Study
from scorerules.diagnostics import Faults
from scorerules.evaluate import Trace, evaluate
from scorerules.record import read_record
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import text
from scorerules.testing.goals import Comes, Goal, Takes, goals_of


def scored(ruleset: Ruleset, data: st.DataObject) -> Trace | None:
    """What a drawn record comes to; ``None`` when it has no result."""
    faults = Faults()
    record = read_record(record_of(data.draw(cells(ruleset))), ruleset.plan.keys, faults)
    trace = evaluate(ruleset.plan, record, {}, faults)
    return None if faults.errors else trace


def kinds_met(goals: tuple[Goal, ...], trace: Trace, item: str) -> set[str]:
    """The kinds of the goals of an item that a record reaches."""
    return {goal.kind for goal in goals if goal.item == item and goal.met(trace)}


@given(st.data())
def test_nothing_reachable_is_left_out(data: st.DataObject) -> None:
    """Every row that a record takes, every score, grade and veto that it comes to is a goal that it meets."""
    scheme = data.draw(schemes())
    ruleset = loads(text(scheme))
    goals = goals_of(Study(ruleset.scheme, ruleset.plan))
    assert len({goal.id for goal in goals}) == len(goals)
    assert len({(goal.item, goal.conditions) for goal in goals}) == len(goals)
    asked = {one for goal in goals for one in goal.conditions if isinstance(one, Takes)}
    rows = {one.tag for one in asked}
    for _ in range(4):
        trace = scored(ruleset, data)
        if trace is None:
            continue
        # Nobody wrote the rows that a line gets for what is outside of its ends.
        taken = {Takes(tag, row) for tag, row in trace.taken.items() if tag in rows}
        assert {one for one in taken if "line" not in str(scheme)} <= asked
        for one in ruleset.scheme.indicators.values():
            if (
                trace.absent.get(f"{one.id}.raw") is None
                and trace.values.get(f"{one.id}.applies") is not False
            ):
                assert kinds_met(goals, trace, one.id) & {"full", "partial", "zero"}
        grade = trace.values.get("grade")
        assert grade is None or any(
            goal.kind == "grade" and Comes("grade", one.wanted) in goal.conditions and goal.met(trace)
            for goal in goals
            for one in goal.conditions
            if isinstance(one, Comes)
        )
