"""Cases in TOML: ``[[example]]`` as in a ruleset, and perhaps the ruleset that they belong to."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePosixPath

from attrs import frozen

from scorerules.build.compose import entries
from scorerules.build.files import leads_away
from scorerules.build.sections import EXAMPLE, headers_of_keys
from scorerules.diagnostics import Faults, Words
from scorerules.document import Node, parse_toml, read_source
from scorerules.model import Example
from scorerules.reading import At, Broken, Text, corrected, read_table
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.files.beside import home_of

RULESET = "ruleset"


@frozen
class TomlCases:
    """An open file.

    Args:
        path: Where it is.
        node: Its keys, those that are not known left out.
        home: The ruleset that it belongs to.
    """

    path: Path
    node: Node
    home: Path | None

    def examples(self, ruleset: Ruleset | None, faults: Faults) -> tuple[Example, ...]:
        node, at = entries(self.node).get(EXAMPLE), At(EXAMPLE, faults)
        if node is None:
            faults.add("SR607", self.node.span, name=self.path.name)
            return ()
        if not isinstance(node.value, tuple) or not all(one.is_table for one in node.value):
            at.wrong(node, Words("用 [[example]] 开头的示例", "examples that start with [[example]]"))
            return ()
        elsewhere = {key: header for key, header in headers_of_keys().items() if header != f"[{EXAMPLE}]"}
        return tuple(
            read_table(Example, one, at.under(index), elsewhere=elsewhere)
            for index, one in enumerate(node.value)
        )


def open_toml(path: Path, faults: Faults) -> TomlCases | None:
    """Read a file of cases.

    Args:
        path: The file, UTF-8.
        faults: Takes why it cannot be read, and keys that nothing reads.
    """
    source = read_source(path, faults)
    node = None if source is None else parse_toml(source, faults)
    if node is None:
        return None
    node, _, _ = corrected(node, (RULESET, EXAMPLE), At("", faults), {})
    named = entries(node).get(RULESET)
    return TomlCases(path, node, home_of(path) if named is None else _named(named, path, faults))


def _named(node: Node, path: Path, faults: Faults) -> Path | None:
    """The ruleset that the file names, if it lies in the folder of the file or below."""
    text = Text().read(node, At(RULESET, faults))
    if isinstance(text, Broken):
        return None
    folder = path.parent
    if not leads_away(text):
        with suppress(OSError, ValueError, RuntimeError):
            found = folder / PurePosixPath(text)
            if found.resolve().is_relative_to(folder.resolve()) and found.is_file():
                return found
    faults.add("SR605", node.span, path=RULESET, name=path.name, file=text)
    return None
