"""SR700-709: points that cannot be had, or that do not count."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, hint, warning

BUDGET: dict[str, Entry] = {
    "SR700": warning(
        "`{item}` 的权重是 {weight} 分，而按它的规则最多只能得 {most} 分",
        "`{item}` weighs {weight} points, and its rule gives {most} at most",
        "请核对规则给的分数；确实不给满分的，请写 cap",
        "check the points that the rule gives; if nobody is to get full marks, say so with `cap`",
    ),
    "SR701": warning(
        "`{item}` 的最低得分 {limit} 分从来用不上：按它的规则至少得 {reached} 分",
        "the floor of `{item}`, {limit} points, never acts: its rule gives {reached} at least",
        "请核对规则和 floor；用不上的请删去",
        "check the rule and the floor, or take the floor out",
    ),
    "SR702": warning(
        "`{item}` 的最高得分 {limit} 分从来用不上：按它的规则最多得 {reached} 分",
        "the cap of `{item}`, {limit} points, never acts: its rule gives {reached} at most",
        "请核对规则和 cap；用不上的请删去",
        "check the rule and the cap, or take the cap out",
    ),
    "SR703": warning(
        "等级“{grade}”无论如何得不到{why}",
        "the grade “{grade}” is out of reach{why}",
        "请核对等级的界线、各指标的满分和 requires",
        "check the limits of the grades, the full marks of the indicators, and `requires`",
    ),
    "SR705": warning(
        "`{item}` 在这里给 {points} 分，而它最多只能得 {limit} 分，超出的不计",
        "`{item}` is given {points} points here and can score {limit} at most: the rest is cut off",
        "{better}",
        "{better}",
    ),
    "SR706": warning(
        "`{item}` 在这里给 {points} 分，而它最少也得 {limit} 分，更低的不计",
        "`{item}` is given {points} points here and scores {limit} at least: what is below is cut off",
        "{better}",
        "{better}",
    ),
    "SR707": hint(
        "{what}项合计最多 {parts} 分，上限是 {cap} 分，超出的不计",
        "{what} items can give {parts} points together, and no more than {cap} count",
        "上限确是这样规定的，就不必改；否则请核对各项的分数",
        "if the cap is meant so, leave it; otherwise check the points of the items",
    ),
    "SR708": warning(
        "{what}项合计最多只有 {parts} 分，达不到上限 {cap} 分",
        "{what} items can give {parts} points at most, so the cap of {cap} is never reached",
        "请核对各项的分数，看是不是漏写了一项，或改小上限",
        "check the points of the items and whether one is missing, or lower the cap",
    ),
}
