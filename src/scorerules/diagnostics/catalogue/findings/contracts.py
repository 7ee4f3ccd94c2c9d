"""SR740-749: rules that do not do what their contract or their sentence says."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, hint, warning

CONTRACTS: dict[str, Entry] = {
    "SR745": warning(
        "原文写的是 {number}，规则里却是 {found}",
        "the sentence says {number}, and the rule has {found}",
        "请与文件核对，改正写错的一处",
        "check both against the published text, and correct the one that is wrong",
    ),
    "SR746": hint(
        "原文里的 {number} 在规则里没有",
        "the sentence says {number}, which the rule does not have",
        "请核对规则是否漏了这一条；与计分无关的，不必改",
        "check whether the rule leaves something out; if it is not about the score, leave it",
    ),
    "SR747": warning(
        "`{item}` 写明{words}，更好的值反而得分低：{worse} 得 {worse_score} 分，"
        "{better} 只得 {better_score} 分",
        "`{item}` says {words}, but {worse} scores {worse_score} and {better} only {better_score}",
        "请核对规则的界线和分数；确实如此规定的，请删去 direction",
        "check the limits and the points of the rule, or take `direction` out if it is meant so",
    ),
}
