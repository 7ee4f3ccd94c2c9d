"""Orders steps so that each comes after what it reads, and names every edge of a circle."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Name, names, walk
from scorerules.plan.cohort import KEPT
from scorerules.plan.steps import Step


def in_order(steps: list[Step], faults: Faults) -> tuple[Step, ...]:
    """The steps in an order of evaluation; as they are after a circle was noted."""
    by_id = {step.id: step for step in steps}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for step in steps:
        read = (*names(step.expr), *((f"{step.id}.{KEPT}",) if step.role == "cohort" else ()))
        sorter.add(step.id, *(one for one in read if one in by_id))
    try:
        return tuple(by_id[one] for one in sorter.static_order())
    except CycleError as circle:
        # Where one id names two things, reading the one looks like a circle through the other.
        if not any(one.code in ("SR216", "SR217") for one in faults.sorted()):
            _note(list(reversed(circle.args[1])), by_id, faults)
        return tuple(steps)


def _note(chain: list[str], by_id: Mapping[str, Step], faults: Faults) -> None:
    """Note a circle: each edge is a name in a formula where one was written."""
    labels: list[Label] = []
    owners: list[str] = []
    for reader, read in pairwise(chain):
        if not owners or owners[-1] != by_id[reader].owner:
            owners.append(by_id[reader].owner)
        for node in walk(by_id[reader].expr):
            if isinstance(node, Name) and node.id == read and node.span is not None:
                words = Words(
                    f"`{by_id[reader].owner}` 用到 `{read}`", f"`{by_id[reader].owner}` reads `{read}`"
                )
                labels.append(Label(node.span, words))
                break
    if len(owners) == 1 or owners[0] != owners[-1]:
        owners.append(owners[0])
    first = labels[0].span if labels else by_id[chain[0]].span
    faults.add("SR260", first, path=owners[0], labels=tuple(labels[1:]), chain=" → ".join(owners))
