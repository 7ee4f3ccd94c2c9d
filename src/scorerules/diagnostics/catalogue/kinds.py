"""SR283-299: what only some kinds of rule can get wrong."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

KINDS_TEXTS: dict[str, Entry] = {
    "SR297": error(
        "`{item}` 的规则要用到满分，但没有写权重",
        "the rule of `{item}` needs a full mark, but there is no weight",
        "请写 weight，或改用直接给出分数的规则（如 bands、formula）",
        "write weight, or use a rule that says the points itself, such as bands or formula",
    ),
    "SR298": error(
        "`{id}` 在填报数据中另有用途，不能作要点或缺陷的编号",
        "`{id}` means something else in a record, so it cannot be the id of an item",
        "请换一个编号",
        "choose another id",
    ),
    "SR299": error(
        "`{item}` 各要点合计 {sum} 分，而权重为 {weight} 分",
        "the items of `{item}` add up to {sum} points, its weight is {weight}",
        "请核对：{parts} = {sum}",
        "check the sum: {parts} = {sum}",
    ),
    "SR283": error(
        "双向加减分至少要写 gain（加分）和 lose（扣分）中的一项",
        "swing must say gain, lose or both",
        "gain 是每好一个单位加的分数，lose 是每差一个单位扣的分数",
        "gain is points added per unit better, lose points taken per unit worse",
    ),
    "SR284": error(
        "允许偏差要么写 within（可再写 until），要么写 over、under，各含 within",
        "tolerance says either within (and until), or over and under, each with within",
        "两个方向相同时写 within = …, until = …；不同时写 over = { within = … }、under = { within = … }",
        "write within and until when both ways are alike, else over = { within = … }, under = { within = … }",
    ),
    "SR285": error(
        "until 必须大于 within，within 不能小于 0",
        "until must be above within, and within must not be below 0",
        "偏差不超过 within 得满分，达到 until 不得分",
        "full mark up to within, nothing from until on",
    ),
    "SR286": error(
        "档次“{level}”要写且只写一项：points、share 或界线",
        "the level “{level}” must say exactly one of points, share, boundaries",
        '如 points = 10、from = 6, below = 9，或 share = { above = "60%", upto = "80%" }',
        'such as points = 10, or from = 6, below = 9, or share = { above = "60%", upto = "80%" }',
    ),
    "SR287": error(
        "档次“{level}”的分数范围不成立",
        "the range of the level “{level}” is not possible",
        "下限要小于上限{weight}",
        "its lower bound must be below its upper bound{weight}",
    ),
    "SR288": error(
        "档次“{level}”重复",
        "the level “{level}” is there twice",
        "请改名，或删去一个",
        "rename one of them or take it out",
    ),
    "SR289": error(
        "缺陷 `{id}` 的后果没有写全",
        "the defect `{id}` does not say in full what it costs",
        "请写 points（每次扣几分，可再写 max），或 zero = true、zero_tier = true",
        "write points, to which max may be added, or zero = true, or zero_tier = true",
    ),
    "SR290": error(
        "分情况适用之中不能再分情况",
        "a case cannot hold cases",
        "请把条件合并到一层，用 and 连接",
        "join the conditions with and",
    ),
    "SR291": error(
        "`{item}` 的各种情况要求填报不同的数据",
        "the cases of `{item}` ask the record for different data",
        "各种情况共用一个指标值或一项填报数据；否则请拆成几个指标，各写 when",
        "cases share one value or one datum; else write several indicators, each with when",
    ),
    "SR292": error(
        "第 {row} 行没有 when，后面的行（共 {rows} 行）永远用不上",
        "row {row} has no `when`, so the rows after it (of {rows}) are never reached",
        "没有 when 的一行表示“其余”，请放在最后",
        "a row without when means everything else; put it last",
    ),
    "SR293": error(
        "这种合成方式至少要有 {least} 位评委",
        "this way of combining scores needs at least {least} judges",
        '请增加评委，或写 combine = "mean"、"median"',
        'ask more judges, or write combine = "mean" or "median"',
    ),
    "SR294": error(
        "只有一位评价人，`combine` 用不上",
        "there is one judge, so `combine` is not used",
        "请写评委人数 judges，或删去 combine",
        "write judges, or leave combine out",
    ),
    "SR295": error(
        "档次“{level}”没有上限",
        "the level “{level}” has no upper bound",
        "没有权重时请写 upto 或 below",
        "without a weight it needs upto or below",
    ),
    "SR296": error("评委最多 {most} 位", "there can be at most {most} judges"),
}
