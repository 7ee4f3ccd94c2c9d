"""Arithmetic on numbers ``k * n / d``: what formulas ask for, in integer operations.

Goes in: numbers. Comes out: numbers, or ``None`` when the integers would grow beyond what is worth it; the
caller then computes with fractions. What has no result is said by a condition beside the result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import TypeAlias

from attrs import evolve

from scorerules.compile.builder import Builder
from scorerules.compile.lanes import Code, Number, Operand, Var
from scorerules.compile.operations import bounds
from scorerules.numbers import Mode, round_to

LONGEST_BITS = 512
"""Integers above this size are left to fractions, which are reduced."""
LONGEST_FACTOR = 2048
"""Bits of a constant factor."""
LARGEST_POWER = 8
"""Powers up to here are multiplied out."""

Fail: TypeAlias = Callable[[Operand], bool]
"""Takes the condition under which there is no result; true when the record is then given up."""

_ONE = Fraction(1)


def constant(value: Fraction) -> Number:
    """A number that is known."""
    return Number(value or _ONE, 1 if value else 0, None, value, value)


def fits(number: Number) -> Number | None:
    """The number, if its integers are of a reasonable size."""
    sizes = [abs(end).bit_length() for one in (number.n, number.d) if one is not None for end in bounds(one)]
    factor = max(abs(number.k.numerator).bit_length(), number.k.denominator.bit_length())
    return number if max(sizes) <= LONGEST_BITS and factor <= LONGEST_FACTOR else None


class Arithmetic:
    """Emits the operations of one program."""

    def __init__(self, builder: Builder) -> None:
        self._build = builder

    def _number(
        self,
        k: Fraction,
        n: Operand,
        d: Operand | None,
        low: Fraction | None = None,
        high: Fraction | None = None,
    ) -> Number | None:
        """A number, its bounds no wider than those of its integers."""
        if isinstance(d, int):
            k, d = k / d, None
        if isinstance(n, int) and d is None:
            return fits(constant(k * n))
        if isinstance(n, int):
            if not n:
                return constant(Fraction(0))
            k, n = k * n, 1
        if d is None:
            ends = sorted(k * end for end in bounds(n))
            low = ends[0] if low is None else max(low, ends[0])
            high = ends[1] if high is None else min(high, ends[1])
        else:
            sign = [k * end for end in bounds(n)]
            if min(sign) >= 0:
                low = Fraction(0) if low is None else max(low, Fraction(0))
            if max(sign) <= 0:
                high = Fraction(0) if high is None else min(high, Fraction(0))
        return fits(Number(k, n, d, low, high))

    one = constant(_ONE)

    def whole(self, n: Operand, k: Fraction = _ONE) -> Number | None:
        """A whole number of times ``k``."""
        return self._number(k, n, None)

    def unless(self, condition: Operand, number: Number) -> Number | None:
        """The number, or 0 when the condition holds."""
        n = self._build.pick(condition, 0, number.n)
        low = None if number.low is None else min(number.low, Fraction(0))
        high = None if number.high is None else max(number.high, Fraction(0))
        return self._number(number.k, n, number.d, low, high)

    def aligned(self, numbers: Sequence[Number]) -> tuple[Fraction, list[Operand], Operand | None] | None:
        """The numbers with one factor and one divisor: ``k``, the integers above, the integer below."""
        k = common_factor([one.k if one.constant is None else one.constant for one in numbers])
        divisors = list(dict.fromkeys(one.d for one in numbers if isinstance(one.d, Var)))
        below: Operand = 1
        for divisor in divisors:
            below = self._build.product(below, divisor)
        if max(abs(end) for end in bounds(below)).bit_length() > LONGEST_BITS:
            return None
        above: list[Operand] = []
        for one in numbers:
            n = one.n
            for divisor in divisors:
                if divisor is not one.d:
                    n = self._build.product(n, divisor)
            if one.d is None and one.constant is not None:
                # The constant itself is k times a whole number.
                factor = one.constant / k
                n = below
            else:
                factor = one.k / k
            assert factor.denominator == 1
            above.append(self._build.times(factor.numerator, n))
        if max(abs(end).bit_length() for n in above for end in bounds(n)) > LONGEST_BITS:
            return None
        return k, above, (below if divisors else None)

    # Sums and products

    def add(self, numbers: Sequence[Number], signs: Sequence[int] | None = None) -> Number | None:
        """The sum; those with the sign -1 are subtracted."""
        signs = signs or [1] * len(numbers)
        flat = [one for one in numbers if one.d is None]
        if len(flat) == len(numbers):
            k = common_factor([one.k if one.constant is None else one.constant for one in numbers])
            terms = [
                (sign * (one.k / k).numerator, one.n)
                if one.constant is None
                else (sign * (one.constant / k).numerator, 1)
                for one, sign in zip(numbers, signs, strict=True)
            ]
            return self._number(k, self._build.linear(0, terms), None)
        lows, highs = [], []
        for one, sign in zip(numbers, signs, strict=True):
            low, high = (one.low, one.high) if sign > 0 else (_minus(one.high), _minus(one.low))
            lows.append(low)
            highs.append(high)
        aligned = self.aligned(numbers)
        if aligned is None:
            return None
        k, above, below = aligned
        n = self._build.linear(0, list(zip(signs, above, strict=True)))
        return self._number(k, n, below, _sum(lows), _sum(highs))

    def multiply(self, left: Number, right: Number) -> Number | None:
        """The product."""
        for one, other in ((left, right), (right, left)):
            if one.constant is not None:
                return self.scaled(other, one.constant)
        d = left.d if right.d is None else right.d
        if left.d is not None and right.d is not None:
            d = self._build.product(left.d, right.d)
        low, high = None, None
        if None not in (left.low, left.high, right.low, right.high):
            ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]  # type: ignore[operator]
            low, high = min(ends), max(ends)
        return self._number(left.k * right.k, self._build.product(left.n, right.n), d, low, high)

    def scaled(self, number: Number, factor: Fraction) -> Number | None:
        """The number times a constant."""
        if not factor:
            return constant(factor)
        ends = [None if end is None else end * factor for end in (number.low, number.high)]
        low, high = ends if factor > 0 else reversed(ends)
        return fits(evolve(number, k=number.k * factor, low=low, high=high))

    def divide(self, above: Number, below: Number, fail: Fail) -> Number | None:
        """The quotient.

        Args:
            above: What is divided.
            below: The divisor.
            fail: Is told the condition that the divisor is 0, and says whether nothing goes on then.
        """
        build, known = self._build, below.constant
        if known is not None:
            if not known:
                fail(True)
                return constant(known)
            return self.scaled(above, 1 / known)
        low, high = bounds(below.n)
        n, d = above.n, below.n
        zero = build.compare("==", d, 0)
        stopped = zero is False or fail(zero)
        if below.d is not None:
            n = build.product(n, below.d)
        if high <= 0:
            n, d = build.times(-1, n), build.times(-1, d)
        elif low < 0:
            negative = build.compare("<", d, 0)
            n = build.pick(negative, build.times(-1, n), n)
            d = build.pick(negative, build.times(-1, d), d, (0, max(-low, high)))
        if not stopped:
            # Whoever goes on beside the failure must not divide by 0.
            d = build.pick(zero, 1, d, (1, max(-low, high)))
        if above.d is not None:
            d = build.product(above.d, d)
        return self._number(above.k / below.k, n, d, *_quotients(above, below))

    def power(self, number: Number, exponent: int) -> Number | None:
        """A whole power from 1 up."""
        result: Number | None = number
        for _ in range(exponent - 1):
            if result is None:
                return None
            result = self.multiply(result, number)
        if result is not None and exponent % 2 == 0 and (result.low is None or result.low < 0):
            result = evolve(result, low=Fraction(0))
        return result

    def absolute(self, number: Number) -> Number | None:
        """The number without its sign."""
        if number.low is not None and number.low >= 0:
            return number
        if number.high is not None and number.high <= 0:
            return self.scaled(number, Fraction(-1))
        negative = self._build.compare("<", number.n, 0)
        n = self._build.most((0, self._build.pick(negative, self._build.times(-1, number.n), number.n)))
        high = None if number.low is None or number.high is None else max(-number.low, number.high)
        return self._number(abs(number.k), n, number.d, Fraction(0), high)

    # Comparisons and choices

    def compare(self, code: Code, left: Number, right: Number) -> Operand | None:
        """A comparison: ``<``, ``<=``, ``==`` or ``!=``."""
        decided = _decided(code, left, right)
        if decided is not None:
            return decided
        aligned = self.aligned((left, right))
        return None if aligned is None else self._build.compare(code, *aligned[1])

    def least(self, numbers: Sequence[Number]) -> Number | None:
        """The smallest."""
        known = [one for one in numbers if one.high is not None]
        nearest = min(known, key=lambda one: one.high, default=None)  # type: ignore[arg-type, return-value]
        if nearest is None:
            return self._extreme(numbers, self._build.least, _least_end(numbers), None)
        top = nearest.high
        kept = [one for one in numbers if one is nearest or one.low is None or one.low < top]  # type: ignore[operator]
        return self._extreme(kept, self._build.least, _least_end(kept), top)

    def most(self, numbers: Sequence[Number]) -> Number | None:
        """The largest."""
        known = [one for one in numbers if one.low is not None]
        nearest = max(known, key=lambda one: one.low, default=None)  # type: ignore[arg-type, return-value]
        if nearest is None:
            return self._extreme(numbers, self._build.most, None, _most_end(numbers))
        floor = nearest.low
        kept = [one for one in numbers if one is nearest or one.high is None or one.high > floor]  # type: ignore[operator]
        return self._extreme(kept, self._build.most, floor, _most_end(kept))

    def _extreme(
        self,
        numbers: Sequence[Number],
        choose: Callable[[Sequence[Operand]], Operand],
        low: Fraction | None,
        high: Fraction | None,
    ) -> Number | None:
        if len(numbers) == 1:
            return numbers[0]
        aligned = self.aligned(numbers)
        if aligned is None:
            return None
        k, above, below = aligned
        return self._number(k, choose(above), below, low, high)

    def ordered(self, numbers: Sequence[Number], start: int, stop: int) -> Number | None:
        """The sum of those between two places of ascending order."""
        aligned = self.aligned(numbers)
        if aligned is None:
            return None
        k, above, below = aligned
        return self._number(k, self._build.ordered(above, start, stop), below)

    # Rounding

    def floor(self, number: Number) -> Number | None:
        """The largest whole number that is not above it."""
        return self.round(number, _ONE, "floor")

    def ceil(self, number: Number) -> Number | None:
        """The smallest whole number that is not below it."""
        return self.round(number, _ONE, "ceiling")

    def round(self, number: Number, to: Fraction, mode: Mode) -> Number | None:
        """The multiple of ``to`` that the mode asks for."""
        known = number.constant
        if known is not None:
            return constant(round_to(known, to, mode))
        build, factor = self._build, number.k / to
        if number.d is None and factor.denominator == 1:
            return number
        above = build.times(factor.numerator, number.n)
        below: Operand = factor.denominator
        if number.d is not None:
            below = build.times(factor.denominator, number.d)
        if max(abs(end).bit_length() for one in (above, below) for end in bounds(one)) > LONGEST_BITS:
            return None
        ends = (
            None if number.low is None else number.low / to,
            None if number.high is None else number.high / to,
        )
        whole = self._rounded(above, below, mode, _sign(number), _around(*ends))
        low = None if number.low is None else round_to(number.low, to, mode)
        high = None if number.high is None else round_to(number.high, to, mode)
        return self._number(to, whole, None, low, high)

    def _rounded(
        self, above: Operand, below: Operand, mode: Mode, sign: int | None, within: tuple[int, int] | None
    ) -> Operand:
        """``above / below`` to a whole number.

        Args:
            above: The integer above.
            below: The one below, above 0.
            mode: How it is rounded.
            sign: Of the quotient: 1, -1, or ``None`` for either.
            within: Whole numbers between which every rounding of it lies.
        """
        build = self._build
        turned_within = None if within is None else (-within[1], -within[0])

        def down() -> Operand:
            return build.quotient(above, below, within)

        def up() -> Operand:
            return build.times(-1, build.quotient(build.times(-1, above), below, turned_within))

        # Halves: ⌊(2a + b) / 2b⌋ takes them up, ⌈(2a - b) / 2b⌉ takes them down.
        def halves_up() -> Operand:
            if isinstance(below, int):
                if below % 2 == 0:
                    return build.quotient(build.linear(below // 2, ((1, above),)), below, within)
                return build.quotient(build.linear(below, ((2, above),)), 2 * below, within)
            return build.quotient(build.linear(0, ((2, above), (1, below))), build.times(2, below), within)

        def halves_down() -> Operand:
            turned = build.times(-1, above)
            if isinstance(below, int):
                if below % 2 == 0:
                    found = build.quotient(build.linear(below // 2, ((1, turned),)), below, turned_within)
                else:
                    found = build.quotient(build.linear(below, ((2, turned),)), 2 * below, turned_within)
            else:
                found = build.quotient(
                    build.linear(0, ((2, turned), (1, below))), build.times(2, below), turned_within
                )
            return build.times(-1, found)

        if mode == "half-even":
            up_, down_ = halves_up(), halves_down()
            # They differ on a tie only; then the even one is meant.
            odd = build.linear(0, ((1, up_), (-2, build.quotient(up_, 2))))
            return build.pick(build.compare("==", odd, 0), up_, down_)
        outward, inward = {
            "half-up": (halves_up, halves_down),
            "half-down": (halves_down, halves_up),
            "up": (up, down),
            "down": (down, up),
            "ceiling": (up, up),
            "floor": (down, down),
        }[mode]
        if sign is not None or outward is inward:
            return (outward if sign != -1 else inward)()
        return build.pick(build.compare("<", above, 0), inward(), outward())


def _around(low: Fraction | None, high: Fraction | None) -> tuple[int, int] | None:
    """Whole numbers between which every rounding of a number lies."""
    return None if low is None or high is None else (floor(low), ceil(high))


def common_factor(values: Sequence[Fraction]) -> Fraction:
    """The largest fraction that all values are whole multiples of."""
    above = gcd(*(one.numerator for one in values))
    return Fraction(above or 1, lcm(*(one.denominator for one in values)))


def _least_end(numbers: Sequence[Number]) -> Fraction | None:
    """The lowest bound, when all have one."""
    ends = [one.low for one in numbers]
    return None if None in ends else min(ends)  # type: ignore[type-var]


def _most_end(numbers: Sequence[Number]) -> Fraction | None:
    """The highest bound, when all have one."""
    ends = [one.high for one in numbers]
    return None if None in ends else max(ends)  # type: ignore[type-var]


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [one for one in values if one is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


def _sign(number: Number) -> int | None:
    if number.low is not None and number.low >= 0:
        return 1
    return -1 if number.high is not None and number.high <= 0 else None


def _quotients(above: Number, below: Number) -> tuple[Fraction | None, Fraction | None]:
    """Bounds of a quotient; none when the divisor may be near 0."""
    ends = (above.low, above.high, below.low, below.high)
    if None in ends or ends[2] <= 0 <= ends[3]:  # type: ignore[operator]
        signs = {_sign(above), _sign(below)}
        if None in signs:
            return None, None
        return (Fraction(0), None) if len(signs) == 1 else (None, Fraction(0))
    found = [a / b for a in ends[:2] for b in ends[2:]]  # type: ignore[operator]
    return min(found), max(found)


def _decided(code: Code, left: Number, right: Number) -> bool | None:
    """What the bounds say of a comparison."""
    less = left.high is not None and right.low is not None and left.high < right.low
    more = left.low is not None and right.high is not None and left.low > right.high
    not_more = left.high is not None and right.low is not None and left.high <= right.low
    not_less = left.low is not None and right.high is not None and left.low >= right.high
    match code:
        case "<":
            return True if less else False if not_less else None
        case "<=":
            return True if not_more else False if more else None
        case "==":
            return False if less or more else None
        case _:
            return True if less or more else None
