"""How goals are told: formulas cut short, what leads there before what is shown."""

from __future__ import annotations

from scorerules.diagnostics import Words

_LONGEST = 40
"""Characters of a formula in the words and the id of a goal."""


def short(formula: str) -> str:
    """A formula, cut off when it is long."""
    return formula if len(formula) <= _LONGEST else f"{formula[: _LONGEST - 1]}…"


def in_context(words: Words, context: tuple[Words, ...]) -> Words:
    """Words after those of the rows that lead there."""
    if not context:
        return words
    zh = "，".join(one.zh for one in context)
    en = ", ".join(one.en for one in context)
    return Words(f"{zh}：{words.zh}", f"{en}: {words.en}")
