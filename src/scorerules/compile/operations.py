"""Operations of a lane program, one after the other.

Goes in: operations. Comes out: operands. What is known when compiling is computed at once, what was computed
before is not computed again, and what the bounds of the integers decide is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias

from scorerules.compile.lanes import Apply, Block, Code, Op, Operand, Stop, Thing, Var

Seen: TypeAlias = dict[tuple[object, ...], Var]
"""What was computed, by operation and arguments."""

LONGEST = 50
"""Terms of one sum; longer ones are added up in groups, since expressions may not nest without end."""


class Operations:
    """Emits the operations of one program into its blocks."""

    def __init__(self) -> None:
        self.block = Block()
        self._seen: list[Seen] = [{}]
        self._count = 0
        self._opposites: dict[Var, Var] = {}
        self._multiples: dict[Var, tuple[int, Var]] = {}

    # Variables and blocks

    def whole(self, low: int, high: int) -> Var:
        """A new integer."""
        return self._var("whole", low, high)

    def truth(self) -> Var:
        """A new condition."""
        return self._var("truth", 0, 1)

    def thing(self) -> Var:
        """A new object."""
        return self._var("thing", 0, 0)

    def _var(self, kind: Any, low: int, high: int) -> Var:
        self._count += 1
        return Var(self._count - 1, kind, low, high)

    @contextmanager
    def inside(self, block: Block, seen: Seen | None = None) -> Iterator[None]:
        """Build into another block; what is computed there is known only there, or where ``seen`` is."""
        outer, self.block = self.block, block
        self._seen.append({} if seen is None else seen)
        try:
            yield
        finally:
            self._seen.pop()
            self.block = outer

    def stop(self, condition: Operand) -> None:
        """Give the record up when the condition holds."""
        if condition is not False and condition != 0:
            self.block.items.append(Stop(condition))

    def apply(
        self,
        target: Var,
        function: Callable[..., Any],
        args: tuple[Operand, ...],
        filler: Operand,
        *,
        stops: bool,
    ) -> Operand:
        """A function that may have no result; says whether it has none, unless it ``stops`` then."""
        failed = None if stops else self.truth()
        self.block.items.append(Apply(target, function, args, filler, failed))
        return False if failed is None else failed

    def _emit(
        self, code: Code, target: Callable[[], Var], args: Sequence[Operand], facts: tuple[Any, ...] = ()
    ) -> Var:
        key = (code, facts, *map(_identity, args))
        for seen in reversed(self._seen):
            if key in seen:
                return seen[key]
        var = target()
        self._seen[-1][key] = var
        self.block.items.append(Op(code, var, tuple(args), facts))
        return var

    # Integers

    def linear(self, constant: int, terms: Sequence[tuple[int, Operand]]) -> Operand:
        """``constant`` and the terms, each a factor and an integer, added up."""
        factors: dict[Var, int] = {}
        for given, one in terms:
            times, operand = self._multiples.get(one, (1, one)) if isinstance(one, Var) else (1, one)
            factor = given * times
            if isinstance(operand, Var):
                factors[operand] = factors.get(operand, 0) + factor
            else:
                constant += factor * whole(operand)
        kept = [(var, factor) for var, factor in factors.items() if factor]
        if not kept:
            return constant
        if len(kept) == 1 and kept[0][1] == 1 and not constant:
            return kept[0][0]
        while len(kept) > LONGEST:
            groups = [kept[at : at + LONGEST] for at in range(0, len(kept), LONGEST)]
            kept = [(self._sum(0, group), 1) for group in groups]
        return self._sum(constant, kept)

    def _sum(self, constant: int, kept: list[tuple[Var, int]]) -> Var:
        ends = [sorted((factor * var.low, factor * var.high)) for var, factor in kept]
        low, high = constant + sum(one[0] for one in ends), constant + sum(one[1] for one in ends)
        facts = (constant, *(factor for _, factor in kept))
        found = self._emit("linear", lambda: self.whole(low, high), [var for var, _ in kept], facts)
        if not constant and len(kept) == 1:
            self._multiples[found] = (kept[0][1], kept[0][0])
        return found

    def times(self, factor: int, operand: Operand) -> Operand:
        """An integer times a constant."""
        return self.linear(0, ((factor, operand),))

    def product(self, left: Operand, right: Operand) -> Operand:
        """The product of two integers."""
        if not isinstance(left, Var):
            return self.times(whole(left), right)
        if not isinstance(right, Var):
            return self.times(whole(right), left)
        ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        args = sorted((left, right), key=lambda one: one.index)
        return self._emit("product", lambda: self.whole(min(ends), max(ends)), args)

    def quotient(self, above: Operand, below: Operand, within: tuple[int, int] | None = None) -> Operand:
        """The quotient of two integers rounded down; ``below`` is above 0.

        Args:
            above: The integer above.
            below: The one below.
            within: Bounds of the quotient that are known beside theirs.
        """
        if not isinstance(below, Var):
            if whole(below) == 1:
                return above
            if not isinstance(above, Var):
                return whole(above) // whole(below)
        least, most = bounds(below)
        ends = [a // b for a in bounds(above) for b in (max(least, 1), max(most, 1))]
        low, high = min(ends), max(ends)
        if within is not None:
            low, high = max(low, within[0]), min(high, within[1])
        return self._emit("quotient", lambda: self.whole(low, high), (above, below))

    def least(self, operands: Sequence[Operand]) -> Operand:
        """The smallest of several integers."""
        return self._extreme("least", operands)

    def most(self, operands: Sequence[Operand]) -> Operand:
        """The largest of several integers."""
        return self._extreme("most", operands)

    def _extreme(self, code: Code, operands: Sequence[Operand]) -> Operand:
        choose = min if code == "least" else max
        constants = [whole(one) for one in operands if not isinstance(one, Var)]
        kept: list[Operand] = list(dict.fromkeys(one for one in operands if isinstance(one, Var)))
        if constants:
            kept.append(choose(constants))
        # The result is never beyond the nearest far end, so what cannot pass it can only be equal to it.
        near, far = (0, 1) if code == "least" else (1, 0)
        nearest = choose(kept, key=lambda one: bounds(one)[far])
        limit = bounds(nearest)[far]
        rest = [one for one in kept if one is nearest or _passes(bounds(one)[near], limit, code)]
        if len(rest) == 1:
            return rest[0]
        ends = [bounds(one) for one in rest]
        low, high = choose(one[0] for one in ends), choose(one[1] for one in ends)
        return self._emit(code, lambda: self.whole(low, high), rest)

    def ordered(self, operands: Sequence[Operand], start: int, stop: int) -> Operand:
        """The sum of those between two places, counted from the smallest."""
        ends = [bounds(one) for one in operands]
        low = min(one[0] for one in ends) * (stop - start)
        high = max(one[1] for one in ends) * (stop - start)
        return self._emit("sorted", lambda: self.whole(low, high), operands, (start, stop))

    def pick(
        self, condition: Operand, then: Operand, otherwise: Operand, within: tuple[int, int] | None = None
    ) -> Operand:
        """One of two operands of a kind; ``within`` are bounds that are known beside theirs."""
        if not isinstance(condition, Var):
            return then if condition else otherwise
        if then is otherwise or (not isinstance(then, Var | Thing) and then == otherwise):
            return then
        kind = kind_of((then, otherwise))
        ends = (*bounds(then), *bounds(otherwise)) if kind == "whole" else (0, 1)
        ends = ends if within is None else within
        args = (condition, then, otherwise)
        return self._emit("pick", lambda: self._var(kind, min(ends), max(ends)), args)

    # Conditions

    def compare(self, code: Code, left: Operand, right: Operand) -> Operand:
        """A comparison of two integers, or of two objects that are no numbers."""
        known = _decided(code, left, right)
        return self._emit(code, self.truth, (left, right)) if known is None else known

    def both(self, conditions: Sequence[Operand]) -> Operand:
        """Whether all hold."""
        return self._logic("and", conditions, decisive=False)

    def either(self, conditions: Sequence[Operand]) -> Operand:
        """Whether any holds."""
        return self._logic("or", conditions, decisive=True)

    def _logic(self, code: Code, conditions: Sequence[Operand], *, decisive: bool) -> Operand:
        kept: list[Operand] = []
        for one in conditions:
            if isinstance(one, Var):
                kept.append(one)
            elif bool(one) is decisive:
                # What stands before it cannot fail, so it need not be asked.
                return decisive
        if not kept:
            return not decisive
        return kept[0] if len(kept) == 1 else self._emit(code, self.truth, kept)

    def opposite(self, condition: Operand) -> Operand:
        """Whether it does not hold."""
        if not isinstance(condition, Var):
            return not condition
        known = self._opposites.get(condition)
        if known is None:
            known = self._emit("not", self.truth, (condition,))
            self._opposites[known] = condition
        return known

    # Objects

    def days(self, earlier: Operand, later: Operand) -> Operand:
        """The days from one date to another."""
        most = 3_652_058  # from the first day that Python knows to the last
        return self._emit("days", lambda: self.whole(-most, most), (earlier, later))

    def fraction(self, k: Any, above: Operand, below: Operand) -> Var:
        """The exact number ``k * above / below``."""
        return self._emit("fraction", self.thing, (above, below), (k,))


def kind_of(operands: Sequence[Operand]) -> Literal["whole", "truth", "thing"]:
    """What operands of one kind are; a truth value among integers is one of them, 0 or 1."""
    kinds = {_kind_of(one) for one in operands}
    if "thing" in kinds:
        return "thing"
    return "truth" if kinds == {"truth"} else "whole"


def _kind_of(operand: Operand) -> Literal["whole", "truth", "thing"]:
    if isinstance(operand, Var):
        return operand.kind
    if isinstance(operand, Thing):
        return "thing"
    return "truth" if isinstance(operand, bool) else "whole"


def whole(operand: Operand) -> int:
    """The integer that a constant is."""
    assert isinstance(operand, int)
    return int(operand)


def bounds(operand: Operand) -> tuple[int, int]:
    """The bounds of an integer."""
    if isinstance(operand, Var):
        return operand.low, operand.high
    return whole(operand), whole(operand)


def _identity(operand: Operand) -> object:
    return (type(operand), operand) if isinstance(operand, int) else operand


def _passes(near: int, limit: int, code: Code) -> bool:
    return near < limit if code == "least" else near > limit


def _decided(code: Code, left: Operand, right: Operand) -> bool | None:
    """What the bounds say of a comparison."""
    if isinstance(left, Thing) and isinstance(right, Thing):
        a, b = left.value, right.value
        answers: dict[Code, Callable[[], bool]] = {
            "==": lambda: a == b, "!=": lambda: a != b, "<": lambda: a < b, "<=": lambda: a <= b,
        }  # fmt: skip
        return answers[code]()
    if left is right and isinstance(left, Var):
        return code in ("==", "<=")
    if any(isinstance(one, Thing) or (isinstance(one, Var) and one.kind != "whole") for one in (left, right)):
        return None
    (a_low, a_high), (b_low, b_high) = bounds(left), bounds(right)
    match code:
        case "<":
            return True if a_high < b_low else False if a_low >= b_high else None
        case "<=":
            return True if a_high <= b_low else False if a_low > b_high else None
        case _:
            apart = a_high < b_low or b_high < a_low
            same = a_low == a_high == b_low == b_high
            return (code == "!=") if apart else (code == "==") if same else None
