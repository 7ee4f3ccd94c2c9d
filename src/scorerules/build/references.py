"""References between sections: every id that a section names is there and is of the right sort."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import evolve

from scorerules.build.weights import counted
from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.model import Grade, Graded, Indicator, Scheme, Veto
from scorerules.reading import Table, meant, place_words


def check_references(scheme: Scheme, faults: Faults) -> Scheme:
    """Note ids that name nothing, grades that are nowhere, tiers under themselves.

    Returns:
        The scheme without circles of tiers.
    """
    References(scheme, faults).check()
    return without_circles(scheme, faults)


class References:
    """The references of one scheme."""

    def __init__(self, scheme: Scheme, faults: Faults) -> None:
        self._scheme = scheme
        self._faults = faults

    def check(self) -> None:
        """Every reference of every section."""
        scheme = self._scheme
        for indicator in scheme.indicators.values():
            self._indicator(indicator)
        for tier in scheme.tiers.values():
            if tier.under is not None:
                self._known(tier, "under", tier.under, scheme.tiers, "SR218")
        for name in scheme.header.cohort:
            self._known(scheme.header, "cohort", name, scheme.inputs, "SR277")
        if scheme.grade is not None:
            self._grade(scheme.grade)
            self._names(scheme.grade, grades_of(scheme))
        for outcome in scheme.outcomes.values():
            self._names(outcome, outcome.grades)
        for veto in scheme.vetoes.values():
            self._veto(veto)

    def _known(self, table: Table, key: str, name: str, candidates: Collection[str], code: str) -> None:
        if name not in candidates:
            nearest = near(name, candidates)
            better = _better(nearest[0], "“{}”" if code == "SR272" else "`{}`") if nearest else ""
            written = table.written(key)
            items = written.value if written is not None and isinstance(written.value, tuple) else (written,)
            node = next((one for one in items if one is not None and one.value == name), None)
            span, fix = (
                (table.place(key), None) if node is None else (node.span, meant.name(node, candidates))
            )
            self._faults.add(code, span, path=f"{table.path}.{key}", fix=fix, id=name, nearest=better)

    def _indicator(self, indicator: Indicator) -> None:
        if indicator.tier:
            self._known(indicator, "tier", indicator.tier, self._scheme.tiers, "SR218")
        elif counted(indicator) and not indicator.broken:
            words, where = Words("所属一级指标", "the tier it belongs to"), place_words(indicator.path)
            self._faults.add(
                "SR202", indicator.place(), path=indicator.path, where=where, key="tier", words=words
            )
        if indicator.bonus and indicator.penalty:
            self._faults.add("SR278", indicator.place("penalty"), path=indicator.path, item=indicator.id)

    def _grade(self, grade: Grade) -> None:
        if bool(grade.bands) == bool(grade.cases) and not grade.broken:
            self._faults.add("SR279", grade.place(), path=grade.path)
        if grade.order:
            for rows in grade.all_bands:
                for row in rows:
                    if row.grade:
                        self._known(row, "grade", row.grade, grade.order, "SR272")
        if grade.of is not None:
            scheme = self._scheme
            graded = ("total", *scheme.outcomes, *scheme.derived, *scheme.tiers)
            self._known(grade, "of", grade.of, graded, "SR273")

    def _names(self, table: Graded, grades: Collection[str]) -> None:
        """Only a grade can be called something."""
        node = None if table.broken else table.written("names")
        names = {} if node is None or not isinstance(node.value, Mapping) else node.value
        for grade, one in names.items():
            if grade not in grades:
                nearest = near(grade, grades)
                better = _better(nearest[0], "“{}”") if nearest else ""
                path = f"{table.path}.names.{grade}"
                self._faults.add("SR272", one.key_span or one.span, path=path, id=grade, nearest=better)

    def _veto(self, veto: Veto) -> None:
        grades = grades_of(self._scheme)
        for key in ("grade", "no_better_than", "no_worse_than"):
            name = getattr(veto, key)
            if name is not None:
                self._known(veto, key, name, grades, "SR272")
        for name in veto.zero_tier:
            self._known(veto, "zero_tier", name, self._scheme.tiers, "SR218")
        acts = (veto.grade, veto.no_better_than, veto.no_worse_than, veto.total_at_most)
        if not (veto.broken or veto.zero_tier or veto.disqualify or any(one is not None for one in acts)):
            self._faults.add("SR274", veto.place(), path=veto.path, item=veto.id)


def _better(name: str, quotes: str) -> Words:
    shown = quotes.format(name)
    return Words(f"；是不是{shown if shown[0] == '“' else f' {shown}'}", f"; did you mean {shown}")


def without_circles(scheme: Scheme, faults: Faults) -> Scheme:
    """Note tiers that are under themselves, and put each circle's first tier at the top."""
    tiers = dict(scheme.tiers)
    for tier in scheme.tiers.values():
        chain = [tier.id]
        while (above := tiers[chain[-1]].under) is not None and above in tiers and above not in chain:
            chain.append(above)
        if above == tier.id:
            path, circle = f"{tier.path}.under", " → ".join([*chain, above])
            faults.add("SR267", tier.place("under"), path=path, chain=circle)
            tiers[tier.id] = evolve(tier, under=None)
    return evolve(scheme, tiers=tiers)


def grades_of(scheme: Scheme) -> tuple[str, ...]:
    """The grades of a scheme, worst first: as ``order`` says, else by the rows, whose first is the best."""
    if scheme.grade is None:
        return ()
    if scheme.grade.order:
        return scheme.grade.order
    return tuple(reversed(scheme.grade.grades))
