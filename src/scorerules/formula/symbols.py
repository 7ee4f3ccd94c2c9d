"""Signs and words that people bring from Word, spreadsheets and other languages, and what to write here.

Only tables and look-ups: what is found where is the lexer's business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from scorerules.diagnostics import Words

WORDS = frozenset({"and", "or", "not", "in", "if", "else"})
"""Python's words that a formula has."""

TRUTH: Mapping[str, bool] = MappingProxyType({"True": True, "False": False, "true": True, "false": False})

NONE = "none"
"""No value: the item does not apply."""

STEPS = frozenset({"score", "share", "lost", "weight"})
"""What may stand before a dot: a result of a tier or of another indicator."""

OPERATOR = re.compile(r"\*\*|<=|>=|==|!=|[-+*/<>()\[\],]")
"""The signs of a formula, longer ones first."""

FOREIGN = re.compile(r"===|!==|&&|\|\||<>|=>|=<|<<|>>|->|:=|//|[=!](?!=)|[%^&|~@:;?{}$\\#`]")
"""Signs of other languages; looked for before :data:`OPERATOR`."""

COMPARISON_RUN = re.compile(r"[<>=!＜＞＝！]*[＜＞＝！][<>=!＜＞＝！]*")
"""A comparison with at least one full-width sign."""

QUOTES: Mapping[str, str] = MappingProxyType(
    {"“": '"', "”": '"', "„": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'", "「": '"', "」": '"'}
)
"""Quotes of printed Chinese; which ASCII quote may replace them depends on the quotes of the file."""

_WIDE: Mapping[str, str] = MappingProxyType(
    {
        "×": "*",
        "✕": "*",
        "·": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "—": "-",
        "≥": ">=",
        "≧": ">=",
        "⩾": ">=",
        "≤": "<=",
        "≦": "<=",
        "⩽": "<=",
        "≠": "!=",
        "、": ",",
        "【": "[",
        "】": "]",
        "〔": "(",
        "〕": ")",
        "。": ".",
        "∧": "and",
        "∨": "or",
        "¬": "not",
        "√": "sqrt",
    }
)

_NOT_EQUAL = Words("不等于写作 `!=`", "write `!=`")
_EQUAL = Words(
    "判断相等写作 `==`；函数的参数按顺序写，不写名称",
    "write `==` to compare; arguments of functions have no names",
)
_AT_LEAST = Words("大于等于写作 `>=`", "write `>=`")
_AT_MOST = Words("小于等于写作 `<=`", "write `<=`")
_AND = Words("并且写作 `and`", "write `and`")
_OR = Words("或者写作 `or`", "write `or`")
_NOT = Words("否定写作 `not`", "write `not`")
_CHOICE = Words("分情况写作 `a if 条件 else b`", "write `a if condition else b`")
_MOD = Words("求余数写作 `mod(a, b)`", "write `mod(a, b)` for the remainder")
_GIVEN = Words(
    "判断是否填报写作 `given(编号)`；没有结果写作 `none`",
    "write `given(x)` to ask whether a value was given, `none` for no result",
)
_NONE_SUCH = Words("公式中不需要它，请删去", "a formula does not need it: take it out")

SIGNS: Mapping[str, Words] = MappingProxyType(
    {
        "===": _EQUAL,
        "=": _EQUAL,
        "!==": _NOT_EQUAL,
        "<>": _NOT_EQUAL,
        "=>": _AT_LEAST,
        "=<": _AT_MOST,
        "&&": _AND,
        "&": _AND,
        "||": _OR,
        "|": _OR,
        "!": _NOT,
        "~": _NOT,
        "^": Words("乘方写作 `**`", "write `**` for a power"),
        "%": _MOD,
        "//": Words("取商的整数部分写作 `floor(a / b)`", "write `floor(a / b)`"),
        "<<": Words("请写作乘法", "write a multiplication"),
        ">>": Words("请写作除法", "write a division"),
        "?": _CHOICE,
        ":": _CHOICE,
        ":=": Words("请在 [derived] 中给出中间值", "declare the value in between under [derived]"),
        "#": Words("请把说明写在公式之外", "write the comment outside the formula"),
        "{": Words("请用圆括号 `( )`", "use round brackets `( )`"),
        "}": Words("请用圆括号 `( )`", "use round brackets `( )`"),
        "\\": Words("公式可以直接换行，请删去", "a formula may go on over lines: take it out"),
    }
)

FOREIGN_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "且": _AND,
        "并且": _AND,
        "以及": _AND,
        "或": _OR,
        "或者": _OR,
        "非": _NOT,
        "不是": _NOT,
        "xor": _NOT_EQUAL,
        "如果": _CHOICE,
        "若": _CHOICE,
        "否则": _CHOICE,
        "then": _CHOICE,
        "elif": _CHOICE,
        "elseif": _CHOICE,
        "iif": _CHOICE,
        "ifs": _CHOICE,
        "switch": _CHOICE,
        "case": _CHOICE,
        "when": _CHOICE,
        "null": _GIVEN,
        "nil": _GIVEN,
        "undefined": _GIVEN,
        "isblank": _GIVEN,
        "isnull": _GIVEN,
        "div": Words("取商的整数部分写作 `floor(a / b)`", "write `floor(a / b)`"),
        "int": Words("取整写作 `floor(x)` 或 `round(x)`", "write `floor(x)` or `round(x)`"),
        "pow": Words("乘方写作 `a ** b`", "write `a ** b`"),
        "power": Words("乘方写作 `a ** b`", "write `a ** b`"),
        "log": Words("写作 `ln(x)` 或 `log10(x)`", "write `ln(x)` or `log10(x)`"),
        "rank": Words("名次写作 `cohort_rank(x)`", "write `cohort_rank(x)`"),
        "percentile": Words("百分位写作 `cohort_percentile(x)`", "write `cohort_percentile(x)`"),
        "percentrank": Words("百分位写作 `cohort_percentile(x)`", "write `cohort_percentile(x)`"),
        "zscore": Words("标准分写作 `cohort_zscore(x)`", "write `cohort_zscore(x)`"),
        "standardize": Words("标准分写作 `cohort_zscore(x)`", "write `cohort_zscore(x)`"),
        "average": Words("平均值写作 `mean(…)`", "write `mean(…)`"),
        "avg": Words("平均值写作 `mean(…)`", "write `mean(…)`"),
        "ceiling": Words("向上取整写作 `ceil(x)`", "write `ceil(x)`"),
        "rounddown": Words('写作 `round(x, 步长, "down")`', 'write `round(x, step, "down")`'),
        "roundup": Words('写作 `round(x, 步长, "up")`', 'write `round(x, step, "up")`'),
    }
)

_LOWER: Mapping[str, Words] = MappingProxyType(
    {"and": _AND, "or": _OR, "not": _NOT, "if": _CHOICE, "else": _CHOICE, "none": _GIVEN}
)

_PYTHON: Mapping[str, tuple[Words, Words]] = MappingProxyType(
    {
        "None": (Words("空值 `None`", "`None`"), _GIVEN),
        "is": (Words("`is`", "`is`"), Words("判断相等写作 `==`", "write `==` to compare")),
        "lambda": (
            Words("临时函数 `lambda`", "a function of its own (`lambda`)"),
            Words("请在 [derived] 中给出中间值", "declare the value in between under [derived]"),
        ),
        "for": (
            Words("循环 `for`", "a loop (`for`)"),
            Words("请逐项写出，如 `sum(a, b, c)`", "name the items one by one, as in `sum(a, b, c)`"),
        ),
    }
)


def instead_of(word: str) -> Words | None:
    """What to write instead of a word of another language; ``None`` for any other word."""
    lower = word.lower()
    return _LOWER.get(lower) if lower in _LOWER and word not in WORDS else FOREIGN_WORDS.get(lower)


def python_word(word: str) -> tuple[Words, Words]:
    """What a Python keyword is called, and what to write instead."""
    return _PYTHON.get(word, (Words(f"`{word}`", f"`{word}`"), _NONE_SUCH))


def sign_help(sign: str) -> Words:
    """What to write instead of a sign that formulas do not have."""
    return SIGNS.get(sign, _NONE_SUCH)


def ascii_form(character: str) -> str | None:
    """The ASCII form of a full-width or printed sign; ``None`` for any other character."""
    if character.isascii():
        return None
    if character in _WIDE:
        return _WIDE[character]
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() else None
