"""Whether an expression can only be a whole number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from scorerules.formula.nodes import Absent, Arithmetic, Call, Cases, Const, Expr, Name, Negate

WHOLE_FUNCTIONS = frozenset({"floor", "ceil", "count", "days", "cohort_count", "cohort_rank"})
KEEPING_FUNCTIONS = frozenset(
    {"min", "max", "sum", "abs", "clamp", ".sum", ".min", ".max", ".product", ".best"}
)
KEEPING_IN_COHORT = frozenset({"cohort_min", "cohort_max", "cohort_sum"})
"""Their first argument alone decides; the second says which records count."""


def is_whole(expr: Expr, name_is_whole: Callable[[str], bool]) -> bool:
    """True only when every value that ``expr`` can have is a whole number."""
    match expr:
        case Const(Fraction() as value):
            return value.denominator == 1
        case Name(id):
            return name_is_whole(id)
        case Negate(operand):
            return is_whole(operand, name_is_whole)
        case Arithmetic("+" | "-" | "*", left, right):
            return is_whole(left, name_is_whole) and is_whole(right, name_is_whole)
        case Cases(rows, default):
            results = [value for _, value in rows] + ([] if default is None else [default])
            return all(is_whole(value, name_is_whole) for value in results)
        case Call(function, arguments):
            if function in KEEPING_IN_COHORT:
                return is_whole(arguments[0], name_is_whole)
            return function in WHOLE_FUNCTIONS or (
                function in KEEPING_FUNCTIONS and all(is_whole(one, name_is_whole) for one in arguments)
            )
        case Absent():
            return True
        case _:
            return False
