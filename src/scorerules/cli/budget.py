"""``scorerules budget``: what every indicator, tier and the total can score, beside what it weighs."""

from __future__ import annotations

import sys
from fractions import Fraction

import click
from rich import box
from rich.table import Table
from rich.text import Text

import scorerules
from scorerules.analysis.budget import Limit
from scorerules.cli import options, streams
from scorerules.cli.drawing import lines_of
from scorerules.cli.inputs import once_from_stdin, open_ruleset
from scorerules.cli.problems import fail
from scorerules.diagnostics import Lang, Words
from scorerules.diagnostics.width import visible
from scorerules.numbers import is_finite_decimal, plain
from scorerules.review import Points, points_budget

_HEADINGS = (
    Words("项目", "Item"),
    Words("满分", "Full mark"),
    Words("最低可得", "Least"),
    Words("最高可得", "Most"),
)
_LEGEND = Words(
    "≥、≤：不会超出这个界限，但没有找到正好得到它的记录；“…”：没有界限",
    "≥ and ≤: nothing is beyond the limit, but no record was found that gets it; …: no limit",
)


@click.command(short_help="What can be scored / 各项最低最高可得多少分")
@click.argument("ruleset", type=options.FILE)
@options.common
def budget(ruleset: str, lang: Lang, as_json: bool) -> int:
    """Print what every tier and indicator of RULESET weighs, and the least and the most that it can score.

    列出每个一级指标和指标的满分，以及实际最低、最高能得多少分。
    """
    once_from_stdin([ruleset])
    try:
        rules = open_ruleset(ruleset)
        lines = points_budget(rules)
    except scorerules.RulesetError as error:
        return fail(error.diagnostics, lang, as_json=as_json)
    if as_json:
        streams.write_json({"ruleset": rules.id, "items": [_values(one, lang) for one in lines]})
    else:
        streams.write(_table(lines, lang))
    return 0


def _values(one: Points, lang: Lang) -> dict[str, object]:
    found, full = one.attainable, one.attainable.full
    return {
        "path": one.path,
        "name": one.words[lang],
        "full": None if full is None else _number(full),
        "least": _end(found.least, one.least_record),
        "most": _end(found.most, one.most_record),
    }


def _end(limit: Limit, record: object) -> dict[str, object]:
    return {
        "bound": None if limit.bound is None else _number(limit.bound),
        "exact": limit.exact,
        "seen": None if limit.shown is None else _number(limit.shown),
        "record": record,
    }


def _number(value: Fraction) -> str:
    return plain(value) if is_finite_decimal(value) else str(value)


def _table(lines: tuple[Points, ...], lang: Lang) -> str:
    drawn = Table(box=box.SQUARE)
    for index, heading in enumerate(_HEADINGS):
        drawn.add_column(heading[lang], justify="right" if index else "left", overflow="fold")
    for one in lines:
        full = one.attainable.full
        drawn.add_row(
            Text("  " * one.depth + visible(one.words[lang])),
            "" if full is None else plain(full),
            _shown(one.attainable.least, "≥"),
            _shown(one.attainable.most, "≤"),
            style="bold" if one.path == "total" or not one.depth else "",
        )
    rows = lines_of((drawn,), streams.columns(), color=streams.colorful(sys.stdout))
    exact = all(end.exact for one in lines for end in (one.attainable.least, one.attainable.most))
    return "\n".join(rows if exact else [*rows, _LEGEND[lang]])


def _shown(limit: Limit, sign: str) -> str:
    if limit.bound is None:
        return "…"
    return plain(limit.bound) if limit.exact else f"{sign} {plain(limit.bound)}"
