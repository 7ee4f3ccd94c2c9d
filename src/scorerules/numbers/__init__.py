"""Exact numbers: fractions, proven irrational numbers, rounding, decimals, units and quantities.

A bottom layer: of the library it knows the limits only, and it says nothing to people.
"""

from scorerules.numbers.deciding import sign
from scorerules.numbers.decimals import decimal_places, exact, is_finite_decimal, plain, to_decimal
from scorerules.numbers.formatting import Format, format_number, parse_format
from scorerules.numbers.functions import ceil, floor, ln, log10, modulo, sqrt
from scorerules.numbers.grid import common_grid, is_multiple
from scorerules.numbers.problems import DivisionByZero, NumberProblem, OutsideDomain, TooLarge, Undecidable
from scorerules.numbers.quantity import (
    QUANTITY_START,
    QUANTITY_SUFFIX,
    Quantity,
    QuantityProblem,
    looks_like_quantity,
    match_quantity,
    parse_quantity,
)
from scorerules.numbers.real import (
    Number,
    Real,
    add,
    apparent_order,
    compare,
    divide,
    exp,
    multiply,
    power,
    subtract,
    total,
)
from scorerules.numbers.room import computing
from scorerules.numbers.rounding import MODES, Mode, round_to
from scorerules.numbers.units import Unit, parse_unit

__all__ = [
    "MODES",
    "QUANTITY_START",
    "QUANTITY_SUFFIX",
    "DivisionByZero",
    "Format",
    "Mode",
    "Number",
    "NumberProblem",
    "OutsideDomain",
    "Quantity",
    "QuantityProblem",
    "Real",
    "TooLarge",
    "Undecidable",
    "Unit",
    "add",
    "apparent_order",
    "ceil",
    "common_grid",
    "compare",
    "computing",
    "decimal_places",
    "divide",
    "exact",
    "exp",
    "floor",
    "format_number",
    "is_finite_decimal",
    "is_multiple",
    "ln",
    "log10",
    "looks_like_quantity",
    "match_quantity",
    "modulo",
    "multiply",
    "parse_format",
    "parse_quantity",
    "parse_unit",
    "plain",
    "power",
    "round_to",
    "sign",
    "sqrt",
    "subtract",
    "to_decimal",
    "total",
]
