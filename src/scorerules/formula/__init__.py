"""Formulas: text, expressions, types, exact reference evaluation, text again."""

from scorerules.formula.cohort import cohort_arguments, cohort_values
from scorerules.formula.evaluate import Evaluator
from scorerules.formula.functions import FUNCTIONS, Function, Kind, Value, is_cohort
from scorerules.formula.grid import grid_of, is_whole
from scorerules.formula.infer import Env, expect, infer
from scorerules.formula.inline import Body, Inliner, inline
from scorerules.formula.joins import JOINS
from scorerules.formula.nodes import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Constant,
    Expr,
    Known,
    Logic,
    Member,
    Name,
    Negate,
    Not,
    children,
    names,
    transform,
    walk,
)
from scorerules.formula.parse import parse
from scorerules.formula.problem import Missing, Problem
from scorerules.formula.render import render, render_literal
from scorerules.formula.unknown import resolve
from scorerules.formula.value_type import BOOLEAN, DATE, NUMBER, TEXT, Type, measured
from scorerules.formula.words import kind_words, value_words

__all__ = [
    "BOOLEAN",
    "DATE",
    "FUNCTIONS",
    "JOINS",
    "NUMBER",
    "TEXT",
    "Absent",
    "Arithmetic",
    "Body",
    "Call",
    "Cases",
    "Compare",
    "Const",
    "Constant",
    "Env",
    "Evaluator",
    "Expr",
    "Function",
    "Inliner",
    "Kind",
    "Known",
    "Logic",
    "Member",
    "Missing",
    "Name",
    "Negate",
    "Not",
    "Problem",
    "Type",
    "Value",
    "children",
    "cohort_arguments",
    "cohort_values",
    "expect",
    "grid_of",
    "infer",
    "inline",
    "is_cohort",
    "is_whole",
    "kind_words",
    "measured",
    "names",
    "parse",
    "render",
    "render_literal",
    "resolve",
    "transform",
    "value_words",
    "walk",
]
