"""The parts of generated rulesets: inputs, formulas, conditions, and the rules of each kind.

Goes in: what has been declared so far. Comes out: plain values of :mod:`.written`. Values that
decide something are drawn from few, so that they meet each other often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import field, frozen, mutable
from hypothesis import strategies as st

from scorerules.testing.generated.written import Amount, Formula, Scheme, Tree

Draw = Callable[[st.SearchStrategy[Any]], Any]

UNITS: Mapping[str, tuple[str, ...]] = {
    "plain": ("",),
    "percent": ("%", "‰"),
    "money": ("元", "万元"),
    "cards": ("张",),
}
"""The units of the inputs of each class of values."""

WRITTEN_IN = {"plain": "", "percent": "%", "money": "万元", "cards": "", "quotient": "%"}
"""The unit that rules write the values of a class in."""

MODES = ("half-up", "half-even", "half-down", "up", "down", "ceiling", "floor")
TEXTS = ("甲", "乙", "丙")
DAYS = (date(2019, 1, 1), date(2019, 6, 30), date(2019, 12, 31))
STEPS = tuple(Fraction(one) for one in ("1", "0.1", "0.01", "0.5", "0.25", "5", "3"))

whole = st.integers(2, 99).map(Fraction)
decimals = st.one_of(whole, st.integers(1, 400).map(lambda n: Fraction(n, 4)))
points = st.one_of(st.integers(0, 12).map(Fraction), st.integers(-10, 300).map(lambda n: Fraction(n, 20)))
weights = st.one_of(st.integers(1, 20).map(Fraction), st.integers(1, 400).map(lambda n: Fraction(n, 20)))
roundings = st.fixed_dictionaries({"to": st.sampled_from(STEPS), "mode": st.sampled_from(MODES)})


@frozen
class Looked:
    """The value that a rule looks at."""

    cls: str
    whole_only: bool = False
    bounded: bool = False
    choices: bool = False


@mutable
class World:
    """What has been declared so far, and may be named."""

    scheme: Scheme
    numbers: dict[str, list[str]] = field(factory=dict)
    texts: list[str] = field(factory=list)
    conditions: list[str] = field(factory=list)
    days: list[str] = field(factory=list)
    parameters: dict[str, list[str]] = field(factory=dict)
    scored: list[str] = field(factory=list)

    def classes(self) -> list[str]:
        """The classes of numbers that can be named."""
        return [one for one in self.numbers if self.numbers[one]]


def chance(draw: Draw, one_in: int) -> bool:
    """True once in a while, never in the simplest example."""
    return bool(draw(st.integers(0, one_in - 1)) == one_in - 1)


def amount(draw: Draw, cls: str, numbers: st.SearchStrategy[Fraction] = decimals) -> Amount:
    """A constant of a class as rules write it."""
    return Amount(draw(numbers), WRITTEN_IN[cls])


@st.composite
def numeric_inputs(draw: Draw, cls: str) -> dict[str, Any]:
    """An input for numbers of a class."""
    unit = draw(st.sampled_from(UNITS[cls]))
    declared: dict[str, Any] = {"unit": unit} if unit else {}
    if cls != "percent" and draw(st.booleans()):
        declared["type"] = "integer"
    elif chance(draw, 4):
        declared["places"] = draw(st.sampled_from((Fraction(0), Fraction(1), Fraction(2))))
    if chance(draw, 3):
        declared[draw(st.sampled_from(("from", "above")))] = Amount(Fraction(0), WRITTEN_IN[cls])
    if chance(draw, 3):
        most = draw(st.sampled_from((Fraction(100), Fraction(200))))
        declared[draw(st.sampled_from(("upto", "below")))] = Amount(most, WRITTEN_IN[cls])
    if chance(draw, 5):
        declared["default"] = Amount(draw(whole), WRITTEN_IN[cls])
    return declared


def looked_at(cls: str, declared: Mapping[str, Any]) -> Looked:
    """What a rule may know of an input."""
    return Looked(cls, whole_only=declared.get("type") == "integer", bounded=True)


def numeric(draw: Draw, world: World, cls: str, depth: int = 1) -> Tree:
    """A formula for a number of a class; it always reads something."""
    if cls == "quotient":
        of = draw(st.sampled_from(world.classes()))
        return ("/", numeric(draw, world, of, 0), numeric(draw, world, of, depth))
    name: Tree = ("name", draw(st.sampled_from(world.numbers[cls])))
    if depth == 0 or draw(st.booleans()):
        return name
    literal: Tree = ("number", amount(draw, cls))
    other = draw(st.sampled_from((literal, numeric(draw, world, cls, depth - 1))))
    choices: list[Tree] = [
        ("+", name, other), ("-", name, other), ("max", name, other), ("min", name, other),
        ("mean", name, other), ("sum", name, other, name), ("median", name, other, literal),
        ("clamp", name, literal, other), ("abs", ("-", name, other)),
    ]  # fmt: skip
    if cls == "plain":
        choices += [("*", name, other), ("/", name, literal), ("/", name, other), ("floor", name)]
        choices += [("ceil", name), ("mod", name, literal), ("count", condition(draw, world, 0))]
    choices.append(("if", condition(draw, world, 0), name, other))
    return draw(st.sampled_from(choices))  # type: ignore[no-any-return]


def condition(draw: Draw, world: World, depth: int = 1) -> Tree:
    """A formula that is true or false."""
    choices: list[Tree] = []
    for cls in world.classes():
        name: Tree = ("name", draw(st.sampled_from(world.numbers[cls])))
        operator = draw(st.sampled_from((">=", "<", ">", "<=", "==", "!=")))
        choices += [(operator, name, ("number", amount(draw, cls)))]
    for text in world.texts:
        choices += [("==", ("name", text), ("text", draw(st.sampled_from(TEXTS))))]
        choices += [("in", ("name", text), ("text", TEXTS[0]), ("text", TEXTS[2]))]
    for day in world.days:
        choices.append(
            (draw(st.sampled_from(("<=", ">"))), ("name", day), ("date", draw(st.sampled_from(DAYS))))
        )
    choices += [("name", one) for one in world.conditions]
    choices += [("given", one) for one in world.scheme["input"]]
    picked = draw(st.sampled_from(choices))
    if depth == 0:
        return picked  # type: ignore[no-any-return]
    shape = draw(st.sampled_from(("plain", "plain", "not", "and", "or")))
    if shape == "plain":
        return picked  # type: ignore[no-any-return]
    return ("not", picked) if shape == "not" else (shape, picked, condition(draw, world, 0))


def parameter(draw: Draw, world: World, cls: str, value: Amount) -> Amount | Formula:
    """A constant, sometimes declared as a parameter and named."""
    if not chance(draw, 6):
        return value
    id_ = f"par{sum(map(len, world.parameters.values()))}"
    world.parameters.setdefault(cls, []).append(id_)
    world.scheme.setdefault("parameter", {})[id_] = {"value": value}
    return Formula(("name", id_))


def ratio(draw: Draw, world: World, look: Looked) -> dict[str, Any]:
    """A proportion of a target."""
    full = amount(draw, look.cls)
    rule: dict[str, Any] = {"full": parameter(draw, world, look.cls, full)}
    if draw(st.booleans()):
        rule["lower"] = draw(st.sampled_from(("mirror", "inverse")))
    if chance(draw, 3):
        factor = draw(st.sampled_from((Fraction(1, 2), Fraction(1), Fraction(4, 5))))
        rule["zero"] = Amount(full.number / factor if "lower" in rule else full.number * factor, full.unit)
    return rule


def _unit_size(draw: Draw, cls: str) -> Amount:
    number = draw(st.sampled_from(tuple(Fraction(one) for one in ("1", "0.5", "3", "10", "0.3"))))
    unit = draw(st.sampled_from(("%", "pp"))) if WRITTEN_IN[cls] == "%" else WRITTEN_IN[cls]
    return Amount(number, unit)


def _clause(draw: Draw, world: World, look: Looked) -> dict[str, Any]:
    side = draw(st.sampled_from(("below", "above")))
    clause: dict[str, Any] = {
        side: parameter(draw, world, look.cls, amount(draw, look.cls)),
        "each": _unit_size(draw, look.cls),
        "points": draw(points.filter(lambda one: one >= 0)),
        "partial": draw(st.sampled_from(("prorated", "whole", "started"))),
    }
    if look.whole_only and look.cls in ("plain", "cards") and chance(draw, 3):
        del clause["partial"]
        clause |= {"each": Amount(Fraction(1)), side: Amount(draw(whole))}
    if chance(draw, 3):
        word = draw(st.sampled_from(("below", "upto") if side == "below" else ("above", "from")))
        clause["zero"] = {word: amount(draw, look.cls)}
    return clause


def deduct(draw: Draw, world: World, look: Looked) -> Any:
    """Points lost per unit, in one clause or several, each with a value of its own if it likes."""
    if not chance(draw, 3):
        return _clause(draw, world, look)
    clauses = []
    for _ in range(draw(st.integers(1, 3))):
        if world.classes() and draw(st.booleans()):
            cls = draw(st.sampled_from([*world.classes(), "quotient"]))
            value = Formula(numeric(draw, world, cls))
            clauses.append({"value": value} | _clause(draw, world, Looked(cls)))
        else:
            clauses.append(_clause(draw, world, look))
    return clauses


def earn(draw: Draw, world: World, look: Looked) -> dict[str, Any]:
    """Points per unit."""
    rule: dict[str, Any] = {
        "each": _unit_size(draw, look.cls),
        "points": draw(points.filter(lambda one: one >= 0)),
        "partial": draw(st.sampled_from(("prorated", "whole", "started"))),
    }
    if chance(draw, 2):
        rule["over"] = parameter(draw, world, look.cls, amount(draw, look.cls))
    return rule


def passing(draw: Draw, world: World, look: Looked) -> dict[str, Any]:
    """A condition on the value."""
    low = amount(draw, look.cls)
    # More than 1 apart, so that some value is between them even if values are whole.
    high = Amount(low.number + 1 + draw(decimals), low.unit)
    shape = draw(st.sampled_from(("low", "high", "both", "is")))
    rule: dict[str, Any] = {}
    if shape in ("low", "both"):
        bound = low if shape == "both" else parameter(draw, world, look.cls, low)
        rule[draw(st.sampled_from(("from", "above")))] = bound
    if shape in ("high", "both"):
        rule[draw(st.sampled_from(("upto", "below")))] = high
    if shape == "is":
        rule["is"] = low
    if chance(draw, 3):
        rule["points"] = draw(points)
    if chance(draw, 3):
        rule["else"] = draw(points)
    return rule


def _cuts(draw: Draw, cls: str, most: int = 4) -> list[Amount]:
    # 2 apart, so that a row between two cuts has a value even if values are whole.
    even = st.integers(1, 49).map(lambda n: Fraction(2 * n))
    numbers = draw(st.lists(even, min_size=1, max_size=most, unique=True))
    return [Amount(one, WRITTEN_IN[cls]) for one in sorted(numbers)]


def banded(draw: Draw, cls: str, results: Callable[[], dict[str, Any]]) -> Any:
    """Rows without a hole: one-sided, two-sided, or columns."""
    cuts = _cuts(draw, cls)
    shape = draw(st.sampled_from(("from", "above", "upto", "below", "both", "columns")))
    if shape in ("from", "above", "columns"):
        cuts.reverse()
    if shape == "columns":
        name = draw(st.sampled_from(("from", "above")))
        rows = [results() for _ in range(len(cuts) + 1)]
        result = next(iter(rows[0]))
        return {name: cuts, result: [next(iter(row.values())) for row in rows]}
    if shape != "both":
        return [*({shape: cut} | results() for cut in cuts), results()]
    # Each inner boundary belongs to the row above it or to the one below it.
    belongs = [draw(st.booleans()) for _ in cuts]
    rows = [{("below" if up else "upto"): cut} for cut, up in zip(cuts, belongs, strict=True)] + [{}]
    for row, cut, up in zip(rows[1:], cuts, belongs, strict=True):
        row["from" if up else "above"] = cut
    order = draw(st.permutations(range(len(rows))))
    return [rows[index] | results() for index in order]


def bands(draw: Draw, _world: World, look: Looked) -> Any:
    """Points or shares by rows."""
    if draw(st.booleans()):
        return banded(draw, look.cls, lambda: {"points": draw(points)})
    shares = st.integers(0, 10).map(lambda n: Fraction(n, 10))
    return banded(draw, look.cls, lambda: {"share": draw(shares)})


def line(draw: Draw, _world: World, look: Looked) -> Any:
    """Straight segments between corners."""
    numbers = draw(st.lists(decimals, min_size=2, max_size=5, unique=True))
    corners = [[Amount(one, WRITTEN_IN[look.cls]), draw(points)] for one in sorted(numbers)]
    outside = draw(st.sampled_from(("hold", "hold", "zero", "error", None)))
    return corners if outside is None else {"points": corners, "outside": outside}


NUMERIC_KINDS = {
    "ratio": ratio,
    "deduct": deduct,
    "earn": earn,
    "pass": passing,
    "bands": bands,
    "line": line,
}


def scored_formula(draw: Draw, world: World, weight: Fraction, depth: int = 2) -> Tree:
    """A formula for points: it may read what others got."""
    choices: list[Tree] = [("weight",), ("number", Amount(draw(points.map(abs))))]
    choices += [
        ("of", space, one) for one in world.scored[-4:] for space in ("score", "share", "lost", "weight")
    ]
    choices += [("name", one) for one in world.numbers.get("plain", ())]
    left = draw(st.sampled_from(choices))
    if depth == 0 or chance(draw, 3):
        return left  # type: ignore[no-any-return]
    right = scored_formula(draw, world, weight, depth - 1)
    # A division by constants that come to 0 is refused when the ruleset is loaded.
    division = ("/",) if _reads(right) else ()
    operator = draw(st.sampled_from(("+", "-", "*", *division, "min", "max", "if")))
    return ("if", condition(draw, world), left, right) if operator == "if" else (operator, left, right)


def _reads(tree: Tree) -> bool:
    """Whether a formula looks at anything but constants."""
    return tree[0] in ("name", "of") or any(_reads(one) for one in tree[1:] if isinstance(one, tuple))
