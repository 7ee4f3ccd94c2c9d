"""Tests of rulesets: their examples and case files, their laws, and what tests of other tools draw.

A name is imported when it is first used, so that ``import scorerules.testing`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorerules.testing.cases.examples import ExampleResult, Mismatch, run_example, run_examples
    from scorerules.testing.cases.suites import Suite, SuiteFiles, load_suite, run_suite
    from scorerules.testing.generated import ruleset_texts, rulesets
    from scorerules.testing.goals.covering import Coverage, Reach, Reaches, coverage
    from scorerules.testing.mutants.mutation import MutationReport, mutate
    from scorerules.testing.properties import assert_laws, laws
    from scorerules.testing.strategies.records import cohorts, records
    from scorerules.testing.suggesting import Suggestion, suggest

__all__ = [
    "Coverage",
    "ExampleResult",
    "Mismatch",
    "MutationReport",
    "Reach",
    "Reaches",
    "Suggestion",
    "Suite",
    "SuiteFiles",
    "assert_laws",
    "cohorts",
    "coverage",
    "laws",
    "load_suite",
    "mutate",
    "records",
    "ruleset_texts",
    "rulesets",
    "run_example",
    "run_examples",
    "run_suite",
    "suggest",
]

_HOMES = {
    "scorerules.testing.goals.covering": ("Coverage", "Reach", "Reaches", "coverage"),
    "scorerules.testing.cases.examples": ("ExampleResult", "Mismatch", "run_example", "run_examples"),
    "scorerules.testing.generated": ("ruleset_texts", "rulesets"),
    "scorerules.testing.mutants.mutation": ("MutationReport", "mutate"),
    "scorerules.testing.properties": ("assert_laws", "laws"),
    "scorerules.testing.strategies.records": ("cohorts", "records"),
    "scorerules.testing.suggesting": ("Suggestion", "suggest"),
    "scorerules.testing.cases.suites": ("Suite", "SuiteFiles", "load_suite", "run_suite"),
}


def __getattr__(name: str) -> object:
    """The public name ``name``, from the module that defines it."""
    for home, names in _HOMES.items():
        if name in names:
            try:
                value: object = getattr(import_module(home), name)
            except ModuleNotFoundError as missing:
                if missing.name != "hypothesis":
                    raise
                msg = (
                    f"{name} 需要 hypothesis，尚未安装 / {name} needs hypothesis, which is not installed: "
                    'pip install "scorerules[test]"'
                )
                raise ModuleNotFoundError(msg, name="hypothesis") from missing
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
