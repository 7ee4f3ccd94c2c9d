"""A record that would have shown a change, as a case that is ready to be added to a file.

Goes in: the record and what the ruleset makes of it. Comes out: TOML. What it expects is what the ruleset
gives today; whether that is right is for its author to say.
"""

from __future__ import annotations

from fractions import Fraction

from scorerules.numbers import Real, Unit, is_finite_decimal, plain
from scorerules.plan import Plan
from scorerules.testing.cases.accepting.texts import key_text
from scorerules.testing.cases.toml_text import case_lines, inline
from scorerules.testing.mutants.comparing import Stated, plain_record
from scorerules.testing.mutants.killing import Killer

_WITHIN = Fraction(1, 10**9)
_REASONS = "reasons"
_WHOLE = ("total", "grade", "status")
"""What is expected of a record that the changed ruleset refuses."""


def case_text(killer: Killer, name: str, plan: Plan) -> str:
    """The case, as ``[[example]]``.

    Args:
        killer: The record with what was made of it.
        name: What the case is called.
        plan: The plan of the ruleset.
    """
    stated = expected(killer.before, killer.after, plan)
    expect = [(key_text(one), inline(value)) for one, value in stated.items()]
    cohort = [plain_record(one) for one in killer.cohort] if plan.compares_records else None
    return "\n".join([*case_lines(name, killer.record, cohort, expect, plan.keys), ""])


def expected(before: Stated, after: Stated, plan: Plan) -> dict[str, object]:
    """What a case has to expect so that the change shows, as values of a TOML file."""
    if "error" in before:
        return {"error": _refusals(before["error"])}
    names = [one for one in before if "." not in one]
    # Reasons follow from scores; they are stated where nothing else shows the change.
    names = [one for one in names if one != _REASONS] or names
    if "error" in after:
        names = next(([one] for one in _WHOLE if before.get(one) is not None), names)
    if names:
        return {one: _value(before[one], unit_of(one, plan)) for one in names if before[one] is not None}
    found: dict[str, object] = {}
    for path, value in before.items():
        name, _, key = path.partition(".")
        if key.startswith("remark") or value is not None:
            inner = found.setdefault(name, {})
            unit = plan.units.get(f"{name}.value") or plan.units.get(name) if key == "value" else None
            if isinstance(inner, dict):
                inner.setdefault(key.partition(".")[0], _value(value, unit))
    return found


def unit_of(name: str, plan: Plan) -> Unit | None:
    """The unit in which a case states a name: none for a score, whatever the unit of its datum."""
    return None if f"score.{name}" in plan.exprs else plan.units.get(name)


def _refusals(told: object) -> object:
    """Codes by the key of the record; the codes alone where one has no key."""
    pairs = sorted(told) if isinstance(told, frozenset) else []
    keys = [key for _, key in pairs]
    if not all(keys) or len(set(keys)) < len(keys):
        codes = sorted({code for code, _ in pairs})
        return codes[0] if len(codes) == 1 else codes
    found: dict[str, object] = {}
    for code, key in pairs:
        inner = found
        *outer, last = key.split(".")
        for one in outer:
            deeper = inner.setdefault(one, {})
            inner = deeper if isinstance(deeper, dict) else {}
        inner[last] = code
    return found


def _value(value: object, unit: Unit | None) -> object:
    if isinstance(value, Real):
        low, _ = value.bounds(20)
        return {"near": _value(_rounded(low), unit), "within": _WITHIN}
    if not isinstance(value, Fraction):
        return list(value) if isinstance(value, tuple) else value
    number = value if unit is None else value / unit.scale
    if not is_finite_decimal(number):
        return {"near": _rounded(number), "within": _WITHIN}
    return f"{plain(number)}{unit.symbol}" if unit is not None and unit.percent else number


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * 10**12), 10**12)
