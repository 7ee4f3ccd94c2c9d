"""The expectations of an example: which value of a result must be what, exactly.

Goes in: the ``expect`` table of an example. Comes out: a flat list of comparisons, each with the place of
the expected value, so that a difference is shown where the author wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import attrs
from attrs import frozen

from scorerules.build.constants import read_constant
from scorerules.diagnostics import Faults, Fix, Words
from scorerules.diagnostics.near import near, same
from scorerules.document import Node
from scorerules.kinds import REMARK_ONLY
from scorerules.model import Example, Scheme
from scorerules.numbers import Unit
from scorerules.plan import Plan
from scorerules.reading import At, Broken, ListOf, Text
from scorerules.record.values import day, truth
from scorerules.source import Span

INDICATOR_FIELDS = {
    "score": "number",
    "deduction": "number",
    "share": "number",
    "value": "value",
    "status": "text",
    "remark": "said",
}
TIER_FIELDS = {"score": "number", "deduction": "number", "share": "number", "status": "text"}
DERIVED_FIELDS = {"value": "value", "status": "text"}
OUTCOME_FIELDS = {"value": "value", "grade": "text", "grade_name": "said", "status": "text"}
VETO_FIELDS = {"acted": "boolean"}
"""What can be expected of an item, and its type; what is meant when nothing is said comes first."""

WHOLE = {
    "total": "number",
    "grade": "text",
    "grade_name": "said",
    "status": "text",
    "vetoes": "ids",
    "reasons": "ids",
}
"""What can be expected of the whole result."""

ERROR = "error"


def fields_of(name: str, scheme: Scheme) -> Mapping[str, str]:
    """What can be expected of an item, with the type of each, the usual first; empty when there is none."""
    groups: tuple[tuple[Collection[str], Mapping[str, str]], ...] = (
        (scheme.indicators, INDICATOR_FIELDS),
        (scheme.tiers, TIER_FIELDS),
        (scheme.derived, DERIVED_FIELDS),
        (scheme.outcomes, OUTCOME_FIELDS),
        (scheme.vetoes, VETO_FIELDS),
    )
    return next((fields for names, fields in groups if name in names), {})


def default_field(name: str, scheme: Scheme) -> str:
    """Which value of an item is meant when nothing is said; empty for the values of :data:`WHOLE`."""
    return next(iter(fields_of(name, scheme)), "")


def kind_of(name: str, field: str, scheme: Scheme, plan: Plan) -> str:
    """The kind of value that is expected.

    Args:
        name: An item, or one of :data:`WHOLE`.
        field: Which of its values; the usual one when it is empty.
        scheme: The ruleset.
        plan: Its plan.

    Returns:
        ``number``, ``text``, ``boolean``, ``date``, ``ids``; ``said`` for a text that is said in either
        language; ``value`` when nobody knows.
    """
    fields = fields_of(name, scheme)
    if not fields:
        return WHOLE.get(name, "value")
    kind = fields.get(field or default_field(name, scheme), "value")
    if kind != "value":
        return kind
    if name in scheme.derived or name in scheme.outcomes:
        return plan.kinds.get(name, kind)
    key = plan.keys.get(name)
    return "number" if key is None or key.type in ("integer", REMARK_ONLY) else key.type


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
        id: The item, or what is expected of the whole result, such as ``total``.
        field: Which of its values, such as ``score`` or ``remark``; empty for the whole result.
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
        fields = fields_of(name, self._scheme)
        # Only some of the words for the whole result are no ids.
        if fields:
            self._item(name, node, fields)
        elif name in WHOLE:
            self._add(name, name, "", node)
        else:
            scheme = self._scheme
            groups = (scheme.indicators, scheme.tiers, scheme.derived, scheme.outcomes, scheme.vetoes)
            known = [*(id_ for group in groups for id_ in group), *WHOLE, ERROR]
            nearest = near(name, known)
            words = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
            span, right = node.key_span or node.span, same(name, known)
            fix = Fix(span, right) if right is not None and span.text == name else None
            self._faults.add("SR601", span, path=f"{self._path}.{name}", fix=fix, id=name, nearest=words)

    def _item(self, name: str, node: Node, fields: Mapping[str, str]) -> None:
        if not isinstance(node.value, Mapping) or "near" in node.value:
            self._add(name, name, next(iter(fields)), node)
            return
        for key, item in node.value.items():
            if key in fields:
                self._add(f"{name}.{key}", name, key, item)
            else:
                listed = ", ".join(f"`{one}`" for one in fields)
                span = item.key_span or item.span
                self._faults.add(
                    "SR602", span, path=f"{self._path}.{name}.{key}", key=key, of=name, keys=listed
                )

    def _add(self, path: str, name: str, key: str, node: Node) -> None:
        kind = kind_of(name, key, self._scheme, self._plan)
        unit = self._unit(name, key)
        value = self._value(f"{self._path}.{path}", name, kind, unit, node)
        if not isinstance(value, Broken):
            self.found.append(Expectation(path, name, key, value, node.span))

    def _value(self, path: str, name: str, kind: str, unit: Unit | None, node: Node) -> Expected | Broken:
        if kind == "ids" or (kind == "value" and node.is_array):
            ids = ListOf(Text(), one=True).read(node, At(path, self._faults))
            return ids if isinstance(ids, Broken) else tuple(ids)
        if isinstance(node.value, Mapping):
            return self._near(node, node.value, unit, path)
        told = _told(node.value, kind)
        if told is not None:
            return told
        faulty = not self._faulty.isdisjoint((f"derived.{name}", f"outcome.{name}"))
        faults = self._faults.apart() if faulty else self._faults
        return read_constant(node, _type_of(node, kind), unit, path, faults)

    def _unit(self, name: str, key: str) -> Unit | None:
        """The unit of a value; points have none, and a share is written as a number or in percent."""
        if key != "value":
            return None
        units = self._plan.units
        own = (
            None
            if name in self._scheme.derived or name in self._scheme.outcomes
            else units.get(f"{name}.value")
        )
        return own or units.get(name)

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


def _told(value: object, kind: str) -> bool | date | None:
    """A value that is said in words, as records may say it: cells of tables know nothing else."""
    if not isinstance(value, str):
        return None
    return truth(value) if kind == "boolean" else day(value) if kind == "date" else None


def _type_of(node: Node, kind: str) -> str:
    """The type to read a constant as."""
    if kind == "said":
        return "text"
    if kind != "value":
        return "boolean" if isinstance(node.value, bool) and kind == "number" else kind
    if isinstance(node.value, bool):
        return "boolean"
    if isinstance(node.value, date):
        return "date"
    return "text" if isinstance(node.value, str) and not _starts_a_number(node.value) else "number"


def _starts_a_number(text: str) -> bool:
    return text.strip()[:1] in set("0123456789+-.") or not text.strip()
