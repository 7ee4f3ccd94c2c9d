"""A joined document to the model: every section read, every reference and every sum checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve

from scorerules.build.compose import entries
from scorerules.build.ids import Namespace
from scorerules.build.limits import check_limits
from scorerules.build.order import in_print_order
from scorerules.build.references import check_references
from scorerules.build.sections import (
    CHECK,
    EXAMPLE,
    ITEM_SECTIONS,
    KIND_KEYS,
    WITH_KINDS,
    headers_of_keys,
)
from scorerules.build.shared import with_shared_keys
from scorerules.build.weights import check_weights
from scorerules.diagnostics import Faults, Words
from scorerules.document import Node
from scorerules.kinds import KINDS, Kind, read_rule
from scorerules.model import (
    Check,
    Derived,
    Example,
    Function,
    Grade,
    Header,
    Indicator,
    Input,
    Outcome,
    Outside,
    Parameter,
    Reasons,
    Rounds,
    Scheme,
    Tier,
    Total,
    Veto,
)
from scorerules.reading import At, Table, place_words, read_table

Item = TypeVar("Item", bound=Table)


def build_scheme(document: Node, faults: Faults) -> Scheme:
    """Read a joined document.

    Args:
        document: What :mod:`scorerules.build.compose` made.
        faults: Where faults go.

    Returns:
        The scheme, as far as it could be read; usable only when ``faults`` holds no error.
    """
    top = with_shared_keys(entries(document), faults)
    reader = _Reader(top, faults)
    if "ruleset" not in top:
        words = Words("评分规则的编号、名称等", "id and name of the ruleset")
        faults.add(
            "SR202", document.span, path="ruleset", where=place_words(""), key="[ruleset]", words=words
        )
    header = reader.single("ruleset", Header)
    scheme = Scheme(
        header=header,
        rounds=reader.single("round", Rounds),
        inputs=reader.items("input", Input),
        parameters=reader.items("parameter", Parameter),
        functions=reader.items("function", Function),
        derived=reader.items("derived", Derived),
        tiers=reader.items("tier", Tier),
        indicators=reader.items("indicator", Indicator),
        total=reader.single("total", Total),
        grade=reader.single("grade", Grade) if "grade" in top else None,
        outcomes=reader.items("outcome", Outcome),
        vetoes=reader.items("veto", Veto),
        bonus=reader.single("bonus", Outside),
        penalty=reader.single("penalty", Outside),
        reasons=reader.single("reasons", Reasons) if "reasons" in top else None,
        check=reader.single(CHECK, Check),
        examples=reader.examples(),
    )
    check_ids(scheme, faults)
    scheme = check_references(scheme, faults)
    check_limits(scheme, faults)
    scheme = in_print_order(scheme, faults)
    if not header.abstract:
        check_weights(scheme, faults)
    return scheme


class _Reader:
    """Reads the sections of one joined document."""

    def __init__(self, top: Mapping[str, Node], faults: Faults) -> None:
        self._top = top
        self._faults = faults
        self._elsewhere = headers_of_keys()
        self._functions = frozenset(entries(top.get("function")))

    def single(self, section: str, table: type[Item]) -> Item:
        """A section that stands once; its defaults when the file has none."""
        node = self._top.get(section)
        if node is None:
            return table(path=section)
        at = At(section, self._faults, self._functions)
        if not node.is_table:
            at.wrong(node, Words(f" [{section}] 下的若干项", f"keys under [{section}]"))
            return table(path=section, broken=True)
        return read_table(table, node, at, elsewhere=self._others(section))

    def items(self, section: str, table: type[Item]) -> dict[str, Item]:
        """A section of named items."""
        node = self._top.get(section)
        if node is None:
            return {}
        at = At(section, self._faults, self._functions)
        if not node.is_table:
            at.wrong(node, Words(f" [{section}.编号] 这样的表", f"tables such as [{section}.ID]"))
            return {}
        others, found = self._others(section), {}
        for name, item in entries(node).items():
            if name in others and not item.is_table:
                where, span = place_words(section), item.key_span or item.span
                path = at.under(name).path
                self._faults.add("SR206", span, path=path, key=name, where=where, header=others[name])
            else:
                found[name] = self._item(table, item, at.under(name), name)
        return found

    def _item(self, table: type[Item], node: Node, at: At, name: str) -> Item:
        section = at.path.split(".")[0]
        others = self._others(section)
        if not node.is_table:
            at.wrong(node, Words("表 { }", "a table { }"))
            return table(id=name, path=at.path, broken=True, origin=node)  # type: ignore[call-arg]
        if section not in WITH_KINDS:
            return read_table(table, node, at, elsewhere=others, id=name)
        read = read_table(table, node, at, elsewhere=others, skip=KIND_KEYS, id=name)
        kind = read_rule(read.origin or node, at, KINDS)
        broken = read.broken or kind is None or kind.broken or without_effect(read, kind, self._faults)
        return evolve(read, kind=kind, broken=broken)  # type: ignore[call-arg]  # all three classes have it

    def examples(self) -> tuple[Example, ...]:
        """The examples of the file itself."""
        node = self._top.get(EXAMPLE)
        if node is None:
            return ()
        at = At(EXAMPLE, self._faults, self._functions)
        if not isinstance(node.value, tuple) or not all(one.is_table for one in node.value):
            at.wrong(node, Words("用 [[example]] 开头的示例", "examples that start with [[example]]"))
            return ()
        return tuple(
            read_table(Example, one, at.under(index), elsewhere=self._others(EXAMPLE))
            for index, one in enumerate(node.value)
        )

    def _others(self, section: str) -> dict[str, str]:
        return {name: header for name, header in self._elsewhere.items() if header != f"[{section}]"}


def without_effect(item: Table, kind: Kind, faults: Faults) -> bool:
    """Note keys that are read but that the rule takes no notice of; whether there are any."""
    ignored: list[tuple[Table, str, Words]] = []
    if kind is not None and kind.owns_record:
        reason = Words("得分由记录直接给出", "the record gives the score")
        ignored += [(item, name, reason) for name in ("value", "input") if item.written(name)]
    declared = item.input if isinstance(item, Indicator) else None
    if isinstance(kind, KINDS["choice"]) and declared is not None:
        reason = Words("可填的选项由 choice 列出", "choice lists the answers")
        own = ("type", "unit", "choices", "places", "from", "above", "upto", "below")
        ignored += [(declared, name, reason) for name in own if declared.written(name)]
    for table, name, reason in ignored:
        path = f"{table.path}.{name}"
        faults.add("SR213", table.place(name), path=path, item=item.path, key=name, reason=reason)
    return bool(ignored)


def check_ids(scheme: Scheme, faults: Faults) -> None:
    """Note every id that is not usable or names two things."""
    namespace = Namespace(faults)
    for section in ITEM_SECTIONS:
        items: Mapping[str, Table] = getattr(scheme, SCHEME_FIELDS[section])
        for name, item in items.items():
            namespace.take(name, section, item.origin.key_span if item.origin else None)


SCHEME_FIELDS = {
    "input": "inputs",
    "parameter": "parameters",
    "function": "functions",
    "derived": "derived",
    "tier": "tiers",
    "indicator": "indicators",
    "outcome": "outcomes",
    "veto": "vetoes",
}
