"""What laws look at: one scored record of a ruleset, and what a law says when it is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from attrs import field, frozen

from scorerules.diagnostics import Words
from scorerules.errors import RecordError
from scorerules.formula import Value
from scorerules.model import Indicator, Scheme
from scorerules.record import Datum
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.source import Span
from scorerules.testing.strategies.ground import Ground, Written


@frozen
class Breach:
    """How a record breaks a law.

    Args:
        words: What came out and what should have.
        item: What it is about.
        span: Where the rule stands.
    """

    words: Words
    item: str = ""
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen(slots=False, eq=False, repr=False)
class Case:
    """One record of a ruleset and what it comes to.

    Args:
        ground: The ruleset.
        record: The record.
    """

    ground: Ground
    record: Written

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset."""
        return self.ground.ruleset

    @property
    def scheme(self) -> Scheme:
        """What its author declared."""
        return self.ruleset.scheme

    @cached_property
    def found(self) -> Evaluation | RecordError:
        """What the record comes to, or why it is refused."""
        return self.scored(self.record)

    @property
    def evaluation(self) -> Evaluation:
        """What the record comes to."""
        assert isinstance(self.found, Evaluation)
        return self.found

    def scored(self, record: Mapping[str, Datum]) -> Evaluation | RecordError:
        """What some record comes to among the records that the plain one is compared with."""
        try:
            if self.ruleset.plan.compares_records:
                return self.ruleset.score(record, cohort=self.ground.base.company)
            return self.ruleset.score(record)
        except RecordError as error:
            return error

    def score(self, id_: str) -> Fraction | None:
        """The exact score of an indicator or a tier; ``None`` for none, and for an irrational one."""
        value = self.evaluation.facts.get(f"score.{id_}")
        return value if isinstance(value, Fraction) else None

    def value(self, name: str) -> Value | None:
        """The value of a step or a datum."""
        return self.evaluation.facts.value(name)

    def policy(self, one: Indicator) -> tuple[str | Fraction, str | None]:
        """What an indicator gets without data, and when it does not apply, as declared."""
        header = self.scheme.header
        missing = header.on_missing if one.on_missing is None else one.on_missing
        return missing, one.not_applicable or header.not_applicable


Check: TypeAlias = Callable[[Case], Iterator[Breach]]

Kind: TypeAlias = Literal["valid", "faulty", "group"]
"""The records that a law is about: those that score, those with a fault, those of a whole group."""


@frozen
class Law:
    """Something that holds of every record of every ruleset.

    Args:
        id: What it is called.
        words: What it says.
        check: Gives the ways in which a record breaks it.
        kind: The records that it is about.
    """

    id: str
    words: Words
    check: Check = field(repr=False)
    kind: Kind = "valid"
