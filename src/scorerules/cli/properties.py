"""``scorerules test --properties``: the laws of every ruleset, tried on drawn records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

import scorerules
from scorerules.cli import streams
from scorerules.cli.inputs import exit_code
from scorerules.cli.problems import as_values, complain_of
from scorerules.cli.progress import watched
from scorerules.diagnostics import Diagnostic, Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.testing.properties import LAWS, BrokenLaw, broken_laws, trying

_HOLDS = Words("通过  {file}：{laws} 条性质", "ok    {file}: {laws} laws")
_FAILS = Words(
    "不符  {file}：{laws} 条性质中 {broken} 条不成立", "FAIL  {file}: {broken} of {laws} laws broken"
)
_SUMMARY = Words(
    "{files} 个评分规则，每条性质试 {examples} 条填报数据，{broken} 条性质不成立",
    "{files} ruleset{s}, {examples} records for every law, {broken} broken",
)


@frozen
class _Tried:
    """A ruleset file after its laws were tried; ``problems`` are why they could not."""

    file: str
    broken: tuple[BrokenLaw, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def code(self) -> int:
        return max(exit_code(self.problems), int(bool(self.broken)))


def try_properties(files: Sequence[str], examples: int, seed: int, lang: Lang, *, as_json: bool) -> int:
    """Try the laws of rulesets, tell which are broken and by what; the exit code.

    Args:
        files: Ruleset files; an abstract one is passed over.
        examples: How many records are drawn.
        seed: What the drawing starts from: the same number draws the same records.
        lang: The language to tell it in.
        as_json: Whether to write JSON.
    """
    tried: list[_Tried] = []
    for file in watched(files):
        found = _tried(file, examples, seed)
        if found is None:
            continue
        tried.append(found)
        if not as_json:
            _show(found, lang)
    if as_json:
        streams.write_json(
            {"ok": all(one.code == 0 for one in tried), "rulesets": [_values(one, lang) for one in tried]}
        )
    else:
        facts = {
            "files": len(tried),
            "s": "s"[len(tried) == 1 :],
            "examples": examples,
            "broken": sum(len(one.broken) for one in tried),
        }
        streams.write(say(_SUMMARY, lang, facts))
    return max((one.code for one in tried), default=0)


def _tried(file: str, examples: int, seed: int) -> _Tried | None:
    try:
        ruleset = scorerules.load(Path(file))
    except scorerules.RulesetError as error:
        return _Tried(file, problems=error.diagnostics)
    if ruleset.scheme.header.abstract:
        return None
    return _Tried(file, broken_laws(ruleset, tuple(LAWS.values()), trying(examples, None, seed)))


def _show(tried: _Tried, lang: Lang) -> None:
    if tried.problems:
        complain_of(tried.problems, lang)
        return
    words = _FAILS if tried.broken else _HOLDS
    facts = {"file": visible(tried.file), "laws": len(LAWS), "broken": len(tried.broken)}
    streams.write(say(words, lang, facts))
    for one in tried.broken:
        streams.write(f"\n{one.message(lang)}\n")


def _values(tried: _Tried, lang: Lang) -> dict[str, object]:
    """Everything that was found, as plain values for JSON."""
    return {
        "file": tried.file,
        "problems": as_values(tried.problems, lang),
        "broken": [
            {
                "law": one.law.id,
                "words": one.law.words[lang],
                "what": one.breach.words[lang],
                "item": one.breach.item or None,
                "line": one.breach.span.line if one.breach.span else None,
                "example": one.example(lang),
            }
            for one in tried.broken
        ],
    }
