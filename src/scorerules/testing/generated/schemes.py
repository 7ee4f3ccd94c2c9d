"""Generated rulesets as wholes: inputs, derived values, tiers down to the third level, total, grade."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from scorerules.testing.generated.parts import (
    NUMERIC_KINDS,
    STEPS,
    TEXTS,
    UNITS,
    WRITTEN_IN,
    Draw,
    Looked,
    World,
    banded,
    chance,
    condition,
    decimals,
    line,
    looked_at,
    numeric,
    numeric_inputs,
    points,
    roundings,
    scored_formula,
    weights,
)
from scorerules.testing.generated.written import Amount, Formula, Scheme

MISSING = ("error", "zero", "full", "skip")
NOT_APPLICABLE = ("rescale-tier", "rescale-total", "full", "zero")
MOST_INDICATORS = 6

OTHER_KINDS = ("choice", "judged", "formula")
"""The kinds of rule that look at no number, or at several."""


@st.composite
def schemes(draw: Draw, *, kinds: tuple[str, ...] | None = None) -> Scheme:
    """A whole ruleset.

    Args:
        draw: Hypothesis.
        kinds: The kinds of rule that indicators may have; all unless said.
    """
    scheme: Scheme = {"ruleset": {"id": "generated"}, "round": {}, "input": {}}
    world = World(scheme)
    for name in ("indicator", "tier", "total"):
        if chance(draw, 3):
            scheme["round"][name] = draw(roundings)
    if chance(draw, 5):
        scheme["ruleset"]["on_missing"] = draw(st.sampled_from(MISSING))
    if chance(draw, 3):
        scheme["ruleset"]["not_applicable"] = draw(st.sampled_from(NOT_APPLICABLE))
    _inputs(draw, world)
    _derived(draw, world)
    _tiers(draw, world, kinds)
    full = sum((one["weight"] for one in scheme["indicator"].values()), Fraction(0))
    scheme["total"] = {"full": full}
    if chance(draw, 6):
        scheme["total"]["from"] = draw(points)
    if chance(draw, 6):
        scheme["total"]["upto"] = full - draw(points)
    if scheme["total"].get("from", 0) > scheme["total"].get("upto", full) and "from" in scheme["total"]:
        del scheme["total"]["from"]
    if draw(st.booleans()):
        _grade(draw, scheme, full)
    return scheme


def _inputs(draw: Draw, world: World) -> None:
    declared = world.scheme["input"]
    classes = draw(st.lists(st.sampled_from(tuple(UNITS)), min_size=1, max_size=4))
    for index, cls in enumerate(classes):
        id_ = f"数{index}" if index == 2 else f"x{index}"
        declared[id_] = draw(numeric_inputs(cls))
        world.numbers.setdefault(cls, []).append(id_)
    if draw(st.booleans()):
        declared["answer"] = {"type": "text"} | ({"choices": list(TEXTS)} if draw(st.booleans()) else {})
        if chance(draw, 4):
            declared["answer"]["default"] = draw(st.sampled_from(TEXTS))
        world.texts.append("answer")
    if draw(st.booleans()):
        declared["flag"] = {"type": "boolean"} | ({"default": draw(st.booleans())} if chance(draw, 4) else {})
        world.conditions.append("flag")
    if chance(draw, 3):
        declared["day"] = {"type": "date"}
        world.days.append("day")


def _derived(draw: Draw, world: World) -> None:
    for index in range(draw(st.integers(0, 3))):
        id_ = f"d{index}"
        cls = draw(st.sampled_from([*world.classes(), "quotient"]))
        shape = draw(st.sampled_from(("formula", "condition", "bands", "line", "choice")))
        one: dict[str, Any] = {}
        if shape == "formula":
            one["formula"] = Formula(numeric(draw, world, cls, 2))
            if cls in ("percent", "quotient") and draw(st.booleans()):
                one["unit"] = "%"
                gives = "percent"
            elif cls == "percent":
                gives = "quotient"
            else:
                gives = cls
        elif shape == "condition":
            one["formula"] = Formula(condition(draw, world))
            gives = "condition"
        elif shape == "choice" and world.texts:
            one["value"] = Formula(("name", world.texts[0]))
            one["choice"] = {text: draw(decimals) for text in TEXTS}
            gives = "plain"
        else:
            one["value"] = Formula(numeric(draw, world, cls))
            one["bands" if shape != "line" else "line"] = (
                banded(draw, cls, lambda: {"gives": draw(decimals)})
                if shape != "line"
                else line(draw, world, Looked(cls))
            )
            gives = "plain"
        if gives != "condition":
            if chance(draw, 3):
                step = Amount(draw(st.sampled_from(STEPS)), WRITTEN_IN[gives])
                one["round"] = {"to": step, "mode": draw(roundings)["mode"]}
            if chance(draw, 5):
                one["on_missing"] = draw(
                    st.sampled_from(("zero", draw(decimals) if gives == "plain" else "zero"))
                )
        world.scheme.setdefault("derived", {})[id_] = one
        if gives == "condition":
            world.conditions.append(id_)
        elif gives != "quotient":
            world.numbers.setdefault(gives, []).append(id_)


def _tiers(draw: Draw, world: World, kinds: tuple[str, ...] | None) -> None:
    scheme = world.scheme
    scheme["tier"], scheme["indicator"] = {}, {}
    for _ in range(draw(st.integers(1, 3))):
        inside = len(world.scored)
        top = _tier(draw, world, None, 1, kinds)
        # A tier can be read once everything in it has been declared.
        world.scored = [*world.scored[:inside], *world.scored[inside:], top]


def _tier(draw: Draw, world: World, under: str | None, level: int, kinds: tuple[str, ...] | None) -> str:
    tiers, indicators = world.scheme["tier"], world.scheme["indicator"]
    id_ = f"t{len(tiers)}"
    tiers[id_] = {} if under is None else {"under": under}
    if chance(draw, 4):
        tiers[id_]["round"] = draw(st.one_of(st.just("none"), roundings))
    before = len(indicators)
    below = 0 if level == 3 else draw(st.sampled_from((0, 0, 1, 2)))
    children = [_tier(draw, world, id_, level + 1, kinds) for _ in range(below)]
    room = MOST_INDICATORS - len(indicators)
    own = draw(st.integers(0 if children else 1, max(1, min(3, room))))
    for _ in range(own):
        name = f"指标{len(indicators)}" if len(indicators) == 1 else f"i{len(indicators)}"
        indicators[name] = {"tier": id_} | _indicator(draw, world, kinds)
        world.scored.append(name)
        children.append(name)
    if chance(draw, 4):
        tiers[id_]["order"] = draw(st.permutations(children))
    if draw(st.booleans()):
        inside = list(indicators.values())[before:]
        tiers[id_]["weight"] = sum((one["weight"] for one in inside), Fraction(0))
    return id_


def _indicator(draw: Draw, world: World, kinds: tuple[str, ...] | None) -> dict[str, Any]:
    weight = draw(weights)
    one: dict[str, Any] = {"weight": weight}
    kind = draw(st.sampled_from(kinds or (*NUMERIC_KINDS, *OTHER_KINDS)))
    if kind == "judged":
        one["judged"] = _judged(draw)
    elif kind == "choice":
        one["choice"] = {text: draw(points) for text in TEXTS}
        if world.texts and draw(st.booleans()):
            one["value"] = Formula(("name", world.texts[0]))
    elif kind == "formula":
        one["formula"] = Formula(scored_formula(draw, world, weight))
    elif kind == "pass" and world.texts and chance(draw, 4):
        one["value"] = Formula(("name", world.texts[0]))
        one["pass"] = {"is": draw(st.sampled_from(TEXTS))}
    else:
        look = _value(draw, world, one)
        one[kind] = NUMERIC_KINDS[kind](draw, world, look)
        if isinstance(one[kind], list) and kind == "deduct" and all("value" in row for row in one[kind]):
            one.pop("value", None)
            one.pop("input", None)
    _modifiers(draw, world, one, weight)
    return one


def _value(draw: Draw, world: World, one: dict[str, Any]) -> Looked:
    """Give an indicator the value that its rule looks at."""
    if draw(st.booleans()):
        cls = draw(st.sampled_from(tuple(UNITS)))
        one["input"] = draw(numeric_inputs(cls))
        return looked_at(cls, one["input"])
    cls = draw(st.sampled_from([*world.classes(), "quotient"]))
    tree = numeric(draw, world, cls)
    one["value"] = Formula(tree)
    return Looked(cls)


def _judged(draw: Draw) -> dict[str, Any]:
    rule: dict[str, Any] = {}
    if draw(st.booleans()):
        rule["step"] = draw(st.sampled_from(STEPS))
    if draw(st.booleans()):
        rule["remark"] = draw(st.sampled_from(("required", "optional")))
    return rule


def _modifiers(draw: Draw, world: World, one: dict[str, Any], weight: Fraction) -> None:
    header = world.scheme["ruleset"]
    if chance(draw, 4):
        one["when"] = Formula(condition(draw, world))
    if chance(draw, 3):
        choices: list[Any] = [*MISSING, weight / 2, weight]
        one["on_missing"] = draw(st.sampled_from(choices))
    can_leave = "when" in one or one.get("on_missing", header.get("on_missing")) == "skip"
    if (can_leave and "not_applicable" not in header) or chance(draw, 6):
        one["not_applicable"] = draw(st.sampled_from(NOT_APPLICABLE))
    if chance(draw, 5):
        one["round"] = draw(st.one_of(st.just("none"), roundings))
    if chance(draw, 6):
        one["floor"] = draw(st.sampled_from((Fraction(-5), Fraction(1), weight / 2)))
    if chance(draw, 6):
        one["cap"] = draw(st.sampled_from((weight / 2, weight, weight + 5)))
    if one.get("floor", 0) > one.get("cap", weight):
        del one["floor"]
    if chance(draw, 6):
        one["remark"] = "得{score:.2}分，扣{lost}分，权重{weight}"


def _grade(draw: Draw, scheme: Scheme, full: Fraction) -> None:
    """Rows whose boundaries are possible totals, strictly inside 0 to the full mark."""
    step = scheme["round"].get("total", {}).get("to", full / 40)
    items = [*scheme["tier"].values(), *scheme["indicator"].values()]
    rules = [*scheme["round"].values(), *(one["round"] for one in items if "round" in one)]
    # Where parts are rounded coarsely, totals in between never occur, which the library knows.
    step = max([step, *(rule["to"] for rule in rules if rule != "none")])
    cuts = [step * k for k in range(1, 60) if step * k < full - step]
    if not cuts:
        return
    chosen = sorted(draw(st.lists(st.sampled_from(cuts), min_size=1, max_size=4, unique=True)))
    shape = draw(st.sampled_from(("from", "above", "upto", "below")))
    if shape in ("from", "above"):
        chosen.reverse()
    rows = [{shape: cut, "grade": f"{index + 1}级"} for index, cut in enumerate(chosen)]
    scheme["grade"] = {"bands": [*rows, {"grade": "末级"}]}
