"""Bad conformance packs and answers: each function makes one in the current folder and gives what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scorerules.diagnostics import Diagnostic, Words
from scorerules.errors import RecordError
from scorerules.testing.conformance import Pack, check_answers, read_pack

Made = Callable[[pytest.MonkeyPatch], tuple[Diagnostic, ...]]


def _refused_pack(text: str) -> Made:
    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        Path("pack.json").write_text(text, encoding="utf-8")
        with pytest.raises(RecordError) as raised:
            read_pack("pack.json")
        return raised.value.diagnostics

    return make


def _refused_answers(name: str, text: str) -> Made:
    def make(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        Path(name).write_text(text, encoding="utf-8")
        with pytest.raises(RecordError) as raised:
            check_answers(Pack("demo", Words.same("demo"), None, "", (), {}, ()), name)
        return raised.value.diagnostics

    return make


PACKS_MADE: dict[str, Made] = {
    "SR620-no-cases": _refused_pack(
        '{"scorerules_pack": 1, "types": {},'
        ' "ruleset": {"id": "demo", "name": {"zh": "示例", "en": "demo"},'
        ' "version": null, "sha256": "", "files": []}}'
    ),
    "SR620-other-version": _refused_pack('{"scorerules_pack": 2}'),
    "SR621-no-name": _refused_answers("answers.csv", "total\n98\n"),
    "SR621-json": _refused_answers("answers.json", '{"total": 98}'),
}
