"""SR6xx: examples. SR601-609 how they are written, SR610-619 what they come out as, SR620-629 packs."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

EXAMPLES: dict[str, Entry] = {
    "SR601": error(
        "评分规则中没有 `{id}`，无法核对{nearest}",
        "there is nothing called `{id}` to compare{nearest}",
        "可核对指标、一级指标、派生值的编号，以及 total、grade、error",
        "expect takes ids of indicators, tiers and derived values, total, grade and error",
    ),
    "SR602": error(
        "`{of}` 没有 `{key}` 可核对", "`{of}` has no `{key}` to compare", "可写：{keys}", "it has {keys}"
    ),
    "SR603": error(
        "示例没有写任何应得结果",
        "the example expects nothing",
        "请在 expect 中至少写一项",
        "write at least one expected value",
    ),
    "SR604": error(
        "示例不能既有结果又报错",
        "an example cannot expect both values and an error",
        "请分成两个示例",
        "make it two examples",
    ),
    "SR605": error(
        "用例文件 `{name}` 找不到它的评分规则 `{file}`",
        "the case file `{name}` has no ruleset `{file}`",
        "用例文件与评分规则放在同一文件夹：a.cases.toml 属于 a.toml；TOML 的还可在第一行写 "
        'ruleset = "文件名"（同一文件夹或其下）',
        "a case file stands beside its ruleset: a.cases.toml belongs to a.toml; in TOML the first "
        'line may say ruleset = "FILE", in the same folder or below',
    ),
    "SR606": error(
        "有两个用例都叫“{name}”",
        "two cases are called “{name}”",
        "请给其中一个改名，才能看出是哪个用例不符",
        "rename one of them, so that a result tells which case it belongs to",
    ),
    "SR607": error(
        "用例文件 `{name}` 中没有用例",
        "the case file `{name}` has no cases",
        "TOML 用例用 [[example]] 开头，表格每行写一个用例；暂时不用的文件请删去",
        "in TOML a case starts with [[example]], in a table it is a row; remove the file if it is not needed",
    ),
    "SR608": error(
        "看不懂用例表的列“{header}”{nearest}",
        "the column “{header}” of the table of cases means nothing{nearest}",
        "列名可写：用例的名称 name、填报数据的编号或名称、expect. 加编号（期望. 加名称）；"
        "只给人看的列以 # 开头",
        "a header is name, the id or name of a datum, or expect. with an id; let one that is only for people "
        "begin with #",
    ),
    "SR610": error(
        "示例“{example}”的 `{path}` 应为 {expected}，实际为 {got}",
        "example “{example}”: `{path}` should be {expected} and is {got}",
    ),
    "SR611": error(
        "示例“{example}”应报错 {expected}，实际{got}",
        "example “{example}” should be refused with {expected}, but {got}",
    ),
    "SR620": error(
        "`{name}` 不是一致性验证包：{reason}",
        "`{name}` is no conformance pack: {reason}",
        "验证包由 scorerules pack 生成，请不要手工修改 pack.json",
        "packs are written by `scorerules pack`; do not change pack.json by hand",
    ),
    "SR621": error(
        "看不出 `{name}` 中的结果属于哪个用例",
        "`{name}` does not say which case each answer belongs to",
        "表格要有 name（或 case）一列，写用例的名称；JSON 写成 "
        '{ "cases": [{ "name": "…", "results": { "total": "91" } }] }',
        "a table needs the column `name` (or `case`) with the names of the cases; JSON is "
        '{ "cases": [{ "name": "…", "results": { "total": "91" } }] }',
    ),
}
