"""Noting the faults of formulas at their places.

A thin layer over :class:`~scorerules.diagnostics.Faults`: it knows the key and the place of the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

from scorerules.diagnostics import Diagnostic, Faults, Fix, Label
from scorerules.formula.nodes import Expr
from scorerules.formula.words import shown
from scorerules.source import Span


@frozen
class Notes:
    """Notes the faults of one text at offsets of it.

    Args:
        place: Maps offsets of the text to the file.
        faults: Where faults are noted.
        path: The key of the ruleset that holds the formula.
    """

    place: Callable[[int, int], Span | None]
    faults: Faults
    path: str | None = None
    _before: int = field(init=False)

    @_before.default
    def _count(self) -> int:
        return len(self.faults)

    def fault(self, code: str, start: int, end: int, instead: str | None = None, /, **facts: object) -> None:
        """Note a fault; ``instead`` is a text that may safely replace it."""
        span = self.place(start, end)
        fix = Fix(span, instead) if span is not None and instead is not None else None
        said = {name: shown(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        self.faults.extend((Diagnostic(code, said, span, self.path, (), fix),))

    @property
    def clean(self) -> bool:
        """Whether no fault was noted since this formula began."""
        return len(self.faults) == self._before


@frozen
class Findings:
    """Notes the faults of expressions at their parts.

    Args:
        faults: Where faults are noted.
        path: The key of the ruleset that holds the expression.
    """

    faults: Faults
    path: str | None = None

    def fault(self, code: str, expr: Expr, facts: Mapping[str, object], *labels: Label) -> None:
        """Note a fault of ``expr``."""
        self.faults.extend((Diagnostic(code, facts, expr.span, self.path, labels),))
