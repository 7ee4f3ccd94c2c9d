"""The smallest parts of a formula. Offsets are code points of its text; nothing here reads characters."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from scorerules.formula.nodes import Constant
from scorerules.numbers import Unit

TokenKind = Literal["value", "name", "word", "operator"]


@frozen
class Token:
    """One part of a formula.

    Args:
        kind: ``value`` is a literal, ``name`` an id, ``word`` one of ``and or not in if else``.
        text: As written, except that a name is in its NFKC form.
        start: Offset of the first character.
        end: Offset after the last character.
        value: What a literal stands for; ``None`` for ``none``.
        unit: The unit a literal was written with.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    value: Constant | None = None
    unit: Unit | None = None
