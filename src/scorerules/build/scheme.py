"""A joined document to the model: every section read, every reference and every sum checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import evolve

from scorerules.build.compose import entries
from scorerules.build.ids import Namespace
from scorerules.build.order import in_print_order
from scorerules.build.sections import EXAMPLE, ITEM_SECTIONS, KIND_KEYS, headers_of_keys
from scorerules.build.weights import check_weights
from scorerules.diagnostics import Faults, Label, Words
from scorerules.diagnostics.near import near
from scorerules.document import Node
from scorerules.kinds import KINDS, Kind
from scorerules.model import (
    Derived,
    Example,
    Grade,
    Header,
    Indicator,
    Input,
    Parameter,
    Rounds,
    Scheme,
    Tier,
    Total,
)
from scorerules.reading import At, Broken, Table, read_table

Item = TypeVar("Item", bound=Table)


def build_scheme(document: Node, faults: Faults) -> Scheme:
    """Read a joined document.

    Args:
        document: What :mod:`scorerules.build.compose` made.
        faults: Where faults go.

    Returns:
        The scheme, as far as it could be read; usable only when ``faults`` holds no error.
    """
    top = entries(document)
    reader = _Reader(top, faults)
    if "ruleset" not in top:
        table = Words("文件顶层", "the top level")
        words = Words("评分规则的编号、名称等", "id and name of the ruleset")
        faults.add("SR202", document.span, path="ruleset", table=table, key="[ruleset]", words=words)
    header = reader.single("ruleset", Header)
    scheme = Scheme(
        header=header,
        rounds=reader.single("round", Rounds),
        inputs=reader.items("input", Input),
        parameters=reader.items("parameter", Parameter),
        derived=reader.items("derived", Derived),
        tiers=reader.items("tier", Tier),
        indicators=reader.items("indicator", Indicator),
        total=reader.single("total", Total),
        grade=reader.single("grade", Grade) if "grade" in top else None,
        examples=reader.examples(),
    )
    check_ids(scheme, faults)
    check_references(scheme, faults)
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

    def single(self, section: str, table: type[Item]) -> Item:
        """A section that stands once; its defaults when the file has none."""
        node = self._top.get(section)
        if node is None:
            return table(path=section)
        at = At(section, self._faults)
        if not node.is_table:
            at.wrong(node, Words(f"[{section}] 下的若干项", f"keys under [{section}]"))
            return table(path=section, broken=True)
        return read_table(table, node, at, elsewhere=self._others(section))

    def items(self, section: str, table: type[Item]) -> dict[str, Item]:
        """A section of named items."""
        node = self._top.get(section)
        if node is None:
            return {}
        at = At(section, self._faults)
        if not node.is_table:
            at.wrong(node, Words(f"[{section}.编号] 这样的表", f"tables such as [{section}.ID]"))
            return {}
        return {name: self._item(table, item, at.under(name), name) for name, item in entries(node).items()}

    def _item(self, table: type[Item], node: Node, at: At, name: str) -> Item:
        section = at.path.split(".")[0]
        others = self._others(section)
        if not node.is_table:
            if name in others:
                span = node.key_span or node.span
                self._faults.add("SR206", span, path=at.path, key=name, table=section, header=others[name])
            else:
                at.wrong(node, Words("表 { }", "a table { }"))
            return table(id=name, path=at.path, broken=True, origin=node)  # type: ignore[call-arg]
        if table not in (Indicator, Derived):
            return read_table(table, node, at, elsewhere=others, id=name)
        read = read_table(table, node, at, elsewhere=others, skip=KIND_KEYS, id=name)
        kind = read_kind(read.origin or node, at)
        broken = read.broken or kind is None or kind.broken
        return evolve(read, kind=kind, broken=broken)  # type: ignore[call-arg]  # both classes have it

    def examples(self) -> tuple[Example, ...]:
        """The examples of the file itself."""
        node = self._top.get(EXAMPLE)
        if node is None:
            return ()
        at = At(EXAMPLE, self._faults)
        if not isinstance(node.value, tuple) or not all(one.is_table for one in node.value):
            at.wrong(node, Words("用 [[example]] 开头的示例", "examples that start with [[example]]"))
            return ()
        return tuple(
            read_table(Example, one, at.under(index), elsewhere=self._others(EXAMPLE))
            for index, one in enumerate(node.value)
        )

    def _others(self, section: str) -> dict[str, str]:
        return {name: header for name, header in self._elsewhere.items() if header != f"[{section}]"}


def read_kind(node: Node, at: At) -> Kind | None:
    """The one rule of an indicator or a derived value."""
    found = [(name, item) for name, item in entries(node).items() if name in KINDS]
    if not found:
        at.faults.add("SR210", node.key_span or node.span, path=at.path, item=at.path, kinds=", ".join(KINDS))
        return None
    if len(found) > 1:
        (first, first_node), (second, second_node) = found[:2]
        label = Label(first_node.key_span or first_node.span, Words("已有一种规则", "one rule is here"))
        span = second_node.key_span or second_node.span
        at.faults.add("SR211", span, path=at.path, labels=(label,), item=at.path, first=first, second=second)
        return None
    name, item = found[0]
    kind = KINDS[name].read_kind(item, at.under(name))
    return None if isinstance(kind, Broken) else kind


def check_ids(scheme: Scheme, faults: Faults) -> None:
    """Every id is usable and names one thing."""
    namespace = Namespace(faults)
    for section in ITEM_SECTIONS:
        items: Mapping[str, Table] = getattr(scheme, SCHEME_FIELDS[section])
        for name, item in items.items():
            namespace.take(name, section, item.origin.key_span if item.origin else None)


SCHEME_FIELDS = {
    "input": "inputs",
    "parameter": "parameters",
    "derived": "derived",
    "tier": "tiers",
    "indicator": "indicators",
}


def check_references(scheme: Scheme, faults: Faults) -> None:
    """Tiers that indicators and tiers name are there, and no tier is under itself."""

    def known(table: Any, key: str, name: str, candidates: Mapping[str, object], code: str) -> None:
        if name not in candidates:
            nearest = near(name, candidates)
            help_ = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
            faults.add(code, table.place(key), path=f"{table.path}.{key}", id=name, nearest=help_)

    for indicator in scheme.indicators.values():
        if indicator.tier:
            known(indicator, "tier", indicator.tier, scheme.tiers, "SR218")
    for tier in scheme.tiers.values():
        if tier.under is not None:
            known(tier, "under", tier.under, scheme.tiers, "SR218")
        chain = [tier.id]
        while (above := scheme.tiers[chain[-1]].under) is not None and above in scheme.tiers:
            chain.append(above)
            if above in chain[:-1]:
                if above == tier.id:
                    faults.add(
                        "SR260", tier.place("under"), path=f"{tier.path}.under", chain=" → ".join(chain)
                    )
                break
