"""A lane program that computes whole columns: from those of its sources to those of its results."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scorerules.columns.flat import Flat, flat
from scorerules.columns.printer import Printer
from scorerules.columns.texts import Texts
from scorerules.columns.widths import TYPES, Array, Column, width
from scorerules.columns.workspace import Workspace
from scorerules.compile.lanes import Apply, Op, Program, Thing, Var


class Kernel:
    """A program that computes columns.

    Args:
        program: The program.

    Raises:
        Unsupported: Its integers are too large, or it looks at other records.

    Attributes:
        program: The program.
        texts: The texts that it names.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.flat = flat(program)
        things = _things(self.flat)
        self.texts = Texts(one.value for one in things if isinstance(one.value, str))
        self.types = {var: self._type(var) for var in program.taken}
        self._compute = Printer(self.flat, self.texts, self.types).function()

    def _type(self, var: Var) -> str:
        kind = self.flat.kind(var)
        return width(var.low, var.high) if kind == "whole" else TYPES[kind]

    def compute(
        self, columns: Sequence[Array], rows: int, work: Workspace, stopped: Array
    ) -> dict[Var, Column]:
        """What the results are read from.

        Args:
            columns: The columns of :attr:`Program.taken`, each of its type in :attr:`types`.
            rows: How many rows they have.
            work: Where memory comes from; the columns that come out are its own.
            stopped: Rows that are given up already, on which anything may stand; others are added.
        """
        with np.errstate(all="ignore"):
            given = self._compute(columns, rows, stopped, work.take)
        return dict(zip(self.program.given, given, strict=True))


def _things(program: Flat) -> list[Thing]:
    found: dict[Thing, None] = {}
    for line in program.lines:
        match line.item:
            case Op(_, _, args) | Apply(_, _, args):
                found |= dict.fromkeys(one for one in args if isinstance(one, Thing))
            case _:
                continue
    for lane in program.program.results.values():
        found |= dict.fromkeys(one for one in lane.operands if isinstance(one, Thing))
    return list(found)
