"""The scheme as its author wrote it: one frozen class per section, every key with its meaning.

These classes declare the language. They are made by ``build`` from a document, never by hand; what
they say is turned into expressions by ``plan``.
"""

from scorerules.model.check import Check
from scorerules.model.data import INPUT_TYPES, Derived, Function, Input, InputType, Parameter
from scorerules.model.header import WEIGHTS, Header, Period, Rounds, Weights
from scorerules.model.policies import (
    JOINS,
    MISSING_POLICIES,
    NOT_APPLICABLE_POLICIES,
    Best,
    JoinName,
    Rounding,
)
from scorerules.model.results import (
    Grade,
    GradeCase,
    Graded,
    GradeRow,
    Outcome,
    Outside,
    Reasons,
    Total,
    Veto,
)
from scorerules.model.scheme import Example, Named, Scheme, title
from scorerules.model.scored import NOT_SHARED, Indicator, Tier

__all__ = [
    "INPUT_TYPES",
    "JOINS",
    "MISSING_POLICIES",
    "NOT_APPLICABLE_POLICIES",
    "NOT_SHARED",
    "WEIGHTS",
    "Best",
    "Check",
    "Derived",
    "Example",
    "Function",
    "Grade",
    "GradeCase",
    "GradeRow",
    "Graded",
    "Header",
    "Indicator",
    "Input",
    "InputType",
    "JoinName",
    "Named",
    "Outcome",
    "Outside",
    "Parameter",
    "Period",
    "Reasons",
    "Rounding",
    "Rounds",
    "Scheme",
    "Tier",
    "Total",
    "Veto",
    "Weights",
    "title",
]
