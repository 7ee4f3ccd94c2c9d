"""Conditions that always turn out the same way, and rows that no value reaches.

They are looked for with the values that can occur: those that the inputs admit, and what is computed from
them. What a row excludes, or an earlier row takes, is known to those after it.
"""

from __future__ import annotations

from scorerules.analysis.seen import SeenRows
from scorerules.diagnostics import Faults, Words
from scorerules.formula import Compare, Expr, Name, walk
from scorerules.plan import Step
from scorerules.review.subject import Subject
from scorerules.review.told import ranges_words

CONDITIONS = frozenset({"applies", "veto"})
"""Roles of steps that are conditions as a whole."""


def conditions(subject: Subject, faults: Faults) -> None:
    """Note conditions of authors that always or never hold, and rows that are never reached."""
    if subject.scheme.header.abstract:
        return  # its children may give inputs other values
    for step in subject.plan.steps:
        met = subject.ranges.seen[step.id]
        rows = {
            id(condition) for one in met.rows.values() if one.cases.tag for condition, _ in one.cases.rows
        }
        asked = list(met.conditions.values())
        if step.role in CONDITIONS:
            asked.append((step.expr, subject.ranges.values[step.id].truth))
        settled = [(expr, truth) for expr, truth in asked if len(truth) == 1 and _written(expr)]
        for expr, truth in settled:
            if id(expr) not in rows and not any(_is_inside(one, expr) for one, _ in settled):
                _note_condition(expr, step, subject, faults, holds=True in truth)
        for one in met.rows.values():
            # What grades cannot be had is said of the points that they take.
            if one.cases.tag is not None and step.role != "grade":
                _note_rows(one, step, subject, faults)


def _written(expr: Expr) -> bool:
    """Whether an author wrote a condition, and not only the name of a datum that answers it."""
    if expr.span is None or not expr.span.text or isinstance(expr, Name):
        return False
    # A comparison that a row of boundaries stands for has the place of its boundary.
    return not isinstance(expr, Compare) or expr.span != expr.operands[-1].span


def _is_inside(part: Expr, whole: Expr) -> bool:
    """Whether a condition is part of another, which then only follows from it."""
    return part is not whole and any(node is part for node in walk(whole))


def _note_condition(expr: Expr, step: Step, subject: Subject, faults: Faults, *, holds: bool) -> None:
    assert expr.span is not None
    faults.add(
        "SR710" if holds else "SR711",
        expr.span,
        path=subject.path(step.owner),
        text=" ".join(expr.span.text.split()),
        why=_because(ranges_words(expr, subject)),
    )


def _because(ranges: Words) -> Words:
    return Words(f"：{ranges.zh}", f": {ranges.en}") if ranges.zh else Words("", "")


def _note_rows(met: SeenRows, step: Step, subject: Subject, faults: Faults) -> None:
    """Note the rows of a table that no value reaches."""
    written = [index for index, (condition, _) in enumerate(met.cases.rows) if condition.span is not None]
    for row, index in enumerate(written, start=1):
        if index not in met.reached:
            condition, _ = met.cases.rows[index]
            faults.add(
                "SR712",
                condition.span,
                path=subject.path(step.owner),
                row=row,
                rows=len(written) + (met.cases.default is not None),
                why=_because(ranges_words(condition, subject)),
            )
