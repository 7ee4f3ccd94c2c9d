"""Text of a formula -> expression, or faults at their places.

The tokens are written again as one line of ASCII in which every token keeps its offset (Python's grammar
counts bytes and rewrites identifiers), Python's own grammar gives the structure, and :mod:`convert`
takes over what the language allows. No exception leaves this module for any text.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection

from scorerules.diagnostics import Faults
from scorerules.formula.convert import Converter
from scorerules.formula.lexer import tokenize
from scorerules.formula.nodes import Expr
from scorerules.formula.notes import Notes
from scorerules.formula.shape import well_formed
from scorerules.formula.tokens import Token
from scorerules.source import Source, Span


def parse(
    text: str,
    place: Callable[[int, int], Span | None] | None = None,
    faults: Faults | None = None,
    path: str | None = None,
    functions: Collection[str] = frozenset(),
) -> Expr | None:
    """Read a formula.

    Args:
        text: The formula; line ends count as spaces.
        place: Maps code point offsets of ``text`` to the file it stands in; without it, spans point
            into the text itself.
        faults: Where faults are noted; bounds of length, nesting and digits.
        path: The key of the ruleset that holds the formula.
        functions: Names of the ruleset's own functions; how many values each takes is not checked here.

    Returns:
        The expression with the place of every part, or ``None`` after a fault was noted.
    """
    noted = Faults() if faults is None else faults
    if place is None:
        place = within(Source("<formula>", text))
    notes = Notes(place, noted, path)
    limits = noted.limits
    if len(text) > limits.formula_length:
        notes.fault("SR300", 0, 1, length=len(text), limit=limits.formula_length)
        return None
    tokens = tokenize(text, notes)
    if not notes.clean:
        return None
    if not tokens:
        notes.fault("SR324", 0, len(text))
        return None
    if not well_formed(tokens, notes):
        return None
    tree = _tree(tokens, len(text), notes)
    if tree is None:
        return None
    expr = Converter(text, tokens, notes, functions).convert(tree, 1)
    return expr if notes.clean else None


def within(source: Source) -> Callable[[int, int], Span]:
    """The place of offsets in a text that is a formula and nothing else."""
    return lambda start, end: Span(source, start, end)


def _tree(tokens: tuple[Token, ...], length: int, notes: Notes) -> ast.expr | None:
    """Python's tree of the tokens; column ``c`` of it is offset ``c - 1`` of the formula."""
    line = [" "] * length
    for token in tokens:
        plain = token.text if token.kind in {"operator", "word"} else "x" * (token.end - token.start)
        line[token.start : token.end] = plain
    try:
        return ast.parse(f"({''.join(line)})", mode="eval").body
    except SyntaxError as problem:
        start = min(max(0, (problem.offset or 1) - 2), length - 1)
        end = next((token.end for token in tokens if token.start <= start < token.end), start + 1)
        notes.fault("SR325", start, end)
    except (RecursionError, MemoryError):
        notes.fault("SR301", 0, length, limit=notes.limits.formula_nesting)
    return None
