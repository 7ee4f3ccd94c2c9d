"""The kinds of rule that hold no other rule, by the key that authors write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules.diagnostics import Label, Words
from scorerules.document import Node
from scorerules.kinds.bands import Bands
from scorerules.kinds.base import Kind
from scorerules.kinds.checklist import Checklist
from scorerules.kinds.choice import Choice
from scorerules.kinds.deduct import Deduct, Earn
from scorerules.kinds.defects import Defects
from scorerules.kinds.formula import FormulaKind
from scorerules.kinds.judged import Judged
from scorerules.kinds.levels import Levels
from scorerules.kinds.line import Line
from scorerules.kinds.passing import Pass
from scorerules.kinds.ratio import Ratio
from scorerules.kinds.swing import Swing
from scorerules.kinds.table import DecisionTable
from scorerules.kinds.tolerance import Tolerance
from scorerules.reading import At, Broken

SIMPLE_KINDS: Mapping[str, type[Kind]] = MappingProxyType(
    {
        "ratio": Ratio,
        "deduct": Deduct,
        "earn": Earn,
        "swing": Swing,
        "pass": Pass,
        "bands": Bands,
        "line": Line,
        "tolerance": Tolerance,
        "levels": Levels,
        "choice": Choice,
        "checklist": Checklist,
        "defects": Defects,
        "judged": Judged,
        "table": DecisionTable,
        "formula": FormulaKind,
    }
)


def read_rule(node: Node, at: At, kinds: Mapping[str, type[Kind]]) -> Kind | None:
    """The one rule among the keys of a table.

    Args:
        node: The table.
        at: Where the reader is.
        kinds: The kinds that may stand there.

    Returns:
        The rule; ``None`` when there is none, or two, or it could not be read: the fault is noted.
    """
    table = node.value if isinstance(node.value, Mapping) else {}
    found = [(name, item) for name, item in table.items() if name in kinds]
    if not found:
        at.faults.add("SR210", node.key_span or node.span, path=at.path, item=at.path, kinds=", ".join(kinds))
        return None
    if len(found) > 1:
        (first, first_node), (second, second_node) = found[:2]
        label = Label(first_node.key_span or first_node.span, Words("已有一种规则", "one rule is here"))
        span = second_node.key_span or second_node.span
        at.faults.add("SR211", span, path=at.path, labels=(label,), item=at.path, first=first, second=second)
        return None
    name, item = found[0]
    kind = kinds[name].read_kind(item, at.under(name))
    return None if isinstance(kind, Broken) else kind
