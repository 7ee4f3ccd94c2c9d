"""How much a formula may cost.

The bounds keep every reader of an expression within a known stack and time; none of them is reached by
a formula that a person wrote for people.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class Limits:
    """Bounds checked while a formula is read, before anything is computed.

    Args:
        length: Characters of the text.
        nesting: Brackets inside brackets, and signs or ``not`` in a row.
        depth: Levels of the finished tree; a chain of n additions is n levels deep.
        nodes: Parts of the finished tree.
        digits: Digits of one number as written.
        exponent: Largest power of ten of a number such as ``1e6``.
    """

    length: int = 4000
    nesting: int = 60
    depth: int = 100
    nodes: int = 2000
    digits: int = 1000
    exponent: int = 1000


DEFAULT = Limits()
"""The bounds of every formula of a ruleset."""
