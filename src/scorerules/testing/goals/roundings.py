"""How numbers between two steps of a rounding are rounded: from half-way, from above it, from below it."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from scorerules.analysis import calls
from scorerules.analysis.abstract import of_numbers
from scorerules.analysis.interval import ONE, ZERO, Interval
from scorerules.diagnostics import Words
from scorerules.formula import Call, Expr, walk
from scorerules.formula.make import call, divide, minus, number
from scorerules.kinds.checklist import Checklist
from scorerules.source import Span
from scorerules.testing.goals.about import About
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.goal import Comes

_MOST_WAYS = 4096
_HALF = Fraction(1, 2)
_TIE = Words("恰在两个修约值正中", "exactly half-way between two roundings")
_MORE = Words("修约前的零头过半", "more than half-way before rounding")
_LESS = Words("修约前的零头不到一半", "less than half-way before rounding")


def rounding_goals(about: About, item: str, expr: Expr, span: Span | None, drafts: Drafts) -> None:
    """Goals for a step that rounds, if it does.

    Args:
        about: The ruleset.
        item: Whose step it is.
        expr: What the step computes.
        span: Where the rounding is written.
        drafts: Where goals go.
    """
    rounds = (node for node in walk(expr) if isinstance(node, Call) and node.function == "round")
    found = next(rounds, None)
    if found is None:
        return
    step, mode = calls.rounding_of(found.arguments)
    if step is None:
        return
    argument = found.arguments[0]
    scores = _scores(about, item)
    numbers = about.value(argument, about.ranges.env).numbers
    if numbers.low is not None and numbers.low == numbers.high:
        return
    place = span or about.places.get(item)
    steps = divide(argument, number(step))
    rest = minus(steps, call("floor", steps))
    ways = (
        ("half", _TIE, Interval(_HALF, _HALF)),
        ("over", _MORE, Interval(_HALF, ONE, low_in=False, high_in=False)),
        ("under", _LESS, Interval(ZERO, _HALF, low_in=False, high_in=False)),
    )
    for name, words, where in ways:
        if name == "half" and not mode.startswith("half"):
            continue
        can_be = _can_be(where, step, numbers.grid)
        if scores is not None:
            can_be = any(where.has(score / step - floor(score / step)) for score in scores)
        if can_be:
            drafts.add(item, "tie", f"round.{name}", words, (Comes(rest, of_numbers(where)),), place)


def _scores(about: About, item: str) -> frozenset[Fraction] | None:
    """Everything that an item can score before it is rounded, where that is a few numbers."""
    one = about.scheme.indicators.get(item)
    return one.kind.scores(_MOST_WAYS) if one is not None and isinstance(one.kind, Checklist) else None


def _can_be(where: Interval, step: Fraction, grid: Fraction | None) -> bool:
    """Whether a multiple of the grid can lie so between two multiples of the step."""
    if grid is None:
        return True
    if not grid:
        return False
    # Multiples of the grid lie at every multiple of one over this between two steps.
    parts = (grid / step).denominator
    if where.single is not None:
        return parts % 2 == 0
    return parts >= 3
