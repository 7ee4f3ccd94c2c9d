"""Choices in a lane program: several ways, each with its condition, to one value."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from scorerules.compile.builder import Builder
from scorerules.compile.contents import Form, Things, form_of
from scorerules.compile.lanes import Arm, Block, Lane, Op, Operand

SHORT = 8
"""So many ways, and so many operations inside them, are worth a chain of picks instead of branches."""


@frozen
class Way:
    """One way: ``setup`` computes the condition, ``body`` the value."""

    setup: Block
    condition: Operand
    body: Block
    lane: Lane


def chosen(ways: Sequence[Way], rest: Block, default: Lane, build: Builder, things: Things) -> Lane:
    """The value of the first way whose condition holds, else the default, which ``rest`` computes."""
    if not ways:
        build.block.items.extend(rest.items)
        return default
    lanes = [*(way.lane for way in ways), default]
    blocks = [*(way.body for way in ways), rest]
    contents = [lane.content for lane in lanes if lane.content is not None]
    form = form_of(contents) if contents else None
    rows = []
    for lane, block in zip(lanes, blocks, strict=True):
        with build.inside(block):
            rows.append(() if form is None else form.operands(lane.content, build, things))
    states = [build.settled(lane.state) for lane in lanes]
    if _is_short(ways, rest):
        return _picked(ways, rest, rows, states, form, build)
    varies = any(state is not states[0] and state != states[0] for state in states)
    results = [(*row, *((state,) if varies else ())) for row, state in zip(rows, states, strict=True)]
    arms = [
        Arm(way.setup, way.condition, way.body, result) for way, result in zip(ways, results, strict=False)
    ]
    targets = build.choice(arms, rest, results[-1], states=1 if varies else 0)
    state: Operand = targets.pop() if varies else states[0]
    return Lane(None if form is None else form.content(targets), state)


def _is_short(ways: Sequence[Way], rest: Block) -> bool:
    """Whether computing everything costs nothing: operations that cannot fail, and few of them."""
    inside = [item for way in ways for item in way.body.items] + rest.items
    setups = [item for way in ways for item in way.setup.items]
    return (
        len(ways) <= SHORT and len(inside) <= SHORT and all(isinstance(one, Op) for one in (*inside, *setups))
    )


def _picked(
    ways: Sequence[Way],
    rest: Block,
    rows: Sequence[Sequence[Operand]],
    states: Sequence[Operand],
    form: Form | None,
    build: Builder,
) -> Lane:
    for way in ways:
        build.block.items.extend(way.setup.items)
        build.block.items.extend(way.body.items)
    build.block.items.extend(rest.items)
    operands, state = list(rows[-1]), states[-1]
    for way, row, own in reversed(list(zip(ways, rows, states, strict=False))):
        operands = [build.pick(way.condition, one, other) for one, other in zip(row, operands, strict=True)]
        state = build.state_if(way.condition, own, state)
    if form is None:
        return Lane(None, state)
    return Lane(form.content(operands), state)
