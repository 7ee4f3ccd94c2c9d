"""What a value was certainly meant to be, as an edit of the file.

Goes in: a value of the wrong sort or spelling. Comes out: the safe correction, or ``None`` where it would be
a guess. Whether the value is wrong is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from scorerules.diagnostics import Fix
from scorerules.diagnostics.near import same, slip
from scorerules.document import Node
from scorerules.document.bare import DAY, FALSE, TRUE, iso

_PLAIN = re.compile(r"[^\"'\\\x00-\x1f]+")
"""A text that stands in any quotes as it is."""


def word(node: Node, words: Iterable[str]) -> Fix | None:
    """One of the words of a key, one slip away."""
    return None if not isinstance(node.value, str) else respelt(node, slip(node.value.strip(), words))


def name(node: Node, names: Iterable[str]) -> Fix | None:
    """A name that the author chose: only another way of writing it, for a letter can make another name."""
    return None if not isinstance(node.value, str) else respelt(node, same(node.value.strip(), names))


def respelt(node: Node, right: str | None) -> Fix | None:
    """Another text in the same quotes."""
    if right is None or not isinstance(node.value, str) or not _PLAIN.fullmatch(right):
        return None
    return Fix(node.text_span(0, len(node.value)), right)


def text(node: Node) -> Fix | None:
    """A number or a date where a text is due, put into quotes as it was written."""
    wrong = isinstance(node.value, (int, Decimal, date)) and not isinstance(node.value, bool)
    return Fix(node.span, f'"{node.span.text}"') if wrong else None


def flag(node: Node) -> Fix | None:
    """A yes or no in quotes."""
    said = node.value.strip().lower() if isinstance(node.value, str) else ""
    return Fix(node.span, "true" if said in TRUE else "false") if said in TRUE | FALSE else None


def day(node: Node) -> Fix | None:
    """A day in quotes, or with a time."""
    if isinstance(node.value, datetime):
        return None
    said = DAY.fullmatch(node.value.strip()) if isinstance(node.value, str) else None
    right = None if said is None else iso(said)
    return None if right is None else Fix(node.span, right)
