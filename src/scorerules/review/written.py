"""What the author of a scheme wrote: every table, and every expression in it.

Goes in: a scheme or a part of one. Comes out: what stands in it, in the order in which the classes of
``model`` and ``kinds`` declare their keys. Nothing is lowered: names are those that the author used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from scorerules.formula import Expr
from scorerules.reading import Constant, Table

_AROUND = frozenset({"origin", "path", "broken"})
"""Attributes of a table that say where it stands, not what it says."""


def tables(value: object) -> Iterator[Table]:
    """Every table in a table, itself first, or in a tuple or mapping of them."""
    if isinstance(value, Table):
        yield value
        for part in _parts(value):
            yield from tables(part)
    elif isinstance(value, (tuple, Mapping)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from tables(part)


def expressions(value: object) -> Iterator[Expr]:
    """Every expression and every number that may have a unit, in a table or in a part of one."""
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, Constant):
        yield value.expr
    elif isinstance(value, Table):
        for part in _parts(value):
            yield from expressions(part)
    elif isinstance(value, (tuple, Mapping)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from expressions(part)


def _parts(table: Table) -> Iterator[object]:
    for one in attrs.fields(type(table)):
        if one.name not in _AROUND:
            yield getattr(table, one.name)
