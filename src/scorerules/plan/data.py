"""What formulas can read before anything is scored: record keys, constants, functions, units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from scorerules.build.constants import read_constant, type_of_constant
from scorerules.build.record_keys import record_key
from scorerules.diagnostics import Faults
from scorerules.formula import Body, Name, Type, measured
from scorerules.kinds import REMARK_ONLY, Item, RecordKey, Value
from scorerules.model import Derived, Outcome, Parameter, Scheme, title
from scorerules.numbers import Unit
from scorerules.plan.scope import Scope
from scorerules.reading import At, Broken, Constant, Number


def record_keys(scheme: Scheme, faults: Faults) -> dict[str, RecordKey]:
    """The keys of inputs and of indicators, before the rules narrow them."""
    keys = {
        one.id: record_key(one, one.id, title(one), faults)
        for one in scheme.inputs.values()
        if not one.broken
    }
    for indicator in scheme.indicators.values():
        if indicator.input is not None and not indicator.input.broken:
            words = indicator.input.name or title(indicator)
            key = record_key(indicator.input, indicator.id, words, faults)
        elif indicator.id in keys:  # one id for two things, which is noted: formulas mean the input
            continue
        else:
            key = RecordKey(indicator.id, title(indicator), REMARK_ONLY, span=indicator.place())
        keys[indicator.id] = evolve(key, may_skip=indicator.may_skip)
    return keys


def constants(scheme: Scheme, scope: Scope, faults: Faults) -> dict[str, Value]:
    """The values of parameters; their types are noted in the scope."""
    values: dict[str, Value] = {}
    for parameter in scheme.parameters.values():
        if parameter.value is None:
            continue
        kind = type_of_constant(parameter.value)
        unit = parameter.unit or written_unit(parameter, faults)
        value = read_constant(parameter.value, kind, unit, f"{parameter.path}.value", faults)
        if isinstance(value, Broken):
            continue
        values[parameter.id] = value
        type_ = Type(kind)  # type: ignore[arg-type]
        if kind == "number":
            type_ = measured(unit)
            if unit is None and isinstance(value, Fraction):
                scope.note_bare(parameter.id, value)
        scope.note_constant(parameter.id, type_, value)
    return values


def written_unit(parameter: Parameter, faults: Faults) -> Unit | None:
    """The unit in the parameter's own text, such as ``"98%"``."""
    if parameter.value is None or type_of_constant(parameter.value) != "number":
        return None
    read = Number().read(parameter.value, At(parameter.path, faults.apart()))
    return read.unit if isinstance(read, Constant) else None


def functions(scheme: Scheme, scope: Scope, faults: Faults) -> dict[str, Body]:
    """What the ruleset's own functions stand for."""
    found: dict[str, Body] = {}
    for one in scheme.functions.values():
        if one.broken or one.kind is None or not one.of:
            continue
        if not one.kind.fits_derived:
            faults.add("SR244", one.place(), path=one.path)
            continue
        value = Name(one.of[0]) if one.value is None else one.value
        item = Item(one.id, None, value, None, None, scope.grid, Name, faults)
        lowered = one.kind.lowered(item)
        found[one.id] = Body(one.of, lowered.raw)
    return found


def units(scheme: Scheme, keys: Mapping[str, RecordKey], faults: Faults) -> dict[str, Unit]:
    """The units that people read data, parameters, derived values and outcomes in."""
    found = {key.id: key.unit for key in keys.values() if key.unit is not None}
    named: tuple[Mapping[str, Parameter | Derived | Outcome], ...] = (
        scheme.parameters,
        scheme.derived,
        scheme.outcomes,
    )
    for group in named:
        found |= {one.id: one.unit for one in group.values() if one.unit is not None}
    for parameter in scheme.parameters.values():
        written = written_unit(parameter, faults)
        if written is not None:
            found.setdefault(parameter.id, written)
    return found
