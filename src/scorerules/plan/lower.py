"""A scheme to its plan: every rule becomes named expressions, every name is resolved and typed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from scorerules.build.constants import read_constant, type_of_constant
from scorerules.build.order import members as members_of
from scorerules.build.record_keys import record_key
from scorerules.build.weights import weight_of
from scorerules.diagnostics import Faults
from scorerules.formula import NUMBER, Name, Type, measured, names
from scorerules.kinds import REMARK_ONLY, RecordKey, Value
from scorerules.model import Derived, Indicator, Parameter, Rounding, Scheme, Tier, title
from scorerules.numbers import Unit
from scorerules.plan.items import ItemLowering
from scorerules.plan.join import Member, as_member
from scorerules.plan.order import in_order
from scorerules.plan.scope import Scope
from scorerules.plan.steps import Plan, Step
from scorerules.plan.tops import grade_steps, tier_steps, total_steps
from scorerules.reading import NO_UNIT, At, Broken, Constant, Number
from scorerules.template import OWN_NAMES, Template, parse_template

TYPED = frozenset({"applies", "value", "part", "raw"})
"""Roles whose expressions hold what an author wrote; the rest is made here and needs no check."""


def lower(scheme: Scheme, faults: Faults) -> Plan:
    """Turn a scheme into its plan.

    Args:
        scheme: The scheme; parts that are broken are left out, so that the rest still shows its faults.
        faults: Where faults go.

    Returns:
        The plan, usable only when ``faults`` holds no error.
    """
    _check_roundings(scheme, faults)
    weights = {one.id: one.weight for one in scheme.indicators.values() if one.weight is not None}
    weights |= {one.id: weight_of(scheme, one) for one in scheme.tiers.values()}
    keys = _record_keys(scheme, faults)
    scope = Scope(scheme, keys, weights, faults)
    constants = _constants(scheme, scope, faults)
    items = ItemLowering(scheme, keys, scope, faults)
    steps: list[Step] = []
    for derived in scheme.derived.values():
        steps += items.derived(derived)
    joined: dict[str, Member] = {}
    for indicator in scheme.indicators.values():
        steps += items.indicator(indicator)
        joined[indicator.id] = items.member(indicator)
    for tier in reversed(tuple(scheme.tiers.values())):
        inside = tuple(joined[one] for one in members_of(scheme, tier) if one in joined)
        if inside:
            steps += tier_steps(scheme, tier, inside, weights[tier.id])
            joined[tier.id] = as_member(tier.id, inside, weights[tier.id])
    tops = tuple(joined[one.id] for one in scheme.tiers.values() if one.under is None and one.id in joined)
    if tops:
        steps += total_steps(scheme, tops)
    steps += grade_steps(scheme, faults)
    keys = items.keys
    steps = _resolved(steps, scheme, scope)
    ordered = in_order(steps, faults)
    _infer(ordered, scheme, scope, items)
    templates = _templates(scheme, scope, faults)
    return Plan(_required(ordered), keys, constants, weights, templates, _units(scheme, keys, items))


def _check_roundings(scheme: Scheme, faults: Faults) -> None:
    """Scores are rounded to points, not to percentages."""
    rounds = scheme.rounds
    of_indicators = (one.round for one in scheme.indicators.values())
    of_tiers = (one.round for one in scheme.tiers.values())
    for rounding in (rounds.indicator, rounds.tier, rounds.total, *of_indicators, *of_tiers):
        if isinstance(rounding, Rounding) and rounding.to.unit is not None:
            unit = rounding.to.unit.symbol
            faults.add("SR251", rounding.place("to"), path=f"{rounding.path}.to", found=unit, unit=NO_UNIT)


def _record_keys(scheme: Scheme, faults: Faults) -> dict[str, RecordKey]:
    """The keys of inputs and of indicators, before the rules narrow them."""
    keys = {
        one.id: record_key(one, one.id, title(one), faults)
        for one in scheme.inputs.values()
        if not one.broken
    }
    for indicator in scheme.indicators.values():
        if indicator.input is not None and not indicator.input.broken:
            words = indicator.input.name or title(indicator)
            keys[indicator.id] = record_key(indicator.input, indicator.id, words, faults)
        else:
            keys[indicator.id] = RecordKey(
                indicator.id, title(indicator), REMARK_ONLY, span=indicator.place()
            )
    return keys


def _constants(scheme: Scheme, scope: Scope, faults: Faults) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for parameter in scheme.parameters.values():
        if parameter.value is None:
            continue
        kind = type_of_constant(parameter.value)
        unit = parameter.unit or _written_unit(parameter)
        value = read_constant(parameter.value, kind, unit, f"{parameter.path}.value", faults)
        if isinstance(value, Broken):
            continue
        values[parameter.id] = value
        type_ = Type(kind)  # type: ignore[arg-type]
        if kind == "number":
            type_ = measured(unit)
            if unit is None and isinstance(value, Fraction):
                scope.note_bare(parameter.id, value)
        whole = isinstance(value, Fraction) and value.denominator == 1
        scope.note_constant(parameter.id, type_, whole=whole)
    return values


def _written_unit(parameter: Parameter) -> Unit | None:
    """The unit in the parameter's own text, such as ``"98%"``."""
    if parameter.value is None or type_of_constant(parameter.value) != "number":
        return None
    read = Number().read(parameter.value, At(parameter.path, Faults()))
    return read.unit if isinstance(read, Constant) else None


def _resolved(steps: list[Step], scheme: Scheme, scope: Scope) -> list[Step]:
    own = frozenset(step.id for step in steps)
    paths = _paths(scheme)
    return [evolve(one, expr=scope.resolve(one.expr, paths.get(one.owner, one.owner), own)) for one in steps]


def _paths(scheme: Scheme) -> dict[str, str]:
    """Where each owner of steps stands in the ruleset."""
    groups: tuple[Mapping[str, Derived | Indicator | Tier], ...] = (
        scheme.derived,
        scheme.indicators,
        scheme.tiers,
    )
    return {one.id: one.path for group in groups for one in group.values()}


def _infer(steps: tuple[Step, ...], scheme: Scheme, scope: Scope, items: ItemLowering) -> None:
    """Find the types of steps in their order, so that each knows those it reads."""
    paths = _paths(scheme)
    for step in steps:
        if step.role in ("part", "raw") and not items.parameters_fit(step.owner):
            continue  # what a rule with faulty parameters comes to would only be blamed again
        if step.role in TYPED:
            type_ = scope.infer(step.expr, paths.get(step.owner, step.owner))
            scope.note_type(step.id, type_)
            items.check_type(step, type_)
        elif step.role == "derived":
            scope.note_type(step.id, items.type_of_derived(step.owner))
        elif step.role in ("score", "total"):
            scope.note_type(step.id, NUMBER)


def _required(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Mark what must have a value: every score, and derived values that nothing else reads."""
    read = {name for step in steps for name in names(step.expr)}
    return tuple(
        evolve(one, required=one.role in ("score", "total") or (one.role == "derived" and one.id not in read))
        for one in steps
    )


def _units(scheme: Scheme, keys: Mapping[str, RecordKey], items: ItemLowering) -> dict[str, Unit]:
    """The units that people read values in."""
    found = {key.id: key.unit for key in keys.values() if key.unit is not None}
    named: tuple[Mapping[str, Parameter | Derived], ...] = (scheme.parameters, scheme.derived)
    for group in named:
        found |= {one.id: one.unit for one in group.values() if one.unit is not None}
    for parameter in scheme.parameters.values():
        written = _written_unit(parameter)
        if written is not None:
            found.setdefault(parameter.id, written)
    return found | items.value_units(found)


def _templates(scheme: Scheme, scope: Scope, faults: Faults) -> dict[str, Template]:
    found: dict[str, Template] = {}
    for indicator in scheme.indicators.values():
        node = None if indicator.broken or indicator.remark is None else indicator.written("remark")
        if node is None:
            continue
        path = f"{indicator.path}.remark"
        template = parse_template(node, path, faults)
        if template is None:
            continue
        for slot in template.parts:
            if not isinstance(slot, str) and slot.name not in OWN_NAMES and not scope.can_read(slot.name):
                scope.resolve(Name(slot.name, span=slot.span), path, frozenset())
        found[indicator.id] = template
    return found
