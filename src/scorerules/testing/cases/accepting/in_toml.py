"""Changes of a case in TOML: single values where they stand, or all that is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.expect import ERROR, Expectation, Near
from scorerules.formula import Value
from scorerules.model import Example
from scorerules.numbers import Real, Unit
from scorerules.source import Span
from scorerules.testing.cases.accepting.change import Change, Unacceptable
from scorerules.testing.cases.accepting.outcome import Outcome, usual
from scorerules.testing.cases.accepting.texts import (
    ends,
    expected_text,
    key_text,
    near_table,
    near_text,
    string_text,
    toml_text,
)

_BY_HAND = Words(
    "expect 的写法不能整体改写；请写成 expect = { … } 一项，或自行修改",
    "expect cannot be replaced as a whole as it is written; write expect = { … }, or edit it yourself",
)


def value_change(
    example: Example, one: Expectation, value: Value | None, unit: Unit | None, status: str
) -> Change:
    """The change of a value that is expected.

    Args:
        example: The case.
        one: What it expects.
        value: What came out; ``None`` for nothing.
        unit: The unit of the value.
        status: The status of the item, which takes the place of a value that is not there.

    Raises:
        Unacceptable: The value cannot be written.
    """
    node = _node_at(example, one)
    if isinstance(one.expected, Near) and isinstance(node.value, Mapping):
        if not isinstance(value, Fraction | Real):
            return _change(example, one.path, node.span, toml_text(value, unit))
        inner = node.value["near"].span
        assert isinstance(value, Fraction | Real)
        number = near_text(value, one.expected.within, unit)
        if inner.text[:1] in ("'", '"'):
            number = string_text(number + ("" if unit is None else unit.symbol), inner.text)
        return _change(example, one.path, inner, number)
    if value is None and one.field in ("score", "value") and "." not in one.path:
        return _change(example, one.path, node.span, f"{{ status = {string_text(status, '')} }}")
    text = toml_text(value, unit, node.span.text) if ends(value) else near_table(value, unit)
    return _change(example, one.path, node.span, text)


def whole_change(example: Example, outcome: Outcome) -> Change:
    """The change of everything that is expected: what a record is refused with, or total, grade and scores.

    Raises:
        Unacceptable: It is written in a way that cannot be replaced.
    """
    assert example.expect is not None
    expect = example.expect
    entries = dict(_entries(outcome, keyed=_is_keyed(expect)))
    written = expect.span.text
    if written.startswith("{"):
        listed = ", ".join(f"{name} = {text}" for name, text in entries.items())
        return _change(example, "expect", expect.span, f"{{ {listed} }}")
    source = expect.span.source
    lines = [f"{name} = {text}" for name, text in entries.items()]
    end = "\r\n" if "\r\n" in source.text else "\n"
    if not written.startswith("["):
        raise Unacceptable(_BY_HAND)
    assert isinstance(expect.value, Mapping)
    if not expect.value:
        line = source.line_of(expect.span.start)
        after = source.line_starts[line - 1] + len(source.line_text(line))
        return _change(example, "expect", Span(source, after, after), end + end.join(lines))
    nodes = list(expect.value.values())
    first = nodes[0].key_span
    last = max(node.span.end for node in nodes)
    if (
        first is None
        or "#" in source.text[first.start : last]
        or any(node.is_table and not node.span.text.startswith("{") for node in nodes)
    ):
        raise Unacceptable(_BY_HAND)
    return _change(example, "expect", Span(source, first.start, last), end.join(lines))


def _entries(outcome: Outcome, *, keyed: bool) -> Iterator[tuple[str, str]]:
    """Keys of ``expect`` with their values, as TOML."""
    if outcome.evaluation is None:
        yield ERROR, _errors(outcome, keyed=keyed)
        return
    for path, value, unit in usual(outcome.evaluation):
        text = expected_text(value, unit)
        name, *field = path
        yield key_text(name), f"{{ {field[0]} = {text} }}" if field else text


def _errors(outcome: Outcome, *, keyed: bool) -> str:
    if not keyed:
        codes = [string_text(code, "") for code in outcome.codes()]
        return codes[0] if len(codes) == 1 else f"[{', '.join(codes)}]"
    by_key: dict[str, list[str]] = {}
    for one in outcome.refusals():
        by_key.setdefault(one.key, []).append(string_text(one.code, ""))
    listed = (
        f"{key_text(key)} = {codes[0] if len(codes) == 1 else '[' + ', '.join(codes) + ']'}"
        for key, codes in by_key.items()
    )
    return f"{{ {', '.join(listed)} }}"


def _is_keyed(expect: Node) -> bool:
    found = expect.value.get(ERROR) if isinstance(expect.value, Mapping) else None
    return found is not None and found.is_table


def _node_at(example: Example, one: Expectation) -> Node:
    """Where a value is expected."""
    assert example.expect is not None
    assert isinstance(example.expect.value, Mapping)
    node = example.expect.value[one.id]
    if one.path != one.id and isinstance(node.value, Mapping):
        return node.value[one.field]
    return node


def _change(example: Example, path: str, span: Span, text: str) -> Change:
    return Change(span.source.name, example.name, path, span.text, text.strip(), span, text)
