"""The files that a ruleset is made of, and the ruleset that is made when one of them is changed.

Goes in: the path of a ruleset, or the texts of its files with a change in them. Comes out: each file with its
document, or the changed ruleset, or why it does not load. Examples are left out of what is loaded: they are
read once, from the ruleset as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from attrs import frozen

from scorerules.build.files import extends, read_ruleset
from scorerules.build.sections import EXAMPLE
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document import Node, parse_toml, read_source
from scorerules.errors import RulesetError
from scorerules.limits import Limits
from scorerules.ruleset import Ruleset, plan_of


@frozen
class RulesetFile:
    """One file of a ruleset.

    Args:
        path: The file, resolved.
        document: What stands in it.
        bare: Its text without examples, as far as they stand at its end.
    """

    path: Path
    document: Node
    bare: str


def files_of(path: Path, limits: Limits) -> tuple[RulesetFile, ...]:
    """The files of a ruleset, its own first, then those it extends.

    Raises:
        RulesetError: One of them cannot be read.
    """
    found: dict[Path, RulesetFile] = {}
    for one in _read(path, str(path), Faults(limits)):
        found.setdefault(one.path, one)
    return tuple(found.values())


def _read(path: Path, name: str, faults: Faults) -> Iterator[RulesetFile]:
    source = read_source(path, faults, bom="refuse", name=name)
    document = None if source is None else parse_toml(source, faults)
    if document is None:
        raise RulesetError(faults.sorted())
    yield RulesetFile(path.resolve(), document, _without_examples(document))
    for text, _ in extends(document, faults) or ():
        parent = path.resolve().parent / PurePosixPath(text)
        yield from _read(parent, str(Path(name).parent / text), faults)


def _without_examples(document: Node) -> str:
    """The text of a file up to its first example, if only examples come after it."""
    text = document.span.source.text
    sections = document.value if isinstance(document.value, Mapping) else {}
    examples = sections.get(EXAMPLE)
    if examples is None:
        return text
    start = examples.span.start
    others = (_end(node) for name, node in sections.items() if name != EXAMPLE)
    return text[:start] if text.startswith("[[", start) and max(others, default=0) <= start else text


def _end(node: Node) -> int:
    value = node.value
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return max((node.span.end, *(_end(one) for one in inside)))


def changed_ruleset(
    path: Path, texts: Mapping[Path, str], limits: Limits
) -> Ruleset | tuple[Diagnostic, ...]:
    """The ruleset with other texts in place of its files; what is wrong with it when it does not load."""
    faults = Faults(limits)
    document = read_ruleset(path, None, faults, texts=texts)
    if document is None or faults.errors:
        return faults.sorted()
    scheme, plan = plan_of(document, faults)
    return faults.sorted() if faults.errors else Ruleset(scheme, plan)
