"""Functions and joins in a lane program.

Goes in: the name of a function and its arguments. Comes out: the lane of its result. What integers cannot do
is asked of the very functions that the reference calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

from scorerules.compile.contents import exactly
from scorerules.compile.lanes import (
    FAILED,
    LEFT_OUT,
    MISSING,
    PRESENT,
    Content,
    Exact,
    Lane,
    Number,
    Operand,
    Other,
    Truth,
    Unsupported,
    Var,
)
from scorerules.formula import Const, Expr
from scorerules.formula.functions import FUNCTIONS, HALF_UP, PICKING, is_cohort
from scorerules.formula.joins import JOINS, picked
from scorerules.numbers import Mode, round_to
from scorerules.numbers import Number as AnyNumber

if TYPE_CHECKING:
    from scorerules.compile.lowering import Lowering

_ONE = Fraction(1)
_HARD: Final = frozenset((MISSING, FAILED))


class Calls:
    """Lowers calls for one program."""

    def __init__(self, lowering: Lowering) -> None:
        self._lower = lowering
        self._build = lowering.build
        self._numbers = lowering.arithmetic
        self._on_integers: Mapping[str, Callable[[list[Number]], Number | None]] = {
            "min": self._numbers.least,
            "max": self._numbers.most,
            "sum": self._numbers.add,
            "mean": self._mean,
            "median": self._median,
            "clamp": lambda values: self._clamp(*values),
            "abs": lambda values: self._numbers.absolute(values[0]),
            "floor": lambda values: self._numbers.round(values[0], _ONE, "floor"),
            "ceil": lambda values: self._numbers.round(values[0], _ONE, "ceiling"),
        }

    def lane(self, function: str, arguments: Sequence[Expr]) -> Lane:
        """The lane of a call."""
        if function in JOINS:
            return self._join(function, arguments)
        if function in PICKING:
            return self._picked(function, arguments)
        if is_cohort(function):
            raise Unsupported
        if function == "round":
            return self._round(arguments)
        lanes = [self._lower.strict(one) for one in arguments]
        state = self._build.joined([one.state for one in lanes])
        contents = [one.content for one in lanes if one.content is not None]
        if len(contents) < len(lanes):
            return Lane(None, state)
        if function == "count":
            terms = [(1, one.of) for one in contents if isinstance(one, Truth)]
            return self._whole(self._build.linear(0, terms), state)
        if function == "days":
            earlier, later = (one.of for one in contents if isinstance(one, Other))
            return self._whole(self._build.days(earlier, later), state)
        return self._computed(function, contents, state)

    def _whole(self, n: Operand, state: Operand) -> Lane:
        number = self._numbers.whole(n)
        if number is None:
            raise Unsupported
        return Lane(number, state)

    def _computed(self, function: str, contents: list[Content], state: Operand) -> Lane:
        numbers = [one for one in contents if isinstance(one, Number)]
        if len(numbers) == len(contents):
            if function == "mod":
                value, by = numbers
                found = self._modulo(value, by, state)
                if found is not None:
                    return found
            elif function in self._on_integers:
                result = self._on_integers[function](numbers)
                if result is not None:
                    return Lane(result, state)
        apply = FUNCTIONS[function].apply
        assert apply is not None
        return self._lower.calculated(apply, contents, state, _ends(function, contents))

    # Functions on integers

    def _mean(self, values: list[Number]) -> Number | None:
        total = self._numbers.add(values)
        return None if total is None else self._numbers.scaled(total, Fraction(1, len(values)))

    def _median(self, values: list[Number]) -> Number | None:
        middle = len(values) // 2
        if len(values) % 2:
            return self._numbers.ordered(values, middle, middle + 1)
        both = self._numbers.ordered(values, middle - 1, middle + 1)
        return None if both is None else self._numbers.scaled(both, Fraction(1, 2))

    def _clamp(self, value: Number, low: Number, high: Number) -> Number | None:
        raised = self._numbers.most((value, low))
        return None if raised is None else self._numbers.least((raised, high))

    def _modulo(self, value: Number, by: Number, state: Operand) -> Lane | None:
        """``x - y * floor(x / y)``."""
        quotient = self._lower.quotient(value, by, state)
        if quotient is None or not isinstance(quotient.content, Number):
            return None
        whole = self._numbers.round(quotient.content, _ONE, "floor")
        taken = None if whole is None else self._numbers.multiply(by, whole)
        rest = None if taken is None else self._numbers.add((value, taken), (1, -1))
        return None if rest is None else Lane(rest, quotient.state)

    def _round(self, arguments: Sequence[Expr]) -> Lane:
        """Rounding to a step that is known; of an exact number within bounds it gives integers again."""
        lane = self._lower.strict(arguments[0])
        to, mode = (_settled(one) for one in (*arguments[1:], *(None, None))[:2])
        to, mode = _ONE if to is None else to, cast("Mode", HALF_UP if mode is None else mode)
        content = lane.content
        if content is None:
            return lane
        if isinstance(content, Number):
            rounded = self._numbers.round(content, to, mode)
            if rounded is not None:
                return Lane(rounded, lane.state)
        low, high = (None if end is None else round_to(end, to, mode) for end in _bounds(content))
        if low is None or high is None:
            return self._lower.calculated(lambda value: round_to(value, to, mode), (content,), lane.state)
        args = (exactly(content, self._build, self._lower.things),)
        ends = sorted((low / to).numerator for low in (low, high))
        target = self._build.whole(min(*ends, 0), max(*ends, 0))

        def steps(value: AnyNumber) -> int:
            return (round_to(value, to, mode) / to).numerator

        n, state = self._lower.apply(steps, args, lane.state, target, 0)
        number = self._numbers.whole(n, to)
        if number is None:
            raise Unsupported
        return Lane(number, state)

    # Joins

    def _applicable(self, arguments: Sequence[Expr]) -> tuple[list[Lane], Operand]:
        """The lanes of what is joined; the state of the join when all of them apply or are left out."""
        with self._lower.minding(self._lower.fatal & _HARD):
            lanes = [self._lower.strict(one) for one in arguments]
        states = []
        for lane in lanes:
            hard = self._build.is_one_of(lane.state, _HARD)
            states.append(self._build.state_if(hard, lane.state, PRESENT))
        return lanes, self._build.joined(states)

    def _join(self, function: str, arguments: Sequence[Expr]) -> Lane:
        join = JOINS[function]
        lanes, state = self._applicable(arguments)
        scored = lanes[join.reads]
        absent = [self._build.is_absent(one.state) for one in scored]
        nothing = self._build.both(absent)
        state = self._build.joined((state, self._build.state_if(nothing, LEFT_OUT, PRESENT)))
        found = self._joined(function, lanes, scored, absent, state)
        if found is not None:
            return found
        args = []
        for lane in lanes:
            none = self._lower.things(None)
            value = none if lane.content is None else exactly(lane.content, self._build, self._lower.things)
            args.append(self._build.pick(self._build.is_absent(lane.state), none, value))
        filler = self._lower.things(Fraction(0))
        of, state = self._lower.apply(
            lambda *values: join.apply(values), tuple(args), state, self._build.thing(), filler
        )
        return Lane(Exact(of), state)

    def _joined(
        self, function: str, lanes: list[Lane], scored: list[Lane], absent: list[Operand], state: Operand
    ) -> Lane | None:
        """A join on integers; ``None`` when it takes more than that."""
        contents = [one.content for one in lanes if isinstance(one.content, Number)]
        always = not any(isinstance(one, Var) or one for one in absent)
        if len(contents) < len(lanes) or self._build.is_absent(state) is True:
            return None
        if function in (".sum", ".mean", ".weighted_mean"):
            return self._totalled(function, lanes, absent, state)
        if not always:
            return None
        result: Number | None = None
        match function:
            case ".min":
                result = self._numbers.least(contents)
            case ".max":
                result = self._numbers.most(contents)
            case ".product":
                result = contents[0]
                for one in contents[1:]:
                    result = None if result is None else self._numbers.multiply(result, one)
            case ".best" | ".best_mean":
                count, scores = contents[0].constant, contents[1:]
                if count is None or count.denominator != 1 or count < 1:
                    return None
                best = min(int(count), len(scores))
                result = self._numbers.ordered(scores, len(scores) - best, len(scores))
                if function == ".best_mean" and result is not None:
                    result = self._numbers.scaled(result, Fraction(1, best))
        return None if result is None else Lane(result, state)

    def _totalled(
        self, function: str, lanes: list[Lane], absent: list[Operand], state: Operand
    ) -> Lane | None:
        """Sums and means over what applies: what does not counts 0 above and below."""
        weighted = function == ".weighted_mean"
        scores = lanes[1::2] if weighted else lanes
        weights = [one.content for one in lanes[::2]] if weighted else [self._numbers.one] * len(scores)
        above: list[Number] = []
        below: list[Number] = []
        for score, weight, left_out in zip(scores, weights, absent, strict=True):
            assert isinstance(score.content, Number)
            assert isinstance(weight, Number)
            product = self._numbers.multiply(weight, score.content)
            counted = None if product is None else self._numbers.unless(left_out, product)
            weighing = self._numbers.unless(left_out, weight)
            if counted is None or weighing is None:
                return None
            above.append(counted)
            below.append(weighing)
        total = self._numbers.add(above)
        if total is None or function == ".sum":
            return None if total is None else Lane(total, state)
        weight_ = self._numbers.add(below)
        return None if weight_ is None else self._lower.quotient(total, weight_, state)

    def _picked(self, function: str, arguments: Sequence[Expr]) -> Lane:
        """The ids of the highest or lowest."""
        ids = [_settled(one) for one in arguments[::2]]
        lanes, state = self._applicable(arguments[1::2])
        nothing = self._build.both([self._build.is_absent(one.state) for one in lanes])
        state = self._build.joined((state, self._build.state_if(nothing, LEFT_OUT, PRESENT)))
        args = []
        for lane in lanes:
            none = self._lower.things(None)
            value = none if lane.content is None else exactly(lane.content, self._build, self._lower.things)
            args.append(self._build.pick(self._build.is_absent(lane.state), none, value))
        of, state = self._lower.apply(
            lambda *values: picked(function, ids, values), tuple(args), state, self._build.thing(),
            self._lower.things(()),
        )  # fmt: skip
        return Lane(Other("ids", of), state)


def _settled(argument: Expr | None) -> Any:
    """What a constant argument is."""
    if argument is None:
        return None
    if not isinstance(argument, Const):
        raise Unsupported
    return argument.value


def _bounds(content: Content) -> tuple[Fraction | None, Fraction | None]:
    return (content.low, content.high) if isinstance(content, Number | Exact) else (None, None)


def _ends(function: str, contents: Sequence[Content]) -> tuple[Fraction | None, Fraction | None]:
    """Bounds of a function of exact numbers; those of a score come from its limits."""
    ends = [_bounds(one) for one in contents]
    lows, highs = [one[0] for one in ends], [one[1] for one in ends]
    match function:
        case "min":
            return _all_known(lows, min), _any_known(highs, min)
        case "max":
            return _any_known(lows, max), _all_known(highs, max)
        case "clamp":
            # The value is raised first, so a low end above the high one gives way.
            return _all_known([lows[1], lows[2]], min), _any_known([highs[2]], min)
        case "sqrt" | "exp" | "abs":
            return Fraction(0), None
        case _:
            return None, None


def _all_known(
    ends: Sequence[Fraction | None], choose: Callable[[list[Fraction]], Fraction]
) -> Fraction | None:
    known = [one for one in ends if one is not None]
    return choose(known) if len(known) == len(ends) else None


def _any_known(
    ends: Sequence[Fraction | None], choose: Callable[[list[Fraction]], Fraction]
) -> Fraction | None:
    known = [one for one in ends if one is not None]
    return choose(known) if known else None
