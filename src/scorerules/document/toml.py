"""TOML text to nodes. The only module that imports tomli.

Goes in: a source. Comes out: the tree of its values with their places, or the problems that prevent it.
Values are tomli's, places are the scanner's; here the two are put together.
"""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module

import tomli

from scorerules.diagnostics import Faults
from scorerules.document.bounds import refuse_over, refuse_text
from scorerules.document.node import Node
from scorerules.document.scanner import Place, scan
from scorerules.source import Source, Span


def parse_toml(source: Source, faults: Faults, before: int = 0) -> Node | None:
    """Read a TOML text.

    Args:
        source: The text as it stands in the file, Windows line ends and all.
        faults: Takes the problems, SR105, SR109 to SR143.
        before: Keys and items of other files that count towards the limit too.

    Returns:
        The document as a table node, ``None`` when it cannot be used; ``faults`` then say why.
    """
    if refuse_text(source, faults):
        return None
    found = scan(source.text, faults.limits, before)
    if found.over is not None:
        refuse_over(source, faults, *found.over)
        return None
    try:
        values = tomli.loads(source.text, parse_float=Decimal)
    except tomli.TOMLDecodeError as problem:
        # What explains mistakes is large, and most texts have none.
        problems = import_module("scorerules.document.problems")
        problems.report(source, faults, found, problem.msg, original(source.text, problem.pos))
        return None
    before = len(faults)
    document = _node(source, faults, values, found.root)
    return document if len(faults) == before else None


def original(text: str, pos: int) -> int:
    """The offset in ``text`` of what tomli, to which a Windows line end is one character, calls ``pos``."""
    at = text.find("\r\n")
    while 0 <= at < pos:
        pos += 1
        at = text.find("\r\n", at + 2)
    return pos


def _node(source: Source, faults: Faults, value: object, place: Place) -> Node:
    """``value``, as tomli read it, with its place."""
    span = Span(source, place.start, place.end)
    key_span = None if place.key is None else Span(source, *place.key)
    match value:
        case dict() as table:
            inner = {key: _node(source, faults, item, place.table[key]) for key, item in table.items()}
            return Node(inner, span, key_span)
        case list() as items:
            pairs = zip(items, place.items, strict=True)
            return Node(tuple(_node(source, faults, item, at) for item, at in pairs), span, key_span)
        case Decimal() as number if not number.is_finite():
            faults.add("SR133", span, word=span.text)
            return Node(number, span, key_span)
        case scalar:
            return Node(scalar, span, key_span)  # type: ignore[arg-type]  # tomli gives nothing else
