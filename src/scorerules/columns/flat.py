"""A lane program as straight lines: both sides of every choice are computed, then one is picked.

What stands in the place of a value that is not there is within its bounds, and integer operations cannot
fail, so nothing has to be skipped. Only what may fail, and what gives a row up, has to know on which rows it
is reached: its ``mask``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from scorerules.compile.lanes import (
    Apply,
    Block,
    Choice,
    Item,
    Lane,
    Op,
    Operand,
    Other,
    Program,
    Stop,
    Thing,
    Together,
    Truth,
    Unsupported,
    Var,
)

Kind: TypeAlias = Literal["whole", "truth", "text", "date", "ids", "exact"]
"""What a column holds: texts are the numbers of a table of texts, dates are days, ids and exact objects."""

OBJECTS = frozenset({"ids", "exact"})


@frozen(eq=False)
class Line:
    """One operation over columns.

    Args:
        item: What is computed or checked; never a choice.
        mask: On which rows it is reached; ``None`` for all.
    """

    item: Op | Apply | Stop
    mask: Operand | None = None


@frozen(eq=False)
class Flat:
    """A program as straight lines.

    Args:
        program: The program.
        lines: What it computes, in order.
        kinds: What its variables that are objects hold.
    """

    program: Program
    lines: tuple[Line, ...]
    kinds: Mapping[Var, Kind] = field(factory=dict)

    def kind(self, operand: Operand) -> Kind:
        """What an operand is."""
        match operand:
            case Var(kind="thing"):
                return self.kinds[operand]
            case Var(kind=kind):
                return kind  # type: ignore[return-value]
            case Thing(value):
                return kind_of_value(value)
            case bool():
                return "truth"
            case _:
                return "whole"


def kind_of_value(value: Any) -> Kind:
    """What a constant that is no integer is."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, date):
        return "date"
    return "ids" if isinstance(value, tuple) else "exact"


def flat(program: Program) -> Flat:
    """The program as straight lines.

    Raises:
        Unsupported: It looks at other records.
    """
    flattening = _Flattening(program)
    flattening.block(program.block, None)
    return Flat(program, tuple(flattening.lines), flattening.kinds)


class _Flattening:
    def __init__(self, program: Program) -> None:
        self.lines: list[Line] = []
        self.kinds: dict[Var, Kind] = {}
        for source in program.sources:
            self._note_source(source.lane)
        last = max((var.index for var in _variables(program)), default=-1)
        self._count = last + 1

    def _note_source(self, lane: Lane) -> None:
        content = lane.content
        if isinstance(content, Truth) or content is None:
            return
        of = getattr(content, "of", None)
        if isinstance(of, Var):
            self.kinds[of] = content.kind if isinstance(content, Other) else "exact"

    def _truth(self) -> Var:
        self._count += 1
        return Var(self._count - 1, "truth")

    def _add(self, code: Literal["and", "not", "pick"], target: Var, *args: Operand) -> Var:
        self.lines.append(Line(Op(code, target, args)))
        return target

    def _kind(self, operands: Iterable[Operand]) -> Kind:
        for one in operands:
            if isinstance(one, Thing):
                return kind_of_value(one.value)
            if isinstance(one, Var) and one.kind == "thing":
                return self.kinds[one]
        raise AssertionError

    def block(self, block: Block, mask: Operand | None) -> None:
        for item in block.items:
            match item:
                case Choice():
                    self._choice(item, mask)
                case Together():
                    raise Unsupported
                case Stop():
                    self.lines.append(Line(item, mask))
                case Apply(target, _, _, filler):
                    if target.kind == "thing":
                        self.kinds[target] = self._kind((filler,))
                    self.lines.append(Line(item, mask))
                case Op(code, target, args):
                    if target.kind == "thing":
                        self.kinds[target] = "exact" if code == "fraction" else self._kind(args)
                    self.lines.append(Line(item, mask if code == "fraction" else None))

    def _choice(self, item: Choice, mask: Operand | None) -> None:
        """All ways, then the picks from the last to the first."""
        left = mask
        for arm in item.arms:
            self.block(arm.setup, left)
            minded = _minds(arm.body)
            self.block(arm.body, self._both(left, arm.condition) if minded else None)
            rest = [item.default, *(one for later in item.arms for one in (later.setup, later.body))]
            if any(_minds(one) for one in rest):
                left = self._both(left, self._opposite(arm.condition))
        self.block(item.default, left)
        for place, target in enumerate(item.targets):
            result = item.results[place]
            for index in reversed(range(len(item.arms))):
                arm = item.arms[index]
                picked = target if index == 0 else Var(self._next(), target.kind, target.low, target.high)
                if target.kind == "thing":
                    self.kinds[picked] = self._kind((arm.results[place], result))
                self._add("pick", picked, arm.condition, arm.results[place], result)
                result = picked

    def _next(self) -> int:
        self._count += 1
        return self._count - 1

    def _both(self, one: Operand | None, other: Operand) -> Operand:
        return other if one is None else self._add("and", self._truth(), one, other)

    def _opposite(self, one: Operand) -> Operand:
        return self._add("not", self._truth(), one)


def _minds(block: Block) -> bool:
    """Whether something in a block has to know on which rows it is reached."""
    return any(_item_minds(item) for item in block.items)


def _item_minds(item: Item) -> bool:
    match item:
        case Stop() | Apply() | Together():
            return True
        case Op(code):
            return code == "fraction"
        case Choice(_, arms, default):
            return _minds(default) or any(_minds(one) for arm in arms for one in (arm.setup, arm.body))


def _variables(program: Program) -> Iterator[Var]:
    yield from program.taken
    yield from _defined(program.block.items)


def _defined(items: Sequence[Item]) -> Iterator[Var]:
    for item in items:
        match item:
            case Op(_, target):
                yield target
            case Apply(target, failed=failed):
                yield target
                if failed is not None:
                    yield failed
            case Choice(targets, arms, default):
                yield from targets
                for block in (default, *(one for arm in arms for one in (arm.setup, arm.body))):
                    yield from _defined(block.items)
            case _:
                continue
