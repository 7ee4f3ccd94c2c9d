"""SR2xx: the structure of a ruleset.

SR200-219 keys and ids, 230-259 rules and constants, 260-279 references, sums and
templates.
"""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

RULESET: dict[str, Entry] = {
    "SR201": error(
        "{where}没有 `{key}` 这个键",
        "unknown key `{key}` {where}",
        "是不是想写 `{nearest}`？",
        "did you mean `{nearest}`?",
    ),
    "SR202": error(
        "{where}缺少 `{key}`：{words}",
        "`{key}` is missing {where}: {words}",
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
        "`{key}` 不应写{where}",
        "`{key}` does not belong {where}",
        "它应写在 {header} 之下；请检查它上方最近的方括号标题",
        "it belongs under {header}; look at the nearest header above it",
    ),
    "SR207": error(
        "{where}没有 `{key}` 这个键",
        "unknown key `{key}` {where}",
        "可用的键：{keys}",
        "known keys: {keys}",
    ),
    "SR208": error(
        "文件没有写明语言版本",
        "the file does not state the version of the ruleset language",
        "{better}",
        "{better}",
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
        "`{key}` 对 `{item}` 不起作用：{reason}",
        "`{key}` does nothing for `{item}`: {reason}",
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
        "填报数据、参数、函数、派生值、一级指标、指标、其他结果和否决共用一套编号，只差大小写也算相同",
        "all items share one set of ids, in which capital and small letters are the same",
    ),
    "SR218": error(
        "没有编号为 `{id}` 的一级指标{nearest}",
        "there is no tier `{id}`{nearest}",
        "请核对编号，或在 [tier] 中声明它",
        "check the id, or declare it under [tier]",
    ),
    "SR219": error(
        "`scorerules` 不在文件的最前面",
        "`scorerules` is not the first key of the file",
        "请把 scorerules = 1 移到第一行",
        "move scorerules = 1 to the first line",
    ),
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
        "第 {row} 档永远用不上，{why}",
        "row {row} is never reached: {why}",
        "{better}",
        "{better}",
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
    "SR241": error(
        "一个单位必须大于 0",
        "the size of a unit must be above 0",
        '请写一个单位是多少，如 each = "1pp"、each = 1',
        'say how large a unit is, such as each = "1pp" or each = 1',
    ),
    "SR242": error(
        "扣分条款要写且只写一项：below（低于）或 above（高于）",
        "the clause must say exactly one of below, above",
        "两侧都扣分的，请写成两个条款：deduct = [{ below = … }, { above = … }]",
        "to deduct on both sides, write two clauses: deduct = [{ below = … }, { above = … }]",
    ),
    "SR243": error(
        "达标条件要写界线（from、above、upto、below）或 is，二者取一",
        "pass takes boundaries (from, above, upto, below) or is, one of the two",
        '如 pass = { from = "98%" } 或 pass = { is = "是" }',
        'such as pass = { from = "98%" } or pass = { is = "yes" }',
    ),
    "SR244": error(
        "派生值和函数不能用这种规则",
        "a derived value or a function cannot have a rule of this kind",
        "可用 formula、table、bands、line、choice，以及由它们组成的 cases",
        "they take formula, table, bands, line, choice, and cases made of these",
    ),
    "SR245": error(
        "`{id}` 不在 `{tier}` 之中{nearest}",
        "`{id}` is not in `{tier}`{nearest}",
        "order 只列直接属于这一级的编号",
        "order lists the ids directly in the tier",
    ),
    "SR246": error(
        "`{tier}` 的排列顺序没有提到 {missing}",
        "the order of `{tier}` leaves out {missing}",
        "order 要列出这一级的全部编号",
        "order lists all ids of the tier",
    ),
    "SR247": error(
        "`{tier}` 的排列顺序中 `{id}` 重复",
        "the order of `{tier}` names `{id}` twice",
        "每个编号只列一次",
        "name each id once",
    ),
    "SR248": error(
        "派生值没有满分，也不会不适用，不能这样处理缺数据",
        "a derived value has no full mark and always applies, so data cannot be treated like this",
        '请写 "error"、"zero" 或一个数',
        'write "error", "zero" or a number',
    ),
    "SR249": error(
        "缺数据时的分数不在 0 到 {weight} 之间",
        "the points for missing data are not between 0 and {weight}",
        '请写 0 到 {weight} 之间的分数，或 "error"、"zero"、"full"、"skip"',
        'write points from 0 to {weight}, or "error", "zero", "full", "skip"',
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
        "请按这里应有的单位来写",
        "write it in the unit that is due here",
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
    "SR254": error(
        "类型为 {type} 的数据不能有 places",
        "data of type {type} cannot have places",
        'places 只用于 type = "number"',
        'places go with type = "number"',
    ),
    "SR255": error(
        "places 应为 0 到 {most} 的整数",
        "places must be a whole number from 0 to {most}",
        "如 places = 2，表示最多两位小数",
        "such as places = 2 for at most two decimal places",
    ),
    "SR256": error(
        "没有任何值同时满足上下界线",
        "no value meets both boundaries",
        "请检查界线是否写反",
        "look whether the boundaries are the wrong way round",
    ),
    "SR257": error(
        "类型为 {type} 的数据没有大小，不能有界线",
        "data of type {type} have no order, so no boundaries",
        "请删去界线；可填哪些文字由 choices 列出",
        "leave the boundary out; choices list the texts it may be",
    ),
    "SR258": error(
        "缺省值不符合这项数据自己的要求",
        "the default is not a value that the datum may have",
        "请检查界线、选项和小数位数",
        "look at its boundaries, choices and decimal places",
    ),
    "SR259": error(
        "`{name}` 是{found}，不能用数的格式 `{format}`",
        "`{name}` is {found}, so the format of numbers `{format}` means nothing",
        "请删去冒号和格式",
        "take the colon and the format out",
    ),
    "SR260": error(
        "计算成了循环：{chain}",
        "the computation goes in a circle: {chain}",
        "每一项只能用到在它之前能算出的项",
        "an item can only read what can be computed before it",
    ),
    "SR261": error(
        "`{tier}` 的{members}权重合计 {sum}，而 `{tier}` 为 {weight}",
        "{members} of `{tier}` weigh {sum}, the tier {weight}",
        "请核对：{parts}",
        "check the sum: {parts}",
    ),
    "SR262": error(
        "一级指标权重合计 {sum}，而满分为 {full}",
        "the tiers weigh {sum}, the total is {full}",
        "请核对：{parts}；满分不是 100 时请写 [total] full",
        "check the sum: {parts}; write [total] full when it is not 100",
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
        '请声明 [tier.编号] 和其中的 [indicator.编号]；只有 [outcome] 的请写 weights = "none"',
        'declare [tier.ID] and its [indicator.ID], or write weights = "none" where there are outcomes only',
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
    "SR267": error(
        "一级指标互为上级，成了循环：{chain}",
        "the tiers stand under each other in a circle: {chain}",
        "请改正其中一个 under",
        "change one of the `under` keys",
    ),
    "SR268": error(
        "算出的是{found}，声明的单位却是 `{unit}`",
        "what is computed is {found}, but the unit declared is `{unit}`",
        "请检查公式和 unit",
        "look at the formula and at unit",
    ),
    "SR269": error(
        "`{item}` 算出来的是{found}，不是分数",
        "what `{item}` comes to is {found}, not points",
        "按比例得分请乘以 `weight`，或在档次中写 share；每若干单位得几分请用 earn；件、张等个数可直接作分数",
        "multiply a ratio by `weight`, or write share in a row; use earn for points per unit; "
        "only a plain count may be points as it stands",
    ),
    "SR270": error(
        "备注模板的花括号写法有误",
        "the braces of the remark template are wrong",
        "请写 {编号} 或 {编号:.2万}；要印出花括号请写两个",
        "write {ID} or {ID:.2万}; write a brace twice to print it",
    ),
    "SR271": error(
        "这是供继承的评分规则，不能单独评分",
        "the ruleset is abstract: it is only to be extended",
        "请用继承它的评分规则；要单独使用请删去 abstract = true",
        "score with a ruleset that extends it, or take abstract = true out",
    ),
}
