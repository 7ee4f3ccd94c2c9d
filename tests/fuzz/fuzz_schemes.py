"""Small rulesets made around formulas: of every kind of rule, with formulas that fit and some that do not.

Goes in: a source of chance. Comes out: the text of a ruleset.
"""

from __future__ import annotations

from random import Random

from fuzz_texts import FORMULAS, TEMPLATES, any_text, quoted

HEAD = """scorerules = 1
[ruleset]
id = "fuzz"
[tier]
t = { name = "一" }
[input]
x = {}
z = { type = "integer", from = 0, upto = 9 }
y = { type = "text" }
[function.f]
of = ["p"]
formula = "p + 1"
[indicator.b]
tier = "t"
weight = 40
judged = {}
[indicator.a]
tier = "t"
weight = 60
"""
RULES = (
    "formula = {0}",
    "value = {0}\nratio = {{ full = 5 }}",
    "when = {0}\nnot_applicable = 'full'\nformula = {1}",
    "value = {0}\ndeduct = {{ below = {1}, each = {1}, points = 1, partial = 'whole' }}",
    "value = {0}\nbands = [{{ from = {1}, points = 3 }}, {{ points = {0} }}]",
    "formula = {0}\ncap = {1}\nfloor = {0}",
    "table = [{{ when = {0}, points = 1 }}, {{ points = {1} }}]",
    "formula = {0}\nround = {{ to = 0.1 }}",
    "value = {0}\npass = {{ from = {1} }}",
    "value = {0}\nline = [[0, 1], [5, 9]]",
    "formula = {0}\nexplain_over = {1}",
    "cases = [{{ when = {0}, formula = {1} }}, {{ judged = {{}} }}]",
    "value = {0}\nswing = {{ around = {1}, start = 3, each = 1, gain = 1, lose = 2, partial = 'prorated' }}",
)
"""What the indicator may be, with places for two formulas."""

ENDS = (
    *("", "", "[derived]\nd = {{ formula = {0} }}\n", "[outcome]\no = {{ formula = {0} }}\n"),
    *("[veto]\nv = {{ when = {0}, total_at_most = 5 }}\n", "[total]\nformula = {0}\n"),
    "[grade]\nbands = [{{ from = 60, requires = {0}, grade = 'A' }}, {{ grade = 'B' }}]\n",
)
"""What may stand behind it, with a place for a formula."""


def number(chance: Random, levels: int) -> str:
    """A formula that gives a number."""
    if levels == 0 or chance.random() < 0.15:
        leaves = ("x", "x", "z", "1", "0.1", "7", "score.b", "lost.b", "f(x)", "10**30", "weight.b", "0")
        return chance.choice(leaves)
    a, b, c = number(chance, levels - 1), number(chance, levels - 1), condition(chance, levels - 1)
    binary = [f"({a}) {sign} ({b})" for sign in ("+", "-", "*", "/", "**")]
    calls = [f"{name}({a})" for name in ("f", "sqrt", "ln", "log10", "exp", "abs", "floor", "ceil", "-", "")]
    others = (
        *(f"max({a}, {b})", f"sum({a}, {b}, 1)", f"round({a}, 0.5)", f"round({a}, 0.01, 'half-even')"),
        *(f"mod({a}, {b})", f"clamp({a}, 0, {b})", f"median({a}, {b}, x)", f"mean({a}, {b})", f"count({c})"),
        *(f"({a} if {c} else {b})", f"sqrt({a}) * sqrt({b})", f"ln(sqrt(2) + 1) + ln(sqrt(2) - 1) + {a}"),
    )
    return chance.choice((*binary, *calls, *others))


def condition(chance: Random, levels: int) -> str:
    """A formula that holds or does not."""
    if levels == 0 or chance.random() < 0.1:
        leaves = ("x > 1", "y == 'a'", "given(x)", "z in [1, 2]", "0 < x <= 5", "y in ['a', 'b']", "true")
        return chance.choice(leaves)
    a, b = number(chance, levels - 1), number(chance, levels - 1)
    c, d = condition(chance, levels - 1), condition(chance, levels - 1)
    compared = [f"({a}) {sign} ({b})" for sign in ("<", "<=", "==", "!=", ">=")]
    return chance.choice((*compared, f"not ({c})", f"({c}) and ({d})", f"({c}) or ({d})"))


def formula(chance: Random, *, holds: bool = False) -> str:
    """A formula: mostly one that fits, else one of the bad ones, or signs in no order."""
    match chance.randrange(6):
        case 0:
            return chance.choice(FORMULAS)
        case 1:
            return any_text(chance, 8)
        case _:
            return (condition if holds else number)(chance, chance.randrange(5))


def small_ruleset(chance: Random) -> str:
    """A ruleset with up to three such formulas, and perhaps a remark."""
    rule, end = chance.choice(RULES), chance.choice(ENDS)
    text = HEAD + rule.format(quoted(formula(chance, holds="when = {0}" in rule)), quoted(formula(chance)))
    if chance.random() < 0.3:
        text += f"\nremark = {quoted(chance.choice(TEMPLATES) + any_text(chance, 3))}"
    return f"{text}\n{end.format(quoted(formula(chance, holds='when' in end or 'requires' in end)))}"
