"""SR740-749: rules that do not do what their contract or their sentence says."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, warning

CONTRACTS: dict[str, Entry] = {
    "SR747": warning(
        "`{item}` 写明{words}，更好的值反而得分低：{worse} 得 {worse_score} 分，"
        "{better} 只得 {better_score} 分",
        "`{item}` says {words}, but {worse} scores {worse_score} and {better} only {better_score}",
        "请核对规则的界线和分数；确实如此规定的，请删去 direction",
        "check the limits and the points of the rule, or take `direction` out if it is meant so",
    ),
}
