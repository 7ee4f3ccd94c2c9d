"""Tables of the reference pages, made from what the library itself declares.

Goes in: the name of a table and a language. Comes out: Markdown. Nothing is said here that a module of
the library does not say: keys, functions, limits, codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import attrs
import benchmark_tables

from scorerules import numbers
from scorerules import pages as scorerules_pages
from scorerules.build import sections
from scorerules.build.ids import RESERVED_WORDS
from scorerules.diagnostics import Lang, Words
from scorerules.formula import FUNCTIONS
from scorerules.kinds import KINDS
from scorerules.kinds.bands import PointsRow
from scorerules.kinds.checklist import CheckItem
from scorerules.kinds.deduct import Clause
from scorerules.kinds.defects import Defect
from scorerules.kinds.levels import Level
from scorerules.kinds.rows import Bounded
from scorerules.kinds.table import TableRow
from scorerules.kinds.tolerance import Side
from scorerules.limits import USUAL, Limits
from scorerules.model import Best, Example, GradeCase, GradeRow, Period, Rounding
from scorerules.reading import Flag, Formula, Key, Numeric, Plain, Text, Wording, keys_of

TABLES: dict[str, type] = {
    **sections.SINGLE_SECTIONS,
    **sections.ITEM_SECTIONS,
    **{f"kind {name}": kind for name, kind in KINDS.items()},
    "kind deduct": Clause,
    "kind bands": PointsRow,
    "kind checklist": CheckItem,
    "kind defects": Defect,
    "kind table": TableRow,
    "level": Level,
    "side": Side,
    "best": Best,
    "grade case": GradeCase,
    "example": Example,
    "period": Period,
    "rounding": Rounding,
    "zero": Bounded,
    "grade row": GradeRow,
}
"""Every table with keys of its own, by the name that pages call it."""

VALUES: dict[type, Words] = {
    Text: Words("文字", "text"),
    Wording: Words("文字，可分中英文", "text, or one in each language"),
    Formula: Words("算式", "expression"),
    Numeric: Words("数或算式", "number or expression"),
    Plain: Words("数、文字、是非或日期", "number, text, true or false, date"),
    Flag: Words("`true` 或 `false`", "`true` or `false`"),
}
"""What a value may be, shorter than messages say it."""

SAMPLES = tuple(map(Fraction, ("2.5", "3.5", "2.4", "2.6", "-2.5")))


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(one.replace("|", "\\|") for one in line) + " |" for line in lines)


def table(name: str, lang: Lang) -> str:
    """The table called ``name``."""
    what, _, of = name.partition(" ")
    if what == "keys":
        return keys(TABLES[of], lang)
    if what == "pages":
        return pages_of(of, lang)
    if what == "benchmark":
        return markdown(*benchmark_tables.table(of, lang))
    return OTHERS[name](lang)


def keys(declared: type, lang: Lang) -> str:
    """The keys of a table: what each may be and what it means."""
    heads = ("键", "值", "含义") if lang == "zh" else ("key", "value", "meaning")
    return markdown(heads, [_key(one, lang) for one in keys_of(declared).values()])


def _key(key: Key, lang: Lang) -> tuple[str, str, str]:
    required = {"zh": "（必填）", "en": " (required)"}[lang] if key.required else ""
    return f"`{key.name}`{required}", VALUES.get(type(key.type), key.type.expected)[lang], key.words[lang]


def functions(lang: Lang) -> str:
    """The functions of formulas."""
    heads = ("函数", "含义") if lang == "zh" else ("function", "meaning")
    return markdown(heads, [(f"`{one.usage}`", one.about[lang]) for one in FUNCTIONS.values()])


def roundings(lang: Lang) -> str:
    """What each mode makes of a few numbers, rounded to whole numbers."""
    said = {
        "half-up": Words("四舍五入：恰好一半时远离 0", "halves away from zero"),
        "half-even": Words("四舍六入五成双：恰好一半时取偶数", "halves to the even neighbour"),
        "half-down": Words("五舍六入：恰好一半时靠近 0", "halves towards zero"),
        "up": Words("只入不舍：远离 0", "away from zero"),
        "down": Words("只舍不入：靠近 0", "towards zero"),
        "ceiling": Words("向上取整", "upwards"),
        "floor": Words("向下取整", "downwards"),
    }
    heads = (("方式", "含义") if lang == "zh" else ("mode", "meaning")) + tuple(map(numbers.plain, SAMPLES))
    rows = [
        (
            f"`{mode}`",
            said[mode][lang],
            *(numbers.plain(numbers.round_to(one, Fraction(1), mode)) for one in SAMPLES),
        )
        for mode in numbers.MODES
    ]
    return markdown(heads, rows)


def reserved(lang: Lang) -> str:
    """The words that cannot be ids, apart from keywords of Python."""
    words = sorted({*RESERVED_WORDS, *FUNCTIONS})
    return ("、" if lang == "zh" else ", ").join(f"`{one}`" for one in words) + (
        "。" if lang == "zh" else "."
    )


LIMITS: dict[str, Words] = {
    "file_bytes": Words("一个文件的大小", "size of a file"),
    "file_depth": Words("表和列表的嵌套层数", "tables and lists inside each other"),
    "file_keys": Words("一个文件中的键和列表项", "keys and list items of a file"),
    "digits": Words(
        "一个数的位数，以及指数的大小（如 `1e6`）", "digits of a number, and its exponent, as in `1e6`"
    ),
    "parents": Words("一个评分规则直接和间接继承的文件", "files that a ruleset builds on, all generations"),
    "judges": Words("一项指标的评委", "judges of an indicator"),
    "places": Words(
        "`places` 的小数位数，以及备注中一个数的小数位数",
        "decimal places of `places`, and of a number in a remark",
    ),
    "formula_length": Words("一个公式的字符数", "characters of a formula"),
    "formula_nesting": Words("公式中括号的嵌套层数", "brackets inside brackets in a formula"),
    "formula_depth": Words("公式的层次（n 项相加为 n 层）", "levels of a formula (n additions are n levels)"),
    "formula_parts": Words("公式的组成部分", "parts of a formula"),
    "expanded_depth": Words("代入函数后一个公式的层次", "levels of a formula with its functions put in"),
    "expanded_parts": Words("代入函数后一个公式的组成部分", "parts of a formula with its functions put in"),
    "bits": Words("计算中分子、分母的二进制位数", "bits of a numerator or denominator while computing"),
    "decision_digits": Words("判断无理数时最多计算的位数", "digits computed to decide an irrational number"),
}
"""What each bound is about, by its name in Python."""


def limits(lang: Lang) -> str:
    """Every bound: what it is about, its name, the usual value, the most that it can be raised to."""
    heads = (
        ("界限", "`Limits` 中的名称", "通常值", "最大值")
        if lang == "zh"
        else ("limit", "name in `Limits`", "usual value", "largest value")
    )
    rows = []
    for one in attrs.fields(Limits):
        most = one.metadata["most"]
        usual = getattr(USUAL, one.name)
        shown = f"{usual // 1024 // 1024} MiB" if one.name == "file_bytes" else f"{usual:,}"
        rows.append((LIMITS[one.name][lang], f"`{one.name}`", shown, f"{most:,}" if most else "—"))
    return markdown(heads, rows)


FAMILIES: dict[str, Words] = {
    "1": Words("文件与格式", "Files and their format"),
    "2": Words("评分规则的结构", "The structure of a ruleset"),
    "3": Words("公式", "Formulas"),
    "4": Words("填报数据", "Records"),
    "5": Words("计分", "Evaluation"),
    "6": Words("示例", "Examples"),
    "7": Words("打分之前就能发现的问题", "Found before anyone is scored"),
}


def codes(lang: Lang) -> str:
    """Every code with its headline, by family; each leads to its page."""
    heads = ("代码", "信息") if lang == "zh" else ("code", "message")
    ending = ".zh.md" if lang == "zh" else ".md"
    parts = []
    for family, words in FAMILIES.items():
        file = f"errors/SR{family}xx{ending}"
        rows = [
            (f"[{code}]({file}#{code.lower()})", scorerules_pages.headline(code, lang))
            for code in of_family(family)
        ]
        parts.append(f"## SR{family}xx · {words[lang]}\n\n{markdown(heads, rows)}")
    return "\n\n".join(parts)


def pages_of(family: str, lang: Lang) -> str:
    """The pages of all codes of a family."""
    return "\n\n".join(
        f"## {code}\n\n**{scorerules_pages.headline(code, lang)}**\n\n"
        f"{scorerules_pages.section(code, lang).rstrip()}"
        for code in of_family(family)
    )


def of_family(family: str) -> list[str]:
    """The codes that begin with this digit."""
    return [code for code in scorerules_pages.codes() if code[2] == family]


OTHERS: dict[str, Callable[[Lang], str]] = {
    "functions": functions,
    "roundings": roundings,
    "reserved": reserved,
    "limits": limits,
    "codes": codes,
}
