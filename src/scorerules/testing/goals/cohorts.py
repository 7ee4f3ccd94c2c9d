"""What comparisons of records can show: who counts, whose value is the outermost, who comes first."""

from __future__ import annotations

from collections.abc import Iterator

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.interval import ONE, ZERO, Interval
from scorerules.diagnostics import Words
from scorerules.formula import Call, Expr, Name
from scorerules.formula.make import minus
from scorerules.plan import Step
from scorerules.testing.goals.about import About
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.goal import Comes

_OWN = Words("本记录的值就是它", "the record's own value is it")
_OTHER = Words("是别的记录的值", "another record's value is it")
_ABOVE = Words("高于它", "above it")
_BELOW = Words("低于它", "below it")
_FIRST = Words("名列第一", "the first")
_FURTHER = Words("不是第一", "not the first")
_COUNTS = Words("本记录计入", "the record counts")
_LEFT_OUT = Words("本记录不计入", "the record is left out")

_UP = of_numbers(Interval(low=ZERO, low_in=False))
_DOWN = of_numbers(Interval(high=ZERO, high_in=False))
_SAME = of_numbers(Interval(ZERO, ZERO))
_ONE = of_numbers(Interval(ONE, ONE))
_MORE = of_numbers(Interval(low=ONE, low_in=False))


def cohort_goals(about: About, drafts: Drafts) -> None:
    """Goals of every comparison with the records of a group."""
    for step in about.plan.steps:
        if step.role == "cohort" and isinstance(step.expr, Call):
            for name, words, what, wanted in _goals(step, step.expr):
                if not about.value(what, about.ranges.env).meet(wanted).never:
                    id_ = f"{step.id}.{name}"
                    drafts.add(step.owner, "row", id_, words, (Comes(what, wanted),), step.span)


def _goals(step: Step, call: Call) -> Iterator[tuple[str, Words, Expr, Abstract]]:
    result, arguments = Name(step.id), call.arguments
    match call.function:
        case "cohort_min" | "cohort_max":
            apart = minus(arguments[0], result)
            yield "own", _OWN, apart, _SAME
            yield "other", _OTHER, apart, _UP if call.function == "cohort_min" else _DOWN
        case "cohort_mean":
            apart = minus(arguments[0], result)
            yield "above", _ABOVE, apart, _UP
            yield "below", _BELOW, apart, _DOWN
        case "cohort_zscore":
            yield "above", _ABOVE, result, _UP
            yield "below", _BELOW, result, _DOWN
        case "cohort_rank":
            yield "first", _FIRST, result, _ONE
            yield "further", _FURTHER, result, _MORE
        case _:
            pass
    where = _where(call)
    if where is not None:
        yield "counts", _COUNTS, where, of_truth((True,))
        yield "left_out", _LEFT_OUT, where, of_truth((False,))


def _where(call: Call) -> Expr | None:
    """The condition that says which records count."""
    place = 0 if call.function == "cohort_count" else 1
    overall = call.function in ("cohort_min", "cohort_max", "cohort_mean", "cohort_sum", "cohort_count")
    return call.arguments[place] if overall and len(call.arguments) > place else None
