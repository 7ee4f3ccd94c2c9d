"""What is known of a value before any record is seen: its kind, its unit, the way its unit is written."""

from __future__ import annotations

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.formula.dimension import canonical
from scorerules.formula.functions import Kind
from scorerules.formula.words import kind_words
from scorerules.numbers import Unit


@frozen
class Type:
    """The type of an expression.

    Args:
        kind: ``number``, ``text``, ``boolean`` or ``date``.
        dimension: What a number counts: ``"元"``, ``"元/张"``, ``""`` for a mere ratio; ``None`` when
            nobody said, which goes with everything.
        percent: Whether people write the value with %, ‰ or pp.
        scaled: The unit people write the value in, when it is not the unit that formulas compute in
            (万元 for 元).
        bare: Whether it is a number other than 0 written without a unit.
        choices: The texts it can be, when they are listed.
    """

    kind: Kind
    dimension: str | None = None
    percent: bool = False
    scaled: Unit | None = None
    bare: bool = False
    choices: tuple[str, ...] | None = None


NUMBER = Type("number")
TEXT = Type("text")
BOOLEAN = Type("boolean")
DATE = Type("date")


def measured(unit: Unit | None) -> Type:
    """The type of a number that is declared or written in ``unit``."""
    if unit is None:
        return NUMBER
    if unit.percent:
        return Type("number", "", percent=True)
    if not unit.base:
        return NUMBER
    return Type("number", canonical(unit.base), scaled=unit if unit.scaled else None)


def type_words(type_: Type) -> Words:
    """What a value is, for people."""
    if type_.percent:
        return Words("百分比", "a percentage")
    if type_.kind != "number" or type_.dimension is None:
        return kind_words(type_.kind)
    return dimension_words(type_.dimension)


def dimension_words(dimension: str) -> Words:
    """A dimension, for people."""
    if not dimension:
        return Words("没有单位的比值", "a ratio without a unit")
    return Words(f"以“{dimension}”计的数", f"a number of {dimension}")
