"""SR3xx: formulas. SR300-349 how they are written, SR350-379 names, kinds of values and units."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

FORMULA: dict[str, Entry] = {
    "SR300": error(
        "公式有 {length} 个字符，超过上限 {limit} 个",
        "the formula has {length} characters, more than {limit}",
        "请在 [derived] 中分步写出",
        "declare the values in between under [derived]",
    ),
    "SR301": error(
        "公式的层次太深，超过 {limit} 层",
        "the formula is more than {limit} levels deep",
        "请在 [derived] 中分步写出；很多项相加请用 `sum(a, b, …)`",
        "declare the values in between under [derived]; add up many values with `sum(a, b, …)`",
    ),
    "SR302": error(
        "这个数有 {digits} 位，超过上限 {limit} 位",
        "the number has {digits} digits, more than {limit}",
    ),
    "SR303": error(
        "数 `{found}` 太大或太小，指数不得超过 {limit}",
        "the number `{found}` is too large or too small: its exponent may be at most {limit}",
    ),
    "SR304": error(
        "公式中不能有字符 `{found}`",
        "a formula cannot have the character `{found}`",
        "请删去，或把文字放进引号",
        "take it out, or put text into quotes",
    ),
    "SR305": error(
        "公式中有全角空格",
        "there is a full-width space in the formula",
        "请改为半角空格",
        "use an ordinary space",
    ),
    "SR306": error(
        "公式中的 `{found}` 应写作 `{ascii}`",
        "`{found}` in a formula is written `{ascii}`",
        "请切换到英文输入法，改为 `{ascii}`",
        "replace it with `{ascii}`",
    ),
    "SR307": error(
        "公式中的文字要用英文引号，不能用 `{found}`",
        "text in a formula stands in straight quotes, not in `{found}`",
        "请切换到英文输入法，改为 `{ascii}`",
        "replace it with `{ascii}`",
    ),
    "SR308": error(
        "从这里开始的文字缺少结尾的引号 `{quote}`",
        "the text that begins here has no closing quote `{quote}`",
        "请在文字末尾补上 `{quote}`，文字不能换行",
        "close it with `{quote}` on the same line",
    ),
    "SR309": error(
        "文字中的 `{found}` 无法识别",
        "`{found}` in a text means nothing",
        r"反斜杠本身写作 `\\`",
        r"write a backslash as `\\`",
    ),
    "SR310": error("公式中没有 `{found}`", "a formula has no `{found}`", "{better}", "{better}"),
    "SR311": error(
        "`{left}%` 会读作百分数，后面不能再跟 `{right}`",
        "`{left}%` is a percentage and cannot be followed by `{right}`",
        "求余数写作 `mod({left}, {right})`",
        "write `mod({left}, {right})` for the remainder",
    ),
    "SR312": error(
        "括号不配对：这里应为 `{wanted}`，写的是 `{found}`",
        "the bracket `{found}` closes another kind: `{wanted}` is due",
        "请改为 `{wanted}`",
        "write `{wanted}`",
    ),
    "SR313": error(
        "`{left}` 与 `{right}` 之间缺少运算符",
        "an operator is missing between `{left}` and `{right}`",
        "请补上 `+ - * /`、比较符号或 `and`、`or`",
        "put `+ - * /`, a comparison, `and` or `or` between them",
    ),
    "SR314": error(
        "`{found}` 不是数，也不是名称",
        "`{found}` is neither a number nor a name",
        "相乘写作 `3 * x`；公式中的数可带 %、‰、pp 或万、亿（如 `500万元`），其他单位请省去",
        "write a product as `3 * x`; a number may carry %, ‰, pp or a scale such as `500万元`, no other unit",
    ),
    "SR315": error(
        "括号 `{found}` 没有闭合",
        "the bracket `{found}` is not closed",
        "请补上 `{wanted}`",
        "close it with `{wanted}`",
    ),
    "SR316": error(
        "多出一个 `{found}`，前面没有与它配对的括号",
        "the bracket `{found}` was never opened",
        "请删去，或在前面补上左括号",
        "take it out, or open the bracket before it",
    ),
    "SR317": error(
        "`{found}` 之前缺少一个值",
        "a value is missing before `{found}`",
        "请补上数、名称或括号中的算式",
        "put a value there: a number, a name or an expression in brackets",
    ),
    "SR318": error(
        "公式在 `{found}` 之后没有写完",
        "the formula breaks off after `{found}`",
        "请补上后面的值",
        "write the value that follows it",
    ),
    "SR319": error(
        "文字的引号之前不能有 `{found}`",
        "a text cannot begin with `{found}` before its quote",
        "请删去 `{found}`",
        "take `{found}` out",
    ),
    "SR320": error(
        "公式中没有这种写法：{construct}", "{construct} cannot be used in a formula", "{better}", "{better}"
    ),
    "SR321": error(
        "`{found}` 的点号用法不对",
        "the dot in `{found}` means nothing",
        "点号只用于 `score.编号`、`share.编号`、`lost.编号`、`weight.编号`",
        "a dot is only for `score.ID`, `share.ID`, `lost.ID`, `weight.ID`",
    ),
    "SR322": error(
        "公式中不能用 `[ ]` 取出一项",
        "a formula cannot take an item out with `[ ]`",
        "请直接写出编号；列表只能写在 `in` 之后",
        "name the value itself; a list may only follow `in`",
    ),
    "SR323": error(
        "`if` 与 `else` 没有成对",
        "`if` and `else` do not come in a pair",
        "分情况写作 `a if 条件 else b`",
        "write `a if condition else b`",
    ),
    "SR324": error("公式是空的", "the formula is empty", "请写出算式", "write an expression"),
    "SR325": error(
        "从这里起公式无法读懂",
        "the formula cannot be read from here",
        "请检查运算符与括号，必要时加括号",
        "check the operators and brackets; add brackets where in doubt",
    ),
    "SR326": error(
        "`in` 之后应为列出各项的 `[ ]`",
        "`in` is followed by a list of items in `[ ]`",
        '写作 `x in ["甲", "乙"]`',
        'write `x in ["a", "b"]`',
    ),
    "SR327": error(
        "函数 `{function}` 没有给出参数",
        "the function `{function}` has no arguments",
        "写作 `{function}(…)`；编号不能与函数同名",
        "write `{function}(…)`; an id cannot be the name of a function",
    ),
    "SR328": error(
        "`none` 不能参与计算或比较",
        "`none` cannot be computed with or compared",
        "判断是否填报写作 `given(编号)`；`none` 只作为一种结果，如 `x if 条件 else none`",
        "ask with `given(x)`; `none` is only a result, as in `x if condition else none`",
    ),
    "SR329": error(
        "函数 `{function}` 需要{wanted}参数，这里有 {count} 个",
        "the function `{function}` takes {wanted} arguments, not {count}",
        "写作 `{usage}`",
        "write `{usage}`",
    ),
    "SR330": error("没有函数 `{function}`", "there is no function `{function}`", "{better}", "{better}"),
    "SR331": error(
        "修约的步长应为写明的正数，不能是 `{found}`",
        "the step of rounding must be a number above 0 written out, not `{found}`",
        "保留两位小数写作 `round(x, 0.01)`",
        "write `round(x, 0.01)` for two decimal places",
    ),
    "SR332": error(
        "没有修约方式 `{found}`",
        "there is no rounding mode `{found}`",
        "可用的修约方式：{modes}",
        "the modes are: {modes}",
    ),
    "SR333": error(
        "`given` 的括号中应为一个编号",
        "`given` takes the id of one value",
        "写作 `given(编号)`",
        "write `given(x)`",
    ),
    "SR334": error(
        "名称 `{found}` 不能以两个下划线开头",
        "the name `{found}` cannot begin with two underscores",
    ),
    "SR335": error(
        "`{found}` 不是日期",
        "`{found}` is not a date",
        '写作 `date("2019-01-01")`，年四位，月、日各两位',
        'write `date("2019-01-01")`',
    ),
    "SR336": error(
        "公式的组成部分超过 {limit} 个",
        "the formula has more than {limit} parts",
        "请在 [derived] 中分步写出",
        "declare the values in between under [derived]",
    ),
    "SR337": error(
        "函数循环调用：{cycle}",
        "functions call each other in a circle: {cycle}",
        "请改写其中一个函数，不再调用下一个",
        "write one of them without calling the next",
    ),
    "SR338": error(
        "`{function}` 不能用函数的参数 `{parameter}`：得出的编号会是参数名",
        "`{function}` cannot take `{parameter}`, a parameter of the function: it would give that as the id",
        "请写出各项，如 `score.编号`",
        "name the items themselves, such as `score.ID`",
    ),
    "SR339": error(
        "代入函数后，公式的组成部分超过 {limit} 个",
        "with its functions put in, the formula has more than {limit} parts",
        "请在 [derived] 中分步写出，每步再调用函数",
        "declare the values in between under [derived] and call the functions there",
    ),
    "SR340": error(
        "`{function}` 的括号中应为编号，不能是 `{found}`",
        "`{function}` takes ids, not `{found}`",
        "写作 `{function}(score.编号, score.编号)`；算式请先在 [derived] 中声明",
        "write `{function}(score.a, score.b)`; declare an expression under [derived] first",
    ),
    "SR341": error(
        '`cohort_rank` 中的 `{found}` 没有意义：只有某项之后可以写 `"low"`',
        '`{found}` means nothing there: in `cohort_rank` only `"low"` may follow a value',
        '低者在前写作 `cohort_rank(x, "low")`；高者在前不必写',
        'write `cohort_rank(x, "low")` when the lowest is first; the highest is first otherwise',
    ),
    "SR350": error("没有名称 `{name}`", "there is no `{name}`", "{better}", "{better}"),
    "SR351": error(
        "`{place}` 要求{wanted}，这里是{found}",
        "`{place}` takes {wanted}, but this is {found}",
        "请检查这一部分；数不加引号",
        "check this part; a number stands without quotes",
    ),
    "SR352": error(
        "{left}不能与{right}比较", "{left} cannot be compared with {right}", "{better}", "{better}"
    ),
    "SR353": error(
        "单位不同：{left}与{right}不能相加减或比较",
        "the units differ: {left} and {right} cannot be added or compared",
        "请检查公式，或检查填报项的 unit",
        "check the formula, or the `unit` of the inputs",
    ),
    "SR354": error(
        "`{found}` 没有单位，不能与百分数一起计算或比较",
        "`{found}` has no unit and cannot stand beside a percentage",
        "请{better}",
        "{better}",
    ),
    "SR355": error(
        "`{found}` 没有单位，不能与以{unit}计的数一起计算或比较",
        "`{found}` has no unit and cannot stand beside a value in {unit}",
        "请{better}",
        "{better}",
    ),
    "SR356": error(
        "没有“{found}”这个选项",
        "`{found}` is not one of the choices",
        "可选：{choices}",
        "the choices are: {choices}",
    ),
    "SR357": error(
        "这里应为条件，写的是{found}",
        "this must be a condition, but it is {found}",
        "条件写作比较，如 `x >= 60`",
        "write a comparison such as `x >= 60`",
    ),
    "SR358": error(
        "各种情况的结果应是同一类：一处是{left}，这里是{right}",
        "all cases must give one kind of value: one gives {left}, this one {right}",
        "请改为同一类",
        "make them one kind",
    ),
    "SR359": error(
        "乘方的指数不能是{found}",
        "an exponent cannot be {found}",
        "指数应为没有单位的数",
        "use a number without a unit",
    ),
    "SR360": error(
        "{found}没有大小之分",
        "{found} has no order",
        "请用 `==`、`!=` 或 `in`",
        "use `==`, `!=` or `in`",
    ),
    "SR361": error(
        "这里的公式应得出{wanted}，得出的是{found}",
        "the formula must give {wanted} here, it gives {found}",
        "请改写公式",
        "write a formula that does",
    ),
    "SR362": error(
        "日期不能相减",
        "dates cannot be subtracted",
        "天数写作 `days(早, 晚)`",
        "write `days(earlier, later)`",
    ),
    "SR363": error(
        "以{unit}计的数修约时，步长要写明单位",
        "a value in {unit} needs a rounding step with its unit",
        "写作 `round(x, 0.01{unit})`",
        "write `round(x, 0.01{unit})`",
    ),
}
