"""Helper of the tests of kinds: one rule by itself, read from TOML and evaluated for a record."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.document import parse_toml
from scorerules.formula import Evaluator, Expr, Missing, Name, Value
from scorerules.kinds import KINDS, Item, Kind, Lowered, RecordKey, Speaker, read_rule
from scorerules.numbers import parse_unit
from scorerules.reading import At
from scorerules.record import RecordValues, read_record
from scorerules.source import Source


@frozen
class Rule:
    """A rule of an indicator ``x`` that looks at the datum ``x``."""

    kind: Kind | None
    key: RecordKey
    lowered: Lowered | None
    codes: tuple[str, ...]
    others: Mapping[str, RecordKey]
    weight: Fraction | None

    def read(self, record: Mapping[str, Any]) -> tuple[RecordValues, tuple[str, ...]]:
        """What a record says, and the codes of its faults."""
        faults = Faults()
        values = read_record(record, {"x": self.key, **self.others}, faults)
        return values, tuple(one.code for one in faults.sorted())

    def faults(self, **record: Any) -> tuple[str, ...]:
        """The codes of the faults of a record."""
        return self.read(record)[1]

    def score(self, x: Any = None, **others: Any) -> Value | str:
        """The raw score, or why there is none."""
        return self._outcome(self.raw.raw, {"x": x, **others})

    def applies(self, x: Any = None, **others: Any) -> Value | str:
        """Whether the rule applies, or why nobody knows."""
        assert self.raw.applies is not None
        return self._outcome(self.raw.applies, {"x": x, **others})

    def _outcome(self, expr: Expr, record: Mapping[str, Any]) -> Value | str:
        values, codes = self.read(record)
        assert codes == ()
        try:
            return self._evaluator(values).value(expr)
        except Missing as absence:
            return "not applicable" if absence.not_applicable else f"missing {', '.join(absence.needs)}"

    def part(self, name: str, x: Any, **others: Any) -> Value:
        """A named part."""
        values, codes = self.read({"x": x, **others})
        assert codes == ()
        return self._evaluator(values).value(Name(f"x.{name}"))

    @property
    def raw(self) -> Lowered:
        """What the rule became."""
        assert self.lowered is not None
        assert self.codes == ()
        return self.lowered

    def _evaluator(self, values: RecordValues) -> Evaluator:
        parts = {f"x.{part.name}": part.expr for part in self.raw.parts}

        def read(name: str) -> Value:
            if name in parts:
                return evaluator.value(parts[name])
            if name in values.not_applicable:
                raise Missing(name, not_applicable=True)
            if name not in values.values:
                raise Missing(name)
            return values.values[name]

        evaluator = Evaluator(read)
        return evaluator

    def sentence(self, lang: Any = "zh") -> str:
        """The rule in words."""
        assert self.kind is not None
        return self.kind.sentence(Speaker(lang, lambda name: name, Name("x")), self.weight)


def rule(text: str, weight: int | None = 10, unit: str | None = None, **more: Any) -> Rule:
    """A rule from the TOML of its one key, or of the rows ``[[cases]]``.

    Args:
        text: Such as ``pass = { upto = 0 }``.
        weight: The weight of the indicator.
        unit: The unit of its datum.
        more: Facts of the record key, such as ``type="integer"``; ``others`` are further record keys.
    """
    faults = Faults()
    others = more.pop("others", {})
    derived = more.pop("derived", False)
    node = parse_toml(Source("rule.toml", text), faults)
    assert node is not None, [one.code for one in faults.sorted()]
    kind = read_rule(node, At("indicator.x", faults), KINDS)
    key = RecordKey("x", Words.same("X"), unit=None if unit is None else parse_unit(unit), **more)
    full = None if weight is None else Fraction(weight)
    grids = {"x": Fraction(1)} if key.type == "integer" else {}
    item = Item(
        "x", full, Name("x"), key, None, grids.get,
        lambda part: Name(f"x.{part}"), faults, scored=not derived,
    )  # fmt: skip
    lowered = None
    if kind is not None and not kind.broken:
        key = kind.own_key(key, item) if kind.reads_value else key
        lowered = kind.lowered(evolve(item, key=key))
    codes = tuple(dict.fromkeys(one.code for one in faults.sorted()))
    return Rule(kind, key, lowered, codes, others, full)
