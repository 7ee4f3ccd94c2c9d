"""Whether a ruleset, or another program, still gives what a pack says.

Goes in: a pack, and a ruleset or the answers of a program. Comes out: every difference, and how many results
were compared. Numbers are compared exactly: what binary floating point rounds is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from os import PathLike
from pathlib import Path

from attrs import frozen

from scorerules.numbers import to_decimal
from scorerules.ruleset import Ruleset
from scorerules.testing.conformance.answers import Answers, read_answers
from scorerules.testing.conformance.exact import Written, agrees, blurred
from scorerules.testing.conformance.pack import ERROR, Pack, PackCase, packed

_CODE = re.compile(r"SR[0-9]{3}(?: \([^)]*\))?")


@frozen
class Difference:
    """A result that is not what the pack says.

    Args:
        case: The case.
        path: The result, such as ``cards.score``; ``error`` for a record that is refused, empty for a case
            without an answer.
        expected: What the pack says.
        got: What came.
        off: By how much a number differs that looks rounded by binary floating point.
    """

    case: str
    path: str
    expected: Written
    got: object
    off: Fraction | None = None

    def to_dict(self) -> dict[str, object]:
        """The difference as plain values for JSON."""
        return {
            "case": self.case,
            "path": self.path,
            "expected": self.expected,
            "got": self.got if isinstance(self.got, (bool, list, dict, type(None))) else str(self.got),
            "off": None if self.off is None else about(self.off),
        }


def about(off: Fraction) -> str:
    """How far off a number is, in two digits: ``5.6E-17``."""
    return f"{to_decimal(off):.1E}"


@frozen
class Agreement:
    """What a comparison found.

    Args:
        compared: How many results were compared.
        differences: Those that differ, in the order of the pack.
        left_out: Paths of results that the answers say nothing of.
        unread: Columns of the answers that nothing reads.
        unknown: Cases of the answers that the pack does not have.
        same_text: Whether the ruleset has the text that the pack was made of; ``None`` for a program.
    """

    compared: int
    differences: tuple[Difference, ...] = ()
    left_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    same_text: bool | None = None

    @property
    def ok(self) -> bool:
        """Whether something was compared and nothing differs."""
        return self.compared > 0 and not self.differences and not self.unknown


def check_ruleset(pack: Pack, ruleset: Ruleset, digest: str | None = None) -> Agreement:
    """Score the records of a pack again.

    Args:
        pack: The pack.
        ruleset: The ruleset.
        digest: The digest of its text, where it is known.

    Raises:
        RulesetError: The ruleset is abstract (SR271).
    """
    ruleset.refuse_abstract()
    cases = {}
    for one in pack.cases:
        again = packed(ruleset, one.name, one.record, one.cohort)
        cases[one.name] = {ERROR: again.error} if again.errors else dict(again.results)
    same = None if digest is None else digest == pack.digest
    paths = dict.fromkeys((ERROR, *(path for one in pack.cases for path in one.results)))
    found = _compared(pack, Answers(cases, tuple(paths)), exactly=True)
    return Agreement(found.compared, found.differences, same_text=same)


def check_answers(pack: Pack, path: str | PathLike[str]) -> Agreement:
    """Compare the answers of another program.

    Args:
        pack: The pack.
        path: A table with a row for each case, or JSON; see :mod:`scorerules.testing.conformance.answers`.

    Raises:
        RecordError: They cannot be read.
    """
    return _compared(pack, read_answers(Path(path), pack), exactly=False)


def _compared(pack: Pack, answers: Answers, *, exactly: bool) -> Agreement:
    compared, differences = 0, []
    for case in pack.cases:
        given = answers.cases.get(case.name)
        if given is None:
            differences.append(Difference(case.name, "", None, None))
            continue
        for path, expected, answer in _pairs(case, given, answers.paths):
            compared += 1
            same = _same_error(str(expected or ""), answer, exactly=exactly) if path == ERROR else (
                expected == answer if exactly else agrees(expected, answer, pack.types.get(path, "text"))
            )  # fmt: skip
            if not same:
                off = blurred(expected, answer) if pack.types.get(path) == "number" else None
                differences.append(Difference(case.name, path, expected, answer, off))
    names = {one.name for one in pack.cases}
    return Agreement(
        compared,
        tuple(differences),
        tuple(path for path in pack.types if path not in answers.paths),
        answers.unread,
        tuple(name for name in answers.cases if name not in names),
    )


def _pairs(
    case: PackCase, given: Mapping[str, object], paths: Iterable[str]
) -> Iterator[tuple[str, Written, object]]:
    """What is expected of a case beside what was answered, path by path."""
    refused = bool(case.errors) or bool(given.get(ERROR))
    if ERROR in paths and refused:
        yield ERROR, case.error or None, given.get(ERROR)
    if refused:
        return
    for path in paths:
        if path in case.results and path != ERROR:
            yield path, case.results[path], given.get(path)


def _same_error(expected: str, answer: object, *, exactly: bool) -> bool:
    """Whether a record is refused alike: with the same codes where both say codes, else at all."""
    got = str(answer or "")
    if not expected or not got:
        return not expected and not got
    wanted, came = set(_CODE.findall(expected)), set(_CODE.findall(got))
    if exactly:
        return wanted == came
    bare = {one[:5] for one in wanted}
    return (
        not came
        or came == wanted
        or ({one[:5] for one in came} == bare and all(len(one) == 5 for one in came))
    )
