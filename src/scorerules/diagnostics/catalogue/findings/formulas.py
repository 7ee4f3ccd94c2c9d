"""SR730-739: formulas that can fail, and what nothing reads."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, warning

FORMULAS: dict[str, Entry] = {
    "SR730": warning(
        "除数 `{text}` 可能为 0：{record} 时无法计算",
        "the divisor `{text}` can be 0: with {record} there is no result",
        "若不会填 0，请给该项填报数据写 above = 0；否则在公式中用 `if` 分开处理",
        "if it is never 0, say `above = 0` where the input is declared; else treat that case apart with `if`",
    ),
    "SR735": warning(
        "{what} `{id}` 声明了，却没有任何地方用到",
        "{what} `{id}` is declared, and nothing reads it",
        "若某个公式漏写了它，请补上；确实不用的，请删去",
        "if a formula was meant to read it, put it in; otherwise take it out",
    ),
    "SR736": warning(
        "`{id}` 有自己的填报数据，它的规则却没有用到",
        "`{id}` has a datum of its own, and its rule does not read it",
        "请在 value 或公式里写上 `{id}`；确实不用填报的，请删去 input",
        "write `{id}` in its value or formula; if the record need not give it, take `input` out",
    ),
    "SR737": warning(
        "函数 `{function}` 的参数 `{id}` 没有用到",
        "`{id}`, a parameter of the function `{function}`, is not used in it",
        "请在函数里写上 `{id}`，或从 of 中删去，并删去各处调用时给它的值",
        "use `{id}` in the function, or take it out of `of` and out of every call",
    ),
    "SR738": warning(
        "这里拿比值与 {number} 比较，{number} 就是 {percent}%",
        "a ratio meets {number} here, which is {percent} %",
        "如果是百分之 {number}，写作 `{better}`",
        "if {number} percent is meant, write `{better}`",
    ),
    "SR739": warning(
        "一个单位是 {number}，也就是 {percent} 个百分点：比值从 {start} 降到 0 也不过一个单位",
        "a unit is {number}, that is {percent} percentage points: from {start} down to 0 there is but one",
        "如果是 {number} 个百分点，写作 `{better}`",
        "if {number} percentage points are meant, write `{better}`",
    ),
}
