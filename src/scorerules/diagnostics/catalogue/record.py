"""SR4xx: records. SR400-419 what a record says, SR420-429 what it does not say."""

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
        "`{key}`（{words}）的得分应在 0 到 {weight} 分之间，这里是 {found}",
        "the score of `{key}` ({words}) must be from 0 to {weight} points, here it is {found}",
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
        "`{of}` 之下没有 `{key}` 这一项",
        "`{of}` has no key `{key}`",
        "可写：{keys}",
        "it takes {keys}",
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
}
