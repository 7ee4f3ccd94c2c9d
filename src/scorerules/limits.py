"""How much reading and scoring may cost: every bound of the library in one value.

The bottom of the library. A value of :class:`Limits` goes with the faults that every step notes
(``faults.limits``) and with the ruleset that was read under it; there is no setting for the whole program.
Each bound is checked before the work that it bounds is done, so that nothing that stands in a file or a
record can exhaust the stack, the memory or the clock.
"""

from __future__ import annotations

from typing import Any

import attrs
from attrs import frozen


def _bound(default: int, *, least: int = 1, most: int | None = None) -> Any:
    """A bound: a whole number, not above ``most`` where the stack or Python itself ends there."""

    def check(_: Limits, attribute: attrs.Attribute[int], value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            message = f"{attribute.name} must be a whole number, not {type(value).__name__}"
            raise TypeError(message)
        if value < least or (most is not None and value > most):
            allowed = f"at least {least}" if most is None else f"from {least:,} to {most:,}"
            message = f"{attribute.name} must be {allowed}"
            raise ValueError(message)

    return attrs.field(default=default, validator=check, metadata={"most": most})


@frozen(kw_only=True)
class Limits:
    """Bounds of what a ruleset and its records may hold and cost.

    The usual ones suit forms that people write for people; give others to ``load``, ``check`` or
    ``load_record``. A ruleset keeps those it was read under, and they hold for its records too.

    Args:
        file_bytes: Length of a file, in bytes of UTF-8.
        file_depth: Tables, lists and dotted keys inside each other; at most 200.
        file_keys: Keys, section headers and list items of a file.
        digits: Digits of a number as written, and the size of its exponent; at most 4,300, the most that
            Python reads.
        parents: Files that a ruleset builds on, all generations together; at most 200.
        judges: Judges of one indicator.
        places: Decimal places of an input and of a number in a remark; at most 99.
        formula_length: Characters of a formula; at most 100,000.
        formula_nesting: Brackets inside brackets in a formula; at most 150.
        formula_depth: Levels of a formula, n additions being n levels; at most 125.
        formula_parts: Parts of a formula.
        expanded_depth: Levels of a formula with its functions put in; at most 150.
        expanded_parts: Parts of a formula with its functions put in.
        bits: Bits of a numerator or denominator while computing; at most 1,048,576.
        decision_digits: Digits computed to decide about an irrational number; from 30 to 4,000.
    """

    file_bytes: int = _bound(4 * 1024 * 1024)
    file_depth: int = _bound(64, most=200)
    file_keys: int = _bound(100_000)
    digits: int = _bound(1000, most=4300)
    parents: int = _bound(32, most=200)
    judges: int = _bound(100)
    places: int = _bound(30, most=99)
    formula_length: int = _bound(4000, most=100_000)
    formula_nesting: int = _bound(60, most=150)
    formula_depth: int = _bound(100, most=125)
    formula_parts: int = _bound(2000)
    expanded_depth: int = _bound(150, most=150)
    expanded_parts: int = _bound(20_000)
    bits: int = _bound(65_536, most=1 << 20)
    decision_digits: int = _bound(2000, least=30, most=4000)


USUAL = Limits()
"""The bounds that hold unless others are given."""
