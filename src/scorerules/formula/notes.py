"""Noting the faults of formulas at their places.

A thin layer over :class:`~scorerules.diagnostics.Faults`: it knows the key and the place of the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

from scorerules.diagnostics import Diagnostic, Faults, Fix, Label
from scorerules.formula.nodes import Expr
from scorerules.formula.words import shown
from scorerules.limits import Limits
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

    @property
    def quote(self) -> str:
        """The quote that the file puts around the text when it is a single one; else nothing."""
        span = self.place(0, 0)
        if span is None:
            return ""
        before = span.source.text[max(0, span.start - 3) : span.start]
        return before[-1:] if before[-1:] in ("'", '"') and before != before[-1:] * 3 else ""

    def fault(self, code: str, start: int, end: int, instead: str | None = None, /, **facts: object) -> None:
        """Note a fault; ``instead`` is a text that may safely replace it."""
        span = self.place(start, end)
        fix = Fix(span, instead) if span is not None and instead is not None else None
        said = {name: shown(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        self.faults.extend((Diagnostic(code, said, span, self.path, (), fix),))

    @property
    def limits(self) -> Limits:
        """How much the formula may cost."""
        return self.faults.limits

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

    def fault(
        self,
        code: str,
        expr: Expr,
        facts: Mapping[str, object],
        *labels: Label,
        instead: str | None = None,
    ) -> None:
        """Note a fault of ``expr``, which ``instead`` may safely replace."""
        fix = Fix(expr.span, instead) if expr.span is not None and instead is not None else None
        self.faults.extend((Diagnostic(code, facts, expr.span, self.path, labels, fix),))
