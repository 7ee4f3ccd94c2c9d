"""Integers and fractions: size limits, whole roots, small prime factors.

Goes in: ``int`` and ``Fraction``. Comes out: the same, or :class:`TooLarge` before any long work.
Nothing here knows irrational numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from math import floor, gcd, isqrt

from scorerules.numbers.problems import OutsideDomain, TooLarge
from scorerules.numbers.room import room

# Trial division up to here makes roots and logarithms of everyday numbers canonical.
_SMALL = 1000
# Below this size every possible exponent of a perfect power is tried, above only those up to 64.
_THOROUGH_BITS = 4096


def bounded(x: Fraction) -> Fraction:
    """``x`` itself, when there is room for it."""
    most = room().bits
    if x.numerator.bit_length() > most or x.denominator.bit_length() > most:
        raise TooLarge
    return x


def fraction_sum(values: list[Fraction]) -> Fraction:
    """The sum, added in pairs so that unlike denominators stay small for as long as possible."""
    while len(values) > 1:
        pairs = zip(values[::2], values[1::2], strict=False)
        values = [bounded(a + b) for a, b in pairs] + (values[-1:] if len(values) % 2 else [])
    return values[0] if values else Fraction(0)


def whole_power(x: Fraction, n: int) -> Fraction:
    """``x`` to the whole power ``n``, refused before it is computed when it would be too large."""
    if x in (0, 1, -1):
        if x == 0 and n < 0:
            raise OutsideDomain("zero-to-negative-power")
        return Fraction(1) if n == 0 else (x if n % 2 or x == 0 else Fraction(1))
    # m ** n has more than (bits of m - 1) * n bits.
    if (max(abs(x.numerator), x.denominator).bit_length() - 1) * abs(n) > room().bits:
        raise TooLarge
    return bounded(x**n)


def whole_root(n: int, k: int) -> int:
    """The largest integer whose ``k``-th power is at most ``n``; ``n`` >= 0, ``k`` >= 1."""
    if k == 1 or n < 2:
        return n
    if k == 2:
        return isqrt(n)
    if k >= n.bit_length():
        return 1
    # Newton from above decreases until it has found the root.
    root = 1 << -(-n.bit_length() // k)
    while True:
        better = ((k - 1) * root + n // root ** (k - 1)) // k
        if better >= root:
            return root
        root = better


@cache
def primes_below(limit: int) -> tuple[int, ...]:
    """The primes below ``limit``, ascending."""
    return tuple(n for n in range(2, limit) if all(n % d for d in range(2, isqrt(n) + 1)))


def perfect_power(n: int) -> tuple[int, int]:
    """``(base, exponent)`` with ``base ** exponent == n`` and the largest exponent found; ``n`` > 1."""
    base, exponent = n, 1
    bits = n.bit_length()
    waiting = list(primes_below(min(bits, 64 if bits > _THOROUGH_BITS else bits) + 1))
    while waiting:
        k = waiting[-1]
        if k >= base.bit_length():
            waiting.pop()
            continue
        root = whole_root(base, k)
        if root**k == base:
            base, exponent = root, exponent * k
        else:
            waiting.pop()
    return base, exponent


@lru_cache(maxsize=4096)
def factors(n: int) -> tuple[tuple[int, int], ...]:
    """``n`` >= 1 as powers of pairwise coprime bases: its small primes and one cofactor."""
    found = []
    twos = (n & -n).bit_length() - 1
    if twos:
        found.append((2, twos))
        n >>= twos
    for p in primes_below(_SMALL):
        if p * p > n:
            break
        times = 0
        while n % p == 0:
            n //= p
            times += 1
        if times:
            found.append((p, times))
    if n > 1:
        found.append(perfect_power(n))
    return tuple(found)


def factor_fraction(x: Fraction) -> dict[int, int]:
    """``x`` > 0 as powers of coprime bases, negative exponents for the denominator."""
    exponents = dict(factors(x.numerator))
    exponents.update((base, -times) for base, times in factors(x.denominator))
    return exponents


def coprime(exponents: dict[int, Fraction]) -> dict[int, Fraction]:
    """The same product of powers over pairwise coprime bases, none of them a perfect power.

    Over such bases a product of powers is rational exactly when all exponents are whole.
    """
    done: dict[int, Fraction] = {}
    waiting = [(base, exponent) for base, exponent in exponents.items() if exponent]
    while waiting:
        base, exponent = waiting.pop()
        if base in done:
            done[base] += exponent
            continue
        shared = next((one for one in done if gcd(one, base) > 1), None)
        if shared is None:
            done[base] = exponent
            continue
        common = gcd(shared, base)
        other = done.pop(shared)
        pieces = ((base // common, exponent), (shared // common, other), (common, exponent + other))
        for piece, power in pieces:
            if piece > 1:
                root, times = perfect_power(piece)
                waiting.append((root, power * times))
    return {base: exponent for base, exponent in done.items() if exponent}


def reduced(exponents: dict[int, Fraction]) -> tuple[Fraction, tuple[tuple[Fraction, Fraction], ...]]:
    """A product of powers as a rational times powers of coprime integers, exponents between 0 and 1."""
    constant = Fraction(1)
    roots: dict[Fraction, Fraction] = {}
    for base, exponent in coprime(exponents).items():
        constant = bounded(constant * whole_power(Fraction(base), floor(exponent)))
        rest = exponent - floor(exponent)
        if rest:
            # One base for each exponent, since a large base may or may not have been taken apart.
            roots[rest] = bounded(roots.get(rest, Fraction(1)) * base)
    return constant, tuple((base, exponent) for exponent, base in sorted(roots.items()))
