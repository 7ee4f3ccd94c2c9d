"""How small an algebraic number can be without being zero.

Goes in: a node. Comes out: a number of bits; a value proven smaller than 2 to minus that is zero. The
bound is that of Burnikel, Funke, Mehlhorn, Schirra and Schmitt (A Separation Bound for Real Algebraic
Expressions, 2001): an expression of roots and the four operations that is not zero has at least the size
1 / (u ** (D - 1) * l), with u and l bounding the conjugates of its numerator and denominator, and D the
product of the degrees of all roots in it. Logarithms and exponentials have no such bound.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm, prod
from typing import TypeAlias

from scorerules.numbers.node import Node

# Bits that bound numerator and denominator from above; both at least 0.
Sizes: TypeAlias = tuple[int, int]

_ALGEBRAIC = {"linear", "product", "root", "abs"}


def zero_bits(x: Node) -> int | None:
    """The bits within which ``x`` shows whether it is zero, or ``None`` when it is not algebraic."""
    sizes: dict[bytes, Sizes] = {}
    degrees: dict[bytes, int] = {}
    waiting = [x]
    while waiting:
        node = waiting[-1]
        if node.kind not in _ALGEBRAIC:
            return None
        inner = [part for part, _ in node.parts if isinstance(part, Node) and part.key not in sizes]
        if inner:
            waiting.extend(inner)
            continue
        waiting.pop()
        if node.key not in sizes:
            sizes[node.key] = _sizes(node, sizes)
            degrees[node.key] = _degree(node)
    above, below = sizes[x.key]
    return above * (prod(degrees.values()) - 1) + below


def _degree(node: Node) -> int:
    """The degree of the root that this node itself takes of its parts, 1 for none."""
    if node.kind in ("product", "root"):
        return lcm(*(e.denominator for _, e in node.parts))
    return 1


def _sizes(node: Node, known: dict[bytes, Sizes]) -> Sizes:
    def of(x: Fraction | Node) -> Sizes:
        return known[x.key] if isinstance(x, Node) else _rational(x)

    if node.kind == "abs":
        return of(node.parts[0][0])
    if node.kind == "linear":
        above, below = 0, 0
        for position, (x, factor) in enumerate(node.parts):
            term = _times(of(x), _rational(factor))
            # a/b + c/d = (ad + cb) / bd, and a sum of two has at most one bit more than the larger.
            above = max(above + term[1], term[0] + below) + 1 if position else term[0]
            below += term[1]
        return above, below
    # All powers together are one root of a product of whole powers.
    degree = _degree(node)
    above, below = 0, 0
    for x, e in node.parts:
        size = of(x) if e > 0 else of(x)[::-1]
        times = abs(e.numerator) * (degree // e.denominator)
        above, below = above + size[0] * times, below + size[1] * times
    # The root of U / L is the root of U * L ** (degree - 1), divided by L; rounded up to whole bits.
    return -(-(above + (degree - 1) * below) // degree), below


def _rational(x: Fraction) -> Sizes:
    # (n - 1).bit_length() bits are enough for n up to a power of two; zero is bounded like one.
    return (max(abs(x.numerator), 1) - 1).bit_length(), (x.denominator - 1).bit_length()


def _times(a: Sizes, b: Sizes) -> Sizes:
    return a[0] + b[0], a[1] + b[1]
