"""SR220-SR229: rulesets that extend others."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

COMPOSITION: dict[str, Entry] = {
    "SR220": error(
        "没有继承任何评分规则，[change] 无从修改",
        "the ruleset extends nothing, so [change] has nothing to change",
        "请在 [ruleset] 写 extends，或去掉 change 直接声明",
        "write extends under [ruleset], or declare the items without change",
    ),
    "SR221": error(
        "继承的两个评分规则对 `{key}` 写法不同",
        "two of the rulesets it extends disagree on `{key}`",
        "请在 [change] 中写明用哪一个",
        "say under [change] which one holds",
    ),
    "SR222": error(
        "要修改的 `{item}` 在继承的评分规则中不存在{nearest}",
        "`{item}` is not in what the ruleset extends, so it cannot be changed{nearest}",
        "新增的内容请去掉 `change.` 直接声明",
        "declare what is new without `change.`",
    ),
    "SR223": error(
        "[change.{section}] 不能修改",
        "[change.{section}] cannot be changed",
        "可以修改的有：{sections}",
        "what can be changed: {sections}",
    ),
    "SR224": error(
        "要去掉的 `{item}` 在继承的评分规则中不存在",
        "`{item}` is not in what the ruleset extends, so it cannot be dropped",
        "请检查 drop 中的写法，如 indicator.编号、indicator.编号.when",
        "look at its spelling; drop takes indicator.ID or indicator.ID.when",
    ),
    "SR225": error(
        "`{item}` 在继承的评分规则中已有",
        "`{item}` is already in what the ruleset extends",
        "要修改它请写 [change.{item}]；要新增请换编号",
        "write [change.{item}] to change it, or choose another id",
    ),
    "SR226": error(
        "继承成了循环：{chain}",
        "the rulesets extend each other in a circle: {chain}",
        "请去掉其中一个 extends",
        "take one of the extends out",
    ),
    "SR227": error(
        "不能读取 `{file}`：它不在允许的文件夹 `{root}` 之内",
        "`{file}` cannot be read: it is not inside the folder `{root}`",
        "extends 只写相对路径，并且不超出评分规则所在的文件夹；更大的范围由调用者用 root 指定",
        "extends takes relative paths inside the ruleset's folder; the caller widens it with root",
    ),
    "SR228": error(
        "继承的文件超过 {limit} 个",
        "the ruleset extends more than {limit} files",
        "请把几个共用部分合并成一个文件",
        "join some of the shared files into one",
    ),
    "SR229": error(
        "找不到要继承的文件 `{file}`",
        "there is no file `{file}` to extend",
        "请核对文件名；相对路径从写 extends 的文件所在的文件夹算起",
        "check its name; a relative path starts at the folder of the file that extends",
    ),
}
