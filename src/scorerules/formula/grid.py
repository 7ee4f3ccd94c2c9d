"""The step between the values that an expression can have: every value is a multiple of it.

Goes in: an expression and the grids of the names it reads. Comes out: a number of which all its values are
multiples, 1 for whole numbers; ``None`` when none is known, 0 for what is 0 always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from scorerules.formula.nodes import Absent, Arithmetic, Call, Cases, Const, Expr, Name, Negate
from scorerules.numbers import common_grid, is_multiple

Grids = Callable[[str], Fraction | None]
"""The grid of a name."""

WHOLE_FUNCTIONS = frozenset({"floor", "ceil", "count", "days", "cohort_count", "cohort_rank"})
KEEPING_FUNCTIONS = frozenset({"min", "max", "sum", "abs", "clamp", ".sum", ".min", ".max", ".best"})
KEEPING_IN_COHORT = frozenset({"cohort_min", "cohort_max", "cohort_sum"})
"""Their first argument alone decides; the second says which records count."""

ONE = Fraction(1)


def grid_of(expr: Expr, grids: Grids) -> Fraction | None:
    """A number of which every value that ``expr`` can have is a multiple; ``None`` when none is known."""
    match expr:
        case Const(Fraction() as value):
            return abs(value)
        case Name(id):
            return grids(id)
        case Negate(operand):
            return grid_of(operand, grids)
        case Arithmetic("+" | "-", left, right):
            return _common((left, right), grids)
        case Arithmetic("*", left, right):
            return _product((left, right), grids)
        case Arithmetic("/", left, Const(Fraction() as divisor)) if divisor != 0:
            grid = grid_of(left, grids)
            return None if grid is None else grid / abs(divisor)
        case Cases(rows, default):
            results = [value for _, value in rows] + ([] if default is None else [default])
            return _common(results, grids)
        case Call(function, arguments):
            return _of_call(function, arguments, grids)
        case Absent():
            return Fraction(0)
        case _:
            return None


def is_whole(expr: Expr, grids: Grids) -> bool:
    """True only when every value that ``expr`` can have is a whole number."""
    grid = grid_of(expr, grids)
    return grid is not None and is_multiple(grid, ONE)


def _of_call(function: str, arguments: tuple[Expr, ...], grids: Grids) -> Fraction | None:
    if function in WHOLE_FUNCTIONS:
        return ONE
    if function == "round":
        step = arguments[1] if len(arguments) > 1 else Const(ONE)
        return step.value if isinstance(step, Const) and isinstance(step.value, Fraction) else None
    if function in KEEPING_IN_COHORT:
        return grid_of(arguments[0], grids)
    if function == ".product":
        return _product(arguments, grids)
    return _common(arguments, grids) if function in KEEPING_FUNCTIONS else None


def _common(parts: Iterable[Expr], grids: Grids) -> Fraction | None:
    """The grid of what comes to one of the parts, or to a sum of them."""
    common: Fraction | None = Fraction(0)
    for part in parts:
        common = common_grid(common, grid_of(part, grids))
    return common


def _product(parts: Iterable[Expr], grids: Grids) -> Fraction | None:
    product = ONE
    for part in parts:
        grid = grid_of(part, grids)
        if grid is None:
            return None
        product *= grid
    return product
