"""Lane programs: what a plan computes, in operations on integers that any engine can run.

A number is ``k * n / d``: ``k`` a fraction known when compiling, ``n`` and ``d`` integers, ``d`` above 0 and
mostly absent. Every integer has proven bounds, so a printer knows signs and sizes. A value that may be
absent has its state beside it; what stands in its place then is some value within the bounds, so that it can
be computed with safely. Nothing here knows Python source, NumPy or records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from scorerules.formula import Call

PRESENT, LEFT_OUT, LEFT_OUT_READ, MISSING, FAILED = range(5)
"""States of a value: it is there; it does not apply; it reads what does not apply; a datum that it reads is
missing; it cannot be computed. Where several are read together, the larger outweighs the smaller."""

Status: TypeAlias = Literal["scored", "missing", "not_applicable"]
STATUSES: Final[tuple[Status, ...]] = ("scored", "missing", "not_applicable")
"""What can be said of an indicator."""

Codes: TypeAlias = frozenset[int]
"""The states that a value can be in."""


@frozen(eq=False)
class Var:
    """A value that is computed once and never changes.

    Args:
        index: Its number in the program.
        kind: An integer, true or false, or an object such as a text.
        low, high: Bounds of an integer, both included.
    """

    index: int
    kind: Literal["whole", "truth", "thing"]
    low: int = 0
    high: int = 1


@frozen(eq=False)
class Thing:
    """A constant that is no integer: a text, a date, an exact number, a list of ids."""

    value: Any


Operand: TypeAlias = Var | Thing | int
"""What operations read; true and false are integers too."""

Code: TypeAlias = Literal[
    "linear", "product", "quotient", "pick", "least", "most", "first", "sorted",
    "<", "<=", "==", "!=", "and", "or", "not", "days", "fraction",
]  # fmt: skip
"""Operations that cannot fail.

``linear`` is facts[0] + facts[1]·args[0] + facts[2]·args[1] …; ``quotient`` is rounded down, its divisor is
above 0; ``pick`` is args[1] if args[0] holds, else args[2]; ``first`` the first that is not 0; ``sorted`` the
sum of those in the places facts[0] to facts[1] of ascending order; ``days`` from one date to another;
``fraction`` the exact number facts[0]·args[0]/args[1].
"""


@frozen(eq=False)
class Op:
    """An operation that cannot fail."""

    code: Code
    target: Var
    args: tuple[Operand, ...]
    facts: tuple[Any, ...] = ()


@frozen(eq=False)
class Apply:
    """A function of exact numbers, which may have no result.

    Args:
        target: The result.
        function: The function.
        args: Its arguments.
        filler: What stands in the place of a result that is none.
        failed: Says whether there was no result; without it, the record is given up then.
    """

    target: Var
    function: Callable[..., Any]
    args: tuple[Operand, ...]
    filler: Operand
    failed: Var | None = None


@frozen(eq=False)
class Stop:
    """Gives the record up when the condition holds: the reference then says what there is to say."""

    condition: Operand


@frozen(eq=False)
class Block:
    """Items in their order."""

    items: list[Item] = field(factory=list)


@frozen(eq=False)
class Arm:
    """One way of a choice: ``setup`` computes ``condition``; when it holds, ``body`` computes ``results``."""

    setup: Block
    condition: Operand
    body: Block
    results: tuple[Operand, ...]


@frozen(eq=False)
class Choice:
    """Takes the first way whose condition holds, else the default; only what is taken is computed."""

    targets: tuple[Var, ...]
    arms: tuple[Arm, ...]
    default: Block
    results: tuple[Operand, ...]


@frozen(eq=False)
class Together:
    """A function of all records of a group, computed for all of them at once.

    Args:
        target: Its result, an exact number.
        state: The state of the result: it has none for a record that is left out.
        call: The function.
        arguments: The lanes of its arguments.
        kept: Whether the record takes part at all; all do without it.
    """

    target: Var
    state: Var
    call: Call
    arguments: tuple[Lane, ...]
    kept: Lane | None = None

    @property
    def read(self) -> tuple[Operand, ...]:
        """What it reads."""
        lanes = self.arguments if self.kept is None else (*self.arguments, self.kept)
        return tuple(one for lane in lanes for one in lane.operands)


Item: TypeAlias = Op | Apply | Stop | Choice | Together


@frozen(eq=False)
class Number:
    """A rational number ``k * n / d``.

    Args:
        k: The constant factor, not 0.
        n: The integer above.
        d: The integer below, above 0; ``None`` for 1.
        low, high: Bounds of the number itself, ``None`` for none.
    """

    k: Fraction
    n: Operand
    d: Operand | None = None
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def constant(self) -> Fraction | None:
        """Its value, when that is known."""
        return self.k * self.n if isinstance(self.n, int) and self.d is None else None


@frozen(eq=False)
class Exact:
    """A number that is kept as an object: a fraction that may grow, or an irrational number."""

    of: Operand
    low: Fraction | None = None
    high: Fraction | None = None


@frozen(eq=False)
class Truth:
    """True or false."""

    of: Operand


@frozen(eq=False)
class Other:
    """A text, a date or a list of ids."""

    kind: Literal["text", "date", "ids"]
    of: Operand


Content: TypeAlias = Number | Exact | Truth | Other


@frozen(eq=False)
class Lane:
    """A value and its state; without content it is always absent."""

    content: Content | None
    state: Operand = PRESENT

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Its operands: those of the value, then the state."""
        match self.content:
            case Number(_, n, d):
                return (n, self.state) if d is None else (n, d, self.state)
            case Exact(of) | Truth(of) | Other(_, of):
                return (of, self.state)
            case None:
                return (self.state,)


@frozen(eq=False)
class Source:
    """A datum that the program reads.

    Args:
        id: What expressions call it.
        lane: Where the program finds it. Its state is a constant when it is always there.
        codes: The states that it can be in.
        of_remark: The key whose remark it tells of, when it says that there is one.
    """

    id: str
    lane: Lane
    codes: Codes
    of_remark: str | None = None

    @property
    def vars(self) -> tuple[Var, ...]:
        """What a record must be turned into: the value, then the state if it varies."""
        content = self.lane.content
        assert content is not None
        value = content.n if isinstance(content, Number) else content.of
        return tuple(one for one in (value, self.lane.state) if isinstance(one, Var))


@frozen(eq=False)
class Program:
    """What a plan computes for one record.

    Args:
        sources: What it reads, in the order in which it wants it.
        block: What it computes.
        results: The values that people look at, by id of their step.
        statuses: For every indicator which of :data:`STATUSES` it has.
    """

    sources: tuple[Source, ...]
    block: Block
    results: Mapping[str, Lane]
    statuses: Mapping[str, Operand]

    @property
    def applies(self) -> bool:
        """Whether it calls functions of exact numbers, which keep to the limits of a ruleset."""
        return any(_applies(item) for item in self.block.items)

    @property
    def taken(self) -> tuple[Var, ...]:
        """The variables of its sources."""
        return tuple(one for source in self.sources for one in source.vars)

    @property
    def given(self) -> tuple[Var, ...]:
        """The variables that results are read from."""
        read = [one for lane in self.results.values() for one in lane.operands] + [*self.statuses.values()]
        return tuple(dict.fromkeys(one for one in read if isinstance(one, Var)))


def _applies(item: Item) -> bool:
    match item:
        case Choice(_, arms, default):
            blocks = [default, *(block for arm in arms for block in (arm.setup, arm.body))]
            return any(_applies(one) for block in blocks for one in block.items)
        case _:
            return isinstance(item, Apply | Together)


class Unsupported(Exception):  # noqa: N818 - the plan is then evaluated by reference only
    """The plan cannot be compiled."""
