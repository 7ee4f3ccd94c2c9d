"""A lane program as Python functions: one, or several where it is long or looks at other records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from scorerules.compile.lanes import Item, Program, Together, Unsupported, Var
from scorerules.compile.printing import Lines, tuple_of
from scorerules.compile.scalar import (
    LONGEST_FUNCTION,
    Body,
    Compute,
    Data,
    defined_by,
    in_one,
    name_of,
    print_program,
    read_by,
    uses_of,
)

Part: TypeAlias = Callable[[list[Any]], "bool | None"]
"""Computes the variables of a record further, in their list; true for a record that is given up."""


def compute_of(program: Program) -> Compute:
    """The function that computes a program for one record.

    It takes the variables of the program's sources in their order, and whatever stands behind them; it gives
    those of :attr:`Program.given`, or ``None`` for a record that it gives up.

    Raises:
        Unsupported: It looks at other records.
    """
    if not in_one(program):
        return _through(Parts(program))
    lines = Lines("def compute(data):")
    taken = tuple_of([*map(name_of, program.taken), "*_"])
    lines.add(f"{taken} = data")
    lines.add(f"return {tuple_of(print_program(program, lines, 'None'))}")
    compute: Compute = lines.function("compute")
    return compute


def _through(parts: Parts) -> Compute:
    """All parts one after the other."""
    steps = [one for one in parts.steps if not isinstance(one, Together)]
    if len(steps) < len(parts.steps):
        raise Unsupported

    def compute(data: Data) -> Data | None:
        store = parts.store(data)
        for step in steps:
            if step(store):
                return None
        return parts.given(store)

    return compute


class Parts:
    """A program as one function after the other, each over a list of all variables that outlive one of them.

    Args:
        program: The program.

    Attributes:
        steps: What computes the list of one record further, true for one that is given up; between them what
            is computed for several records together.
        places: The place of each variable in the list.
    """

    def __init__(self, program: Program) -> None:
        blocks = list(_cut(program.block.items))
        defined = [set(defined_by(block)) for block in blocks]
        read = [dict.fromkeys(read_by(block)) for block in blocks]
        lasting = {var for own, all_ in zip(defined, read, strict=True) for var in all_ if var not in own}
        lasting |= {*program.given, *program.taken}
        self.places = {var: at for at, var in enumerate((*program.taken, *(lasting - {*program.taken})))}
        uses = uses_of(program)
        self.steps: list[Part | Together] = [
            block[0] if isinstance(block[0], Together) else _part(block, own, all_, self.places, uses)
            for block, own, all_ in zip(blocks, defined, read, strict=True)
        ]
        self._taken = len(program.taken)
        self._given = [self.places[one] for one in program.given]

    def store(self, data: Data) -> list[Any]:
        """The list of a record before anything is computed."""
        taken = self._taken
        return [*data[:taken], *([None] * (len(self.places) - taken))]

    def given(self, store: Sequence[Any]) -> Data:
        """What the results are read from, when everything is computed."""
        return tuple([store[place] for place in self._given])


def _cut(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Runs of items that one function can compute, and alone what several records are needed for."""
    run: list[Item] = []
    for item in items:
        if isinstance(item, Together) or len(run) == LONGEST_FUNCTION:
            if run:
                yield run
            run = []
        if isinstance(item, Together):
            yield (item,)
        else:
            run.append(item)
    if run:
        yield run


def _part(
    items: Sequence[Item],
    own: set[Var],
    read: Iterable[Var],
    places: Mapping[Var, int],
    uses: Counter[Var],
) -> Part:
    """One of the functions: what it returns is true for a record that is given up."""
    lines = Lines("def part(store):")
    lines.add("pass")
    body = Body(lines, "True", uses, frozenset(places))
    for var in read:
        if var not in own:
            lines.add(f"{name_of(var)} = store[{places[var]}]")
    body.block(items)
    for var in own:
        if var in places:
            lines.add(f"store[{places[var]}] = {name_of(var)}")
    part: Part = lines.function("part")
    return part
