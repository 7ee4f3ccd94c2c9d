"""The safe corrections of rulesets: computed, shown as differences, written.

Goes in: the files that a command line means. Comes out: their texts with what can be corrected safely, for
those files only: a parent that was not named stays as it is. Nothing is written before all is computed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

from attrs import evolve, frozen

from scorerules.cli import streams
from scorerules.cli.inputs import STDIN, STDIN_NAME, standard_input
from scorerules.cli.progress import watched
from scorerules.cli.rewrite import ChangedMeanwhile, replace_file
from scorerules.diagnostics import Diagnostic, Faults, Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.document import read_source
from scorerules.review import Reviewed, fix_all, review_file, review_text, settled

_PASSES = 10
"""Times that files are gone through: what is corrected in a parent brings to light what its children say."""

_CORRECTED = Words("{file}：已改正 {count} 处", "{file}: {count} corrected")
_UNWRITTEN = Words("{file}：无法写入（{reason}）", "{file}: cannot be written ({reason})")
_MEANWHILE = Words(
    "它在检查期间已被别的程序改动；请再运行一次",
    "another program changed it meanwhile; run the command again",
)
_NO_END = "\\ No newline at end of file"

_GREEN, _RED, _PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[0m"


@frozen
class Correction:
    """One file with its corrections.

    Args:
        file: The file as it was named.
        before: Its text.
        after: Its text after the corrections.
        fixes: How many there are.
        left: What is still to be said about it.
        reviewed: Its review after the corrections.
    """

    file: str
    before: str
    after: str
    fixes: int = 0
    left: tuple[Diagnostic, ...] = ()
    reviewed: Reviewed = Reviewed(())

    @property
    def may_change(self) -> bool:
        """Whether corrections of other files can bring anything to light here."""
        return "extends" in self.after


def corrections(files: Sequence[str], faults: Faults) -> tuple[Correction, ...]:
    """Every file that can be read as text, with its corrections; one that is named twice once.

    Args:
        files: The files as they were named.
        faults: Takes why others cannot be read.
    """
    found: dict[Path, Correction] = {}
    for file in files:
        if file == STDIN:
            source = standard_input(faults, bom="keep")
        else:
            source = read_source(Path(file), faults, bom="keep")
        if source is not None:
            found.setdefault(Path(file).resolve(), Correction(file, source.text, source.text))
    paths = list(found)
    for _ in range(_PASSES):
        before = dict(found)
        for path in watched(paths, shown=False):
            found[path] = _corrected(path, found)
        if all(found[path].after == before[path].after for path in found):
            break
        paths = [path for path, one in found.items() if one.may_change]
    return tuple(found.values())


def _corrected(path: Path, among: dict[Path, Correction]) -> Correction:
    """One file corrected, others read as they would be after their corrections."""
    one = among[path]
    texts = {where: other.after for where, other in among.items() if other.after != other.before}
    reviews: dict[str, Reviewed] = {}

    def said(text: str) -> tuple[Diagnostic, ...]:
        if one.file == STDIN:
            reviews[text] = review_text(text, STDIN_NAME)
        else:
            reviews[text] = review_file(one.file, texts={**texts, path: text})
        return settled(reviews[text], allowed=True)

    done = fix_all(one.after, said)
    fixes = one.fixes + done.fixes
    return evolve(one, after=done.text, fixes=fixes, left=done.left, reviewed=reviews[done.text])


def write_all(done: Sequence[Correction], lang: Lang) -> tuple[Correction, ...]:
    """Write what was corrected and say so on standard error; those that could not be written."""
    unwritten: list[Correction] = []
    for one in done:
        if one.after == one.before:
            continue
        facts = {"file": visible(one.file), "count": one.fixes}
        try:
            replace_file(Path(one.file), one.before.encode(), one.after.encode())
        except (OSError, ChangedMeanwhile) as problem:
            unwritten.append(one)
            told = problem.strerror or str(problem) if isinstance(problem, OSError) else _MEANWHILE[lang]
            streams.complain(say(_UNWRITTEN, lang, {**facts, "reason": visible(told)}))
        else:
            streams.complain(say(_CORRECTED, lang, facts))
    return tuple(unwritten)


def difference(one: Correction, *, color: bool = False) -> str:
    """What the corrections of a file change, as a unified diff; empty for none.

    On a terminal (``color``) the text of the file is made safe to print; elsewhere it is a patch, exact to
    the byte.
    """
    return text_difference(one.file, one.before, one.after, color=color)


def text_difference(file: str, before: str, after: str, *, color: bool = False) -> str:
    """The same for any text of a file before and after."""
    name = visible(file)
    lines = unified_diff(_lines(before), _lines(after), fromfile=name, tofile=name)
    return "".join(_shown(line, color=color) for line in lines)


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline="\n"))


def _shown(line: str, *, color: bool) -> str:
    end = "\n" if line.endswith("\n") else f"\n{_NO_END}\n"
    if not color:
        return line.removesuffix("\n") + end
    paint = _GREEN if line.startswith("+") else _RED if line.startswith("-") else ""
    text = visible(line.removesuffix("\n").removesuffix("\r"))
    return f"{paint}{text}{_PLAIN if paint else ''}{end}"
