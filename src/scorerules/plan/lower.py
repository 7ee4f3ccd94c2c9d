"""A scheme to its plan: every rule becomes named expressions, every name is resolved and typed."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from scorerules.build.weights import weigh
from scorerules.diagnostics import LANGS, Faults, Fix, Lang
from scorerules.document import Node
from scorerules.formula import NUMBER, Name, expect, names
from scorerules.formula.settled import check_settled
from scorerules.formula.words import kind_words
from scorerules.model import Derived, Indicator, Outcome, Rounding, Scheme, Tier, Veto
from scorerules.plan.cohort import lift
from scorerules.plan.data import constants, functions, record_keys, units
from scorerules.plan.declared import type_in_unit
from scorerules.plan.grades import grade_steps, outcome_steps
from scorerules.plan.items import ItemLowering
from scorerules.plan.order import in_order
from scorerules.plan.scope import Scope
from scorerules.plan.steps import Plan, Step
from scorerules.plan.tops import TopLowering
from scorerules.reading import NO_UNIT
from scorerules.template import OWN_NAMES, Slot, Template, parse_template

TYPED = frozenset({"applies", "value", "part", "raw", "grade", "veto", "explain", "cohort"})
"""Roles whose expressions hold what an author wrote; the rest is made here and needs no check."""

CONDITIONS = frozenset({"applies", "veto", "explain"})
"""Roles whose expressions are conditions."""


def lower(scheme: Scheme, faults: Faults) -> Plan:
    """Turn a scheme into its plan.

    Args:
        scheme: The scheme; parts that are broken are left out, so that the rest still shows its faults.
        faults: Where faults go.

    Returns:
        The plan, usable only when ``faults`` holds no error.
    """
    _check_roundings(scheme, faults)
    weighing = weigh(scheme)
    keys = record_keys(scheme, faults)
    scope = Scope(scheme, keys, weighing, faults)
    values = constants(scheme, scope, faults)
    scope.note_functions(functions(scheme, scope, faults))
    items = ItemLowering(scheme, weighing, keys, scope, faults)
    steps: list[Step] = []
    for derived in scheme.derived.values():
        steps += items.derived(derived)
    for indicator in scheme.indicators.values():
        steps += items.indicator(indicator)
    tops = TopLowering(scheme, weighing, items).steps()
    steps += tops
    steps += grade_steps(scheme, tops, faults)
    for outcome in scheme.outcomes.values():
        steps += outcome_steps(outcome, faults)
    steps = lift(_resolved(steps, scheme, scope))
    ordered = in_order(steps, faults)
    _infer(ordered, scheme, scope, items, faults)
    templates = _templates(scheme, scope, faults)
    shown = units(scheme, items.keys, faults)
    return Plan(
        _required(ordered),
        items.keys,
        values,
        weighing.weights,
        weighing.full,
        templates,
        shown | items.value_units(shown),
        _kinds(scheme, scope),
        scope.types,
        faults.limits,
    )


def _kinds(scheme: Scheme, scope: Scope) -> dict[str, str]:
    """What kind of value every derived value and outcome is."""
    types = {id_: scope.type_of(id_) for id_ in (*scheme.derived, *scheme.outcomes)}
    return {id_: type_.kind for id_, type_ in types.items() if type_ is not None}


def _check_roundings(scheme: Scheme, faults: Faults) -> None:
    """Scores are rounded to points, not to percentages."""
    rounds = scheme.rounds
    of_indicators = (one.round for one in scheme.indicators.values())
    of_tiers = (one.round for one in scheme.tiers.values())
    for rounding in (rounds.indicator, rounds.tier, rounds.total, *of_indicators, *of_tiers):
        if isinstance(rounding, Rounding) and rounding.to.unit is not None:
            unit = rounding.to.unit.symbol
            faults.add("SR251", rounding.place("to"), path=f"{rounding.path}.to", found=unit, unit=NO_UNIT)


def _paths(scheme: Scheme) -> dict[str, str]:
    """Where each owner of steps stands in the ruleset."""
    groups: tuple[Mapping[str, Derived | Indicator | Tier | Outcome | Veto], ...] = (
        scheme.derived,
        scheme.indicators,
        scheme.tiers,
        scheme.outcomes,
        scheme.vetoes,
    )
    return {one.id: one.path for group in groups for one in group.values()}


def _resolved(steps: list[Step], scheme: Scheme, scope: Scope) -> list[Step]:
    own = frozenset(step.id for step in steps)
    paths = _paths(scheme)
    return [one.of(scope.resolve(one.expr, paths.get(one.owner, one.owner), own)) for one in steps]


def _infer(
    steps: tuple[Step, ...], scheme: Scheme, scope: Scope, items: ItemLowering, faults: Faults
) -> None:
    """Find the types of steps in their order, so that each knows those it reads."""
    paths = _paths(scheme)
    for step in steps:
        if step.role in ("part", "raw") and not items.parameters_fit(step.owner):
            continue  # what a rule with faulty parameters comes to would only be blamed again
        path = paths.get(step.owner, step.owner)
        if step.role in TYPED:
            type_ = scope.infer(step.expr, path)
            check_settled(step.expr, faults, path)
            scope.note_type(step.id, type_)
            if step.role in CONDITIONS:
                expect(type_, "boolean", step.expr, faults, path)
            elif step.role == "raw" and (step.owner in scheme.tiers or step.owner == "total"):
                expect(type_, "number", step.expr, faults, path)
            else:
                items.check_type(step, type_)
        elif step.role in ("derived", "outcome"):
            one = scheme.derived.get(step.owner) or scheme.outcomes[step.owner]
            found = scope.type_of(f"{step.owner}.raw")
            scope.note_type(step.id, type_in_unit(one, found, faults))
        elif step.role in ("score", "total", "sum", "limited", "rounded"):
            scope.note_type(step.id, NUMBER)


def _required(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Mark what must have a value: scores, results, vetoes, and derived values that nothing else reads."""
    read = {name for step in steps for name in names(step.expr)}
    always = ("score", "total", "outcome", "veto")
    return tuple(
        evolve(one, required=True)
        if one.role in always or (one.role == "derived" and one.id not in read)
        else one
        for one in steps
    )


def _check_format(slot: Slot, path: str, indicator: Indicator, scope: Scope, faults: Faults) -> None:
    """Note decimal places or a unit of what is no number."""
    own = f"{indicator.id}.value" if indicator.value is not None else indicator.id
    type_ = scope.type_of(own if slot.name == "value" else slot.name)
    if slot.spec and type_ is not None and type_.kind != "number":
        faults.add(
            "SR259", slot.span, path=path, name=slot.name,
            format=slot.spec, found=kind_words(type_.kind),
            fix=Fix(slot.span, f"{{{slot.name}}}") if slot.span is not None else None,
        )  # fmt: skip


def _templates(scheme: Scheme, scope: Scope, faults: Faults) -> dict[str, Mapping[Lang, Template]]:
    """The remark templates of indicators, by language; a text for both languages is read once."""
    found: dict[str, Mapping[Lang, Template]] = {}
    for indicator in scheme.indicators.values():
        written = None if indicator.broken or indicator.remark is None else indicator.written("remark")
        if written is None:
            continue
        texts = written.value if isinstance(written.value, Mapping) else {"": written}
        read: dict[str, Template] = {}
        for lang, node in texts.items():
            path = f"{indicator.path}.remark{lang and f'.{lang}'}"
            template = _template(node, path, indicator, scope, faults)
            if template is not None:
                read[lang] = template
        if read:
            only = next(iter(read.values()))
            found[indicator.id] = {lang: read.get(lang, only) for lang in LANGS}
    return found


def _template(node: Node, path: str, indicator: Indicator, scope: Scope, faults: Faults) -> Template | None:
    """One template of an indicator, every slot of it checked."""
    template = parse_template(node, path, faults)
    if template is None:
        return None
    for slot in template.parts:
        if not isinstance(slot, str) and slot.name not in OWN_NAMES and not scope.can_read(slot.name):
            scope.resolve(Name(slot.name, span=slot.span), path, frozenset())
        elif not isinstance(slot, str):
            _check_format(slot, path, indicator, scope, faults)
    return template
