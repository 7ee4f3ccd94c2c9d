"""Texts to feed the library with: good rulesets with mistakes put into them, and nothing at all alike.

Goes in: a source of chance and the rulesets of the repository. Comes out: texts. Slips are made on three
levels: characters, tokens of TOML, and the tree of values, where parts of other files are put in too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import tomli

ROOT = Path(__file__).resolve().parents[2]
TOKEN = re.compile(
    r'"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[\w.%+-]+'
    r"|\[\[|\]\]|[ \t]+|\n|."
)
BOUNDS = ("from", "above", "upto", "below")
VALUE = re.compile(r"(?<![\w.-])[0-9]+(?:\.[0-9]+)?(?![\w.-])|\b(?:from|above|upto|below|true|false)\b")
HEAD = re.compile(r"\A# folder: ([\w./-]*)\n")

SIGNS = (
    *"=.,:[]{}()\"'#\n\r\t +-*/%<>!?_\\",
    *(
        "\x00",
        "\x1b",
        "\x7f",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ud800",
        "\u3000",
        "\uff1d",
        "％",
        "‰",
    ),
    *("，", "：", "“", "”", "（", "）", "ｘ", "а", "ﬁ", "①", "٣", "𝟙", "\U0001f600", "e\u0301", "İ"),
)
"""Single signs: those of TOML and formulas, those that look like them, turn the text, cannot be seen."""

NUMBERS = (
    *(
        "0",
        "-0",
        "1",
        "-1",
        "0.5",
        "100",
        "1e9",
        "1e-9",
        "1e999",
        "1e1000",
        "-1e1000",
        "1e99999999999",
        "nan",
    ),
    *("-inf", "0x1f", "0o17", "0b11", "1_000", "0.1_0", "9" * 40, "9" * 400, "0." + "3" * 300, "1e308"),
    *("2147483648", "9007199254740993", "9223372036854775808", "true", "false", "2019-02-29", "2019-12-31"),
    *("07:32:00", "1979-05-27T07:32:00Z", '"98%"', '"1pp"', '"86.44万"', '"1.2亿元"', '"1,000.5元"', '"五"'),
)
"""Values as TOML writes them, ordinary and not."""

WORDS = (
    *("scorerules", "ruleset", "round", "input", "parameter", "function", "derived", "tier", "indicator"),
    *(
        "total",
        "grade",
        "outcome",
        "veto",
        "bonus",
        "penalty",
        "reasons",
        "check",
        "example",
        "change",
        "drop",
    ),
    *("id", "name", "version", "extends", "weights", "weight", "value", "points", "share", "gives", "when"),
    *(
        "from",
        "above",
        "upto",
        "below",
        "each",
        "partial",
        "zero",
        "full",
        "lower",
        "bands",
        "line",
        "levels",
    ),
    *("choice", "checklist", "defects", "judged", "table", "formula", "cases", "pass", "swing", "earn", "is"),
    *("under", "join", "best", "order", "empty", "unit", "type", "choices", "places", "default", "remark"),
    *("cap", "floor", "direction", "may_skip", "not_applicable", "on_missing", "judges", "combine", "step"),
    *("record", "expect", "cohort", "error", "near", "within", "allow", "abstract", "effective", "source"),
    *("zh", "en", "outside", "target", "until", "over", "around", "start", "gain", "lose", "requires", "of"),
)
"""Keys and sections of the language."""

FORMULAS = (
    *("x", "1/0", "0/0", "9**9**9", "2**-99999", "x**0.5", "sqrt(-1)", "ln(0)", "exp(99999)", "exp(exp(99))"),
    *("__import__('os')", "x.__class__", "().__class__.__bases__", "x[0]", "[1, 2]", "{1: 2}", "lambda: 1"),
    *("f'{x}'", "'a' * 10**9", "'a' + 1", "x if x", "x == x == x", "1 < 2 < 3 < 4", "not not not x", "----1"),
    *("(" * 70 + "1" + ")" * 70, "1" + "+1" * 300, "max(" * 59 + "1" + ")" * 59, "1<" * 400 + "1"),
    *("sum(" + ",".join("1" * 900) + ")", "score.a", "share.a", "lost.total", "weight.x", "cohort_rank(x)"),
    *("argmax(score.a, score.b)", "round(x, 0)", "round(x, 0.1, 'up')", "clamp(3, 2, 1)", "mod(1, 0)"),
    *(
        "days(x, x)",
        "date('2019-02-29')",
        "date('0001-01-01')",
        "given(x)",
        "none",
        "median()",
        "count(1, none)",
    ),
    *(
        "x in []",
        "x in ['a', 1]",
        "'a' in x",
        "5%3",
        "98% - 1pp",
        "1万元 + 1元",
        "1.5.2",
        "1_0__0",
        "0x10",
        ".5.",
    ),
    *(
        "ｘ",
        "х",
        "x\u200b",
        "\u202ex",
        "x // 2",
        "x % 2",
        "x ^ 2",
        "x = 1",
        "x := 1",
        "a, b",
        "*x",
        "**x",
        "x; x",
    ),
    *("ln(sqrt(2) + 1) + ln(sqrt(2) - 1)", "sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3)", "(1 + 1/3) ** 9999"),
    *(
        "10 ** 1000 * 10 ** 1000",
        "1/3**9999",
        "'\ud800'",
        "\x00",
        "x\n+\n1",
        "#",
        "if x then 1 else 2",
        "a?b:c",
    ),
    *("total", "grade", "tier", "weight * value", "yield x", "await x", "print(x)", "open('/etc/passwd')"),
)
"""Formulas that ask for too much, for what is not there, or for Python itself."""

TEMPLATES = (
    *(
        "{x}",
        "{lost}",
        "{value:.2%}",
        "{score:,.1万}",
        "{{}}",
        "{}",
        "{0}",
        "{x!r}",
        "{x.__class__}",
        "{x[0]}",
    ),
    *(
        "{x:>10}",
        "{",
        "}",
        "{{",
        "{x",
        "x}",
        "{x:{y}}",
        "{__class__}",
        "%s %(x)s",
        "${x}",
        "｛x｝",
        "{x:.99}",
    ),
    *(
        "{share.a:.3%}",
        "{weight.a}",
        "{total}",
        "{grade}",
        "{lost:亿}",
        "{ x }",
        "{\u202ex}",
        "{x:.2f}",
        "{None}",
    ),
)
"""Texts with places for numbers, and what passes for such elsewhere."""


@cache
def corpus() -> tuple[tuple[str, str], ...]:
    """Every ruleset of the repository with its folder; there must be some."""
    kept: list[tuple[str, str]] = []
    for folder in ("rulesets", "tests/data/good", "tests/data/bad"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            text = path.read_text(encoding="utf-8")
            if len(text) < 40_000:
                kept.append((path.parent.relative_to(ROOT).as_posix(), text))
    assert kept
    return tuple(kept)


@cache
def good() -> tuple[tuple[str, str], ...]:
    """The rulesets among them that are right, or are to be extended."""
    return tuple(
        one
        for one in corpus()
        if "tests/data/bad" not in one[0] and "scorerules" in one[1] and "[ruleset]" in one[1]
    )


def any_text(chance: Random, most: int = 300) -> str:
    """A text of signs, words and numbers in no order."""
    pools: tuple[tuple[str, ...], ...] = (
        SIGNS,
        NUMBERS,
        WORDS,
        FORMULAS,
        TEMPLATES,
        ("[", "]", "=", "\n", '"'),
    )
    return "".join(chance.choice(chance.choice(pools)) for _ in range(chance.randrange(most)))


def any_bytes(chance: Random) -> bytes:
    """Bytes of any encoding, or of none."""
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(400))
    text = chance.choice(corpus())[1] if chance.random() < 0.7 else any_text(chance)
    text = text.encode("utf-8", "replace").decode()
    data = text.encode(
        chance.choice(("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig", "utf-32", "big5")), "replace"
    )
    changed = bytearray(data[: chance.randrange(1, 20_000)])
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(3):
            case 0:
                changed[at : at + chance.randrange(4)] = b""
            case 1:
                changed[at:at] = chance.randbytes(chance.randrange(1, 5))
            case _:
                changed[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(changed)


def mutant(chance: Random) -> str:
    """A good ruleset with a few mistakes in it; its first line says in which folder it stands."""
    folder, text = chance.choice(good() if chance.random() < 0.85 else corpus())
    if chance.random() < 0.5:
        for _ in range(chance.randrange(1, 4)):
            text = by_value(text, chance)
        return f"# folder: {folder}\n{text}"
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        change: Callable[[str, Random], str] = chance.choice(
            (by_sign, by_token, by_token, by_line, by_tree, by_tree)
        )
        text = change(text, chance)
    return f"# folder: {folder}\n{text}"


def folder_of(text: str) -> Path | None:
    """The folder that the first line of a text names."""
    found = HEAD.match(text)
    return None if found is None else ROOT / found[1]


def by_value(text: str, chance: Random) -> str:
    """Another number, or one boundary word for another: mostly it is still a ruleset."""
    found = list(VALUE.finditer(text))
    if not found:
        return text
    old = chance.choice(found)
    if old[0] in BOUNDS:
        new = chance.choice(BOUNDS)
    elif old[0] in ("true", "false"):
        new = "false" if old[0] == "true" else "true"
    else:
        number = Decimal(old[0])
        new = chance.choice(
            (str(number + 1), str(number - 1), str(number * 10), f"{number / 3:.4f}", "0", f"-{number}")
        )
    return text[: old.start()] + new + text[old.end() :]


def by_sign(text: str, chance: Random) -> str:
    """A sign put in, taken out or exchanged."""
    at = chance.randrange(len(text) + 1)
    instead = chance.choice(("", chance.choice(SIGNS), chance.choice(SIGNS)))
    return text[:at] + instead + text[at + chance.randrange(2) :]


def by_token(text: str, chance: Random) -> str:
    """A token left out, said twice, exchanged with another or with a word of the language."""
    tokens = TOKEN.findall(text)
    meant = [index for index, token in enumerate(tokens) if token.strip()]
    if not meant:
        return text
    at = chance.choice(meant)
    match chance.randrange(8):
        case 0:
            del tokens[at]
        case 1:
            tokens.insert(at, tokens[at])
        case 2:
            other = chance.choice(meant)
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens[at] = chance.choice(NUMBERS)
        case 4:
            tokens[at] = chance.choice(WORDS)
        case 5:
            tokens[at] = quoted(chance.choice(FORMULAS))
        case 6:
            tokens[at] = quoted(chance.choice(TEMPLATES))
        case _:
            tokens[at] = chance.choice(
                [one for one in TOKEN.findall(chance.choice(corpus())[1]) if one.strip()]
            )
    return "".join(tokens)


def by_line(text: str, chance: Random) -> str:
    """Lines left out, said twice, moved, or taken from another file."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at, several = chance.randrange(len(lines)), chance.randrange(1, 5)
    piece = lines[at : at + several]
    match chance.randrange(4):
        case 0:
            del lines[at : at + several]
        case 1:
            lines[at:at] = piece
        case 2:
            del lines[at : at + several]
            to = chance.randrange(len(lines) + 1)
            lines[to:to] = piece
        case _:
            others = chance.choice(corpus())[1].splitlines(keepends=True)
            start = chance.randrange(len(others) or 1)
            lines[at:at] = others[start : start + several]
    return "".join(lines)


def by_tree(text: str, chance: Random) -> str:
    """A value left out, said twice under another key, exchanged, or taken from another file."""
    tree = parsed(text)
    if tree is None:
        return by_token(text, chance)
    places = list(_places(tree))
    holder, key = chance.choice(places)
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(WORDS)] = holder[key]
        case 1:
            holder.insert(key, holder[key])
        case 2:
            other, its_key = chance.choice(places)
            value = holder[key]
            # A value put inside itself has no end.
            if not _inside(value, other) and not _inside(
                other.get(its_key) if isinstance(other, dict) else None, holder
            ):
                holder[key], other[its_key] = other[its_key], value
        case 3:
            holder[key] = chance.choice((*FORMULAS, *TEMPLATES))
        case 4:
            holder[key] = chance.choice(
                (
                    0,
                    1,
                    -1,
                    10**30,
                    Decimal("0.1"),
                    Decimal("1e-30"),
                    True,
                    "",
                    "98%",
                    [],
                    {},
                    [[]],
                    date(1, 1, 1),
                )
            )
        case 5 if isinstance(holder, dict):
            holder[chance.choice(WORDS)] = holder.pop(key)
        case _:
            donor = parsed(chance.choice(corpus())[1])
            theirs = list(_places(donor)) if donor else []
            if theirs:
                other, its_key = chance.choice(theirs)
                holder[key] = other[its_key]
    return written(tree)


def parsed(text: str) -> dict[str, Any] | None:
    """The tree of a text, if it is TOML."""
    try:
        return tomli.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a tree, as what holds it and the key or index it has there."""
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        pairs = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in pairs:
            yield holder, key
            if isinstance(value, (dict, list)):
                waiting.append(value)


def _inside(value: Any, holder: Any) -> bool:
    """Whether ``holder`` is ``value`` or part of it."""
    if value is holder:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_inside(part, holder) for part in parts)


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = "".join(
        f"\\{sign}"
        if sign in '"\\'
        else sign
        if sign.isprintable() or sign > "\x7f"
        else f"\\u{ord(sign):04x}"
        for sign in text
    )
    return f'"{escaped}"'


def written(tree: dict[str, Any]) -> str:
    """A tree as TOML, every section on one line."""
    return "".join(f"{quoted(key)} = {_value(value)}\n" for key, value in tree.items())


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case dict():
            return "{" + ", ".join(f"{quoted(key)} = {_value(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case Decimal():
            return format(value, "f") if value.is_finite() and abs(value.adjusted()) < 400 else "0.5"
        case int():
            return str(value)
        case _:
            return value.isoformat()
