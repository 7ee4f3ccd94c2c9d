"""What stops the evaluation of an expression, as exceptions that never leave the library.

The caller turns them into diagnostics: it knows whose value was being computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scorerules.diagnostics import Words
from scorerules.formula.words import shown
from scorerules.numbers import DivisionByZero, NumberProblem, OutsideDomain, TooLarge, Undecidable
from scorerules.source import Span

_REASONS: Mapping[str, Words] = {
    "root-of-negative": Words("负数没有平方根", "a negative number has no square root"),
    "logarithm-of-zero-or-less": Words("对数要求大于 0 的数", "a logarithm needs a number above 0"),
    "zero-to-negative-power": Words("0 没有负数次方", "0 has no negative power"),
    "negative-to-fractional-power": Words(
        "负数没有非整数次方", "a negative number has no power that is not a whole number"
    ),
}
_UNKNOWN_REASON = Words("超出定义域", "outside the domain")


class Problem(Exception):  # noqa: N818 - a problem of the record, not of the program
    """A value cannot be computed from this record.

    Args:
        code: Code of the diagnostic, SR5xx.
        span: The part of the formula that failed.
        arguments: Facts for the texts of the code.
    """

    def __init__(self, code: str, span: Span | None, arguments: Mapping[str, object]) -> None:
        super().__init__(code)
        self.code = code
        self.span = span
        self.arguments = arguments


class Missing(Exception):  # noqa: N818 - absence is an ordinary outcome
    """A value that was read is absent.

    Args:
        needs: The ids whose values are absent.
        not_applicable: Whether the absent item does not apply, rather than that a datum is missing.
    """

    def __init__(self, *needs: str, not_applicable: bool = False) -> None:
        super().__init__(*needs)
        self.needs = needs
        self.not_applicable = not_applicable

    @classmethod
    def joined(cls, absences: Iterable[Missing]) -> Missing:
        """All absences as one: a missing datum outweighs items that do not apply."""
        found = tuple(absences)
        lacking = tuple(one for one in found if not one.not_applicable)
        needs = dict.fromkeys(id_ for one in lacking or found for id_ in one.needs)
        return cls(*needs, not_applicable=not lacking)


class WrongKind(Exception):  # noqa: N818 - always turned into a Problem
    """A value is of another kind than the operation takes."""

    def __init__(self, value: object, wanted: str) -> None:
        super().__init__(wanted)
        self.value = value
        self.wanted = wanted


def number_problem(problem: NumberProblem, span: Span | None) -> Problem:
    """The located form of a problem of the numbers."""
    facts: dict[str, object] = {"text": shown(span.text) if span is not None else "…"}
    match problem:
        case DivisionByZero():
            return Problem("SR500", span, facts)
        case Undecidable():
            return Problem("SR501", span, facts)
        case TooLarge():
            return Problem("SR502", span, facts)
        case OutsideDomain(reason=reason):
            return Problem("SR503", span, {**facts, "reason": _REASONS.get(reason, _UNKNOWN_REASON)})
        case _:
            return Problem("SR501", span, facts)
