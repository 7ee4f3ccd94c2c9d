"""The expectations of an example: which value of a result must be what, exactly.

Goes in: the ``expect`` table of an example. Comes out: a flat list of comparisons, each with the place of
the expected value, so that a difference is shown where the author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import attrs
from attrs import frozen

from scorerules.build.constants import read_constant
from scorerules.diagnostics import Faults, Fix, Words
from scorerules.diagnostics.near import near, same
from scorerules.document import Node
from scorerules.model import Example, Scheme
from scorerules.numbers import Unit
from scorerules.plan import Plan
from scorerules.reading import At, Broken, ListOf, Text
from scorerules.source import Span

INDICATOR_FIELDS = {
    "score": "number",
    "deduction": "number",
    "value": "value",
    "status": "text",
    "remark": "text",
}
TIER_FIELDS = {"score": "number", "deduction": "number", "status": "text"}
DERIVED_FIELDS = {"value": "value", "status": "text"}
OUTCOME_FIELDS = {"value": "value", "grade": "text", "status": "text"}
WHOLE = {"total": "number", "grade": "text", "status": "text", "vetoes": "ids"}
"""What can be expected of the whole result."""

ERROR = "error"


@frozen
class Near:
    """A number that is not rational: within ``within`` of ``near``."""

    near: Fraction
    within: Fraction


Expected: TypeAlias = Fraction | str | bool | date | tuple[str, ...] | Near


@frozen
class Expectation:
    """One value that a result must have.

    Args:
        path: What it is about: ``total``, ``cards_made``, ``cards_made.remark``.
        id: The indicator, tier or derived value; ``total`` or ``grade``.
        field: Which of its values: ``score``, ``deduction``, ``value``, ``status``, ``remark``.
        expected: The value, numbers in base units.
        span: Where it is written.
    """

    path: str
    id: str
    field: str
    expected: Expected
    span: Span = attrs.field(eq=False, repr=False)


@frozen(order=True)
class Refusal:
    """A fault that a record is refused with.

    Args:
        code: The code of the message.
        key: The key of the record it is about, such as ``spo2``; empty where only the code is expected.
    """

    code: str
    key: str = ""

    def __str__(self) -> str:
        """The code, with its key: ``SR407 (spo2)``."""
        return f"{self.code} ({self.key})" if self.key else self.code


@frozen
class Expectations:
    """What an example expects: values, or the faults of its record."""

    values: tuple[Expectation, ...] = ()
    errors: tuple[Refusal, ...] = ()


def expectations(example: Example, scheme: Scheme, plan: Plan, faults: Faults) -> Expectations:
    """Read the ``expect`` of an example.

    Args:
        example: The example.
        scheme: The ruleset it belongs to.
        plan: Its plan.
        faults: Where unknown ids (SR601, SR602) and values of the wrong type go.
    """
    if example.expect is None or not isinstance(example.expect.value, Mapping):
        return Expectations()
    reader = _Reader(scheme, plan, faults, f"{example.path}.expect")
    errors: tuple[Refusal, ...] = ()
    for name, node in example.expect.value.items():
        if name == ERROR:
            errors = tuple(_refusals(node, At(f"{example.path}.expect.error", faults), ()))
        else:
            reader.read(name, node)
    if errors and reader.found:
        faults.add("SR604", example.expect.value[ERROR].span, path=f"{example.path}.expect.error")
    return Expectations(tuple(reader.found), errors)


def _refusals(node: Node, at: At, keys: tuple[str, ...]) -> Iterator[Refusal]:
    """One code, several, or a table that has them by the keys of the record."""
    if isinstance(node.value, Mapping):
        for key, item in node.value.items():
            yield from _refusals(item, at.under(key), (*keys, key))
        return
    read = ListOf(Text(), one=True).read(node, at)
    for code in () if isinstance(read, Broken) else read:
        yield Refusal(code, ".".join(keys))


class _Reader:
    """Reads the expected values of one example."""

    def __init__(self, scheme: Scheme, plan: Plan, faults: Faults, path: str) -> None:
        self.found: list[Expectation] = []
        self._scheme = scheme
        self._plan = plan
        self._faults = faults
        self._path = path
        # What is expected of an item with a fault would be measured by that fault.
        self._faulty = {".".join((one.path or "").split(".")[:2]) for one in faults.sorted()}

    def read(self, name: str, node: Node) -> None:
        """What is expected of one id."""
        if name in WHOLE:
            self._add(name, name, "value", WHOLE[name], node)
        elif name in self._scheme.indicators:
            self._item(name, node, INDICATOR_FIELDS, "score")
        elif name in self._scheme.tiers:
            self._item(name, node, TIER_FIELDS, "score")
        elif name in self._scheme.derived:
            self._item(name, node, DERIVED_FIELDS, "value")
        elif name in self._scheme.outcomes:
            self._item(name, node, OUTCOME_FIELDS, "value")
        else:
            known = [
                *self._scheme.indicators,
                *self._scheme.tiers,
                *self._scheme.derived,
                *self._scheme.outcomes,
                *WHOLE,
                ERROR,
            ]
            nearest = near(name, known)
            words = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
            span, right = node.key_span or node.span, same(name, known)
            fix = Fix(span, right) if right is not None and span.text == name else None
            self._faults.add("SR601", span, path=f"{self._path}.{name}", fix=fix, id=name, nearest=words)

    def _item(self, name: str, node: Node, fields: Mapping[str, str], default: str) -> None:
        if not isinstance(node.value, Mapping) or "near" in node.value:
            self._add(name, name, default, fields[default], node)
            return
        for key, item in node.value.items():
            if key in fields:
                self._add(f"{name}.{key}", name, key, fields[key], item)
            else:
                listed = ", ".join(f"`{one}`" for one in fields)
                span = item.key_span or item.span
                self._faults.add(
                    "SR602", span, path=f"{self._path}.{name}.{key}", key=key, of=name, keys=listed
                )

    def _add(self, path: str, name: str, key: str, type_: str, node: Node) -> None:
        value = self._value(f"{self._path}.{path}", name, type_, node)
        if not isinstance(value, Broken):
            self.found.append(Expectation(path, name, key, value, node.span))

    def _value(self, path: str, name: str, type_: str, node: Node) -> Expected | Broken:
        if type_ == "ids" or (type_ == "value" and node.is_array):
            ids = ListOf(Text()).read(node, At(path, self._faults))
            return ids if isinstance(ids, Broken) else tuple(ids)
        unit = self._unit(name) if type_ == "value" else None
        if isinstance(node.value, Mapping):
            return self._near(node, node.value, unit, path)
        if type_ == "value":
            key = self._plan.keys.get(name)
            type_ = "number" if key is None or key.type in ("integer", "remark") else key.type
            known = self._plan.kinds.get(name)
            if self._computed(name) and known in ("number", "text", "boolean", "date"):
                type_ = known
            elif isinstance(node.value, bool):
                type_ = "boolean"
            elif self._computed(name) and isinstance(node.value, date):
                type_ = "date"
            elif self._computed(name) and isinstance(node.value, str) and not _starts_a_number(node.value):
                type_ = "text"
        faulty = not self._faulty.isdisjoint((f"derived.{name}", f"outcome.{name}"))
        return read_constant(node, type_, unit, path, self._faults.apart() if faulty else self._faults)

    def _computed(self, name: str) -> bool:
        return name in self._scheme.derived or name in self._scheme.outcomes

    def _unit(self, name: str) -> Unit | None:
        if self._computed(name):
            return self._plan.units.get(name)
        return self._plan.units.get(f"{name}.value") or self._plan.units.get(name)

    def _near(self, node: Node, table: Mapping[str, Node], unit: Unit | None, path: str) -> Near | Broken:
        parts = []
        for key in ("near", "within"):
            if key not in table or len(table) != 2:
                expected = Words(
                    "一个值，或 { near = …, within = … }", "a value, or { near = …, within = … }"
                )
                return At(path, self._faults).wrong(node, expected)
            read = read_constant(table[key], "number", unit, f"{path}.{key}", self._faults)
            if not isinstance(read, Fraction):
                return read if isinstance(read, Broken) else Broken()
            parts.append(read)
        return Near(*parts)


def _starts_a_number(text: str) -> bool:
    return text.strip()[:1] in set("0123456789+-.") or not text.strip()
