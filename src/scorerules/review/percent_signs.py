"""Numbers beside a ratio that most likely lack their percent sign: 95 where 0.95, written ``95%``, is meant.

Goes in: a ruleset without errors. Comes out: one warning for each rule or formula that compares a ratio with
such numbers, and one for a rule whose unit is as large as all that can be lost. What is declared in percent
is no business of this module: a bare number beside it is an error already.

How large a number must be is a matter of what ratios there are. A part of a whole, a growth rate or a share
of the full mark is never measured against more than 2. One quantity divided by another of the same unit may
be a multiple: 2 for a current ratio, 18 for students per teacher, 200 for students per counsellor, all of
which are published norms. Between 30 and 150 lie the percentages that schemes use, and hardly a multiple.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Arithmetic, Call, Compare, Const, Expr, Member, Name, children, walk
from scorerules.kinds import CasesKind, Kind
from scorerules.kinds.amounts import constant, is_bare
from scorerules.kinds.deduct import Clause, Deduct
from scorerules.kinds.swing import Swing
from scorerules.kinds.tolerance import Tolerance
from scorerules.model import Derived, Indicator
from scorerules.numbers import plain
from scorerules.plan.lower import TYPED
from scorerules.review.ratios import Ratios, Sort, small
from scorerules.review.subject import Subject
from scorerules.source import Span

_MOST = Fraction(2)
"""Above it no part, share or change is measured; below it a multiple is as likely as a ratio."""

_PERCENTAGES = (Fraction(30), Fraction(150))
"""Between these a number beside a ratio of two quantities is a percentage, and hardly a multiple."""

_MEETING = frozenset({"min", "max", "clamp"})
"""Functions that compare what they are given."""

_USED = Words("在这里用到", "used here")
_TOO = Words("这里也是", "this one too")


@frozen
class _Beside:
    """A bare number that meets a ratio.

    Args:
        value: The number.
        sort: The sort of the ratio.
        span: Where the number is written.
        used: Where it is used, when it is written as a parameter.
        quoted: Whether it stands in a formula, so that a percentage needs no quotes of its own.
    """

    value: Fraction
    sort: Sort
    span: Span
    used: Span | None = None
    quoted: bool = False

    @property
    def suspect(self) -> bool:
        """Whether it is a percentage rather than anything else."""
        low, high = _PERCENTAGES
        return abs(self.value) > _MOST if self.sort is Sort.PART else low <= abs(self.value) <= high


def percent_signs(subject: Subject, faults: Faults) -> None:
    """Note every rule and every formula in which a ratio meets a number without its percent sign."""
    reader = _Reader(subject)
    scheme = subject.scheme
    found: dict[str, list[_Beside]] = {}
    for step in subject.plan.steps:
        if step.role in TYPED:  # limits and roundings of a score are in points, whatever it is made of
            found.setdefault(step.owner, []).extend(reader.in_formula(step.expr))
    ruled: tuple[Mapping[str, Indicator | Derived], ...] = (scheme.derived, scheme.indicators)
    rules = [one for group in ruled for one in group.values()]
    for one in rules:
        found.setdefault(one.id, []).extend(reader.in_rule(one))
    for owner, beside in found.items():
        _note(owner, beside, subject, faults)
    for one in rules:
        if not any(number.suspect for number in found[one.id]):
            _note_units(one, reader, subject, faults)


def _note(owner: str, beside: list[_Beside], subject: Subject, faults: Faults) -> None:
    """Note the numbers of one owner, all at once: whoever forgot one sign forgot the others."""
    kept = {one.span: one for one in beside if one.span.source is subject.source}
    ordered = sorted(kept.values(), key=lambda one: one.span.order)
    first = next((one for one in ordered if one.suspect), None)
    if first is None:
        return
    labels = [] if first.used is None else [Label(first.used, _USED)]
    labels += [Label(one.span, _TOO) for one in ordered if one is not first and abs(one.value) > _MOST]
    number = plain(first.value)
    written = f"{number}%" if first.quoted else f'"{number}%"'
    faults.add(
        "SR738", first.span, path=_path(owner, subject), labels=tuple(labels), number=number,
        percent=plain(first.value * 100), better=written,
    )  # fmt: skip


def _path(owner: str, subject: Subject) -> str:
    scheme = subject.scheme
    groups: tuple[Mapping[str, object], ...] = (
        scheme.derived, scheme.indicators, scheme.tiers, scheme.outcomes, scheme.vetoes,
    )  # fmt: skip
    one = next((group[owner] for group in groups if owner in group), None)
    path: str = getattr(one, "path", owner)
    return path


class _Reader:
    """Finds bare numbers beside ratios in one ruleset."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.ratios = Ratios(subject.plan)

    def in_formula(self, expr: Expr) -> Iterator[_Beside]:
        """The numbers that are compared with a ratio, or added to one, anywhere in an expression."""
        for node in walk(expr):
            compares = isinstance(node, (Compare, Member)) or (
                isinstance(node, Call) and node.function in _MEETING
            )
            # Points may be added to a share, which is then worth one point: such a sum says less.
            adds = isinstance(node, Arithmetic) and node.operator in ("+", "-")
            if compares or adds:
                yield from self._among(children(node), adds=adds)

    def _among(self, parts: tuple[Expr, ...], *, adds: bool) -> Iterator[_Beside]:
        sort = next((sort for part in parts if (sort := self.ratios.sort(part)) is not None), None)
        if sort is not None:
            for part in parts:
                yield from self._number(part, Sort.MULTIPLE if adds else sort, quoted=True)

    def in_rule(self, one: Indicator | Derived) -> Iterator[_Beside]:
        """The parameters of a rule that are measured like its value, when that is a ratio."""
        if one.kind is None:
            return
        sort = self.sort_of(one)
        if sort is not None and one.kind.reads_value:
            for kind in _single(one.kind):
                # How far a ratio may be from a target of about 1 is a part of it, never a multiple.
                near = isinstance(kind, Tolerance) and kind.target is not None and small(kind.target)
                for parameter in kind.compared():
                    yield from self._number(parameter, Sort.PART if near else sort, quoted=False)
        for own, parameters in one.kind.compared_apart():
            sort = self.ratios.sort(own)
            if sort is not None:
                for parameter in parameters:
                    yield from self._number(parameter, sort, quoted=False)

    def sort_of(self, one: Indicator | Derived) -> Sort | None:
        """The sort of ratio that the value of a rule is."""
        return None if one.value is None else self.ratios.sort(Name(f"{one.id}.value"))

    def _number(self, expr: Expr, sort: Sort, *, quoted: bool) -> Iterator[_Beside]:
        value = constant(expr)
        if isinstance(expr, Const) and value is not None and is_bare(expr):
            # What stands for a name, such as the weight, is no number that somebody wrote.
            if expr.text is None or expr.span is None:
                return
            yield _Beside(value, sort, expr.span, quoted=quoted)
        elif isinstance(expr, Name) and expr.id in self._subject.scheme.parameters:
            parameter = self._subject.scheme.parameters[expr.id]
            known = self._subject.plan.constants.get(expr.id)
            if expr.id not in self._subject.plan.units and isinstance(known, Fraction):
                span = parameter.place("value")
                if span is not None:
                    yield _Beside(known, sort, span, used=expr.span)


def _note_units(one: Indicator | Derived, reader: _Reader, subject: Subject, faults: Faults) -> None:
    """Note units of a rule within which all of a ratio lies, so that there is only one of them."""
    weight = subject.plan.full.get(one.id)
    sort = reader.sort_of(one)
    for kind in _single(one.kind):
        if isinstance(kind, Swing) and sort is not None and kind.lose is not None and not kind.lower:
            _note_unit(kind.around, kind.each, one, subject, faults)
        for clause in kind.clauses if isinstance(kind, Deduct) else ():
            looked_at = sort if clause.value is None else reader.ratios.sort(clause.value)
            if looked_at is not None and clause.below is not None and not _takes_all(clause, weight):
                _note_unit(clause.below, clause.each, one, subject, faults)


def _single(kind: Kind | None) -> tuple[Kind, ...]:
    """The rules of every case, or the one rule."""
    return kind.kinds if isinstance(kind, CasesKind) else () if kind is None else (kind,)


def _takes_all(clause: Clause, weight: Fraction | None) -> bool:
    """Whether the whole weight is lost in proportion, which one unit says as well as a hundred."""
    start, each, points = constant(clause.below), constant(clause.each), constant(clause.points)
    if clause.partial != "prorated":
        return False
    known = None not in (start, each, points) and weight is not None
    return not known or points * start / each >= weight  # type: ignore[operator]  # None was excluded


def _note_unit(
    start: Expr | None, each: Expr | None, one: Indicator | Derived, subject: Subject, faults: Faults
) -> None:
    first, unit = constant(start), constant(each)
    if first is None or unit is None or not (is_bare(start) and is_bare(each)) or each is None:
        return
    if unit >= 1 and first <= unit and each.span is not None and each.span.source is subject.source:
        number = plain(unit)
        faults.add(
            "SR739", each.span, path=one.path, number=number, percent=plain(unit * 100),
            start=plain(first), better=f'"{number}pp"',
        )  # fmt: skip
