"""What an interpretation meets: how conditions can turn out, which rows can be taken, what may be 0."""

from __future__ import annotations

from attrs import define, field

from scorerules.analysis.abstract import Truth
from scorerules.analysis.assume import Env
from scorerules.formula import Arithmetic, Cases, Expr


@define
class SeenRows:
    """The rows of a choice that can be taken; the number of rows stands for "none of them"."""

    cases: Cases
    reached: dict[int, list[Env]] = field(factory=dict)


@define
class Seen:
    """What was met while expressions were interpreted, joined over all the ways they were met."""

    conditions: dict[int, tuple[Expr, Truth]] = field(factory=dict)
    rows: dict[int, SeenRows] = field(factory=dict)
    divisors: dict[int, tuple[Arithmetic, list[Env]]] = field(factory=dict)

    def note_condition(self, expr: Expr, truth: Truth) -> None:
        """A condition was asked."""
        known = self.conditions.get(id(expr))
        self.conditions[id(expr)] = (expr, truth if known is None else truth | known[1])

    def note_row(self, cases: Cases, index: int, env: Env) -> None:
        """A row can be taken, with names as in ``env`` before its condition is asked."""
        self.rows.setdefault(id(cases), SeenRows(cases)).reached.setdefault(index, []).append(env)

    def note_divisor(self, division: Arithmetic, env: Env) -> None:
        """A divisor can be 0, with names as in ``env``."""
        self.divisors.setdefault(id(division), (division, []))[1].append(env)
