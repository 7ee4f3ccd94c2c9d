"""What any expression comes to in a record that was tried.

Goes in: an expression and an attempt. Comes out: its value, or what it lacks.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scorerules.analysis.abstract import of_value
from scorerules.analysis.interval import Interval, exactly
from scorerules.formula import Evaluator, Expr, Missing, Name, Problem
from scorerules.formula import Value as AnyValue
from scorerules.numbers import Real
from scorerules.plan import Plan
from scorerules.testing.pool.bench import Attempt
from scorerules.testing.pool.wishes import Wish

_DIGITS = 30
"""Digits within which an irrational number is enclosed."""

_REMEMBERED = 64
"""Attempts for which the values of expressions are kept."""


class AttemptValues:
    """Computes expressions of one plan.

    Args:
        plan: The plan.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._computed: dict[int, tuple[Attempt, dict[int, tuple[Expr, AnyValue | Missing | None]]]] = {}

    def value(self, expr: Expr, attempt: Attempt) -> AnyValue | Missing | None:
        """What an expression comes to in an attempt, or what it lacks; ``None`` for a problem."""
        if isinstance(expr, Name):
            quick = attempt.trace.values.get(expr.id)
            if quick is not None:
                return quick
        known = self._computed.get(id(attempt))
        if known is None:
            if len(self._computed) >= _REMEMBERED:
                del self._computed[next(iter(self._computed))]
            known = self._computed[id(attempt)] = (attempt, {})
        found = known[1].get(id(expr))
        if found is None:
            found = known[1][id(expr)] = (expr, self.computed(expr, attempt))
        return found[1]

    def computed(self, expr: Expr, attempt: Attempt) -> AnyValue | Missing | None:
        """The same of an expression that nobody will ask for again."""
        trace = attempt.trace

        def read(name: str) -> AnyValue:
            found = trace.values.get(name)
            if found is None:
                found = trace.record.values.get(name, self._plan.constants.get(name))
            if found is None:
                needs = trace.absent.get(name, (name,))
                raise Missing(*needs, not_applicable=not needs or name in trace.record.not_applicable)
            return found

        try:
            return Evaluator(read).value(expr)
        except Missing as absence:
            return absence
        except Problem:
            return None

    def met(self, wish: Wish, attempt: Attempt) -> bool:
        """Whether a wish has come true."""
        value = self.value(wish.expr, attempt)
        if isinstance(value, Missing):
            return wish.wanted.inapplicable if value.not_applicable else wish.wanted.missing
        return value is not None and not of_value(value).meet(wish.wanted).never

    def number(self, expr: Expr, attempt: Attempt) -> Fraction | None:
        """What an expression comes to, if that is a rational number; the ordinal of a date."""
        value = self.value(expr, attempt)
        if isinstance(value, date):
            return Fraction(value.toordinal())
        return value if isinstance(value, Fraction) else None

    def span(self, expr: Expr, attempt: Attempt) -> Interval | None:
        """The number that an expression comes to, or rational numbers close together around it."""
        exact = self.number(expr, attempt)
        if exact is not None:
            return exactly(exact)
        value = self.value(expr, attempt)
        return Interval(*value.bounds(_DIGITS)) if isinstance(value, Real) else None
