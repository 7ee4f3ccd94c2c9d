"""What becomes of a change: whether a case notices it.

Goes in: a suite, its files, changes of their texts. Comes out: for each change a verdict. Every verdict hangs
on the change and the suite alone, so that changes can be judged in any order and by several processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import field, frozen

from scorerules.analysis.study import Study
from scorerules.diagnostics import Diagnostic
from scorerules.model import Example
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.examples import run_example
from scorerules.testing.cases.suites import Suite
from scorerules.testing.mutants.comparing import Comparison, Scored
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.equivalence import Proof
from scorerules.testing.mutants.files import RulesetFile, changed_ruleset, files_of
from scorerules.testing.mutants.killing import Killer, Search
from scorerules.testing.mutants.makers import mutants_of
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.records import Records
from scorerules.testing.mutants.writing import expected

Fate: TypeAlias = Literal["killed", "survived", "equivalent", "refused"]
"""Whether a case failed, none did, nothing changes, or the changed ruleset does not load."""


@frozen
class Verdict:
    """What became of a change.

    Args:
        fate: What became of it.
        ruleset: The ruleset file that says so.
        case: The name of the case that noticed, of a killed one.
        killer: The record that would have shown it, of a survivor.
        proven: Of an equivalent one, whether it is proven to be the same for all records.
        tried: Of an equivalent one that is not proven, how many records were the same.
        problems: Why it does not load, of a refused one.
        twin: What tells apart changes of which the same becomes: those of one twin do the same.
    """

    fate: Fate
    ruleset: str
    case: str = ""
    killer: Killer | None = None
    proven: bool = False
    tried: int = 0
    problems: tuple[Diagnostic, ...] = ()
    twin: str = field(default="", repr=False)


@frozen(slots=False, eq=False)
class Judge:
    """Judges the changes of one suite.

    Args:
        suite: A ruleset with its cases, all of which hold.
    """

    suite: Suite

    @cached_property
    def files(self) -> tuple[RulesetFile, ...]:
        """The files of the ruleset."""
        return files_of(Path(self.suite.file), self.suite.ruleset.limits)

    @cached_property
    def _texts(self) -> Mapping[Path, str]:
        return {one.path: one.bare for one in self.files}

    @cached_property
    def study(self) -> Study:
        """What is known of the ruleset as it is."""
        return Study(self.suite.ruleset.scheme, self.suite.ruleset.plan)

    @cached_property
    def records(self) -> Records:
        """The records that changes are held against."""
        return Records(self.suite.ruleset, self.study, self.suite.examples)

    def mutants(self, file: RulesetFile) -> tuple[Mutant, ...]:
        """The changes of one of the files."""
        context = Context(self.suite.ruleset.scheme, self.suite.ruleset.plan)
        return tuple(mutants_of(file.document, context))

    def judge(self, mutant: Mutant) -> Verdict:
        """What becomes of a change."""
        loaded = self.loaded(mutant)
        name = self.suite.file
        if not isinstance(loaded, Ruleset):
            return Verdict("refused", name, problems=loaded)
        comparison = Comparison(self.suite.ruleset, loaded)
        twin = _twin(comparison)
        if comparison.alike:
            return Verdict("equivalent", name, proven=True, twin=twin)
        case = self._noticed(comparison)
        if case is not None:
            return Verdict("killed", name, case.name, twin=twin)
        proof = Proof(comparison, self.study)
        if proof.holds:
            return Verdict("equivalent", name, proven=True, twin=twin)
        search = Search(comparison, self.records, proof)
        if search.found is None:
            return Verdict("equivalent", name, tried=search.tried, twin=twin)
        return Verdict("survived", name, killer=search.found, twin=twin)

    def loaded(self, mutant: Mutant) -> Ruleset | tuple[Diagnostic, ...]:
        """The changed ruleset, or why it does not load."""
        texts = {**self._texts, **mutant.applied(self._texts)}
        return changed_ruleset(Path(self.suite.file), texts, self.suite.ruleset.limits)

    def shown_by(self, mutant: Mutant, killer: Killer) -> bool:
        """Whether the case that is made for another change would notice this one too."""
        loaded = self.loaded(mutant)
        if not isinstance(loaded, Ruleset):
            return False
        one = Scored(self.suite.ruleset, killer.record, killer.cohort)
        difference = Comparison(self.suite.ruleset, loaded).difference(one)
        if difference is None:
            return False
        told = expected(killer.before, killer.after, self.suite.ruleset.plan)
        before, after = difference
        return "error" in after or "error" in before or any(name in told for name in before)

    def _noticed(self, comparison: Comparison) -> Example | None:
        """The first case that no longer holds."""
        for example, one in zip(self.suite.examples, self.records.cases, strict=True):
            if comparison.may_differ(one) and not run_example(comparison.mutant, example).ok:
                return example
        return None


def _twin(comparison: Comparison) -> str:
    """The same for changes that make the same ruleset, another for others."""
    old, new = comparison.original.plan, comparison.mutant.plan
    keys = [(name, key) for name, key in new.keys.items() if old.keys.get(name) != key]
    gone = [name for name in old.keys if name not in new.keys]
    told = (
        [(old_step and old_step.id, new_step) for old_step, new_step in comparison.steps],
        keys,
        gone,
        new.constants,
        new.weights,
        new.full,
        new.units,
        new.templates,
        comparison.mutant.scheme.header.cohort,
        comparison.mutant.scheme.reasons,
        [one.baseline for one in comparison.mutant.scheme.indicators.values()],
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()
