"""What has to go from a text with an entry of a table or an item of a list, so that it still reads."""

from __future__ import annotations

import re

from scorerules.source import Span
from scorerules.testing.mutants.spots import Spot

_COMMA_AFTER = re.compile(r"[ \t]*,[ \t]*")
_COMMA_BEFORE = re.compile(r"\s*,\s*\Z")
_PREFIX = re.compile(r"[^\s=,{\[\]#]*\.[ \t]*\Z")


def removal(spot: Spot) -> Span | None:
    """The characters to take out; ``None`` where the value stands in pieces, or has a header of its own."""
    source = spot.node.span.source
    text, owner = source.text, spot.owner
    start, end = _begin(spot), spot.end
    if start is None:
        return None
    if owner is None or not owner.is_inline:
        return Span(source, start, end)
    after = _COMMA_AFTER.match(text, end)
    if after is not None:
        return Span(source, start, after.end())
    before = _COMMA_BEFORE.search(text, owner.node.span.start, start)
    return Span(source, before.start() if before else start, end)


def _begin(spot: Spot) -> int | None:
    node = spot.node
    text = node.span.source.text
    if node.key_span is None:
        # An item of a list; one with a header of its own goes from there to the end of what is in it.
        return node.span.start if spot.owner is not None and spot.owner.node.is_array else None
    if node.is_table and not text.startswith("{", node.span.start):
        return None
    if node.is_array and not spot.is_inline:
        return None
    line = text.rfind("\n", 0, node.key_span.start) + 1
    prefix = _PREFIX.search(text, line, node.key_span.start)
    return node.key_span.start if prefix is None else prefix.start()
