"""SR2xx: the structure of a ruleset.

SR200-219 keys and ids, 220-229 composition, 230-259 rules and constants, 260-279 references, sums and
templates.
"""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

RULESET: dict[str, Entry] = {
    "SR201": error(
        "{table} 中没有 `{key}` 这个键",
        "unknown key `{key}` in {table}",
        "是不是 `{nearest}`",
        "did you mean `{nearest}`",
    ),
    "SR202": error(
        "{table} 缺少 `{key}`（{words}）",
        "{table} lacks `{key}` ({words})",
        "请补上这一项",
        "add it",
    ),
    "SR203": error(
        "`{key}` 应为{expected}，这里是{found}",
        "`{key}` must be {expected}, here it is {found}",
    ),
    "SR204": error(
        "`{key}` 不能为空",
        "`{key}` must not be empty",
        "请填写内容，或删去这一项",
        "fill it in or leave it out",
    ),
    "SR205": error(
        "`{key}` 的数无法读取",
        "`{key}` is no number that can be used",
        "数最多 1000 位，千分位逗号要三位一组",
        "a number has at most 1000 digits, and commas stand between groups of three",
    ),
    "SR206": error(
        "`{key}` 不属于 {table}",
        "`{key}` does not belong in {table}",
        "它应写在 {header} 之下；请检查它上方最近的方括号标题",
        "it belongs under {header}; look at the nearest header above it",
    ),
    "SR207": error(
        "{table} 中没有 `{key}` 这个键",
        "unknown key `{key}` in {table}",
        "可用的键：{keys}",
        "known keys: {keys}",
    ),
    "SR208": error(
        "文件没有写明语言版本",
        "the file does not state the version of the ruleset language",
        "请在第一行写 scorerules = {version}",
        "write scorerules = {version} on the first line",
    ),
    "SR209": error(
        "语言版本 `{found}` 无法识别",
        "the language version `{found}` is not known",
        "请写 scorerules = {version}",
        "write scorerules = {version}",
    ),
    "SR210": error(
        "`{item}` 没有评分规则",
        "`{item}` has no rule",
        "请选用一种：{kinds}",
        "give it one of: {kinds}",
    ),
    "SR211": error(
        "`{item}` 有两种评分规则：`{first}` 和 `{second}`",
        "`{item}` has two rules, `{first}` and `{second}`",
        "只保留一种",
        "keep one of them",
    ),
    "SR212": error(
        "`{item}` 的规则没有可看的指标值",
        "the rule of `{item}` has no value to look at",
        '请写 value = "算式"，或写 input = { unit = "…" } 由记录直接填报',
        'write value = "…" (an expression), or input = { unit = "…" } to read it from the record',
    ),
    "SR213": error(
        "`{item}` 的得分由记录给出，`{key}` 用不上",
        "the score of `{item}` comes from the record, `{key}` is not used",
        "请删去它，或改用其他规则",
        "leave it out or use another rule",
    ),
    "SR214": error(
        "`{id}` 不能作编号",
        "`{id}` cannot be an id",
        "编号由字母、汉字、数字和下划线组成，不以数字开头",
        "an id consists of letters, digits and underscores and does not start with a digit",
    ),
    "SR215": error(
        "编号 `{id}` 含有全角或特殊字符",
        "the id `{id}` has full-width or special characters",
        "请写成 `{folded}`",
        "write it as `{folded}`",
    ),
    "SR216": error(
        "`{id}` 是保留的词，不能作编号",
        "`{id}` is a reserved word and cannot be an id",
        "请换一个编号",
        "choose another id",
    ),
    "SR217": error(
        "编号 `{id}` 重复，`{other}` 已使用",
        "the id `{id}` is already taken by `{other}`",
        "填报数据、参数、派生值、一级指标和指标的编号不能相同，也不能只差大小写",
        "all items share one set of ids, in which capital and small letters are the same",
    ),
    "SR218": error("没有编号为 `{id}` 的一级指标{nearest}", "there is no tier `{id}`{nearest}"),
    "SR219": error(
        "`scorerules` 不在文件的最前面",
        "`scorerules` is not the first key of the file",
        "请把 scorerules = 1 移到第一行",
        "move scorerules = 1 to the first line",
    ),
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
        "新增的内容请去掉 change. 直接声明",
        "declare what is new without change.",
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
    "SR228": error("继承的文件超过 {limit} 个", "the ruleset extends more than {limit} files"),
    "SR230": error(
        "`{first}` 和 `{second}` 说的是同一侧界线",
        "`{first}` and `{second}` both say where the same side ends",
        "只保留一个：from 含，above 不含；upto 含，below 不含",
        "keep one: from and upto include the boundary, above and below do not",
    ),
    "SR231": error(
        "第 {row} 档没有界线，后面的档次（共 {rows} 档）永远用不上",
        "row {row} has no boundary, so the rows after it (of {rows}) are never reached",
        "没有界线的一档表示“其余”，请放在最后",
        "a row without a boundary means everything else; put it last",
    ),
    "SR232": error(
        "两档的范围重叠",
        "two rows overlap",
        "有一档写了两端界线时，各档不能重叠；请检查含与不含",
        "rows with two boundaries must not overlap; look at which boundaries are included",
    ),
    "SR233": error(
        "第 {row} 档永远用不上，前面的档次已经包括了它",
        "row {row} is never reached: the rows before it take all its values",
        "只写一侧界线时，要求高的写在前面",
        "with one-sided rows, the strictest comes first",
    ),
    "SR234": error(
        "分档有空隙：{hole} 没有对应的档次",
        "the rows leave a hole: {hole}",
        "请补一档，或让相邻两档的界线相接（一个含、一个不含）",
        "add a row, or let neighbouring rows share a boundary that one of them includes",
    ),
    "SR235": error(
        "这一档要写且只写一项：points、share 或 gives",
        "the row must say exactly one of points, share, gives",
        "points 为分数，share 为权重的比例（只用于指标），gives 为取值（用于派生值）",
        "points is a score, share a part of the weight (indicators only), gives a value (derived values)",
    ),
    "SR236": error(
        "列 `{column}` 有 {length} 项，最长的列有 {longest} 项",
        "the column `{column}` has {length} items, the longest has {longest}",
        "各列一样长；只有界线可以少一项，表示最后一档为“其余”",
        "columns are equally long; only boundaries may be one short, which makes the last row the rest",
    ),
    "SR237": error(
        "折点的指标值没有逐个增大",
        "the values of the corners do not increase",
        "请从小到大排列，且不重复",
        "write them from the smallest to the largest, each once",
    ),
    "SR240": error(
        "没有写明不足一个单位怎样计",
        "the rule does not say how parts of a unit count",
        '请写 partial = "prorated"（按比例）、"whole"（不计）或 "started"（按一个计）',
        'write partial = "prorated" (in proportion), "whole" (not at all) or "started" (as one)',
    ),
    "SR241": error("一个单位必须大于 0", "the size of a unit must be above 0"),
    "SR242": error(
        "扣分条款要写且只写一项：below（低于）或 above（高于）",
        "the clause must say exactly one of below, above",
    ),
    "SR243": error(
        "达标条件要写界线（from、above、upto、below）或 is，二者取一",
        "pass takes boundaries (from, above, upto, below) or is, one of the two",
    ),
    "SR244": error(
        "派生值不能用这种规则",
        "a derived value cannot have a rule of this kind",
        "派生值可用 formula、bands、line、choice",
        "derived values take formula, bands, line, choice",
    ),
    "SR245": error("`{id}` 不在 `{tier}` 之中{nearest}", "`{id}` is not in `{tier}`{nearest}"),
    "SR246": error(
        "`{tier}` 的排列顺序没有提到 {missing}",
        "the order of `{tier}` leaves out {missing}",
        "order 要列出这一级的全部编号",
        "order lists all ids of the tier",
    ),
    "SR247": error("`{tier}` 的排列顺序有重复", "the order of `{tier}` names an id twice"),
    "SR248": error(
        "派生值没有满分，也不会不适用，不能这样处理缺数据",
        "a derived value has no full mark and always applies, so data cannot be treated like this",
        '请写 "error"、"zero" 或一个数',
        'write "error", "zero" or a number',
    ),
    "SR249": error(
        "缺数据时的分数不在 0 到 {weight} 之间",
        "the points for missing data are not between 0 and {weight}",
    ),
    "SR250": error(
        "数 {number} 没有写单位，而这里的单位是 {unit}",
        "the number {number} has no unit, but the unit here is {unit}",
        '请加上单位并用引号，如 "{number}{unit}"',
        'write it with its unit in quotes: "{number}{unit}"',
    ),
    "SR251": error(
        "单位是 `{found}`，而这里应为{unit}",
        "the unit is `{found}`, but here it must be {unit}",
        "请换算成同一种单位",
        "write it in the same unit",
    ),
    "SR252": error(
        "类型为 {type} 的数据没有单位", "data of type {type} have no unit", "请删去 unit", "leave unit out"
    ),
    "SR253": error(
        "类型为 {type} 的数据不能有 choices",
        "data of type {type} cannot have choices",
        'choices 只用于 type = "text"',
        'choices go with type = "text"',
    ),
    "SR254": error("类型为 {type} 的数据不能有 places", "data of type {type} cannot have places"),
    "SR255": error("places 应为 0 到 {most} 的整数", "places must be a whole number from 0 to {most}"),
    "SR256": error(
        "没有任何数同时满足上下界线",
        "no value meets both boundaries",
        "请检查界线是否写反",
        "look whether the boundaries are the wrong way round",
    ),
    "SR257": error(
        "类型为 {type} 的数据没有大小，不能有界线", "data of type {type} have no order, so no boundaries"
    ),
    "SR258": error(
        "缺省值不符合这项数据自己的要求",
        "the default is not a value that the datum may have",
        "请检查界线、选项和小数位数",
        "look at its boundaries, choices and decimal places",
    ),
    "SR260": error(
        "计算成了循环：{chain}",
        "the computation goes in a circle: {chain}",
        "每一项只能用到在它之前能算出的项",
        "an item can only read what can be computed before it",
    ),
    "SR261": error(
        "`{tier}` 的指标权重合计 {sum}，而 `{tier}` 为 {weight}",
        "indicators of `{tier}` weigh {sum}, the tier {weight}",
        "请核对：{parts} = {sum}",
        "check the sum: {parts} = {sum}",
    ),
    "SR262": error(
        "一级指标权重合计 {sum}，而满分为 {full}",
        "the tiers weigh {sum}, the total is {full}",
        "请核对：{parts} = {sum}；满分不是 100 时请写 [total] full",
        "check the sum: {parts} = {sum}; write [total] full when it is not 100",
    ),
    "SR263": error(
        "`{tier}` 下没有任何指标",
        "there is no indicator in `{tier}`",
        "请补充指标，或删去这个一级指标",
        "add indicators or take the tier out",
    ),
    "SR264": error(
        "评分规则没有任何一级指标",
        "the ruleset has no tiers",
        "请声明 [tier.编号] 和其中的 [indicator.编号]",
        "declare [tier.ID] and its [indicator.ID]",
    ),
    "SR265": error(
        "`{id}` 有得分，但没有自己的填报数据",
        "`{id}` has a score but no datum of its own",
        "要用它的得分，请写 `score.{id}`（得分率 `share.{id}`，扣分 `lost.{id}`）",
        "write `score.{id}` for its score (`share.{id}`, `lost.{id}`)",
    ),
    "SR266": error(
        "`{item}` 可能不适用，但没有写明这时怎样计分",
        "`{item}` can be not applicable, and nothing says how it then counts",
        '请写 not_applicable = "rescale-tier"、"rescale-total"、"full" 或 "zero"',
        'write not_applicable = "rescale-tier", "rescale-total", "full" or "zero"',
    ),
    "SR268": error(
        "算出的数与声明的单位 `{unit}` 不符",
        "what is computed is not in the unit `{unit}` that is declared",
        "请检查公式和 unit",
        "look at the formula and at unit",
    ),
    "SR269": error(
        "`{item}` 算出来的是{found}，不是分数",
        "what `{item}` comes to is {found}, not points",
        "得分以分为单位；按比例得分请乘以 `weight`，或在档次中写 share",
        "scores are points; multiply a ratio by `weight`, or write share in a row",
    ),
    "SR270": error(
        "备注模板的花括号写法有误",
        "the braces of the remark template are wrong",
        "请写 {编号} 或 {编号:.2万}；要印出花括号请写两个",
        "write {id} or {id:.2万}; write a brace twice to print it",
    ),
    "SR271": error(
        "这是供继承的评分规则，不能单独评分",
        "the ruleset is abstract: it is only to be extended",
        "请用继承它的评分规则；要单独使用请删去 abstract = true",
        "score with a ruleset that extends it, or take abstract = true out",
    ),
}
