"""The reference evaluation of many records, where a score may depend on the other records of its group.

Step by step over all records: a step that looks at the group is computed once for each group, when the
values it looks at are there for every record of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scorerules.diagnostics import Faults, Words
from scorerules.evaluate.run import Failed, Run, Trace
from scorerules.formula import (
    Call,
    Const,
    Expr,
    Missing,
    Name,
    Problem,
    Value,
    cohort_arguments,
    cohort_values,
)
from scorerules.numbers import computing
from scorerules.plan import KEPT, Plan, Step
from scorerules.record import RecordValues


def evaluate_cohort(
    plan: Plan,
    records: Sequence[RecordValues],
    titles: Mapping[str, Words],
    faults: Sequence[Faults],
    group_by: tuple[str, ...],
    *,
    leave_out_failed: bool,
) -> tuple[Trace, ...]:
    """Compute every step of a plan for many records.

    Args:
        plan: What to compute, in order.
        records: The values of every record.
        titles: What people call the items of the ruleset, for messages.
        faults: For every record, where its problems go.
        group_by: Data whose values tell the groups apart; records without such a datum form a group too.
        leave_out_failed: Whether a record with a problem is left out of its group; otherwise every record
            of the group fails with it.

    Returns:
        One trace for each record; usable as a score only when its faults hold no error.
    """
    runs = [Run(plan, record, titles, found) for record, found in zip(records, faults, strict=True)]
    groups: dict[tuple[Value | None, ...], list[Run]] = {}
    for run, record in zip(runs, records, strict=True):
        groups.setdefault(tuple(record.values.get(name) for name in group_by), []).append(run)
    kept_steps = {step.id for step in plan.steps}
    with computing(plan.limits):
        for step in plan.steps:
            if step.role == "cohort":
                kept = f"{step.id}.{KEPT}" if f"{step.id}.{KEPT}" in kept_steps else None
                for group in groups.values():
                    _compute(step, kept, group, leave_out_failed=leave_out_failed)
            else:
                for run in runs:
                    run.compute(step)
        return tuple(run.trace() for run in runs)


def _compute(step: Step, kept: str | None, group: list[Run], *, leave_out_failed: bool) -> None:
    """One step for every record of one group."""
    call = step.expr
    assert isinstance(call, Call)
    arguments = cohort_arguments(call)
    rows: list[tuple[Value | None, ...] | None] = []
    broken: set[int] = set()
    for index, run in enumerate(group):
        try:
            takes_part = kept is None or run.read(kept) is True
            row = tuple(_value(run, argument) for argument in arguments)
        except (Failed, Missing):
            broken.add(index)
            rows.append(None)
            continue
        if run.failed:
            broken.add(index)
        rows.append(row if takes_part and not run.failed else None)
    if broken and not leave_out_failed:
        for run in group:
            run.fail_with_others(step)
        return
    for index, (run, result) in enumerate(zip(group, cohort_values(call, rows), strict=True)):
        if index in broken:
            run.fail_with_others(step)
        elif isinstance(result, Problem):
            run.fail(step, result)
        elif result is None:
            run.lack(step, Missing(not_applicable=True))
        else:
            run.settle(step, result)


def _value(run: Run, argument: Expr) -> Value | None:
    """The value of one argument; ``None`` when it is missing or does not apply."""
    if isinstance(argument, Const):
        return argument.value
    assert isinstance(argument, Name)
    try:
        return run.read(argument.id)
    except Missing:
        return None
