"""Tries laws on drawn records, and makes the records that break them as plain as they get.

Goes in: a ruleset. Comes out: the laws that it breaks, each with one record. All laws are tried on the same
records first; only those that break are then followed up, one by one.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import Any

from attrs import field, frozen
from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as with_seed
from hypothesis import settings as Settings  # noqa: N812 - a class
from hypothesis import strategies as st

from scorerules.diagnostics import Lang, Words, default_lang
from scorerules.errors import RecordError
from scorerules.record import Datum
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.toml_text import inline
from scorerules.testing.properties.agreement import together
from scorerules.testing.properties.case import Breach, Case, Law
from scorerules.testing.strategies.ground import Written
from scorerules.testing.strategies.records import Drawing, drawing_of, faulty_records, groups, valid_records

_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@frozen
class BrokenLaw:
    """A law that a ruleset breaks.

    Args:
        law: The law.
        record: The plainest record found that shows it; a list of them for a law about groups.
        breach: What came out and what should have.
    """

    law: Law
    record: Any
    breach: Breach = field(repr=False)

    def example(self, lang: Lang | None = None) -> str:
        """The record as the beginning of an ``[[example]]``."""
        name = f"{self.law.words[lang or default_lang()]}"
        records = self.record if isinstance(self.record, list) else [self.record]
        lines = ["[[example]]", f"name   = {inline(name)}", f"record = {inline(records[0])}"]
        if len(records) > 1:
            lines.append(f"cohort = {inline(records[1:])}")
        return "\n".join(lines)

    def message(self, lang: Lang | None = None) -> str:
        """What is broken, by which record, at which place of the ruleset."""
        lang = lang or default_lang()
        span = self.breach.span
        place = [] if span is None else [f"  --> {span.source.name}:{span.line}"]
        head = Words(
            f"不符合 `{self.law.id}`（{self.law.words.zh}）",
            f"the law `{self.law.id}` is broken: {self.law.words.en}",
        )
        lines = [head[lang], f"  {self.breach.words[lang]}", *place, *self.example(lang).splitlines()]
        return "\n".join(lines)


class _Breaks(Exception):  # noqa: N818 - ends one try, and is told as a broken law
    """A record breaks the law that is tried."""


@frozen
class Trying:
    """How much is tried.

    Args:
        settings: The settings of Hypothesis.
        seed: What the drawing starts from; ``None`` leaves it to the settings.
    """

    settings: Settings
    seed: int | None = None


def trying(examples: int | None, settings: Settings | None, seed: int | None) -> Trying:
    """The settings to try with: those given, else the usual ones of Hypothesis."""
    base = Settings() if settings is None else settings
    changed: dict[str, Any] = {
        "suppress_health_check": (*base.suppress_health_check, *_CALM),
        "print_blob": False,
    }
    changed |= {"deadline": None}
    if examples is not None:
        changed["max_examples"] = examples
    if seed is not None:
        changed |= {"database": None, "derandomize": False}
    return Trying(Settings(base, **changed), seed)


def broken_laws(
    ruleset: Ruleset, every: Sequence[Law], how: Trying, drawing: Drawing | None = None
) -> tuple[BrokenLaw, ...]:
    """The laws that a ruleset breaks, each with the plainest record that shows it."""
    drawing = drawing_of(ruleset) if drawing is None else drawing
    found: dict[str, BrokenLaw] = {}
    for kind in dict.fromkeys(law.kind for law in every):
        laws = [law for law in every if law.kind == kind]
        for law in _suspects(drawing, laws, how):
            broken = _plainest(drawing, law, how)
            if broken is not None:
                found[law.id] = broken
    return tuple(found[law.id] for law in every if law.id in found)


def _suspects(drawing: Drawing, laws: Sequence[Law], how: Trying) -> list[Law]:
    """The laws that some drawn record breaks."""
    suspects: dict[str, Law] = {}

    def look(drawn: Any) -> None:
        case = _case(drawing, drawn)
        for law in laws:
            if law.id not in suspects and first_breach(law, case, drawn) is not None:
                suspects[law.id] = law

    phases = [one for one in how.settings.phases if one in (Phase.explicit, Phase.reuse, Phase.generate)]
    _run(look, drawing, laws[0], Trying(Settings(how.settings, phases=phases), how.seed))
    return [law for law in laws if law.id in suspects]


def _plainest(drawing: Drawing, law: Law, how: Trying) -> BrokenLaw | None:
    last: list[BrokenLaw] = []

    def holds(drawn: Any) -> None:
        breach = first_breach(law, _case(drawing, drawn), drawn)
        if breach is not None:
            last[:] = [BrokenLaw(law, drawn, breach)]
            raise _Breaks

    try:
        _run(holds, drawing, law, how)
    except _Breaks:
        return last[0]
    return None


def _run(test: Any, drawing: Drawing, law: Law, how: Trying) -> None:
    strategies = {"valid": valid_records, "faulty": faulty_records, "group": groups}
    make: Callable[[Drawing], st.SearchStrategy[Any]] = strategies[law.kind]  # type: ignore[assignment]
    strategy = make(drawing)
    held = given(strategy)(test)
    if how.seed is not None:
        held = with_seed(how.seed)(held)
    how.settings(held)()


def _case(drawing: Drawing, drawn: Written | list[Written]) -> Case:
    return Case(drawing.ground, drawn[0] if isinstance(drawn, list) else drawn)


def first_breach(law: Law, case: Case, drawn: dict[str, Datum] | list[dict[str, Datum]]) -> Breach | None:
    """How a record breaks a law; ``None`` when it does not, or has no result that the law is about."""
    try:
        if law.kind == "group":
            assert isinstance(drawn, list)
            return next(together(case, drawn), None)
        if law.kind == "valid" and law.id != "accepted" and isinstance(case.found, RecordError):
            return None
        return next(law.check(case), None)
    except Exception as error:  # noqa: BLE001 - whatever the library raises beside its own errors breaks a law
        at = traceback.extract_tb(error.__traceback__)[-1]
        words = f"{type(error).__name__}: {error} ({at.name}:{at.lineno})"
        return Breach(Words(f"引发了 {words}", f"it raises {words}"))
