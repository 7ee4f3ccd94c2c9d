"""Every change of one file: each maker asked of each value.

Goes in: the document of a file and the ruleset that it belongs to. Comes out: the changes in the order of the
file, those of one place in the order of the makers.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorerules.document import Node
from scorerules.testing.mutants import formulas, rounding, rows, values, weights
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.making import Maker, is_rule
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.spots import spots

MAKERS: tuple[Maker, ...] = (
    values.numbers,
    weights.weights,
    values.boundary_words,
    values.words,
    values.flags,
    values.texts,
    values.grades,
    rounding.roundings,
    rows.rows_left_out,
    rows.columns_left_out,
    rows.results_exchanged,
    rows.keys_left_out,
    formulas.formulas,
)
"""What makes changes of a value."""


def mutants_of(document: Node, context: Context) -> Iterator[Mutant]:
    """Every change of a file, in the order of the file.

    Args:
        document: The file as it was parsed.
        context: The ruleset that it belongs to, joined with what it extends.
    """
    for spot in spots(document):
        if is_rule(spot):
            for make in MAKERS:
                yield from make(spot, context)
