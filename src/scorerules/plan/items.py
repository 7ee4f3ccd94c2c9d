"""The steps of one indicator or derived value: applicability, value, rule, limits, rounding, score."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from scorerules.build.weights import Weighing
from scorerules.diagnostics import Faults, Words
from scorerules.formula import (
    Absent,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Name,
    Not,
    Type,
    expect,
    names,
)
from scorerules.formula.grid import Grids, grid_of
from scorerules.formula.make import all_of, call, compare, number, text
from scorerules.formula.nodes import CompareOperator
from scorerules.formula.value_type import type_words
from scorerules.kinds import REMARK_ONLY, Item, Kind, RecordKey
from scorerules.model import Derived, Indicator, Rounding, Scheme
from scorerules.numbers import Unit
from scorerules.plan.declared import check_step
from scorerules.plan.join import Member
from scorerules.plan.scope import Scope
from scorerules.plan.steps import Step
from scorerules.reading import NO_UNIT

MONEY = frozenset({"元", "美元", "欧元", "港元", "日元", "英镑"})
"""Units that nobody counts points in."""


class ItemLowering:
    """Lowers the indicators and derived values of one scheme.

    Args:
        scheme: The scheme.
        weighing: Its weights.
        keys: The record keys as declared; rules narrow those of their indicators.
        scope: The names and their types.
        faults: Where faults go.
    """

    def __init__(
        self,
        scheme: Scheme,
        weighing: Weighing,
        keys: Mapping[str, RecordKey],
        scope: Scope,
        faults: Faults,
    ) -> None:
        self.keys = dict(keys)
        self._weighing = weighing
        self._parts: dict[str, frozenset[str]] = {}
        self._by_rule: dict[str, Expr] = {}
        self._scheme = scheme
        self._scope = scope
        self._faults = faults
        self._kinds: dict[str, Kind] = {}
        self._fits: dict[str, bool] = {}
        self._scaled: dict[str, frozenset[str | None]] = {}

    def indicator(self, one: Indicator) -> list[Step]:
        """The steps of an indicator; none when it is broken."""
        weighs = one.weight is not None or self._outside(one) or self._scheme.header.weights == "none"
        if one.broken or one.kind is None or not weighs:
            return []
        rounding = self.rounding(one)
        full = self._weighing.full.get(one.id)
        item = self._item(one, full, None if rounding is None else rounding.to.value)
        if item is None:
            return []
        span, lowered = one.place(), one.kind.lowered(item)
        if lowered.applies is not None and (one.not_applicable or self._scheme.header.not_applicable):
            self._by_rule[one.id] = lowered.applies
        steps = [*self._applies(one), *self._value(one)]
        steps += [
            Step(f"{one.id}.{part.name}", one.id, "part", part.expr, words=part.words, span=span)
            for part in lowered.parts
        ]
        self._parts[one.id] = frozenset(part.name for part in lowered.parts)
        steps.append(Step(f"{one.id}.raw", one.id, "raw", lowered.raw, span=span))
        last = self._limited(one, full, f"{one.id}.raw")
        if rounding is not None:
            if last != Name(f"{one.id}.raw"):
                steps.append(Step(f"{one.id}.limited", one.id, "limited", last, span=span))
                last = Name(f"{one.id}.limited")
            step = rounded(last, rounding)
            steps.append(Step(f"{one.id}.rounded", one.id, "rounded", step, span=span))
            last = self._limited(one, full, f"{one.id}.rounded")
        steps.append(Step(f"score.{one.id}", one.id, "score", self._score(one, full, last), span=span))
        if one.explain_over is not None:
            over = compare(">", item.value, one.explain_over)
            steps.append(Step(f"{one.id}.explain", one.id, "explain", over, span=one.place("explain_over")))
        return steps

    def _outside(self, one: Indicator) -> bool:
        return one.bonus or one.penalty

    def _limited(self, one: Indicator, full: Fraction | None, step: str) -> Expr:
        """The step held within the limits of the score."""
        low, high = one.floor, one.cap
        if self._scheme.header.weights != "none" or self._outside(one):
            if low is None and not (one.penalty and one.weight is None):
                low = number(0)
            if high is None and full is not None:
                high = number(full)
        held: Expr = Name(step)
        if low is not None and high is not None:
            return call("clamp", held, low, high)
        if low is not None:
            return call("max", held, low)
        return held if high is None else call("min", held, high)

    def zeroes_tier(self, one: Indicator) -> bool:
        """Whether the indicator's rule can zero its whole tier."""
        return "zero_tier" in self._parts.get(one.id, frozenset())

    def derived(self, one: Derived) -> list[Step]:
        """The steps of a derived value; none when it is broken."""
        if one.broken or one.kind is None:
            return []
        if not one.kind.fits_derived:
            self._faults.add("SR244", one.place(), path=one.path)
            return []
        item = self._item(one, None, None)
        if item is None:
            return []
        span, lowered = one.place(), one.kind.lowered(item)
        steps = self._value(one)
        steps.append(Step(f"{one.id}.raw", one.id, "raw", lowered.raw, span=span))
        last: Expr = Name(f"{one.id}.raw")
        check_step(one, self._faults)
        if isinstance(one.round, Rounding):
            last = rounded(last, one.round)
        policy = one.on_missing
        if isinstance(policy, Fraction) or policy == "zero":
            fallback = number(policy if isinstance(policy, Fraction) else 0)
            last = Cases(((Known(Name(f"{one.id}.raw")), last),), fallback)
        elif policy in ("full", "skip"):
            self._faults.add("SR248", one.place("on_missing"), path=f"{one.path}.on_missing")
        steps.append(Step(one.id, one.id, "derived", last, span=span))
        grids = self._grids_of(one)
        raw = grid_of(lowered.raw, grids)
        self._scope.note_grid(
            one.id, grid_of(last, lambda name: raw if name == f"{one.id}.raw" else grids(name))
        )
        return steps

    def member(self, one: Indicator) -> Member:
        """The indicator as a member of its tier."""
        policy = one.not_applicable or self._scheme.header.not_applicable
        optional = self._can_leave(one) and policy not in ("full", "zero")
        settled = one.when is not None and self.policy(one) not in ("error", "skip")
        return Member(
            one.id,
            self._weighing.weights.get(one.id, Fraction(0)),
            self._weighing.full.get(one.id),
            optional,
            to_total=policy == "rescale-total",
            settled=settled,
        )

    def rounding(self, one: Indicator) -> Rounding | None:
        """The rounding of an indicator's score."""
        if one.round == "none":
            return None
        return one.round if isinstance(one.round, Rounding) else self._scheme.rounds.indicator

    def policy(self, one: Indicator) -> str | Fraction:
        """What an indicator gets when data are missing."""
        return self._scheme.header.on_missing if one.on_missing is None else one.on_missing

    def _can_leave(self, one: Indicator) -> bool:
        """Whether an indicator can be not applicable."""
        by_rule = one.id in self._by_rule
        return one.when is not None or one.may_skip or by_rule or self.policy(one) == "skip"

    def _item(self, one: Indicator | Derived, weight: Fraction | None, step: Fraction | None) -> Item | None:
        """What the rule may know of its item, with the record key narrowed by the rule."""
        kind = one.kind
        assert kind is not None
        own = self.keys.get(one.id)
        asks = kind.asks_record and isinstance(one, Indicator)
        if asks and own is not None and own.type == REMARK_ONLY and one.value is None:
            own = evolve(own, type="number")
        elif kind.reads_value and one.value is None and (own is None or own.type == REMARK_ONLY):
            self._faults.add("SR212", one.place(), path=one.path, item=one.id)
            return None
        plain_key = own if one.value is None else self._key_named(one.value)
        value = Name(f"{one.id}.value") if one.value is not None else Name(one.id)
        item = Item(
            one.id, weight, value, plain_key, step, self._grids_of(one),
            lambda part: Name(f"{one.id}.{part}"), self._faults, isinstance(one, Indicator),
        )  # fmt: skip
        if own is not None and one.value is None and own.type != REMARK_ONLY:
            before = len(self._faults)
            narrowed = kind.own_key(own, item)
            if len(self._faults) > before:
                self._fits[one.id] = False
            self.keys[one.id] = narrowed
            self._scope.note_key(narrowed)
            item = evolve(item, key=narrowed)
        self._kinds[one.id] = kind
        return item

    def _grids_of(self, one: Indicator | Derived) -> Grids:
        """The grids of names; that of the item's own value is that of its expression."""
        own = None if one.value is None else grid_of(one.value, self._scope.grid)
        return lambda name: own if name == f"{one.id}.value" else self._scope.grid(name)

    def _key_named(self, value: Expr) -> RecordKey | None:
        key = self.keys.get(value.id) if isinstance(value, Name) else None
        return None if key is None or key.type == REMARK_ONLY else key

    def _applies(self, one: Indicator) -> list[Step]:
        """The condition under which an indicator applies; none when it always does."""
        if not self._can_leave(one):
            return []
        policy = one.not_applicable or self._scheme.header.not_applicable
        # A policy that could not be read has had its own fault.
        said = one.written("not_applicable") or self._scheme.header.written("not_applicable")
        if policy is None and said is None and not self._outside(one):
            key = "when" if one.when is not None else "may_skip" if one.may_skip else "on_missing"
            span = one.place(key)
            self._faults.add("SR266", span, path=one.path, item=one.id)
        conditions: list[Expr] = [] if one.when is None else [one.when]
        if one.may_skip:
            conditions.insert(0, Not(Name(f"{one.id}.not_applicable")))
        if one.id in self._by_rule:
            conditions.append(self._by_rule[one.id])
        if self.policy(one) == "skip":
            conditions = [*map(Known, conditions), *conditions, Known(Name(f"{one.id}.raw"))]
        return [Step(f"{one.id}.applies", one.id, "applies", all_of(*conditions), span=one.place())]

    def _value(self, one: Indicator | Derived) -> list[Step]:
        if one.value is None:
            return []
        return [
            Step(
                f"{one.id}.value",
                one.id,
                "value",
                one.value,
                words=Words("指标值", "value"),
                span=one.place(),
            )
        ]

    def _score(self, one: Indicator, full: Fraction | None, last: Expr) -> Expr:
        """The score with what happens when it does not apply or data are missing."""
        rows: list[tuple[Expr, Expr]] = []
        policy = self.policy(one)
        given = {"zero": number(0)} if full is None else {"zero": number(0), "full": number(full)}
        absent = one.not_applicable or self._scheme.header.not_applicable
        leaves = self._can_leave(one)
        if full is None and (policy == "full" or (leaves and absent == "full")):
            span = one.place("on_missing" if policy == "full" else "not_applicable")
            self._faults.add("SR281", span, path=one.path, item=one.id)
        missing = number(policy) if isinstance(policy, Fraction) else given.get(policy)
        if isinstance(policy, Fraction) and full is not None and not 0 <= policy <= full:
            self._faults.add("SR249", one.place("on_missing"), path=f"{one.path}.on_missing", weight=full)
        if leaves:
            applies = Name(f"{one.id}.applies")
            if missing is not None:
                rows.append((Not(Known(applies)), missing))
            rows.append((Not(applies), given.get(absent or "", Absent(not_applicable=True))))
        if missing is not None:
            rows.append((Not(Known(Name(f"{one.id}.raw"))), missing))
        return Cases(tuple(rows), last) if rows else last

    def parameters_fit(self, owner: str) -> bool:
        """Whether every parameter that is compared with the value is in its unit; notes which is not."""
        if owner in self._fits:
            return self._fits[owner]
        kind = self._kinds.get(owner)
        if kind is None:
            return True
        before = len(self._faults)
        one: Indicator | Derived = self._scheme.indicators.get(owner) or self._scheme.derived[owner]
        value = Name(f"{owner}.value" if one.value is not None else owner, span=one.place("value"))
        if kind.reads_value:
            self._fit(value, tuple(kind.compared()), one.path)
        for own, parameters in kind.compared_apart():
            self._fit(own, parameters, one.path)
        self._fits[owner] = len(self._faults) == before
        return self._fits[owner]

    def _fit(self, value: Expr, parameters: tuple[Expr, ...], path: str) -> None:
        """Note parameters that are not in the unit of the value, or of each other where it has none."""
        before = len(self._faults)
        written = tuple(map(self._scope.written_out, parameters))
        for parameter in written:
            self._scope.infer(Compare(("<",), (value, parameter), span=parameter.span), path)
        if len(self._faults) == before and len(written) > 1:
            less: tuple[CompareOperator, ...] = tuple("<" for _ in written[1:])
            self._scope.infer(Compare(less, written), path)

    def check_type(self, step: Step, type_: Type | None) -> None:
        """What an indicator comes to is a number of points; the parts of its rule fit together."""
        self._note_scaled(step)
        if step.role == "raw" and step.owner in self._scheme.indicators:
            one = self._scheme.indicators[step.owner]
            paid = self._kinds[step.owner].paid()
            if any(isinstance(points, Const) and points.unit is not None for points in paid):
                return  # a number of points with a unit was noted where it stands
            if expect(type_, "number", step.expr, self._faults, one.path) and type_ is not None:
                self._check_points(one, type_, step)

    def _note_scaled(self, step: Step) -> None:
        """Keep what a step reads in 万元 and the like: half of it is still money, in another scale."""
        found = [self._scaled.get(name) or self._scaled.get(f"{name}.raw") for name in names(step.expr)]
        for name in names(step.expr):
            type_ = self._scope.type_of(name)
            if type_ is not None and type_.scaled is not None:
                found.append(frozenset((type_.dimension,)))
        self._scaled[step.id] = frozenset[str | None]().union(*(one for one in found if one))

    def _check_points(self, one: Indicator, type_: Type, step: Step) -> None:
        """A score is in points: 98 % of something is not 98 points, nor is an amount of money.

        A plain count is: 0.5 points for every 件 is written ``0.5 * made``. Not so what people read in
        another scale than formulas compute in, nor what is counted per something else.
        """
        dimension = type_.dimension or ""
        counted = dimension not in MONEY and not {*"/·^"}.intersection(dimension)
        if type_.percent or (dimension and (not counted or dimension in self._scaled[step.id])):
            span = step.expr.span or step.span
            self._faults.add("SR269", span, path=one.path, item=one.id, found=type_words(type_))
        for bound in (one.floor, one.cap):
            if isinstance(bound, Const) and bound.unit is not None:
                self._faults.add("SR251", bound.span, path=one.path, found=bound.unit.symbol, unit=NO_UNIT)

    def value_units(self, known: Mapping[str, Unit]) -> dict[str, Unit]:
        """The units of the values that rules look at: those of the datum, or of the rule's own bounds."""
        found: dict[str, Unit] = {}
        for owner, kind in self._kinds.items():
            one: Indicator | Derived = self._scheme.indicators.get(owner) or self._scheme.derived[owner]
            if isinstance(one.value, Name) and one.value.id in known:
                found[f"{owner}.value"] = known[one.value.id]
                continue
            written = [
                expr.unit for expr in kind.compared() if isinstance(expr, Const) and expr.unit is not None
            ]
            if written and one.value is not None:
                found[f"{owner}.value"] = next((unit for unit in written if unit.symbol == "%"), written[0])
        return found


def rounded(expr: Expr, rounding: Rounding) -> Expr:
    """The expression that rounds a step."""
    return call("round", expr, Const(rounding.to.value), text(rounding.mode))
