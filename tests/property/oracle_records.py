"""What the cells of a record mean under a ruleset, for :mod:`oracle`: values, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import field, frozen
from oracle_rules import meets
from records import Cell, Cells, Known

from scorerules.testing.generated.written import SCALES, Amount, Scheme


@frozen
class Reading:
    """What a record says.

    Args:
        values: The value of every key, defaults included; ``None`` when there is none.
        refused: The codes that each key may get.
        unreadable: Keys whose value cannot be used.
    """

    values: dict[str, Known | None] = field(factory=dict)
    refused: dict[str, frozenset[str]] = field(factory=dict)
    unreadable: set[str] = field(factory=set)


def read_cells(scheme: Scheme, cells: Cells) -> Reading:
    """Check every cell against what the ruleset declares."""
    reading = Reading()
    for name, declared in declared_keys(scheme).items():
        _datum(reading, name, cells.get(name, Cell(None)), declared)
    return reading


def declared_keys(scheme: Scheme) -> dict[str, dict[str, Any]]:
    """What every key of the record must be."""
    found: dict[str, dict[str, Any]] = dict(scheme["input"])
    for id_, one in scheme["indicator"].items():
        if "value" in one or not ({"input", "choice", "judged"} & one.keys()):
            found[id_] = {"remark-only": True}
        elif "choice" in one:
            found[id_] = {"type": "text", "choices": list(one["choice"])}
        elif "judged" in one:
            rounding = one.get("round", scheme["round"].get("indicator"))
            rounding = None if rounding == "none" else rounding
            step = one["judged"].get("step", rounding and rounding.get("to", Fraction(1)))
            optional = one["judged"].get("remark") == "optional"
            found[id_] = {"judged": one["weight"], "step": step, "optional": optional}
        else:
            found[id_] = one["input"]
    return found


def _datum(reading: Reading, name: str, cell: Cell, declared: dict[str, Any]) -> None:
    value, codes = cell.value, set(cell.refused)
    if value is None and not codes:
        default = declared.get("default")
        reading.values[name] = default.value if isinstance(default, Amount) else default
        return
    if isinstance(value, Fraction):
        codes |= faults_of(value, declared)
    elif "choices" in declared and value is not None and value not in declared["choices"]:
        codes.add("SR404")
    if codes:
        reading.unreadable.add(name)
    elif cell.lost and "judged" in declared and cell.remark is None and not declared["optional"]:
        codes.add("SR411")
    reading.values[name] = None if name in reading.unreadable else value
    if codes:
        reading.refused[name] = frozenset(codes)


def faults_of(value: Fraction, declared: dict[str, Any]) -> set[str]:
    """The codes of the checks that a number does not pass."""
    codes = set()
    shown = value / SCALES[declared.get("unit", "")]
    if declared.get("type") == "integer" and shown.denominator != 1:
        codes.add("SR405")
    if "places" in declared and (shown * 10 ** int(declared["places"])).denominator != 1:
        codes.add("SR406")
    if not meets(value, declared, lambda bound: bound.value):
        codes.add("SR407")
    if "judged" in declared:
        if not 0 <= value <= declared["judged"]:
            codes.add("SR409")
        if declared["step"] and (value / declared["step"]).denominator != 1:
            codes.add("SR406")
    return codes
