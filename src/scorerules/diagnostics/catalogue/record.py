"""SR4xx: records. SR400-419 what a record says, SR420-429 what it does not say, 430-439 levels, judges."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

RECORD: dict[str, Entry] = {
    "SR400": error(
        "填报数据应是“编号 = 值”的若干项",
        "a record is a table of ids and values",
        "请写 编号 = 值，每项一行",
        "write id = value, one a line",
    ),
    "SR401": error(
        "评分规则中没有 `{key}` 这项数据{nearest}",
        "the ruleset knows no datum `{key}`{nearest}",
        "请检查编号；用 `scorerules explain` 可列出全部填报数据",
        "check the id; `scorerules explain` lists all data",
    ),
    "SR402": error(
        "`{key}` 应为{expected}，这里是“{found}”", "`{key}` must be {expected}, here it is “{found}”"
    ),
    "SR403": error(
        "`{key}` 的“{found}”不是可用的数",
        "`{key}` is “{found}”, which is no number that can be used",
        '可写 98.77、"98.77%"、"86.44万"、"12,720,000.00元"',
        'write 98.77, "98.77%", "86.44万" or "12,720,000.00元"',
    ),
    "SR404": error(
        "`{key}` 没有“{found}”这个选项{nearest}",
        "`{key}` has no answer “{found}”{nearest}",
        "可选：{choices}",
        "answers: {choices}",
    ),
    "SR405": error(
        "`{key}`（{words}）应为整数，这里是 {found}",
        "`{key}` ({words}) must be a whole number, here it is {found}",
    ),
    "SR406": error(
        "`{key}`（{words}）应为 {step} 的整数倍，这里是 {found}",
        "`{key}` ({words}) must be a multiple of {step}, here it is {found}",
    ),
    "SR407": error(
        "`{key}`（{words}）应{range}，这里是 {found}",
        "`{key}` ({words}) must be {range}, here it is {found}",
        "请核对数值和单位",
        "check the number and its unit",
    ),
    "SR408": error(
        "`{key}` 写的是“{found}”，单位与声明的（{unit}）不符",
        "`{key}` is “{found}”, which is not in the declared unit ({unit})",
        "请用声明的单位填报",
        "give it in the declared unit",
    ),
    "SR409": error(
        "`{key}`（{words}）的{what}应在 0 到 {weight} 分之间，这里是 {found}",
        "the {what} of `{key}` ({words}) must be from 0 to {weight} points, here it is {found}",
    ),
    "SR410": error(
        "`{of}` 得 {score} 分、扣 {deduct} 分，合计不等于权重 {weight} 分",
        "`{of}` scores {score} and loses {deduct} points, which do not add up to its weight of {weight}",
        "只写得分或只写扣分即可",
        "give the score or the deduction; one is enough",
    ),
    "SR411": error(
        "`{of}`（{words}）扣了 {lost} 分，但没有写备注",
        "`{of}` ({words}) loses {lost} points without a remark",
        '请写明理由：{of} = { deduct = {lost}, remark = "…" }',
        'say why: {of} = { deduct = {lost}, remark = "…" }',
    ),
    "SR412": error(
        "`{key}`（{words}）由其他数据计算，不能直接填报",
        "`{key}` ({words}) is computed from other data and takes no value",
        '这里只能写备注：{key} = { remark = "…" }',
        'only a remark can stand here: {key} = { remark = "…" }',
    ),
    "SR413": error(
        "`{of}` 之下没有 `{key}` 这一项{nearest}",
        "`{of}` has no key `{key}`{nearest}",
        "可写：{keys}",
        "it takes {keys}",
    ),
    "SR414": error(
        "`{key}` 写了两次",
        "`{key}` is said twice",
        "只保留一处",
        "keep one of them",
    ),
    "SR415": error(
        "`{of}`（{words}）不能填“不适用”",
        "`{of}` ({words}) cannot be not applicable",
        "评分规则没有允许；确有需要时由规则制定者写 may_skip = true",
        "the ruleset does not allow it; its author would write may_skip = true",
    ),
    "SR416": error(
        "`{of}`（{words}）填了“不适用”，但没有写备注",
        "`{of}` ({words}) is said not to apply without a remark",
        '请写明理由：{of} = { not_applicable = true, remark = "…" }',
        'say why: {of} = { not_applicable = true, remark = "…" }',
    ),
    "SR417": error(
        "`{of}`（{words}）填了“不适用”，又填了数据",
        "`{of}` ({words}) is said not to apply, but it has a value",
        "只保留一种",
        "keep one of the two",
    ),
    "SR418": error(
        "`{of}`（{words}）没有填全：缺 {items}",
        "`{of}` ({words}) leaves out {items}",
        "每个要点都要填 true（是）、false（否）或“不适用”",
        'give each item true, false or "not applicable"',
    ),
    "SR419": error(
        "`{of}`（{words}）评为“{level}”时得分应{range}，这里是 {found}",
        "with the level “{level}” the score of `{of}` ({words}) must {range}, here it is {found}",
        "请核对档次和得分",
        "check the level and the score",
    ),
    "SR420": error(
        "缺 `{key}`（{words}），{item}需要它",
        "`{key}` ({words}) is missing, which {item} needs",
        "请填报 {key}",
        "give {key}",
    ),
    "SR421": error(
        "`{key}`（{words}）不适用，而{item}要用到它",
        "`{key}` ({words}) does not apply, but {item} reads it",
        "请在评分规则中写明它不适用时怎样计",
        "the ruleset must say what counts when it does not apply",
    ),
    "SR422": error(
        "没有任何指标适用，得不出总分",
        "no indicator applies, so there is no total",
        "请核对填报数据",
        "check the record",
    ),
    "SR430": error(
        "`{of}`（{words}）评为“{level}”，还要写得分",
        "`{of}` ({words}) has the level “{level}” but no score",
        '得分应{range}：{of} = { level = "{level}", score = … }',
        'the score must {range}: {of} = { level = "{level}", score = … }',
    ),
    "SR431": error(
        "`{of}`（{words}）的得分 {found} 不在任何一档之内",
        "the score {found} of `{of}` ({words}) is inside no level",
        "档次有：{levels}",
        "the levels are {levels}",
    ),
    "SR432": error(
        "`{of}`（{words}）的得分 {found} 在几个档次之内：{levels}",
        "the score {found} of `{of}` ({words}) is inside several levels: {levels}",
        '请写明档次：{of} = { level = "…", score = {found} }',
        'name the level: {of} = { level = "…", score = {found} }',
    ),
    "SR433": error(
        "`{of}`（{words}）应有 {judges} 位评委的分数，这里有 {found} 个",
        "`{of}` ({words}) takes the scores of {judges} judges, here there are {found}",
        "每位评委各写一个分数",
        "give one score for each judge",
    ),
    "SR434": error(
        "`{of}`（{words}）有扣分，但没有写备注",
        "`{of}` ({words}) loses points without a remark",
        '请写明理由：{of} = { scores = [ … ], remark = "…" }',
        'say why: {of} = { scores = [ … ], remark = "…" }',
    ),
}
