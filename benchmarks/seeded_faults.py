"""Seeds one fault at a time into the shipped rulesets and counts what ``scorerules check`` says.

Every fault is a small change of the text, such as people make: a weight, a row that is gone, a boundary
word, a misspelt key, a percent sign that is missing, two numbers of which one has a 0 too many. For each
the script asks whether the check says something, and where: at the line, at the item, or at an example
that no longer comes out. What it says nothing about is compared with the original: a change that leaves
every expression of the plan, or every score as a function of its number, as it was is equivalent.

    python benchmarks/seeded_faults.py                  # a table, and every fault that goes unseen
    python benchmarks/seeded_faults.py --json out.json  # every fault with what was said
    python benchmarks/seeded_faults.py --most 3 --seed 2 rulesets/news2

The same seed makes the same faults.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from attrs import frozen

import scorerules
from scorerules.analysis.attainable import ScoreFunction, tightened
from scorerules.build.files import read_ruleset
from scorerules.build.found import rulesets
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.diagnostics.catalogue.findings.coverage import COVERAGE
from scorerules.document import Node, parse_toml
from scorerules.errors import RulesetError
from scorerules.ruleset import Ruleset, plan_of
from scorerules.source import Source

ROOT = Path(__file__).resolve().parents[1]
BOUNDS = {"from": "above", "above": "from", "upto": "below", "below": "upto"}
ROWS = ("bands", "table", "levels", "line", "cases", "rows")
NOT_SCORED = ("example", "check")
QUIET = ("name", "description", "source", "id", "version", "text", "evidence", "remark", "effective")


@frozen
class Fault:
    """One change of a text.

    Args:
        kind: What sort of slip it is.
        path: Where it is, in words of keys.
        start, end: The characters that are replaced.
        new: What stands there instead.
    """

    kind: str
    path: str
    start: int
    end: int
    new: str

    def applied(self, text: str) -> str:
        """The text with the fault."""
        return text[: self.start] + self.new + text[self.end :]


def nodes(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every value of a document with its path, tables and lists included."""
    yield path, node
    if isinstance(node.value, Mapping):
        for key, item in node.value.items():
            yield from nodes(item, (*path, key))
    elif isinstance(node.value, tuple):
        for index, item in enumerate(node.value):
            yield from nodes(item, (*path, f"[{index + 1}]"))


def faults(text: str, document: Node) -> Iterator[Fault]:
    """Every fault that can be seeded into a ruleset."""
    for path, node in nodes(document):
        if not path or path[0] in NOT_SCORED:
            continue
        for kind, make in MAKERS.items():
            for start, end, new in make(path, node, text):
                yield Fault(kind, ".".join(path).replace(".[", "["), start, end, new)


Edit = tuple[int, int, str]
Maker = Callable[[tuple[str, ...], Node, str], Iterator[Edit]]


def _weight(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """A weight is one point more."""
    if path[-1] == "weight" and isinstance(node.value, int):
        yield node.span.start, node.span.end, str(node.value + 1)


def _row_gone(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """A row of a rule or a grade is left out."""
    if len(path) < 2 or not path[-1].startswith("["):
        return
    if any(part in ROWS for part in path[:-1]) and text[node.span.start : node.span.start + 1] in "{[":
        end = node.span.end
        after = re.compile(r"\s*,").match(text, end)
        yield node.span.start, after.end() if after else end, ""


def _boundary_word(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """A boundary is included that should not be, or the other way round."""
    if path[-1] in BOUNDS and node.key_span is not None and path[0] != "ruleset":
        yield node.key_span.start, node.key_span.end, BOUNDS[path[-1]]


def _other_side(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """A boundary points the wrong way."""
    opposite = {"from": "upto", "above": "below", "upto": "from", "below": "above"}
    if path[-1] in opposite and node.key_span is not None and path[0] != "ruleset":
        yield node.key_span.start, node.key_span.end, opposite[path[-1]]


def _key(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """A key lacks a letter."""
    key = path[-1]
    if node.key_span is not None and len(key) > 3 and key.isascii() and key.isidentifier() and len(path) != 2:
        yield node.key_span.start + 1, node.key_span.start + 2, ""


def _percent_sign(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """A percentage stands there without its sign."""
    if isinstance(node.value, str) and re.fullmatch(r"[0-9.]+%", node.value) and path[-1] not in QUIET:
        yield node.span.start, node.span.end, node.value[:-1]


def _zero_too_many(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """A number has a 0 too many."""
    if isinstance(node.value, bool) or path[-1] in (*QUIET, "weight", "scorerules", "full"):
        return
    written = text[node.span.start : node.span.end]
    if re.fullmatch(r"[1-9][0-9]*", written):
        yield node.span.start, node.span.end, written + "0"
    elif re.fullmatch(r'"[1-9][0-9]*%"', written):
        yield node.span.start, node.span.end, written[:-2] + '0%"'


def _digits_swapped(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """Two digits of a number have changed places."""
    if path[-1] in QUIET:
        return
    written = text[node.span.start : node.span.end]
    found = re.fullmatch(r'("?)([0-9])([0-9])([0-9]*(?:\.[0-9]+)?%?)("?)', written)
    if found and found[2] != found[3] and found[3] != "0":
        new = f"{found[1]}{found[3]}{found[2]}{found[4]}{found[5]}"
        yield node.span.start, node.span.end, new


def _direction(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """Higher is said to be better where lower is."""
    turned = {"higher": "lower", "lower": "higher"}
    if path[-1] == "direction" and node.value in turned:
        yield node.span.start, node.span.end, f'"{turned[str(node.value)]}"'


def _rounding(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """Halves are rounded the other way, or the step is ten times as large."""
    if path[-1] == "mode" and node.value == "half-up":
        yield node.span.start, node.span.end, '"down"'
    if path[-1] == "to" and isinstance(node.value, int):
        yield node.span.start, node.span.end, f"{node.value}0"


def _bound_gone(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """An input no longer says what it may be."""
    inside = path[0] == "input" or "input" in path[2:3]
    if inside and path[-1] in BOUNDS and node.key_span is not None:
        start = node.key_span.start
        before = re.compile(r",\s*$").search(text, 0, start)
        yield (before.start() if before else start), node.span.end, ""


def _choice_gone(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """One of the answers that an input may have is left out."""
    if len(path) > 2 and path[-2] == "choices" and path[-1].startswith("["):
        after = re.compile(r"\s*,\s*").match(text, node.span.end)
        yield node.span.start, after.end() if after else node.span.end, ""


def _unit(path: tuple[str, ...], node: Node, _text: str) -> Iterator[Edit]:
    """A unit is another one."""
    others = {"元": "万元", "万元": "元", "%": "‰", "张": "元", "天": "%"}
    if path[-1] == "unit" and node.value in others:
        yield node.span.start, node.span.end, f'"{others[str(node.value)]}"'


FORMULAS = ("formula", "when", "value", "requires", "points", "gives")


def _formula(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """A formula has another operator, its quotient the wrong way round, or a misspelt name."""
    if path[-1] not in FORMULAS or not isinstance(node.value, str):
        return
    written = text[node.span.start : node.span.end]
    for pattern, new in ((r" > ", " < "), (r" and ", " or "), (r" - ", " + "), (r" \* ", " / ")):
        for found in re.finditer(pattern, written):
            yield node.span.start + found.start(), node.span.start + found.end(), new
    for found in re.finditer(r"\b([a-z_]\w*) / ([a-z_]\w*)\b", written):
        yield node.span.start + found.start(), node.span.start + found.end(), f"{found[2]} / {found[1]}"
    for found in re.finditer(r"\b[a-z][a-z_]{3,}\b", written):
        yield node.span.start + found.start() + 1, node.span.start + found.start() + 2, ""


def _points_exchanged(path: tuple[str, ...], node: Node, text: str) -> Iterator[Edit]:
    """Two rows have each other's points."""
    if path[-1] not in ROWS or not isinstance(node.value, tuple):
        return
    rows = [row.value.get("points") for row in node.value if isinstance(row.value, Mapping)]
    for first, second in pairwise(rows):
        if first is None or second is None or first.value == second.value:
            continue
        one, other = first.span, second.span
        new = text[other.start : other.end] + text[one.end : other.start] + text[one.start : one.end]
        yield one.start, other.end, new


MAKERS: Mapping[str, Maker] = {
    "weight": _weight,
    "row gone": _row_gone,
    "points exchanged": _points_exchanged,
    "boundary word": _boundary_word,
    "other side": _other_side,
    "misspelt key": _key,
    "percent sign": _percent_sign,
    "a 0 too many": _zero_too_many,
    "digits swapped": _digits_swapped,
    "direction": _direction,
    "rounding": _rounding,
    "bound gone": _bound_gone,
    "choice gone": _choice_gone,
    "unit": _unit,
    "formula": _formula,
}

VERDICTS = ("line", "item", "example", "equivalent", "unseen")


@frozen
class Verdict:
    """What became of one fault."""

    file: str
    fault: Fault
    line: int
    verdict: str
    codes: tuple[str, ...]
    old: str


Known = frozenset[tuple[str, str | None]]


def known(children: tuple[Path, ...]) -> Known:
    """What is said anyway, without any fault."""
    return frozenset(_facts(one) for child in children for one in scorerules.check(child))


def _facts(one: Diagnostic) -> tuple[str, str | None]:
    """What makes a finding another one: not its numbers, nobody would notice that they have changed."""
    return one.code, one.path


def judge(fault: Fault, path: Path, text: str, children: tuple[Path, ...], before: Known) -> Verdict:
    """Check the file, or those that build on it, with the fault in it."""
    source = Source(str(path), text)
    line = source.line_of(fault.start)
    changed = fault.applied(text)
    last = Source("", changed).line_of(fault.start + len(fault.new))
    said: list[Diagnostic] = []
    for child in children:
        # That an example no longer reaches something is no finding about the fault.
        found = scorerules.check(child, texts={path.resolve(): changed})
        said += [one for one in found if one.code not in COVERAGE and _facts(one) not in before]
    codes = tuple(dict.fromkeys(one.code for one in said))
    verdict = _verdict(said, fault, path, range(line, max(last, line) + 1))
    if verdict == "unseen" and all(_same(child, path, changed) for child in children):
        verdict = "equivalent"
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return Verdict(str(shown), fault, line, verdict, codes, text[fault.start : fault.end])


def _verdict(said: list[Diagnostic], fault: Fault, path: Path, lines: range) -> str:
    if not said:
        return "unseen"
    item = ".".join(re.split(r"[.\[]", fault.path)[:2])
    for one in said:
        places = [one.span, *(label.span for label in one.labels)]
        for place in places:
            if place is None or Path(place.source.name).resolve() != path.resolve():
                continue
            if set(range(place.line, place.end_line + 1)).intersection(lines):
                return "line"
    if any((one.path or "").startswith(item) for one in said):
        return "item"
    return "example" if any(one.code in ("SR610", "SR611") for one in said) else "item"


def _same(child: Path, path: Path, changed: str) -> bool:
    """Whether a ruleset scores every record as it did."""
    before = scorerules.load(child)
    try:
        after = _load(child, path, changed)
    except RulesetError:
        return False
    if before.plan.steps == after.plan.steps and before.plan.keys == after.plan.keys:
        return True
    if before.plan.keys != after.plan.keys:
        return False
    old, new = tightened(before.plan)[1], tightened(after.plan)[1]
    proven = {item for item in old if item in new and _exactly(old[item]) == _exactly(new[item])}
    left = [one for one in before.plan.steps if one.owner not in proven]
    return left == [one for one in after.plan.steps if one.owner not in proven]


def _exactly(function: ScoreFunction) -> list[object]:
    """What a score is on every stretch: its straight line where that is known, or all that is known."""
    return [
        (cell, piece) if piece.offset is None else (cell, piece.slope, piece.offset)
        for cell, piece in function.cells
    ]


def _load(child: Path, path: Path, changed: str) -> Ruleset:
    found = Faults()
    document = read_ruleset(child, None, found, texts={path.resolve(): changed})
    if document is None:
        raise RulesetError(found.sorted())
    scheme, plan = plan_of(document, found)
    if found.errors:
        raise RulesetError(found.sorted())
    return Ruleset(scheme, plan)


def files(named: list[str]) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """The rulesets below the places named, each with the files that are checked for it.

    One that is only extended is checked by way of the one that extends it and has the most examples.
    """
    for place in named or [str(ROOT / "rulesets")]:
        for path in map(Path, rulesets([place])):
            text = path.read_text(encoding="utf-8")
            if "\nabstract = true" not in text.replace("abstract    =", "abstract ="):
                yield path, (path,)
                continue
            texts = {one: one.read_text("utf-8") for one in map(Path, rulesets([str(path.parent)]))}
            heirs = [one for one in texts if f'"{path.name}"' in texts[one]]
            yield path, (max(heirs, key=lambda one: texts[one].count("[[example]]")),)


def chosen(text: str, path: Path, most: int, seed: int) -> list[Fault]:
    """Some faults of every kind, the same for the same seed."""
    document = parse_toml(Source(str(path), text), Faults())
    assert document is not None
    by_kind: dict[str, list[Fault]] = {}
    for one in faults(text, document):
        by_kind.setdefault(one.kind, []).append(one)
    found: list[Fault] = []
    for kind, ones in by_kind.items():
        draw = random.Random(f"{seed} {path.name} {kind}")
        found += draw.sample(ones, min(most, len(ones)))
    return found


def judged(places: list[str], most: int, seed: int) -> Iterator[Verdict]:
    """Seed and judge, file by file."""
    for path, children in files(places):
        text = path.read_text(encoding="utf-8")
        before = known(children)
        for fault in chosen(text, path, most, seed):
            yield judge(fault, path, text, children, before)


def main() -> int:
    """Seed, judge, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("places", nargs="*", help="rulesets or folders; the shipped ones unless said")
    parser.add_argument("--most", type=int, default=3, help="faults of one kind in one file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write every verdict to this file")
    options = parser.parse_args()
    verdicts: list[Verdict] = []
    for one in judged(options.places, options.most, options.seed):
        verdicts.append(one)
        if sys.stderr.isatty():
            print(f"\r{len(verdicts)} faults", end="", file=sys.stderr)
    if options.json:
        rows = [
            {
                "file": one.file, "line": one.line, "kind": one.fault.kind, "path": one.fault.path,
                "old": one.old, "new": one.fault.new, "verdict": one.verdict, "codes": one.codes,
            }
            for one in verdicts
        ]  # fmt: skip
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    report(verdicts)
    return 0


def report(verdicts: list[Verdict]) -> None:
    """Print the table, and what went unseen."""
    kinds = Counter(one.fault.kind for one in verdicts)
    told = Counter((one.fault.kind, one.verdict) for one in verdicts)
    print("| fault | seeded | " + " | ".join(VERDICTS) + " |")
    print("| --- | ---: |" + " ---: |" * len(VERDICTS))
    for kind in kinds:
        print(f"| {kind} | {kinds[kind]} | " + " | ".join(str(told[kind, one]) for one in VERDICTS) + " |")
    totals = Counter(one.verdict for one in verdicts)
    print(f"| all | {len(verdicts)} | " + " | ".join(str(totals[one]) for one in VERDICTS) + " |")
    real = len(verdicts) - totals["equivalent"]
    seen = real - totals["unseen"]
    print(f"\n{seen} of {real} faults that change a score are reported: {100 * seen / max(real, 1):.1f} %")
    for one in verdicts:
        if one.verdict == "unseen":
            print(
                f"unseen: {one.file}:{one.line} {one.fault.kind} {one.fault.path}: "
                f"{one.old!r} -> {one.fault.new!r}"
            )


if __name__ == "__main__":
    sys.exit(main())
