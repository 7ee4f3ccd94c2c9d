"""What a record may hold: one key per input, and one per indicator for its own datum and its remark."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from scorerules.build.constants import read_constant
from scorerules.build.limits import crossed
from scorerules.diagnostics import Faults, Words
from scorerules.document import Node
from scorerules.kinds import RecordKey, Value, fault_of_value
from scorerules.model import Input
from scorerules.reading import Broken


def record_key(declared: Input, key_id: str, words: Words, faults: Faults) -> RecordKey:
    """The record key that an ``[input.ID]`` or an indicator's ``input`` declares."""
    type_ = declared.type or ("text" if declared.choices else "number")
    unit = declared.unit
    if unit is not None and type_ not in ("number", "integer"):
        faults.add("SR252", declared.place("unit"), path=f"{declared.path}.unit", type=type_)
    if declared.choices is not None and type_ != "text":
        faults.add("SR253", declared.place("choices"), path=f"{declared.path}.choices", type=type_)
    step, most = None, faults.limits.places
    scale = Fraction(1) if unit is None else unit.scale
    if type_ == "integer":
        step = scale
    if declared.places is not None:
        if type_ != "number":
            faults.add("SR254", declared.place("places"), path=f"{declared.path}.places", type=type_)
        elif declared.places.denominator != 1 or declared.places > most:
            faults.add("SR255", declared.place("places"), path=f"{declared.path}.places", most=most)
        else:
            step = scale / 10 ** int(declared.places)
    low = bound(declared, "from", "above", type_, faults)
    high = bound(declared, "upto", "below", type_, faults)
    if low is not None and high is not None and _nothing_between(low, high):
        crossed(declared, "upto" if declared.upto else "below", "from" if declared.from_ else "above", faults)
    key = RecordKey(
        id=key_id, words=words, type=type_, unit=unit, low=low, high=high, choices=declared.choices,
        step=step, span=declared.place(),
    )  # fmt: skip
    return with_default(key, declared, faults)


def bound(
    declared: Input, included: str, excluded: str, type_: str, faults: Faults
) -> tuple[Value, bool] | None:
    """One boundary of an input and whether it is itself allowed."""
    nodes: dict[str, Node | None] = {
        "from": declared.from_, "above": declared.above, "upto": declared.upto, "below": declared.below,
    }  # fmt: skip
    if nodes[included] is not None and nodes[excluded] is not None:
        faults.add("SR230", declared.place(excluded), path=declared.path, first=included, second=excluded)
        return None
    for name, inside in ((included, True), (excluded, False)):
        node = nodes[name]
        if node is not None:
            if type_ in ("text", "boolean"):
                faults.add("SR257", node.span, path=f"{declared.path}.{name}", type=type_)
                return None
            value = read_constant(node, type_, declared.unit, f"{declared.path}.{name}", faults)
            return None if isinstance(value, Broken) else (value, inside)
    return None


def with_default(key: RecordKey, declared: Input, faults: Faults) -> RecordKey:
    """The key with its default, which must itself be a value that a record may give."""
    if declared.default is None:
        return key
    path = f"{declared.path}.default"
    value = read_constant(declared.default, key.type, key.unit, path, faults)
    if isinstance(value, Broken):
        return key
    fault = fault_of_value(key, value)
    if fault is not None:
        faults.add("SR258", declared.default.span, path=path)
        return key
    return evolve(key, default=value)


def _nothing_between(low: tuple[Value, bool], high: tuple[Value, bool]) -> bool:
    """Whether no value meets both bounds, which are of one type."""
    if low[0] == high[0]:
        return not (low[1] and high[1])
    return low[0] > high[0]  # type: ignore[operator]
