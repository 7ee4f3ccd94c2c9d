"""What every indicator can score, as closely as the pieces of its rule tell.

Goes in: a plan and the ranges of its steps. Comes out: ranges that are never wider, where a rule looks at
one number only and so is known exactly; and the number that each rule looks at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import reduce

from attrs import evolve, frozen

from scorerules.analysis.abstract import Abstract, of_numbers, of_value, some_of
from scorerules.analysis.assume import Env
from scorerules.analysis.contexts import contexts
from scorerules.analysis.interval import EMPTY, Interval
from scorerules.analysis.piece import Cell
from scorerules.analysis.pieces import Pieces
from scorerules.analysis.ranges import Ranges, ranges_of
from scorerules.formula import Cases, Const, names
from scorerules.plan import Plan


@frozen
class ScoreFunction:
    """The score of an indicator as a function of the one number that its rule looks at.

    Args:
        item: The indicator.
        driver: The name of the number: a key of the record, or a step such as ``x.value``.
        cells: The stretches of the number in order, each with what the score is there.
    """

    item: str
    driver: str
    cells: tuple[Cell, ...]

    @property
    def numbers(self) -> Interval:
        """All scores that it gives."""
        return reduce(Interval.join, (piece.value.numbers for _, piece in self.cells), EMPTY)

    def places_of(self, score: Fraction) -> Iterator[Fraction]:
        """Values of the driver that give a score, at the ends of stretches and inside them."""
        for cell, piece in self.cells:
            if not piece.value.numbers.has(score):
                continue
            where = cell
            if piece.slope and piece.offset is not None:
                place = (score - piece.offset) / piece.slope
                where = cell.meet(Interval(place, place))
            for value in some_of(of_numbers(where)):
                if isinstance(value, Fraction):
                    yield value

    def at(self, driver: Fraction) -> Fraction | None:
        """The score at a value of the driver; ``None`` where it is not known exactly."""
        return next((piece.at(driver) for cell, piece in self.cells if cell.has(driver)), None)


def driver_of(plan: Plan, item: str, ranges: Ranges) -> str | None:
    """The one number that the rule of an indicator looks at; ``None`` when it looks at more, or at none."""
    own = {step.id: step for step in plan.of(item)}
    value = f"{item}.value"
    if value in own:
        inside = [step for step in own.values() if step.id not in (value, f"{item}.applies")]
        read = {name for step in inside for name in names(step.expr)}
        found = {value} if value in read else set()
    else:
        inside = [step for step in own.values() if step.id != f"{item}.applies"]
        read, found = {name for step in inside for name in names(step.expr)}, set[str]()
    outer = read - own.keys() - found
    found |= {name for name in outer if not _is_settled(ranges.read(name))}
    driver = next(iter(found)) if len(found) == 1 else None
    return None if driver is None or ranges.read(driver).numbers.empty else driver


def _is_settled(value: Abstract) -> bool:
    """Whether a value can be one thing only, given that it is there."""
    return evolve(value, missing=False, inapplicable=False, fails=False).single is not None


def score_functions(plan: Plan, ranges: Ranges) -> Mapping[str, ScoreFunction]:
    """The scores that are functions of one number, by indicator."""
    found: dict[str, ScoreFunction] = {}
    for step in plan.steps:
        if step.role == "score" and any(one.role == "raw" for one in plan.of(step.owner)):
            driver = driver_of(plan, step.owner, ranges)
            if driver is not None:
                (env,) = contexts(plan, step.id, driver, ranges)
                found[step.owner] = score_function(plan, step.owner, driver, env)
    return found


def score_function(plan: Plan, item: str, driver: str, env: Env) -> ScoreFunction:
    """The score of an indicator as a function of one number, the other names being as in ``env``."""
    return ScoreFunction(item, driver, tuple(Pieces(plan, driver, env).of(f"score.{item}")))


def tightened(plan: Plan) -> tuple[Ranges, Mapping[str, ScoreFunction]]:
    """The ranges of a plan in which scores are as narrow as their functions, and the functions."""
    wide = ranges_of(plan)
    functions = score_functions(plan, wide)
    scores = {step.owner: step.expr for step in plan.steps if step.role == "score"}
    known: dict[str, Abstract] = {}
    for item, function in functions.items():
        numbers = function.numbers
        expr = scores[item]
        if isinstance(expr, Cases):
            # What policies give when it does not apply or data are missing is no part of the function.
            for _, given in expr.rows:
                if isinstance(given, Const):
                    numbers = numbers.join(of_value(given.value).numbers)
        known[f"score.{item}"] = of_numbers(numbers)
    return ranges_of(plan, known), functions
