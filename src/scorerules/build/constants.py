"""Constants whose meaning depends on a declared type and unit: bounds, defaults, parameters."""

from __future__ import annotations

from datetime import date

from scorerules.diagnostics import Faults, Words
from scorerules.document import Node
from scorerules.kinds import Value
from scorerules.numbers import Unit, looks_like_quantity, plain
from scorerules.reading import BROKEN, At, Broken, Day, Flag, Number, Text


def read_constant(node: Node, type_: str, unit: Unit | None, path: str, faults: Faults) -> Value | Broken:
    """The value of a constant of type ``type_``, in base units.

    A bare number other than 0 beside a percentage or a scaled unit is a fault: it could be meant in
    either unit, and one of the readings is wrong by a factor of a hundred or more.
    """
    at = At(path, faults)
    if type_ == "text":
        return Text().read(node, at)
    if type_ == "boolean":
        return Flag().read(node, at)
    if type_ == "date":
        return Day().read(node, at)
    number = Number().read(node, at)
    if isinstance(number, Broken):
        return BROKEN
    if number.unit is None:
        if unit is not None and unit.scale != 1 and number.value != 0:
            written = plain(number.value)
            faults.add("SR250", node.span, path=path, number=written, unit=unit.symbol)
            return BROKEN
    elif unit is None or number.unit.base != unit.base:
        own = (
            Words("没有单位的数", "a number without a unit")
            if unit is None
            else Words(f" `{unit.symbol}`", f"`{unit.symbol}`")
        )
        if not (unit is None and number.unit.base == ""):
            faults.add("SR251", node.span, path=path, found=number.unit.symbol, unit=own)
            return BROKEN
    return number.value


def type_of_constant(node: Node) -> str:
    """The type of a constant whose type is not declared: quantities in quotes are numbers."""
    value = node.value
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, date):
        return "date"
    if isinstance(value, str) and not looks_like_quantity(value):
        return "text"
    return "number"
