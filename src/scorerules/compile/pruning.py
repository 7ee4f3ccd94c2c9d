"""Leaves out of a program what nothing needs."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from scorerules.compile.lanes import (
    Apply,
    Arm,
    Block,
    Choice,
    Item,
    Op,
    Operand,
    Program,
    Stop,
    Together,
    Var,
)


def pruned(program: Program) -> Program:
    """The program with only what its results need, and what can give a record up."""
    return evolve(program, block=_kept(program.block, set(program.given)))


def _kept(block: Block, needed: set[Var]) -> Block:
    """The items of a block that are needed; what they read is added to ``needed``."""
    kept: list[Item] = []
    for item in reversed(block.items):
        match item:
            case Op(_, target, args):
                if target in needed:
                    _add(needed, args)
                    kept.append(item)
            case Apply(target, _, args, _, failed):
                # Without a result to note, that there is none is a problem of the record.
                if failed is None or target in needed or failed in needed:
                    _add(needed, args)
                    kept.append(item)
            case Stop(condition):
                _add(needed, (condition,))
                kept.append(item)
            case Together():
                if item.target in needed or item.state in needed:
                    _add(needed, item.read)
                    kept.append(item)
            case Choice():
                found = _choice(item, needed)
                if found is not None:
                    kept.append(found)
    return Block(kept[::-1])


def _choice(item: Choice, needed: set[Var]) -> Choice | None:
    places = [index for index, target in enumerate(item.targets) if target in needed]
    if not places and not _acts(item):
        return None

    def results(all_: tuple[Operand, ...]) -> tuple[Operand, ...]:
        found = tuple(all_[index] for index in places)
        _add(needed, found)
        return found

    last = results(item.results)
    default = _kept(item.default, needed)
    arms: list[Arm] = []
    # What the condition of an arm needs may be computed in the setup of an earlier one.
    for arm in reversed(item.arms):
        own = results(arm.results)
        body = _kept(arm.body, needed)
        _add(needed, (arm.condition,))
        arms.append(Arm(_kept(arm.setup, needed), arm.condition, body, own))
    return Choice(tuple(item.targets[index] for index in places), tuple(arms[::-1]), default, last)


def _acts(item: Item) -> bool:
    """Whether an item can give the record up."""
    match item:
        case Stop():
            return True
        case Apply(failed=failed):
            return failed is None
        case Choice(arms=arms, default=default):
            blocks = [default, *(block for arm in arms for block in (arm.setup, arm.body))]
            return any(_acts(one) for block in blocks for one in block.items)
        case _:
            return False


def _add(needed: set[Var], operands: Iterable[Operand]) -> None:
    needed.update(one for one in operands if isinstance(one, Var))
