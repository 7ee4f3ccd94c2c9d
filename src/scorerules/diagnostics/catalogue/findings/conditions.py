"""SR710-719: rows and conditions that nothing reaches or that always hold."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, warning

CONDITIONS: dict[str, Entry] = {
    "SR710": warning(
        "条件 `{text}` 总是成立{why}",
        "`{text}` always holds{why}",
        "请核对界线、单位和比较的方向；确实总要成立的，请删去这个条件",
        "check the limit, its unit and the direction of the comparison, or take the condition out",
    ),
    "SR711": warning(
        "条件 `{text}` 永远不成立{why}",
        "`{text}` never holds{why}",
        "请核对界线、单位和比较的方向；确实不会出现的情况，请删去",
        "check the limit, its unit and the direction of the comparison, or take the case out",
    ),
    "SR712": warning(
        "共 {rows} 行，第 {row} 行永远用不上{why}",
        "row {row} of {rows} is never reached{why}",
        "请核对这一行的条件，以及它前面各行的条件",
        "check the condition of this row, and those of the rows before it",
    ),
    "SR713": warning(
        "{rows} 行没有包括全部情况：{record} 时得不出结果",
        "the {rows} rows leave out a case: with {record} there is no result",
        "请为这种情况补一行，或在最后写一行表示“其余”",
        "add a row for this case, or a last row for everything else",
    ),
}
