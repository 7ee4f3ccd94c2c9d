"""A run of suites: every chosen case of every ruleset, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from attrs import field, frozen

from scorerules.diagnostics import Diagnostic
from scorerules.errors import RulesetError
from scorerules.model import Example
from scorerules.testing.cases.examples import ExampleResult, run_example
from scorerules.testing.cases.selecting import Choice
from scorerules.testing.cases.suites import Suite, SuiteFiles


@frozen
class CaseRun:
    """One case that was run.

    Args:
        example: The case.
        file: The file that it is written in.
        result: What became of it.
        seconds: How long it took.
    """

    example: Example
    file: str
    result: ExampleResult
    seconds: float = field(eq=False)


@frozen
class SuiteRun:
    """One suite whose cases were run; ``problems`` are why they could not.

    Args:
        files: Its files.
        suite: The suite; ``None`` when it has errors.
        cases: The chosen cases.
        problems: Its errors.
    """

    files: SuiteFiles
    suite: Suite | None = None
    cases: tuple[CaseRun, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> tuple[CaseRun, ...]:
        """The cases that do not hold."""
        return tuple(one for one in self.cases if not one.result.ok)

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems and not self.failed


def file_of(example: Example, suite: Suite) -> str:
    """The file that a case is written in."""
    place = example.place()
    return suite.file if place is None else place.source.name


def run_files(
    files: Iterable[SuiteFiles], chosen: Choice = lambda _: True, *, fail_fast: bool = False
) -> Iterator[SuiteRun]:
    """Run suites, each when the one before it is done with.

    Args:
        files: The suites.
        chosen: Tells by the label of a case, ``FILE·NAME``, whether it is run.
        fail_fast: Whether the first thing that does not hold ends the run.
    """
    for one in files:
        done = _run(one, chosen, fail_fast=fail_fast)
        yield done
        if fail_fast and not done.ok:
            return


def _run(files: SuiteFiles, chosen: Choice, *, fail_fast: bool) -> SuiteRun:
    try:
        suite = files.load()
    except RulesetError as error:
        return SuiteRun(files, problems=error.diagnostics)
    cases: list[CaseRun] = []
    if suite.ruleset.scheme.header.abstract:
        return SuiteRun(files, suite)
    for example in suite.examples:
        file = file_of(example, suite)
        if not chosen(f"{file}·{example.name}"):
            continue
        start = perf_counter()
        result = run_example(suite.ruleset, example)
        cases.append(CaseRun(example, file, result, perf_counter() - start))
        if fail_fast and not result.ok:
            break
    return SuiteRun(files, suite, tuple(cases))
