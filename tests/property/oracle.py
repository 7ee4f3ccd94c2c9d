"""What a ruleset of :mod:`written` gives for a record, worked out a second time from the language reference.

Nothing of the library is used here: fractions, plain recursion, ``if`` and ``else``. Goes in: a ruleset
and the cells of a record. Comes out: an :class:`Outcome`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import field, frozen
from oracle_records import read_cells
from oracle_rules import KINDS, Lacks, Stops, meets, operation_of, rounded
from records import Cells, Known

from scorerules.testing.generated.written import Amount, Formula, Scheme, Tree


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
        self.indicators: dict[str, dict[str, Any]] = scheme["indicator"]
        self.known: dict[str, Any] = {}
        self.record = read_cells(scheme, cells)

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
        total = attempt(self.total)
        grade = None if total is None else self.grade(total)
        statuses = {one: self.statuses(one) for one in self.indicators}
        return Outcome(
            self.record.refused,
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

    # Formulas

    def read(self, name: str) -> Known:
        if name in self.scheme.get("derived", {}):
            return self.derived(name)
        if name in self.scheme.get("parameter", {}):
            return self.scheme["parameter"][name]["value"].value  # type: ignore[no-any-return]
        if name in self.record.unreadable:
            raise Stops(None)
        value = self.record.values[name]
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
            raise Lacks(needs)
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
                return operation_of(operation, self.all(operands, owner), owner)
        raise AssertionError(tree)

    def of(self, space: str, id_: str) -> Fraction:
        """``score.x`` and the like."""
        weight = self.weight(id_)
        if space == "weight":
            return weight
        try:
            score = self.score(id_) if id_ in self.indicators else self.tier(id_)[0]
        except Lacks:
            # It is told of the item that lacks the datum; nothing follows for those that read its score.
            raise Stops(None) from None
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
