"""SR750-759: rulesets that belong together, names that belong together in two languages."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, hint, warning

FAMILIES: dict[str, Entry] = {
    "SR750": warning(
        "`{id}` 有两份评分规则同时适用：{days}",
        "two rulesets `{id}` apply at the same time: {days}",
        "请改其中一份的 effective；若不是同一办法的两个版本，请改其中一份的 id",
        "change `effective` in one of them; if they are no versions of one scheme, give one another `id`",
    ),
    "SR751": warning(
        "`{id}` 有一段时间没有评分规则适用：{days}",
        "no ruleset `{id}` applies {days}",
        "请核对前后两份的 effective，看是不是漏了一份",
        "check `effective` of the one before and of this one, and whether a file is missing",
    ),
    "SR752": warning(
        "`{id}` 的其他版本写明了适用期间，这一份没有写",
        "other rulesets `{id}` say when they apply, this one does not",
        "请写上 effective = { from = …, upto = … }",
        "state `effective = { from = …, upto = … }`",
    ),
    "SR753": warning(
        "`{id}` 有不止一份评分规则，都没有写适用期间",
        "there is more than one ruleset `{id}`, and none says when it applies",
        "请给每一份写上 effective；若不是同一办法的两个版本，请改其中一份的 id",
        "state `effective` in each; if they are no versions of one scheme, give one another `id`",
    ),
    "SR754": warning(
        "有两份评分规则都是 `{id}` 的 `{version}` 版",
        "two rulesets are both version `{version}` of `{id}`",
        "复制来的一份请改 id 或 version；多余的请删去",
        "give the copy another `id` or `version`, or take away the one too many",
    ),
    "SR755": warning(
        "`{key}` 写的与所继承的相同，不起作用",
        "`{key}` says what was inherited anyway",
        "如果要改成别的，请改这里；否则删去",
        "if something else was meant, write it here; otherwise take it out",
    ),
    "SR756": warning(
        "`{key}` 在这里修改，又在 drop 中去掉，修改不起作用",
        "`{key}` is changed here and dropped as well, so the change has no effect",
        "要保留修改的，从 drop 中删去它；不要这一项的，删去这里的修改",
        "to keep the change, take it out of `drop`; to be without it, take the change out",
    ),
    "SR757": warning(
        "`{key}` 只写了{given}",
        "`{key}` is said in {given} only",
        '请补上 {lang} = "…"；两种语言用同一文字的，直接写成 "…"',
        'add `{lang} = "…"`; a text for both languages stands by itself, as "…"',
    ),
    "SR758": warning(
        "{items}没有{language}名称",
        "{items} without a name in {language}",
        "写作 {how}；两种语言写法相同的，同一文字写两遍",
        "write `{how}`, the same text twice where both read the same",
    ),
    "SR759": hint(
        "`{key}` 写的是{given}",
        "`{key}` is written in {given}",
        '请译成{wanted}；不翻译的，直接写成 "…"',
        'translate it into {wanted}; what is not to be translated stands by itself, as "…"',
    ),
}
