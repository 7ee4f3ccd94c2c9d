"""What is told of a case that does not hold: each difference at its place, and how the value came about."""

from __future__ import annotations

from scorerules.diagnostics import Lang, Words
from scorerules.diagnostics.render import full
from scorerules.diagnostics.width import visible
from scorerules.testing.cases.examples import ExampleResult

_HOW = Words("计算过程：", "how it came about:")


def failure_text(result: ExampleResult, lang: Lang, *, color: bool = False) -> str:
    """Everything that is wrong with a case, for people; empty when it holds.

    Args:
        result: What became of it.
        lang: ``"zh"`` or ``"en"``.
        color: Whether the text is for a terminal that shows colours.
    """
    parts: list[str] = []
    told: set[str] = set()
    for problem in result.diagnostics:
        text = full(problem, lang, color=color)
        for one in result.mismatches:
            trace = one.trace[lang]
            # Several values of one item came about in the same way.
            if (one.path, one.span) == (problem.path, problem.span) and trace and trace not in told:
                told.add(trace)
                lines = "\n".join(f"  {visible(line)}" for line in trace.splitlines())
                text = f"{text}\n{_HOW[lang]}\n{lines}"
        parts.append(text)
    return "\n\n".join(parts)
