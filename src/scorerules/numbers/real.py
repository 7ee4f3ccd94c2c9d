"""Exact real numbers that are not known to be rational, and the arithmetic of both sorts.

Goes in: ``Fraction`` and :class:`Real`. Comes out: a ``Fraction`` whenever the simplification finds
that the result is rational, else a :class:`Real`. A comparison is decided by proof or not at all: it
never guesses and never reads a float.

Sums are kept as linear combinations, products as powers of factors, roots and logarithms over coprime
integers, so that ``sqrt(2) * sqrt(8)`` is 4 and ``ln(8) / ln(2)`` is 3 without any digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from scorerules.numbers.deciding import FIRST_DIGITS, sign
from scorerules.numbers.enclosure import fractions, is_known
from scorerules.numbers.node import Node, is_operand, only_roots
from scorerules.numbers.problems import DivisionByZero, OutsideDomain, TooLarge, Undecidable
from scorerules.numbers.rational import (
    bounded,
    coprime,
    factor_fraction,
    factors,
    fraction_sum,
    reduced,
    whole_power,
)
from scorerules.numbers.room import room

# Products of sums are multiplied out only while they stay this short.
_EXPANDED_TERMS = 16
_EXPANDED_POWER = 32
_MAX_EXPONENT = 10_000
_ONE = Fraction(1)
_ZERO = Fraction(0)


@frozen(eq=False)
class Real(Node):
    """A real number given by an expression; make one with ``sqrt``, ``ln``, ``power`` and arithmetic.

    Equality is proven or raises :class:`Undecidable`. The hash is that of the simplified expression, so
    two expressions whose equality only a proof shows hash differently: do not collect them in sets.
    """

    def bounds(self, digits: int) -> tuple[Fraction, Fraction]:
        """Two fractions with the value surely between them, from at least ``digits`` digits."""
        while True:
            interval = self.enclose(digits)
            if is_known(interval):
                return fractions(interval)
            if digits > room().digits:
                raise Undecidable
            digits *= 2

    def __add__(self, other: object) -> Number:
        return add(self, _number(other)) if is_operand(other) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: object) -> Number:
        return subtract(self, _number(other)) if is_operand(other) else NotImplemented

    def __rsub__(self, other: object) -> Number:
        return subtract(_number(other), self) if is_operand(other) else NotImplemented

    def __mul__(self, other: object) -> Number:
        return multiply(self, _number(other)) if is_operand(other) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Number:
        return divide(self, _number(other)) if is_operand(other) else NotImplemented

    def __rtruediv__(self, other: object) -> Number:
        return divide(_number(other), self) if is_operand(other) else NotImplemented

    def __pow__(self, other: object) -> Number:
        return power(self, _number(other)) if is_operand(other) else NotImplemented

    def __rpow__(self, other: object) -> Number:
        # Fraction ** Real arrives here as a float on some Pythons and is then refused: use power().
        return power(_number(other), self) if is_operand(other) else NotImplemented

    def __neg__(self) -> Number:
        return multiply(self, Fraction(-1))

    def __pos__(self) -> Real:
        return self

    def __abs__(self) -> Number:
        try:
            direction = sign(self)
        except Undecidable:
            return Real("abs", ((self, _ONE),))
        return multiply(self, Fraction(direction))

    def __eq__(self, other: object) -> bool:
        if not is_operand(other):
            return NotImplemented
        return compare(self, _number(other)) == 0

    def __lt__(self, other: object) -> bool:
        return compare(self, _number(other)) < 0 if is_operand(other) else NotImplemented

    def __le__(self, other: object) -> bool:
        return compare(self, _number(other)) <= 0 if is_operand(other) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return compare(self, _number(other)) > 0 if is_operand(other) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return compare(self, _number(other)) >= 0 if is_operand(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    def __bool__(self) -> bool:
        return sign(self) != 0


Number: TypeAlias = Fraction | Real
Powers: TypeAlias = dict[Real, Fraction]


def _number(x: object) -> Number:
    if isinstance(x, int):
        return bounded(Fraction(x))
    return x  # type: ignore[return-value]


def compare(a: Number, b: Number) -> int:
    """-1 when ``a`` is smaller, 0 when they are equal, 1 when ``a`` is larger."""
    if isinstance(a, Real) and isinstance(b, Real) and a.key == b.key:
        return 0
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    return sign(subtract(a, b))


def apparent_order(a: Number, b: Number) -> int:
    """:func:`compare` for what is only shown: numbers that cannot be told apart count as equal."""
    try:
        return compare(a, b)
    except Undecidable:
        return 0


def add(a: Number, b: Number) -> Number:
    """The sum."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a + b)
    return total((a, b))


def total(numbers: Iterable[Number]) -> Number:
    """The sum of all; much quicker than adding many irrational numbers one by one."""
    constants: list[Fraction] = []
    terms: Powers = {}
    for number in numbers:
        for term, factor in _terms(number):
            if isinstance(term, Fraction):
                constants.append(factor)
            else:
                terms[term] = terms.get(term, _ZERO) + factor
    return _linear(fraction_sum(constants), terms)


def subtract(a: Number, b: Number) -> Number:
    """The difference."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a - b)
    return total((a, multiply(b, Fraction(-1))))


def multiply(a: Number, b: Number) -> Number:
    """The product."""
    if isinstance(a, Fraction):
        if isinstance(b, Fraction):
            return bounded(a * b)
        a, b = b, a
    terms = _terms(a)
    if isinstance(b, Fraction):
        return total(_scaled(term, bounded(factor * b)) for term, factor in terms) if b else _ZERO
    others = _terms(b)
    if 1 < len(terms) * len(others) <= _EXPANDED_TERMS and only_roots(terms) and only_roots(others):
        return total(
            _scaled(_product(_ONE, ((one, _ONE) for one in (x, y) if isinstance(one, Real))), bounded(f * g))
            for x, f in terms
            for y, g in others
        )
    (c, left), (d, right) = _split(a), _split(b)
    return _product(bounded(c * d), (*left.items(), *right.items()))


def divide(a: Number, b: Number) -> Number:
    """The quotient.

    Raises:
        DivisionByZero: ``b`` is zero.
        Undecidable: Whether ``b`` is zero cannot be proven.
    """
    if isinstance(b, Fraction):
        if not b:
            raise DivisionByZero
        return bounded(a / b) if isinstance(a, Fraction) else multiply(a, 1 / b)
    if not sign(b):
        raise DivisionByZero
    (c, left), (d, right) = _split(a), _split(b)
    return _product(bounded(c / d), (*left.items(), *((x, -e) for x, e in right.items()))) if c else _ZERO


def power(x: Number, y: Number) -> Number:
    """``x`` to the power ``y``; whole powers and perfect roots are exact. 0 ** 0 is 1."""
    if isinstance(y, Real):
        return _irrational_power(x, y)
    if y.denominator == 1:
        return whole_power(x, y.numerator) if isinstance(x, Fraction) else _whole_power(x, y.numerator)
    direction = sign(x)
    if direction < 0:
        raise OutsideDomain("negative-to-fractional-power")
    if direction == 0:
        if y < 0:
            raise OutsideDomain("zero-to-negative-power")
        return _ZERO
    factor, powers = _split_positive(x)
    constant, roots = _roots({base: y * times for base, times in factor_fraction(factor).items()})
    return _product(constant, (*roots, *((one, e * y) for one, e in powers.items())))


def log(x: Number, kind: str) -> Number:
    """The logarithm of ``x`` > 0, ``kind`` being ``"ln"`` or ``"log10"``."""
    if sign(x) <= 0:
        raise OutsideDomain("logarithm-of-zero-or-less")
    factor, powers = _split_positive(x)
    bases: dict[int, Fraction] = {base: Fraction(times) for base, times in factor_fraction(factor).items()}
    logs: list[Number] = []
    for one, e in powers.items():
        if one.kind == "root":
            _take_apart(one, e, bases)
        elif one.kind == "exp" and kind == "ln":
            logs.append(multiply(_inner(one), e))
        else:
            logs.append(multiply(Real(kind, ((one, _ONE),)), e))  # type: ignore[arg-type]
    if kind == "log10":
        fives = bases.pop(5, _ZERO)
        logs.append(fives)
        bases[2] = bases.get(2, _ZERO) - fives
    atoms = {Real(kind, ((Fraction(base), _ONE),)): e for base, e in coprime(bases).items()}  # type: ignore[arg-type]
    return total((*logs, _linear(_ZERO, atoms)))


def exp(x: Number) -> Number:
    """E to the power ``x``; powers of logarithms are taken apart exactly."""
    limit = room().places * 2
    low, high = (x, x) if isinstance(x, Fraction) else x.bounds(FIRST_DIGITS)
    if low > limit or high < -limit:
        raise TooLarge
    rest: list[Number] = []
    bases: dict[int, Fraction] = {}
    powers: list[tuple[Real, Fraction]] = []
    for term, factor in _terms(x):
        if isinstance(term, Real) and term.kind == "ln":
            inner = _inner(term)
            if isinstance(inner, Real):
                powers.append((inner, factor))
            else:
                bases[inner.numerator] = factor
        else:
            rest.append(_scaled(term, factor))
    remaining = total(rest)
    constant, roots = _roots(bases)
    if isinstance(remaining, Real) or remaining:
        powers.append((Real("exp", ((remaining, _ONE),)), _ONE))
    return _product(constant, (*roots, *powers))


def _inner(x: Real) -> Number:
    return x.parts[0][0]  # type: ignore[return-value]


def _real(x: Number) -> Real:
    if isinstance(x, Fraction):
        raise TypeError(x)
    return x


def _terms(x: Number) -> tuple[tuple[Number, Fraction], ...]:
    """``x`` as a sum of numbers with factors; a rational is a multiple of 1."""
    if isinstance(x, Fraction):
        return ((_ONE, x),)
    return x.parts if x.kind == "linear" else ((x, _ONE),)  # type: ignore[return-value]


def _scaled(term: Number, factor: Fraction) -> Number:
    if isinstance(term, Fraction):
        return bounded(term * factor)
    if term.kind == "linear":
        return multiply(term, factor)
    return _linear(_ZERO, {term: factor})


def _linear(constant: Fraction, terms: Powers) -> Number:
    kept = sorted(((x, bounded(factor)) for x, factor in terms.items() if factor), key=lambda one: one[0].key)
    if not kept:
        return bounded(constant)
    if not constant and len(kept) == 1 and kept[0][1] == 1:
        return kept[0][0]
    return Real("linear", (*(((_ONE, bounded(constant)),) if constant else ()), *kept))


def _split(x: Number) -> tuple[Fraction, Powers]:
    """``x`` as a rational times powers; a sum is divided by its first factor, so multiples agree."""
    if isinstance(x, Fraction):
        return x, {}
    if x.kind == "product":
        return _ONE, dict(x.parts)  # type: ignore[arg-type]
    if x.kind != "linear":
        return _ONE, {x: _ONE}
    term, factor = x.parts[-1]
    if len(x.parts) == 1:
        return factor, _split(term)[1]  # type: ignore[arg-type]
    return factor, {_real(multiply(x, 1 / factor)): _ONE}


def _split_positive(x: Number) -> tuple[Fraction, Powers]:
    """``x`` > 0 as a positive rational times powers of positive numbers."""
    factor, powers = _split(x)
    if isinstance(x, Real) and (factor < 0 or any(sign(one) < 0 for one in powers)):
        # The signs cancel only as a whole, so the whole stays one factor.
        return abs(factor), {_real(multiply(x, 1 / abs(factor))): _ONE}
    return factor, powers


def _product(constant: Fraction, given: Iterable[tuple[Real, Fraction]]) -> Number:
    """``constant`` times the powers, with roots and exponentials put together."""
    bases: dict[int, Fraction] = {}
    exponents: list[Number] = []
    powers: Powers = {}
    for x, e in given:
        if x.kind == "root":
            _take_apart(x, e, bases)
        elif x.kind == "exp":
            exponents.append(multiply(_inner(x), e))
        else:
            powers[x] = powers.get(x, _ZERO) + e
    rational, roots = _roots(bases)
    kept: Powers = {x: e for x, e in powers.items() if e}
    kept.update(roots)
    exponent = total(exponents)
    if isinstance(exponent, Real) or exponent:
        kept[Real("exp", ((exponent, _ONE),))] = _ONE
    if any(abs(e) > _MAX_EXPONENT for e in kept.values()):
        raise TooLarge
    constant = bounded(constant * rational)
    if not kept or not constant:
        return constant
    if len(kept) == 1:
        x, e = next(iter(kept.items()))
        if e == 1:
            return multiply(x, constant) if x.kind == "linear" else _linear(_ZERO, {x: constant})
    ordered: tuple[tuple[Real, Fraction], ...] = tuple(sorted(kept.items(), key=lambda one: one[0].key))
    return _linear(_ZERO, {Real("product", ordered): constant})


def _take_apart(root: Real, e: Fraction, bases: dict[int, Fraction]) -> None:
    """Multiply the power ``e`` of a root node into ``bases``."""
    for base, inner in root.parts:
        for factor, times in factors(base.numerator):  # type: ignore[union-attr]
            bases[factor] = bases.get(factor, _ZERO) + inner * e * times


def _roots(bases: dict[int, Fraction]) -> tuple[Fraction, tuple[tuple[Real, Fraction], ...]]:
    """Powers of integers as a rational and at most one root node."""
    constant, parts = reduced(bases)
    return constant, (((Real("root", parts), _ONE),) if parts else ())


def _whole_power(x: Real, n: int) -> Number:
    if n == 0:
        return _ONE
    if 0 < n <= _EXPANDED_POWER:
        result: Number = _ONE
        for bit in f"{n:b}":
            result = multiply(result, result)
            if bit == "1":
                result = multiply(result, x)
        return result
    if n < 0 and not sign(x):
        raise OutsideDomain("zero-to-negative-power")
    factor, powers = _split(x)
    return _product(whole_power(factor, n), ((one, e * n) for one, e in powers.items()))


def _irrational_power(x: Number, y: Real) -> Number:
    if isinstance(x, Fraction) and x == 1:
        return _ONE
    direction = sign(x)
    if direction < 0:
        raise OutsideDomain("negative-to-fractional-power")
    if direction == 0:
        if sign(y) < 0:
            raise OutsideDomain("zero-to-negative-power")
        return _ZERO
    return exp(multiply(y, log(x, "ln")))
