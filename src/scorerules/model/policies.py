"""Values of keys that several sections share: roundings, joins, what happens to what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Const
from scorerules.numbers import MODES, Mode
from scorerules.reading import (
    Amount,
    At,
    Broken,
    Constant,
    Number,
    OneOf,
    Table,
    key,
    meant,
    read_table,
    shapes,
)
from scorerules.reading.shapes import Shape, either

MISSING_POLICIES = ("error", "zero", "full", "skip")
NOT_APPLICABLE_POLICIES = ("rescale-tier", "rescale-total", "full", "zero")
JoinName: TypeAlias = Literal[
    "sum", "mean", "weighted-mean", "geometric-mean", "harmonic-mean", "product", "min", "max"
]
JOINS: tuple[JoinName, ...] = (
    "sum",
    "mean",
    "weighted-mean",
    "geometric-mean",
    "harmonic-mean",
    "product",
    "min",
    "max",
)


@frozen
class Rounding(Table):
    """How one number is rounded: to a multiple of ``to``, halves by ``mode``."""

    to: Constant = key(
        Number(positive=True),
        "修约到几的整数倍",
        "the step to round to",
        default=Constant(Fraction(1), None, Const(Fraction(1))),
    )
    mode: Mode = key(OneOf(MODES), "修约方式", "what happens to halves", default="half-up")


@frozen
class RoundingOrNone:
    """A rounding, or ``"none"`` to take back an inherited one."""

    shape: ClassVar[Shape] = either(shapes.Word(("none",)), shapes.Keys(lambda: Rounding))
    expected: Words = Words('修约方式，如 { to = 1 }，或 "none"', 'a rounding such as { to = 1 }, or "none"')

    def read(self, node: Node, at: At) -> Rounding | Literal["none"] | Broken:
        """The rounding in ``node``."""
        if node.value == "none":
            return "none"
        if node.is_table:
            return read_table(Rounding, node, at)
        return at.wrong(node, self.expected, meant.word(node, ("none",)))


@frozen
class MissingPolicy:
    """What an indicator gets when a datum it needs is missing: a word, or points."""

    shape: ClassVar[Shape] = either(shapes.Word(MISSING_POLICIES), shapes.Number())
    expected: Words = Words(
        '"error"、"zero"、"full"、"skip" 之一，或分数', 'one of "error", "zero", "full", "skip", or points'
    )

    def read(self, node: Node, at: At) -> str | Fraction | Broken:
        """The policy in ``node``."""
        if isinstance(node.value, str):
            if node.value in MISSING_POLICIES:
                return node.value
            return at.wrong(node, self.expected, meant.word(node, MISSING_POLICIES))
        return Amount(negative=True).read(node, at)


@frozen
class Best(Table):
    """Only the ``best`` scores count: ``{ best = 3 }``."""

    best: Fraction = key(
        Amount(whole=True), "取最好的几项", "how many count", required=True, default=Fraction(1)
    )


@frozen
class Join:
    """How members make a score: a word, or ``{ best = n }``."""

    shape: ClassVar[Shape] = either(shapes.Word(JOINS), shapes.Keys(lambda: Best))

    @property
    def expected(self) -> Words:
        """The words it may be."""
        words = OneOf(JOINS).expected
        return Words(f"{words.zh}，或 {{ best = 项数 }}", f"{words.en}, or {{ best = n }}")

    def read(self, node: Node, at: At) -> JoinName | Best | Broken:
        """The join in ``node``."""
        if node.is_table:
            return read_table(Best, node, at)
        for name in JOINS:
            if node.value == name:
                return name
        return at.wrong(node, self.expected, meant.word(node, JOINS))


@frozen
class EmptyPolicy:
    """What a tier or a total comes to when nothing in it applies: a word, or points."""

    words: tuple[str, ...]

    @property
    def expected(self) -> Words:
        """The words it may be."""
        listed = OneOf(self.words).expected
        return Words(f"{listed.zh}，或分数", f"{listed.en}, or points")

    @property
    def shape(self) -> Shape:
        """One of the words, or a number."""
        return either(shapes.Word(self.words), shapes.Number())

    def read(self, node: Node, at: At) -> str | Fraction | Broken:
        """The policy in ``node``."""
        if isinstance(node.value, str):
            known = node.value in self.words
            return node.value if known else at.wrong(node, self.expected, meant.word(node, self.words))
        return Amount(negative=True).read(node, at)
