"""Laws that every ruleset keeps, tried on drawn records: ``assert_laws(ruleset)``.

What an author declares (limits, directions, joins, roundings, grades, policies) becomes properties without
code. Each is worked out again from the declarations, so that a fault of the library shows as well as one of
the ruleset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from hypothesis import settings as Settings  # noqa: N812 - a class

from scorerules.diagnostics import Words
from scorerules.ruleset import Ruleset
from scorerules.testing.properties.agreement import evaluators, order, tables
from scorerules.testing.properties.bounds import bounds
from scorerules.testing.properties.case import Breach, Case, Law
from scorerules.testing.properties.direction import direction
from scorerules.testing.properties.grading import better_is_not_worse, grades
from scorerules.testing.properties.missing import missing
from scorerules.testing.properties.running import BrokenLaw, broken_laws, trying
from scorerules.testing.properties.sums import sums
from scorerules.testing.properties.telling import accepted, refused, told

__all__ = ["LAWS", "Breach", "BrokenLaw", "Case", "Law", "assert_laws", "broken_laws", "laws", "trying"]


def _of_groups(_: Case) -> Iterator[Breach]:
    """Groups are looked at as wholes."""
    return iter(())


LAWS: Mapping[str, Law] = {
    law.id: law
    for law in (
        Law(
            "accepted",
            Words("合规的填报数据都能得分", "every record of what is declared is scored"),
            accepted,
        ),
        Law(
            "bounds",
            Words("得分在上下限之内，是修约单位的整数倍", "scores keep their limits and steps"),
            bounds,
        ),
        Law("sums", Words("各部分相加等于小计和总分", "parts add up to tiers and the total"), sums),
        Law("direction", Words("更好的值得分不会更低", "a better value never scores less"), direction),
        Law("grades", Words("每个总分恰有一个等级", "every total has exactly one grade"), grades),
        Law(
            "order_of_grades",
            Words("总分更高，等级不会更低", "a better total has no worse grade"),
            better_is_not_worse,
        ),
        Law("order", Words("填报数据的先后不影响结果", "the order of a record changes nothing"), order),
        Law("evaluators", Words("各种计算方式结果相同", "all evaluators agree"), evaluators),
        Law("tables", Words("表格计算与单条计算结果相同", "a row of a table scores as its record"), tables),
        Law("told", Words("得分都能解释、能写成 JSON", "whatever scores can be explained and written"), told),
        Law("missing", Words("缺数据不会悄悄变成 0 分", "missing data never become 0 in silence"), missing),
        Law(
            "refused",
            Words("有错的填报数据只会报错", "a faulty record is refused, and nothing else"),
            refused,
            "faulty",
        ),
        Law(
            "together",
            Words("记录的先后不影响结果", "the order of records changes nothing"),
            _of_groups,
            "group",
        ),
    )
}
"""Every law by its name."""


def laws(
    ruleset: Ruleset, *, examples: int | None = None, settings: Settings | None = None
) -> Mapping[str, Callable[[], None]]:
    """The laws as tests, by name: each is called without arguments and raises when its law is broken.

    Args:
        ruleset: The ruleset; not an abstract one.
        examples: How many records are drawn for each; as many as the settings say unless given.
        settings: Settings of Hypothesis; the current profile unless given.

    Example:
        >>> import pytest
        >>> from scorerules.testing import laws
        >>> @pytest.mark.parametrize("law", laws(ruleset).values(), ids=str)  # doctest: +SKIP
        ... def test_laws(law):
        ...     law()
    """
    return {name: partial(_assert, ruleset, (law,), examples, settings) for name, law in LAWS.items()}


def assert_laws(
    ruleset: Ruleset,
    *,
    examples: int | None = None,
    settings: Settings | None = None,
    only: Sequence[str] | None = None,
) -> None:
    """Check that a ruleset keeps every law, on records that are drawn near everything its rules tell apart.

    Args:
        ruleset: The ruleset; not an abstract one.
        examples: How many records are drawn; as many as the settings say unless given.
        settings: Settings of Hypothesis; the current profile unless given.
        only: The names of the laws to check; all unless given.

    Raises:
        AssertionError: A law is broken; the message has its name, the plainest record that shows it, what
            came out and what should have, and the place of the rule.
        RulesetError: The ruleset is abstract (SR271).
    """
    chosen = tuple(LAWS.values()) if only is None else tuple(LAWS[name] for name in only)
    _assert(ruleset, chosen, examples, settings)


def _assert(ruleset: Ruleset, chosen: Sequence[Law], examples: int | None, settings: Settings | None) -> None:
    __tracebackhide__ = True
    broken = broken_laws(ruleset, chosen, trying(examples, settings, None))
    if broken:
        raise AssertionError("\n\n".join(one.message(ruleset.lang) for one in broken))
