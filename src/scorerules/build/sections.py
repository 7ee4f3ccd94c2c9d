"""The sections of a ruleset file, and what each is read into."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules import model
from scorerules.diagnostics import Words
from scorerules.kinds import KINDS
from scorerules.reading import Table, Topic, keys_of

LANGUAGE_VERSION = 1
VERSION_KEY = "scorerules"

ITEM_SECTIONS: Mapping[str, type[Table]] = MappingProxyType(
    {
        "input": model.Input,
        "parameter": model.Parameter,
        "function": model.Function,
        "derived": model.Derived,
        "tier": model.Tier,
        "indicator": model.Indicator,
        "outcome": model.Outcome,
        "veto": model.Veto,
    }
)
"""Sections of named items: ``[indicator.ID]``."""

SINGLE_SECTIONS: Mapping[str, type[Table]] = MappingProxyType(
    {
        "ruleset": model.Header,
        "round": model.Rounds,
        "total": model.Total,
        "grade": model.Grade,
        "bonus": model.Outside,
        "penalty": model.Outside,
        "reasons": model.Reasons,
        "check": model.Check,
    }
)
"""Sections that stand once."""

EXAMPLE = "example"
CHECK = "check"
CHANGE = "change"
SECTIONS = (VERSION_KEY, *SINGLE_SECTIONS, *ITEM_SECTIONS, EXAMPLE, CHANGE)
CHANGEABLE = tuple(one for one in (*SINGLE_SECTIONS, *ITEM_SECTIONS) if one != "ruleset")
"""The sections that may stand under ``[change]``: a child says by itself what it is."""


TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        VERSION_KEY: Topic(
            Words("语言版本", "language version"),
            Words(
                "评分规则语言的版本，写在文件最前面",
                "the version of the ruleset language; the first key of the file",
            ),
        ),
        "ruleset": Topic(
            Words("评分规则", "ruleset"),
            Words(
                "编号、名称、版本，继承哪些文件，对各指标的默认规定",
                "id, name and version, the files it builds on, defaults for all indicators",
            ),
        ),
        "round": Topic(
            Words("修约", "rounding"),
            Words(
                "指标得分、一级指标小计、总分怎样修约；不写不修约",
                "how scores, subtotals and the total are rounded; not at all unless said",
            ),
        ),
        "total": Topic(
            Words("总分", "total"),
            Words(
                "满分多少，各一级指标怎样汇总成总分",
                "what the weights add up to, and how the tiers make the total",
            ),
        ),
        "grade": Topic(
            Words("绩效等级", "grade"), Words("总分对应的等级", "the class that the total falls into")
        ),
        "bonus": Topic(
            Words("加分", "bonus points"),
            Words("加分项合计最多加几分", "the most that all bonus indicators can add"),
        ),
        "penalty": Topic(
            Words("扣分", "penalty points"),
            Words("扣分项合计最多扣几分", "the most that all penalty indicators can take"),
        ),
        "reasons": Topic(
            Words("扣分原因", "reasons"),
            Words("结果中先列出哪些扣分原因", "which reasons for lost points the result names first"),
        ),
        CHECK: Topic(
            Words("检查", "check"),
            Words(
                "哪些警告和提示是有意如此，各写理由",
                "which warnings and hints are meant, each with the reason why",
            ),
        ),
        "input": Topic(
            Words("填报数据", "input"),
            Words("填报数据记录中的一项数据", "one datum that a record gives"),
        ),
        "parameter": Topic(
            Words("参数", "parameter"), Words("规则中有名称的常数", "a named constant of the ruleset")
        ),
        "function": Topic(
            Words("函数", "function"),
            Words("多处使用的查表或算式", "a lookup or a formula that is used in several places"),
        ),
        "derived": Topic(
            Words("派生值", "derived value"),
            Words("由其他数据算出的值，列入结果", "a value computed from others, part of the result"),
        ),
        "tier": Topic(
            Words("一级指标", "tier"),
            Words("若干指标或下级的一组", "a group of indicators, or of further tiers"),
        ),
        "indicator": Topic(
            Words("指标", "indicator"),
            Words(
                "评分的一项内容：属于哪个一级指标，多少分，用哪一种规则",
                "one thing that is scored: its tier, its weight and one kind of rule",
            ),
        ),
        "outcome": Topic(
            Words("其他结果", "outcome"),
            Words("总分之外有名称的结果，可有自己的等级", "a named result beside the total, graded or not"),
        ),
        "veto": Topic(
            Words("一票否决", "veto"),
            Words("压过已得总分或等级的条件", "a condition that overrides the total or the grade"),
        ),
        EXAMPLE: Topic(
            Words("示例", "example"),
            Words(
                "一份填报数据和应得的结果，由 `scorerules test` 核对",
                "a record and what it must come out as, checked by `scorerules test`",
            ),
        ),
        CHANGE: Topic(
            Words("更改", "change"),
            Words(
                "更改所继承的内容：`[change.indicator.编号]` 下只写要改的键",
                "changes what is inherited: under `[change.indicator.ID]` stand only the keys that change",
            ),
        ),
    }
)
"""What every section is, in the words of the glossary."""

KIND_KEYS = frozenset(KINDS)
_WITHOUT_POINTS = tuple(name for name, kind in KINDS.items() if kind.in_derived)

RULES_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"indicator": tuple(KINDS), "derived": _WITHOUT_POINTS, "function": _WITHOUT_POINTS}
)
"""The sections whose items have a rule, with the kinds that it may be of."""

WITH_KINDS = frozenset(RULES_OF)

NOT_INHERITED = frozenset({"id", "name", "version", "effective", "source", "extends", "drop", "abstract"})
"""Keys of ``[ruleset]`` that a child says for itself."""


def headers_of_keys() -> dict[str, str]:
    """Every key of a section with the header it belongs under: a key swallowed by the wrong header."""
    found: dict[str, str] = {}
    for section, table in SINGLE_SECTIONS.items():
        for name in keys_of(table):
            found.setdefault(name, f"[{section}]")
    for section in (*SINGLE_SECTIONS, *ITEM_SECTIONS, CHANGE):
        found[section] = f"[{section}]"
    found[EXAMPLE] = f"[[{EXAMPLE}]]"
    return found
