"""A plan -> its lane program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scorerules.compile.arithmetic import LONGEST_BITS
from scorerules.compile.builder import Builder
from scorerules.compile.contents import Things
from scorerules.compile.lanes import (
    FAILED,
    LEFT_OUT,
    LEFT_OUT_READ,
    MISSING,
    PRESENT,
    Exact,
    Lane,
    Operand,
    Program,
    Together,
    Truth,
    Unsupported,
)
from scorerules.compile.lowering import Lowering
from scorerules.compile.needs import needs_of
from scorerules.compile.pruning import pruned
from scorerules.compile.sources import Scale, data_of, remark_of, source_of
from scorerules.formula import Call, Const, Name, cohort_arguments, names
from scorerules.limits import USUAL
from scorerules.plan import DISQUALIFIED, KEPT, Plan, Step

LEAST_BITS = 16 * LONGEST_BITS
"""Under tighter limits an integer that is computed here could be one that the reference refuses."""

SHOWN = frozenset({"score", "total", "grade", "veto", "outcome", "derived"})
"""Roles of the steps that people look at."""


def program_of(plan: Plan, scale: Scale | None, also: Iterable[str] = ()) -> Program:
    """What a plan computes for one record.

    Args:
        plan: The plan.
        scale: How the numbers of a record become integers; ``None`` to compute with fractions.
        also: Ids of data that are sources even if no formula reads them.

    Raises:
        Unsupported: The plan has something that no lane holds, or unusually tight limits.
    """
    if plan.limits.bits < LEAST_BITS or plan.limits.digits < USUAL.digits:
        raise Unsupported
    build, things, needs = Builder(), Things(), needs_of(plan)
    own = {step.id for step in plan.steps}
    read = {name for step in plan.steps for name in names(step.expr) if name not in own}
    read |= {remark_of(step.owner) for step in plan.steps if step.role == "explain"} | {*also}
    data = data_of(plan.keys)
    sources = tuple(
        source_of(data[name], scale, name in needs.missing, build) for name in data if name in read
    )
    lanes = {name: Lane(things.content(value)) for name, value in plan.constants.items()}
    lanes |= {source.id: source.lane for source in sources}
    lowering = Lowering(build, things, lanes)
    results: dict[str, Lane] = {}
    for step in _by_turns(plan):
        if step.role == "cohort":
            lanes[step.id] = _together(step, lanes, build, things)
            continue
        fatal = needs.fatal(step.id) | ({LEFT_OUT_READ} if step.required else frozenset())
        lane = lanes[step.id] = lowering.step(step.expr, fatal)
        if step.id == "total":
            _explained(lane, lanes.get(DISQUALIFIED), build)
        if step.role == "explain" and isinstance(lane.content, Truth):
            remark = lanes[remark_of(step.owner)].content
            assert isinstance(remark, Truth)
            there = build.opposite(build.is_absent(lane.state))
            build.stop(build.both((there, lane.content.of, build.opposite(remark.of))))
        if _is_shown(step):
            # A value that fails and is only printed is no problem of the record; the reference knows more.
            build.stop(build.is_one_of(lane.state, frozenset((FAILED,))))
            results[step.id] = lane
    return pruned(Program(sources, build.block, results, _statuses(plan, lanes, build)))


def _by_turns(plan: Plan) -> list[Step]:
    """The steps in an order in which as many as possible come before each that looks at other records."""
    turns: dict[str, int] = {}
    for step in plan.steps:
        read = [*names(step.expr), *((f"{step.id}.{KEPT}",) if step.role == "cohort" else ())]
        turn = max((turns.get(name, 0) for name in read), default=0)
        turns[step.id] = turn + 1 if step.role == "cohort" else turn
    # A step that looks at others opens a turn: all that it can read was computed in the turns before.
    return sorted(plan.steps, key=lambda step: (turns[step.id], step.role != "cohort"))


def _together(step: Step, lanes: Mapping[str, Lane], build: Builder, things: Things) -> Lane:
    """The lane of a step that looks at other records."""
    assert isinstance(step.expr, Call)
    arguments: list[Lane] = []
    for argument in cohort_arguments(step.expr):
        if isinstance(argument, Const):
            arguments.append(Lane(things.content(argument.value)))
            continue
        assert isinstance(argument, Name)
        lane = lanes.get(argument.id, Lane(None, MISSING))
        build.stop(build.is_one_of(lane.state, frozenset((FAILED,))))
        arguments.append(lane)
    kept = lanes.get(f"{step.id}.{KEPT}")
    if kept is not None:
        build.stop(build.is_absent(kept.state))
    target, state = build.thing(), build.state(frozenset((PRESENT, LEFT_OUT)))
    build.block.items.append(Together(target, state, step.expr, tuple(arguments), kept))
    return Lane(Exact(target), state)


def _statuses(plan: Plan, lanes: Mapping[str, Lane], build: Builder) -> dict[str, Operand]:
    """Of every indicator, whether it is scored, missing or not applicable: 0, 1 or 2."""
    found: dict[str, Operand] = {}
    for step in plan.steps:
        raw = lanes.get(f"{step.owner}.raw")
        if step.role != "score" or raw is None:
            continue
        left_out, lacking = build.is_absent(lanes[step.id].state), build.is_absent(raw.state)
        applies = lanes.get(f"{step.owner}.applies")
        if applies is not None:
            unsaid = build.is_absent(applies.state)
            lacking = build.either((unsaid, lacking))
            if isinstance(applies.content, Truth):
                refused = build.both((build.opposite(unsaid), build.opposite(applies.content.of)))
                left_out = build.either((left_out, refused))
        found[step.owner] = build.pick(left_out, 2, build.pick(lacking, 1, 0))
    return found


def _is_shown(step: Step) -> bool:
    return step.role in SHOWN and (step.role != "grade" or step.id == "grade" or step.id.endswith(".grade"))


def _explained(total: Lane, disqualified: Lane | None, build: Builder) -> None:
    """A total may be left out only when the record is disqualified."""
    left_out = build.is_one_of(total.state, frozenset((LEFT_OUT,)))
    out = disqualified.content if disqualified is not None else None
    excused = out.of if isinstance(out, Truth) else False
    build.stop(build.both((left_out, build.opposite(excused))))
