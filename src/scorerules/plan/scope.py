"""What formulas may name, and what each name stands for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from scorerules.build.weights import Weighing
from scorerules.diagnostics import Faults, Words
from scorerules.formula import (
    Body,
    Const,
    Expr,
    Name,
    Type,
    infer,
    measured,
    names,
    resolve,
    transform,
    walk,
)
from scorerules.formula.inline import Inliner
from scorerules.formula.make import divide, minus, number
from scorerules.kinds import REMARK_ONLY, RecordKey, Value
from scorerules.model import Derived, Indicator, Named, Scheme, title
from scorerules.numbers import common_grid

SPACES = ("score", "share", "lost", "weight")
"""What a formula may ask of an indicator or a tier: ``score.x``."""


def has_faults(item: Named) -> bool:
    """Whether a fault of an item of the ruleset is already noted, so that it may lack anything."""
    return item.broken or (isinstance(item, Derived | Indicator) and item.kind is None)


def lacks_total(scheme: Scheme) -> bool:
    """Whether the fault that leaves the ruleset without a total is already noted."""
    below: tuple[Mapping[str, Named], ...] = (scheme.tiers, scheme.indicators)
    no_tiers = not scheme.tiers and (scheme.header.weights != "none" or bool(scheme.indicators))
    return (
        scheme.total.broken or no_tiers or any(has_faults(one) for group in below for one in group.values())
    )


def type_of_key(key: RecordKey) -> Type:
    """The type of what a record key holds."""
    if key.type in ("number", "integer"):
        return measured(key.unit)
    return Type(key.type, choices=key.choices)  # type: ignore[arg-type]


def grid_of_key(key: RecordKey) -> Fraction | None:
    """The number of which what a key holds is always a multiple; the full mark may be given besides."""
    return key.step if key.full is None else common_grid(key.step, key.full)


class Scope:
    """The names of one ruleset and their types.

    Args:
        scheme: The ruleset.
        keys: The keys of its records.
        weighing: Weights and full marks of every indicator and tier.
        faults: Where faults go.
    """

    def __init__(
        self, scheme: Scheme, keys: Mapping[str, RecordKey], weighing: Weighing, faults: Faults
    ) -> None:
        self._weighing = weighing
        self._faults = faults
        self._types: dict[str, Type | None] = {
            key.id: type_of_key(key) for key in keys.values() if key.type != REMARK_ONLY
        }
        self._unitless: dict[str, Fraction] = {}
        self._grids: dict[str, Fraction] = {}
        every: tuple[Mapping[str, Named], ...] = (
            scheme.inputs, scheme.parameters, scheme.functions, scheme.derived, scheme.tiers,
            scheme.indicators, scheme.outcomes, scheme.vetoes,
        )  # fmt: skip
        self._faulty = {id_ for group in every for id_, one in group.items() if has_faults(one)}
        if lacks_total(scheme):
            self._faulty |= {"total", "grade"}
        if scheme.grade is not None and scheme.grade.broken:
            self._faulty.add("grade")
        titles: dict[str, Words] = {key.id: key.words for key in keys.values()}
        groups: tuple[Mapping[str, Named], ...] = (
            scheme.parameters, scheme.derived, scheme.tiers, scheme.indicators, scheme.outcomes,
        )  # fmt: skip
        for group in groups:
            titles |= {id_: title(one) for id_, one in group.items()}
        self._bare = {*self._types, *scheme.parameters, *scheme.derived, *scheme.outcomes}
        self._parts: set[str] = set()
        self._inliner: Inliner | None = None
        self._scored = (*scheme.tiers, *scheme.indicators)
        spaced = {f"{space}.{one}": titles[one] for space in SPACES for one in self._scored}
        self._known = {name: titles[name] for name in self._bare} | spaced
        for key in keys.values():
            self.note_key(key)

    def grid(self, name: str) -> Fraction | None:
        """The number of which the value with this id is always a multiple; ``None`` when none is known."""
        return self._grids.get(name)

    def note_grid(self, name: str, grid: Fraction | None) -> None:
        """Keep the grid of a derived value."""
        if grid is not None:
            self._grids[name] = grid

    def note_constant(self, name: str, type_: Type, value: Value) -> None:
        """Keep the type of a parameter."""
        self._types[name] = type_
        if isinstance(value, Fraction):
            self._grids[name] = abs(value)

    def note_bare(self, name: str, value: Fraction) -> None:
        """Keep the value of a parameter that has no unit."""
        self._unitless[name] = value

    def written_out(self, expr: Expr) -> Expr:
        """The expression with the numbers of parameters without a unit in the place of their names.

        95 beside a percentage is as wrong in a parameter as it is in the rule itself.
        """

        def number_of(node: Expr) -> Expr:
            if isinstance(node, Name) and node.id in self._unitless:
                return Const(self._unitless[node.id], span=node.span)
            return node

        return transform(expr, number_of)

    def note_type(self, name: str, type_: Type | None) -> None:
        """Keep the type of a step, for the expressions that read it.

        Only a number that somebody wrote can lack its unit: what is computed from numbers does not.
        """
        self._types[name] = None if type_ is None else evolve(type_, bare=False)

    def note_key(self, key: RecordKey) -> None:
        """Keep what a rule made of the record key of its indicator."""
        self.note_grid(key.id, grid_of_key(key))
        if key.type != REMARK_ONLY:
            self._types[key.id] = type_of_key(key)
            self._bare.add(key.id)
            self._known[key.id] = key.words
        for part in key.parts:
            self._types[part.id] = type_of_key(part)
            self._parts.add(part.id)
            self.note_grid(part.id, grid_of_key(part))

    def type_of(self, name: str) -> Type | None:
        """The type of a name, ``None`` when it is unknown or has a fault."""
        return self._types.get(name)

    @property
    def types(self) -> Mapping[str, Type]:
        """The types of all names that are known."""
        return {name: type_ for name, type_ in self._types.items() if type_ is not None}

    def infer(self, expr: Expr, path: str) -> Type | None:
        """The type of an expression; faults are noted at their places."""
        return infer(expr, self._types.get, self._faults, path)

    def can_read(self, name: str) -> bool:
        """Whether a template may show ``name``."""
        return name in self._known

    def note_functions(self, bodies: Mapping[str, Body]) -> None:
        """Keep what the ruleset's own functions stand for."""
        self._inliner = Inliner(bodies, self._faults) if bodies else None

    def resolve(self, expr: Expr, path: str, own: frozenset[str]) -> Expr:
        """Put in what functions, ``share``, ``lost`` and ``weight`` stand for, and check every name.

        Args:
            expr: The expression.
            path: Where it stands in the ruleset.
            own: Ids of steps, which authors cannot name but rules may.
        """
        if self._inliner is not None:
            expr = self._inliner.inline(expr, path)
        for node in walk(expr):
            if (
                isinstance(node, Name)
                and node.id not in self._known
                and node.id not in own
                and node.id not in self._parts
                and self._faulty.isdisjoint(node.id.split(".")[:2])
            ):
                if node.id in self._scored:
                    self._faults.add("SR265", node.span, path=path, id=node.id)
                else:
                    resolve(node, self._known, self._faults, path)
        if not any(one.partition(".")[0] in SPACES[1:] for one in names(expr)):
            return expr
        return transform(expr, self._spelled_out)

    def _spelled_out(self, node: Expr) -> Expr:
        if not isinstance(node, Name):
            return node
        space, _, item = node.id.partition(".")
        if space not in SPACES[1:] or item not in self._scored:
            return node
        weight = self._weighing.weights.get(item)
        if space == "weight":
            return node if weight is None else number(weight)
        full, score = self._weighing.full.get(item), Name(f"score.{item}", span=node.span)
        if full is None:
            self._faults.add("SR280", node.span, path=item, name=node.id, id=item)
            return score
        return divide(score, number(full)) if space == "share" else minus(number(full), score)
