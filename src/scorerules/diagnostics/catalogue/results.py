"""SR272-SR282, SR423-SR429: joins, grades, vetoes and outcomes of a ruleset; comparisons of records."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

RESULTS: dict[str, Entry] = {
    "SR272": error(
        "没有“{id}”这个等级{nearest}",
        "there is no grade “{id}”{nearest}",
        "等级须在 bands 中写明；写了 order 的，order 要列出全部等级",
        "name a grade of the bands; where order is written, it lists all grades",
    ),
    "SR273": error(
        "不能按 `{id}` 定级{nearest}",
        "`{id}` cannot be graded{nearest}",
        "of 可写 total、[outcome]、[derived] 或一级指标的编号",
        "`of` takes total, or the id of an outcome, a derived value or a tier",
    ),
    "SR274": error(
        "`{item}` 没有写明否决的后果",
        "`{item}` does not say what it does",
        "请写 grade、no_better_than、no_worse_than、total_at_most、zero_tier 或 disqualify",
        "write grade, no_better_than, no_worse_than, total_at_most, zero_tier or disqualify",
    ),
    "SR275": error(
        "`{tier}` 只取最好的几项，但各项权重不同",
        "`{tier}` takes the best of its members, but they do not weigh the same",
        "各项权重应相等，才能互相替代",
        "give them equal weights, so that each can take the place of another",
    ),
    "SR276": error(
        "`{tier}` 取最好的 {best} 项，但只有 {count} 项",
        "`{tier}` takes the best {best} of its members, but there are only {count}",
        "请改小 best，或补充指标",
        "lower best, or add members",
    ),
    "SR277": error(
        "没有编号为 `{id}` 的填报数据{nearest}",
        "there is no input `{id}`{nearest}",
        "cohort 只能写 [input] 中的编号",
        "cohort takes ids of [input]",
    ),
    "SR278": error(
        "`{item}` 不能既是加分项又是扣分项",
        "`{item}` cannot be both a bonus and a penalty",
        "请分成两个指标",
        "make it two indicators",
    ),
    "SR279": error(
        "等级要写 bands 或 cases，二者取一",
        "grades take bands or cases, one of the two",
        "界线只有一套写 bands = [ … ]；分情况的写 cases = [{ when = …, bands = [ … ] }, …]",
        "write bands when one set holds for all, else cases = [{ when = …, bands = [ … ] }, …]",
    ),
    "SR280": error(
        "`{id}` 没有满分，无法计算 `{name}`",
        "`{id}` has no full mark, so there is no `{name}`",
        "请给它写 weight，或改用 `score.{id}`",
        "give it a weight, or use `score.{id}`",
    ),
    "SR281": error(
        '`{item}` 没有满分，不能写 "full"',
        '`{item}` has no full mark, so "full" says nothing',
        "请给它写 weight，或写明分数",
        "give it a weight, or write points",
    ),
    "SR282": error(
        "评分规则没有总分，等级无从确定",
        "the ruleset has no total, so there is nothing to grade",
        "请写 of 指明按哪一项定级，或写 [total] formula",
        "say with `of` what is graded, or write [total] formula",
    ),
    "SR423": error(
        "“{words}”的指标值超出规定，须在备注中说明原因",
        "the value of “{words}” is beyond what needs no explanation: a remark is required",
        "请写 {form}",
        "write {form}",
    ),
    "SR424": error(
        "这个评分规则要与同组的其他记录比较，不能单独评一条记录",
        "the ruleset compares records of a group, so one record alone cannot be scored",
        "请用 score_many 一起评分，或用 cohort 给出同组的记录",
        "score them together with score_many, or give the others with cohort",
    ),
}
