"""SR760-769: what no example reaches."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, hint

COVERAGE: dict[str, Entry] = {
    "SR760": hint(
        "没有示例用到“{item}”的这些档次：{rows}",
        "no example reaches these rows of “{item}”: {rows}",
        "请为它们各补一个示例",
        "add an example for each of them",
    ),
    "SR761": hint(
        "没有示例正好落在“{item}”的这些界线上：{limits}",
        "no example stands exactly at these boundaries of “{item}”: {limits}",
        "含与不含只有在界线上才看得出，请各补一个示例",
        "only there shows what is included: add an example at each of them",
    ),
    "SR762": hint(
        "没有示例用到否决“{item}”",
        "no example meets the veto “{item}”",
        "请补一个示例",
        "add an example that does",
    ),
    "SR763": hint(
        "没有示例用到“{item}”的规则",
        "no example uses the rule of “{item}”",
        "请补一个适用它的示例",
        "add an example to which it applies",
    ),
    "SR764": hint(
        "评分规则没有示例",
        "the ruleset has no examples",
        "请至少写一个 [[example]]：一条记录，和人工算出的结果",
        "write at least one [[example]]: a record, and the results that you worked out by hand",
    ),
    "SR765": hint(
        "没有示例得到这些等级：{grades}",
        "no example earns these grades: {grades}",
        "请为每个等级补一个示例",
        "add an example for each grade",
    ),
}
