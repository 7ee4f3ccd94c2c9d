"""What a ruleset of :mod:`written` gives for a record, worked out a second time from the language reference.

Nothing of the library is used here but its numbers' class, ``Fraction``: plain recursion, ``if`` and
``else``. Goes in: a ruleset and the cells of a record. Comes out: an :class:`Outcome`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from statistics import median
from typing import Any

from attrs import field, frozen
from records import Cells, Known
from written import SCALES, Amount, Formula, Scheme, Tree


class Lacks(Exception):  # noqa: N818
    """Something that is read is absent: pairs of code and id."""

    def __init__(self, needs: Iterable[tuple[str, str]]) -> None:
        super().__init__(needs)
        self.needs = frozenset(needs)


class Stops(Exception):  # noqa: N818
    """Something that is read cannot be computed; ``None`` where the record was refused."""

    def __init__(self, cause: tuple[str, str] | None) -> None:
        super().__init__(cause)
        self.cause = cause


@frozen
class Outcome:
    """What must come out.

    Args:
        refused: Keys of the record with the codes of which each gets at least one and no other.
        problems: Codes of what cannot be computed, each with its item.
        lacking: Codes and ids of what may be reported as absent; something must be if anything is here.
        scores: The scores of indicators and tiers, ``None`` for what does not apply.
        statuses: The status of every indicator.
        derived: The derived values.
        total: The total.
        grade: The grade.
    """

    refused: dict[str, frozenset[str]] = field(factory=dict)
    problems: frozenset[tuple[str, str]] = frozenset()
    lacking: frozenset[tuple[str, str]] = frozenset()
    scores: dict[str, Fraction | None] = field(factory=dict)
    statuses: dict[str, str] = field(factory=dict)
    derived: dict[str, Known | None] = field(factory=dict)
    total: Fraction | None = None
    grade: str | None = None

    @property
    def sound(self) -> bool:
        """Whether there is a result."""
        return not (self.refused or self.problems or self.lacking)


def outcome(scheme: Scheme, cells: Cells) -> Outcome:
    """The outcome of ``cells`` under ``scheme``."""
    return _Oracle(scheme, cells).outcome()


def rounded(value: Fraction, rule: dict[str, Any]) -> Fraction:
    """A number rounded by ``{ to, mode }``."""
    step = rule.get("to", Fraction(1))
    step = step.value if isinstance(step, Amount) else step
    steps = value / step
    low, rest = floor(steps), steps - floor(steps)
    match rule.get("mode", "half-up"):
        case "floor":
            up = False
        case "ceiling":
            up = rest > 0
        case "down":
            up = value < 0 and rest > 0
        case "up":
            up = value > 0 and rest > 0
        case "half-even":
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1)
        case "half-down":
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value < 0)
        case _:
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0)
    return step * (low + up)


def meets(value: Fraction, row: dict[str, Any], read: Callable[[Any], Fraction]) -> bool:
    """Whether a value is within the boundaries of a row."""
    return (
        ("from" not in row or value >= read(row["from"]))
        and ("above" not in row or value > read(row["above"]))
        and ("upto" not in row or value <= read(row["upto"]))
        and ("below" not in row or value < read(row["below"]))
    )


def rows_of(bands: Any) -> list[dict[str, Any]]:
    """Rows, also of bands that are written as columns."""
    if isinstance(bands, list):
        return bands
    longest = max(map(len, bands.values()))
    return [{name: one[index] for name, one in bands.items() if index < len(one)} for index in range(longest)]


def leaves(value: Any) -> Iterator[Tree]:
    """Every formula in a part of a ruleset, and every part of it."""
    if isinstance(value, Formula):
        yield from leaves(value.tree)
    elif isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, tuple):
        yield value
        for one in value:
            yield from leaves(one)


class _Oracle:
    def __init__(self, scheme: Scheme, cells: Cells) -> None:
        self.scheme = scheme
        self.cells = cells
        self.indicators: dict[str, dict[str, Any]] = scheme["indicator"]
        self.known: dict[str, Any] = {}
        self.refused: dict[str, frozenset[str]] = {}
        self.unreadable: set[str] = set()
        self.data = {name: self.datum(name, one) for name, one in self.declared().items()}

    def outcome(self) -> Outcome:
        problems: set[tuple[str, str]] = set()
        lacking: set[tuple[str, str]] = set()

        def attempt(of: Callable[[], Any], *, needed: bool = True) -> Any:
            try:
                return of()
            except Lacks as absence:
                if needed:
                    lacking.update(absence.needs)
            except Stops as stop:
                if needed and stop.cause is not None:
                    problems.add(stop.cause)
            return None

        derived = self.scheme.get("derived", {})
        read = {one[1] for one in leaves(self.scheme) if len(one) == 2 and one[0] == "name"}
        values = {one: attempt(lambda one=one: self.derived(one), needed=one not in read) for one in derived}
        scores = {one: attempt(lambda one=one: self.score(one)) for one in self.indicators}
        sums = {one: attempt(lambda one=one: self.tier(one)[0], needed=False) for one in self.scheme["tier"]}
        total = grade = None
        if not lacking and not problems:
            total = attempt(self.total)
            grade = None if total is None else self.grade(total)
        statuses = {one: self.statuses(one) for one in self.indicators}
        return Outcome(
            {one: codes for one, codes in self.refused.items() if codes},
            frozenset(problems), frozenset(lacking), {**scores, **sums}, statuses, values, total, grade,
        )  # fmt: skip

    def once(self, key: str, of: Callable[[], Any]) -> Any:
        """The value of ``of``, or what it raised, worked out once."""
        if key not in self.known:
            try:
                self.known[key] = of()
            except (Lacks, Stops) as stop:
                self.known[key] = stop
        found = self.known[key]
        if isinstance(found, Exception):
            raise found
        return found

    # The record

    def declared(self) -> dict[str, dict[str, Any]]:
        """What every key of the record must be."""
        found: dict[str, dict[str, Any]] = dict(self.scheme["input"])
        for id_, one in self.indicators.items():
            if "value" in one or not ({"input", "choice", "judged"} & one.keys()):
                found[id_] = {"remark-only": True}
            elif "choice" in one:
                found[id_] = {"type": "text", "choices": list(one["choice"])}
            elif "judged" in one:
                rounding = self.rounding(one)
                step = one["judged"].get("step", rounding and rounding.get("to", Fraction(1)))
                optional = one["judged"].get("remark") == "optional"
                found[id_] = {"judged": one["weight"], "step": step, "optional": optional}
            else:
                found[id_] = one["input"]
        return found

    def datum(self, name: str, declared: dict[str, Any]) -> Known | None:
        """The value of one key; notes the codes with which it is refused."""
        cell = self.cells.get(name)
        default = declared.get("default")
        codes = set(() if cell is None else cell.refused)
        if cell is None or (cell.value is None and not codes):
            return default.value if isinstance(default, Amount) else default
        value = cell.value
        if isinstance(value, Fraction):
            codes |= self.faults_of(value, declared)
        elif "choices" in declared and value is not None and value not in declared["choices"]:
            codes.add("SR404")
        if codes:
            self.unreadable.add(name)
        elif cell.lost and "judged" in declared and cell.remark is None and not declared["optional"]:
            codes.add("SR411")
        self.refused[name] = frozenset(codes)
        return None if name in self.unreadable else value

    def faults_of(self, value: Fraction, declared: dict[str, Any]) -> set[str]:
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

    # Formulas

    def read(self, name: str) -> Known:
        if name in self.scheme.get("derived", {}):
            return self.derived(name)
        if name in self.scheme.get("parameter", {}):
            return self.scheme["parameter"][name]["value"].value  # type: ignore[no-any-return]
        if name in self.unreadable:
            raise Stops(None)
        value = self.data[name]
        if value is None:
            raise Lacks([("SR420", name)])
        return value

    def number(self, parameter: Any) -> Any:
        """A constant of a rule, or what a parameter stands for."""
        if isinstance(parameter, Formula):
            return self.read(parameter.tree[1])
        return parameter.value if isinstance(parameter, Amount) else parameter

    def all(self, trees: Iterable[Tree], owner: str) -> list[Any]:
        """Values that are all needed: what is absent among them is absent together."""
        values: list[Any] = []
        needs: set[tuple[str, str]] = set()
        for tree in trees:
            try:
                values.append(self.value(tree, owner))
            except Lacks as absence:
                needs |= absence.needs
            except Stops:
                if not needs:
                    raise
        if needs:
            # A missing datum outweighs items that do not apply.
            raise Lacks({one for one in needs if one[0] == "SR420"} or needs)
        return values

    def value(self, tree: Tree, owner: str) -> Any:
        """The value of a formula in the rule of ``owner``."""
        match tree:
            case ("number", Amount() as amount):
                return amount.value
            case ("text" | "date", constant):
                return constant
            case ("name", name):
                return self.read(name)
            case ("weight",):
                return self.indicators[owner]["weight"]
            case ("of", space, id_):
                return self.of(space, id_)
            case ("given", id_):
                try:
                    self.read(id_)
                except Lacks:
                    return False
                return True
            case ("if", condition, then, otherwise):
                return self.value(then if self.value(condition, owner) else otherwise, owner)
            case ("not", operand):
                return not self.value(operand, owner)
            case ("and", left, right):
                return self.value(left, owner) and self.value(right, owner)
            case ("or", left, right):
                return self.value(left, owner) or self.value(right, owner)
            case ("in", operand, *items):
                return self.value(operand, owner) in [item[1] for item in items]
            case (operation, *operands):
                return self.operation(operation, self.all(operands, owner), owner)
        raise AssertionError(tree)

    def operation(self, operation: str, values: list[Any], owner: str) -> Any:
        first = values[0]
        if operation in ("/", "mod") and values[1] == 0:
            raise Stops(("SR500", owner))
        match operation:
            case "+" | "sum":
                return sum(values)
            case "-":
                return first - values[1]
            case "*":
                return first * values[1]
            case "/":
                return first / values[1]
            case "mod":
                return first - values[1] * floor(first / values[1])
            case "max":
                return max(values)
            case "min":
                return min(values)
            case "mean":
                return sum(values) / Fraction(len(values))
            case "median":
                return median(values)
            case "clamp":
                return min(max(first, values[1]), values[2])
            case "abs":
                return abs(first)
            case "floor":
                return Fraction(floor(first))
            case "ceil":
                return Fraction(ceil(first))
            case "count":
                return Fraction(sum(values))
            case "<" | "<=" | ">" | ">=" | "==" | "!=":
                sign = (first > values[1]) - (first < values[1])
                return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0, "==": sign == 0,
                        "!=": sign != 0}[operation]  # fmt: skip
        raise AssertionError(operation)

    def of(self, space: str, id_: str) -> Fraction:
        """``score.x`` and the like."""
        weight = self.weight(id_)
        if space == "weight":
            return weight
        score = self.score(id_) if id_ in self.indicators else self.tier(id_)[0]
        if score is None:
            raise Lacks([("SR421", id_)])
        return {"score": score, "share": score / weight, "lost": weight - score}[space]

    # Items

    def derived(self, id_: str) -> Known:
        def work() -> Any:
            one = self.scheme["derived"][id_]
            try:
                value = self.rule(one, id_)
            except Lacks:
                if "on_missing" not in one:
                    raise
                return Fraction(0) if one["on_missing"] == "zero" else self.number(one["on_missing"])
            return rounded(value, one["round"]) if "round" in one else value

        return self.once(f"derived.{id_}", work)  # type: ignore[no-any-return]

    def looked_at(self, one: dict[str, Any], id_: str) -> Any:
        return self.value(one["value"].tree, id_) if "value" in one else self.read(id_)

    def rule(self, one: dict[str, Any], id_: str) -> Any:
        """What the rule gives before limits and rounding."""
        kind = next(name for name in KINDS if name in one)
        return KINDS[kind](self, one, id_)

    def policy(self, one: dict[str, Any], key: str) -> Any:
        return one.get(key, self.scheme["ruleset"].get(key))

    def applies(self, id_: str) -> bool:
        one = self.indicators[id_]

        def work() -> bool:
            skips = self.policy(one, "on_missing") == "skip"
            try:
                if "when" in one and not self.value(one["when"].tree, id_):
                    return False
                if skips:
                    self.raw(id_)
            except Lacks:
                if skips:
                    return False
                raise
            return True

        return self.once(f"applies.{id_}", work)  # type: ignore[no-any-return]

    def raw(self, id_: str) -> Fraction:
        return self.once(f"raw.{id_}", lambda: self.rule(self.indicators[id_], id_))  # type: ignore[no-any-return]

    def score(self, id_: str) -> Fraction | None:
        """The score of an indicator; ``None`` when it does not apply and no policy gives a score."""
        return self.once(f"score.{id_}", lambda: self.settled(id_)[0])  # type: ignore[no-any-return]

    def statuses(self, id_: str) -> str:
        try:
            return self.settled(id_)[1]
        except (Lacks, Stops):
            return "none"

    def settled(self, id_: str) -> tuple[Fraction | None, str]:
        one = self.indicators[id_]
        weight = one["weight"]
        given = {"zero": Fraction(0), "full": weight}
        missing = self.policy(one, "on_missing")
        missing = missing if isinstance(missing, Fraction) else given.get(missing)
        try:
            if not self.applies(id_):
                return given.get(self.policy(one, "not_applicable")), "not_applicable"
            raw = self.raw(id_)
        except Lacks:
            if missing is None:
                raise
            return missing, "missing"
        low, high = one.get("floor", Fraction(0)), one.get("cap", weight)
        score = min(max(raw, low), high)
        rounding = self.rounding(one)
        return (min(max(rounded(score, rounding), low), high) if rounding else score), "scored"

    def rounding(self, one: dict[str, Any], level: str = "indicator") -> dict[str, Any] | None:
        own = one.get("round", self.scheme["round"].get(level))
        return None if own == "none" else own

    def weight(self, id_: str) -> Fraction:
        if id_ in self.indicators:
            return self.indicators[id_]["weight"]  # type: ignore[no-any-return]
        return sum((self.weight(one) for one in self.members(id_)), Fraction(0))

    def members(self, id_: str | None) -> list[str]:
        inside = [one for one in self.scheme["tier"] if self.scheme["tier"][one].get("under") == id_]
        return inside + [one for one in self.indicators if self.indicators[one]["tier"] == id_]

    def joined(self, members: list[str]) -> tuple[Fraction | None, Fraction, Fraction]:
        """The sum of members, the weight that leaves the total, the weight whose place the others take."""
        scores: list[Fraction] = []
        to_total = to_tier = Fraction(0)
        for id_ in members:
            if id_ in self.indicators:
                score, gone = self.score(id_), Fraction(0)
                if score is None and self.policy(self.indicators[id_], "not_applicable") == "rescale-total":
                    gone = self.weight(id_)
            else:
                score, gone = self.tier(id_)
            to_total += gone
            if score is None:
                to_tier += self.weight(id_) - gone
            else:
                scores.append(score)
        return (sum(scores, Fraction(0)) if scores else None), to_total, to_tier

    def tier(self, id_: str) -> tuple[Fraction | None, Fraction]:
        """The score of a tier, ``None`` when nothing in it applies, and the weight that leaves the total."""

        def work() -> tuple[Fraction | None, Fraction]:
            score, to_total, to_tier = self.joined(self.members(id_))
            room = self.weight(id_) - to_total
            if score is None:
                return None, to_total
            score = score * room / (room - to_tier)
            rounding = self.rounding(self.scheme["tier"][id_], "tier")
            return (rounded(score, rounding) if rounding else score), to_total

        return self.once(f"tier.{id_}", work)  # type: ignore[no-any-return]

    def total(self) -> Fraction:
        score, to_total, to_tier = self.joined(self.members(None))
        rule = self.scheme["total"]
        if score is None:
            raise Lacks([("SR422", "total")])
        total = score * rule["full"] / (rule["full"] - to_total - to_tier)
        total = max(total, rule.get("from", total))
        total = min(total, rule.get("upto", total))
        rounding = self.scheme["round"].get("total")
        return rounded(total, rounding) if rounding else total

    def grade(self, total: Fraction) -> str | None:
        rows = self.scheme.get("grade", {"bands": []})["bands"]
        return next((row["grade"] for row in rows if meets(total, row, self.number)), None)


def _ratio(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    rule, weight, value = one["ratio"], one["weight"], self.looked_at(one, id_)
    full, zero = self.number(rule["full"]), rule.get("zero")
    if "lower" not in rule:
        return Fraction(0) if zero and value < zero.value else min(weight, weight * value / full)  # type: ignore[no-any-return]
    if zero and value > zero.value:
        return Fraction(0)
    if value <= full:
        return weight  # type: ignore[no-any-return]
    return weight * (1 - (value - full) / full) if rule["lower"] == "mirror" else weight * full / value  # type: ignore[no-any-return]


def _counted(count: Fraction, partial: str | None) -> Fraction:
    if partial == "whole":
        count = Fraction(floor(count))
    elif partial == "started":
        count = Fraction(ceil(count))
    return max(count, Fraction(0))


def _deduct(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    clauses = one["deduct"] if isinstance(one["deduct"], list) else [one["deduct"]]
    own: Callable[[dict[str, Any]], Any] = lambda clause: self.looked_at(clause if "value" in clause else one, id_)  # noqa: E731
    for clause in clauses:
        if "zero" in clause and meets(own(clause), clause["zero"], self.number):
            return Fraction(0)
    lost = Fraction(0)
    needs: set[tuple[str, str]] = set()
    for clause in clauses:
        try:
            value = own(clause)
        except Lacks as absence:
            needs |= absence.needs
            continue
        except Stops:
            if needs:
                continue
            raise
        below = "below" in clause
        start = self.number(clause["below" if below else "above"])
        distance = start - value if below else value - start
        lost += clause["points"] * _counted(distance / clause["each"].value, clause.get("partial"))
    if needs:
        raise Lacks(needs)
    return one["weight"] - lost  # type: ignore[no-any-return]


def _earn(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    rule = one["earn"]
    over = rule["over"].value if "over" in rule else 0
    count = _counted((self.looked_at(one, id_) - over) / rule["each"].value, rule["partial"])
    return count * rule["points"]  # type: ignore[no-any-return]


def _pass(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    rule, value = one["pass"], self.looked_at(one, id_)
    met = value == self.number(rule["is"]) if "is" in rule else meets(value, rule, self.number)
    return rule.get("points", one["weight"]) if met else rule.get("else", Fraction(0))  # type: ignore[no-any-return]


def _bands(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    value = self.looked_at(one, id_)
    row = next(row for row in rows_of(one["bands"]) if meets(value, row, self.number))
    return one["weight"] * row["share"] if "share" in row else row.get("points", row.get("gives"))  # type: ignore[no-any-return]


def _line(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    rule = one["line"] if isinstance(one["line"], dict) else {"points": one["line"]}
    corners = [(x.value, y) for x, y in rule["points"]]
    value, outside = self.looked_at(one, id_), rule.get("outside", "hold")
    if not corners[0][0] <= value <= corners[-1][0]:
        if outside == "error":
            raise Stops(("SR510", id_))
        end = corners[0] if value < corners[0][0] else corners[-1]
        return end[1] if outside == "hold" else Fraction(0)  # type: ignore[no-any-return]
    left = max(corner for corner in corners if corner[0] <= value)
    right = min(corner for corner in corners if corner[0] >= value)
    if left == right:
        return left[1]  # type: ignore[no-any-return]
    return left[1] + (right[1] - left[1]) * (value - left[0]) / (right[0] - left[0])  # type: ignore[no-any-return]


def _choice(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    answer = self.looked_at(one, id_)
    if answer not in one["choice"]:
        raise Stops(("SR510", id_))
    return one["choice"][answer]  # type: ignore[no-any-return]


def _judged(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    return self.read(id_)  # type: ignore[return-value]


def _formula(self: _Oracle, one: dict[str, Any], id_: str) -> Fraction:
    return self.value(one["formula"].tree, id_)  # type: ignore[no-any-return]


KINDS: dict[str, Callable[[_Oracle, dict[str, Any], str], Any]] = {
    "ratio": _ratio, "deduct": _deduct, "earn": _earn, "pass": _pass, "bands": _bands, "line": _line,
    "choice": _choice, "judged": _judged, "formula": _formula,
}  # fmt: skip
