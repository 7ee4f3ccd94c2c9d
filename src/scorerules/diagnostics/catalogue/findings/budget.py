"""SR700-709: points that cannot be had, or that do not count."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, hint, warning

BUDGET: dict[str, Entry] = {
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
