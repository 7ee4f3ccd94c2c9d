"""Shares as percentages: how they are said, and how ``--fail-under`` says one. Exact both ways."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import click

from scorerules.cli.options import Command
from scorerules.numbers import QuantityProblem, parse_quantity, plain, round_to

_DIGITS = 20
_NO_PERCENT = "{value!r} is no percentage / {value!r} 不是百分数"


def percent(share: Fraction) -> str:
    """A share in percent to one decimal; what is not all is never shown as 100."""
    return plain(round_to(share * 100, Fraction(1, 10), "floor"))


def fail_under(words: str) -> Callable[[Command], Command]:
    """Add ``--fail-under``, which the command gets as ``least``, a share from 0 to 1."""
    return click.option("--fail-under", "least", callback=_share, metavar="PERCENT", help=words)


def _share(_context: click.Context, _option: click.Parameter, value: str | None) -> Fraction | None:
    """The exact share that a percentage says, with or without its sign."""
    if value is None:
        return None
    try:
        number = parse_quantity(value.strip().removesuffix("%"), None, _DIGITS).value / 100
    except QuantityProblem:
        number = Fraction(-1)
    if not 0 <= number <= 1:
        raise click.BadParameter(_NO_PERCENT.format(value=value))
    return number
