"""What is declared and read by nothing: inputs, parameters, functions, own data, parameters of functions.

Goes in: a ruleset without errors. Comes out: a warning for everything that the file itself declares and
that no rule, condition, formula or remark names. A derived value is a result of its own, so it is never
unread; nor is plain text or a date, which a record may carry to say whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scorerules.diagnostics import Faults, Words
from scorerules.formula import Call, Name, walk
from scorerules.model import Function, Indicator, Input, Named
from scorerules.reading import Table
from scorerules.review.subject import Subject
from scorerules.review.written import expressions
from scorerules.source import Span

_KEY = Words("填报数据", "the input")
_PARAMETER = Words("参数", "the parameter")
_FUNCTION = Words("函数", "the function")


def unread(subject: Subject, faults: Faults) -> None:
    """Note what nothing reads. An abstract ruleset declares for others, so it is left alone."""
    scheme = subject.scheme
    if scheme.header.abstract:
        return
    read = _read(subject)
    groups: tuple[tuple[Words, Mapping[str, Named]], ...] = (
        (_KEY, {id_: one for id_, one in scheme.inputs.items() if not _tells_whose(one)}),
        (_PARAMETER, scheme.parameters),
        (_FUNCTION, scheme.functions),
    )
    for what, group in groups:
        for id_, one in group.items():
            if id_ not in read and subject.declares(one):
                faults.add("SR735", one.place(), path=one.path, what=what, id=id_)
    for indicator in scheme.indicators.values():
        if subject.declares(indicator) and indicator.id not in read and _has_own_datum(indicator):
            span = _key_span(indicator, "input")
            faults.add("SR736", span, path=f"{indicator.path}.input", id=indicator.id)
    for function in scheme.functions.values():
        if subject.declares(function):
            _unread_arguments(function, faults)


def _read(subject: Subject) -> frozenset[str]:
    """Every name that the author makes use of."""
    scheme = subject.scheme
    groups: tuple[Mapping[str, Table], ...] = (
        scheme.derived, scheme.tiers, scheme.indicators, scheme.outcomes, scheme.vetoes,
    )  # fmt: skip
    read = {*scheme.header.cohort, *_names_in(scheme.total), *_names_in(scheme.grade)}
    for group in groups:
        for one in group.values():
            read |= _names_in(one)
    for function in scheme.functions.values():
        read |= _names_in(function) - set(function.of)
    for indicator in scheme.indicators.values():
        read |= _shown(indicator, subject) | _own(indicator, subject)
    return frozenset(read)


def _names_in(value: object) -> set[str]:
    """The names that the expressions of a table read, and the functions that they call."""
    found: set[str] = set()
    for expr in expressions(value):
        for node in walk(expr):
            if isinstance(node, Name):
                found.add(node.id)
            elif isinstance(node, Call):
                found.add(node.function)
    return found


def _shown(indicator: Indicator, subject: Subject) -> set[str]:
    """The names that the remark of an indicator shows, in either language."""
    templates = subject.plan.templates.get(indicator.id, {})
    return {name for template in templates.values() for name in template.names}


def _own(indicator: Indicator, subject: Subject) -> set[str]:
    """The indicator's own id, when its rule or its remark reads what the record says under it."""
    kind = indicator.kind
    if kind is None:
        return set()
    named = indicator.value is None and "value" in _names_in(kind) | _shown(indicator, subject)
    looks = kind.asks_record or (kind.reads_value and indicator.value is None)
    return {indicator.id} if looks or named else set()


def _has_own_datum(indicator: Indicator) -> bool:
    return indicator.input is not None and not _tells_whose(indicator.input)


def _tells_whose(one: Input) -> bool:
    """Whether a datum may be there only to be seen: a name, a number of a file, a day."""
    return one.type == "date" or (one.type == "text" and one.choices is None)


def _unread_arguments(function: Function, faults: Faults) -> None:
    kind = function.kind
    if kind is None or not function.of:
        return
    read = _names_in(function)
    if (kind.reads_value and function.value is None) or "value" in read:
        read.add(function.of[0])
    node = function.written("of")
    items = node.value if node is not None and isinstance(node.value, tuple) else (node,)
    spans: Iterable[Span | None] = (None if one is None else one.span for one in items)
    for name, span in zip(function.of, spans, strict=True):
        if name not in read:
            path = f"{function.path}.of"
            faults.add("SR737", span or function.place(), path=path, id=name, function=function.id)


def _key_span(table: Table, key: str) -> Span | None:
    node = table.written(key)
    return table.place(key) if node is None else node.key_span or node.span
