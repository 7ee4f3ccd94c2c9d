"""The whole scheme, and its examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.model.check import Check
from scorerules.model.data import Derived, Function, Input, Parameter
from scorerules.model.header import Header, Rounds
from scorerules.model.results import Grade, Outcome, Outside, Reasons, Total, Veto
from scorerules.model.scored import Indicator, Tier
from scorerules.reading import ListOf, Table, Text, Whole, key


@frozen
class Example(Table):
    """``[[example]]``: a record and what it must come out as."""

    name: str = key(Text(), "名称", "what it shows", required=True, default="")
    record: Node | None = key(Whole(), "填报数据", "the record", required=True)
    cohort: tuple[Node, ...] = key(
        ListOf(Whole()), "同组的其他记录", "the other records of its group", default=()
    )
    expect: Node | None = key(Whole(), "应得结果", "exact results", required=True)


@frozen
class Scheme:
    """A whole ruleset file with everything it inherited, in the order of print."""

    header: Header
    rounds: Rounds
    inputs: Mapping[str, Input]
    parameters: Mapping[str, Parameter]
    functions: Mapping[str, Function]
    derived: Mapping[str, Derived]
    tiers: Mapping[str, Tier]
    indicators: Mapping[str, Indicator]
    total: Total
    grade: Grade | None
    outcomes: Mapping[str, Outcome]
    vetoes: Mapping[str, Veto]
    bonus: Outside
    penalty: Outside
    reasons: Reasons | None
    check: Check
    examples: tuple[Example, ...]

    @property
    def name(self) -> Words:
        """What people call the scheme; its id when it has no name."""
        return self.header.name or Words.same(self.header.id)


Named: TypeAlias = Input | Parameter | Function | Derived | Tier | Indicator | Outcome | Veto
"""What has an id and may have a name."""


def title(item: Named) -> Words:
    """What people call an item: its name, or its id when it has none."""
    return item.name or Words.same(item.id)
