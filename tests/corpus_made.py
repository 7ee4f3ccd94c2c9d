"""Bad files that cannot be kept as texts: encodings, sizes, what only a system or a program brings about.

Each function makes one in a folder, which is the current one, and gives the problems that are shown for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import scorerules
from corpus_cases import CASES_MADE
from corpus_frames import FRAMES_MADE
from corpus_packs import PACKS_MADE
from corpus_tables import TABLES_MADE
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document.problems import report
from scorerules.document.scanner import scan
from scorerules.errors import ScoreRulesError
from scorerules.formula import Evaluator, Value, parse
from scorerules.formula.problem import Problem
from scorerules.limits import USUAL
from scorerules.numbers import exact
from scorerules.source import Source, Span

TEXT = """\
scorerules = 1

[ruleset]
id   = "demo.cards"
name = "制卡项目绩效自评"

[tier]
output = { name = "产出目标", weight = 100 }

[indicator.cards]
tier   = "output"
name   = "制卡数量"
weight = 100
judged = {}
"""
FILE = Path("rules.toml")
Made = Callable[[pytest.MonkeyPatch], tuple[Diagnostic, ...]]


def _bytes(data: bytes) -> Made:
    """A file of these bytes."""

    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        FILE.write_bytes(data)
        return scorerules.check(FILE)

    return make


def _named(name: str) -> Made:
    """A file that is only named."""

    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        Path("folder").mkdir()
        return scorerules.check(name)

    return make


def _unreadable(problem: OSError) -> Made:
    """A file that the system does not let anyone open."""

    def make(patch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        def refuse(*_: object, **__: object) -> int:
            raise problem

        FILE.write_text(TEXT, encoding="utf-8")
        with patch.context() as here:
            here.setattr(os, "open", refuse)
            return scorerules.check(FILE)

    return make


def _complaint(message: str) -> Made:
    """What a later tomli may say."""

    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        faults = Faults()
        text = "scorerules = 1\n"
        report(Source("rules.toml", text), faults, scan(text), message, 13)
        return faults.sorted()

    return make


def _half_a_character(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return _refused(lambda: scorerules.loads(TEXT.replace("制卡数量", "制卡\ud800数量")))


def _many_parents(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    Path("shared").mkdir()
    names = [f"shared/{index:02}.toml" for index in range(33)]
    for name in names:
        Path(name).write_text(f'scorerules = 1\n\n[ruleset]\nid = "{name}"\n', encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in names)
    FILE.write_text(f'scorerules = 1\n\n[ruleset]\nid = "many"\nextends = [{listed}]\n', encoding="utf-8")
    return scorerules.check(FILE)


def _abstract(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    text = TEXT.replace('自评"\n', '自评"\nabstract = true\n', 1)
    return _refused(lambda: scorerules.loads(text, name="base.toml").score({"cards": 100}))


def _wrong_kind(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """The check of types refuses such formulas; the evaluator does not rely on it."""
    source = Source("rules.toml", 'formula = "made + level"\n')
    expr = parse("made + level", lambda start, end: Span(source, 11 + start, 11 + end), Faults(), "x")
    assert expr is not None
    values: dict[str, Value] = {"made": exact(1), "level": "优"}
    with pytest.raises(Problem) as raised:
        Evaluator(values.__getitem__, {}).value(expr)
    return (Diagnostic(raised.value.code, raised.value.arguments, raised.value.span),)


def _without_cohort(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A plan lifts what looks at other records out of formulas; the evaluator does not rely on it."""
    source = Source("rules.toml", 'formula = "cohort_min(price)"\n')
    expr = parse("cohort_min(price)", lambda start, end: Span(source, 11 + start, 11 + end), Faults(), "x")
    assert expr is not None
    values: dict[str, Value] = {"price": exact(1)}
    with pytest.raises(Problem) as raised:
        Evaluator(values.__getitem__, {}).value(expr)
    return (Diagnostic(raised.value.code, raised.value.arguments, raised.value.span),)


def _refused(call: Callable[[], object]) -> tuple[Diagnostic, ...]:
    with pytest.raises(ScoreRulesError) as raised:
        call()
    return raised.value.diagnostics


MADE: dict[str, Made] = {
    "SR100-no-file": _named("none.toml"),
    "SR101-folder": _named("folder"),
    "SR102-device": _named(os.devnull),
    "SR103-permission": _unreadable(PermissionError(13, "Permission denied")),
    "SR104-system": _unreadable(OSError(5, "Input/output error")),
    "SR105-bom": _bytes(b"\xef\xbb\xbf" + TEXT.encode()),
    "SR106-utf-16": _bytes(TEXT.encode("utf-16")),
    "SR106-utf-16-without-bom": _bytes(TEXT.encode("utf-16-le")),
    "SR107-gbk": _bytes(TEXT.encode("gbk")),
    "SR108-byte": _bytes(TEXT.encode().replace("制卡数量".encode(), b"\xff\xff\xfe")),
    "SR109-nul": _bytes(TEXT.encode().replace("制卡数量".encode(), b"\x00")),
    "SR134-half-a-character": _half_a_character,
    "SR136-conflict": _complaint("Cannot do that"),
    "SR139-unknown-complaint": _complaint("Something new"),
    "SR140-large": _bytes(TEXT.encode() + b"#" * USUAL.file_bytes),
    "SR143-many-keys": _bytes(TEXT.encode() + b"x = [" + b"1," * USUAL.file_keys + b"]\n"),
    "SR228-many-parents": _many_parents,
    "SR271-abstract": _abstract,
    "SR504-wrong-kind": _wrong_kind,
    "SR511-without-cohort": _without_cohort,
    **CASES_MADE,
    **PACKS_MADE,
    **FRAMES_MADE,
    **TABLES_MADE,
}
"""By code and what is wrong."""
