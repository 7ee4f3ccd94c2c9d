"""What no example reaches: rules, rows, boundaries, vetoes and grades.

Goes in: the examples of a ruleset, run. Comes out: one hint for each item that names everything of it that
no example shows. A ruleset without examples gets a single hint. Nothing here says whether a rule is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from scorerules.analysis.contexts import contexts
from scorerules.analysis.piece import Cell
from scorerules.analysis.pieces import Pieces
from scorerules.diagnostics import Faults, Lang, Words
from scorerules.evaluate import Trace
from scorerules.explain import shown
from scorerules.formula import Cases
from scorerules.kinds import Kind, Speaker
from scorerules.model import Derived, Indicator
from scorerules.review.subject import Subject
from scorerules.review.told import listed
from scorerules.testing.examples import run_examples

LANGS: tuple[Lang, ...] = ("zh", "en")

_MOST = 8
"""Rows or boundaries of one item that are listed."""


@frozen
class _Reached:
    """What the examples of a ruleset reach."""

    traces: tuple[Trace, ...]

    def rows(self, tag: str) -> frozenset[int]:
        """The rows of a choice that some example takes."""
        return frozenset(trace.taken[tag] for trace in self.traces if tag in trace.taken)

    def value(self, name: str) -> frozenset[object]:
        """What a step or a datum comes to in the examples."""
        found: set[object] = set()
        for trace in self.traces:
            value = trace.values.get(name, trace.record.values.get(name))
            if isinstance(value, (Fraction, str, bool)):
                found.add(value)
        return frozenset(found)

    def has(self, step: str) -> bool:
        """Whether a step has a value in some example."""
        return any(step in trace.values for trace in self.traces)


def coverage(subject: Subject, faults: Faults) -> None:
    """Note what no example reaches."""
    scheme = subject.scheme
    if scheme.header.abstract:
        return
    if not scheme.examples:
        faults.add("SR764", scheme.header.place("id"), path="example")
        return
    results = run_examples(subject.ruleset)
    reached = _Reached(tuple(one.evaluation.facts.trace for one in results if one.evaluation is not None))
    items: tuple[Indicator | Derived, ...] = (*scheme.indicators.values(), *scheme.derived.values())
    for item in items:
        _item(item, reached, subject, faults)
    for veto in scheme.vetoes.values():
        if True not in reached.value(f"veto.{veto.id}"):
            faults.add("SR762", veto.place(), path=veto.path, item=subject.title(veto.id))
    _grades(reached, subject, faults)


def _item(item: Indicator | Derived, reached: _Reached, subject: Subject, faults: Faults) -> None:
    """Note rows and boundaries of an item that no example reaches, or that it is never used."""
    if item.kind is None:
        return
    if not reached.has(f"{item.id}.raw"):
        faults.add("SR763", item.place(), path=item.path, item=subject.title(item.id))
        return
    rows = _rows(item, item.kind, reached, subject)
    if rows:
        faults.add(
            "SR760", item.kind.place() or item.place(), path=item.path,
            item=subject.title(item.id), rows=_some(rows),
        )  # fmt: skip
    limits = _limits(item, item.kind, reached, subject)
    if limits:
        faults.add(
            "SR761", item.kind.place() or item.place(), path=item.path,
            item=subject.title(item.id), limits=_some(limits),
        )  # fmt: skip


def _some(words: Sequence[Words]) -> Words:
    found = listed(words[:_MOST])
    return found if len(words) <= _MOST else Words(f"{found.zh}…", f"{found.en}…")


def _rows(item: Indicator | Derived, kind: Kind, reached: _Reached, subject: Subject) -> list[Words]:
    """The rows of a rule that can be reached and that no example takes."""
    found: list[Words] = []
    for step in subject.plan.of(item.id):
        for met in subject.ranges.seen[step.id].rows.values():
            tag = met.cases.tag
            if tag is None or not tag.startswith(f"{item.id}."):
                continue
            taken = reached.rows(tag)
            found += [
                _row_words(index, met.cases, kind, subject)
                for index in sorted(met.reached)
                if index not in taken and _is_row(index, met.cases)
            ]
    return found


def _is_row(index: int, cases: Cases) -> bool:
    """Whether somebody wrote a row: not the ends that a line gets by itself, nor "none of them"."""
    if index == len(cases.rows):
        return cases.default is not None
    return cases.rows[index][0].span is not None


def _row_words(index: int, cases: Cases, kind: Kind, subject: Subject) -> Words:
    """A row in words, or by its number."""
    zh, en = (kind.row_words(index, _speaker(lang, subject)) for lang in LANGS)
    if zh is not None and en is not None:
        return Words(f"“{zh.strip()}”", f"“{en.strip()}”")
    condition = cases.rows[index][0] if index < len(cases.rows) else None
    if condition is not None and condition.span is not None and condition.span.text:
        text = " ".join(condition.span.text.split())
        return Words(f"`{text}`", f"`{text}`")
    return Words(f"第 {index + 1} 行", f"row {index + 1}")


def _speaker(lang: Lang, subject: Subject) -> Speaker:
    return Speaker(lang, lambda name: subject.title(name)[lang], None)


def _limits(item: Indicator | Derived, kind: Kind, reached: _Reached, subject: Subject) -> list[Words]:
    """The boundaries at which the score jumps, so that it matters what is included, without an example."""
    own = {step.id for step in subject.plan.of(item.id)}
    driver = f"{item.id}.value" if f"{item.id}.value" in own else item.id
    unit = subject.plan.units.get(driver)
    jumps: set[Fraction] = set()
    for env in contexts(subject.plan, f"{item.id}.raw", driver, subject.ranges):
        cells = Pieces(subject.plan, driver, env).of(f"{item.id}.raw")
        jumps |= {place for before, after in pairwise(cells) if (place := _jump(before, after)) is not None}
    values = reached.value(driver)
    missing = [one for one in kind.boundaries() if one in jumps and one not in values]
    return [Words(shown(one, unit, "zh"), shown(one, unit, "en")) for one in missing]


def _jump(before: Cell, after: Cell) -> Fraction | None:
    """Where the score jumps from one stretch to the next; ``None`` where it goes on without a gap."""
    place = before[0].high
    if place is None:
        return None
    left, right = before[1].at(place), after[1].at(place)
    return place if left is None or left != right else None


def _grades(reached: _Reached, subject: Subject, faults: Faults) -> None:
    """Note grades that no example earns."""
    for step in subject.plan.steps:
        if step.role != "grade" or step.id not in ("grade", f"{step.owner}.grade"):
            continue
        got = reached.value(step.id)
        missing = [one for one in sorted(subject.ranges.read(step.id).texts or ()) if one not in got]
        if missing:
            grades = listed(Words.same(f"“{one}”") for one in missing)
            faults.add("SR765", step.span, path=subject.path(step.owner), grades=grades)
