"""The expression behind an irrational number, and its proven enclosures.

A node is a kind and its parts, each part a number with a rational factor or exponent:

========== =================================== ==========================================
kind       value                               parts
========== =================================== ==========================================
linear     the sum of ``number * factor``      the constant, if any, as ``(1, constant)``
product    the product of ``number ** e``      fractional ``e`` only on positive numbers
root       the product of ``base ** e``        coprime integers, 0 < ``e`` < 1
ln, log10  the logarithm of the one part       a positive number
exp, abs   the function of the one part        any number
========== =================================== ==========================================

Goes in: kind and parts, already simplified. Comes out: an identity, and intervals of any precision.
Deciding anything from the intervals, and simplifying, is the business of ``real``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from hashlib import blake2b
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from scorerules.numbers.enclosure import UNKNOWN, Interval, Precision, limited
from scorerules.numbers.problems import TooLarge

Kind: TypeAlias = Literal["linear", "product", "root", "ln", "log10", "exp", "abs"]

MAX_DEPTH = 100
"""Functions of functions of functions: no deeper than this."""

MAX_PARTS = 20_000
"""No sum and no product has more parts."""


@frozen(eq=False)
class Node:
    """An immutable expression; two nodes with one ``key`` are the same expression."""

    kind: Kind
    parts: tuple[tuple[Fraction | Node, Fraction], ...]
    key: bytes = field(init=False, repr=False)
    depth: int = field(init=False, repr=False)
    # Enclosures already found, by digits: a memo, not part of the value.
    found: dict[int, Interval] = field(init=False, repr=False, factory=dict)

    @key.default
    def _key(self) -> bytes:
        digest = blake2b(self.kind.encode(), digest_size=20)
        for x, factor in self.parts:
            text = part_key(x) + b"*" + part_key(factor)
            digest.update(b";%d:" % len(text) + text)
        return digest.digest()

    @depth.default
    def _depth(self) -> int:
        return 1 + max((x.depth for x, _ in self.parts if isinstance(x, Node)), default=0)

    def __attrs_post_init__(self) -> None:
        if self.depth > MAX_DEPTH or len(self.parts) > MAX_PARTS:
            raise TooLarge

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, self.parts)

    def enclose(self, digits: int) -> Interval:
        """An interval that surely holds the value, computed with ``digits`` digits.

        It may be unbounded when so few digits cannot tell a divisor from zero.
        """
        precision = Precision(digits)
        waiting: list[Node] = [self]
        while waiting:
            node = waiting[-1]
            if digits in node.found:
                waiting.pop()
                continue
            inner = [x for x, _ in node.parts if isinstance(x, Node) and digits not in x.found]
            if inner:
                waiting.extend(inner)
            else:
                node.found[digits] = limited(_compute(node, precision, digits))
        return self.found[digits]


def functions_in(x: Node) -> int:
    """How many different functions there are in ``x`` that take long to compute."""
    seen: dict[bytes, Node] = {}
    waiting = [x]
    while waiting:
        node = waiting.pop()
        if node.key not in seen:
            seen[node.key] = node
            waiting.extend(part for part, _ in node.parts if isinstance(part, Node))
    return sum(_computed(node) for node in seen.values())


def _computed(node: Node) -> int:
    if node.kind in ("product", "root"):
        return sum(e.denominator > 2 for _, e in node.parts)
    return node.kind in ("ln", "log10", "exp")


def is_operand(x: object) -> bool:
    """Whether arithmetic takes ``x``: an integer, a fraction or an expression, but no truth value."""
    return isinstance(x, int | Fraction | Node) and not isinstance(x, bool)


def only_roots(parts: tuple[tuple[Fraction | Node, Fraction], ...]) -> bool:
    """Whether every part is rational or a root, so that multiplying out can simplify."""
    return all(isinstance(x, Fraction) or x.kind == "root" for x, _ in parts)


def part_key(x: Fraction | Node) -> bytes:
    """Bytes that identify a number."""
    return x.key if isinstance(x, Node) else f"{x.numerator:x}/{x.denominator:x}".encode()


def _compute(node: Node, at: Precision, digits: int) -> Interval:
    """The interval of ``node`` from the intervals of its parts, which are all known at ``digits``."""

    def of(x: Fraction | Node) -> Interval:
        return x.found[digits] if isinstance(x, Node) else at.of(x)

    def power(x: Fraction | Node, e: Fraction) -> Interval:
        if e.denominator == 1:
            return at.whole_power(of(x), e.numerator)
        return _positive_power(at, of(x), e)

    first = node.parts[0][0]
    match node.kind:
        case "linear":
            return reduce(at.add, (at.multiply(of(x), at.of(factor)) for x, factor in node.parts))
        case "product" | "root":
            return reduce(at.multiply, (power(x, e) for x, e in node.parts))
        case "ln":
            return at.ln(of(first))
        case "log10":
            return at.log10(of(first))
        case "exp":
            return at.exp(of(first))
        case "abs":
            return at.absolute(of(first))


def _positive_power(at: Precision, x: Interval, e: Fraction) -> Interval:
    if x[0] <= 0:
        return UNKNOWN
    if e.denominator == 2 and abs(e.numerator) == 1:  # quicker than the general way
        root = at.sqrt(x)
        return root if e > 0 else at.invert(root)
    return at.exp(at.multiply(at.of(e), at.ln(x)))
