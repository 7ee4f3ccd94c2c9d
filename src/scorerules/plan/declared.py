"""The unit that a derived value or an outcome declares, against what it is.

Goes in: the item and the type of its formula. Comes out: the type that others read, and faults. What other
rules make of the value is not looked at here.
"""

from __future__ import annotations

from scorerules.diagnostics import Faults
from scorerules.formula import Type, measured
from scorerules.formula.value_type import type_words
from scorerules.model import Derived, Outcome, Rounding


def type_in_unit(one: Derived | Outcome, found: Type | None, faults: Faults) -> Type | None:
    """The type of the value in the unit that it declares; a fault if its formula gives something else."""
    if one.unit is None or found is None:
        return found
    declared = measured(one.unit)
    if found.kind != "number" or found.dimension not in (None, declared.dimension):
        unit, words = one.unit.symbol, type_words(found)
        faults.add("SR268", one.place("unit"), path=f"{one.path}.unit", unit=unit, found=words)
    return declared


def check_step(one: Derived | Outcome, faults: Faults) -> None:
    """Note a rounding to a bare number where the unit is %, 万元 and the like: 1 would be 100 %."""
    rounding, unit = one.round, one.unit
    if isinstance(rounding, Rounding) and unit is not None and unit.scale != 1 and rounding.to.unit is None:
        path, number = f"{one.path}.round.to", rounding.to.expr.text or "1"
        faults.add("SR250", rounding.place("to"), path=path, number=number, unit=unit.symbol)
