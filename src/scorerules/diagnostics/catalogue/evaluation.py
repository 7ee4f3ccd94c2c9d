"""SR5xx: the evaluation of a record. SR500-519 are problems of the numbers in a formula."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

EVALUATION: dict[str, Entry] = {
    "SR500": error(
        "除数为 0：`{text}`",
        "division by zero in `{text}`",
        "请检查填报的数；除数可能为 0 时，请在公式中用 `if` 分开处理",
        "check the record; if the divisor may be 0, treat that case apart with `if`",
    ),
    "SR501": error(
        "`{text}` 的结果与界限太接近，无法确定",
        "`{text}` is too close to a limit and cannot be decided",
        "请在公式中先用 `round` 修约，再比较",
        "round the value with `round` before it is compared",
    ),
    "SR502": error(
        "`{text}` 的结果位数太多，无法计算",
        "`{text}` has too many digits to be computed",
        "请检查填报的数和公式中的乘方",
        "check the record and the powers of the formula",
    ),
    "SR503": error(
        "`{text}` 没有结果：{reason}",
        "`{text}` has no value: {reason}",
        "请检查填报的数；必要时在公式中用 `if` 分开处理",
        "check the record, or treat that case apart with `if`",
    ),
    "SR504": error(
        "这里应为{wanted}，得到的是{found}",
        "this must be {wanted}, but it is {found}",
        "请检查公式和填报的数据",
        "check the formula and the record",
    ),
    "SR510": error(
        "{rows} 种情况都不符合，得不出结果",
        "none of the {rows} rows applies",
        "请检查填报的数；或为其余情况补一行",
        "check the record, or add a last row for everything else",
    ),
    "SR511": error(
        "`{text}` 需要同组的其他记录",
        "`{text}` needs the other records of the cohort",
        "请把同组记录一起评分",
        "score the records of the cohort together",
    ),
    "SR512": error(
        "指标值在折线的两端之外，得不出分数",
        "the value lies outside the corners of the line",
        '请检查填报的数；或把 outside 改为 "hold"（按端点计）或 "zero"（计0）',
        'check the record, or let outside be "hold" (as at the ends) or "zero"',
    ),
    "SR513": error(
        "一个单位的大小 `{text}` 不大于 0",
        "the size of a unit, `{text}`, is not above 0",
        "请检查填报的数；each 应大于 0",
        "check the record; each must be above 0",
    ),
}
