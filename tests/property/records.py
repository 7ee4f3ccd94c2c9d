"""Generated records for any ruleset, drawn near the places where its scores bend, jump or stop.

Goes in: a loaded ruleset. Comes out: cells, each with what the record says and what that means; the
boundaries of rules come from ``Kind.boundaries()`` and from the constants of formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from scorerules import Ruleset
from scorerules.formula import Const, walk
from scorerules.kinds import REMARK_ONLY, RecordKey
from scorerules.testing.generated.parts import DAYS, TEXTS, Draw, chance
from scorerules.testing.generated.written import decimal_text

Known: TypeAlias = Fraction | str | bool | date


@frozen
class Cell:
    """One key of a record.

    Args:
        written: What the record says.
        value: What that means, in base units; ``None`` when it says nothing.
        refused: Codes of which the value must get one, as it cannot be read at all.
        remark: The remark beside it.
        lost: For a judged score, the points that it says are lost.
    """

    written: object
    value: Known | None = None
    refused: tuple[str, ...] = ()
    remark: str | None = None
    lost: Fraction | None = None


Cells: TypeAlias = dict[str, Cell]


def record_of(cells: Cells) -> dict[str, Any]:
    """The record as Python values."""
    return {name: cell.written for name, cell in cells.items()}


def boundaries(ruleset: Ruleset) -> list[Const]:
    """The constants that values are compared with, in rules and in formulas."""
    found = {
        one: None
        for step in ruleset.plan.steps
        if step.role in ("applies", "value", "part", "raw", "grade")
        for one in walk(step.expr)
        if isinstance(one, Const) and isinstance(one.value, Fraction)
    }
    for item in (*ruleset.scheme.indicators.values(), *ruleset.scheme.derived.values()):
        if item.kind is not None:
            found |= {Const(value): None for value in item.kind.boundaries()}
    return list(found)


@st.composite
def cells(draw: Draw, ruleset: Ruleset, *, sound: bool = False) -> Cells:
    """A record for ``ruleset``; a ``sound`` one lacks nothing and has no value out of range."""
    constants = boundaries(ruleset)
    found: Cells = {}
    for key in ruleset.plan.keys.values():
        if key.type == REMARK_ONLY:
            if not sound and chance(draw, 12):
                found[key.id] = _only_remark(draw)
            continue
        if not sound and chance(draw, 10):
            blank = draw(st.sampled_from((None, "", "  ", "absent")))
            if blank != "absent":
                found[key.id] = Cell(blank)
            continue
        if not sound and chance(draw, 40):
            found[key.id] = _junk(draw, key)
            continue
        value = draw(values(key, constants, sound=sound or not chance(draw, 15)))
        if value is not None:
            found[key.id] = judged_cell(draw, key, value, sound=sound) if key.full else cell(draw, key, value)
    return found


def _only_remark(draw: Draw) -> Cell:
    if draw(st.booleans()):
        return Cell({"remark": "已核"}, None, remark="已核")
    return Cell(5, None, ("SR412",))


def _junk(draw: Draw, key: RecordKey) -> Cell:
    numeric = key.type in ("number", "integer")
    choices: list[tuple[object, tuple[str, ...]]] = [
        ([], ("SR402",)),
        ({"other": 1}, ("SR413",)),
        (b"5", ("SR402",)),
    ]
    if numeric:
        choices += [(float("nan"), ("SR403",)), ("5公斤", ("SR408",)), ("five", ("SR403", "SR408"))]
        choices += [(True, ("SR402",)), ("1,2", ("SR403",)), (Decimal("Infinity"), ("SR403",))]
    else:
        choices.append((5, ("SR402", "SR404")))
    written, codes = draw(st.sampled_from(choices))
    return Cell(written, None, codes)


@st.composite
def values(draw: Draw, key: RecordKey, constants: list[Const], *, sound: bool) -> Known | None:
    """A value for a key, in base units; ``sound`` ones pass its checks."""
    if key.type == "text":
        return draw(st.sampled_from(key.choices or TEXTS)) if sound else draw(st.sampled_from((*TEXTS, "丁")))  # type: ignore[no-any-return]
    if key.type == "boolean":
        return draw(st.booleans())  # type: ignore[no-any-return]
    if key.type == "date":
        return draw(st.sampled_from(DAYS)) + timedelta(draw(st.integers(-1, 1)))  # type: ignore[no-any-return]
    scale = Fraction(1) if key.unit is None else key.unit.scale
    step = key.step or scale
    near = [Fraction(0), scale, 100 * scale, *(one.value for one in constants if _fits(one, key))]
    near += [
        bound[0] for bound in (key.low, key.high) if bound is not None and isinstance(bound[0], Fraction)
    ]
    value = draw(st.sampled_from(near))
    shift = draw(st.sampled_from(("at", "at", "above", "below", "slightly", "random", "huge")))
    match shift:
        case "above" | "below":
            value += step if shift == "above" else -step
        case "slightly" if key.step is None:
            value += scale * draw(st.sampled_from((Fraction(1, 100), Fraction(-1, 10**20))))
        case "random":
            value = scale * Fraction(draw(st.integers(-5, 2100)), 10)
        case "huge":
            value = scale * draw(st.sampled_from((Fraction(10**12), Fraction(-(10**12)))))
        case _:
            pass
    if not sound:
        return value  # type: ignore[no-any-return]
    return _into(key, value)


def _fits(constant: Const, key: RecordKey) -> bool:
    percent = key.unit is not None and key.unit.percent
    return constant.value == 0 or percent == (constant.unit is not None and constant.unit.percent)


def _into(key: RecordKey, value: Fraction) -> Fraction:
    """The value moved to a multiple of the key's step and between its bounds."""
    step = key.step or Fraction(1, 10**24)
    if key.step is not None:
        value = (value / step).__floor__() * step
    low, high = key.low, key.high
    if (
        low is not None
        and isinstance(low[0], Fraction)
        and (value < low[0] or (value == low[0] and not low[1]))
    ):
        value = ((low[0] / step).__floor__() + (0 if low[1] and low[0] % step == 0 else 1)) * step
    if (
        high is not None
        and isinstance(high[0], Fraction)
        and (value > high[0] or (value == high[0] and not high[1]))
    ):
        value = ((high[0] / step).__ceil__() - (0 if high[1] and high[0] % step == 0 else 1)) * step
    return value


def cell(draw: Draw, key: RecordKey, value: Known) -> Cell:
    """One of the ways to write a value."""
    ways: list[object] = [value]
    if isinstance(value, bool):
        ways += ["是" if value else "否", "TRUE" if value else "false"]
    elif isinstance(value, date):
        ways.append(value.isoformat())
    elif isinstance(value, Fraction):
        ways = numeric_ways(value, key)
    written = draw(st.sampled_from(ways))
    if chance(draw, 8):
        return Cell({"value": written, "remark": "据实填报"}, value, remark="据实填报")
    return Cell(written, value)


def numeric_ways(value: Fraction, key: RecordKey) -> list[object]:
    """The ways to write a number of a key: bare in its unit, or as a text with a unit."""
    scale = Fraction(1) if key.unit is None else key.unit.scale
    bare, symbol = value / scale, "" if key.unit is None else key.unit.symbol
    digits = decimal_text(bare)
    ways: list[object] = [Decimal(digits), bare, digits + symbol, f" {digits} "]
    if bare.denominator == 1:
        ways += [int(bare), f"{int(bare):,}{symbol}"]
    if Fraction(repr(float(bare))) == bare:
        ways.append(float(bare))
    if key.unit is not None and key.unit.percent:
        ways.append(decimal_text(value * 1000) + "‰")
    if key.unit is not None and key.unit.base == "元":
        ways.append(decimal_text(value) + "元")
    return ways


def judged_cell(draw: Draw, key: RecordKey, value: Known, *, sound: bool) -> Cell:
    """One of the ways to give a judged score; a sound one explains the points lost."""
    assert isinstance(value, Fraction)
    assert key.full is not None
    lost, score = Decimal(decimal_text(key.full - value)), Decimal(decimal_text(value))
    remark = "酌情扣分" if sound or not chance(draw, 6) else None
    beside = {} if remark is None else {"remark": remark}
    form = draw(st.sampled_from(("score", "deduct", "both", "bare")))
    if form == "bare" and (lost == 0 or not sound):
        return Cell(score, value, lost=key.full - value)
    given: Mapping[str, object] = {"deduct": lost} if form == "deduct" else {"score": score}
    if form == "both":
        given = {"score": score, "deduct": lost}
    return Cell({**given, **beside}, value, remark=remark, lost=key.full - value)
