"""Numbers that are added, compared or alternatives of each other must be measured alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scorerules.diagnostics import Label, Words
from scorerules.formula.nodes import Const, Expr
from scorerules.formula.notes import Findings
from scorerules.formula.value_type import NUMBER, Type, dimension_words
from scorerules.formula.words import shown
from scorerules.numbers import plain


class Mixer:
    """Checks numbers that meet in one operation.

    Args:
        findings: Where faults are noted.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def mixed(self, typed: Sequence[tuple[Expr, Type | None]]) -> Type:
        """The type of numbers put together; parts whose type is unknown go with everything."""
        known = [(expr, found) for expr, found in typed if found is not None and found.kind == "number"]
        if not self._dimensions(known):
            return NUMBER
        self._bare(known)
        telling = [found for expr, found in known if not _is_zero(expr)]
        if not telling or len(known) < len(typed):
            telling = [*telling, NUMBER]
        first = telling[0]
        return Type(
            "number",
            next((found.dimension for found in telling if found.dimension is not None), None),
            percent=all(found.percent for found in telling),
            scaled=first.scaled if all(found.scaled == first.scaled for found in telling) else None,
            bare=all(found.bare for found in telling),
        )

    def _dimensions(self, known: Sequence[tuple[Expr, Type]]) -> bool:
        """Whether all dimensions that are known are the same."""
        first: tuple[Expr, str] | None = None
        for expr, found in known:
            if found.dimension is None or _is_zero(expr):
                continue
            if first is None:
                first = (expr, found.dimension)
            elif found.dimension != first[1]:
                words = dimension_words(first[1])
                labels = () if first[0].span is None else (Label(first[0].span, words),)
                facts = {"left": words, "right": dimension_words(found.dimension)}
                self._findings.fault("SR353", expr, facts, *labels)
                return False
        return True

    def _bare(self, known: Sequence[tuple[Expr, Type]]) -> None:
        """Refuse a number without a unit beside a percentage or a value in 万元: it is read as 元."""
        percent = any(found.percent for _, found in known)
        scaled = next((found.scaled for _, found in known if found.scaled is not None), None)
        for expr, found in known:
            if found.bare and percent:
                self._findings.fault("SR354", expr, _said(expr, "%"))
            elif found.bare and scaled is not None:
                self._findings.fault("SR355", expr, {"unit": scaled.symbol, **_said(expr, scaled.symbol)})


def _is_zero(expr: Expr) -> bool:
    return isinstance(expr, Const) and expr.unit is None and expr.value == 0 and expr.value is not False


def _said(expr: Expr, unit: str) -> dict[str, object]:
    """A bare number, and how to write it with its unit."""
    value = expr.value if isinstance(expr, Const) else None
    if value is None or isinstance(value, (str, bool, date)):
        return {
            "found": _text(expr),
            "better": Words(f"给每个数写上单位 {unit}", f"give every number its unit {unit}"),
        }
    if unit == "%" and abs(value) <= 1:
        value *= 100
    text = plain(value) + unit
    return {"found": _text(expr), "better": Words(f"写作 `{text}`", f"write `{text}`")}


def _text(expr: Expr) -> str:
    if isinstance(expr, Const) and expr.text is not None:
        return shown(expr.text)
    return shown(expr.span.text) if expr.span is not None else "…"
